"""status, gc and the parts of a run: what a person sees of a store, and that nothing of it is lost."""

import json
from pathlib import Path

import pytest

from tellings import sample
from tellings.store import Store

from cli.typed import Tellings


@pytest.fixture
def articles(tmp_path: Path) -> str:
    folder = tmp_path / "articles"
    folder.mkdir()
    for day in range(1, 7):
        (folder / f"{day}.txt").write_text(
            f" date 2024-05-0{day} \nA ferry ran aground off Tarn on day {day}.\n\n“No one was hurt,” Ada Moss said.\n",
            encoding="utf-8",
        )
    return str(folder)


def test_run_in_portions_reads_everything_once(tellings: Tellings, articles: str) -> None:
    told = [json.loads(tellings("run", articles, "--limit", "4", "--json").out)["read"] for _ in range(3)]
    assert [read["articles"] for read in told] == [4, 2, 0]
    assert "stopped at --limit" in tellings("run", articles, "--store", "s", "--limit", "2", "--until", "blocks").out


def test_since_leaves_older_articles_for_later(tellings: Tellings, articles: str) -> None:
    read = json.loads(tellings("run", articles, "--since", "2024-05-05", "--json").out)["read"]
    assert (read["articles"], read["left"], read["items"]) == (2, 4, 6)
    read = json.loads(tellings("run", articles, "--json").out)["read"]
    assert (read["articles"], read["known"], read["left"]) == (4, 2, 0)
    assert tellings("run", articles, "--since", "yesterday").code == 2


def test_until_stops_and_the_next_run_goes_on(tellings: Tellings, articles: str) -> None:
    assert "quotations" in tellings("run", articles, "--until", "quotations").out
    half = {part.table for part in Store(".tellings").manifest().parts}
    assert "quotation" in half
    assert "telling" not in half
    tellings("run", articles)
    whole = Store(".tellings").manifest()
    tellings("run", articles, "--store", "other")
    assert Store("other").manifest() == whole
    tellings("run", articles, "--until", "blocks")
    assert Store(".tellings").manifest() == whole, "tables of later stages stay"
    wrong = tellings("run", articles, "--until", "quotes", "--store", "new")
    assert (wrong.code, "quotations" in wrong.err, Path("new").exists()) == (2, True, False)


def test_status_counts_what_is_there(tellings: Tellings, articles: str) -> None:
    tellings("run", articles)
    told = json.loads(tellings("status", "--json").out)["store"]
    tables = {table["table"]: table for table in told["tables"]}
    assert tables["article"]["rows"] == told["articles"] == 6
    assert tables["block"]["reads"] == ["article"]
    assert tables["block"]["stage"] == "blocks"
    assert (told["unfinished"], told["damaged"], told["running"]) == (0, [], False)
    assert told["size"] == sum(part.size for part in Store(".tellings").manifest().parts)
    assert "blocks" in tellings("status").out
    assert tellings("status", "--store", "nowhere").code == 3


def test_status_check_names_a_flipped_byte(tellings: Tellings) -> None:
    tellings("run", str(sample.folder()))
    store = Store(".tellings")
    part = next(part for part in store.manifest().parts if part.table == "mark")
    data = bytearray(store.path(part).read_bytes())
    data[len(data) // 2] ^= 1
    store.path(part).write_bytes(data)
    assert tellings("status").code == 0
    told = tellings("status", "--check")
    assert told.code == 3
    assert f"mark {part.slice}" in told.err
    tellings("run", str(sample.folder()))
    assert tellings("status", "--check").code == 0


def test_gc_deletes_only_what_nothing_names(tellings: Tellings, articles: str) -> None:
    tellings("run", articles, "--limit", "3")
    tellings("run", articles)
    store = Store(".tellings")
    before = {path for path in store.folder.rglob("*") if path.is_file()}
    listed = json.loads(tellings("gc", "--dry-run", "--json").out)["gc"]
    assert listed["files"]
    assert {path for path in store.folder.rglob("*") if path.is_file()} == before
    assert json.loads(tellings("gc", "--json").out)["gc"]["files"] == listed["files"]
    assert all(store.is_whole(part) for part in store.manifest().parts)
    assert "0 files deleted" in tellings("gc").out
    with store.lock():
        assert tellings("gc").code == 3
        assert "a run is writing" in tellings("status").out


def test_bench_tells_what_each_stage_costs(tellings: Tellings, articles: str) -> None:
    told = json.loads(tellings("bench", articles, "--limit", "2", "--workers", "1", "--json").out)["bench"]
    assert (told["articles"], told["workers"]) == (2, 1)
    assert [name for name, _ in told["stages"]][:2] == ["read", "blocks"]
    assert told["processor_seconds"] > 0
    assert tellings("bench", "nowhere").code == 2
