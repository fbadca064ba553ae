"""A server on loopback that does what servers do to those who fetch: slow, endless, forbidding, wrong."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[[BaseHTTPRequestHandler], None]
PROSE = (
    "The council of Harrow Vale voted on Monday to close the footbridge over the Lenn until autumn. “We will not wait"
    " for an accident,” said Mira Holt, who leads the works committee. Engineers found cracks in two of its piers. "
) * 3


def page(title: str = "Footbridge shut", head: str = "") -> bytes:
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>"
        f"<p>{PROSE}</p></article></body></html>"
    ).encode()


@dataclass
class Site:
    """Answers by path, and what was asked."""

    base: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    conditions: list[dict[str, str]] = field(default_factory=list)

    def put(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        """A plain answer at a path; its address. Underlines of header names are dashes."""
        self.answers[path] = lambda handler: send(handler, body, status, headers)
        return self.base + path

    def feed(self, path: str, links: list[str], **headers: str) -> str:
        items = "".join(f"<item><title>One</title><link>{link}</link></item>" for link in links)
        body = f"<?xml version='1.0'?><rss version='2.0'><channel><title>Vale</title>{items}</channel></rss>".encode()

        def answer(handler: BaseHTTPRequestHandler) -> None:
            if headers.get("ETag") and handler.headers.get("If-None-Match") == headers["ETag"]:
                send(handler, b"", 304, {})
            else:
                send(handler, body, 200, {"Content-Type": "application/rss+xml", **headers})

        self.answers[path] = answer
        return self.base + path


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int, headers: dict[str, str]) -> None:
    given = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    handler.send_response(status)
    for name, value in given.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)


def endless(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while True:
        handler.wfile.write(b"<p>and so on</p>" * 4096)


def trickling(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b"<p>")
        handler.wfile.flush()
        time.sleep(0.05)


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(1.0)


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b"<p>The council")


def chunked_and_packed(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html; charset=utf-8")
    handler.send_header("Content-Encoding", "gzip")
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    body = gzip.compress(page())
    for at in range(0, len(body), 50):
        piece = body[at : at + 50]
        handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    handler.wfile.write(b"0\r\n\r\n")


@contextmanager
def serving() -> Iterator[Site]:
    """A site on a free port of this machine."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(self.path)
            site.agents.add(self.headers.get("User-Agent", ""))
            site.conditions.append({k: v for k, v in self.headers.items() if k.startswith("If-")})
            self.close_connection = True
            answer = site.answers.get(self.path)
            try:
                if answer:
                    answer(self)
                else:
                    send(self, b"no such page", 404, {})
            except OSError:
                pass  # they left, as they should

        def end_headers(self) -> None:
            self.send_header("Connection", "close")
            super().end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
