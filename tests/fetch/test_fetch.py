"""Fetching against a real server on loopback: what is kept, what is not and why, and how often it is asked."""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator

from tellings.fetch import FetchSettings, Outcome, fetch_pages, watch_round
from tellings.fetch.addresses import cleaned
from tellings.fetch.client import Client
from tellings.fetch.outcome import Refused
from tellings.fetch.polite import Pace
from tellings.stages.read import read_articles, read_items

from fetch.server import Answer, Site, chunked_and_packed, cut_off, endless, page, send, serving, silent, trickling

# No pauses, but patience: a loaded machine is no slow server.
QUICK = FetchSettings(delay=0.0, max_bytes=200_000, retries=1)
IMPATIENT = FetchSettings(delay=0.0, timeout=0.3, longest=0.5, retries=0)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as made:
        yield made


@dataclass
class Sleeper:
    """A clock that only goes on while we sleep."""

    now: float = 0.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def fetched(addresses: list[str], into: Path, settings: FetchSettings = QUICK) -> list[Outcome]:
    sleeper = Sleeper()
    return list(fetch_pages(addresses, into, settings, Pace(settings.delay, sleeper.clock, sleeper.sleep)))


def watched(addresses: list[str], into: Path) -> list[Outcome]:
    sleeper = Sleeper()
    return list(watch_round(addresses, into, QUICK, Pace(0.0, sleeper.clock, sleeper.sleep)))


def test_a_page_is_kept_and_read(site: Site, tmp_path: Path) -> None:
    address = site.put("/bridge.html", page())
    (outcome,) = fetched([address], tmp_path / "in")
    assert (outcome.status, outcome.address, outcome.reason) == ("kept", address, "")
    (article,) = read_articles(tmp_path / "in")
    assert (article.title, article.url, article.language) == ("Footbridge shut", address, "en")
    assert "two of its piers" in article.text
    (agent,) = site.agents
    assert agent.startswith("tellings/")


def test_the_archive_is_sound_and_whole(site: Site, tmp_path: Path) -> None:
    fetched([site.put("/1", page()), site.put("/2", page("Two"))], tmp_path)
    (path,) = tmp_path.glob("*.warc.gz")
    with path.open("rb") as stream:
        records = [
            (r.headers["WARC-Type"], r.headers.get("WARC-Target-URI"), r.verify_block_digest())
            for r in ArchiveIterator(stream)
        ]
    assert [r[0] for r in records] == ["warcinfo", "response", "response"]
    assert [r[1] for r in records[1:]] == [site.base + "/1", site.base + "/2"]


def test_chunks_and_gzip_are_undone_by_the_reader(site: Site, tmp_path: Path) -> None:
    site.answers["/packed"] = chunked_and_packed
    assert [o.status for o in fetched([site.base + "/packed"], tmp_path)] == ["kept"]
    ((item, article),) = read_items(tmp_path)
    assert article is not None
    assert (article.title, item.reason) == ("Footbridge shut", "")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (endless, "more than 200,000 bytes"),
        (cut_off, "no whole answer"),
        (lambda h: send(h, b"gone", 404, {}), "404 Not Found"),
        (lambda h: send(h, b"", 403, {}), "403 Forbidden"),
        (lambda h: send(h, b"", 200, {}), "empty"),
        (lambda h: send(h, b"\x89PNG", 200, {"Content-Type": "image/png"}), "image/png: pages"),
        (lambda h: send(h, b"", 302, {}), "without saying where to"),
        (lambda h: send(h, b"", 302, {"Location": "file:///etc/hosts"}), "not fetched: file"),
        (lambda h: send(h, b"", 302, {"Location": "/odd"}), "in a circle"),
        (lambda h: send(h, b"", 302, {"Location": h.path + "x"}), "more than 10 redirects"),
        (lambda h: send(h, b"", 503, {"Retry-After": "3600"}), "asks to wait 3,600 seconds"),
        (lambda h: send(h, b"", 500, {}), "500 Internal Server Error"),
        (lambda h: send(h, gzip.compress(bytes(9_000_000)), 200, {"Content-Encoding": "gzip"}), "unpacks to more"),
        (lambda h: send(h, page(), 200, {"tdm-reservation": "1"}), "reserves text and data mining (header"),
        (lambda h: send(h, page(), 200, {"X-Robots-Tag": "noindex, noai"}), "X-Robots-Tag: noai"),
        (lambda h: send(h, page(head='<meta name="tdm-reservation" content="1">'), 200, {}), "meta element tdm-"),
        (lambda h: send(h, page(head="<meta content=noai name=robots>"), 200, {}), "robots meta element: noai"),
    ],
)
def test_not_kept_and_why(site: Site, tmp_path: Path, answer: Answer, reason: str) -> None:
    for path in ("/odd", *("/odd" + "x" * n for n in range(1, 15))):
        site.answers[path] = answer
    good = site.put("/good", page())
    outcomes = {o.address: o for o in fetched([site.base + "/odd", good], tmp_path / "in")}
    assert outcomes[site.base + "/odd"].status == "refused"
    assert reason in outcomes[site.base + "/odd"].reason
    assert outcomes[good].status == "kept"
    assert len(read_articles(tmp_path / "in")) == 1


@pytest.mark.parametrize(("answer", "reason"), [(trickling, "too slow"), (silent, "took too long")])
def test_slow_servers_are_left(site: Site, answer: Answer, reason: str) -> None:
    site.answers["/slow"] = answer
    client = Client(IMPATIENT, Pace(0.0))
    client.asked_hosts.add(site.base.removeprefix("http://"))
    with pytest.raises(Refused, match=reason):
        client.hop(site.base + "/slow", {})
    client.close()


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with serving() as gone:
        address = gone.base + "/a"
    (outcome,) = fetched([address], tmp_path)
    assert "robots.txt" in outcome.reason
    assert "the server cannot be reached" in outcome.reason


def test_lies_about_gzip_and_charset_are_read_all_the_same(site: Site, tmp_path: Path) -> None:
    site.put("/lie", page("Lie"), Content_Encoding="gzip")
    site.put("/charset", page("Café shut"), Content_Type="text/html; charset=iso-8859-1")
    outcomes = fetched([site.base + "/lie", site.base + "/charset"], tmp_path)
    assert [o.status for o in outcomes] == ["kept", "kept"]
    assert {a.title for a in read_articles(tmp_path)} == {"Lie", "Café shut"}


def test_redirects_are_followed_and_told(site: Site, tmp_path: Path) -> None:
    new = site.put("/new", page())
    old = site.put("/old", b"", 301, Location="/new")
    (outcome,) = fetched([old], tmp_path)
    assert (outcome.status, outcome.final) == ("kept", new)
    assert [a.url for a in read_articles(tmp_path)] == [new]


def test_a_passing_fault_is_tried_again_after_the_time_asked_for(site: Site, tmp_path: Path) -> None:
    answers = iter([lambda h: send(h, b"", 429, {"Retry-After": "7"}), lambda h: send(h, page(), 200, {})])
    site.answers["/busy"] = lambda handler: next(answers)(handler)  # noqa: PLW0108 (a new one each time)
    sleeper = Sleeper()
    pace = Pace(0.0, sleeper.clock, sleeper.sleep)
    assert [o.status for o in fetch_pages([site.base + "/busy"], tmp_path, QUICK, pace)] == ["kept"]
    assert 7.0 in sleeper.slept


def test_pauses_between_requests_to_one_host(site: Site, tmp_path: Path) -> None:
    site.put("/robots.txt", b"User-agent: *\nCrawl-delay: 5\n", Content_Type="text/plain")
    addresses = [site.put(f"/{n}", page(str(n))) for n in range(3)]
    sleeper = Sleeper()
    settings = FetchSettings(delay=2.0)
    list(fetch_pages(addresses, tmp_path, settings, Pace(2.0, sleeper.clock, sleeper.sleep)))
    assert len(site.asked) == 5  # robots.txt, the first page, tdmrep.json, the others
    assert sleeper.slept == [2.0, 5.0, 5.0, 5.0]


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        (b"User-agent: *\nDisallow: /\n", False),
        (b"User-agent: tellings\nDisallow: /bri*ge\n", False),
        (b"User-agent: other\nDisallow: /\n", True),
        (b"User-agent: *\nDisallow: /\nAllow: /bridge\n", True),
        (b"\xff\xfe nonsense", True),
    ],
)
def test_robots_txt(site: Site, tmp_path: Path, rules: bytes, allowed: bool) -> None:
    site.put("/robots.txt", rules, Content_Type="text/plain")
    (outcome,) = fetched([site.put("/bridge", page())], tmp_path)
    assert outcome.status == ("kept" if allowed else "refused")
    assert allowed or "robots.txt" in outcome.reason
    assert ("/bridge" in site.asked) == allowed


def test_robots_txt_that_cannot_be_had_is_no_permission(site: Site, tmp_path: Path) -> None:
    site.put("/robots.txt", b"", 503)
    (outcome,) = fetched([site.put("/bridge", page())], tmp_path)
    assert "robots.txt of the host cannot be read" in outcome.reason
    assert "/bridge" not in site.asked


def test_robots_txt_holds_where_a_redirect_leads(site: Site, tmp_path: Path) -> None:
    site.put("/robots.txt", b"User-agent: *\nDisallow: /private/\n")
    site.put("/private/a", page())
    (outcome,) = fetched([site.put("/open", b"", 302, Location="/private/a")], tmp_path)
    assert "robots.txt" in outcome.reason
    assert "/private/a" not in site.asked


def test_tdmrep_of_the_host(site: Site, tmp_path: Path) -> None:
    rules = [{"location": "/free/*", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]
    site.put("/.well-known/tdmrep.json", json.dumps(rules).encode(), Content_Type="application/json")
    addresses = [site.put("/free/a", page("A")), site.put("/b", page("B"))]
    free, reserved = fetched(addresses, tmp_path)
    assert free.status == "kept"
    assert "tdmrep.json" in reserved.reason


def test_a_feed_names_pages(site: Site, tmp_path: Path) -> None:
    links = [site.put(f"/{n}.html", page(f"No {n}")) for n in range(3)]
    feed = site.feed("/feed", ["/0.html", *links, "file:///etc/passwd", "javascript:alert(1)"])
    outcomes = fetched([feed], tmp_path)
    assert [(o.status, o.feed) for o in outcomes] == [("feed", ""), *[("kept", feed)] * 3]
    assert len(read_articles(tmp_path)) == 3


def test_a_feed_cannot_lead_into_the_private_net(site: Site, tmp_path: Path) -> None:
    with serving() as inner:
        secret = inner.put("/admin", page("Secret"))
        here = site.put("/moved", b"", 302, Location=secret)
        feed = site.feed("/feed", [secret, here, secret.replace("127.0.0.1", "localhost")])
        outcomes = fetched([feed], tmp_path)
        assert [o.status for o in outcomes] == ["feed", "refused", "refused", "refused"]
        assert all("public net" in o.reason for o in outcomes[1:]), outcomes
        assert inner.asked == []
        named = fetched([secret], tmp_path / "named")
        assert [o.status for o in named] == ["kept"]


def test_watching_asks_once_for_what_does_not_change(site: Site, tmp_path: Path) -> None:
    links = [site.put("/1", page("One")), site.put("/gone", b"", 410)]
    feed = site.feed("/feed", links, ETag='"1"')
    assert [o.status for o in watched([feed], tmp_path)] == ["feed", "kept", "refused"]
    site.asked.clear()
    assert [o.status for o in watched([feed], tmp_path)] == ["unchanged"]
    assert "/1" not in site.asked
    feed = site.feed("/feed", [*links, site.put("/2", page("Two"))], ETag='"2"')
    site.asked.clear()
    outcomes = watched([feed], tmp_path)
    assert [(o.address.removeprefix(site.base), o.status) for o in outcomes] == [
        ("/feed", "feed"), ("/1", "unchanged"), ("/gone", "unchanged"), ("/2", "kept"),
    ]  # fmt: skip
    assert "410" in outcomes[2].reason
    assert {"/1", "/gone"}.isdisjoint(site.asked)
    assert {a.title for a in read_articles(tmp_path)} == {"One", "Two"}


def test_a_page_that_failed_in_passing_is_asked_for_again(site: Site, tmp_path: Path) -> None:
    feed = site.feed("/feed", [site.put("/busy", b"", 503)], ETag='"1"')
    assert [o.status for o in watched([feed], tmp_path)] == ["feed", "refused"]
    site.put("/busy", page())
    assert [o.status for o in watched([feed], tmp_path)] == ["feed", "kept"]


def test_a_watch_that_is_stopped_loses_no_page(site: Site, tmp_path: Path) -> None:
    feed = site.feed("/feed", [site.put(f"/{n}", page(str(n))) for n in range(3)], ETag='"1"')
    sleeper = Sleeper()
    going = watch_round([feed], tmp_path, QUICK, Pace(0.0, sleeper.clock, sleeper.sleep))
    assert [next(going).status for _ in range(2)] == ["feed", "kept"]
    going.close()
    assert [o.status for o in watched([feed], tmp_path)] == ["feed", "unchanged", "kept", "kept"]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://example.org/a",
        "file:///etc/passwd",
        "http://",
        "http://a b/",
        "https://me:secret@example.org/",
        "http://[::1",
    ],
)
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(Refused):
        cleaned(address)
