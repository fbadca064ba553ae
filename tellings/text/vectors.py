"""Word vectors: stems in; whole numbers that place them by the company they keep, of language data, out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from tellings.language import DEFAULT

SAME = 127**2  # the product of a vector with itself, but for what rounding leaves


@dataclass(frozen=True)
class Vectors:
    """Vectors of a language's words, which eval/word_vectors.py makes."""

    row: Mapping[str, int]  # of each stem; the last row of `table` is that of all others, and zero
    # Directions in whole 127ths: products of rows add up exactly in single precision, in any order, so that all
    # machines agree.
    table: NDArray[np.float32]

    def of(self, forms: Sequence[str]) -> NDArray[np.float32]:
        """The vectors of some stems, a row each; zero for one that is not known."""
        return self.table[self.numbers(forms)]

    def numbers(self, forms: Sequence[str]) -> NDArray[np.int64]:
        """The rows of some stems in `table`; its last row for one that is not known."""
        last = len(self.row)
        return np.array([self.row.get(form, last) for form in forms], np.int64)


@cache
def load_vectors(language: str = DEFAULT) -> Vectors:
    """The vectors of a language's words; none (all stems unknown) where no table is shipped.

    >>> vessel, ship, tax = load_vectors("en").of(["vessel", "ship", "tax"])
    >>> bool(vessel @ ship > vessel @ tax)
    True
    """
    path = files("tellings.language") / language / "word_vectors.npz"
    if not path.is_file():
        return Vectors({}, np.zeros((1, 1), np.float32))
    with path.open("rb") as file, np.load(file) as stored:
        stems = stored["stems"].tobytes().decode().split("\n")
        table = np.vstack([stored["vectors"], np.zeros((1, stored["vectors"].shape[1]), np.int8)])
    return Vectors({form: number for number, form in enumerate(stems)}, table.astype(np.float32))
