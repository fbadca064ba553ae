"""Versions and notices: in goes a story, out come lines and JSON of what was changed and what outlets say of it."""

from collections.abc import Iterator
from dataclasses import asdict

from rich.text import Text

from tellings.model import Change, Notice, Telling
from tellings.publish.lines import FAINT, HEAD, NAME, TURNS, count, line, shorten
from tellings.publish.schema import Json
from tellings.story import Story

MOST = 3  # changes of a version that are listed; the rest is counted


def version_note(story: Story, telling: Telling) -> str:
    """What is said of a telling that is one of several versions."""
    row = next((row for row in story.versions if row.article_id == telling.article_id), None)
    if row is None:
        return ""
    if not telling.version_of:
        return f"  latest of {row.versions} versions"
    return f"  version {row.number} of {row.versions}, later: {story.siglum(telling.version_of)}"


def revision_lines(story: Story, whole: bool) -> Iterator[Text]:
    """Corrections and withdrawals, then what each version changes, those that can turn the sense first."""
    for notice in story.notices:
        yield notice_line(story, notice)
    changes: dict[tuple[str, str], list[Change]] = {}
    for change in story.changes:
        changes.setdefault((change.article_id, change.other_id), []).append(change)
    for (article_id, other_id), rows in changes.items():
        turning = sum(row.turns for row in rows)
        yield line(
            "  ", ("changed", HEAD), f" {story.siglum(other_id)} → {story.siglum(article_id)}:"
            f" {count(len(rows), 'place')}, {turning:,} of substance",
        )  # fmt: skip
        ranked = sorted(rows, key=lambda row: (not row.turns, row.start, row.other_start))
        for row in ranked if whole else ranked[:MOST]:
            yield _change_line(story, row, whole)
        if len(rows) > MOST and not whole:
            yield line((f"     … and {len(rows) - MOST:,} more: tellings show {story.number}", FAINT))


def article_revision_lines(story: Story, article_id: str) -> Iterator[Text]:
    """The same of one article: its place among versions, its notices, what it changes and what was changed in it."""
    telling = next(t for t in story.tellings if t.article_id == article_id)
    if note := version_note(story, telling):
        row = next(row for row in story.versions if row.article_id == article_id)
        yield line((note.strip(), HEAD), (f"  tied by {row.basis}; order: {row.reason}", FAINT))
    yield from (notice_line(story, notice) for notice in story.notices if notice.article_id == article_id)
    for change in story.changes:
        if article_id in (change.article_id, change.other_id):
            yield _change_line(story, change, whole=True)


def notice_line(story: Story, notice: Notice) -> Text:
    """What an outlet says of its own article."""
    words = shorten(notice.headline or story.words(notice), 200)
    return line("  ", (notice.kind, TURNS), "  ", (story.siglum(notice.article_id), NAME), f"  {words}")


def _change_line(story: Story, change: Change, whole: bool) -> Text:
    """One change: what it is, the words before and after."""
    old, new = (shorten(words, 400 if whole else 80) for words in _both(story, change))
    told = f"“{old}” → “{new}”" if old and new and old != new else f"“{old or new}”"
    place = f"  {story.siglum(change.article_id)}:{change.start}" if whole else ""
    return line("     ", (f"{change.kind} {change.what}", TURNS if change.turns else FAINT), f"  {told}", (place, NAME))


def _both(story: Story, change: Change) -> tuple[str, str]:
    """The words of the earlier version and those of the later one."""
    if change.title or change.other_title:
        return change.other_title, change.title
    text = story.articles[change.other_id].text
    return text[change.other_start : change.other_end], story.words(change)


def change_json(story: Story, change: Change) -> Json:
    """A change with the words of both versions."""
    before, after = _both(story, change)
    sigla = {"siglum": story.siglum(change.article_id), "other_siglum": story.siglum(change.other_id)}
    return asdict(change) | sigla | {"words": after, "other_words": before}


def notice_json(story: Story, notice: Notice) -> Json:
    """A notice with its words."""
    return asdict(notice) | {
        "siglum": story.siglum(notice.article_id),
        "words": notice.headline or story.words(notice),
    }
