"""Collation: texts in, an alignment table of their words out, the same for any order of the texts.

Witnesses with the same words are aligned once. The others join a growing table one by one, those first that share most
with what is there, each by a weighted longest common subsequence in which a pair of words weighs more when its
neighbours agree too; what stands elsewhere in a witness (transposed) is found among the words left over. Then each
witness is taken out and aligned anew with the table of all others. After progressive alignment with iterative
refinement (Barton & Sternberg 1987) and the alignment table of collation software (Dekker & Middell 2011).
"""

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import add

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Indel

from tellings.text.pairing import RUN as RUN  # noqa: PLC0414 - others count by it too
from tellings.text.pairing import Flags, Levels, match
from tellings.text.reading_order import reading_order
from tellings.text.spelling import function_forms, normal_form
from tellings.text.words import Span, find_words

# A witness as it is aligned: the form of each word, and whether it begins a sentence or piece.
Words = tuple[tuple[str, bool], ...]

BREAK = re.compile(r"(?<!\.)\.(?!\.)|[!?;:\n\r\u2028\u2029]")

# Letters that two forms must share to be taken for slips of one another (remove/removed 92, form/from 75).
SIMILARITY = 75
# Beyond this many different words, similarity of spelling is not looked for: the table of pairs would take seconds.
VOCABULARY = 3000
# Cells of the largest table that is filled in (100 MB); longer texts are aligned by what is unique in both.
CELLS = 25_000_000
# Words of a run that must be unique on both sides to be an anchor.
ANCHOR = 5
# Distinct witnesses up to which every one is aligned anew: two passes for few, one for many.
TWO_PASSES, ONE_PASS = 20, 100


@dataclass
class Token:
    """A word of a text, or words that another text writes as one."""

    start: int
    end: int
    form: str
    opens: bool = False  # begins a sentence or a piece: what is before it says nothing of where it belongs


@dataclass
class Column:
    """Words that stand in one place: token number by witness."""

    tokens: dict[int, int] = field(default_factory=dict)
    forms: dict[int, int] = field(default_factory=dict)  # how many words have a form
    opening: int = 0  # how many begin a sentence

    @property
    def opens(self) -> bool:
        """Whether a sentence begins here for at least as many witnesses as it does not."""
        return self.opening * 2 >= len(self.tokens)


def tokenize(texts: Sequence[str]) -> list[list[Token]]:
    """Words of each text; "well being" is one where another text has "well-being", "do not" where one has "don't"."""
    split = [_split(text) for text in texts]
    singles = {token.form for tokens in split for token in tokens if len(token.form) > 3}
    return [_merge(text, tokens, singles) for text, tokens in zip(texts, split, strict=True)]


def _split(text: str) -> list[Token]:
    tokens: list[Token] = []
    for start, end in find_words(text):
        between = text[tokens[-1].end : start] if tokens else "."
        opens = between != " " and BREAK.search(between) is not None
        tokens.append(Token(start, end, normal_form(text[start:end]), opens))
    return tokens


def _merge(text: str, tokens: list[Token], singles: set[str]) -> list[Token]:
    forms = [token.form for token in tokens]
    threes = map("".join, zip(forms, forms[1:], forms[2:], strict=False))
    if singles.isdisjoint(map(add, forms, forms[1:])) and singles.isdisjoint(threes):
        return tokens
    merged: list[Token] = []
    at = 0
    while at < len(tokens):
        for size in (3, 2):
            group = tokens[at : at + size]
            if len(group) == size and _is_one(text, group, singles):
                merged.append(Token(group[0].start, group[-1].end, "".join(t.form for t in group), group[0].opens))
                at += size
                break
        else:
            merged.append(tokens[at])
            at += 1
    return merged


def _is_one(text: str, group: list[Token], singles: set[str]) -> bool:
    if "".join(t.form for t in group) not in singles:
        return False
    if any(text[a.end : b.start].strip(" \u00a0\u202f-‐‑") for a, b in pairwise(group)):
        return False
    return not all(t.form.isdecimal() for t in group) or all(t.end - t.start == 3 for t in group[1:])


class Collation:
    """The growing table: columns in order, each with the words of the witnesses placed so far."""

    def __init__(self, witnesses: list[Words]) -> None:
        vocabulary = sorted({form for words in witnesses for form, _ in words})
        ids = {form: n for n, form in enumerate(vocabulary)}
        functions = function_forms()
        self.words = [np.array([ids[form] for form, _ in words], dtype=np.int64) for words in witnesses]
        self.opens = [np.array([opens for _, opens in words], dtype=bool) for words in witnesses]
        self.content = np.array([form not in functions for form in vocabulary], dtype=bool)
        self.similar = _similar(vocabulary)
        self.columns: list[Column] = []

    def place(self, witness: int) -> None:
        """Align a witness with the table and enter its words."""
        words = self.words[witness]
        placed: dict[int, int] = {}
        if len(words) * len(self.columns) > CELLS:
            main = [max(column.forms, key=lambda form: (column.forms[form], -form)) for column in self.columns]
            placed = match_anchors(words.tolist(), main)
        elif self.columns and len(words):
            starts = np.array([column.opens for column in self.columns], dtype=bool)
            placed = match(*self._levels(words), starts, self.content[words], self.opens[witness])
        self._enter(witness, placed)

    def remove(self, witness: int) -> None:
        """Take a witness out of the table; columns that only it had go with it."""
        for column in self.columns:
            token = column.tokens.pop(witness, None)
            if token is not None:
                form = int(self.words[witness][token])
                column.forms[form] -= 1
                if not column.forms[form]:
                    del column.forms[form]
                column.opening -= bool(self.opens[witness][token])
        self.columns = [column for column in self.columns if column.tokens]

    def _levels(self, words: npt.NDArray[np.int64]) -> tuple[Levels, Flags]:
        """How well each word fits each column (2 the same form, 1 similar, 0 not), and which columns hold content."""
        sizes = [len(column.forms) for column in self.columns]
        forms = np.array([form for column in self.columns for form in sorted(column.forms)], dtype=np.int64)
        starts = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64)
        level = (words[:, None] == forms[None, :]).astype(np.int8) * np.int8(2)
        if self.similar is not None:
            np.maximum(level, self.similar[words[:, None], forms[None, :]], out=level)
        content = np.logical_or.reduceat(self.content[forms], starts)
        if len(forms) > len(self.columns):
            level = np.maximum.reduceat(level, starts, axis=1)
        return level, content

    def ordered(self) -> list[Column]:
        """The columns in the order in which most witnesses read them."""
        position: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for number, column in enumerate(self.columns):
            for witness, token in column.tokens.items():
                position[witness].append((token, number))
        paths = [[number for _, number in sorted(position[witness])] for witness in sorted(position)]
        return [self.columns[number] for number in reading_order(paths, [column.opens for column in self.columns])]

    def _enter(self, witness: int, placed: dict[int, int]) -> None:
        """Put the words of a witness into their columns; words without one get new columns after the word before."""
        fresh: dict[int, list[Column]] = defaultdict(list)  # by the column they follow
        opens = self.opens[witness]
        begins = opens.tolist()
        after = -1
        for token, form in enumerate(self.words[witness].tolist()):
            if token in placed:
                after = placed[token]
                column = self.columns[after]
            else:
                column = Column()
                if begins[token] or token == 0:
                    after = self._find_room(after, token, placed, opens)
                fresh[after].append(column)
            column.tokens[witness] = token
            column.forms[form] = column.forms.get(form, 0) + 1
            column.opening += begins[token]
        if fresh:
            grown = list(fresh.get(-1, ()))
            for number, column in enumerate(self.columns):
                grown.append(column)
                grown.extend(fresh.get(number, ()))
            self.columns = grown

    def _find_room(self, after: int, token: int, placed: dict[int, int], opens: Flags) -> int:
        """The column after which a sentence is put whose first word has no column.

        A sentence that goes on in words placed stands before them; any other where sentences meet: after the one of
        the word before, or before that of the first word placed.
        """
        following = token + 1
        while following < len(opens) and following not in placed:
            following += 1
        if following < len(opens) and not opens[token + 1 : following + 1].any():
            return placed[following] - 1
        if after < 0 and following < len(opens):
            after = placed[following] - 1
            while after >= 0 and not self.columns[after + 1].opens:
                after -= 1
            return after
        while after + 1 < len(self.columns) and not self.columns[after + 1].opens:
            after += 1
        return after


def _similar(vocabulary: list[str]) -> Levels | None:
    """1 where two different forms look like one word misspelt or inflected."""
    if len(vocabulary) > VOCABULARY:
        return None
    scores = process.cdist(vocabulary, vocabulary, scorer=Indel.normalized_similarity, score_cutoff=SIMILARITY / 100)
    letters = np.array([len(form) > 3 and not form.isdecimal() for form in vocabulary], dtype=bool)
    near = (np.asarray(scores) > 0) & letters[:, None] & letters[None, :]
    np.fill_diagonal(near, val=False)
    table: Levels = near.astype(np.int8)
    return table


def match_anchors(words: Sequence[int], columns: Sequence[int]) -> dict[int, int]:
    """Column of each word of a very long witness, by runs of words unique on both sides (as in patience diff)."""
    grams: list[dict[tuple[int, ...], int]] = [{}, {}]
    for places, sequence in zip(grams, (words, columns), strict=True):
        for n in range(len(sequence) - ANCHOR + 1):
            gram = tuple(sequence[n : n + ANCHOR])
            places[gram] = -1 if gram in places else n
    pairs = sorted((n, grams[1][gram]) for gram, n in grams[0].items() if n >= 0 and grams[1].get(gram, -1) >= 0)
    placed: dict[int, int] = {}
    for i, j in _rising(pairs):
        for step in range(ANCHOR):
            placed[i + step] = j + step
    taken = set(placed.values())
    for start, column in sorted(placed.items()):
        i, j = start, column
        while i + 1 < len(words) and j + 1 < len(columns) and i + 1 not in placed and j + 1 not in taken:
            if words[i + 1] != columns[j + 1]:
                break
            i, j = i + 1, j + 1
            placed[i] = j
            taken.add(j)
    return placed


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest series of pairs that rises on both sides."""
    tails: list[int] = []  # last column of the best series of each length
    ends: list[int] = []  # number of the pair there
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        length = bisect_left(tails, j)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [j]
        ends[length : length + 1] = [number]
    series = []
    at = ends[-1] if ends else -1
    while at >= 0:
        series.append(pairs[at])
        at = before[at]
    return series[::-1]


def _guide(witnesses: list[Words], counts: list[int]) -> list[int]:
    """The order in which witnesses join: first the one that shares most, then always the one that fits best."""
    forms = [[form for form, _ in words] for words in witnesses]
    grams = [set(pairwise(found)) or {(form, "") for form in found} for found in forms]
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, found in enumerate(grams):
        for gram in found:
            holders[gram].append(number)
    shared = [sum(len(holders[gram]) - 1 for gram in found) for found in grams]
    fit = [0] * len(witnesses)
    left = set(range(len(witnesses)))
    seen: set[tuple[str, str]] = set()
    order = []
    while left:
        chosen = min(left, key=lambda n: (-fit[n], -shared[n], -len(witnesses[n]), -counts[n], n))
        left.discard(chosen)
        order.append(chosen)
        for gram in grams[chosen] - seen:
            for holder in holders[gram]:
                fit[holder] += 1
        seen |= grams[chosen]
    return order


def align_words(witnesses: Sequence[Words]) -> list[dict[int, int]]:
    """Alignment table of sequences of word forms: for each column, token number by witness."""
    counts = Counter(witnesses)
    distinct = sorted(counts)
    if len(distinct) == 1:
        return [dict.fromkeys(range(len(witnesses)), token) for token in range(len(distinct[0]))]
    table = Collation(distinct)
    order = _guide(distinct, [counts[words] for words in distinct])
    for witness in order:
        table.place(witness)
    passes = 2 if len(order) <= TWO_PASSES else 1 if len(order) <= ONE_PASS else 0
    for _ in range(passes if len(order) > 2 else 0):
        before = [dict(column.tokens) for column in table.columns]
        for witness in order:
            table.remove(witness)
            table.place(witness)
        if before == [column.tokens for column in table.columns]:
            break
    number = {words: n for n, words in enumerate(distinct)}
    of = [number[words] for words in witnesses]
    return [
        {n: column.tokens[witness] for n, witness in enumerate(of) if witness in column.tokens}
        for column in table.ordered()
    ]


def align_tokens(tokens: Sequence[Sequence[Token]]) -> list[dict[int, int]]:
    """Alignment table of tokenized texts: for each column, token number by text."""
    return align_words([tuple((token.form, token.opens) for token in found) for found in tokens])


def align(texts: Sequence[str]) -> list[tuple[Span | None, ...]]:
    """Alignment table of several texts: one tuple a column, in it for each text the span of its word there, or None.

    Words are compared without case, punctuation and spelling; words that another text writes as one share a span.
    A text may be a fragment, and may have its parts in another order: its spans then do not rise from column to
    column. The columns do not depend on the order of the texts.

    >>> texts = ["We will re-open & rebuild.", "We will reopen and rebuild", "will never reopen"]
    >>> for column in align(texts):
    ...     print([text[slice(*span)] if span else None for text, span in zip(texts, column)])
    ['We', 'We', None]
    ['will', 'will', 'will']
    [None, None, 'never']
    ['re-open', 'reopen', 'reopen']
    ['&', 'and', None]
    ['rebuild', 'rebuild', None]
    """
    tokens = tokenize(texts)
    table = align_tokens(tokens)
    return [
        tuple(
            (tokens[n][column[n]].start, tokens[n][column[n]].end) if n in column else None for n in range(len(texts))
        )
        for column in table
    ]
