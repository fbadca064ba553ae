"""How near words are to what others assert: words of assertions and pairs of them in, the nearest of the other's out.

Held is, for each assertion, how near its nearest word is to each word of the story: a pair then only looks up.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tellings.stages.claims.codes import Codes, Ints
from tellings.text.vectors import SAME, load_vectors

CELLS = 1_000_000  # of the table of assertions by words that is held at once: 2 MB, and ten times that to make it
# Cosine from which one word may stand in for another. Of .3, .4, .5 and .6 the best in cross-validation, by less than
# a point: below it are words of one subject, not of one meaning.
AKIN = 0.5 * SAME
ROWS = 512  # words held against all others at once


def _near(vectors: NDArray[np.float32]) -> NDArray[np.int16]:
    """How near words are to one another, below SAME, 0 where they are far; a last row of words without a vector."""
    found = np.zeros((len(vectors) + 1, len(vectors)), np.int16)
    for at in range(0, len(vectors), ROWS):
        near = vectors[at : at + ROWS] @ vectors.T
        near[near < AKIN] = 0
        np.minimum(near, SAME - 1, out=found[at : at + len(near)], casting="unsafe")
    return found


class Nearness:
    """The stems of the assertions of a story, those with a vector numbered first."""

    def __init__(self, stems: Codes, language: str) -> None:
        self.stems = stems
        vectors = load_vectors(language)
        numbers = vectors.numbers(stems.values)
        is_known = numbers < len(vectors.row)
        known, unknown = np.flatnonzero(is_known), np.flatnonzero(~is_known)
        self.known, self.size = len(known), len(numbers)
        self.column = np.empty(self.size + 1, np.int64)  # of each stem, and last of what fills a row up
        self.column[[*known, *unknown, self.size]] = np.arange(self.size + 1)
        self.near = _near(vectors.table[numbers[known]])

    def weigh(self, one: Ints, other: Ints, weight: Ints) -> tuple[Ints, Ints]:
        """Of pairs: the weight of the first that is the other's too, and that weight by how near the other's words are.

        A word that the other has counts SAME, one that is far from all of the other's counts 0.
        """
        same, akin = np.zeros(len(one), np.int64), np.zeros(len(one), np.int64)
        some_words = np.flatnonzero((self.stems.sizes[one] > 0) & (self.stems.sizes[other] > 0))
        order = some_words[np.argsort(other[some_words], kind="stable")]
        for chunk in self._chunks(other[order]):
            rows = order[chunk]
            units, place = np.unique(other[rows], return_inverse=True)
            words = self.stems.cut(one[rows])
            near = self._nearest(units)[place, self.column[words]]
            weights = weight[words]
            same[rows] = (weights * (near == SAME)).sum(axis=0)
            akin[rows] = (weights * near).sum(axis=0)
        return same, akin

    def _chunks(self, others: Ints) -> Iterator[slice]:
        """Pairs, which are in order of `others`, of so few of these that their table stays small."""
        most = max(1, CELLS // (self.size + 1))
        starts = np.flatnonzero(np.diff(others, prepend=-1))[::most].tolist()
        for start, end in pairwise([*starts, len(others)]):
            yield slice(start, end)

    def _nearest(self, units: Ints) -> NDArray[np.int16]:
        """How near the nearest word of some assertions, each of which has one, is to each word of the story."""
        found = np.zeros((len(units), self.size + 1), np.int16)
        table = self.stems.table[units]
        words = self.column[table[table >= 0]]
        sizes = self.stems.sizes[units]
        begins = np.cumsum(sizes) - sizes
        np.maximum.reduceat(self.near[np.minimum(words, self.known)], begins, axis=0, out=found[:, : self.known])
        found[np.repeat(np.arange(len(units)), sizes), words] = SAME
        return found
