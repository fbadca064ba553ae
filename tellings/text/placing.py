"""Placing a quotation in a text: words of both in, pairs of words that stand for one another out.

The quotation is placed where the text holds most of its words close together, by local alignment of words (Smith &
Waterman 1981), and what is then left of it again, so that a text that has its parts in another order is seen too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from tellings.text.align import BREAK, RUN, Words, align_words
from tellings.text.spelling import expand, function_forms, normal_form
from tellings.text.words import Span, find_words

# Per cent of a quotation that a passage must have letter by letter before it is aligned: slips and inflections make up
# the rest.
NEARLY = 40
# Words in a row that are the quotation's and nobody else's.
SOLID = 4
# Stretches of a text that are tried for one quotation: its best place, and up to two more for what is left.
WINDOWS = 3

Pairs = list[tuple[int, int]]


@dataclass(frozen=True)
class SplitText:
    """A text cut into words; a short form is the words it stands for, all with its span."""

    text: str
    spans: list[Span]
    forms: list[str]
    opens: list[bool]  # whether a word begins a sentence or line

    def slice(self, low: int, high: int) -> str:
        """The text from one word to before another."""
        return self.text[self.spans[low][0] : self.spans[high - 1][1]] if low < high else ""


@dataclass(frozen=True)
class Placed:
    """A text and where it has a quotation's words: pairs of numbers of words, by the quotation's order."""

    text_id: str
    found: SplitText
    pairs: Pairs


@lru_cache(maxsize=65536)
def _forms(word: str) -> tuple[str, ...]:
    parts = expand(word)
    return tuple(map(normal_form, parts)) if len(parts) > 1 else (normal_form(word),)


@lru_cache(maxsize=256)
def split(text: str) -> SplitText:
    """A text's words; those of texts that are looked at again and again are kept."""
    words = SplitText(text, [], [], [])
    last = 0
    for span in find_words(text):
        start, end = span
        gap = text[last:start]
        opens = gap != " " and BREAK.search(gap) is not None
        for form in _forms(text[start:end]):
            words.spans.append(span)
            words.forms.append(form)
            words.opens.append(opens)
            opens = False
        last = end
    return words


def weight(form: str) -> int:
    """Words of content count double."""
    return 1 if form in function_forms() else 2


def share(wanted: SplitText, numbers: Iterable[int]) -> int:
    """Per cent of the quotation's weight that some of its words make up."""
    total = sum(map(weight, wanted.forms))
    return sum(weight(wanted.forms[n]) for n in set(numbers)) * 100 // total


def may_hold(wanted: SplitText, found: SplitText) -> bool:
    """Whether a text can have a passage that counts: most of the quotation's words close by, or a run of them."""
    runs = set(zip(*(wanted.forms[n:] for n in range(SOLID)), strict=False))
    if any(run in runs for run in zip(*(found.forms[n:] for n in range(SOLID)), strict=False)):
        return True
    low, high = _window(set(wanted.forms), len(wanted.forms), found, set())
    near = set(found.forms[low:high])
    return share(wanted, [n for n, form in enumerate(wanted.forms) if form in near]) >= NEARLY


@lru_cache(maxsize=512)
def _aligned(query: Words, reply: Words) -> list[dict[int, int]]:
    """Alignment of two sequences; texts that print one passage alike are aligned once."""
    return align_words([query, reply])


def place(wanted: SplitText, found: SplitText) -> Pairs:
    """Pairs of a word of the quotation and the word of the text that stands for it, by the quotation's order."""
    pairs: Pairs = []
    left = list(range(len(wanted.forms)))
    for _ in range(WINDOWS):
        low, high = _window({wanted.forms[n] for n in left}, len(left), found, {j for _, j in pairs})
        if low >= high:
            break
        query = tuple((wanted.forms[n], wanted.opens[n]) for n in left)
        reply = tuple(zip(found.forms[low:high], found.opens[low:high], strict=True))
        fresh = [(left[row[0]], row[1] + low) for row in _aligned(query, reply) if len(row) == 2]
        taken = {j for _, j in pairs}
        fresh = [(i, j) for i, j in fresh if j not in taken]
        if not fresh or (pairs and len(fresh) < RUN):
            break
        pairs = sorted(pairs + fresh)
        placed = {i for i, _ in pairs}
        left = [n for n in left if n not in placed]
        if len(left) < RUN or not any(weight(wanted.forms[n]) == 2 for n in left):
            break
    return pairs


def _window(forms: set[str], size: int, found: SplitText, taken: set[int]) -> tuple[int, int]:
    """The stretch of a text that holds most of some words; empty where none holds any content of them."""
    own = {form: weight(form) for form in forms}
    hits = np.array([own.get(form, 0) if n not in taken else 0 for n, form in enumerate(found.forms)], dtype=np.int64)
    if not (hits == 2).any() and not all(weight(form) == 1 for form in forms):
        return 0, 0
    near = hits.copy()  # words that follow one another count more than scattered ones
    near[1:] += 2 * np.minimum(hits[1:], hits[:-1])
    near[2:] += 2 * np.minimum(np.minimum(hits[2:], hits[1:-1]), hits[:-2])
    width = min(len(hits), size)
    sums = np.concatenate(([0], np.cumsum(near)))
    score = sums[width:] - sums[:-width]
    best = int(np.argmax(score))
    margin = size // 2 + 10
    return max(0, best - margin), min(len(hits), best + width + margin)


def stretches(found: SplitText, pairs: Sequence[tuple[int, int]]) -> list[Span]:
    """Spans of the text where words follow one another as in the quotation."""
    spans: list[Span] = []
    last = (-2, -2)
    for i, j in pairs:
        start, end = found.spans[j]
        if (i, j) == (last[0] + 1, last[1] + 1) and spans:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        last = (i, j)
    return spans


def solid(pairs: Sequence[tuple[int, int]]) -> set[int]:
    """Words of the quotation in runs that are long enough to be its own."""
    runs: list[Pairs] = []
    for pair in pairs:
        if runs and pair == (runs[-1][-1][0] + 1, runs[-1][-1][1] + 1):
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return {i for run in runs if len(run) >= SOLID for i, _ in run}
