"""A large store for speed: in goes a number of articles, out comes a store of that many, made from our own sample.

One story is told 200 times: tellings of the sample's story with sentences left out, through all stages. The rest are
the sample's tables over and over, each time with other names and days: a name becomes another word of the same length,
so every offset still leads to its words, and only the word index has to be made anew.
"""

import random
import re
import string
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

from tellings import sample
from tellings.in_memory import run_in_memory
from tellings.model import TABLES, Article, Item, Pair, Posting, Row, Shingle, StoryRow, Telling, Terms, content_id
from tellings.model import table_name, to_arrow
from tellings.stages import postings
from tellings.stages.read import read_articles
from tellings.store import PartWriter, Store, StoredPart
from tellings.story import Tables

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
            name: "".join([chance.choice(string.ascii_uppercase), *chance.choices(string.ascii_lowercase, k=len(name) - 1)])
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
    rows: dict[type[Row], list[Row]] = {t: list(big.of(t)) for t in TABLES if t not in UNREAD}
    parts: list[StoredPart] = []
    made = len(big.of(Article))
    number = 0
    while made < articles:
        number += 1
        perturbed = Perturbed(number, names)
        for row_type, held in rows.items():
            held += [perturbed.row(row) for row in once.of(row_type)]
        made += len(own)
        if number % (PART // len(own)) == 0:
            tick(f"{made:,} articles")
            parts += _write(store, f"{number:06d}", rows)
            rows = {row_type: [] for row_type in rows}
    parts += _write(store, f"{number + 1:06d}", rows)
    store.commit([*parts, *_whole(store, parts)])
    return store


def _write(store: Store, batch: str, rows: dict[type[Row], list[Row]]) -> Iterator[StoredPart]:
    """The rows of a batch as parts: articles and what belongs to them by month and batch, stories by their bucket."""
    month_of = {row.article_id: row.published[:7] or "undated" for row in rows[Article]}  # type: ignore[attr-defined]
    bucket_of = {row.story_id: row.bucket for row in rows[Telling]}  # type: ignore[attr-defined]
    for row_type, listed in rows.items():
        sliced: dict[str, list[Row]] = {}
        for row in listed:
            if row_type in WHOLE:
                name = f"all.{batch}"
            elif hasattr(row, "story_id"):
                name = bucket_of[row.story_id]
            else:
                name = f"{month_of[row.article_id]}.{batch}"  # type: ignore[attr-defined]
            sliced.setdefault(name, []).append(row)
        for name, own in sorted(sliced.items()):
            yield _part(store, row_type, name, batch, own)
            if row_type is Article:
                yield _part(store, Posting, name, batch, list(postings.STAGE.run(postings.STAGE.settings, own)))  # type: ignore[misc]
