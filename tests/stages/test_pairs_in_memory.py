"""Pairs in memory: the very rows that the stage's SELECT gives."""

import random

import duckdb
import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.model import Article, Pair, Shingle, arrow_schema
from tellings.stages.copies.pairs import PairSettings
from tellings.stages.copies.pairs_in_memory import find_pairs
from tellings.stages.copies.shingles import Sampled


def select_pairs(articles: list[Article], sampled: list[Sampled], limits: PairSettings) -> list[Pair]:
    """The twin: the SELECT in a database."""
    names = [article.article_id for article, columns in zip(articles, sampled, strict=True) for _ in columns[0]]
    columns = [np.concatenate(column) for column in zip(*sampled, strict=True)]
    shingle = pa.table([pa.array(names, pa.string()), *columns], names=arrow_schema(Shingle).names)
    with duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": False}) as database:
        fields = ("article_id", "outlet", "published")
        database.register("shingle", shingle)
        database.register("article", pa.table({name: [getattr(a, name) for a in articles] for name in fields}))
        found = database.sql(f"select * from ({limits.sql()}) order by pair_id, article_id").fetchall()
    return [Pair(pair_id, name, None if common is None else tuple(common)) for pair_id, name, common in found]


def invented(seed: int) -> tuple[list[Article], list[Sampled]]:
    """Articles with shingles drawn from a few: much is shared, some by many, some twice in one article."""
    chance = random.Random(seed)
    articles, sampled = [], []
    days = ["", "2024-05-01", "2024-05-01T08:00", "2024-05-02", "2024-05-03", "2024-05-04", "2024-05-09"]
    for number in range(chance.randrange(1, 14)):
        outlet = chance.choice(["", "Post", "Echo", "Mail"])
        articles.append(Article.from_text(f"Text {number}", outlet=outlet, published=chance.choice(days)))
        hashes = [chance.randrange(chance.choice((4, 30, 300))) for _ in range(chance.randrange(25))]
        places = sorted(chance.sample(range(200), len(hashes)))
        sampled.append((np.array(hashes, np.int64), np.array(places, np.int64), np.zeros(len(hashes), dtype=bool)))
    order = sorted(range(len(articles)), key=lambda n: articles[n].article_id)
    return [articles[n] for n in order], [sampled[n] for n in order]


@given(
    st.integers(0, 100_000), st.integers(1, 3), st.integers(1, 6), st.integers(1, 3), st.integers(2, 4),
    st.integers(3, 10), st.integers(2, 4),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_the_rows_are_those_of_the_select(
    seed: int, least: int, spread: int, beside: int, outlet: int, formula: int, days: int
) -> None:
    articles, sampled = invented(seed)
    limits = PairSettings(least, spread, beside, outlet, formula, days)
    assert find_pairs(articles, sampled, limits) == select_pairs(articles, sampled, limits)


def test_no_articles_no_pairs() -> None:
    assert find_pairs([], [], PairSettings()) == []
