"""Claims: assertions of a story in; groups of those that assert the same, and of those on one matter, out.

Pairs are found by the rarer words they share (an inverted index: cost follows the number of assertions), weighed by
a logistic regression whose weights are a file, and joined by average linkage, the best pair first.
"""

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix

from tellings.language import load
from tellings.stage import Settings
from tellings.stages.claims.codes import Codes
from tellings.stages.claims.likeness import FEATURES, Unit, measure

Edges = dict[tuple[int, int], int]


@dataclass(frozen=True)
class ClaimSettings(Settings):
    """What decides whether two wordings assert the same."""

    language: str = "en"
    # Log odds, in thousandths, from which two assertions are one claim: the best F1 in cross-validation over the
    # stories of train; at 0, precision rises by .05 and recall falls by .1.
    same: int = -600
    # ... and from which they are about one matter: looser, since it is for finding what differs.
    matter: int = -500
    # Log odds, in thousandths, from which two claims that share two assertions are one: the rest of them is near.
    kin: int = -1500
    # A word that more assertions of a story hold than this leads to no pair: it would make pairs of all with all.
    common: int = 400
    # Pairs an assertion is compared in at most; the rest shares less of its weight.
    near: int = 24
    # Share of the weight of the lighter one (per cent) that a pair must have in common to be looked at.
    least: int = 8
    # Log odds, in thousandths, of two assertions that share too little to be looked at.
    strangers: int = -4000
    # Told words below which an article is a stub: it omits nothing, since it tells nothing.
    stub: int = 80
    # Claims of one telling alone that are kept, at most, of each telling: the gold shows two.
    alone: int = 5


@dataclass(frozen=True)
class Weights:
    """A logistic regression over the figures of `Likeness`."""

    bias: float
    of: tuple[float, ...]

    @classmethod
    def load(cls, name: str, language: str) -> "Weights":
        """The table `name` of language/.../claim_weights.toml."""
        table: Mapping[str, float] = load("claim_weights", language)[name]
        return cls(table["bias"], tuple(table.get(feature, 0.0) for feature in FEATURES))

    def odds(self, rows: NDArray[np.float64]) -> list[int]:
        """Log odds, in thousandths, of rows of figures; added up column by column, so that all machines agree."""
        total = np.full(len(rows), self.bias)
        for column, weight in enumerate(self.of):
            total += weight * rows[:, column]
        found: list[int] = np.rint(1000 * total).astype(np.int64).tolist()
        return found


def find_pairs(units: Sequence[Unit], settings: ClaimSettings) -> list[tuple[int, int]]:
    """Pairs of assertions that share enough, by number, in order; found without looking at all with all."""
    stems = Codes([unit.content.stems for unit in units])
    row = np.repeat(np.arange(len(units)), stems.sizes)
    code = stems.table[stems.table >= 0]
    weight = np.array([*chain.from_iterable(unit.content.stems.values() for unit in units)], np.int64)
    holders = np.bincount(code, minlength=len(stems.values))[code]
    leading = (holders > 1) & (holders <= settings.common)
    if not leading.any():
        return []
    columns, shape = code[leading], (len(units), len(stems.values))
    begins = np.searchsorted(row[leading], np.arange(len(units) + 1))
    weighed = csr_matrix((weight[leading], columns, begins), shape)
    held = csr_matrix((np.ones(len(columns), np.int64), columns, begins), shape)
    return _nearest((weighed @ held.T).tocoo(), [unit.content.total for unit in units], settings)


def _nearest(shared: coo_matrix, totals: Sequence[int], settings: ClaimSettings) -> list[tuple[int, int]]:
    """For each assertion those it shares most with, as pairs in order; the rarer share decides, then the order."""
    size, total = len(totals), np.array(totals, np.int64)
    one, other, weight = shared.row.astype(np.int64), shared.col.astype(np.int64), shared.data
    keep = (one != other) & (100 * weight >= settings.least * np.minimum(total[one], total[other]))
    one, other, weight = one[keep], other[keep], weight[keep]
    share = 1000 * weight // np.maximum(1, np.maximum(total[one], total[other]))
    # One key for all three orders: sorting plain numbers is several times faster than by several columns.
    key = np.sort((one * 1001 + 1000 - share) * size + other)
    one, other = key // (1001 * size), key % size
    near = np.arange(len(one)) - np.searchsorted(one, one) < settings.near
    one, other = one[near], other[near]
    pairs = np.unique(np.minimum(one, other) * size + np.maximum(one, other))
    return list(zip((pairs // size).tolist(), (pairs % size).tolist(), strict=True))


def cluster(size: int, edges: Edges, enough: int, strangers: int) -> list[int]:
    """Average linkage: the group of each of `size` items, as the number of its first.

    Args:
        size: number of items.
        edges: score of pairs (i < j); a pair without one scores `strangers`.
        enough: two groups join when the mean score of their pairs is above this.
        strangers: score of a pair that has none; below `enough`.
    """
    members = {i: [i] for i in range(size)}
    links: dict[int, dict[int, tuple[int, int]]] = {i: {} for i in range(size)}
    for (i, j), score in edges.items():
        links[i][j] = links[j][i] = (score, 1)

    def mean(link: tuple[int, int], pairs: int) -> int:
        return (link[0] + strangers * (pairs - link[1])) // pairs

    queue = [(-score, i, j) for (i, j), score in edges.items() if score > enough]
    heapq.heapify(queue)
    while queue:
        score, i, j = heapq.heappop(queue)
        if i not in members or j not in members:
            continue
        own = links[i]
        if -score != mean(own[j], len(members[i]) * len(members[j])):
            continue
        for k, (other, count) in links.pop(j).items():
            del links[k][j]
            if k != i:
                known, number = own.get(k, (0, 0))
                own[k] = links[k][i] = (known + other, number + count)
        members[i] += members.pop(j)
        grown = len(members[i])
        for k, link in own.items():
            if (now := mean(link, grown * len(members[k]))) > enough:
                heapq.heappush(queue, (-now, min(i, k), max(i, k)))
    return _groups(size, members)


def _groups(size: int, members: Mapping[int, Sequence[int]]) -> list[int]:
    found = [0] * size
    for group in members.values():
        for i in group:
            found[i] = min(group)
    return found


@dataclass(frozen=True)
class Aligned:
    """Assertions by what they assert, and by the matter they are about; by number, each group in order."""

    claims: tuple[tuple[int, ...], ...]  # an assertion that could not be cut may be of several
    matters: tuple[tuple[int, ...], ...]  # none in two; each holds its claims whole, save what is of several
    matter_of: tuple[int, ...]  # the number of the matter of each claim


def align_claims(units: Sequence[Unit], settings: ClaimSettings | None = None) -> Aligned:
    """What asserts the same, and what is about one matter, among the assertions of a story."""
    settings = settings or ClaimSettings()
    pairs = find_pairs(units, settings)
    rows = measure(units, pairs, settings.language)
    weights = Weights.load("claim", settings.language), Weights.load("matter", settings.language)
    same, near = (dict(zip(pairs, w.odds(rows), strict=True)) for w in weights)
    claims = cluster(len(units), same, settings.same, settings.strangers)
    matters = cluster(len(units), near, settings.matter, settings.strangers)
    groups, whole = by_group(claims), by_group(_joined(claims, matters))
    matter_of = {i: number for number, group in enumerate(whole) for i in group}
    attached = attach(groups, same, settings)
    return Aligned(
        tuple(tuple(group) for group in attached if group),
        tuple(map(tuple, whole)),
        tuple(matter_of[first[0]] for first, group in zip(groups, attached, strict=True) if group),
    )


def attach(groups: Sequence[Sequence[int]], edges: Edges, settings: ClaimSettings) -> list[list[int]]:
    """Groups with those members of other groups that belong to them as well: a long sentence asserts several things.

    Pairs are looked at from the best on; where two groups are still apart, the member that fits the other group
    better, by its mean score over that group, is added to it. A group that went into another is left empty.
    """
    found = [list(group) for group in groups]
    of: dict[int, set[int]] = {i: {number} for number, group in enumerate(groups) for i in group}

    def mean(i: int, number: int) -> int:
        scores = [edges.get((min(i, j), max(i, j)), settings.strangers) for j in found[number]]
        return sum(scores) // len(scores)

    for _, i, j in sorted((-score, i, j) for (i, j), score in edges.items() if score > settings.same):
        if of[i] & of[j]:
            continue
        options = [(mean(one, number), -number, one) for one, other in ((i, j), (j, i)) for number in of[other]]
        best, number, one = max(options)
        if best > settings.same:
            found[-number].append(one)
            of[one].add(-number)
    _merge_kin(found, of, edges, settings)
    return [sorted(group) for group in found]


def _merge_kin(groups: list[list[int]], of: Mapping[int, set[int]], edges: Edges, settings: ClaimSettings) -> None:
    """Put groups that share two members, and are near in the rest, into the first of them; the other is left empty."""
    shared = Counter(pair for numbers in of.values() for pair in combinations(sorted(numbers), 2))
    for (one, other), count in sorted(shared.items()):
        a, b = set(groups[one]), set(groups[other])
        if count < 2 or not b:
            continue
        cross = [edges.get((min(i, j), max(i, j)), settings.strangers) for i in sorted(a - b) for j in sorted(b - a)]
        if not cross or sum(cross) > settings.kin * len(cross):
            groups[one], groups[other] = sorted(a | b), []


def _joined(claims: Sequence[int], matters: Sequence[int]) -> list[int]:
    """Two partitions as one: what either holds together is together."""
    lead = list(range(len(claims)))

    def root(i: int) -> int:
        while lead[i] != i:
            lead[i] = lead[lead[i]]
            i = lead[i]
        return i

    for groups in (claims, matters):
        for i, group in enumerate(groups):
            a, b = sorted((root(i), root(group)))
            lead[b] = a
    return [root(i) for i in range(len(claims))]


def by_group(groups: Sequence[int]) -> list[list[int]]:
    """The members of each group, in order of the first."""
    found: dict[int, list[int]] = {}
    for i, group in enumerate(groups):
        found.setdefault(group, []).append(i)
    return list(found.values())
