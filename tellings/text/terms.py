"""Terms: a text in, hashed words and word pairs with their counts out, and how rare each of them is in news.

A term is a word that is no stopword, or two of them that follow one another. Terms are kept as 32-bit hashes, a few
bytes an article, so that a million articles fit in memory; the highest bit tells pairs from words. Two terms in some
ten thousand share a hash, which no weight notices.
"""

import hashlib
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tellings.language import DEFAULT, languages, load

WORD = re.compile(r"[^\W_]+(?:['’‑-][^\W_]+)*")
TOKEN = re.compile(WORD.pattern + r'|[\n“”„«»"]')  # words, ends of lines and quotation marks, in one go
PAIR = np.uint32(1 << 31)  # the bit that tells pairs from words
MIX = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio: spreads what it multiplies (Knuth, TAOCP 3, 6.4)
HALF = np.uint64(33)  # a hash keeps 31 of 64 bits, the 32nd tells pairs
PLACE_BITS, COUNT_BITS = np.uint64(8), np.uint64(8)  # of a packed mention: its term, its line, what it counts
MOST = 255  # counts and numbers of lines are kept in eight bits
ENDS = (". ", "? ", "! ")  # of a sentence: where a text has lost its lines, its sentences stand for them
QUOTES = '“”„«»"'  # words in them are repeated because they were said
LINE_END, QUOTE = 1, 2  # what stands for them among the hashes of words
LEAST_WORDS = 4  # that are no stopwords: a shorter line may be in two articles by chance
REMEMBERED = 500_000  # distinct words whose hash is kept at hand; a large vocabulary must not fill the memory
RUNS = 200_000  # the same for runs of characters between spaces (“sank”), of which there are more than words

OFTEN = 1 + np.log(np.maximum(np.arange(MOST + 1), 1).astype(np.float64))  # what a count is worth

Hashes = NDArray[np.uint32]
Counts = NDArray[np.uint8]


class _WordHashes(dict[str, int]):
    """64-bit hash of a word, 0 for a stopword; remembers what it was asked."""

    def __init__(self, stopwords: Iterable[str]) -> None:
        super().__init__()
        self._stopwords = frozenset(stopwords)

    def __missing__(self, word: str) -> int:
        if word == "\n" or word in QUOTES:
            return LINE_END if word == "\n" else QUOTE
        if len(self) >= REMEMBERED:
            self.clear()
        plain = word.replace("’", "'")
        plain = plain.removesuffix("'s")
        value = 0
        if len(plain) > 1 and plain not in self._stopwords:
            digest = hashlib.blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest()
            value = max(int.from_bytes(digest, "little"), QUOTE + 1)
        self[word] = value
        return value


class _RunHashes(dict[str, bytes]):
    """Hashes of the words and signs of a run of characters without spaces, eight bytes each.

    Looking a run up takes a tenth of the time of finding its words, and most runs of news were met before.
    """

    def __init__(self, words: _WordHashes) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, run: str) -> bytes:
        if len(self) >= RUNS:
            self.clear()
        hashes = b"".join(self._words[word].to_bytes(8, "little") for word in TOKEN.findall(run))
        self[run] = hashes
        return hashes


@cache
def _run_hashes(language: str) -> _RunHashes:
    return _RunHashes(_word_hashes(language))


@cache
def _word_hashes(language: str) -> _WordHashes:
    known = language if language in languages() else DEFAULT
    return _WordHashes(word for line in load("stopwords", known).values() for word in line.split())


class Part(NamedTuple):
    """A piece of text whose terms are counted."""

    text: str
    times: int = 1  # how often each mention counts: a title may count for more than one
    lines: bool = False  # whether to tell which line of it each term is from


class Counted(NamedTuple):
    """Terms of a text with how often they occur, and the lines that some other text may repeat word by word."""

    terms: Hashes  # ascending
    counts: Counts
    places: Counts  # number of the line that alone has the term, from 1; 0 where there is no such line
    lines: Hashes  # a hash of the words of each line; 0 for a line that is too short or quotes


def _hash_part(part: Part, language: str) -> tuple[Hashes, NDArray[np.uint8], Hashes]:
    """Hashes of the words that are no stopwords and of their pairs, the line of each, and the lines' hashes.

    A sentence counts as a line: some texts have lost theirs. What follows the last line that can be numbered is of it.
    """
    text = part.text.lower().replace("\u00ad", "")  # soft hyphens stand within words of some pages
    if part.lines:
        for end in ENDS:
            text = text.replace(end, "\n")
    # No word and no sign holds a space, a comma or a full stop, so none is cut.
    runs = text.replace("\n", " \n ").replace(",", " ").replace(".", " ").split(" ")
    values = np.frombuffer(b"".join(map(_run_hashes(language).__getitem__, runs)), "<u8").astype(np.uint64, copy=False)
    told = values > QUOTE
    words = values[told]
    pairs = (words[:-1] * MIX + words[1:]) * MIX
    terms = np.concatenate(((words >> HALF).astype(np.uint32), (pairs >> HALF).astype(np.uint32) | PAIR))
    if not part.lines:
        return terms, np.zeros(len(terms), np.uint8), np.empty(0, np.uint32)
    line = np.minimum(np.cumsum(values == LINE_END), MOST - 1)
    number = int(line[-1]) + 1 if len(line) else 1
    sizes = np.bincount(line[told], minlength=number)
    place = (line[told] + 1).astype(np.uint8)
    both = np.where(place[:-1] == place[1:], place[:-1], np.uint8(0))
    sums = np.concatenate((np.zeros(1, np.uint64), np.cumsum(words)))
    ends = np.cumsum(sizes)
    whole = ((sums[ends] - sums[ends - sizes]) * MIX >> np.uint64(32)).astype(np.uint32)
    own = (np.bincount(line[values == QUOTE], minlength=number) == 0) & (sizes >= LEAST_WORDS)
    return terms, np.concatenate((place, both)), np.where(own, whole, np.uint32(0))


def hash_sentences(sentences: Sequence[str], language: str = DEFAULT) -> tuple[Hashes, NDArray[np.intp]]:
    """Terms of some sentences and the number of the sentence that each is from; `count_terms` of each, at once.

    >>> terms, numbers = hash_sentences(["The mill burned.", "A mill burned down."])
    >>> numbers.tolist()
    [0, 0, 0, 1, 1, 1]
    """
    hashes = _word_hashes(language)
    found = [
        [value for word in WORD.findall(text.lower().replace("\u00ad", "")) if (value := hashes[word])]
        for text in sentences
    ]
    number = np.repeat(np.arange(len(found)), [len(words) for words in found])
    words = np.array([value for one in found for value in one], dtype=np.uint64)
    within = number[:-1] == number[1:]
    pairs = ((words[:-1] * MIX + words[1:]) * MIX)[within]
    both = np.concatenate(
        ((words >> np.uint64(33)).astype(np.uint32), (pairs >> np.uint64(33)).astype(np.uint32) | PAIR)
    )
    keys = np.unique(np.concatenate((number, number[1:][within])).astype(np.uint64) << np.uint64(32) | both)
    return (keys & np.uint64(0xFFFFFFFF)).astype(np.uint32), (keys >> np.uint64(32)).astype(np.intp)


def count_terms(parts: Iterable[Part], language: str = DEFAULT) -> Counted:
    """Hashed terms of the parts of a text.

    Args:
        parts: pieces of text, of which one at most tells its lines.
        language: ISO 639-1 code; decides the stopwords.

    >>> counted = count_terms([Part("The ferry sank. Ferry rules changed.")])
    >>> len(counted.terms), int(counted.counts.max())  # ferry, sank, rules, changed and the four pairs of neighbours
    (8, 2)
    """
    hashed = [(*_hash_part(part, language), part.times) for part in parts if part.text]
    if not hashed:
        empty = np.empty(0, np.uint8)
        return Counted(np.empty(0, np.uint32), empty, empty, np.empty(0, np.uint32))
    lines = np.concatenate([lines for _, _, lines, _ in hashed])
    packed = np.concatenate(
        [
            (terms.astype(np.uint64) << PLACE_BITS | places) << COUNT_BITS | np.uint64(min(times, MOST))
            for terms, places, _, times in hashed
        ]
    )
    packed.sort()  # by term, then by place: one number each sorts several times as fast as an order of rows does
    terms = (packed >> PLACE_BITS + COUNT_BITS).astype(np.uint32)
    places = (packed >> COUNT_BITS).astype(np.uint8)
    if not len(terms):
        return Counted(terms, places, places, lines)
    starts = np.flatnonzero(np.concatenate(([True], terms[1:] != terms[:-1])))
    mentions = np.add.reduceat(packed.astype(np.uint8), starts, dtype=np.int64)
    counts = np.minimum(mentions, MOST).astype(np.uint8)
    low, high = places[starts], places[np.append(starts[1:], len(terms)) - 1]
    return Counted(terms[starts], counts, np.where(low == high, low, np.uint8(0)), lines)


def pack_terms(terms: Hashes, counts: Counts, places: Counts) -> bytes:
    """Terms, counts and lines as bytes, the same on any machine."""
    return terms.astype("<u4").tobytes() + counts.tobytes() + places.tobytes()


def unpack_terms(packed: bytes) -> tuple[Hashes, Counts, Counts]:
    """What `pack_terms` packed.

    >>> one = np.array([1, 2], np.uint8)
    >>> unpack_terms(pack_terms(np.array([7, 9], np.uint32), one, one))[0].tolist()
    [7, 9]
    """
    size = len(packed) // 6
    return (
        np.frombuffer(packed, "<u4", size).astype(np.uint32, copy=False),
        np.frombuffer(packed, np.uint8, size, offset=4 * size),
        np.frombuffer(packed, np.uint8, size, offset=5 * size),
    )


def pack_lines(lines: Hashes) -> bytes:
    """Hashes of lines as bytes."""
    return lines.astype("<u4").tobytes()


def unpack_lines(packed: bytes) -> Hashes:
    """What `pack_lines` packed."""
    return np.frombuffer(packed, "<u4").astype(np.uint32, copy=False)


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

    def rarity(self, terms: Hashes) -> NDArray[np.float64]:
        """Logarithm of the inverse share of background articles that hold each term."""
        logs: NDArray[np.float64] = np.log((self.documents + 1.0) / (self.frequency(terms) + 0.5))
        return logs


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


@lru_cache(maxsize=REMEMBERED)
def rarity(word: str, language: str = DEFAULT) -> int:
    """How rare a word in small letters is in news: bits, in thousandths; 0 for a stopword.

    >>> rarity("the"), rarity("minister") < rarity("astrolabe")
    (0, True)
    """
    value = _word_hashes(language)[word]
    if not value:
        return 0
    background = load_background(language)
    frequency = int(background.frequency(np.array([value >> 33], np.uint32))[0])
    return round(1000 * math.log2((background.documents + 1) / (frequency + 0.5)))


def hash_words(words: Iterable[str], language: str = DEFAULT) -> NDArray[np.uint64]:
    """64-bit hashes of words in small letters, 0 for a stopword: what terms and pairs are made of.

    >>> hash_words(["the", "ferry"]).astype(bool).tolist()
    [False, True]
    """
    hashes = _word_hashes(language)
    return np.array([hashes[word] for word in words], dtype=np.uint64)


def word_terms(hashes: NDArray[np.uint64]) -> Hashes:
    """The terms of hashed words, as `count_terms` has them."""
    return (hashes >> np.uint64(33)).astype(np.uint32)


def pair_terms(left: NDArray[np.uint64], right: NDArray[np.uint64]) -> Hashes:
    """The terms of pairs of hashed words, as `count_terms` has them.

    >>> counted = count_terms([Part("Ferry rules.")])
    >>> ferry, rules = (hash_words([word]) for word in ("ferry", "rules"))
    >>> bool(pair_terms(ferry, rules)[0] in counted.terms), bool(word_terms(ferry)[0] in counted.terms)
    (True, True)
    """
    return ((left * MIX + right) * MIX >> np.uint64(33)).astype(np.uint32) | PAIR


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


def rarest(counted: Counted, background: Background, most_words: int, most_pairs: int) -> Counted:
    """The terms that tell most of an article, words and pairs apart: frequent here, rare in the background."""
    terms, counts, places, lines = counted
    middle = int(np.searchsorted(terms, PAIR))
    kept = [
        begin + _heaviest(terms[begin:end], counts[begin:end], background, most)
        for begin, end, most in ((0, middle, most_words), (middle, len(terms), most_pairs))
    ]
    keep = np.concatenate(kept)
    return Counted(terms[keep], counts[keep], places[keep], lines)


def _heaviest(terms: Hashes, counts: Counts, background: Background, most: int) -> NDArray[np.int64]:
    """Places of the `most` heaviest terms, ascending; of equal weight the lowest hash first."""
    if len(terms) <= most:
        return np.arange(len(terms))
    weight = np.rint(1000 * OFTEN[counts] * background.rarity(terms)).astype(np.int64)
    packed = -weight * len(terms) + np.arange(len(terms))  # weight and place in one number
    packed.partition(most)
    return np.sort(packed[:most] % len(terms))
