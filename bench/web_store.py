"""A large store for speed: in goes a number of articles, out comes a store of that many, made from our own sample.

One story is told 200 times: tellings of the sample's story with sentences left out, through all stages. The rest are
the sample's tables over and over, each time with other names and days: a name becomes another word of the same length,
so every offset still leads to its words, and only the word index has to be made anew.
"""

import random
import re
import string
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pyarrow as pa

from tellings import sample
from tellings.in_memory import run_in_memory
from tellings.model import (
    TABLES,
    Article,
    Copy,
    Item,
    Pair,
    Posting,
    Row,
    Shingle,
    StoryRow,
    Telling,
    Terms,
    content_id,
    to_arrow,
)
from tellings.stages.read import read_articles
from tellings.store import PartWriter, Store, StoredPart
from tellings.text.word_index import make_postings

TOLD = 200
# Articles in a part, as a run would make them.
PART = 2_000
# Tables that a site does not read.
UNREAD = (Item, Posting, Shingle, Pair, Terms)
NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")
DAY = re.compile(r"\b20\d\d-\d\d-\d\d\b")
HASH = re.compile(r"^[0-9a-f]{32}$")


def many_tellings(articles: list[Article], number: int = TOLD) -> list[Article]:
    """Tellings of one event: those at hand, each with other sentences left out, by outlets of other names."""
    told = []
    for n in range(number):
        chance = random.Random(n)
        model = articles[n % len(articles)]
        paragraphs = model.text.split("\n")
        kept = [p for p in paragraphs if chance.random() < 0.85 or p.startswith(" date")]
        day = (date(2024, 9, 15) + timedelta(days=n % 9)).isoformat()
        text = "\n".join(kept)
        told.append(Article.from_text(text, title=model.title, outlet=f"Outlet {n}", published=day))
    return told


class Perturbed:
    """The same rows with other names, days and ids."""

    def __init__(self, number: int, names: Iterable[str]) -> None:
        chance = random.Random(number)
        self._number = number
        self._names = {
            name: "".join(
                [chance.choice(string.ascii_uppercase), *chance.choices(string.ascii_lowercase, k=len(name) - 1)]
            )
            for name in sorted(names)
        }
        self._days = timedelta(days=7 * (number % 400))
        self._ids: dict[str, str] = {}

    def __call__(self, value: Any) -> Any:
        """A value of a row, changed."""
        if isinstance(value, tuple):
            return tuple(self(member) for member in value)
        if not isinstance(value, str) or not value:
            return value
        if HASH.match(value):
            if value not in self._ids:
                self._ids[value] = content_id(value, self._number)
            return self._ids[value]
        value = NAME.sub(lambda m: self._names.get(m.group(), m.group()), value)
        return DAY.sub(lambda m: (date.fromisoformat(m.group()) + self._days).isoformat(), value)

    def row(self, row: Row) -> Row:
        """A row, changed; months that name buckets follow the days."""
        changed = {field.name: self(getattr(row, field.name)) for field in fields(row)}  # type: ignore[arg-type]
        if "bucket" in changed:
            changed["bucket"] = self._bucket(changed["bucket"])
        return type(row)(**changed)

    def _bucket(self, bucket: str) -> str:
        if bucket == "undated":
            return bucket
        return (date.fromisoformat(f"{bucket}-15") + self._days).isoformat()[:7]


def make_store(folder: str, articles: int, tick: Callable[[str], None] = lambda _: None) -> Store:
    """A store of so many articles.

    Args:
        folder: where; nothing may be there.
        articles: how many, 200 of which tell one story.
        tick: told what is done.
    """
    store = Store(folder, create=True)
    own = read_articles([sample.folder()])
    once = run_in_memory(own)
    story = max(once.of(StoryRow), key=lambda row: row.tellings)
    members = {t.article_id for t in once.of(Telling) if t.story_id == story.story_id}
    tick(f"one story of {TOLD} tellings")
    big = run_in_memory(many_tellings([a for a in own if a.article_id in members]))
    names = {name for article in own for name in NAME.findall(article.text)}
    held = _Held(store)
    held.take({row_type: big.of(row_type) for row_type in TABLES if row_type not in UNREAD})
    waiting: dict[type[Row], list[Any]] = {}
    for number in range(1, 1 + -(-(articles - len(big.of(Article))) // len(own))):
        perturbed = Perturbed(number, names)
        for row_type in TABLES:
            if row_type not in UNREAD:
                waiting.setdefault(row_type, []).extend(perturbed.row(row) for row in once.of(row_type))
        if number % (PART // len(own)) == 0:
            tick(f"{number * len(own):,} articles")
            held.take(waiting)
            waiting = {}
    held.take(waiting)
    store.commit(held.parts())
    return store


class _Held:
    """Rows on their way into parts: those of articles are written batch by batch, the others at the end."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._batch = 0
        self._written: list[StoredPart] = []
        self._tables: dict[tuple[type[Row], str], list[pa.Table]] = {}

    def take(self, rows: Mapping[type[Row], Sequence[Any]]) -> None:
        """The rows of a batch: articles and what belongs to them by month and batch, stories by their bucket."""
        if not rows:
            return
        self._batch += 1
        month_of = {row.article_id: row.published[:7] or "undated" for row in rows[Article]}
        bucket_of = {row.story_id: row.bucket for row in rows[Telling]}
        for row_type, listed in rows.items():
            sliced: dict[str, list[Row]] = {}
            for row in listed:
                sliced.setdefault(self._slice(row, month_of, bucket_of), []).append(row)
            for name, own in sorted(sliced.items()):
                self._put(row_type, name, own)

    def _slice(self, row: Any, month_of: dict[str, str], bucket_of: dict[str, str]) -> str:
        if isinstance(row, (StoryRow, Telling, Copy)):
            return "all"
        if hasattr(row, "story_id"):
            return bucket_of[row.story_id]
        return f"{month_of[row.article_id]}.{self._batch:04d}-00"

    def _put(self, row_type: type[Row], name: str, rows: list[Any]) -> None:
        if "." not in name:
            self._tables.setdefault((row_type, name), []).append(to_arrow(rows, row_type))
            return
        self._written.append(self._part(row_type, name, [to_arrow(rows, row_type)]))
        if row_type is Article:
            index = [Posting(stem, places) for stem, places in make_postings([row.text for row in rows])]
            self._written.append(self._part(Posting, name, [to_arrow(index, Posting)]))

    def _part(self, row_type: type[Row], name: str, tables: list[pa.Table]) -> StoredPart:
        key = content_id(row_type.__name__, name)
        with PartWriter(self.store.draft(row_type, key), row_type) as writer:
            for table in tables:
                writer.write(table)
        return self.store.finish(row_type, name, key, writer.rows)

    def parts(self) -> list[StoredPart]:
        """All parts."""
        stories = [self._part(row_type, name, tables) for (row_type, name), tables in self._tables.items()]
        return [*self._written, *stories]
