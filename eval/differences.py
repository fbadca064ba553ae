"""Are differences and only-in claims found? In go the gold's and predicted ones, out come counts a story.

    python -m eval.baselines --task differences      the plain baseline on dev and test

A predicted difference is right when two of its sides hold assertions of two sides of one gold difference (half of the
words of each). Found conflicting ones count for recall whatever class is given; classes are scored among the found. A
false alarm is a predicted conflict at which gold has no difference of class conflicting or unclear: articles are read
closely for differences, so what gold does not have is wrong. Only-in: what gold has is found or missed; a predicted one
that holds a claim which another telling makes as well is wrong; any other is not judged.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import permutations

from eval.claims import Counts, Place
from eval.gold.model import GoldDifference, GoldStory, Span

CONFLICTING = "conflicting"


@dataclass(frozen=True, slots=True)
class Predicted:
    """A difference as a program tells it."""

    sides: tuple[tuple[Place, ...], ...]
    verdict: str  # compatible | conflicting | unclear


@dataclass(frozen=True, slots=True)
class DifferenceScore:
    """Counts over stories."""

    stories: int = 0
    conflicting: int = 0  # in gold
    found: int = 0  # of these
    gold: int = 0  # of all classes
    found_any: int = 0
    class_right: int = 0  # of found_any
    false_alarms: int = 0

    def __add__(self, other: "DifferenceScore") -> "DifferenceScore":
        return DifferenceScore(
            self.stories + other.stories, self.conflicting + other.conflicting, self.found + other.found,
            self.gold + other.gold, self.found_any + other.found_any, self.class_right + other.class_right,
            self.false_alarms + other.false_alarms,
        )  # fmt: skip


def sides_of(story: GoldStory, difference: GoldDifference) -> list[list[Span]]:
    """The assertions of each side."""
    by_claim = {claim.claim: [a.span for a in claim.assertions] for claim in story.claims}
    return [[span for claim in side for span in by_claim[claim]] for side in difference.sides]


def meets(predicted: Predicted, sides: list[list[Span]]) -> bool:
    """Whether two sides of a prediction hold two sides of the gold."""

    def holds(places: tuple[Place, ...], spans: list[Span]) -> bool:
        return any(place.holds(span) for place in places for span in spans)

    return any(
        holds(one, first) and holds(other, second)
        for one, other in permutations(predicted.sides, 2)
        for number, first in enumerate(sides)
        for second in sides[number + 1 :]
    )


def score_differences(story: GoldStory, predicted: Iterable[Predicted]) -> DifferenceScore:
    """One story's differences."""
    rows = list(predicted)
    gold = [(difference, sides_of(story, difference)) for difference in story.differences]
    met = [[row for row in rows if meets(row, sides)] for _, sides in gold]
    conflicts = [bool(m) for (d, _), m in zip(gold, met, strict=True) if d.verdict == CONFLICTING]
    open_or_worse = [sides for difference, sides in gold if difference.verdict != "compatible"]
    return DifferenceScore(
        stories=1,
        conflicting=len(conflicts),
        found=sum(conflicts),
        gold=len(gold),
        found_any=sum(bool(m) for m in met),
        class_right=sum(any(row.verdict == d.verdict for row in m) for (d, _), m in zip(gold, met, strict=True)),
        false_alarms=sum(
            row.verdict == CONFLICTING and not any(meets(row, sides) for sides in open_or_worse) for row in rows
        ),
    )


def score_only_in(story: GoldStory, predicted: Iterable[Place]) -> Counts:
    """One story's only-in claims."""
    rows = set(predicted)
    wanted = {row.claim for row in story.only_in}
    spans = {claim.claim: [a.span for a in claim.assertions] for claim in story.claims}
    shared = {claim for claim, own in spans.items() if len({span.article for span in own}) > 1}
    held = {row: {claim for claim, own in spans.items() if any(row.holds(span) for span in own)} for row in rows}
    right = wanted & set().union(*held.values())
    wrong = sum(bool(claims & shared) and not claims & wanted for claims in held.values())
    unjudged = sum(not claims & (wanted | shared) for claims in held.values())
    return Counts(len(right), wrong, len(wanted - right), unjudged)
