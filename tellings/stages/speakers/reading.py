"""One article read for speakers: article, blocks and marks in, the names, sentences and roles of what it tells out."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from tellings.model import TOLD, Article, Block, Mark
from tellings.text.names import NameMention, find_names
from tellings.text.noun_phrases import RoleEvidence, find_roles
from tellings.text.sentences import find_sentences
from tellings.text.words import Span


@dataclass(frozen=True, slots=True)
class ArticleReading:
    """What an article offers to tell speakers from."""

    article: Article
    told: tuple[Span, ...]  # the blocks that belong to the telling
    titles: tuple[Span, ...]
    quoted: tuple[Span, ...]  # contents of marks, sorted, not overlapping
    marks: tuple[Mark, ...]
    names: tuple[NameMention, ...] = field(default=())
    sentences: tuple[Span, ...] = field(default=())
    roles: tuple[RoleEvidence, ...] = field(default=())

    def in_quotation(self, place: int) -> bool:
        """Whether a character stands within marks."""
        i = bisect_right(self.quoted, (place, len(self.article.text) + 1)) - 1
        return i >= 0 and self.quoted[i][0] <= place < self.quoted[i][1]


def merge_spans(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Spans sorted, those that touch or overlap made one.

    >>> merge_spans([(5, 9), (0, 3), (2, 4)])
    ((0, 4), (5, 9))
    """
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        elif start < end:
            merged.append((start, end))
    return tuple(merged)


def read_article(
    article: Article, blocks: Sequence[Block], marks: Sequence[Mark], language: str = "en"
) -> ArticleReading:
    """Names, sentences and roles of an article's told blocks; without blocks, of the whole text."""
    text = article.text
    told = merge_spans([(b.start, b.end) for b in blocks if b.kind in TOLD]) if blocks else ((0, len(text)),)
    titles = merge_spans([(b.start, b.end) for b in blocks if b.kind == "title"])
    quoted = merge_spans([(m.content_start, m.content_end) for m in marks if m.kind != "turn"])
    signed = merge_spans([(m.content_end, m.end) for m in marks if m.kind == "post"])  # who signs is named by no one
    names: list[NameMention] = []
    sentences: list[Span] = []
    for start, end in told:
        found = find_names(text, start, end, language)
        names += [n for n in found if not any(a <= n.start < b for a, b in signed)] if signed else found
        sentences += find_sentences(text, start, end, language)
    ordered = tuple(sorted(marks, key=lambda m: (m.start, m.end)))
    roles = tuple(find_roles(text, names, language))
    return ArticleReading(article, told, titles, quoted, ordered, tuple(names), tuple(sentences), roles)
