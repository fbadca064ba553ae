"""Being polite: how often, how long, how much, and under which name a server is asked; the waiting itself."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tellings.stage import Settings

# The name by which robots.txt speaks to us.
TOKEN = "tellings"
AGENT = f"{TOKEN}/0.1 (collates news for a person who asked for this page)"


@dataclass(frozen=True)
class FetchSettings(Settings):
    """Settings of fetching."""

    # Seconds between two requests to one host: what crawlers that nobody complains of keep to.
    delay: float = 1.0
    # Seconds to connect, and to wait for the next bytes; slower servers are overloaded.
    timeout: float = 20.0
    # Seconds for a whole page, however it trickles in.
    longest: float = 120.0
    # Bytes of a page as sent. As read.max_bytes: what is larger would be refused when it is read.
    max_bytes: int = 10_000_000
    # How often a request that failed for a passing reason (no answer, 429, 5xx) is made again.
    retries: int = 2
    # Longest wait that a server may ask for (Retry-After, Crawl-delay), in seconds; asked for more, we leave.
    patience: float = 60.0
    # Redirects followed, as browsers do half of.
    redirects: int = 10
    # Pages of one feed in one round, newest first.
    most_of_a_feed: int = 100
    # Whom a server's keeper may write to; sent with the name.
    contact: str = ""

    @property
    def agent(self) -> str:
        """What is sent as User-Agent."""
        return f"{AGENT} {self.contact}".strip()


@dataclass(slots=True)
class Pace:
    """When each host may be asked again."""

    delay: float
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _free: dict[str, float] = field(default_factory=dict)
    _delays: dict[str, float] = field(default_factory=dict)

    def slow_down(self, host: str, delay: float) -> None:
        """A host asks for longer pauses."""
        self._delays[host] = max(delay, self.delay)

    def waiting(self, host: str) -> float:
        """Seconds until a host may be asked."""
        return max(0.0, self._free.get(host, 0.0) - self.clock())

    def turn(self, host: str) -> None:
        """Wait until a host may be asked, and count the request that follows."""
        if wait := self.waiting(host):
            self.sleep(wait)
        self._free[host] = self.clock() + self._delays.get(host, self.delay)
