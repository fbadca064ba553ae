"""Do claims meet across tellings? In go gold claims and aligned spans, out come precision, recall and F1 of pairs.

    python -m eval.claims --split dev                the program, and the plain baseline beside it
    python -m eval.claims --split alike              pairs of real articles, to choose figures by (eval/gold/alike.py)
    python -m eval.claims --check                    fail below the floors (dev)
    python -m eval.claims --split dev --save         keep what became of each pair; --diff lists what changed since

A pair is two tellings' assertions of one claim. A predicted pair of spans stands for the pair of gold assertions whose
words it holds (each at least half covered), of one claim if there is such a one. Gold does not write down every
sentence: a predicted pair of which a side holds no assertion of the gold is not judged, but counted.
"""

import argparse
import importlib
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from eval.gold.alike import load_alike
from eval.gold.load import fingerprint
from eval.gold.model import GoldStory, Span
from eval.run_gold import SPLITS, Ran, load_split, run_gold
from tellings.model import Assertion

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "eval" / "floors" / "claims.json"
LAST = ROOT / "eval" / "last"
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


@dataclass(frozen=True)
class Judged:
    """The pairs of one story, by what became of them."""

    found: frozenset[GoldPair]
    missed: frozenset[GoldPair]
    wrong: frozenset[tuple[Place, Place]]
    unjudged: frozenset[tuple[Place, Place]]

    @property
    def counts(self) -> Counts:
        """How many of each."""
        return Counts(len(self.found), len(self.wrong), len(self.missed), len(self.unjudged))


def judge_claims(story: GoldStory, aligned: Iterable[Sequence[Place]]) -> Judged:
    """Pairs of one story.

    Args:
        story: the gold.
        aligned: groups of places that are said to assert the same.
    """
    gold, found = gold_pairs(story), set[GoldPair]()
    wrong, unjudged = set[tuple[Place, Place]](), set[tuple[Place, Place]]()
    pairs = {
        (min(pair), max(pair))
        for group in aligned
        for pair in combinations(set(group), 2)
        if pair[0].article != pair[1].article
    }
    for one, other in sorted(pairs):
        claims = held_claims(story, one), held_claims(story, other)
        if not all(claims):
            unjudged.add((one, other))
        elif shared := claims[0] & claims[1]:
            found |= {(claim, one.article, other.article) for claim in shared}
        else:
            wrong.add((one, other))
    return Judged(frozenset(found), frozenset(gold - found), frozenset(wrong), frozenset(unjudged))


def score_claims(story: GoldStory, aligned: Iterable[Sequence[Place]]) -> Counts:
    """Counts of `judge_claims`."""
    return judge_claims(story, aligned).counts


def claimed(ran: Ran) -> list[list[Place]]:
    """The places of each claim, as the program has them."""
    groups: dict[str, list[Place]] = {}
    for row in ran.tables.of(Assertion):
        groups.setdefault(row.claim_id, []).append(Place(ran.names[row.article_id], row.start, row.end))
    return list(groups.values())


def told_pairs(story: GoldStory, judged: Judged) -> dict[str, str]:
    """What became of each pair, in words; what is not judged is left out."""
    texts = {claim.claim: claim.text for claim in story.claims}

    def words(place: Place) -> str:
        return " ".join(story.article(place.article).text[place.start : place.end].split())

    told = {}
    for outcome, pairs in (("found", judged.found), ("missed", judged.missed)):
        for claim, one, other in sorted(pairs):
            told[f"{story.name} {claim} {one} {other}"] = f"{outcome}: {texts[claim]}"
    for one, other in sorted(judged.wrong):
        key = f"{story.name} {one.article}:{one.start} {other.article}:{other.start}"
        told[key] = f"wrong: {words(one)} / {words(other)}"
    return told


def baseline(stories: Sequence[GoldStory]) -> Counts:
    """Sentences of two tellings that share three content words in ten."""
    plain = importlib.import_module("eval.baselines")  # it imports this module
    return sum((score_claims(story, plain.like_pairs(plain.sentences_of(story))) for story in stories), Counts())


def told(counts: Counts) -> str:
    """Figures on one line."""
    return (
        f"P {counts.precision:.3f} R {counts.recall:.3f} F1 {counts.f1:.3f}"
        f" ({counts.right + counts.missed} pairs, {counts.unjudged} unjudged)"
    )


def check(stories: Sequence[GoldStory], counts: Counts, split: str) -> list[str]:
    """What lies below its floor."""
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    if split not in pinned:
        return [f"no floor for split {split}"]
    if pinned[split]["fingerprint"] != fingerprint(stories):
        return [f"the stories of {split} are not those that the floor was measured on"]
    low = [name for name in ("precision", "recall", "f1") if getattr(counts, name) < pinned[split][name] - 5e-4]
    return [f"{name}: {getattr(counts, name):.4f} is below its floor {pinned[split][name]:.4f}" for name in low]


def pin(stories: Sequence[GoldStory], counts: Counts, split: str) -> None:
    """Write the figures as floors of a split."""
    pinned = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    figures = {name: round(getattr(counts, name), 4) for name in ("precision", "recall", "f1")}
    pinned[split] = {"fingerprint": fingerprint(stories), **figures}
    FLOORS.write_text(json.dumps(pinned, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def keep_items(given: argparse.Namespace, name: str, became: dict[str, str]) -> None:
    """What --diff and --save ask for: changes of items since the last save, and a new save."""
    path = LAST / f"{name}.json"
    if given.diff:
        compare_with_last(became, path)
    if given.save:
        LAST.mkdir(exist_ok=True)
        path.write_text(json.dumps(became, indent=0, ensure_ascii=False), encoding="utf-8")


def compare_with_last(now: dict[str, str], path: Path) -> None:
    """Print what was gained and lost since the last --save."""
    before = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    for key in sorted({*before, *now}):
        if before.get(key) != now.get(key):
            print(f"{key}: {before.get(key, 'not there')} -> {now.get(key, 'not there')}")


def main(arguments: list[str] | None = None) -> int:
    """Score the program on a split."""
    parser = argparse.ArgumentParser(prog="python -m eval.claims", description="Score the alignment of claims.")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the data")
    parser.add_argument("--split", choices=(*SPLITS, "alike"), default="dev")
    parser.add_argument("--errors", action="store_true", help="list what is missed or wrong")
    parser.add_argument("--check", action="store_true", help="fail when a figure is below its floor")
    parser.add_argument("--pin", action="store_true", help="pin the present figures as floors")
    parser.add_argument("--save", action="store_true", help="keep what became of each pair, for --diff")
    parser.add_argument("--diff", action="store_true", help="list what changed since the last --save")
    given = parser.parse_args(arguments)
    data = given.data if given.data.is_dir() else None
    stories = load_alike(given.data) if given.split == "alike" else load_split(given.split, data)
    if not stories:
        print(f"{given.split}: no stories here; their texts lie in {given.data}", file=sys.stderr)
        return 2
    rows = [judge_claims(story, claimed(run_gold(story))) for story in stories]
    counts = sum((row.counts for row in rows), Counts())
    became = {k: what for story, row in zip(stories, rows, strict=True) for k, what in told_pairs(story, row).items()}
    print(f"{given.split}, {len(stories)} stories\n  tellings  {told(counts)}\n  baseline  {told(baseline(stories))}")
    if given.errors:
        print("\n".join(f"{key}: {what}" for key, what in became.items() if not what.startswith("found")))
    keep_items(given, f"claims_{given.split}", became)
    if given.pin:
        pin(stories, counts, given.split)
    low = check(stories, counts, given.split) if given.check else []
    print("\n".join(low), end="\n" if low else "", file=sys.stderr)
    return int(bool(low))


if __name__ == "__main__":
    sys.exit(main())
