"""The promises of docs/design.md, over the whole project, on the sample."""

import json
import os
import random
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tellings import sample
from tellings.engine.local import EngineSettings, LocalEngine
from tellings.in_memory import run_in_memory
from tellings.model import TABLES, Article, Attribution, Item, Quotation, Row, Telling, table_name
from tellings.pipeline import RunReport, run
from tellings.publish.stories import open_stories
from tellings.stages import STAGES
from tellings.stages.read import read_articles, read_items
from tellings.store import Store

# Pairs of columns that are a span of an article's text, beside start and end.
SPANS = ("content", "signature", "speaker", "cue", "channel", "addressee", "said", "timex", "sentence", "hedge")


def collate_folder(folder: Path, store: Path, workers: int = 1) -> tuple[Store, RunReport]:
    opened = Store(store, create=True)
    engine = LocalEngine(EngineSettings(workers=workers, chunk=4, inline_below=0))
    try:
        return opened, run(read_items([str(folder)]), opened, engine)
    finally:
        engine.close()


def tables_of(store: Store) -> dict[str, bytes]:
    return {
        str(p.relative_to(store.folder)): p.read_bytes() for p in sorted((store.folder / "tables").rglob("*.parquet"))
    } | {"manifest": (store.folder / "manifest.json").read_bytes()}


@pytest.fixture(scope="module")
def collated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Store, RunReport]:
    return collate_folder(sample.folder(), tmp_path_factory.mktemp("store") / "s")


def test_trace(collated: tuple[Store, RunReport]) -> None:
    store, _ = collated
    texts = {a.article_id: a.text for a in Article.from_arrow(store.table(Article))}
    checked = 0
    for row_type in TABLES:
        for row in row_type.from_arrow(store.table(row_type)):
            for start, end, text in spans_of(row, texts):
                assert 0 <= start <= end <= len(text), row
                assert text[start:end] == text[start:end].strip() or row_type.__name__ == "Reading", row
                checked += 1
    assert checked > 500


def spans_of(row: Row, texts: dict[str, str]) -> list[tuple[int, int, str]]:
    """Every span a row has, with the text it counts in."""
    pairs = [(getattr(row, "start", None), getattr(row, "end", None), "article_id")]
    pairs.append((getattr(row, "other_start", None), getattr(row, "other_end", None), "other_id"))
    pairs += [(getattr(row, f"{name}_start", None), getattr(row, f"{name}_end", None), "article_id") for name in SPANS]
    pairs += [(start, end, "article_id") for start, end in getattr(row, "segments", ())]
    pairs += [(start, end, "article_id") for start, end in getattr(row, "hedge_spans", ())]
    return [
        (start, end, texts[getattr(row, column)])
        for start, end, column in pairs
        if start is not None and end is not None
    ]


def test_statements_have_no_word_that_no_witness_has(collated: tuple[Store, RunReport]) -> None:
    for story in open_stories(collated[0]):
        for edition in story.statements:
            words = " ".join(story.words(witness) for witness in edition.witnesses)
            for word in edition.text.replace("[…]", " ").split():
                assert word.strip(" .,“”\"'‘’—–-…") in words


def test_nothing_vanishes(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    shutil.copytree(sample.folder(), folder)
    shutil.copy(next(folder.glob("*.txt")), folder / "zz-again.txt")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "picture.png").write_bytes(b"\x89PNG\r\n")
    (folder / "broken.jsonl").write_text('{"text": "A fine day was had in the town by all who came."}\n{"text": \n')
    store, report = collate_folder(folder, tmp_path / "s")
    read = report.ingested
    assert read.items == read.articles + read.grouped + read.refused + read.known
    items = Item.from_arrow(store.table(Item))
    assert len(items) == read.items
    assert all(item.reason for item in items if item.status != "article")
    assert read.grouped == 1
    assert read.refused == 3
    articles = {a.article_id for a in Article.from_arrow(store.table(Article))}
    assert articles == {item.article_id for item in items if item.status == "article"}
    members = [t.article_id for t in Telling.from_arrow(store.table(Telling))]
    assert sorted(members) == sorted(articles), "every article is in one story"


def test_blocks_cover_every_character(collated: tuple[Store, RunReport]) -> None:
    for story in open_stories(collated[0]):
        for article_id, article in story.articles.items():
            covered: set[int] = set()
            for block in story.blocks:
                if block.article_id == article_id:
                    place = set(range(block.start, block.end))
                    assert not covered & place
                    covered |= place
            missing = [n for n, c in enumerate(article.text) if n not in covered and not c.isspace()]
            assert not missing, article.text[missing[0] : missing[0] + 80]


def test_same_bytes_for_one_and_three_workers_and_twice(collated: tuple[Store, RunReport], tmp_path: Path) -> None:
    three, _ = collate_folder(sample.folder(), tmp_path / "three", workers=3)
    assert tables_of(three) == tables_of(collated[0])
    again, report = collate_folder(sample.folder(), tmp_path / "three")
    assert all(stage.ran == 0 for stage in report.stages)
    assert tables_of(again) == tables_of(collated[0])


def test_same_rows_for_any_order_of_articles() -> None:
    articles = read_articles([sample.folder()])
    whole = run_in_memory(articles)
    for seed in range(3):
        shuffled = random.Random(seed).sample(articles, len(articles))
        other = run_in_memory(shuffled)
        for row_type in TABLES:
            assert other.of(row_type) == whole.of(row_type), table_name(row_type)


def test_same_rows_in_memory_and_in_the_store(collated: tuple[Store, RunReport]) -> None:
    tables = run_in_memory(read_articles([sample.folder()]))
    for stage in STAGES:
        for row_type in stage.writes if stage.by != "part" else ():  # a store has a part for each month
            stored: list[Row] = row_type.from_arrow(collated[0].table(row_type))
            assert sorted(map(repr, stored)) == sorted(map(repr, tables.of(row_type))), table_name(row_type)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Los_Angeles"])
def test_same_bytes_in_another_locale_and_time_zone(
    collated: tuple[Store, RunReport], tmp_path: Path, zone: str
) -> None:
    env = os.environ | {"TZ": zone, "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "7", "PYTHONUTF8": "0"}
    code = "from tellings.cli import main; main()"
    command = [sys.executable, "-c", code, "run", str(sample.folder()), "--store", str(tmp_path / "s"), "--json"]
    done = subprocess.run(command, env=env, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    assert tables_of(Store(tmp_path / "s")) == tables_of(collated[0])


def test_open_speakers_carry_a_reason(collated: tuple[Store, RunReport]) -> None:
    rows = Attribution.from_arrow(collated[0].table(Attribution))
    quotations = Quotation.from_arrow(collated[0].table(Quotation))
    assert {row.quotation_id for row in rows} == {q.quotation_id for q in quotations}
    assert all(row.reason for row in rows if not row.voice_id)


def test_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> None:
        raise AssertionError(f"a socket was opened: {args}")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    _, report = collate_folder(sample.folder(), tmp_path / "s")
    assert report.ingested.articles == 14


def test_an_added_article_leaves_the_others_parts_untouched(collated: tuple[Store, RunReport], tmp_path: Path) -> None:
    folder = tmp_path / "in"
    shutil.copytree(sample.folder(), folder)
    first, _ = collate_folder(folder, tmp_path / "s")
    before = {p for p in first.manifest().parts if p.table in ("article", "block", "mark", "timex", "quotation")}
    (folder / "new.txt").write_text(
        " date 2024-10-02 The bakery on Shore Street has closed. “We are tired,” Ada Prowse said.\n"
    )
    second, report = collate_folder(folder, tmp_path / "s")
    assert report.ingested.articles == 1
    assert before < set(second.manifest().parts)


def test_json_has_only_passages(collated: tuple[Store, RunReport]) -> None:
    from tellings.publish.json_ import run_json  # noqa: PLC0415

    store, report = collated
    stories = open_stories(store)
    printed = json.dumps(run_json(report, stories), ensure_ascii=False)
    for story in stories:
        for article in story.articles.values():
            assert json.dumps(article.text, ensure_ascii=False)[1:-1] not in printed
