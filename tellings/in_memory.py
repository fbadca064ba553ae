"""Collate in memory: in go articles, out come stories; no engine, no store, the same stages and the same rows."""

from collections.abc import Iterable, Iterator, Sequence

import duckdb
import pyarrow as pa

from tellings.errors import UsageError
from tellings.model import Article, Block, Copy, Mark, Row, Telling, arrow_schema, table_name, to_arrow
from tellings.settings import Source, configure, stage_settings, with_settings
from tellings.stage import Stage, check_order
from tellings.stages import STAGES, copies
from tellings.story import Story, Tables, assemble


def collate(articles: Iterable[Article], stages: Sequence[Stage] | None = None) -> list[Story]:
    """Find the stories of some articles and lay their tellings side by side.

    The order of the articles does not matter. An article given twice counts once.

    Raises:
        Exception: what a stage raises on an article; a `tellings run` would note it and go on.
    """
    return assemble(run_in_memory(articles, stages))


def collate_story(articles: Iterable[Article], stages: Sequence[Stage] | None = None) -> Story:
    """Lay these articles side by side as the tellings of one story, whatever they hold.

    Raises:
        UsageError: there are no articles.
    """
    stages = STAGES if stages is None else stages
    settings, _ = configure(stage_settings(stages), [Source("collate_story", {"stories": {"one_story": True}})])
    stories = assemble(run_in_memory(articles, with_settings(stages, settings)))
    if not stories:
        raise UsageError("collate_story needs one article at least; Article.from_text(text) makes one")
    return stories[0]


def run_in_memory(articles: Iterable[Article], stages: Sequence[Stage] | None = None) -> Tables:
    """All tables that the stages make of some articles."""
    stages = STAGES if stages is None else stages
    check_order(tuple(stages), given=(Article,))
    tables = Tables()
    unique = {article.article_id: article for article in articles}
    tables.put(Article, [unique[key] for key in sorted(unique)])
    for stage in stages:
        made: dict[type[Row], list[Row]] = {row_type: [] for row_type in stage.writes}
        for row in select(stage, tables) if stage.select else each(stage, tables):
            made[type(row)].append(row)
        for row_type, rows in made.items():
            tables.put(row_type, rows)
    return tables


def select(stage: Stage, tables: Tables) -> Iterator[Row]:
    """The rows of a stage's SELECT, ordered by all columns."""
    (row_type,) = stage.writes
    with duckdb.connect(":memory:", config={"autoinstall_known_extensions": False, "threads": 1}) as db:
        for read in stage.reads:
            db.register(table_name(read), to_arrow(tables.of(read), read))
        columns = ", ".join(f'"{name}"' for name in arrow_schema(row_type).names)
        table: pa.Table = db.sql(f"select {columns} from ({stage.select}) order by all").to_arrow_table()
    yield from row_type.from_arrow(table)


def each(stage: Stage, tables: Tables) -> Iterator[Row]:
    """What a stage's function yields, group by group in order of the key."""
    assert stage.run is not None
    groups_of = _memberships(stage, tables)
    grouped = [_grouped(stage, tables.of(read), groups_of) for read in stage.takes]
    for key in sorted(set().union(*grouped)):
        yield from stage.run(stage.settings, *(groups.get(key, []) for groups in grouped))


def _memberships(stage: Stage, tables: Tables) -> dict[str, list[str]]:
    """For each article the groups it belongs to through `stage.via`."""
    found: dict[str, list[str]] = {}
    if stage.via is not None:
        for row in tables.of(stage.via):
            found.setdefault(row.article_id, []).append(getattr(row, stage.by))  # type: ignore[attr-defined]
    return found


def _grouped(stage: Stage, rows: Sequence[Row], groups_of: dict[str, list[str]]) -> dict[str, list[Row]]:
    """Rows by group, in the order an engine gives them."""
    groups: dict[str, list[Row]] = {}
    for row in sorted(rows, key=_article):
        if stage.by in ("", "part"):
            keys = [""]
        elif hasattr(row, stage.by):
            keys = [getattr(row, stage.by)]
        else:
            keys = groups_of.get(row.article_id, [])  # type: ignore[attr-defined]
        for key in keys:
            groups.setdefault(key, []).append(row)
    return groups


def _article(row: Row) -> str:
    """The article of a row, where it has one: an engine hands over rows by article, then as they were stored."""
    return getattr(row, "article_id", "")


def find_copies(articles: Iterable[Article]) -> list[Copy]:
    """What articles share, pair by pair: one row a passage, with the verdict on the pair.

    >>> words = "The old mill by the river burned down in the early hours and nobody was hurt at all, the mayor said."
    >>> one, two = Article.from_text(words, outlet="Post"), Article.from_text(words, outlet="Echo")
    >>> [copy.kind for copy in find_copies([one, two])]
    ['exact']
    """
    tables = run_in_memory(articles, _until(Mark))
    return copies.find_copies(tables.of(Article), tables.of(Block), tables.of(Mark))


def group_stories(articles: Iterable[Article]) -> list[list[str]]:
    """Which articles tell one event: lists of article_id, each list and all lists in order of date.

    >>> group_stories([])
    []
    """
    found: dict[str, list[str]] = {}
    for telling in run_in_memory(articles, _until(Telling)).of(Telling):
        found.setdefault(telling.story_id, []).append(telling.article_id)
    return list(found.values())


def _until(row_type: type[Row]) -> list[Stage]:
    """The stages up to the one that writes a table."""
    last = next(number for number, stage in enumerate(STAGES) if row_type in stage.writes)
    return list(STAGES[: last + 1])
