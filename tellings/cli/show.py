"""tellings show: in goes an id, out comes that object whole with its evidence."""

import json
from typing import Annotated

import typer

from tellings.cli.options import DEFAULT_STORE, JsonOption, StoreOption
from tellings.cli.terminal import print_lines
from tellings.publish.find import Found, find_object
from tellings.store import Store

SHORT = "Print one object with its evidence."
EPILOG = """\b
Examples:
  tellings show 1
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
    everything: Annotated[
        bool, typer.Option("--verbose", "-v", help="List what is otherwise only counted: compatible differences.")
    ] = False,
) -> None:
    """Print one object whole, with every passage it rests on."""
    found: Found = find_object(Store(store), id_, everything)
    if json_:
        typer.echo(json.dumps({"schema": 1, found.kind: found.json}, ensure_ascii=False, indent=1))
        return
    print_lines(found.lines)
