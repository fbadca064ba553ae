"""Collocations: a text's words in, its neighbouring pairs with how often news has them, and how often it should, out.

Two words that are both common in news are seen side by side in proportion; where synonyms were put in one by one, they
are not ("giant occasions" for "big events"). How often a pair of words of two given frequencies is known stands in a
table of counts (eval/collocations.py makes it); what a text has is compared with that.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log2, sqrt

import numpy as np
from numpy.typing import NDArray

from tellings.language import load
from tellings.text.terms import WORD, hash_words, load_background, pair_terms, word_terms

# Between two words of a pair there is no end of a sentence, line or clause in marks.
BREAK = re.compile('[.!?:;\n“”"()]')
LEAST = 20  # background articles that must hold a word: below, whether a pair is known says nothing
STEPS = 11  # of frequency, each twice the one before
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Collocation:
    """Two words that follow one another, stopwords between them left out."""

    start: int  # of the first
    end: int  # of the second
    first: str  # in small letters
    second: str
    known: bool  # enough articles of the background have the pair
    expected: int  # per thousand pairs of words as frequent as these, how many are known


@dataclass(frozen=True, slots=True)
class Familiarity:
    """How many pairs of a text are known, against what the frequencies of their words let expect."""

    pairs: int
    known: int
    expected: int  # in thousandths
    variance: int  # of `known`, were pairs independent, in millionths

    @property
    def unknown(self) -> int:
        """Pairs that are not known."""
        return self.pairs - self.known

    def score(self, spread: int) -> float:
        """By how many standard deviations fewer pairs are known than expected: below zero for fewer.

        Args:
            spread: per thousand of the expected number by which texts differ from one another besides.
        """
        missing = self.known * 1000 - self.expected
        return missing / max(1.0, sqrt(self.variance + (spread * self.expected / 1000) ** 2))


def step(frequency: int) -> int:
    """The row or column of the table for a word of a given frequency.

    >>> step(20), step(39), step(40), step(10**9)
    (0, 0, 1, 10)
    """
    return min(STEPS - 1, int(log2(frequency / LEAST)))


@cache
def _table(language: str) -> NDArray[np.int64] | None:
    """Known pairs per thousand by the frequencies of their words; None where there is no table."""
    try:
        return np.array(load("collocations", language)["known"], dtype=np.int64)
    except LookupError:
        return None


def neighbours(text: str, spans: Sequence[Span], language: str) -> list[tuple[int, int, str, str]]:
    """Pairs of words in small letters within some spans: no names, no numbers, no stopwords, no break between.

    >>> [pair[2:] for pair in neighbours("The ferry ran aground off Ystad pier.", [(0, 37)], "en")]
    [('ferry', 'ran'), ('ran', 'aground')]
    """
    found = []
    for low, high in spans:
        words = [match.span() for match in WORD.finditer(text, low, high)]
        hashes = hash_words((text[start:end].lower() for start, end in words), language).tolist()
        before: Span | None = None
        for place, value in zip(words, hashes, strict=True):
            if not value:
                continue
            plain = text[place[0]].islower()
            if before and plain and not BREAK.search(text, before[1], place[0]):
                found.append((before[0], place[1], text[slice(*before)].lower(), text[slice(*place)].lower()))
            before = place if plain else None
    return found


def find_collocations(text: str, spans: Sequence[Span], language: str = "en") -> list[Collocation]:
    """The pairs of a text's words of which both are common enough in news; none for a language without a table.

    Args:
        text: of an article.
        spans: stretches of it that count: its own prose.
        language: ISO 639-1 code.
    """
    table = _table(language)
    if table is None:
        return []
    pairs = neighbours(text, spans, language)
    if not pairs:
        return []
    background = load_background(language)
    left, right = (hash_words(words, language) for words in ([p[2] for p in pairs], [p[3] for p in pairs]))
    frequencies = [background.frequency(word_terms(side)).tolist() for side in (left, right)]
    known = (background.frequency(pair_terms(left, right)) > 0).tolist()
    return [
        Collocation(pair[0], pair[1], pair[2], pair[3], is_known, int(table[step(one), step(two)]))
        for pair, is_known, one, two in zip(pairs, known, *frequencies, strict=True)
        if one >= LEAST and two >= LEAST
    ]


def familiarity(pairs: Sequence[Collocation]) -> Familiarity:
    """How familiar some pairs are, all in all.

    >>> familiarity([Collocation(0, 9, "a", "b", True, 500), Collocation(4, 12, "b", "c", False, 200)])
    Familiarity(pairs=2, known=1, expected=700, variance=410000)
    """
    return Familiarity(
        len(pairs),
        sum(pair.known for pair in pairs),
        sum(pair.expected for pair in pairs),
        sum(pair.expected * (1000 - pair.expected) for pair in pairs),
    )
