"""Where the work runs: in go a stage and the files it reads, out come the files it writes.

An engine has two verbs, `each` and `select`; nothing else differs between engines.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tellings.model import Row
from tellings.stage import Stage

# Called with the number of groups done since the last call.
Tick = Callable[[int], None]


@dataclass(frozen=True)
class Task:
    """One stage over one slice of its tables."""

    stage: Stage
    slice: str
    inputs: Mapping[type[Row], tuple[Path, ...]]  # files of the tables read, and of `stage.via`
    outputs: Mapping[type[Row], Path]  # where to write the tables; Failure always among them
    bucket: str = ""  # only rows of `stage.via` in this bucket are worked on; "" all
    tick: Tick = field(default=lambda done: None, compare=False)


class Engine(Protocol):
    """Runs one task; rows are written in an order that depends on the rows alone.

    Both verbs return the number of rows written to each table.
    """

    def each(self, task: Task) -> dict[type[Row], int]:
        """Call the stage's function once for each group of rows.

        Groups come in the order of their key; within a group rows keep the order in which the function yields them.
        """

    def select(self, task: Task) -> dict[type[Row], int]:
        """Run the stage's SELECT, ordered by all columns."""

    def count(self, task: Task) -> int:
        """How many groups the task has, for progress."""

    def close(self) -> None:
        """Let go of workers."""
