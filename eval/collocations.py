"""Collocations: a folder of news in, the table of how often pairs of words are known by the words' frequencies out.

    python -m eval.collocations --data ../shared/data

Reads stories/allsides_37k but for the articles that the scored sets hold; keeps counts, no text. A pair counts as known
where five articles besides the one that is read have it, since only pairs of five articles are in the background.
"""

import argparse
from pathlib import Path

import numpy as np

from eval.background import LEAST_PAIR, SCORED
from eval.stories import read_rows
from tellings.text.collocations import LEAST, STEPS, neighbours, step
from tellings.text.terms import hash_words, load_background, pair_terms, word_terms

HEAD = """# How many of a thousand neighbouring words are known as a pair to the background (five articles have it),
# by the number of background articles that hold the first word (rows) and the second (columns), from {least} on, each
# step twice the one before. Made by eval/collocations.py: counts, no text.
"""
EVERY = 3  # one article in so many is read: a million pairs are enough


def count_known(data: Path) -> np.ndarray:
    """Known pairs per thousand, by row and column."""
    scored = {row["doc_id"] for name in SCORED for row in read_rows(data / "stories" / name)}
    known, seen = np.zeros((STEPS, STEPS), np.int64), np.zeros((STEPS, STEPS), np.int64)
    background = load_background("en")
    for number, row in enumerate(read_rows(data / "stories" / "allsides_37k.jsonl.zst")):
        if row["doc_id"] in scored or number % EVERY:
            continue
        pairs = neighbours(row["text"], [(0, len(row["text"]))], "en")
        left, right = (hash_words((pair[side] for pair in pairs), "en") for side in (2, 3))
        ones, twos = (background.frequency(word_terms(side)) for side in (left, right))
        met = background.frequency(pair_terms(left, right)) > LEAST_PAIR
        for one, two, is_known in zip(ones.tolist(), twos.tolist(), met.tolist(), strict=True):
            if one >= LEAST and two >= LEAST:
                seen[step(one), step(two)] += 1
                known[step(one), step(two)] += is_known
    return np.rint(1000 * (known + 0.5) / (seen + 1)).astype(np.int64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--out", type=Path, default=Path("tellings/language/en/collocations.toml"))
    given = parser.parse_args()
    rows = count_known(given.data).tolist()
    lines = "".join(f"    [{', '.join(map(str, row))}],\n" for row in rows)
    given.out.write_text(HEAD.format(least=LEAST) + f"known = [\n{lines}]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
