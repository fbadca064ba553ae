"""What a stage is: in go the tables it reads, out come the rows it writes; between them one function or one SELECT."""

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from tellings.model import Row, table_name


@dataclass(frozen=True)
class Settings:
    """Base of a stage's settings; a stage without settings uses it as it is."""


@dataclass(frozen=True)
class Stage:
    """One step of the pipeline. Give exactly one of `run` and `select`.

    run:    `run(settings, rows, ...)` gets one list of rows for each table read, in the order of `reads`, of those rows
            that share a value of the column `by`; it yields rows of the types in `writes`, in any order.
            A table read that lacks the column gets it from the table `via` (matched on article_id):
            by="story_id", via=Telling hands over each story with its articles' rows.
            by="part" hands over one stored part of articles, by="" all rows at once: only for work that has no smaller
            unit.
    select: SQL over the tables read, for work across all rows. Order is put on by the engine.
    previous: tables as the last run committed them (empty at first), handed over behind those read; only for by="".
            They do not count for the key: a stage runs when what it reads has changed, and then goes on from them.
    """

    name: str
    version: int  # raise it whenever the same input would give other rows
    reads: tuple[type[Row], ...]
    writes: tuple[type[Row], ...]
    by: str = ""
    via: type[Row] | None = None
    run: Callable[..., Iterable[Row]] | None = None
    select: str = ""
    settings: Settings = Settings()
    previous: tuple[type[Row], ...] = ()

    @property
    def takes(self) -> tuple[type[Row], ...]:
        """The tables whose rows are handed over, in order."""
        return (*self.reads, *self.previous)

    def __post_init__(self) -> None:
        if (self.run is None) == (not self.select):
            raise ValueError(f"stage {self.name!r}: give exactly one of run and select")

    def key(self, input_keys: Iterable[str]) -> str:
        """Digest of all that decides this stage's rows: version, settings and the content of what it reads."""
        facts: list[Any] = [self.name, self.version, asdict(self.settings), self.select, sorted(input_keys)]
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:32]


def check_order(stages: tuple[Stage, ...], given: tuple[type[Row], ...] = ()) -> None:
    """Refuse stages that read a table before it is written, or write one twice."""
    written: dict[type[Row], str] = dict.fromkeys(given, "the reader")
    for stage in stages:
        for row_type in (*stage.reads, *((stage.via,) if stage.via else ())):
            if row_type not in written:
                raise ValueError(
                    f"stage {stage.name!r} reads {table_name(row_type)!r}, which no earlier stage"
                    f" writes; tables so far: {', '.join(map(table_name, written)) or 'none'}"
                )
        for row_type in stage.writes:
            if row_type in written:
                raise ValueError(
                    f"stage {stage.name!r} writes {table_name(row_type)!r}, which {written[row_type]!r}"
                    " already writes; give it a table of its own"
                )
            written[row_type] = stage.name
