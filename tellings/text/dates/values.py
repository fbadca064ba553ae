"""The values of times: what a rule matched in, TIMEX3 type and value out.

Each maker takes a `Hit` and returns the times it holds (mostly one), or none where the words are no time after all.
"""
# ruff: noqa: PLR0911 (a maker refuses what is no time as early as it can tell)

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from tellings.text.dates import context
from tellings.text.dates.calendar import (
    day_value,
    easter,
    first_day,
    make_day,
    month_value,
    quarter_value,
    shift,
    shift_days,
    weekday_of_month,
)
from tellings.text.dates.tense import tense_at
from tellings.text.dates.tokens import Tokens

# Days: a date without a year that the tense puts further away than FAR, while the other side has one nearer than NEAR,
# is taken for the nearer one: tenses are told wrongly more often than news writes of such far days without a year.
FAR, NEAR = 270, 60
SMALL = frozenset({"TS", "TM", "TH"})  # units below the day


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression."""

    start: int
    end: int
    type: str  # DATE | TIME | DURATION | SET
    value: str  # "" where an anchor is needed and none is known
    mod: str  # TIMEX3 modifier: START | MID | END | APPROX | ...; ""
    anchored: bool  # the value rests on the anchor
    rule: str

    def stretched(self, start: int, mod: str) -> "Time":
        """The same time with its modifier before it."""
        return replace(self, start=start, mod=mod or self.mod)


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule matched, and what its value may rest on."""

    tokens: Tokens
    low: int
    high: int
    rule: str
    anchor: date | None
    references: tuple[str, ...]  # values of the dates before it, the nearest first
    language: str

    def find(self, name: str) -> int:
        """The first token of a class; -1 where there is none."""
        return self.tokens.classes.find(self.tokens.lexicon.code[name], self.low, self.high)

    def has(self, *names: str) -> bool:
        """Whether any token is of one of these classes."""
        return any(self.find(name) >= 0 for name in names)

    def value(self, name: str) -> Any:
        """The value of the first token of a class; None where there is none."""
        i = self.find(name)
        return None if i < 0 else self.tokens.lexicon.values.get(self.tokens.words[i])

    def digits(self, name: str) -> int | None:
        """The number that the first token of a class begins with."""
        i = self.find(name)
        match = re.match(r"[0-9]+", self.tokens.words[i]) if i >= 0 else None
        return int(match.group()) if match else None

    def word(self, name: str) -> str:
        """The first token of a class, "" where there is none."""
        i = self.find(name)
        return self.tokens.words[i] if i >= 0 else ""

    def day_number(self) -> int | None:
        """The number of a day, as "5", "5th" or "fifth"."""
        small = self.digits("small")
        return small if small is not None else self.ordinal()

    def ordinal(self) -> int | None:
        """The value of an ordinal, as "5th" or "fifth"."""
        named: int | None = self.value("ordinal")
        return self.digits("ordinal") if named is None else named

    def unit(self) -> str:
        """The unit, "" where there is none."""
        for name in ("unit", "units", "fortnight", "quarter", "season"):
            if self.find(name) >= 0:
                return str(self.value(name)) if name != "season" else "SE"
        return ""

    def tense(self) -> str:
        """The tense of the sentence."""
        return tense_at(self.tokens, self.low, self.high, self.language)

    def offset(self) -> int:
        """-1 for last, 1 for next, 0 for this."""
        for name in ("last", "past", "next", "previous", "following", "this", "current"):
            if name in self.tokens.lexicon.code and self.find(name) >= 0:
                return int(self.value(name))
        return 0

    def base(self, unit: str = "Y") -> tuple[date | None, bool]:
        """The day that "the same", "later" and "the previous" count from, and whether it is the anchor.

        It is the nearest date before that is told as closely as the unit counts: "the same day" looks past a year.
        """
        fine = next((value for value in self.references if fineness(value) >= FINENESS.get(unit, 0)), "")
        day = first_day(fine) if fine else None
        return (day, False) if day is not None else (self.anchor, True)

    def near_base(self, unit: str) -> tuple[date | None, bool]:
        """Like `base`, but a date told before counts only near the anchor: for "the day", "the end of the year"."""
        day, is_anchor = self.base(unit)
        if day is None or self.anchor is None or abs((day - self.anchor).days) <= CLOSE.get(unit, 400):
            return day, is_anchor
        return self.anchor, True

    def one(self, type_: str, value: str, note: str = "", anchored: bool = False) -> list[Time]:
        """The whole match as one time."""
        rule = f"{self.rule}: {note}" if note else self.rule
        first = self.low + (self.tokens.classes[self.low] == self.tokens.lexicon.code["in"])
        return [Time(self.tokens.starts[first], self.tokens.end(self.high - 1), type_, value, "", anchored, rule)]

    def anchored(self, type_: str, value: str, note: str = "") -> list[Time]:
        """The whole match as one time that rests on the anchor."""
        return self.one(type_, value, note, True) if value else []

    def without_anchor(self, type_: str = "DATE") -> list[Time]:
        """The whole match where an anchor is missing."""
        return self.one(type_, "", "no anchor date")


# How closely a value tells its date, and how closely a unit needs it told.
FINENESS = {"Y": 1, "DE": 1, "CE": 1, "ML": 1, "Q": 2, "M": 3, "W": 4, "WE": 4, "FN": 4, "D": 5, "NI": 5}
# Days around the anchor in which a date told before is still the one that "the day" or "the week" means.
CLOSE = {"D": 31, "W": 31, "WE": 31, "M": 92}


def fineness(value: str) -> int:
    """How closely a date's value tells it: 1 year, 2 quarter or season, 3 month, 4 week, 5 day.

    >>> fineness("2024"), fineness("2024-Q1"), fineness("2024-05"), fineness("2024-W05"), fineness("2024-05-01T10:00")
    (1, 2, 3, 4, 5)
    """
    rest = value[5:].partition("T")[0]
    if not rest:
        return 1
    if rest[0] == "W" and rest[1:2].isdigit():
        return 4
    return 2 if rest[0].isalpha() else 3 if len(rest) == 2 else 5


def near_year(anchor: date, month: int, day: int | None, tense: str) -> tuple[int, str]:
    """The year of a month or day without one, by the tense, and how it was told.

    >>> near_year(date(2024, 5, 1), 11, None, "past")
    (2023, 'past tense')
    """
    target = date(2000, month, min(day or 15, 28)).timetuple().tm_yday
    gap = target - date(2000, anchor.month, min(anchor.day if day else 15, 28)).timetuple().tm_yday
    before, after = (anchor.year, anchor.year + 1) if gap <= 0 else (anchor.year - 1, anchor.year)
    after = anchor.year if gap == 0 else after
    back, ahead = (-gap) % 366, gap % 366
    if tense == "past":
        return (after, "past tense, yet the next is near") if back > FAR and ahead < NEAR else (before, "past tense")
    if tense == "future":
        return (
            (before, "future tense, yet the last is near") if ahead > FAR and back < NEAR else (after, "future tense")
        )
    return (before, "nearest") if back <= ahead else (after, "nearest")


def _expand_year(two: int, anchor: date | None) -> int:
    """The year of two digits: not more than 20 years ahead of the anchor (of 2030 without one)."""
    limit = (anchor.year if anchor else 2010) + 20
    year = limit - limit % 100 + two
    return year - 100 if year > limit else year


def calendar_date(hit: Hit) -> list[Time]:
    """A day, or a month, of the calendar."""
    month = hit.value("month")
    if month is None:
        return _day_alone(hit)
    year, day = hit.digits("year"), hit.day_number()
    if hit.has("apostrophe") and day is not None and year is None:
        return hit.one("DATE", month_value(_expand_year(day, hit.anchor), month))
    if hit.has("unit") and year is None:
        if hit.unit() != "Y":
            return []
        if hit.anchor is None:
            return hit.without_anchor()
        base = hit.base()[0] if hit.has("previous", "following", "same", "that") else hit.anchor
        return hit.anchored("DATE", month_value((base or hit.anchor).year + hit.offset(), month))
    if day is None:
        return hit.one("DATE", month_value(year, month)) if year else []
    if day == 0 or day > 31 or (year is None and context.counts_things(hit)):
        return []
    if year is not None:
        found = make_day(year, month, day)
        return hit.one("DATE", day_value(found)) if found else []
    if hit.anchor is None:
        return hit.without_anchor() if make_day(2000, month, day) else []
    near, note = near_year(hit.anchor, month, day, hit.tense())
    found = make_day(near, month, day)
    return hit.anchored("DATE", day_value(found), note) if found else []


def _day_alone(hit: Hit) -> list[Time]:
    """A day without its month: "on the 25th"."""
    number = hit.digits("ordinal")
    if number is None or not 1 <= number <= 31 or not context.is_day_alone(hit):
        return []
    if hit.anchor is None:
        return hit.without_anchor()
    step = 1 if hit.tense() == "future" else -1
    index = hit.anchor.year * 12 + hit.anchor.month - 1
    if (number - hit.anchor.day) * step < 0:
        index += step
    day = make_day(index // 12, index % 12 + 1, number) if index >= 12 else None
    return hit.anchored("DATE", day_value(day), "the nearest such day") if day else []


def day_range(hit: Hit) -> list[Time]:
    """Days of a month, "May 3-5": two times, one for each end."""
    i = hit.find("dayrange")
    month, year = hit.value("month"), hit.digits("year")
    first, last = (int(n) for n in re.split(r"[-–]", hit.tokens.words[i]))
    if not first < last:
        return []
    note = ""
    if year is None:
        if hit.anchor is None:
            return hit.without_anchor()
        year, note = near_year(hit.anchor, month, first, hit.tense())
    begin, end = make_day(year, month, first), make_day(year, month, last)
    if begin is None or end is None:
        return []
    whole = hit.one("DATE", day_value(begin), note, bool(note))[0]
    cut = hit.tokens.starts[i] + re.search(r"[-–]", hit.tokens.words[i]).start()  # type: ignore[union-attr]
    return [replace(whole, end=cut), replace(whole, start=cut + 1, value=day_value(end))]


def bare_month(hit: Hit) -> list[Time]:
    """A month without a year."""
    month = hit.value("month")
    if context.is_name(hit):
        return []
    if hit.anchor is None:
        return hit.without_anchor()
    year, note = near_year(hit.anchor, month, None, hit.tense())
    gap = month - hit.anchor.month
    if hit.has("last", "past"):
        year, note = hit.anchor.year - (gap >= 0), "last"
    elif hit.has("next"):
        year, note = hit.anchor.year + (gap <= 0), "next"
    elif hit.has("this"):
        year, note = hit.anchor.year, "this"
    return hit.anchored("DATE", month_value(year, month), note)


def digits_date(hit: Hit) -> list[Time]:
    """A date in digits; day or month first is told by the numbers, else by the anchor, else left open."""
    word = hit.tokens.words[hit.low]
    if hit.has("known"):
        return hit.one("DATE", hit.value("known"))
    if hit.has("iso"):
        day, _, clock = word.partition("T")
        if make_day(*(int(n) for n in day.split("-"))) is None:
            return []
        return hit.one("TIME", f"{day}T{clock[:5]}") if len(clock) >= 5 else hit.one("DATE", day)
    if context.is_measured(hit):
        return []
    first, second, third = re.split(r"[/.-]", word)
    year = int(third) if len(third) == 4 else _expand_year(int(third), hit.anchor)
    readings = [make_day(year, int(a), int(b)) for a, b in ((first, second), (second, first))]
    days = sorted({day for day in readings if day is not None})
    if not days or (len(third) == 2 and "/" not in word):
        return []
    if len(days) == 1:
        return hit.one("DATE", day_value(days[0]))
    near = [day for day in days if hit.anchor is not None and abs((day - hit.anchor).days) <= NEAR // 2]
    if len(near) == 1:
        return hit.anchored("DATE", day_value(near[0]), "the order near the anchor")
    return hit.one("DATE", f"{year:04d}", "day and month open")


def bare_year(hit: Hit) -> list[Time]:
    """A year."""
    year = hit.digits("year")
    if year is None or not (hit.has("unit") or context.is_year(hit, year)):
        return []
    if hit.has("unit") and hit.unit() != "Y":
        return []
    return hit.one("DATE", f"{year:04d}")


def short_year(hit: Hit) -> list[Time]:
    """A year of two digits after an apostrophe."""
    two = hit.word("small")
    joined = hit.tokens.starts[hit.low] + 1 == hit.tokens.starts[hit.low + 1]
    closing = hit.tokens.starts[hit.low] > 0 and not hit.tokens.text[hit.tokens.starts[hit.low] - 1].isspace()
    if len(two) != 2 or not joined or closing or context.counts_things(hit):
        return []
    after = hit.tokens.word(hit.high)
    if after in ("'", "’", "-", "–", "%"):
        return []
    return hit.one("DATE", f"{_expand_year(int(two), hit.anchor):04d}")


def year_range(hit: Hit) -> list[Time]:
    """Two years, "2015-16": two times."""
    word = hit.tokens.words[hit.low]
    cut = 4
    first = int(word[:4])
    last = int(word[5:]) if len(word) == 9 else first - first % 100 + int(word[5:])
    if not first < last <= first + 120 or context.is_measured(hit):
        return []
    if len(word) == 7 and word[4] == "-" and 1 <= last % 100 <= 12 and last != first + 1:
        return hit.one("DATE", word)
    whole = hit.one("DATE", f"{first:04d}")[0]
    return [
        replace(whole, end=whole.start + cut),
        replace(whole, start=whole.start + cut + 1, value=f"{last:04d}"),
    ]


SEASON_MONTH = {"SP": 4, "SU": 7, "FA": 10, "WI": 1}


def season_date(hit: Hit) -> list[Time]:
    """A season with or without a year."""
    season = hit.value("season")
    if context.is_verb(hit):
        return []
    year = hit.digits("year")
    if year is None and hit.high - hit.low == 1 and not context.is_season(hit):
        return []
    if year is None and hit.has("small"):
        two = hit.word("small")
        if (
            len(two) != 2
            or not (hit.has("apostrophe") or hit.word("season")[0].isupper())
            or context.counts_things(hit)
        ):
            return []
        year = _expand_year(int(two), hit.anchor)
    if year is not None:
        return hit.one("DATE", f"{year:04d}-{season}")
    if hit.anchor is None:
        return hit.without_anchor()
    if hit.has("unit"):
        return hit.anchored("DATE", f"{hit.anchor.year + hit.offset():04d}-{season}") if hit.unit() == "Y" else []
    month = SEASON_MONTH[season]
    year, note = near_year(hit.anchor, month, None, hit.tense())
    if hit.has("last", "past"):
        year, note = hit.anchor.year - (month + 1 >= hit.anchor.month), "last"
    elif hit.has("next"):
        year, note = hit.anchor.year + (month - 1 <= hit.anchor.month), "next"
    elif hit.has("this"):
        year, note = hit.anchor.year, "this"
    return hit.anchored("DATE", f"{year:04d}-{season}", note)


def term_date(hit: Hit) -> list[Time]:
    """A quarter or a half of a year."""
    year = hit.digits("year")
    kind = "H" if hit.has("half") else "Q"
    number = hit.ordinal()
    if number is None and hit.has("final"):
        number = 4 if kind == "Q" else 2
    if hit.has("term"):
        kind, number = hit.value("term")[0], int(hit.value("term")[1])
    if number is not None and number > {"Q": 4, "H": 2}[kind]:
        return []
    if number is None:
        return _term_from_now(hit, kind, year)
    if year is not None:
        return hit.one("DATE", f"{year:04d}-{kind}{number}")
    if context.is_game(hit) or (kind == "H" and not hit.has("unit")):
        return []
    if hit.anchor is None:
        return hit.without_anchor()
    if hit.has("unit"):
        base = hit.base()[0] if hit.has("previous", "following", "same") else hit.anchor
        return (
            hit.anchored("DATE", f"{(base or hit.anchor).year + hit.offset():04d}-{kind}{number}")
            if (hit.unit() == "Y")
            else []
        )
    now = (hit.anchor.month + 2) // 3
    future = hit.tense() == "future"
    year = hit.anchor.year + ((number < now) if future else -(number > now))
    return hit.anchored("DATE", f"{year:04d}-{kind}{number}", "future tense" if future else "past tense")


def _term_from_now(hit: Hit, kind: str, year: int | None) -> list[Time]:
    """The last, this or next quarter."""
    if kind != "Q" or not hit.has("last", "past", "next", "this", "previous", "following", "current", "same", "the"):
        return []
    if hit.has("last") and year is not None:
        return hit.one("DATE", f"{year:04d}-Q4")
    if hit.has("last") and hit.has("unit"):
        if hit.anchor is None:
            return hit.without_anchor()
        return hit.anchored("DATE", f"{hit.anchor.year:04d}-Q4")
    if year is not None or hit.has("unit") or context.is_game(hit):
        return []
    base, is_anchor = hit.base("Q") if hit.has("same", "previous", "following") else (hit.anchor, True)
    if base is None:
        return hit.without_anchor()
    value = quarter_value(base.year, (base.month + 2) // 3 + hit.offset())
    return hit.one("DATE", value, "", is_anchor)


def fiscal_year(hit: Hit) -> list[Time]:
    """A fiscal year."""
    named = hit.value("fy")
    year = hit.digits("year") or named
    if year is not None:
        return hit.one("DATE", f"FY{year:04d}")
    if hit.has("fy") or hit.unit() not in {"Y", "Q"}:
        return []
    if hit.anchor is None:
        return hit.without_anchor()
    return hit.anchored("DATE", f"FY{hit.anchor.year + hit.offset():04d}")


def decade_date(hit: Hit) -> list[Time]:
    """A decade."""
    if hit.has("decadeword"):
        number = hit.value("decadeword")
        return hit.one("DATE", f"19{number}") if not context.is_age(hit) else []
    if hit.has("year"):
        year = hit.digits("year") or 1
        joined = hit.tokens.end(hit.high - 2) == hit.tokens.starts[hit.high - 1]
        return hit.one("DATE", f"{year // 10:03d}") if year % 10 == 0 and hit.has("the") and joined else []
    word = hit.word("decadenum")
    if len(word) == 5:
        return hit.one("DATE", word[:3])
    if not hit.has("the", "apostrophe") or context.is_age(hit):
        return []
    tens = int(word[0])
    return hit.one("DATE", f"{19 if tens >= 3 else 20}{tens}")


def century_date(hit: Hit) -> list[Time]:
    """A century."""
    number = hit.ordinal()
    return hit.one("DATE", f"{number - 1:02d}") if hit.unit() == "CE" and number and number <= 30 else []


def deictic_date(hit: Hit) -> list[Time]:
    """Yesterday, today, tomorrow."""
    days = hit.value("deictic")
    if hit.has("unit"):
        if hit.unit() != "D":
            return []
        days += -1 if hit.has("before") else 1
    if context.is_titled(hit):
        return []
    if hit.anchor is None:
        return hit.without_anchor()
    day = shift_days(hit.anchor, days)
    return hit.anchored("DATE", day_value(day)) if day else []


def _part_value(hit: Hit, day: date) -> str:
    """A day with its part or clock time."""
    if hit.has("moment"):
        return f"{day_value(day)}T{hit.value('moment')}"
    return f"{day_value(day)}T{hit.value('part') or 'NI'}"


def part_time(hit: Hit) -> list[Time]:
    """A part of a day."""
    if context.is_titled(hit):
        return []
    if hit.has("month"):
        days = calendar_date(hit)
        return (
            [replace(days[0], type="TIME", value=f"{days[0].value}T{hit.value('part')}" if days[0].value else "")]
            if (days)
            else []
        )
    if hit.anchor is None and not (hit.has("same", "previous", "following", "that") and hit.references):
        return hit.without_anchor("TIME")
    day: date | None = hit.anchor
    anchored = True
    if hit.has("weekday"):
        day, _ = weekday_near(hit)
    elif hit.has("deictic"):
        day = shift_days(hit.anchor, hit.value("deictic")) if hit.anchor else None
    elif hit.has("last"):
        day = shift_days(hit.anchor, -1) if hit.anchor else None
    elif hit.has("same", "previous", "following", "next", "in", "that"):
        base, anchored = hit.base("D")
        day = shift_days(base, 1 if hit.has("next") else hit.offset()) if base else None
    return hit.one("TIME", _part_value(hit, day), "", anchored) if day else []


def weekday_near(hit: Hit) -> tuple[date | None, str]:
    """The day that a weekday means, by its modifier or the tense, and how it was told."""
    anchor, weekday = hit.anchor, hit.value("weekday")
    if anchor is None:
        return None, ""
    back, ahead = (anchor.isoweekday() - weekday) % 7, (weekday - anchor.isoweekday()) % 7
    if hit.has("last", "past"):
        return shift_days(anchor, -(back or 7)), "last"
    if hit.has("next"):
        # "next Friday", said on a Monday, is the Friday of the next week.
        return shift_days(anchor, 7 - anchor.isoweekday() + weekday), "next"
    if hit.has("previous", "following", "same", "that"):
        base = hit.base("D")[0] or anchor
        gap = (base.isoweekday() - weekday) % 7
        if hit.has("following"):
            return shift_days(base, (-gap) % 7 or 7), "following"
        return shift_days(base, -gap if not hit.has("previous") else -(gap or 7)), "before the date told before"
    tense = hit.tense()
    if hit.has("this") and tense != "past":
        return shift_days(anchor, ahead), "this"
    if tense == "future":
        return shift_days(anchor, ahead), "future tense"
    return shift_days(anchor, -back), "past tense" if tense else "no tense seen, last"


def weekday_date(hit: Hit) -> list[Time]:
    """A day of the week."""
    if context.is_name(hit):
        return []
    if hit.anchor is None:
        return hit.without_anchor()
    if hit.has("unit"):
        return []
    day, note = weekday_near(hit)
    return hit.anchored("DATE", day_value(day), note) if day else []


# Words that say which week, month or year is meant; "the week" alone has none of them.
DIRECTED = ("last", "past", "next", "this", "current", "previous", "following", "same", "that", "before", "after")


def relative_date(hit: Hit) -> list[Time]:
    """The last, this or next week, month, year ..."""
    unit = hit.unit()
    if unit in SMALL:
        short = hit.has("the") and unit == "TH" and hit.has("last", "past", "next")
        return hit.one("DURATION", "PT1H") if short else []
    if hit.has("past") and not hit.has("this") and unit != "WE":
        return hit.one("DURATION", _amount("1", unit))
    if hit.has("last") and unit == "D":
        return []
    if hit.has("current") and unit == "D":
        return []
    if not hit.has(*DIRECTED):
        return _the_unit(hit, unit)
    from_reference = hit.has("same", "that", "previous", "following", "earlier", "before", "later", "after")
    from_reference = (from_reference and not hit.has("this")) or (hit.has("next") and hit.has("the") and unit == "D")
    base, is_anchor = hit.base(unit) if from_reference else (hit.anchor, True)
    if base is None:
        return hit.without_anchor()
    count = hit.offset()
    if from_reference and hit.has("earlier", "later", "before", "after") and not hit.has("same", "that"):
        count = -1 if hit.has("earlier", "before") else 1
        if context.goes_on(hit):
            return []
    value = shift(base, unit, count)
    note = "" if is_anchor else "from the date told before"
    return hit.one("DATE", value, note, is_anchor) if value else []


def _the_unit(hit: Hit, unit: str) -> list[Time]:
    """The day, week, month or year told of: "the end of the day", "later in the week", "over the weekend"."""
    if hit.has("earlier", "later") and not hit.has("in", "on"):
        return _unit_beside(hit, unit)
    if not (hit.has("in", "on") or context.is_told_of(hit, unit)):
        return []
    base, is_anchor = (hit.anchor, True) if unit == "WE" else hit.near_base(unit)
    if base is None:
        return hit.without_anchor()
    count = -1 if unit == "WE" and base.isoweekday() < 6 and hit.tense() != "future" else 0
    value = shift(base, unit, count)
    return hit.one("DATE", value, "the one told before", is_anchor) if value else []


def _unit_beside(hit: Hit, unit: str) -> list[Time]:
    """The unit before or after the one told of: "the year earlier"."""
    base, is_anchor = hit.base(unit)
    if base is None:
        return hit.without_anchor()
    value = "" if context.goes_on(hit) else shift(base, unit, -1 if hit.has("earlier") else 1)
    return hit.one("DATE", value, "" if is_anchor else "from the date told before", is_anchor) if value else []


def same_term(hit: Hit) -> list[Time]:
    """The same month, quarter or time of another year."""
    code, at = hit.tokens.lexicon.code, hit.low + 1 + hit.has("the")
    kind = hit.tokens.classes[at]
    unit = "Q" if kind == code["quarter"] else str(hit.value("unit")) if kind == code["unit"] else ""
    ends = hit.high - 1 - hit.has("ago", "earlier", "before")
    year = hit.digits("year")
    if unit not in {"", "Q", "M", "W", "D"} or (
        year is None and hit.tokens.lexicon.values.get(hit.tokens.words[ends]) != "Y"
    ):
        return []
    base, is_anchor = hit.base(unit or "Y")
    if base is None:
        return hit.without_anchor()
    if year is None:
        from_anchor = hit.has("last", "ago") and hit.anchor is not None
        start = hit.anchor if from_anchor and hit.anchor else base
        is_anchor = is_anchor or from_anchor
        year = start.year - int(hit.value("numword") or 1)
    if not 1 <= year <= 9999:
        return []
    values = {"": f"{year:04d}", "Q": quarter_value(year, (base.month + 2) // 3), "M": month_value(year, base.month)}
    if unit in values:
        return hit.one("DATE", values[unit], "", is_anchor)
    day = make_day(year, base.month, base.day)
    return hit.one("DATE", shift(day, unit, 0), "", is_anchor) if day else []


def _number(hit: Hit) -> str:
    """The count of units: digits, or "X" where it is not told."""
    scale = int(hit.value("scale") or 1)
    for name in ("small", "big", "year"):
        i = hit.find(name)
        if i >= 0:
            digits = hit.tokens.words[i].replace(",", "")
            return digits if scale == 1 else str(int(float(digits) * scale))
    for name in ("compound", "numword", "couple", "scale"):
        if hit.find(name) >= 0:
            return str(int(hit.value(name)) * (scale if name != "scale" else 1))
    if hit.has("indefinite"):
        return "X"
    return "1" if hit.has("a") else "X"


def _amount(number: str, unit: str) -> str:
    """A TIMEX3 duration.

    >>> _amount("2", "W"), _amount("30", "TM")
    ('P2W', 'PT30M')
    """
    if unit == "FN":
        return f"P{2 * int(number) if number.isdigit() else number}W"
    if unit in SMALL:
        return f"PT{number}{unit[1]}"
    return f"P{number}{unit}" if unit != "ML" else f"P{number}ML"


def distance_date(hit: Hit) -> list[Time]:
    """Some units ago, earlier, later, from now."""
    unit, number = hit.unit(), _number(hit)
    if unit == "SE":
        return []
    if hit.has("earlier", "later", "before", "after") and context.goes_on(hit):
        return []
    if hit.has("vague") and hit.word("vague") != "now":
        return []
    sign = 1 if hit.has("later", "after", "from") else -1
    if not number.isdigit():
        if hit.has("ago", "earlier"):
            return hit.one("DATE", "PAST_REF")
        return []
    base, is_anchor = (hit.anchor, True) if hit.has("ago", "from", "last") else hit.base(unit)
    if base is None:
        return hit.without_anchor()
    count = int(number) * sign
    if unit in SMALL:
        unit, count = "D", 0
    if unit == "DE":
        unit, count = "Y", count * 10
    if unit == "CE":
        unit, count = "Y", count * 100
    if hit.has("half"):
        return []
    value = shift(base, unit, count) if abs(count) < 10_000_000 else ""
    note = "" if is_anchor else "from the date told before"
    return hit.one("DATE", value, note, is_anchor) if value else []


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
        day, anchored = hit.near_base("D")
    if day is None:
        return hit.without_anchor("TIME")
    return hit.one("TIME", f"{day_value(day)}T{clock}{zone}", "", anchored)


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


def duration(hit: Hit) -> list[Time]:
    """A length of time."""
    unit = hit.unit()
    if context.is_age(hit) or (unit in {"Q", "SE"} and hit.has("units", "quarter", "season")):
        return []
    if hit.has("dayrange"):
        return hit.one("DURATION", _amount("X", unit))
    number = _number(hit)
    counted = hit.has("small", "big", "year", "numword", "compound", "couple", "scale", "indefinite", "a", "half")
    if hit.has("all", "long"):
        return hit.one("DURATION", _amount("X" if hit.has("units") else "1", unit))
    if not counted:
        if hit.has("units") and not (context.lasts(hit) or hit.high - hit.low > 1):
            return []
        number = "1" if hit.has("unit") else "X"
    if hit.has("year") and not hit.has("hyphen") and not hit.has("units"):
        return []
    if hit.has("half"):
        number = "0.5" if number in {"1", "X"} and not hit.has("and") else f"{number}.5"
    return hit.one("DURATION", _amount(number, unit))


def every(hit: Hit) -> list[Time]:
    """What comes again and again."""
    if hit.has("often"):
        return hit.one("SET", hit.value("often")) if not context.is_titled(hit) else []
    for name in ("weekday", "weekdays"):
        if hit.has(name):
            return hit.one("SET", f"XXXX-WXX-{hit.value(name)}")
    if hit.has("month"):
        return hit.one("SET", f"XXXX-{hit.value('month'):02d}")
    if hit.has("season"):
        return hit.one("SET", f"XXXX-{hit.value('season')}")
    if hit.has("part"):
        return hit.one("SET", f"XXXX-XX-XXT{hit.value('part')}")
    number = "2" if hit.has("other") else _number(hit) if hit.has("every") and hit.has("units") else "1"
    if hit.has("ordinal") and hit.has("every"):
        number = str(hit.ordinal())
    unit = hit.unit()
    return hit.one("SET", _amount(number if number.isdigit() else "1", unit)) if unit else []


def rate(hit: Hit) -> list[Time]:
    """A unit that something is counted by: "twelve ships a year"."""
    return hit.one("SET", _amount("1", hit.unit())) if context.is_rate(hit) else []


def that_time(hit: Hit) -> list[Time]:
    """The time told before."""
    return hit.one("DATE", hit.references[0], "the date told before") if hit.references else []


def vague(hit: Hit) -> list[Time]:
    """A time that is not told more closely."""
    if context.is_titled(hit) or context.is_idiom(hit):
        return []
    if hit.has("these"):
        return hit.one("DATE", "PRESENT_REF") if hit.unit() == "D" else []
    for name in ("vague", "recent", "past", "future"):
        if hit.has(name):
            value = hit.value(name)
            return hit.one("DATE", value if isinstance(value, str) else "PAST_REF")
    return hit.one("DATE", "PRESENT_REF")


FEAST = re.compile(r"(?:(\d+)-(\d+)|(\d+)/(\d)/(-?\d)|easter)([+-]\d+)?")


def _feast(spec: str, year: int) -> date | None:
    """The day of a feast: "12-25", "11/4/4" (the fourth Thursday of November), each with days off, "easter-2".

    >>> _feast("11/4/4+1", 2024), _feast("easter-2", 2024)
    (datetime.date(2024, 11, 29), datetime.date(2024, 3, 29))
    """
    match = FEAST.fullmatch(spec)
    if match is None:
        return None
    month, day, in_month, weekday, number, off = match.groups()
    if month:
        found = make_day(year, int(month), int(day))
    elif in_month:
        found = weekday_of_month(year, int(in_month), int(weekday), int(number))
    else:
        found = easter(year)
    return shift_days(found, int(off or 0)) if found else None


def named_date(hit: Hit) -> list[Time]:
    """A feast with a name."""
    spec = _feast_named(hit)
    if not spec or context.is_titled(hit):
        return []
    year = hit.digits("year")
    if year is not None:
        day = _feast(spec, year)
        return hit.one("DATE", day_value(day)) if day else []
    if hit.anchor is None:
        return hit.without_anchor()
    rough = _feast(spec, 2001)
    if rough is None:
        return []
    near, note = near_year(hit.anchor, rough.month, rough.day, hit.tense())
    if hit.has("this"):
        near, note = hit.anchor.year, "this"
    elif hit.has("last", "next"):
        passed = (rough.month, rough.day) < (hit.anchor.month, hit.anchor.day)
        near, note = hit.anchor.year - (not passed) if hit.has("last") else hit.anchor.year + passed, "last or next"
    day = _feast(spec, near)
    return hit.anchored("DATE", day_value(day), note) if day else []


def _feast_named(hit: Hit) -> str:
    """The feast that a match names, "" where it is none."""
    if hit.has("weekday"):
        return str((hit.value("feastday") or {}).get(str(hit.value("weekday")), ""))
    if hit.has("unit") and hit.unit() != "D" and not hit.has("new"):
        return ""
    if hit.has("new"):
        return "1-1-1" if hit.has("eve") else "1-1"
    named = str(hit.value("named") or hit.value("feast") or "")
    return named + "-1" if hit.has("eve") else named


MAKERS: dict[str, Callable[[Hit], list[Time]]] = {
    maker.__name__: maker
    for maker in (
        calendar_date, day_range, bare_month, digits_date, bare_year, short_year, year_range, season_date, term_date,
        fiscal_year, decade_date, century_date, deictic_date, part_time, weekday_date, relative_date, distance_date,
        clock_time, duration, every, rate, that_time, same_term, vague,
        named_date,
    )
}  # fmt: skip
