"""Terms: a text in, hashed words and word pairs with their counts out, and how rare each of them is in news.

A term is a word that is no stopword, or two of them that follow one another. Terms are kept as 32-bit hashes, a few
bytes an article, so that a million articles fit in memory; the highest bit tells pairs from words. Two terms in some
ten thousand share a hash, which no weight notices.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tellings.language import DEFAULT, languages, load

WORD = re.compile(r"[^\W_]+(?:['’‑-][^\W_]+)*")
PAIR = np.uint32(1 << 31)  # the bit that tells pairs from words
MIX = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio: spreads what it multiplies (Knuth, TAOCP 3, 6.4)
MOST = 255  # counts are kept in eight bits
REMEMBERED = 500_000  # distinct words whose hash is kept at hand; a large vocabulary must not fill the memory

Hashes = NDArray[np.uint32]
Counts = NDArray[np.uint8]


class _WordHashes(dict[str, int]):
    """64-bit hash of a word, 0 for a stopword; remembers what it was asked."""

    def __init__(self, stopwords: Iterable[str]) -> None:
        super().__init__()
        self._stopwords = frozenset(stopwords)

    def __missing__(self, word: str) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        plain = word.replace("’", "'")
        plain = plain.removesuffix("'s")
        value = 0
        if len(plain) > 1 and plain not in self._stopwords:
            digest = hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            value = int.from_bytes(digest, "little") or 1
        self[word] = value
        return value


@cache
def _word_hashes(language: str) -> _WordHashes:
    known = language if language in languages() else DEFAULT
    return _WordHashes(word for line in load("stopwords", known).values() for word in line.split())


def _hash_text(text: str, language: str) -> tuple[Hashes, Hashes]:
    """Hashes of the words of a text that are no stopwords, and of their pairs, in order."""
    hashes = _word_hashes(language)
    words = np.array([hashes[word] for word in WORD.findall(text.lower().replace("\u00ad", ""))], dtype=np.uint64)
    words = words[words != 0]
    pairs = (words[:-1] * MIX + words[1:]) * MIX
    return (words >> np.uint64(33)).astype(np.uint32), (pairs >> np.uint64(33)).astype(np.uint32) | PAIR


def count_terms(parts: Iterable[tuple[str, int]], language: str = DEFAULT) -> tuple[Hashes, Counts]:
    """Hashed terms of the parts of a text, ascending, and their counts.

    Args:
        parts: pieces of text, each with how often it counts (a title may count for more than one mention).
        language: ISO 639-1 code; decides the stopwords.

    >>> terms, counts = count_terms([("The ferry sank. Ferry rules changed.", 1)])
    >>> len(terms), int(counts.max())  # ferry, sank, rules, changed and the four pairs of neighbours
    (8, 2)
    """
    hashed: list[Hashes] = []
    weights: list[NDArray[np.int64]] = []
    for text, times in parts:
        for terms in _hash_text(text, language):
            hashed.append(terms)
            weights.append(np.full(len(terms), times, dtype=np.int64))
    if not hashed:
        return np.empty(0, np.uint32), np.empty(0, np.uint8)
    distinct, places = np.unique(np.concatenate(hashed), return_inverse=True)
    counts = np.bincount(places, weights=np.concatenate(weights), minlength=len(distinct))
    return distinct, np.minimum(counts, MOST).astype(np.uint8)


def pack_terms(terms: Hashes, counts: Counts) -> bytes:
    """Terms and counts as bytes, the same on any machine."""
    return terms.astype("<u4").tobytes() + counts.tobytes()


def unpack_terms(packed: bytes) -> tuple[Hashes, Counts]:
    """What `pack_terms` packed.

    >>> unpack_terms(pack_terms(np.array([7, 9], np.uint32), np.array([1, 2], np.uint8)))[0].tolist()
    [7, 9]
    """
    size = len(packed) // 5
    return (
        np.frombuffer(packed, "<u4", size).astype(np.uint32, copy=False),
        np.frombuffer(packed, np.uint8, size, offset=4 * size),
    )


@dataclass(frozen=True)
class Background:
    """In how many of `documents` news articles each term occurs; terms in very few of them are left out."""

    documents: int
    terms: Hashes  # ascending
    frequencies: NDArray[np.int64]

    def frequency(self, terms: Hashes) -> NDArray[np.int64]:
        """Number of background articles that hold each term; 0 for a term that is not listed."""
        if not len(self.terms):
            return np.zeros(len(terms), np.int64)
        places = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        return np.where(self.terms[places] == terms, self.frequencies[places], 0)


@cache
def load_background(language: str = DEFAULT) -> Background:
    """Document frequencies of a language's news; none (all terms unknown) where no table is shipped.

    >>> load_background("en").documents > 10_000
    True
    """
    path = files("tellings.language") / language / "background.npz"
    if not path.is_file():
        return Background(0, np.empty(0, np.uint32), np.empty(0, np.int64))
    with path.open("rb") as file, np.load(file) as table:
        terms = np.cumsum(table["steps"], dtype=np.uint32)
        frequencies = step_frequencies()[table["frequencies"]]
        return Background(int(table["documents"]), terms, frequencies)


def step_frequencies() -> NDArray[np.int64]:
    """The 256 frequencies a table may hold: exact up to 31, then in steps of about five per cent.

    >>> steps = step_frequencies()
    >>> steps[:4].tolist(), bool((steps[1:] > steps[:-1]).all())
    ([0, 1, 2, 3], True)
    """
    steps = list(range(32))
    while len(steps) < 256:
        steps.append(steps[-1] + max(1, steps[-1] // 20))
    return np.array(steps, dtype=np.int64)


def rarest(
    terms: Hashes, counts: Counts, background: Background, most_words: int, most_pairs: int
) -> tuple[Hashes, Counts]:
    """The terms that tell most of an article, words and pairs apart: frequent here, rare in the background."""
    rarity = np.log((background.documents + 1.0) / (background.frequency(terms) + 0.5))
    weight = np.rint(1000 * (1 + np.log(counts)) * rarity).astype(np.int64)
    keep = np.zeros(len(terms), bool)
    for kind, most in ((terms < PAIR, most_words), (terms >= PAIR, most_pairs)):
        places = np.flatnonzero(kind)
        keep[places[np.lexsort((terms[places], -weight[places]))[:most]]] = True
    return terms[keep], counts[keep]
