"""tellings forget: in goes the id of an article, out comes a store without it."""

from typing import Annotated

import typer

from tellings.cli.in_force import settings_in_force
from tellings.cli.options import DEFAULT_STORE, StoreOption
from tellings.cli.terminal import Bars
from tellings.engine.local import LocalEngine
from tellings.errors import UsageError
from tellings.forget import forget
from tellings.publish.find import find_object
from tellings.settings import with_settings
from tellings.stages import STAGES
from tellings.store import Store

SHORT = "Purge an article from the store for good."
EPILOG = """\b
Examples:
  tellings forget courier.txt
  tellings forget 26870fac8e3c --yes --note "withdrawn by the publisher"
"""


def command(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The article: its file name, or an id from tellings show.")],
    store: StoreOption = DEFAULT_STORE,
    note: Annotated[str, typer.Option("--note", metavar="WHY", help="Kept with the tombstone.")] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Purge an article from every table and index, and leave a tombstone without content.

    Its stories are told anew without it. The same text is not read again later. Files outside the store (what was read,
    exports, reports) are yours to delete.
    """
    opened = Store(store)
    found = find_object(opened, id_)
    if found.kind != "article":
        raise UsageError(f"{id_!r} names a {found.kind}; name one article: `tellings show FILE` prints its id")
    article_id, source = found.json["article_id"], found.json["source"]
    if not yes:
        typer.confirm(f"Forget {source} (article {article_id[:12]})? This cannot be undone", abort=True)
    settings, _ = settings_in_force(store, [])
    engine = LocalEngine(settings["engine"], opened.folder / "tmp")
    try:
        with Bars() as bars:
            forget(opened, article_id, note, engine, with_settings(STAGES, settings), bars)
    finally:
        engine.close()
    typer.echo(f"forgotten: article {article_id[:12]}; a tombstone without content is left")
    typer.echo("files outside the store, exports and reports made before may still hold it")
