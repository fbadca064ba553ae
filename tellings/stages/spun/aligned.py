"""Source present: a story's prose and copies in; single words exchanged in sentences that another telling has out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Indel

from tellings.model import Copy, Observation, content_id
from tellings.stages.spun.prose import Prose
from tellings.stages.spun.settings import SpunSettings
from tellings.text.collocations import Span
from tellings.text.reuse import find_reuse
from tellings.text.shingles import Ints, Words, hash_words, within_spans
from tellings.text.spelling import function_forms, normal_form
from tellings.text.terms import rarity

# Passages of which so many words of a hundred agree word for word hold too few others to look at.
SAME = 98
# Letters of a word that may have been exchanged: shorter ones are grammar.
LEAST_LETTERS = 3


@dataclass(frozen=True, slots=True)
class Swap:
    """A word of one article and what stands in its place in the other."""

    span: Span
    other: Span
    rarer: int  # how much rarer the first is in news, in thousandths of bits; below zero: the other is


def find_aligned(
    tellings: Mapping[str, Prose], copies: Iterable[Copy], settings: SpunSettings, story_id: str
) -> list[Observation]:
    """The rows of each pair whose shared sentences differ by words exchanged one for one."""
    passages: dict[tuple[str, str], list[Copy]] = {}
    for copy in copies:
        if copy.passage not in {"prose", "excerpt"} or not {copy.article_id, copy.other_id} <= tellings.keys():
            continue
        outlets = [tellings[name].article.outlet for name in (copy.article_id, copy.other_id)]
        if not outlets[0] or outlets[0] != outlets[1]:  # an outlet's own formula with today's words is no copy
            passages.setdefault((copy.article_id, copy.other_id), []).append(copy)
    rows: list[Observation] = []
    for (one, two), shared in sorted(passages.items()):
        rows += _observe(tellings[one], tellings[two], shared, settings, story_id, tellings)
    return rows


def _observe(
    one: Prose, two: Prose, shared: list[Copy], settings: SpunSettings, story_id: str, tellings: Mapping[str, Prose]
) -> list[Observation]:
    swaps: list[Swap] = []
    words = 0
    for copy in shared:
        found, aligned = compare_passage(one, two, copy, settings)
        swaps += found
        words += aligned
    different = {(one.article.text[slice(*s.span)], two.article.text[slice(*s.other)]) for s in swaps}
    if len(different) < settings.swaps or 1000 * len(swaps) < settings.rate * words:
        return []
    rarer = sum(swap.rarer for swap in swaps)
    if abs(rarer) < settings.rarer * len(swaps):
        return []
    if rarer < 0:
        one, two = two, one
        swaps = [Swap(swap.other, swap.span, -swap.rarer) for swap in swaps]
    reasons = (
        f"{len(swaps)} of {words} words outside quotation marks are exchanged one for one, the sentences in order",
        f"its words are rarer in news by {abs(rarer) / len(swaps) / 1000:.1f} bits on average",
        f"source present: {two.article.outlet or two.article.source or two.article.article_id}",
    )
    others = {key: prose.own for key, prose in tellings.items() if key not in {one.article.article_id}}
    observation = content_id("observation", story_id, one.article.article_id, two.article.article_id)
    return [
        Observation(
            story_id, observation, one.article.article_id, *swap.span, "present", two.article.article_id, *swap.other,
            usual, tuple(key for key, own in others.items() if usual.lower() in own), words, len(swaps), reasons,
        )
        for swap, usual in ((swap, two.article.text[slice(*swap.other)]) for swap in sorted(swaps, key=_place))
    ]  # fmt: skip


def _place(swap: Swap) -> Span:
    return swap.span


def compare_passage(one: Prose, two: Prose, copy: Copy, settings: SpunSettings) -> tuple[list[Swap], int]:
    """The words exchanged in a passage, and how many of its words stand aligned outside marks."""
    ours, theirs = (
        hash_words(one.article.text[copy.start : copy.end]),
        hash_words(two.article.text[copy.other_start : copy.other_end]),
    )
    left = within_spans(ours, [(start - copy.start, end - copy.start) for start, end in one.spans if end > copy.start])
    right = within_spans(
        theirs,
        [(start - copy.other_start, end - copy.other_start) for start, end in two.spans if end > copy.other_start],
    )
    if not len(ours) or copy.words * 100 >= SAME * max(len(ours), len(theirs)):
        return [], int(left.sum())
    swaps: dict[Span, Swap] = {}
    aligned = 0
    for passage in find_reuse(ours.hashes, theirs.hashes):
        match = passage.match
        aligned += int(left[passage.start : passage.end].sum())
        for i, j in _exchanged(passage.start, match, settings.gap):
            if left[i] and right[j]:
                swap = _swap(one, two, _span(ours, i, copy.start), _span(theirs, j, copy.other_start), settings)
                if swap:
                    swaps.setdefault(swap.span, swap)
    return list(swaps.values()), aligned


def _span(words: Words, number: int, offset: int) -> Span:
    return int(words.starts[number]) + offset, int(words.ends[number]) + offset


def _exchanged(start: int, match: Ints, gap: int) -> Iterator[tuple[int, int]]:
    """Numbers of words that stand in each other's place: as many on both sides between words that are the same."""
    met = np.flatnonzero(match >= 0)
    taken = frozenset(match[met].tolist())
    for a, b in zip(met[:-1].tolist(), met[1:].tolist(), strict=True):
        between = b - a - 1
        if 0 < between <= gap and int(match[b]) - int(match[a]) == b - a:
            others = range(int(match[a]) + 1, int(match[b]))
            if taken.isdisjoint(others):
                yield from zip(range(start + a + 1, start + b), others, strict=True)


def _swap(one: Prose, two: Prose, span: Span, other: Span, settings: SpunSettings) -> Swap | None:
    """The two words, if one was put in for the other: no names, numbers, forms or slips of one word, no grammar."""
    left, right = one.article.text[slice(*span)], two.article.text[slice(*other)]
    for word in (left, right):
        if len(word) < LEAST_LETTERS or not word.isalpha() or not word.islower():
            return None
    if 100 * Indel.normalized_similarity(left, right) >= settings.alike:
        return None
    forms = function_forms()
    if normal_form(left) in forms and normal_form(right) in forms:
        return None
    rare = rarity(left, one.language), rarity(right, two.language)
    return Swap(span, other, rare[0] - rare[1]) if max(rare) < settings.unknown else None
