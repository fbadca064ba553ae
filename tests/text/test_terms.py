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
    Counted,
    Part,
    count_terms,
    load_background,
    pack_lines,
    pack_terms,
    rarest,
    step_frequencies,
    unpack_lines,
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
    terms, counts, _, _ = count_terms([Part(text)])
    assert sorted(counts[terms < PAIR].tolist()) == sorted(singles.values())
    assert sorted(counts[terms >= PAIR].tolist()) == sorted(pairs.values())
    assert (np.diff(terms.astype(np.int64)) > 0).all()


@given(st.text(), st.text())
def test_any_text_is_counted_and_packed(one, other):
    counted = count_terms([Part(one, 4), Part(other, lines=True)])
    assert len(counted.terms) == len(counted.counts) == len(counted.places)
    assert not len(counted.places) or max(counted.places) <= len(counted.lines)
    back = unpack_terms(pack_terms(counted.terms, counted.counts, counted.places))
    assert [column.tolist() for column in back] == [column.tolist() for column in counted[:3]]
    assert unpack_lines(pack_lines(counted.lines)).tolist() == counted.lines.tolist()


LINES = st.lists(st.sampled_from(["Gulls nest high", "Boats left at dawn", "“Gulls” left", "High gulls nest", ""]))


@given(LINES)
def test_the_only_line_of_a_term_is_that_of_the_slow_twin(lines):
    counted = count_terms([Part("Gulls at sea", 6), Part("\n".join(lines), lines=True)])
    for word in ("gulls", "nest", "boats", "dawn", "sea"):
        inside = [number for number, line in enumerate(lines, 1) if word in line.lower()]
        term = count_terms([Part(word)]).terms[0]
        found = counted.places[counted.terms == term].tolist()
        only = len(inside) == 1 and word not in ("gulls", "sea")  # those stand in the title too
        assert found in ([], [inside[0] if only else 0])


def test_lines_are_those_of_the_text_or_its_sentences_and_neither_short_ones_nor_quotations():
    plea = "Write to us about harbour pilots and ferry crews"
    for text in (f"Rain fell.\n{plea}\nIt dried.", f"Rain fell. {plea}\nIt dried."):
        assert (count_terms([Part(text, lines=True)]).lines > 0).tolist() == [False, True, False]
    assert not count_terms([Part(f"“{plea}” he said", lines=True)]).lines.any()
    assert not count_terms([Part(plea)]).lines.any()


def test_case_apostrophes_and_stopwords_do_not_matter():
    one = count_terms([Part("The Pilot’s ferry")])
    other = count_terms([Part("pilot's FERRY of the")])
    assert one.terms.tolist() == other.terms.tolist()


def test_a_part_counts_as_often_as_asked_and_counts_stop_at_a_byte():
    counted = count_terms([Part("ferry", 4), Part("ferry sank")])
    assert max(counted.counts) == 5
    assert max(count_terms([Part("ferry " * 1000)]).counts) == MOST
    assert len(counted.terms) == 3


def test_long_lines_take_linear_time():
    for text in ("'" * 1_000_000, "a-" * 500_000, "9" * 1_000_000, "“ " * 500_000, ". " * 500_000, "\n" * 1_000_000):
        count_terms([Part(text, lines=True)])


def test_background_knows_common_words_from_rare_ones():
    background = load_background("en")
    common, rare, unknown = (
        int(background.frequency(count_terms([Part(word)]).terms)[0]) for word in ("president", "ferry", "qzxqzx")
    )
    assert common > rare > unknown == 0
    assert background.documents > common


def test_a_language_without_a_table_knows_no_term():
    background = load_background("xx")
    assert background.documents == 0
    assert background.frequency(np.array([1, 2], np.uint32)).tolist() == [0, 0]


def test_rarest_keeps_frequent_and_rare_terms_first():
    background = Background(100, np.array([5], np.uint32), np.array([90]))
    ones = np.ones(3, np.uint8)
    counted = Counted(np.array([5, 6, 7], np.uint32), np.array([1, 1, 2], np.uint8), ones, np.empty(0, np.uint32))
    kept = rarest(counted, background, 2, 0)
    assert kept.terms.tolist() == [6, 7]
    assert kept.counts.tolist() == [1, 2]


def test_frequency_steps_ascend():
    steps = step_frequencies()
    assert len(steps) == 256
    assert (np.diff(steps) > 0).all()
