"""What quotations are held against: a store or articles at hand in, the articles that may have some words out.

A store's index is mapped into memory and its tables are read part by part, when they are first needed, and kept: one
question reads little, a thousand questions read nothing twice.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tellings.errors import NotFound, StoreDamaged
from tellings.model import Article, Attribution, Origin, Posting, Quotation, Row, Telling, Voice, arrow_schema
from tellings.store import Manifest, Store, StoredPart, slices
from tellings.story import Tables
from tellings.text.word_index import IndexPart, WordIndex, find_texts

# Parts of tables that are kept unpacked, their columns below alone: some 250 bytes a quotation in all.
KEPT = 2048
# What is read of a table; rows are chosen by the first column.
QUOTATION = ("article_id", "quotation_id", "kind", "segments", "start", "end", "negated")
ATTRIBUTION = ("article_id", "story_id", "quotation_id", "voice_id")
VOICE = ("voice_id", "story_id", "name", "kind")
ORIGIN = ("article_id", "origin_id")


@dataclass(frozen=True)
class Said:
    """A quotation of an article and whose words it is said to be."""

    quotation_id: str
    kind: str  # direct | indirect | mixed
    segments: tuple[tuple[int, int], ...]
    start: int
    end: int
    negated: bool
    speaker: str  # name of the voice; "" left open
    named: bool  # whether that is a name, not a "source close to the club"


@dataclass(frozen=True)
class Found:
    """An article with what is known of it."""

    article: Article
    siglum: str
    date: str  # published, or inferred from the story; "" undated
    origin: str  # article_id of the one that counts for it; its own where it counts by itself
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Extent:
    """What was searched."""

    articles: int
    first: str  # earliest and latest day
    last: str


# Outlets with their articles, those with most first.
Outlets = tuple[tuple[str, int], ...]


class Corpus(Protocol):
    """Articles that quotations can be looked up in."""

    @property
    def size(self) -> int:
        """Number of articles."""

    @property
    def extent(self) -> Extent:
        """What is searched."""

    @property
    def outlets(self) -> Outlets:
        """Whose articles are searched; told where nothing was found."""

    def find(self, forms: Sequence[str]) -> list[tuple[str, str]]:
        """Ids and texts of the articles in which some words may stand."""

    def describe(self, article_ids: Collection[str]) -> dict[str, Found]:
        """Articles by id, with what is known of them."""


def _found(article: Article, telling: Telling | None, origin: str, said: Iterable[Said]) -> Found:
    return Found(
        article=article,
        siglum=telling.siglum if telling and telling.siglum else article.outlet or article.source or "given",
        date=(telling.anchor if telling else "") or article.published[:10],
        origin=origin or article.article_id,
        said=tuple(sorted(said, key=lambda s: (s.start, s.end, s.quotation_id))),
    )


def _extent(days: Iterable[str], articles: int) -> Extent:
    dated = sorted(day[:10] for day in days if day)
    return Extent(articles, dated[0] if dated else "", dated[-1] if dated else "")


def _outlets(names: Iterable[str]) -> Outlets:
    return tuple(sorted(Counter(names).items(), key=lambda pair: (-pair[1], pair[0])))


# A voice that is left open.
OPEN = ("", False)


Voiced = dict[str, tuple[str, bool]]


def _voices(attributions: Iterable[tuple[str, str, str]], voices: Iterable[tuple[str, str, str, str]]) -> Voiced:
    """By quotation: name of its voice, and whether that is a name.

    Args:
        attributions: story_id, quotation_id and voice_id of each.
        voices: story_id, voice_id, name and kind of each.
    """
    known = {(story_id, voice_id): (name, kind != "unnamed") for story_id, voice_id, name, kind in voices}
    return {quotation_id: known.get((story_id, voice), OPEN) for story_id, quotation_id, voice in attributions}


class ArticleCorpus:
    """Articles at hand, with the tables that the stages made of them."""

    def __init__(self, tables: Tables) -> None:
        self._articles = {a.article_id: a for a in tables.of(Article)}
        self._ids = sorted(self._articles)
        self._tellings = {t.article_id: t for t in tables.of(Telling)}
        self._origins = {o.article_id: o.origin_id for o in tables.of(Origin)}
        voices = _voices(
            ((a.story_id, a.quotation_id, a.voice_id) for a in tables.of(Attribution)),
            ((v.story_id, v.voice_id, v.name, v.kind) for v in tables.of(Voice)),
        )
        self._said: dict[str, list[Said]] = {}
        for q in tables.of(Quotation):
            voice = voices.get(q.quotation_id, OPEN)
            said = Said(q.quotation_id, q.kind, q.segments, q.start, q.end, q.negated, *voice)
            self._said.setdefault(q.article_id, []).append(said)

    @property
    def size(self) -> int:
        """Number of articles."""
        return len(self._ids)

    @cached_property
    def extent(self) -> Extent:
        """What is searched."""
        return _extent((telling.anchor for telling in self._tellings.values()), self.size)

    @property
    def outlets(self) -> Outlets:
        """Whose articles are searched."""
        return _outlets(a.outlet or a.source or "given" for a in self._articles.values())

    @cached_property
    def _index(self) -> WordIndex:
        return WordIndex([IndexPart.of_texts([self._articles[article_id].text for article_id in self._ids])])

    def find(self, forms: Sequence[str]) -> list[tuple[str, str]]:
        """Ids and texts of the articles in which some words may stand."""
        ids = [self._ids[place.text] for place in find_texts(forms, self._index)]
        return [(article_id, self._articles[article_id].text) for article_id in ids]

    def describe(self, article_ids: Collection[str]) -> dict[str, Found]:
        """Articles by id, with what is known of them."""
        return {
            i: _found(self._articles[i], self._tellings.get(i), self._origins.get(i, ""), self._said.get(i, ()))
            for i in sorted(article_ids)
        }


class StoreCorpus:
    """All articles of a store.

    Raises:
        NotFound: the store holds no finished run.
    """

    def __init__(self, store: Store, manifest: Manifest | None = None) -> None:
        self.store = store
        self.manifest = manifest or store.manifest()
        self._parts = self.manifest.of(Article)
        if not self._parts:
            raise NotFound(
                f"{store.folder} holds no finished run yet; the same `tellings run` again goes on where it stopped"
            )
        tables: tuple[type[Row], ...] = (Quotation, Attribution, Voice, Origin)
        self._by_slice = {row_type: slices(self.manifest.of(row_type)) for row_type in tables}
        self._table = lru_cache(maxsize=KEPT)(self._read)
        self._file = lru_cache(maxsize=KEPT)(self._open)
        self._places: dict[str, tuple[int, int]] = {}

    @property
    def size(self) -> int:
        """Number of articles."""
        return self.manifest.rows(Article)

    @cached_property
    def extent(self) -> Extent:
        """What is searched."""
        return _extent(pc.unique(self._tellings.column("anchor")).to_pylist(), self.size)

    @cached_property
    def outlets(self) -> Outlets:
        """Whose articles are searched."""
        tables = [self._file(number).read(columns=["outlet", "source"]) for number in range(len(self._parts))]
        names = pa.concat_tables(tables)
        pairs = zip(names.column("outlet").to_pylist(), names.column("source").to_pylist(), strict=True)
        return _outlets(outlet or source or "given" for outlet, source in pairs)

    @cached_property
    def _index(self) -> WordIndex:
        by_slice = slices(self.manifest.of(Posting))
        return WordIndex([self._map(by_slice[part.slice][0]) for part in self._parts])

    def _map(self, part: StoredPart) -> IndexPart:
        """The index of one part, mapped into memory as it is."""
        table = self.store.read(part, Posting).combine_chunks()
        places = table.column("places").combine_chunks() if table.num_rows else pa.array([], pa.binary())
        places = places.chunk(0) if isinstance(places, pa.ChunkedArray) else places
        _, offsets, data = places.buffers()
        borders = np.frombuffer(offsets, dtype=np.int32)[: len(places) + 1].astype(np.int64) // 4
        stems = table.column("stem").to_numpy()
        return IndexPart(stems, borders, np.frombuffer(data, dtype="<u4"))

    def _open(self, number: int) -> pq.ParquetFile:
        return pq.ParquetFile(self._damaged_unless_there(self._parts[number]))

    def _damaged_unless_there(self, part: StoredPart) -> Path:
        path = self.store.path(part)
        if not path.is_file():
            raise StoreDamaged(f"{path} is missing; the same `tellings run` again makes it anew")
        return path

    def _article(self, number: int, row: int) -> Article:
        """One article, of the few that are stored beside it."""
        group, rest = divmod(row, Article.row_group)
        table = self._file(number).read_row_group(group).slice(rest, 1).cast(arrow_schema(Article))
        return Article.from_arrow(table)[0]

    def find(self, forms: Sequence[str]) -> list[tuple[str, str]]:
        """Ids and texts of the articles in which some words may stand."""
        found = []
        for place in find_texts(forms, self._index):
            group, rest = divmod(place.text, Article.row_group)
            table = self._file(place.part).read_row_group(group, columns=["article_id", "text"])
            article_id, text = (table.column(name)[rest].as_py() for name in ("article_id", "text"))
            self._places[article_id] = place.part, place.text
            found.append((article_id, text))
        return found

    def _read(self, part: StoredPart, columns: tuple[str, ...]) -> pa.Table:
        return pq.ParquetFile(self._damaged_unless_there(part)).read(columns=list(columns))

    def _rows(
        self, slice_: str, row_type: type[Row], columns: tuple[str, ...], values: Collection[str]
    ) -> list[tuple[Any, ...]]:
        """Some columns of one slice of a table, of the rows whose first column has one of some values."""
        rows: list[tuple[Any, ...]] = []
        for part in self._by_slice[row_type].get(slice_, ()):
            table = self._table(part, columns)
            wanted = pc.is_in(table.column(columns[0]), value_set=pa.array(sorted(values), pa.string()))
            chosen = table.filter(wanted)
            rows += zip(*(chosen.column(name).to_pylist() for name in columns), strict=True)
        return rows

    @cached_property
    def _tellings(self) -> pa.Table:
        return self.store.table(Telling, self.manifest).combine_chunks()

    def describe(self, article_ids: Collection[str]) -> dict[str, Found]:
        """Articles by id, with what is known of them; only of those that `find` has given."""
        wanted = pc.is_in(self._tellings.column("article_id"), value_set=pa.array(sorted(article_ids), pa.string()))
        tellings = {t.article_id: t for t in Telling.from_arrow(self._tellings.filter(wanted))}
        by_bucket: dict[str, set[str]] = {}
        for article_id, telling in tellings.items():
            by_bucket.setdefault(telling.bucket, set()).add(article_id)
        origins = dict(pair for b, ids in by_bucket.items() for pair in self._rows(b, Origin, ORIGIN, ids))
        said = self._said(article_ids, self._speakers(by_bucket))
        return {
            i: _found(self._article(*self._places[i]), tellings.get(i), origins.get(i, ""), said.get(i, ()))
            for i in sorted(article_ids)
        }

    def _said(self, article_ids: Collection[str], speakers: Voiced) -> dict[str, list[Said]]:
        """The quotations of some articles."""
        by_slice: dict[str, set[str]] = {}
        for article_id in article_ids:
            by_slice.setdefault(self._parts[self._places[article_id][0]].slice, set()).add(article_id)
        said: dict[str, list[Said]] = {}
        for slice_, ids in by_slice.items():
            for article_id, quotation_id, kind, segments, start, end, negated in self._rows(
                slice_, Quotation, QUOTATION, ids
            ):
                spans = tuple((low, high) for low, high in segments)
                one = Said(quotation_id, kind, spans, start, end, negated, *speakers.get(quotation_id, OPEN))
                said.setdefault(article_id, []).append(one)
        return said

    def _speakers(self, by_bucket: Mapping[str, Collection[str]]) -> Voiced:
        """The voices of the quotations of some articles, given by the bucket of their story."""
        found: Voiced = {}
        for bucket, ids in by_bucket.items():
            attributions = [row[1:] for row in self._rows(bucket, Attribution, ATTRIBUTION, ids)]
            voices = self._rows(bucket, Voice, VOICE, {voice_id for *_, voice_id in attributions})
            found |= _voices(attributions, ((story, voice, name, kind) for voice, story, name, kind in voices))
        return found
