"""The calendar of TIMEX3 values: dates and counts of units in, values out."""

from datetime import date, timedelta

MONTHS_OF = {"Y": 12, "DE": 120, "CE": 1200, "ML": 12000, "Q": 3}


def day_value(day: date) -> str:
    """A day.

    >>> day_value(date(2024, 5, 1))
    '2024-05-01'
    """
    return day.isoformat()


def week_value(day: date) -> str:
    """The ISO week that a day lies in.

    >>> week_value(date(2024, 12, 30))
    '2025-W01'
    """
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def month_value(year: int, month: int) -> str:
    """A month; months beyond a year's end count on.

    >>> month_value(2024, 14), month_value(2024, 0)
    ('2025-02', '2023-12')
    """
    index = year * 12 + month - 1
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


def quarter_value(year: int, quarter: int) -> str:
    """A quarter; quarters beyond a year's end count on.

    >>> quarter_value(2024, 0)
    '2023-Q4'
    """
    index = year * 4 + quarter - 1
    return f"{index // 4:04d}-Q{index % 4 + 1}"


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def shift_days(day: date, days: int) -> date | None:
    """A day some days off, or None beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def shift(day: date, unit: str, count: int) -> str:
    """The day, week, month, year ... that lies `count` units from that of a day; "" beyond the calendar.

    >>> shift(date(2024, 3, 31), "M", -1), shift(date(2024, 3, 31), "W", -1), shift(date(2024, 3, 31), "Y", 1)
    ('2024-02', '2024-W12', '2025')
    """
    if unit in {"D", "W", "WE", "NI", "FN"}:
        moved = shift_days(day, count * {"D": 1, "NI": 1, "FN": 14}.get(unit, 7))
        if moved is None:
            return ""
        if unit in {"D", "NI"}:
            return day_value(moved)
        return week_value(moved) + ("-WE" if unit == "WE" else "")
    if unit in {"M", "Q", "Y", "DE", "CE"}:
        months = day.year * 12 + day.month - 1 + count * MONTHS_OF.get(unit, 1)
        year, month = months // 12, months % 12 + 1
        if not 1 <= year <= 9999:
            return ""
        return {
            "M": f"{year:04d}-{month:02d}",
            "Q": f"{year:04d}-Q{(month + 2) // 3}",
            "Y": f"{year:04d}",
            "DE": f"{year // 10:03d}",
            "CE": f"{year // 100:02d}",
        }[unit]
    return ""


def first_day(value: str) -> date | None:
    """First day of a DATE or TIME value; None where it names none.

    >>> first_day("2024-Q3"), first_day("2024-W01-WE"), first_day("PAST_REF")
    (datetime.date(2024, 7, 1), datetime.date(2024, 1, 6), None)
    """
    head, _, rest = value.partition("T")[0].partition("-")
    if not (len(head) == 4 and head.isascii() and head.isdigit()) or head == "0000":
        return None
    year = int(head)
    if rest.startswith("W") and rest[1:3].isdigit():
        start = _week_start(year, int(rest[1:3]))
        return shift_days(start, 5) if start and rest.endswith("WE") else start
    named = {"Q1": 1, "Q2": 4, "Q3": 7, "Q4": 10, "H1": 1, "H2": 7, "SP": 3, "SU": 6, "FA": 9, "WI": 12, "": 1}
    if rest in named:
        return make_day(year, named[rest], 1)
    month, _, day = rest.partition("-")
    if not month.isdigit() or not (day or "1").isdigit():
        return None
    return make_day(year, int(month), int(day or "1"))


def _week_start(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def easter(year: int) -> date | None:
    """Easter Sunday (Gregorian; the method of Meeus, Jones and Butcher).

    >>> easter(2024)
    datetime.date(2024, 3, 31)
    """
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month = (h + m - 7 * n + 114) // 31
    return make_day(year, month, (h + m - 7 * n + 114) % 31 + 1)


def weekday_of_month(year: int, month: int, weekday: int, number: int) -> date | None:
    """The `number`th such weekday of a month; the last where `number` is -1.

    >>> weekday_of_month(2024, 11, 4, 4)
    datetime.date(2024, 11, 28)
    """
    if number < 0:
        following = make_day(year + month // 12, month % 12 + 1, 1)
        last = shift_days(following, -1) if following else None
        return shift_days(last, -((last.isoweekday() - weekday) % 7)) if last else None
    first = make_day(year, month, 1)
    return shift_days(first, (weekday - first.isoweekday()) % 7 + 7 * (number - 1)) if first else None
