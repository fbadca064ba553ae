"""Feeds: a saved RSS, Atom or RDF file in, one reading for each entry out; JSON Feeds are told in json_shapes.

feedparser (McKee, Pilgrim) reads what publishers call a feed, sound XML or not. An entry's text is our linearisation of
its content, of its summary where there is no content.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from tellings.model import Article
from tellings.stages.read.markup import text_of
from tellings.stages.read.reading import Reading, refused
from tellings.text.given_dates import date_notices, normalise_date

SUMMARY = "the feed gives a summary alone; the article is not in it"


# References to characters that there are none of, at which feedparser gives up the whole feed.
NO_CHARACTER = re.compile(rb"&#(?:[xX][0-9a-fA-F]{6,}|[0-9]{7,});?")


def read_feed(data: bytes) -> Iterator[Reading]:
    """The entries of a feed, in its order."""
    try:
        parsed = _parse(data)
    except (ValueError, OverflowError):
        try:
            parsed = _parse(NO_CHARACTER.sub("\ufffd".encode(), data))
        except (ValueError, OverflowError) as error:
            yield refused(-1, f"a feed that cannot be parsed: {str(error)[:120]}", data)
            return
    if not parsed.entries:
        said = f" ({str(parsed.bozo_exception)[:120]})" if parsed.get("bozo") else ""
        yield refused(-1, f"a feed without an entry{said}", data)
        return
    damaged = "the feed is not sound XML, read as far as it could be" if _is_damaged(parsed) else ""
    for number, entry in enumerate(parsed.entries):
        yield _entry(entry, parsed.feed, number, damaged)


def _parse(data: bytes) -> Any:
    import feedparser  # noqa: PLC0415 (few sources are feeds)

    return feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)


def _is_damaged(parsed: Any) -> bool:
    """Whether the XML is broken; an encoding told wrong is none of the reader's concern."""
    import xml.sax  # noqa: PLC0415

    return bool(parsed.get("bozo")) and isinstance(parsed.get("bozo_exception"), xml.sax.SAXException)


def _entry(entry: Any, feed: Any, number: int, damaged: str) -> Reading:
    contents = [part.get("value") or "" for part in entry.get("content") or []]
    content = max(contents, key=len, default="")
    text = text_of(content or entry.get("summary") or "")
    title = text_of(entry.get("title") or "").strip()
    address = entry.get("link") or ""
    data = "\x1f".join((entry.get("id") or address, title, content or entry.get("summary") or "")).encode(
        "utf-8", "replace"
    )
    if not text.strip():
        return refused(number, f"entry {number}: neither content nor summary; only a title and a link", data)
    # Past feedparser's own get, which gives the one for the other.
    published, modified = (normalise_date(dict.get(entry, name)) for name in ("published", "updated"))
    source = entry.get("source") or {}
    article = Article.from_text(
        text,
        title=title,
        outlet=text_of(source.get("title") or feed.get("title") or "").strip(),
        published=published,
        url=address,
        byline=text_of(entry.get("author") or "").strip(),
    )
    language = (entry.get("language") or feed.get("language") or "").lower().split("-")[0]
    language = language if len(language) == 2 and language.isalpha() else ""
    notices = ["" if content else SUMMARY, damaged, *date_notices(published, modified)]
    article = replace(article, format="feed", language=language, modified=modified, stub="" if content else SUMMARY)
    return Reading(number, data, len(data), article, "; ".join(filter(None, notices)))
