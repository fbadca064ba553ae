"""Dates for people: in go TIMEX3 values, out come days, months, weeks and seasons in words, and their order."""

import re
from datetime import date

# TIMEX3 values that are told in words; a day may go on with a time.
DAY, MONTH, WEEK = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d"), re.compile(r"(\d{4})-W(\d\d)")
SEASONS = {"SP": "spring", "SU": "summer", "FA": "autumn", "WI": "winter"}
SEASON_BEGINS = {"SP": "03", "SU": "06", "FA": "09", "WI": "12"}


def day(value: str) -> str:
    """A date, a TIMEX3 value, as a person writes it; a value of a kind that is not told here stays as it is.

    >>> day("2022-11-28"), day("2022-11"), day("2022-W47"), day("2023-SP"), day("198"), day("")
    ('28 Nov 2022', 'Nov 2022', 'week of 21 Nov 2022', 'spring 2023', '198', 'undated')
    """
    try:
        if DAY.match(value):
            found = date.fromisoformat(value[:10])
            return f"{found.day} {found:%b %Y}"
        if MONTH.fullmatch(value):
            return f"{date.fromisoformat(value + '-01'):%b %Y}"
        if week := WEEK.fullmatch(value):
            monday = date.fromisocalendar(int(week[1]), int(week[2]), 1)
            return f"week of {day(monday.isoformat())}"
    except ValueError:
        return value
    year, _, season = value.partition("-")
    return f"{SEASONS[season]} {year}" if season in SEASONS else value or "undated"


def span_of_days(first: str, last: str) -> str:
    """Two dates as one span.

    >>> span_of_days("2022-11-22", "2022-11-28")
    '22 Nov 2022 – 28 Nov 2022'
    """
    return day(first) if first == last else f"{day(first)} – {day(last)}"


def day_and_time(value: str) -> str:
    """Day of an event, with the time where it has one: what the day alone would lose."""
    return day(value) + value[10:].replace("T", " ") if DAY.match(value) else day(value)


def begins(value: str) -> str:
    """A value that sorts a TIMEX3 value by when it begins; as strings a week and a season come after every month.

    >>> sorted(["2022-11-27", "2022-W47", "2022-SP", "2022-11", "2022"], key=begins)
    ['2022', '2022-SP', '2022-11', '2022-W47', '2022-11-27']
    """
    if week := WEEK.fullmatch(value):
        try:
            return date.fromisocalendar(int(week[1]), int(week[2]), 1).isoformat()
        except ValueError:
            return value
    year, _, season = value.partition("-")
    return f"{year}-{SEASON_BEGINS[season]}" if season in SEASON_BEGINS else value
