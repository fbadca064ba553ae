"""Stories of a store: in go a store and what is wanted of it, out come `Story` objects."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tellings.errors import StoreDamaged
from tellings.model import (
    Article,
    Assertion,
    Attribution,
    Block,
    Change,
    Claim,
    Copy,
    Difference,
    Event,
    Lineage,
    Mark,
    Notice,
    Observation,
    OnlyIn,
    Part,
    Quotation,
    QuotedPhrase,
    Reading,
    Rewrite,
    Row,
    Side,
    Statement,
    StoryRow,
    SummarySentence,
    Telling,
    Timex,
    Version,
    Voice,
    Witness,
    arrow_schema,
)
from tellings.store import Manifest, Store
from tellings.story import Story, Tables, assemble, rank

R = TypeVar("R", bound=Row)

BY_STORY: tuple[type[Row], ...] = (
    Voice, Attribution, Statement, Part, Witness, Reading, Event, Claim, Assertion, OnlyIn, Difference, Side,
    SummarySentence, Rewrite, Observation,
)  # fmt: skip
BY_ARTICLE: tuple[type[Row], ...] = (
    Article,
    Block,
    Mark,
    Timex,
    Quotation,
    QuotedPhrase,
    Copy,
    Version,
    Change,
    Notice,
)


def read_rows(
    store: Store, manifest: Manifest, row_type: type[R], column: str = "", values: Collection[str] = ()
) -> list[R]:
    """Rows of a table, of those whose `column` is one of `values` where a column is given.

    Raises:
        StoreDamaged: a part is missing or cannot be read.
    """
    rows: list[R] = []
    for path in store.paths(manifest, row_type):
        try:
            wanted = pc.field(column).isin(pa.array(sorted(values), pa.string())) if column else None
            table = pq.read_table(path, filters=wanted, schema=arrow_schema(row_type))
        except OSError as error:
            raise StoreDamaged(
                f"{path} is missing or damaged ({error}); the same `tellings run` again mends it"
            ) from error
        rows += row_type.from_arrow(table)
    return rows


def story_rows(store: Store, manifest: Manifest | None = None) -> list[StoryRow]:
    """All stories of a store, ranked; quick, whatever its size."""
    return rank(read_rows(store, manifest or store.manifest(), StoryRow))


def current_id(store: Store, manifest: Manifest, typed: str) -> str:
    """The id of today's story that an id, or the beginning of one, once given leads to; what was typed where none."""
    from tellings.stages.stories.lineage import story_now  # noqa: PLC0415 (its package brings scipy along)

    lineage = read_rows(store, manifest, Lineage)
    given = sorted({row.story_id for row in lineage if row.story_id.startswith(typed)})
    return story_now(given[0], lineage) if len(given) == 1 else typed


def open_stories(
    store: Store, story_ids: Collection[str] | None = None, manifest: Manifest | None = None
) -> list[Story]:
    """Stories with all that belongs to them, ranked.

    Args:
        store: where they lie.
        story_ids: which; all by default.
        manifest: the commit to read; the last one by default.
    """
    manifest = manifest or store.manifest()
    tables = Tables()
    tables.put(StoryRow, read_rows(store, manifest, StoryRow))
    by_story = ("", ()) if story_ids is None else ("story_id", story_ids)
    tellings = read_rows(store, manifest, Telling, *by_story)
    tables.put(Telling, tellings)
    by_article = ("", ()) if story_ids is None else ("article_id", {t.article_id for t in tellings})
    for row_type in BY_STORY:
        tables.put(row_type, read_rows(store, manifest, row_type, *by_story))
    for row_type in BY_ARTICLE:
        tables.put(row_type, read_rows(store, manifest, row_type, *by_article))
    return assemble(tables, only=story_ids)


# Tables of which the whole store is one part: who opens many stories holds them in memory.
WHOLE: tuple[type[Row], ...] = (StoryRow, Telling, Copy)


def open_story(
    store: Store, story_id: str, number: int, manifest: Manifest, held: Mapping[type[Row], pa.Table]
) -> Story | None:
    """One story, whose rank is known already; None where there is none of that id.

    Args:
        store: where it lies.
        story_id: of the story.
        number: its rank.
        manifest: those parts of a commit that may hold something of the story.
        held: the tables of WHOLE of the same commit.
    """
    tables = Tables()

    def take(row_type: type[R], column: str, values: Collection[str]) -> list[R]:
        if row_type not in held:
            rows = read_rows(store, manifest, row_type, column, values)
        else:
            table = held[row_type]
            rows = row_type.from_arrow(
                table.filter(pc.is_in(table.column(column), pa.array(sorted(values), pa.string())))
            )
        tables.put(row_type, rows)
        return rows

    if not take(StoryRow, "story_id", {story_id}):
        return None
    members = {telling.article_id for telling in take(Telling, "story_id", {story_id})}
    for row_type in BY_STORY:
        take(row_type, "story_id", {story_id})
    for row_type in BY_ARTICLE:
        take(row_type, "article_id", members)
    return replace(assemble(tables)[0], number=number)
