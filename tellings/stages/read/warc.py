"""Web archives: a WARC or WACZ in, one reading for each page or text in it and for each stretch that is lost out.

WARC 1.0 and 1.1 (ISO 28500:2017), packed with gzip or not; WACZ 1.1 (Webrecorder). FastWARC (Bevendorff et al. 2021)
parses the heads of records; warc_records finds the records.
"""

import io
import os
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import BinaryIO, cast

from tellings.model import Article
from tellings.stages.read.archive_bytes import BOMB, MOST_RATIO
from tellings.stages.read.http_body import TooLong, Undecodable, decode_body
from tellings.stages.read.plain import read_plain
from tellings.stages.read.reading import Reading, ReadSettings, refused, too_large
from tellings.stages.read.warc_records import Lost, Place, Record, warc_records
from tellings.stages.read.web_page import read_page
from tellings.text.decode import python_encoding

# Bytes of an HTTP head, above the size of a page.
HTTP_HEAD = 1 << 17
# Records that describe the crawl; they hold nothing that was published.
BOOKKEEPING = frozenset(("warcinfo", "request", "metadata"))
HELD = frozenset(("response", "resource", "conversion"))
CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
PAGES = frozenset(("text/html", "application/xhtml+xml"))
NESTED = re.compile(r"zip|gzip|x-tar|warc|7z|rar|x-bzip|x-xz")
WARC_NAME = re.compile(r".+\.warc(?:\.gz)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What one record holds."""

    kind: str  # of the record
    address: str
    fetched: str  # WARC-Date
    status: int  # of the response; 200 where there was none
    media: str  # type, "" untold
    charset: str  # Python's name, "" untold
    body: bytes
    packed: str  # Content-Encoding
    chunked: str  # Transfer-Encoding


def read_warc(stream: BinaryIO, settings: ReadSettings, first: int = 0, where: str = "") -> Iterator[Reading]:
    """The pages and texts of a WARC, and what is lost of it.

    Args:
        stream: the file; it must be able to seek.
        settings: see ReadSettings.
        first: number of the first record.
        where: what reasons begin with.
    """
    number = first
    for found in warc_records(stream, settings.max_bytes + HTTP_HEAD):
        if isinstance(found, Lost):
            yield refused(number, where + _lost(found), f"{found.start} {found.end}".encode(), _length(found))
        else:
            reading = _read_record(found, number, settings)
            if reading is None:
                number += 1
                continue
            reason = f"{where}{_at(found.place)}: {reading.reason}" if reading.reason else ""
            yield replace(reading, reason=reason)
        number += 1
    if number == first:
        yield refused(first if first else -1, where + "empty: no record in it")


def _at(place: Place) -> str:
    return f"byte {place.position:,}" + (f", {place.within:,} into what is packed there" if place.within else "")


def _length(lost: Lost) -> int:
    return max(0, lost.end - lost.start.position)


def _lost(lost: Lost) -> str:
    return f"{_at(lost.start)}: lost {_length(lost):,} bytes up to the next record: {lost.reason}"


def _read_record(record: Record, number: int, settings: ReadSettings) -> Reading | None:
    """What a record holds; None for one that only describes the crawl."""
    sent = _parse(record)
    if isinstance(sent, str):
        return refused(number, sent, record.data)
    if sent.kind in BOOKKEEPING:
        return None
    if len(record.data) < record.length:
        return refused(number, too_large(record.length, settings.max_bytes), record.data, record.length)
    return _read_sent(sent, record, number, settings)


def _read_sent(sent: _Sent, record: Record, number: int, settings: ReadSettings) -> Reading:
    problem = _unheld(sent)
    if problem:
        return refused(number, problem, record.data)
    try:
        body, notice = decode_body(sent.body, sent.packed, sent.chunked, settings.max_bytes)
    except TooLong:
        return refused(number, f"unpacks to more than {settings.max_bytes:,} bytes; raise --max-bytes", record.data)
    except Undecodable as error:
        return refused(number, str(error), record.data)
    reading = _read_body(body, sent, settings)
    notices = [
        reading.reason,
        notice,
        "its digest does not fit: bytes were changed" if record.digest == "wrong" else "",
    ]
    return replace(reading, record=number, data=record.data, reason="; ".join(filter(None, notices)))


def _parse(record: Record) -> _Sent | str:
    """A record's head and what it holds; or why it cannot be told."""
    from fastwarc.warc import ArchiveIterator  # noqa: PLC0415 (few sources are archives)

    try:
        iterator = ArchiveIterator(io.BytesIO(record.data + b"\r\n\r\n"), parse_http=True, auto_decode="none")
        parsed = next(iter(iterator), None)
        if parsed is None:
            return "a record that cannot be parsed"
        http = parsed.http_headers if parsed.is_http else None
        headers = {name.lower(): value for name, value in http.items()} if http is not None else {}
        kind = (parsed.headers.get("WARC-Type") or "").lower()
        content = headers.get("content-type", "") if http is not None else parsed.headers.get("Content-Type") or ""
        charset = CHARSET.search(content)
        return _Sent(
            kind=kind,
            address=(parsed.headers.get("WARC-Target-URI") or "").strip("<>"),
            fetched=parsed.headers.get("WARC-Date") or "",
            status=(http.status_code or 200) if http is not None else 200,
            media=content.split(";")[0].strip().lower(),
            charset=python_encoding(charset.group(1)) if charset else "",
            body=parsed.reader.read() if len(record.data) > record.length else b"",
            packed=headers.get("content-encoding", ""),
            chunked=headers.get("transfer-encoding", ""),
        )
    except (OSError, ValueError) as error:
        return f"a record that cannot be parsed ({str(error)[:100]})"


def _unheld(sent: _Sent) -> str:
    """Why a record holds no article; "" where it may."""
    if sent.kind == "revisit":
        return "a revisit: the page was as it had been at an earlier visit, whose record holds it"
    if sent.kind not in HELD:
        return f"a record of type {sent.kind[:40]!r}: {', '.join(sorted(HELD))} are read"
    if not 200 <= sent.status < 300:
        return f"the server answered with status {sent.status}, not with a page"
    if sent.media and sent.media not in PAGES and NESTED.search(sent.media):
        return f"an archive within an archive ({sent.media[:60]}): not opened; save it as a file of its own"
    if sent.media and sent.media not in PAGES and sent.media != "text/plain":
        return f"{sent.media[:60]}: pages and plain texts are read"
    return ""


def _read_body(body: bytes, sent: _Sent, settings: ReadSettings) -> Reading:
    if not body.strip():
        return refused(-1, "empty: the server sent no page")
    if sent.media in PAGES or (not sent.media and b"<" in body[:1000]):
        return read_page(body, sent.charset, sent.address, sent.fetched, settings.html == "fast")
    reading = read_plain(body, "txt")
    if reading.article is None:
        return reading
    article = Article.from_text(reading.article.text, url=sent.address)
    return replace(reading, article=replace(article, format="txt"))


# --- WACZ


def read_wacz(stream: BinaryIO, settings: ReadSettings) -> Iterator[Reading]:
    """The pages and texts of the WARCs in a WACZ."""
    try:
        with zipfile.ZipFile(stream) as archive:
            members = sorted(archive.infolist(), key=lambda info: info.filename)
            yield from _read_members(stream, archive, members, settings)
    except zipfile.BadZipFile as error:
        yield refused(-1, f"not a sound WACZ ({str(error)[:80]}); its WARCs can be read alone once unpacked")


def _read_members(
    stream: BinaryIO, archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], settings: ReadSettings
) -> Iterator[Reading]:
    number = 0
    for info in members:
        if not WARC_NAME.match(info.filename):
            continue
        name = info.filename[:200]
        problem = _unsafe(info)
        if problem:
            yield refused(number, f"{name!r}: {problem}", info.filename.encode("utf-8", "replace"), info.file_size)
            number += 1
            continue
        with _member(stream, archive, info) as inner:
            for reading in read_warc(inner, settings, number, f"{name}, "):
                number = max(number, reading.record)
                yield reading
        number += 1
    if not number:
        yield refused(-1, "no WARC in it: a WACZ keeps them as archive/NAME.warc.gz")


def _unsafe(info: zipfile.ZipInfo) -> str:
    """Why a member of a zip is not read; "" where it is."""
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        return "its name leads out of the archive"
    if info.flag_bits & 1:
        return "it is encrypted; unpack it first"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "packed in a way that is not read; unpack it first"
    if info.file_size > max(BOMB, MOST_RATIO * info.compress_size):
        return f"unpacks to more than {MOST_RATIO} times its size: refused as a bomb"
    return ""


def _member(stream: BinaryIO, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    """A member as a file that can seek: a stored one where it lies, a packed one unpacked to a nameless file."""
    if info.compress_type == zipfile.ZIP_STORED:
        stretch = cast(io.RawIOBase, _Slice(stream, _data_offset(stream, info), info.file_size))
        return cast(BinaryIO, io.BufferedReader(stretch))
    unpacked = tempfile.TemporaryFile()  # noqa: SIM115 (the caller closes it)
    try:
        with archive.open(info) as packed:
            shutil.copyfileobj(packed, unpacked, 1 << 20)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        pass  # what is there is read, and the end counted as cut off
    unpacked.seek(0)
    return cast(BinaryIO, unpacked)


def _data_offset(stream: BinaryIO, info: zipfile.ZipInfo) -> int:
    """Where a member's bytes begin: behind its own head of 30 bytes, name and extra field (APPNOTE.TXT, 4.3.7)."""
    stream.seek(info.header_offset)
    head = stream.read(30)
    if len(head) < 30 or not head.startswith(b"PK\3\4"):
        raise zipfile.BadZipFile(f"no member where the list says that {info.filename[:80]!r} begins")
    return info.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")


class _Slice(io.RawIOBase):
    """A stretch of a file as a file."""

    def __init__(self, stream: BinaryIO, begin: int, size: int) -> None:
        super().__init__()
        self.stream, self.begin, self.size, self.at = stream, begin, size, 0

    def readable(self) -> bool:
        """It is there to be read."""
        return True

    def seekable(self) -> bool:
        """It can seek."""
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Go to a place."""
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self.at, os.SEEK_END: self.size}[whence]
        self.at = max(0, base + offset)
        return self.at

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Read the next bytes."""
        self.stream.seek(self.begin + self.at)
        data = self.stream.read(max(0, min(len(buffer), self.size - self.at)))
        buffer[: len(data)] = data
        self.at += len(data)
        return len(data)
