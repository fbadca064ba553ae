"""Site and report in a browser: each screen at three widths, each interaction, nothing hostile runs, nothing is loaded
from elsewhere, axe-core finds nothing serious."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from site_of_tests import served

from tellings.corrections import read_corrections
from tellings.publish.notes import read_reviewed
from tellings.publish.report import export_report
from tellings.publish.stories import open_stories, story_rows
from tellings.store import Store

pytestmark = pytest.mark.browser
WIDTHS = {"phone": 390, "laptop": 1280, "wide": 1920}
SCREENS = ("/story/1", "/story/1/statements", "/story/1/statement/1", "/story/1/copies", "/story/1/timeline",
           "/story/1/export")  # fmt: skip
LISTS = ("/", "/stories", "/search?q=captain", "/corrections", "/api", "/nowhere")


class Watched:
    """A page with what went wrong on it."""

    def __init__(self, browser: Any, width: int, scheme: str = "light") -> None:
        self.context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        self.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page = self.context.new_page()
        self.wrong: list[str] = []
        self.requests: list[str] = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)
        self.page.on("dialog", lambda dialog: (self.wrong.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def strangers(self, own: str) -> list[str]:
        return [url for url in self.requests if not url.startswith((own, "data:"))]


@pytest.fixture
def watch(browser: Any) -> Iterator[Callable[..., Watched]]:
    opened: list[Watched] = []

    def open_page(width: int = 1280, scheme: str = "light") -> Watched:
        opened.append(Watched(browser, width, scheme))
        return opened[-1]

    yield open_page
    for one in opened:
        one.context.close()


@pytest.fixture(scope="session")
def report(web_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = story_rows(web_store)
    several = {row.story_id for row in rows if row.tellings > 1}
    path = tmp_path_factory.mktemp("report") / "story.html"
    others = [row for row in rows if row.story_id not in several]
    path.write_text(export_report(open_stories(web_store, several), others), encoding="utf-8", errors="replace")
    return path


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_every_screen_fits_and_is_quiet(
    watch: Callable[..., Watched], address: str, web_store: Store, width: int
) -> None:
    seen = watch(width)
    hostile = next(row.story_id for row in story_rows(web_store) if "Bridge" in row.title)
    for path in (*SCREENS, *LISTS[:-1], *(screen.replace("/1", f"/{hostile}", 1) for screen in SCREENS)):
        seen.page.goto(address + path)
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert seen.page.evaluate("window.hacked") is None
    assert seen.wrong == []
    assert seen.strangers(address) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_serious(
    watch: Callable[..., Watched], address: str, axe: str, width: int, scheme: str
) -> None:
    seen = watch(width, scheme)
    for path in (*SCREENS, *LISTS):
        seen.page.goto(address + path)
        assert _serious(seen.page, axe) == [], path


def _serious(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:120]} ({one['nodes'][0]['failureSummary'][:160]})"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
    ]


def test_side_by_side(watch: Callable[..., Watched], address: str) -> None:
    seen = watch(1600)
    page = seen.page
    page.goto(f"{address}/story/1")
    rows = page.locator("table.side tbody tr")
    total = rows.count()
    page.get_by_role("button", name="Only differences").click()
    shown = page.locator("table.side tbody tr:visible")
    assert 0 < shown.count() < total
    assert all(row.get_attribute("data-differs") is not None for row in shown.all())
    page.get_by_role("button", name="Only differences").click()
    page.get_by_role("button", name="Only here").click()
    assert {row.get_attribute("data-told") for row in shown.all()} == {"1"}
    page.get_by_role("button", name="Only here").click()
    page.get_by_role("button", name="claim", exact=True).click()
    assert page.locator("tr[data-kind=claim]:visible").count() == 0
    page.get_by_role("button", name="claim", exact=True).click()
    base = page.locator("[data-base] option").nth(2).get_attribute("value")
    page.locator("[data-base]").select_option(base)
    ats = page.eval_on_selector_all(f"td[data-at][data-column='{base}']", "cells => cells.map(c => +c.dataset.at)")
    assert ats == sorted(ats)
    row = page.locator("tr[data-kind=statement]").first
    row.hover()
    number = row.get_attribute("data-row")
    assert page.locator(f"rect.lit[data-row='{number}']").count() >= 2
    assert page.locator("text=not told").count() > 0
    assert seen.wrong == []


def test_source_drawer_marks_the_very_words(watch: Callable[..., Watched], address: str, web_store: Store) -> None:
    seen = watch()
    page = seen.page
    page.goto(f"{address}/story/1/statement/1")
    link = page.locator("td.words a.passage").first
    words = link.locator("bdi:not(.context)").inner_text()
    link.click()
    page.locator("#drawer mark").first.wait_for()
    assert "".join(page.locator("#drawer mark").all_inner_texts()) == words
    assert page.locator("#drawer .block.aside").count() > 0
    page.keyboard.press("Escape")
    assert page.locator("#drawer").is_hidden()
    page.goto(address + link.get_attribute("href"))
    assert "".join(page.locator("mark").all_inner_texts()) == words
    assert seen.wrong == []


def test_heat_follows_the_classes(watch: Callable[..., Watched], address: str) -> None:
    page = watch().page
    page.goto(f"{address}/story/1/statement/1")
    spelling = page.get_by_role("button", name="spelling")
    assert spelling.get_attribute("aria-pressed") == "false"
    lit = ".lit:not(.off)"
    before, entries = page.locator(lit).count(), page.locator(".entry:visible").count()
    spelling.click()
    assert page.locator(lit).count() > before
    assert page.locator(".entry:visible").count() > entries
    page.get_by_role("button", name="negation").click()
    assert page.locator(".entry:visible dd[data-kind=negation]:visible").count() == 0
    page.locator(lit).first.click()
    assert page.locator(".entry.current").count() >= 1
    page.get_by_role("button", name="Copy with citation").click()
    assert "witnesses" in page.evaluate("navigator.clipboard.readText()")


def test_keys(watch: Callable[..., Watched], address: str) -> None:
    page = watch().page
    page.goto(f"{address}/story/1/timeline")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.locator(".current-item").count() == 1
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    assert page.evaluate("document.documentElement.dataset.theme") == "light"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.type") == "search"
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/copies")


def test_pairs_and_ledger_open(watch: Callable[..., Watched], address: str) -> None:
    page = watch().page
    page.goto(f"{address}/story/1/copies")
    assert page.locator("svg.flow .node").count() >= 8
    assert page.locator("svg.flow .node.unseen").count() == 1
    assert page.locator("svg.plot .band").count() >= 2
    page.locator("details.pair summary").first.click()
    assert page.locator("details.pair[open] .passage").count() >= 2
    page.goto(f"{address}/story/1/timeline")
    compatible = page.get_by_role("button", name="compatible")
    hidden = page.locator("[data-verdict=compatible]:visible").count()
    compatible.click()
    assert page.locator("[data-verdict=compatible]:visible").count() > hidden


def test_ticks_and_corrections(watch: Callable[..., Watched], browser: Any, own_store: Store) -> None:
    with served(own_store) as address:
        page = watch().page
        page.goto(f"{address}/story/1/timeline")
        page.locator("[data-review]").first.check()
        page.wait_for_timeout(200)
        assert len(read_reviewed(own_store.folder)) == 1
        page.reload()
        page.wait_for_timeout(200)
        assert page.locator("[data-review]").first.is_checked()
        page.goto(f"{address}/story/1/statement/1")
        page.locator("details.wrong summary").first.click()
        page.get_by_label("It was said by").fill("Marnie A. Kerrow")
        page.get_by_label("Why").first.fill("her full name")
        page.get_by_role("button", name="Keep correction").first.click()
        page.wait_for_url("**/corrections")
        kept = read_corrections(own_store.folder)
        assert len({c.article_id for c in kept}) == 8
        assert {(c.kind, c.value, c.note) for c in kept} == {("speaker", "Marnie A. Kerrow", "her full name")}


def test_first_minute(watch: Callable[..., Watched], tmp_path: Path) -> None:
    with served(Store(tmp_path / "store", create=True)) as address:
        seen = watch()
        page = seen.page
        page.goto(address)
        page.get_by_label("Text", exact=True).fill("“We will open the bridge in May,” Ann Lee said.\n---\nRain fell.")
        page.locator("#drop input").set_input_files(
            {"name": "a.txt", "mimeType": "text/plain", "buffer": "“We will open it in May,” Ann Lee said.".encode()}
        )
        page.get_by_role("button", name="Read them").click()
        page.get_by_text("3 new articles").wait_for(timeout=60_000)
        page.get_by_label("Draft, or one quotation").fill("“We will open the bridge in May,” Ann Lee said.")
        page.get_by_role("button", name="Check its quotations").click()
        page.get_by_text("same words in 1 of 3 texts").wait_for(timeout=30_000)
        page.locator(".hits a.place").first.click()
        page.locator("#drawer mark").first.wait_for()
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Copy log entry").click()
        assert "**verbatim**" in page.evaluate("navigator.clipboard.readText()")
        assert seen.wrong == []


@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS.keys())
def test_report_from_a_folder(watch: Callable[..., Watched], report: Path, web_store: Store, width: int) -> None:
    seen = watch(width)
    page = seen.page
    page.goto(report.as_uri())
    assert page.locator(".screen:visible").count() == 1
    story_id = story_rows(web_store)[0].story_id[:12]
    for name in ("side", "statements", "statement-1", "copies", "timeline", "export"):
        page.goto(f"{report.as_uri()}#{name}-{story_id}")
        assert page.locator(f"#{name}-{story_id}").is_visible()
        assert page.locator(".screen:visible").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.goto(f"{report.as_uri()}#statement-1-{story_id}")
    link = page.locator(".screen.current td.words a.passage").first
    words = link.locator("bdi:not(.context)").inner_text()
    link.click()
    assert "".join(page.locator("#drawer mark").all_inner_texts()) == words
    assert page.locator("#drawer .gap").count() > 0
    page.keyboard.press("Escape")
    page.goto(f"{report.as_uri()}#export-{story_id}")
    with page.expect_download() as download:
        page.locator(".screen.current .exports a").first.click()
    assert download.value.suggested_filename.endswith("-tei.xml")
    assert page.evaluate("window.hacked") is None
    assert seen.wrong == []
    assert seen.strangers("file://") == []


def test_report_ticks_and_accessibility(
    watch: Callable[..., Watched], report: Path, web_store: Store, axe: str
) -> None:
    page = watch().page
    story_id = story_rows(web_store)[0].story_id[:12]
    page.goto(f"{report.as_uri()}#timeline-{story_id}")
    page.locator(".screen.current [data-review]").first.check()
    page.reload()
    assert page.locator(".screen.current [data-review]").first.is_checked()
    assert json.dumps(_serious(page, axe)) == "[]"
