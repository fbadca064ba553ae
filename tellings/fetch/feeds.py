"""Feeds and lists of feeds: their bytes in, the addresses they name out."""

import json
from pathlib import Path

from lxml import etree

from tellings.errors import UsageError
from tellings.fetch.addresses import cleaned
from tellings.fetch.outcome import Refused

FEED_TYPES = ("application/rss", "application/atom", "application/rdf", "application/feed+json")
MAYBE_FEEDS = ("application/xml", "text/xml", "application/json", "text/plain", "application/octet-stream", "")
FEED_ROOTS = (b"<rss", b"<feed", b"<rdf:rdf")
BEGIN = 2_000


def is_feed(media: str, body: bytes) -> bool:
    """Whether a response is a feed, by its type or its first bytes.

    >>> is_feed("text/xml", b"<?xml version='1.0'?><rss version='2.0'>"), is_feed("text/html", b"<html>")
    (True, False)
    """
    if media.startswith(FEED_TYPES):
        return True
    begin = body[:BEGIN].lower()
    if media in MAYBE_FEEDS and b"https://jsonfeed.org/version/" in begin:
        return True
    return media in MAYBE_FEEDS and any(root in begin for root in FEED_ROOTS)


def links_of_feed(body: bytes, address: str) -> list[str]:
    """The pages that a feed names, in its order, each once; what is no address that is fetched is passed over."""
    import feedparser  # noqa: PLC0415 (a tenth of a second)

    if body.lstrip()[:1] == b"{":
        found = _json_links(body)
    else:
        parsed = feedparser.parse(body, sanitize_html=False, resolve_relative_uris=False)
        found = [entry.get("link") or "" for entry in parsed.entries]
    links: dict[str, None] = {}
    for link in found:
        try:
            if link:
                links[cleaned(link, address)] = None
        except Refused:
            continue
    return list(links)


def _json_links(body: bytes) -> list[str]:
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError):
        return []
    items = feed.get("items") if isinstance(feed, dict) else None
    listed = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return [str(item.get("url") or item.get("external_url") or "") for item in listed]


def feeds_of_opml(path: Path) -> list[str]:
    """The feeds that an OPML file names, in its order, each once.

    Raises:
        UsageError: there is no such file, or it names no feed.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        said = (error.strerror or str(error)).lower()
        raise UsageError(f"cannot read {str(path)!r}: {said}; name an OPML file, as feed readers export it") from error
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(data, parser) if data.strip() else None
    nodes = root.iter("{*}outline") if root is not None else ()
    found = dict.fromkeys(node.get("xmlUrl", "").strip() for node in nodes if node.get("xmlUrl"))
    if not found:
        raise UsageError(f'{str(path)!r} names no feed: an OPML file has <outline xmlUrl="https://…"/> for each')
    return list(found)
