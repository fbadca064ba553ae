"""Parts: bytes that depend on the rows alone, digests, a manifest that is old or new and never half."""

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings import store as store_module
from tellings.errors import StoreDamaged
from tellings.model import Failure, Row, to_arrow
from tellings.store import Manifest, PartWriter, Store

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
ROWS = st.lists(st.builds(Failure, TEXT, TEXT, TEXT), max_size=30)


def write(path: Path, rows: list[Failure], cuts: list[int]) -> bytes:
    with PartWriter(path, Failure) as writer:
        at = 0
        for cut in [*cuts, len(rows)]:
            writer.write(to_arrow(rows[at : at + cut], Failure))
            at += cut
    return path.read_bytes()


@settings(max_examples=40)
@given(ROWS, st.lists(st.integers(0, 7), max_size=6), st.integers(1, 9))
def test_bytes_do_not_depend_on_how_rows_arrive(rows: list[Failure], cuts: list[int], group: int) -> None:
    before, Failure.row_group = Failure.row_group, group
    try:
        with tempfile.TemporaryDirectory() as folder:
            one = write(Path(folder) / "one", rows, [])
            assert write(Path(folder) / "two", rows, cuts) == one
    finally:
        Failure.row_group = before


def add(store: Store, key: str, rows: list[Row]) -> store_module.StoredPart:
    with PartWriter(store.draft(Failure, key), Failure) as writer:
        writer.write(to_arrow(rows, Failure))
    return store.finish(Failure, "all", key, writer.rows)


def test_part_is_whole_until_a_byte_flips(tmp_path: Path) -> None:
    store = Store(tmp_path / "s", create=True)
    part = add(store, "k", [Failure("a", "b", "c")])
    assert store.is_whole(part)
    path = store.path(part)
    data = bytearray(path.read_bytes())
    data[8] ^= 1
    path.write_bytes(data)
    assert store.is_there(part)
    assert not store.is_whole(part)


def test_journal_survives_a_torn_line(tmp_path: Path) -> None:
    store = Store(tmp_path / "s", create=True)
    part = add(store, "k", [])
    with (store.folder / "journal.jsonl").open("a") as journal:
        journal.write('{"table": "fail')
    assert store.journal() == [part]


def test_commit_clears_the_journal_and_is_read_back(tmp_path: Path) -> None:
    store = Store(tmp_path / "s", create=True)
    part = add(store, "k", [Failure("a", "b", "c")])
    assert store.commit([part]) == store.manifest() == Manifest((part,))
    assert store.journal() == []
    assert Failure.from_arrow(store.table(Failure)) == [Failure("a", "b", "c")]


def test_sweep_deletes_what_nothing_names(tmp_path: Path) -> None:
    store = Store(tmp_path / "s", create=True)
    kept, lost = add(store, "k", []), add(store, "l", [])
    store.sweep([kept])
    assert store.path(kept).exists()
    assert not store.path(lost).exists()


def test_damaged_manifest_is_named(tmp_path: Path) -> None:
    store = Store(tmp_path / "s", create=True)
    (store.folder / "manifest.json").write_text(json.dumps({"parts": [{"nonsense": 1}]}))
    with pytest.raises(StoreDamaged, match=r"manifest\.json"):
        store.manifest()


def test_missing_part_is_named(tmp_path: Path) -> None:
    store = Store(tmp_path / "s", create=True)
    part = add(store, "k", [])
    store.path(part).unlink()
    with pytest.raises(StoreDamaged, match="failure"):
        store.read(part, Failure)
