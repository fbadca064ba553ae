"""How alike two assertions are: their contents in, figures that the alignment weighs out."""

import itertools
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields

from tellings.model import Assertion
from tellings.stages.claims.content import Content


@dataclass(frozen=True, slots=True)
class Unit:
    """An assertion with what it is compared by."""

    row: Assertion
    content: Content
    sentence: Content  # of the whole sentence
    statements: frozenset[str]  # parts of statements that its words witness
    title: bool


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two assertions have in common; shares and flags from 0 to 1."""

    share: float  # of the weight of the lighter one, what the other has too
    share_large: float  # of the weight of the heavier one
    shared: float  # weight in common, in tens of bits, at most 10
    context: float  # share of the lighter of the two sentences
    run: float  # longest run of words in common, of the shorter one's words
    pairs: float  # neighbouring words in common, of the shorter one's
    names: float  # of the names of the one with fewer, those that the other has
    names_apart: float  # both have names, none in common
    numbers: float  # a number in common
    numbers_apart: float  # both have numbers, none in common
    number_alone: float  # one has a number, the other none
    days: float
    days_apart: float
    polarity: float  # one is negated, the other not
    statement: float  # both witness one part of a statement
    voice: float  # one voice speaks
    voices_apart: float
    quoted_alone: float  # one is of a quotation, the other the outlet's own words
    title: float  # one is a title
    unlike_length: float  # 1 - weight of the lighter by that of the heavier


FEATURES = tuple(field.name for field in fields(Likeness))


def figures(likeness: Likeness) -> tuple[float, ...]:
    """The figures in the order of FEATURES."""
    return astuple(likeness)


def compare(one: Unit, other: Unit) -> Likeness:
    """What two assertions have in common."""
    a, b = one.content, other.content
    common = sorted(a.stems.keys() & b.stems.keys())
    weight = sum(a.stems[form] for form in common)
    low, high = sorted((max(1, a.total), max(1, b.total)))
    shorter = max(1, min(len(a.order), len(b.order)))
    sentence = sum(one.sentence.stems[f] for f in one.sentence.stems.keys() & other.sentence.stems.keys())
    voices = one.row.voice_id, other.row.voice_id
    return Likeness(
        share=weight / low,
        share_large=weight / high,
        shared=min(10.0, weight / 10_000),
        context=sentence / max(1, min(one.sentence.total, other.sentence.total)),
        run=_longest_run(a.order, b.order) / shorter,
        pairs=len(_pairs(a.order) & _pairs(b.order)) / max(1, shorter - 1),
        names=len(a.names & b.names) / max(1, min(len(a.names), len(b.names))),
        names_apart=_apart(a.names, b.names),
        numbers=float(bool(a.numbers & b.numbers)),
        numbers_apart=_apart(a.numbers, b.numbers),
        number_alone=float(bool(a.numbers) != bool(b.numbers)),
        days=float(bool(a.days & b.days)),
        days_apart=_apart(a.days, b.days),
        polarity=float(one.row.negated != other.row.negated),
        statement=float(bool(one.statements & other.statements)),
        voice=float(bool(voices[0]) and voices[0] == voices[1]),
        voices_apart=float(all(voices) and voices[0] != voices[1]),
        quoted_alone=float(bool(one.row.quotation_id) != bool(other.row.quotation_id)),
        title=float(one.title or other.title),
        unlike_length=1 - low / high,
    )


def _apart(some: frozenset[str], others: frozenset[str]) -> float:
    return float(bool(some) and bool(others) and not some & others)


def _pairs(order: Sequence[str]) -> set[tuple[str, str]]:
    return set(itertools.pairwise(order))


def _longest_run(some: Sequence[str], others: Sequence[str]) -> int:
    """Length of the longest run of words that both have."""
    best = 0
    before = [0] * (len(others) + 1)
    for word in some:
        now = [0] * (len(others) + 1)
        for j, other in enumerate(others, 1):
            if word == other:
                now[j] = before[j - 1] + 1
                best = max(best, now[j])
        before = now
    return best
