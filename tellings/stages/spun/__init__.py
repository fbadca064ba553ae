"""spun: a story's articles and copies in; words that stand where others are usual, as when put in by machine, out.

Two observations, never a verdict: sentences that another telling has in the same order with single words exchanged
(`aligned`), and, where no telling has them, words that are unlikely in their place (`unlikely`).
"""

from collections.abc import Iterable, Iterator, Sequence

from tellings.model import Article, Block, Copy, Mark, Observation, Telling
from tellings.stage import Stage
from tellings.stages.spun.aligned import find_aligned
from tellings.stages.spun.prose import Prose, read_prose
from tellings.stages.spun.settings import SpunSettings
from tellings.stages.spun.unlikely import find_unlikely

__all__ = ["STAGE", "SpunSettings", "find_substitutions"]


def find_substitutions(
    articles: Iterable[Article],
    blocks: Iterable[Block] = (),
    marks: Iterable[Mark] = (),
    copies: Iterable[Copy] = (),
    settings: SpunSettings | None = None,
    story_id: str = "",
) -> list[Observation]:
    """What looks like words put in for others by machine, among the tellings of one story.

    Args:
        articles: the tellings, in any order.
        blocks: their blocks; an article without any counts as told from end to end.
        marks: their quotations and posts: words in them are never held against an article.
        copies: what pairs of them share (`find_copies`).
        settings: how much of it is asked for.
        story_id: put into the rows.
    """
    settings = settings or SpunSettings()
    tellings = _prose(articles, blocks, marks)
    aligned = find_aligned(tellings, copies, settings, story_id)
    explained = {row.article_id for row in aligned} | {row.other_id for row in aligned}
    return [*aligned, *find_unlikely(tellings, copies, explained, settings, story_id)]


def _prose(articles: Iterable[Article], blocks: Iterable[Block], marks: Iterable[Mark]) -> dict[str, Prose]:
    """What is looked at of each article, by its id, in order of ids."""
    of_blocks: dict[str, list[Block]] = {}
    of_marks: dict[str, list[Mark]] = {}
    for block in blocks:
        of_blocks.setdefault(block.article_id, []).append(block)
    for mark in marks:
        of_marks.setdefault(mark.article_id, []).append(mark)
    return {
        article.article_id: read_prose(
            article, of_blocks.get(article.article_id, ()), of_marks.get(article.article_id, ())
        )
        for article in sorted(articles, key=lambda article: article.article_id)
    }


def run(
    settings: SpunSettings,
    tellings: Sequence[Telling],
    articles: Sequence[Article],
    blocks: Sequence[Block],
    marks: Sequence[Mark],
    copies: Sequence[Copy],
) -> Iterator[Observation]:
    """The stage's function: the observations of one story."""
    if len(articles) > 1:
        yield from find_substitutions(articles, blocks, marks, copies, settings, tellings[0].story_id)


STAGE = Stage(
    name="spun",
    version=1,
    reads=(Telling, Article, Block, Mark, Copy),
    writes=(Observation,),
    by="story_id",
    via=Telling,
    run=run,
    settings=SpunSettings(),
)
