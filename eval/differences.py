"""Are differences and only-in claims found? In go the gold's and predicted ones, out come counts a story.

    python -m eval.differences --split dev           the program; --errors lists each item, --save, --diff changes
    python -m eval.differences --check               fail below the floors of the split
    python -m eval.baselines --task differences      the plain baseline

A predicted difference is right when two of its sides hold assertions of two sides of one gold difference (half of the
words of each). Found conflicting ones count for recall whatever class is given; classes are scored among the found. A
false alarm is a predicted conflict at which gold has no difference of class conflicting or unclear: articles are read
closely for differences, so what gold does not have is wrong. Only-in: what gold has is found or missed; a predicted one
that holds a claim which another telling makes as well is wrong; any other is not judged.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import permutations
from pathlib import Path

from eval.claims import Counts, Place, keep_items
from eval.gold.load import fingerprint
from eval.gold.model import GoldDifference, GoldStory, Span
from eval.run_gold import SPLITS, Ran, load_split, run_gold
from tellings.model import Difference, Side

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "eval" / "floors" / "differences.json"
CONFLICTING = "conflicting"


@dataclass(frozen=True, slots=True)
class Predicted:
    """A difference as a program tells it."""

    sides: tuple[tuple[Place, ...], ...]
    verdict: str  # compatible | conflicting | unclear
    kind: str = ""  # as in tellings.model.DIFFERENCE_KINDS


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


def predicted(ran: Ran) -> list[Predicted]:
    """The differences that the program tells, in its order."""
    places: dict[str, dict[int, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for side in ran.tables.of(Side):
        places[side.difference_id][side.side].append(Place(ran.names[side.article_id], side.start, side.end))
    return [
        Predicted(tuple(tuple(own) for _, own in sorted(places[row.difference_id].items())), row.verdict, row.kind)
        for row in sorted(ran.tables.of(Difference), key=lambda row: row.number)
    ]


def told_items(story: GoldStory, rows: Sequence[Predicted]) -> dict[str, str]:
    """What became of each difference of the gold, and what was told that the gold does not have."""
    texts = {article.name: article.text for article in story.articles}
    gold = [(difference, sides_of(story, difference)) for difference in story.differences]
    told = {}
    for number, (difference, sides) in enumerate(gold, 1):
        met = sorted({row.verdict for row in rows if meets(row, sides)})
        key = f"{story.name} {number} {difference.kind} {difference.verdict}"
        told[key] = f"{'told as ' + ', '.join(met) if met else 'missed'}: {difference.about}"
    for row in rows:
        if not any(meets(row, sides) for _, sides in gold):
            words = [" ".join(texts[p.article][p.start : p.end].split()) for p in (side[0] for side in row.sides)]
            at = " ".join(f"{side[0].article}:{side[0].start}" for side in row.sides)
            told[f"{story.name} {at} {row.kind}"] = f"not in gold, {row.verdict}: {' / '.join(words)}"
    return told


def by_kind(stories: Sequence[GoldStory], rows: Sequence[Sequence[Predicted]]) -> list[str]:
    """A line for each kind: differences found of those in gold, by class; and told ones that gold does not have."""
    total, found, extra = Counter[tuple[str, str]](), Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for story, own in zip(stories, rows, strict=True):
        gold = [(d, sides_of(story, d)) for d in story.differences]
        for difference, sides in gold:
            total[difference.kind, difference.verdict] += 1
            found[difference.kind, difference.verdict] += any(meets(row, sides) for row in own)
        extra.update((r.kind, r.verdict) for r in own if not any(meets(r, sides) for _, sides in gold))
    lines = []
    for kind in sorted({kind for kind, _ in {**total, **extra}}):
        cells = [
            f"{verdict} {found[kind, verdict]}/{total[kind, verdict]} (+{extra[kind, verdict]})"
            for verdict in ("conflicting", "unclear", "compatible")
        ]
        lines.append(f"  {kind:<11}" + "  ".join(f"{cell:<22}" for cell in cells).rstrip())
    return lines


def figures(score: DifferenceScore, rows: Iterable[Predicted]) -> dict[str, float]:
    """What is pinned: recall of conflicts, share of right classes, false alarms a story, precision of conflicts."""
    told = sum(row.verdict == CONFLICTING for row in rows)
    return {
        "recall": round(score.found / max(1, score.conflicting), 4),
        "class_right": round(score.class_right / max(1, score.found_any), 4),
        "false_alarms": round(score.false_alarms / max(1, score.stories), 4),
        "precision": round((told - score.false_alarms) / max(1, told), 4),
    }


def check(stories: Sequence[GoldStory], now: dict[str, float], split: str) -> list[str]:
    """What is worse than pinned."""
    pinned = json.loads(FLOORS.read_text(encoding="utf-8")).get(split)
    if pinned is None:
        return [f"no floor for split {split}"]
    if pinned["fingerprint"] != fingerprint(stories):
        return [f"the stories of {split} are not those that the floor was measured on"]
    low = [name for name in ("recall", "class_right", "precision") if now[name] < pinned[name] - 5e-4]
    high = ["false_alarms"] if now["false_alarms"] > pinned["false_alarms"] + 5e-4 else []
    return [f"{name}: {now[name]:.4f} is worse than its floor {pinned[name]:.4f}" for name in low + high]


def pin(stories: Sequence[GoldStory], now: dict[str, float], split: str) -> None:
    """Write the figures as floors of a split."""
    pinned = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    pinned[split] = {"fingerprint": fingerprint(stories), **now}
    FLOORS.write_text(json.dumps(pinned, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m eval.differences", description="Score the differences.")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the data")
    parser.add_argument("--split", choices=SPLITS, default="dev")
    parser.add_argument("--errors", action="store_true", help="list what became of each difference")
    parser.add_argument("--check", action="store_true", help="fail when a figure is worse than its floor")
    parser.add_argument("--pin", action="store_true", help="pin the present figures as floors")
    parser.add_argument("--save", action="store_true", help="keep what became of each difference, for --diff")
    parser.add_argument("--diff", action="store_true", help="list what changed since the last --save")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Score the program on a split."""
    given = _parser().parse_args(arguments)
    stories = load_split(given.split, given.data if given.data.is_dir() else None)
    if not stories:
        print(f"{given.split}: no stories here; their texts lie in {given.data}", file=sys.stderr)
        return 2
    rows = [predicted(run_gold(story)) for story in stories]
    score = sum((score_differences(s, own) for s, own in zip(stories, rows, strict=True)), DifferenceScore())
    now = figures(score, (row for own in rows for row in own))
    print(f"{given.split}, {len(stories)} stories: {' '.join(f'{k} {v}' for k, v in asdict(score).items())}")
    print("  " + "  ".join(f"{name} {value:.3f}" for name, value in now.items()))
    print("\n".join(by_kind(stories, rows)))
    became = {k: what for s, own in zip(stories, rows, strict=True) for k, what in told_items(s, own).items()}
    if given.errors:
        print("\n".join(f"{key}: {what}" for key, what in became.items()))
    keep_items(given, f"differences_{given.split}", became)
    if given.pin:
        pin(stories, now, given.split)
    low = check(stories, now, given.split) if given.check else []
    print("\n".join(low), end="\n" if low else "", file=sys.stderr)
    return int(bool(low))


if __name__ == "__main__":
    sys.exit(main())
