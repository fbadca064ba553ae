"""tellings status: in goes a store, out come its tables, their size and what is amiss with it."""

import json
from typing import Annotated

import typer

from tellings.cli.options import DEFAULT_STORE, JsonOption, StoreOption
from tellings.cli.terminal import print_lines
from tellings.errors import StoreDamaged
from tellings.publish.store_status import status_json, status_lines, store_status
from tellings.stages import STAGES
from tellings.store import Store

SHORT = "Tell what a store holds."
EPILOG = """\b
Examples:
  tellings status
  tellings status --check
  tellings status --store archive/.tellings --json
"""


def command(
    store: StoreOption = DEFAULT_STORE,
    check: Annotated[
        bool, typer.Option("--check", help="Read every part and compare its checksum; exit code 3 when one differs.")
    ] = False,
    json_: JsonOption = False,
) -> None:
    """List the tables of a store: parts, rows, size, when written and from what.

    Also told: whether a run is writing, what an interrupted run left, files that nothing names, damaged parts.
    """
    status = store_status(Store(store), STAGES, check)
    if json_:
        typer.echo(json.dumps(status_json(status), ensure_ascii=False, indent=1))
    else:
        print_lines(status_lines(status))
    if check and status.damaged:
        raise StoreDamaged(
            f"{len(status.damaged)} of the parts in {store} differ from their checksum or are missing, the first"
            f" {status.damaged[0]}; the same `tellings run` again makes anew what can be made from the rest"
        )
