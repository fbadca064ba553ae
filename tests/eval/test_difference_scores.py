"""The scorer of differences: what is told of the gold, what is not, and the figures that are pinned."""

from eval.claims import Place
from eval.differences import Predicted, by_kind, figures, score_differences, sides_of, told_items
from eval.generate_differences import generate_story
from eval.gold.model import GoldStory


def planted() -> GoldStory:
    """The first generated story with a conflict."""
    stories = (generate_story(seed) for seed in range(50))
    return next(s for s in stories if any(d.verdict == "conflicting" for d in s.differences))


def as_told(story: GoldStory, verdict: str) -> list[Predicted]:
    return [
        Predicted(tuple(tuple(Place(x.article, x.start, x.end) for x in side) for side in sides), verdict, row.kind)
        for row in story.differences
        for sides in [sides_of(story, row)]
    ]


def test_the_gold_itself_is_found_and_of_its_class() -> None:
    story = planted()
    rows = [row for one in ("conflicting", "compatible", "unclear") for row in as_told(story, one)]
    score = score_differences(story, rows)
    assert (score.found, score.class_right) == (score.conflicting, score.gold)
    assert figures(score, rows)["recall"] == 1
    assert not any(what.startswith("missed") for what in told_items(story, rows).values())


def test_what_gold_does_not_have_is_a_false_alarm_and_listed() -> None:
    story = planted()
    article = story.articles[0]
    first = Place(article.name, 0, len(article.text.splitlines()[0]))
    rows = [Predicted(((first,), (first,)), "conflicting", "number")]
    score = score_differences(story, rows)
    assert (score.found, score.false_alarms) == (0, 1)
    assert figures(score, rows)["precision"] == 0
    told = told_items(story, rows)
    assert any(what.startswith("not in gold") for what in told.values())
    assert sum(what.startswith("missed") for what in told.values()) == len(story.differences)
    assert any("(+1)" in line for line in by_kind([story], [rows]))
