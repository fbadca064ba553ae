"""tellings gc: in goes a store, out goes every file of it that nothing names."""

import json
from typing import Annotated

import typer

from tellings.cli.options import DEFAULT_STORE, JsonOption, StoreOption
from tellings.cli.terminal import print_lines
from tellings.publish.lines import count, line
from tellings.publish.store_status import in_bytes
from tellings.store import Store

SHORT = "Delete files of a store that nothing names."
EPILOG = """\b
Examples:
  tellings gc --dry-run
  tellings gc
"""


def command(
    store: StoreOption = DEFAULT_STORE,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would be deleted.")] = False,
    json_: JsonOption = False,
) -> None:
    """Delete parts that newer ones replaced, and drafts of interrupted runs.

    Tables stay as they are, and so does what an interrupted run had finished. A run deletes such files too, one run
    later: a reader that is still at the old tables keeps them so long, so do not call this beside a long export.
    """
    opened = Store(store)
    with opened.lock():
        files = opened.unnamed([*opened.manifest().parts, *opened.journal()])
        sizes = [path.stat().st_size for path in files]
        names = [path.relative_to(opened.folder).as_posix() for path in files]
        if not dry_run:
            opened.delete(files)
    if json_:
        found = {"deleted": not dry_run, "files": names, "size": sum(sizes)}
        typer.echo(json.dumps({"schema": 1, "gc": found}, ensure_ascii=False, indent=1))
        return
    if dry_run:
        print_lines(line(f"{name}  {in_bytes(size)}") for name, size in zip(names, sizes, strict=True))
    would = "would be deleted" if dry_run else "deleted"
    print_lines([line(f"{count(len(files), 'file')} {would}, {in_bytes(sum(sizes))}")])
