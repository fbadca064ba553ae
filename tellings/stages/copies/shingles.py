"""shingles: Article, Block, Mark -> Shingle. A sample of each article's runs of words, to find copies by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tellings.model import Article, Block, Mark, Shingle
from tellings.stage import Settings, Stage
from tellings.stages.copies.told import Told, told_words
from tellings.text.shingles import Ints, hash_runs

Sampled = tuple[
    Ints, Ints, NDArray[np.bool_]
]  # of each run: hash, number of its first word, whether all of it is quoted


@dataclass(frozen=True)
class ShingleSettings(Settings):
    """Which runs of words are kept."""

    size: int = 5  # words: shorter runs repeat by chance, longer ones do not outlive light edits
    sample: int = 4  # one hash in so many is kept, the same ones in every article: a quarter of the table


def sample_runs(told: Told, settings: ShingleSettings) -> Sampled:
    """The sampled runs of told words: hash (63 bits), number of the first word, whether all of it is quoted."""
    runs = hash_runs(told.words.hashes, settings.size)
    kept = np.flatnonzero(runs % np.uint64(settings.sample) == 0)
    speech = np.concatenate(([0], np.cumsum(told.quoted)))
    quoted = speech[kept + settings.size] - speech[kept] == settings.size if len(kept) else np.zeros(0, dtype=bool)
    return (runs[kept] >> np.uint64(1)).astype(np.int64), kept, quoted


def find_shingles(
    article: Article, blocks: Sequence[Block] = (), marks: Sequence[Mark] = (), settings: ShingleSettings | None = None
) -> list[Shingle]:
    """The sampled runs of one article's told words.

    >>> article = Article.from_text("The night ferry ran aground off the pier.")
    >>> [shingle.position for shingle in find_shingles(article, settings=ShingleSettings(size=3, sample=1))]
    [0, 1, 2, 3, 4, 5]
    """
    columns = sample_runs(told_words(article, blocks, marks), settings or ShingleSettings())
    return [Shingle(article.article_id, *row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def run(
    settings: ShingleSettings, articles: Sequence[Article], blocks: Sequence[Block], marks: Sequence[Mark]
) -> Iterator[Shingle]:
    """The stage's function: the rows of one article."""
    for article in articles:
        yield from find_shingles(article, blocks, marks, settings)


STAGE = Stage(
    name="shingles",
    version=1,
    reads=(Article, Block, Mark),
    writes=(Shingle,),
    by="article_id",
    run=run,
    settings=ShingleSettings(),
)
