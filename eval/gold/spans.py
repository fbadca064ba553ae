"""Spans written as strings: in goes a text and what the annotator wrote, out come offsets or a helpful error.

    "last Tuesday"               the words; they must stand there once, or `near` decides
    "she §2"                     the second place where they stand
    "{she} wrote on X"           the words in braces, told by what stands around them
    "I was on >> a noise like it."   from the first words to the end of the next last words
    "@120-128"                   offsets; how annotations of others' articles are kept (eval/gold/standoff.py)

A space stands for any run of white space. Every other character counts: ’ is not ', — is not -.
"""

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz

OFFSETS = re.compile(r"@(\d+)-(\d+)$")
NUMBER = re.compile(r"\s*§(\d+)$")
BRACES = re.compile(r"^([^{}]*)\{([^{}]+)\}([^{}]*)$")
MOST_SHOWN = 4
LOOKALIKES = str.maketrans("‘’“”–—\u00a0", "''\"\"-- ")


class SpanError(ValueError):
    """A span that does not resolve; the message names the words and what is near."""


@cache
def _pattern(words: str) -> re.Pattern[str]:
    """The words, white space free, not within longer words."""
    body = r"\s+".join(re.escape(word) for word in words.split())
    left = r"(?<!\w)" if words[:1].isalnum() else ""
    right = r"(?!\w)" if words[-1:].isalnum() else ""
    return re.compile(left + body + right)


def places(text: str, words: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """All places where the words stand.

    >>> places("the he-man he saw", "he")
    [(4, 6), (11, 13)]
    """
    if not words.strip():
        return []
    return [match.span() for match in _pattern(words.strip()).finditer(text, start, len(text) if end is None else end)]


def _around(text: str, start: int, end: int) -> str:
    return re.sub(r"\s+", " ", f"…{text[max(0, start - 20) : start]}[{text[start:end]}]{text[end : end + 20]}…")


def _missing(text: str, words: str) -> SpanError:
    """Says what stands nearest to words that are not there."""
    flat = " ".join(words.split())
    if not text.strip():
        return SpanError(f"“{flat}” is not in the article, which is empty")
    inside = re.search(re.escape(flat), text)
    if inside:
        return SpanError(f"“{flat}” stands only within a longer word: {_around(text, *inside.span())}")
    found = fuzz.partial_ratio_alignment(flat, text)
    if found is None or found.score < 60:
        return SpanError(f"“{flat}” is not in the article, nor anything like it")
    low, high = found.dest_start, found.dest_end
    while low and text[low - 1].isalnum() and text[low].isalnum():
        low -= 1
    while high < len(text) and text[high].isalnum() and text[high - 1].isalnum():
        high += 1
    near = " ".join(text[low:high].split())
    same = flat.translate(LOOKALIKES).casefold() in near.translate(LOOKALIKES).casefold()
    hint = " (other quotation marks, dashes, spaces or case)" if same else ""
    return SpanError(f"“{flat}” is not in the article; nearest{hint}: “{near}” at {low}")


@dataclass(frozen=True, slots=True)
class Near:
    """What tells which of several places is meant: the one nearest to these spans, and not within them."""

    spans: tuple[tuple[int, int], ...]

    def distance(self, place: tuple[int, int]) -> tuple[bool, int, int]:
        """How far a place is; at the same distance the earlier one counts as nearer.

        >>> min([(0, 3), (11, 14), (30, 33)], key=Near(((10, 20), (24, 28))).distance)
        (30, 33)
        """
        gaps = [max(start - place[1], place[0] - end, 0) for start, end in self.spans]
        return (0 in gaps and self._holds(place), min(gaps), place[0])

    def _holds(self, place: tuple[int, int]) -> bool:
        return any(start <= place[0] and place[1] <= end for start, end in self.spans)


def _pick(text: str, words: str, near: Near | None) -> tuple[int, int]:
    numbered = NUMBER.search(words)
    wanted = words[: numbered.start()] if numbered else words
    found = places(text, wanted)
    if not found:
        raise _missing(text, wanted)
    if numbered:
        number = int(numbered[1])
        if not 1 <= number <= len(found):
            raise SpanError(f"“{words}” asks for place {number}, but “{wanted}” stands there {len(found)} times")
        return found[number - 1]
    if len(found) > 1 and near is None:
        shown = "; ".join(f"§{n} {_around(text, *place)}" for n, place in enumerate(found[:MOST_SHOWN], 1))
        more = f"; {len(found) - MOST_SHOWN} more" if len(found) > MOST_SHOWN else ""
        raise SpanError(
            f"“{wanted}” stands there {len(found)} times: write “{wanted} §1” or give the words around it, with braces"
            f" about the span. {shown}{more}"
        )
    return found[0] if near is None else min(found, key=near.distance)


def find_span(text: str, written: str, near: Near | None = None) -> tuple[int, int]:
    """Offsets of a span as an annotator writes it.

    Args:
        text: of the article.
        written: see the top of this file.
        near: where the words stand more than once, the place nearest to these spans is meant.

    Raises:
        SpanError: the words are not there, or stand there more than once.

    >>> text = "He left. “Go,” she said. “Now,” she added."
    >>> find_span(text, "she §2"), find_span(text, "{she} added"), find_span(text, "Go >> Now")
    ((32, 35), (32, 35), (10, 29))
    >>> find_span(text, "@3-7")
    (3, 7)
    """
    if not written.strip():
        raise SpanError("an empty span: write the words as they stand in the article")
    given = OFFSETS.match(written)
    if given:
        start, end = int(given[1]), int(given[2])
        if not start < end <= len(text):
            raise SpanError(f"“{written}” is no span of the article, which has {len(text)} characters")
        return start, end
    braced = BRACES.match(written)
    if braced:
        low, high = _pick(text, "".join(braced.groups()), near)
        before, inner = braced[1], braced[2]
        start = _pattern_end(text, before, low, high)
        return (start, places(text, inner, start, high)[0][1])
    if " >> " in written:
        first, last = (part.strip() for part in written.split(" >> ", 1))
        low, mid = _pick(text, first, near)
        ends = places(text, last, mid)
        if not ends:
            raise SpanError(f"after “{first}”: {_missing(text[mid:], last)}")
        return (low, ends[0][1])
    return _pick(text, written, near)


def _pattern_end(text: str, before: str, low: int, high: int) -> int:
    """Where the words in braces begin: after `before`, which stands at `low`."""
    if not before.strip():
        return low
    match = re.compile(r"\s+".join(re.escape(word) for word in before.split())).match(text, low, high)
    assert match is not None
    end = match.end()
    while end < high and text[end].isspace():
        end += 1
    return end
