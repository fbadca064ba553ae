"""Word vectors: a folder of news in, the table of which words keep like company that ships with a language out.

    python -m eval.word_vectors --data ../shared/data

Reads stories/allsides_37k but for the articles that the scored sets hold; keeps counts, no text. Words that few
articles hold, and words mostly written with a capital letter (names), are left out. Counts within a window become
positive pointwise mutual information, of which a truncated singular value decomposition keeps the main directions
(Levy, Goldberg and Dagan 2015: context counts smoothed by the power .75, singular values by the power .5).
"""

import argparse
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.linalg import svds

from eval.background import SCORED
from eval.stories import read_rows
from tellings.language import load
from tellings.text.stems import stem

LEAST_ARTICLES = 60  # articles that must hold a stem: rarer ones have too few neighbours to be placed by
CAPITALS = 0.5  # share of a word's uses within sentences from which it is a name
WINDOW = 5  # words of matter on each side
SIZE = 64  # directions kept
SMOOTHING = 0.75
POWER = 0.5
TOKEN = re.compile(r"[.!?\n]|[A-Za-z]+(?:['’-][A-Za-z]+)*")
CHUNK = 2_000  # articles counted at once


def read_tokens(data: Path) -> Iterator[list[str]]:
    """Words and ends of sentences of each article."""
    scored = {row["doc_id"] for name in SCORED for row in read_rows(data / "stories" / name)}
    for row in read_rows(data / "stories" / "allsides_37k.jsonl.zst"):
        if row["doc_id"] not in scored:
            yield TOKEN.findall(row["text"])


def find_vocabulary(data: Path) -> dict[str, str]:
    """Word in small letters -> its stem, of the words that are kept."""
    stops = frozenset(load("stopwords", "en")["function"].split())
    articles: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for tokens in read_tokens(data):
        articles.update({token.lower() for token in tokens})
        inner = [after for before, after in pairwise(tokens) if before not in ".!?\n"]
        for token in inner:
            (small if token.islower() else capital)[token.lower()] += 1
    kept: dict[str, str] = {}
    held: Counter[str] = Counter()
    for word, count in articles.items():
        common = small[word] >= CAPITALS * (small[word] + capital[word]) and small[word] > 0
        if count >= 5 and len(word) > 2 and common and word not in stops:
            kept[word] = stem(word)
            held[kept[word]] += count
    return {word: form for word, form in kept.items() if held[form] >= LEAST_ARTICLES}


def count_neighbours(data: Path, number: dict[str, int]) -> csr_matrix:
    """How often two stems stand within the window, both ways; `number` has the row of each word."""
    size = max(number.values()) + 1
    total = csr_matrix((size, size), dtype=np.int64)
    gap = [-1] * WINDOW
    chunk: list[int] = []
    for n, tokens in enumerate(read_tokens(data), 1):
        chunk += [number[word] for token in tokens if (word := token.lower()) in number]
        chunk += gap
        if n % CHUNK == 0:
            total = total + _within_window(np.array(chunk), size)
            chunk = []
    return total + _within_window(np.array(chunk or gap), size)


def _within_window(rows: np.ndarray, size: int) -> csr_matrix:
    keys = []
    for apart in range(1, WINDOW + 1):
        one, other = rows[:-apart], rows[apart:]
        good = (one >= 0) & (other >= 0) & (one != other)
        keys.append(one[good].astype(np.int64) * size + other[good])
    found, counts = np.unique(np.concatenate(keys), return_counts=True)
    half = csr_matrix((counts, (found // size, found % size)), shape=(size, size), dtype=np.int64)
    return half + half.T


def to_vectors(counts: csr_matrix) -> np.ndarray:
    """The main directions of positive pointwise mutual information, rows of length 1."""
    table = counts.tocoo()
    row = np.asarray(counts.sum(axis=1)).ravel().astype(float)
    column = np.asarray(counts.sum(axis=0)).ravel() ** SMOOTHING
    expected = row[table.row] * column[table.col] / column.sum()
    value = np.log(table.data / expected)
    good = value > 0
    ppmi = csr_matrix((value[good], (table.row[good], table.col[good])), shape=counts.shape)
    left, strength, _ = svds(ppmi, k=SIZE, v0=np.ones(counts.shape[0]))
    vectors = left * strength**POWER
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.maximum(length, 1e-12)


def write_table(path: Path, stems: list[str], vectors: np.ndarray) -> None:
    """Store stems, one a line, and vectors of length 1 in whole 127ths."""
    arrays = {
        "stems": np.frombuffer("\n".join(stems).encode(), dtype=np.uint8),
        "vectors": np.rint(127 * vectors).astype(np.int8),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w") as file:
                np.lib.format.write_array(file, array)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("tellings/language/en/word_vectors.npz"))
    given = parser.parse_args()
    words = find_vocabulary(given.data)
    stems = sorted(set(words.values()))
    row = {form: n for n, form in enumerate(stems)}
    counts = count_neighbours(given.data, {word: row[form] for word, form in words.items()})
    write_table(given.out, stems, to_vectors(counts))
    print(f"{len(stems)} stems, {counts.nnz} pairs, {given.out.stat().st_size / 1e6:.2f} MB: {given.out}")


if __name__ == "__main__":
    main()
