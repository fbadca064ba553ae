"""How alike assertions are: the assertions of a story and pairs of them in, figures that the alignment weighs out.

All pairs at once: words are numbered, and the words of a pair are held against one another as a table.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from tellings.model import Assertion
from tellings.stages.claims.codes import Codes, Ints, Numbers
from tellings.stages.claims.content import Content
from tellings.stages.claims.nearness import Nearness
from tellings.text.vectors import SAME, load_vectors

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Pair = tuple[int, int]

CELLS = 500_000  # of the tables that are held at once: some megabytes, and little that only fills up


@dataclass(frozen=True, slots=True)
class Unit:
    """An assertion with what it is compared by."""

    row: Assertion
    content: Content
    sentence: Content  # of the whole sentence
    statements: frozenset[str]  # parts of statements that its words witness


@dataclass(frozen=True, slots=True)
class Likeness:
    """What pairs of assertions have in common; shares and flags from 0 to 1, weights as log(1 + bits)."""

    share: Floats  # of the weight of the lighter one, what the other has too
    shared: Floats  # weight in common
    missing_small: Floats  # weight of the lighter one that the other lacks
    missing_large: Floats  # weight of the heavier one that the other lacks
    akin_small: Floats  # as share, where a word of like company counts by its cosine
    akin_large: Floats  # the same of the heavier one
    centre: Floats  # cosine of the weighed sums of the vectors of their words
    context: Floats  # share of the lighter of the two sentences that the other has too
    run: Floats  # longest run of words in common, of the shorter one's words
    names: Floats  # of the names of the one with fewer, those that the other has
    numbers: Floats  # a number in common
    numbers_apart: Floats  # both have numbers, none in common
    number_alone: Floats  # one has a number, the other none
    counted: Floats  # the same number of the same thing
    counted_apart: Floats  # other numbers of the same thing
    days: Floats  # a day or a time of day in common
    opposed: Floats  # where one is negated and the other not: the more, the more they are word for word the same
    statement: Floats  # both witness one part of a statement
    voice: Floats  # one voice speaks
    voices_apart: Floats  # two voices speak
    quoted_alone: Floats  # one is of a quotation, the other the outlet's own words


FEATURES = tuple(field.name for field in fields(Likeness))


def measure(units: Sequence[Unit], pairs: Sequence[Pair], language: str = "en") -> Floats:
    """The figures of `Likeness` for pairs of assertions by number: a row for each pair, a column for each figure."""
    found = np.zeros((len(pairs), len(FEATURES)))
    if pairs:
        table = _Table(units, language)
        one, other = np.array(pairs, np.int64).T
        words = table.words(one, other)
        for rows in table.batches(one, other):
            likeness = table.compare(one[rows], other[rows], words[:, rows])
            for column, name in enumerate(FEATURES):
                found[rows, column] = getattr(likeness, name)
    return found


class _Table:
    """The assertions of a story as numbers."""

    def __init__(self, units: Sequence[Unit], language: str) -> None:
        self.stems = Codes([u.content.stems for u in units])
        self.weight = np.append(self.stems.weights([u.content.stems for u in units]), 0)  # the last is of no word
        self.total = np.array([u.content.total for u in units], np.int64)
        self.sentences = Codes([u.sentence.stems for u in units])
        self.sentence_weight = self.sentences.weights([u.sentence.stems for u in units])
        self.sentence_total = np.array([u.sentence.total for u in units], np.int64)
        self.order = Codes([u.content.order for u in units])
        self.names = Codes([u.content.names for u in units])
        self.numbers = Codes([u.content.numbers for u in units])
        self.things = Codes([u.content.counted.keys() for u in units])
        self.counts = Codes([[(t, n) for t, own in u.content.counted.items() for n in own] for u in units])
        self.days = Codes([u.content.days for u in units])
        self.statements = Codes([u.statements for u in units])
        self.voices = Codes([[u.row.voice_id] if u.row.voice_id else [] for u in units])
        self.negated = np.array([u.row.negated for u in units])
        self.quoted = np.array([bool(u.row.quotation_id) for u in units])
        self.nearness = Nearness(self.stems, language)
        self.vectors = load_vectors(language).of([*self.stems.values, ""])
        self.centre = self._centres()

    def _centres(self) -> Ints:
        """Directions of the weighed sums of vectors, in thousandths."""
        held = self.stems.table >= 0
        row, words = np.nonzero(held)[0], self.stems.table[held]
        total = np.zeros((len(held), self.vectors.shape[1]), np.int64)
        weighed = self.vectors[words].astype(np.int64) * self.weight[words][:, None]  # whole: adds up in any order
        if len(row):
            rows, begins = np.unique(row, return_index=True)
            total[rows] = np.add.reduceat(weighed, begins, axis=0)
        length = np.sqrt((total**2).sum(axis=1).astype(np.float64))
        found: Ints = np.rint(1000 * total / np.maximum(length, 1.0)[:, None]).astype(np.int64)
        return found

    def batches(self, one: Ints, other: Ints) -> Iterator[Ints]:
        """The numbers of pairs, those of like length together, so many at once that their tables stay small."""
        size = np.maximum(self.sentences.sizes, self.order.sizes)
        most = np.maximum(size[one], size[other])
        order = np.argsort(most, kind="stable")
        at = 0
        while at < len(order):
            end = len(order)
            while end > at + 1 and (end - at) * int(most[order[end - 1]]) ** 2 > CELLS:
                end = at + max(1, min((end - at) // 2, end - at - 1))
            yield order[at:end]
            at = end

    def words(self, one: Ints, other: Ints) -> Ints:
        """Of pairs: the weight in common; the weight of the lighter and of the heavier, by the nearest of the other."""
        small, large = _by_weight(one, other, self.total)
        both = self.nearness.weigh(np.append(small, large), np.append(large, small), self.weight)
        (same, _), (akin_small, akin_large) = (np.split(found, 2) for found in both)
        return np.stack([same, akin_small, akin_large])

    def compare(self, one: Ints, other: Ints, words: Ints) -> Likeness:
        """What pairs have in common; `words` as the method of this name finds."""
        small, large = _by_weight(one, other, self.total)
        weight, akin_small, akin_large = words
        low, high = self.total[small], self.total[large]
        shorter = np.minimum(self.order.sizes[one], self.order.sizes[other])
        run = self._longest_runs(one, other) / np.maximum(1, shorter)
        numbers = self.numbers.shared(one, other) > 0
        some, more = self.numbers.sizes[one] > 0, self.numbers.sizes[other] > 0
        things, counts = self.things.shared(one, other), self.counts.shared(one, other)
        few_names = np.minimum(self.names.sizes[one], self.names.sizes[other])
        voiced = (self.voices.sizes[one] > 0) & (self.voices.sizes[other] > 0)
        voice = self.voices.shared(one, other) > 0
        shared = _bits(weight)
        return Likeness(
            share=weight / np.maximum(1, low),
            shared=shared,
            missing_small=_bits(low - weight),
            missing_large=_bits(high - weight),
            akin_small=akin_small / np.maximum(1, SAME * low),
            akin_large=akin_large / np.maximum(1, SAME * high),
            centre=(self.centre[one] * self.centre[other]).sum(axis=1) / 1e6,
            context=self._contexts(one, other),
            run=run,
            names=self.names.shared(one, other) / np.maximum(1, few_names),
            numbers=_flag(numbers),
            numbers_apart=_flag(some & more & ~numbers),
            number_alone=_flag(some != more),
            counted=_flag(counts > 0),
            counted_apart=_flag(self._counted_apart(one, other, things, counts)),
            days=_flag(self.days.shared(one, other) > 0),
            opposed=run**2 * shared * (self.negated[one] != self.negated[other]),
            statement=_flag(self.statements.shared(one, other) > 0),
            voice=_flag(voice),
            voices_apart=_flag(voiced & ~voice),
            quoted_alone=_flag(self.quoted[one] != self.quoted[other]),
        )

    def _contexts(self, one: Ints, other: Ints) -> Floats:
        """Of pairs: the share of the lighter sentence that the other has too."""
        weight = self.sentences.shared(one, other, self.sentence_weight)
        least = np.minimum(self.sentence_total[one], self.sentence_total[other])
        found: Floats = weight / np.maximum(1, least)
        return found

    def _counted_apart(self, one: Ints, other: Ints, things: Ints, counts: Ints) -> Flags:
        """Of pairs: whether they count one thing and for some such thing have no number in common."""
        apart: Flags = things > counts  # fewer pairs of thing and number than things in common: one thing has none
        for at in np.flatnonzero((things > 0) & (counts >= things)):
            i, j = int(one[at]), int(other[at])
            mine, theirs = self.counts.of(i), self.counts.of(j)
            met = {thing for thing, _ in mine & theirs}
            apart[at] = bool(({thing for thing, _ in mine} & {thing for thing, _ in theirs}) - met)
        return apart

    def _longest_runs(self, one: Ints, other: Ints) -> Ints:
        """Of pairs: the length of the longest run of words that both have, one after the other."""
        return longest_runs(self.order.cut(one), self.order.cut(other))


def longest_runs(some: Numbers, others: Numbers) -> Ints:
    """Length of the longest run in common of pairs of columns of codes; -1 fills a column up.

    >>> longest_runs(np.array([[1], [2], [3], [-1]]), np.array([[7], [2], [3], [1]])).tolist()
    [2]
    """
    others = np.where(others < 0, -2, others)  # what fills up one side is not what fills up the other
    best = np.zeros(some.shape[1], np.int16)
    run = np.zeros((len(others) + 1, some.shape[1]), np.int16)  # of the run that ends at a word of `others`, from 1 on
    for words in some:
        now = run[:-1] + 1
        now *= words == others
        run[1:] = now
        np.maximum(best, now.max(axis=0), out=best)
    return best.astype(np.int64)


def _by_weight(one: Ints, other: Ints, total: Ints) -> tuple[Ints, Ints]:
    """The lighter and the heavier of pairs."""
    light = total[one] <= total[other]
    return np.where(light, one, other), np.where(light, other, one)


def _bits(weights: Ints) -> Floats:
    """Weights in thousandths as log(1 + bits)."""
    return np.array([math.log1p(weight / 1000) for weight in weights.tolist()])


def _flag(flags: Flags) -> Floats:
    return flags.astype(np.float64)
