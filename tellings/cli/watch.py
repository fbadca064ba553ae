"""tellings watch: in goes a list of feeds, out come WARCs of what is new in them, round by round."""

import time
from pathlib import Path
from typing import Annotated

import typer

from tellings.cli.fetch import INTO, IntoOption
from tellings.cli.fetched import print_round, require_extra, told
from tellings.cli.in_force import settings_in_force
from tellings.cli.options import DEFAULT_STORE, JsonOption, SetOption
from tellings.errors import Interrupted, NothingRead
from tellings.fetch.feeds import feeds_of_opml

SHORT = "Fetch what is new in the feeds of an OPML file."
EPILOG = """\b
Examples:
  tellings watch feeds.opml
  tellings watch feeds.opml --into news --every 30
"""


def command(
    feeds: Annotated[Path, typer.Argument(metavar="FEEDS.opml", help="A list of feeds, as feed readers export it.")],
    into: IntoOption = INTO,
    every: Annotated[
        int,
        typer.Option("--every", min=0, metavar="MINUTES", help="Go on, with such a pause; 0 leaves after one round."),
    ] = 0,
    json_: JsonOption = False,
    set_: SetOption = [],  # noqa: B006 - typer copies it
) -> None:
    """Fetch the pages that feeds name, each once, and keep them as WARC; `tellings run` reads it.

    A feed that has not changed since the last round is not sent again (ETag, Last-Modified). What was asked for is
    remembered in .watched.json in the folder. As polite as `fetch`.
    """
    require_extra()
    from tellings.fetch.rounds import watch_round  # noqa: PLC0415 (needs the extra)

    settings = settings_in_force(DEFAULT_STORE, set_)[0]["fetch"]
    listed = feeds_of_opml(feeds)
    while True:
        found = told(watch_round(listed, into, settings), json_)
        print_round(found, str(into), json_)
        if not every:
            break
        _pause(every)
    if all(outcome.status == "refused" for outcome in found):
        raise NothingRead("no feed could be read" + ("" if json_ else "; the lines above say why"))


def _pause(minutes: int) -> None:
    try:
        time.sleep(60 * minutes)
    except KeyboardInterrupt:
        raise Interrupted("stopped; the same command goes on from there") from None
