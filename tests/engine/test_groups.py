"""Cutting a stream of rows at the ends of groups, against a slow twin."""

from collections.abc import Iterator
from itertools import groupby

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from tellings.engine.groups import GROUP, GroupStream, chunks

KEYS = st.lists(st.text("abc", min_size=1, max_size=2), max_size=40).map(sorted)


def batches(keys: list[str], cuts: list[int]) -> Iterator[pa.RecordBatch]:
    """Keys as record batches that begin and end anywhere."""
    at = 0
    for cut in [*cuts, len(keys)]:
        size = min(cut, len(keys) - at)
        yield pa.record_batch({GROUP: keys[at : at + size], "n": list(range(at, at + size))}, SCHEMA)
        at += size


SCHEMA = pa.schema([(GROUP, pa.string()), ("n", pa.int64())])


@given(KEYS, st.lists(st.integers(0, 9), max_size=8), st.integers(1, 5))
def test_chunks_hold_whole_groups(keys: list[str], cuts: list[int], size: int) -> None:
    stream = GroupStream(batches(keys, cuts), SCHEMA)
    distinct = [key for key, _ in groupby(keys)]
    taken = []
    for last, count in chunks(distinct, size):
        table = stream.take(last)
        assert len(set(table.column(GROUP).to_pylist())) == count
        taken += table.column("n").to_pylist()
    assert taken == list(range(len(keys)))


@given(KEYS, st.text("abcd", min_size=1, max_size=2))
def test_take_gives_all_up_to_a_key_even_one_that_is_not_there(keys: list[str], last: str) -> None:
    stream = GroupStream(batches(keys, [3, 1]), SCHEMA)
    assert stream.take(last).column(GROUP).to_pylist() == [key for key in keys if key <= last]
