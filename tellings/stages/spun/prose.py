"""Prose: an article, its blocks and marks in; the stretches that are its own words out."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tellings.language import DEFAULT
from tellings.model import Article, Block, Mark
from tellings.text.collocations import Collocation, Span, find_collocations, neighbours

# Blocks in which a writer's own sentences stand; titles are written by a rule of their own.
OWN = frozenset({"body", "embed"})


@dataclass(frozen=True)
class Prose:
    """An article with its own words."""

    article: Article
    spans: tuple[Span, ...]  # told, outside marks, ascending
    quoted: tuple[Span, ...]  # of its marks

    @property
    def language(self) -> str:
        """ISO 639-1; the default one where it is not known."""
        return self.article.language or DEFAULT

    @cached_property
    def pairs(self) -> list[Collocation]:
        """Pairs of words of its own that can be weighed."""
        return find_collocations(self.article.text, self.spans, self.language)

    @cached_property
    def own(self) -> frozenset[str]:
        """Its own words that stand in some pair, in small letters."""
        found = neighbours(self.article.text, self.spans, self.language)
        return frozenset(word for pair in found for word in pair[2:])

    @staticmethod
    def beside(start: int, end: int, first: str, second: str) -> bool:
        """Whether two words stand side by side, with no other word between them."""
        return end - start == len(first) + len(second) + 1

    @cached_property
    def told(self) -> frozenset[tuple[str, str]]:
        """All its pairs of words side by side, quotations too."""
        found = neighbours(self.article.text, (*self.spans, *self.quoted), self.language)
        return frozenset(pair[2:] for pair in found if self.beside(*pair))

    @cached_property
    def said(self) -> frozenset[tuple[str, str]]:
        """The pairs of words side by side that it quotes."""
        found = neighbours(self.article.text, self.quoted, self.language)
        return frozenset(pair[2:] for pair in found if self.beside(*pair))

    def holds(self, place: int) -> bool:
        """Whether a character belongs to its own words."""
        return any(start <= place < end for start, end in self.spans)


def read_prose(article: Article, blocks: Sequence[Block] = (), marks: Sequence[Mark] = ()) -> Prose:
    """The article's own words: told blocks, cut where marks stand.

    >>> mark = Mark("", 9, 14, 10, 13, "quote", "“”", "closed", 0, 0, "", "", "", None, None)
    >>> read_prose(Article.from_text("He left. “No,” she said."), marks=[mark]).spans
    ((0, 9), (14, 24))
    """
    told = [(block.start, block.end) for block in blocks if block.kind in OWN] if blocks else [(0, len(article.text))]
    taken = sorted((mark.start, mark.end) for mark in marks)
    return Prose(article, tuple(part for span in sorted(told) for part in _cut(span, taken)), tuple(taken))


def _cut(span: Span, taken: Sequence[Span]) -> list[Span]:
    """What is left of a span."""
    left, at = [], span[0]
    for start, end in taken:
        if end > at and start < span[1]:
            if start > at:
                left.append((at, start))
            at = max(at, end)
    return [*left, (at, span[1])] if at < span[1] else left
