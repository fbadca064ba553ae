"""Are times found and resolved rightly? Gold TIMEX3 in, F1 out, as TempEval-3 counts it.

strict: the same span. relaxed: spans that overlap. value: relaxed and the right value; type: relaxed and the right type
(share of the relaxed matches). Each gold and each found time counts once (UzZaman et al. 2013, TempEval-3).

    python -m eval.dates --data ../shared/data --split even --errors
    python -m eval.dates --data ../shared/data --system all     beside the peers of eval/peers/digest.txt
"""

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from eval.peers.times import PEERS, peer_system
from tellings.stages.dates import find_dates

FILE = "timex/meantime_en.jsonl"
FLOORS = Path(__file__).parent / "floors" / "dates.json"
LAST = Path(__file__).parent / "last" / "dates.json"

Found = tuple[int, int, str, str]  # start, end, type, value


@dataclass(frozen=True)
class Document:
    """One article with its gold times."""

    id: str
    published: str
    text: str
    gold: list[Found]


@dataclass
class Counts:
    """What was counted over some documents."""

    gold: int = 0
    found: int = 0
    strict: int = 0
    relaxed: int = 0
    value: int = 0
    type: int = 0

    def f1(self, right: int) -> float:
        """F1 in per cent."""
        return round(200 * right / max(1, self.gold + self.found), 2)

    def figures(self) -> dict[str, float]:
        """The table's row."""
        return {
            "strict": self.f1(self.strict),
            "relaxed": self.f1(self.relaxed),
            "value": self.f1(self.value),
            "value precision": round(100 * self.value / max(1, self.found), 2),
            "value recall": round(100 * self.value / max(1, self.gold), 2),
            "type accuracy": round(100 * self.type / max(1, self.relaxed), 2),
        }


def read(path: Path) -> list[Document]:
    """The gold file."""
    documents = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        gold = [(t["start"], t["end"], t["type"], t["value"]) for t in row["timexes"]]
        documents.append(Document(row["id"], row["dct"], row["text"], sorted(gold)))
    return documents


def choose(documents: list[Document], split: str) -> list[Document]:
    """The documents of a split: even (looked at while the rules were written), odd (only measured), all."""
    if split == "all":
        return documents
    return [d for d in documents if int(d.id.rsplit("-", 1)[-1]) % 2 == (split == "odd")]


def pair(gold: list[Found], found: list[Found]) -> list[tuple[Found | None, Found | None]]:
    """Gold and found times that overlap, in order; None where one has no partner."""
    pairs: list[tuple[Found | None, Found | None]] = []
    left = list(gold)
    for item in found:
        partner = next((g for g in left if g[0] < item[1] and item[0] < g[1]), None)
        if partner is not None:
            left.remove(partner)
        pairs.append((partner, item))
    return pairs + [(g, None) for g in left]


def tellings_times(document: Document) -> list[Found]:
    """What we find."""
    return [(t.start, t.end, t.type, t.value) for t in find_dates(document.text, document.published)]


SYSTEMS: dict[str, Callable[[Document], list[Found]]] = {"tellings": tellings_times}


def system_of(name: str) -> tuple[str, Callable[[Document], list[Found]] | None]:
    """A system's name with its version, and what runs it; None where it is not there, the name then says why."""
    if name in SYSTEMS:
        return name, SYSTEMS[name]
    return peer_system(name)


def count(documents: list[Document], system: Callable[[Document], list[Found]]) -> tuple[Counts, dict[str, str]]:
    """Counts over documents, and what became of each time."""
    counts, items = Counts(), {}
    for document in documents:
        found = sorted(system(document))
        counts.gold += len(document.gold)
        counts.found += len(found)
        for gold, item in pair(document.gold, found):
            if gold and item:
                counts.relaxed += 1
                counts.strict += gold[:2] == item[:2]
                counts.type += gold[2] == item[2]
                counts.value += gold[3] == item[3]
            place = gold or item
            assert place is not None
            outcome = "missed" if not item else "extra" if not gold else "right" if gold[3] == item[3] else "wrong"
            words = document.text[place[0] : place[1]].replace("\n", " ")
            values = f"{gold[3] if gold else '-'} / {item[3] if item else '-'}"
            items[f"{document.id}:{place[0]}"] = f"{outcome} [{words}] {values}"
    return counts, items


def compare(documents: list[Document], wanted: str) -> int:
    """One row for each system: value, relaxed and strict F1, and words a second of processor time."""
    words = sum(len(document.text.split()) for document in documents)
    print(f"{'value':>7}{'relaxed':>9}{'strict':>8}{'words/s':>11}")
    for name in [*SYSTEMS, *PEERS] if wanted == "all" else [wanted]:
        label, system = system_of(name)
        if system is None:
            print(f"{'not run':>35}  {label}")
            continue
        system(documents[0])  # what is read once is read
        started = time.process_time()
        figures = count(documents, system)[0].figures()
        speed = words / max(1e-9, time.process_time() - started)
        print(
            f"{figures['value']:7.1f}{figures['relaxed']:9.1f}{figures['strict']:8.1f}{speed:11,.0f}  {label}",
            flush=True,
        )
    return 0


def fingerprint(path: Path) -> str:
    """What the data file is told by."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check(path: Path, figures: dict[str, float], split: str) -> list[str]:
    """What lies below its floor."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    if floors["sha256"] != fingerprint(path):
        return [f"{path} is not the file that the floors were measured on"]
    return [
        f"{name}: {figures[name]} is below its floor {floor}"
        for name, floor in floors["splits"][split].items()
        if figures[name] < floor
    ]


def diff(items: dict[str, str]) -> None:
    """Print what was gained and lost since the last --save."""
    before = json.loads(LAST.read_text(encoding="utf-8")) if LAST.is_file() else {}
    for key in sorted({*before, *items}):
        if before.get(key) != items.get(key):
            print(f"{key}: {before.get(key, 'none')} -> {items.get(key, 'none')}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--split", choices=["even", "odd", "all"], default="all")
    parser.add_argument("--system", choices=[*SYSTEMS, *PEERS, "all"], default="tellings")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--errors", action="store_true", help="list what is not right")
    parser.add_argument("--check", action="store_true", help="fail when a figure is below its floor")
    parser.add_argument("--save", action="store_true", help="keep what became of each time, for --diff")
    parser.add_argument("--diff", action="store_true", help="list what changed since the last --save")
    options = parser.parse_args()
    path = options.data / FILE
    if not path.is_file():
        print(f"missing: {path}; name the data folder with --data", file=sys.stderr)
        return 2
    if options.system != "tellings":
        return compare(choose(read(path), options.split), options.system)
    counts, items = count(choose(read(path), options.split), tellings_times)
    figures = counts.figures()
    if options.errors:
        print("\n".join(f"{key}: {what}" for key, what in items.items() if not what.startswith("right")))
    if options.diff:
        diff(items)
    if options.save:
        LAST.parent.mkdir(exist_ok=True)
        LAST.write_text(json.dumps(items, indent=0, ensure_ascii=False), encoding="utf-8")
    if options.json:
        print(json.dumps({"split": options.split, "gold": counts.gold, "found": counts.found, **figures}))
    else:
        print(f"{options.system}, {FILE}, split {options.split}: {counts.gold} gold, {counts.found} found")
        print("\n".join(f"  {name:16} {value:6.2f}" for name, value in figures.items()))
    low = check(path, figures, options.split) if options.check else []
    print("\n".join(low), end="\n" if low else "", file=sys.stderr)
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main())
