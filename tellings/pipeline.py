"""Runs the stages in order over a store: in go items, out come tables; what is stored already is kept."""

import errno
import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa

from tellings.engine import Engine, Rows, Share, Task
from tellings.engine.local import LocalEngine
from tellings.errors import StoreDamaged, StoreError, UsageError
from tellings.ingest import Ingest, Ingested, Intake, part_articles
from tellings.model import Article, Failure, Item, Row, Telling, arrow_schema, table_name
from tellings.stage import Stage, check_order
from tellings.stages import STAGES
from tellings.store import Manifest, Store, StoredPart, slices

log = logging.getLogger("tellings")

ALL = "all"
FULL = frozenset((errno.ENOSPC, errno.EDQUOT))
# What DuckDB and Arrow say of a full disk, whose errors carry no number.
FULL_WORDS = ("no space left", "disk quota exceeded", "not enough space", "failed to offload")


class Progress(Protocol):
    """Told how far a run is."""

    def begin(self, name: str, total: int | None) -> None:
        """A stage begins; `total` groups are to be done."""

    def advance(self, done: int) -> None:
        """So many more are done."""

    def end(self) -> None:
        """The stage is done."""


class Silent:
    """Progress that is not shown."""

    def begin(self, name: str, total: int | None) -> None:
        """Say nothing."""

    def advance(self, done: int) -> None:
        """Say nothing."""

    def end(self) -> None:
        """Say nothing."""


@dataclass
class StageReport:
    """What one stage did in a run."""

    name: str
    ran: int = 0  # slices worked on
    kept: int = 0  # slices found in the store
    rows: int = 0  # rows written
    failures: int = 0  # groups that failed
    seconds: float = 0.0


@dataclass
class RunReport:
    """What a run did."""

    ingested: Ingested
    stages: list[StageReport] = field(default_factory=list)
    manifest: Manifest = field(default_factory=Manifest)


def run(
    items: Iterable[tuple[Item, Article | None]],
    store: Store,
    engine: Engine | None = None,
    stages: tuple[Stage, ...] = STAGES,
    progress: Progress | None = None,
    intake: Intake | None = None,
    until: str = "",
    begin: Manifest | None = None,
) -> RunReport:
    """Add items to a store and bring all its tables up to date.

    Args:
        items: as `tellings.stages.read.read_items` gives them.
        store: where the tables lie; locked for the time of the run.
        engine: where functions and SQL run; this machine by default.
        stages: in order; all of them by default.
        progress: told how far the run is.
        intake: which of the items are taken now; all by default.
        until: name of the last stage to run; tables of later ones stay as an earlier run left them.
        begin: what to go on from instead of the last commit; until the run commits, readers see that one.

    Raises:
        UsageError: there is no stage `until`.
        StoreLocked: another run is writing to the store.
        StoreDamaged: a part of the table item or article is missing, so that it cannot be made again.
        StoreError: the disk is full; what was done is kept.
    """
    check_order(stages, given=(Item, Article))
    wanted = stages_until(stages, until)
    with store.lock(), _full_disk_told(store):
        owned = engine is None
        engine = engine or LocalEngine(temp=store.folder / "tmp")
        try:
            run_ = _Run(store, engine, wanted, progress or Silent(), begin)
            return run_.go(items, intake or Intake(), stages[len(wanted) :])
        finally:
            if owned:
                engine.close()


def stages_until(stages: tuple[Stage, ...], name: str) -> tuple[Stage, ...]:
    """The stages up to one and with it; all where no name is given.

    Raises:
        UsageError: there is no stage of that name.
    """
    names = [stage.name for stage in stages]
    if name and name not in names:
        raise UsageError(f"there is no stage {name!r}; stages in order: {', '.join(names)}")
    return stages[: names.index(name) + 1] if name else stages


@contextmanager
def _full_disk_told(store: Store) -> Iterator[None]:
    """Turn what the system, Arrow or DuckDB raise on a full disk into an error that says what to do."""
    try:
        yield
    except Exception as error:
        full = isinstance(error, OSError) and error.errno in FULL
        if full or any(words in str(error).lower() for words in FULL_WORDS):
            raise StoreError(
                f"the disk of the store {store.folder} is full; free some space (tellings gc --store {store.folder})"
                " and run the same again: what was finished is kept"
            ) from error
        raise


class _Run:
    """One run: knows which parts there are and which are needed."""

    def __init__(
        self, store: Store, engine: Engine, stages: tuple[Stage, ...], progress: Progress, begin: Manifest | None
    ) -> None:
        self.store = store
        self.engine = engine
        self.stages = stages
        self.progress = progress
        committed = store.manifest()
        self.manifest = begin or committed
        self.parts: dict[type[Row], list[StoredPart]] = {}
        self.stored = {(part.table, part.key): part for part in self._usable()}
        store.sweep([*committed.parts, *self.manifest.parts, *self.stored.values()])

    def _usable(self) -> Iterator[StoredPart]:
        """Parts that may be kept: those of the last commit and of an interrupted run whose bytes are as they were."""
        finished = self.store.journal()
        whole = self.store.which_are_whole([*self.manifest.parts, *finished])
        for part in self.manifest.parts:
            if part in whole:
                yield part
            elif part.table in (table_name(Item), table_name(Article)):
                raise StoreDamaged(
                    f"part {part.slice} of table {part.table} in {self.store.folder} is missing or damaged"
                    f" ({self.store.path(part).name}); it holds what was read, so it cannot be made again from the"
                    " store: run again with --store and a new folder"
                )
            else:
                log.warning("part %s of table %s is missing or damaged: made anew", part.slice, part.table)
        resumed = [part for part in finished if part in whole]
        self.store.mend_journal(resumed)
        yield from resumed

    def go(
        self, items: Iterable[tuple[Item, Article | None]], intake: Intake, later: Sequence[Stage] = ()
    ) -> RunReport:
        report = RunReport(self._ingest(items, intake))
        self.parts[Item] = [*self.manifest.of(Item), *(p for p in report.ingested.parts if p.table == "item")]
        self.parts[Article] = [*self.manifest.of(Article), *(p for p in report.ingested.parts if p.table == "article")]
        failures: list[StoredPart] = []
        for stage in self.stages:
            report.stages.append(self._run_stage(stage, failures))
        parts = [*(part for listed in self.parts.values() for part in listed), *failures, *self._left(later)]
        self.manifest = self.store.commit(parts)
        report.manifest = self.manifest
        return report

    def _left(self, later: Sequence[Stage]) -> list[StoredPart]:
        """What the last commit holds of stages that this run leaves out: as it was, for the run that goes on."""
        tables = {table_name(row_type) for stage in later for row_type in stage.writes}
        names = {stage.name for stage in later}
        failure = table_name(Failure)
        return [
            part
            for part in self.manifest.parts
            if (part.table, part.key) in self.stored
            and (part.table in tables or (part.table == failure and part.slice.partition(":")[0] in names))
        ]

    def _ingest(self, items: Iterable[tuple[Item, Article | None]], intake: Intake) -> Ingested:
        ingest = Ingest(self.store, self.manifest, intake)
        self.progress.begin("read", None)
        for item, article in items:
            ingest.add(item, article)
            self.progress.advance(1)
            if ingest.is_full:
                break
        self.progress.end()
        return ingest.finish()

    def _run_stage(self, stage: Stage, failures: list[StoredPart]) -> StageReport:
        report = StageReport(stage.name)
        began = time.perf_counter()
        shares = list(self._shares(stage))
        missing = tuple(share for share in shares if not self._is_stored(stage, share.key))
        report.kept, report.ran = len(shares) - len(missing), len(missing)
        if missing:
            self._work(Task(stage, missing, self.progress.advance, self._finish(stage)))
        for row_type in stage.writes:
            self.parts[row_type] = [self.stored[table_name(row_type), share.key] for share in shares]
            report.rows += sum(self.stored[table_name(row_type), share.key].rows for share in missing)
        failed = [self.stored.get((table_name(Failure), share.key)) for share in shares]
        failures += [part for part in failed if part]
        report.failures = sum(part.rows for part in failed if part)
        report.seconds = time.perf_counter() - began
        log.info("%s: %d slices ran, %d kept, %.2f s", stage.name, report.ran, report.kept, report.seconds)
        return report

    def _is_stored(self, stage: Stage, key: str) -> bool:
        return all((table_name(row_type), key) in self.stored for row_type in stage.writes)

    def _work(self, task: Task) -> None:
        """Have the engine do a task, with progress."""
        self.progress.begin(task.stage.name, self.engine.count(task))
        if task.stage.select:
            self.engine.select(task)
        else:
            self.engine.each(task)
        self.progress.end()

    def _finish(self, stage: Stage) -> Callable[[Share, Rows], None]:
        """What is done with the files of a share once they are written: they become parts."""

        def finish(share: Share, rows: Rows) -> None:
            for row_type in stage.writes:
                part = self.store.finish(row_type, share.slice, share.key, rows[row_type])
                self.stored[part.table, share.key] = part
            if rows[Failure]:
                part = self.store.finish(Failure, f"{stage.name}:{share.slice}", share.key, rows[Failure])
                self.stored[part.table, share.key] = part
            else:
                share.outputs[Failure].unlink()

        return finish

    def _shares(self, stage: Stage) -> Iterator[Share]:
        """The slices of a stage, each with the key of what it would write."""
        if stage.by in ("article_id", "part"):
            slices_ = self._article_shares(stage)
        elif stage.by == "story_id":
            slices_ = self._bucket_shares(stage)
        else:
            files = {row_type: self.parts[row_type] for row_type in _tables_read(stage)}
            digests = [f"{part.table} {part.digest}" for part in _flat(files)]
            slices_ = iter([_Slice(ALL, "", files | self._previous(stage), digests)])
        for each in slices_:
            key = stage.key([each.name, *each.digests])
            outputs = {row_type: self.store.draft(row_type, key) for row_type in (*stage.writes, Failure)}
            inputs = {t: tuple(self.store.path(part) for part in listed) for t, listed in each.files.items()}
            yield Share(each.name, key, inputs, outputs, each.bucket)

    def _previous(self, stage: Stage) -> dict[type[Row], list[StoredPart]]:
        """What the last commit holds of the tables that a stage goes on from."""
        kept = set(self.stored.values())
        return {t: [part for part in self.manifest.of(t) if part in kept] for t in stage.previous}

    def _article_shares(self, stage: Stage) -> "Iterator[_Slice]":
        """One share for each part of articles; the tables read have parts of the same slices."""
        by_slice = {row_type: slices(self.parts[row_type]) for row_type in _tables_read(stage)}
        for slice_ in slices(self.parts[Article]):
            files = {row_type: found.get(slice_, []) for row_type, found in by_slice.items()}
            yield _Slice(slice_, "", files, [f"{part.table} {part.digest}" for part in _flat(files)])

    def _bucket_shares(self, stage: Stage) -> "Iterator[_Slice]":
        """One share for each bucket of stories, keyed by what the articles and rows of its stories hold."""
        members = Telling.from_arrow(self._read(Telling))
        slice_of = {a: part.slice for part in self.parts[Article] for a in part_articles(self.store.path(part))}
        buckets: dict[str, list[Telling]] = {}
        for telling in members:
            buckets.setdefault(telling.bucket, []).append(telling)
        corpus = {
            row_type: self._corpus_digests(row_type, members)
            for row_type in _tables_read(stage)
            if any(part.slice == ALL for part in self.parts[row_type])
        }
        for bucket, tellings in sorted(buckets.items()):
            touched = {slice_of[telling.article_id] for telling in tellings} | {bucket, ALL}
            files = {
                row_type: [part for part in self.parts[row_type] if part.slice in touched]
                for row_type in _tables_read(stage)
            }
            digests = [f"{part.table} {part.digest}" for part in _flat(files) if part.slice != ALL]
            digests += [f"{table_name(t)} {found.get(bucket, '')}" for t, found in corpus.items()]
            yield _Slice(bucket, bucket, files, digests)

    def _corpus_digests(self, row_type: type[Row], members: list[Telling]) -> dict[str, str]:
        """For a table whose parts hold the whole corpus: a digest of the rows that concern each bucket."""
        names = arrow_schema(row_type).names
        column = "story_id" if "story_id" in names else "article_id"
        buckets_of: dict[str, set[str]] = {}
        for telling in members:
            buckets_of.setdefault(getattr(telling, column), set()).add(telling.bucket)
        digests: dict[str, list[bytes]] = {}
        for row in row_type.from_arrow(self._read(row_type)):
            for bucket in buckets_of.get(getattr(row, column), ()):
                digests.setdefault(bucket, []).append(hashlib.sha256(repr(row).encode()).digest())
        return {bucket: hashlib.sha256(b"".join(sorted(found))).hexdigest() for bucket, found in digests.items()}

    def _read(self, row_type: type[Row]) -> pa.Table:
        return self.store.table(row_type, Manifest(tuple(self.parts[row_type])))


@dataclass(frozen=True)
class _Slice:
    """One slice of a stage's input."""

    name: str
    bucket: str
    files: dict[type[Row], list[StoredPart]]
    digests: list[str]


def _tables_read(stage: Stage) -> tuple[type[Row], ...]:
    """Tables a stage reads, the one it works by included."""
    return tuple(dict.fromkeys((*stage.reads, *((stage.via,) if stage.via else ()))))


def _flat(files: dict[type[Row], list[StoredPart]]) -> list[StoredPart]:
    return [part for listed in files.values() for part in listed]
