"""The makers of values by the names that the rules of `dates.toml` call them by."""

from collections.abc import Callable

from tellings.text.dates import of_anchor, of_calendar, of_clock, of_length
from tellings.text.dates.values import Hit, Time

MAKERS: dict[str, Callable[[Hit], list[Time]]] = {
    maker.__name__: maker
    for maker in (
        of_calendar.calendar_date, of_calendar.day_range, of_calendar.bare_month, of_calendar.digits_date,
        of_calendar.bare_year, of_calendar.short_year, of_calendar.year_range, of_calendar.season_date,
        of_calendar.season_pair,
        of_calendar.term_date, of_calendar.fiscal_year, of_calendar.decade_date, of_calendar.century_date,
        of_calendar.named_date, of_calendar.counted_weekday,
        of_anchor.deictic_date, of_anchor.weekday_date, of_anchor.relative_date, of_anchor.same_term,
        of_anchor.distance_date, of_anchor.that_time, of_anchor.vague,
        of_clock.part_time, of_clock.clock_time,
        of_length.duration, of_length.every, of_length.rate,
    )
}  # fmt: skip
