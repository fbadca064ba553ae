"""The command line: in go the words a person types, out come text or JSON and an exit code.

Exit codes: 0 done (refused items counted), 1 a check failed, 2 nothing could be read or wrong use, 3 store locked or
damaged, 130 interrupted.
"""

import logging
import os
import sys
from importlib import import_module
from typing import Annotated

import typer

from tellings.errors import TellingsError

app = typer.Typer(
    name="tellings",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
# Each is a module of this folder; in the order in which help lists them.
COMMANDS = (
    "run", "stories", "show", "check", "copies", "export", "fetch", "watch", "serve", "mcp", "forget", "demo", "status",
    "gc", "bench", "config",
)  # fmt: skip


def _add_commands(words: list[str]) -> None:
    """Load the command that is named, or all: a check of one quotation need not wait for the modules of a run."""
    first = next((word for word in words if not word.startswith("-")), "")
    for name in [first] if first in COMMANDS else COMMANDS:
        module = import_module(f"tellings.cli.{name}")
        app.command(name=name, short_help=module.SHORT, epilog=module.EPILOG)(module.command)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version  # noqa: PLC0415 (a twentieth of a second)

        typer.echo(f"tellings {version('tellings')}")
        raise typer.Exit


@app.callback()
def _globals(
    verbose: Annotated[int, typer.Option("-v", "--verbose", count=True, help="Log what is done; -vv for more.")] = 0,
    version_: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and leave.")
    ] = False,
) -> None:
    """Collate news: which articles tell the same story, who said what in which words, how each telling differs.

    Begin with `tellings demo`, then `tellings run FOLDER` on articles of your own.
    """
    level = (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    logging.basicConfig(level=level, format="%(levelname)s %(name)s: %(message)s", stream=sys.stderr)


def main() -> None:
    """Entry point: run the command, turn our own errors into a line and an exit code."""
    for stream in (sys.stdout, sys.stderr):  # a console of another encoding must not stop a run
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace" if stream.isatty() else "backslashreplace", encoding="utf-8")
    app.registered_commands.clear()
    _add_commands(sys.argv[1:])
    try:
        app(standalone_mode=True)
    except TellingsError as error:
        typer.echo(f"tellings: {error}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # the reader of a pipe left; that is no error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
