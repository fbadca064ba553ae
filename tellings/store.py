"""Where tables lie: in go parts as Parquet files, out come the parts that a manifest names.

    STORE/
      FORMAT                    number of the store's format
      manifest.json             the commit: every part of every table; written last, at one stroke
      journal.jsonl             parts finished by a run that has not committed yet; what a killed run resumes from
      tables/TABLE/KEY.parquet  a part: written once, never changed (.arrow where it is mapped into memory, not read)
      lock                      held by the one run that may write; readers need no lock

A part's KEY is a digest of all that decided its rows (stage, version, settings, content of what was read), so a part
that is there need not be made again. Its digest is the SHA-256 of its bytes, checked at the start of every run.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import pyarrow as pa
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from tellings.errors import StoreDamaged, StoreError, StoreFormat, StoreLocked
from tellings.model import TABLES, Article, Item, Row, arrow_schema, table_name

FORMAT = 3
# Tables whose parts are no Parquet files.
SUFFIX = {table_name(row_type): ".arrow" for row_type in TABLES if row_type.mapped}


@dataclass(frozen=True, slots=True)
class StoredPart:
    """One part of one table."""

    table: str
    slice: str  # which share of the table: month and batch of articles, bucket of stories, or "all"
    key: str
    rows: int
    size: int  # bytes
    digest: str  # SHA-256 of the file


@dataclass(frozen=True)
class Manifest:
    """Every part of every table, as committed."""

    parts: tuple[StoredPart, ...] = ()

    def of(self, row_type: type[Row]) -> list[StoredPart]:
        """Parts of one table, in order of their slice."""
        name = table_name(row_type)
        return sorted((p for p in self.parts if p.table == name), key=lambda p: (p.slice, p.key))

    def rows(self, row_type: type[Row]) -> int:
        """Number of rows of one table."""
        return sum(part.rows for part in self.of(row_type))


class PartWriter:
    """Writes record batches as one Parquet or Arrow file whose bytes depend on the rows alone."""

    def __init__(self, path: Path, row_type: type[Row]) -> None:
        self.path = path
        self.schema = arrow_schema(row_type)
        self.rows = 0
        self._waiting: list[pa.Table] = []
        self._waiting_rows = 0
        path.parent.mkdir(parents=True, exist_ok=True)
        self._size = row_type.row_group
        self._file = (
            pa.ipc.new_file(path, self.schema)
            if row_type.mapped
            else pq.ParquetWriter(path, self.schema, compression="zstd")
        )

    def write(self, table: pa.Table) -> None:
        """Add rows; whole row groups go to disk at once."""
        if not table.num_rows:
            return
        self._waiting.append(table.cast(self.schema))
        self._waiting_rows += table.num_rows
        self.rows += table.num_rows
        if self._waiting_rows >= self._size:
            self._flush(everything=False)

    def _flush(self, everything: bool) -> None:
        waiting = pa.concat_tables([self.schema.empty_table(), *self._waiting])
        while waiting.num_rows >= self._size or (everything and waiting.num_rows):
            self._file.write_table(waiting.slice(0, self._size).combine_chunks(), self._size)
            waiting = waiting.slice(self._size)
        self._waiting, self._waiting_rows = [waiting], waiting.num_rows

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is None:
            self._flush(everything=True)
        self._file.close()


class Store:
    """A folder of tables.

    Args:
        folder: made when it is not there and `create` is set.

    Raises:
        StoreError: there is no store and `create` is not set.
        StoreFormat: the store is of another format.
    """

    def __init__(self, folder: str | os.PathLike[str], create: bool = False) -> None:
        self.folder = Path(folder)
        mark = self.folder / "FORMAT"
        if not mark.is_file():
            self._make(mark, create)
        try:
            found = mark.read_text(encoding="ascii", errors="replace").strip()
        except OSError as error:
            raise StoreError(f"cannot read the store {self.folder}: {error.strerror}; check its permissions") from error
        if found != str(FORMAT):
            raise StoreFormat(
                f"store {self.folder} is of format {found!r}, this tellings writes format {FORMAT};"
                " run again with --store and a new folder, or use the tellings that wrote it"
            )

    @property
    def format(self) -> int:
        """The number of its format."""
        return FORMAT

    def _make(self, mark: Path, create: bool) -> None:
        if not create:
            raise StoreError(
                f"no store at {self.folder}; make one with: tellings run FOLDER --store {self.folder}"
                " (or name another with --store)"
            )
        if self.folder.is_dir() and any(p.name != "lock" for p in self.folder.iterdir()):
            raise StoreError(f"{self.folder} is not empty and is no store; name another folder with --store")
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(mark, f"{FORMAT}\n")
        except OSError as error:
            raise StoreError(
                f"cannot make a store at {self.folder}: {error.strerror}; name another with --store"
            ) from error

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Hold the store for writing.

        Raises:
            StoreLocked: another run holds it.
        """
        lock = FileLock(self.folder / "lock", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise StoreLocked(
                f"another run is writing to {self.folder}; wait for it, or name another store with --store"
            ) from None
        try:
            yield
        finally:
            lock.release()

    def is_locked(self) -> bool:
        """Whether a run is writing now."""
        try:
            with self.lock():
                return False
        except (StoreLocked, OSError):  # a store that may not be written to is written to by no run of ours
            return os.access(self.folder, os.W_OK)

    def manifest(self) -> Manifest:
        """What was committed last; empty for a new store."""
        path = self.folder / "manifest.json"
        if not path.is_file():
            return Manifest()
        try:
            listed = json.loads(path.read_text(encoding="utf-8"))
            return Manifest(tuple(StoredPart(**part) for part in listed["parts"]))
        except (ValueError, TypeError, KeyError) as error:
            raise StoreDamaged(
                f"{path} cannot be read ({error}); delete it and run again: parts that are whole are kept"
            ) from error

    def journal(self) -> list[StoredPart]:
        """Parts that an interrupted run had finished; a torn last line is left out."""
        path = self.folder / "journal.jsonl"
        found = []
        if path.is_file():
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                try:
                    found.append(StoredPart(**json.loads(line)))
                except (ValueError, TypeError):
                    break
        return found

    def path(self, part: StoredPart) -> Path:
        """The file of a part."""
        return self.folder / "tables" / part.table / f"{part.key}{SUFFIX.get(part.table, '.parquet')}"

    def draft(self, row_type: type[Row], key: str) -> Path:
        """Where a part is written before it is finished."""
        return self.folder / "tables" / table_name(row_type) / f".{key}.draft"

    def finish(self, row_type: type[Row], slice_: str, key: str, rows: int) -> StoredPart:
        """Make a written draft a part, at one stroke, and note it in the journal."""
        draft = self.draft(row_type, key)
        if row_type in (Item, Article):  # cannot be made from other parts, so must outlive a power failure
            _to_disk(draft)
        part = StoredPart(table_name(row_type), slice_, key, rows, draft.stat().st_size, file_digest(draft))
        draft.replace(self.path(part))
        with (self.folder / "journal.jsonl").open("a", encoding="utf-8") as journal:
            journal.write(json.dumps(asdict(part)) + "\n")
        return part

    def mend_journal(self, parts: Sequence[StoredPart]) -> None:
        """Write the journal anew with these parts: a line torn by a kill would hide those that are added behind it."""
        path = self.folder / "journal.jsonl"
        if path.is_file():
            write_whole(path, "".join(json.dumps(asdict(part)) + "\n" for part in parts))

    def which_are_whole(self, parts: Sequence[StoredPart]) -> set[StoredPart]:
        """Those of some parts that have the bytes they had; about a second for a gigabyte."""
        with ThreadPoolExecutor() as threads:  # hashing lets go of the interpreter
            return {part for part, whole in zip(parts, threads.map(self.is_whole, parts), strict=True) if whole}

    def is_whole(self, part: StoredPart) -> bool:
        """Whether the file of a part is there and has the bytes it had."""
        path = self.path(part)
        return path.is_file() and path.stat().st_size == part.size and file_digest(path) == part.digest

    def is_there(self, part: StoredPart) -> bool:
        """Whether the file of a part is there with its size; quick, for every part at the start of a run."""
        path = self.path(part)
        return path.is_file() and path.stat().st_size == part.size

    def commit(self, parts: Iterable[StoredPart]) -> Manifest:
        """Make these parts the store's tables, at one stroke; a manifest that stays the same is not written again."""
        manifest = Manifest(tuple(sorted(parts, key=lambda p: (p.table, p.slice, p.key))))
        if manifest != self.manifest():
            listed = {"format": FORMAT, "parts": [asdict(part) for part in manifest.parts]}
            write_whole(self.folder / "manifest.json", json.dumps(listed, indent=1) + "\n")
        (self.folder / "journal.jsonl").unlink(missing_ok=True)
        return manifest

    def sweep(self, keep: Iterable[StoredPart]) -> None:
        """Delete drafts and parts that nothing names any more.

        A reader that opened the manifest before the last commit still finds its parts: they are swept by the run after.
        """
        self.delete(self.unnamed(keep))

    def unnamed(self, keep: Iterable[StoredPart]) -> list[Path]:
        """Files that none of these parts names, what DuckDB left behind when it was killed included."""
        kept = {self.path(part) for part in keep}
        found = [*(self.folder / "tables").glob("*/*"), *(self.folder / "tmp").glob("**/*")]
        return sorted(path for path in found if path not in kept and path.is_file())

    def delete(self, files: Iterable[Path]) -> None:
        """Delete files; one that is gone or held open (Windows) is left to the next time."""
        for path in files:
            with suppress(FileNotFoundError, PermissionError):
                path.unlink()

    def paths(self, manifest: Manifest, row_type: type[Row]) -> tuple[Path, ...]:
        """Files of all parts of a table."""
        return tuple(self.path(part) for part in manifest.of(row_type))

    def table(self, row_type: type[Row], manifest: Manifest | None = None) -> pa.Table:
        """A whole table, its parts in order.

        Raises:
            StoreDamaged: a part is missing or cannot be read.
        """
        manifest = manifest or self.manifest()
        return pa.concat_tables(
            [arrow_schema(row_type).empty_table(), *(self.read(part, row_type) for part in manifest.of(row_type))]
        )

    def read(self, part: StoredPart, row_type: type[Row]) -> pa.Table:
        """The rows of one part."""
        try:
            if row_type.mapped:
                return pa.ipc.open_file(pa.memory_map(str(self.path(part)))).read_all()
            return pq.ParquetFile(self.path(part)).read().cast(arrow_schema(row_type))
        except (OSError, pa.ArrowException) as error:
            raise StoreDamaged(
                f"part {part.slice} of table {part.table} in {self.folder} is missing or damaged ({error});"
                " the same `tellings run` again makes it anew"
            ) from error


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _to_disk(path: Path) -> None:
    """Wait until a file is on the disk, not in the memory of the system only."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def write_whole(path: Path, text: str) -> None:
    """Write a small file so that a reader sees the old or the new one, never half."""
    draft = path.with_name(f".{path.name}.draft")
    with draft.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def slices(parts: Iterable[StoredPart]) -> Mapping[str, list[StoredPart]]:
    """Parts by their slice, in order.

    >>> slices([])
    {}
    """
    found: dict[str, list[StoredPart]] = {}
    for part in sorted(parts, key=lambda p: (p.slice, p.key)):
        found.setdefault(part.slice, []).append(part)
    return found
