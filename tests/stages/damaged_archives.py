"""Makes web archives and damages them in known ways: in goes a seed, out come bytes and which records are still whole."""

import base64
import gzip
import hashlib
import random
from dataclasses import dataclass, field

WORDS = "rain valley river council bridge road harvest mayor storm school market station".split()


def page(number: int, rng: random.Random) -> bytes:
    """An invented page whose title holds its number."""
    words = " ".join(rng.choice(WORDS) for _ in range(rng.randint(60, 200)))
    body = f"<title>Page {number}</title><article><h1>Page {number}</h1><p>{words}.</p></article>"
    return f"<html><body>{body}</body></html>".encode()


def warc_record(
    number: int,
    content: bytes,
    http: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n",
    kind: str = "response",
    digest: bool = True,
    address: str = "",
) -> bytes:
    """One record, its line ends included."""
    block = http + content
    sha1 = base64.b32encode(hashlib.sha1(block).digest()).decode()
    head = [
        "WARC/1.0",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>",
        f"WARC-Target-URI: {address or f'https://example.org/{number}'}",
        "WARC-Date: 2024-05-03T10:00:00Z",
        *([f"WARC-Block-Digest: sha1:{sha1}"] if digest else []),
        f"Content-Type: {'application/http; msgtype=response' if http else 'text/html'}",
        f"Content-Length: {len(block)}",
        "",
        "",
    ]
    return "\r\n".join(head).encode() + block + b"\r\n\r\n"


@dataclass
class Damaged:
    """An archive and what is true of it."""

    data: bytes = b""
    whole: list[int] = field(default_factory=list)  # numbers of the records that can be read
    broken: list[int] = field(default_factory=list)  # positions at which a lost stretch begins


def damaged_archive(seed: int, packed: bool, count: int = 12) -> Damaged:
    """An archive some of whose records are cut, garbled, spliced or followed by garbage."""
    rng = random.Random(seed)
    made = Damaged()
    for number in range(count):
        record = warc_record(number, page(number, rng), digest=rng.random() < 0.5)
        member = gzip.compress(record, mtime=0) if packed else record
        _put(made, number, member, rng, packed, number == count - 1)
    return made


def _put(made: Damaged, number: int, member: bytes, rng: random.Random, packed: bool, last: bool) -> None:
    """Append a record, whole or damaged."""
    kind = rng.choice(["whole", "whole", "whole", "garbage", "head", "tail", "middle"])
    at = len(made.data)
    if kind == "whole":
        made.data += member
        made.whole.append(number)
        return
    if kind == "garbage":  # after a whole record
        made.data += member + bytes(rng.choice(b"\x00\xf7xyz") for _ in range(rng.randint(5, 400)))
        made.whole.append(number)
        made.broken.append(at + len(member))
        return
    cut = rng.randint(20, len(member) - 30)
    left = {"tail": member[:cut], "head": member[cut:], "middle": member[: cut // 2] + member[cut:]}[kind]
    made.data += left
    _note(made, at)


def _note(made: Damaged, position: int) -> None:
    """A stretch is lost from here, unless what lies before it is lost as well."""
    made.broken.append(position)
