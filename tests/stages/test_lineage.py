"""Lineage: ids that stay while stories grow, join and split; what is added later is grouped as if it had been there."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.model import Lineage, StoryRow, Telling, content_id
from tellings.stages.stories import group_stories, tell_stories
from tellings.stages.stories.horizon import find_horizon
from tellings.stages.stories.lineage import Before, story_now, trace_stories
from tellings.stages.stories.settings import StorySettings

from stages.test_stories import told


def before(groups: dict[str, list[str]], lineage: tuple[Lineage, ...] = ()) -> Before:
    lineage = lineage or tuple(Lineage(story, 1, "born", "", len(ids)) for story, ids in groups.items())
    return Before({i: story for story, ids in groups.items() for i in ids}, dict.fromkeys(groups, ""), lineage)


def events(rows: list[Lineage], run: int) -> list[tuple[str, str, str, int]]:
    return [(row.story_id, row.event, row.other_id, row.articles) for row in rows if row.run == run]


def test_a_story_that_grows_keeps_its_id_even_when_an_earlier_article_comes() -> None:
    ids, rows = trace_stories([["z", "a", "b"]], before({"S": ["a", "b"]}))
    assert ids == ["S"]
    assert events(rows, 2) == [("S", "grew", "", 1)]


def test_stories_that_join_go_on_under_the_id_of_the_larger() -> None:
    ids, rows = trace_stories([["a", "b", "c"]], before({"S": ["a"], "T": ["b", "c"]}))
    assert ids == ["T"]
    assert events(rows, 2) == [("S", "joined", "T", 1)]
    assert story_now("S", rows) == "T"


def test_a_story_that_splits_keeps_its_id_where_most_of_it_is() -> None:
    ids, rows = trace_stories([["a"], ["b", "c"]], before({"S": ["a", "b", "c"]}))
    assert ids == [content_id("story", "a"), "S"]
    assert events(rows, 2) == [(ids[0], "split", "S", 1)]


def test_an_id_is_never_given_twice() -> None:
    born = content_id("story", "a")
    ids, rows = trace_stories([["a"], ["b", "c"]], before({born: ["a", "b", "c"]}))
    assert ids[1] == born
    assert ids[0] not in (born, ids[1])
    assert trace_stories([["a"], ["b", "c"]], before({born: ["a", "b", "c"]})) == (ids, rows)


def test_a_rebuild_gives_the_ids_of_one_run_and_leads_there() -> None:
    ids, rows = trace_stories([["a", "b"]], before({"S": ["b"]}), rebuild=True)
    assert ids == [content_id("story", "a")]
    assert story_now("S", rows) == ids[0]


@given(st.lists(st.lists(st.integers(0, 5), min_size=9, max_size=9), min_size=1, max_size=5))
@settings(deadline=None)
def test_every_id_once_given_leads_to_a_story_of_today(runs: list[list[int]]) -> None:
    """Nine articles, thrown into other stories in every run."""
    last = Before()
    given_ids: set[str] = set()
    for labels in runs:
        groups = [[str(n) for n in range(9) if labels[n] == label] for label in sorted(set(labels))]
        ids, rows = trace_stories(groups, last)
        assert len(set(ids)) == len(ids)
        last = before(dict(zip(ids, groups, strict=True)), tuple(rows))
        given_ids |= set(ids)
        assert {story_now(story, rows) for story in given_ids} <= set(ids)


def run_in(batches: list[list], chosen: StorySettings) -> tuple[dict[str, str], Before]:
    heads, last = [], Before()
    for batch in batches:
        heads += batch
        rows = tell_stories(heads, (), chosen, (), last)
        last = Before.of(
            [row for row in rows if isinstance(row, StoryRow)],
            [row for row in rows if isinstance(row, Telling)],
            [row for row in rows if isinstance(row, Lineage)],
        )
    return dict(last.story_of), last


def partition(story_of: dict[str, str]) -> list[list[str]]:
    stories: dict[str, list[str]] = {}
    for article_id, story in sorted(story_of.items()):
        stories.setdefault(story, []).append(article_id)
    return sorted(stories.values())


def heads_over_a_year() -> list:
    return [told(n % 4, n, f"2024-{1 + n // 4:02}-0{1 + n % 3}") for n in range(40)]


@pytest.mark.parametrize("reach", [3000, 4])
def test_batches_give_the_stories_of_one_run(reach: int) -> None:
    chosen = StorySettings(reach=reach, window=3)
    heads = heads_over_a_year()
    once = sorted(sorted(group) for group in group_stories(heads, settings=chosen))
    assert partition(run_in([heads[n : n + 8] for n in range(0, 40, 8)], chosen)[0]) == once
    shuffled = random.Random(3).sample(heads, len(heads))
    story_of, last = run_in([shuffled[:25], shuffled[25:]], chosen)
    assert partition(story_of) == once
    again = tell_stories(shuffled[::-1], (), chosen, (), last)
    assert {row.article_id: row.story_id for row in again if isinstance(row, Telling)} == story_of


def test_only_what_new_articles_can_change_is_grouped_anew() -> None:
    chosen = StorySettings(reach=4, window=3)
    heads = sorted(heads_over_a_year(), key=lambda head: head.article_id)
    _, last = run_in([heads], chosen)
    rule = next(iter(last.rules.values()))
    new = told(0, 99, "2024-10-04")
    horizon = find_horizon(sorted([*heads, new], key=lambda h: h.article_id), last, rule, chosen)
    assert horizon is not None
    assert new.article_id in horizon
    assert len(horizon) < len(heads) / 2
    assert find_horizon(heads, last, rule, chosen) is None, "something else than articles has changed"
    assert find_horizon(heads, last, "another", chosen) is None, "another rule groups all anew"
    undated = told(0, 98, "")
    assert find_horizon(sorted([*heads, undated], key=lambda h: h.article_id), last, rule, chosen) is None
