"""Groups of rows: in go a stage and tables ordered by group, out come the rows its function yields.

This is the half of `each` that every engine shares: it runs in a worker, on one chunk of whole groups.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

import pyarrow as pa

from tellings.model import Failure, Row, to_arrow
from tellings.stage import Stage

# The column an engine adds in front: the value that the rows of a group share.
GROUP = "_group"
# Stands between a bucket and a story in the name of a group; sorts before all that names are made of.
BUCKET_END = "\x1f"
# How much of an error is kept; enough for the type, the message and the value at fault.
MAX_ERROR = 500


def rows_by_group(table: pa.Table, row_type: type[Row]) -> dict[str, list[Row]]:
    """Rows of a table that has a column of groups, as lists by group."""
    keys = table.column(GROUP).to_pylist()
    rows = row_type.from_arrow(table)
    return {
        key: [row for _, row in pairs] for key, pairs in groupby(zip(keys, rows, strict=True), key=lambda pair: pair[0])
    }


def call_stage(stage: Stage, key: str, lists: Sequence[list[Row]]) -> tuple[list[Row], Failure | None]:
    """Call a stage's function on one group; an error becomes a row of its own and the group yields nothing."""
    assert stage.run is not None
    try:
        return list(stage.run(stage.settings, *lists)), None
    except Exception as error:  # one bad item never stops a run
        return [], Failure(stage.name, key.rpartition(BUCKET_END)[2], f"{type(error).__name__}: {error}"[:MAX_ERROR])


def run_chunk(stage: Stage, tables: Sequence[pa.Table]) -> list[pa.Table]:
    """Run a stage over a chunk of groups.

    Args:
        stage: with a function.
        tables: one for each type in `stage.takes`, ordered by group, with the column `_group`.

    Returns:
        One table for each type in `stage.writes`, then one of `Failure`; groups in order of their key.
    """
    grouped = [rows_by_group(table, row_type) for table, row_type in zip(tables, stage.takes, strict=True)]
    made: dict[type[Row], list[Row]] = {row_type: [] for row_type in (*stage.writes, Failure)}
    for key in sorted(set().union(*grouped)):
        rows, failure = call_stage(stage, key, [groups.get(key, []) for groups in grouped])
        for row in rows:
            made[type(row)].append(row)
        if failure:
            made[Failure].append(failure)
    return [to_arrow(rows, row_type) for row_type, rows in made.items()]


class GroupStream:
    """Cuts a stream of record batches, ordered by group, at the ends of groups."""

    def __init__(self, batches: Iterator[pa.RecordBatch], schema: pa.Schema) -> None:
        self._batches = batches
        self._rest = schema.empty_table()

    def take(self, last: str) -> pa.Table:
        """All rows, not yet taken, of groups up to and including `last`."""
        taken = []
        while True:
            count = self._count_up_to(last)
            taken.append(self._rest.slice(0, count))
            if count < self._rest.num_rows:
                self._rest = self._rest.slice(count)
                break
            batch = next(self._batches, None)
            self._rest = self._rest.slice(0, 0) if batch is None else pa.Table.from_batches([batch])
            if batch is None:
                break
        return pa.concat_tables(taken)

    def _count_up_to(self, last: str) -> int:
        """Number of leading rows whose group is not after `last` (binary search)."""
        column = self._rest.column(GROUP)
        low, high = 0, self._rest.num_rows
        while low < high:
            middle = (low + high) // 2
            if column[middle].as_py() <= last:
                low = middle + 1
            else:
                high = middle
        return low


def chunks(keys: Sequence[str], size: int) -> Iterator[tuple[str, int]]:
    """The last key and the length of each run of `size` keys.

    >>> list(chunks(["a", "b", "c"], 2))
    [('b', 2), ('c', 1)]
    """
    for begin in range(0, len(keys), size):
        run = keys[begin : begin + size]
        yield run[-1], len(run)
