"""Speed: in go real articles, out come seconds by stage, articles per second, peak memory and cold start.

    python -m bench --data ../shared/data            print a table
    python -m bench --data ../shared/data --write    also write docs/speed.md

Figures depend on the machine; they are never a test.
"""

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import zstandard

from tellings import sample
from tellings.engine.local import EngineSettings, LocalEngine
from tellings.pipeline import RunReport, run
from tellings.stages.read import ReadSettings, read_items
from tellings.store import Store

ROOT = Path(__file__).resolve().parent.parent
CORPUS = Path("stories") / "allsides_dev.jsonl.zst"
COLD_RUNS = 5


@dataclass(frozen=True)
class Measured:
    """One run over a corpus."""

    name: str
    articles: int
    workers: int
    seconds: float
    peak_mb: float  # of this process and the largest worker
    report: RunReport


def unpack(packed: Path, folder: Path, limit: int | None) -> Path:
    """The JSONL of a .zst file, its first `limit` lines."""
    target = folder / packed.name.removesuffix(".zst")
    with packed.open("rb") as source, target.open("w", encoding="utf-8") as out:
        text = zstandard.ZstdDecompressor().stream_reader(source).readall().decode("utf-8")
        lines = text.splitlines(keepends=True)
        out.writelines(lines[:limit])
    return target


def measure(corpus: Path, workers: int, folder: Path) -> Measured:
    """Collate a corpus into a new store."""
    store = Store(folder / f"store-{corpus.stem}-{workers}", create=True)
    engine = LocalEngine(EngineSettings(workers=workers), store.folder / "tmp")
    settings = ReadSettings(map="text=text,title=title,published=date,outlet=source,url=url")
    began = time.perf_counter()
    try:
        report = run(read_items([str(corpus)], settings=settings), store, engine)
    finally:
        engine.close()
    seconds = time.perf_counter() - began
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    return Measured(corpus.stem, report.ingested.articles, workers, seconds, peak, report)


def cold(folder: Path, paths: Path) -> float:
    """Median seconds of `tellings run` in a fresh process."""
    times = []
    for n in range(COLD_RUNS):
        command = [sys.executable, "-c", "from tellings.cli import main; main()", "run", str(paths)]
        began = time.perf_counter()
        subprocess.run([*command, "--store", str(folder / f"cold{paths.name}{n}")], check=True, capture_output=True)
        times.append(time.perf_counter() - began)
    return statistics.median(times)


def table(measured: Measured) -> list[str]:
    """A Markdown table of one run."""
    rows = [
        f"### {measured.name}: {measured.articles:,} articles, {measured.workers} processes\n",
        "| stage | seconds | articles/s | rows |",
        "|--|--:|--:|--:|",
    ]
    staged = sum(stage.seconds for stage in measured.report.stages)
    rows.append(
        f"| read | {measured.seconds - staged:.2f} | {measured.articles / (measured.seconds - staged):,.0f} | |"
    )
    for stage in measured.report.stages:
        rate = measured.articles / stage.seconds if stage.seconds else float("inf")
        rows.append(f"| {stage.name} | {stage.seconds:.2f} | {rate:,.0f} | {stage.rows:,} |")
    rows.append(f"| **all** | {measured.seconds:.2f} | {measured.articles / measured.seconds:,.0f} | |")
    return [*rows, f"\nPeak memory: {measured.peak_mb:,.0f} MB (main process and largest worker together).\n"]


def machine() -> str:
    """What the figures were measured on."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("tellings", "duckdb", "pyarrow", "numpy"))
    return f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; {packages}"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data", help="folder of the data")
    parser.add_argument("--limit", type=int, help="only so many articles of the corpus")
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="a .jsonl.zst below the data folder")
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2], help="numbers of processes to measure")
    parser.add_argument("--write", action="store_true", help="write docs/speed.md")
    options = parser.parse_args()
    lines = ["# Speed\n", f"Written by `python -m bench --write`. Measured on {machine()}.\n"]
    with tempfile.TemporaryDirectory(prefix="tellings-bench-") as name:
        folder = Path(name)
        folders = [("the sample, 14 articles", sample.folder())]
        seeds = options.data.parent / "seeds"
        if seeds.is_dir():
            folders.insert(0, ("five real articles", seeds))
        lines += ["## Cold start\n", "| what | seconds, median of 5 |", "|--|--:|"]
        lines += [f"| `tellings run` on {what} | {cold(folder, path):.2f} |" for what, path in folders]
        packed = options.data / options.corpus
        if packed.is_file():
            lines.append("\n## Real news\n")
            corpus = unpack(packed, folder, options.limit)
            for workers in options.workers:
                lines += table(measure(corpus, workers, folder))
        else:
            lines.append(f"\n(no {packed}: name the data folder with --data)\n")
    page = "\n".join(lines) + "\n"
    print(page)
    if options.write:
        (ROOT / "docs" / "speed.md").write_text(page, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
