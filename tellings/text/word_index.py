"""An inverted index of words: texts in, for some words those texts out that hold most of the rare ones close together.

Every word is filed under a hash of its beginning, so that inflections meet, with its place. Zobel & Moffat (2006) call
this a word-level inverted index; here a file holds one part of the texts, and is mapped into memory, not read.
"""

import zlib
from collections.abc import Iterator, Sequence
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
MOST_PLACES = 60_000
FEWEST = 4
# Texts handed on, at most: those with the best stretches; equals of the last one come too.
MOST_TEXTS = 200
# Per cent of the words' rarity that a stretch must hold, of all there is and of what the best stretch holds. A quarter
# finds each half of what was spliced from two; half of the best leaves out what merely shares the subject.
OF_ALL, OF_BEST = 25, 50
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
class WordIndex:
    """One part of an index: postings by ascending stem."""

    stems: Ints
    offsets: Ints  # of the places of each stem, and the end
    places: Places

    @classmethod
    def of_texts(cls, texts: Sequence[str]) -> "WordIndex":
        """The index of texts at hand."""
        postings = list(make_postings(texts))
        sizes = [len(places) // 4 for _, places in postings]
        return cls(
            np.array([stem for stem, _ in postings], dtype=np.int64),
            np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))),
            np.frombuffer(b"".join(places for _, places in postings), dtype="<u4"),
        )

    @property
    def starts(self) -> Places:
        """Place of the first word of each text, and the end of the last."""
        return self.places[: self.offsets[1]]

    @property
    def texts(self) -> int:
        """Number of texts."""
        return int(self.offsets[1]) - 1

    def rows_of(self, stems: Ints) -> Ints:
        """Row of each stem; -1 where it does not occur."""
        rows = np.searchsorted(self.stems, stems)
        rows[rows == len(self.stems)] = 0
        return np.where(self.stems[rows] == stems, rows, -1)

    def places_at(self, row: int) -> Places:
        """The places of a row."""
        return self.places[self.offsets[row] : self.offsets[row + 1]]


@dataclass(frozen=True, slots=True)
class Place:
    """A text of one part."""

    part: int
    text: int


def find_texts(forms: Sequence[str], parts: Sequence[WordIndex]) -> list[Place]:
    """The texts in which some words may stand, best first; all that are equal come or none.

    Args:
        forms: the words as normal forms, in order.
        parts: the index.

    >>> texts = ["Nobody sold the old harbour.", "It rained on Monday."]
    >>> find_texts(["sold", "the", "harbour"], [WordIndex.of_texts(texts)])
    [Place(part=0, text=0)]
    """
    found = _choose_stems(forms, parts)
    if found is None:
        return []
    rows, weights, chosen = found
    width = len(forms) + len(forms) // 2 + 10
    scores = [
        (score, Place(part, text))
        for part, index in enumerate(parts)
        for text, score in _best_stretches(index, rows[part][chosen], weights, width)
    ]
    best = max((score for score, _ in scores), default=0)
    least = max(int(weights.sum()) * OF_ALL, best * OF_BEST)
    scores = sorted((s for s in scores if s[0] * 100 >= least), key=lambda s: (-s[0], s[1].part, s[1].text))
    last = scores[MOST_TEXTS - 1][0] if len(scores) > MOST_TEXTS else 0
    return [place for score, place in scores if score >= last]


def _choose_stems(forms: Sequence[str], parts: Sequence[WordIndex]) -> tuple[list[Ints], Ints, Ints] | None:
    """For each part the row of each stem; the weights of the stems that are looked for; their numbers."""
    content = {form for form in forms if form not in function_forms()}
    stems = np.array(sorted({stem_of(form) for form in content or forms}), dtype=np.int64)
    rows = [index.rows_of(stems) for index in parts]
    counts = np.zeros(len(stems), dtype=np.int64)
    for index, own in zip(parts, rows, strict=True):
        held = own >= 0
        counts[held] += index.offsets[own[held] + 1] - index.offsets[own[held]]
    texts = sum(index.texts for index in parts)
    order = np.lexsort((stems, counts))[:STEMS]
    fits = (np.cumsum(counts[order]) <= MOST_PLACES) | (np.arange(len(order)) < FEWEST)
    chosen = order[fits]
    if not len(chosen) or not counts[chosen].any():
        return None
    weights = [(1000 * (texts + 1) // (int(n) + 1) + 1).bit_length() for n in counts[chosen]]
    return rows, np.array(weights, dtype=np.int64), chosen


def _best_stretches(index: WordIndex, rows: Ints, weights: Ints, width: int) -> Iterator[tuple[int, int]]:
    """Texts with the weight of the different stems in their best stretch of at least `width` words.

    Texts are cut into blocks of `width` words; a stretch is two blocks, so that none is missed that a border cuts.
    """
    held = np.flatnonzero(rows >= 0)
    if not len(held):
        return
    places = [index.places_at(int(rows[n])) for n in held]
    at = np.concatenate(places)
    stems = np.repeat(held, [len(own) for own in places])
    texts = np.searchsorted(index.starts, at, side="right") - 1
    blocks = (at - index.starts[texts]).astype(np.int64) // width
    most = int(blocks.max()) + 2
    stretch = texts.astype(np.int64) * most + blocks + 1
    keys = np.unique(np.concatenate((stretch, stretch - 1)) * STEMS + np.concatenate((stems, stems)))
    firsts = np.flatnonzero(np.concatenate(([True], np.diff(keys // STEMS) > 0)))
    sums = np.add.reduceat(weights[keys % STEMS], firsts)
    of_text = keys[firsts] // STEMS // most
    borders = np.flatnonzero(np.concatenate(([True], np.diff(of_text) > 0)))
    best = np.maximum.reduceat(sums, borders)
    yield from zip(of_text[borders].tolist(), best.tolist(), strict=True)
