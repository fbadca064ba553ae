"""Matching contents: the fast matcher beside a slow one, and what never counts as found."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.matching import IOU, NEGATION, Extent, letters, match

TEXT = "“We do not blame the port of Ardle for any of this, and we never will,” said nobody who wasn't there on Monday."


def extent(words: str, kind: str = "direct", text: str = TEXT) -> Extent:
    start = text.index(words)
    return Extent(kind, letters(text, [(start, start + len(words))]))


def without(words: str, dropped: str) -> Extent:
    whole, gone = extent(words), extent(dropped)
    return Extent(whole.kind, whole.chars - gone.chars)


SAID = "We do not blame the port of Ardle for any of this, and we never will,"


def test_marks_and_spaces_do_not_count() -> None:
    wider = Extent("direct", letters(TEXT, [(0, TEXT.index(" said"))]))
    assert match(TEXT, [extent(SAID)], [wider]) == {0: 0}
    assert wider.chars == extent(SAID).chars


def test_a_dropped_word_is_found_unless_it_is_a_negation() -> None:
    assert match(TEXT, [extent(SAID)], [without(SAID, "any")]) == {0: 0}
    for negation in ("not", "never"):
        assert match(TEXT, [extent(SAID)], [without(SAID, negation)]) == {}


def test_an_added_negation_is_not_found() -> None:
    assert match(TEXT, [without(SAID, "not")], [extent(SAID)]) == {}


def test_a_negation_cut_in_two_is_dropped() -> None:
    assert match(TEXT, [extent(SAID)], [Extent("direct", extent(SAID).chars - {TEXT.index("not")})]) == {}


def test_negation_counts_where_either_side_is_direct() -> None:
    gold, found = extent(SAID), without(SAID, "not")
    assert match(TEXT, [gold], [Extent("mixed", found.chars)]) == {}
    assert match(TEXT, [Extent("mixed", gold.chars)], [found]) == {}
    assert match(TEXT, [Extent("indirect", gold.chars)], [Extent("indirect", found.chars)]) == {0: 0}


def test_contractions_are_negations() -> None:
    assert [m.group() for m in NEGATION.finditer("He can't, won’t and cannot know; a knot, nothing.")] == [
        "can't",
        "won’t",
        "cannot",
        "nothing",
    ]


def test_of_two_alike_the_same_kind_is_taken() -> None:
    one = extent("blame the port")
    two = [Extent("mixed", one.chars), Extent("direct", one.chars)]
    assert match(TEXT, [one], two) == {0: 1}
    assert match(TEXT, [one], two[:1], same_kind=True) == {}


def slow(gold: list[Extent], found: list[Extent]) -> dict[int, int]:
    """Take the best pair of all that are left, again and again."""
    taken: dict[int, int] = {}
    words = [letters(TEXT, [m.span()]) for m in re.finditer(r"\S+", TEXT) if NEGATION.search(m.group())]
    while True:
        best: tuple[float, bool, int, int] | None = None
        for i, one in enumerate(gold):
            for j, other in enumerate(found):
                union = one.chars | other.chars
                if i in taken or j in taken.values() or not union:
                    continue
                overlap = len(one.chars & other.chars) / len(union)
                turned = any((w <= one.chars) != (w <= other.chars) for w in words)
                if overlap < IOU or (turned and "direct" in (one.kind, other.kind)):
                    continue
                rank = (-overlap, one.kind != other.kind, i, j)
                best = rank if best is None else min(best, rank)
        if best is None:
            return taken
        taken[best[2]] = best[3]


spans = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda s: (min(s), max(s)))
extents = st.builds(
    lambda kind, segments: Extent(kind, letters(TEXT, segments)),
    st.sampled_from(("direct", "mixed", "indirect")),
    st.lists(spans, min_size=1, max_size=2),
)


@given(st.lists(extents, max_size=5), st.data())
def test_fast_and_slow_agree(gold: list[Extent], data: st.DataObject) -> None:
    near = [Extent(g.kind, g.chars - {min(g.chars)}) for g in gold if len(g.chars) > 1]
    found = data.draw(st.permutations([*gold, *near, *data.draw(st.lists(extents, max_size=3))]))
    assert match(TEXT, gold, found) == slow(gold, found)


@pytest.mark.parametrize("text", ["", "״שלום״ אמר", "🙂" * 50, "not " * 50])
def test_odd_texts_do_not_raise(text: str) -> None:
    one = Extent("direct", letters(text, [(0, len(text))]))
    assert match(text, [one], [one]) == ({0: 0} if one.chars else {})
