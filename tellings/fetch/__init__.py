"""Fetching, only when a person asks: addresses and feeds in, what was kept of each and why not out, pages as WARC.

The rest of tellings never opens a socket. Needs the extra: pip install 'tellings[fetch]'.
"""

from typing import TYPE_CHECKING

from tellings.fetch.outcome import Outcome
from tellings.fetch.polite import FetchSettings

if TYPE_CHECKING:
    from tellings.fetch.rounds import fetch_pages, watch_round

__all__ = ["FetchSettings", "Outcome", "fetch_pages", "watch_round"]


def __getattr__(name: str) -> object:
    """What needs the extra is loaded when it is used."""
    if name in ("fetch_pages", "watch_round"):
        from tellings.fetch import rounds  # noqa: PLC0415

        return getattr(rounds, name)
    raise AttributeError(name)
