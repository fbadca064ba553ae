"""New items become parts: in go items and articles as they are read, out come parts of the tables item and article.

Articles of one run form a batch, cut by month of publication. What the store holds already is left untouched.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyarrow.parquet as pq

from tellings.model import Article, Item, Row, table_name, to_arrow
from tellings.store import Manifest, PartWriter, Store, StoredPart
from tellings.tombstones import FORGOTTEN, read_tombstones

# Articles in a part: about 12 MB of text, some 10 s of work for all stages, so that little is lost by a kill.
MAX_ARTICLES = 2_048
# Articles held before the fullest month is written, so that memory stays bounded over many months (about 200 MB).
MAX_HELD = 32_768


@dataclass(frozen=True)
class Intake:
    """Which items a run takes; what it leaves is not stored, so that a later run may take it."""

    since: str = ""  # day, YYYY-MM-DD: articles known to be published before it are left; undated ones are taken
    limit: int = 0  # so many new articles are taken, then reading stops; 0: no limit


@dataclass
class Ingested:
    """What was read: items = articles + grouped + refused + known + left.

    known: one of the first three in an earlier run; left: not taken, since published before the day asked for.
    """

    items: int = 0
    articles: int = 0
    grouped: int = 0
    refused: int = 0
    known: int = 0  # items that an earlier run has read, unchanged
    left: int = 0  # articles published before the day asked for; not stored
    stopped: bool = False  # whether reading stopped at the limit, with more items perhaps to come
    parts: list[StoredPart] = field(default_factory=list)
    noticed: list[Item] = field(default_factory=list)  # items of this run that were grouped, refused or warned about


def month_of(article: Article) -> str:
    """The slice an article belongs to by its date: YYYY-MM or "undated".

    >>> month_of(Article.from_text("Rain fell.", published="2024-05-01"))
    '2024-05'
    """
    return article.published[:7] if article.published else "undated"


def column_values(store: Store, manifest: Manifest, row_type: type[Row], column: str) -> set[str]:
    """All values of one column of a table."""
    found: set[str] = set()
    for path in store.paths(manifest, row_type):
        found.update(pq.read_table(path, columns=[column]).column(column).to_pylist())
    return found


class Ingest:
    """Sorts what is read into months and writes them as parts."""

    def __init__(self, store: Store, manifest: Manifest, intake: Intake | None = None) -> None:
        self.store = store
        self.intake = intake or Intake()
        self.batch = 1 + max((int(part.slice) for part in manifest.of(Item)), default=0)
        self.report = Ingested()
        self._known_items = column_values(store, manifest, Item, "item_id")
        self._known_articles = column_values(store, manifest, Article, "article_id")
        self._forgotten = {tombstone.article_id for tombstone in read_tombstones(store.folder)}
        self._months: dict[str, list[Article]] = {}
        self._written: dict[str, int] = {}
        self._items: list[Item] = []

    def add(self, item: Item, article: Article | None) -> None:
        """Take one item; `article` is there when its status is "article"."""
        self.report.items += 1
        if item.item_id in self._known_items:
            self.report.known += 1
            return
        if article is not None and article.article_id in self._forgotten:
            item = replace(item, status="refused", reason=FORGOTTEN, article_id="")
            article = None
        if article is not None and article.published and article.published[:10] < self.intake.since:
            self.report.left += 1
            return
        if article is not None and article.article_id in self._known_articles:
            item = replace(item, status="grouped", reason="the store holds the same article from an earlier run")
            article = None
        self._count(item)
        self._items.append(item)
        if article is not None:
            self._months.setdefault(month_of(article), []).append(article)
            if len(self._months[month_of(article)]) >= MAX_ARTICLES:
                self._write_month(month_of(article))
            elif sum(map(len, self._months.values())) >= MAX_HELD:
                self._write_month(max(self._months, key=lambda m: (len(self._months[m]), m)))

    @property
    def is_full(self) -> bool:
        """Whether as many articles were taken as were asked for."""
        self.report.stopped = 0 < self.intake.limit <= self.report.articles
        return self.report.stopped

    def _count(self, item: Item) -> None:
        name = {"article": "articles", "grouped": "grouped", "refused": "refused"}[item.status]
        setattr(self.report, name, getattr(self.report, name) + 1)
        if item.reason:
            self.report.noticed.append(item)

    def finish(self) -> Ingested:
        """Write what is left and tell what was read."""
        for month in sorted(self._months):
            self._write_month(month)
        if self._items:
            self._write(Item, f"{self.batch:04d}", self._items, [item.item_id for item in self._items])
        return self.report

    def _write_month(self, month: str) -> None:
        articles = sorted(self._months.pop(month), key=lambda a: a.article_id)
        number = self._written[month] = self._written.get(month, -1) + 1
        self._write(Article, f"{month}.{self.batch:04d}-{number:02d}", articles, [a.article_id for a in articles])

    def _write(self, row_type: type[Row], slice_: str, rows: Iterable[Row], ids: list[str]) -> None:
        self.report.parts.append(write_part(self.store, row_type, slice_, rows, ids))


def write_part(store: Store, row_type: type[Row], slice_: str, rows: Iterable[Row], ids: list[str]) -> StoredPart:
    """Rows as a part of what was read; `ids` name what they hold."""
    facts = "\n".join([table_name(row_type), slice_, *ids])
    key = hashlib.sha256(facts.encode()).hexdigest()[:32]
    with PartWriter(store.draft(row_type, key), row_type) as writer:
        writer.write(to_arrow(rows, row_type))
    return store.finish(row_type, slice_, key, writer.rows)


def part_articles(path: Path) -> list[str]:
    """Ids of the articles in one part of the table article."""
    ids: list[str] = pq.read_table(path, columns=["article_id"]).column("article_id").to_pylist()
    return ids
