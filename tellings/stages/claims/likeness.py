"""How alike two assertions are: their contents in, figures that the alignment weighs out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tellings.model import Assertion
from tellings.stages.claims.content import Content


@dataclass(frozen=True, slots=True)
class Unit:
    """An assertion with what it is compared by."""

    row: Assertion
    content: Content
    sentence: Content  # of the whole sentence
    statements: frozenset[str]  # parts of statements that its words witness


class Likeness(NamedTuple):
    """What two assertions have in common; shares and flags from 0 to 1, weights as log(1 + bits)."""

    share: float  # of the weight of the lighter one, what the other has too
    shared: float  # weight in common
    missing_small: float  # weight of the lighter one that the other lacks
    missing_large: float  # weight of the heavier one that the other lacks
    context: float  # share of the lighter of the two sentences that the other has too
    run: float  # longest run of words in common, of the shorter one's words
    names: float  # of the names of the one with fewer, those that the other has
    numbers: float  # a number in common
    numbers_apart: float  # both have numbers, none in common
    number_alone: float  # one has a number, the other none
    counted: float  # the same number of the same thing
    counted_apart: float  # other numbers of the same thing
    days: float  # a day or a time of day in common
    opposed: float  # where one is negated and the other not: the more, the more they are word for word the same
    statement: float  # both witness one part of a statement
    voice: float  # one voice speaks
    voices_apart: float  # two voices speak
    quoted_alone: float  # one is of a quotation, the other the outlet's own words


FEATURES = Likeness._fields


def compare(one: Unit, other: Unit) -> Likeness:
    """What two assertions have in common."""
    a, b = one.content, other.content
    weight = _common(a, b)
    low, high = min(a.total, b.total), max(a.total, b.total)
    run = _longest_run(a.order, b.order) / max(1, min(len(a.order), len(b.order)))
    voices = one.row.voice_id, other.row.voice_id
    things = a.counted.keys() & b.counted.keys() if a.counted and b.counted else ()
    number = bool(a.numbers & b.numbers)
    return Likeness(
        share=weight / max(1, low),
        shared=_bits(weight),
        missing_small=_bits(low - weight),
        missing_large=_bits(high - weight),
        context=_common(one.sentence, other.sentence) / max(1, min(one.sentence.total, other.sentence.total)),
        run=run,
        names=len(a.names & b.names) / max(1, min(len(a.names), len(b.names))),
        numbers=float(number),
        numbers_apart=float(bool(a.numbers) and bool(b.numbers) and not number),
        number_alone=float(bool(a.numbers) != bool(b.numbers)),
        counted=float(bool(things) and any(a.counted[thing] & b.counted[thing] for thing in things)),
        counted_apart=float(bool(things) and any(not a.counted[thing] & b.counted[thing] for thing in things)),
        days=float(bool(a.days & b.days)),
        opposed=run**2 * _bits(weight) * (one.row.negated != other.row.negated),
        statement=float(bool(one.statements & other.statements)),
        voice=float(bool(voices[0]) and voices[0] == voices[1]),
        voices_apart=float(all(voices) and voices[0] != voices[1]),
        quoted_alone=float(bool(one.row.quotation_id) != bool(other.row.quotation_id)),
    )


def _common(a: Content, b: Content) -> int:
    """Weight of the words that both have."""
    few = a.stems if len(a.stems) <= len(b.stems) else b.stems
    return sum([few[form] for form in a.stems.keys() & b.stems.keys()])


def _bits(weight: int) -> float:
    return math.log1p(weight / 1000)


def _longest_run(some: Sequence[str], others: Sequence[str]) -> int:
    """Length of the longest run of words that both have, one after the other."""
    both = set(some).intersection(others)
    if not both:
        return 0
    places = [(j, word) for j, word in enumerate(others) if word in both]
    best = 0
    before: dict[int, int] = {}  # length of the run that ends at a place of `others` and at the word before
    for word in some:
        now = {j: before.get(j - 1, 0) + 1 for j, other in places if other == word} if word in both else {}
        if now:
            best = max(best, *now.values())
        before = now
    return best
