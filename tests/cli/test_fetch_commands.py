"""tellings fetch and watch as a person meets them, against a server on loopback; and a path that was mistyped."""

import builtins
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fetch.server import Site, page, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


AT_ONCE = ("--set", "fetch.delay=0.0")


def test_fetch_then_run(tellings: Any, site: Site) -> None:
    address = site.put("/bridge.html", page())
    printed = tellings("fetch", address, site.base + "/gone", "--into", "bridge", *AT_ONCE)
    assert printed.code == 0
    assert f"kept     {address}" in printed.out
    assert f"not kept {site.base}/gone  the server answered 404 Not Found" in printed.out
    assert "1 page kept, 1 not kept · next: tellings run bridge" in printed.out
    printed = tellings("run", "bridge", "--json")
    assert printed.code == 0
    assert [source["url"] for source in json.loads(printed.out)["sources"]] == [address]


def test_json(tellings: Any, site: Site) -> None:
    printed = tellings("fetch", site.put("/a", page()), "--json", *AT_ONCE)
    told = json.loads(printed.out)
    assert (told["schema"], [o["status"] for o in told["fetched"]]) == (1, ["kept"])


def test_nothing_kept(tellings: Any, site: Site) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /\n")
    printed = tellings("fetch", site.put("/a", page()), *AT_ONCE)
    assert printed.code == 2
    assert "robots.txt" in printed.out
    assert "no page was kept" in printed.err
    assert not list(Path().iterdir())


def test_watch(tellings: Any, site: Site) -> None:
    feed = site.feed("/feed", [site.put("/1", page())], ETag='"1"')
    Path("feeds.opml").write_text(
        f'<opml version="2.0"><body><outline text="Vale"><outline xmlUrl="{feed}"/></outline></body></opml>'
    )
    printed = tellings("watch", "feeds.opml", "--into", "news", *AT_ONCE)
    assert printed.code == 0
    assert "1 page kept" in printed.out
    printed = tellings("watch", "feeds.opml", "--into", "news", *AT_ONCE)
    assert printed.code == 0
    assert "0 pages kept, 0 not kept, 1 not new" in printed.out
    assert tellings("run", "news").code == 0


@pytest.mark.parametrize(
    ("content", "said"), [("<opml/>", "names no feed"), (None, "no such file"), ("", "names no feed")]
)
def test_watch_without_feeds(tellings: Any, content: str | None, said: str) -> None:
    if content is not None:
        Path("feeds.opml").write_text(content)
    printed = tellings("watch", "feeds.opml")
    assert printed.code == 2
    assert said in printed.err
    assert "OPML" in printed.err


def test_a_memory_that_is_none(tellings: Any, site: Site) -> None:
    Path(".watched.json").write_text("[]")
    Path("feeds.opml").write_text(f'<opml><body><outline xmlUrl="{site.base}/feed"/></body></opml>')
    printed = tellings("watch", "feeds.opml", "--into", ".")
    assert printed.code == 2
    assert ".watched.json" in printed.err


def test_a_missing_extra_is_named(tellings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name == "warcio":
            raise ImportError("none", name="warcio")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    printed = tellings("fetch", "https://example.org/")
    assert printed.code == 2
    assert "fetching needs warcio: pip install 'tellings[fetch]'" in printed.err


@pytest.mark.parametrize("words", [("nowhere",), ("*.nothing",), ("--primary", "nowhere", ".")])
def test_a_mistyped_path_leaves_no_store(tellings: Any, words: tuple[str, ...]) -> None:
    assert tellings("run", *words).code == 2
    assert not Path(".tellings").exists()
