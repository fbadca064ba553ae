"""Exports of one story: in goes a story and the name of a format, out comes the text with its media type."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tellings.publish.csv_ import export_csv
from tellings.publish.json_ import export_json
from tellings.publish.markdown import export_markdown
from tellings.publish.pages.links import EXPORTS
from tellings.publish.tei import export_tei
from tellings.publish.webannotation import export_annotations
from tellings.story import Story

_MAKERS: dict[str, tuple[Callable[[Sequence[Story]], str], str]] = {
    "tei": (export_tei, "application/tei+xml"),
    "webannotation": (export_annotations, "application/ld+json"),
    "csv": (export_csv, "text/csv"),
    "readings": (lambda stories: export_csv(stories, "readings"), "text/csv"),
    "json": (export_json, "application/json"),
    "markdown": (export_markdown, "text/markdown"),
}


@dataclass(frozen=True, slots=True)
class Export:
    """A story in a format that other programs read."""

    name: str  # of the file
    label: str
    media_type: str
    text: str


def export(story: Story, format_: str, statement: int = 0) -> Export | None:
    """A story, or one statement of it; None where there is no such format or statement.

    Args:
        story: the story.
        format_: a name of EXPORTS.
        statement: number of the statement that is wanted alone; 0 for all.
    """
    label, suffix = next(((label, suffix) for name, label, suffix in EXPORTS if name == format_), ("", ""))
    if statement:
        story = replace(story, statements=tuple(e for e in story.statements if e.row.number == statement))
    if not label or (statement and not story.statements):
        return None
    make, media_type = _MAKERS[format_]
    about = f"story-{story.story_id[:12]}" + (f"-statement-{statement}" if statement else "")
    return Export(f"{about}-{format_}.{suffix}", label, media_type, make([story]))
