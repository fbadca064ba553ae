"""Pairs: vectors with their dates in, the pairs that are compared and how similar they are out."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import scipy.sparse

from tellings.model import Copy, Version
from tellings.stages.stories.products import dot_products, turn
from tellings.stages.stories.settings import THOUSAND, Ints, StorySettings
from tellings.stages.stories.vectors import Articles

Edges = tuple[Ints, Ints, Ints]
CHUNK = 1024  # rows multiplied at once: bounds memory; with fewer, turning what they are compared with takes longest
BLOCK = 4096  # rows that the undated are multiplied with at once: products of these stay in the processor's cache
HOLDERS = 1000  # articles: an undated one is compared with all, by terms that no more of them hold
WHOLE = frozenset({"exact", "near"})  # kinds of copies that repeat all of an article


@dataclass(frozen=True)
class Window:
    """Which articles are compared: `order` sorts the dated by day; each is compared back to `first`."""

    order: Ints  # row numbers of the dated articles, by (day, row)
    first: Ints  # for each place in `order`, the earliest place it is compared with
    undated: Ints  # row numbers; compared with all

    def comparable(self, one: list[int], other: list[int]) -> int:
        """How many pairs between two groups of places in `order` are compared (both sorted)."""
        short, long = sorted((one, other), key=len)
        total = 0
        for here in short:
            low = bisect_left(long, int(self.first[here]))
            later = bisect_right(self.first, here)
            total += max(0, bisect_left(long, int(later)) - low)
        return total


def make_window(days: Ints, settings: StorySettings) -> Window:
    """Windows that hold `reach` articles or `window` days, whichever holds more."""
    dated = np.flatnonzero(days >= 0)
    order = dated[np.lexsort((dated, days[dated]))]
    by_day = np.searchsorted(days[order], days[order] - settings.window)
    by_reach = np.maximum(np.arange(len(order)) - settings.reach, 0)
    return Window(order, np.minimum(by_day, by_reach), np.flatnonzero(days < 0))


def similar_pairs(articles: Articles, window: Window, settings: StorySettings) -> Edges:
    """Pairs within the window with their similarity, each once."""
    found: list[Edges] = []
    ordered = articles.vectors[window.order]
    for begin in range(0, len(window.order), CHUNK):
        end = min(begin + CHUNK, len(window.order))
        low = int(window.first[begin])
        here, there, similarity = dot_products(ordered[begin:end], turn(ordered[low:end]), settings.floor)
        here, there = here + begin, there + low
        keep = (there < here) & (there >= window.first[here])
        found.append((window.order[here[keep]], window.order[there[keep]], similarity[keep]))
    telling = _without_common(articles.vectors, HOLDERS) if len(window.undated) else articles.vectors
    for low in range(0, len(articles.ids) * bool(len(window.undated)), BLOCK):
        block = turn(telling[low : low + BLOCK])
        for begin in range(0, len(window.undated), CHUNK):
            rows = window.undated[begin : begin + CHUNK]
            here, other, similarity = dot_products(telling[rows], block, settings.floor)
            here, other = rows[here], other + low
            keep = (articles.days[other] >= 0) | (other < here)
            found.append((here[keep], other[keep], similarity[keep]))
    one, other, similarity = _joined(found)
    return one, other, similarity * outlet_share(articles.outlets, one, other, settings) // THOUSAND


def outlet_share(outlets: Ints, one: Ints, other: Ints, settings: StorySettings) -> Ints:
    """Per thousand of the similarity of each pair that counts: less where both are of one outlet.

    An outlet seldom tells an event twice, and house style and furniture make its articles alike. Where most of a
    collection is of one outlet, that two articles are of it says nothing.
    """
    known = outlets[outlets >= 0]
    sizes = np.bincount(known)
    by_chance = int(THOUSAND * (sizes * sizes).sum() // max(1, len(known) ** 2))
    share = THOUSAND - (THOUSAND - settings.one_outlet) * (THOUSAND - by_chance) // THOUSAND
    return np.where((outlets[one] == outlets[other]) & (outlets[one] >= 0), share, THOUSAND)


def _without_common(vectors: scipy.sparse.csr_matrix, most: int) -> scipy.sparse.csr_matrix:
    """The vectors without terms of more than `most` articles: what an undated one costs must not grow with the rest."""
    if vectors.shape[0] <= most:
        return vectors
    common = np.bincount(vectors.indices, minlength=vectors.shape[1]) > most
    rare = vectors.copy()
    rare.data[common[vectors.indices]] = 0
    rare.eliminate_zeros()
    return rare


def _joined(edges: list[Edges]) -> Edges:
    empty = np.empty(0, np.int64)
    one, other, similarity = (np.concatenate([part[k] for part in edges] or [empty]) for k in range(3))
    return one, other, similarity


def tied_pairs(
    articles: Articles, copies: Iterable[Copy], versions: Iterable[Version], settings: StorySettings
) -> dict[tuple[int, int], tuple[int, int]]:
    """(least similarity, added similarity) of pairs of rows that copies, versions or long shared quotations tie."""
    row = {article_id: number for number, article_id in enumerate(articles.ids)}
    ties: dict[tuple[int, int], tuple[int, int]] = {}
    for copy in copies:
        one, other = sorted((row.get(copy.article_id, -1), row.get(copy.other_id, -1)))
        if one < 0 or one == other:
            continue
        least, added = ties.get((one, other), (0, 0))
        same = articles.outlets[one] >= 0 and articles.outlets[one] == articles.outlets[other]
        prose = settings.prose_words
        long = {"quotation": settings.quoted_words, "prose": prose, "excerpt": prose}.get(copy.passage, 1 << 30)
        if copy.kind in WHOLE:
            least = settings.copied
        elif copy.words >= long and not same:
            days = articles.days[one], articles.days[other]
            if min(days) < 0 or abs(int(days[0] - days[1])) <= settings.quoted_days:
                added = settings.quoted
        ties[one, other] = least, added
    for version in versions:
        one, other = sorted((row.get(version.article_id, -1), row.get(version.version_of, -1)))
        if one >= 0 and one != other:
            ties[one, other] = settings.copied, ties.get((one, other), (0, 0))[1]
    return ties


def tie(edges: Edges, ties: Mapping[tuple[int, int], tuple[int, int]]) -> Edges:
    """Similar pairs, with what copies, versions and quotations make of them."""
    one, other, similarity = edges
    if not ties:
        return edges
    size = int(max(one.max(initial=0), other.max(initial=0), *(high for _, high in ties))) + 1
    keys = np.minimum(one, other) * size + np.maximum(one, other)
    order = np.argsort(keys)
    listed = sorted(ties.items())
    wanted = np.array([low * size + high for (low, high), _ in listed], dtype=np.int64)
    at = np.searchsorted(keys[order], wanted)
    found = [
        int(order[place]) if place < len(order) and keys[order[place]] == key else -1
        for place, key in zip(at.tolist(), wanted.tolist(), strict=True)
    ]
    similarity = similarity.copy()
    new: list[tuple[int, int, int]] = []
    for place, ((low, high), (least, added)) in zip(found, listed, strict=True):
        tied = max(least, (int(similarity[place]) if place >= 0 else 0) + added)
        if place >= 0:
            similarity[place] = tied
        elif tied > 0:
            new.append((low, high, tied))
    more = np.array(new, dtype=np.int64).reshape(-1, 3)
    return (
        np.concatenate((one, more[:, 0])),
        np.concatenate((other, more[:, 1])),
        np.concatenate((similarity, more[:, 2])),
    )
