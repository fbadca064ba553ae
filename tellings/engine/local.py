"""This machine: DuckDB for SQL, a pool of spawned processes for functions."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import duckdb
import pyarrow as pa

from tellings.engine import Task
from tellings.engine.groups import GROUP, GroupStream, chunks, run_chunk
from tellings.errors import TellingsError
from tellings.model import Failure, Row, arrow_schema, table_name
from tellings.stage import Stage
from tellings.store import PartWriter


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


def files_sql(files: Sequence[Path], row_type: type[Row]) -> str:
    """The rows of some part files as a FROM item; an empty table where there are none."""
    if not files:
        columns = ", ".join(f'null as "{name}"' for name in arrow_schema(row_type).names)
        return f"(select {columns} where false)"
    return f"read_parquet([{', '.join(quoted(path.as_posix()) for path in files)}])"


def grouped_sql(task: Task, row_type: type[Row]) -> str:
    """SELECT that gives the rows of a table with their group in front, in total order."""
    stage, names = task.stage, arrow_schema(row_type).names
    source, via = files_sql(task.inputs[row_type], row_type), stage.via
    columns = ", ".join(f't."{name}"' for name in names)
    if not stage.by:
        sql = f"select '' as {GROUP}, {columns} from {source} t"
    elif stage.by in names:
        where = f" where t.bucket = {quoted(task.bucket)}" if task.bucket and "bucket" in names else ""
        sql = f'select t."{stage.by}" as {GROUP}, {columns} from {source} t{where}'
    else:
        assert via is not None
        where = f" where v.bucket = {quoted(task.bucket)}" if task.bucket else ""
        members = files_sql(task.inputs[via], via)
        sql = (
            f'select v."{stage.by}" as {GROUP}, {columns} from {source} t'
            f" join {members} v on t.article_id = v.article_id{where}"
        )
    first = [name for name in ("article_id", "start", "end") if name in names]
    order = ", ".join(f'"{name}" nulls first' for name in dict.fromkeys([GROUP, *first, *names]))
    return f"select * from ({sql}) order by {order}"


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
        return len(self._keys(task)) if task.stage.by else 1

    def select(self, task: Task) -> dict[type[Row], int]:
        """Run the stage's SELECT, ordered by all columns."""
        (row_type,) = task.stage.writes
        for read, files in task.inputs.items():
            self.db.execute(f"create or replace temp view {table_name(read)} as from {files_sql(files, read)}")
        columns = ", ".join(f'"{name}"' for name in arrow_schema(row_type).names)
        reader = self.db.sql(f"select {columns} from ({task.stage.select}) order by all").to_arrow_reader(
            self.settings.batch
        )
        with PartWriter(task.outputs[row_type], row_type) as out, PartWriter(task.outputs[Failure], Failure):
            for batch in reader:
                out.write(pa.Table.from_batches([batch]))
        task.tick(1)
        return {row_type: out.rows, Failure: 0}

    def each(self, task: Task) -> dict[type[Row], int]:
        """Call the stage's function once for each group of rows."""
        types = (*task.stage.writes, Failure)
        with ExitStack() as stack:
            writers = [stack.enter_context(PartWriter(task.outputs[row_type], row_type)) for row_type in types]
            for tables, groups in self._run_chunks(task):
                for writer, table in zip(writers, tables, strict=True):
                    writer.write(table)
                task.tick(groups)
        return {row_type: writer.rows for row_type, writer in zip(types, writers, strict=True)}

    def _keys(self, task: Task) -> list[str]:
        """The groups of a task, in order: those of its first table."""
        driver = task.stage.via or task.stage.reads[0]
        where = f" where bucket = {quoted(task.bucket)}" if task.bucket else ""
        source = files_sql(task.inputs[driver], driver)
        found = self.db.sql(f'select distinct "{task.stage.by}" as k from {source}{where} order by k').fetchall()
        return [key for (key,) in found]

    def _read_chunks(self, task: Task, keys: list[str]) -> Iterator[tuple[list[pa.Table], int]]:
        """The tables read, cut into chunks of whole groups."""
        with ExitStack() as stack:
            streams = []
            for row_type in task.stage.reads:
                cursor = stack.enter_context(self.db.cursor())  # each stream needs a connection of its own
                reader = cursor.sql(grouped_sql(task, row_type)).to_arrow_reader(self.settings.batch)
                streams.append(GroupStream(iter(reader), reader.schema))
            for last, groups in chunks(keys, self.settings.chunk):
                yield [stream.take(last) for stream in streams], groups

    def _run_chunks(self, task: Task) -> Iterator[tuple[list[pa.Table], int]]:
        """What the stage's function yields, chunk by chunk, in order."""
        keys = self._keys(task) if task.stage.by else [""]
        read = self._read_chunks(task, keys)
        if self.workers == 1 or len(keys) < max(2, self.settings.inline_below) or not task.stage.by:
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
            self._pool = ProcessPoolExecutor(self.workers, mp_context=get_context("spawn"))
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


@dataclass
class _Sent:
    """A chunk given to a worker."""

    stage: Stage
    tables: list[pa.Table]
    groups: int
    future: "Future[list[pa.Table]]"


def _cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
