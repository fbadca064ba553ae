"""What a rule matched, and what all values rest on: the dates told before, the anchor, the tense, the numbers."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tellings.text.dates.calendar import first_day, shift_days
from tellings.text.dates.tense import is_past, tense_at
from tellings.text.dates.tokens import Tokens

# Days: a date without a year that the tense puts further away than FAR, while the other side has one nearer than NEAR,
# is taken for the nearer one: tenses are told wrongly more often than news writes of such far days without a year.
# A month of the past year is written of more often, so that only the month next to the anchor's is taken so.
FAR, NEAR, NEAR_MONTH = 270, 90, 45
SMALL = frozenset({"TS", "TM", "TH"})  # units below the day
# Dates told before that are kept in mind; what lies further back is no longer what "the same day" means.
MEMORY = 8
UNKNOWN = "no day told before"  # the rule of a time that counts from a day told before where none can be meant
EVENING = 18  # the hour from which a midnight told of next is the one at that day's end


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


@dataclass(slots=True)
class Told:
    """The dates told before a place in a text."""

    recent: list[str] = field(default_factory=list)  # values, the nearest first; "" a day that is told but not known
    aside: list[bool] = field(
        default_factory=list
    )  # whether each only says when someone spoke: "police said on Sunday"
    last: date | None = None  # days after it are not counted
    days: Counter[date] = field(default_factory=Counter)  # how often each day was told
    main_day: date | None = None  # the day told most often; None where two were told as often
    most: int = 0

    def add(self, time: Time, aside: bool) -> None:
        """Keep a time in mind, where it names a date."""
        day = first_day(time.value)
        if time.type not in {"DATE", "TIME"} or (day is None and time.rule != UNKNOWN):
            return
        self.recent[:] = [time.value, *self.recent[: MEMORY - 1]]
        self.aside[:] = [aside, *self.aside[: MEMORY - 1]]
        if day is not None and fineness(time.value) == FINENESS["D"]:
            self._count(day)

    def _count(self, day: date) -> None:
        """Count a day, and keep the one told most often."""
        if self.last is not None and day > self.last:
            return
        self.days[day] += 1
        if self.days[day] > self.most:
            self.main_day, self.most = day, self.days[day]
        elif self.days[day] == self.most:
            self.main_day = None

    def evening(self) -> date | None:
        """The day whose evening was told last, dates on which someone only spoke left aside."""
        for value, aside in zip(self.recent, self.aside, strict=True):
            if "T" in value and _is_evening(value.partition("T")[2]):
                return first_day(value)
            if not aside and fineness(value) == FINENESS["D"]:
                return None
        return None


def _is_evening(clock: str) -> bool:
    return clock in {"EV", "NI"} or (clock[:2].isdigit() and int(clock[:2]) >= EVENING)


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule matched, and what its value may rest on."""

    tokens: Tokens
    low: int
    high: int
    rule: str
    anchor: date | None
    told: Told  # the dates before it
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

    def is_past(self) -> bool:
        """Whether the sentence tells of what was: by its verbs, those of speech left aside."""
        return is_past(self.tokens, self.low, self.high, self.language)

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
        fine = next((v for v in self.told.recent if not v or fineness(v) >= FINENESS.get(unit, 0)), None)
        if fine == "":
            return None, False
        day = first_day(fine) if fine else None
        return (day, False) if day is not None else (self.anchor, True)

    def past_base(self, unit: str) -> tuple[date | None, bool]:
        """Like `base`, but what was did not happen on a day to come: then the day told most often is meant, if any."""
        day, is_anchor = self.base(unit)
        ahead = day is not None and self.anchor is not None and day > self.anchor
        if unit not in {"D", "NI"} or not ahead or not self.is_past():
            return day, is_anchor
        return self.told.main_day, False

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

    def unknown_day(self, type_: str = "DATE") -> list[Time]:
        """The whole match where no day told before can be meant, or no anchor is known."""
        if self.anchor is None:
            return self.without_anchor(type_)
        return [replace(time, rule=UNKNOWN) for time in self.one(type_, "")]


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
    after, close = anchor.year if gap == 0 else after, NEAR if day else NEAR_MONTH
    back, ahead = (-gap) % 366, gap % 366
    if tense == "past":
        return (after, "past tense, yet the next is near") if back > FAR and ahead < close else (before, "past tense")
    if tense == "future":
        return (
            (before, "future tense, yet the last is near") if ahead > FAR and back < close else (after, "future tense")
        )
    return (before, "nearest") if back <= ahead else (after, "nearest")


def expand_year(two: int, anchor: date | None) -> int:
    """The year of two digits: not more than 20 years ahead of the anchor (of 2030 without one)."""
    limit = (anchor.year if anchor else 2010) + 20
    year = limit - limit % 100 + two
    return year - 100 if year > limit else year


def weekday_near(hit: Hit) -> tuple[date | None, str]:
    """The day that a weekday means, by its modifier or the tense, and how it was told."""
    anchor, weekday = hit.anchor, hit.value("weekday")
    if anchor is None:
        return None, ""
    back, ahead = (anchor.isoweekday() - weekday) % 7, (weekday - anchor.isoweekday()) % 7
    if hit.has("previous", "following", "same", "that"):
        return _weekday_beside(hit, anchor, weekday), "from the date told before"
    if hit.has("last", "past"):
        days, note = -(back or 7), "last"
    elif hit.has("next") and hit.has("this"):
        days, note = ahead or 7, "this coming"
    elif hit.has("next"):
        # "next Friday", said on a Monday, is the Friday of the next week.
        days, note = 7 - anchor.isoweekday() + weekday, "next"
    elif hit.has("this"):
        # The day of this week, Monday to Sunday: "has called a meeting this Friday"; one gone by may come again.
        in_week = weekday - anchor.isoweekday()
        days, note = (in_week if in_week >= 0 or hit.tense() == "past" else ahead), "this"
    else:
        tense = hit.tense()
        days = ahead if tense == "future" else -back
        note = f"{tense} tense" if tense else "no tense seen, last"
    return shift_days(anchor, days), note


def _weekday_beside(hit: Hit, anchor: date, weekday: int) -> date | None:
    """The weekday before, on or after the day told of: "the previous Monday"."""
    base = hit.base("D")[0] or anchor
    gap = (base.isoweekday() - weekday) % 7
    if hit.has("following"):
        return shift_days(base, (-gap) % 7 or 7)
    return shift_days(base, -(gap or 7) if hit.has("previous") else -gap)


def amount(number: str, unit: str) -> str:
    """A TIMEX3 duration.

    >>> amount("2", "W"), amount("30", "TM")
    ('P2W', 'PT30M')
    """
    if unit == "FN":
        return f"P{2 * int(number) if number.isdigit() else number}W"
    if unit in SMALL:
        return f"PT{number}{unit[1]}"
    return f"P{number}{unit}" if unit != "ML" else f"P{number}ML"


def count_of(hit: Hit) -> str:
    """The count of units: digits, or "X" where it is not told."""
    if hit.has("to"):
        return "X"  # "12 to 18 months"
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
