"""Reading order: the columns of each witness in, one order of all columns out.

Where a witness reads backwards, stretches that no witness reads in one go may move: each comes when the fewest
witnesses have others before it.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from tellings.text.words import Span

Matrix = npt.NDArray[np.int32]

# Segments up to which columns are put in order by what witnesses never read in one go (a table of votes of 16 MB).
SEGMENTS = 2000


def reading_order(paths: list[list[int]], opens: Sequence[bool]) -> list[int]:
    """Columns in the order in which most witnesses read them.

    Args:
        paths: the columns of each witness, as it reads them.
        opens: for each column, whether a sentence begins there.

    >>> reading_order([[2, 3], [0, 1], [3, 0]], [True] * 4)
    [2, 3, 0, 1]
    """
    edges = {edge for path in paths for edge in _joins(path)}
    if not edges:
        return list(range(len(opens)))
    joined = {b for path in paths for a, b in pairwise(path) if b == a + 1 and not opens[b]}
    breaks = set(range(1, len(opens))) - joined
    if len(breaks) <= SEGMENTS:
        edges |= breaks
    segments = list(pairwise(sorted(edges | {0, len(opens)})))
    ranked = _rank(_votes(paths, segments))
    return [column for number in ranked for column in range(*segments[number])]


def _joins(path: list[int]) -> set[int]:
    """Where a witness jumps back, lands, and jumps over what it has elsewhere: the edges of transposed stretches."""
    used = sorted(path)
    edges = set()
    for a, b in pairwise(path):
        if b < a or bisect_left(used, b) > bisect_left(used, a) + 1:
            edges.update({a + 1, b})
    return edges


def _votes(paths: list[list[int]], segments: list[Span]) -> Matrix:
    """How many witnesses read one segment before another."""
    of = [number for number, (low, high) in enumerate(segments) for _ in range(low, high)]
    votes = np.zeros((len(segments), len(segments)), dtype=np.int32)
    for path in paths:
        seen = np.array(list(dict.fromkeys(of[number] for number in path)))
        votes[np.ix_(seen, seen)] += np.triu(np.ones((len(seen), len(seen)), dtype=np.int32), 1)
    return votes


def _rank(votes: Matrix) -> list[int]:
    """Segments so that each comes when the fewest votes are left for others before it; of equals the first."""
    margin = np.maximum(0, votes - votes.T)
    against = margin.sum(axis=0)
    left = np.ones(len(votes), dtype=bool)
    ranked = []
    for _ in range(len(votes)):
        chosen = int(np.argmin(np.where(left, against, np.iinfo(np.int32).max)))
        left[chosen] = False
        ranked.append(chosen)
        against = against - margin[chosen]
    return ranked
