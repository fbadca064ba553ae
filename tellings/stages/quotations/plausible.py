"""Is it a quotation at all? An indirect candidate of the frames in, its features and the chance that it is one out.

The frames find what is reported, and with it what only looks alike ("showed the way", "learnt to read").
A logistic regression over closed classes of words around source, cue and content tells these apart; its weights
are language/LANGUAGE/indirect_quotations.toml, trained by `python -m eval.quotations.train` on our own gold. What
stands in marks is not judged here.
"""

import re
from functools import cache
from math import exp, fsum

from tellings.language import load
from tellings.model import Quotation
from tellings.text.clauses import Grammar, grammar
from tellings.text.cues import lexicon

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[^\w\s]")
# So many characters before a place hold the word before it.
BEFORE = 24
# And so many after it the next one.
AFTER = 24
# Words whose own form counts; of all others only the class does.
OWN = frozenset(
    ("that", "to", "whether", "how", "what", "why", "who", "if", "which", "a", "an", "the", "for", "as", "and", "but",
     "or", "there", "it", "be", "having")
)  # fmt: skip
SIGNS = frozenset(',.;:—–-“”"()?!')
# Upper bounds of the classes that lengths fall into, in words.
STEPS = (0, 1, 2, 3, 5, 8, 12, 18, 26, 40)
GROUP = (
    "to",
    "not",
    "would",
    "could",
    "will",
    "may",
    "might",
    "should",
    "can",
    "has",
    "have",
    "had",
    "be",
    "is",
    "was",
)
ENDINGS = ("ing", "ed", "ly", "s")


def chance(text: str, quotation: Quotation, language: str = "en") -> float:
    """How likely an indirect candidate is a quotation, 0 to 1.

    >>> from tellings.stages.quotations import DEFAULTS, find_all
    >>> from dataclasses import replace
    >>> def chances(text):
    ...     found, _ = find_all(text, settings=replace(DEFAULTS, least_chance=0))
    ...     return [round(chance(text, q), 1) for q in found]
    >>> chances("Ann Lee said on Monday that the ferry had been late.")
    [1.0]
    """
    intercept, weights = _model(language)
    total = fsum(weights.get(name, 0.0) * value for name, value in features(text, quotation, language).items())
    return 1 / (1 + exp(-max(-500.0, min(500.0, intercept + total))))


@cache
def _model(language: str) -> tuple[float, dict[str, float]]:
    """Intercept and weights by feature."""
    data = load("indirect_quotations", language)
    return data["intercept"], data["weights"]


def features(text: str, quotation: Quotation, language: str = "en") -> dict[str, float]:
    """Features of a candidate by name; all of them are about source, cue and content and the words beside these."""
    words = grammar(language)
    content = [word for low, high in quotation.segments for word in WORD.findall(text, low, high)]
    frame = quotation.reason.partition(";")[0]
    first, second = _class_at(content, 0, words), _class_at(content, 1, words)
    named = {f"first={first}", f"second={second}", f"frame={frame}|{first}", f"after={_after(text, quotation, words)}"}
    named |= _of_cue(text, quotation, words)
    named |= _of_source(text, quotation, words)
    if not words.auxiliaries.isdisjoint([word.lower() for word in content[1:]]):
        named.add("verb group")
    if len(quotation.segments) > 1:
        named.add("split")
    if quotation.negated:
        named.add("negated")
    found = dict.fromkeys(sorted(named), 1.0)
    found["length"] = min(len(content), 60) / 20
    return found


def _of_cue(text: str, quotation: Quotation, words: Grammar) -> set[str]:
    start, end = quotation.cue_start, quotation.cue_end
    if start is None or end is None:
        return {"no cue"}
    cue = [word.lower() for word in WORD.findall(text, start, end)]
    entry = next((e for word in reversed(cue) if (e := lexicon(words.language).get(word))), None)
    gap = len(WORD.findall(text, end, quotation.start)) if quotation.start >= end else -1
    return {
        f"lemma={entry.lemma if entry else ''}",
        f"form={entry.form if entry else ''}",
        f"cue={'+'.join(word for word in GROUP if word in cue[:-1])}",
        f"cue words={min(len(cue), 5)}",
        f"cue begins={_class_at(cue, 0, words)}",
        f"before cue={_before(text, start, words)}",
        f"after cue={_next(text, end, words)}",
        f"gap={_step(gap) if gap >= 0 else 'before'}",
    }


def _of_source(text: str, quotation: Quotation, words: Grammar) -> set[str]:
    start, end = quotation.speaker_start, quotation.speaker_end
    if start is None or end is None:
        return {"no source"}
    source = WORD.findall(text, start, end)
    alone = source[0].lower() if len(source) == 1 and source[0].lower() in words.pronouns else ""
    far = quotation.cue_start is not None and quotation.cue_start > end
    return {
        f"source={alone or _class_at(source, 0, words)}",
        f"source words={_step(len(source))}",
        f"source named={any(word[0].isupper() for word in source)}",
        f"before source={_before(text, start, words)}",
        f"source to cue={_step((quotation.cue_start or 0) - end >> 3) if far else 'after'}",
    }


def _step(count: int) -> int:
    """The least step that holds a count."""
    return next((step for step in STEPS if count <= step), 99)


def _before(text: str, place: int, words: Grammar) -> str:
    """Class of the word before a place; of the line's begin."""
    near = text[max(0, place - BEFORE) : place]
    found = WORD.findall(near.rpartition("\n")[2])
    return _word_class(found[-1], words) if found else "begin"


def _next(text: str, place: int, words: Grammar) -> str:
    """Class of the word at or after a place; of the line's end."""
    found = WORD.search(text[place : place + AFTER].partition("\n")[0])
    return _word_class(found.group(), words) if found else "end"


def _after(text: str, quotation: Quotation, words: Grammar) -> str:
    return _next(text, quotation.end, words)


def _class_at(found: list[str], i: int, words: Grammar) -> str:
    return _word_class(found[i], words) if i < len(found) else ""


@cache
def _classes(language: str) -> dict[str, str]:
    """Lower-case word -> its class, for the closed classes; of a word in several the first named here counts."""
    words = grammar(language)
    named = (
        ("they say", words.subject_pronouns), ("object", words.object_pronouns), ("owner", words.owners),
        ("determiner", words.determiners), ("auxiliary", words.auxiliaries), ("time", words.times),
    )  # fmt: skip
    table = {word: word for word in OWN | words.prepositions | words.subordinators}
    for name, members in named:
        for word in members:
            table.setdefault(word, name)
    for word in lexicon(language):
        table.setdefault(word, "cue")
    return table


def _word_class(word: str, words: Grammar) -> str:
    """Class of a word: itself where it is one of few, else its part of speech as far as the form tells it."""
    if not word[0].isalnum():
        return word if word in SIGNS else "sign"
    low = word.lower().replace("’", "'")
    known = _classes(words.language).get(low)
    if known is not None and not (known == "cue" and word[0].isupper()):
        return known
    if word[0].isupper():
        return "Name"
    if word[0].isdigit():
        return "number"
    return next((ending for ending in ENDINGS if low.endswith(ending)), "word")
