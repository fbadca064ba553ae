"""Vectors: the heads and terms of all articles in, a matrix of integer weights out.

TF-IDF against a background table and the collection itself; docs/stages/stories.md tells why each step is there.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import scipy.sparse
from numpy.typing import NDArray

from tellings.language import DEFAULT
from tellings.model import Terms
from tellings.stages.stories.products import SCALE, dot_products, turn
from tellings.stages.stories.settings import THOUSAND, Ints, StorySettings
from tellings.text.terms import PAIR, Background, load_background, unpack_lines, unpack_terms

MILLION = 1_000_000
DOUBT = 5  # stories added to those a small folder seems to hold: a term of two stories of three is not worthless
REFERENCE = 100  # articles; at 50 unrelated articles alone in a folder join, at 500 tellings of one event come apart
SHORT = (
    200.0  # squared weight of two rare words, added to all lengths: one shared name is no story between two headlines
)
NEARBY = 800  # articles before and after: a term met only farther off in time does not make its article longer either
MOST_STRETCH = 9.0  # squared: no vector is longer than three times SCALE, so that products fit 32 bits
COMMON = 0.3  # of news articles: a dozen words that say next to nothing take a fifth of the time; at .2 a point goes
HEAVIEST = 0.3  # of a small folder's article that one unheard word may make up: a town's name alone is no story
UNHEARD = 0.4  # of the length of a word that is in no other article and not in the background; .3 to .5 do as well

COUNT_BITS, PLACE_BITS = np.uint64(8), np.uint64(24)  # of a packed entry: 16 million articles at most
PLACE_MASK = np.uint64((1 << 24) - 1)
OFTEN = 1 + np.log(np.maximum(np.arange(256), 1).astype(np.float64))  # what a count is worth


@dataclass(frozen=True)
class Articles:
    """Articles in the order of their ids, as vectors."""

    ids: list[str]
    days: Ints  # ordinal of the day published; -1 undated
    outlets: Ints  # number of the outlet; -1 unknown
    vectors: scipy.sparse.csr_matrix


def day_of(published: str, latest: str) -> int:
    """Ordinal of a date; -1 where it is none, or later than can be."""
    try:
        day = date.fromisoformat(published[:10])
    except ValueError:
        return -1
    return day.toordinal() if not latest or day <= date.fromisoformat(latest) else -1


@dataclass(frozen=True)
class Entries:
    """Which article has which term how often: one entry for each pair, by term, then by date of the article."""

    distinct: NDArray[np.uint32]  # the terms, ascending
    frequency: Ints  # articles that have each
    columns: NDArray[np.int32]  # of each entry, the place of its term in `distinct`
    rows: NDArray[np.int32]  # its article
    counts: NDArray[np.uint8]
    nearby: NDArray[np.bool_]  # whether one of the NEARBY articles before or after it, by date, has the term too


def sort_entries(terms: NDArray[np.uint32], rows: Ints, counts: NDArray[np.uint8], days: Ints) -> Entries:
    """The entries in order. Term, place by date and count are packed into one number, which sorts at memory speed.

    An undated article is near to all: any other article with the term counts.
    """
    dated = np.flatnonzero(days >= 0)
    row_at = np.concatenate((dated[np.lexsort((dated, days[dated]))], np.flatnonzero(days < 0))).astype(np.int32)
    place = np.empty(len(days), dtype=np.uint64)
    place[row_at] = np.arange(len(days), dtype=np.uint64)
    packed = terms.astype(np.uint64) << PLACE_BITS | place[rows]
    packed = packed << COUNT_BITS | counts
    packed.sort()
    counts = packed.astype(np.uint8)  # the lowest eight bits
    packed >>= COUNT_BITS
    where = (packed & PLACE_MASK).astype(np.int32)
    packed >>= PLACE_BITS
    begins = np.concatenate((np.ones(min(1, len(packed)), np.bool_), packed[1:] != packed[:-1]))
    starts = np.flatnonzero(begins)
    frequency = np.diff(starts, append=len(packed))
    columns = (np.cumsum(begins, dtype=np.int32) - 1).astype(np.int32)
    again = ~begins[1:] & (where[1:] - where[:-1] <= NEARBY) & (where[1:] < len(dated))
    nearby = (where >= len(dated)) & (frequency > 1)[columns]
    nearby[1:] |= again
    nearby[:-1] |= again
    return Entries(packed[starts].astype(np.uint32), frequency, columns, row_at[where], counts, nearby)


def shared_entries(entries: Entries) -> Entries:
    """The entries of terms that several articles have: three of ten terms of a large collection are left."""
    shared = entries.frequency > 1
    number = (np.cumsum(shared, dtype=np.int32) - 1).astype(np.int32)
    kept = shared[entries.columns]
    return Entries(
        entries.distinct[shared],
        entries.frequency[shared],
        number[entries.columns[kept]],
        entries.rows[kept],
        entries.counts[kept],
        entries.nearby[kept],
    )


def _smallness(articles: int) -> float:
    """How far a collection is a small folder, whose own frequencies tell what its beat is.

    Five articles tell nothing of a beat; from some dozens on the folder's frequencies count fully; in some hundreds
    the ordinary document frequencies begin to do the same.

    >>> [round(_smallness(articles), 2) for articles in (5, 10, 15, 30, 105, 180)]
    [0.0, 0.5, 1.0, 1.0, 0.5, 0.0]
    """
    rising = (articles - 5) / 10
    falling = (180 - articles) / 150
    return max(0.0, min(1.0, rising, falling))


def _weigh(entries: Entries, articles: int, background: Background) -> NDArray[np.int32]:
    """Integer weight of each entry.

    Document frequencies are those of the background and of the articles together; articles beyond the
    background's own number are scaled down to it, so that weights stay put as an archive grows.

    A term that no other article has ties nothing, so it gets no weight; nor does it make its article longer, in so far
    as it would have been alone among REFERENCE articles too. In a folder of five almost every term is alone, and were
    all of them left out of the length, any two articles would look alike. A name that the background has never met
    (the mayor of a small town) is no accident of the choice of articles: most of it stays.
    """
    distinct, frequency, columns, rows = entries.distinct, entries.frequency, entries.columns, entries.rows
    share = min(1.0, max(background.documents, THOUSAND) / max(articles, 1))
    documents = background.documents + articles * share
    known = background.frequency(distinct)
    rarity = np.maximum(np.log((documents + 1.0) / (known + frequency * share + 0.5)), 0.0)
    weights = OFTEN[entries.counts] * rarity[columns]
    alone = frequency == 1
    missing = max(0, REFERENCE - articles)
    rate = (known + 0.5) / background.documents if background.documents else np.ones(len(distinct))
    met = np.where(alone, 1 - np.exp(-missing * rate), 1.0)  # Poisson: met again at least once
    unheard = alone & (known == 0) & (distinct < PAIR)
    met[unheard] = np.maximum(met[unheard], UNHEARD * missing / REFERENCE)
    counted = np.where(alone[columns], met[columns], entries.nearby)
    lengths = SHORT + np.bincount(rows, weights=weights * weights * counted, minlength=articles)
    weights[alone[columns]] = 0
    whole = np.bincount(rows, weights=weights * weights, minlength=articles)
    lengths = np.sqrt(np.maximum(lengths, whole / MOST_STRETCH))
    weights /= lengths[rows]
    small = _smallness(articles)
    if small > 0:
        weights = np.where((known == 0)[columns], np.minimum(weights, HEAVIEST), weights)
    weights[(known > COMMON * background.documents)[columns] & (background.documents > 0)] = 0
    whole_weights: NDArray[np.int32] = np.rint(SCALE * weights).astype(np.int32)
    return whole_weights


def _in_repeated_lines(heads: Sequence[Terms], rows: Ints, places: Ints, settings: StorySettings) -> NDArray[np.bool_]:
    """Whether each term stands only in a line that another article repeats: a plea for letters, a colophon.

    Where such lines are more than a few of an article's, it has its text in common with others, not its furniture.
    """
    lines = [unpack_lines(head.lines) for head in heads]
    sizes = np.array([len(own) for own in lines], dtype=np.int64)
    hashes = np.concatenate([*lines, np.empty(0, np.uint32)])
    owner = np.repeat(np.arange(len(heads)), sizes)
    repeated = _held_by_several(hashes, owner) & (hashes > 0)
    share = np.bincount(owner, weights=repeated, minlength=len(heads)) * THOUSAND
    repeated &= (share <= settings.repeated * sizes)[owner]
    first = np.cumsum(sizes) - sizes
    found = np.zeros(len(rows), np.bool_)
    placed = places > 0
    found[placed] = repeated[first[rows[placed]] + places[placed] - 1]
    return found


def _held_by_several(hashes: NDArray[np.uint32], owner: Ints) -> NDArray[np.bool_]:
    """Whether the hash of each line is that of another article's line too; a line twice in one article counts once."""
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    starts = np.flatnonzero(np.concatenate((np.ones(min(1, len(ordered)), np.bool_), ordered[1:] != ordered[:-1])))
    ends = np.append(starts[1:], len(ordered))
    owners = owner[order]  # ascending among equal hashes, since the order is stable and lines come by article
    several = owners[starts] != owners[ends - 1] if len(starts) else np.empty(0, np.bool_)
    found = np.empty(len(hashes), np.bool_)
    found[order] = np.repeat(several, ends - starts) if len(starts) else several
    return found


def _weigh_within(vectors: scipy.sparse.csr_matrix, settings: StorySettings) -> scipy.sparse.csr_matrix:
    """Vectors of a small folder with less weight on terms that several of its stories share.

    A town, a council, a ferry company that half the folder speaks of says little there, however rare it is in news at
    large. A term's frequency is counted by story, not by article, or five tellings of one event would tell nothing:
    as stories are not known yet, an article that has similar ones beside it among the holders of the term counts as
    the corresponding part of one.
    """
    articles = vectors.shape[0]
    small = _smallness(articles)
    if small <= 0:
        return vectors
    one, other, similarity = dot_products(vectors, turn(vectors), settings.floor)
    part = np.minimum(similarity / settings.same, 1.0) * (one != other)
    alike = scipy.sparse.csr_matrix((part, (one, other)), shape=(articles, articles)) + scipy.sparse.eye(articles)
    holds = vectors.astype(bool).astype(np.float64)
    beside = (alike @ holds).multiply(holds).tocsr()  # articles like it, itself included, that hold the term too
    beside.data = np.rint(MILLION / beside.data)
    held = np.maximum(np.asarray(beside.sum(axis=0)).ravel() / MILLION, 1.0)
    stories = np.rint(MILLION / np.asarray(alike.sum(axis=1)).ravel()).sum() / MILLION
    kept = np.maximum(1 - np.log(held) / np.log(stories + DOUBT), 0.0) ** small
    weighed = (vectors @ scipy.sparse.diags(np.sqrt(kept))).tocsr()
    weighed.data = np.rint(weighed.data)
    weighed.eliminate_zeros()
    return weighed.astype(np.int32)


def make_vectors(heads: Sequence[Terms], settings: StorySettings) -> Articles:
    """Vectors of articles that are sorted by id, weighed against the background of the commonest language."""
    unpacked = [unpack_terms(head.terms) for head in heads]
    sizes = np.array([len(terms) for terms, _, _ in unpacked], dtype=np.int64)
    rows = np.repeat(np.arange(len(heads)), sizes)
    terms = np.concatenate([*(terms for terms, _, _ in unpacked), np.empty(0, np.uint32)])
    counts = np.concatenate([*(counts for _, counts, _ in unpacked), np.empty(0, np.uint8)])
    places = np.concatenate([*(places for _, _, places in unpacked), np.empty(0, np.uint8)]).astype(np.int64)
    told = ~_in_repeated_lines(heads, rows, places, settings)
    rows, terms, counts = rows[told], terms[told], counts[told]
    language = Counter(head.language or DEFAULT for head in heads).most_common(1)
    background = load_background(language[0][0] if language else DEFAULT)
    days = np.array([day_of(head.published, settings.latest) for head in heads], dtype=np.int64)
    names = {name: number for number, name in enumerate(sorted({head.outlet for head in heads if head.outlet}))}
    outlets = np.array([names.get(head.outlet, -1) for head in heads], dtype=np.int64)
    entries = sort_entries(terms, rows, counts, days)
    if len(heads) >= REFERENCE:  # then a term of one article alone counts neither for its vector nor for its length
        entries = shared_entries(entries)
    weights = _weigh(entries, len(heads), background)
    shape = len(heads), max(1, len(entries.distinct))
    matrix = scipy.sparse.csr_matrix((weights, (entries.rows, entries.columns)), shape=shape)
    matrix.eliminate_zeros()
    return Articles([head.article_id for head in heads], days, outlets, _weigh_within(matrix, settings))
