"""The words of an article, read once: a text in; what its words tell, looked up by the stretch they stand in, out."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from tellings.language import load
from tellings.text.clauses import grammar
from tellings.text.hedges import negates, opens_hedge
from tellings.text.spelling import number_words
from tellings.text.stems import stem
from tellings.text.terms import rarity
from tellings.text.words import Span, find_words

# Weight of a number by how many figures it has, zeros at its ends apart, in thousandths of a bit: "two" is everywhere,
# "412,000" is not.
NUMBER_BITS = (2_000, 3_500, 6_500, 8_500, 9_500)
LARGE = 100  # number words from here on multiply what stands before them
REMEMBERED = 100_000  # word forms whose reading is kept: a month of news has fewer


class Form(NamedTuple):
    """What a word as written tells wherever it stands."""

    form: str  # stem, or digits
    bits: int  # how rare it is in news, in thousandths; 0 for a word that tells nothing
    digits: bool  # the form is a number
    large: float  # what it multiplies the number before it by; 0 for other words
    light: bool  # asserts nothing in the frame of a quotation
    negates: bool
    hedges: bool  # a hedge may begin with it


class _Forms(dict[str, Form]):
    """What the words of a language tell, remembered."""

    def __init__(self, language: str) -> None:
        self.language = language
        words = grammar(language)
        self.light = frozenset(load("function_words", language)["words"]) | words.times | words.pronouns

    def __missing__(self, word: str) -> Form:
        if len(self) >= REMEMBERED:
            self.clear()
        form, small, language = stem(word, self.language), word.lower(), self.language
        digits = form[:1].isdigit()
        large = number_words(language).get(small, 0)
        self[word] = found = Form(
            form=form,
            bits=number_bits(form) if digits else rarity(small, language),
            digits=digits,
            large=large if large >= LARGE else 0,
            light=small in self.light,
            negates=negates(word, language),
            hedges=opens_hedge(small, language),
        )
        return found


_forms = cache(_Forms)


class ArticleWords:
    """The words of an article in order."""

    def __init__(self, text: str, language: str = "en") -> None:
        self.text = text
        self.spans = find_words(text)
        self.starts = [start for start, _ in self.spans]
        self.forms = [*map(_forms(language).__getitem__, [text[a:b] for a, b in self.spans])]
        self.heavy = [span for span, form in zip(self.spans, self.forms, strict=True) if not form.light]
        self.negating = [start for start, form in zip(self.starts, self.forms, strict=True) if form.negates]

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the words that begin in a stretch: of the first, and of the first behind."""
        first = bisect_left(self.starts, start)
        return first, bisect_left(self.starts, end, first)

    def says(self, start: int, end: int, least: int, apart: Sequence[Span]) -> bool:
        """Whether so many words of a stretch assert something, those within some spans left out."""
        first = bisect_left(self.heavy, (start, 0))
        last = bisect_left(self.heavy, (end, 0), first)
        if not apart:
            return last - first >= least
        inside = (any(low <= a and b <= high for low, high in apart) for a, b in self.heavy[first:last])
        return last - first - sum(inside) >= least

    def denies(self, start: int, end: int) -> bool:
        """Whether a word of a stretch turns it into its contrary."""
        first = bisect_left(self.negating, start)
        return first < len(self.negating) and self.negating[first] < end

    def hedging(self) -> list[int]:
        """Where the words stand with which a hedge may begin."""
        return [start for start, form in zip(self.starts, self.forms, strict=True) if form.hedges]

    def within(self, spans: Iterable[Span]) -> set[int]:
        """The numbers of the words that lie within one of some spans."""
        found: set[int] = set()
        for low, high in spans:
            at = bisect_left(self.starts, low)
            while at < len(self.spans) and self.spans[at][1] <= high:
                found.add(at)
                at += 1
        return found


def number_bits(form: str) -> int:
    """How much it tells that two texts have a number: 2 to 9.5 bits.

    >>> number_bits("2"), number_bits("412000"), number_bits("4.60")
    (3500, 8500, 6500)
    """
    digits = [c for c in form if c.isdigit()]
    figures = len("".join(digits).strip("0"))
    return NUMBER_BITS[min(figures, len(NUMBER_BITS) - 1)] + (1_500 if figures == 1 and len(digits) > 1 else 0)
