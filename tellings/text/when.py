"""Times as stretches: a TIMEX3 value in, the days and the minutes of the day that it may mean out; two compared."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from tellings.text.dates.calendar import first_day

DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
CLOCK = re.compile(r"^(\d{2})(?::(\d{2}))?")
# Minutes from midnight of the parts of a day (TIMEX3), as widely as news uses them.
PARTS = {
    "MO": (240, 720), "MI": (690, 810), "DT": (300, 1200), "AF": (720, 1080), "EV": (1020, 1440), "NI": (1080, 1440),
}  # fmt: skip
NEAR = 30  # minutes that "about" leaves open
SLACK = 10  # minutes within which a round time and an exact one agree
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}


@dataclass(frozen=True, slots=True)
class When:
    """What a time value may mean."""

    days: tuple[int, int] | None  # first and last, as ordinals; None not told
    minutes: tuple[int, int] | None  # of the day; None not told


def read_when(value: str, mod: str = "") -> When | None:
    """The stretch of a TIMEX3 value; None where it names none (durations, sets, vague references).

    >>> read_when("2024-02"), read_when("T15:58")
    (When(days=(738917, 738945), minutes=None), When(days=None, minutes=(958, 958)))
    >>> read_when("PAST_REF") is None
    True
    """
    day, _, hour = value.partition("T")
    days = _days(day) if day else None
    minutes = _minutes(hour, mod) if hour else None
    if days and mod == "APPROX" and not hour:
        width = max(1, (days[1] - days[0]) // 6)
        days = (days[0] - width, days[1] + width)
    return When(days, minutes) if days or minutes else None


def _days(value: str) -> tuple[int, int] | None:
    """First and last day of a date value."""
    parts = value.split("-")
    if DAY.match(value):
        first = first_day(value)
        return (first.toordinal(), first.toordinal()) if first else None
    if not parts[0].isdigit() or len(parts[0]) != 4 or int(parts[0]) == 0:
        return None
    year = int(parts[0])
    if len(parts) == 1:
        return date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return _within(value, year, parts[1])


def _within(value: str, year: int, part: str) -> tuple[int, int] | None:
    """A month, week, quarter or season of a year."""
    if part.isdigit() and 1 <= int(part) <= 12:
        month = int(part)
        return date(year, month, 1).toordinal(), date(year, month, calendar.monthrange(year, month)[1]).toordinal()
    if part[:1] == "W" and part[1:].isdigit():
        first = first_day(value.removesuffix("-WE"))
        if first is None:
            return None
        weekend = value.endswith("-WE")
        return first.toordinal() + (5 if weekend else 0), first.toordinal() + 6
    months = (3 * int(part[1]) - 2, 3 * int(part[1])) if part in ("Q1", "Q2", "Q3", "Q4") else SEASONS.get(part)
    if months is None or year >= date.max.year:
        return None
    low, high = months
    last, end = (year, high) if high <= 12 else (year + 1, high - 12)
    return date(year, low, 1).toordinal(), date(last, end, calendar.monthrange(last, end)[1]).toordinal()


def _minutes(value: str, mod: str) -> tuple[int, int] | None:
    if value in PARTS:
        return PARTS[value]
    clock = CLOCK.match(value)
    if clock is None:
        return None
    at = 60 * int(clock[1]) + int(clock[2] or 0)
    width = NEAR if mod == "APPROX" else 0
    return at - width, at + width


def compare_whens(one: When, other: When) -> tuple[str, str]:
    """Verdict (same, compatible, conflicting, incomparable) and reason, for two answers to one question.

    >>> def verdict(a, b): return compare_whens(read_when(a), read_when(b))[0]
    >>> verdict("2024-05-03", "2024-05"), verdict("2024-05-03", "2024-05-04"), verdict("T15:58", "T16:00")
    ('compatible', 'conflicting', 'compatible')
    """
    if one == other:
        return "same", "the same time"
    if one.days and other.days and not _meet(one.days, other.days, 0):
        return "conflicting", "two days" if _is_day(one) and _is_day(other) else "neither time lies within the other"
    if one.minutes and other.minutes and not _meet(one.minutes, other.minutes, SLACK):
        return "conflicting", "two times of the day"
    if one.minutes and other.minutes:
        return "compatible", "times of the day that agree, rounded"
    if one.days and other.days:
        return "compatible", "one time lies within the other"
    return "incomparable", "a day and a time of day"


def _is_day(when: When) -> bool:
    return when.days is not None and when.days[0] == when.days[1]


def _meet(one: tuple[int, int], other: tuple[int, int], slack: int) -> bool:
    return max(one[0], other[0]) - min(one[1], other[1]) <= slack
