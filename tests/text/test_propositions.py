"""Propositions and hedges: what a sentence asserts apart, and what holds it back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.hedges import find_hedges, find_negation
from tellings.text.propositions import find_propositions
from tellings.text.stems import stem


def cut(text: str) -> list[str]:
    return [text[p.start : p.end] for p in find_propositions(text, 0, len(text))]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The dam burst at dawn and the village was flooded.", ["The dam burst at dawn", "the village was flooded."]),
        ("Nobody came.", ["Nobody came."]),
        ("The mayor, who was away, has resigned from office.", ["The mayor, who was away, has resigned from office."]),
        ("If the dam had burst, the village would be gone.", ["If the dam had burst, the village would be gone."]),
        ("He opened the gate and left it.", ["He opened the gate and left it."]),
        ("Salt and pepper were missing.", ["Salt and pepper were missing."]),
        (
            "The bill passed on Monday; two members who had opposed it left the hall.",
            ["The bill passed on Monday", "two members who had opposed it left the hall."],
        ),
    ],
)
def test_a_sentence_is_cut_where_two_clauses_meet(text: str, parts: list[str]) -> None:
    assert cut(text) == parts


@given(st.text(max_size=400))
def test_propositions_are_in_order_and_apart(text: str) -> None:
    at = 0
    for piece in find_propositions(text, 0, len(text)):
        assert at <= piece.start < piece.end <= len(text)
        assert piece.sentence[0] <= piece.start
        assert piece.end <= piece.sentence[1]
        assert text[piece.start : piece.end] == text[piece.start : piece.end].strip()
        at = piece.end


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The clerk allegedly took it.", ["alleged"]),
        ("It may rain.", ["uncertain"]),
        ("They met on 4 May.", []),
        ("About 40 came, the rest will follow.", ["expected", "approximate"]),
        ("The talk was about boats.", []),
        ("He denied that the lamp was lit.", ["denied"]),
        ("More than twelve ships sank.", ["approximate"]),
        ("The price fell.", []),
    ],
)
def test_hedges_by_kind(text: str, kinds: list[str]) -> None:
    assert [hedge.kind for hedge in find_hedges(text)] == kinds


@given(st.text(max_size=200), st.sampled_from(["may", "allegedly", "is expected to", "about 7"]))
def test_a_hedge_is_found_in_any_company(text: str, hedge: str) -> None:
    whole = f"{text}\n{hedge} \n{text}"
    assert any(h.start <= len(text) + 1 < h.end for h in find_hedges(whole))


def test_negation_is_a_word_of_its_own() -> None:
    assert find_negation("nothing was lost") == (0, 7)
    assert find_negation("the notary knotted it") is None


@given(st.text(min_size=1, max_size=30))
def test_stem_of_anything(word: str) -> None:
    assert stem(word) == stem(word)
    assert stem("walked") == stem("walking") == stem("Walks")
