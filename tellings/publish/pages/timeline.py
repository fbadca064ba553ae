"""Timeline and differences: in goes a story, out come its days with what gave each, and a ledger of what differs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tellings.model import Event, Side
from tellings.publish.days import begins, day, day_and_time
from tellings.publish.pages.lookup import Lookup, Place
from tellings.publish.timeline import told_outcome
from tellings.story import Contrast

# Measures of the axis in its own units.
WIDTH, PAD = 900, 14


@dataclass(frozen=True, slots=True)
class Dated:
    """A sentence that dates something."""

    place: Place
    phrase: str  # the words that gave the date
    rule: str
    anchor: str  # the day it counts from, for a person; "" none needed
    inferred: bool
    phase: str  # done | announced | planned | cancelled
    hedge: str  # denied | alleged | uncertain; "" none


@dataclass(frozen=True, slots=True)
class Happening:
    """What one or more tellings date alike."""

    event_id: str
    outcome: str  # what becomes of it, and by whom; "" where it is plainly done
    background: bool  # history before the story's own days
    sigla: tuple[str, ...]
    dated: tuple[Dated, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A date with what is told of it."""

    value: str  # TIMEX3
    label: str
    happenings: tuple[Happening, ...]  # what most tellings date first


@dataclass(frozen=True, slots=True)
class Dot:
    """A day on the axis; bigger where more tellings date something to it."""

    value: str
    label: str
    x: int
    radius: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days of a story."""

    days: tuple[Day, ...]
    dots: tuple[Dot, ...]  # days from the month before the first telling to the month after the last
    earlier: int  # dates that the axis leaves out
    later: int
    doubts: tuple[tuple[str, str], ...]  # tellings whose dates may be older than they seem, each with the reason


@dataclass(frozen=True, slots=True)
class Teller:
    """One place where a side of a difference is told."""

    place: Place
    value: str
    hedge: str
    repeats: bool  # its origin stands on this side already


@dataclass(frozen=True, slots=True)
class Answer:
    """One side of a difference."""

    value: str
    sigla: tuple[str, ...]
    tellers: tuple[Teller, ...]


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """Two answers to one question."""

    difference_id: str
    number: int
    kind: str
    question: str
    verdict: str  # conflicting | unclear | compatible
    reason: str
    statement: int  # number of the statement whose witnesses differ; 0 none
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class OnlyHere:
    """A claim that one telling alone makes."""

    claim_id: str
    rank: int
    place: Place
    hedges: tuple[str, ...]  # each with its words
    reason: str  # what it was ranked by


def timeline(lookup: Lookup) -> Timeline:
    """The dated sentences of a story by day."""
    found: dict[str, dict[str, list[Event]]] = {}
    for event in lookup.story.events:
        found.setdefault(event.date, {}).setdefault(event.event_id, []).append(event)
    days = tuple(
        Day(value, day_and_time(value), tuple(_happenings(lookup, events.values())))
        for value, events in sorted(found.items(), key=lambda pair: (begins(pair[0]), pair[0]))
    )
    return _with_axis(lookup, days)


def _happenings(lookup: Lookup, events: Iterable[Sequence[Event]]) -> list[Happening]:
    made = [_happening(lookup, rows) for rows in events]
    return sorted(made, key=lambda h: (-len(h.sigla), h.event_id))


def _happening(lookup: Lookup, rows: Sequence[Event]) -> Happening:
    dated = tuple(
        Dated(
            place=lookup.place(row.article_id, row.start, row.end),
            phrase=lookup.words(row.article_id, row.timex_start, row.timex_end),
            rule=row.rule,
            anchor=day(row.anchor) if row.anchor else "",
            inferred=row.inferred,
            phase=row.phase,
            hedge=row.hedge,
        )
        for row in sorted(rows, key=lambda row: (lookup.order[row.article_id], row.start))
    )
    dates = {row.event_id: row.date for row in lookup.story.events}
    outcome = lookup.mask(told_outcome(lookup.story, rows, dates))
    sigla = lookup.named(row.article_id for row in rows)
    return Happening(rows[0].event_id, outcome, rows[0].background, sigla, dated)


def _with_axis(lookup: Lookup, days: tuple[Day, ...]) -> Timeline:
    """The days with dots for those near the tellings; a date of 1066 would leave them all in one point."""
    stale = dict.fromkeys((row.article_id, row.stale) for row in lookup.story.events if row.stale)
    doubts = tuple((lookup.sigla[article_id], lookup.mask(reason)) for article_id, reason in stale)
    exact = {found.value: number for found in days if (number := _ordinal(found.value))}
    first, last = _ordinal(lookup.story.row.first), _ordinal(lookup.story.row.last)
    if not first or not last:
        return Timeline(days, (), 0, 0, doubts)
    near = {value: number for value, number in exact.items() if first - 31 <= number <= last + 31}
    low, high = min([*near.values(), first]), max([*near.values(), last])
    dots = tuple(
        Dot(
            found.value,
            found.label,
            PAD + (WIDTH - 2 * PAD) * (near[found.value] - low) // max(1, high - low),
            min(12, 3 + 2 * max(len(h.sigla) for h in found.happenings)),
        )
        for found in days
        if found.value in near
    )
    earlier = sum(number < first - 31 for number in exact.values())
    return Timeline(days, dots, earlier, len(exact) - len(near) - earlier, doubts)


def _ordinal(value: str) -> int:
    try:
        return date.fromisoformat(value[:10]).toordinal()
    except ValueError:
        return 0


def ledger(lookup: Lookup) -> tuple[LedgerLine, ...]:
    """The differences of a story, conflicting ones first."""
    numbers = {edition.row.statement_id: edition.row.number for edition in lookup.story.statements}
    return tuple(_line(lookup, contrast, numbers) for contrast in lookup.story.differences)


def _line(lookup: Lookup, contrast: Contrast, numbers: dict[str, int]) -> LedgerLine:
    row = contrast.row
    return LedgerLine(
        difference_id=row.difference_id,
        number=row.number,
        kind=row.kind,
        question=lookup.mask(row.question),
        verdict=row.verdict,
        reason=lookup.mask(row.reason),
        statement=numbers.get(row.statement_id, 0),
        answers=tuple(_answer(lookup, places) for places in contrast.sides),
    )


def _answer(lookup: Lookup, places: Sequence[Side]) -> Answer:
    tellers = tuple(
        Teller(
            place=lookup.place(row.article_id, row.start, row.end),
            value=lookup.words(row.article_id, row.value_start, row.value_end),
            hedge=row.hedge,
            repeats=bool(row.repeats),
        )
        for row in places
    )
    return Answer(tellers[0].value or "—", lookup.named(row.article_id for row in places), tellers)


def only_here(lookup: Lookup) -> tuple[OnlyHere, ...]:
    """What one telling alone has, what would change the story most first."""
    claims = {claim.row.claim_id: claim for claim in lookup.story.claims}
    found = []
    for row in lookup.story.only_in:
        assertions = claims[row.claim_id].assertions
        head = claims[row.claim_id].row
        first = next((a for a in assertions if (a.article_id, a.start) == (head.article_id, head.start)), assertions[0])
        hedges = tuple(
            f"{kind} (“{lookup.words(first.article_id, start, end)}”)"
            for kind, (start, end) in zip(first.hedges, first.hedge_spans, strict=True)
        )
        place = lookup.place(first.article_id, first.start, first.end)
        found.append(OnlyHere(row.claim_id, row.rank, place, hedges, row.reason))
    return tuple(found)
