"""Five real articles on one event, read from the shared data folder, held to what a perfect run shows of them."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tellings.in_memory import collate
from tellings.story import Story

from expectation import Expectation

SEEDS = Path(os.environ.get("TELLINGS_SHARED", Path(__file__).parents[2] / "shared")) / "seeds"

pytestmark = [
    pytest.mark.data,
    pytest.mark.skipif(not (SEEDS / "expected.json").is_file(), reason=f"no {SEEDS}"),
]


@pytest.fixture(scope="module")
def expected() -> Expectation:
    return Expectation.load(SEEDS / "expected.json", SEEDS)


@pytest.fixture(scope="module")
def stories(expected: Expectation) -> list[Story]:
    return collate(expected.articles.values())


@pytest.fixture(scope="module")
def story(expected: Expectation, stories: list[Story]) -> Story:
    return expected.story(stories)


def check(wrong: Iterator[str]) -> None:
    found = list(wrong)
    assert not found, "\n".join(found)


def test_one_story_of_five(stories: list[Story]) -> None:
    assert [len(story.tellings) for story in stories] == [5]


def test_header_dates(expected: Expectation, story: Story) -> None:
    check(expected.wrong_published(story))


def test_undated_articles_rest_on_an_inferred_anchor(expected: Expectation, story: Story) -> None:
    for telling in story.tellings:
        dated = bool(expected.articles[expected.names[telling.article_id]].published)
        assert (telling.anchor_source == "published") == dated
        assert telling.anchor


def test_set_aside(expected: Expectation, story: Story) -> None:
    blocks = {a: [b for b in story.blocks if b.article_id == a] for a in story.articles}
    check(expected.wrong_set_aside(blocks))


@pytest.mark.parametrize("number", [0, 1, 2], ids=["K", "A", "B"])
def test_statement(expected: Expectation, story: Story, number: int) -> None:
    check(expected.wrong_statement(story, expected.data["statements"][number]))


@pytest.mark.parametrize("number", [0, 1, 2], ids=["K", "A", "B"])
def test_readings(expected: Expectation, story: Story, number: int) -> None:
    check(expected.wrong_variants(story, expected.data["statements"][number]))


def test_whether_a_and_b_are_one_statement_is_said_to_be_open(expected: Expectation, story: Story) -> None:
    for statement in expected.data["statements"][1:3]:
        edition = expected.edition_for(story, statement["parts"][0]["contains"])
        assert edition is not None
        assert "one occasion" in edition.row.open


def test_other_voices_are_not_merged(expected: Expectation, story: Story) -> None:
    check(expected.wrong_others(story))


def test_channels(expected: Expectation, story: Story) -> None:
    statement = expected.data["statements"][0]
    edition = expected.edition_for(story, statement["parts"][0]["contains"])
    assert edition is not None
    told: dict[str, set[str]] = {}
    for witness in edition.witnesses:
        if witness.channel:
            told.setdefault(witness.channel, set()).add(expected.names[witness.article_id])
    for channel, names in statement["channels"].items():
        assert set(names) <= told.get(channel, set()), told


def test_when_it_was_said(expected: Expectation, story: Story) -> None:
    edition = expected.edition_for(story, expected.data["statements"][0]["parts"][0]["contains"])
    assert edition is not None
    assert edition.row.said == expected.data["statements"][0]["said"]


def test_posts(expected: Expectation, story: Story) -> None:
    check(expected.wrong_posts(story))


def test_timeline(expected: Expectation, story: Story) -> None:
    check(expected.wrong_timeline(story))


def test_what_is_quoted_but_not_speech(expected: Expectation, story: Story) -> None:
    check(expected.wrong_not_speech(story))


def test_no_copies_only_shared_quotations(story: Story) -> None:
    assert {copy.kind for copy in story.copies} <= {"shared quotation", "chrome"}
