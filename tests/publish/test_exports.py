"""Exports: deterministic, escaped, masked, valid where there is a schema, and back to the same characters."""

import csv
import gzip
import io
import json
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tellings import Article, Story, collate, collate_story, read_articles, sample
from tellings.publish import csv_, markdown
from tellings.publish.csv_ import TABLES, export_csv
from tellings.publish.json_ import export_json
from tellings.publish.markdown import export_markdown
from tellings.publish.masking import Mask
from tellings.publish.tei import export_tei
from tellings.publish.webannotation import export_annotations

SCHEMA = Path(__file__).with_name("tei_all.rng.gz")
NS = {"t": "http://www.tei-c.org/ns/1.0"}
EXPORTS: dict[str, Callable[[list[Story]], str]] = {
    "tei": export_tei,
    "webannotation": export_annotations,
    "json": export_json,
    "markdown": export_markdown,
    **{f"csv {name}": lambda stories, name=name: export_csv(stories, name) for name in TABLES},
}

TELLINGS = (
    "Brinley Council met. “=SUM(1) is no plan. We will not close the pool in winter, and the baths stay open,” said"
    " Ada Moss, the mayor. Ms Moss added: “Nobody asked us.”\n\n"
    "Good for her, it's the last pool we have!\n— Dew Drop (@dewdrop77) May 3, 2024\n",
    "“We will close the pool in winter, and the baths stay open,” the mayor, Ada Moss, said. “Nobody asked us.”\n\n"
    "Good for her, it is the last pool we have!\n— Dew Drop (@dewdrop77) May 3, 2024\n",
    "Mayor Ada Moss said: “We will not close the pool <in winter> & the baths\x0b stay open.”",
)


@pytest.fixture(scope="module")
def stories() -> list[Story]:
    return collate(read_articles([sample.folder()]))


@pytest.fixture(scope="module")
def odd() -> Story:
    """A story with what formats take for their own signs, and a private poster."""
    return collate_story(
        Article.from_text(text, outlet=f"Post {n}", title="=1+1 <*Pool*> | @dewdrop77", published=f"2024-05-0{3 + n}")
        for n, text in enumerate(TELLINGS)
    )


@pytest.fixture(scope="module")
def schema() -> etree.RelaxNG:
    with gzip.open(SCHEMA) as file:
        return etree.RelaxNG(etree.parse(file))


def test_the_odd_story_has_what_it_is_for(odd: Story) -> None:
    assert any(reading.kind == "negation" for edition in odd.statements for reading in edition.readings)
    assert any(voice.kind == "handle" for voice in odd.voices)
    assert any(part.omitted for edition in odd.statements for part in edition.parts)


@pytest.mark.parametrize("name", EXPORTS)
def test_the_same_bytes_for_any_order_of_articles(odd: Story, name: str) -> None:
    expected = EXPORTS[name]([odd])
    articles = list(odd.articles.values())
    for seed in range(4):
        assert EXPORTS[name]([collate_story(random.Random(seed).sample(articles, len(articles)))]) == expected


@pytest.mark.parametrize("name", EXPORTS)
def test_no_handle_of_a_private_poster(odd: Story, name: str) -> None:
    written = EXPORTS[name]([odd])
    assert "dewdrop77" not in written
    assert "Dew Drop" not in written
    assert "Moss" in written or name == "csv articles" or name == "csv parts"


def test_handles_of_those_whom_the_tellings_name_stay(stories: list[Story]) -> None:
    (story,) = (s for s in stories if any(mark.handle == "@marniekerrow" for mark in s.marks))
    mask = Mask.of(story)
    assert mask("(@marniekerrow) and (@somebody_else)") == "(@marniekerrow) and (@•••••••••••••)"


@given(st.text())
def test_a_mask_keeps_every_place(text: str) -> None:
    mask = Mask(frozenset({"@ada"}), ("Dew Drop",))
    masked = mask(text + " @dew @Ada Dew Drop " + text)
    assert len(masked) == len(text) * 2 + len(" @dew @Ada Dew Drop ")
    assert "Dew" not in masked.replace(mask(text), "")


@pytest.mark.parametrize("name", EXPORTS)
def test_passages_not_articles(stories: list[Story], name: str) -> None:
    written = EXPORTS[name](stories)
    for story in stories:
        for article in story.articles.values():
            assert article.text not in written


# -- TEI ---------------------------------------------------------------------------------------------------------------


def test_tei_is_valid(stories: list[Story], odd: Story, schema: etree.RelaxNG) -> None:
    for chosen in (stories, stories[:1], [odd], []):
        document = etree.fromstring(export_tei(chosen).encode())
        assert schema.validate(document), schema.error_log


def test_the_schema_refuses_what_is_no_tei(odd: Story, schema: etree.RelaxNG) -> None:
    broken = export_tei([odd]).replace("<lem ", "<lemma ").replace("</lem>", "</lemma>")
    assert not schema.validate(etree.fromstring(broken.encode()))


def test_tei_leads_to_the_same_characters(stories: list[Story], odd: Story) -> None:
    seen = 0
    for story in (*stories, odd):
        mask = Mask.of(story)
        for element in etree.fromstring(export_tei([story]).encode()).iterfind(".//t:rdg[@source]", NS):
            for pointer in element.get("source").split():
                article_id, start, end = re.fullmatch(r"urn:tellings:article:(\w+)#char=(\d+),(\d+)", pointer).groups()
                words = story.articles[article_id].text[int(start) : int(end)]
                assert mask(words).replace("\x0b", "\ufffd") == (element.text or "")
                seen += 1
    assert seen > 20


def test_tei_keeps_the_text_of_every_part(stories: list[Story], odd: Story) -> None:
    """What is left when every entry gives its lemma is the text of the part."""
    for story in (*stories, odd):
        document = etree.fromstring(export_tei([story]).encode())
        for element in [*document.iter("{*}rdg"), *document.iter("{*}note")]:
            tail, before = element.tail or "", element.getprevious()
            if before is not None:
                before.tail = (before.tail or "") + tail
            else:
                element.getparent().text = (element.getparent().text or "") + tail
            element.getparent().remove(element)
        written = ["".join(block.itertext()) for block in document.iter("{*}ab")]
        assert written == [Mask.of(story)(part.text) for edition in story.statements for part in edition.parts]


def test_tei_names_who_has_which_reading(stories: list[Story]) -> None:
    for story in stories:
        document = etree.fromstring(export_tei([story]).encode())
        sigla = {w.get("{http://www.w3.org/XML/1998/namespace}id"): w.get("n") for w in document.iter("{*}witness")}
        assert list(sigla.values()) == [telling.siglum for telling in story.tellings]
        found = set()
        for entry in document.iter("{*}app"):
            for reading in entry.iterfind("t:rdg", NS):
                for name in reading.get("wit").split():
                    found.add((entry.get("n").rstrip("b"), sigla[name.lstrip("#")], reading.get("type")))
        expected = {
            (f"{story.number}.{e.row.number}.{r.part}.{r.place}", story.siglum(r.article_id), r.kind)
            for e in story.statements for r in e.readings if r.kind != "lemma"
        } | {
            (f"{story.number}.{e.row.number}.{p.part}.part", story.siglum(article_id), "omission")
            for e in story.statements for p in e.parts for article_id in p.omitted
        }  # fmt: skip
        assert found == expected


def test_an_outside_program_reads_the_tei(stories: list[Story], tmp_path: Path) -> None:
    collation = pytest.importorskip("teiphy").Collation
    document = etree.fromstring(export_tei(stories[:1]).encode())
    read = collation(document.getroottree(), manuscript_suffixes=[], trivial_reading_types=[], missing_reading_types=[])
    assert [witness.id for witness in read.witnesses] == [
        w.get("{http://www.w3.org/XML/1998/namespace}id") for w in document.iter("{*}witness")
    ]
    entries = {entry.get("n"): entry for entry in document.iter("{*}app")}
    assert {unit.id for unit in read.variation_units} == set(entries)
    for unit in read.variation_units:
        for reading in unit.readings:
            (own,) = (r for r in entries[unit.id] if r.get("n") == reading.id)
            assert reading.wits == [name.lstrip("#") for name in (own.get("wit") or "").split()]


# -- Web Annotation ----------------------------------------------------------------------------------------------------


def test_annotations_lead_to_the_same_characters(stories: list[Story], odd: Story) -> None:
    seen = 0
    for story in (*stories, odd):
        mask = Mask.of(story)
        page = json.loads(export_annotations([story]))
        assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
        assert page["type"] == "AnnotationPage"
        assert len({item["id"] for item in page["items"]}) == len(page["items"])
        for item in page["items"]:
            text = story.articles[item["target"]["source"]["id"].rpartition(":")[2]].text
            position, quote = item["target"]["selector"]
            start, end = position["start"], position["end"]
            assert quote["exact"] == mask(text[start:end])
            assert mask(text[:start]).endswith(quote["prefix"])
            assert mask(text[end:]).startswith(quote["suffix"])
            assert max(len(quote["prefix"]), len(quote["suffix"])) <= 32
            seen += 1
    assert seen > 50


# -- CSV ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["witnesses", "readings"])
def test_csv_leads_to_the_same_characters(stories: list[Story], odd: Story, table: str) -> None:
    for story in (*stories, odd):
        mask = Mask.of(story)
        rows = list(csv.DictReader(io.StringIO(export_csv([story], table), newline="")))
        for row in rows:
            text = story.articles[row["article_id"]].text
            assert csv_.unescape(row["words"]) == mask(text[int(row["start"]) : int(row["end"])])
        assert len(rows) == sum(len(getattr(edition, table)) for edition in story.statements)


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    assert not csv_.escape(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert csv_.unescape(csv_.escape(text)) == text


def test_no_cell_of_a_story_is_a_formula(odd: Story) -> None:
    for table in TABLES:
        for row in csv.reader(io.StringIO(export_csv([odd], table), newline="")):
            assert not [cell for cell in row if re.match(r"[=+@\t\r]|-(?!\d+$)", cell)]
    assert "'=1+1" in export_csv([odd], "articles")


# -- Markdown ----------------------------------------------------------------------------------------------------------


@given(st.text(alphabet="ab1.+-#*_`[]()<>|~\\ \n", max_size=20))
def test_markdown_prints_text_as_it_stands(text: str) -> None:
    render = pytest.importorskip("markdown_it").MarkdownIt().render
    escaped = markdown.escape(text)
    html = render(escaped)
    shown = re.sub(r"</?p>|\n", "", html)
    for sign, entity in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        shown = shown.replace(sign, entity)
    assert shown == " ".join(text.split())


def test_markdown_lists_every_place(odd: Story) -> None:
    entries = [line for line in export_markdown([odd]).splitlines() if line.startswith("- ") and "] " in line]
    places = {(r.statement_id, r.part, r.place) for edition in odd.statements for r in edition.readings}
    assert len(entries) == len(places)
    assert any("negation, can turn the meaning" in entry for entry in entries)


# -- JSON --------------------------------------------------------------------------------------------------------------


def test_json_has_every_statement(stories: list[Story]) -> None:
    told = json.loads(export_json(stories))
    assert [story["story_id"] for story in told["stories"]] == [story.story_id for story in stories]
    assert [len(story["statements"]) for story in told["stories"]] == [len(story.statements) for story in stories]
