"""The days that a date covers: a TIMEX3 value in, its first and last day out."""

from datetime import date, timedelta

from tellings.text.dates.calendar import first_day

# Days that a value covers, by its length or letter; a year for the rest.
LENGTHS = {"W": 7, "Q": 92, "H": 184, "S": 92, "F": 92}


def days_of(value: str) -> tuple[date, date]:
    """First and last day of a date's value."""
    first = first_day(value) or date.min
    rest = value[5:]
    if value.endswith("-WE"):
        length = 2
    elif rest[:1] in LENGTHS:
        length = LENGTHS[rest[0]]
    else:
        length = {0: 365, 2: 28}.get(len(rest), 1)
    return first, min(first, date.max - timedelta(days=length)) + timedelta(days=length - 1)
