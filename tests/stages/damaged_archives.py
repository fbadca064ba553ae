"""Web archives damaged in known ways: a seed in, bytes and which records are still whole out."""

import base64
import gzip
import hashlib
import random
from dataclasses import dataclass, field

WORDS = ["rain", "valley", "river", "council", "bridge", "road", "harvest", "mayor", "storm", "school", "market"]


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
        _put(made, number, member, rng, packed)
    return made


def _put(made: Damaged, number: int, member: bytes, rng: random.Random, packed: bool) -> None:
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
    # Half a head and the other half of the next make one with a whole block: heads are cut from their beginning only.
    first = rng.randint(20 if packed else member.index(b"HTTP/1.1"), len(member) - 60)
    left = {"tail": member[:first], "head": member[cut:], "middle": member[:first] + member[first + 30 :]}[kind]
    made.data += left
    made.broken.append(at + len(left) - len(left.lstrip(b"\r\n")))
