"""Text reuse: the hashed words of two texts in, the passages they share out (as numbers of words).

Seed, chain, extend, as in sequence alignment (BLAST; passim). What differs is the seed: besides runs of the same words,
single words that are rare in both texts, and the extension, which looks for a word not at one place but within a few
words of it. So a passage is found whose words were replaced, or whose order was shuffled, as long as enough of them
stand close together on both sides.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from tellings.text.shingles import Hashes, Ints, hash_runs


@dataclass(frozen=True, slots=True)
class Passage:
    """Words [start, end) of the one text, shared with words [other_start, other_end) of the other."""

    start: int
    end: int
    other_start: int
    other_end: int
    shared: int  # words of the first that the other has at that place


@dataclass(frozen=True)
class ReuseSettings:
    """How passages are found; measured on pairs with known reuse (docs/stages/copies.md)."""

    run: int = 3  # words of a seed: "of the United" repeats by chance, so a passage needs more than one
    places: int = 4  # a word seeds where it stands at no more than so many pairs of places: 2 times 2
    reach: int = 16  # words between two seeds of a chain: one sentence of a spun text may keep only two words
    drift: int = 8  # words by which two seeds of a chain may have moved against each other
    near: int = 6  # words around its place where a shuffled word is still looked for
    weight: float = 9.0  # least weight of a passage; a rare word weighs about 1, "the" about 0.2
    density: float = 0.35  # least share of a passage's weight that is found on the other side
    drop: float = 3.0  # an extension ends where its score has fallen by so much: about ten words not found
    exact_run: int = 8  # a run of so many equal words is a passage whatever they weigh


def _meet(left: Hashes, right: Hashes, places: int) -> tuple[Ints, Ints]:
    """All (i, j) with left[i] == right[j], of values that meet at no more than `places` pairs."""
    order = np.argsort(right, kind="stable")
    ranked = right[order]
    low = np.searchsorted(ranked, left, "left")
    count = np.searchsorted(ranked, left, "right") - low
    found = np.flatnonzero(count)
    if not len(found):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    _, value, times = np.unique(low[found], return_inverse=True, return_counts=True)
    found = found[times[value] * count[found] <= places]
    count = count[found]
    i = np.repeat(found, count)
    first = np.repeat(low[found], count)
    within = np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count)
    return i, order[first + within]


def _seeds(left: Hashes, right: Hashes, settings: ReuseSettings) -> tuple[Ints, Ints]:
    """Places (i, j) of equal words that may belong to a passage, sorted and without repeats."""
    i, j = _meet(left, right, settings.places)
    run_i, run_j = _meet(hash_runs(left, settings.run), hash_runs(right, settings.run), 4 * settings.places)
    steps = np.arange(settings.run)
    i = np.concatenate((i, (run_i[:, None] + steps).ravel()))
    j = np.concatenate((j, (run_j[:, None] + steps).ravel()))
    place = np.unique(i * len(right) + j)
    return place // max(1, len(right)), place % max(1, len(right))


def _chain(i: Ints, j: Ints, settings: ReuseSettings) -> NDArray[np.int32]:
    """Number of the chain each seed belongs to: seeds near each other along a diagonal are linked."""
    sources, targets = [], []
    for shift in (0, settings.drift):  # two bandings, so that no border keeps neighbours apart
        band = (j - i + shift) // (2 * settings.drift)
        order = np.lexsort((i, band))
        linked = (np.diff(band[order]) == 0) & (np.diff(i[order]) <= settings.reach)
        linked &= np.abs(np.diff(j[order])) <= settings.reach + settings.drift
        sources.append(order[:-1][linked])
        targets.append(order[1:][linked])
    rows, columns = np.concatenate(sources), np.concatenate(targets)
    graph = coo_array((np.ones(len(rows), np.int8), (rows, columns)), shape=(len(i), len(i)))
    return connected_components(graph, directed=False)[1]  # type: ignore[no-any-return]


def _weights(left: Hashes, right: Hashes) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What each word weighs: 1 for one that stands once, less the more often it stands in both texts."""
    _, word, times = np.unique(np.concatenate((left, right)), return_inverse=True, return_counts=True)
    weight = 1 / np.sqrt(np.maximum(1, times / 2))[word]
    return weight[: len(left)], weight[len(left) :]


def _found(words: Hashes, other: Hashes, other_start: float, slope: float, near: int) -> NDArray[np.bool_]:
    """For each of `words` whether the other text has it within `near` words of its place there."""
    place = np.rint(other_start + slope * np.arange(len(words))).astype(np.int64)
    found = np.zeros(len(words), dtype=bool)
    for step in range(-near, near + 1):
        at = place + step
        inside = (at >= 0) & (at < len(other))
        found |= inside & (other[np.clip(at, 0, len(other) - 1)] == words)
    return found


def _extent(found: NDArray[np.bool_], weight: NDArray[np.float64], settings: ReuseSettings) -> int:
    """How many of the words, read onwards from a passage, still belong to it."""
    gain = np.where(found, weight, -0.3)
    total = np.cumsum(gain)
    best = np.maximum.accumulate(np.maximum(total, 0))
    fallen = np.flatnonzero(best - total > settings.drop)
    stop = int(fallen[0]) if len(fallen) else len(total)
    if stop == 0 or total[:stop].max() <= 0:
        return 0
    return int(np.argmax(total[:stop])) + 1


class _Pair:
    """Two texts and what is computed once of them."""

    def __init__(self, left: Hashes, right: Hashes, settings: ReuseSettings) -> None:
        self.left, self.right, self.settings = left, right, settings
        self.left_weight, self.right_weight = _weights(left, right)

    def extend(self, box: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        """Lengthen a passage at both ends and on both sides."""
        a, b, c, d = box
        reach = 8 * self.settings.reach
        after_left, after_right = self.left[b : b + reach], self.right[d : d + reach]
        before_left, before_right = self.left[max(0, a - reach) : a][::-1], self.right[max(0, c - reach) : c][::-1]
        more_b = self._extent(after_left, after_right, self.left_weight[b : b + reach])
        more_d = self._extent(after_right, after_left, self.right_weight[d : d + reach])
        less_a = self._extent(before_left, before_right, self.left_weight[max(0, a - reach) : a][::-1])
        less_c = self._extent(before_right, before_left, self.right_weight[max(0, c - reach) : c][::-1])
        return a - less_a, b + more_b, c - less_c, d + more_d

    def _extent(self, words: Hashes, other: Hashes, weight: NDArray[np.float64]) -> int:
        if not len(words) or not len(other):
            return 0
        return _extent(_found(words, other, 0.0, 1.0, self.settings.near), weight, self.settings)

    def judge(self, box: tuple[int, int, int, int]) -> Passage | None:
        """The passage, if enough of it is shared."""
        a, b, c, d = box
        slope = (d - c) / max(1, b - a)
        left = _found(self.left[a:b], self.right, c, slope, self.settings.near)
        right = _found(self.right[c:d], self.left, a, 1 / max(slope, 1e-9), self.settings.near)
        gained = float(self.left_weight[a:b][left].sum())
        share = min(
            gained / self.left_weight[a:b].sum(), self.right_weight[c:d][right].sum() / self.right_weight[c:d].sum()
        )
        heavy = gained >= self.settings.weight and share >= self.settings.density
        if not heavy and not (left.all() and b - a >= self.settings.exact_run):
            return None
        return Passage(a, b, c, d, int(left.sum()))


def find_shared(left: Hashes, right: Hashes, passage: Passage, near: int) -> NDArray[np.bool_]:
    """For each word of the passage in `left` whether `right` has it within `near` words of its place."""
    slope = (passage.other_end - passage.other_start) / max(1, passage.end - passage.start)
    return _found(left[passage.start : passage.end], right, passage.other_start, slope, near)


def _boxes(i: Ints, j: Ints, chain: NDArray[np.int32]) -> list[tuple[int, int, int, int]]:
    """The bounds of each chain of at least three seeds, by place in the first text."""
    order = np.argsort(chain, kind="stable")
    firsts = np.flatnonzero(np.diff(chain[order], prepend=-1))
    sizes = np.diff(firsts, append=len(order))
    i, j = i[order], j[order]
    columns = (
        np.minimum.reduceat(i, firsts), np.maximum.reduceat(i, firsts) + 1,
        np.minimum.reduceat(j, firsts), np.maximum.reduceat(j, firsts) + 1,
    )  # fmt: skip
    kept = zip(*(column[sizes >= 3].tolist() for column in columns), strict=True)
    return sorted(kept)


def _join(boxes: list[tuple[int, int, int, int]], gap: int) -> list[tuple[int, int, int, int]]:
    """Passages that follow each other on both sides made one."""
    joined: list[tuple[int, int, int, int]] = []
    for a, b, c, d in sorted(boxes):
        for at in range(len(joined) - 1, -1, -1):
            e, f, g, h = joined[at]
            if -gap <= a - f <= gap and -gap <= c - h <= gap and c >= g and abs((a - f) - (c - h)) <= gap:
                joined[at] = (e, max(b, f), g, max(d, h))
                break
            if a >= e and b <= f and c >= g and d <= h:
                break
        else:
            joined.append((a, b, c, d))
    return joined


def find_reuse(left: Hashes, right: Hashes, settings: ReuseSettings | None = None) -> list[Passage]:
    """The passages that two texts share, by place in the first.

    >>> from tellings.text.shingles import hash_words
    >>> one = hash_words("Late on Friday the old mill by the weir burnt down, the fire service said.").hashes
    >>> two = hash_words("No one was hurt when the old mill by the weir burnt down.").hashes
    >>> find_reuse(one, two)
    [Passage(start=3, end=11, other_start=5, other_end=13, shared=8)]
    """
    settings = settings or ReuseSettings()
    if not len(left) or not len(right):
        return []
    if len(left) == len(right) and bool((left == right).all()):
        return [Passage(0, len(left), 0, len(right), len(left))]
    i, j = _seeds(left, right, settings)
    if len(i) < 3:
        return []
    pair = _Pair(left, right, settings)
    boxes = [pair.extend(box) for box in _join(_boxes(i, j, _chain(i, j, settings)), settings.drift)]
    judged = (pair.judge(box) for box in _join(boxes, settings.reach))
    return [passage for passage in judged if passage is not None]
