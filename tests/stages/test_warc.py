"""Web archives: each whole record is read, each lost stretch is told, whatever was done to the file."""

import contextlib
import gzip
import io
import random
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.model import Article, Item
from tellings.stages.read import ReadSettings, read_items
from tellings.stages.read.http_body import TooLong, Undecodable, decode_body
from tellings.stages.read.warc_records import Lost, Place, Record, warc_records

from stages.damaged_archives import damaged_archive, page, warc_record

LONGEST = 1_000_000
RNG = random.Random(4)
RECORDS = [warc_record(n, page(n, RNG)) for n in range(6)]


def found_in(data: bytes, longest: int = LONGEST) -> list[Record | Lost]:
    return list(warc_records(io.BytesIO(data), longest))


def whole_in(data: bytes) -> list[bytes]:
    return [found.data for found in found_in(data) if isinstance(found, Record)]


def read(tmp_path: Path, name: str, data: bytes, **given_settings: int) -> list[tuple[Item, Article | None]]:
    path = tmp_path / name
    path.write_bytes(data)
    return list(read_items(path, settings=ReadSettings(**given_settings)))  # type: ignore[arg-type]


def as_file(records: list[bytes], packed: bool) -> bytes:
    return b"".join(gzip.compress(r, mtime=0) if packed else r for r in records)


def by_fastwarc(data: bytes) -> list[bytes]:
    """The slow twin for sound archives: the blocks as the library reads them."""
    return [record.reader.read() for record in ArchiveIterator(io.BytesIO(data), parse_http=False)]


@pytest.mark.parametrize("packed", [False, True])
def test_sound_archives_are_read_as_the_library_does(packed: bool) -> None:
    data = as_file(RECORDS, packed)
    assert [r.split(b"\r\n\r\n", 1)[1] for r in whole_in(data)] == by_fastwarc(data)
    assert not [found for found in found_in(data) if isinstance(found, Lost)]


def test_an_archive_packed_in_one_piece() -> None:
    data = gzip.compress(b"".join(RECORDS))
    assert len(whole_in(data)) == len(RECORDS)
    *whole, lost = found_in(data[:-40])
    assert len(whole) == len(RECORDS) - 1
    assert isinstance(lost, Lost)
    assert lost.start == Place(0, sum(map(len, RECORDS[:-1])))


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("seed", range(60))
def test_every_whole_record_of_a_damaged_archive_is_read(seed: int, packed: bool) -> None:
    made = damaged_archive(seed, packed)
    found = found_in(made.data)
    numbers = [int(r.data.split(b"<title>Page ")[1].split(b"<")[0]) for r in found if isinstance(r, Record)]
    assert numbers == made.whole
    lost = [(f.start.position, f.end) for f in found if isinstance(f, Lost)]
    # Each damaged stretch is told, at its place or within one that begins before it with nothing whole between.
    for position in made.broken:
        assert any(start <= position < end for start, end in lost), (position, lost)
    assert all(any(start <= position < end for position in made.broken) for start, end in lost)


@pytest.mark.parametrize("packed", [False, True])
def test_the_place_of_what_is_lost(packed: bool) -> None:
    members = [gzip.compress(r, mtime=0) if packed else r for r in RECORDS]
    data = members[0] + members[1][:90] + members[2] + b"garbage" * 9 + members[3] + members[4][:-60]
    lost = [f for f in found_in(data) if isinstance(f, Lost)]
    begins = [len(members[0]), len(members[0]) + 90 + len(members[2]), len(data) - len(members[4]) + 60]
    assert [f.start.position for f in lost] == begins
    assert [f.end for f in lost] == [begins[0] + 90, begins[1] + 63, len(data)]


def test_a_length_that_is_wrong() -> None:
    def with_length(record: bytes, change: int) -> bytes:
        head, block = record.split(b"Content-Length: ", 1)
        length, rest = block.split(b"\r\n", 1)
        return head + b"Content-Length: %d\r\n" % (int(length) + change) + rest

    for change in (-50, 50, 10**6, 10**15):
        data = RECORDS[0] + with_length(RECORDS[1], change) + RECORDS[2]
        found = found_in(data)
        assert [type(f) for f in found] == [Record, Lost, Record]
        assert found[2].data == found_in(RECORDS[2])[0].data  # type: ignore[union-attr]


def test_a_warc_within_a_record_is_no_record_of_this_archive() -> None:
    inner = warc_record(7, b"".join(RECORDS), http=b"")
    for longest in (LONGEST, 1000):
        found = found_in(RECORDS[0] + inner + RECORDS[1], longest)
        assert [f.length for f in found if isinstance(f, Record)][1] == len(b"".join(RECORDS))
        assert len(found) == 3


@pytest.mark.parametrize("packed", [False, True])
@given(st.data())
@settings(max_examples=60, deadline=None)
def test_any_damage_ends_and_keeps_what_lies_far_from_it(packed: bool, data: st.DataObject) -> None:
    archive = as_file(RECORDS, packed)
    begin = data.draw(st.integers(0, len(archive)))
    end = data.draw(st.integers(begin, len(archive)))
    put = data.draw(st.binary(max_size=50))
    found = found_in(archive[:begin] + put + archive[end:])
    untouched = sum(
        len(as_file(RECORDS[: n + 1], packed)) <= begin or len(as_file(RECORDS[:n], packed)) >= end
        for n in range(len(RECORDS))
    )
    assert sum(isinstance(f, Record) for f in found) >= untouched
    places = [f.place.position if isinstance(f, Record) else f.start.position for f in found]
    assert places == sorted(places)


@given(st.binary(max_size=2000))
def test_any_bytes_are_one_lost_stretch_at_most(data: bytes) -> None:
    assert all(isinstance(f, Lost) for f in found_in(data))


def test_a_changed_byte_is_told_by_the_digest(tmp_path: Path) -> None:
    changed = RECORDS[0].replace(b"<p>", b"<b>", 1)
    ((item, article),) = read(tmp_path, "a.warc", changed)
    assert article is not None
    assert "its digest does not fit" in item.reason


def test_memory_is_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    with path.open("wb") as out:
        for n in range(20):
            out.write(warc_record(n, b"x" * 5_000_000, http=b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"))
        out.write(RECORDS[0])
    tracemalloc.start()
    try:
        items = [item for item, _ in read_items(path, settings=ReadSettings(max_bytes=1_000_000))]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [item.status for item in items] == ["refused"] * 20 + ["article"]
    assert peak < 20_000_000


# What servers send


HTML = (
    b"<html><body><article><h1>Rain</h1><p>"
    + b"Rain fell on the valley for days. " * 9
    + b"</p></article></body></html>"
)


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("Content-Type: text/html\r\nContent-Encoding: gzip", gzip.compress(HTML)),
        ("Content-Type: text/html\r\nContent-Encoding: gzip", HTML),  # unpacked by the crawler, header left
        ("Content-Type: text/html", gzip.compress(HTML)),
        ("Content-Type: text/html\r\nContent-Encoding: deflate", zlib.compress(HTML)),
        ("Content-Type: text/html\r\nContent-Encoding: deflate", zlib.compress(HTML)[2:-4]),
        ("Content-Type: text/html\r\nContent-Encoding: deflate", HTML),
        ("Content-Type: text/html\r\nContent-Encoding: br", HTML),
        ("Content-Type: text/html\r\nTransfer-Encoding: chunked", b"%x\r\n%s\r\n0\r\n\r\n" % (len(HTML), HTML)),
        ("Content-Type: text/html\r\nTransfer-Encoding: chunked", HTML),
        ("Content-Type: text/html; charset=ISO-8859-1", HTML),
        ("Server: x", HTML),  # no type told
    ],
    ids=range(11),
)
def test_bytes_decide_not_headers(tmp_path: Path, head: str, body: bytes) -> None:
    record = warc_record(1, body, http=f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode())
    ((_, article),) = read(tmp_path, "a.warc", record)
    assert article is not None
    assert article.text.startswith("Rain\nRain fell on the valley")
    assert (article.url, article.format) == ("https://example.org/1", "html")


def test_the_servers_charset_goes_before_the_pages(tmp_path: Path) -> None:
    body = '<meta charset="utf-8"><p>Погода в долине была плохой три дня подряд</p>'.encode("cp1251")
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1251\r\n\r\n"
    ((_, article),) = read(tmp_path, "a.warc", warc_record(1, body, http))
    assert article is not None
    assert article.text.startswith("Погода в долине")


@pytest.mark.parametrize(
    ("head", "body", "reason"),
    [
        ("404 Not Found\r\nContent-Type: text/html", HTML, "status 404"),
        ("301 Moved\r\nContent-Type: text/html", HTML, "status 301"),
        ("200 OK\r\nContent-Type: image/png", b"\x89PNG", "image/png: pages and plain texts are read"),
        ("200 OK\r\nContent-Type: application/zip", b"PK", "an archive within an archive"),
        ("200 OK\r\nContent-Type: application/gzip", gzip.compress(b"x"), "an archive within an archive"),
        ("200 OK\r\nContent-Type: text/html", b"", "empty"),
        (
            "200 OK\r\nContent-Type: text/html",
            gzip.compress(b"<p>" + b"x" * 30_000_000),
            "unpacks to more than 10,000,000",
        ),
        ("200 OK\r\nContent-Type: text/html", gzip.compress(HTML)[:-8] + bytes(8), "its packed body is damaged"),
        ("200 OK\r\nContent-Type: text/html", HTML + b"x" * 11_000_000, "bytes; at most 10,000,000"),
    ],
    ids=range(9),
)
def test_refused_with_place_and_reason(tmp_path: Path, head: str, body: bytes, reason: str) -> None:
    record = warc_record(1, body, http=f"HTTP/1.1 {head}\r\n\r\n".encode())
    found = read(tmp_path, "a.warc", RECORDS[0] + record)
    assert [item.status for item, _ in found] == ["article", "refused"]
    assert found[1][0].reason.startswith(f"byte {len(RECORDS[0]):,}: ")
    assert reason in found[1][0].reason


def test_kinds_of_records(tmp_path: Path) -> None:
    data = b"".join(
        [
            warc_record(0, b"software: x", b"", "warcinfo"),
            warc_record(1, b"GET / HTTP/1.1\r\n\r\n", b"", "request"),
            warc_record(2, page(2, RNG), b"", "resource"),
            warc_record(3, b"", b"HTTP/1.1 200 OK\r\n\r\n", "revisit"),
            RECORDS[4],
            RECORDS[4],
        ]
    )
    found = read(tmp_path, "a.warc.gz", gzip.compress(data))
    assert [(item.record, item.status) for item, _ in found] == [
        (2, "article"), (3, "refused"), (4, "article"), (5, "grouped"),
    ]  # fmt: skip
    assert "revisit" in found[1][0].reason


def test_a_date_after_the_visit_is_noticed(tmp_path: Path) -> None:
    body = HTML.replace(b"<body>", b'<meta property="article:published_time" content="2024-12-04"><body>')
    ((item, article),) = read(tmp_path, "a.warc", warc_record(1, body))
    assert article is not None
    assert article.published == "2024-12-04"
    assert "after the page was fetched (2024-05-03); with day and month exchanged it would not be" in item.reason


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.wacz"])
@pytest.mark.parametrize("data", [b"", b"nothing of the kind", bytes(5000), b"WARC/1.0\r\n" + b"A" * 300_000])
def test_what_is_no_archive(tmp_path: Path, name: str, data: bytes) -> None:
    ((item, _),) = read(tmp_path, name, data)
    assert item.status == "refused"
    assert item.reason


def test_a_member_that_is_a_bomb(tmp_path: Path) -> None:
    bomb = gzip.compress(
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\n" + bytes(200_000_000), 9
    )
    found = read(tmp_path, "a.warc.gz", as_file([RECORDS[0]], True) + bomb + as_file([RECORDS[1]], True))
    assert [item.status for item, _ in found] == ["article", "refused", "article"]
    assert "times its size" in found[1][0].reason


# WACZ


def wacz(members: dict[str, bytes], packing: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packing) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_wacz(tmp_path: Path, packing: int) -> None:
    packed = as_file(RECORDS[:3], True)
    data = wacz(
        {
            "datapackage.json": b"{}",
            "archive/one.warc.gz": packed,
            "archive/two.warc": RECORDS[3] + b"garbage" + RECORDS[4],
            "../up.warc.gz": packed,
            "/abs.warc": packed,
            "C:\\abs.warc": packed,
        },
        packing,
    )
    found = read(tmp_path, "a.wacz", data)
    assert [a.title for _, a in found if a] == [f"Page {n}" for n in range(5)]
    reasons = [item.reason for item, _ in found if item.status == "refused"]
    assert sum("leads out of the archive" in reason for reason in reasons) == 3
    assert sum("lost 7 bytes" in reason for reason in reasons) == 1
    assert len({item.record for item, _ in found}) == len(found) == 9


def test_wacz_that_is_damaged(tmp_path: Path) -> None:
    sound = wacz({"archive/one.warc.gz": as_file(RECORDS[:3], True)})
    ((item, _),) = read(tmp_path, "a.wacz", sound[:-30])
    assert "not a sound WACZ" in item.reason
    ((item, _),) = read(tmp_path, "b.wacz", wacz({"pages.jsonl": b"{}"}))
    assert "no WARC in it" in item.reason
    ((item, _),) = read(tmp_path, "c.wacz", wacz({"archive/a.warc": bytes(100_000_000)}, zipfile.ZIP_DEFLATED))
    assert "refused as a bomb" in item.reason


@given(st.binary(max_size=300), st.sampled_from(["", "gzip", "br", "deflate"]), st.sampled_from(["", "chunked"]))
def test_any_body(body: bytes, packed: str, chunked: str) -> None:
    with contextlib.suppress(TooLong, Undecodable):
        assert len(decode_body(body, packed, chunked, 10_000)[0]) <= 10_000
