"""Sets of words as tables of numbers: the words of each assertion in; what pairs of assertions share out."""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Numbers = NDArray[np.int32]


class Codes:
    """The values of some rows, numbered; a table of their numbers, -1 where a row has no more."""

    def __init__(self, rows: Sequence[Collection[Hashable]]) -> None:
        flat: list[Any] = [*chain.from_iterable(rows)]
        self.values = list(dict.fromkeys(flat))
        number = dict(zip(self.values, range(len(self.values)), strict=True))
        self.sizes = np.array([*map(len, rows)], np.int64)
        width = max(1, int(self.sizes.max(initial=0)))
        self.table = np.full((len(rows), width), -1, np.int32)
        self.table[np.arange(width) < self.sizes[:, None]] = [*map(number.__getitem__, flat)]

    def weights(self, rows: Iterable[Mapping[str, int]]) -> Ints:
        """The weight of each value by number; a value weighs the same in all rows."""
        weight = {form: bits for row in rows for form, bits in row.items()}
        return np.array([weight[value] for value in self.values], np.int64)

    def of(self, row: int) -> set[Any]:
        """The values of a row."""
        return {self.values[code] for code in self.table[row] if code >= 0}

    def cut(self, rows: Ints) -> Numbers:
        """The numbers of some rows, a column for each row: numpy runs fast along pairs, not along words."""
        width = max(1, int(self.sizes[rows].max(initial=0)))
        return np.ascontiguousarray(self.table[rows, :width].T)

    def shared(self, one: Ints, other: Ints, weight: Ints | None = None) -> Ints:
        """Of pairs of rows, none of which holds a value twice: how many values both have, or what these weigh."""
        found = np.zeros(len(one), np.int64)
        some = np.flatnonzero((self.sizes[one] > 0) & (self.sizes[other] > 0))
        if len(some):
            a, b = self.cut(one[some]), self.cut(other[some])
            b[b < 0] = -2  # what fills up one side is not what fills up the other
            held = (a[:, None, :] == b[None, :, :]).any(axis=1)
            found[some] = held.sum(axis=0) if weight is None else (np.append(weight, 0)[a] * held).sum(axis=0)
        return found
