"""`tellings run --rewrite` from end to end: an endpoint on loopback, what it returns shown or refused."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from cli.typed import Tellings

POST = """Fire destroys old mill in Dover

A fire destroyed the old mill in Dover on Sunday, killing 2 horses, police said."""
TRUE = "Police said 2 horses died when the old mill in Dover burned on Sunday. [1]"
FALSE = "The fire in Dover killed 7 horses. [1]"


class Endpoint(HTTPServer):
    """Answers as an OpenAI-compatible endpoint does, and keeps what it was asked."""

    asked: list[dict[str, Any]]
    status = 200


class Handler(BaseHTTPRequestHandler):
    """One answer to all."""

    server: Endpoint

    def do_POST(self) -> None:
        """Answer a completion."""
        self.server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(json.dumps({"choices": [{"message": {"content": f"{TRUE}\n{FALSE}"}}]}).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    served = Endpoint(("127.0.0.1", 0), Handler)
    served.asked = []
    threading.Thread(target=served.serve_forever, daemon=True).start()
    yield served
    served.shutdown()
    served.server_close()


@pytest.fixture(autouse=True)
def post(tmp_path: Path) -> None:
    """The folder holds one article."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "post.txt").write_text(POST, encoding="utf-8")


def flags(endpoint: Endpoint) -> tuple[str, ...]:
    return ("--rewrite", f"http://127.0.0.1:{endpoint.server_port}/v1", "--rewrite-model", "small")


def test_what_is_borne_out_is_kept_and_the_rest_refused_with_its_reason(tellings: Tellings, endpoint: Endpoint) -> None:
    printed = tellings("run", "articles", *flags(endpoint), "--json")
    assert printed.code == 0, printed.err
    (asked,) = endpoint.asked
    assert asked["model"] == "small"
    assert "[1] A fire destroyed the old mill" in asked["messages"][1]["content"]
    (story,) = json.loads(printed.out)["stories"]
    true, false = story["rewrite"]
    assert (true["words"], true["accepted"], true["reason"]) == (TRUE.removesuffix(" [1]"), True, "")
    assert not false["accepted"]
    assert "“7”" in false["reason"]
    assert story["summary"]


def test_it_is_printed_below_the_summary(tellings: Tellings, endpoint: Endpoint) -> None:
    printed = tellings("run", "articles", *flags(endpoint))
    assert printed.code == 0, printed.err
    summary, _, rewritten = tellings("show", "1").out.partition("REWRITTEN")
    assert "A fire destroyed the old mill" in summary
    assert "2 horses died" in rewritten
    assert "7" in rewritten  # refused, and shown with the reason
    assert len(endpoint.asked) == 1  # what is stored is not asked again


def test_an_endpoint_that_fails_is_told_and_the_rest_is_done(tellings: Tellings, endpoint: Endpoint) -> None:
    endpoint.status = 500
    printed = tellings("run", "articles", *flags(endpoint))
    assert printed.code == 0, printed.err
    assert "rewrite: 1 group failed" in printed.out + printed.err
    assert "500" in tellings("show", "failures").out
    assert "A fire destroyed the old mill" in tellings("show", "1").out
    assert endpoint.asked


def test_the_address_needs_its_model(tellings: Tellings) -> None:
    printed = tellings("run", "articles", "--rewrite", "http://127.0.0.1:9/v1")
    assert printed.code == 2
    assert "--rewrite-model" in printed.err
