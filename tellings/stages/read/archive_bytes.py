"""The bytes of an archive: a file, packed or not, in, its unpacked bytes in pieces and each damaged stretch out.

A .warc.gz is a row of gzip members (RFC 1952), as a rule one a record (WARC 1.1, annex D). zlib gives up at the first
bad member; here the next sound one is looked for, so that damage costs the members it touches and no more.
"""

import os
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

PIECE = 1 << 16
# Unpacked bytes asked for at once: bounds what one call of zlib can cost.
UNPACKED = 1 << 20
GZIP = b"\x1f\x8b\x08"
# Enough packed bytes to unpack the first few characters of a member.
TRIAL = 2048
# A member that unpacks to more than this many times its size, beyond BOMB bytes, holds no text: pages pack 3 to 20
# times, the densest lists 100 times; deflate itself ends at 1032.
MOST_RATIO = 200
BOMB = 64 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """Unpacked bytes that follow the piece before."""

    data: bytes
    position: int  # where in the file they begin; of packed ones, where their member begins
    ends_member: bool = False  # its checksum was right: all up to here is sound


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of the file that cannot be unpacked."""

    start: int
    end: int
    reason: str


def is_packed(stream: BinaryIO) -> bool:
    """Whether an archive is packed: told from its beginning, or where that is damaged from the first member found."""
    stream.seek(0)
    head = stream.read(PIECE)
    if head.startswith(GZIP) or b"WARC/1." in head:
        return head.startswith(GZIP)
    size = stream.seek(0, os.SEEK_END)
    return _next_member(stream, 0, size) < size


def plain_pieces(stream: BinaryIO) -> Iterator[Piece | Gap]:
    """The pieces of a file that is not packed."""
    position = 0
    while data := stream.read(PIECE):
        yield Piece(data, position)
        position += len(data)


def unpacked_pieces(stream: BinaryIO) -> Iterator[Piece | Gap]:
    """The pieces of a row of gzip members; damaged members are gaps.

    Args:
        stream: the packed file; it must be able to seek.
    """
    size = stream.seek(0, os.SEEK_END)
    position = 0
    while position < size:
        member = _Member(stream, position)
        yield from member.pieces()
        if not member.problem:
            position = member.end
            continue
        begin, position = position, _next_member(stream, position + 1, size)
        yield Gap(begin, position, member.problem)


class _Member:
    """One gzip member, unpacked in pieces."""

    def __init__(self, stream: BinaryIO, position: int) -> None:
        self.stream, self.position = stream, position
        self.end = position
        self.problem = ""

    def pieces(self) -> Iterator[Piece]:
        """Its bytes; sets `end`, or `problem` where it is damaged."""
        self.stream.seek(self.position)
        unpacker = zlib.decompressobj(wbits=31)
        packed, taken, given = b"", 0, 0
        while not unpacker.eof:
            packed = packed or self.stream.read(PIECE)
            if not packed:
                self.problem = "the archive ends within a packed record: it was cut off"
                return
            try:
                data = unpacker.decompress(packed, UNPACKED)
            except zlib.error as error:
                self.problem = f"cannot be unpacked ({_said(error)})"
                return
            left = len(unpacker.unused_data) if unpacker.eof else len(unpacker.unconsumed_tail)
            taken, given = taken + len(packed) - left, given + len(data)
            packed = unpacker.unconsumed_tail
            if given > max(BOMB, MOST_RATIO * taken):
                self.problem = f"unpacks to more than {MOST_RATIO} times its size: not unpacked further"
                return
            if data or unpacker.eof:
                yield Piece(data, self.position, unpacker.eof)
        self.end = self.position + taken


def _said(error: zlib.error) -> str:
    """What zlib says, without its number."""
    return str(error).rsplit(": ", 1)[-1]


def _next_member(stream: BinaryIO, position: int, size: int) -> int:
    """Where the next member that unpacks to a record begins; the size of the file when there is none."""
    kept = b""
    stream.seek(position)
    while data := stream.read(PIECE):
        data = kept + data
        at = data.find(GZIP)
        while at >= 0:
            if _begins_record(stream, position + at):
                return position + at
            at = data.find(GZIP, at + 1)
        kept = data[-len(GZIP) + 1 :]
        position += len(data) - len(kept)
        stream.seek(position + len(kept))
    return size


def _begins_record(stream: BinaryIO, position: int) -> bool:
    stream.seek(position)
    try:
        return zlib.decompressobj(wbits=31).decompress(stream.read(TRIAL), 16).startswith(b"WARC/")
    except zlib.error:
        return False
