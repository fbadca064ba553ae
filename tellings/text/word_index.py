"""An inverted index of words: texts in, for some words those texts out that hold most of the rare ones close together.

Every word is filed under a hash of its beginning, so that inflections meet, with its place. Zobel & Moffat (2006) call
this a word-level inverted index; here a file holds one part of the texts, and is mapped into memory, not read.
"""

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from tellings.text.spelling import expand, function_forms, normal_form
from tellings.text.words import WORD

Places = NDArray[np.uint32]
Ints = NDArray[np.int64]

# Letters of a word by which it is filed: "resign" and "resigned" meet, "ferry" and "ferns" do not.
LETTERS = 5
# Words of a quotation that are looked for: its rarest. More cost time and single out nothing further.
STEMS = 16
# Places that are looked at for one quotation, its rarest words first (some milliseconds), once FEWEST words are taken.
MOST_PLACES = 16_000
FEWEST = 2
# Texts handed on, at most, unless more have the very words: those with the best stretches. Of equals all come, or none
# where they are too many and only resemble the quotation. A text takes some two milliseconds to be compared.
MOST_TEXTS = 40
# Per cent of the words that stand in their very order where a text has the very words.
VERY_WORDS = 80
# Per cent of the words' rarity that a stretch must hold, of all there is and of what the best stretch holds. A quarter
# finds each half of what was spliced from two; half of the best leaves out what merely shares the subject.
OF_ALL, OF_BEST = 25, 50
# Different words of content that a stretch must hold where more than so many are looked for: one alone is a subject.
TOGETHER = 2
# Bits for the place of a word within its part.
PART_BITS = 32
PART = 1 << PART_BITS
# The stem under which the places are filed where texts begin.
BEGINNINGS = 0


@lru_cache(maxsize=262_144)
def _stems_of(word: str) -> tuple[int, ...]:
    """Of a word as written; a short form is filed under each of the words it stands for."""
    parts = expand(word)
    return tuple(map(stem_of, map(normal_form, parts))) if len(parts) > 1 else (stem_of(normal_form(word)),)


def stem_of(form: str) -> int:
    """Number under which a normal form is filed; never that of the beginnings."""
    return zlib.crc32((form if form[0].isdigit() else form[:LETTERS]).encode("utf-8", "surrogatepass")) or 1


def make_postings(texts: Sequence[str]) -> Iterator[tuple[int, bytes]]:
    """The index of some texts: by ascending stem its places, the beginnings of the texts first.

    Args:
        texts: together at most 2**32 words.

    Returns:
        Pairs of a stem and its places: 32-bit numbers of words (little-endian), counted through all texts, ascending.
    """
    keys: list[NDArray[np.uint64]] = []
    starts = [0]
    for text in texts:
        words = list(map(_stems_of, WORD.findall(text)))
        numbers = np.arange(starts[-1], starts[-1] + len(words), dtype=np.uint64)
        if sum(map(len, words)) > len(words):
            numbers = np.repeat(numbers, list(map(len, words)))
        stems = np.fromiter(chain.from_iterable(words), dtype=np.uint64, count=len(numbers))
        keys.append((stems << np.uint64(32)) | numbers)
        starts.append(starts[-1] + len(words))
    yield BEGINNINGS, np.array(starts, dtype="<u4").tobytes()
    every = np.sort(np.concatenate([*keys, np.empty(0, dtype=np.uint64)]))
    stems, places = every >> np.uint64(32), every.astype("<u4")
    borders = np.flatnonzero(np.diff(stems)) + 1
    for low, high in pairwise([0, *borders.tolist(), len(every)]):
        if low < high:
            yield int(stems[low]), places[low:high].tobytes()


@dataclass(frozen=True)
class IndexPart:
    """Postings of some texts, by ascending stem."""

    stems: Ints
    offsets: Ints  # of the places of each stem, and the end
    places: Places

    @classmethod
    def of_texts(cls, texts: Sequence[str]) -> "IndexPart":
        """The postings of texts at hand."""
        postings = list(make_postings(texts))
        sizes = [len(places) // 4 for _, places in postings]
        return cls(
            np.array([stem for stem, _ in postings], dtype=np.int64),
            np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))),
            np.frombuffer(b"".join(places for _, places in postings), dtype="<u4"),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """A text of one part."""

    part: int
    text: int


class WordIndex:
    """The postings of all parts; places stay where they are, and are looked at only for the stems asked for."""

    def __init__(self, parts: Sequence[IndexPart]) -> None:
        self._places = [part.places for part in parts]
        numbers = np.arange(len(parts), dtype=np.int64) << PART_BITS
        self._numbers = numbers
        empty = np.empty(0, dtype=np.int64)
        self._keys = np.concatenate([empty, *(part.stems + n for part, n in zip(parts, numbers, strict=True))])
        self._begins = np.concatenate([empty, *(part.offsets[:-1] for part in parts)])
        self._ends = np.concatenate([empty, *(part.offsets[1:] for part in parts)])
        starts = [part.places[: part.offsets[1]].astype(np.int64) for part in parts]
        self._first = np.concatenate(([0], np.cumsum([len(own) - 1 for own in starts], dtype=np.int64)))
        self._starts = np.concatenate([empty, *(own[:-1] + n for own, n in zip(starts, numbers, strict=True))])

    @property
    def texts(self) -> int:
        """Number of texts."""
        return len(self._starts)

    def place_of(self, text: int) -> Place:
        """Part and number within it of a text, given by its number among all."""
        part = int(np.searchsorted(self._first, text, side="right")) - 1
        return Place(part, text - int(self._first[part]))

    def rows_of(self, stems: Ints) -> Ints:
        """For each part and stem the row of its places; -1 where it does not occur."""
        keys = (self._numbers[:, None] + stems[None, :]).ravel()
        rows = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        return np.where(self._keys[rows] == keys, rows, -1).reshape(len(self._numbers), len(stems))

    def counts_of(self, rows: Ints) -> Ints:
        """How often each stem of some rows occurs."""
        sizes: Ints = np.where(rows >= 0, self._ends[rows] - self._begins[rows], 0)
        return np.asarray(sizes.sum(axis=0), dtype=np.int64)

    def places_of(self, rows: Ints) -> tuple[Ints, Ints, Ints]:
        """All occurrences of the stems of some rows: number of the text, of the word in it, and of the stem."""
        parts, stems = np.nonzero(rows >= 0)
        held = rows[parts, stems]
        spans = zip(parts.tolist(), self._begins[held].tolist(), self._ends[held].tolist(), strict=True)
        found = [self._places[part][begin:end] for part, begin, end in spans]
        sizes = [len(own) for own in found]
        at = np.concatenate([np.empty(0, dtype="<u4"), *found]).astype(np.int64) + np.repeat(parts, sizes) * PART
        texts = np.searchsorted(self._starts, at, side="right") - 1
        return texts, at - self._starts[texts], np.repeat(stems, sizes)

    def agreement(self, rows: Ints, texts: Ints) -> Ints:
        """For some texts, most words of a quotation that stand there in its very order and distance.

        Args:
            rows: for each part and word of the quotation the row of its places.
            texts: numbers of texts, ascending.
        """
        anchor = int(np.argmin(self.counts_of(rows) + (rows < 0).all(axis=0) * PART))
        best = np.zeros(self.texts, dtype=np.int64)
        for part in np.flatnonzero(rows[:, anchor] >= 0).tolist():
            at = self._slice(part, int(rows[part, anchor])).astype(np.int64)
            hits = np.zeros(len(at), dtype=np.int64)
            for word in np.flatnonzero(rows[part] >= 0).tolist():
                own, wanted = self._slice(part, int(rows[part, word])), at + (word - anchor)
                found = np.minimum(np.searchsorted(own, wanted), len(own) - 1)
                hits += own[found] == wanted
            np.maximum.at(best, np.searchsorted(self._starts, at + part * PART, side="right") - 1, hits)
        return best[texts]

    def _slice(self, part: int, row: int) -> Places:
        return self._places[part][self._begins[row] : self._ends[row]]


def find_texts(forms: Sequence[str], index: WordIndex) -> list[Place]:
    """The texts in which some words may stand, best first; all that are equal come or none.

    Args:
        forms: the words as normal forms, in order.
        index: of the texts.

    >>> texts = ["Nobody sold the old harbour.", "It rained on Monday."]
    >>> find_texts(["sold", "the", "harbour"], WordIndex([IndexPart.of_texts(texts)]))
    [Place(part=0, text=0)]
    """
    content = {form for form in forms if form not in function_forms()}
    stems = np.array(sorted({stem_of(form) for form in content or forms}), dtype=np.int64)
    if not index.texts or not len(stems):
        return []
    rows = index.rows_of(stems)
    counts = index.counts_of(rows)
    order = np.lexsort((stems, counts))[:STEMS]
    chosen = order[(np.cumsum(counts[order]) <= MOST_PLACES) | (np.arange(len(order)) < FEWEST)]
    weights = np.array([_rarity(int(n), index.texts) for n in counts[chosen]], dtype=np.int64)
    texts, scores = _best_stretches(*index.places_of(rows[:, chosen]), weights, len(forms) + len(forms) // 2 + 10)
    if not len(texts):
        return []
    least = max(1, int(weights.sum()) * OF_ALL, int(scores.max()) * OF_BEST)
    held = scores * 100 >= least
    texts, scores = texts[held], scores[held]
    if len(texts) > MOST_TEXTS:
        kept = _choose(scores, lambda: index.agreement(rows_of_words(forms, index), texts), len(forms))
        texts, scores = texts[kept], scores[kept]
    return [index.place_of(text) for text in texts[np.lexsort((texts, -scores))].tolist()]


def rows_of_words(forms: Sequence[str], index: WordIndex) -> Ints:
    """For each part and each word of a quotation, in order, the row of its places."""
    return index.rows_of(np.array([stem_of(form) for form in forms], dtype=np.int64))


def _choose(scores: Ints, agreement: Callable[[], Ints], words: int) -> NDArray[np.bool_]:
    """Which of too many texts are handed on: the best, while their equals fit, and all that have the very words."""
    border = int(np.partition(scores, -MOST_TEXTS)[-MOST_TEXTS])
    better = scores > border
    if int((scores >= border).sum()) <= MOST_TEXTS:
        return scores >= border
    agreed = agreement()
    return better | (agreed * 100 >= words * VERY_WORDS)


def _rarity(count: int, texts: int) -> int:
    """Weight of a stem: the logarithm of how many texts there are for each place where it stands."""
    return (1000 * (texts + 1) // (count + 1) + 1).bit_length()


def _best_stretches(texts: Ints, words: Ints, stems: Ints, weights: Ints, width: int) -> tuple[Ints, Ints]:
    """Texts, ascending, and the weight of the different stems in the best stretch of at least `width` words of each.

    Texts are cut into blocks of `width` words; a stretch is two blocks, so that none is missed that a border cuts.
    """
    if not len(texts):
        return texts, texts
    blocks = words // width
    most = int(blocks.max()) + 2
    stretch = texts * most + blocks + 1
    keys = np.sort(np.concatenate((stretch, stretch - 1)) * STEMS + np.concatenate((stems, stems)))
    keys = keys[np.concatenate(([True], np.diff(keys) > 0))]
    firsts = np.flatnonzero(np.concatenate(([True], np.diff(keys // STEMS) > 0)))
    sums = np.add.reduceat(weights[keys % STEMS], firsts)
    sums[np.diff(np.append(firsts, len(keys))) < (TOGETHER if len(weights) > TOGETHER else 1)] = 0
    of_text = keys[firsts] // STEMS // most
    borders = np.flatnonzero(np.concatenate(([True], np.diff(of_text) > 0)))
    return of_text[borders], np.maximum.reduceat(sums, borders)
