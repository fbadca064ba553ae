"""tellings demo: in goes nothing, out comes the sample collated, and how to run one's own articles."""

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer

from tellings import sample
from tellings.cli.options import JsonOption
from tellings.cli.run import collate_into, print_run
from tellings.errors import UsageError
from tellings.publish.json_ import run_json
from tellings.publish.stories import open_stories
from tellings.publish.terminal import Detail

SHORT = "Collate the sample that comes with it."
EPILOG = """\b
Example:
  tellings demo
"""


def command(
    keep: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Keep the demo's store there, to try `tellings show` on it.")
    ] = None,
    copy: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Only copy the sample articles there, to play with them.")
    ] = None,
    json_: JsonOption = False,
) -> None:
    """Collate the sample: eight tellings of one invented event among six other articles."""
    if copy:
        _copy_to(copy)
        return
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
        program = "tellings" if shutil.which("tellings") else str(Path(sys.executable).with_name("tellings"))
        if keep:
            typer.echo(f"Look closer:       {program} show 1.1 --store {keep}")
        typer.echo(f"Your own articles: {program} run FOLDER")


def _copy_to(folder: Path) -> None:
    if folder.exists():
        raise UsageError(f"{folder} is there already; name a folder that is not")
    shutil.copytree(sample.folder(), folder)
    typer.echo(f"{len(list(folder.iterdir()))} files copied to {folder}; next: tellings run {folder}")
