"""Feeds: in go cards of stories, out come an Atom feed (RFC 4287) and a JSON Feed (version 1.1) of them, newest first.

An entry tells how many tell the story and where they conflict; it carries no passage.
"""

import json
from collections.abc import Sequence
from datetime import date

from lxml import etree

from tellings.publish.lines import count
from tellings.publish.pages.cards import Card
from tellings.publish.tei import FORBIDDEN

ATOM = "http://www.w3.org/2005/Atom"
# An entry must have a date; an undated story gets the first that a feed can have.
UNDATED = "1970-01-01"


def atom_feed(cards: Sequence[Card], address: str) -> str:
    """Stories as an Atom feed.

    Args:
        cards: the stories, newest first.
        address: of the site, without a slash at its end.

    >>> atom_feed([], "http://localhost:8000").splitlines()[1][:44]
    '<feed xmlns="http://www.w3.org/2005/Atom"><t'
    """
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _add(feed, "title", "Tellings: stories")
    _add(feed, "id", "urn:tellings:stories")
    _add(feed, "updated", max((_moment(card) for card in cards), default=f"{UNDATED}T00:00:00Z"))
    _link(feed, "self", f"{address}/feed.atom")
    _link(feed, "alternate", f"{address}/stories")
    for card in cards:
        entry = etree.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "title", card.title)
        _add(entry, "id", f"urn:tellings:story:{card.story_id}")
        _add(entry, "updated", _moment(card))
        _link(entry, "alternate", f"{address}/story/{card.story_id}")
        author = etree.SubElement(entry, f"{{{ATOM}}}author")
        _add(author, "name", ", ".join(card.outlets[:8]) or "unknown")
        _add(entry, "summary", _told(card))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{etree.tostring(feed, encoding="unicode")}\n'


def json_feed(cards: Sequence[Card], address: str) -> str:
    """Stories as a JSON Feed.

    Args:
        cards: the stories, newest first.
        address: of the site, without a slash at its end.

    >>> json.loads(json_feed([], "http://localhost:8000"))["items"]
    []
    """
    items = [
        {
            "id": f"urn:tellings:story:{card.story_id}",
            "url": f"{address}/story/{card.story_id}",
            "title": card.title,
            "content_text": _told(card),
            "date_modified": _moment(card),
            "authors": [{"name": outlet} for outlet in card.outlets[:8]],
        }
        for card in cards
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Tellings: stories",
        "home_page_url": f"{address}/stories",
        "feed_url": f"{address}/feed.json",
        "items": items,
    }
    return json.dumps(feed, ensure_ascii=True, indent=1) + "\n"


def _moment(card: Card) -> str:
    """The last day a story was told, as RFC 3339 has it."""
    try:
        return f"{date.fromisoformat(card.last[:10]).isoformat()}T00:00:00Z"
    except ValueError:
        return f"{UNDATED}T00:00:00Z"


def _told(card: Card) -> str:
    pieces = [f"{count(card.tellings, 'telling')}, {card.independent} independent", card.days]
    pieces += [count(card.conflicts, "conflict")] if card.conflicts else []
    pieces += [f"said by {', '.join(card.speakers[:4])}"] if card.speakers else []
    return " · ".join(pieces)


def _add(parent: etree._Element, tag: str, text: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}{tag}").text = FORBIDDEN.sub("\ufffd", text)


def _link(parent: etree._Element, rel: str, href: str) -> None:
    etree.SubElement(parent, f"{{{ATOM}}}link", rel=rel, href=href)
