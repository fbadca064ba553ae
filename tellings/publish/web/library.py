"""The store as a site reads it: in go ids and queries, out come stories, places and checks, of one commit at a time.

A request sees one commit from beginning to end. When a run has committed, the next request starts the reading of the
new one beside it; what is asked meanwhile is answered from the old one, whose parts a run leaves for one run more.
"""

import hashlib
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

import pyarrow as pa
import pyarrow.parquet as pq

from tellings.errors import NotFound, StoreError
from tellings.model import Article, Row, table_name
from tellings.publish.corpus import StoreCorpus
from tellings.publish.masking import Mask
from tellings.publish.pages.cards import Card, card
from tellings.publish.pages.lookup import Lookup
from tellings.publish.stories import WHOLE, current_id, open_story
from tellings.publish.web.finished import Finished
from tellings.publish.web.index import FoundArticle, Index
from tellings.store import Manifest, Store
from tellings.story import Story
from tellings.text.words import find_words

log = logging.getLogger("tellings")

# Stories that are kept whole in memory: some 2 MB each with ten tellings.
KEPT_STORIES = 24
# Characters around the words that a search found.
AROUND = 110
# Fewer characters of a hash than this are more likely a slip than an id.
MIN_PREFIX = 6


@dataclass(frozen=True, slots=True)
class Commit:
    """What a request reads from."""

    manifest: Manifest
    digest: str
    held: Mapping[type[Row], pa.Table]  # tables that are one part, kept in memory


@dataclass(frozen=True, slots=True)
class Snippet:
    """Where an article holds words that were looked for."""

    article_id: str
    story_id: str
    outlet: str
    title: str
    day: str  # published; "" unknown
    start: int
    end: int
    before: str
    words: str
    after: str


class Library:
    """A store, its index and what was read of it.

    Args:
        store: what is shown.
        full_text: whether a source is shown whole, not only what is cited of it.
    """

    def __init__(self, store: Store, full_text: bool = True) -> None:
        self.store = store
        self.full_text = full_text
        self.index = _index(store)
        self.finished = Finished()
        self._lock = threading.Lock()
        self._corpus_lock = threading.Lock()
        self._updating = threading.Lock()
        self._stories: OrderedDict[tuple[str, str], Lookup] = OrderedDict()
        self._stamp: tuple[int, int] = (0, 0)
        self.commit = Commit(Manifest(), "", {})
        self._corpus: tuple[str, StoreCorpus] | None = None

    def refresh(self, tick: Callable[[int, int], None] = lambda done, of: None) -> None:
        """Read the last commit and bring the index up to it; one at a time."""
        with self._updating:
            path = self.store.folder / "manifest.json"
            stamp = _stamp(path)
            content = path.read_bytes() if path.is_file() else b""
            digest = hashlib.sha256(content).hexdigest()[:16]
            manifest = self.store.manifest()
            if not self.index.holds(digest):
                self.index.update(self.store, manifest, digest, tick)
            self._stamp = stamp
            held = {row_type: self.store.table(row_type, manifest).combine_chunks() for row_type in WHOLE}
            self.commit = Commit(manifest, digest, held)

    def look(self) -> None:
        """Start reading a newer commit where there is one; the caller goes on with what there is."""
        if _stamp(self.store.folder / "manifest.json") != self._stamp and not self._updating.locked():
            threading.Thread(target=self._refresh_quietly, daemon=True).start()

    def _refresh_quietly(self) -> None:
        try:
            self.refresh()
        except (StoreError, OSError) as error:  # a run may just be sweeping; the next request tries again
            log.warning("the new commit cannot be read yet: %s", error)

    def story_id(self, typed: str) -> str:
        """The id of the story that a number or the beginning of an id names.

        Raises:
            NotFound: there is none, or more than one.
        """
        if typed.isdigit() and len(typed) < MIN_PREFIX:
            found = self.index.story_id(int(typed))
        else:
            row = self.index.row(typed) if len(typed) >= MIN_PREFIX and typed.isalnum() else None
            found = self.index.story_id(row[0]) if row else ""
        if not found and len(typed) >= MIN_PREFIX and typed.isalnum():  # an id of an earlier run leads to today's story
            row = self.index.row(current_id(self.store, self.commit.manifest, typed))
            found = self.index.story_id(row[0]) if row else ""
        if not found:
            raise NotFound(f"there is no story {typed[:64]!r}; /stories lists those there are")
        return found

    def story(self, story_id: str) -> Lookup:
        """A story by its whole id.

        Raises:
            NotFound: there is none in this commit.
        """
        commit = self.commit
        key = commit.digest, story_id
        with self._lock:
            if key in self._stories:
                self._stories.move_to_end(key)
                return self._stories[key]
        made = Lookup(self._read(commit, story_id))
        with self._lock:
            self._stories[key] = made
            while len(self._stories) > KEPT_STORIES:
                self._stories.popitem(last=False)
        return made

    def _read(self, commit: Commit, story_id: str) -> Story:
        number, bucket = self.index.row(story_id) or (0, "")
        wanted = self.index.slices(number) | {bucket, "all"}
        near = Manifest(tuple(part for part in commit.manifest.parts if part.slice in wanted))
        found = open_story(self.store, story_id, number, near, commit.held) if number else None
        if found is None:
            raise NotFound(f"there is no story {story_id[:64]!r}; /stories lists those there are")
        return found

    def card(self, found: Lookup) -> Card:
        """The card of a story: as the index has it, or made now while the index is behind."""
        return self.index.card(found.story.story_id) or card(found)

    def story_of(self, article_id: str) -> Lookup:
        """The story of an article.

        Raises:
            NotFound: there is no such article.
        """
        story_id = self.index.story_of(article_id) if article_id.isascii() and article_id.isalnum() else ""
        if not story_id:
            raise NotFound(f"there is no article {article_id[:64]!r}; search finds articles by their words")
        return self.story(story_id)

    def corpus(self) -> tuple[StoreCorpus, threading.Lock]:
        """What quotations are looked up in, and the lock that lets one look-up in at a time."""
        with self._lock:
            if self._corpus is None or self._corpus[0] != self.commit.digest:
                self._corpus = self.commit.digest, StoreCorpus(self.store, self.commit.manifest)
            return self._corpus[1], self._corpus_lock

    def snippets(self, words: str, most: int = 20) -> list[Snippet]:
        """Articles that hold all words, each with the first place that has one of them."""
        return [self._snippet(found, words) for found in self.index.find_articles(words, most)]

    def _snippet(self, found: FoundArticle, words: str) -> Snippet:
        path = self.store.folder / "tables" / table_name(Article) / f"{found.key}.parquet"
        group, rest = divmod(found.row, Article.row_group)
        article = Article.from_arrow(pq.ParquetFile(path).read_row_group(group, use_threads=False).slice(rest, 1))[0]
        text = Mask(frozenset(), ())(article.text)
        start, end = _first(text, words)
        return Snippet(
            article_id=article.article_id,
            story_id=self.index.story_id(found.number),
            outlet=article.outlet or article.source,
            title=article.title,
            day=article.published[:10],
            start=start,
            end=end,
            before=text[max(0, start - AROUND) : start],
            words=text[start:end],
            after=text[end : end + AROUND],
        )


def _first(text: str, words: str) -> tuple[int, int]:
    """The first word of a text that begins with one of some words; the beginning of the text where none does."""
    wanted = tuple(word.casefold() for word in words.split() if word)
    for start, end in find_words(text):
        if wanted and text[start:end].casefold().startswith(wanted):
            return start, end
    return 0, 0


def _stamp(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _index(store: Store) -> Index:
    """The index beside the tables, or, where that folder may not be written, in the folder for temporary files."""
    import sqlite3  # noqa: PLC0415 (its errors alone)

    path = store.folder / "web.sqlite"
    try:
        return Index(path)
    except sqlite3.OperationalError:
        name = hashlib.sha256(str(store.folder.resolve()).encode()).hexdigest()[:16]
        return Index(Path(gettempdir()) / f"tellings-{name}.sqlite")
    except sqlite3.DatabaseError:  # no database: a cache may be thrown away
        path.unlink()
        return Index(path)
