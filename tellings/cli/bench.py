"""tellings bench: in go articles of yours or the sample, out come seconds, articles a second and memory by stage."""

import json
import os
import platform
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from tellings import sample
from tellings.cli.options import JsonOption
from tellings.cli.terminal import Bars, print_lines
from tellings.engine.local import EngineSettings, LocalEngine
from tellings.errors import NothingRead
from tellings.ingest import Intake
from tellings.pipeline import RunReport, run
from tellings.publish.lines import count, line
from tellings.stages.read import ReadSettings, read_items
from tellings.store import Store

SHORT = "Measure the speed of a run on this machine."
EPILOG = """\b
Examples:
  tellings bench
  tellings bench articles/ --limit 1000 --workers 1
  tellings bench dump.jsonl --map text=body,published=date --json
"""
KILO = 1024 if sys.platform == "linux" else 1024 * 1024  # ru_maxrss is in kB on Linux, in bytes on macOS


@dataclass(frozen=True)
class Measured:
    """One run."""

    articles: int
    workers: int
    seconds: float
    processor_seconds: float  # of all processes; the figure to compare on a machine that does other work
    peak_mb: float  # of the main process and the largest worker; 0 where the system does not tell (Windows)
    stages: tuple[tuple[str, float], ...]  # seconds by stage, reading first


def command(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Files or folders; the sample by default.")
    ] = None,
    workers: Annotated[int, typer.Option(min=0, help="Processes; 0 takes every core.")] = 0,
    limit: Annotated[int, typer.Option("--limit", min=0, metavar="N", help="Take so many articles; 0 takes all.")] = 0,
    map_: Annotated[
        str, typer.Option("--map", metavar="FIELD=COLUMN,...", help="Which column of a record holds what.")
    ] = "",
    json_: JsonOption = False,
) -> None:
    """Run all stages over articles into a store that is thrown away, and tell what each stage cost.

    Figures depend on the machine and on what else it does: compare processor seconds, not seconds.
    """
    measured = measure(paths or [str(sample.folder())], workers, limit, map_, quiet=json_)
    packages = {name: version(name) for name in ("tellings", "duckdb", "pyarrow", "numpy")}
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    if json_:
        told = {"schema": 1, "bench": asdict(measured), "machine": machine, "packages": packages}
        typer.echo(json.dumps(told, indent=1))
        return
    print_lines(line(text) for text in _table(measured))
    print_lines([line((f"{machine}; " + ", ".join(f"{k} {v}" for k, v in packages.items()), "dim"))])


def measure(paths: list[str], workers: int, limit: int, map_: str, quiet: bool) -> Measured:
    """Collate articles into a new store.

    Raises:
        NothingRead: there is no article.
    """
    items = read_items(paths, settings=ReadSettings(map=map_))
    with tempfile.TemporaryDirectory(prefix="tellings-bench-") as name, Bars(quiet) as bars:
        store = Store(Path(name) / "store", create=True)
        engine = LocalEngine(EngineSettings(workers=workers), store.folder / "tmp")
        began, spent = time.perf_counter(), _processor_seconds()
        try:
            report = run(items, store, engine, progress=bars, intake=Intake(limit=limit))
        finally:
            engine.close()
        seconds = time.perf_counter() - began
    if not report.ingested.articles:
        raise NothingRead(f"no article could be read from {', '.join(paths)}; `tellings run` tells why")
    return Measured(
        articles=report.ingested.articles,
        workers=engine.workers,
        seconds=seconds,
        processor_seconds=_processor_seconds() - spent,
        peak_mb=_peak_mb(),
        stages=_stages(report, seconds),
    )


def _peak_mb() -> float:
    if sys.platform == "win32":
        return 0.0
    import resource  # noqa: PLC0415 - not on Windows

    return sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / KILO


def _processor_seconds() -> float:
    """Of this process and of those of its workers that have ended."""
    return sum(os.times()[:4])


def _stages(report: RunReport, seconds: float) -> tuple[tuple[str, float], ...]:
    read = seconds - sum(stage.seconds for stage in report.stages)
    return (("read", read), *((stage.name, stage.seconds) for stage in report.stages))


def _table(measured: Measured) -> list[str]:
    """The figures as a table."""
    rows = [f"{'stage':<14}{'seconds':>9}{'articles/s':>12}"]
    for name, seconds in (*measured.stages, ("all", measured.seconds)):
        rate = f"{measured.articles / seconds:,.0f}" if seconds > 0.0005 else ""
        rows.append(f"{name:<14}{seconds:>9.2f}{rate:>12}")
    each = 1000 * measured.processor_seconds / measured.articles
    return [
        f"{count(measured.articles, 'article')}, {count(measured.workers, 'process', 'processes')}",
        *rows,
        f"processor: {measured.processor_seconds:.1f} s, {each:.1f} ms an article",
        f"peak memory: {measured.peak_mb:,.0f} MB",
    ]
