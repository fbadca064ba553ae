"""The command line as a person meets it: output, exit codes, errors that say what to try."""

import io
import json
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tellings import sample
from tellings.store import Store

from cli.typed import Printed, Tellings


@pytest.fixture
def store(tellings: Tellings) -> str:
    assert tellings("run", str(sample.folder())).code == 0
    return ".tellings"


def article(number: int = 0) -> str:
    return f"The mayor of Brinley opened bridge number {number} on Monday. “It will last,” Ada Moss said."


def test_run_prints_what_was_read_and_the_story(tellings: Tellings) -> None:
    printed = tellings("run", str(sample.folder()))
    assert printed.code == 0
    assert "14 items read: 14 articles, 0 grouped, 0 refused" in printed.out
    assert "STORY 1" in printed.out
    assert "STATEMENT 1.1" in printed.out
    assert "next: tellings show 1.1" in printed.out
    assert "\x1b" not in printed.out, "no colours in a pipe"
    assert printed.err == "", "no progress in a pipe"


def test_run_again_does_nothing_anew(tellings: Tellings, store: str) -> None:
    printed = tellings("run", str(sample.folder()))
    assert "14 read by an earlier run" in printed.out
    assert "STORY 1" in printed.out


def test_json_is_one_object(tellings: Tellings) -> None:
    printed = tellings("run", str(sample.folder()), "--json")
    told = json.loads(printed.out)
    assert told["schema"] == 1
    assert told["read"]["items"] == 14
    assert {source["article_id"] for source in told["sources"]} == {
        telling["article_id"] for story in told["stories"] for telling in story["tellings"]
    }
    story = told["stories"][0]
    assert {"tellings", "statements", "events", "copies"} <= set(story)
    for statement in story["statements"]:
        for part in statement["parts"]:
            assert part["witnesses"]


def test_offsets_on_demand(tellings: Tellings) -> None:
    assert re.search(r"whole \w[\w ]*:\d+–\d+  “", tellings("run", str(sample.folder()), "--offsets").out)


@pytest.mark.parametrize("name", ["1", "1.1", "harbour-courier.txt", "stories", "failures"])
def test_show(tellings: Tellings, store: str, name: str) -> None:
    printed = tellings("show", name)
    assert printed.code == 0, printed.err
    assert printed.out.strip()
    assert json.loads(tellings("show", name, "--json").out)["schema"] == 1


def test_show_finds_ids_by_their_first_characters(tellings: Tellings, store: str) -> None:
    told = json.loads(tellings("show", "1", "--json").out)["story"]
    for value in (
        told["story_id"],
        told["statements"][0]["statement_id"],
        told["quotations"][0]["quotation_id"],
        told["tellings"][0]["article_id"],
    ):
        assert tellings("show", value[:10]).code == 0


@pytest.mark.parametrize(
    ("name", "says"),
    [("99", "there is no story 99"), ("1.999", "has no statement 999"), ("nothing-here", "tellings show stories")],
)
def test_show_what_is_not_there(tellings: Tellings, store: str, name: str, says: str) -> None:
    printed = tellings("show", name)
    assert printed.code == 2
    assert says in printed.err


def test_check_verbatim(tellings: Tellings, store: str) -> None:
    printed = tellings("check", "I realise now that politeness was our mistake.")
    assert printed.code == 0
    assert "VERBATIM" in printed.out


def test_check_altered(tellings: Tellings, store: str) -> None:
    printed = tellings("check", "I realise now that politeness was not our mistake.")
    assert printed.code == 1
    assert "ALTERED" in printed.out
    assert "negation" in printed.out


def test_check_not_found(tellings: Tellings, store: str) -> None:
    printed = tellings("check", "The penguins have taken over the lighthouse and refuse to leave.", "--json")
    told = json.loads(printed.out)["check"]
    assert printed.code == 1
    assert (told["verdict"], told["searched"], told["matches"]) == ("not found", 14, [])


def test_check_of_nothing(tellings: Tellings, store: str) -> None:
    printed = tellings("check", "…")
    assert printed.code == 2
    assert "holds no words" in printed.err


def test_no_store(tellings: Tellings) -> None:
    printed = tellings("show", "1")
    assert printed.code == 3
    assert "tellings run FOLDER" in printed.err


def test_locked_store(tellings: Tellings, store: str) -> None:
    with Store(store).lock():
        printed = tellings("run", str(sample.folder()))
        assert tellings("show", "1").code == 0, "readers need no lock"
    assert printed.code == 3
    assert "another run" in printed.err


def test_config_and_flags(tellings: Tellings) -> None:
    Path("tellings.toml").write_text("[engine]\nworkers = 1\n")
    printed = tellings("config", "--set", "engine.chunk=7")
    assert "workers = 1   # tellings.toml; default 0" in printed.out
    assert "chunk = 7   # flag" in printed.out
    assert json.loads(tellings("config", "--json").out)["settings"]


@pytest.mark.parametrize(
    ("flag", "says"),
    [
        ("engine.wokers=1", "did you mean 'workers'"),
        ("enigne.workers=1", "did you mean 'engine'"),
        ("engine.workers=many", "should be of type int"),
        ("workers", "stage.name=value"),
    ],
)
def test_wrong_settings(tellings: Tellings, flag: str, says: str) -> None:
    printed = tellings("config", "--set", flag)
    assert printed.code == 2
    assert says in printed.err


def test_demo(tellings: Tellings) -> None:
    printed = tellings("demo")
    assert printed.code == 0
    assert re.search(r"Your own articles: \S*tellings run FOLDER", printed.out)
    assert not Path(".tellings").exists(), "the demo leaves nothing behind"


def test_demo_copies_its_articles(tellings: Tellings) -> None:
    assert tellings("demo", "--copy", "mine").code == 0
    assert len(list(Path("mine").iterdir())) == 10
    assert tellings("demo", "--copy", "mine").code == 2


def refusals(printed: Printed) -> str:
    return "\n".join(row for row in printed.out.splitlines() if row.startswith("  refused"))


def test_empty_and_binary_files(tellings: Tellings) -> None:
    Path("in").mkdir()
    Path("in/empty.txt").write_bytes(b"")
    Path("in/binary.txt").write_bytes(bytes(range(256)) * 40)
    Path("in/good.txt").write_text(article(), encoding="utf-8")
    printed = tellings("run", "in")
    assert printed.code == 0
    assert "3 items read: 1 article, 0 grouped, 2 refused" in printed.out
    assert "in/empty.txt" in refusals(printed)
    assert "in/binary.txt" in refusals(printed)


def test_nothing_readable(tellings: Tellings) -> None:
    Path("empty.txt").write_bytes(b"")
    printed = tellings("run", "empty.txt")
    assert printed.code == 2
    assert "nothing could be read" in printed.err


def test_path_that_is_not_there(tellings: Tellings) -> None:
    printed = tellings("run", "nowhere")
    assert printed.code == 2
    assert "nowhere" in printed.err


def test_invalid_utf8_is_read_and_noticed(tellings: Tellings) -> None:
    Path("bad.txt").write_bytes(article().encode() + b" \xff\xfe\xfa caf\xe9\n")
    printed = tellings("run", "bad.txt")
    assert printed.code == 0
    assert "noticed" in printed.out


def test_broken_row_of_jsonl(tellings: Tellings) -> None:
    rows = [json.dumps({"text": article(n)}) for n in range(3)]
    Path("rows.jsonl").write_text("\n".join([rows[0], '{"text": "cut o', *rows[1:]]) + "\n", encoding="utf-8")
    printed = tellings("run", "rows.jsonl")
    assert printed.code == 0
    assert "4 items read: 3 articles, 0 grouped, 1 refused" in printed.out
    assert "line 2" in refusals(printed)


def test_csv_without_the_expected_columns(tellings: Tellings) -> None:
    Path("table.csv").write_text("a,b\n1,2\n")
    printed = tellings("run", "table.csv")
    assert printed.code == 2
    assert "--map" in printed.out


def test_map_names_the_column(tellings: Tellings) -> None:
    Path("table.csv").write_text(f'when,what\n2024-05-06,"{article()}"\n', encoding="utf-8")
    printed = tellings("run", "table.csv", "--map", "text=what,published=when", "--json")
    assert json.loads(printed.out)["sources"][0]["published"] == "2024-05-06"


def test_two_identical_files(tellings: Tellings) -> None:
    for name in ("one.txt", "two.txt"):
        Path(name).write_text(article(), encoding="utf-8")
    printed = tellings("run", "one.txt", "two.txt")
    assert "2 items read: 1 article, 1 grouped, 0 refused" in printed.out
    assert "two.txt" in printed.out


def test_standard_input(tellings: Tellings, monkeypatch: pytest.MonkeyPatch) -> None:
    data = io.BytesIO(json.dumps({"text": article(), "outlet": "Post"}).encode())
    monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": data})())
    printed = tellings("run", "-", "--json")
    assert json.loads(printed.out)["sources"][0]["outlet"] == "Post"


def test_endless_line_is_refused(tellings: Tellings) -> None:
    with Path("long.txt").open("wb") as file:
        for _ in range(100):
            file.write(b"a storm came " * 80_660)  # 100 MB on one line
    Path("good.txt").write_text(article(), encoding="utf-8")
    printed = tellings("run", "long.txt", "good.txt")
    assert printed.code == 0
    assert "long.txt" in refusals(printed)


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="a superuser may read everything")
def test_folder_without_permission(tellings: Tellings) -> None:
    Path("in/closed").mkdir(parents=True)
    Path("in/good.txt").write_text(article(), encoding="utf-8")
    Path("in/closed").chmod(0)
    try:
        printed = tellings("run", "in")
    finally:
        Path("in/closed").chmod(stat.S_IRWXU)
    assert printed.code == 0
    assert "closed" in refusals(printed)


def test_one_story(tellings: Tellings) -> None:
    Path("in").mkdir()
    Path("in/a.txt").write_text(article(), encoding="utf-8")
    Path("in/b.txt").write_text("Snow fell on the hills above Tarn all night, closing two roads.", encoding="utf-8")
    assert "2 tellings" in tellings("run", "in", "--one-story").out


def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    code = "from tellings.cli import main; main()"
    command = f'"{sys.executable}" -c "{code}" run "{sample.folder()}" --json | head -c 10'
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr


def test_articles_of_earlier_runs_are_told(tellings: Tellings) -> None:
    for name in ("a", "b"):
        Path(name).mkdir()
        Path(f"{name}/{name}.txt").write_text(article(ord(name)), encoding="utf-8")
    tellings("run", "a")
    assert "the store holds 1 more article of earlier runs" in tellings("run", "b").out


def test_refused_items_stay_to_be_seen(tellings: Tellings) -> None:
    Path("in").mkdir()
    Path("in/empty.txt").write_bytes(b"")
    Path("in/good.txt").write_text(article(), encoding="utf-8")
    tellings("run", "in")
    assert "1 read by an earlier run" not in tellings("show", "failures").out
    assert "in/empty.txt" in tellings("show", "failures").out


def test_show_takes_a_siglum(tellings: Tellings, store: str) -> None:
    printed = tellings("show", "Northcast News")
    assert printed.code == 0
    assert "northcast.html" in printed.out


def test_show_takes_a_siglum_of_digits(tellings: Tellings) -> None:
    for name, text in (("001_a", article()), ("002_b", "The ferry kept to its moorings and the harbour froze.")):
        Path("in").mkdir(exist_ok=True)
        Path(f"in/{name}.txt").write_text(text, encoding="utf-8")
    tellings("run", "in")
    assert "in/001_a.txt" in tellings("show", "001").out
    assert "in/002_b.txt" in tellings("show", "002").out
    assert "there is no story 9; the store holds 2 stories" in tellings("show", "9").err


def test_show_tells_which_articles_share_a_siglum(tellings: Tellings) -> None:
    for name, text in (("a", article()), ("b", "The ferry kept to its moorings and the harbour froze.")):
        Path(f"in/{name}").mkdir(parents=True)
        Path(f"in/{name}/post.txt").write_text(text, encoding="utf-8")
    tellings("run", "in")
    printed = tellings("show", "post")
    assert (printed.code, printed.out) == (2, "")
    (first, _) = re.findall(r"(\w{12}) \(in/", printed.err)
    assert tellings("show", first).code == 0


def test_example_of_a_setting_works(tellings: Tellings) -> None:
    printed = tellings("config", "--help")
    flag = re.findall(r"config --set (\S+=\S+)", printed.out)[-1]
    assert tellings("config", "--set", flag).code == 0


def test_check_before_any_run_is_finished(tellings: Tellings) -> None:
    Store(".tellings", create=True)
    printed = tellings("check", "We sold it")
    assert printed.code == 2
    assert "no finished run" in printed.err


def test_check_a_draft(tellings: Tellings, store: str) -> None:
    Path("draft.md").write_text(
        "# Draft\n\n“I do not blame the captain,” Marnie Kerrow wrote. “I blame the weather and the sea,” she added.\n",
        encoding="utf-8",
    )
    printed = tellings("check", "--file", "draft.md")
    assert printed.code == 1
    assert re.search(r"^3:2\nVERBATIM  “I do not blame the captain”  Marnie Kerrow", printed.out, re.MULTILINE)
    assert re.search(r"^2 quotations checked: 1 verbatim, ", printed.out, re.MULTILINE)
    told = json.loads(tellings("check", "--file", "draft.md", "--json").out)
    assert [(one["line"], one["column"], one["passes"]) for one in told["checks"]] == [(3, 2, True), (3, 53, False)]


def test_a_draft_that_holds_passes(tellings: Tellings, store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = io.BytesIO("“I do not blame the captain,” Kerrow wrote.".encode())
    monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": data})())
    printed = tellings("check", "--file", "-")
    assert printed.code == 0, printed.out
    assert "1 quotation checked: 1 verbatim" in printed.out


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "give either a quotation"),
        (("We sold it", "--file", "draft.md"), "give either a quotation"),
        (("--file", "nowhere.md"), "no file 'nowhere.md'"),
        (("We sold it", "--primary", "nowhere.vtt"), "nowhere.vtt"),
    ],
)
def test_wrong_use_of_check(tellings: Tellings, store: str, words: tuple[str, ...], says: str) -> None:
    printed = tellings("check", *words)
    assert printed.code == 2
    assert says in printed.err


def test_check_of_another_speaker(tellings: Tellings, store: str) -> None:
    printed = tellings("check", "I do not blame the captain.", "--speaker", "Tom Roe")
    assert printed.code == 1
    assert "ATTRIBUTED TO ANOTHER" in printed.out
    assert tellings("check", "I do not blame the captain.", "--speaker", "Ms Kerrow").code == 0


SPEECH = """WEBVTT

00:00:01.000 --> 00:00:04.000
<v Ada Moss>Good morning, all.

00:00:05.000 --> 00:00:09.000
<v Ada Moss>The bridge will not open before the pier has been mended.
"""


def write_primary() -> None:
    Path("in").mkdir()
    for name, said in (("post", "will open"), ("echo", "will open"), ("herald", "will not open")):
        text = f"“The bridge {said} before the pier has been mended,” Ada Moss said."
        head = f" date 2024-05-06 Brinley bridge shut, {name} reports.\n\n"
        Path(f"in/{name}.txt").write_text(head + text, encoding="utf-8")
    Path("in/speech.vtt").write_text(SPEECH, encoding="utf-8")


def test_primary_sources_rank_above_reports(tellings: Tellings) -> None:
    write_primary()
    printed = tellings("run", "in", "--primary", "in/speech.vtt", "--one-story", "--offsets")
    assert printed.code == 0, printed.err
    assert "4 items read: 4 articles" in printed.out, "a file that the folder holds too is read once"
    assert re.search(r"The bridge will not\S* open before the pier has been mended", printed.out)
    assert "as the primary source has it: speech" in printed.out
    assert re.search(r"speech\.vtt.*  primary source", printed.out)
    checked = tellings("check", "The bridge will open before the pier has been mended")
    assert checked.code == 1
    assert "the primary source decides; verbatim in a report" in checked.out
    assert "at 00:00:05.000" in checked.out


def test_without_a_primary_source_the_most_reports_decide(tellings: Tellings) -> None:
    write_primary()
    Path("in/speech.vtt").unlink()
    printed = tellings("run", "in", "--one-story")
    assert re.search(r"  1  The bridge will open", printed.out)


def test_outlets_of_one_owner(tellings: Tellings) -> None:
    write_primary()
    Path("o.csv").write_text("outlet,owner\npost,Lowmoor Press\necho,Lowmoor Press\nEcko,Lowmoor Press\n")
    printed = tellings("run", "in", "--one-story", "--outlets", "o.csv", "--json")
    (statement, *_) = json.loads(printed.out)["stories"][0]["statements"]
    assert statement["independent"] == statement["witnesses"] - 1
    again = tellings("run", "in", "--one-story", "--outlets", "o.csv")
    assert "o.csv, line 4: no article of 'Ecko'; did you mean 'echo'?" in again.out


def test_an_outlet_table_that_is_wrong(tellings: Tellings) -> None:
    write_primary()
    Path("o.csv").write_text("outlet,onwer\npost,X\n")
    printed = tellings("run", "in", "--outlets", "o.csv")
    assert printed.code == 2
    assert "o.csv, line 1: no column 'onwer'; there are: outlet, owner, agency" in printed.err
    assert tellings("run", "in", "--outlets", "none.csv").code == 2


@pytest.mark.parametrize("format_", ["tei", "webannotation", "csv", "json", "markdown"])
def test_export_writes_a_file_or_prints(tellings: Tellings, store: str, tmp_path: Path, format_: str) -> None:
    printed = tellings("export", format_, "--story", "1")
    assert printed.code == 0
    assert tellings("export", format_, "--story", "1", "--out", "out.txt").out == ""
    assert (tmp_path / "out.txt").read_bytes().decode() == printed.out
    assert len(tellings("export", format_).out) > len(printed.out)


def test_export_says_what_there_is(tellings: Tellings, store: str) -> None:
    for words, told in (
        (("export", "docx"), "tei, webannotation, csv, json, markdown"),
        (("export", "csv", "--table", "x"), "witnesses"),
        (("export", "tei", "--story", "999"), "tellings show stories"),
        (("export", "tei", "--out", "no/such/folder.xml"), "cannot write"),
    ):
        printed = tellings(*words)
        assert printed.code == 2
        assert told in printed.err


def test_show_a_summary_of_a_length(tellings: Tellings, store: str) -> None:
    stored = json.loads(tellings("show", "1", "--json").out)["story"]["summary"]
    short = json.loads(tellings("show", "1", "--summary-words", "40", "--json").out)["story"]["summary"]
    words = [sum(len(row["words"].split()) for row in rows if row["order"]) for rows in (stored, short)]
    assert 40 < words[0] <= 100
    assert 0 < words[1] <= 40
    printed = tellings("show", "1", "--summary-words", "40").out
    assert re.search(r"SUMMARY\n(?:.*\n)*?.*\[\w[\w ]*:\d+–\d+\]", printed)


FERRY = (
    "Ferry aground off Tarn Point\n\nThe car ferry Aurelia ran aground off Tarn Point with forty passengers aboard."
    "\n\nCaptain Odile Marsh said the engine had failed. Two people were hurt, the harbour office said.\n"
)


def test_a_changed_file_is_a_version_and_stories_and_show_tell_it(tellings: Tellings, tmp_path: Path) -> None:
    ferry = tmp_path / "in" / "ferry.txt"
    ferry.parent.mkdir()
    ferry.write_text(FERRY)
    tellings("run", "in")
    (born,) = json.loads(tellings("stories", "--json").out)["stories"]
    ferry.write_text(FERRY.replace("Two", "Three") + "\nCORRECTION: Three people were hurt, not two.\n")
    printed = tellings("run", "in")
    assert "version 1 of 2" in printed.out
    assert "latest of 2 versions" in printed.out
    listed = json.loads(tellings("stories", "--json").out)
    assert listed["schema"] == 1
    (story,) = listed["stories"]
    assert (story["tellings"], story["independent"], story["earlier_versions"]) == (2, 1, 1)
    assert story["notices"] == ["correction"]
    assert story["story_id"] == born["story_id"]
    assert "correction" in tellings("stories").out
    assert "replaced number  “Two” → “Three”" in tellings("show", "1").out
    shown = json.loads(tellings("show", born["story_id"][:12], "--json").out)["story"]
    assert {(c["what"], c["other_words"], c["words"]) for c in shown["changes"]} >= {("number", "Two", "Three")}
    again = tellings("run", "in", "--rebuild")
    assert again.code == 0
    assert tellings("show", born["story_id"][:12]).code == 0, "an id once given still leads to its story"


def test_stories_are_sorted_and_chosen(tellings: Tellings, store: str) -> None:
    listed = json.loads(tellings("stories", "--json").out)["stories"]
    assert [s["independent"] for s in listed] == sorted((s["independent"] for s in listed), reverse=True)
    newest = json.loads(tellings("stories", "--sort", "newest", "--limit", "2", "--json").out)["stories"]
    assert [s["last"] for s in newest] == sorted((s["last"] for s in listed), reverse=True)[:2]
    conflicts = json.loads(tellings("stories", "--sort", "conflicts", "--json").out)["stories"]
    assert [s["conflicts"] for s in conflicts] == sorted((s["conflicts"] for s in listed), reverse=True)
    assert json.loads(tellings("stories", "--since", "2100-01-01", "--json").out)["stories"] == []
    for words, hint in (
        (["--sort", "size"], "independent, newest, conflicts"),
        (["--since", "May"], "--since 2024-05-01"),
        (["--outlet", "Nobody"], "there are"),
    ):
        printed = tellings("stories", *words)
        assert printed.code == 2
        assert hint in printed.err


def test_a_mistyped_path_leaves_no_store_behind(tellings: Tellings, tmp_path: Path) -> None:
    """Nothing was read, so there is nothing to keep: a store would make the next command look in the wrong place."""
    assert tellings("run", "no-such-folder", "--store", "st").code == 2
    assert tellings("check", "The bridge will open in May.", "--store", "st").code == 3
    assert tellings("check", "--file", "no-such-draft.md", "--store", "st").code != 0
    assert list(tmp_path.iterdir()) == []


def test_copies_lists_pairs_with_reasons(tellings: Tellings, store: str) -> None:
    printed = tellings("copies")
    assert printed.code == 0, printed.err
    assert "of own prose" in printed.out
    told = json.loads(tellings("copies", "--json").out)
    assert told["schema"] == 1
    for pair in told["copies"]["pairs"]:
        assert pair["reasons"]
        assert pair["passages"]
    assert tellings("copies", "--story", "1", "--kind", "all").code == 0


def test_copies_of_no_kind_or_story(tellings: Tellings, store: str) -> None:
    wrong = tellings("copies", "--kind", "clone")
    assert wrong.code == 2
    assert "'clone'" in wrong.err
    assert "excerpt" in wrong.err
    assert "there is no story 99" in tellings("copies", "--story", "99").err
