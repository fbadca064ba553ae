"""The guard of a site: in goes a request, out comes a refusal, or the answer with what a browser must not do.

Only known host names are answered (a page elsewhere could otherwise have its own name lead to this server), only
requests of our own pages may change anything, and a page may load nothing but our own files.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
HEADERS = (
    (b"content-security-policy", b"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
     b" connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)  # fmt: skip


class Guard:
    """Refuses what no page of ours asks; adds the headers that keep a browser from what no page of ours does.

    Args:
        app: what answers.
        hosts: names that this server is known by, without port.
        most: bytes that a request may send.
    """

    def __init__(self, app: App, hosts: tuple[str, ...], most: int) -> None:
        self.app = app
        self.hosts = frozenset(hosts)
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope["method"], headers)
        if refusal:
            await _refuse(send, *refusal)
            return
        await self.app(scope, _limited(receive, self.most), _guarded(send))

    def _refusal(self, method: str, headers: dict[bytes, str]) -> tuple[int, str] | None:
        """Status and reason, where the request is not answered."""
        host = headers.get(b"host", "")
        if host_name(host) not in self.hosts:
            return 421, f"this server does not answer for {host[:80]!r}; open it by the address it printed"
        if method not in ("GET", "HEAD", "POST", "OPTIONS"):
            return 405, f"{method[:20]} is not understood here; GET reads and POST sends"
        origin = headers.get(b"origin")
        if method == "POST" and origin is not None and urlsplit(origin).netloc != host:
            return 403, "only pages of this server may send it anything"
        if method == "POST" and headers.get(b"sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return 403, "only pages of this server may send it anything"
        length = headers.get(b"content-length", "0")
        if not length.isdigit() or int(length) > self.most:
            return 413, f"more than {self.most // 1_000_000} MB at once; `tellings run FOLDER` reads what is larger"
        return None


def host_name(host: str) -> str:
    """A Host header without its port, in small letters.

    >>> host_name("LocalHost:8000"), host_name("[::1]:8000"), host_name("[::1]"), host_name("")
    ('localhost', '[::1]', '[::1]', '')
    """
    name, colon, port = host.rpartition(":")
    return (name if colon and port.isdigit() else host).lower()


class TooMuch(Exception):
    """A request sent more than it may."""


def _limited(receive: Receive, most: int) -> Receive:
    """What is sent without telling its length is counted while it comes."""
    got = 0

    async def counted() -> Message:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise TooMuch(f"more than {most} bytes")
        return message

    return counted


def _guarded(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name.lower() for name, _ in message.get("headers", ())}
            message["headers"] = [
                *message.get("headers", ()),
                *((name, value) for name, value in HEADERS if name not in own),
            ]
        await send(message)

    return guarded


async def _refuse(send: Send, status: int, reason: str) -> None:
    body = f"{reason}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode()), *HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
