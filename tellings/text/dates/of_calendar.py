"""Times of the calendar: days, months, years, seasons, quarters, decades, feasts. A match in, times out."""
# ruff: noqa: PLR0911 (a maker refuses what is no time as early as it can tell)

import re
from dataclasses import replace
from datetime import date
from functools import cache

from tellings.text.dates import context
from tellings.text.dates.calendar import (
    day_value,
    easter,
    make_day,
    month_value,
    quarter_value,
    shift_days,
    weekday_of_month,
)
from tellings.text.dates.tokens import lexicon
from tellings.text.dates.values import NEAR, Hit, Time, expand_year, near_year


def calendar_date(hit: Hit) -> list[Time]:
    """A day, or a month, of the calendar."""
    month = hit.value("month")
    if month is None:
        return _day_alone(hit)
    if context.is_stopped(hit):
        return []
    year, day = hit.digits("year") or _year_of_range(hit), hit.day_number()
    if hit.has("apostrophe") and day is not None and year is None:
        return hit.one("DATE", month_value(expand_year(day, hit.anchor), month))
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
    near, note = _year_of_weekday(hit, month, day) or near_year(hit.anchor, month, day, hit.tense())
    found = make_day(near, month, day)
    return hit.anchored("DATE", day_value(found), note) if found else []


def _year_of_weekday(hit: Hit, month: int, day: int) -> tuple[int, str] | None:
    """The one year around the anchor's in which a day falls on the weekday that stands with it."""
    if hit.anchor is None or not hit.has("weekday"):
        return None
    around = [make_day(hit.anchor.year + off, month, day) for off in (-1, 0, 1) if 0 < hit.anchor.year + off < 10_000]
    fitting = [found.year for found in around if found is not None and found.isoweekday() == hit.value("weekday")]
    return (fitting[0], "year of the weekday") if len(fitting) == 1 else None


@cache
def _range_end(language: str) -> re.Pattern[str]:
    """What may follow the first date of a range: "to", then a date with its year."""
    code = lexicon(language).code
    month, dot, comma, year = code["month"], code["dot"], code["comma"], code["year"]
    day, the, of = f"[{code['small']}{code['ordinal']}]", code["the"], code["of"]
    return re.compile(f".(?:{month}{dot}?{the}?{day}?{comma}?|{the}?{day}{of}?{month}{dot}?{comma}?)({year})")


def _year_of_range(hit: Hit) -> int | None:
    """The year that only the end of a range tells: "March 3 to May 5, 2019"; None where there is none."""
    end = _range_end(hit.language).match(hit.tokens.classes, hit.high)
    if end is None or context.ends_range(hit):
        return None
    return int(hit.tokens.words[end.end() - 1])


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


def counted_weekday(hit: Hit) -> list[Time]:
    """The first Monday of a month."""
    if context.is_stopped(hit):
        return []
    number = -1 if hit.has("last", "final") else hit.ordinal()
    year, note, month = hit.digits("year"), "", hit.value("month")
    if number is None or number > 5:
        return []
    if year is None:
        if hit.anchor is None:
            return hit.without_anchor()
        year, note = near_year(hit.anchor, month, 1, hit.tense())
    day = weekday_of_month(year, month, hit.value("weekday"), number)
    return hit.one("DATE", day_value(day), note, bool(note)) if day and day.month == month else []


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
    of_range = _year_of_range(hit)
    if of_range is not None:
        return hit.one("DATE", month_value(of_range, month), "year of the range")
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
    if re.match(r"[0-9]{4}[/.]", word):
        found = make_day(*(int(n) for n in re.split(r"[/.]", word)))
        return hit.one("DATE", day_value(found)) if found else []
    if hit.has("iso"):
        day, _, clock = word.partition("T")
        if make_day(*(int(n) for n in day.split("-"))) is None:
            return []
        return hit.one("TIME", f"{day}T{clock[:5]}") if len(clock) >= 5 else hit.one("DATE", day)
    if context.is_measured(hit):
        return []
    first, second, third = re.split(r"[/.-]", word)
    year = int(third) if len(third) == 4 else expand_year(int(third), hit.anchor)
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
    return hit.one("DATE", f"{expand_year(int(two), hit.anchor):04d}")


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


# The month that a season is looked for in; a winter is named by the year it begins in.
SEASON_MONTH = {"SP": 4, "SU": 7, "FA": 10, "WI": 12}


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
        year = expand_year(int(two), hit.anchor)
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
        year, note = hit.anchor.year - (season == "WI" and hit.anchor.month <= 3), "this"
    return hit.anchored("DATE", f"{year:04d}-{season}", note)


def season_pair(hit: Hit) -> list[Time]:
    """Two seasons of one year, "spring/summer 2024": two times."""
    year, tokens = hit.digits("year"), hit.tokens
    at = [i for i in range(hit.low, hit.high) if tokens.classes[i] == tokens.lexicon.code["season"]]
    first, last = (f"{year:04d}-{tokens.lexicon.values[tokens.words[i]]}" for i in at)
    whole = hit.one("DATE", first)[0]
    return [replace(whole, end=tokens.end(at[0])), replace(whole, start=tokens.starts[at[1]], value=last)]


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
    if not hit.has("last", "past", "next", "this", "previous", "following", "current", "same"):
        base, is_anchor = hit.near_base("Q")
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
    if not spec or context.is_titled(hit) or context.is_named_after(hit):
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
    if hit.has("weekday") and hit.has("named"):
        sundays = {7: "easter", 1: "easter+1"}
        return sundays.get(hit.value("weekday"), "") if hit.value("named") == "easter" else ""
    if hit.has("weekday"):
        return str((hit.value("feastday") or {}).get(str(hit.value("weekday")), ""))
    if hit.has("unit") and hit.unit() != "D" and not hit.has("new"):
        return ""
    if hit.has("new"):
        return "12-31" if hit.has("eve") else "1-1"
    named = str(hit.value("named") or hit.value("feast") or "")
    return named + "-1" if hit.has("eve") else named
