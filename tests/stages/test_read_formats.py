"""Feeds, agency formats, exports of press databases, documents: invented examples in the layout of each."""

import io
import json
import zipfile
from itertools import pairwise
from pathlib import Path

import docx
import pytest
import trafilatura
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tellings.model import Article, Item
from tellings.stages.read import ReadSettings, read_items
from tellings.stages.read.exports import find_exported

RAIN = "Rain fell on the valley for three days, the weather service said."
FLOOD = "The river rose by two metres and closed the old bridge on Friday."


def read(folder: Path, name: str, data: bytes | str, **given_settings: object) -> list[tuple[Item, Article | None]]:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return list(read_items(path, settings=ReadSettings(**given_settings)))  # type: ignore[arg-type]


def articles(folder: Path, name: str, data: bytes | str) -> list[Article]:
    return [article for _, article in read(folder, name, data) if article]


# Feeds

RSS = f"""<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Valley Post</title><language>en-gb</language>
<item><title>Rain &amp; wind</title><link>https://example.org/rain</link><dc:creator>Ann Lee</dc:creator>
<pubDate>Fri, 03 May 2024 10:00:00 +0100</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>{RAIN}</p><script>x()</script><p>{FLOOD}</p>]]></content:encoded></item>
<item><title>Flood</title><link>https://example.org/flood</link><description>{FLOOD}</description></item>
<item><title>Nothing</title><link>https://example.org/nothing</link></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Valley Post</title>
<entry><title>Rain</title><link href="https://example.org/rain"/><id>1</id><author><name>Ann Lee</name></author>
<published>2024-05-03T10:00:00Z</published><updated>2024-05-04T10:00:00Z</updated>
<content type="html">&lt;p&gt;{RAIN}&lt;/p&gt;</content></entry></feed>"""


@pytest.mark.parametrize("name", ["a.rss", "a.xml", "a"])
def test_rss(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, name, RSS)
    assert [item.status for item, _ in found] == ["article", "article", "refused"]
    first = found[0][1]
    assert first is not None
    assert (first.text, first.title, first.outlet) == (f"{RAIN}\n{FLOOD}", "Rain & wind", "The Valley Post")
    assert (first.published, first.byline, first.language) == ("2024-05-03T10:00:00+01:00", "Ann Lee", "en")
    assert "summary alone" in found[1][0].reason
    assert "only a title and a link" in found[2][0].reason


def test_atom(tmp_path: Path) -> None:
    (article,) = articles(tmp_path, "a.atom", ATOM)
    assert (article.text, article.byline, article.url) == (RAIN, "Ann Lee", "https://example.org/rain")
    assert (article.published, article.modified) == ("2024-05-03T10:00:00+00:00", "2024-05-04T10:00:00+00:00")


def test_a_feed_cut_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    found = read(tmp_path, "a.rss", RSS[: RSS.index("<item><title>Nothing")])
    assert [item.status for item, _ in found] == ["article", "article"]
    assert "not sound XML" in found[0][0].reason


def test_json_feed(tmp_path: Path) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Valley Post",
        "items": [
            {"id": "1", "url": "https://example.org/1", "title": "Rain", "content_html": f"<p>{RAIN}</p><p>{FLOOD}</p>",
             "date_published": "2024-05-03T10:00:00Z", "authors": [{"name": "Ann Lee"}]},
            {"id": "2", "content_text": FLOOD},
            {"id": "3", "title": "Nothing"},
        ],
    }  # fmt: skip
    found = read(tmp_path, "a.json", json.dumps(feed))
    assert [item.status for item, _ in found] == ["article", "article", "refused"]
    first = found[0][1]
    assert first is not None
    assert (first.text, first.byline, first.outlet) == (f"{RAIN}\n{FLOOD}", "Ann Lee", "The Valley Post")


def test_opml_is_a_list(tmp_path: Path) -> None:
    opml = '<opml version="2.0"><body><outline text="a" xmlUrl="https://example.org/feed"/></body></opml>'
    ((item, _),) = read(tmp_path, "a.opml", opml)
    assert "a list of 1 feeds" in item.reason


# Agencies

NITF = f"""<nitf xml:lang="en"><head><title>Rain in the valley</title><docdata><date.issue norm="20240503T100000Z"/>
<doc.copyright holder="Valley Agency"/></docdata><pubdata name="The Valley Post" date.publication="20240504"/></head>
<body><body.head><hedline><hl1>Rain in the valley</hl1></hedline><byline>By Ann Lee</byline>
<dateline><location>UPTON</location></dateline></body.head><body.content><p>{RAIN}</p>
<media media-type="image"><media-caption>The bridge</media-caption></media><block><p>{FLOOD}</p></block></body.content>
</body></nitf>"""
NEWSML = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="2" xml:lang="en">
<itemMeta><provider literal="valley.example"><name>Valley Agency</name></provider>
<versionCreated>2024-05-04T10:00:00Z</versionCreated><firstCreated>2024-05-03T10:00:00Z</firstCreated>
<pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><headline>Rain in the valley</headline><by>Ann Lee</by></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>
<title>x</title></head><body><p>{RAIN}</p><figure><figcaption>The bridge</figcaption></figure><p>{FLOOD}</p></body>
</html></inlineXML></contentSet></newsItem>"""


def test_nitf(tmp_path: Path) -> None:
    (article,) = articles(tmp_path, "a.xml", NITF)
    assert (article.text, article.title, article.outlet) == (
        f"{RAIN}\n{FLOOD}",
        "Rain in the valley",
        "The Valley Post",
    )
    assert (article.published, article.byline, article.language) == ("2024-05-03T10:00:00", "By Ann Lee", "en")


def test_newsml(tmp_path: Path) -> None:
    (article,) = articles(tmp_path, "a.xml", NEWSML)
    assert (article.text, article.title, article.outlet) == (f"{RAIN}\n{FLOOD}", "Rain in the valley", "Valley Agency")
    assert (article.published, article.modified) == ("2024-05-03T10:00:00+00:00", "2024-05-04T10:00:00+00:00")
    items = NEWSML + NEWSML.replace("Rain fell", "Snow fell")
    message = f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{items}</itemSet></newsMessage>'
    assert [a.text.split()[0] for a in articles(tmp_path, "b.xml", message)] == ["Rain", "Snow"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (NEWSML.replace("stat:usable", "stat:canceled"), "it was taken back"),
        (NEWSML.replace("inlineXML", "remoteContent"), "without a text"),
        (NITF.replace("<p>", "<x>").replace("</p>", "</x>"), "without a paragraph"),
        ("<catalog><book/></catalog>", "first element is 'catalog'"),
        ("<", "not XML"),
        ("<rss version='2.0'><channel></channel></rss>", "without an entry"),
    ],
    ids=range(6),
)
def test_xml_refused(tmp_path: Path, data: str, reason: str) -> None:
    ((item, _),) = read(tmp_path, "a.xml", data)
    assert item.status == "refused"
    assert reason in item.reason


@pytest.mark.parametrize("entity", ['"aaaaaaaaaa"', 'SYSTEM "secret.txt"'])
def test_entities_are_not_resolved(tmp_path: Path, entity: str) -> None:
    (tmp_path / "secret.txt").write_text("aaaaaaaaaa")
    body = "<nitf><body><body.content><p>Rain &b; fell</p></body.content></body></nitf>"
    data = f'<!DOCTYPE nitf [<!ENTITY a {entity}><!ENTITY b "&a;&a;&a;">]>{body}'
    assert all("aaaa" not in article.text for article in articles(tmp_path, "a.xml", data))


def test_damaged_agency_xml_says_from_where(tmp_path: Path) -> None:
    ((item, article),) = read(tmp_path, "a.xml", NITF[: NITF.index("</block>")])
    assert article is not None
    assert "not sound XML from line" in item.reason


def test_ninjs(tmp_path: Path) -> None:
    one = {"uri": "urn:x:1", "pubstatus": "usable", "versioncreated": "2024-05-04T10:00:00Z", "headline": "Rain",
           "firstcreated": "2024-05-03T10:00:00Z", "body_xhtml": f"<div><p>{RAIN}</p><p>{FLOOD}</p></div>",
           "byline": "Ann Lee", "language": "en", "copyrightholder": "Valley Agency"}  # fmt: skip
    two = {"uri": "https://example.org/2", "standard": {"name": "ninjs", "version": "2.1"}, "by": "Bo Day",
           "headlines": [{"role": "short", "value": "R"}, {"role": "main", "value": "Rain again"}],
           "bodies": [{"contenttype": "text/plain", "value": RAIN}], "contentcreated": "2024-05-03"}  # fmt: skip
    gone = {**one, "pubstatus": "canceled"}
    found = read(tmp_path, "a.jsonl", "\n".join(map(json.dumps, (one, two, gone))))
    assert [item.status for item, _ in found] == ["article", "article", "refused"]
    first, second = found[0][1], found[1][1]
    assert first is not None
    assert second is not None
    assert (first.text, first.title, first.outlet) == (f"{RAIN}\n{FLOOD}", "Rain", "Valley Agency")
    assert (second.text, second.title, second.published) == (RAIN, "Rain again", "2024-05-03")
    assert "canceled" in found[2][0].reason
    assert articles(tmp_path, "b.json", json.dumps(one))[0].title == "Rain"


# Other tools


def test_what_trafilatura_writes(tmp_path: Path) -> None:
    words = " ".join([RAIN, FLOOD] * 5)
    page = f"""<html lang="en"><head><title>Rain</title><meta property="og:site_name" content="The Valley Post">
    <meta property="article:published_time" content="2024-05-03"><link rel="canonical" href="https://example.org/rain">
    </head><body><article><h1>Rain</h1><p>{words}</p><p>{words[:-1]}!</p></article></body></html>"""
    written = trafilatura.extract(page, output_format="json", with_metadata=True)
    assert written is not None
    (article,) = articles(tmp_path, "a.json", written)
    assert (article.outlet, article.url) == ("The Valley Post", "https://example.org/rain")
    assert (article.title, article.published) == ("Rain", "2024-05-03")
    assert RAIN in article.text


def test_what_other_scrapers_write(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"title": "Rain", "authors": ["Ann Lee"], "publishing_date": "2024-05-03T10:00:00+00:00", "topics": [],
         "body": {"summary": [RAIN], "sections": [{"headline": ["Bridge"], "paragraphs": [FLOOD]}]}},
        {"url": "https://example.org/2", "title": "Rain", "text": RAIN, "authors": ["Ann Lee"], "publish_date":
         "2024-05-03T10:00:00", "meta_site_name": "The Valley Post", "canonical_link": "https://example.org/2"},
        {"maintext": FLOOD, "title": "Flood", "date_publish": "2024-05-03 10:00:00", "source_domain": "example.org",
         "url": "https://example.org/3", "authors": ["Ann Lee"], "language": "en", "date_modify": None},
    ]  # fmt: skip
    found = articles(tmp_path, "a.jsonl", "\n".join(map(json.dumps, rows)))
    assert [a.text for a in found] == [f"{RAIN}\nBridge\n{FLOOD}", RAIN, FLOOD]
    assert [a.published[:10] for a in found] == ["2024-05-03"] * 3
    assert [a.byline for a in found] == ["Ann Lee"] * 3
    assert [a.outlet for a in found] == ["", "The Valley Post", "example.org"]


# Exports of press databases

NEXIS = f"""



                               1 of 2 DOCUMENTS


                           The Valley Post (Upton)

                              May 3, 2024 Friday
                                 Final Edition

Rain closes the
old bridge

BYLINE: Ann Lee, Upton

SECTION: NEWS; Pg. 4

LENGTH: 24 words

DATELINE: UPTON

{RAIN}

   {FLOOD}

LOAD-DATE: May 4, 2024

LANGUAGE: ENGLISH

PUBLICATION-TYPE: Newspaper


                       Copyright 2024 The Valley Post
                              All Rights Reserved

                               2 of 2 DOCUMENTS


                                 Hill Gazette

                              4 May 2024

HEADLINE: Second thoughts

LENGTH: 12 words

{FLOOD}


                          Copyright 2024 Hill Gazette
"""
UNI = f"""User Name: = x
Date and Time: = 5 May 2024
Job Number: = 1
Documents (2)
Rain closes the old bridge
The Valley Post (Upton)
May 3, 2024 Friday
Final Edition

Copyright 2024 The Valley Post All Rights Reserved
Section: NEWS; Pg. 4
Length: 24 words
Byline: Ann Lee
Body

{RAIN}
{FLOOD}
Graphic

Load-Date: May 4, 2024
End of Document
Second thoughts
Hill Gazette
4 May 2024
Length: 12 words
Body
{FLOOD}
Load-Date: May 5, 2024
End of Document
"""
FACTIVA = f"""News
Rain closes the old bridge
By Ann Lee
24 words
3 May 2024
10:00
The Valley Post
VALPO
4
English
(c) 2024 The Valley Post. All rights reserved

{RAIN}

{FLOOD}

Document VALPO00020240503ek530001x

Second thoughts
12 words
4 May 2024
Hill Gazette
HILGAZ
English
Copyright 2024 Hill Gazette

{FLOOD}

Document HILGAZ0020240504ek540000y

Search Summary
"""
CODED = f"""SE  News
HD  Rain closes the old bridge
BY  By Ann Lee
WC  24 words
PD  3 May 2024
SN  The Valley Post
SC  VALPO
LA  English
CY  (c) 2024 The Valley Post.

LP
{RAIN}

TD
{FLOOD}

CO  valley: Valley Council
AN  Document VALPO00020240503ek530001x

HD  Second thoughts
PD  4 May 2024
SN  Hill Gazette
LA  English
LP  {FLOOD}
AN  Document HILGAZ0020240504ek540000y
"""
EXPORTS = {"nexis": NEXIS, "uni": UNI, "factiva": FACTIVA, "coded": CODED}


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_is_split(tmp_path: Path, name: str) -> None:
    found = read(tmp_path, "a.txt", EXPORTS[name])
    assert [item.record for item, _ in found] == [0, 1]
    first, second = (article for _, article in found)
    assert first is not None
    assert second is not None
    assert [line.strip() for line in first.text.split("\n") if line.strip() and line != "TD"] == [
        RAIN,
        FLOOD,
    ]
    assert second.text.strip() == FLOOD
    assert [a.outlet.split(" (")[0] for a in (first, second)] == ["The Valley Post", "Hill Gazette"]
    assert [a.title for a in (first, second)] == ["Rain closes the old bridge", "Second thoughts"]
    assert [(a.published, a.published_source) for a in (first, second)] == [
        ("2024-05-03", "header"),
        ("2024-05-04", "header"),
    ]
    assert "Ann Lee" in first.byline
    assert first.text in EXPORTS[name]


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_cut_off(tmp_path: Path, name: str) -> None:
    text = EXPORTS[name]
    found = read(tmp_path, "a.txt", text[: text.rindex(FLOOD) + 30])
    assert [item.status for item, _ in found] == ["article", "article"]
    assert found[1][1] is not None
    assert FLOOD.startswith(found[1][1].text.strip())


@pytest.mark.parametrize("text", [RAIN, "He filed 1 of 50 documents.", "End of Document", "12 words\n\nDocument 5\n"])
def test_what_is_no_export(tmp_path: Path, text: str) -> None:
    (article,) = articles(tmp_path, "a.txt", text)
    assert (article.text, article.format) == (text, "txt")


@given(st.lists(st.sampled_from([line for text in EXPORTS.values() for line in text.split("\n")]), max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_lines_of_exports(lines: list[str]) -> None:
    text = "\n".join(lines)
    found = find_exported(text)
    for one in found:
        assert 0 <= one.start <= one.end <= len(text)
        assert one.start < one.end or one.notices
    assert all(a.end <= b.start for a, b in pairwise(found))


# Documents


def make_docx(lines: list[str]) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def make_rtf(lines: list[str]) -> bytes:
    body = "".join("".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in line) + "\\par\n" for line in lines)
    return (r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 " + body + "}").encode("ascii")


def make_pdf(paragraphs: list[list[str]]) -> bytes:
    """A PDF of one page by hand: lines at 14 points, paragraphs a line apart."""
    parts, y = ["BT /F1 12 Tf"], 800
    for paragraph in paragraphs:
        for line in paragraph:
            parts.append(f"1 0 0 1 50 {y} Tm ({line}) Tj")
            y -= 14
        y -= 14
    stream = " ".join([*parts, "ET"]).encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj" % number + body + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out)
    return out + b"xref\n0 6\n0000000000 65535 f \n" + table + end


QUOTED = "“It rained – for days”, said Zoë."


def test_docx_and_rtf(tmp_path: Path) -> None:
    for name, data in (("a.docx", make_docx([RAIN, QUOTED])), ("a.rtf", make_rtf([RAIN, QUOTED]))):
        (article,) = articles(tmp_path, name, data)
        assert (article.text, article.format) == (f"{RAIN}\n{QUOTED}", name[2:])


def test_exports_as_documents(tmp_path: Path) -> None:
    lines = [line for line in UNI.split("\n") if line]
    for name, data in (("a.docx", make_docx(lines)), ("a.rtf", make_rtf(lines))):
        assert [a.outlet for a in articles(tmp_path, name, data)] == ["The Valley Post (Upton)", "Hill Gazette"]


def test_pdf(tmp_path: Path) -> None:
    (article,) = articles(
        tmp_path, "a.pdf", make_pdf([["Rain fell on the", "valley for three", "days."], ["Then wind."]])
    )
    assert article.text == "Rain fell on the valley for three days.\nThen wind."


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(100_000_000))
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.docx", b"PK nothing", "not a sound .docx"),
        ("a.docx", make_docx([RAIN])[:-40], "not a sound .docx"),
        ("a.docx", bomb(), "refused as a bomb"),
        ("a.docx", make_docx([""]), "no text in the .docx"),
        ("a.rtf", b"Rain fell.", "not RTF"),
        ("a.pdf", b"%PDF-1.4 nothing", "not a sound PDF"),
        ("a.pdf", make_pdf([]), "no text in the .pdf"),
    ],
    ids=range(7),
)
def test_documents_refused(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    ((item, _),) = read(tmp_path, name, data)
    assert item.status == "refused"
    assert reason in item.reason


def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pypdf", None)
    ((item, _),) = read(tmp_path, "a.pdf", make_pdf([["Rain."]]))
    assert "pip install 'tellings[documents]'" in item.reason


@pytest.mark.parametrize("suffix", [".xml", ".rss", ".docx", ".rtf", ".pdf", ".warc", ".wacz"])
@given(data=st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_damage(tmp_path: Path, suffix: str, data: st.DataObject) -> None:
    sound = {".xml": NITF.encode(), ".rss": RSS.encode(), ".docx": DOCX, ".rtf": make_rtf([RAIN]), ".pdf": PDF}
    whole = sound.get(suffix, b"WARC/1.0\r\n")
    begin = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(begin, len(whole)))
    found = read(tmp_path, "a" + suffix, whole[:begin] + data.draw(st.binary(max_size=20)) + whole[end:])
    assert found
    for item, article in found:
        assert (article is not None) == (item.status == "article")
        assert item.status == "article" or item.reason
        assert "please report" not in item.reason


DOCX, PDF = make_docx([RAIN]), make_pdf([[RAIN]])
