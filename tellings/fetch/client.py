"""The one client: an address in, the response whole and bounded out, or why there is none.

Waits its turn at each host, follows few redirects, tries again what fails in passing, and gives up on a server that is
slow, endless or asks for too much patience. Never sends a cookie; checks every certificate.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from tellings.fetch.addresses import cleaned, host_of, is_public
from tellings.fetch.outcome import Refused
from tellings.fetch.polite import FetchSettings, Pace

PIECE = 1 << 16
REDIRECTS = frozenset((301, 302, 303, 307, 308))
# Answers that may be others in a minute.
PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))
# Seconds before the second attempt; doubled for each that follows.
BACK_OFF = 1.0


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered."""

    address: str  # that answered, redirects followed
    status: int
    reason: str  # the words beside the status
    version: str  # HTTP/1.1
    headers: tuple[tuple[str, str], ...]  # as sent
    body: bytes  # as sent, chunks joined

    def header(self, name: str) -> str:
        """Values of a header, joined; "" without."""
        return ", ".join(value for given, value in self.headers if given.lower() == name)


class _Private(Exception):
    """The name of a host led to an address that is not of the public net."""


class _Watched:
    """A connection that closes where it was led to a machine of the private net, before anything is asked."""

    def connect(self) -> None:
        super().connect()  # type: ignore[misc]
        peer = self.sock.getpeername()[0]  # type: ignore[attr-defined]
        if not is_public(peer):
            self.close()  # type: ignore[attr-defined]
            raise _Private(peer)


class _WatchedHttp(_Watched, HTTPConnection):
    pass


class _WatchedHttps(_Watched, HTTPSConnection):
    pass


class _WatchedHttpPool(HTTPConnectionPool):
    ConnectionCls = _WatchedHttp


class _WatchedHttpsPool(HTTPSConnectionPool):
    ConnectionCls = _WatchedHttps


class Client:
    """Asks servers, one request at a time.

    Args:
        settings: see FetchSettings.
        pace: when each host may be asked.
    """

    def __init__(self, settings: FetchSettings, pace: Pace | None = None) -> None:
        self.settings = settings
        self.pace = pace or Pace(settings.delay)
        self.asked_hosts: set[str] = set()  # of addresses that a person named: these may lie anywhere
        self._anywhere = urllib3.PoolManager(num_pools=20)
        self._public = urllib3.PoolManager(num_pools=20)
        self._public.pool_classes_by_scheme = {"http": _WatchedHttpPool, "https": _WatchedHttpsPool}

    def close(self) -> None:
        """Close what connections are open."""
        self._anywhere.clear()
        self._public.clear()

    def hop(self, address: str, headers: Mapping[str, str], longest: int = 0) -> Response:
        """One request, tried again where it fails in passing; a redirect is handed back as it is.

        Raises:
            Refused: no answer, or one that is not taken whole.
        """
        for attempt in range(self.settings.retries + 1):
            last = attempt == self.settings.retries
            wait = BACK_OFF * 2**attempt
            try:
                response = self._once(address, headers, longest or self.settings.max_bytes)
            except (urllib3.exceptions.HTTPError, OSError) as error:
                if last:
                    raise Refused(_no_answer(error), passing=True) from error
            else:
                if response.status not in PASSING or last:
                    return response
                wait = max(wait, self._asked_to_wait(response))
            self.pace.sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _asked_to_wait(self, response: Response) -> float:
        wait = retry_after(response.header("retry-after"))
        if wait > self.settings.patience:
            raise Refused(
                f"the server answered {said(response)} and asks to wait {wait:,.0f} seconds; try again later",
                passing=True,
            )
        return wait

    def _once(self, address: str, headers: Mapping[str, str], longest: int) -> Response:
        host = host_of(address)
        self.pace.turn(host)
        manager = self._anywhere if host in self.asked_hosts else self._public
        begin = time.monotonic()
        try:
            answer = manager.request(
                "GET",
                address,
                headers={"User-Agent": self.settings.agent, "Accept-Encoding": "gzip", **headers},
                timeout=urllib3.Timeout(connect=self.settings.timeout, read=self.settings.timeout),
                retries=False,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
        except _Private as error:
            raise Refused(f"{error} is not of the public net; name the address yourself to fetch it") from None
        try:
            body = b"" if answer.status in REDIRECTS else self._body(answer, longest, begin)
        finally:
            answer.close()
        listed = tuple((str(name), str(value)) for name, value in answer.headers.iteritems())
        version = "HTTP/1.0" if answer.version == 10 else "HTTP/1.1"
        return Response(address, answer.status, answer.reason or "", version, listed, body)

    def _body(self, answer: urllib3.BaseHTTPResponse, longest: int, begin: float) -> bytes:
        """The body, piece by piece, so that neither an endless one nor one that trickles keeps us."""
        pieces: list[bytes] = []
        size = 0
        while piece := answer.read1(PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > longest:
                raise Refused(f"more than {longest:,} bytes; raise --set fetch.max_bytes if it is an article")
            if time.monotonic() - begin > self.settings.longest:
                raise Refused(f"not whole after {self.settings.longest:,.0f} seconds: the server is too slow")
        return b"".join(pieces)


def redirected(response: Response) -> str:
    """Where a response leads to; "" where it is no redirect.

    Raises:
        Refused: it leads to what is no address.
    """
    if response.status not in REDIRECTS:
        return ""
    if not response.header("location"):
        raise Refused(f"the server answered {said(response)} without saying where to")
    return cleaned(response.header("location"), response.address)


def said(response: Response) -> str:
    """A status in words."""
    try:
        return f"{response.status} {HTTPStatus(response.status).phrase}"
    except ValueError:
        return f"{response.status} {response.reason[:60]}".strip()


def retry_after(value: str) -> float:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3); 0 where it says nothing that is understood.

    >>> retry_after("120"), retry_after("soon")
    (120.0, 0.0)
    """
    if value.strip().isdigit():
        return float(value.strip()[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return 0.0


def _no_answer(error: Exception) -> str:
    """Why no whole answer came, in few words."""
    name = type(error).__name__
    if isinstance(error, urllib3.exceptions.NameResolutionError):  # these two are timeouts too, by their class
        return "no answer: there is no host of that name (or no network)"
    if isinstance(error, urllib3.exceptions.NewConnectionError):
        return "no answer: the server cannot be reached"
    if isinstance(error, urllib3.exceptions.TimeoutError):
        return "no answer: the server took too long"
    if isinstance(error, urllib3.exceptions.SSLError):
        return "no answer: its certificate is not valid"
    if isinstance(error, urllib3.exceptions.LocationValueError | urllib3.exceptions.LocationParseError):
        return "not an address"
    return f"no whole answer: the connection broke ({name})"
