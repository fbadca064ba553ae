"""Is the timeline right? Gold stories in; out come phases and history told rightly, and dated sentences that meet.

phase and history: of the dated times of eval/gold/events.tsv (one reader, before the rules were written; those left
open are not judged), how many get the right phase (done, announced, planned, cancelled), by class too, and the right
side of the line between history and the story's own days; a time not found counts against "and date found" alone. meet:
pairs of two tellings' dated sentences that share an event_id, against those that hold assertions of one gold claim; a
pair is judged only where both sides hold an assertion and their dates overlap.

    python -m eval.timeline --split dev --errors
    python -m eval.timeline --split dev --check
"""

import argparse
import csv
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from eval.claims import Place, held_claims
from eval.gold.load import fingerprint, load_stories
from eval.gold.model import GoldStory
from eval.run_gold import Ran, run_gold
from tellings.model import PHASES, Event
from tellings.stages import STAGES
from tellings.stages.events.days import days_of

ROOT = Path(__file__).resolve().parent
GOLD = ROOT / "gold" / "events.tsv"
FLOORS = ROOT / "floors" / "timeline.json"
LAST = ROOT / "last"


@dataclass(frozen=True, slots=True)
class Marked:
    """What a reader says of one dated time."""

    story: str
    article: str
    start: int
    words: str
    phase: str  # one of PHASES, or "open"
    background: bool


@dataclass
class Found:
    """What was counted over some stories."""

    phases: Counter[tuple[str, str]] = field(default_factory=Counter)  # of the gold, of the program; "" not found
    history: Counter[tuple[bool, bool]] = field(default_factory=Counter)
    meet: Counter[str] = field(default_factory=Counter)  # right, wrong, missed
    items: dict[str, str] = field(default_factory=dict)


def read_marked(path: Path = GOLD) -> list[Marked]:
    """The reader's rows."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [
        Marked(r["story"], r["article"], int(r["start"]), r["words"], r["phase"], r["background"] == "yes")
        for r in csv.DictReader(lines, delimiter="\t")
    ]


def judge_times(ran: Ran, marked: Iterable[Marked], found: Found) -> None:
    """Phase and history of the marked times of one story."""
    events = sorted(ran.tables.of(Event), key=lambda e: e.rule == "posted")
    for mark in marked:
        if mark.story != ran.story.name or mark.phase == "open":
            continue
        end = mark.start + len(mark.words)
        own = (row for row in events if ran.names[row.article_id] == mark.article)
        row = next((row for row in own if row.timex_start < end and mark.start < row.timex_end), None)
        phase = row.phase if row else ""
        found.phases[mark.phase, phase] += 1
        if row:
            found.history[mark.background, row.background] += 1
        sides = "own days", "history"
        outcome = f"{mark.phase} / {phase or 'no date found'}"
        if row and row.background != mark.background:
            outcome += f"; {sides[mark.background]} / {sides[row.background]}"
        wrong = phase != mark.phase or (row and row.background != mark.background)
        name = f"{mark.story} {mark.article}:{mark.start}"
        found.items[name] = f"{'wrong' if wrong else 'right'} [{mark.words}] {outcome}"


def dated_pairs(ran: Ran) -> Iterator[tuple[Event, Event, bool]]:
    """Dated sentences of two tellings that both hold assertions, with whether a claim is common to them."""
    rows = ran.tables.of(Event)
    claims = [held_claims(ran.story, Place(ran.names[r.article_id], r.start, r.end)) for r in rows]
    for (a, some), (b, others) in combinations(zip(rows, claims, strict=True), 2):
        if a.article_id != b.article_id and some and others:
            yield a, b, bool(some & others)


def _overlap(a: Event, b: Event) -> bool:
    """Whether the dates of two sentences can be of one event."""
    (first, last), (begin, end) = days_of(a.date), days_of(b.date)
    return first <= end and begin <= last


def judge_pairs(ran: Ran, found: Found) -> None:
    """Which dated sentences meet that should; pairs whose dates exclude one another are no candidates."""
    for a, b, common in dated_pairs(ran):
        joined = a.event_id == b.event_id
        if not _overlap(a, b) or not (common or joined):
            continue
        outcome = "right" if common and joined else "missed" if common else "wrong"
        found.meet[outcome] += 1
        place = f"{ran.names[a.article_id]}:{a.timex_start} {ran.names[b.article_id]}:{b.timex_start}"
        found.items[f"{ran.story.name} {place}"] = f"{outcome} pair"


def figures(found: Found) -> dict[str, float]:
    """Per cent."""
    counts = {f"phase {kind}": _f1(found.phases, kind) for kind in PHASES if any(kind in pair for pair in found.phases)}
    right = sum(n for (gold, ours), n in found.phases.items() if gold == ours)
    judged = sum(found.history.values())
    same = sum(n for (gold, ours), n in found.history.items() if gold == ours)
    pairs = found.meet
    return {
        "phase right": round(100 * right / max(1, sum(n for (_, ours), n in found.phases.items() if ours)), 1),
        "and date found": round(100 * right / max(1, found.phases.total()), 1),
        **counts,
        "history right": round(100 * same / max(1, judged), 1),
        "meet precision": round(100 * pairs["right"] / max(1, pairs["right"] + pairs["wrong"]), 1),
        "meet recall": round(100 * pairs["right"] / max(1, pairs["right"] + pairs["missed"]), 1),
    }


def _f1(phases: Counter[tuple[str, str]], kind: str) -> float:
    """F1 of one phase."""
    gold = sum(n for (one, _), n in phases.items() if one == kind)
    ours = sum(n for (_, one), n in phases.items() if one == kind)
    return round(200 * phases[kind, kind] / max(1, gold + ours), 1)


def score(stories: Iterable[GoldStory]) -> Found:
    """All that is judged of some stories."""
    marked, found = read_marked(), Found()
    names = [stage.name for stage in STAGES]
    stages = STAGES[: names.index("events") + 1]
    for story in stories:
        ran = run_gold(story, stages)
        judge_times(ran, marked, found)
        judge_pairs(ran, found)
    return found


def stories_of(split: str) -> list[GoldStory]:
    """The stories of a split that are of several tellings."""
    return [story for story in load_stories(split) if story.claims]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="not needed: the stories are our own")
    parser.add_argument("--split", choices=["train", "dev", "test"], default="dev")
    parser.add_argument("--errors", action="store_true", help="list what is not right")
    parser.add_argument("--check", action="store_true", help="fail when a figure is below its floor")
    parser.add_argument("--pin", action="store_true", help="write the figures of this split as its floors")
    parser.add_argument("--save", action="store_true", help="keep what became of each item, for --diff")
    parser.add_argument("--diff", action="store_true", help="list what changed since the last --save")
    options = parser.parse_args()
    stories = stories_of(options.split)
    found = score(stories)
    table = figures(found)
    print(
        f"timeline, split {options.split}: {len(stories)} stories, "
        f"{found.phases.total()} times, {found.meet.total()} pairs"
    )
    print("\n".join(f"  {name:16} {value:6.1f}" for name, value in table.items()))
    if options.errors:
        print("\n".join(f"{key}: {what}" for key, what in found.items.items() if not what.startswith("right")))
    last = LAST / f"timeline-{options.split}.json"
    if options.diff:
        before = json.loads(last.read_text(encoding="utf-8")) if last.is_file() else {}
        for key in sorted({*before, *found.items}):
            if before.get(key) != found.items.get(key):
                print(f"{key}: {before.get(key, 'none')} -> {found.items.get(key, 'none')}")
    if options.save:
        LAST.mkdir(exist_ok=True)
        last.write_text(json.dumps(found.items, indent=0, ensure_ascii=False), encoding="utf-8")
    floors = json.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    if options.pin:
        floors[options.split] = {"gold": fingerprint(stories), "figures": table}
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    low = below(floors.get(options.split, {}), stories, table) if options.check else []
    print("\n".join(low), end="\n" if low else "", file=sys.stderr)
    return 1 if low else 0


def below(floor: dict[str, "str | dict[str, float]"], stories: list[GoldStory], table: dict[str, float]) -> list[str]:
    """What lies below its floor."""
    if not floor:
        return ["no floors pinned for this split: --pin"]
    if floor["gold"] != fingerprint(stories):
        return ["the gold is not the one that the floors were measured on: look at the figures, then --pin"]
    pinned = floor["figures"]
    assert isinstance(pinned, dict)
    return [
        f"{name}: {table.get(name, 0.0)} is below its floor {value}"
        for name, value in pinned.items()
        if table.get(name, 0.0) < value
    ]


if __name__ == "__main__":
    sys.exit(main())
