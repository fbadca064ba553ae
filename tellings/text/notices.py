"""Notices: a paragraph in, the words by which an outlet corrects, clarifies, retracts or withdraws its article out.

What counts lies in language/en/notices.toml: openers ("CORRECTION:"), sentences whose subject is the article itself
("This story has been amended", "An earlier version of this story misstated ...") and whole phrases.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from tellings.language import DEFAULT, languages, load
from tellings.model import NOTICES

GAP = 160  # characters between the naming of an earlier version and the fault told of it
FOLLOWS = r"\s*(?::|[-–—]+(?!\w)|\.?\s*$)"  # what stands behind an opener: a colon, a dash, or nothing more
BEFORE = r"\W*(?:[A-Z]{2,}\)\W*)?"  # brackets, stars and an agency's sign before it

FIRST = re.compile(BEFORE + r"([^\W_]+)")


class Cue(NamedTuple):
    """Words that make a passage a notice."""

    start: int
    end: int
    kind: str
    opens: bool  # the whole paragraph is the notice, not the sentence alone


class _Patterns(NamedTuple):
    openers: tuple[tuple[str, re.Pattern[str]], ...]
    said: tuple[tuple[str, re.Pattern[str]], ...]
    hints: tuple[str, ...]  # one of which every cue within a sentence holds: quick to look for
    first: frozenset[str]  # first words of openers


def _any(words: Iterable[str]) -> str:
    listed = sorted(words, key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+").replace("'", "['’]?") for word in listed) + ")"


@cache
def _patterns(language: str) -> _Patterns:
    data = load("notices", language if language in languages() else DEFAULT)
    shouted = set(data["capitals"]["words"])
    openers = [
        (kind, re.compile(rf"{BEFORE}((?{flags}:{_any(words)})\b){FOLLOWS}", re.MULTILINE))
        for kind in NOTICES
        for flags, words in _by_case(data["openers"].get(kind, []), shouted)
    ]
    subjects, predicates = data["subjects"], data["predicates"]
    this = rf"\b{_any(subjects['determiners'])}\s+{_any(subjects['nouns'])}\b"
    earlier = rf"\b{_any(subjects['earlier'])}\s+{_any(subjects['of'])}\b"
    verbs = rf"{_any(predicates['auxiliaries'])}(?:\s+{_any(predicates['adverbs'])})?"
    begun = rf"{this}(?:\s*\([^)]*\)|,[^,.]{{0,60}},)?\s+{verbs}"
    said = [("correction", rf"{earlier}[^.!?]{{0,{GAP}}}?\b{_any(data['faults']['words'])}")]
    for kind in NOTICES:
        if kind in predicates:
            said.append((kind, rf"{begun}\s+{_any(predicates[kind])}\b"))
        if kind in data["phrases"]:
            said.append((kind, rf"\b{_any(data['phrases'][kind])}\b"))
    hints = {word for kind in NOTICES for word in (*predicates.get(kind, ()), *data["phrases"].get(kind, ()))}
    hints = {hint for hint in hints | set(subjects["of"]) if not any(h in hint for h in hints if h != hint)}
    first = {re.split(r"\W", word)[0] for words in data["openers"].values() for word in words}
    compiled = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in said)
    return _Patterns(tuple(openers), compiled, tuple(sorted(hints)), frozenset(first))


def _by_case(words: Sequence[str], shouted: set[str]) -> Iterator[tuple[str, list[str]]]:
    """Openers with the flags of their pattern: words of every day count in capitals alone."""
    loud = [word.upper() for word in words if word in shouted]
    plain = [word for word in words if word not in shouted]
    if loud:
        yield "", loud
    if plain:
        yield "i", plain


def may_speak_of_itself(text: str, language: str = DEFAULT) -> bool:
    """Whether a text holds a word without which no sentence of it is a notice; quick.

    >>> may_speak_of_itself("The ferry sank."), may_speak_of_itself("This article was corrected.")
    (False, True)
    """
    small = text.lower()
    return any(hint in small for hint in _patterns(language).hints)


def find_cues(text: str, start: int = 0, end: int | None = None, language: str = DEFAULT) -> list[Cue]:
    """Cues of notices in one paragraph, the first of each kind; one that opens it comes alone.

    >>> [(cue.kind, cue.opens) for cue in find_cues("CORRECTION: The ferry is called Aurelia.")]
    [('correction', True)]
    >>> [cue.kind for cue in find_cues("An earlier version of this story misstated the mayor's age.")]
    ['correction']
    >>> find_cues("The market correction was long expected.")
    []
    """
    end = len(text) if end is None else end
    patterns = _patterns(language)
    word = FIRST.match(text, start, end)
    if word and word.group(1).lower() in patterns.first:
        for kind, pattern in patterns.openers:
            if found := pattern.match(text, start, end):
                return [Cue(found.start(1), found.end(1), kind, True)]
    if not may_speak_of_itself(text[start:end], language):
        return []
    cues: dict[str, Cue] = {}
    for kind, pattern in patterns.said:
        if found := pattern.search(text, start, end):
            cue = Cue(found.start(), found.end(), kind, False)
            cues[kind] = min(cues.get(kind, cue), cue)
    return sorted(cues.values())
