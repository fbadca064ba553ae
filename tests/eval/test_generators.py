"""Planted differences and copies: the same seed gives the same rows, and the truth they tell is true."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval import planted_copies
from eval.claims import Place, score_claims
from eval.differences import Predicted, score_differences, sides_of
from eval.generate_copies import KINDS, generate_copies, spin, swaps
from eval.generate_differences import VERDICTS, events, generate_story
from tellings.text.words import find_words

SEEDS = st.integers(0, 10_000)


@given(SEEDS, st.booleans())
@settings(max_examples=20, deadline=None)
def test_planted_differences_are_told_where_they_are_said_to_be(seed: int, judged: bool) -> None:
    story = generate_story(seed, judged)
    assert story == generate_story(seed, judged)
    texts = {article.name: article.text for article in story.articles}
    for claim in story.claims:
        for assertion in claim.assertions:
            span = assertion.span
            assert texts[span.article][span.start : span.end] == span.words
    for difference in story.differences:
        common, other = sides_of(story, difference)
        assert len(other) == 1  # one telling differs, all others agree
        assert {span.article for span in common}.isdisjoint({span.article for span in other})
        assert difference.verdict in VERDICTS


@given(SEEDS)
@settings(max_examples=10, deadline=None)
def test_planted_truth_scores_full_marks(seed: int) -> None:
    story = generate_story(seed)
    rows = [
        Predicted(
            tuple(tuple(Place(s.article, s.start, s.end) for s in side) for side in sides_of(story, d)), d.verdict
        )
        for d in story.differences
    ]
    score = score_differences(story, rows)
    assert (score.found_any, score.class_right, score.false_alarms) == (score.gold, score.gold, 0)
    groups = [[Place(a.span.article, a.span.start, a.span.end) for a in claim.assertions] for claim in story.claims]
    assert score_claims(story, groups).missed == 0


def test_tellings_answer_in_their_own_ways() -> None:
    """No planted difference can be found by editing one sentence: the ways of a question share few words."""
    for event in (*events(), *events(judged=True)):
        for question in event.questions:
            assert len(set(question.ways)) == len(question.ways) >= 4
            assert not {*question.same} & {*question.conflicting, *question.compatible, *question.unclear}
    assert not {event.name for event in events()} & {event.name for event in events(judged=True)}


@pytest.mark.parametrize("judged", [False, True])
def test_planted_copies_are_what_they_are_said_to_be(judged: bool) -> None:
    made = generate_copies(7, 10, judged)
    assert made == generate_copies(7, 10, judged)
    assert [pair.kind for pair in made.pairs] == [*KINDS, *KINDS]
    articles = {article.article_id: article for article in made.articles}
    for pair in made.pairs:
        assert pair.copy in articles
        assert (pair.other in articles) == bool(pair.other) != (pair.kind == "spun unseen")
        assert pair.source in ("", pair.other)
        if pair.kind == "spun":
            copy, source = articles[pair.copy].text, articles[pair.source].text
            assert pair.swapped > 0
            assert copy != source
            assert articles[pair.copy].published >= articles[pair.source].published


@given(SEEDS)
@settings(max_examples=20, deadline=None)
def test_spinning_leaves_quoted_words_alone(seed: int) -> None:
    import random  # noqa: PLC0415

    text = "The big fire began near the old school. “The big fire began here,” she said. People wanted help."
    spun, swapped = spin(text, random.Random(seed), swaps(False))
    assert "“The big fire began here,”" in spun
    assert len(find_words(spun)) >= len(find_words(text))
    assert (swapped == 0) == (sorted(re.findall(r"\w+", spun)) == sorted(re.findall(r"\w+", text)))


def test_scorer_of_planted_copies_tells_right_from_wrong() -> None:
    made = generate_copies(3, 10)
    perfect = {frozenset((pair.copy, pair.other)): pair.source for pair in made.pairs if pair.other}
    tally = planted_copies.Tally()
    planted_copies.count(made, perfect, tally)
    assert tally.found == tally.planted
    assert tally.asserted == tally.asserted_right > 0
    assert tally.false_alarms == 0
    keys = [article.article_id for article in made.articles]
    everything = {frozenset((a, b)): a for a in keys for b in keys if a < b}
    tally = planted_copies.Tally()
    planted_copies.count(made, everything, tally)
    assert tally.false_alarms > 10
