"""The records of a WARC: its bytes in, each whole record and each lost stretch with its position out.

Libraries stop at garbage and pass over splices and cut-off ends in silence (FastWARC, warcio); here the next record is
looked for, and what lies between is counted. A record is whole when its block has the length that its head says and is
followed by two line ends, by another record, or by the end of the file (WARC 1.1, ISO 28500:2017, section 4).
"""

import base64
import hashlib
import re
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from tellings.stages.read.archive_bytes import PIECE, Gap, Piece, is_packed, plain_pieces, unpacked_pieces

# A record's first line and the beginning of the second, which tell it from a page that speaks of WARC.
BEGIN = re.compile(rb"WARC/1\.\d\r?\n(?=(?:WARC-[A-Za-z-]{2,30}|Content-(?:Type|Length)):)", re.IGNORECASE)
LONGEST_BEGIN = 64
HEAD_END = re.compile(rb"\r?\n\r?\n")
LENGTH = re.compile(rb"^Content-Length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
DIGEST = re.compile(rb"^WARC-Block-Digest:[ \t]*sha1:([A-Z2-7]{32})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
ENDS_WELL = re.compile(rb"(?:\r?\n){2}(?![\r\n])")
AFTER = re.compile(rb"[\r\n]*")
# The head of a record is some 500 bytes; one with the longest address allowed by servers has 10 kB.
LONGEST_HEAD = 65_536
LINE_ENDS = 4  # bytes between records


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an archive."""

    position: int  # byte of the file; of a packed one, where the gzip member begins
    within: int = 0  # bytes into what the member unpacks to


@dataclass(frozen=True, slots=True)
class Record:
    """One whole record."""

    place: "Place"  # where it begins
    data: bytes  # head and block; the head alone where the block is longer than is read
    length: int  # bytes of the block, as its head says
    digest: str  # right | wrong | none: does the SHA-1 in its head fit


@dataclass(frozen=True, slots=True)
class Lost:
    """A stretch of the file that holds no whole record."""

    start: Place
    end: int  # byte of the file
    reason: str


def warc_records(stream: BinaryIO, longest: int) -> Iterator[Record | Lost]:
    """Each record and each lost stretch of a WARC, in order, in bounded memory.

    Args:
        stream: the file, packed with gzip or not; it must be able to seek.
        longest: bytes; the block of a longer record is passed over.
    """
    packed = is_packed(stream)
    size = stream.seek(0, 2)
    stream.seek(0)
    window = _Window(unpacked_pieces(stream) if packed else plain_pieces(stream), size, packed)
    while window.fill(1):
        yield from _stretch(window, longest, None if packed else _ends_soundly(stream, size))
        if window.gap is not None:
            yield Lost(Place(window.gap.start), window.gap.end, window.gap.reason)
            window.gap = None


class _Window:
    """The unpacked bytes from the record at hand on, up to the next gap."""

    def __init__(self, pieces: Iterator[Piece | Gap], size: int, packed: bool) -> None:
        self.pieces = pieces
        self.size = size  # of the file
        self.packed = packed
        self.data = bytearray()
        self.gap: Gap | None = None  # nothing beyond it until it is told
        self.ended = False
        self._begins: deque[tuple[int, int]] = deque()  # (offset in all unpacked bytes, position in the file)
        self.base = 0
        self._sound = 0  # all unpacked bytes up to here have a checksum that is right

    def fill(self, wanted: int) -> bool:
        """Read until so many bytes are there; whether they are. At a gap or the end there may be fewer."""
        while len(self.data) < wanted and self.gap is None and not self.ended:
            piece = next(self.pieces, None)
            if piece is None:
                self.ended = True
            elif isinstance(piece, Gap):
                self.gap = piece
            else:
                begin = self.base + len(self.data)
                if not self._begins or self._begins[-1][1] != piece.position or not self.packed:
                    self._begins.append((begin, piece.position))
                self.data += piece.data
                if piece.ends_member:
                    self._sound = self.base + len(self.data)
        return len(self.data) >= wanted or self.gap is not None

    def drop(self, count: int) -> None:
        """Go on by so many bytes."""
        del self.data[:count]
        self.base += count

    def place(self) -> Place:
        """Where in the file the window begins."""
        while len(self._begins) > 1 and self._begins[1][0] <= self.base:
            self._begins.popleft()
        if not self._begins:
            return Place(self.size)
        begin, position = self._begins[0]
        if not self.packed:
            return Place(position + self.base - begin)
        return Place(position, self.base - begin)

    def is_sound(self, end: int) -> bool:
        """Whether the checksum of the member that holds the bytes before `end` was right (always where none is)."""
        return self.gap is None or self.base + end <= self._sound


Check = Callable[[int], bool]


def _ends_soundly(stream: BinaryIO, size: int) -> Check:
    """Tells of a file that is not packed whether a record ends at a position; leaves the stream where it was."""

    def check(position: int) -> bool:
        if position >= size:
            return position == size
        here = stream.tell()
        stream.seek(position)
        data = stream.read(LINE_ENDS + LONGEST_BEGIN)
        stream.seek(here)
        return _follows(data, position + len(data) >= size)

    return check


def _follows(data: bytes | bytearray, at_end: bool) -> bool:
    """Whether these bytes may follow a block: two line ends, another record, or nothing."""
    after = AFTER.match(data)
    blank = after.group() if after else b""
    rest = bytes(data[len(blank) :])
    return blank.startswith((b"\r\n\r\n", b"\n\n")) or bool(BEGIN.match(rest)) or (at_end and not rest)


def _stretch(window: _Window, longest: int, check: Check | None) -> Iterator[Record | Lost]:
    """What lies before the next gap."""
    while window.fill(1) and window.data:
        blank = AFTER.match(window.data)
        if blank and blank.end():
            window.drop(blank.end())
            continue
        place, base = window.place(), window.base
        found = _record(window, longest, check)
        if isinstance(found, Record):
            yield found
        else:
            end, reason = _resynchronise(window, place, int(window.base == base))
            yield Lost(place, end, reason or found)


def _record(window: _Window, longest: int, check: Check | None) -> Record | str:
    """The record that begins here, passed over; or why there is none."""
    window.fill(LONGEST_BEGIN)
    if not BEGIN.match(window.data):
        return "no record begins here"
    head_end = _head_end(window)
    if not head_end:
        return "its head does not end"
    head = bytes(window.data[:head_end])
    if BEGIN.search(head, 1):
        return "spliced: another record begins within its head"
    length = LENGTH.search(head)
    if length is None:
        return "its head gives no length"
    if int(length.group(1)) > longest:
        return _pass_over(window, head, int(length.group(1)), check)
    return _whole(window, head, int(length.group(1)))


def _head_end(window: _Window) -> int:
    """Where the head ends, its empty line included; 0 when it does not."""
    searched = 0
    while searched < LONGEST_HEAD:
        end = HEAD_END.search(window.data, max(0, searched - LINE_ENDS), LONGEST_HEAD)
        if end:
            return end.end()
        searched = len(window.data)
        if not window.fill(searched + 1) or len(window.data) == searched:
            return 0
    return 0


def _whole(window: _Window, head: bytes, length: int) -> Record | str:
    """A record whose block is short enough to be held."""
    end = len(head) + length
    window.fill(end + LINE_ENDS + LONGEST_BEGIN)
    if len(window.data) < end:
        return "cut off: its block ends early"
    tail = window.data[end : end + LINE_ENDS + LONGEST_BEGIN]
    if not _follows(tail, window.ended or window.gap is not None):
        return "spliced or damaged: no record ends where its head says"
    rest = bytes(tail).lstrip(b"\r\n")
    # Where the checksum came out wrong, only what is followed by another record was unpacked before the damage.
    if not window.is_sound(end) and not BEGIN.match(rest):
        return "cannot be unpacked whole"
    block = bytes(window.data[len(head) : end])
    digest = _digest(head, block)
    # A WARC kept as a record holds records; so does what was cut off and runs on into the next.
    ends_well = not rest or bool(ENDS_WELL.match(tail) and BEGIN.match(rest))
    if (digest == "wrong" or (digest == "none" and not ends_well)) and BEGIN.search(block):
        return "spliced: another record begins within it"
    record = Record(window.place(), head + block, length, digest)
    window.drop(end)
    return record


def _digest(head: bytes, block: bytes) -> str:
    given = DIGEST.search(head)
    if given is None:
        return "none"
    found = base64.b32encode(hashlib.sha1(block, usedforsecurity=False).digest())
    return "right" if found == given.group(1).upper() else "wrong"


def _pass_over(window: _Window, head: bytes, length: int, check: Check | None) -> Record | str:
    """A record whose block is too long to be held: pass over it, unless another begins within.

    A file that is not packed can be asked beforehand whether a record ends there; then what begins within is its own.
    """
    place = window.place()
    own = check is not None and check(place.position + len(head) + length)
    if check is not None and not own:
        return "spliced or cut off: no record ends where its head says"
    left = length
    window.drop(len(head))
    while left:
        window.fill(min(left, PIECE) + LONGEST_BEGIN)
        if not window.data:
            return "cut off: its block ends early"
        begin = None if own else BEGIN.search(window.data, 0, min(left, len(window.data)))
        step = begin.start() if begin else min(left, max(1, len(window.data) - LONGEST_BEGIN))
        window.drop(step)
        left -= step
        if begin:
            return "spliced: another record begins within it"
    return Record(place, head, length, "none")


def _resynchronise(window: _Window, start: Place, offset: int) -> tuple[int, str]:
    """Pass over bytes up to where the next record begins, or to the gap or the end; where in the file that is.

    A gap in the same gzip member is part of what is lost, and its reason comes with it.
    """
    while True:
        begin = BEGIN.search(window.data, offset)
        if begin:
            window.drop(begin.start())
            return window.place().position, ""
        window.drop(max(0, len(window.data) - LONGEST_BEGIN))
        offset = min(1, len(window.data))
        held = len(window.data)
        window.fill(held + PIECE)
        if len(window.data) > held:
            continue
        window.drop(held)
        gap = window.gap
        if gap is None:
            return window.size, ""
        if start.position < gap.start:
            return gap.start, ""
        window.gap = None
        return gap.end, gap.reason
