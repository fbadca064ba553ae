"""Lengths of time and what comes again and again. A match in, times out."""

from tellings.text.dates import context
from tellings.text.dates.values import Hit, Time, amount, count_of

# Classes that tell how many units.
COUNTED = ("small", "big", "year", "numword", "compound", "couple", "scale", "indefinite", "a", "half")


def duration(hit: Hit) -> list[Time]:
    """A length of time."""
    if hit.has("lengthword"):
        return hit.one("DURATION", hit.value("lengthword"))
    unit = hit.unit()
    if context.is_age(hit) or (unit in {"Q", "SE"} and hit.has("units", "quarter", "season")):
        return []
    if hit.has("year") and not hit.has("hyphen", "units"):
        return []  # "2019 season"
    if hit.high - hit.low == 1 and hit.has("units") and not context.lasts(hit):
        return []
    return hit.one("DURATION", amount(_units(hit), unit))


def _units(hit: Hit) -> str:
    """How many units: digits, or "X"."""
    if not hit.has(*COUNTED):
        return "X" if hit.has("units", "dayrange") else "1"
    number = count_of(hit)
    if hit.has("half"):
        return "0.5" if number in {"1", "X"} and not hit.has("and") else f"{number}.5"
    return number


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
    number = "2" if hit.has("other") else count_of(hit) if hit.has("every") and hit.has("units") else "1"
    if hit.has("ordinal") and hit.has("every"):
        number = str(hit.ordinal())
    unit = hit.unit()
    return hit.one("SET", amount(number if number.isdigit() else "1", unit)) if unit else []


def rate(hit: Hit) -> list[Time]:
    """A unit that something is counted by: "twelve ships a year"."""
    return hit.one("SET", amount("1", hit.unit())) if context.is_rate(hit) else []
