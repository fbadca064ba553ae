"""Chances of indirect candidates: features from any text, the same weights in training and in the program."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.language import load
from tellings.model import Quotation
from tellings.stages.quotations import DEFAULTS, find_all
from tellings.stages.quotations.plausible import chance, features

ALL = replace(DEFAULTS, least_chance=0)


def candidates(text: str) -> list[Quotation]:
    return [q for q in find_all(text, settings=ALL)[0] if q.kind == "indirect"]


def test_a_plain_report_is_likelier_than_a_thing_done() -> None:
    told = "Ann Lee said on Monday that the ferry had been late again."
    done = "Walkers praised the view across the bay."
    (one,), (other,) = candidates(told), candidates(done)
    assert chance(told, one) > 0.8
    assert chance(done, other) < chance(told, one)


def test_what_is_below_the_least_chance_is_left_out_and_nothing_else() -> None:
    text = "Ann Lee said that the ferry was late. Walkers praised the view. “We go,” said Bo Ray."
    everything = find_all(text, settings=ALL)[0]
    for least in (0.01, 0.3, 0.6, 0.999999):
        kept = find_all(text, settings=replace(DEFAULTS, least_chance=least))[0]
        assert kept == [q for q in everything if q.kind != "indirect" or chance(text, q) >= least]
        assert any(q.kind == "direct" for q in kept)


def test_the_chance_is_the_logistic_of_the_weights() -> None:
    text = "Ann Lee, the mayor, did not say whether the quay would be sold."
    (row,) = candidates(text)
    data = load("indirect_quotations")
    total = data["intercept"]
    for name, value in features(text, row).items():
        total += data["weights"].get(name, 0) * value
    assert chance(text, row) == pytest.approx(1 / (1 + math.exp(-total)))


def test_features_name_what_stands_around_source_cue_and_content() -> None:
    text = "The council has warned that the quay may sink."
    (row,) = candidates(text)
    found = features(text, row)
    assert {"first=that", "lemma=warn", "form=past", "cue=has", "before source=begin", "source=the"} <= set(found)


def test_most_weights_are_of_features_that_exist() -> None:
    """A renamed feature would leave its weights without use, and nobody would notice."""
    kinds = {name.partition("=")[0] for name in load("indirect_quotations")["weights"]}
    text = "Ann Lee said that A was late. She did not say, she has to, but B was late, the mayor said."
    shown = {name.partition("=")[0] for row in candidates(text) for name in features(text, row)}
    assert kinds - shown <= {"no cue", "no source", "split", "negated", "verb group"}


alphabet = "ab A.,“”\"'’:;—\n\u00a0🙂שן1"
places = st.none() | st.integers(0, 30)


@given(st.text(alphabet=alphabet, max_size=60), st.lists(st.tuples(places, places), min_size=3, max_size=3))
def test_any_row_over_any_text_has_a_chance(text: str, ends: list[tuple[int | None, int | None]]) -> None:
    spans = []
    for low, high in ends:
        bounds = None if low is None or high is None else sorted((min(low, len(text)), min(high, len(text))))
        spans.append((None, None) if bounds is None else (bounds[0], bounds[1]))
    start, end = spans[0]
    content = (start or 0, end or 0)
    row = Quotation(
        "", "", "indirect", "prose", (content,), *content, *spans[1], *spans[2], False, "", None, None, None, None,
        None, None, "", "source, cue and a clause",
    )  # fmt: skip
    assert 0 <= chance(text, row) <= 1


@given(st.text(alphabet=alphabet, max_size=80).map(lambda tail: f"Ann Lee said that {tail} she told Bo Ray to go."))
def test_candidates_of_any_text_have_a_chance(text: str) -> None:
    for row in candidates(text):
        assert 0 <= chance(text, row) <= 1
