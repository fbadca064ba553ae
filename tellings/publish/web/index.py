"""The index of a site: in goes a store, out come its stories as cards, sorted and filtered, and full-text search.

It lies in one SQLite file of the store, `web.sqlite`: a cache, made anew whenever it does not fit. Articles are indexed
part by part (a part never changes), statements likewise; cards are made from whole columns, without a row each.
"""

import json
import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tellings.model import TOLD, Article, Block, Statement
from tellings.publish.pages.cards import Card, Shares
from tellings.publish.web.digest import Digest, make_cards
from tellings.stages.claims.align import ClaimSettings
from tellings.stages.claims.only_in import is_full
from tellings.store import Manifest, Store, StoredPart

# Raised when the tables of the file change.
FORMAT = "2"
PAGE = 50
# How a list may be sorted: by which columns.
SORTS = {
    "independent": "independent desc, tellings desc, number",
    "conflicts": "conflicts desc, unclear desc, independent desc, number",
    "newest": "last desc, independent desc, number",
    "outlet": "outlet = '', outlet, number",
    "date": "first = '', first, number",
}
TABLES = """
create table if not exists meta (name text primary key, value text);
create table if not exists part (key text primary key, kind text);
create table if not exists article (article_id text primary key, slice text, key text, row integer, full integer);
create table if not exists member (article_id text primary key, number integer);
create table if not exists card (number integer primary key, story_id text unique, title text, first text, last text,
  days text, tellings integer, independent integer, outlets text, speakers text, channels text, own integer,
  quoted integer, copied integer, statements integer, conflicts integer, unclear integer, stubs integer, outlet text,
  bucket text);
create index if not exists card_rank on card (independent desc, tellings desc, number);
create index if not exists card_newest on card (last desc, independent desc, number);
create table if not exists facet (kind text, value text, number integer);
create index if not exists facet_by on facet (kind, value, number);
create virtual table if not exists words using fts5 (title, text, content='', tokenize='unicode61 remove_diacritics 2');
create virtual table if not exists said using fts5 (speaker, text, story_id unindexed, statement unindexed,
  part unindexed, tokenize='unicode61 remove_diacritics 2');
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of stories is narrowed to, and how it is sorted."""

    sort: str = "independent"
    outlet: str = ""
    speaker: str = ""
    channel: str = ""
    since: str = ""  # YYYY-MM-DD: told on that day or later
    until: str = ""
    least: int = 1  # independent tellings at least
    conflicts: bool = False
    text: str = ""  # words that an article of the story holds
    page: int = 1


@dataclass(frozen=True, slots=True)
class Cards:
    """One page of a list."""

    cards: tuple[Card, ...]
    found: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article that holds the words looked for."""

    article_id: str
    number: int  # of its story
    key: str  # of the part it is stored in
    row: int  # within the part


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """A statement that holds the words looked for."""

    story_id: str
    statement: int
    speaker: str
    text: str


class Index:
    """The index of a store."""

    def __init__(self, path: Path | str) -> None:
        self._path = str(path)
        self._local = threading.local()
        with closing(self._connect()) as db:
            format_ = self._format(db)
            if format_ != FORMAT:
                for (name,) in db.execute("select name from sqlite_master where type = 'table'").fetchall():
                    if not any(name.startswith(f"{virtual}_") for virtual in ("words", "said", "sqlite")):
                        db.execute(f'drop table "{name}"')
                db.executescript(TABLES)
                db.execute("insert into meta values ('format', ?)", (FORMAT,))
                db.commit()

    def _connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._path, timeout=30)
        db.execute("pragma journal_mode = wal")
        db.execute("pragma synchronous = off")  # a cache: what is lost is made again
        return db

    @staticmethod
    def _format(db: sqlite3.Connection) -> str:
        try:
            row = db.execute("select value from meta where name = 'format'").fetchone()
        except sqlite3.DatabaseError:
            return ""
        return row[0] if row else ""

    @property
    def _db(self) -> sqlite3.Connection:
        """The connection of this thread."""
        if not hasattr(self._local, "db"):
            self._local.db = self._connect()
        found: sqlite3.Connection = self._local.db
        return found

    def holds(self, digest: str) -> bool:
        """Whether the index is that of a commit."""
        row = self._db.execute("select value from meta where name = 'manifest'").fetchone()
        return bool(row) and row[0] == digest

    def update(self, store: Store, manifest: Manifest, digest: str, tick: Callable[[int, int], None]) -> None:
        """Bring the index up to a commit; readers see the old one until it is done.

        Args:
            store: whose commit.
            manifest: the commit.
            digest: names it.
            tick: told how many of how many parts are done.
        """
        db = self._db
        known: dict[str, set[str]] = {kind: set() for kind in ("article", "statement")}
        for key, kind in db.execute("select key, kind from part"):
            known[kind].add(key)
        articles, statements = manifest.of(Article), manifest.of(Statement)
        if known["article"] - {part.key for part in articles}:  # something was purged: no word of it may stay
            for table in ("part", "article", "said"):
                db.execute(f"delete from {table}")
            db.execute("insert into words(words) values ('delete-all')")
            known = {"article": set(), "statement": set()}
        blocks = {part.slice: part for part in manifest.of(Block)}
        new = [part for part in articles if part.key not in known["article"]]
        for done, part in enumerate(new):
            tick(done, len(new) + 1)
            _index_articles(db, store, part, blocks.get(part.slice))
        self._index_statements(db, store, statements, known["statement"])
        full = {row[0] for row in db.execute("select article_id from article where full")}
        _put_cards(db, make_cards(store, manifest, full))
        db.execute("insert or replace into meta values ('manifest', ?)", (digest,))
        db.commit()
        tick(len(new) + 1, len(new) + 1)

    @staticmethod
    def _index_statements(db: sqlite3.Connection, store: Store, parts: Sequence[StoredPart], known: set[str]) -> None:
        gone = known - {part.key for part in parts}
        for key in sorted(gone):
            db.execute("delete from said where part = ?", (key,))
            db.execute("delete from part where key = ?", (key,))
        for part in parts:
            if part.key not in known:
                table = store.read(part, Statement)
                names = ("speaker", "text", "story_id", "number")
                rows = zip(*(table.column(name).to_pylist() for name in names), strict=True)
                db.executemany("insert into said values (?, ?, ?, ?, ?)", (_clean(*row, part.key) for row in rows))
                db.execute("insert into part values (?, 'statement')", (part.key,))

    def row(self, story_id: str) -> tuple[int, str] | None:
        """Number and bucket of the story whose id begins so; None where none or several do."""
        found = self._db.execute(
            "select number, bucket, story_id from card where story_id >= ? and story_id < ? limit 2",
            (story_id, story_id + "g"),
        ).fetchall()
        return (found[0][0], found[0][1]) if len(found) == 1 else None

    def story_id(self, number: int) -> str:
        """Id of a story by rank; "" where there is none."""
        row = self._db.execute("select story_id from card where number = ?", (number,)).fetchone()
        return row[0] if row else ""

    def story_of(self, article_id: str) -> str:
        """Id of the story of an article; "" where there is none."""
        row = self._db.execute(
            "select story_id from card natural join member where article_id = ?", (article_id,)
        ).fetchone()
        return row[0] if row else ""

    def slices(self, number: int) -> set[str]:
        """Slices of the table article in which the articles of a story lie."""
        rows = self._db.execute(
            "select distinct slice from article natural join member where number = ?", (number,)
        ).fetchall()
        return {row[0] for row in rows}

    def cards(self, wanted: Wanted) -> Cards:
        """One page of the stories that are wanted."""
        where, values = _conditions(wanted)
        (found,) = self._db.execute(f"select count(*) from card where {where}", values).fetchone()
        pages = max(1, -(-found // PAGE))
        page = min(max(1, wanted.page), pages)
        rows = self._db.execute(
            f"select * from card where {where} order by {SORTS.get(wanted.sort, SORTS['independent'])}"
            f" limit {PAGE} offset {PAGE * (page - 1)}",
            values,
        ).fetchall()
        return Cards(tuple(_card(row) for row in rows), found, page, pages)

    def card(self, story_id: str) -> Card | None:
        """The card of one story."""
        row = self._db.execute("select * from card where story_id = ?", (story_id,)).fetchone()
        return _card(row) if row else None

    def facets(self, kind: str, most: int = 60) -> list[tuple[str, int]]:
        """Outlets, speakers or channels with their stories, those with most first."""
        rows = self._db.execute(
            "select value, count(*) as stories from facet where kind = ? group by value"
            " order by stories desc, value limit ?",
            (kind, most),
        )
        return list(rows)

    def counts(self) -> tuple[int, int]:
        """Stories and tellings."""
        stories, tellings = self._db.execute("select count(*), coalesce(sum(tellings), 0) from card").fetchone()
        return stories, tellings

    def find_articles(self, words: str, most: int = 30) -> list[FoundArticle]:
        """Articles that hold all words, those that fit best first."""
        if not (query := match_query(words)):
            return []
        rows = self._db.execute(
            "select article_id, member.number, key, article.row from words join article on article.rowid = words.rowid"
            " natural join member where words match ? order by bm25(words, 4.0, 1.0), article_id limit ?",
            (query, most),
        )
        return [FoundArticle(*row) for row in rows]

    def find_statements(self, words: str, most: int = 20) -> list[FoundStatement]:
        """Statements that hold all words, those that fit best first."""
        if not (query := match_query(words)):
            return []
        rows = self._db.execute(
            "select story_id, statement, speaker, text from said where said match ? order by rank, story_id, statement"
            " limit ?",
            (query, most),
        )
        return [FoundStatement(*row) for row in rows]


def match_query(words: str) -> str:
    """What a person typed as a query of FTS5: every word must stand there, the last may go on.

    >>> match_query('ferry "pier'), match_query("-- *")
    ('"ferry" "pier"*', '')
    """
    kept = ["".join(c for c in word if c.isalnum() or c in "'’-") for word in words[:400].split()]
    kept = [word for word in kept if any(c.isalnum() for c in word)][:20]
    return " ".join(f'"{word}"' for word in kept) + "*" if kept else ""


def _clean(*values: object) -> tuple[object, ...]:
    """Values that SQLite takes: half a surrogate pair cannot be stored."""
    return tuple(v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for v in values)


def _index_articles(db: sqlite3.Connection, store: Store, part: StoredPart, blocks: StoredPart | None) -> None:
    """The articles of one part: where they lie, whether they are stubs, their told words."""
    spans: dict[str, list[Block]] = {}
    for block in Block.from_arrow(store.read(blocks, Block)) if blocks else ():
        spans.setdefault(block.article_id, []).append(block)
    stub = ClaimSettings().stub
    (top,) = db.execute("select coalesce(max(rowid), 0) from article").fetchone()
    number = 0
    file = pq.ParquetFile(store.path(part))
    for group in range(file.num_row_groups):
        for article in Article.from_arrow(file.read_row_group(group)):
            own = spans.get(article.article_id, [])
            full = is_full(article, own, stub) and not article.stub
            told = "\n".join(article.text[b.start : b.end] for b in own if b.kind in TOLD)
            at = top + 1 + number
            db.execute(
                "insert into article (rowid, article_id, slice, key, row, full) values (?, ?, ?, ?, ?, ?)",
                (at, article.article_id, part.slice, part.key, number, int(full)),
            )
            db.execute("insert into words (rowid, title, text) values (?, ?, ?)", _clean(at, article.title, told))
            number += 1
    db.execute("insert into part values (?, 'article')", (part.key,))


def _put_cards(db: sqlite3.Connection, digests: Iterable[Digest]) -> None:
    for table in ("card", "facet", "member"):
        db.execute(f"delete from {table}")
    for digest in digests:
        card = digest.card
        lists = [json.dumps(list(_clean(*names))) for names in (card.outlets, card.speakers, card.channels)]
        values = _clean(
            card.number, card.story_id, card.title, card.first, card.last, card.days, card.tellings, card.independent,
            *lists, card.shares.own, card.shares.quoted, card.shares.copied, card.statements, card.conflicts,
            card.unclear, card.stubs, card.outlets[0] if card.outlets else "", digest.bucket,
        )  # fmt: skip
        db.execute(f"insert into card values ({', '.join('?' * len(values))})", values)
        for kind, names in (("outlet", card.outlets), ("speaker", card.speakers), ("channel", card.channels)):
            db.executemany("insert into facet values (?, ?, ?)", (_clean(kind, name, card.number) for name in names))
        db.executemany("insert into member values (?, ?)", ((a, card.number) for a in digest.articles))


def _card(row: tuple[Any, ...]) -> Card:
    number, story_id, title, first, last, days, tellings, independent, outlets, speakers, channels, *rest = row
    own, quoted, copied, statements, conflicts, unclear, stubs, *_ = rest
    return Card(
        story_id=story_id,
        number=number,
        title=title,
        first=first,
        last=last,
        days=days,
        tellings=tellings,
        independent=independent,
        outlets=tuple(json.loads(outlets)),
        speakers=tuple(json.loads(speakers)),
        channels=tuple(json.loads(channels)),
        shares=Shares(own, quoted, copied),
        statements=statements,
        conflicts=conflicts,
        unclear=unclear,
        stubs=stubs,
    )


def _conditions(wanted: Wanted) -> tuple[str, list[object]]:
    """What a card must meet, as SQL with its values."""
    where, values = ["independent >= ?"], list[object]([wanted.least])
    for kind in ("outlet", "speaker", "channel"):
        if value := getattr(wanted, kind):
            where.append("number in (select number from facet where kind = ? and value = ?)")
            values += [kind, value]
    if wanted.since:
        where.append("last >= ?")
        values.append(wanted.since)
    if wanted.until:
        where.append("first <> '' and substr(first, 1, 10) <= ?")
        values.append(wanted.until)
    if wanted.conflicts:
        where.append("conflicts > 0")
    if wanted.text:
        where.append(
            "number in (select member.number from words join article on article.rowid = words.rowid"
            " natural join member where words match ?)"
        )
        values.append(match_query(wanted.text) or '""')
    return " and ".join(where), list(_clean(*values))
