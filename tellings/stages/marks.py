"""Marks: an article and its blocks in, every quoted span, signed post and transcript turn out."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellings.model import TOLD, Article, Block, Mark
from tellings.stage import Settings, Stage
from tellings.text.marks import Region, find_all_marks, paragraph_streams


@dataclass(frozen=True)
class MarkSettings(Settings):
    """How marks are found."""

    language: str = "en"  # the data files to use; English is the one language there are data for


def find_marks(text: str, article_id: str = "", blocks: Sequence[Block] = (), language: str = "en") -> list[Mark]:
    """Every quoted span, signed post and transcript turn of a text, in order; never raises.

    Args:
        text: the article's text as read.
        article_id: goes into each row.
        blocks: the article's blocks, where they are known: no mark then crosses from told into set-aside text.
        language: which data files to use.

    >>> [(m.content_start, m.content_end, m.closing) for m in find_marks("“Yes,” he said. “No")]
    [(1, 5, 'closed'), (17, 19, 'unclosed')]
    """
    regions = [Region(b.start, b.end, b.kind in TOLD, b.kind == "title") for b in blocks]
    found = find_all_marks(text, paragraph_streams(text, regions), language)
    return [Mark(article_id, *mark) for mark in found]


def run(settings: MarkSettings, articles: list[Article], blocks: list[Block]) -> Iterator[Mark]:
    """Marks of each article."""
    own: dict[str, list[Block]] = defaultdict(list)
    for block in blocks:
        own[block.article_id].append(block)
    for article in articles:
        yield from find_marks(article.text, article.article_id, own[article.article_id], settings.language)


STAGE = Stage(
    name="marks", version=2, reads=(Article, Block), writes=(Mark,), by="article_id", run=run, settings=MarkSettings()
)
