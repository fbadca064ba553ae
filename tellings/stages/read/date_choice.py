"""Which of the dates that metadata give is taken: dates with their sources in, the one taken and how sure it is out.

Nothing is dropped: what is not taken, or cannot be read one way only, is kept beside it.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tellings.text.given_dates import normalise_date

# Per cent of pages on which a date of publication was the right day (eval.given_dates: 614 pages whose date htmldate's
# gold tells). By source, where no other gave a date. `htmldate search` was right on 24 of 32, but each page there has a
# date to be found, so less is told. `header` and `given` are a person's or a database's word, taken on trust.
ALONE = {
    "json-ld": 91, "meta": 85, "time element": 93, "url": 97, "htmldate": 86, "htmldate search": 60, "header": 95,
    "given": 90,
}  # fmt: skip
# Where another source gives the same day: 237 of 244.
AGREED = 97
# Where all others give another day: 2 of 7, too few for a figure by source.
AGAINST = 35
# More are lists of other articles.
MOST = 16
UTC_OFFSET = "+00:00"
WEST, EAST = -12, 14  # hours of the zones farthest from Greenwich
SHOWN = 40  # characters of a value that cannot be read


@dataclass(frozen=True, slots=True)
class GivenDate:
    """A date as one source gives it."""

    what: str  # published | modified
    source: str  # json-ld | meta | ...
    value: str  # ISO 8601; "" where it cannot be read one way only
    said: str = ""  # as it was given, where it cannot be read

    def __str__(self) -> str:
        return f"{self.what} {self.source} {self.value or '? ' + self.said}"


def _same_moment(value: str, moment: datetime) -> bool:
    """Whether a time is a moment told in UTC, to the minute."""
    return abs((datetime.fromisoformat(value) - moment).total_seconds()) < 60


def _days(value: str) -> frozenset[str]:
    """The days that a time may be on somewhere, when it is told in UTC; else its own."""
    if not value.endswith(UTC_OFFSET):
        return frozenset((value[:10],))
    try:
        moment = datetime.fromisoformat(value)
        return frozenset((moment + timedelta(hours=hours)).date().isoformat() for hours in (WEST, 0, EAST))
    except OverflowError:
        return frozenset((value[:10],))


@dataclass(slots=True)
class DateChoice:
    """Dates as they are met, best source first."""

    met: list[GivenDate] = field(default_factory=list)

    def add(self, what: str, value: object, source: str) -> None:
        """A value that a source gives; an empty one is none."""
        said = " ".join(str(value).split())[:SHOWN] if value is not None else ""
        if not said:
            return
        found = normalise_date(value)
        date = GivenDate(what, source, found, "" if found else said)
        if date not in self.met and len(self.met) < MOST:
            self.met.append(date)

    def taken(self, what: str) -> GivenDate | None:
        """The first that can be read; of one moment told in two zones, the outlet's own; its day, not Greenwich's.

        An article says "today" by the outlet's clock. So where the first is told in UTC, and another is the same moment
        with another offset, or the address has the day before or after, that is taken.

        >>> choice = DateChoice()
        >>> choice.add("published", "2024-05-02T01:30:00Z", "json-ld")
        >>> choice.add("published", "2024/05/01", "url")
        >>> choice.taken("published").value, choice.confidence("published")
        ('2024-05-01', 97)
        """
        dates = [date for date in self.met if date.what == what and date.value]
        if not dates or not dates[0].value.endswith(UTC_OFFSET):
            return dates[0] if dates else None
        moment = datetime.fromisoformat(dates[0].value)
        local = (d for d in dates if d.value[19:] not in ("", UTC_OFFSET) and _same_moment(d.value, moment))
        others = _days(dates[0].value) - {dates[0].value[:10]}
        addressed = (d for d in dates if d.source == "url" and d.value[:10] in others)
        return next(local, None) or next(addressed, dates[0])

    def confidence(self, what: str) -> int:
        """Per cent; 0 where none is taken.

        >>> choice = DateChoice()
        >>> choice.add("published", "2024-05-01", "meta")
        >>> alone = choice.confidence("published")
        >>> choice.add("published", "2024/05/01", "url")
        >>> alone, choice.confidence("published"), choice.confidence("modified")
        (85, 97, 0)
        """
        taken = self.taken(what)
        if taken is None:
            return 0
        others = {d.source: d.value for d in self.met if d.what == what and d.value and d.source != taken.source}
        if any(taken.value[:10] in _days(other) or other[:10] in _days(taken.value) for other in others.values()):
            return AGREED
        return AGAINST if others else ALONE.get(taken.source, 0)

    def rows(self) -> tuple[str, ...]:
        """All that were met, as they are stored."""
        return tuple(map(str, self.met))
