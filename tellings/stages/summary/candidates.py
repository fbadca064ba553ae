"""Candidates: articles with their blocks in, the sentences that a summary may take and their terms out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from tellings.model import Article, Block
from tellings.text.sentences import find_sentences
from tellings.text.terms import Hashes, hash_sentences


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of one telling."""

    telling: int  # number of the telling within the story, from 0
    place: int  # sentences of the telling before it
    start: int
    end: int
    words: int


def find_candidates(
    article: Article, blocks: Sequence[Block], telling: int, most: int, language: str
) -> list[Candidate]:
    """The first sentences of an article's body, `most` of them; without blocks all of its text is body."""
    body = sorted((b.start, b.end) for b in blocks if b.kind == "body") if blocks else [(0, len(article.text))]
    found: list[Candidate] = []
    for low, high in body:
        for start, end in find_sentences(article.text, low, high, language):
            found.append(Candidate(telling, len(found), start, end, len(article.text[start:end].split())))
            if len(found) >= most:
                return found
    return found


@dataclass(frozen=True, slots=True)
class TermTable:
    """Which sentence holds which term."""

    terms: Hashes  # ascending
    held: "csr_matrix"  # sentences x terms, 1 where held; 64-bit integers, so that sums are exact

    def columns(self, sentence: int) -> NDArray[np.intp]:
        """Columns of the terms of one sentence."""
        columns: NDArray[np.intp] = self.held.indices[self.held.indptr[sentence] : self.held.indptr[sentence + 1]]
        return columns

    def place(self, terms: Hashes) -> NDArray[np.intp]:
        """Columns of those of some terms that the table has."""
        return np.flatnonzero(np.isin(self.terms, terms))


def term_table(sentences: Sequence[str], language: str) -> TermTable:
    """The words and pairs of words of some sentences, stopwords left out.

    >>> term_table(["The mill burned.", "A mill burned down."], "en").held.toarray().sum(axis=0).tolist()
    [2, 2, 2]
    """
    every, rows = hash_sentences(sentences, language)
    terms, columns = np.unique(every, return_inverse=True)
    ends = np.searchsorted(rows, np.arange(len(sentences) + 1))
    ones = np.ones(len(every), np.int64)
    return TermTable(terms, csr_matrix((ones, columns, ends), shape=(len(sentences), len(terms))))
