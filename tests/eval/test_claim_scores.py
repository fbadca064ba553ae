"""Scorers of claims, differences and only-in claims: the gold itself scores full marks, noise is counted as noise."""

from itertools import combinations

import pytest

from eval import baselines
from eval.claims import Counts, Place, baseline, claimed, gold_pairs, judge_claims, score_claims, told_pairs
from eval.differences import Predicted, score_differences, score_only_in, sides_of
from eval.gold import load_story
from eval.gold.model import GoldStory, Span
from eval.run_gold import run_gold


@pytest.fixture(scope="module")
def story() -> GoldStory:
    return load_story("sample")


def place(span: Span) -> Place:
    return Place(span.article, span.start, span.end)


def test_gold_aligned_claims_score_full(story: GoldStory) -> None:
    groups = [[place(a.span) for a in claim.assertions] for claim in story.claims]
    counts = score_claims(story, groups)
    assert (counts.wrong, counts.missed, counts.unjudged) == (0, 0, 0)
    assert counts.f1 == 1
    assert counts.right == len(gold_pairs(story))


def test_nothing_aligned_misses_all_and_joining_all_is_wrong(story: GoldStory) -> None:
    assert score_claims(story, []) == Counts(missed=len(gold_pairs(story)))
    everything = [place(a.span) for claim in story.claims for a in claim.assertions]
    counts = score_claims(story, [everything])
    assert counts.recall == 1
    assert counts.precision < 0.5


def test_a_pair_outside_what_gold_wrote_down_is_not_judged(story: GoldStory) -> None:
    one, other = (article.name for article in story.articles[:2])
    assert score_claims(story, [[Place(one, 0, 1), Place(other, 0, 1)]]).unjudged == 1


def test_gold_differences_score_full(story: GoldStory) -> None:
    rows = [
        Predicted(tuple(tuple(place(s) for s in side) for side in sides_of(story, difference)), difference.verdict)
        for difference in story.differences
    ]
    score = score_differences(story, rows)
    assert (score.found, score.found_any, score.false_alarms) == (score.conflicting, score.gold, 0)
    assert score.class_right == score.gold > score.conflicting > 0


def test_conflicts_between_unrelated_claims_are_false_alarms(story: GoldStory) -> None:
    claimed = [claim.assertions[0].span for claim in story.claims]
    pairs = [(a, b) for a, b in combinations(claimed, 2) if a.article != b.article]
    rows = [Predicted(((place(a),), (place(b),)), "conflicting") for a, b in pairs]
    score = score_differences(story, rows)
    assert 0 < score.false_alarms < len(rows)
    assert score_differences(story, []).found_any == 0


def test_only_in(story: GoldStory) -> None:
    spans = {claim.claim: claim.assertions[0].span for claim in story.claims}
    counts = score_only_in(story, [place(spans[row.claim]) for row in story.only_in])
    assert (counts.missed, counts.wrong) == (0, 0)
    shared = next(c for c in story.claims if len({a.span.article for a in c.assertions}) > 2)
    assert score_only_in(story, [place(shared.assertions[0].span)]).wrong == 1


def test_baselines_have_a_figure_for_each_task(story: GoldStory) -> None:
    figures = {task: run([story]) for task, run in baselines.TASKS.items()}
    assert all(any(character.isdigit() for character in told) for told in figures.values())
    assert len(set(figures.values())) == len(figures)


def test_the_program_beats_the_plain_baseline_on_the_sample(story: GoldStory) -> None:
    judged = judge_claims(story, claimed(run_gold(story)))
    assert judged.counts.f1 > baseline([story]).f1
    told = told_pairs(story, judged)
    assert sum(what.startswith("found") for what in told.values()) == judged.counts.right
    assert sum(what.startswith("wrong") for what in told.values()) == judged.counts.wrong
