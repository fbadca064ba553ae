"""What an article itself tells: the article, its blocks and marks in, its words out, speech told apart."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tellings.model import TOLD, Article, Block, Mark
from tellings.text.shingles import Words, hash_words, within_spans

# "Photo 3 of 24" ends what is said of a picture: no full stop, and the line ends or the next picture begins.
COUNTER = re.compile(r"\b(\d{1,3}) (?:of|/) (\d{1,3})(?=[^\S\n]*(?:\n|$))")


@dataclass(frozen=True, slots=True)
class Told:
    """The words of an article that belong to its telling."""

    words: Words
    quoted: NDArray[np.bool_]  # within a quotation, a post or a turn
    caption: NDArray[np.bool_]  # of a gallery's pictures

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
    quoted = within_spans(words, [(mark.start, mark.end) for mark in marks])
    return Told(words, quoted, within_spans(words, _galleries(article.text)))


def _galleries(text: str) -> list[tuple[int, int]]:
    r"""The lines of picture galleries: those that count their pictures.

    >>> _galleries("The ferry sank.\nThe pier at noon Photo 1 of 2 The bow Photo 2 of 2\nAll were saved, 60 of 60.")
    [(16, 66)]
    """
    lines = (
        (text.rfind("\n", 0, found.start()) + 1, found.end())
        for found in COUNTER.finditer(text)
        if int(found[1]) <= int(found[2])
    )
    return sorted(set(lines))
