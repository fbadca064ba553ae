"""Dated sentences: a telling with its marks and times in, a row for each date of each sentence out, not yet an event.

A sentence is dated by a time of a day, week, month, season, quarter or year that stands in it; a post by its own date.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tellings.model import TOLD, Article, Block, Event, Mark, Telling, Timex
from tellings.text.dates import find_times
from tellings.text.dates.calendar import first_day
from tellings.text.sentences import find_sentences
from tellings.text.words import Span

# Of one sentence: one with more dates is a table or a calendar, no telling of that many events. Each date costs a look
# through its sentence, so the work would grow with the square of its length. The times themselves stay in their table.
MOST = 40
# Values that date an event; the clock time is left out.
DATED = re.compile(r"(\d{4}(?:-(?:W\d\d(?:-WE)?|Q[1-4]|H[12]|SP|SU|FA|WI|\d\d(?:-\d\d)?))?)(?:T.*)?")


def _times_of(telling: Telling, article: Article, told: list[Span], times: list[Timex], language: str) -> list[Timex]:
    """The times of a telling, resolved against its anchor where that is not the date of publication."""
    if telling.anchor[:10] == article.published[:10]:
        return times
    return _resolve(article, telling.anchor, told, language)


def _resolve(article: Article, anchor: str, spans: list[Span], language: str) -> list[Timex]:
    """The times of some spans of an article, resolved against an anchor."""
    try:
        day = date.fromisoformat(anchor[:10])
    except ValueError:
        day = None
    return [
        Timex(article.article_id, t.start, t.end, t.type, t.value, t.mod, anchor[:10] if t.anchored else "", t.rule)
        for t in find_times(article.text, day, spans, language)
    ]


def _is_within(span: Span, others: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _dated(time: Timex) -> str:
    """The date of an event at a time; "" where it names none."""
    match = DATED.fullmatch(time.value)
    return match.group(1) if match and time.type in {"DATE", "TIME"} and first_day(match.group(1)) else ""


def sentence_rows(
    telling: Telling, article: Article, blocks: list[Block], marks: list[Mark], times: list[Timex], language: str
) -> Iterator[Event]:
    """The dated sentences of one telling, posts aside."""
    told = sorted((b.start, b.end) for b in blocks if b.kind in TOLD)
    spans = [span for block in told for span in find_sentences(article.text, *block, language)]
    starts = [start for start, _ in spans]
    posts = [(m.start, m.end) for m in marks if m.kind == "post" and m.posted]
    spoken = [(m.content_start, m.content_end) for m in marks if m.kind != "post"]
    many: Counter[int] = Counter()
    for time in _times_of(telling, article, told, times, language):
        at = bisect_right(starts, time.start) - 1
        dated = _dated(time)
        if at < 0 or not dated or time.end > spans[at][1] or _is_within((time.start, time.end), posts):
            continue
        many[at] += 1
        if many[at] > MOST:
            continue
        rule = time.rule + ("; spoken" if _is_within((time.start, time.end), spoken) else "")
        rule += "; the last date of its sentence that was looked at" if many[at] == MOST else ""
        yield _row(telling, spans[at], time, dated, rule)


def post_rows(telling: Telling, article: Article, marks: list[Mark], language: str) -> Iterator[Event]:
    """The posts of one telling, each dated by its signature, with the times that its words tell."""
    for mark in marks:
        if mark.kind != "post" or not first_day(mark.posted):
            continue
        whole = (mark.start, mark.end)
        signed = (
            (mark.start, mark.end) if mark.signature_start is None else (mark.signature_start, mark.signature_end or 0)
        )
        stamps = [t for t in _resolve(article, mark.posted, [signed], language) if t.value[:10] == mark.posted]
        stamp = (stamps[-1].start, stamps[-1].end) if stamps else signed
        time = Timex(article.article_id, *stamp, "DATE", mark.posted, "", "", "posted")
        yield _row(telling, whole, time, mark.posted, "posted")
        for time in _resolve(article, mark.posted, [(mark.content_start, mark.content_end)], language):
            dated = _dated(time)
            if dated and not (stamp[0] < time.end and time.start < stamp[1]):
                yield replace(
                    _row(telling, whole, time, dated, f"{time.rule}; spoken, from the date of the post"), inferred=False
                )


def _row(telling: Telling, sentence: Span, time: Timex, dated: str, rule: str) -> Event:
    """An event's row, its id still to come."""
    return Event(
        story_id=telling.story_id,
        event_id="",
        date=dated,
        article_id=telling.article_id,
        start=sentence[0],
        end=sentence[1],
        timex_start=time.start,
        timex_end=time.end,
        anchor=time.anchor,
        inferred=bool(time.anchor) and not telling.anchor_source.startswith("published"),
        rule=rule,
        phase="",
        phase_start=None,
        phase_end=None,
        hedge="",
        hedge_start=None,
        hedge_end=None,
        act_id="",
        background=False,
        stale="",
    )
