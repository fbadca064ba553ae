"""Grouping: similar pairs in, groups by average link out."""

import heapq

import numpy as np
import scipy.sparse

from tellings.stages.stories.pairs import Edges, Window
from tellings.stages.stories.settings import Ints, StorySettings

NOWHERE = 1 << 40  # stands for the place of a group that has no dated article


class Grouping:
    """Average-link grouping of rows: similarities between groups are sums of those between their members.

    The similarities lie in one sparse matrix and are summed by group only for a group that has just been made, so
    memory and time follow the pairs, whatever their number (a dictionary a group took 1 GB and a minute for 37,554).

    Args:
        days: of each row; -1 undated.
        window: which rows are compared.
        edges: rows, other rows and similarities of pairs, each once.
        settings: what is asked of two groups.
    """

    def __init__(self, days: Ints, window: Window, edges: Edges, settings: StorySettings) -> None:
        self.settings = settings
        self.window = window
        count = len(days)
        one, other, similarity = edges
        both = (np.concatenate((one, other)), np.concatenate((other, one)))
        self.near = scipy.sparse.csr_matrix((np.tile(similarity, 2), both), shape=(count, count))
        place = np.full(count, -1, dtype=np.int64)
        place[window.order] = np.arange(len(window.order))
        self.members = [[row] for row in range(count)]
        self.places: list[list[int]] = [[at] if at >= 0 else [] for at in place.tolist()]
        self.group = np.arange(count)  # of each row, the row that stands for its group
        self.sizes = np.ones(count, dtype=np.int64)
        self.first, self.last = days.copy(), days.copy()
        self.low, self.high = np.where(place < 0, NOWHERE, place), place.copy()
        self.made = [0] * count  # how often a group has grown: what was pushed before that is out of date
        self.heap: list[tuple[int, int, int, int, int]] = []

    def scores(self, one: int, others: Ints, sums: Ints) -> tuple[Ints, Ints]:
        """The groups that are as similar to one as asked for, and by how many millionths more."""
        gap = np.maximum(self.first[one] - self.last[others], self.first[others] - self.last[one])
        asked = np.minimum(self.settings.per_gap, self.settings.per_day * np.maximum(gap, 0))
        dated = (self.first[one] >= 0) & (self.first[others] >= 0)
        asked = self.settings.least + np.where(dated, asked, self.settings.undated)
        likely = np.flatnonzero(sums >= asked)  # a sum that falls short as it is does so as an average too
        others = others[likely]
        scored: Ints = 1000 * sums[likely] // self._compared(one, others) - 1000 * asked[likely]
        return others[scored >= 0], scored[scored >= 0]

    def _compared(self, one: int, others: Ints) -> Ints:
        """How many pairs of members lie within the window (at least one, as they are neighbours)."""
        pairs: Ints = self.sizes[one] * self.sizes[others]
        if not len(self.window.order):
            return pairs
        low = np.minimum(self.low[one], self.low[others])
        high = np.maximum(self.high[one], self.high[others])
        for number in np.flatnonzero(self.window.first[high] > low).tolist():
            mine, theirs = self.places[one], self.places[int(others[number])]
            dated = len(mine) * len(theirs)
            if dated:
                pairs[number] = max(1, int(pairs[number]) - dated + self.window.comparable(mine, theirs))
        return pairs

    def _merge(self, one: int, other: int) -> None:
        """Make the second group part of the first."""
        self.group[self.members[other]] = one
        self.members[one] += self.members[other]
        self.members[other] = []
        self.places[one] = sorted(self.places[one] + self.places[other])
        if self.first[one] < 0 or self.first[other] < 0:
            dated = one if self.first[one] >= 0 else other
            self.first[one], self.last[one] = self.first[dated], self.last[dated]
        else:
            self.first[one] = min(self.first[one], self.first[other])
            self.last[one] = max(self.last[one], self.last[other])
        self.low[one], self.high[one] = min(self.low[one], self.low[other]), max(self.high[one], self.high[other])
        self.sizes[one] += self.sizes[other]
        self.made[one] += 1
        self.made[other] = -1

    def _neighbours(self, one: int) -> tuple[Ints, Ints]:
        """The groups near one, ascending, and the sums of their similarities to it."""
        spans = [(self.near.indptr[row], self.near.indptr[row + 1]) for row in self.members[one]]
        groups = self.group[np.concatenate([self.near.indices[low:high] for low, high in spans])]
        similarity = np.concatenate([self.near.data[low:high] for low, high in spans])
        apart = np.flatnonzero(groups != one)
        order = apart[np.argsort(groups[apart])]
        groups = groups[order]
        starts = np.flatnonzero(np.diff(groups, prepend=-1))
        return groups[starts], np.add.reduceat(similarity[order], starts) if len(starts) else starts

    def _push(self, one: int) -> None:
        """Put the pairs of a group that are similar enough on the heap."""
        others, sums = self._neighbours(one)
        others, scores = self.scores(one, others, sums)
        for other, score in zip(others.tolist(), scores.tolist(), strict=True):
            low, high = (one, other) if one < other else (other, one)
            heapq.heappush(self.heap, (-score, low, high, self.made[low], self.made[high]))

    def _begin(self) -> None:
        """The heap of pairs of single rows, all at once."""
        pairs = scipy.sparse.triu(self.near, k=1).tocoo()
        one, other = pairs.row.astype(np.int64), pairs.col.astype(np.int64)
        gap = np.abs(self.first[one] - self.first[other])
        asked = np.minimum(self.settings.per_gap, self.settings.per_day * gap)
        dated = (self.first[one] >= 0) & (self.first[other] >= 0)
        scores = 1000 * pairs.data - 1000 * (self.settings.least + np.where(dated, asked, self.settings.undated))
        keep = np.flatnonzero(scores >= 0)
        listed = zip((-scores[keep]).tolist(), one[keep].tolist(), other[keep].tolist(), strict=True)
        self.heap = [(score, low, high, 0, 0) for score, low, high in listed]
        heapq.heapify(self.heap)

    def run(self) -> list[list[int]]:
        """Merge the two most similar groups until none is similar enough; ties go to the lowest rows."""
        self._begin()
        while self.heap:
            _, one, other, made, other_made = heapq.heappop(self.heap)
            if (self.made[one], self.made[other]) == (made, other_made):
                self._merge(one, other)
                self._push(one)
        return [members for members in self.members if members]
