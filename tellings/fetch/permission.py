"""What a host permits: an address in, whether robots.txt lets us have it and what the host reserves out.

robots.txt as RFC 9309 has it: none is permission, a server that cannot give it is none. protego reads it.
"""

from protego import Protego

from tellings.fetch.addresses import host_of
from tellings.fetch.client import Client, Response, redirected
from tellings.fetch.opt_out import TDMREP, parse_tdmrep
from tellings.fetch.outcome import Refused
from tellings.fetch.polite import TOKEN

# RFC 9309, 2.5: at least so much is read.
LONGEST = 512_000
# RFC 9309, 2.3.1.2.
REDIRECTS = 5


class Permissions:
    """robots.txt and tdmrep.json of each host, asked once."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._rules: dict[str, Protego | str] = {}  # or why there are none
        self._reservations: dict[str, tuple[tuple[str, bool], ...]] = {}

    def require(self, address: str) -> None:
        """Raise where robots.txt does not let us have an address.

        Raises:
            Refused: it does not.
        """
        origin = _origin(address)
        if origin not in self._rules:
            self._rules[origin] = self._ask(origin, host_of(address))
        rules = self._rules[origin]
        if isinstance(rules, str):
            raise Refused(rules, passing=True)
        if not rules.can_fetch(address, TOKEN):
            raise Refused("robots.txt of the host does not let us")

    def reservations(self, address: str) -> tuple[tuple[str, bool], ...]:
        """What the host reserves in /.well-known/tdmrep.json."""
        origin = _origin(address)
        if origin not in self._reservations:
            try:
                response = self._file(origin + TDMREP)
                found = parse_tdmrep(response.body) if response.status == 200 else ()
            except Refused:
                found = ()
            self._reservations[origin] = found
        return self._reservations[origin]

    def _ask(self, origin: str, host: str) -> Protego | str:
        """The rules of a host, or why there is no asking it."""
        try:
            response = self._file(origin + "/robots.txt")
        except Refused as error:
            return f"robots.txt of the host cannot be read, so nothing of it is fetched: {error}"
        if response.status == 429 or response.status >= 500:
            return f"robots.txt of the host cannot be read (status {response.status}), so nothing of it is fetched"
        rules = Protego.parse(response.body.decode("utf-8", "replace") if response.status == 200 else "")
        delay = rules.crawl_delay(TOKEN)
        if delay and delay > self.client.settings.patience:
            return (
                f"robots.txt of the host asks for {delay:,.0f} seconds between requests; raise fetch.patience to wait"
            )
        if delay:
            self.client.pace.slow_down(host, delay)
        return rules

    def _file(self, address: str) -> Response:
        """A file of the host, redirects followed."""
        for _ in range(REDIRECTS + 1):
            response = self.client.hop(address, {"Accept-Encoding": "identity"}, LONGEST)
            following = redirected(response)
            if not following:
                return response
            address = following
        raise Refused("too many redirects")


def _origin(address: str) -> str:
    return "/".join(address.split("/", 3)[:3])
