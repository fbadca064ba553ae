"""tellings stories: in go a store and an order, out come its stories, a line each."""

import json
from typing import Annotated

import typer

from tellings.cli.options import DEFAULT_STORE, JsonOption, StoreOption
from tellings.cli.terminal import print_lines
from tellings.errors import NotFound
from tellings.publish.lines import count, line
from tellings.publish.story_list import SORTS, Wanted, list_stories, listed_json, listed_lines
from tellings.store import Store

SHORT = "List the stories of a store."
EPILOG = """\b
Examples:
  tellings stories
  tellings stories --sort conflicts --limit 10
  tellings stories --outlet "Tarn Gazette" --since 2024-09-01 --json
"""


def command(
    sort: Annotated[
        str, typer.Option("--sort", metavar="ORDER", help=f"{', '.join(SORTS)}: what comes first.")
    ] = "independent",
    limit: Annotated[int, typer.Option("--limit", min=0, metavar="N", help="How many; 0 lists all.")] = 0,
    outlet: Annotated[str, typer.Option("--outlet", metavar="NAME", help="Only stories that this outlet tells.")] = "",
    since: Annotated[str, typer.Option("--since", metavar="DAY", help="Only stories told on this day or later.")] = "",
    store: StoreOption = DEFAULT_STORE,
    json_: JsonOption = False,
) -> None:
    """List stories: how many tell each, how many of them independently, and what was corrected or withdrawn.

    The first number is what `tellings show` takes; the eight characters after it stay the same over runs.
    """
    opened = Store(store)
    if not opened.manifest().parts:
        raise NotFound(f"{store} holds no finished run yet; `tellings run FOLDER` reads articles")
    listed = list_stories(opened, Wanted(sort, limit, outlet, since))
    if json_:
        typer.echo(json.dumps(listed_json(listed), ensure_ascii=False))
        return
    print_lines(listed_lines(listed))
    print_lines([line((f"{count(len(listed), 'story', 'stories')}", "dim"))])
