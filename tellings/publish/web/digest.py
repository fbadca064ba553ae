"""Cards of a whole store: in go columns of its tables, out comes a card a story, the same as `pages.cards.card` makes.

A store of 40,000 articles has millions of rows; here only the columns that a card needs are unpacked, and those of
stories of several tellings alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tellings.model import TOLD, Article, Block, Copy, Difference, Row, Statement, StoryRow, Telling, Voice, Witness
from tellings.publish.days import span_of_days
from tellings.publish.masking import Mask
from tellings.publish.pages.cards import MOST_TITLE, UNCOPIED, Card, Shares, Spans, distinct, later, shares_of
from tellings.publish.pages.lookup import one_line
from tellings.publish.stories import read_rows, story_rows
from tellings.store import Manifest, Store


@dataclass(frozen=True, slots=True)
class Digest:
    """A card with what it is found by."""

    card: Card
    bucket: str
    articles: tuple[str, ...]


def _columns(store: Store, manifest: Manifest, row_type: type[Row], names: list[str]) -> pa.Table:
    tables = [pq.read_table(path, columns=names) for path in store.paths(manifest, row_type)]
    empty = pa.table({name: pa.array([], pa.string()) for name in names})
    return pa.concat_tables(tables) if tables else empty


def _tuples(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in table.columns), strict=True)


def _only(table: pa.Table, column: str, values: set[str]) -> pa.Table:
    if not table.num_rows:
        return table
    return table.filter(pc.is_in(table.column(column), value_set=pa.array(sorted(values), pa.string())))


def make_cards(store: Store, manifest: Manifest, full: set[str]) -> Iterator[Digest]:
    """A card for each story of a commit, by rank.

    Args:
        store: whose commit.
        manifest: the commit.
        full: ids of the articles that are no stubs.
    """
    rows = story_rows(store, manifest)
    tellings: dict[str, list[Telling]] = {}
    for telling in read_rows(store, manifest, Telling):
        tellings.setdefault(telling.story_id, []).append(telling)
    columns = _StoreColumns(store, manifest, {row.story_id for row in rows if row.tellings > 1}, tellings)
    for number, row in enumerate(rows, 1):
        members = sorted(tellings.get(row.story_id, []), key=lambda t: (t.anchor or "9999", t.siglum, t.article_id))
        yield Digest(columns.card(number, row, members, full), row.bucket, tuple(t.article_id for t in members))


class _StoreColumns:
    """What the cards of a store are made from, by story or article."""

    def __init__(self, store: Store, manifest: Manifest, several: set[str], tellings: dict[str, list[Telling]]) -> None:
        order = {
            telling.article_id: (telling.anchor or "9999", telling.siglum, telling.article_id)
            for members in tellings.values()
            for telling in members
        }
        story_of = {t.article_id: t.story_id for members in tellings.values() for t in members}
        wanted = {article_id for article_id, story_id in story_of.items() if story_id in several}
        self.outlets = dict(_tuples(_columns(store, manifest, Article, ["article_id", "outlet"])))
        self.verdicts: dict[str, list[str]] = {}
        for story_id, verdict in _tuples(_columns(store, manifest, Difference, ["story_id", "verdict"])):
            self.verdicts.setdefault(story_id, []).append(verdict)
        names = ["story_id", "statement_id", "number", "independent", "witnesses", "speaker", "channels"]
        self.statements: dict[str, list[tuple[Any, ...]]] = {}
        shared = set()
        for story_id, statement_id, *rest in _tuples(_columns(store, manifest, Statement, names)):
            self.statements.setdefault(story_id, []).append(tuple(rest))
            if rest[2] > 1:
                shared.add(statement_id)
        self.private: dict[str, list[tuple[str, str, tuple[str, ...]]]] = {}
        voices = _columns(store, manifest, Voice, ["story_id", "kind", "name", "names"])
        for story_id, _, name, forms in _tuples(_only(voices, "kind", {"handle"})):
            self.private.setdefault(story_id, []).append((story_id, name, tuple(forms)))
        self.told = self._spans(store, manifest, wanted)
        witnesses = _columns(store, manifest, Witness, ["statement_id", "article_id", "start", "end"])
        self.quoted: Spans = {}
        for _, article_id, start, end in _tuples(_only(witnesses, "statement_id", shared)):
            self.quoted.setdefault(article_id, []).append((start, end))
        self.copied: Spans = {}
        ranks = {article_id: number for number, article_id in enumerate(sorted(order, key=lambda a: order[a]))}
        for copy in read_rows(store, manifest, Copy, "passage", {"prose"}):
            together = story_of.get(copy.article_id) == story_of.get(copy.other_id)
            if together and copy.kind not in UNCOPIED:
                article_id, span = later(copy, ranks)
                self.copied.setdefault(article_id, []).append(span)

    @staticmethod
    def _spans(store: Store, manifest: Manifest, wanted: set[str]) -> Spans:
        """The told blocks of some articles."""
        found: Spans = {}
        blocks = _columns(store, manifest, Block, ["article_id", "kind", "start", "end"])
        for article_id, _, start, end in _tuples(_only(_only(blocks, "kind", set(TOLD)), "article_id", wanted)):
            found.setdefault(article_id, []).append((start, end))
        return found

    def card(self, number: int, row: StoryRow, members: list[Telling], full: set[str]) -> Card:
        """The card of one story."""
        said = sorted(self.statements.get(row.story_id, []), key=lambda s: (-s[1], s[0]))
        verdicts = self.verdicts.get(row.story_id, [])
        mask = self._mask(row.story_id)
        ids = [telling.article_id for telling in members]
        own = {i: self.told[i] for i in ids if i in self.told}
        shares = shares_of(own, self.quoted, self.copied) if row.tellings > 1 else Shares(1000, 0, 0)
        return Card(
            story_id=row.story_id,
            number=number,
            title=one_line(mask(row.title), MOST_TITLE) or "(no title)",
            first=row.first,
            last=row.last,
            days=span_of_days(row.first, row.last),
            tellings=row.tellings,
            independent=row.independent,
            outlets=distinct(self.outlets.get(t.article_id, "") or t.siglum for t in members),
            speakers=distinct(mask(s[3]) for s in said),
            channels=distinct(channel for s in said for channel in s[4]),
            shares=shares,
            statements=sum(s[2] > 1 for s in said),
            conflicts=verdicts.count("conflicting"),
            unclear=verdicts.count("unclear"),
            stubs=sum(i not in full for i in ids),
        )

    def _mask(self, story_id: str) -> Mask:
        """What hides private posters in a title; without the handles that a story names, so rather too much."""
        names = {n for _, name, forms in self.private.get(story_id, ()) for n in (name, *forms) if len(n) > 1}
        return Mask(frozenset(), tuple(sorted(names, key=lambda n: (-len(n), n))))
