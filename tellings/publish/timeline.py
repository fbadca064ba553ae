"""The timeline for a terminal: in goes a story, out come lines, an event each, in the order of time.

What several sentences tell of one event is one line. Plans, announcements and what was called off say so, with the day
of the act where a telling has it; history before the story's own days stands apart.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.text import Text

from tellings.model import PHASES, Event
from tellings.publish.days import begins, day_and_time
from tellings.publish.lines import FAINT, HEAD, line, shorten, sigla
from tellings.story import Story

Told = tuple[Event, ...]  # the sentences of one event, those of the closest date first


def timeline(story: Story) -> list[Told]:
    """The events of a story by time, each with the sentences that date it."""
    found: dict[str, list[Event]] = {}
    for row in story.events:
        found.setdefault(row.event_id, []).append(row)
    events = [tuple(sorted(rows, key=lambda r: (-len(r.date), r.phase != "done"))) for rows in found.values()]
    return sorted(events, key=lambda rows: (begins(rows[0].date), rows[0].date, rows[0].event_id))


def timeline_lines(story: Story, most: int) -> Iterator[Text]:
    """The events by date; in a short list those that most tellings date, the story's own days before its history."""
    events = timeline(story)
    if not events:
        return
    ranked = sorted(events, key=lambda rows: (-len({row.article_id for row in rows}), rows[0].background))
    chosen = {rows[0].event_id for rows in ranked[:most]}
    shown = [rows for rows in events if rows[0].event_id in chosen]
    width = max(len(day_and_time(rows[0].date)) for rows in shown)
    dates = {rows[0].event_id: rows[0].date for rows in events}
    yield line()
    yield line(("DATES", HEAD))
    by_age = sorted(shown, key=lambda rows: rows[0].background)  # stable: by time within each
    for background, some in groupby(by_age, key=lambda rows: rows[0].background):
        if background:
            yield line(("  before the story's own days", FAINT))
        for rows in some:
            yield _event_line(story, rows, width, dates)
    yield from _doubts(story)
    if len(events) > len(shown):
        yield line((f"  … and {len(events) - len(shown):,} more: tellings show {story.number}", FAINT))


def _event_line(story: Story, rows: Told, width: int, dates: dict[str, str]) -> Text:
    """One event: its date, who dates it, what becomes of it, the phrase, the sentence of the first that does."""
    text = story.articles[rows[0].article_id].text
    phrase = " ".join(text[rows[0].timex_start : rows[0].timex_end].split())
    note = ", inferred" if all(row.inferred for row in rows) else ""
    outcome = told_outcome(story, rows, dates)
    return line(
        "  ", (f"{day_and_time(rows[0].date):<{width}}  ", HEAD), sigla(story, (row.article_id for row in rows)),
        (f"  [{outcome}]" if outcome else ""), (f"  “{phrase}”{note}", FAINT),
        f"  {shorten(story.words(rows[0]), 110)}",
    )  # fmt: skip


def told_outcome(story: Story, rows: Sequence[Event], dates: dict[str, str]) -> str:
    """What becomes of an event in the words of a list: "planned B; done A", "alleged C"; "" for what is plainly done.

    Args:
        story: whose event it is.
        rows: the sentences of the event.
        dates: the date of each event of the story, by event_id.
    """
    phases = []
    for phase in PHASES:
        own = [row for row in rows if row.phase == phase]
        acts = sorted({dates[row.act_id] for row in own if row.act_id in dates})
        after = f" → {', '.join(map(day_and_time, acts))}" if acts else ""
        if own:
            phases.append((phase, f"{phase} {sigla(story, (row.article_id for row in own))}{after}"))
    named = [words for phase, words in phases] if [phase for phase, _ in phases] != ["done"] else []
    if len(phases) == 1 and named:
        named = [named[0].replace(f" {sigla(story, (row.article_id for row in rows))}", "", 1)]
    for hedge in dict.fromkeys(row.hedge for row in rows if row.hedge):
        named.append(f"{hedge} {sigla(story, (row.article_id for row in rows if row.hedge == hedge))}")
    return "; ".join(named)


def _doubts(story: Story) -> Iterator[Text]:
    """Tellings whose text may be older than its date, so that "on Monday" may be another Monday."""
    reasons = dict.fromkeys((row.article_id, row.stale) for row in story.events if row.stale)
    for article_id, reason in reasons:
        yield line((f"  dates of {story.siglum(article_id)} may be older: {reason}", FAINT))
