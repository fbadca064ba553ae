"""What an article itself tells: the article, its blocks and marks in, its words out, speech told apart."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tellings.model import TOLD, Article, Block, Mark
from tellings.text.shingles import Words, hash_words, within_spans


@dataclass(frozen=True, slots=True)
class Told:
    """The words of an article that belong to its telling."""

    words: Words
    quoted: NDArray[np.bool_]  # within a quotation, a post or a turn

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Characters from the word numbered `start` to the one before `end`."""
        return int(self.words.starts[start]), int(self.words.ends[end - 1])


def told_words(article: Article, blocks: Sequence[Block] = (), marks: Sequence[Mark] = ()) -> Told:
    """The words of the blocks that are told; of the whole text where no block is known.

    >>> blocks = [Block("", 0, 10, "body", ""), Block("", 11, 16, "ui", "")]
    >>> len(told_words(Article.from_text("Rain fell. Share"), blocks).words)
    2
    """
    words = hash_words(article.text)
    if blocks:
        words = words.only(within_spans(words, [(block.start, block.end) for block in blocks if block.kind in TOLD]))
    return Told(words, within_spans(words, [(mark.start, mark.end) for mark in marks]))
