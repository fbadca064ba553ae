"""Where the work runs: in go a stage and the files it reads, out come the files it writes.

An engine has two verbs, `each` and `select`; nothing else differs between engines.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tellings.model import Row
from tellings.stage import Stage

Files = Mapping[type[Row], tuple[Path, ...]]
Rows = Mapping[type[Row], int]


@dataclass(frozen=True)
class Share:
    """One slice of a stage's work: becomes one part of each table written."""

    slice: str
    key: str
    inputs: Files  # of the tables read, and of `stage.via`
    outputs: Mapping[type[Row], Path]  # of the tables written; Failure always among them
    bucket: str = ""  # only stories of this bucket are worked on; "" where the stage does not work by story


@dataclass(frozen=True)
class Task:
    """One stage over those of its slices that are not stored yet."""

    stage: Stage
    shares: tuple[Share, ...]
    tick: Callable[[int], None] = field(default=lambda done: None, compare=False)  # so many more groups are done
    done: Callable[[Share, Rows], None] = field(default=lambda share, rows: None, compare=False)  # files are written


class Engine(Protocol):
    """Runs tasks; rows are written in an order that depends on the rows alone.

    A function gets the rows of a group by article, then as they are stored. What it yields is stored in that order,
    groups in the order of their key.
    """

    def each(self, task: Task) -> None:
        """Call the stage's function once for each group of rows of each share."""

    def select(self, task: Task) -> None:
        """Run the stage's SELECT for each share, ordered by all columns."""

    def count(self, task: Task) -> int:
        """How many groups the task has, for progress."""

    def close(self) -> None:
        """Let go of workers."""
