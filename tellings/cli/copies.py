"""tellings copies: in goes a store, out come the articles that share text, and who has it from whom."""

import json
from typing import Annotated

import typer

from tellings.cli.in_force import settings_in_force
from tellings.cli.options import DEFAULT_STORE, JsonOption, StoreOption
from tellings.cli.terminal import print_lines
from tellings.errors import UsageError
from tellings.publish.copies import KINDS, TOLD_KINDS, copies_json, copies_lines, list_copies
from tellings.stages.origins import read_outlets
from tellings.store import Store

SHORT = "List who repeats whom."
EPILOG = """\b
Examples:
  tellings copies
  tellings copies --story 1
  tellings copies --kind near --kind exact --json
"""


def command(
    store: StoreOption = DEFAULT_STORE,
    story: Annotated[
        int | None,
        typer.Option("--story", metavar="N", help="Only the tellings of this story; `show stories` lists them."),
    ] = None,
    kind: Annotated[
        list[str],
        typer.Option("--kind", metavar="KIND", help=f"Only such pairs: {', '.join(KINDS)}, or all. Repeatable."),
    ] = list(TOLD_KINDS),  # noqa: B006 - typer copies it
    json_: JsonOption = False,
) -> None:
    """List the pairs of articles that share prose: how much, which passages, and who has it from whom, with reasons.

    An arrow leads from where the text stood first; ⊂ means that the left one holds nothing that the right one lacks.
    """
    kinds = KINDS if "all" in kind else tuple(kind)
    if unknown := [name for name in kinds if name not in KINDS]:
        raise UsageError(f"--kind {unknown[0]!r} is no kind of pair; choose from: {', '.join(KINDS)}, all")
    outlets = settings_in_force(store, [])[0]["origins"].outlets
    view = list_copies(Store(store), story, kinds, read_outlets(outlets) if outlets else ())
    if json_:
        typer.echo(json.dumps({"schema": 1, "copies": copies_json(view)}, ensure_ascii=False, indent=1))
        return
    print_lines(copies_lines(view))
