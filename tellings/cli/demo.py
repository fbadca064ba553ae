"""tellings demo: in goes nothing, out comes the sample collated, and how to run one's own articles."""

import json
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from tellings import sample
from tellings.cli.options import JsonOption
from tellings.cli.run import collate_into, print_run
from tellings.publish.json_ import run_json
from tellings.publish.stories import open_stories
from tellings.publish.terminal import Detail

EPILOG = """Example: tellings demo"""


def command(
    keep: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep the demo's store there, to try `tellings show` on it.")
    ] = None,
    json_: JsonOption = False,
) -> None:
    """Collate the sample: eight tellings of one invented event among six other articles."""
    with tempfile.TemporaryDirectory(prefix="tellings-demo-") as folder:
        store = keep or Path(folder) / "store"
        report, opened = collate_into([str(sample.folder())], store, [], workers=0, quiet=json_)
        if json_:
            typer.echo(json.dumps(run_json(report, open_stories(opened)), ensure_ascii=False, indent=1))
        else:
            print_run(report, opened, top=1, detail=Detail())
    if not json_:
        typer.echo()
        typer.echo(f"These articles lie in {sample.folder()}")
        if keep:
            typer.echo(f"Look closer:       tellings show 1.1 --store {keep}")
        typer.echo("Your own articles: tellings run FOLDER")
