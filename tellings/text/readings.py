"""Readings: two wordings of one place in, the kind of their difference and whether it can turn the meaning out.

The kinds are those of an apparatus (substitution, omission, addition, transposition), split by what the words differ
in: a negation, a number, a name, a modal word, a tense, spelling, case or punctuation.
"""

import re
from collections import Counter
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Levenshtein

from tellings.language import load
from tellings.text.conditions import holds_condition
from tellings.text.spelling import expand, function_forms, normal_form, number_words, plain
from tellings.text.words import find_words

BRACKETED = re.compile(r"[\[(][^\[\]()]{0,80}[\])]")
ELLIPSIS = re.compile(r"…|\.\s?\.(?:\s?\.)*")
# An omission of at most so many words is judged by the words that are gone; a longer one is a cut.
SHORT_CUT = 6


@dataclass(frozen=True)
class Difference:
    """How a reading differs from the lemma."""

    kind: str
    turns: bool


@cache
def _set(name: str, key: str, language: str) -> frozenset[str]:
    return frozenset(load(name, language)[key])


@cache
def _verb_forms(language: str) -> dict[str, int]:
    verbs = load("verb_forms", language)["verbs"]
    return {form: number for number, forms in reversed(list(enumerate(verbs))) for form in forms}


def words_of(text: str, language: str = "en") -> list[str]:
    """Words in small letters, short forms written out.

    >>> words_of("I don’t know, Mr. Lee")
    ['i', 'do', 'not', 'know', 'mr', 'lee']
    """
    return [word for a, b in find_words(text) for word in expand(text[a:b], language)]


def compare(lemma: str, reading: str, inner: bool = True, language: str = "en") -> Difference | None:
    """How a reading differs from the lemma at one place; None where it does not.

    Args:
        lemma: the words at the place; "" where the reading adds.
        reading: the other words there; "" where they are left out.
        inner: the place is not at the beginning of a sentence, so that a capital means a name.
        language: whose data to use.

    >>> [compare(a, b).kind for a, b in (("colour", "color"), ("is", "is not"), ("five", "six"), ("We", "we"))]
    ['spelling', 'negation', 'number', 'case']
    >>> compare("", "[the minister]"), compare("and", "&")
    (Difference(kind='insertion', turns=False), Difference(kind='substitution', turns=False))
    """
    old, new = words_of(lemma, language), words_of(reading, language)
    if old == new:
        return _same_words(lemma, reading)
    if ELLIPSIS.search(reading) and not ELLIPSIS.search(lemma) and _is_part(new, old):
        return Difference("ellipsis", _turning(old, new, language) is not None)
    brackets = BRACKETED.search(reading)
    if brackets and not BRACKETED.search(lemma):
        return Difference("insertion", _brackets_turn(reading, old, language))
    forms_old, forms_new = _forms(lemma, language), _forms(reading, language)
    if forms_old == forms_new:
        return Difference("substitution" if {"&", "%"} & {*old, *new} else "spelling", False)
    return _different_words(lemma, reading, old, new, inner, language)


def _different_words(
    lemma: str, reading: str, old: list[str], new: list[str], inner: bool, language: str
) -> Difference:
    cut = _is_part(new, old) and len(old) - len(new) > SHORT_CUT
    names = _names(lemma, inner, language), _names(reading, inner, language)
    turning = _turning(old, new, language, names[0] | names[1])
    if turning in ("negation", "number") and not cut:
        return Difference(turning, True)
    if _is_slip(old, new, language):
        return Difference("spelling", False)
    if turning and not cut:
        return Difference(turning, True)
    if _is_part(new, old) or _is_part(old, new):
        longer = old if len(new) < len(old) else new
        turns = turning is not None or names[0] != names[1] or holds_condition(longer, language)
        return Difference("omission" if len(new) < len(old) else "addition", turns)
    return _exchanged(old, new, names, language)


def _exchanged(old: list[str], new: list[str], names: tuple[set[str], set[str]], language: str) -> Difference:
    """One wording for another, none being the other cut."""
    if sorted(old) == sorted(new):
        return Difference("transposition", False)
    if _is_tense(old, new, language):
        return Difference("tense", False)
    if names[0] != names[1] and all(names):
        return Difference("name", True)
    return Difference("substitution", _substance(old, new, language))


def _same_words(lemma: str, reading: str) -> Difference | None:
    ours = [lemma[a:b] for a, b in find_words(lemma)]
    theirs = [reading[a:b] for a, b in find_words(reading)]
    if ours == theirs:
        return Difference("punctuation", False) if lemma.strip() != reading.strip() else None
    if [w.replace("’", "'") for w in ours] == [w.replace("’", "'") for w in theirs]:
        return Difference("punctuation", False)
    if len(ours) != len(theirs) and ("'" in plain(lemma)) != ("'" in plain(reading)):
        return Difference("substitution", False)  # a short form and its words
    return Difference("case" if "".join(ours).casefold() == "".join(theirs).casefold() else "spelling", False)


def _forms(text: str, language: str) -> str:
    """All words by their normal form, run together: "well being" and "well-being" are one."""
    return "".join(normal_form(text[a:b], language) for a, b in find_words(text))


def _is_part(few: list[str], many: list[str]) -> bool:
    """Whether `few` is `many` with words left out."""
    if len(few) >= len(many):
        return False
    rest = iter(many)
    return all(word in rest for word in few)


def _turning(old: list[str], new: list[str], language: str, names: AbstractSet[str] = frozenset()) -> str | None:
    """The first class of words in which two wordings differ and that turns a meaning, names aside."""
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    moved = [*gone.elements(), *come.elements()]
    if _negations(gone, language) != _negations(come, language) or _opposed(gone, come, language):
        return "negation"
    if any(_is_number(word, language) for word in moved) and _values(gone, language) != _values(come, language):
        return "number"
    modal = _set("modality", "words", language)
    if any(word in modal and word not in names for word in moved):
        return "modality"
    return None


def _negations(words: Counter[str], language: str) -> int:
    negators = _set("negation", "words", language)
    return sum(count for word, count in words.items() if word in negators)


def _opposed(gone: Counter[str], come: Counter[str], language: str) -> bool:
    """Whether a word has been turned into its contrary by a prefix ("likely", "unlikely")."""
    prefixes = _set("negation", "prefixes", language)
    return any(
        a == prefix + b or b == prefix + a
        for a in gone for b in come for prefix in sorted(prefixes)
        if min(len(a), len(b)) > 3
    )  # fmt: skip


def _is_number(word: str, language: str) -> bool:
    return word[0].isdigit() or word in number_words(language) or word.rstrip("s") in {"hundred", "thousand", "million",
                   "billion", "trillion", "dozen"}  # fmt: skip


def _values(words: Counter[str], language: str) -> list[str]:
    return sorted(normal_form(word, language) for word in words.elements() if _is_number(word, language))


def _names(text: str, inner: bool, language: str) -> set[str]:
    """Capitalised words but the first of a sentence and those that are always so ("I"); "May" is a month there."""
    modal = _set("modality", "words", language)
    return {
        plain(text[a:b])
        for number, (a, b) in enumerate(find_words(text))
        if text[a].isupper() and (number or inner) and b - a > 1
        if plain(text[a:b]) not in function_forms() or (plain(text[a:b]) in modal and text[a + 1].islower())
    }


def _brackets_turn(reading: str, old: list[str], language: str) -> bool:
    """Whether a bracketed insertion replaces or adds a word that turns the meaning."""
    new = words_of(BRACKETED.sub(" ", reading), language)
    inside = [word for m in BRACKETED.finditer(reading) for word in words_of(m.group(), language)]
    return _turning(new, [*new, *inside], language) == "negation" or _turning(old, new, language) == "negation"


def _is_slip(old: list[str], new: list[str], language: str) -> bool:
    """Whether each word is the same or a slip of the pen: one letter more, less, other or swapped in a long word."""
    if len(old) != len(new):
        return False
    return all(a == b or _slipped(a, b, language) for a, b in zip(old, new, strict=True))


def _slipped(a: str, b: str, language: str) -> bool:
    one, two = normal_form(a, language), normal_form(b, language)
    if one == two:
        return True
    if min(len(one), len(two)) < 5 or one[0] != two[0] or _same_verb(a, b, language) or _inflected(one, two):
        return False
    if sorted(one) == sorted(two):
        return True
    return Levenshtein.distance(one, two) <= (1 if min(len(one), len(two)) < 9 else 2)


def _inflected(one: str, two: str) -> bool:
    """Whether one is the other with a letter or two at its end: a plural or a person, not a slip."""
    short, long = sorted((one, two), key=len)
    return long.startswith(short[:-1]) and long[-1] in "sdrgy"


def _is_tense(old: list[str], new: list[str], language: str) -> bool:
    if len(old) != len(new):
        return False
    return all(a == b or _same_verb(a, b, language) for a, b in zip(old, new, strict=True))


def _same_verb(a: str, b: str, language: str) -> bool:
    verbs = _verb_forms(language)
    if a in verbs and verbs[a] == verbs.get(b):
        return True
    return (a.endswith(("ed", "ing")) or b.endswith(("ed", "ing"))) and _stem(a, language) == _stem(b, language)


def _stem(word: str, language: str) -> str:
    for ending in load("verb_forms", language)["endings"]:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            if ending == "ied":
                return stem + "y"
            return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "sl" else stem
    return word


def _substance(old: list[str], new: list[str], language: str) -> bool:
    """Whether words of content are exchanged for others, not merely for another form of themselves."""
    functions = function_forms(language)
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    lost = [normal_form(word, language) for word in gone if normal_form(word, language) not in functions]
    won = [normal_form(word, language) for word in come if normal_form(word, language) not in functions]
    return any(not any(_kin(a, b) for b in won) for a in lost) or any(not any(_kin(a, b) for b in lost) for a in won)


def _kin(a: str, b: str) -> bool:
    """Whether two forms share all but an ending."""
    short, long = sorted((a, b), key=len)
    return long.startswith(short[: max(3, len(short) - 1)]) and len(long) - len(short) <= 3
