"""What a store holds: in go a store and the stages, out come its tables, a row each, and what is amiss with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.text import Text

from tellings.model import Article, Item, table_name
from tellings.publish.lines import count, line
from tellings.stage import Stage
from tellings.store import Store, StoredPart

READER = "read"  # what writes the tables item and article
THOUSAND = 1000
UNITS = ("B", "kB", "MB", "GB", "TB")


@dataclass(frozen=True)
class TableStatus:
    """One table of a store."""

    table: str
    stage: str  # that writes it; "" where no stage of this version does
    reads: tuple[str, ...]  # the tables it is made from
    parts: int
    rows: int
    size: int  # bytes
    written: str  # when its newest part was written, ISO 8601 in UTC; "" where no file is there


@dataclass(frozen=True)
class StoreStatus:
    """A store at one moment."""

    folder: str
    format: int
    tables: tuple[TableStatus, ...]
    articles: int
    size: int  # bytes of all parts
    unfinished: int  # parts that an interrupted run has finished; the next run goes on from them
    unnamed: int  # files that nothing names; `tellings gc` deletes them
    unnamed_size: int  # bytes
    damaged: tuple[str, ...]  # parts that are missing or cut short (with `check`: whose bytes changed)
    running: bool  # whether a run is writing to it


def store_status(store: Store, stages: Iterable[Stage], check: bool = False) -> StoreStatus:
    """Tell what a store holds.

    Args:
        store: opened; need not be locked.
        stages: of the pipeline, which say what each table is made from.
        check: read every part and compare its SHA-256, which takes about a second for a gigabyte.
    """
    manifest, waiting = store.manifest(), store.journal()
    made = _makers(stages)
    by_table: dict[str, list[StoredPart]] = {}
    for part in manifest.parts:
        by_table.setdefault(part.table, []).append(part)
    order = {name: number for number, name in enumerate(made)}
    tables = sorted(by_table, key=lambda name: (order.get(name, len(order)), name))
    sound = store.is_whole if check else store.is_there
    unnamed = store.unnamed([*manifest.parts, *waiting])
    return StoreStatus(
        folder=str(store.folder),
        format=store.format,
        tables=tuple(_table(store, name, by_table[name], made) for name in tables),
        articles=manifest.rows(Article),
        size=sum(part.size for part in manifest.parts),
        unfinished=len(waiting),
        unnamed=len(unnamed),
        unnamed_size=sum(_size(path) for path in unnamed),
        damaged=tuple(f"{p.table} {p.slice} ({store.path(p).name})" for p in manifest.parts if not sound(p)),
        running=store.is_locked(),
    )


def _makers(stages: Iterable[Stage]) -> Mapping[str, tuple[str, tuple[str, ...]]]:
    """For each table the stage that writes it and the tables that one reads."""
    made: dict[str, tuple[str, tuple[str, ...]]] = {table_name(t): (READER, ()) for t in (Item, Article)}
    for stage in stages:
        read = (*stage.reads, *((stage.via,) if stage.via else ()))
        names = tuple(dict.fromkeys(table_name(t) for t in read))
        made |= {table_name(row_type): (stage.name, names) for row_type in stage.writes}
    return made


def _table(
    store: Store, name: str, parts: list[StoredPart], made: Mapping[str, tuple[str, tuple[str, ...]]]
) -> TableStatus:
    stage, reads = made.get(name, ("", ()))
    times = [store.path(part).stat().st_mtime for part in parts if store.path(part).is_file()]
    written = datetime.fromtimestamp(max(times), UTC).isoformat(timespec="seconds") if times else ""
    rows, size = sum(part.rows for part in parts), sum(part.size for part in parts)
    return TableStatus(name, stage, reads, len(parts), rows, size, written)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # a run has just swept it
        return 0


def in_bytes(size: int) -> str:
    """A size as a person reads it.

    >>> in_bytes(999), in_bytes(1_500_000)
    ('999 B', '1.5 MB')
    """
    value, unit = float(size), 0
    while value >= THOUSAND and unit < len(UNITS) - 1:
        value, unit = value / THOUSAND, unit + 1
    return f"{value:.1f} {UNITS[unit]}" if unit else f"{size} B"


def status_json(status: StoreStatus) -> dict[str, Any]:
    """A store's status as JSON."""
    return {"schema": 1, "store": asdict(status)}


def status_lines(status: StoreStatus) -> Iterator[Text]:
    """A store's status as text: a line for each table, then what is to be done."""
    yield line(
        (f"store {status.folder}", "bold"),
        f" · format {status.format} · {count(status.articles, 'article')} · {in_bytes(status.size)}",
    )
    head = ("table", "stage", "parts", "rows", "size", "written (UTC)", "from")
    cells = [
        (
            t.table,
            t.stage or "no stage of this version",
            f"{t.parts:,}",
            f"{t.rows:,}",
            in_bytes(t.size),
            t.written.removesuffix("+00:00").replace("T", " "),
            ", ".join(t.reads),
        )
        for t in status.tables
    ]
    widths = [max(len(row[column]) for row in (head, *cells)) for column in range(len(head))]
    for number, row in enumerate((head, *cells)):
        padded = [
            cell.rjust(w) if c in (2, 3, 4) else cell.ljust(w)
            for c, (cell, w) in enumerate(zip(row, widths, strict=True))
        ]
        yield line(("  " + "  ".join(padded).rstrip(), "dim" if number == 0 else ""))
    yield from _todo_lines(status)


def _todo_lines(status: StoreStatus) -> Iterator[Text]:
    if status.running:
        yield line("a run is writing to this store; what stands above is its last commit")
    elif status.unfinished:
        yield line(
            f"an interrupted run left {count(status.unfinished, 'finished part')}: the same run goes on from them"
        )
    if status.unnamed and not status.running:
        files = count(status.unnamed, "file")
        yield line(f"{files} that nothing names, {in_bytes(status.unnamed_size)}: tellings gc deletes them")
    for part in status.damaged:
        yield line(
            ("damaged", "bold"), f" {part}: the same tellings run again makes it anew, unless it is an article or item"
        )
