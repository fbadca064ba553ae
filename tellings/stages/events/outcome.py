"""What became of what is dated: dated sentences in, the same with phase, hedge, history and doubtful anchors out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from tellings.model import Article, Block, Event, Telling, Timex
from tellings.stages.events.days import days_of
from tellings.stages.events.settings import EventsSettings
from tellings.text.dates.calendar import first_day
from tellings.text.dates.phase import find_phase
from tellings.text.dates.tokens import lexicon
from tellings.text.hedges import find_hedges
from tellings.text.words import find_words

# Hedges that hold back the event itself; what is only expected the phase tells, and "about" is a number's.
HELD_BACK = frozenset({"denied", "alleged", "uncertain"})


def _day(value: str) -> date | None:
    """The day of an ISO date; None where it is none."""
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _place(value: str, day: date | None) -> int | None:
    """Whether a date lies before (-1), about (0) or after (1) a day; None without one."""
    if day is None:
        return None
    first, last = days_of(value)
    return 1 if first > day else -1 if last < day else 0


def with_phase(row: Event, text: str, anchor: str, language: str) -> Event:
    """The row with the phase of what it dates and its hedge. The anchor is the day of the telling, or of the post."""
    if row.rule == "posted":
        return replace(row, phase="done")
    sentence, time = (row.start, row.end), (row.timex_start, row.timex_end)
    phase = find_phase(text, sentence, time, _place(row.date, _day(anchor)), language)
    hedge = next((h for h in find_hedges(text, *sentence, language) if h.kind in HELD_BACK), None)
    row = replace(row, phase=phase.kind, phase_start=phase.start, phase_end=phase.end)
    if hedge is None or (phase.start is not None and hedge.start < (phase.end or 0) and phase.start < hedge.end):
        return row
    return replace(row, hedge=hedge.kind, hedge_start=hedge.start, hedge_end=hedge.end)


def with_history(rows: Sequence[Event], tellings: Sequence[Telling], settings: EventsSettings) -> list[Event]:
    """The rows with those marked that lie before the story's own days.

    A span of days counts by its middle: "in April" is no day of a story that is first told in May.
    """
    known = sorted(day for telling in tellings if (day := _day(telling.anchor)))
    if not known:
        return list(rows)
    begin = known[0] - timedelta(days=min(settings.own_days, (known[0] - date.min).days))
    return [replace(row, background=_lies_before(row.date, begin, known[0])) for row in rows]


def _lies_before(value: str, begin: date, first_told: date) -> bool:
    first, last = days_of(value)
    return last < first_told and first + (last - first) // 2 < begin


def find_stale(
    tellings: Sequence[Telling],
    articles: Mapping[str, Article],
    blocks: Mapping[str, Sequence[Block]],
    times: Mapping[str, Sequence[Timex]],
    settings: EventsSettings,
) -> dict[str, str]:
    """Why the text of a telling may be older than its date, by article_id; only tellings that have such a sign.

    The signs: its dateline names another day, it repeats a telling of an earlier day, or it gives a day a weekday that
    the day had not in the year that its date of publication implies.
    """
    anchors = {telling.article_id: _day(telling.anchor) for telling in tellings}
    sigla = {telling.article_id: telling.siglum for telling in tellings}
    found: dict[str, str] = {}
    for telling in tellings:
        day = anchors[telling.article_id]
        article = articles.get(telling.article_id)
        if day is None or article is None:
            continue
        lines = [(b.start, b.end) for b in blocks.get(telling.article_id, ()) if b.kind == "dateline"]
        own = times.get(telling.article_id, ())
        earlier = anchors.get(telling.copy_of)
        if reason := _old_dateline(lines, own, day, settings) or _wrong_weekday(article.text, own, settings):
            found[telling.article_id] = reason
        elif earlier and (day - earlier).days >= settings.stale:
            found[telling.article_id] = f"repeats {sigla[telling.copy_of]}, which is of {earlier.isoformat()}"
    return found


def _old_dateline(lines: Sequence[tuple[int, int]], times: Sequence[Timex], day: date, settings: EventsSettings) -> str:
    """A day in the dateline that is not the day of the telling; one of another year is resolved to the nearest."""
    for time in times:
        if any(start <= time.start and time.end <= end for start, end in lines) and len(time.value) >= 10:
            told = first_day(time.value)
            if told and abs((day - told).days) >= settings.stale:
                return f"its dateline is of {told.isoformat()}"
    return ""


def _wrong_weekday(text: str, times: Sequence[Timex], settings: EventsSettings) -> str:
    """A day with a weekday ("Tuesday, July 4") that it had in another year, not in the one it was resolved to."""
    known = lexicon(settings.language)
    weekday = known.code["weekday"]
    for time in times:
        words = [text[a:b] for a, b in find_words(text, time.start, time.end)]
        named = [known.values[word] for word in words if known.words.get(word) == weekday]
        day = first_day(time.value) if len(time.value) >= 10 and time.anchor else None
        if day and named and any(word.isdigit() for word in words) and day.isoweekday() not in named:
            return f"“{text[time.start : time.end]}” was no such weekday in {day.year}"
    return ""
