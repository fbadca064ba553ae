"""The site: every page answers, strangers are refused, notes are kept, what is dropped is read."""

import json
import re
import time
from pathlib import Path

import pytest
from lxml import etree
from site_of_tests import IMAGE, SCRIPT
from starlette.testclient import TestClient

from tellings.corrections import read_corrections
from tellings.errors import NotFound
from tellings.forget import forget
from tellings.model import Article
from tellings.pipeline import Silent
from tellings.publish.notes import read_reviewed
from tellings.publish.pages.cards import card
from tellings.publish.pages.lookup import Lookup
from tellings.publish.stories import open_stories
from tellings.publish.web.app import create_app
from tellings.publish.web.index import Wanted
from tellings.publish.web.library import Library
from tellings.publish.web.reading import collate_with
from tellings.store import Store

HTML = {"accept": "text/html"}
SCREENS = ("", "/statements", "/statement/1", "/copies", "/timeline", "/export")


def open_site(store: Store) -> tuple[TestClient, Library]:
    library = Library(store)
    library.refresh()
    return TestClient(create_app(library, collate_with(store)), base_url="http://localhost"), library


@pytest.fixture(scope="module")
def site(web_store: Store) -> TestClient:
    return open_site(web_store)[0]


def hostile(store: Store) -> Lookup:
    return next(Lookup(story) for story in open_stories(store) if "Bridge" in story.title)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("story", ["1", "hostile"])
def test_every_screen_answers(site: TestClient, web_store: Store, story: str, screen: str) -> None:
    story_id = hostile(web_store).story.story_id if story == "hostile" else story
    answer = site.get(f"/story/{story_id}{screen}", headers=HTML)
    assert answer.status_code == 200
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert SCRIPT not in answer.text
    assert "<img" not in answer.text
    assert not re.search(r"href=\"(?!/|#|data:,|https?://a\.example/)", answer.text)


@pytest.mark.parametrize(
    "path", ["/", "/stories", "/stories?sort=conflicts", "/search?q=captain", "/corrections", "/api"]
)
def test_every_list_answers(site: TestClient, path: str) -> None:
    answer = site.get(path, headers=HTML)
    assert answer.status_code == 200
    assert SCRIPT not in answer.text
    assert IMAGE not in answer.text


def test_a_screen_of_200_kb_at_most_for_a_title_of_1_mb(site: TestClient, web_store: Store) -> None:
    story_id = hostile(web_store).story.story_id
    assert all(len(site.get(f"/story/{story_id}{screen}").text) < 200_000 for screen in SCREENS)


def test_cards_of_the_index_are_those_of_the_stories(web_store: Store) -> None:
    _, library = open_site(web_store)
    listed = {found.story_id: found for found in library.index.cards(Wanted()).cards}
    stories = open_stories(web_store)
    assert {story.story_id: card(Lookup(story)) for story in stories} == listed


def test_lists_are_narrowed_and_sorted(web_store: Store) -> None:
    _, library = open_site(web_store)
    index = library.index
    every = index.cards(Wanted())
    assert every.found == len(every.cards) > 3
    for kind in ("outlet", "speaker", "channel"):
        value, stories = index.facets(kind)[0]
        assert index.cards(Wanted(**{kind: value})).found == stories
    dated = index.cards(Wanted(sort="newest")).cards
    assert [c.last for c in dated] == sorted((c.last for c in dated), reverse=True)
    assert {c.story_id for c in index.cards(Wanted(since="2024-09-18")).cards} == {
        c.story_id for c in every.cards if c.last >= "2024-09-18"
    }
    assert all(c.conflicts for c in index.cards(Wanted(conflicts=True)).cards)
    assert index.cards(Wanted(text="captain refit")).found == 1
    assert index.cards(Wanted(text='xyzzy") or 1=1 --')).found == 0


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "", "127.0.0.2:80"])
def test_another_host_name_is_refused(site: TestClient, host: str) -> None:
    assert site.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers", [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
def test_another_page_cannot_send(site: TestClient, headers: dict[str, str]) -> None:
    answer = site.post("/reviewed", data={"object": "statement:1", "reviewed": "1"}, headers=headers)
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "path",
    [
        "/static/..%2f..%2f..%2fpyproject.toml", "/static/../render.py", "/static/render.py", "/job/../../x",
        "/source/..%2f..%2fFORMAT", "/story/..%2f..%2fmanifest", "/story/1/export/..%2f..%2fmanifest.json",
        "/story/1/export/exe", "/story/999999", "/story/1/statement/0", "/story/1/statement/99999999999999999999999",
        "/source/%00", "/story/%ff",
    ],
)  # fmt: skip
def test_no_path_leads_out(site: TestClient, path: str) -> None:
    answer = site.get(path)
    assert answer.status_code in (404, 422)
    assert "tellings run" not in answer.text


def test_a_problem_is_a_page_for_people_and_json_for_programs(site: TestClient) -> None:
    assert "<h1>" in site.get("/story/4711", headers=HTML).text
    assert site.get("/story/4711").json()["detail"].startswith("there is no story '4711'")


def test_json_carries_passages_and_masks(site: TestClient, web_store: Store) -> None:
    answer = site.get("/api/story/1").json()
    assert answer["schema"] == 1
    told = json.dumps(answer, ensure_ascii=False)
    story = open_stories(web_store)[0]
    for article in story.articles.values():
        assert article.text not in told
    for row in answer["story"]["side"]["rows"]:
        for cell in row["cells"]:
            for place in cell["places"]:
                masked = Lookup(story).mask.texts[place["article_id"]]
                assert masked[place["start"] : place["end"]].startswith(place["words"])


def test_check_of_a_quotation_and_of_a_draft(site: TestClient) -> None:
    found = site.get("/api/check", params={"quotation": "I do blame the captain."}).json()["check"]
    assert found["matches"]
    assert site.get("/api/check", params={"quotation": "!?"}).status_code == 422
    draft = "“I do not blame the captain,” Marnie Kerrow said. “The moon is made of green cheese today,” she said."
    page = site.post("/check", data={"draft": draft}).text
    assert "same words in" in page
    assert "not in these" in page
    assert "Copy log entry" in page
    rows = site.post("/api/check", json={"text": draft}).json()["checks"]
    assert [row["verdict"] for row in rows] == ["verbatim", "not found"]


def test_feeds_are_valid_and_newest_first(site: TestClient) -> None:
    feed = etree.fromstring(site.get("/feed.atom").content)
    names = {"a": "http://www.w3.org/2005/Atom"}
    updated = feed.xpath("a:entry/a:updated/text()", namespaces=names)
    assert updated == sorted(updated, reverse=True)
    assert all(feed.xpath(f"a:entry/a:{tag}", namespaces=names) for tag in ("id", "title", "author", "link"))
    items = site.get("/feed.json").json()["items"]
    assert len(items) == len(updated)
    assert all({"id", "url", "content_text"} <= set(item) for item in items)


@pytest.mark.parametrize("format_", ["tei", "webannotation", "csv", "readings", "json", "markdown"])
def test_exports_of_a_story_and_of_a_statement(site: TestClient, format_: str) -> None:
    whole = site.get(f"/story/1/export/{format_}")
    one = site.get(f"/story/1/export/{format_}?statement=2")
    assert whole.status_code == one.status_code == 200
    assert whole.headers["content-disposition"].startswith("attachment")
    assert 0 < len(one.content) < len(whole.content)


def test_corrections_and_ticks_are_kept(own_store: Store) -> None:
    site, _ = open_site(own_store)
    article = next(iter(open_stories(own_store)[0].articles))
    sent = {"kind": "date", "article_id": article, "value": "2024-09-14", "note": "as the paper has it"}
    assert site.post("/corrections", data=sent, follow_redirects=False).status_code == 303
    assert site.post("/corrections", data=sent | {"value": "yesterday"}).status_code == 422
    assert site.post("/corrections", data=sent | {"kind": "mood"}).status_code == 422
    assert site.post("/corrections", data=sent | {"article_id": "0" * 32}).status_code == 404
    assert [c.value for c in read_corrections(own_store.folder)] == ["2024-09-14"]
    assert "as the paper has it" in site.get("/corrections").text
    for reviewed in ("1", "", "1"):
        assert site.post("/reviewed", data={"object": "statement:ab", "reviewed": reviewed}).status_code == 200
    assert read_reviewed(own_store.folder) == site.get("/reviewed").json()["reviewed"] == ["statement:ab"]


def test_what_is_dropped_is_read(tmp_path: Path) -> None:
    store = Store(tmp_path / "new", create=True)
    site, _ = open_site(store)
    assert "No texts here yet" in site.get("/").text
    assert site.post("/check", data={"draft": "“We will open the bridge in May,” he said."}).status_code == 422
    text = "“We will open the bridge in May,” Ann Lee said.\n---\n“We will open the bridge in June,” Ann Lee said."
    files = [
        ("files", ("../../mayor.txt", "“The bridge stays closed for now,” the mayor said.".encode(), "text/plain"))
    ]
    answer = site.post(
        "/texts", data={"pasted": text, "outlet": "Post"}, files=files, headers={"accept": "application/json"}
    )
    job = answer.json()["job_id"]
    for _ in range(300):
        state = site.get(f"/job/{job}", headers={"accept": "application/json"}).json()
        if state["finished"]:
            break
        time.sleep(0.1)
    assert (state["error"], state["articles"]) == ("", 3)
    assert "3 texts here" in site.get("/").text
    assert (
        "differs here" in site.post("/check", data={"draft": "“We will open the bridge in July,” Ann Lee said."}).text
    )
    assert not list(tmp_path.glob("**/mayor.txt"))


def test_too_much_is_refused(site: TestClient) -> None:
    assert site.post("/check", data={"draft": "x"}, headers={"content-length": "999999999999"}).status_code == 413


def test_a_damaged_index_is_made_anew(own_store: Store) -> None:
    (own_store.folder / "web.sqlite").write_bytes(b"no database" * 1000)
    _, library = open_site(own_store)
    assert library.index.cards(Wanted()).found > 3


def test_the_site_sees_a_new_commit(own_store: Store, tmp_path: Path) -> None:
    site, library = open_site(own_store)
    before = library.index.counts()[1]
    new = tmp_path / "new.txt"
    new.write_text("“The pool stays open all winter,” Ada Moss said in Brinley.", encoding="utf-8")
    collate_with(own_store)([str(new)], Silent())
    assert site.get("/stories").status_code == 200
    for _ in range(100):
        if library.index.counts()[1] > before:
            break
        time.sleep(0.1)
    assert library.index.counts()[1] == before + 1
    assert "new.txt" in site.get("/search?q=Brinley+winter").text


def test_forgotten_is_gone_from_tables_index_and_search(own_store: Store, tmp_path: Path) -> None:
    story = open_stories(own_store)[0]
    article = story.articles[story.row.lead_id]
    others = " ".join(a.text for a in story.articles.values() if a is not article)
    rare = max((w for w in article.text.split() if w.isalpha() and w not in others), key=len)
    site, _ = open_site(own_store)
    assert article.article_id in site.get(f"/search?q={rare}").text
    with pytest.raises(NotFound):
        forget(own_store, "0" * 32)
    forget(own_store, article.article_id, "on request")
    assert article.article_id not in {a.article_id for s in open_stories(own_store) for a in s.articles.values()}
    for path in own_store.folder.glob("tables/**/*"):
        if path.is_file():
            assert (
                path in own_store.paths(own_store.manifest(), Article)
                or article.article_id.encode() not in path.read_bytes()
            )
    site, _ = open_site(own_store)
    assert article.article_id not in site.get(f"/search?q={rare}").text
    assert (own_store.folder / "tombstones.jsonl").read_text().count(article.article_id) == 1


def test_the_index_takes_any_words(web_store: Store) -> None:
    _, library = open_site(web_store)
    for words in ('"', "a* OR b", "NEAR(", "-", "\x00", "'; drop table card; --", "é" * 500, "\ud800"):
        library.index.find_articles(words)
        library.index.find_statements(words)
        library.index.cards(Wanted(text=words, outlet=words))
    assert library.index.counts()[0] > 3
