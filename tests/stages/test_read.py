"""Reading: what is met is an article, grouped or refused; nothing vanishes and nothing stops."""

import csv
import gzip
import io
import json
import os
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tellings.errors import SettingError, UsageError
from tellings.model import Article, Item, to_arrow
from tellings.stages.read import FORMATS, ReadSettings, read_articles, read_items

RAIN = "Rain fell on the valley for three days, the weather service said."


def items_of(path: object, **given: object) -> list[Item]:
    return [item for item, _ in read_items(path, settings=ReadSettings(**given))]  # type: ignore[arg-type]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_text_is_the_file(tmp_path: Path) -> None:
    text = " date 2024-05-01 One.\r\n\r\n“Two” – three.\u00a0\n\n\n"
    article = read_articles(write(tmp_path, "a.txt", text))[0]
    assert article.text == text
    assert (article.published, article.published_source, article.format) == ("2024-05-01", "header", "txt")


def test_names_are_below_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    write(folder, "b/two.txt", "Two")
    write(folder, "one.txt", "One")
    write(folder, ".hidden/x.txt", "x")
    write(folder, ".DS_Store", b"\0\0")
    assert [item.source for item in items_of(folder)] == ["news/b/two.txt", "news/one.txt"]
    assert [item.source for item in items_of(str(folder / "*.txt"))] == ["news/one.txt"]
    assert [item.source for item in items_of(folder / "one.txt")] == ["one.txt"]
    assert len(items_of([folder, folder / "one.txt"])) == 2


def test_order_of_paths_does_not_matter(tmp_path: Path) -> None:
    paths = [write(tmp_path, name, name) for name in ("c.txt", "a.txt", "b.txt")]
    assert items_of(paths) == items_of(paths[::-1])


def test_same_text_is_grouped(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", RAIN)
    write(tmp_path, "b.txt", RAIN)
    first, second = items_of(tmp_path)
    assert (first.status, second.status) == ("article", "grouped")
    assert "a.txt" in second.reason
    assert second.article_id == first.article_id


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \r\n", "empty"),
        ("a.txt", b"\x7fELF" + bytes(range(20)) * 30, "not a text"),
        ("a.png", b"\x89PNG", "not a known format: .png; known: .csv"),
        ("noextension", bytes(100), "not a known format"),
        ("a.json", b"{nope", "not JSON"),
        ("a.json", b"[]", "empty list"),
        ("a.json", b'{"a": 1}', "no field for the text; found: 'a'"),
        ("a.jsonl", b'{"text": 5}', "line 1: field 'text' holds int"),
        ("a.jsonl", b'{"text": ""}', "line 1: field 'text' is empty"),
        ("a.jsonl", b"[1]", "line 1: holds list"),
        ("a.csv", b"id,name\n1,x\n", "no column for the text; found: 'id', 'name'"),
        ("a.csv", b"", "empty"),
        ("a.parquet", b"PAR1 no", "not sound Parquet"),
        ("a.html", b"<script>1</script>", "no visible text"),
    ],
)
def test_refused_with_a_reason(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    items = items_of(write(tmp_path, name, content))
    assert [item.status for item in items] == ["refused"]
    assert reason in items[0].reason


def test_too_large_is_refused_unread(tmp_path: Path) -> None:
    items = items_of(write(tmp_path, "a.txt", b"x" * 5001), max_bytes=5000)
    assert items[0].reason.startswith("5,001 bytes; at most 5,000")
    lines = json.dumps({"text": "y" * 6000}) + "\n" + json.dumps({"text": RAIN}) + "\n"
    items = items_of(write(tmp_path, "a.jsonl", lines), max_bytes=5000)
    assert [item.status for item in items] == ["refused", "article"]
    items = items_of(write(tmp_path, "a.csv", "text\n" + "y" * 6000 + "\n" + RAIN + "\n"), max_bytes=5000)
    assert [item.status for item in items] == ["refused", "article"]


def test_a_broken_row_costs_itself_alone(tmp_path: Path) -> None:
    rows = [
        '{"text": "One."}',
        "{broken",
        "",
        '{"text": "Two."}',
        '{"text": "\\ud800"}',
        b"\xff\xfe\x00".decode("latin-1"),
    ]
    items = items_of(write(tmp_path, "a.jsonl", "\n".join(rows)))
    assert [(item.record, item.status) for item in items][:4] == [
        (0, "article"), (1, "refused"), (2, "article"), (3, "article"),
    ]  # fmt: skip
    assert items[1].reason.startswith("line 2: not JSON")
    assert "surrogates" in items[3].reason


def test_fields_are_told_from_their_names(tmp_path: Path) -> None:
    row = {
        "Headline": "Rain", "maintext": RAIN, "date_publish": "28/11/2022", "source_domain": "example.org",
        "authors": ["Ann Lee", "Bo Day"], "language": "en-GB", "link": "https://example.org/1",
    }  # fmt: skip
    (article,) = read_articles(write(tmp_path, "a.jsonl", json.dumps(row)))
    assert (article.title, article.published, article.outlet) == ("Rain", "2022-11-28", "example.org")
    assert (article.byline, article.language, article.url) == ("Ann Lee, Bo Day", "en", "https://example.org/1")


def test_fields_can_be_named(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", f"text,alt,when\nno,{json.dumps(RAIN)},2022-01-02\n")
    (article,) = read_articles(path, ReadSettings(map="text=alt,published=when"))
    assert (article.text, article.published) == (RAIN, "2022-01-02")
    with pytest.raises(SettingError, match="nonsense"):
        read_articles(path, ReadSettings(map="nonsense=alt"))


def test_an_open_date_stays_open_and_is_noticed(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", json.dumps({"text": RAIN, "date": "03/04/2022"}))
    assert read_articles(path)[0].published == ""
    assert "03/04/2022" in items_of(path)[0].reason


def test_json_of_several_shapes(tmp_path: Path) -> None:
    for content, count in (
        ({"text": RAIN}, 1),
        ([{"text": "One."}, {"text": "Two."}], 2),
        ({"articles": [{"body": "One."}, {"body": "Two."}]}, 2),
    ):
        assert len(read_articles(write(tmp_path, "a.json", json.dumps(content)))) == count
    assert len(read_articles(write(tmp_path, "a.json", '{"text": "One."}\n{"text": "Two."}\n'))) == 2


def test_tables(tmp_path: Path) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerows([["title", "content"], ["Rain", RAIN], ["Long", "x, y\nz " * 40_000], ["Short"]])
    items = items_of(write(tmp_path, "a.csv", out.getvalue()))
    assert [item.status for item in items] == ["article", "article", "refused"]
    table = pa.table({"content": [RAIN, None, "Sun."], "date": pa.array([1669631400, 0, 1], pa.timestamp("s", "UTC"))})
    pq.write_table(table, tmp_path / "a.parquet")
    items = items_of(tmp_path / "a.parquet")
    assert [item.status for item in items] == ["article", "refused", "article"]
    assert read_articles(tmp_path / "a.parquet")[0].published == "2022-11-28T10:30:00+00:00"


def test_packed_files(tmp_path: Path) -> None:
    for name in ("a.txt.gz", "a.jsonl.gz", "a.csv.gz"):
        content = {"t": RAIN, "j": json.dumps({"text": RAIN}), "c": f"text\n{json.dumps(RAIN)}\n"}[name[2]]
        (article,) = read_articles(write(tmp_path, name, gzip.compress(content.encode())))
        assert article.text == RAIN


PACKED = gzip.compress(RAIN.encode(), mtime=0)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        pytest.param(name, content, reason, id=name)
        for name, content, reason in (
            ("b.txt.gz", PACKED[:-9], "cut off"),
            ("c.txt.gz", b"no gzip", "does not begin like gzip"),
            ("d.txt.gz", PACKED[:-8] + bytes(8), "checksum does not fit"),
            ("e.txt.gz", PACKED[:10] + b"\xff" * 40, "damaged within"),
            ("f.png.gz", gzip.compress(b"\x89PNG"), "not a known format: .png.gz; known:"),
            ("g.gz", gzip.compress(bytes(100)), "packed, no extension, and not a text"),
            ("h.parquet.gz", gzip.compress(b"PAR1"), "unpack it first"),
            ("i.txt.gz", gzip.compress(b""), "empty"),
            ("j.txt.gz", b"", "empty"),
        )
    ],
)
def test_packed_files_refused(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (item,) = items_of(write(tmp_path, name, content))
    assert item.status == "refused"
    assert reason in item.reason


def test_a_packed_bomb_is_not_unpacked_whole(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt.gz", gzip.compress(b"x" * 50_000_000, 1))
    (item,) = items_of(path, max_bytes=1000)
    assert "at most 1,000" in item.reason


def test_an_impossible_date_in_the_header(tmp_path: Path) -> None:
    (article,) = read_articles(write(tmp_path, "a.txt", " date 2022-13-45 " + RAIN))
    assert (article.published, article.published_source) == ("", "")


def test_markdown_keeps_its_front_matter(tmp_path: Path) -> None:
    text = f"---\ntitle: 'Rain'\ndate: 2023-02-01\n---\n\n{RAIN}\n"
    (article,) = read_articles(write(tmp_path, "a.md", text))
    assert (article.text, article.title, article.published, article.published_source) == (
        text,
        "Rain",
        "2023-02-01",
        "header",
    )


PAGE = f"""<html lang="en"><head><title>Rain | The Example</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Rain &amp; wind", "datePublished":
"2023-02-01T10:00:00Z", "author": [{{"name": "Ann Lee"}}], "publisher": {{"@id": "#org"}}}}</script>
<script type="application/ld+json">
{{"@graph": [{{"@type": "Organization", "@id": "#org", "name": "The Example"}}]}}</script>
<link rel="canonical" href="https://example.org/rain"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Rain &amp; wind</h1><p>{RAIN} It was the wettest week since the station opened in the spring of 1921.</p>
<p>Farmers lost the whole of the early harvest, and two roads were closed until the water fell again on Friday.</p>
<figure><img src=x><figcaption>The valley on Monday</figcaption></figure>
<p>The mayor said that the town would pay for repairs, and that a new dam would be planned before the summer.</p>
<blockquote class="twitter-tweet"><p>What a week</p>&mdash; Ann (@annlee) <a href="x">February 1, 2023</a></blockquote>
</article><footer><p>Copyright</p></footer></body></html>"""


def test_a_page(tmp_path: Path) -> None:
    (article,) = read_articles(write(tmp_path, "a.html", PAGE))
    assert (article.title, article.outlet, article.byline) == ("Rain & wind", "The Example", "Ann Lee")
    assert (article.published, article.published_source) == ("2023-02-01T10:00:00+00:00", "json-ld")
    assert (article.language, article.url) == ("en", "https://example.org/rain")
    kinds = dict(zip(article.text.split("\n"), article.layout, strict=True))
    assert [line for line, kind in kinds.items() if kind == "body"] == [line for line in kinds if line.endswith(".")]
    assert kinds["The valley on Monday"] == "caption"
    assert kinds["What a week"] == "embed"
    assert kinds["Home News"] == "ui"
    assert kinds["Rain & wind"] == "title"


def test_a_page_that_a_script_unveils(tmp_path: Path) -> None:
    veiled = PAGE.replace("<article>", '<article style="display:none">')
    (article,) = read_articles(write(tmp_path, "a.html", veiled))
    assert RAIN in article.text
    assert article.layout.count("body") == 3


def test_comments_are_no_body_however_long(tmp_path: Path) -> None:
    talk = "<p>I live in the valley and I can tell you that it never rained so much in all those years.</p>" * 30
    page = PAGE.replace("</article>", f'</article><div class="comment-list">{talk}</div>')
    (article,) = read_articles(write(tmp_path, "a.html", page))
    kinds = {
        kind for line, kind in zip(article.text.split("\n"), article.layout, strict=True) if "never rained" in line
    }
    assert kinds == {"ui"}


def test_soft_hyphens_of_a_page_go_and_those_of_a_file_stay(tmp_path: Path) -> None:
    broken = RAIN.replace("weather", "wea&shy;ther").replace("service", "ser\u00advice")
    (article,) = read_articles(write(tmp_path, "a.html", PAGE.replace(RAIN, broken)))
    assert RAIN in article.text
    assert article.layout.count("body") == 3
    (article,) = read_articles(write(tmp_path, "a.txt", "wea\u00adther"))
    assert article.text == "wea\u00adther"


def test_a_paywall_is_noticed(tmp_path: Path) -> None:
    page = PAGE.replace('"headline":', '"isAccessibleForFree": "False", "headline":')
    (item,) = items_of(write(tmp_path, "a.html", page))
    assert "paywalled" in item.reason


def test_rows_survive_arrow(tmp_path: Path) -> None:
    articles = read_articles(write(tmp_path, "a.html", PAGE))
    assert Article.from_arrow(to_arrow(articles, Article)) == articles


def test_nothing_there() -> None:
    with pytest.raises(UsageError, match="nowhere"):
        read_items("nowhere/at-all")
    with pytest.raises(UsageError, match="no file matches"):
        read_items("nowhere/*.txt")


def test_links(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    write(folder, "a.txt", RAIN)
    try:
        (folder / "loop").symlink_to(folder)
        (folder / "dangling.txt").symlink_to(folder / "gone.txt")
        (folder / "self.txt").symlink_to(folder / "self.txt")
    except OSError:
        pytest.skip("no links here")
    found = {item.source: item.status for item in items_of(folder)}
    assert found == {"f/a.txt": "article", "f/dangling.txt": "refused", "f/self.txt": "refused"}


binding = pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions do not bind here")


@binding
def test_no_permission(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", RAIN)
    path.chmod(0)
    assert "permission denied" in items_of(path)[0].reason


# Garbage: what stands in real folders by mistake costs itself alone.


@binding
def test_a_folder_that_may_not_be_opened(tmp_path: Path) -> None:
    write(tmp_path, "open/a.txt", RAIN)
    closed = write(tmp_path, "closed/b.txt", RAIN).parent
    closed.chmod(0)
    try:
        found = {Path(item.source).name: item for item in items_of(tmp_path)}
    finally:
        closed.chmod(0o700)
    assert found["a.txt"].status == "article"
    assert "cannot be opened: permission denied" in found["closed"].reason


def test_a_folder_that_the_system_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "open/a.txt", RAIN)
    write(tmp_path, "closed/b.txt", RAIN)
    scan = os.scandir

    def refuse(folder: Path) -> object:
        if Path(folder).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    found = {Path(item.source).name: item.reason for item in items_of(tmp_path)}
    assert found == {"a.txt": "", "closed": "the folder cannot be opened: permission denied"}


def test_links_in_a_ring(tmp_path: Path) -> None:
    folder = tmp_path / "f"
    write(folder, "deep/a.txt", RAIN)
    try:
        (folder / "one").symlink_to(folder / "two")
        (folder / "two").symlink_to(folder / "one")
        (folder / "deep" / "up").symlink_to(folder)
    except OSError:
        pytest.skip("no links here")
    found = {item.source: item.status for item in items_of(folder)}
    assert found == {"f/deep/a.txt": "article", "f/one": "refused", "f/two": "refused"}


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.json", "a.html", "a"])
def test_a_line_of_100_megabytes(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as out:
        if name == "a.csv":
            out.write(b"text\n")
        for _ in range(100):
            out.write(b"rain " * 200_000)
        if name in ("a.jsonl", "a.csv"):
            out.write(b"\n" + (json.dumps({"text": RAIN}) if name == "a.jsonl" else RAIN).encode() + b"\n")
    statuses = [item.status for item in items_of(path)]
    assert statuses == (["refused", "article"] if name in ("a.jsonl", "a.csv") else ["refused"])


def test_a_line_of_100_megabytes_costs_no_more_than_the_limit(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", b"[" * 100_000_000 + b"\n" + json.dumps({"text": RAIN}).encode())
    tracemalloc.start()
    try:
        items = items_of(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [item.status for item in items] == ["refused", "article"]
    assert peak < 50_000_000


def test_a_file_that_is_no_file(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes here")
    write(tmp_path, "a.txt", RAIN)
    os.mkfifo(tmp_path / "pipe.txt")
    found = {Path(item.source).name: item.status for item in items_of(tmp_path)}
    assert found == {"a.txt": "article", "pipe.txt": "refused"}


@pytest.mark.parametrize("name", ["a .txt", "ü\u202e.txt", "a\nb.txt", "x" * 200 + ".txt", "-.txt", "[a].txt"])
def test_odd_names(tmp_path: Path, name: str) -> None:
    try:
        path = write(tmp_path, name, RAIN)
    except OSError:
        pytest.skip("no such name here")
    assert [item.status for item in items_of(tmp_path)] == ["article"]
    assert [item.status for item in items_of(path)] == ["article"]


def test_standard_input() -> None:
    stdin = io.BytesIO(json.dumps({"text": RAIN}).encode() + b"\nnope\n")
    found = list(read_items("-", stdin=stdin))
    assert [(item.source, item.record, item.status) for item, _ in found] == [("-", 0, "article"), ("-", 1, "refused")]


@pytest.mark.parametrize("suffix", sorted({".txt", ".md", ".html", ".jsonl", ".json", ".csv", ".tsv", ".parquet", ""}))
@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass"))))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes(tmp_path: Path, suffix: str, data: bytes) -> None:
    found = list(read_items(write(tmp_path, "x" + suffix, data)))
    for item, article in found:
        assert (article is not None) == (item.status == "article")
        assert item.status == "article" or item.reason
        if article:
            assert article.article_id == item.article_id
    to_arrow([item for item, _ in found], Item)
    to_arrow([article for _, article in found if article], Article)


def test_every_format_has_a_reader() -> None:
    assert set(FORMATS.values()) == {"txt", "md", "html", "srt", "vtt", "jsonl", "json", "csv", "tsv", "parquet"}


def test_a_primary_source_is_read_once_and_as_such(tmp_path: Path) -> None:
    folder = tmp_path / "news"
    speech = write(folder, "speech.srt", "1\n00:00:01,000 --> 00:00:02,000\nThe bridge is shut.\n")
    write(folder, "report.txt", RAIN)
    found = list(read_items(folder, settings=ReadSettings(primary=(str(speech),))))
    assert [(item.status, article.kind if article else "") for item, article in found] == [
        ("article", "report"),
        ("article", "primary"),
    ]
    report = read_articles(folder)
    assert {article.kind for article in report} == {"report"}
    assert {a.article_id for _, a in found if a} - {a.article_id for a in report}, "another article than the report"
