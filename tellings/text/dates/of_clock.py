"""Times of day: parts of days and clock times. A match in, times out."""

import re
from dataclasses import replace
from datetime import date

from tellings.text.dates import context
from tellings.text.dates.calendar import day_value, shift_days
from tellings.text.dates.of_calendar import calendar_date
from tellings.text.dates.values import Hit, Time, weekday_near

MIDNIGHT = "00:00"
SMALL_HOURS = "05:00"  # until then a day told of has gone on into its night


def part_time(hit: Hit) -> list[Time]:
    """A part of a day."""
    if context.is_titled(hit):
        return []
    if hit.has("month"):
        return [
            replace(day, type="TIME", value=f"{day.value}T{hit.value('part')}" if day.value else "")
            for day in calendar_date(hit)
        ]
    if hit.has("before", "after") and (context.goes_on(hit) or hit.tokens.words[hit.high - 1][0].isupper()):
        return []
    if hit.high - hit.low == 2 and hit.has("the") and not context.is_in(hit):
        return []
    day, anchored = _day_of_part(hit)
    if day is None:
        return hit.unknown_day("TIME") if hit.anchor is None or not anchored else []
    return hit.one("TIME", _part_value(hit, day), "", anchored)


def _day_of_part(hit: Hit) -> tuple[date | None, bool]:
    """The day that a part of a day belongs to, and whether it rests on the anchor."""
    if hit.has("before", "after"):
        base, is_anchor = hit.past_base("D")
        return (shift_days(base, -1 if hit.has("before") else 1) if base else None), is_anchor
    if hit.has("same", "previous", "following", "next", "that") and not hit.has("weekday"):
        base, is_anchor = hit.past_base("D")
        return (shift_days(base, 1 if hit.has("next") else hit.offset()) if base else None), is_anchor
    if hit.has("the"):
        return hit.near_base("D")
    if hit.anchor is None or hit.has("weekday"):
        return weekday_near(hit)[0], True
    return shift_days(hit.anchor, hit.value("deictic") or (-1 if hit.has("last") else 0)), True


def _part_value(hit: Hit, day: date) -> str:
    """A day with its part or clock time."""
    if hit.has("moment"):
        return f"{day_value(day)}T{hit.value('moment')}"
    return f"{day_value(day)}T{hit.value('part') or 'NI'}"


def clock_time(hit: Hit) -> list[Time]:
    """A time of day, with its day where one is named."""
    clock = _clock(hit)
    if not clock:
        return []
    zone = "Z" if hit.value("zone") == "Z" else ""
    if hit.has("weekday"):
        if hit.anchor is None:
            return hit.without_anchor("TIME")
        day, _ = weekday_near(hit)
        anchored = True
    elif hit.has("deictic"):
        if hit.anchor is None:
            return hit.without_anchor("TIME")
        day, anchored = shift_days(hit.anchor, hit.value("deictic")), True
    else:
        (day, anchored), clock = _day_of_clock(hit, clock)
    if day is None:
        return hit.unknown_day("TIME")
    return hit.one("TIME", f"{day_value(day)}T{clock}{zone}", "", anchored)


def _day_of_clock(hit: Hit, clock: str) -> tuple[tuple[date | None, bool], str]:
    """The day of a time of day that names none, whether it rests on the anchor, and the time as that day counts it."""
    previous = context.before(hit).lower()
    evening = hit.told.evening() if clock == MIDNIGHT and hit.is_past() else None
    if evening is not None:
        # The midnight after an evening told before ends that day; what came after it came on the next.
        after = previous in {"after", "past", "since"}
        return (shift_days(evening, int(after)), False), MIDNIGHT if after else "24:00"
    day, anchored = hit.near_base("D")
    if clock == MIDNIGHT and previous in {"by", "until", "till"} and hit.is_past():
        return (day, anchored), "24:00"
    if previous in {"until", "till"} and clock < SMALL_HOURS and day is not None and hit.is_past():
        told = hit.told.recent[0].partition("T")[2] if hit.told.recent else ""
        if told != "MO" and not (told[:2].isdigit() and told < SMALL_HOURS):
            day = shift_days(day, 1)  # "stood by until 2am" goes on into the night after the day told of
    return (day, anchored), clock


def _clock(hit: Hit) -> str:
    """hh:mm of a match, "" where it is none."""
    if hit.has("moment"):
        return str(hit.value("moment"))
    half = str(hit.value("ampm") or "")
    word = hit.word("clock") or hit.word("clockm") or hit.word("small") or hit.word("year") or hit.word("big")
    if hit.has("clockm"):
        half = word[-2:].lower()
    if hit.has("numword"):
        word = str(hit.value("numword"))
    if hit.has("year", "big"):
        if len(word) != 4 or not word.isdigit():
            return ""
        word = f"{word[:2]}:{word[2:]}"
    numbers = [int(n) for n in re.findall(r"[0-9]+", word)]
    if not numbers:
        return ""
    hour, minute = numbers[0], numbers[1] if len(numbers) > 1 else 0
    if hit.has("part") and not half:
        half = "am" if hit.value("part") == "MO" else "pm"
    if half and not 1 <= hour <= 12:
        half = "" if len(numbers) > 1 else "?"
    if half == "?" or hour > 24 or minute > 59:
        return ""
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif not hit.has("zone", "weekday", "deictic", "oclock", "year", "big") and not context.tells_time(hit):
        return ""
    return f"{hour:02d}:{minute:02d}"
