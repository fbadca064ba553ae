"""Text reuse: the hashed words of two texts in, the passages they share out (as numbers of words).

Seed, chain, extend, as in sequence alignment (BLAST; passim). What differs is the seed: besides runs of the same words,
single words that are rare in both texts, and the extension, which looks for a word not at one place but within a few
words of it. So a passage is found whose words were replaced, or whose order was shuffled, as long as enough of them
stand close together on both sides.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from tellings.text.shingles import Hashes, Ints

Box = tuple[int, int, int, int]
Weights = NDArray[np.float64]
# Passages before it that one is joined to: neighbours in the one text; far more than ever lie side by side.
LOOK_BACK = 64


@dataclass(frozen=True, slots=True)
class Passage:
    """Words [start, end) of the one text, shared with words [other_start, other_end) of the other."""

    start: int
    end: int
    other_start: int
    other_end: int
    shared: int  # words of the first that meet one of the other
    match: Ints = field(compare=False, repr=False)  # for each word of the first the word it meets, -1 for none


@dataclass(frozen=True)
class ReuseSettings:
    """How passages are found; measured on pairs with known reuse (docs/stages/copies.md)."""

    run: int = 3  # words of a seed: "of the United" repeats by chance, so a passage needs more than one
    places: int = 4  # a word seeds where it stands at no more than so many pairs of places: 2 times 2
    reach: int = 16  # words between two seeds of a chain: one sentence of a spun text may keep only two words
    drift: int = 8  # words by which two seeds of a chain may have moved against each other
    near: int = 6  # words around its place where a shuffled word is still looked for
    least: float = 3.5  # least weight of a chain that is looked at: a few rare words, or a dozen common ones
    weight: float = 9.0  # least weight of a passage; a rare word weighs about 1, "the" about 0.2
    density: float = 0.35  # least share of a passage's weight that is found on the other side
    miss: float = 0.3  # what a word that is not found takes off
    drop: float = 3.0  # an extension ends where its score has fallen by so much: about ten words not found
    stretch: int = 40  # words that an extension looks at first; four times as many where half of them belong
    exact_run: int = 8  # a run of so many equal words is a passage whatever they weigh


class _Pair:
    """Two texts, their words numbered, and what each word weighs."""

    def __init__(self, left: Hashes, right: Hashes) -> None:
        _, number, times = np.unique(np.concatenate((left, right)), return_inverse=True, return_counts=True)
        self.both = number.astype(np.int64)  # the left text and, behind it, the right one
        self.middle = len(left)
        self.left, self.right = self.both[: self.middle], self.both[self.middle :]
        self.size = len(times)
        # 1 for a word that stands once in each text, less the more often it stands there.
        self.weight = (1 / np.sqrt(np.maximum(1, times / 2)))[self.both]
        self.left_weight, self.right_weight = self.weight[: self.middle], self.weight[self.middle :]


def _meet(left: Ints, right: Ints, size: int, places: int) -> tuple[Ints, Ints]:
    """All (i, j) with left[i] == right[j], of numbers below `size` that meet at no more than `places` pairs."""
    # Small integers are sorted in linear time.
    order = np.argsort(right.astype(np.uint16) if size <= 1 << 16 else right, kind="stable")
    times = np.bincount(right, minlength=size)
    first = np.cumsum(times) - times
    pairs = times * np.bincount(left, minlength=size)
    i = np.flatnonzero(((pairs > 0) & (pairs <= places))[left])
    count = times[left[i]]
    within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(i, count), order[np.repeat(first[left[i]], count) + within]


def _runs(words: Ints, size: int, bits: int) -> Ints:
    """A number of so many bits for each run of `size` words: equal runs have equal ones, few others share them."""
    count = max(0, len(words) - size + 1)
    number = np.zeros(count, dtype=np.int64)
    for offset in range(size):
        number = number * 0x9E3779B1 + words[offset : offset + count]  # the golden ratio's bits; overflow is meant
    return (number ^ (number >> 29)) >> 7 & ((1 << bits) - 1)


def _seeds(pair: _Pair, settings: ReuseSettings) -> tuple[Ints, Ints]:
    """Places (i, j) of equal words that may belong to a passage, sorted by i, then j, without repeats."""
    i, j = _meet(pair.left, pair.right, pair.size, settings.places)
    # Runs are looked up by a short hash, eight times as many as there are runs, and then compared word by word.
    bits = max(14, max(len(pair.left), len(pair.right)).bit_length() + 3)
    runs = _runs(pair.left, settings.run, bits), _runs(pair.right, settings.run, bits)
    run_i, run_j = _meet(*runs, 1 << bits, 4 * settings.places)
    steps = np.arange(settings.run)
    run_i, run_j = run_i[:, None] + steps, run_j[:, None] + steps
    equal = (pair.left[run_i] == pair.right[run_j]).all(axis=1)
    width = len(pair.right)
    # Laid out as sorted stretches, which a stable sort merges in linear time.
    place = np.concatenate((i * width + j, (run_i[equal] * width + run_j[equal]).T.ravel()))
    place.sort(kind="stable")
    if len(place):
        place = place[np.concatenate(([True], place[1:] != place[:-1]))]
    i = place // max(1, width)
    return i, place - i * width


def _chain(i: Ints, j: Ints, settings: ReuseSettings) -> Ints:
    """Number of the chain each seed belongs to: seeds near each other along a diagonal are linked."""
    label = np.arange(len(i))
    width = int(i[-1]) + settings.reach + 2
    bandings = []
    for shift in (0, settings.drift):  # two, so that no border keeps neighbours apart
        key = (j - i + shift) // (2 * settings.drift) * width + i
        order = np.argsort(key, kind="stable")
        first = np.flatnonzero(np.diff(key[order], prepend=key[order[0]] - width) > settings.reach)
        bandings.append((order, first, np.diff(first, append=len(i))))
    while True:  # the least number spreads through both bandings until nothing changes
        before = label
        for order, first, sizes in bandings:
            label = label.copy()
            label[order] = np.repeat(np.minimum.reduceat(label[order], first), sizes)
        if np.array_equal(label, before):
            return label


def _best(place: Ints, gain: Weights, miss: float) -> tuple[int, int]:
    """Bounds of the heaviest stretch of seeds, sorted by `place`, what lies between them taken off."""
    step = place[1:] - place[:-1]
    gain = gain.copy()
    gain[1:][step == 0] = 0
    after = gain.cumsum()
    after[1:] -= (miss * np.maximum(0, step - 1)).cumsum()
    before = after - gain
    end = int((after - np.minimum.accumulate(before)).argmax())
    return int(before[: end + 1].argmin()), end + 1


def _boxes(i: Ints, j: Ints, chain: Ints, weight: Weights, settings: ReuseSettings) -> list[Box]:
    """The bounds of the heavy stretches of each chain, sorted by place."""
    heavy = np.bincount(chain, weight[i])[chain] >= settings.least
    i, j, chain = i[heavy], j[heavy], chain[heavy]
    order = np.argsort(chain, kind="stable")
    borders = np.flatnonzero(np.diff(chain[order])) + 1
    waiting = [seeds for seeds in np.split(order, borders) if len(seeds) >= 3]
    boxes = []
    while waiting:
        seeds = waiting.pop()
        gain = weight[i[seeds]]
        start, end = _best(i[seeds], gain, settings.miss)
        waiting += [
            rest
            for rest, gained in ((seeds[:start], gain[:start]), (seeds[end:], gain[end:]))
            if len(rest) >= 3 and gained.sum() >= settings.least
        ]
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
        for at in range(len(joined) - 1, max(-1, len(joined) - LOOK_BACK), -1):
            e, f, g, h = joined[at]
            if -gap <= a - f <= gap and -gap <= c - h <= gap and c >= g and abs((a - f) - (c - h)) <= gap:
                joined[at] = (e, max(b, f), g, max(d, h))
                break
            if a >= e and b <= f and c >= g and d <= h:
                break
        else:
            joined.append((a, b, c, d))
    return joined


@dataclass(frozen=True, slots=True)
class _Way:
    """Ways to read on from passages: a row each, places counted in the two texts laid end to end."""

    start: Ints
    step: Ints  # 1 onwards, -1 backwards
    low: Ints  # bounds of the text
    high: Ints

    def take(self, words: Ints, reach: Ints, none: int) -> tuple[Ints, Ints]:
        """The words so far along each way, `none` before its start and beyond the text; and their places."""
        at = self.start[:, None] + self.step[:, None] * reach
        inside = (at >= self.low[:, None]) & (at < self.high[:, None]) & (reach >= 0)
        at = np.where(inside, at, 0)
        return np.where(inside, words[at], none), at


def _onwards(pair: _Pair, way: _Way, other: _Way, length: int, settings: ReuseSettings) -> Ints:
    """For each way how many words, read on, still belong to the passage it starts from.

    A word belongs if the other text, read on beside it, has it within a few words of its place; the score rises by
    what it weighs, falls for a word that is not found, and the passage ends where the score is highest.
    """
    words, at = way.take(pair.both, np.arange(length), -2)
    others, _ = other.take(pair.both, np.arange(-settings.near, length + settings.near), -1)
    found = (sliding_window_view(others, 2 * settings.near + 1, axis=1) == words[:, :, None]).any(axis=2)
    total = np.where(found, pair.weight[at], -settings.miss).cumsum(axis=1)
    highest = np.maximum(np.maximum.accumulate(total, axis=1), 0)
    fallen = np.logical_or.accumulate(highest - total > settings.drop, axis=1)
    total[fallen] = 0
    last = total.argmax(axis=1)
    return np.where(total[np.arange(len(last)), last] > 0, last + 1, 0)


def _extend(pair: _Pair, boxes: list[Box], settings: ReuseSettings) -> list[Box]:
    """The passages lengthened at both ends and on both sides."""
    bounds = np.array(boxes)
    done = np.zeros_like(bounds)
    left = np.arange(len(bounds))
    length = settings.stretch
    while len(left):
        a, b, c, d = bounds[left].T
        count = len(left)
        steps = np.repeat([-1, 1, -1, 1], count)
        of_left, of_right = np.array([0, pair.middle]), np.array([pair.middle, len(pair.both)])
        low, high = (np.repeat(np.stack((of_left, of_right))[:, side], 2 * count) for side in (0, 1))
        starts = np.concatenate((a - 1, b, pair.middle + c - 1, pair.middle + d))
        way = _Way(starts, steps, low, high)
        half = 2 * count
        other = _Way(*(np.concatenate((each[half:], each[:half])) for each in (starts, steps, low, high)))
        more = _onwards(pair, way, other, length, settings).reshape(4, count).T
        done[left] = more
        left = left[(more.max(axis=1) >= length // 2) & (length < max(len(pair.left), len(pair.right)))]
        length *= 4
    extended = bounds + done * np.array([-1, 1, -1, 1])
    return [(a, b, c, d) for a, b, c, d in extended.tolist()]


def _places(i: Ints, j: Ints, length: int, other_length: int) -> Ints:
    """About where each word of a passage should stand in the other: between its seeds, outliers smoothed."""
    straight: Ints = np.arange(length)
    if len(i) < 3:
        return straight * other_length // length
    shift = j - i
    low, middle, high = shift[:-2], shift[1:-1], shift[2:]
    shift[1:-1] = np.maximum(np.minimum(low, middle), np.minimum(np.maximum(low, middle), high))
    straight += np.rint(np.interp(straight, i, shift)).astype(np.int64)
    return straight


def _align(left: Ints, right: Ints, place: Ints, near: int) -> Ints:
    """For each word of `left` the nearest like it in `right` within `near` words of its place, -1 for none."""
    padded = np.full(len(right) + 2 * near, -1)
    padded[near : near + len(right)] = right
    nearest = sorted(range(-near, near + 1), key=abs)
    around = np.clip(place, 0, len(right) - 1)[:, None] + np.array(nearest)
    equal = padded[around + near] == left[:, None]
    best = np.arange(len(left)), equal.argmax(axis=1)
    return np.where(equal[best], around[best], -1)


def _judge(pair: _Pair, box: Box, i: Ints, j: Ints, settings: ReuseSettings) -> Passage | None:
    """The passage, if enough of it is shared; i and j are the seeds."""
    a, b, c, d = box
    left, right = pair.left[a:b], pair.right[c:d]
    if np.array_equal(left, right):
        match = np.arange(b - a)
    else:
        first, last = np.searchsorted(i, (a, b))
        inside = np.flatnonzero((j[first:last] >= c) & (j[first:last] < d)) + first
        match = _align(left, right, _places(i[inside] - a, j[inside] - c, b - a, d - c), settings.near)
    found = match >= 0
    left_weight, right_weight = pair.left_weight[a:b], pair.right_weight[c:d]
    met = np.zeros(d - c, dtype=bool)
    met[match[found]] = True
    gained, other_gained = float(left_weight[found].sum()), float(right_weight[met].sum())
    dense = gained >= settings.density * left_weight.sum() and other_gained >= settings.density * right_weight.sum()
    if not (dense and gained >= settings.weight) and not (found.all() and b - a >= settings.exact_run):
        return None
    return Passage(a, b, c, d, int(found.sum()), np.where(found, match + c, -1))


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
    if np.array_equal(left, right):
        return [Passage(0, len(left), 0, len(right), len(left), np.arange(len(left)))]
    pair = _Pair(left, right)
    i, j = _seeds(pair, settings)
    if len(i) < 3:
        return []
    boxes = _join(_boxes(i, j, _chain(i, j, settings), pair.left_weight, settings), settings.drift)
    if not boxes:
        return []
    judged = (_judge(pair, box, i, j, settings) for box in _join(_extend(pair, boxes, settings), settings.reach))
    return [passage for passage in judged if passage is not None]
