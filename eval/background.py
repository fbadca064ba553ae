"""Background: a folder of news in, the table of document frequencies that ships with a language out.

    python -m eval.background --data ../shared/data

Reads stories/allsides_37k but for the articles that the scored sets hold; keeps counts, no text. Terms found in too
few articles are left out: they weigh almost what an unknown term weighs, and they are most of the table.
"""

import argparse
import zipfile
from pathlib import Path

import numpy as np

from eval.story_sets import read_rows
from tellings.text.terms import PAIR, Part, count_terms, step_frequencies

LEAST_WORD = 3  # articles that must hold a word for it to be listed
LEAST_PAIR = 5  # the same for a pair: at 3 the table doubles
SCORED = ("allsides_dev.jsonl.zst", "triples_dev.jsonl.gz")


def document_frequencies(data: Path) -> tuple[int, np.ndarray, np.ndarray]:
    """Number of articles, terms, and in how many articles each stands."""
    scored = {row["doc_id"] for name in SCORED for row in read_rows(data / "stories" / name)}
    seen: list[np.ndarray] = []
    documents = 0
    for row in read_rows(data / "stories" / "allsides_37k.jsonl.zst"):
        if row["doc_id"] not in scored:
            documents += 1
            seen.append(count_terms([Part(row["title"]), Part(row["text"])]).terms)
    terms, frequencies = np.unique(np.concatenate(seen), return_counts=True)
    keep = frequencies >= np.where(terms < PAIR, LEAST_WORD, LEAST_PAIR)
    return documents, terms[keep], frequencies[keep]


def write_table(path: Path, documents: int, terms: np.ndarray, frequencies: np.ndarray) -> None:
    """Store the table small: differences of ascending terms, frequencies in 256 steps."""
    steps = step_frequencies()
    above = np.searchsorted(steps, frequencies)
    below = np.maximum(above - 1, 0)
    nearest = np.where(frequencies - steps[below] < steps[above] - frequencies, below, above).astype(np.uint8)
    arrays = {
        "documents": np.array(documents),
        "steps": np.diff(terms, prepend=np.uint32(0)).astype("<u4"),
        "frequencies": nearest,
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            with archive.open(zipfile.ZipInfo(f"{name}.npy"), "w") as file:
                np.lib.format.write_array(file, array)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("tellings/language/en/background.npz"))
    given = parser.parse_args()
    documents, terms, frequencies = document_frequencies(given.data)
    write_table(given.out, documents, terms, frequencies)
    print(f"{documents} articles, {len(terms)} terms, {given.out.stat().st_size / 1e6:.2f} MB: {given.out}")


if __name__ == "__main__":
    main()
