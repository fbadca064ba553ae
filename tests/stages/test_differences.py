"""Differences: two answers to one question, with both sides and a verdict."""

import random

import pytest

from tellings import collate_story
from tellings.model import Article
from tellings.story import Contrast, Story

DAY = "2024-05-06"
REST = (
    "Rain had fallen on the valley all week, and the council had asked people to stay at home.",
    "Nobody there remembers a wetter spring, a farmer told the paper while he moved his sheep uphill.",
)


def story(*leads: str) -> Story:
    texts = [f"{lead}\n\n{REST[n % 2]}" for n, lead in enumerate(leads)]
    return collate_story(Article.from_text(text, outlet=f"Outlet {n}", published=DAY) for n, text in enumerate(texts))


def told(found: Story, verdict: str = "conflicting") -> list[tuple[str, set[str]]]:
    """Kind and answers of each difference of a class."""
    return [(c.row.kind, {value(found, c, n) for n in (0, 1)}) for c in found.differences if c.row.verdict == verdict]


def value(found: Story, contrast: Contrast, side: int) -> str:
    place = contrast.sides[side][0]
    return found.articles[place.article_id].text[place.value_start : place.value_end]


def test_two_numbers_of_one_thing_conflict() -> None:
    found = story(
        "The bridge at Arden collapsed on Sunday, killing three people.",
        "When the bridge at Arden collapsed on Sunday, four people were killed.",
    )
    assert ("number", {"three", "four"}) in told(found)


def test_a_number_about_and_its_value_are_compatible() -> None:
    found = story(
        "The bridge at Arden collapsed on Sunday, killing about 20 people.",
        "When the bridge at Arden collapsed on Sunday, 19 people were killed.",
    )
    assert not told(found)
    assert [kind for kind, _ in told(found, "compatible")] == ["number"]


def test_numbers_of_other_things_are_no_difference() -> None:
    found = story(
        "The bridge at Arden collapsed on Sunday, killing three people.",
        "The bridge at Arden, which collapsed on Sunday, had four lanes.",
    )
    assert not [kind for kind, _ in told(found) if kind == "number"]


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("The bridge at Arden collapsed on Sunday.", "The bridge at Arden collapsed on Saturday.", "when"),
        (
            "The winning goal was scored by Peter Malone in the last minute.",
            "The winning goal was scored by Anton Reeve in the last minute.",
            "who",
        ),
        ("The minister will resign over the levee.", "The minister will not resign over the levee.", "assertion"),
        (
            "Police said Marta Kell had stolen the painting.",
            "Marta Kell denied that she had stolen the painting.",
            "assertion",
        ),
    ],
)
def test_wordings_that_are_the_same_but_for_one_answer(one: str, other: str, kind: str) -> None:
    assert kind in [found for found, _ in told(story(one, other))]


def test_a_question_asserts_nothing() -> None:
    found = story("Will the minister resign over the levee?", "The minister will not resign over the levee.")
    assert not told(found)


def test_a_word_turned_in_a_statement() -> None:
    words = "“We do {}blame the harbour master for the loss of the barge, and we never shall,” said Ines Calder."
    found = story(words.format("not "), words.format(""))
    assert "statement" in [kind for kind, _ in told(found)]


def test_a_copy_is_no_second_witness() -> None:
    lead = "The bridge at Arden collapsed on Sunday, killing three people."
    texts = [
        f"{lead}\n\n{REST[0]}",
        f"{lead}\n\n{REST[0]} ",
        f"When the bridge at Arden collapsed on Sunday, four people were killed.\n\n{REST[1]}",
    ]
    found = collate_story(Article.from_text(text, outlet=f"Outlet {n}", published=DAY) for n, text in enumerate(texts))
    (contrast,) = (c for c in found.differences if c.row.kind == "number")
    for places in contrast.sides:
        assert len([p for p in places if not p.repeats]) == 1


def test_order_does_not_matter() -> None:
    articles = [
        Article.from_text(
            f"The flood took {n} houses in Arden on Sunday.\n\n{REST[n % 2]}", outlet=str(n), published=DAY
        )
        for n in (3, 14, 15)
    ]
    first = collate_story(articles).differences
    random.Random(5).shuffle(articles)
    assert collate_story(articles).differences == first


def test_every_side_leads_to_its_words() -> None:
    found = story(
        "The flood took 14 houses in Arden on Sunday, and 9 barns.",
        "In Arden the flood took 40 homes on Sunday and about 10 barns.",
    )
    assert found.differences
    for contrast in found.differences:
        assert contrast.row.reason
        for places in contrast.sides:
            for place in places:
                assert place.start <= place.value_start <= place.value_end <= place.end
                assert found.words(place).strip()
