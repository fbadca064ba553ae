"""Copies: articles in, out comes who repeats whom.

Three stages: `shingles` (each article), `pairs` (SQL over all), `compare` (each pair); `find_copies` is all at once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import duckdb
import numpy as np
import pyarrow as pa

from tellings.model import Article, Block, Copy, Mark, Pair, Shingle, arrow_schema
from tellings.stages.copies import compare, pairs, shingles
from tellings.stages.copies.compare import (
    CopySettings,
    Side,
    compare_pair,
    compare_sides,
    prepare,
    set_apart,
)
from tellings.stages.copies.direction import find_direction
from tellings.stages.copies.pairs import PairSettings
from tellings.stages.copies.shingles import ShingleSettings, sample_runs
from tellings.stages.copies.told import Told

__all__ = ["STAGES", "AllSettings", "compare_pair", "find_copies", "find_direction"]

STAGES = (shingles.STAGE, pairs.STAGE, compare.STAGE)


@dataclass(frozen=True)
class AllSettings:
    """The settings of the three stages."""

    shingles: ShingleSettings = field(default_factory=ShingleSettings)
    pairs: PairSettings = field(default_factory=PairSettings)
    copies: CopySettings = field(default_factory=CopySettings)


Located = TypeVar("Located", Block, Mark)


def _by_article(rows: Iterable[Located]) -> dict[str, list[Located]]:
    found: dict[str, list[Located]] = {}
    for row in rows:
        found.setdefault(row.article_id, []).append(row)
    return found


def find_pairs(articles: Sequence[Article], told: Sequence[Told], settings: AllSettings) -> list[Pair]:
    """The pairs worth comparing: the stage's SELECT, in a database that lives in memory."""
    if not articles:
        return []
    sampled = [sample_runs(each, settings.shingles) for each in told]
    names = np.repeat(np.arange(len(articles), dtype=np.int32), [len(columns[0]) for columns in sampled])
    shingle = pa.table(
        [
            pa.DictionaryArray.from_arrays(names, pa.array([article.article_id for article in articles])),
            *(np.concatenate(column) for column in zip(*sampled, strict=True)),
        ],
        names=arrow_schema(Shingle).names,
    )
    with duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False}) as database:
        columns = ("article_id", "outlet", "published")
        database.register("shingle", shingle)
        database.register("article", pa.table({name: [getattr(a, name) for a in articles] for name in columns}))
        found = database.sql(f"select * from ({settings.pairs.sql()}) order by pair_id, article_id")
        return [
            Pair(pair_id, article_id, None if common is None else tuple(common))
            for pair_id, article_id, common in found.fetchall()
        ]


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
    known = {article.article_id: article for article in articles}
    listed = [known[article_id] for article_id in sorted(known)]
    of_blocks, of_marks = _by_article(blocks or ()), _by_article(marks or ())
    sides: dict[str, Side] = {
        article.article_id: prepare(
            article, of_blocks.get(article.article_id, ()), of_marks.get(article.article_id, ())
        )
        for article in listed
    }
    found = find_pairs(listed, [sides[article.article_id].told for article in listed], settings)
    common = {pair.article_id: pair.common for pair in found}
    compared = {name: set_apart(sides[name], common[name], settings.copies) for name in sorted(common)}
    rows: list[Copy] = []
    for one, two in zip(found[::2], found[1::2], strict=True):
        rows += compare_sides(compared[one.article_id], compared[two.article_id], settings.copies)
    return rows
