"""Tellings side by side: in goes a story, out come its columns and the rows of segments that tell the same.

A column is a telling, in the order of first telling; a row is a part of a statement, a claim or a dated event, with the
words that each telling has for it. Rows come as the tellings have them: each at the mean of its relative places.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tellings.model import TOLD, Event, Side
from tellings.publish.days import day, day_and_time
from tellings.publish.pages.lookup import Lookup, Place, one_line
from tellings.story import Asserted, Edition, Story

MOST_TITLE = 140


@dataclass(frozen=True, slots=True)
class Stripe:
    """A stretch of a column's minimap, in thousandths of the article."""

    start: int
    width: int
    kind: str  # statement | claim | event | background | aside
    row: int  # number of the row; 0 for what was set aside


@dataclass(frozen=True, slots=True)
class Column:
    """A telling."""

    article_id: str
    siglum: str
    outlet: str
    title: str
    day: str
    day_source: str  # published | inferred: ...; "" undated
    primary: bool
    copy_of: str  # siglum of the telling it repeats; ""
    version_of: str  # siglum of the later version that counts for it; ""
    notices: tuple[str, ...]  # kinds of what the outlet says of it: correction, retraction, ...
    characters: int
    stripes: tuple[Stripe, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one telling has in a row."""

    siglum: str
    places: tuple[Place, ...]
    note: str  # how it carries or holds back what the row tells; ""
    at: int  # where, in thousandths of the article


@dataclass(frozen=True, slots=True)
class AlignedRow:
    """What several tellings tell, or one alone."""

    number: int
    kind: str  # statement | claim | event | background
    label: str
    told: int  # tellings that tell it
    cells: tuple[Cell, ...]  # of those that tell it and are shown, in the order of the columns
    statement: int  # number of the statement; 0 none
    differs: str  # what the tellings differ in; "" nothing known


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The tellings of a story in columns."""

    columns: tuple[Column, ...]
    rows: tuple[AlignedRow, ...]


@dataclass(slots=True)
class _Row:
    """A row that is being gathered: places and a note by article."""

    kind: str
    label: str
    statement: int = 0
    differs: str = ""
    places: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def add(self, article_id: str, start: int, end: int, note: str = "") -> None:
        spans = self.places.setdefault(article_id, [])
        if not any(low <= start and end <= high for low, high in spans):
            spans.append((start, end))
        if note:
            self.notes.setdefault(article_id, note)


def side_by_side(lookup: Lookup, first: int = 0, most: int | None = None) -> SideBySide:
    """The columns and rows of a story.

    Args:
        lookup: the story.
        first: number of the first telling whose words are given, from 0.
        most: of how many they are given; every row still counts all tellings that tell it.
    """
    story = lookup.story
    gathered = [*_statement_rows(lookup), *_claim_rows(lookup)]
    gathered += _event_rows(lookup, gathered)
    lengths = {article_id: max(1, len(article.text)) for article_id, article in story.articles.items()}
    gathered.sort(key=lambda row: (_mean(row, lengths), row.label))
    shown = {t.article_id for t in story.tellings[first : None if most is None else first + most]}
    rows = tuple(_row(lookup, number, row, lengths, shown) for number, row in enumerate(gathered, 1))
    stripes = _stripes(story, gathered, lengths)
    columns = tuple(_column(lookup, t.article_id, stripes.get(t.article_id, ())) for t in story.tellings)
    return SideBySide(columns, rows)


def _statement_rows(lookup: Lookup) -> Iterator[_Row]:
    """A row for each part of a statement that more than one telling carries."""
    for edition in lookup.story.statements:
        if edition.row.witnesses < 2:
            continue
        for part in edition.parts:
            row = _Row("statement", _said_by(lookup, edition), edition.row.number, _part_differs(edition, part.part))
            for witness in edition.witnesses:
                if witness.part == part.part:
                    note = {"partial": "cut", "paraphrase": "paraphrase"}.get(witness.carries, "")
                    row.add(witness.article_id, witness.start, witness.end, note)
            if row.places:
                yield row


def _said_by(lookup: Lookup, edition: Edition) -> str:
    channels = " / ".join(one_line(channel, 40) for channel in edition.row.channels)
    who = lookup.mask(edition.row.speaker) or "speaker left open"
    return f"{who} · {channels}" if channels else who


def _part_differs(edition: Edition, part: int) -> str:
    """The kinds of reading that may turn the meaning."""
    turning = {r.kind for r in edition.readings if r.part == part and r.turns and r.kind not in ("lemma", "omission")}
    return ", ".join(sorted(turning))


def _claim_rows(lookup: Lookup) -> Iterator[_Row]:
    """A row for each claim that several make, or one alone where that is worth showing."""
    story = lookup.story
    alone = {row.claim_id for row in story.only_in}
    quoted = {w.quotation_id for e in story.statements if e.row.witnesses > 1 for w in e.witnesses} - {""}
    sides = _sides_by_article(story)
    for claim in story.claims:
        if all(a.quotation_id in quoted for a in claim.assertions):
            continue
        if claim.row.told > 1 or claim.row.claim_id in alone:
            yield _claim_row(lookup, claim, sides)


def _claim_row(lookup: Lookup, claim: Asserted, sides: dict[str, list[tuple[Side, str]]]) -> _Row:
    row = _Row("claim", "")
    for found in claim.assertions:
        row.add(found.article_id, found.start, found.end, found.hedge)
        for side, question in sides.get(found.article_id, ()):
            if side.start < found.end and found.start < side.end:
                row.differs = row.differs or lookup.mask(question)
    return row


def _sides_by_article(story: Story) -> dict[str, list[tuple[Side, str]]]:
    found: dict[str, list[tuple[Side, str]]] = {}
    for contrast in story.differences:
        if contrast.row.verdict != "compatible":
            for side in (side for places in contrast.sides for side in places):
                found.setdefault(side.article_id, []).append((side, contrast.row.question))
    return found


def _event_rows(lookup: Lookup, others: Sequence[_Row]) -> list[_Row]:
    """A row for each dated event whose sentences no other row shows already."""
    shown: dict[str, list[tuple[int, int]]] = {}
    for row in others:
        for article_id, spans in row.places.items():
            shown.setdefault(article_id, []).extend(spans)
    events: dict[str, list[Event]] = {}
    for event in lookup.story.events:
        if not any(event.start < end and start < event.end for start, end in shown.get(event.article_id, ())):
            events.setdefault(event.event_id, []).append(event)
    return [_event_row(lookup, rows) for rows in events.values()]


def _event_row(lookup: Lookup, events: Sequence[Event]) -> _Row:
    kind = "background" if events[0].background else "event"
    row = _Row(kind, day_and_time(events[0].date))
    for event in events:
        row.add(event.article_id, event.start, event.end)
    return row


def _mean(row: _Row, lengths: dict[str, int]) -> int:
    """Mean relative place of a row's first words, in millionths."""
    ats = [1_000_000 * min(spans)[0] // lengths[article_id] for article_id, spans in row.places.items()]
    return sum(ats) // len(ats)


def _row(lookup: Lookup, number: int, row: _Row, lengths: dict[str, int], shown: set[str]) -> AlignedRow:
    cells = tuple(
        Cell(
            lookup.sigla[article_id],
            tuple(lookup.place(article_id, start, end) for start, end in sorted(spans)),
            row.notes.get(article_id, ""),
            1000 * min(spans)[0] // lengths[article_id],
        )
        for article_id, spans in sorted(row.places.items(), key=lambda pair: lookup.order[pair[0]])
        if article_id in shown
    )
    return AlignedRow(number, row.kind, row.label, len(row.places), cells, row.statement, row.differs)


def _stripes(story: Story, rows: Iterable[_Row], lengths: dict[str, int]) -> dict[str, list[Stripe]]:
    """The minimap of each article: what was set aside, then the rows."""
    found: dict[str, list[Stripe]] = {}

    def add(article_id: str, start: int, end: int, kind: str, number: int) -> None:
        size = lengths[article_id]
        width = max(4, 1000 * (end - start) // size)
        found.setdefault(article_id, []).append(Stripe(1000 * start // size, width, kind, number))

    for block in story.blocks:
        if block.kind not in TOLD:
            add(block.article_id, block.start, block.end, "aside", 0)
    for number, row in enumerate(rows, 1):
        for article_id, spans in row.places.items():
            for start, end in spans:
                add(article_id, start, end, row.kind, number)
    return found


def _column(lookup: Lookup, article_id: str, stripes: Iterable[Stripe]) -> Column:
    article, telling = lookup.story.articles[article_id], lookup.tellings[article_id]
    return Column(
        article_id=article_id,
        siglum=telling.siglum,
        outlet=one_line(article.outlet, 60),
        title=one_line(lookup.mask(article.title), MOST_TITLE),
        day=day(telling.anchor),
        day_source=telling.anchor_source,
        primary=article.kind == "primary",
        copy_of=lookup.sigla.get(telling.copy_of, ""),
        version_of=lookup.sigla.get(telling.version_of, ""),
        notices=tuple(dict.fromkeys(n.kind for n in lookup.story.notices if n.article_id == article_id)),
        characters=len(article.text),
        stripes=tuple(stripes),
    )
