"""The report: one file, nothing from elsewhere, nothing hostile, passages alone unless told otherwise."""

import re
from pathlib import Path

import pytest
from lxml import html
from site_of_tests import IMAGE, SCRIPT, hostile_articles
from typer.testing import CliRunner

from tellings import Article, collate_story, export_report, sample
from tellings.publish.pages.lookup import Lookup
from tellings.publish.pages.story import story_page
from tellings.publish.stories import open_stories
from tellings.store import Store


def test_nothing_is_loaded_and_only_our_script_runs(web_store: Store) -> None:
    stories = open_stories(web_store)
    report = export_report(stories)
    policy = re.search(r'content="(default-src [^"]+)"', report)
    assert policy
    assert "default-src &#39;none&#39;" in policy[1]
    page = html.fromstring(report)
    assert not page.xpath("//@src | //@action | //@srcset | //@style | //img | //iframe | //object | //link")
    assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]
    urls = {article.url for story in stories for article in story.articles.values()}
    links = set(page.xpath("//@href"))
    assert all(link.startswith(("#", "data:")) or link in urls for link in links)
    assert report.count("<script") == report.count("</script>") == 1
    assert report.count("<style") == report.count("</style>") == 1


def test_hostile_articles_stay_text() -> None:
    report = export_report([collate_story(hostile_articles())])
    assert SCRIPT not in report
    assert IMAGE not in report
    assert "javascript:window" not in report
    assert "{{ 7*7 }}" in report
    assert len(report) < 1_000_000


def test_passages_alone_unless_told_otherwise(web_store: Store) -> None:
    story = open_stories(web_store)[0]
    page, full_page = story_page(story), story_page(story, full_text=True)
    for short, full in zip(page.sources, full_page.sources, strict=True):
        carried = sum(stretch.end - stretch.start for stretch in short.stretches if stretch.kind != "gap")
        assert carried < short.characters
        text = "".join(stretch.words for stretch in full.stretches)
        assert re.sub(r"\s", "", text) == re.sub(r"\s", "", Lookup(story).mask.texts[full.article_id])


def test_every_place_leads_to_its_words(web_store: Store) -> None:
    for story in open_stories(web_store):
        lookup, page = Lookup(story), story_page(story)
        places = [p for row in page.side.rows for cell in row.cells for p in cell.places]
        places += [row.place for statement in page.statements for row in statement.table]
        places += [
            p for s in page.statements for part in s.parts for e in part.entries for v in e.variants for p in v.places
        ]
        places += [d.place for day in page.timeline.days for h in day.happenings for d in h.dated]
        places += [t.place for line in page.ledger for answer in line.answers for t in answer.tellers]
        places += [only.place for only in page.only]
        for place in places:
            text = lookup.mask.texts[place.article_id]
            assert text[place.start : place.end].startswith(place.words)
            assert place.whole == (len(place.words) == place.end - place.start)
        for statement in page.statements:
            for part in statement.parts:
                assert "".join(segment.words for segment in part.segments) == part.text


def test_private_posters_are_masked() -> None:
    texts = [
        f"“We will open the bridge,” Ann Lee said.\n\nAt last!\n— Dew Drop (@dewdrop77) May 3, 2024\n{n}" for n in "ab"
    ]
    report = export_report([collate_story([Article.from_text(text, published="2024-05-03") for text in texts])])
    assert "dewdrop77" not in report
    assert "Dew Drop" not in report


def test_the_same_stories_give_the_same_bytes(web_store: Store) -> None:
    assert export_report(open_stories(web_store)) == export_report(open_stories(web_store))
    assert "there is no story" in export_report([]).lower()


def test_run_writes_a_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tellings.cli import app, run  # noqa: PLC0415

    monkeypatch.chdir(tmp_path)
    app.registered_commands.clear()
    app.command(name="run")(run.command)
    app.command(name="other")(lambda: None)
    outcome = CliRunner().invoke(app, ["run", str(sample.folder()), "--workers", "1", "--report", "story.html"])
    assert outcome.exit_code == 0, outcome.output
    assert "report story.html: 1 story with all screens, 6 listed" in outcome.output
    assert (tmp_path / "story.html").read_text(encoding="utf-8").startswith("<!doctype html>")
