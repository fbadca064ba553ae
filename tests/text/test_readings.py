import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.model import READING_KINDS
from tellings.text.readings import Difference, compare

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


# Words without a number, a negation, a modal or a name among them: what is inserted or left out turns nothing.
WORDS = st.lists(st.sampled_from(["harbour", "bridge", "stones", "river", "and", "the", "of"]), min_size=3, max_size=9)


def kept_in_order(few: list[str], many: list[str]) -> bool:
    """Whether the one list is the other with words left out: all ways tried."""
    if not few:
        return True
    return any(few[0] == word and kept_in_order(few[1:], many[n + 1 :]) for n, word in enumerate(many))


@given(WORDS, st.data())
def test_words_in_brackets_are_an_insertion_wherever_they_stand(words, data):
    at = data.draw(st.integers(0, len(words)))
    inside = " ".join(data.draw(st.lists(st.sampled_from(["old", "small", "grey"]), min_size=1, max_size=3)))
    opening, closing = data.draw(st.sampled_from(["[]", "()"]))
    reading = " ".join([*words[:at], opening + inside + closing, *words[at:]])
    assert compare(" ".join(words), reading) == Difference("insertion", False)


@given(WORDS, st.data())
def test_a_negation_put_into_brackets_turns(words, data):
    at = data.draw(st.integers(0, len(words)))
    reading = " ".join([*words[:at], "[not]", *words[at:]])
    assert compare(" ".join(words), reading) == Difference("insertion", True)


@given(WORDS, WORDS, st.sampled_from(["…", "...", ". . .", "[…]", "[...]"]), st.integers(0, 9))
def test_an_ellipsis_stands_for_words_left_out_and_for_nothing_else(lemma, rest, dots, at):
    reading = " ".join([*rest[:at], dots, *rest[at:]])
    found = compare(" ".join(lemma), reading)
    left_out = len(rest) < len(lemma) and kept_in_order(rest, lemma)
    assert (found is not None and found.kind == "ellipsis") == left_out


@given(WORDS, st.data())
def test_an_ellipsis_that_hides_a_negation_turns(words, data):
    at = data.draw(st.integers(0, len(words)))
    lemma = " ".join([*words[:at], "not", *words[at:]])
    assert compare(lemma, " ".join([*words[:at], "…", *words[at:]])) == Difference("ellipsis", True)


@pytest.mark.parametrize("condition", ["as long as the frost holds", "subject to a vote", "in case it rains"])
def test_a_condition_that_is_left_out_or_put_in_turns(condition: str) -> None:
    assert compare(condition, "") == Difference("omission", True)
    assert compare("", condition) == Difference("addition", True)
    assert compare("over the old weir", "") == Difference("omission", False)
