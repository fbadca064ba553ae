"""A statement: in goes an edition, out come its text cut where witnesses differ, its apparatus and its witnesses.

Heat is the share of the witnesses that reach a place and have another reading there, in five steps, over the classes
of reading that are on; the page counts it again when a person turns a class on or off.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tellings.model import READING_KINDS, Part, Reading, Witness
from tellings.publish.days import day
from tellings.publish.pages.lookup import Lookup, Place
from tellings.publish.passages import places
from tellings.story import Edition

# Classes that are off at first: they drown what matters. A cut is a witness that quotes less, no other wording.
QUIET = frozenset({"spelling", "punctuation", "case", "cut"})
# Words left out that still count as a variant at one place rather than as a cut.
MAX_SLIP = 3
STEPS = 4


@dataclass(frozen=True, slots=True)
class Variant:
    """One reading and who has it."""

    words: str  # "" for an omission
    kind: str  # lemma, a class of READING_KINDS, or cut
    turns: bool
    places: tuple[Place, ...]  # one for each witness, in the order of the tellings


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the apparatus: a place where witnesses differ."""

    number: int  # within the statement, from 1
    lemma: str  # "" where others add words
    start: int  # where the lemma stands in the text of the part
    end: int
    kinds: tuple[str, ...]
    turns: bool
    variants: tuple[Variant, ...]  # the lemma first, then by how many have it
    heat: int  # 0 to STEPS, classes of QUIET left out
    quiet: bool  # whether all its classes are off at first


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a part's text; `entries` are the places of the apparatus that it belongs to."""

    words: str
    entries: tuple[int, ...]
    heat: int
    added: bool  # no words of the lemma: others add some here


@dataclass(frozen=True, slots=True)
class PartView:
    """One stretch of a statement."""

    number: int
    text: str
    segments: tuple[Segment, ...]
    entries: tuple[Entry, ...]
    whole: tuple[str, ...]
    partial: tuple[str, ...]
    omitted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WitnessView:
    """Where a telling carries words of a part."""

    place: Place
    outlet: str
    part: int
    carries: str
    speaker: str  # as the telling names the source
    cue: str
    channel: str
    said: str  # when it was said, as the telling has it
    day: str  # of the telling
    quotation_id: str
    primary: bool


@dataclass(frozen=True, slots=True)
class KindCount:
    """A class of reading, with the number of its places."""

    kind: str
    places: int
    on: bool


@dataclass(frozen=True, slots=True)
class StatementView:
    """A statement with its apparatus and witnesses."""

    statement_id: str
    number: int
    speaker: str  # "" left open
    speaker_reason: str  # how the speaker of the first witness was told
    wording: str  # quoted | reported
    text: str
    channels: tuple[tuple[str, tuple[str, ...]], ...]  # each with the tellings that name it
    said: str
    said_day: str
    said_source: str
    open: str
    witnesses: int
    independent: int
    whole: int
    primary: tuple[str, ...]
    parts: tuple[PartView, ...]
    table: tuple[WitnessView, ...]
    kinds: tuple[KindCount, ...]


def statement_views(lookup: Lookup) -> tuple[StatementView, ...]:
    """All statements of a story."""
    return tuple(statement_view(lookup, edition) for edition in lookup.story.statements)


def statement_view(lookup: Lookup, edition: Edition) -> StatementView:
    """One statement."""
    row = edition.row
    parts, number = [], 0
    for part in edition.parts:
        view = _part(lookup, edition, part, number)
        number += len(view.entries)
        parts.append(view)
    entries = [entry for part in parts for entry in part.entries]
    first = next((w.quotation_id for w in edition.witnesses if w.quotation_id), "")
    attribution = lookup.attributions.get(first)
    return StatementView(
        statement_id=row.statement_id,
        number=row.number,
        speaker=lookup.mask(row.speaker),
        speaker_reason=lookup.mask(attribution.reason) if attribution else "",
        wording=row.wording,
        text=lookup.mask(row.text),
        channels=_channels(lookup, edition),
        said=row.said,
        said_day=day(row.said) if row.said else "",
        said_source=lookup.mask(row.said_source),
        open=lookup.mask(row.open),
        witnesses=row.witnesses,
        independent=row.independent,
        whole=row.whole,
        primary=lookup.named(row.primary),
        parts=tuple(parts),
        table=tuple(_witness(lookup, witness) for witness in _in_order(lookup, edition.witnesses)),
        kinds=_kinds(entries),
    )


def _channels(lookup: Lookup, edition: Edition) -> tuple[tuple[str, tuple[str, ...]], ...]:
    told: dict[str, set[str]] = {}
    for witness in edition.witnesses:
        if witness.channel:
            told.setdefault(witness.channel, set()).add(witness.article_id)
    return tuple((channel, lookup.named(ids)) for channel, ids in sorted(told.items()))


def _in_order(lookup: Lookup, witnesses: Iterable[Witness]) -> list[Witness]:
    return sorted(witnesses, key=lambda w: (w.part, lookup.order[w.article_id], w.start))


def _part(lookup: Lookup, edition: Edition, part: Part, before: int) -> PartView:
    """A part; its entries are numbered on from those of the parts before."""
    reach = max(1, len({w.article_id for w in edition.witnesses if w.part == part.part}))
    entries = [_entry(lookup, at, reach) for at in places(edition, part.part)]
    numbered = tuple(Entry(before + n, *values) for n, values in enumerate((e for e in entries if e is not None), 1))
    return PartView(
        number=part.part,
        text=lookup.mask(part.text),
        segments=_segments(lookup.mask(part.text), numbered),
        entries=numbered,
        whole=lookup.named(part.whole),
        partial=lookup.named(part.partial),
        omitted=lookup.named(part.omitted),
    )


Values = tuple[str, int, int, tuple[str, ...], bool, tuple[Variant, ...], int, bool]


def _entry(lookup: Lookup, at: Sequence[Reading], reach: int) -> Values | None:
    """What an entry holds, its number left out; None where no witness has another reading."""
    variants: dict[tuple[str, str], list[Reading]] = {}
    for reading in at:
        words = lookup.mask.words(reading)
        variants.setdefault((_kind(reading), words), []).append(reading)
    kinds = tuple(kind for kind in (*READING_KINDS, "cut") if any(kind == named for named, _ in variants))
    if not kinds:
        return None
    loud = {r.article_id for (kind, _), rows in variants.items() if kind not in ("lemma", *QUIET) for r in rows}
    ranked = sorted(variants.items(), key=lambda item: (item[0][0] != "lemma", -len(item[1]), item[0]))
    lemma = lookup.mask(at[0].lemma)
    return (
        lemma,
        at[0].lemma_start,
        at[0].lemma_end,
        kinds,
        any(r.turns for r in at if _kind(r) not in ("lemma", "cut")),
        tuple(_variant(lookup, kind, words, rows) for (kind, words), rows in ranked),
        heat(len(loud), reach),
        all(kind in QUIET for kind in kinds),
    )


def _kind(reading: Reading) -> str:
    """The class of a reading; an omission of more than a few words is a cut."""
    cut = reading.kind == "omission" and len(reading.lemma.split()) > MAX_SLIP
    return "cut" if cut else reading.kind


def heat(differing: int, reach: int) -> int:
    """Step of disagreement: how many of the witnesses that reach a place differ there.

    >>> heat(0, 8), heat(1, 8), heat(4, 8), heat(8, 8)
    (0, 1, 2, 4)
    """
    return min(STEPS, -(-STEPS * differing // reach)) if differing else 0


def _variant(lookup: Lookup, kind: str, words: str, rows: Iterable[Reading]) -> Variant:
    listed = sorted(rows, key=lambda r: (lookup.order[r.article_id], r.start))
    own = tuple(lookup.place(r.article_id, r.start, r.end) for r in listed)
    return Variant(" ".join(words.split()), kind, any(r.turns for r in listed) and kind != "cut", own)


def _segments(text: str, entries: Sequence[Entry]) -> tuple[Segment, ...]:
    """The text cut at every border of an entry, so that entries may lie within one another."""
    borders = sorted({0, len(text), *(b for e in entries for b in (e.start, e.end) if 0 <= b <= len(text))})
    found = []
    for start, end in zip(borders, [*borders[1:], len(text)], strict=True):
        points = tuple(e.number for e in entries if e.start == e.end == start)
        if points:
            hottest = max(e.heat for e in entries if e.number in points)
            found.append(Segment("", points, hottest, True))
        if end > start:
            inside = [e for e in entries if e.start <= start and end <= e.end and e.start < e.end]
            hottest = max((e.heat for e in inside), default=0)
            found.append(Segment(text[start:end], tuple(e.number for e in inside), hottest, False))
    return tuple(found)


def _witness(lookup: Lookup, row: Witness) -> WitnessView:
    article = lookup.story.articles[row.article_id]
    quotation = lookup.quotations.get(row.quotation_id)
    cue = lookup.words(row.article_id, quotation.cue_start, quotation.cue_end) if quotation else ""
    mention = lookup.words(row.article_id, quotation.speaker_start, quotation.speaker_end) if quotation else ""
    return WitnessView(
        place=lookup.place(row.article_id, row.start, row.end),
        outlet=article.outlet,
        part=row.part,
        carries=row.carries,
        speaker=mention,
        cue=cue,
        channel=row.channel,
        said=day(row.said) if row.said else "",
        day=lookup.day(row.article_id),
        quotation_id=row.quotation_id,
        primary=article.kind == "primary",
    )


def _kinds(entries: Iterable[Entry]) -> tuple[KindCount, ...]:
    counts: dict[str, int] = {}
    for entry in entries:
        for kind in entry.kinds:
            counts[kind] = counts.get(kind, 0) + 1
    return tuple(KindCount(k, counts[k], k not in QUIET) for k in (*READING_KINDS, "cut") if k in counts)
