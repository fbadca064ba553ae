"""Sentences: a string in, spans of characters out."""

import re
from functools import cache

from tellings.language import load
from tellings.text.words import Span, find_paragraphs

# A full stop, question or exclamation mark (or an ellipsis), the closing marks that belong to it, then white space.
STOP = re.compile(r"(?:[.!?…]+|\.\.\.)[\"'”’»)\]]*(?=\s)")
LAST_WORD = re.compile(r"[^\s\"'“”‘’«»()\[\]]+$")
OPENING = re.compile(r"\s+[\"'“‘«(\[—–-]*\s?(\S)")


@cache
def _abbreviations(language: str) -> tuple[frozenset[str], frozenset[str]]:
    data = load("abbreviations", language)
    return frozenset(data["titles"]) | frozenset(data["inner"]), frozenset(data["either"])


def _is_end(text: str, stop: re.Match[str], low: int, high: int, language: str) -> bool:
    """Whether a sentence ends at this stop; `low` and `high` bound the paragraph."""
    opening = OPENING.match(text, stop.end(), high)
    if opening is None:
        return True
    begins_new = not opening.group(1).islower()
    if not stop.group().startswith("."):
        return begins_new
    before = LAST_WORD.search(text, max(low, stop.start() - 24), stop.start())
    if before is None:
        return begins_new
    word = before.group()
    never, either = _abbreviations(language)
    if word in never and len(stop.group()) == 1:
        return False
    if len(word) == 1 and word.isupper() and word != "I":
        return False
    return begins_new or (word not in either and not word[-1].isalnum())


def find_sentences(text: str, start: int = 0, end: int | None = None, language: str = "en") -> list[Span]:
    """Spans of the sentences of text[start:end], counted in `text`; none crosses a line.

    >>> text = 'Dr. Lee of Acme Inc. spoke. “We go,” she said. “Now.” Then 3.5 more.'
    >>> [text[a:b] for a, b in find_sentences(text)]
    ['Dr. Lee of Acme Inc. spoke.', '“We go,” she said.', '“Now.”', 'Then 3.5 more.']
    """
    found = []
    for low, high in find_paragraphs(text, start, end):
        begin = low
        for stop in STOP.finditer(text, low, high):
            if stop.end() < high and _is_end(text, stop, low, high, language):
                found.append((begin, stop.end()))
                begin = stop.end()
                while begin < high and text[begin].isspace():
                    begin += 1
        if begin < high:
            found.append((begin, high))
    return found
