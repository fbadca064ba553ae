"""The SELECT that finds which articles to compare."""

import duckdb

from tellings.model import Article, Pair, Shingle, to_arrow
from tellings.stages.copies.pairs import STAGE, PairSettings


def select(
    shingles: list[tuple[str, int]], outlets: dict[str, str] | None = None, days: dict[str, str] | None = None
) -> list[Pair]:
    positions: dict[str, int] = {}
    rows = []
    for article_id, value in shingles:
        positions[article_id] = positions.get(article_id, -1) + 1
        rows.append(Shingle(article_id, value, positions[article_id], False))
    outlets, days = outlets or {}, days or {}
    articles = [
        Article(i, "", "txt", "", "", outlets.get(i, ""), "", "", "", days.get(i, ""), "", "")
        for i in sorted(positions)
    ]
    with duckdb.connect() as database:
        database.register("shingle", to_arrow(rows, Shingle))
        database.register("article", to_arrow(articles, Article))
        return Pair.from_arrow(database.sql(f"select * from ({STAGE.select}) order by all").to_arrow_table())


def slow_pairs(shingles: list[tuple[str, int]], least: int) -> set[tuple[str, str]]:
    held: dict[str, set[int]] = {}
    for article_id, value in shingles:
        held.setdefault(article_id, set()).add(value)
    return {(a, b) for a in held for b in held if a < b and len(held[a] & held[b]) >= least}


def pairs_of(rows: list[Pair]) -> set[tuple[str, str]]:
    ids: dict[str, list[str]] = {}
    for row in rows:
        ids.setdefault(row.pair_id, []).append(row.article_id)
    assert all(len(pair) == 2 for pair in ids.values())
    return {(min(pair), max(pair)) for pair in ids.values()}


def test_pairs_are_those_of_the_slow_twin() -> None:
    shingles = [
        (name, value) for name, low in (("a", 0), ("b", 3), ("c", 5), ("d", 9)) for value in range(low, low + 6)
    ]
    assert pairs_of(select(shingles)) == slow_pairs(shingles, PairSettings().least)


def test_a_shingle_repeated_within_an_article_counts_once() -> None:
    assert select([("a", 1), ("a", 1), ("b", 1), ("b", 1)]) == []


def test_what_hundreds_carry_costs_no_square() -> None:
    names = [f"{i:03}" for i in range(300)]
    found = pairs_of(select([(name, value) for name in names for value in range(8)]))
    assert len(found) < 300 * (PairSettings().beside + 1)
    reached = {"000"}
    for a, b in sorted(found):
        reached |= {b} if a in reached else set()
    assert reached == set(names)


def test_lines_that_an_outlet_repeats_bring_no_pair_and_are_named() -> None:
    own = [(f"{i}", 1000 * i + j) for i in range(1, 8) for j in range(30)]
    chrome = [(f"{i}", value) for i in range(1, 8) for value in range(5)]
    again = [("8", 1000 + j) for j in range(30)]
    rows = select(own + chrome + again, {f"{i}": "Post" for i in range(1, 8)} | {"8": "Echo"})
    assert pairs_of(rows) == {("1", "8")}
    assert {row.article_id: row.common for row in rows} == {"1": (30, 31, 32, 33, 34), "8": None}


def test_a_line_that_lasts_may_be_most_of_a_page() -> None:
    page = [(f"{i}", value) for i in range(1, 8) for value in (*range(20), *range(100 * i, 100 * i + 10))]
    outlets, days = {f"{i}": "Post" for i in range(1, 8)}, {f"{i}": f"2024-03-0{i}" for i in range(1, 8)}
    assert select(page, outlets, days) == []
    assert len(pairs_of(select(page, outlets, dict.fromkeys(days, "2024-03-01")))) == 21


def test_versions_of_one_text_are_not_chrome() -> None:
    versions = [(f"{i}", value) for i in range(7) for value in range(20)]
    outlets, days = {f"{i}": "Post" for i in range(7)}, {f"{i}": f"2024-03-0{i + 1}" for i in range(7)}
    assert len(pairs_of(select(versions, outlets, days))) == 21
