"""The figures of all pairs at once against one pair at a time, word by word."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.model import Assertion
from tellings.stages.claims.content import Content
from tellings.stages.claims.likeness import FEATURES, Unit, longest_runs, measure
from tellings.stages.claims.nearness import AKIN
from tellings.text.vectors import SAME, load_vectors

STEMS = ("vessel", "ship", "boat", "tax", "kill", "qqqq", "40", "@2024-05-01")
BITS = dict(zip(STEMS, (4000, 3000, 3500, 2000, 2500, 9000, 6500, 5000), strict=True))


def longest_run(some: list[str], others: list[str]) -> int:
    slices = {tuple(some[i:j]) for i in range(len(some)) for j in range(i + 1, len(some) + 1)}
    held = {tuple(others[i:j]) for i in range(len(others)) for j in range(i + 1, len(others) + 1)}
    return max((len(one) for one in slices & held), default=0)


def near(one: str, other: str) -> int:
    """How near two words are."""
    if one == other:
        return SAME
    a, b = load_vectors("en").of([one, other]).astype(int)
    product = int((a * b).sum())
    return min(product, SAME - 1) if product >= AKIN else 0


def akin(one: Content, other: Content) -> float:
    found = sum(w * max((near(f, g) for g in other.stems), default=0) for f, w in one.stems.items())
    return found / max(1, SAME * one.total)


def bits(weight: int) -> float:
    return math.log1p(weight / 1000)


def common(a: Content, b: Content) -> int:
    return sum(weight for form, weight in a.stems.items() if form in b.stems)


def compare(one: Unit, other: Unit) -> dict[str, float]:
    """The figures of one pair, but for `centre`."""
    a, b = one.content, other.content
    if a.total > b.total:
        a, b = b, a
    weight, number = common(a, b), bool(a.numbers & b.numbers)
    run = longest_run(list(a.order), list(b.order)) / max(1, min(len(a.order), len(b.order)))
    things = a.counted.keys() & b.counted.keys()
    voices = one.row.voice_id, other.row.voice_id
    return {
        "share": weight / max(1, a.total),
        "shared": bits(weight),
        "missing_small": bits(a.total - weight),
        "missing_large": bits(b.total - weight),
        "akin_small": akin(a, b),
        "akin_large": akin(b, a),
        "context": common(one.sentence, other.sentence) / max(1, min(one.sentence.total, other.sentence.total)),
        "run": run,
        "names": len(a.names & b.names) / max(1, min(len(a.names), len(b.names))),
        "numbers": number,
        "numbers_apart": bool(a.numbers) and bool(b.numbers) and not number,
        "number_alone": bool(a.numbers) != bool(b.numbers),
        "counted": any(a.counted[thing] & b.counted[thing] for thing in things),
        "counted_apart": any(not a.counted[thing] & b.counted[thing] for thing in things),
        "days": bool(a.days & b.days),
        "opposed": run**2 * bits(weight) * (one.row.negated != other.row.negated),
        "statement": bool(one.statements & other.statements),
        "voice": bool(voices[0]) and voices[0] == voices[1],
        "voices_apart": all(voices) and voices[0] != voices[1],
        "quoted_alone": bool(one.row.quotation_id) != bool(other.row.quotation_id),
    }


SETS = st.frozensets(st.sampled_from("123"), max_size=2)


@st.composite
def contents(draw: st.DrawFn) -> Content:
    order = draw(st.lists(st.sampled_from(STEMS), max_size=7))
    stems = {form: BITS[form] for form in order}
    counted = draw(st.dictionaries(st.sampled_from("xy"), st.frozensets(st.sampled_from("123"), min_size=1)))
    return Content(stems, sum(stems.values()), tuple(order), draw(SETS), counted, draw(SETS), draw(SETS))


@st.composite
def units(draw: st.DrawFn) -> Unit:
    voice, quoted = draw(st.sampled_from(["", "v", "w"])), draw(st.sampled_from(["", "q"]))
    row = Assertion("s", "", "a", 0, 9, 0, 9, "", None, None, (), (), draw(st.booleans()), voice, quoted)
    return Unit(row, draw(contents()), draw(contents()), draw(SETS))


@settings(deadline=None)
@given(st.lists(units(), min_size=2, max_size=6))
def test_figures_of_all_pairs_are_those_of_each(found: list[Unit]) -> None:
    pairs = [(i, j) for i in range(len(found)) for j in range(len(found)) if i != j]
    rows = measure(found, pairs)
    for (i, j), row in zip(pairs, rows, strict=True):
        figures = dict(zip(FEATURES, row.tolist(), strict=True))
        centre = figures.pop("centre")
        assert -1.01 <= centre <= 1.01
        if found[i].content.total != found[j].content.total:  # of equal weight, the first counts as the lighter
            slow = compare(found[i], found[j])
            assert all(math.isclose(figures[name], slow[name], abs_tol=1e-12) for name in figures), (figures, slow)


@settings(deadline=None)
@given(st.lists(units(), min_size=2, max_size=5))
def test_a_pair_is_measured_alike_whatever_else_is_measured(found: list[Unit]) -> None:
    pairs = [(0, j) for j in range(1, len(found))]
    assert np.array_equal(measure(found, pairs)[-1:], measure([found[0], found[-1]], [(0, 1)]))


WORDS = st.lists(st.integers(0, 3), max_size=9)


@given(st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4))
def test_longest_runs_are_those_of_the_longest_common_slices(pairs: list[tuple[list[int], list[int]]]) -> None:
    def columns(rows: list[list[int]]) -> np.ndarray:
        width = max(1, *map(len, rows))
        return np.array([[*row, *[-1] * (width - len(row))] for row in rows], np.int32).T

    some, others = columns([a for a, _ in pairs]), columns([b for _, b in pairs])
    assert longest_runs(some, others).tolist() == [longest_run(a, b) for a, b in pairs]
