"""Shingles: a string in, hashed words with their offsets and hashed runs of words out.

Everything is done on arrays of code points: no loop over words, no table of words, the same numbers on any machine.
"""

from dataclasses import dataclass
from functools import cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Number = TypeVar("Number", np.int64, np.uint64)

APOSTROPHES = (0x27, 0x2019, 0x02BC)
SOFT_HYPHEN = 0xAD
# Letters beyond these planes (rare ideographs are the last before) are taken for marks.
LAST_LETTER = 0x323AF
# Odd, so that it has an inverse modulo 2**64; the bits of the golden ratio, as in Knuth's multiplicative hashing.
BASE = 0x9E3779B97F4A7C15
INVERSE = pow(BASE, -1, 2**64)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: where they stand, and a hash of each that takes case and kind of apostrophe away."""

    starts: Ints
    ends: Ints
    hashes: Hashes

    def __len__(self) -> int:
        return len(self.hashes)

    def only(self, kept: NDArray[np.bool_]) -> "Words":
        """Those words for which `kept` is true."""
        return Words(self.starts[kept], self.ends[kept], self.hashes[kept])


@cache
def _kinds() -> NDArray[np.uint8]:
    """For each code point 1 for a letter or digit, 2 for an apostrophe, else 0; the last stands for all beyond."""
    table = np.zeros(LAST_LETTER + 2, dtype=np.uint8)
    table[: LAST_LETTER + 1] = [chr(code).isalnum() for code in range(LAST_LETTER + 1)]
    table[list(APOSTROPHES)] = 2
    return table


@cache
def _powers(base: int, size: int) -> Hashes:
    """base**0, base**1, ... modulo 2**64."""
    powers = np.full(size, base, dtype=np.uint64)
    powers[0] = 1
    return np.multiply.accumulate(powers)


def _powers_to(base: int, count: int) -> Hashes:
    """At least `count` powers; sizes are powers of two, so that few are kept."""
    return _powers(base, 1 << max(14, (count - 1).bit_length()))[:count]


def _mix(hashes: Hashes) -> Hashes:
    """Spread the bits (the finaliser of SplitMix64), so that any of them can be used to draw a sample."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


def _lower(text: str) -> str:
    """Lower case, each character in its place (a few change their length when lowered: those stay)."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def hash_words(text: str) -> Words:
    """The words of a text: runs of letters and digits, with apostrophes inside them; soft hyphens do not count.

    >>> words = hash_words("Don’t stop. DON'T!")
    >>> words.starts.tolist(), words.ends.tolist(), bool(words.hashes[0] == words.hashes[2])
    ([0, 6, 12], [5, 10, 17], True)
    """
    codes = np.frombuffer(_lower(text).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    places = None
    if "\xad" in text:
        places = np.flatnonzero(codes != SOFT_HYPHEN)
        codes = codes[places]
    kinds = np.zeros(len(codes) + 2, dtype=np.uint8)
    _kinds().take(codes, out=kinds[1:-1], mode="clip")
    letter, apostrophe = kinds == 1, kinds == 2
    member = letter.copy()
    member[1:-1] |= apostrophe[1:-1] & letter[:-2] & letter[2:]
    edges = np.flatnonzero(member[1:] != member[:-1])
    starts, ends = edges[::2], edges[1::2]
    # A polynomial of the code points, read off a running sum: (sum to end - sum to start) / BASE**start.
    values = codes.astype(np.uint64)
    values[apostrophe[1:-1]] = APOSTROPHES[0]
    values *= _powers_to(BASE, max(1, len(codes)))[: len(codes)]
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum(values, out=sums[1:])
    hashes = (sums[ends] - sums[starts]) * _powers_to(INVERSE, len(codes) + 1)[starts]
    if places is not None:
        starts, ends = places[starts], places[ends - 1] + 1
    return Words(starts, ends, _mix(hashes))


def hash_runs(words: Hashes, size: int) -> Hashes:
    """A hash of each run of `size` words, in order; none where there are fewer words.

    >>> runs = hash_runs(hash_words("to be or not to be").hashes, 2)
    >>> len(runs), bool(runs[0] == runs[4]), bool(runs[0] == runs[1])
    (5, True, False)
    """
    count = len(words) - size + 1
    if count <= 0:
        return np.zeros(0, dtype=np.uint64)
    runs = np.zeros(count, dtype=np.uint64)
    for offset in range(size):
        runs = runs * np.uint64(BASE) + words[offset : offset + count]
    return _mix(runs)


def distinct(values: NDArray[Number]) -> NDArray[Number]:
    """The different values, ascending: as `np.unique` gives them, in less time for a few thousand.

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    values = np.sort(values)
    return values[np.append(True, values[1:] != values[:-1])] if len(values) else values


def within_spans(words: Words, spans: list[tuple[int, int]]) -> NDArray[np.bool_]:
    """For each word whether it begins within one of the spans.

    >>> within_spans(hash_words("one two three"), [(4, 7)]).tolist()
    [False, True, False]
    """
    if not spans or not len(words):
        return np.zeros(len(words), dtype=bool)
    edges = np.searchsorted(words.starts, np.asarray(spans, dtype=np.int64)).T
    opened, closed = (np.bincount(side, minlength=len(words) + 1) for side in edges)
    return np.cumsum(opened - closed)[:-1] > 0
