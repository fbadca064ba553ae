"""Horizon: heads and the stories of the last run in, the articles that have to be grouped anew out.

What is added to a store can change only stories that it is compared with: those near it in time. So of a large store
only these are grouped anew, with all their articles; the others stay as they are. docs/stages/stories.md tells how far
the outcome agrees with grouping all.
"""

from collections.abc import Sequence

import numpy as np

from tellings.model import Terms
from tellings.stages.stories.lineage import Before
from tellings.stages.stories.pairs import make_window
from tellings.stages.stories.settings import StorySettings
from tellings.stages.stories.vectors import day_of

# Of a store: where more would be grouped anew, all is; the outcome is then that of one run.
MOST = 0.8


def find_horizon(heads: Sequence[Terms], before: Before, rule: str, settings: StorySettings) -> set[str] | None:
    """Ids of the articles that have to be grouped anew; None where all have to be.

    Args:
        heads: of all articles, sorted by id.
        before: the stories of the last run.
        rule: digest of the settings in force; stories of another rule are grouped anew.
        settings: how far an article is compared.
    """
    fresh = np.array([before.rules.get(before.story_of.get(h.article_id, ""), "") != rule for h in heads])
    if settings.rebuild or not before.story_of or not fresh.any():
        return None
    days = np.array([day_of(head.published, settings.latest) for head in heads], dtype=np.int64)
    if (days[fresh] < 0).any():
        return None  # an undated article is compared with all
    window = make_window(days, settings)
    places = np.arange(len(window.order))
    new = fresh[window.order]
    last = np.searchsorted(window.first, places, side="right") - 1  # the last place that is compared back to each
    edges = np.zeros(len(places) + 1, np.int64)
    np.add.at(edges, window.first[new], 1)
    np.add.at(edges, last[new] + 1, -1)
    touched = days < 0
    touched[window.order[np.cumsum(edges[:-1]) > 0]] = True
    stories = {before.story_of.get(heads[row].article_id, "") for row in np.flatnonzero(touched).tolist()} - {""}
    found = {
        head.article_id
        for row, head in enumerate(heads)
        if touched[row] or before.story_of.get(head.article_id) in stories
    }
    return found if len(found) <= MOST * len(heads) else None
