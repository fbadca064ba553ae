"""tellings fetch: in go addresses of pages and feeds, out comes a WARC of the pages, and why others are not in it."""

from pathlib import Path
from typing import Annotated

import typer

from tellings.cli.fetched import print_round, require_extra, told
from tellings.cli.in_force import settings_in_force
from tellings.cli.options import DEFAULT_STORE, JsonOption, SetOption
from tellings.errors import NothingRead

SHORT = "Fetch pages, and the pages of feeds, into a WARC."
EPILOG = """\b
Examples:
  tellings fetch https://example.org/news/bridge.html
  tellings fetch https://example.org/feed.xml --into bridge
  tellings run bridge
"""
INTO = Path("fetched")

IntoOption = Annotated[Path, typer.Option("--into", metavar="FOLDER", help="Where the WARC is put.")]


def command(
    addresses: Annotated[
        list[str],
        typer.Argument(metavar="URL", help="Pages, and feeds, whose pages are fetched."),
    ],
    into: IntoOption = INTO,
    json_: JsonOption = False,
    set_: SetOption = [],  # noqa: B006 - typer copies it
) -> None:
    """Fetch pages and keep them as WARC, so that the evidence outlives a deleted page; `tellings run` reads it.

    One request at a time, a second apart at each host. robots.txt and reservations of text and data mining are
    respected; what is not kept is told with the reason. Only this command and `watch` open a connection.
    """
    require_extra()
    from tellings.fetch.rounds import fetch_pages  # noqa: PLC0415 (needs the extra)

    settings = settings_in_force(DEFAULT_STORE, set_)[0]["fetch"]
    found = told(fetch_pages(addresses, into, settings), json_)
    print_round(found, str(into), json_)
    if not any(outcome.status == "kept" for outcome in found):
        raise NothingRead("no page was kept; the lines above say why" if not json_ else "no page was kept")
