"""tellings export: in go a format and a store, out comes a file that other programs read."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from tellings.cli.options import DEFAULT_STORE, StoreOption
from tellings.errors import NotFound, UsageError
from tellings.publish.csv_ import TABLES, export_csv
from tellings.publish.graphml import export_graphml
from tellings.publish.json_ import export_json
from tellings.publish.lines import count
from tellings.publish.markdown import export_markdown
from tellings.publish.stories import current_id, open_stories, story_rows
from tellings.publish.tei import export_tei
from tellings.publish.webannotation import export_annotations
from tellings.store import Store
from tellings.story import Story

SHORT = "Write statements and apparatus for other programs."
EPILOG = """\b
Examples:
  tellings export tei --story 1 --out story.xml
  tellings export csv --table readings --out readings.csv
  tellings export webannotation > annotations.json
  tellings export graphml --out stories.graphml
"""

FORMATS: dict[str, Callable[[Sequence[Story]], str]] = {
    "tei": export_tei,
    "webannotation": export_annotations,
    "csv": export_csv,
    "json": export_json,
    "markdown": export_markdown,
    "graphml": export_graphml,
}


def command(
    format_: Annotated[
        str, typer.Argument(metavar="FORMAT", help="tei, webannotation, csv, json, markdown or graphml.")
    ],
    story: Annotated[
        str, typer.Option("--story", metavar="ID", help="One story, by number or id; all by default.")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to; standard output by default.")
    ] = None,
    table: Annotated[
        str, typer.Option("--table", metavar="NAME", help=f"Which table of csv: {', '.join(TABLES)}.")
    ] = "witnesses",
    store: StoreOption = DEFAULT_STORE,
) -> None:
    """Write the statements of a store, with all witnesses and readings, in a standard format.

    Passages come with a few words of context and never as whole articles; handles of private posters are masked.
    """
    if format_ not in FORMATS:
        raise UsageError(f"there is no format {format_!r}; formats: {', '.join(FORMATS)}")
    stories = _stories(Store(store), story)
    text = export_csv(stories, table) if format_ == "csv" else FORMATS[format_](stories)
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise UsageError(f"cannot write {out}: {error.strerror}") from error


def _stories(store: Store, wanted: str) -> list[Story]:
    """All stories, or the one that has a number or an id beginning so."""
    rows = story_rows(store)
    if not wanted:
        return open_stories(store)
    if wanted.isdigit() and 1 <= int(wanted) <= len(rows):
        return open_stories(store, {rows[int(wanted) - 1].story_id})
    now = current_id(store, store.manifest(), wanted)
    found = [row.story_id for row in rows if len(wanted) >= 6 and row.story_id.startswith(now)]
    if len(found) != 1:
        held = f"the store holds {count(len(rows), 'story', 'stories')}"
        raise NotFound(f"there is no story {wanted!r}; {held}: `tellings show stories` lists them")
    return open_stories(store, set(found))
