"""Stories: the heads, terms and copies of all articles in; which articles tell one event out.

Articles become vectors of term weights (TF-IDF), pairs that lie close in time are compared through an inverted index,
and average link joins what is similar enough for the days that lie between. All numbers that decide are integers, so
the outcome does not hang on the order of sums or of files. docs/stages/stories.md tells the method and its figures.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace

from tellings.corrections import corrected_days, set_apart
from tellings.model import Copy, Lineage, StoryRow, Telling, Terms, Version, content_id
from tellings.stage import Stage
from tellings.stages.stories.grouping import Grouping
from tellings.stages.stories.horizon import find_horizon
from tellings.stages.stories.lineage import Before, trace_stories
from tellings.stages.stories.pairs import make_window, similar_pairs, tie, tied_pairs
from tellings.stages.stories.rows import Related, rows_of
from tellings.stages.stories.settings import StorySettings
from tellings.stages.stories.vectors import day_of, make_vectors

VERSION = 4
NOTHING = Before()
NEVER = 1 << 40  # the day of the undated, who come last


def group_stories(
    articles: Iterable[Terms],
    copies: Iterable[Copy] = (),
    settings: StorySettings | None = None,
    versions: Iterable[Version] = (),
) -> list[list[str]]:
    """Ids of the articles of each story: stories by first day, then id; members by date, then id.

    Args:
        articles: rows that `tellings.stages.terms.describe` made; of two with one id, one is taken.
        copies: what pairs of articles share, where known; long shared quotations and copies tie articles.
        settings: what is asked of two articles to tell one event.
        versions: which articles are versions of one, where known; they tie as copies do.

    >>> group_stories([])
    []
    """
    settings = settings or StorySettings()
    heads = [head for _, head in sorted({head.article_id: head for head in articles}.items())]
    if not heads:
        return []
    rows = make_vectors(heads, settings)
    window = make_window(rows.days, settings)
    edges = tie(similar_pairs(rows, window, settings), tied_pairs(rows, copies, versions, settings))
    groups = Grouping(rows.days, window, edges, settings).run()

    def when(row: int) -> tuple[int, str]:
        day = int(rows.days[row])
        return (day if day >= 0 else NEVER, rows.ids[row])

    ordered = [sorted(members, key=when) for members in groups]
    return [[rows.ids[row] for row in members] for members in sorted(ordered, key=lambda members: when(members[0]))]


def rule_of(settings: StorySettings) -> str:
    """Digest of what decides which articles are one story."""
    facts = {name: value for name, value in asdict(settings).items() if name not in ("rebuild", "lead")}
    return content_id(VERSION, sorted(facts.items()))[:8]


def tell_stories(
    articles: Iterable[Terms],
    copies: Iterable[Copy] = (),
    settings: StorySettings | None = None,
    versions: Iterable[Version] = (),
    before: Before = NOTHING,
) -> list[StoryRow | Telling | Lineage]:
    """Stories and their tellings, as rows, and what became of the stories of the last run.

    Args:
        articles: rows that `tellings.stages.terms.describe` made.
        copies: what pairs of articles share.
        settings: what is asked of two articles to tell one event.
        versions: which articles are versions of one.
        before: the stories of the last run; only what new articles can change is grouped anew, and ids stay.

    >>> tell_stories([])
    []
    """
    settings = settings or StorySettings()
    known = corrected_days(settings.dated)
    heads = {head.article_id: replace(head, published=known.get(head.article_id, head.published)) for head in articles}
    listed, revised = list(copies), list(versions)
    rule = rule_of(settings)
    groups = _regroup([heads[key] for key in sorted(heads)], listed, revised, before, settings)
    groups = set_apart(groups, settings.apart)
    ids, lineage = trace_stories(groups, before, settings.rebuild)
    related = Related.of(listed, revised)
    rows: list[StoryRow | Telling | Lineage] = []
    for story_id, group in zip(ids, groups, strict=True):
        rows += rows_of(story_id, [heads[article_id] for article_id in group], related, settings, rule)
    return [*rows, *lineage]


def _regroup(
    heads: Sequence[Terms], copies: list[Copy], versions: list[Version], before: Before, settings: StorySettings
) -> list[list[str]]:
    """The articles of each story, in order of date: those that new articles can change, and the others as they were."""
    if settings.one_story:
        return [_by_date(heads, settings)] if heads else []
    horizon = find_horizon(heads, before, rule_of(settings), settings)
    if horizon is None:
        return group_stories(heads, copies, settings, versions)
    groups = group_stories([head for head in heads if head.article_id in horizon], copies, settings, versions)
    kept: dict[str, list[Terms]] = {}
    for head in heads:
        if head.article_id not in horizon:
            kept.setdefault(before.story_of[head.article_id], []).append(head)
    groups += [_by_date(members, settings) for members in kept.values()]
    day = {head.article_id: _day(head, settings) for head in heads}
    return sorted(groups, key=lambda group: (day[group[0]], group[0]))


def _day(head: Terms, settings: StorySettings) -> int:
    day = day_of(head.published, settings.latest)
    return day if day >= 0 else NEVER


def _by_date(heads: Iterable[Terms], settings: StorySettings) -> list[str]:
    return [head.article_id for head in sorted(heads, key=lambda head: (_day(head, settings), head.article_id))]


def run(
    settings: StorySettings,
    articles: list[Terms],
    copies: list[Copy],
    versions: list[Version],
    stories: list[StoryRow],
    tellings: list[Telling],
    lineage: list[Lineage],
) -> Iterator[StoryRow | Telling | Lineage]:
    """All stories of a collection; the last three are those of the last run."""
    yield from tell_stories(articles, copies, settings, versions, Before.of(stories, tellings, lineage))


STAGE = Stage(
    name="stories",
    version=VERSION,
    reads=(Terms, Copy, Version),
    writes=(StoryRow, Telling, Lineage),
    run=run,
    settings=StorySettings(),
    previous=(StoryRow, Telling, Lineage),
)
