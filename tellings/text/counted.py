"""What a number counts: the words around it in; stems of the counted noun and its modifiers out; their classes."""

from collections.abc import Sequence
from functools import cache

from tellings.language import load
from tellings.text.spelling import plain
from tellings.text.stems import stem
from tellings.text.words import Span, find_words

NOUN_REACH = 5  # words behind a number among which what is counted stands
JOINED = 7  # words before a number among which the subject of the verb before it stands
_LEADING = frozenset(("of", "the", "more", "other", "its", "their", "his", "her", "our", "these", "those"))


@cache
def thing_classes(language: str = "en") -> dict[str, str]:
    """Stem of a counted noun -> the class of those that news uses for one another."""
    things = load("quantities", language)["things"]
    return {stem(w, language): name for name, words in things.items() if name != "plural" for w in words}


@cache
def act_classes(language: str = "en") -> dict[str, str]:
    """Stem of a word that tells what became of those counted -> the act."""
    return {stem(w, language): act for act, words in load("quantities", language)["acts"].items() for w in words}


@cache
def _plurals(language: str) -> frozenset[str]:
    return frozenset(load("quantities", language)["things"]["plural"])


@cache
def _stops(language: str) -> frozenset[str]:
    return frozenset(load("function_words", language)["words"])


def find_things(
    text: str, start: int, finish: int, low: int, high: int, kind: str, value: float, language: str
) -> tuple[str, ...]:
    """What a number counts: the noun behind it, or the one before it ("a fine of £4m", "the toll rose to 14")."""
    if kind in ("age", "ordinal"):
        return ()
    words = find_words(text, finish, min(high, finish + 90))
    words = words[: min(NOUN_REACH, reach_of(text, finish, words))]
    behind: list[str] = []
    for a, b in words:
        small = plain(text[a:b])
        if small in _LEADING and not behind:
            continue
        if small in _stops(language) or small[:1].isdigit():
            break
        behind.append(stem(small, language))
        if small in _plurals(language) or (small.endswith("s") and not small.endswith("ss")):
            return tuple(behind)
    if kind == "count" and behind and (value <= 1 or behind[0] in thing_classes(language)):
        return tuple(behind[:1])
    return _before(text, max(low, start - 60), start, kind, language)


def _before(text: str, low: int, start: int, kind: str, language: str) -> tuple[str, ...]:
    """The noun before a number that counts it ("a bill of £4m"), or that a verb joins to it ("the gate was 9")."""
    words = [plain(text[a:b]) for a, b in find_words(text, low, start)]
    own = [w for w in words[-4:] if w not in _stops(language) and w[:1].isalpha()]
    if own and (kind != "count" or not is_verb_form(own[-1], language)):
        return (stem(own[-1], language),)
    classes = thing_classes(language)
    told = [form for form in (stem(w, language) for w in words[-JOINED:]) if form in classes]
    return (told[-1],) if told else ()


@cache
def _verb_forms(language: str) -> frozenset[str]:
    listed = [form for forms in load("verb_forms", language)["verbs"] for form in forms]
    return frozenset([*listed, *load("tense", language)["past"]])


def is_verb_form(word: str, language: str = "en") -> bool:
    """Whether a word in small letters is, by list or by its ending, a form of a verb and so counts nothing."""
    return word in _verb_forms(language) or (len(word) > 4 and word.endswith(("ed", "ing")))


def reach_of(text: str, start: int, words: Sequence[Span]) -> int:
    """How many of the words behind a number stand in one run without a stop."""
    at = start
    for number, (a, b) in enumerate(words):
        if any(c in text[at:a] for c in ',.;:!?()“”"\n—–'):
            return number
        at = b
    return len(words)
