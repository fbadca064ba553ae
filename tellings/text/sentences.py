"""Sentences: a string in, spans of characters out.

A sentence ends at a stop, question or exclamation mark with the closing marks that belong to it, when white space and
what begins like a sentence follow. Stops of abbreviations and initials are told by lists (`abbreviations.toml`) and by
what follows them, as in the rule systems of Grefenstette & Tapanainen 1994 and Mikheev 2002.
"""

import re
from dataclasses import dataclass
from functools import cache

from tellings.language import load
from tellings.text.words import Span, find_paragraphs

# A run of stops and the closing marks that belong to it; white space or an opening mark must follow.
STOP = re.compile(r"[.!?…]+[\"'”’»)\]]*")
OPENS = "“«"
# The same where the stops of an ellipsis stand apart (". . .").
SPACED = re.compile(r"\s\.")
LAST_WORD = re.compile(r"[^\s\"'“”‘’«»()\[\]]+$")
# What follows a stop: opening marks, then a word.
OPENING = re.compile(r"\s*([\"'“‘«(\[—–-]*)\s?([^\W_]+(?:['’][^\W_]+)?|\S)")
INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
# "Lee asked", "Ann van Lee said", "the mayor asked": up to four words before the verb.
ATTRIBUTION = re.compile(r"\s+((?:[^\W\d_][\w.’'-]*\s+){1,4})")
LONGEST_WORD = 24  # characters looked at before a stop; no abbreviation is longer


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """What is known of a language's stops."""

    titles: frozenset[str]
    joining: frozenset[str]
    inner: frozenset[str]
    either: frozenset[str]
    with_time: frozenset[str]
    starters: frozenset[str]
    saying: frozenset[str]


@cache
def _abbreviations(language: str) -> Abbreviations:
    data = load("abbreviations", language)
    return Abbreviations(**{name: frozenset(data[name]) for name in Abbreviations.__slots__})


def _is_attributed(text: str, at: int, high: int, known: Abbreviations) -> bool:
    """Whether a speaker and a verb of saying follow: "“Why?” Lee asked"."""
    match = ATTRIBUTION.match(text, at, min(high, at + 80))
    return match is not None and any(word.rstrip(".,:;") in known.saying for word in match.group(1).split()[1:])


def _ends_abbreviated(word: str, opening: re.Match[str], known: Abbreviations) -> bool:
    """Whether a sentence ends after an abbreviation; `opening` is what follows."""
    following = opening.group(2)
    if word in known.titles or word in known.joining:
        return False
    if word in known.either:
        return following not in known.with_time
    return following in known.starters or any(mark in opening.group(1) for mark in '"“«')


def _goes_on(text: str, stop: re.Match[str], opening: re.Match[str], high: int, known: Abbreviations) -> bool:
    """Whether what follows a stop belongs to its sentence, whatever word stands before it."""
    following = opening.group(2)
    if following[0].islower() or (following == "." and SPACED.match(text, stop.end(), high)):
        return True
    marks = stop.group()
    return marks[0] in "?!" and marks[-1] in "\"'”’»" and _is_attributed(text, stop.end(), high, known)


def _is_end(text: str, stop: re.Match[str], low: int, high: int, known: Abbreviations) -> bool:
    """Whether a sentence ends at this stop; `low` and `high` bound the paragraph."""
    opening = OPENING.match(text, stop.end(), high)
    if opening is None:
        return True
    if _goes_on(text, stop, opening, high, known):
        return False
    marks = stop.group()
    if marks[0] != "." or marks.startswith(".."):
        return True
    before = LAST_WORD.search(text, max(low, stop.start() - LONGEST_WORD), stop.start())
    if before is None:
        return True
    word = before.group()
    is_initial = INITIALS.fullmatch(word) is not None and word != "I" and (len(word) > 1 or word.isupper())
    if is_initial or word in known.titles or word in known.joining or word in known.inner or word in known.either:
        # In "(Acme Inc.)" and "“... in the U.S.”" the closing mark ends the sentence with the abbreviation.
        return len(marks) > 1 or _ends_abbreviated(word, opening, known)
    return True


def find_sentences(text: str, start: int = 0, end: int | None = None, language: str = "en") -> list[Span]:
    """Spans of the sentences of text[start:end], counted in `text`; none crosses a line.

    >>> text = 'Dr. Lee of Acme Inc. spoke. “We go,” she said. “Now.” Then 3.5 more.'
    >>> [text[a:b] for a, b in find_sentences(text)]
    ['Dr. Lee of Acme Inc. spoke.', '“We go,” she said.', '“Now.”', 'Then 3.5 more.']
    """
    return [
        span for low, high in find_paragraphs(text, start, end) for span in split_paragraph(text, low, high, language)
    ]


def split_paragraph(text: str, low: int, high: int, language: str = "en") -> list[Span]:
    """Spans of the sentences of the paragraph text[low:high], as `find_paragraphs` found it."""
    found = []
    known = _abbreviations(language)
    begin = low
    for stop in STOP.finditer(text, low, high):
        end = stop.end()
        if end < high and (text[end].isspace() or text[end] in OPENS) and _is_end(text, stop, low, high, known):
            found.append((begin, end))
            begin = end
            while begin < high and text[begin].isspace():
                begin += 1
    if begin < high:
        found.append((begin, high))
    return found
