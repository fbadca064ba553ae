"""Groups: candidate pairs with their sampled runs of own prose in; which articles are copies of one another out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from tellings.stages.copies.shingles import Sampled
from tellings.stages.copies.side import Side
from tellings.text.shingles import Hashes, Ints, distinct

SAME_TEXT = frozenset({"exact", "near"})
# Of the sampled runs of the shorter one's own prose, per thousand, from which a copy is certain: half of its words are
# asked for, and eight runs of ten cannot be had with less than three quarters of them.
CERTAIN = 800
# Runs that must be there for it: one in four is sampled, so some sixty words.
LEAST_RUNS = 15
# Of the different words of the shorter one, per thousand, below which it is no copy of the other: of 2,246 manufactured
# copies, spun ones too, and 258 real ones the least has 460; two articles in five that share a passage have fewer.
COMMON_WORDS = 400


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A pair, those first that share most."""

    missing: int  # of a thousand sampled runs of the shorter one's own prose, those that the other lacks
    runs: int  # of the shorter one, less than zero so that more come first
    one: str
    two: str

    @classmethod
    def of(cls, one: str, two: str, runs: Mapping[str, Ints]) -> "Candidate":
        """The pair of two articles by their runs."""
        left, right = runs[one], runs[two]
        least = min(len(left), len(right))
        met = len(np.intersect1d(left, right, assume_unique=True))
        return cls(1000 - 1000 * met // max(1, least), -least, one, two)

    @property
    def certain(self) -> bool:
        """Whether it is a copy without being aligned."""
        return 1000 - self.missing >= CERTAIN and -self.runs >= LEAST_RUNS


def share_words(left: Hashes, right: Hashes) -> bool:
    """Whether two articles have so many of their different words in common that one may be a copy of the other."""
    met = len(np.intersect1d(left, right, assume_unique=True))
    return 1000 * met >= COMMON_WORDS * min(len(left), len(right))


def prose_runs(side: Side, sampled: Sampled) -> Ints:
    """The different sampled runs that begin in an article's own prose."""
    hashes, positions, _ = sampled
    return distinct(hashes[side.prose[positions]])


def join_copies(pairs: Iterable[Candidate], judge: Callable[[str, str], str]) -> list[list[str]]:
    """Groups of articles over pairs that are copies.

    Args:
        pairs: in any order.
        judge: tells the kind of a pair that is not certain.

    >>> pairs = [Candidate(900, -20, "a", "b"), Candidate(0, -20, "b", "c")]
    >>> join_copies(pairs, lambda one, two: "excerpt")
    [['b', 'c']]
    """
    above: dict[str, str] = {}

    def root(name: str) -> str:
        while above.setdefault(name, name) != name:
            name = above[name]
        return name

    for pair in sorted(pairs):
        one, two = sorted((root(pair.one), root(pair.two)))
        if one != two and (pair.certain or judge(pair.one, pair.two) in SAME_TEXT):
            above[two] = one
    groups: dict[str, list[str]] = {}
    for name in sorted(above):
        groups.setdefault(root(name), []).append(name)
    return sorted(group for group in groups.values() if len(group) > 1)
