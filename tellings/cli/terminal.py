"""The terminal: in go lines and counts, out come colours and bars where a person looks, plain text elsewhere."""

import sys
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

# How much further in a line goes on than it began.
HANGING = 3


def console() -> Console:
    """Standard output: wrapped and coloured on a terminal, one line a line and no colour in a pipe."""
    made = Console(highlight=False, markup=False, emoji=False)
    if not made.is_terminal:
        made = Console(highlight=False, markup=False, emoji=False, width=10_000, soft_wrap=True, no_color=True)
    return made


def print_lines(lines: Iterable[Text]) -> None:
    """Print lines; on a terminal, what does not fit goes on below, further in than its line began."""
    out = console()
    for line in lines:
        if out.is_terminal and line.cell_len > out.width:
            _print_hanging(out, line)
        else:
            out.print(line)


def _print_hanging(out: Console, line: Text) -> None:
    indent = len(line.plain) - len(line.plain.lstrip(" "))
    hanging = min(indent + HANGING, out.width // 3)
    body = line[indent:]
    first = body.wrap(out, out.width - indent)[0]
    out.print(Text(" " * indent).append_text(first))
    rest = body[len(first.plain) :]
    rest = rest[len(rest.plain) - len(rest.plain.lstrip(" ")) :]
    for piece in rest.wrap(out, out.width - hanging):
        out.print(Text(" " * hanging).append_text(piece))


class Bars:
    """Progress bars on standard error; nothing at all when it is not a terminal or `quiet`."""

    def __init__(self, quiet: bool = False) -> None:
        self._bars: Progress | None = None
        self._task: TaskID | None = None
        if sys.stderr.isatty() and not quiet:
            self._bars = Progress(
                SpinnerColumn(),
                TextColumn("{task.description:<12}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )

    def __enter__(self) -> Self:
        if self._bars:
            self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._bars:
            self._bars.stop()

    def begin(self, name: str, total: int | None) -> None:
        """A stage begins."""
        if self._bars:
            self._task = self._bars.add_task(name, total=total)

    def advance(self, done: int) -> None:
        """So many more are done."""
        if self._bars and self._task is not None:
            self._bars.advance(self._task, done)

    def end(self) -> None:
        """The stage is done."""
        if self._bars and self._task is not None:
            self._bars.remove_task(self._task)
            self._task = None
