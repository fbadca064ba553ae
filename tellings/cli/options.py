"""Options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

DEFAULT_STORE = Path(".tellings")

StoreOption = Annotated[Path, typer.Option("--store", metavar="DIR", help="The store: where the tables lie.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
SetOption = Annotated[
    list[str],
    typer.Option(
        "--set", metavar="STAGE.NAME=VALUE", help="Change a setting; `tellings config` lists them. Repeatable."
    ),
]
