"""Pairing: how well words fit columns in, the column of each word that has one out.

A weighted longest common subsequence in which a pair weighs more when its neighbours agree too; then what is more than
chance of it, and what stands elsewhere (transposed) among the words left over.
"""

from collections import defaultdict
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Matrix = npt.NDArray[np.int32]
Levels = npt.NDArray[np.int8]
Flags = npt.NDArray[np.bool_]

# Weights of a pair of words. Only their order matters: content over function words, agreement over similarity,
# a neighbouring agreement over a lonely one, and any agreement over a mere stand-in.
CONTENT, FUNCTION, SIMILAR, NEAR, FAR, STAND_IN = 12, 5, 7, 6, 2, 1
# A lonely run of pairs must hold so many agreeing words to be believed.
RUN = 3
# Agreeing words in a row by which two sentences are one however much else differs; "we do not do that" is five.
ROW = 6
# Words of a run that stands in another place, at least (one of them with content): fewer come together by chance.
MOVED = 4


def match(level: Levels, columns: Flags, starts: Flags, words: Flags, opens: Flags) -> dict[int, int]:
    """Column of each word of a witness that has one.

    Args:
        level: how well each word fits each column.
        columns: which columns hold content.
        starts: at which columns a sentence begins.
        words: which words hold content.
        opens: at which words a sentence begins.
    """
    if not level.any():
        return {}
    weights = _weigh(level, columns, words, opens)
    path = _best_path(weights)
    agreed = level > 0
    own, other = _Sentences(opens, words), _Sentences(starts, columns)
    path = _same_sentences(_flanked(path, agreed), agreed, own, other)
    placed = dict(_believed(path, agreed, words, own.number))
    for _ in range(8):
        rows = [n for n in range(level.shape[0]) if n not in placed]
        taken = set(placed.values())
        free = [n for n in range(level.shape[1]) if n not in taken]
        if len(rows) < MOVED or len(free) < MOVED or not (agreed[np.ix_(rows, free)].any(axis=1).sum() >= MOVED):
            break
        left = np.where(agreed, weights, 0)[np.ix_(rows, free)]
        found = [(rows[i], free[j]) for i, j in _best_path(left)]
        run = _longest_moved([_same_sentences(run, agreed, own, other, MOVED) for run in _moved(found)], level, words)
        if not run:
            break
        placed.update(_filled(run, taken, placed))
    return placed


def _filled(run: list[tuple[int, int]], taken: set[int], placed: dict[int, int]) -> list[tuple[int, int]]:
    """A moved run with the words that stand in for one another inside it."""
    full = run[:1]
    for (i, j), (following, there) in pairwise(run):
        between = [(i + n, j + n) for n in range(1, following - i)]
        if following - i == there - j and not any(a in placed or b in taken for a, b in between):
            full += between
        full.append((following, there))
    return full


def _weigh(level: Levels, columns: Flags, words: Flags, opens: Flags) -> Matrix:
    """Weight of pairing each word with each column; 0 forbids it."""
    height, width = level.shape
    agreed = np.zeros((height + 4, width + 4), dtype=np.int32)
    agreed[2:-2, 2:-2] = level > 0

    sentence = np.cumsum(opens)

    def shifted(down: int, right: int) -> Matrix:
        """Agreement of neighbours, of those in the same sentence."""
        there = np.clip(np.arange(height) + down, 0, height - 1)
        same = (sentence[there] == sentence).astype(np.int32)
        moved: Matrix = agreed[2 + down : 2 + down + height, 2 + right : 2 + right + width] * same[:, None]
        return moved

    near = shifted(-1, -1) + shifted(1, 1)
    diagonal = shifted(-2, -2) + shifted(2, 2)
    far = diagonal + shifted(-1, -2) + shifted(-2, -1) + shifted(1, 2) + shifted(2, 1)
    own = np.where(level == 2, np.where(words, CONTENT, FUNCTION)[:, None], SIMILAR)
    weights = own + NEAR * near + FAR * far
    lonely = (level == 2) & ~words[:, None] & (near + far == 0) & (height > 2)
    alike = words[:, None] == columns[None, :]
    stand_in = np.where((near + diagonal > 0), STAND_IN + alike, 0)
    result: Matrix = np.where(level > 0, np.where(lonely, 0, weights), stand_in).astype(np.int32)
    return result


def _best_path(weights: Matrix) -> list[tuple[int, int]]:
    """Pairs of the heaviest common subsequence, in order."""
    height, width = weights.shape
    best = np.zeros((height + 1, width + 1), dtype=np.int32)
    row = np.empty(width, dtype=np.int32)
    for i in range(height):
        np.add(best[i, :-1], weights[i], out=row)
        np.maximum(row, best[i, 1:], out=row)
        np.maximum.accumulate(row, out=best[i + 1, 1:])
    pairs = []
    i, j = height, width
    while i and j:
        here = best[i, j]
        if here == best[i - 1, j]:
            i -= 1
        elif here == best[i, j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    pairs.reverse()
    return pairs


def _flanked(path: list[tuple[int, int]], agreed: Flags) -> list[tuple[int, int]]:
    """The path without stand-ins that do not lie between two agreeing words close by (or at both ends of both)."""
    height, width = agreed.shape
    kept: list[tuple[int, int]] = []
    waiting: list[tuple[int, int]] = []
    last = (-1, -1)
    for pair in [*path, (height, width)]:
        if pair[0] < height and not agreed[pair]:
            waiting.append(pair)
            continue
        if max(pair[0] - last[0], pair[1] - last[1]) <= 4:
            kept.extend(waiting)
        waiting, last = [], pair
        if pair[0] < height:
            kept.append(pair)
    return kept if any(agreed[pair] for pair in kept) else []


def _same_sentences(
    path: list[tuple[int, int]], agreed: Flags, one: "_Sentences", other: "_Sentences", least: int = ROW
) -> list[tuple[int, int]]:
    """The path without pairs of sentences that are not one: half of the shorter would agree, or `least` in a row."""
    pairs: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
    for i, j in path:
        pairs[int(one.number[i]), int(other.number[j])].append((i, j))
    kept: list[tuple[int, int]] = []
    for (first, second), found in pairs.items():
        sure = [(i, j) for i, j in found if agreed[i, j]]
        shared = sum(one.weight[i] for i, _ in sure)
        if shared * 2 >= min(one.size[first], other.size[second]) or _longest_row(sure) >= least:
            kept.extend(found)
    return sorted(kept)


class _Sentences:
    """Sentences of a witness or of the table, by word or column; words of content weigh twice."""

    def __init__(self, opens: Flags, content: Flags) -> None:
        self.number: npt.NDArray[np.int64] = np.cumsum(opens, dtype=np.int64)
        self.weight = 1 + content.astype(np.int64)
        self.size = np.bincount(self.number, weights=self.weight)


def _longest_row(sure: list[tuple[int, int]]) -> int:
    """How many pairs follow each other on both sides at most."""
    best = row = 0
    for n, (i, j) in enumerate(sure):
        row = row + 1 if n and (i, j) == (sure[n - 1][0] + 1, sure[n - 1][1] + 1) else 1
        best = max(best, row)
    return best


def _believed(
    path: list[tuple[int, int]], agreed: Flags, words: Flags, sentence: npt.NDArray[np.int64]
) -> list[tuple[int, int]]:
    """The runs of a path that are more than chance: enough agreeing words, one with content, or all there is."""
    kept: list[tuple[int, int]] = []
    for run in _runs(path, sentence):
        sure = [(i, j) for i, j in run if agreed[i, j]]
        alone = len(sure) * 2 > len(words)
        if alone or (len(sure) >= RUN and _is_one_wording(sure, words)):
            kept.extend(run)
    return kept


def _is_one_wording(sure: list[tuple[int, int]], words: Flags) -> bool:
    """Whether agreeing words are one wording: three in a row, one with content, or four, two with content.

    "has ... a man" in two sentences of a speaker is chance; a misquoted sentence keeps more.
    """
    row = best = 0
    for n, (i, j) in enumerate(sure):
        joined = n and (i, j) == (sure[n - 1][0] + 1, sure[n - 1][1] + 1)
        row = row + 1 if joined else 1
        if any(words[i - back] for back in range(row)):
            best = max(best, row)
    content = sum(bool(words[i]) for i, _ in sure)
    dense = len(sure) * 3 >= sure[-1][0] - sure[0][0] + 1
    return dense and (best >= RUN or (content >= 2 and len(sure) >= RUN + 1))


def _runs(path: list[tuple[int, int]], sentence: npt.NDArray[np.int64]) -> list[list[tuple[int, int]]]:
    """Stretches of a path: one ends where both sides leave out words, or before a sentence that stands elsewhere."""
    runs: list[list[tuple[int, int]]] = []
    for i, j in path:
        if runs:
            down, right = i - runs[-1][-1][0], j - runs[-1][-1][1]
            apart = sentence[i] != sentence[runs[-1][-1][0]] and right > 3
            if min(down, right) <= 3 and not apart:
                runs[-1].append((i, j))
                continue
        runs.append([(i, j)])
    return runs


def _moved(found: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Runs of words that follow one another on both sides, but for a few."""
    runs: list[list[tuple[int, int]]] = []
    for i, j in found:
        if runs and 0 < i - runs[-1][-1][0] <= 3 and 0 < j - runs[-1][-1][1] <= 4:
            runs[-1].append((i, j))
        else:
            runs.append([(i, j)])
    return runs


def _longest_moved(runs: list[list[tuple[int, int]]], level: Levels, words: Flags) -> list[tuple[int, int]]:
    """The longest of some runs that is long enough to be believed."""
    good = [
        run for run in runs
        if sum(int(level[i, j] == 2) for i, j in run) >= MOVED and any(words[i] for i, _ in run)
    ]  # fmt: skip
    return max(good, key=lambda run: (len(run), -run[0][0]), default=[])
