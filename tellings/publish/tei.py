"""TEI: stories in, a TEI P5 document with their statements as a critical apparatus out.

The apparatus is in line, by parallel segmentation (TEI P5 Guidelines, chapter 12): `lem` is the best-supported reading,
each `rdg` another with its witnesses, an omission an empty `rdg`. `source` names the characters of each witness
(RFC 5147: `#char=START,END` in the article's text as read). A witness that an `app` does not name does not reach there.
A reading that can turn the meaning has the cause "turns".
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from lxml import etree

from tellings.model import Part, Reading, Statement, Witness
from tellings.publish.masking import Mask
from tellings.publish.passages import article_urn, places, statement_id
from tellings.story import Edition, Story

NAMESPACE = "http://www.tei-c.org/ns/1.0"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
# What XML 1.0 does not allow.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Element: TypeAlias = Any  # lxml has no types of its own


def export_tei(stories: Iterable[Story]) -> str:
    """Stories as one TEI document: a `TEI` where it is one story, else a `teiCorpus`.

    Private handles are masked; characters that XML does not allow are replaced by U+FFFD.

    >>> from tellings import Article, collate_story
    >>> texts = ("“We will open the bridge in June,” Ann Lee said.", "“We will open the bridge in July,” Ann Lee said.")
    >>> story = collate_story(Article.from_text(text, published=f"2024-05-0{n}") for n, text in enumerate(texts, 1))
    >>> document = etree.fromstring(export_tei([story]).encode())
    >>> [element.text for element in document.iter("{*}lem", "{*}rdg")]
    ['June', 'July']
    """
    listed = list(stories)
    if len(listed) == 1:
        root = _Document(listed[0]).root
    else:
        root = etree.Element(f"{{{NAMESPACE}}}teiCorpus", nsmap={None: NAMESPACE})
        description = _header(root, "Statements collated from news")
        _add(_add(description, "sourceDesc"), "p", "Articles of news, one TEI element for each story.")
        root.extend([_Document(story).root for story in listed] or [_empty()])
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{etree.tostring(root, encoding="unicode")}\n'


def _add(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    for name, value in attributes.items():
        element.set(name, _clean(value))
    if text:
        element.text = _clean(text)
    return element


def _clean(text: str) -> str:
    return FORBIDDEN.sub("\ufffd", text)


def _append(parent: Element, text: str) -> None:
    """Add text behind all that an element holds."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + _clean(text)
    else:
        parent.text = (parent.text or "") + _clean(text)


def _header(root: Element, title: str) -> Element:
    """The header as far as every document has it; gives the description that the sources go into."""
    header = _add(root, "teiHeader")
    description = _add(header, "fileDesc")
    _add(_add(description, "titleStmt"), "title", title)
    _add(_add(description, "publicationStmt"), "p", "Made by tellings from articles of news.")
    _add(_add(header, "encodingDesc"), "variantEncoding", method="parallel-segmentation", location="internal")
    return description


def _empty() -> Element:
    root = etree.Element(f"{{{NAMESPACE}}}TEI", nsmap={None: NAMESPACE})
    _add(_add(_header(root, "No story"), "sourceDesc"), "p", "None.")
    _add(_add(_add(root, "text"), "body"), "p")
    return root


@dataclass
class _Node:
    """A place of the apparatus, and the places within it."""

    start: int
    end: int
    rows: Sequence[Reading]
    name: str
    within: list["_Node"] = field(default_factory=list)

    @property
    def order(self) -> tuple[int, bool, int, str]:
        """Sorting key: added words before what begins there, longer places before those within."""
        return self.start, self.end > self.start, -self.end, self.name

    def split(self, at: int) -> "_Node":
        """Cut the place in two: other readings stand in the first piece, for the second they have nothing."""
        rest = [row if row.kind == "lemma" else replace(row, start=row.end) for row in self.rows]
        second = _Node(at, self.end, rest, self.name + "b")
        self.end = at
        return second


def _nest(found: Iterable[Sequence[Reading]]) -> list[_Node]:
    """Places by what contains what; of two that cross (cuts of two fragments), the later is split."""
    roots: list[_Node] = []
    open_: list[_Node] = []
    waiting = [_Node(rows[0].lemma_start, rows[0].lemma_end, rows, str(rows[0].place)) for rows in found]
    waiting.sort(key=lambda node: node.order, reverse=True)
    while waiting:
        node = waiting.pop()
        while open_ and open_[-1].end <= node.start:
            open_.pop()
        if open_ and node.end > open_[-1].end:
            waiting.append(node.split(open_[-1].end))
            waiting.sort(key=lambda node: node.order, reverse=True)
        (open_[-1].within if open_ else roots).append(node)
        if node.end > node.start:
            open_.append(node)
    return roots


class _Document:
    """Writes one story."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.mask = Mask.of(story)
        self.ids = _ids(story)
        self.root = etree.Element(f"{{{NAMESPACE}}}TEI", nsmap={None: NAMESPACE})
        description = _header(self.root, self.mask(story.title) or f"Story {story.number}")
        self._list_witnesses(_add(description, "sourceDesc"))
        body = _add(_add(self.root, "text"), "body")
        for edition in story.statements:
            self._statement(body, edition)
        if not story.statements:
            _add(body, "p")

    def _list_witnesses(self, description: Element) -> None:
        listed = _add(description, "listWit")
        for telling in self.story.tellings:
            article = self.story.articles[telling.article_id]
            witness = _add(listed, "witness", n=telling.siglum)
            witness.set(XML_ID, self.ids[telling.article_id])
            about = _add(witness, "bibl")
            for tag, text in (("title", article.title), ("publisher", article.outlet)):
                if text:
                    _add(about, tag, self.mask(text))
            if telling.anchor:
                _add(about, "date", telling.anchor, when=telling.anchor[:10])
            _add(about, "idno", article_urn(article.article_id), type="text")
            if article.url:
                _add(about, "idno", article.url, type="URL")

    def _statement(self, body: Element, edition: Edition) -> None:
        row = edition.row
        number = statement_id(self.story, edition)
        division = _add(body, "div", type="statement", n=number)
        division.set(XML_ID, f"statement.{number}")
        _add(division, "head", self._head(row))
        for part in edition.parts:
            self._part(division, edition, part)
        for kind, text in (("when", row.said_source), ("open", row.open)):
            if text:
                _add(division, "note", self.mask(text), type=kind)

    def _head(self, row: Statement) -> str:
        reported = "reported, nobody quotes it" if row.wording == "reported" else ""
        pieces = (row.speaker or "speaker left open", *row.channels, row.said, reported)
        return self.mask(" · ".join(piece for piece in pieces if piece))

    def _part(self, division: Element, edition: Edition, part: Part) -> None:
        block = _add(division, "ab", type="part", n=str(part.part))
        witnesses = [w for w in edition.witnesses if w.part == part.part]
        carried = [w for w in witnesses if w.carries != "paraphrase"]
        holder = block
        if part.omitted:
            entry = _add(block, "app", type="part", n=self._name(edition, part, "part"))
            holder = _add(entry, "lem", n="lem", wit=self._wit([*part.whole, *part.partial]), source=_sources(carried))
            _add(entry, "rdg", n="1", wit=self._wit(part.omitted), type="omission")
        elif carried:
            block.set("corresp", _sources(carried))
        self._fill(holder, edition, part, (0, len(part.text)), _nest(places(edition, part.part)))
        for witness in witnesses:
            if witness.carries != "whole":
                words = self.mask.words(witness)
                corresp = f"#{self.ids[witness.article_id]}"
                _add(block, "note", words, type=witness.carries, corresp=corresp, source=_sources([witness]))

    def _fill(
        self, parent: Element, edition: Edition, part: Part, span: tuple[int, int], nodes: Sequence[_Node]
    ) -> None:
        """Write a stretch of a part's text, with an entry at each place."""
        at = span[0]
        text = self.mask(part.text)
        for node in nodes:
            _append(parent, text[at : node.start])
            self._entry(parent, edition, part, node)
            at = node.end
        _append(parent, text[at : span[1]])

    def _entry(self, parent: Element, edition: Edition, part: Part, node: _Node) -> None:
        entry = _add(parent, "app", n=self._name(edition, part, node.name))
        agreeing = [row for row in node.rows if row.kind == "lemma"]
        lemma = _add(entry, "lem", n="lem", **self._support(agreeing))
        self._fill(lemma, edition, part, (node.start, node.end), node.within)
        others: dict[tuple[str, bool, str], list[Reading]] = {}
        for row in node.rows:
            if row.kind != "lemma":
                others.setdefault((row.kind, row.turns, self.mask.words(row)), []).append(row)
        for number, ((kind, turns, words), rows) in enumerate(sorted(others.items(), key=lambda item: item[0]), 1):
            reading = _add(entry, "rdg", words, n=str(number), type=kind, **self._support(rows))
            if turns:
                reading.set("cause", "turns")

    def _support(self, rows: Sequence[Reading]) -> dict[str, str]:
        return {"wit": self._wit(row.article_id for row in rows), "source": _sources(rows)} if rows else {}

    def _wit(self, article_ids: Iterable[str]) -> str:
        wanted = set(article_ids)
        return " ".join(f"#{self.ids[t.article_id]}" for t in self.story.tellings if t.article_id in wanted)

    def _name(self, edition: Edition, part: Part, place: str) -> str:
        return f"{statement_id(self.story, edition)}.{part.part}.{place}"


def _sources(rows: Iterable[Reading | Witness]) -> str:
    """Pointers to the characters of some rows."""
    return " ".join(f"{article_urn(row.article_id)}#char={row.start},{row.end}" for row in rows)


def _ids(story: Story) -> dict[str, str]:
    """An id for each telling that XML allows, like its siglum; no two stories share one."""
    found: dict[str, str] = {}
    for number, telling in enumerate(story.tellings, 1):
        name = re.sub(r"[^\w.-]+|[^\x00-\x7f]+", "_", telling.siglum)
        taken = name in (existing.partition(".")[2] for existing in found.values())
        found[telling.article_id] = f"s{story.number}.{name}" + (f".{number}" if taken or not name else "")
    return found
