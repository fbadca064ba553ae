"""The pipeline over toy stages: what is kept, what runs, what a kill costs."""

import multiprocessing
import os
import random
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tellings.engine.local import EngineSettings, LocalEngine
from tellings.errors import StoreDamaged, StoreError, StoreFormat, StoreLocked
from tellings.in_memory import run_in_memory
from tellings.model import Article, Block, Event, Failure, Item, Row, content_id, table_name, to_arrow
from tellings.pipeline import RunReport, run
from tellings.stage import Stage
from tellings.store import Store

from toy_stages import TOYS, BlockSettings

MONTHS = ["2024-01-05", "2024-01-20", "2024-02-03", ""]


def make_articles(count: int) -> list[Article]:
    rng = random.Random(7)
    words = ["storm", "harbour", "mayor", "“no”", "été", "🙂", "ferry"]
    return [
        Article.from_text(
            f"{n} " + " ".join(rng.choice(words) for _ in range(30)),
            outlet=f"Outlet {n % 5}",
            published=MONTHS[n % 4],
        )
        for n in range(count)
    ]


def as_items(articles: list[Article]) -> list[tuple[Item, Article | None]]:
    return [
        (Item(content_id("item", a.article_id), f"{a.article_id}.txt", -1, len(a.text), "article", "", a.article_id), a)
        for a in articles
    ]


def go(
    folder: Path, articles: list[Article], stages: tuple[Stage, ...] = TOYS, workers: int = 1
) -> tuple[Store, RunReport]:
    store = Store(folder, create=True)
    engine = LocalEngine(EngineSettings(workers=workers, chunk=3, inline_below=0))
    try:
        return store, run(as_items(articles), store, engine, stages)
    finally:
        engine.close()


def all_bytes(store: Store) -> dict[str, bytes]:
    return {
        str(path.relative_to(store.folder)): path.read_bytes()
        for path in sorted(store.folder.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def ran(report: RunReport) -> dict[str, tuple[int, int]]:
    return {stage.name: (stage.ran, stage.kept) for stage in report.stages}


def test_rows_are_those_of_the_run_in_memory(tmp_path: Path) -> None:
    articles = make_articles(40)
    store, _ = go(tmp_path / "s", articles)
    tables = run_in_memory(articles, TOYS)
    for stage in TOYS:
        for row_type in stage.writes:
            stored: list[Row] = row_type.from_arrow(store.table(row_type))
            assert sorted(map(repr, stored)) == sorted(map(repr, tables.of(row_type))), table_name(row_type)
            assert stored


def test_same_bytes_for_any_number_of_workers_and_twice(tmp_path: Path) -> None:
    articles = make_articles(40)
    one, _ = go(tmp_path / "one", articles)
    three, _ = go(tmp_path / "three", articles, workers=3)
    again, _ = go(tmp_path / "again", articles)
    assert all_bytes(one) == all_bytes(three) == all_bytes(again)


def test_same_bytes_for_any_order_of_items(tmp_path: Path) -> None:
    articles = make_articles(12)
    one, _ = go(tmp_path / "one", articles)
    other = Store(tmp_path / "other", create=True)
    items = sorted(as_items(articles), key=lambda pair: pair[0].source)
    run(items, other, stages=TOYS)
    # items are sorted by the reader, so only the table item tells the two runs apart
    assert [p for p in one.manifest().parts if p.table != "item"] == [
        p for p in other.manifest().parts if p.table != "item"
    ]


def test_second_run_keeps_everything(tmp_path: Path) -> None:
    articles = make_articles(20)
    store, _ = go(tmp_path / "s", articles)
    before = all_bytes(store)
    _, report = go(tmp_path / "s", articles)
    assert all(done == 0 for done, _ in ran(report).values())
    assert report.ingested.known == 20
    assert all_bytes(store) == before


def test_added_article_leaves_other_parts_untouched(tmp_path: Path) -> None:
    articles = make_articles(20)
    store, _ = go(tmp_path / "s", articles)
    before = set(store.manifest().of(Block))
    new = Article.from_text("a new one", outlet="Outlet 9", published="2024-03-01")
    _, report = go(tmp_path / "s", [*articles, new])
    assert ran(report)["blocks"] == (1, 4 - 1)
    assert ran(report)["events"] == (1, 1)
    assert before < set(store.manifest().of(Block))


def test_changed_setting_reruns_only_what_depends_on_it(tmp_path: Path) -> None:
    articles = make_articles(20)
    go(tmp_path / "s", articles)
    changed = tuple(replace(s, settings=BlockSettings("title")) if s.name == "blocks" else s for s in TOYS)
    store, report = go(tmp_path / "s", articles, changed)
    assert ran(report)["blocks"][1] == 0
    assert all(ran(report)[name][0] == 0 for name in ("pairs", "copies", "stories", "events"))
    assert {block.kind for block in Block.from_arrow(store.table(Block))} == {"title"}


def test_one_bad_article_is_noted_and_the_rest_is_done(tmp_path: Path) -> None:
    bad = Article.from_text("BOOM", published="2024-01-01")
    store, report = go(tmp_path / "s", [*make_articles(10), bad])
    (failure,) = Failure.from_arrow(store.table(Failure))
    assert (failure.stage, failure.group) == ("blocks", bad.article_id)
    assert "boom" in failure.error
    assert report.stages[0].failures == 1
    _, report = go(tmp_path / "s", [*make_articles(10), bad])
    assert report.stages[0].failures == 1, "a kept failure is still told"


def slow_run(folder: str) -> None:
    """A run that takes its time, to be killed."""
    store = Store(folder, create=True)

    def items() -> list[tuple[Item, Article | None]]:
        return as_items(make_articles(60))

    finish = Store.finish

    def finish_slowly(self: Store, row_type: type[Row], slice_: str, key: str, rows: int) -> object:
        part = finish(self, row_type, slice_, key, rows)
        time.sleep(0.05)
        return part

    Store.finish = finish_slowly  # type: ignore[assignment, method-assign]
    run(items(), store, LocalEngine(EngineSettings(workers=1)), TOYS)


@pytest.mark.parametrize("after", [0.2, 0.5, 0.8])
def test_killed_run_resumes_to_the_same_bytes(tmp_path: Path, after: float) -> None:
    whole, _ = go(tmp_path / "whole", make_articles(60))
    process = multiprocessing.get_context("spawn").Process(target=slow_run, args=(str(tmp_path / "killed"),))
    process.start()
    journal = tmp_path / "killed" / "journal.jsonl"
    deadline = time.monotonic() + 30
    while not journal.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(after)
    if process.pid and process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    process.join()
    finished = len(journal.read_text().splitlines()) if journal.exists() else 0
    killed, report = go(tmp_path / "killed", make_articles(60))
    kept = sum(stage.kept for stage in report.stages)
    assert kept > 0 or finished <= 6, "stages that were finished are kept"
    assert {k: v for k, v in all_bytes(killed).items() if "draft" not in k} == all_bytes(whole)


def test_damaged_part_is_made_anew(tmp_path: Path) -> None:
    store, _ = go(tmp_path / "s", make_articles(20))
    before = all_bytes(store)
    victim = store.path(store.manifest().of(Event)[0])
    victim.write_bytes(victim.read_bytes()[:100])
    _, report = go(tmp_path / "s", make_articles(20))
    assert ran(report)["events"][0] == 1
    assert all_bytes(store) == before


def test_lost_articles_are_an_error_that_says_so(tmp_path: Path) -> None:
    store, _ = go(tmp_path / "s", make_articles(5))
    store.path(store.manifest().of(Article)[0]).unlink()
    with pytest.raises(StoreDamaged, match="article"):
        go(tmp_path / "s", make_articles(5))


def test_two_runs_on_one_store(tmp_path: Path) -> None:
    store, _ = go(tmp_path / "s", make_articles(5))
    with store.lock(), pytest.raises(StoreLocked, match="another run"):
        go(tmp_path / "s", make_articles(5))


def test_store_of_another_format(tmp_path: Path) -> None:
    store, _ = go(tmp_path / "s", make_articles(2))
    (store.folder / "FORMAT").write_text("99\n")
    with pytest.raises(StoreFormat, match="'99'"):
        Store(store.folder)


def test_folder_that_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(StoreError, match="no store"):
        Store(tmp_path, create=True)
    with pytest.raises(StoreError, match="tellings run"):
        Store(tmp_path / "nowhere")


def test_rows_go_to_arrow_and_back() -> None:
    rows = make_articles(5)
    assert Article.from_arrow(to_arrow(rows, Article)) == rows
