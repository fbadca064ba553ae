"""What became of one address: the row that fetching tells, and the reasons why nothing was kept."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """One address that was named, or that a feed named."""

    address: str
    status: str  # kept | unchanged (or fetched before) | feed | refused
    reason: str  # why it was refused; of a feed, how many pages it names
    size: int = 0  # bytes of the page as sent
    final: str = ""  # where redirects led; "" where there was none
    feed: str = ""  # the feed that named it


class Refused(Exception):
    """An address is not fetched, or what came is not kept; the message says why."""

    def __init__(self, reason: str, passing: bool = False) -> None:
        super().__init__(reason)
        self.passing = passing  # it may be otherwise in an hour
