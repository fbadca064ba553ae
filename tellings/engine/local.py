"""This machine: DuckDB for SQL, a pool of spawned processes for functions."""

import os
import signal
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from tellings.engine import Share, Task
from tellings.engine.groups import BUCKET_END, GROUP, GroupStream, chunks, run_chunk
from tellings.errors import TellingsError
from tellings.model import Failure, Row, arrow_schema, table_name
from tellings.stage import Stage
from tellings.store import PartWriter

# How many threads a worker's linear algebra may use: there is a worker for each core already, and threads that wait for
# one another do so at full load.
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


@dataclass(frozen=True)
class EngineSettings:
    """How the local engine works; none of it changes a row."""

    workers: int = 0  # processes; 0: one for each core this process may use
    chunk: int = (
        32  # groups handed to a worker at once: about 0.3 s of work, so that progress is seen and cores even out
    )
    inline_below: int = 150  # groups that are worked on without starting processes, which cost about a second
    batch: int = 8_192  # rows in a batch read from SQL: some tens of MB for the widest table
    tries: int = 3  # how often a chunk is tried when a worker dies under it


def connect(threads: int, temp: Path | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection in memory that never reaches for the network and spills to `temp`."""
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "threads": threads,
        "TimeZone": "UTC",
    }
    if temp is not None:
        config["temp_directory"] = str(temp)
    try:
        return duckdb.connect(":memory:", config=config)
    except duckdb.Error:  # a build without the ICU extension has no time zones to set, and needs none
        del config["TimeZone"]
        return duckdb.connect(":memory:", config=config)


def quoted(value: str | Path) -> str:
    """A value as a literal of SQL.

    >>> quoted("it's")
    "'it''s'"
    """
    return "'" + str(value).replace("'", "''") + "'"


def files_sql(files: Sequence[Path], row_type: type[Row], numbered: bool = False) -> str:
    """The rows of some part files as a FROM item, with their numbers on demand; an empty table where there are none."""
    if not files:
        columns = ", ".join(f'null as "{name}"' for name in arrow_schema(row_type).names)
        return f"(select {columns} where false)"
    listed = ", ".join(quoted(path.as_posix()) for path in files)
    return f"read_parquet([{listed}], file_row_number = true)" if numbered else f"read_parquet([{listed}])"


def union(task: Task, row_type: type[Row]) -> tuple[Path, ...]:
    """The files of a table that any share of the task reads."""
    return tuple(dict.fromkeys(path for share in task.shares for path in share.inputs.get(row_type, ())))


def group_sql(stage: Stage, alias: str, bucketed: bool) -> str:
    """The expression that names a row's group: its bucket goes before, so that buckets follow one another."""
    column = f'{alias}."{stage.by}"'
    return f"{alias}.bucket || {quoted(BUCKET_END)} || {column}" if bucketed else column


def grouped_sql(task: Task, row_type: type[Row]) -> str:
    """SELECT that gives the rows of a table with their group in front: by group, by article, then as stored."""
    stage, names, via = task.stage, arrow_schema(row_type).names, task.stage.via
    columns = ", ".join(f't."{name}"' for name in names)
    files = union(task, row_type)
    row_number = "file_row_number" if files else "0"
    source = f"(select *, {row_number} as _row from {files_sql(files, row_type, numbered=True)})"
    bucketed = any(share.bucket for share in task.shares)
    members = ""
    if not stage.by:
        group = "''"
    elif via is None or (row_type is via and stage.by in names):
        group = group_sql(stage, "t", bucketed)
    else:
        match = stage.by if stage.by in names else "article_id"
        distinct = f'select distinct "{match}", "{stage.by}"' + (", bucket" if bucketed else "")
        members = f' join ({distinct} from {files_sql(union(task, via), via)}) v on t."{match}" = v."{match}"'
        group = group_sql(stage, "v", bucketed)
    wanted = ", ".join(quoted(share.bucket) for share in task.shares)
    where = f" where {'v' if members else 't'}.bucket in ({wanted})" if bucketed else ""
    order = ", ".join([GROUP, *(["article_id"] if "article_id" in names else []), "_row"])
    sql = f"select {group} as {GROUP}, {columns}, t._row from {source} t{members}{where}"
    return f"select * exclude (_row) from ({sql}) order by {order}"


class LocalEngine:
    """Runs stages on one machine; the bytes written do not depend on the number of workers."""

    def __init__(self, settings: EngineSettings | None = None, temp: Path | None = None) -> None:
        self.settings = settings or EngineSettings()
        self.workers = self.settings.workers or _cores()
        self._temp = temp
        self._pool: ProcessPoolExecutor | None = None
        self._db: duckdb.DuckDBPyConnection | None = None

    @property
    def db(self) -> duckdb.DuckDBPyConnection:
        """The connection, opened when first used."""
        if self._db is None:
            self._db = connect(self.workers, self._temp)
        return self._db

    def close(self) -> None:
        """Let go of workers and of the connection."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
        if self._db is not None:
            self._db.close()
            self._db = None

    def count(self, task: Task) -> int:
        """How many groups the task has."""
        return sum(len(keys) for keys in self._keys(task).values())

    def select(self, task: Task) -> None:
        """Run the stage's SELECT for each share, ordered by all columns."""
        (row_type,) = task.stage.writes
        columns = ", ".join(f'"{name}"' for name in arrow_schema(row_type).names)
        for share in task.shares:
            for read, files in share.inputs.items():
                self.db.execute(f"create or replace temp view {table_name(read)} as from {files_sql(files, read)}")
            query = f"select {columns} from ({task.stage.select}) order by all"
            reader = self.db.sql(query).to_arrow_reader(self.settings.batch)
            with ShareWriter(share, (row_type,)) as out:
                for batch in reader:
                    out.write([pa.Table.from_batches([batch])])
            task.tick(1)
            task.done(share, out.rows)

    def each(self, task: Task) -> None:
        """Call the stage's function once for each group of rows of each share."""
        results = self._run_chunks(task)
        for share, chunk_count in self._chunk_counts(task):
            with ShareWriter(share, (*task.stage.writes, Failure)) as out:
                for _ in range(chunk_count):
                    tables, groups = next(results)
                    out.write(tables)
                    task.tick(groups)
            task.done(share, out.rows)

    def _keys(self, task: Task) -> dict[str, list[str]]:
        """The groups of each share, by its key, in order."""
        stage = task.stage
        if stage.select or stage.by in ("", "part"):
            return {share.key: [""] for share in task.shares}
        if stage.by == "article_id":
            return {share.key: _article_ids(share.inputs[stage.reads[0]]) for share in task.shares}
        driver = stage.via or stage.reads[0]
        bucketed = any(share.bucket for share in task.shares)
        group = group_sql(stage, "t", bucketed)
        source = files_sql(union(task, driver), driver)
        found = [key for (key,) in self.db.sql(f"select distinct {group} as k from {source} t order by k").fetchall()]
        if not bucketed:
            return {share.key: found for share in task.shares}
        by_bucket: dict[str, list[str]] = {}
        for key in found:
            by_bucket.setdefault(key.partition(BUCKET_END)[0], []).append(key)
        return {share.key: by_bucket.get(share.bucket, []) for share in task.shares}

    def _chunk_counts(self, task: Task) -> Iterator[tuple[Share, int]]:
        """Each share with the number of chunks its groups make; no chunk crosses two shares."""
        keys = self._keys(task)
        for share in task.shares:
            yield share, -(-len(keys[share.key]) // self.settings.chunk)

    def _read_chunks(self, task: Task) -> Iterator[tuple[list[pa.Table], int]]:
        """The tables read, cut into chunks of whole groups, share after share."""
        keys = self._keys(task)
        if task.stage.by in ("article_id", "part"):
            whole = task.stage.by == "part"
            for share in task.shares:
                streams = [_part_stream(share.inputs[row_type], row_type, whole) for row_type in task.stage.takes]
                yield from _cut(streams, keys[share.key], self.settings.chunk)
            return
        with ExitStack() as stack:
            streams = []
            for row_type in task.stage.takes:
                cursor = stack.enter_context(self.db.cursor())  # each stream needs a connection of its own
                reader = cursor.sql(grouped_sql(task, row_type)).to_arrow_reader(self.settings.batch)
                streams.append(GroupStream(iter(reader), reader.schema))
            for share in task.shares:
                yield from _cut(streams, keys[share.key], self.settings.chunk)

    def _run_chunks(self, task: Task) -> Iterator[tuple[list[pa.Table], int]]:
        """What the stage's function yields, chunk by chunk, in order."""
        read = self._read_chunks(task)
        if self.workers == 1 or not task.stage.by or self.count(task) < max(2, self.settings.inline_below):
            for tables, groups in read:
                yield run_chunk(task.stage, tables), groups
            return
        waiting: deque[_Sent] = deque()
        for tables, groups in read:
            waiting.append(self._send(task.stage, tables, groups))
            while len(waiting) > 2 * self.workers:
                yield self._receive(waiting)
        while waiting:
            yield self._receive(waiting)

    def _send(self, stage: Stage, tables: list[pa.Table], groups: int) -> "_Sent":
        if self._pool is None:
            for name in THREADS:
                os.environ.setdefault(name, "1")  # workers inherit it
            self._pool = ProcessPoolExecutor(self.workers, get_context("spawn"), initializer=_ignore_interrupt)
        return _Sent(stage, tables, groups, self._pool.submit(run_chunk, stage, tables))

    def _receive(self, waiting: "deque[_Sent]") -> tuple[list[pa.Table], int]:
        """Result of the chunk sent first; chunks are sent anew when a worker died under them."""
        for _ in range(self.settings.tries):
            try:
                return waiting[0].future.result(), waiting.popleft().groups
            except BrokenProcessPool:
                self._pool = None
                again = [self._send(sent.stage, sent.tables, sent.groups) for sent in waiting]
                waiting.clear()
                waiting.extend(again)
        raise TellingsError(
            f"worker processes died {self.settings.tries} times in stage {waiting[0].stage.name!r};"
            " memory may be short: run again with --workers 1 (what is done is kept)"
        )


class ShareWriter:
    """Writes the tables of one share, a file each."""

    def __init__(self, share: Share, types: Sequence[type[Row]]) -> None:
        self._stack = ExitStack()
        every = dict.fromkeys((*types, Failure))
        self._writers = {row_type: PartWriter(share.outputs[row_type], row_type) for row_type in every}

    @property
    def rows(self) -> dict[type[Row], int]:
        """Rows written to each table."""
        return {row_type: writer.rows for row_type, writer in self._writers.items()}

    def write(self, tables: Sequence[pa.Table]) -> None:
        """Add rows, one table for each type, in the order given at the start."""
        for writer, table in zip(self._writers.values(), tables, strict=False):
            writer.write(table)

    def __enter__(self) -> Self:
        for writer in self._writers.values():
            self._stack.enter_context(writer)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._stack.__exit__(kind, error, at)


def _article_ids(files: Sequence[Path]) -> list[str]:
    """Ids of the articles of a slice, in order."""
    ids: set[str] = set()
    for path in files:
        ids.update(pq.read_table(path, columns=["article_id"]).column("article_id").to_pylist())
    return sorted(ids)


def _part_stream(files: Sequence[Path], row_type: type[Row], whole: bool) -> GroupStream:
    """The rows of a slice, which is small and stored in the order of its articles; by article, or as one group."""
    schema = arrow_schema(row_type).insert(0, pa.field(GROUP, pa.string()))
    tables = [pq.read_table(path, schema=arrow_schema(row_type)) for path in files]
    keys = [pa.array([""] * t.num_rows, pa.string()) if whole else t.column("article_id") for t in tables]
    batches = [b for t, key in zip(tables, keys, strict=True) for b in t.add_column(0, GROUP, key).to_batches()]
    return GroupStream(iter(batches), schema)


def _cut(streams: Sequence[GroupStream], keys: Sequence[str], size: int) -> Iterator[tuple[list[pa.Table], int]]:
    for last, groups in chunks(keys, size):
        yield [stream.take(last) for stream in streams], groups


@dataclass
class _Sent:
    """A chunk given to a worker."""

    stage: Stage
    tables: list[pa.Table]
    groups: int
    future: "Future[list[pa.Table]]"


def _ignore_interrupt() -> None:
    """In a worker: leave Ctrl-C to the process that runs the pool."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
