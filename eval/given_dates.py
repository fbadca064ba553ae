"""How often the date of publication that reading gives a page is right, by source; and that of addresses alone.

    python -m eval.given_dates --data ../shared/data            our own figures and htmldate's
    python -m eval.given_dates --data ... --check               exit 1 when a figure is below its floor
    python -m eval.given_dates --data ... --pin                 pin the floors to what is measured now
    python -m eval.given_dates --data ... --items               each page that is wrong, with all that it gives

Pages: the pages of trafilatura_eval whose address htmldate's gold dates. A date is right when it is the day of the
gold; `taken` is the share of pages that get a date at all, `right` the share of those that is right. The gold is one
reader's: of the pages that are wrong here, some give the day of the last change, or another time zone's day.
"""

import argparse
import gzip
import hashlib
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tellings.stages.read.page_metadata import find_metadata
from tellings.text.html import linearise

FLOORS = Path(__file__).parent / "floors" / "given_dates.json"
PAGES = "html/trafilatura_eval.jsonl.gz"
GOLD = "html/htmldate_gold.jsonl"


@dataclass(frozen=True)
class Dated:
    """One page or address as it was dated."""

    url: str
    gold: str
    found: str  # "" none
    source: str
    confidence: int
    given: tuple[str, ...]  # all that it gives


def pages(data: Path) -> list[tuple[str, str, str]]:
    """Address, HTML and gold date of each page that has one."""
    gold = {row["url"].rstrip("/"): row["date"] for row in map(json.loads, (data / GOLD).open(encoding="utf-8"))}
    with gzip.open(data / PAGES, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [(r["url"], r["html"], gold[r["url"].rstrip("/")]) for r in rows if r["url"].rstrip("/") in gold]


def ours(url: str, html: str, gold: str) -> Dated:
    """As reading dates a page that was fetched from an address."""
    dates = find_metadata(linearise(html).tree, html, url).dates
    taken = dates.taken("published")
    return Dated(
        url,
        gold,
        taken.value[:10] if taken else "",
        taken.source if taken else "",
        dates.confidence("published"),
        dates.rows(),
    )


def theirs(url: str, html: str, gold: str) -> Dated:
    """As htmldate dates it, at its best."""
    from htmldate import find_date  # noqa: PLC0415

    return Dated(url, gold, find_date(html, original_date=True, max_date="2100-01-01", url=url) or "", "", 0, ())


def from_addresses(data: Path) -> list[Dated]:
    """What the address of a page alone tells."""
    empty = linearise("<p>").tree
    rows = [json.loads(line) for line in (data / GOLD).open(encoding="utf-8")]
    found = [(row, find_metadata(empty, "", row["url"]).dates.taken("published")) for row in rows]
    return [Dated(row["url"], row["date"], date.value if date else "", "url", 0, ()) for row, date in found]


def scored(dated: Iterable[Dated]) -> dict[str, float]:
    """Share that is dated, share of those that is right, and F1 of the two."""
    listed = list(dated)
    found = [d for d in listed if d.found]
    right = sum(d.found == d.gold for d in found)
    return {
        "taken": len(found) / len(listed),
        "right": right / max(1, len(found)),
        "f1": 2 * right / (len(found) + len(listed)),
    }


def by_confidence(dated: Iterable[Dated]) -> list[tuple[str, int, int, int]]:
    """Source, confidence, pages, right ones."""
    pages_, right = Counter[tuple[str, int]](), Counter[tuple[str, int]]()
    for d in dated:
        if d.found:
            pages_[d.source, d.confidence] += 1
            right[d.source, d.confidence] += d.found == d.gold
    return [(*key, pages_[key], right[key]) for key in sorted(pages_)]


def check(figures: dict[str, dict[str, float]], fingerprint: str) -> list[str]:
    """What falls below its floor."""
    if not FLOORS.is_file():
        return ["given_dates: no floors pinned"]
    pinned = json.loads(FLOORS.read_text(encoding="utf-8"))
    if pinned["sha256"] != fingerprint:
        return ["given_dates: the data are others than the floors were pinned on"]
    return [
        f"{name}: {key} {figures[name][key]:.4f} is below {value}"
        for name, floor in pinned["figures"].items()
        for key, value in floor.items()
        if figures[name][key] < value
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--only-ours", action="store_true", help="leave htmldate out")
    for flag in ("--json", "--check", "--pin", "--items"):
        parser.add_argument(flag, action="store_true")
    options = parser.parse_args()
    if not all((options.data / name).is_file() for name in (PAGES, GOLD)):
        print(f"no {PAGES} and {GOLD} in {options.data}; give the folder that holds them with --data")
        return 2
    fingerprint = hashlib.sha256((options.data / GOLD).read_bytes()).hexdigest()
    begin = time.process_time()
    dated = [ours(*page) for page in pages(options.data)]
    seconds = time.process_time() - begin
    figures = {"pages": scored(dated), "addresses": scored(from_addresses(options.data))}
    if not options.only_ours and not options.check:
        figures["pages, htmldate"] = scored(theirs(*page) for page in pages(options.data))
    if options.json:
        print(json.dumps(figures, indent=1))
    else:
        tell(figures, dated, seconds)
    if options.items:
        for d in dated:
            if d.found and d.found != d.gold:
                print(d.gold, d.found, d.source, d.url, " | ".join(d.given))
    if options.pin:
        kept = {n: {k: int(v * 1000) / 1000 for k, v in figures[n].items()} for n in ("pages", "addresses")}
        FLOORS.write_text(json.dumps({"sha256": fingerprint, "figures": kept}, indent=1) + "\n", encoding="utf-8")
    problems = check(figures, fingerprint) if options.check else []
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def tell(figures: dict[str, dict[str, float]], dated: list[Dated], seconds: float) -> None:
    """Print the figures."""
    for name, values in figures.items():
        print(f"{name:18}" + "  ".join(f"{key} {value:.4f}" for key, value in values.items()))
    print(f"{len(dated)} pages, {len(dated) / seconds:.0f} a CPU-second (parsed for this alone)")
    for source, confidence, count, right in by_confidence(dated):
        print(f"  {source:14} told as {confidence} %: {right} of {count} right")


if __name__ == "__main__":
    sys.exit(main())
