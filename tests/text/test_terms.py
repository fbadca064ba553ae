"""Terms: counting against a slow twin, packing, background."""

import re
from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tellings.language import load
from tellings.text.terms import (
    MOST,
    PAIR,
    Background,
    count_terms,
    load_background,
    pack_terms,
    rarest,
    step_frequencies,
    unpack_terms,
)

WORDS = st.lists(
    st.sampled_from(["ferry", "Harbour", "the", "sank", "pilot’s", "pilot's", "re-entry", "7", "1,500", "—"])
)


def slow_terms(text):
    """Words that are no stopwords, and pairs of neighbours, as strings."""
    stopwords = {word for line in load("stopwords").values() for word in line.split()}
    words = [
        word.replace("’", "'").removesuffix("'s") for word in re.findall(r"[^\W_]+(?:['’‑-][^\W_]+)*", text.lower())
    ]
    words = [word for word in words if len(word) > 1 and word not in stopwords]
    return Counter(words), Counter(pairwise(words))


@given(WORDS)
def test_counts_are_those_of_the_slow_twin(words):
    text = " ".join(words)
    singles, pairs = slow_terms(text)
    terms, counts = count_terms([(text, 1)])
    assert sorted(counts[terms < PAIR].tolist()) == sorted(singles.values())
    assert sorted(counts[terms >= PAIR].tolist()) == sorted(pairs.values())
    assert (np.diff(terms.astype(np.int64)) > 0).all()


@given(st.text(), st.text())
def test_any_text_is_counted_and_packed(one, other):
    terms, counts = count_terms([(one, 4), (other, 1)])
    assert len(terms) == len(counts)
    back = unpack_terms(pack_terms(terms, counts))
    assert back[0].tolist() == terms.tolist()
    assert back[1].tolist() == counts.tolist()


def test_case_apostrophes_and_stopwords_do_not_matter():
    one = count_terms([("The Pilot’s ferry", 1)])
    other = count_terms([("pilot's FERRY of the", 1)])
    assert one[0].tolist() == other[0].tolist()


def test_a_part_counts_as_often_as_asked_and_counts_stop_at_a_byte():
    terms, counts = count_terms([("ferry", 4), ("ferry sank", 1)])
    assert max(counts) == 5
    assert max(count_terms([("ferry " * 1000, 1)])[1]) == MOST
    assert len(terms) == 3


def test_long_lines_take_linear_time():
    for text in ("'" * 1_000_000, "a-" * 500_000, "9" * 1_000_000, "“ " * 500_000):
        count_terms([(text, 1)])


def test_background_knows_common_words_from_rare_ones():
    background = load_background("en")
    common, rare, unknown = (
        int(background.frequency(count_terms([(word, 1)])[0])[0]) for word in ("president", "ferry", "qzxqzx")
    )
    assert common > rare > unknown == 0
    assert background.documents > common


def test_a_language_without_a_table_knows_no_term():
    background = load_background("xx")
    assert background.documents == 0
    assert background.frequency(np.array([1, 2], np.uint32)).tolist() == [0, 0]


def test_rarest_keeps_frequent_and_rare_terms_first():
    background = Background(100, np.array([5], np.uint32), np.array([90]))
    terms, counts = rarest(np.array([5, 6, 7], np.uint32), np.array([1, 1, 2], np.uint8), background, 2, 0)
    assert terms.tolist() == [6, 7]
    assert counts.tolist() == [1, 2]


def test_frequency_steps_ascend():
    steps = step_frequencies()
    assert len(steps) == 256
    assert (np.diff(steps) > 0).all()
