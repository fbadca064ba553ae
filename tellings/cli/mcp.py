"""tellings mcp: in goes a store, out comes an MCP server on standard input and output."""

import typer

from tellings.cli.options import DEFAULT_STORE, StoreOption
from tellings.errors import UsageError
from tellings.store import Store

SHORT = "Let an assistant look things up (MCP)."
EPILOG = """\b
Examples:
  tellings mcp
  claude mcp add tellings -- tellings mcp --store /path/to/.tellings
"""


def command(store: StoreOption = DEFAULT_STORE) -> None:
    """Answer an assistant's questions over the Model Context Protocol: check, search, story, statement.

    It speaks on standard input and output; the program that runs the assistant starts it. Answers are passages with
    the place of each, never whole articles.
    """
    try:
        from tellings.publish.mcp import create_mcp  # noqa: PLC0415 (an extra)
        from tellings.publish.web.library import Library  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise UsageError(f"{error.name} is not installed; it needs: pip install 'tellings[mcp]'") from error
    library = Library(Store(store))
    library.refresh()
    typer.echo(f"answering from {store}; it is a program, not a person, that talks to this", err=True)
    create_mcp(library).run("stdio")
