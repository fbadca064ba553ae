"""Increments: in go real articles by date, out comes what the next day's articles cost beside the first run.

    python -m bench.increments --data ../shared/data --articles 1500 --share 1

The newest `--share` per cent are added to a store of the others. Seconds are of processor time in one process; figures
depend on the machine; they are never a test.
"""

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from eval.story_sets import article_of, read_rows
from tellings.engine.local import EngineSettings, LocalEngine
from tellings.model import Article, Item, content_id
from tellings.pipeline import RunReport, run
from tellings.store import Store

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path("stories") / "allsides_37k.jsonl.zst"


@dataclass
class Clock:
    """Progress that notes the processor time of each stage's work."""

    spent: dict[str, float] = field(default_factory=dict)
    _name: str = ""
    _began: float = 0.0

    def begin(self, name: str, total: int | None) -> None:
        """A stage begins."""
        self._name, self._began = name, time.process_time()

    def advance(self, done: int) -> None:
        """Nothing is counted."""

    def end(self) -> None:
        """The stage is done."""
        self.spent[self._name] = self.spent.get(self._name, 0.0) + time.process_time() - self._began


def as_item(article: Article) -> tuple[Item, Article]:
    """An article as the reader would hand it on."""
    name = f"{article.article_id}.txt"
    return Item(
        content_id("item", article.article_id), name, -1, len(article.text), "article", "", article.article_id
    ), article


def add(folder: Path, articles: list[Article]) -> tuple[RunReport, Clock, float]:
    """Add articles to a store: the report, seconds by stage, seconds of all."""
    store, clock = Store(folder, create=True), Clock()
    began = time.process_time()
    engine = LocalEngine(EngineSettings(workers=1), store.folder / "tmp")
    try:
        report = run(map(as_item, articles), store, engine, progress=clock)
    finally:
        engine.close()
    return report, clock, time.process_time() - began


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the data")
    parser.add_argument("--articles", type=int, default=1_500, help="the newest so many dated ones")
    parser.add_argument("--share", type=float, default=1.0, help="per cent of them that come later")
    options = parser.parse_args()
    every = {
        a.article_id: a for a in map(article_of, read_rows(options.data / CORPUS)) if "2012" <= a.published < "2021"
    }
    chosen = sorted(every.values(), key=lambda a: (a.published, a.article_id))[-options.articles :]
    new = max(1, round(len(chosen) * options.share / 100))
    with tempfile.TemporaryDirectory(prefix="tellings-bench-") as name:
        _, first_clock, first_seconds = add(Path(name) / "s", chosen[:-new])
        report, clock, seconds = add(Path(name) / "s", chosen[-new:])
    print(f"| stage | first run, {len(chosen) - new:,} articles | {new:,} more | parts made | parts kept |")
    print("|--|--:|--:|--:|--:|")
    for stage in report.stages:
        one, two = (c.spent.get(stage.name, 0.0) for c in (first_clock, clock))
        print(f"| {stage.name} | {one:.2f} s | {two:.2f} s | {stage.ran} | {stage.kept} |")
    rest = [total - sum(c.spent.values()) for total, c in ((first_seconds, first_clock), (seconds, clock))]
    print(f"| keys, checks, store | {rest[0]:.2f} s | {rest[1]:.2f} s | | |")
    share = 100 * seconds / first_seconds
    print(f"| **all** | {first_seconds:.1f} s | {seconds:.1f} s: {share:.1f} % | | |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
