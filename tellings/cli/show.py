"""tellings show: in goes an id, out comes that object whole with its evidence."""

import json
from dataclasses import replace
from typing import Annotated

import typer

from tellings.cli.in_force import settings_in_force
from tellings.cli.options import DEFAULT_STORE, JsonOption, StoreOption
from tellings.cli.terminal import print_lines
from tellings.publish.find import Found, StoryView, find_object
from tellings.store import Store

SHORT = "Print one object with its evidence."
EPILOG = """\b
Examples:
  tellings show 1
  tellings show 1 --summary-words 250
  tellings show 1.2
  tellings show courier.txt --json
"""


def command(
    id_: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A story (1), a statement (1.2), an article (its file name or id), a quotation id;"
            " or the word stories or failures.",
        ),
    ],
    store: StoreOption = DEFAULT_STORE,
    json_: JsonOption = False,
    summary_words: Annotated[
        int, typer.Option(min=0, metavar="N", help="Most words of a story's summary; 0 takes the stored one.")
    ] = 0,
    everything: Annotated[
        bool, typer.Option("--verbose", "-v", help="List what is otherwise only counted: compatible differences.")
    ] = False,
) -> None:
    """Print one object whole, with every passage it rests on."""
    summary = replace(settings_in_force(store, [])[0]["summary"], words=summary_words) if summary_words else None
    found: Found = find_object(Store(store), id_, StoryView(summary, everything))
    if json_:
        typer.echo(json.dumps({"schema": 1, found.kind: found.json}, ensure_ascii=False, indent=1))
        return
    print_lines(found.lines)
