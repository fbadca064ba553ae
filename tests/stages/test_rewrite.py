"""The rewrite of a summary: off by default, asked of a loopback server, each sentence checked."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.model import Article, Rewrite, SummarySentence
from tellings.stages.rewrite import RewriteSettings, run
from tellings.stages.rewrite.endpoint import KEY_VARIABLE, EndpointError, ask, read_answer
from tellings.text.faithful import find_unsupported

TEXT = (
    "Ann Lee sold 14 boats in Harwick on Monday. The harbour did not close, police said. "
    "A guard allegedly took “a very small rope” from the Aurora."
)
ANSWER = """Ann Lee sold fourteen boats in Harwick on Monday. [1]
Ann Lee sold 40 boats in Harwick. [1]
The harbour closed, police said. [2]
A guard took “a very small rope” from the Aurora. [3]
A guard allegedly took “a small rope” from the Aurora. [3]
A guard allegedly took “a very small rope”. [3]
Bo Crane was there. [1][2]
Nobody knows."""


class Server(HTTPServer):
    """Answers as an endpoint does, and keeps what it was asked."""

    asked: list[dict[str, Any]]
    keys: list[str]
    answer = ANSWER


class Handler(BaseHTTPRequestHandler):
    """One answer to all."""

    server: Server

    def do_POST(self) -> None:
        """Answer a completion."""
        self.server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.server.keys.append(self.headers.get("Authorization", ""))
        self.send_response(200 if self.path == "/v1/chat/completions" else 404)
        self.end_headers()
        self.wfile.write(json.dumps({"choices": [{"message": {"content": self.server.answer}}]}).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    served = Server(("127.0.0.1", 0), Handler)
    served.asked, served.keys = [], []
    thread = threading.Thread(target=served.serve_forever, daemon=True)
    thread.start()
    yield served
    served.shutdown()
    served.server_close()


def story() -> tuple[list[SummarySentence], list[Article]]:
    article = Article.from_text(TEXT)
    ends = [TEXT.index(". ") + 1, TEXT.index("said.") + 5, len(TEXT)]
    starts = [0, ends[0] + 1, ends[1] + 1]
    rows = [
        SummarySentence("s", n, article.article_id, a, b, "", (article.article_id,), 1, "")
        for n, (a, b) in enumerate(zip(starts, ends, strict=True), 1)
    ]
    return rows, [article]


def test_nobody_is_asked_by_default() -> None:
    assert list(run(RewriteSettings(), *story())) == []


def test_sentences_are_checked(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY_VARIABLE, "secret")
    settings = RewriteSettings(url=f"http://127.0.0.1:{server.server_port}/v1", model="small")
    rows: list[Rewrite] = list(run(settings, *story()))
    assert [row.accepted for row in rows] == [True, False, False, False, False, True, False, False]
    reasons = [row.reason for row in rows if not row.accepted]
    expected = ["“40”", "negation", "allegedly", "a small rope", "Bo", "cites no passage"]
    assert all(words in reason for words, reason in zip(expected, reasons, strict=True))
    assert {row.model for row in rows} == {"small"}
    assert rows[0].cites == (1,)
    assert server.asked[0]["model"] == "small"
    assert "[1] Ann Lee sold 14 boats" in server.asked[0]["messages"][1]["content"]
    assert server.keys == ["Bearer secret"]


def test_errors_name_the_address(server: Server) -> None:
    base = f"http://127.0.0.1:{server.server_port}"
    with pytest.raises(EndpointError, match="404"):
        ask(base, "small", ["A mill burned."], 5)
    with pytest.raises(EndpointError, match="no http address"):
        ask("file:///etc/hosts", "small", ["A mill burned."], 5)
    server.shutdown()
    server.server_close()
    with pytest.raises(EndpointError, match="no answer"):
        ask(base + "/v1", "small", ["A mill burned."], 1)


@given(st.text(max_size=200))
def test_any_answer_is_read(content: str) -> None:
    assert all(row.words for row in read_answer(content))


@given(st.text(max_size=80))
def test_a_passage_bears_out_itself(text: str) -> None:
    assert find_unsupported(text, [text]) == ""
