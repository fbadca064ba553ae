"""Text reuse: the hashed words of two texts in, the passages they share out (as numbers of words).

Seed, chain, extend, as in sequence alignment (BLAST; passim). What differs is the seed: besides runs of the same words,
single words that are rare in both texts, and the extension, which looks for a word not at one place but within a few
words of it. So a passage is found whose words were replaced, or whose order was shuffled, as long as enough of them
stand close together on both sides.
"""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from tellings.text.shingles import Hashes, Ints, hash_runs

Box = tuple[int, int, int, int]
Weights = NDArray[np.float64]


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
    least: float = 2.0  # least weight of a chain that is looked at: eight common words
    miss: float = 0.3  # what a word that is not found takes off
    drop: float = 3.0  # an extension ends where its score has fallen by so much: about ten words not found
    stretch: int = 40  # words that an extension looks at first; four times as many where half of them belong
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


def _weights(left: Hashes, right: Hashes) -> tuple[Weights, Weights]:
    """What each word weighs: 1 for one that stands once, less the more often it stands in both texts."""
    _, word, times = np.unique(np.concatenate((left, right)), return_inverse=True, return_counts=True)
    weight = 1 / np.sqrt(np.maximum(1, times / 2))[word]
    return weight[: len(left)], weight[len(left) :]


def _found(words: Hashes, other: Hashes, near: int) -> NDArray[np.bool_]:
    """For each of `words` whether `other`, read side by side with them, has it within `near` words of its place."""
    # Padded with the hash of nothing, so that no place lies outside.
    padded = np.zeros(len(words) + 2 * near, dtype=np.uint64)
    taken = other[: len(words) + near]
    padded[near : near + len(taken)] = taken
    around = sliding_window_view(padded, 2 * near + 1) == words[:, None]
    return around.any(axis=1)  # type: ignore[no-any-return]


def _extent(found: NDArray[np.bool_], weight: Weights, drop: float, miss: float) -> int:
    """How many of the words, read onwards from a passage, still belong to it."""
    total = np.cumsum(np.where(found, weight, -miss))
    best = np.maximum.accumulate(np.maximum(total, 0))
    fallen = best - total > drop
    stop = int(fallen.argmax()) if fallen.any() else len(total)
    if stop == 0:
        return 0
    last = int(total[:stop].argmax())
    return last + 1 if total[last] > 0 else 0


class _Pair:
    """Two texts and what is computed once of them."""

    def __init__(self, left: Hashes, right: Hashes, settings: ReuseSettings) -> None:
        self.left, self.right, self.settings = left, right, settings
        self.left_weight, self.right_weight = _weights(left, right)

    def extend(self, box: Box) -> Box:
        """Lengthen a passage at both ends and on both sides."""
        a, b, c, d = box
        ahead = self._onwards(self.left[b:], self.left_weight[b:], self.right[d:], self.right_weight[d:])
        back = self._onwards(
            self.left[:a][::-1], self.left_weight[:a][::-1], self.right[:c][::-1], self.right_weight[:c][::-1]
        )
        return a - back[0], b + ahead[0], c - back[1], d + ahead[1]

    def _onwards(self, left: Hashes, left_weight: Weights, right: Hashes, right_weight: Weights) -> tuple[int, int]:
        """How many words of both texts, read on side by side, still belong to a passage that ends where they begin."""
        if not len(left) or not len(right):
            return 0, 0
        settings = self.settings
        size = min(len(left), len(right)) + settings.near
        stretch = settings.stretch
        while True:
            more = tuple(
                _extent(_found(words[:stretch], other, settings.near), weight[:stretch], settings.drop, settings.miss)
                for words, other, weight in ((left, right, left_weight), (right, left, right_weight))
            )
            if max(more) < stretch // 2 or stretch >= size:
                return more[0], more[1]
            stretch *= 4

    def judge(self, box: Box) -> Passage | None:
        """The passage, if enough of it is shared."""
        a, b, c, d = box
        match = align_words(self.left, self.right, Passage(a, b, c, d, 0), self.settings.near)
        found = match >= 0
        left_weight, right_weight = self.left_weight[a:b], self.right_weight[c:d]
        gained = float(left_weight[found].sum())
        other_gained = float(right_weight[np.unique(match[found]) - c].sum())
        heavy = gained >= self.settings.weight and other_gained >= self.settings.density * right_weight.sum()
        heavy &= gained >= self.settings.density * left_weight.sum()
        if not heavy and not (found.all() and b - a >= self.settings.exact_run):
            return None
        return Passage(a, b, c, d, int(found.sum()))


def _places(left: Hashes, right: Hashes) -> Ints:
    """About where in `right` each word of `left` should stand: by words that stand once in both, outliers smoothed."""
    straight: Ints = np.rint(np.arange(len(left)) * (len(right) / len(left))).astype(np.int64)
    i, j = _meet(left, right, 1)
    if len(i) < 5:
        return straight
    shift = np.pad(j - i, 2, mode="edge")
    shift = np.sort(sliding_window_view(shift, 5), axis=1)[:, 2]
    straight = np.arange(len(left))
    straight += np.rint(np.interp(straight, i, shift)).astype(np.int64)
    return straight


def align_words(left: Hashes, right: Hashes, passage: Passage, near: int) -> Ints:
    """For each word of the passage in `left` the word of `right` that it meets, -1 where it meets none.

    Words may have been moved by `near` words against their neighbours.
    """
    a, b, c, d = passage.start, passage.end, passage.other_start, passage.other_end
    if b - a == d - c and np.array_equal(left[a:b], right[c:d]):
        return np.arange(c, d, dtype=np.int64)
    place = np.clip(_places(left[a:b], right[c:d]), 0, d - c - 1)
    padded = np.concatenate((np.zeros(near, np.uint64), right[c:d], np.zeros(near, np.uint64)))
    around = sliding_window_view(padded, 2 * near + 1)[place] == left[a:b, None]
    distance = np.where(around, np.abs(np.arange(-near, near + 1)), near + 1)
    best = distance.argmin(axis=1)
    return np.where(around.any(axis=1), c + place + best - near, -1)


def _best(place: Ints, gain: Weights, miss: float) -> tuple[int, int]:
    """Bounds of the heaviest stretch of seeds, sorted by `place`, what lies between them taken off."""
    gain = np.where(np.diff(place, prepend=-1) > 0, gain, 0)
    after = np.cumsum(gain - miss * np.maximum(0, np.diff(place, prepend=place[0]) - 1))
    before = after - gain
    end = int(np.argmax(after - np.minimum.accumulate(before)))
    return int(np.argmin(before[: end + 1])), end + 1


def _boxes(i: Ints, j: Ints, chain: NDArray[np.int32], weight: Weights, settings: ReuseSettings) -> list[Box]:
    """The bounds of the heavy stretches of each chain, sorted by place."""
    order = np.lexsort((j, i, chain))
    borders = np.flatnonzero(np.diff(chain[order])) + 1
    boxes = []
    waiting = [seeds for seeds in np.split(order, borders) if len(seeds) >= 3]
    while waiting:
        seeds = waiting.pop()
        if weight[i[seeds]].sum() < settings.least:
            continue
        start, end = _best(i[seeds], weight[i[seeds]], settings.miss)
        waiting += [rest for rest in (seeds[:start], seeds[end:]) if len(rest) >= 3]
        kept = seeds[start:end]
        kept = kept[np.argsort(j[kept], kind="stable")]
        start, end = _best(j[kept], weight[i[kept]], settings.miss)
        kept = kept[start:end]
        boxes.append((int(i[kept].min()), int(i[kept].max()) + 1, int(j[kept[0]]), int(j[kept[-1]]) + 1))
    return sorted(boxes)


def _join(boxes: list[Box], gap: int) -> list[Box]:
    """Passages that follow each other on both sides made one."""
    joined: list[Box] = []
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
    boxes = _boxes(i, j, _chain(i, j, settings), pair.left_weight, settings)
    boxes = [pair.extend(box) for box in _join(boxes, settings.drift)]
    judged = (pair.judge(box) for box in _join(boxes, settings.reach))
    return [passage for passage in judged if passage is not None]
