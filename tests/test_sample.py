"""The sample, held to its hand-written expectation (docs/sample.md says why each thing is expected)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tellings import sample
from tellings.in_memory import collate
from tellings.model import Block
from tellings.story import Story

from expectation import Expectation

KNOWN_SHORTFALLS = Path(__file__).with_name("sample_shortfalls.txt")


@pytest.fixture(scope="module")
def expected() -> Expectation:
    return Expectation.load(sample.folder().parent / "expected.json", sample.folder())


@pytest.fixture(scope="module")
def stories(expected: Expectation) -> list[Story]:
    return collate(expected.articles.values())


@pytest.fixture(scope="module")
def story(expected: Expectation, stories: list[Story]) -> Story:
    return expected.story(stories)


def check(wrong: Iterator[str]) -> None:
    """Everything that is wrong must be a shortfall that is written down; a mended one must leave the list."""
    found = set(wrong)
    known = {row for row in KNOWN_SHORTFALLS.read_text(encoding="utf-8").splitlines() if row}
    assert not found - known, "\n".join(sorted(found - known))


def all_wrong(expected: Expectation, stories: list[Story], story: Story) -> Iterator[str]:
    yield from wrong_grouping(expected, stories)
    yield from expected.wrong_published(story)
    blocks: dict[str, list[Block]] = {a: [] for s in stories for a in s.articles}
    for each in stories:
        for block in each.blocks:
            blocks[block.article_id].append(block)
    yield from expected.wrong_set_aside(blocks)
    for statement in expected.data["statements"]:
        yield from expected.wrong_statement(story, statement)
        yield from expected.wrong_variants(story, statement)
        yield from expected.wrong_channels(story, statement)
    yield from expected.wrong_others(story)
    yield from expected.wrong_merged(story)
    yield from expected.wrong_withheld(story)
    yield from expected.wrong_posts(story)
    yield from expected.wrong_timeline(story)
    yield from expected.wrong_not_speech(story)
    yield from wrong_copies(expected, story)


def wrong_grouping(expected: Expectation, stories: list[Story]) -> Iterator[str]:
    for each in stories:
        names = expected.to_names(each.articles)
        if len(names) > 1 and names != set(expected.data["files"]):
            yield f"one story: {' '.join(sorted(names))}"


def wrong_copies(expected: Expectation, story: Story) -> Iterator[str]:
    """Pairs that are copies of one another, and no others."""
    found = {
        frozenset((expected.names[c.article_id], expected.names[c.other_id]))
        for c in story.copies
        if c.kind in ("exact", "near")
    }
    wanted = {frozenset(c["between"]) for c in expected.data["copies"] if c["kind"] in ("exact", "near", "wire")}
    yield from (f"no copy: {' '.join(sorted(pair))}" for pair in wanted - found)
    yield from (f"a copy though it is none: {' '.join(sorted(pair))}" for pair in found - wanted)


def test_the_sample_is_told_as_expected(expected: Expectation, stories: list[Story], story: Story) -> None:
    check(all_wrong(expected, stories, story))


def test_shortfalls_that_were_mended_are_struck_off(expected: Expectation, stories: list[Story], story: Story) -> None:
    known = {row for row in KNOWN_SHORTFALLS.read_text(encoding="utf-8").splitlines() if row}
    mended = known - set(all_wrong(expected, stories, story))
    assert not mended, f"strike off {KNOWN_SHORTFALLS.name}: " + "\n".join(sorted(mended))
