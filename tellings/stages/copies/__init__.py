"""Copies: articles in, out comes who repeats whom.

Three stages: `shingles` (each article), `pairs` (SQL over all), `compare` (each pair); `find_copies` is all at once.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from tellings.model import Article, Block, Copy, Mark, Pair
from tellings.stages.copies import compare, pairs, shingles
from tellings.stages.copies.compare import compare_pair, compare_sides, judge_sides
from tellings.stages.copies.direction import find_direction
from tellings.stages.copies.groups import Candidate, join_copies, prose_runs, share_words
from tellings.stages.copies.pairs import PairSettings
from tellings.stages.copies.pairs_in_memory import find_pairs
from tellings.stages.copies.settings import CopySettings
from tellings.stages.copies.shingles import Sampled, ShingleSettings, sample_runs
from tellings.stages.copies.side import Side, prepare, set_apart
from tellings.text.shingles import distinct

__all__ = ["STAGES", "AllSettings", "compare_pair", "find_copies", "find_direction", "group_copies"]

STAGES = (shingles.STAGE, pairs.STAGE, compare.STAGE)


@dataclass(frozen=True)
class AllSettings:
    """The settings of the three stages."""

    shingles: ShingleSettings = field(default_factory=ShingleSettings)
    pairs: PairSettings = field(default_factory=PairSettings)
    copies: CopySettings = field(default_factory=CopySettings)


Located = TypeVar("Located", Block, Mark)


def _by_article(rows: Iterable[Located]) -> dict[str, list[Located]]:
    found: dict[str, list[Located]] = defaultdict(list)
    for row in rows:
        found[row.article_id].append(row)
    return found


def find_copies(
    articles: Iterable[Article],
    blocks: Iterable[Block] | None = None,
    marks: Iterable[Mark] | None = None,
    settings: AllSettings | None = None,
) -> list[Copy]:
    """Who repeats whom among some articles: a row for each shared passage, with the verdict on the pair repeated.

    Args:
        articles: in any order.
        blocks: their blocks; an article without any counts as told from end to end.
        marks: their quotations and posts; without them all shared words count as prose.
        settings: of the three stages.

    >>> story = "The night ferry to Arholma ran aground off the east pier; all sixty people aboard were brought ashore."
    >>> two = [Article.from_text(story, outlet="Post"), Article.from_text(story, outlet="Echo")]
    >>> [(copy.kind, copy.direction) for copy in find_copies(two)]
    [('exact', 'undetermined')]
    """
    settings = settings or AllSettings()
    listed, sides, sampled = _prepare(articles, blocks, marks, settings)
    found = find_pairs(listed, sampled, settings.pairs)
    compared = _set_apart(found, sides, settings)
    rows: list[Copy] = []
    for one, two in zip(found[::2], found[1::2], strict=True):
        rows += compare_sides(compared[one.article_id], compared[two.article_id], settings.copies)
    return rows


def group_copies(
    articles: Iterable[Article],
    blocks: Iterable[Block] | None = None,
    marks: Iterable[Mark] | None = None,
    settings: AllSettings | None = None,
) -> list[list[str]]:
    """Which articles are copies of one another: groups over exact and near pairs, without their passages.

    Quicker than `find_copies`: pairs whose sampled runs of own prose settle it, or that others have joined, are not
    aligned.

    Returns:
        Lists of article_id, each of two or more, in order.

    >>> story = "The night ferry to Arholma ran aground off the east pier; all sixty people aboard were brought ashore."
    >>> two = [Article.from_text(story, outlet="Post"), Article.from_text(story, outlet="Echo")]
    >>> [len(group) for group in group_copies(two)]
    [2]
    """
    settings = settings or AllSettings()
    listed, sides, sampled = _prepare(articles, blocks, marks, settings)
    found = find_pairs(listed, sampled, settings.pairs)
    compared = _set_apart(found, sides, settings)
    places = {article.article_id: number for number, article in enumerate(listed)}
    runs = {name: prose_runs(side, sampled[places[name]]) for name, side in compared.items()}
    pairs = [
        Candidate.of(one.article_id, two.article_id, runs) for one, two in zip(found[::2], found[1::2], strict=True)
    ]
    words = cache(lambda name: distinct(compared[name].told.words.hashes))

    def judge(one: str, two: str) -> str:
        if not share_words(words(one), words(two)):
            return ""
        return judge_sides(compared[one], compared[two], settings.copies)

    return join_copies(pairs, judge)


def _prepare(
    articles: Iterable[Article], blocks: Iterable[Block] | None, marks: Iterable[Mark] | None, settings: AllSettings
) -> tuple[list[Article], dict[str, Side], list[Sampled]]:
    """The articles by id, and what is needed of each to compare it."""
    known = {article.article_id: article for article in articles}
    listed = [known[article_id] for article_id in sorted(known)]
    of_blocks, of_marks = _by_article(blocks or ()), _by_article(marks or ())
    sides = {
        article.article_id: prepare(
            article, of_blocks.get(article.article_id, ()), of_marks.get(article.article_id, ())
        )
        for article in listed
    }
    return listed, sides, [sample_runs(side.told, settings.shingles) for side in sides.values()]


def _set_apart(found: Sequence[Pair], sides: dict[str, Side], settings: AllSettings) -> dict[str, Side]:
    """The articles of the pairs, with the lines that many repeat told apart."""
    common = {pair.article_id: pair.common for pair in found}
    return {name: set_apart(sides[name], common[name], settings.copies) for name in sorted(common)}
