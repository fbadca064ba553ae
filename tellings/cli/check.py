"""tellings check: in goes a quotation, out comes whether it stands in the stored articles, in these words."""

import json
from typing import Annotated

import typer

from tellings.cli.options import DEFAULT_STORE, JsonOption, StoreOption
from tellings.cli.terminal import print_lines
from tellings.errors import UsageError
from tellings.publish.check import check_in_store, checked_json, checked_lines
from tellings.store import Store

SHORT = "Tell whether words were said, and how they differ."
EPILOG = """\b
Example:
  tellings check "I do not blame the captain."
"""


def command(
    quotation: Annotated[str, typer.Argument(help="The words in question; … where some are left out.")],
    store: StoreOption = DEFAULT_STORE,
    json_: JsonOption = False,
    limit: Annotated[int, typer.Option(min=1, help="Most articles to list.")] = 20,
) -> None:
    """Tell whether words stand in the stored articles: verbatim, altered (and how), cut, spliced, or not found.

    Case, punctuation and regional spelling do not count as differences. Articles come in order of date, each with the
    characters where the words stand. The exit code is 0 when the words were found as they are, 1 when not.
    """
    if not any(character.isalnum() for character in quotation):
        raise UsageError(f'{quotation!r} holds no words; put the quotation in marks: tellings check "WORDS"')
    checked = check_in_store(Store(store), quotation, limit)
    if json_:
        typer.echo(json.dumps(checked_json(checked), ensure_ascii=False, indent=1))
    else:
        print_lines(checked_lines(checked))
    raise typer.Exit(0 if checked.check.verdict == "verbatim" else 1)
