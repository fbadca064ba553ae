import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.model import READING_KINDS
from tellings.text.readings import compare

CASES = [
    ("apologise", "apologize", "spelling", False),
    ("re-elected", "reelected", "spelling", False),
    ("5", "five", "spelling", False),
    ("per cent", "percent", "spelling", False),
    ("recieve", "receive", "spelling", False),
    ("don't", "do not", "substitution", False),
    ("We", "we", "case", False),
    ("—", "--", "punctuation", False),
    ("and", "&", "substitution", False),
    ("children", "children's", "substitution", False),
    ("killed", "injured", "substitution", True),
    ("close", "closed", "tense", False),
    ("is", "was", "tense", False),
    ("took", "takes", "tense", False),
    ("will", "will not", "negation", True),
    ("can", "can't", "negation", True),
    ("never", "", "negation", True),
    ("likely", "unlikely", "negation", True),
    ("12", "21", "number", True),
    ("two", "three", "number", True),
    ("5 million", "6 million", "number", True),
    ("will", "may", "modality", True),
    ("in May", "in June", "name", True),
    ("Porter", "Potter", "spelling", False),
    ("Porter", "Okafor", "name", True),
    ("", "in", "addition", False),
    ("very", "", "omission", False),
    ("in the north and the south", "in the south and the north", "transposition", False),
    ("he", "[the mayor]", "insertion", False),
    ("the long and winding", "the … winding", "ellipsis", False),
]


@pytest.mark.parametrize(("lemma", "reading", "kind", "turns"), CASES)
def test_kinds(lemma, reading, kind, turns):
    found = compare(lemma, reading)
    assert found is not None
    assert (found.kind, found.turns) == (kind, turns)


def test_a_capital_at_the_start_of_a_sentence_is_no_name():
    assert compare("Bridges", "Roads", inner=False).kind == "substitution"


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text(lemma, reading):
    found = compare(lemma, reading)
    assert found is None or found.kind in READING_KINDS
    assert compare(lemma, lemma) is None
