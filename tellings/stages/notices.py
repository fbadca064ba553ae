"""Notices: an article with its blocks in, the passages in which its outlet corrects or withdraws it out."""

from collections.abc import Iterable, Iterator, Sequence

from tellings.language import DEFAULT, languages
from tellings.model import Article, Block, Mark, Notice
from tellings.stage import Settings, Stage
from tellings.text.notices import Cue, find_cues
from tellings.text.sentences import find_sentences
from tellings.text.words import find_paragraphs

# Furniture that speaks of corrections in general ("Report a correction") or belongs to other articles.
ASIDE = frozenset({"related", "ui", "promo", "header"})


def find_notices(article: Article, blocks: Iterable[Block] = (), marks: Iterable[Mark] = ()) -> list[Notice]:
    """What an outlet says of its own article: that it is corrected, clarified, retracted, killed or updated.

    Args:
        article: whose text is looked through, and its headline where metadata alone give one.
        blocks: its blocks, where known; a notice in a block of furniture is none.
        marks: its quotations, where known; what someone says of an article is no notice.

    >>> article = Article.from_text("The ferry sank. CORRECTION: none. This article has been amended.")
    >>> [(notice.kind, article.text[notice.start : notice.end]) for notice in find_notices(article)]
    [('correction', 'This article has been amended.')]
    """
    language = article.language if article.language in languages() else DEFAULT
    listed = list(blocks)
    spans = sorted((b.start, b.end) for b in listed if b.kind not in ASIDE)
    spans = spans if listed else [(0, len(article.text))]
    quoted = [(mark.start, mark.end) for mark in marks]
    found: list[Notice] = []
    for low, high in spans:
        for start, end in find_paragraphs(article.text, low, high):
            for cue in find_cues(article.text, start, end, language):
                if not any(begin <= cue.start < finish for begin, finish in quoted):
                    found.append(_notice(article, cue, start, end, language))
    found = list({(notice.start, notice.end, notice.kind): notice for notice in found}.values())
    title = article.title.strip()
    if title and title not in article.text:
        headed = [cue for cue in find_cues(title, language=language) if cue.opens]
        found += [Notice(article.article_id, 0, 0, 0, 0, cue.kind, title) for cue in headed]
    return found


def _notice(article: Article, cue: Cue, start: int, end: int, language: str) -> Notice:
    """The paragraph that a cue opens, or the sentence that holds it."""
    if not cue.opens:
        start, end = _sentence(find_sentences(article.text, start, end, language), cue, (start, end))
    return Notice(article.article_id, start, end, cue.start, cue.end, cue.kind, "")


def _sentence(sentences: Sequence[tuple[int, int]], cue: Cue, whole: tuple[int, int]) -> tuple[int, int]:
    """From the sentence in which a cue begins to that in which it ends."""
    begins = [start for start, end in sentences if start <= cue.start < end]
    ends = [end for start, end in sentences if start < cue.end <= end]
    return (begins[0] if begins else whole[0]), (ends[0] if ends else whole[1])


def run(settings: Settings, articles: list[Article], blocks: list[Block], marks: list[Mark]) -> Iterator[Notice]:
    """The notices of one article."""
    for article in articles:
        yield from find_notices(article, blocks, marks)


STAGE = Stage(name="notices", version=2, reads=(Article, Block, Mark), writes=(Notice,), by="article_id", run=run)
