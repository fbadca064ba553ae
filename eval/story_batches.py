"""Batches: the heads of a set in, how far stories that came in ten batches agree with those of one run out."""

from collections.abc import Sequence
from dataclasses import replace

from eval.story_sets import b_cubed, numbered
from tellings.model import Copy, Lineage, StoryRow, Telling, Terms, content_id
from tellings.stages.stories import group_stories, tell_stories
from tellings.stages.stories.lineage import Before
from tellings.stages.stories.settings import StorySettings

BATCHES = 10
SHORT_REACH = "batches by date, short reach"  # a trial of what very many articles would do; no floor


def in_batches(heads: list[Terms], copies: Sequence[Copy], settings: StorySettings, by_date: bool) -> dict[str, str]:
    """The story of each article when they are added in ten batches: by date, as news comes, or as chance has it."""
    ordered = sorted(heads, key=lambda h: (h.published[:10] if by_date else "", content_id("batch", h.article_id)))
    size = -(-len(ordered) // BATCHES)
    before = Before()
    for end in range(size, len(ordered) + size, size):
        rows = tell_stories(ordered[:end], copies, settings, (), before)
        stories = [row for row in rows if isinstance(row, StoryRow)]
        lineage = [row for row in rows if isinstance(row, Lineage)]
        before = Before.of(stories, [row for row in rows if isinstance(row, Telling)], lineage)
    return dict(before.story_of)


def score_batches(heads: list[Terms], copies: Sequence[Copy], settings: StorySettings) -> dict[str, float]:
    """B-cubed F1 of stories that came in ten batches against those of one run.

    A set below the reach is grouped whole each time; with a reach of a fifth of the set, only what new articles can
    change is, as in a store of very many.
    """
    near = replace(settings, reach=max(1, len(heads) // 5))
    figures = {}
    for name, chosen, by_date in (
        ("batches", settings, False), ("batches by date", settings, True), (SHORT_REACH, near, True),
    ):  # fmt: skip
        given = in_batches(heads, copies, chosen, by_date)
        once = {k: str(number) for k, number in numbered(group_stories(heads, copies, chosen)).items()}
        numbers = {name: number for number, name in enumerate(sorted(set(given.values())))}
        figures[name] = round(b_cubed({k: numbers[v] for k, v in given.items()}, once)[2], 2)
    return figures
