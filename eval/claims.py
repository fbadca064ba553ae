"""Do claims meet across tellings? In go gold claims and aligned spans, out come precision, recall and F1 of pairs.

    python -m eval.baselines --task claims           the plain baseline on dev and test

A pair is two tellings' assertions of one claim. A predicted pair of spans stands for the pair of gold assertions whose
words it holds (each at least half covered), of one claim if there is such a one. Gold does not write down every
sentence: a predicted pair of which a side holds no assertion of the gold is not judged, but counted.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from eval.gold.model import GoldStory, Span

COVERED = 0.5  # share of an assertion's characters that a predicted span must hold


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A stretch of one telling, offsets in characters."""

    article: str
    start: int
    end: int

    def holds(self, span: Span) -> bool:
        """Whether it has at least half of a gold span."""
        shared = min(self.end, span.end) - max(self.start, span.start)
        return self.article == span.article and shared >= COVERED * (span.end - span.start)


@dataclass(frozen=True, slots=True)
class Counts:
    """What matches, what does not, and what is left unjudged."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    unjudged: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
            self.unjudged + other.unjudged,
        )

    @property
    def precision(self) -> float:
        """Share of judged predictions that are right; 0 where there is none."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """Share of gold that is found; 0 where there is none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


GoldPair = tuple[str, str, str]  # claim and two articles, in order


def gold_pairs(story: GoldStory) -> set[GoldPair]:
    """Each claim with each pair of tellings that assert it."""
    return {
        (claim.claim, one, other)
        for claim in story.claims
        for one, other in combinations(sorted({a.span.article for a in claim.assertions}), 2)
    }


def held_claims(story: GoldStory, place: Place) -> frozenset[str]:
    """The claims of which a place holds an assertion."""
    return frozenset(c.claim for c in story.claims if any(place.holds(a.span) for a in c.assertions))


def score_claims(story: GoldStory, aligned: Iterable[Sequence[Place]]) -> Counts:
    """Pairs of one story.

    Args:
        story: the gold.
        aligned: groups of places that are said to assert the same.
    """
    gold, found, wrong, unjudged = gold_pairs(story), set[GoldPair](), 0, 0
    pairs = {
        tuple(sorted(pair))
        for group in aligned
        for pair in combinations(set(group), 2)
        if pair[0].article != pair[1].article
    }
    for one, other in sorted(pairs):
        claims = held_claims(story, one), held_claims(story, other)
        if not all(claims):
            unjudged += 1
        elif shared := claims[0] & claims[1]:
            found |= {(claim, one.article, other.article) for claim in shared}
        else:
            wrong += 1
    return Counts(len(found), wrong, len(gold - found), unjudged)
