"""Candidates: articles with their blocks in, the sentences that a summary may take and their terms out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from tellings.model import Article, Block
from tellings.text.sentences import find_sentences
from tellings.text.terms import Hashes, Part, count_terms


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

    def place(self, terms: Hashes) -> NDArray[np.intp]:
        """Columns of those of some terms that the table has."""
        return np.flatnonzero(np.isin(self.terms, terms))


def term_table(sentences: Sequence[str], language: str) -> TermTable:
    """The words and pairs of words of some sentences, stopwords left out.

    >>> term_table(["The mill burned.", "A mill burned down."], "en").held.toarray().sum(axis=0).tolist()
    [2, 2, 2]
    """
    found = [count_terms([Part(sentence)], language).terms for sentence in sentences]
    sizes = np.array([0, *(len(terms) for terms in found)])
    every = np.concatenate(found) if found else np.empty(0, np.uint32)
    terms, columns = np.unique(every, return_inverse=True)
    ones = np.ones(len(every), np.int64)
    return TermTable(terms, csr_matrix((ones, columns, np.cumsum(sizes)), shape=(len(found), len(terms))))
