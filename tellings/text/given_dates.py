"""Dates as metadata gives them: a value of a record or page in, an ISO 8601 date or time out.

Only what can be read one way is read: 03/04/2022 is March or April, and stays open.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache

from tellings.language import load

ISO = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:[T ,]\s?(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)?\s?(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?Z?)?")
# A weekday may stand before.
SLASHED = re.compile(r"(?:[^\W\d_]{2,10}[.,]{0,2}\s+)?(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
YEAR_FIRST = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})\b")
DAY_MONTH = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?[\s-]+(?:of\s+)?([^\W\d_]{3,12})\.?,?[\s-]+(\d{4})\b")
MONTH_DAY = re.compile(r"\b([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
NUMBER = re.compile(r"-?\d{9,13}(?:\.\d{1,9})?")
# Seconds since 1970 from 1973 to 2100; the same in milliseconds. Smaller numbers are more likely something else.
SECONDS = range(100_000_000, 4_102_444_800)
LONGEST = 80  # characters; no date is longer, and a whole article in the date column should cost nothing


@cache
def _months(language: str) -> dict[str, int]:
    return {name: n for n, names in enumerate(load("months_header", language)["months"], 1) for name in names}


def _day(year: str, month: str | int, day: str) -> str:
    """ISO date, "" when there is no such day."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _offset(zone: str | None) -> str:
    if not zone:
        return ""
    if zone[0] not in "+-":
        return "+00:00"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{zone[0]}{digits[:2]}:{digits[2:]}"


def _with_time(day: str, hour: str | None, minute: str | None, second: str | None, zone: str | None) -> str:
    """ISO date with time; a bare midnight is what databases put where no time is known, and is left out."""
    if not day or hour is None or minute is None:
        return day
    clock = f"{int(hour):02}:{minute}:{second or '00'}"
    offset = _offset(zone)
    if clock == "00:00:00" and not zone:
        return day
    try:
        datetime.fromisoformat(f"{day}T{clock}{offset}")
    except ValueError:
        return day
    return f"{day}T{clock}{offset}"


def _from_number(value: float) -> str:
    """Seconds or milliseconds since 1970."""
    if not abs(value) <= 1e15:  # not a number included
        return ""
    if int(value) not in SECONDS:
        value /= 1000
    if int(value) not in SECONDS:
        return ""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(value))).isoformat()


def _days_in_words(text: str, language: str) -> Iterator[str]:
    """28 November 2022; Nov. 28, 2022."""
    months = _months(language)
    for m in DAY_MONTH.finditer(text):
        if m.group(2).lower() in months:
            yield _day(m.group(3), months[m.group(2).lower()], m.group(1))
    for m in MONTH_DAY.finditer(text):
        if m.group(1).lower() in months:
            yield _day(m.group(3), months[m.group(1).lower()], m.group(2))


def _from_words(text: str, language: str) -> str:
    return next(_days_in_words(text, language), "")


def _from_slashes(text: str) -> str:
    """28/11/2022 and 11/28/2022, which can each be read one way only."""
    m = SLASHED.match(text)
    if m is None:
        m = YEAR_FIRST.match(text)
        return _day(*m.groups()) if m else ""
    first, second, year = m.groups()
    if int(first) > 12 or first == second:
        return _day(year, second, first)
    return _day(year, first, second) if int(second) > 12 else ""


def _from_mail(text: str) -> str:
    """RFC 2822: Mon, 28 Nov 2022 10:00:00 +0000."""
    if "," not in text[:5]:
        return ""
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def normalise_date(value: object, language: str = "en") -> str:
    """ISO 8601 for a date that can be read one way only; "" for any other.

    >>> normalise_date("2022-11-28 10:30:00Z"), normalise_date("28/11/2022"), normalise_date("03/04/2022")
    ('2022-11-28T10:30:00+00:00', '2022-11-28', '')
    >>> normalise_date("Mon, 28 Nov 2022 10:30:00 +0100"), normalise_date(1669631400), normalise_date("Nov. 28, 2022")
    ('2022-11-28T10:30:00+01:00', '2022-11-28T10:30:00+00:00', '2022-11-28')
    """
    if isinstance(value, date):  # a datetime is a date too
        value = value.isoformat()
    if isinstance(value, int | float) and not isinstance(value, bool) and len(str(value)) != 8:
        return _from_number(value)
    text = "" if value is None else str(value)[: LONGEST + 1].strip()
    if not text or len(text) > LONGEST or not text.isprintable():
        return ""
    return _from_digits(text) or _from_slashes(text) or _from_mail(text) or _from_words(text, language)


def _from_digits(text: str) -> str:
    """ISO 8601, with or without its marks; seconds since 1970."""
    if m := ISO.match(text):
        year, month, day, *clock = m.groups()
        return _with_time(_day(year, month, day), *clock)
    if m := PACKED.fullmatch(text):
        year, month, day, hour, minute, second = m.groups()
        if found := _with_time(_day(year, month, day), hour, minute, second, None):
            return found
    return _from_number(float(text)) if NUMBER.fullmatch(text) else ""


def date_notices(published: str, modified: str = "", fetched: str = "") -> list[str]:
    """What cannot be right about the dates of an article, in words; all ISO 8601, "" unknown.

    A day later is no fault: clocks and time zones differ. Where day and month exchanged make a date that could be
    right, that is said too; nothing is changed.

    >>> date_notices("2024-11-03", fetched="2024-04-01T10:00:00Z")
    ['published 2024-11-03 is after the page was fetched (2024-04-01); with day and month exchanged it would not be']
    """
    notices = []
    for bound, what in ((fetched, "the page was fetched"), (modified, "it was modified last")):
        if _is_day(published) and _is_day(bound) and _days_after(published, bound) > 1:
            swapped = _day(published[:4], published[8:10], published[5:7])
            exchange = bool(swapped) and _days_after(swapped, bound) <= 1
            hint = "; with day and month exchanged it would not be" if exchange else ""
            notices.append(f"published {published[:10]} is after {what} ({bound[:10]}){hint}")
    return notices


# An article tells of days up to its own and a little beyond; so far past the newest day it tells, a date is odd.
ODD = 45
NEAR = 7
YEAR = re.compile(r"[\s-](?:19|20)[0-9]{2}\b")  # the end of a day told in full
BEFORE_YEAR = 24  # characters: "the 24th of September, "
# Characters of an article in which its newest day is looked for.
TOLD = 20_000


def exchange_notice(published: str, text: str, language: str = "en") -> str:
    """Whether day and month of a date seem exchanged, in words; "" where nothing speaks for it.

    Looked at is only a date that can be exchanged. It is told when the newest day in the text lies weeks before it, and
    within days of what exchanging makes.

    >>> exchange_notice("2024-11-03", "The bridge shut on 11 March 2024 after a storm.")
    'published 2024-11-03 is 237 days after the newest day in the text (2024-03-11); with day and month exchanged not'
    """
    exchanged = _day(published[:4], published[8:10], published[5:7]) if _is_day(published) else ""
    if not exchanged or exchanged == published[:10]:
        return ""
    newest = newest_day(text[:TOLD], language)
    if not newest or _days_after(published, newest) <= ODD or not 0 <= _days_after(exchanged, newest) <= NEAR:
        return ""
    return (
        f"published {published[:10]} is {_days_after(published, newest)} days after the newest day in the text"
        f" ({newest}); with day and month exchanged not"
    )


def newest_day(text: str, language: str = "en") -> str:
    """The latest day that a text names in full, ISO 8601; "" none.

    >>> newest_day("Between 3 May 2023 and May 9, 2023 it rained; in June nothing fell.")
    '2023-05-09'
    """
    around = (text[max(0, year.start() - BEFORE_YEAR) : year.end()] for year in YEAR.finditer(text))
    return max((day for words in around for day in _days_in_words(words, language)), default="")


def _is_day(value: str) -> bool:
    try:
        return bool(date.fromisoformat(value[:10]))
    except ValueError:
        return False


def _days_after(one: str, other: str) -> int:
    return (date.fromisoformat(one[:10]) - date.fromisoformat(other[:10])).days
