"""Grouping: similar pairs in, groups by average link out."""

import heapq

import numpy as np

from tellings.stages.stories.pairs import Window
from tellings.stages.stories.settings import StorySettings
from tellings.stages.stories.vectors import Articles


class Grouping:
    """Average-link grouping of rows: similarities between groups are sums of those between their members."""

    def __init__(self, articles: Articles, window: Window, settings: StorySettings) -> None:
        self.settings = settings
        self.window = window
        count = len(articles.ids)
        self.members = [[row] for row in range(count)]
        self.place = np.full(count, -1, dtype=np.int64)
        self.place[window.order] = np.arange(len(window.order))
        self.places: list[list[int]] = [[int(place)] if place >= 0 else [] for place in self.place]
        self.first = articles.days.tolist()
        self.last = articles.days.tolist()
        self.near: list[dict[int, int]] = [{} for _ in range(count)]  # group -> sum of similarities

    def tie(self, one: int, other: int, similarity: int) -> None:
        """Set the similarity of two rows."""
        self.near[one][other] = self.near[other][one] = similarity

    def score(self, one: int, other: int) -> int:
        """Millionths by which the two groups are more similar than asked for; negative: they stay apart."""
        asked = self.settings.least + self._asked_for_gap(one, other)
        return 1000 * self.near[one][other] // self._compared(one, other) - 1000 * asked

    def _asked_for_gap(self, one: int, other: int) -> int:
        if self.first[one] < 0 or self.first[other] < 0:
            return self.settings.undated
        gap = max(0, self.first[one] - self.last[other], self.first[other] - self.last[one])
        return int(min(self.settings.per_gap, self.settings.per_day * gap))

    def _compared(self, one: int, other: int) -> int:
        """How many pairs of members lie within the window (at least one, as they are neighbours)."""
        pairs = len(self.members[one]) * len(self.members[other])
        places = sorted((self.places[one], self.places[other]))
        if not places[0]:
            return pairs
        span = max(places[0][-1], places[1][-1])
        if self.window.first[span] <= places[0][0]:
            return pairs
        dated = len(places[0]) * len(places[1])
        return max(1, pairs - dated + self.window.comparable(places[0], places[1]))

    def merge(self, one: int, other: int) -> None:
        """Make the second group part of the first."""
        del self.near[one][other]
        for third, similarity in self.near[other].items():
            if third != one:
                del self.near[third][other]
                self.near[one][third] = self.near[third][one] = self.near[one].get(third, 0) + similarity
        self.near[other] = {}
        self.members[one] += self.members[other]
        self.places[one] = sorted(self.places[one] + self.places[other])
        if self.first[one] < 0 or self.first[other] < 0:
            dated = one if self.first[one] >= 0 else other
            self.first[one], self.last[one] = self.first[dated], self.last[dated]
        else:
            self.first[one] = min(self.first[one], self.first[other])
            self.last[one] = max(self.last[one], self.last[other])
        self.members[other] = []

    def run(self) -> list[list[int]]:
        """Merge the two most similar groups until none is similar enough; ties go to the lowest rows."""
        heap = [
            (-score, one, other)
            for one, near in enumerate(self.near)
            for other in near
            if one < other and (score := self.score(one, other)) >= 0
        ]
        heapq.heapify(heap)
        while heap:
            score, one, other = heapq.heappop(heap)
            if other not in self.near[one] or self.score(one, other) != -score:
                continue  # one of the two has changed since; their new score is in the heap too
            self.merge(one, other)
            for third in self.near[one]:
                low, high = sorted((one, third))
                if (again := self.score(low, high)) >= 0:
                    heapq.heappush(heap, (-again, low, high))
        return [members for members in self.members if members]
