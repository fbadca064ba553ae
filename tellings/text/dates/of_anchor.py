"""Times that count from the anchor or from a date told before: "last week", "two days later". A match in, times out."""
# ruff: noqa: PLR0911 (a maker refuses what is no time as early as it can tell)

from datetime import date

from tellings.text.dates import context
from tellings.text.dates.calendar import day_value, make_day, month_value, quarter_value, shift, shift_days
from tellings.text.dates.values import SMALL, Hit, Time, amount, count_of, weekday_near


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


def weekday_date(hit: Hit) -> list[Time]:
    """A day of the week."""
    if context.is_name(hit):
        return []
    if hit.anchor is None:
        return hit.without_anchor()
    if hit.has("weekdays"):
        return _weekdays_ago(hit)
    if hit.has("unit"):
        return _weekday_in_week(hit)
    day, note = weekday_near(hit)
    return hit.anchored("DATE", day_value(day), note) if day else []


def _weekdays_ago(hit: Hit) -> list[Time]:
    """Some weekdays back: "two Mondays ago"."""
    number = count_of(hit)
    if hit.anchor is None or not number.isdigit() or int(number) > 60:
        return hit.without_anchor() if hit.anchor is None else []
    back = (hit.anchor.isoweekday() - hit.value("weekdays")) % 7 or 7
    day = shift_days(hit.anchor, -back - 7 * (int(number) - 1))
    return hit.anchored("DATE", day_value(day), "last") if day else []


def _weekday_in_week(hit: Hit) -> list[Time]:
    """A day of a week: "Tuesday of last week"."""
    base, is_anchor = hit.base("D") if hit.has("previous", "following", "that") else (hit.anchor, True)
    if hit.unit() != "W":
        return []
    if base is None:
        return hit.without_anchor()
    day = shift_days(base, 7 * hit.offset() + hit.value("weekday") - base.isoweekday())
    return hit.one("DATE", day_value(day), "of that week", is_anchor) if day else []


# Words that say which week, month or year is meant; "the week" alone has none of them.
DIRECTED = ("last", "past", "next", "this", "current", "previous", "following", "same", "that", "before", "after")


def relative_date(hit: Hit) -> list[Time]:
    """The last, this or next week, month, year ..."""
    unit = hit.unit()
    if unit in SMALL:
        short = hit.has("the") and unit == "TH" and hit.has("last", "past", "next")
        return hit.one("DURATION", "PT1H") if short else []
    if hit.has("past") and not hit.has("this") and unit != "WE":
        return hit.one("DURATION", amount("1", unit))
    if hit.has("last") and unit == "D":
        return []
    if hit.has("current") and unit == "D":
        return []
    if hit.has("edge"):
        value = shift(hit.anchor, unit, 0) if hit.anchor else ""
        return hit.anchored("DATE", value) if hit.anchor else hit.without_anchor()
    if not hit.has(*DIRECTED):
        return _the_unit(hit, unit)
    from_reference = hit.has("same", "that", "previous", "following", "earlier", "before", "later", "after")
    from_reference = (from_reference and not hit.has("this")) or (hit.has("next") and hit.has("the") and unit == "D")
    base, is_anchor = hit.past_base(unit) if from_reference else (hit.anchor, True)
    if base is None:
        return hit.unknown_day()
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
        return hit.unknown_day()
    count = -1 if unit == "WE" and base.isoweekday() < 6 and hit.tense() != "future" else 0
    value = shift(base, unit, count)
    return hit.one("DATE", value, "the one told before", is_anchor) if value else []


def _unit_beside(hit: Hit, unit: str) -> list[Time]:
    """The unit before or after the one told of: "the year earlier"."""
    base, is_anchor = hit.past_base(unit)
    if base is None:
        return hit.unknown_day()
    value = "" if context.goes_on(hit) else shift(base, unit, -1 if hit.has("earlier") else 1)
    return hit.one("DATE", value, "" if is_anchor else "from the date told before", is_anchor) if value else []


def same_term(hit: Hit) -> list[Time]:
    """The same month, quarter or time of another year: "the same month last year", "the year-earlier quarter"."""
    code, lexicon = hit.tokens.lexicon.code, hit.tokens.lexicon
    at, ends = hit.low + 1 + hit.has("the"), hit.high - 1 - hit.has("ago", "earlier", "before")
    if hit.has("hyphen"):
        at, ends = hit.high - 1, hit.low + hit.has("the")
    kind = hit.tokens.classes[at]
    unit = "Q" if kind == code["quarter"] else str(lexicon.values[hit.tokens.words[at]]) if kind == code["unit"] else ""
    year = hit.digits("year")
    if unit not in {"", "Q", "M", "W", "D"} or (year is None and lexicon.values.get(hit.tokens.words[ends]) != "Y"):
        return []
    base, is_anchor = hit.base(unit or "Y")
    if base is None:
        return hit.without_anchor()
    if year is None:
        from_anchor = hit.has("last", "ago") and hit.anchor is not None
        start = hit.anchor if from_anchor and hit.anchor else base
        is_anchor = is_anchor or from_anchor
        year = start.year - int(hit.value("numword") or 1)
    return _in_year(hit, base, year, unit, is_anchor) if 1 <= year <= 9999 else []


def _in_year(hit: Hit, base: date, year: int, unit: str, is_anchor: bool) -> list[Time]:
    """The unit of another year that answers to the one a day lies in."""
    values = {"": f"{year:04d}", "Q": quarter_value(year, (base.month + 2) // 3), "M": month_value(year, base.month)}
    if unit in values:
        return hit.one("DATE", values[unit], "", is_anchor)
    day = make_day(year, base.month, base.day)
    return hit.one("DATE", shift(day, unit, 0), "", is_anchor) if day else []


def distance_date(hit: Hit) -> list[Time]:
    """Some units ago, earlier, later, from now."""
    unit, number = hit.unit(), "1" if hit.has("time") else count_of(hit)
    if unit == "SE" or (unit in SMALL and not hit.has("ago")):
        return []  # "six minutes later" is told as a length
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
        return hit.unknown_day()
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


def that_time(hit: Hit) -> list[Time]:
    """The time told before."""
    return hit.one("DATE", hit.told.recent[0], "the date told before") if hit.told.recent else []


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
