"""Pairs in memory: articles and their sampled runs in; the pairs to compare out, as the SELECT of `pairs` has them.

The SELECT is what runs on any engine; for articles at hand a database costs more than all the rest. A test holds the
two to the same rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from tellings.model import Article, Pair
from tellings.stages.copies.compare import name_pair
from tellings.stages.copies.pairs import PairSettings
from tellings.stages.copies.shingles import Sampled
from tellings.text.shingles import Ints

# How lasting a repeated line is: not repeated, on few days of publication, on many.
ONCE, PASSING, LASTING = 0, 1, 2
DAY = 10  # characters of a date of publication: YYYY-MM-DD


@dataclass(frozen=True, slots=True)
class _Met:
    """Shingles that two articles or more hold, a row for each article; by shingle, then article."""

    shingle: Ints  # numbered from 0
    article: Ints  # its number
    position: Ints

    def only(self, kept: NDArray[np.bool_]) -> "_Met":
        return _Met(self.shingle[kept], self.article[kept], self.position[kept])


def find_pairs(articles: Sequence[Article], sampled: Sequence[Sampled], settings: PairSettings) -> list[Pair]:
    """The pairs worth comparing.

    Args:
        articles: by article_id, none twice.
        sampled: their sampled runs (`sample_runs`).
        settings: of the stage.
    """
    met, sizes = _meet(sampled)
    if not len(met.shingle):
        return []
    held = np.bincount(met.shingle)
    common = _repeated(met, held, sizes, articles, settings)
    return _name(articles, _pair(met.only(~common), held, len(articles), settings), met.only(common))


def _meet(sampled: Sequence[Sampled]) -> tuple[_Met, Ints]:
    """The shingles that several articles hold, and how many different ones each article has."""
    lengths = [len(columns[0]) for columns in sampled]
    article = np.repeat(np.arange(len(sampled)), lengths)
    if not len(article):
        nothing: Ints = np.zeros(0, dtype=np.int64)
        return _Met(nothing, nothing, nothing), nothing
    hashes = np.concatenate([columns[0] for columns in sampled])
    order = np.argsort(hashes, kind="stable")  # so that articles and positions stay in order
    hashes, article = hashes[order], article[order]
    new_hash = _begins(hashes)
    first = new_hash | _begins(article)  # what an article repeats counts once, where it stands first
    shingle = np.cumsum(new_hash[first]) - 1
    order, article = order[first], article[first]
    several = (np.bincount(shingle) > 1)[shingle]
    position = np.concatenate([columns[1] for columns in sampled])[order[several]]
    met = _Met(np.cumsum(_begins(shingle[several])) - 1, article[several], position)
    return met, np.bincount(article, minlength=len(sampled))


def _begins(values: Ints) -> NDArray[np.bool_]:
    """Where a value differs from the one before."""
    begins = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=begins[1:])
    return begins


def _numbers(names: list[str]) -> Ints:
    """A number for each name: 0 for none."""
    known = {name: number for number, name in enumerate(sorted({"", *names}))}
    return np.array([known[name] for name in names], dtype=np.int64)


def _by_shingle(met: _Met, of_article: Ints) -> tuple[Ints, Ints]:
    """What the articles of each shingle are of, where that is known: the shingle, and how often, for each."""
    width = int(of_article.max()) + 1
    of = of_article[met.article]
    key, times = np.unique((met.shingle * width + of)[of > 0], return_counts=True)
    return key // width, times


def _repeated(
    met: _Met, held: Ints, sizes: Ints, articles: Sequence[Article], settings: PairSettings
) -> NDArray[np.bool_]:
    """Which rows are of lines that many articles repeat, in articles that have more than those lines."""
    shingle, times = _by_shingle(met, _numbers([article.outlet for article in articles]))
    most = np.zeros(len(held), dtype=np.int64)
    np.maximum.at(most, shingle, times)
    days = np.bincount(
        _by_shingle(met, _numbers([article.published[:DAY] for article in articles]))[0], minlength=len(held)
    )
    line = (held >= settings.formula) | ((most >= settings.outlet) & (2 * most > held))
    kind = np.where(line, np.where(days >= settings.days, LASTING, PASSING), ONCE)[met.shingle]
    common = np.zeros(len(kind), dtype=bool)
    for each, share in ((PASSING, settings.passing), (LASTING, settings.lasting)):
        counts = np.bincount(met.article[kind == each], minlength=len(sizes))
        common |= (kind == each) & (counts * 1000 <= sizes * share)[met.article]
    return common


def _pair(told: _Met, held: Ints, articles: int, settings: PairSettings) -> list[tuple[int, int]]:
    """Numbers of the articles that share enough of what is left, the lesser first."""
    begins = np.flatnonzero(_begins(told.shingle))
    ends = np.append(begins, len(told.shingle))[1:]
    # How many rows that follow each row meets: those of its shingle, but few where many articles hold it.
    left = np.repeat(ends, ends - begins) - np.arange(len(told.shingle)) - 1
    reach = np.minimum(left, np.where(held[told.shingle] <= settings.spread, settings.spread, settings.beside))
    found = []
    rows = np.arange(len(reach))
    for step in range(1, int(reach.max(initial=0)) + 1):
        rows = rows[reach[rows] >= step]
        found.append(told.article[rows] * articles + told.article[rows + step])
    if not found:
        return []
    key, times = np.unique(np.concatenate(found), return_counts=True)
    key = key[times >= settings.least]
    return list(zip((key // articles).tolist(), (key % articles).tolist(), strict=True))


def _name(articles: Sequence[Article], pairs: list[tuple[int, int]], common: _Met) -> list[Pair]:
    """The rows, by id of the pair."""
    order = np.lexsort((common.position, common.article))
    number, position = common.article[order], common.position[order]
    bounds = np.append(np.flatnonzero(_begins(number)), len(number))
    lines = {int(number[low]): tuple(position[low:high].tolist()) for low, high in pairwise(bounds)}

    def rows() -> Iterator[tuple[Pair, Pair]]:
        for one, two in pairs:
            first, second = articles[one].article_id, articles[two].article_id
            pair_id = name_pair(first, second)
            yield Pair(pair_id, first, lines.get(one)), Pair(pair_id, second, lines.get(two))

    return [row for pair in sorted(rows(), key=lambda pair: pair[0].pair_id) for row in pair]
