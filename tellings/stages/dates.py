"""Times: articles and their blocks in, the time expressions of the told text out, resolved where the text allows.

The work is done by `tellings.text.dates`; here it is fed the told blocks of an article, in order, so that "a year
earlier" can count from a date in the paragraph before.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tellings.corrections import corrected_days
from tellings.model import TOLD, Article, Block, Timex
from tellings.stage import Settings, Stage
from tellings.text.dates import find_times
from tellings.text.words import Span


@dataclass(frozen=True)
class DatesSettings(Settings):
    """Settings of the stage."""

    language: str = (
        "en"  # the only language with rules so far; others are read with the same rules for want of own ones
    )
    dated: tuple[str, ...] = ()  # corrections: "ARTICLE_ID DAY" of articles that were published on another day


def as_date(anchor: date | str | None) -> date | None:
    """The day of an ISO date or date and time; None where there is none.

    >>> as_date("2024-05-01T10:30:00+02:00"), as_date("unknown")
    (datetime.date(2024, 5, 1), None)
    """
    if anchor is None or isinstance(anchor, date):
        return date(anchor.year, anchor.month, anchor.day) if anchor else None
    try:
        return date.fromisoformat(anchor[:10])
    except ValueError:
        return None


def find_dates(
    text: str,
    anchor_date: date | str | None = None,
    article_id: str = "",
    spans: Iterable[Span] | None = None,
    language: str = "en",
) -> list[Timex]:
    """The time expressions of a text, in order.

    Args:
        text: the text as read.
        anchor_date: the day that "yesterday" counts from, mostly that of publication; None where it is not known: what
            needs it is still found, with value "".
        article_id: copied into the rows.
        spans: the stretches of text to look at; the whole text if not given.
        language: ISO 639-1 code.

    >>> [(t.value, t.anchor, t.rule) for t in find_dates("It rained on Sunday, as in May 1998.", "2024-05-01")]
    [('2024-04-28', '2024-05-01', 'weekday: past tense'), ('1998-05', '', 'month and year')]
    """
    anchor = as_date(anchor_date)
    known = anchor.isoformat() if anchor else ""
    times = find_times(text, anchor, spans=sorted(spans) if spans is not None else None, language=language)
    return [
        Timex(article_id, t.start, t.end, t.type, t.value, t.mod, known if t.anchored else "", t.rule) for t in times
    ]


def run(settings: DatesSettings, articles: list[Article], blocks: list[Block]) -> Iterator[Timex]:
    """The times of each article's told blocks."""
    corrected = corrected_days(settings.dated)
    for article in articles:
        published = corrected.get(article.article_id, article.published)
        told = [(b.start, b.end) for b in blocks if b.article_id == article.article_id and b.kind in TOLD]
        yield from find_dates(article.text, published, article.article_id, told, settings.language)


STAGE = Stage(
    name="dates",
    version=3,
    reads=(Article, Block),
    writes=(Timex,),
    by="article_id",
    run=run,
    settings=DatesSettings(),
)
