"""Faults: what a kill, a full disk, a bad byte or a dead worker costs. bench/faults.py does the same at length."""

import errno
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from kills import kill_somewhere, slow_run
from test_pipeline import all_bytes, as_items, go, make_articles, ran

from tellings.engine.local import EngineSettings, LocalEngine
from tellings.errors import StoreDamaged, StoreError, TellingsError
from tellings.model import Article, Block, Event, Telling, arrow_schema
from tellings.pipeline import run
from tellings.stage import Stage
from tellings.store import PartWriter, Store

from toy_stages import TOYS

KILLS = 5  # bench/faults.py kills 50 times


def test_runs_killed_at_random_resume_to_the_same_bytes(tmp_path: Path) -> None:
    whole, _ = go(tmp_path / "whole", make_articles(60))
    rng = random.Random(11)
    for number in range(KILLS):
        folder = tmp_path / f"killed{number}"
        kill_somewhere(folder, rng)
        killed, _ = go(folder, make_articles(60))
        assert all_bytes(killed) == all_bytes(whole), f"kill {number}"


def test_a_run_killed_again_and_again_gets_there(tmp_path: Path) -> None:
    whole, _ = go(tmp_path / "whole", make_articles(60))
    rng = random.Random(12)
    for _ in range(3):
        kill_somewhere(tmp_path / "killed", rng, steps=12)  # a resumed run has fewer
    killed, _ = go(tmp_path / "killed", make_articles(60))
    assert all_bytes(killed) == all_bytes(whole)


def test_a_torn_journal_line_does_not_hide_what_follows(tmp_path: Path) -> None:
    store = Store(tmp_path / "s", create=True)
    slow_run(str(store.folder), fail_after=4)
    with (store.folder / "journal.jsonl").open("a") as journal:
        journal.write('{"table": "blo')
    slow_run(str(store.folder), fail_after=3)
    assert len(store.journal()) >= 7


@pytest.mark.parametrize("after", [0, 1, 4, 9])
def test_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int) -> None:
    whole, _ = go(tmp_path / "whole", make_articles(30))
    flush, left = PartWriter._flush, [after]

    def flush_until_full(self: PartWriter, everything: bool) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        flush(self, everything)

    with monkeypatch.context() as patched:
        patched.setattr(PartWriter, "_flush", flush_until_full)
        with pytest.raises(StoreError, match="is full"):
            go(tmp_path / "s", make_articles(30))
    resumed, _ = go(tmp_path / "s", make_articles(30))
    assert all_bytes(resumed) == all_bytes(whole)


def test_full_disk_leaves_the_last_commit_readable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, _ = go(tmp_path / "s", make_articles(20))
    before = store.table(Block)

    def no_space(self: PartWriter, everything: bool) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(PartWriter, "_flush", no_space)
    with pytest.raises(StoreError):
        go(tmp_path / "s", make_articles(40))
    assert store.table(Block) == before


@pytest.mark.parametrize("how", ["flipped", "truncated", "emptied", "lost"])
def test_damaged_parts_are_noticed_named_and_made_anew(
    tmp_path: Path, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    store, _ = go(tmp_path / "s", make_articles(20))
    before = all_bytes(store)
    for row_type in (Block, Telling, Event):
        damage(store.path(store.manifest().of(row_type)[0]), how)
    _, report = go(tmp_path / "s", make_articles(20))
    assert ran(report)["blocks"][0] == 1
    assert ran(report)["events"][0] == 1
    assert all_bytes(store) == before
    assert all(f"table {name} is missing or damaged" in caplog.text for name in ("block", "telling", "event"))


def damage(path: Path, how: str) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0x10
    match how:
        case "flipped":
            path.write_bytes(data)
        case "truncated":
            path.write_bytes(data[: len(data) // 2])
        case "emptied":
            path.write_bytes(b"")
        case _:
            path.unlink()


def test_a_flipped_byte_in_what_was_read_is_named(tmp_path: Path) -> None:
    store, _ = go(tmp_path / "s", make_articles(5))
    path = store.path(store.manifest().of(Article)[0])
    damage(path, "flipped")
    with pytest.raises(StoreDamaged, match=path.name):
        go(tmp_path / "s", make_articles(5))


def test_a_part_damaged_between_runs_of_a_reader_is_named(tmp_path: Path) -> None:
    store, _ = go(tmp_path / "s", make_articles(5))
    damage(store.path(store.manifest().of(Block)[0]), "truncated")
    with pytest.raises(StoreDamaged, match="block"):
        store.table(Block)


def die_once(settings: object, articles: list[Article]) -> Iterator[Block]:
    """A stage whose worker is killed the first time it is called."""
    mark = Path(os.environ["TELLINGS_TEST_DIED"])
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    yield from (Block(a.article_id, 0, 1, "body", "") for a in articles)


def die_always(settings: object, articles: list[Article]) -> Iterator[Block]:
    """A stage that kills every worker."""
    os.kill(os.getpid(), signal.SIGKILL)
    yield from ()


def go_with_workers(folder: Path, stage: Stage) -> Store:
    store = Store(folder, create=True)
    engine = LocalEngine(EngineSettings(workers=2, chunk=3, inline_below=0))
    try:
        run(as_items(make_articles(8)), store, engine, (stage,))
    finally:
        engine.close()
    return store


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_killed_worker_is_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELLINGS_TEST_DIED", str(tmp_path / "died"))
    store = go_with_workers(tmp_path / "s", replace(TOYS[0], run=die_once))
    assert (tmp_path / "died").exists()
    assert store.manifest().rows(Block) == 8


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_workers_that_always_die_are_a_named_error(tmp_path: Path) -> None:
    with pytest.raises(TellingsError, match="'blocks'"):
        go_with_workers(tmp_path / "s", replace(TOYS[0], run=die_always))
    assert Store(tmp_path / "s").journal(), "what was read is kept"


def test_readers_are_unaffected_by_a_run(tmp_path: Path) -> None:
    store, _ = go(tmp_path / "s", make_articles(20))
    manifest, before = store.manifest(), store.table(Block)
    started = multiprocessing.get_context("spawn").Process(target=slow_run, args=(str(store.folder),))
    started.start()
    reads = 0
    try:
        while started.is_alive() and reads < 200:
            assert store.table(Block, manifest) == before
            assert store.manifest().parts
            reads += 1
            time.sleep(0.01)
    finally:
        started.join()
    assert reads
    assert store.table(Block, manifest) == before, "a reader that opened before the commit still finds its parts"


def test_time_going_back_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole, _ = go(tmp_path / "whole", make_articles(20))
    monkeypatch.setattr(time, "time", lambda: 0.0)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    monkeypatch.setenv("LC_ALL", "tr_TR.UTF-8")
    go(tmp_path / "s", make_articles(10))
    for path in (tmp_path / "s").rglob("*"):
        os.utime(path, (0, 0))
    store, report = go(tmp_path / "s", make_articles(10))
    assert all(done == 0 for done, _ in ran(report).values())
    store, _ = go(tmp_path / "new", make_articles(20))
    assert all_bytes(store) == all_bytes(whole)
    assert arrow_schema(Block)
