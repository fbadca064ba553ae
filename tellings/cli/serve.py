"""tellings serve: in goes a store, out comes a local site that shows it."""

import sys
import threading
import webbrowser
from typing import Annotated

import typer

from tellings.cli.in_force import settings_in_force
from tellings.cli.options import DEFAULT_STORE, StoreOption
from tellings.cli.terminal import Bars
from tellings.errors import UsageError
from tellings.store import Store

SHORT = "Look at the stories in a browser."
EPILOG = """\b
Examples:
  tellings serve
  tellings serve --store .tellings --port 8080 --no-browser
"""


def command(
    store: StoreOption = DEFAULT_STORE,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="Where to listen; others than this machine must be told.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="Which port; 0 takes a free one.")] = 8000,
    name: Annotated[
        list[str],
        typer.Option("--name", metavar="HOST", help="A host name that browsers call this server by. Repeatable."),
    ] = [],  # noqa: B006 - typer copies it
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser.")] = True,
    full_text: Annotated[
        bool, typer.Option("--full-text", help="Show whole articles to other machines too, not only what is cited.")
    ] = False,
) -> None:
    """Show the stories of a store as a site on this machine: read, check a draft, drop files, note corrections.

    Nothing is loaded from elsewhere and nobody else can reach it, unless --host says so. A run may write to the store
    meanwhile. Stop it with Ctrl-C.
    """
    try:
        import uvicorn  # noqa: PLC0415 (an extra)

        from tellings.publish.web.app import create_app  # noqa: PLC0415
        from tellings.publish.web.guard import LOOPBACK  # noqa: PLC0415
        from tellings.publish.web.library import Library  # noqa: PLC0415
        from tellings.publish.web.reading import collate_with  # noqa: PLC0415
        from tellings.publish.web.sockets import bind, shown_address  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not installed; the site needs: pip install 'tellings[web]'") from error
    opened = Store(store, create=True)
    local = host in (*LOOPBACK, "::1")
    library = Library(opened, full_text=local or full_text)
    with Bars() as bars:
        bars.begin("index", None)
        library.refresh(lambda done, of: bars.advance(1))
        bars.end()
    listening = bind(host, port)
    address = shown_address(host, listening.getsockname()[1])
    hosts = (*LOOPBACK, *(named.lower() for named in name), *([] if local else [host.lower()]))
    app = create_app(library, collate_with(opened, lambda: settings_in_force(store, [])[0]), hosts)
    typer.echo(f"{store} is shown at {address} (Ctrl-C stops)")
    if not local:
        typer.echo(
            "other machines can reach it by the names given with --name; whoever does may read and write", err=True
        )
    if browser and sys.stdout.isatty():
        threading.Timer(0.6, webbrowser.open, [address]).start()
    uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False)).run(sockets=[listening])
