"""Stories: the heads, terms and copies of all articles in; which articles tell one event out.

Articles become vectors of term weights (TF-IDF), pairs that lie close in time are compared through an inverted index,
and average link joins what is similar enough for the days that lie between. All numbers that decide are integers, so
the outcome does not hang on the order of sums or of files. docs/stages/stories.md tells the method and its figures.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from tellings.model import Copy, StoryRow, Telling, Terms, content_id
from tellings.stage import Stage
from tellings.stages.stories.grouping import Grouping
from tellings.stages.stories.naming import anchor_dates, name_tellings
from tellings.stages.stories.pairs import WHOLE, make_window, similar_pairs, tied_pairs
from tellings.stages.stories.settings import StorySettings
from tellings.stages.stories.vectors import make_vectors


def group_stories(
    articles: Iterable[Terms], copies: Iterable[Copy] = (), settings: StorySettings | None = None
) -> list[list[str]]:
    """Ids of the articles of each story: stories by first day, then id; members by date, then id.

    Args:
        articles: rows that `tellings.stages.terms.describe` made; of two with one id, one is taken.
        copies: what pairs of articles share, where known; long shared quotations and copies tie articles.
        settings: what is asked of two articles to tell one event.

    >>> group_stories([])
    []
    """
    settings = settings or StorySettings()
    heads = [head for _, head in sorted({head.article_id: head for head in articles}.items())]
    if not heads:
        return []
    rows = make_vectors(heads, settings)
    window = make_window(rows.days, settings)
    grouping = Grouping(rows, window, settings)
    for one, other, similarity in zip(*(part.tolist() for part in similar_pairs(rows, window, settings)), strict=True):
        grouping.tie(one, other, similarity)
    for (one, other), (least, added) in tied_pairs(rows, copies, settings).items():
        similarity = max(least, grouping.near[one].get(other, 0) + added)
        if similarity > 0:
            grouping.tie(one, other, similarity)
    never = 1 << 40  # the undated come last

    def when(row: int) -> tuple[int, str]:
        day = int(rows.days[row])
        return (day if day >= 0 else never, rows.ids[row])

    ordered = [sorted(members, key=when) for members in grouping.run()]
    return [[rows.ids[row] for row in members] for members in sorted(ordered, key=lambda members: when(members[0]))]


def tell_stories(
    articles: Iterable[Terms], copies: Iterable[Copy] = (), settings: StorySettings | None = None
) -> list[StoryRow | Telling]:
    """Stories and their tellings, as rows.

    >>> tell_stories([])
    []
    """
    settings = settings or StorySettings()
    heads = {head.article_id: head for head in articles}
    listed = list(copies)
    groups = [sorted(heads)] if settings.one_story and heads else group_stories(heads.values(), listed, settings)
    story = {article_id: number for number, group in enumerate(groups) for article_id in group}
    repeated: dict[str, set[str]] = defaultdict(set)
    for copy in listed:
        one, other = copy.article_id, copy.other_id
        if copy.kind in WHOLE and one != other and story.get(one, -1) == story.get(other, -2):
            repeated[one].add(other)
            repeated[other].add(one)
    rows: list[StoryRow | Telling] = []
    for group in groups:
        rows += _rows_of([heads[article_id] for article_id in group], repeated, settings)
    return rows


def _rows_of(
    members: list[Terms], repeated: dict[str, set[str]], settings: StorySettings
) -> Iterator[StoryRow | Telling]:
    """Rows of one story."""
    anchors = anchor_dates(members, settings)
    order = {m.article_id: (anchors[m.article_id][0] or "9999", m.article_id) for m in members}
    members = sorted(members, key=lambda m: order[m.article_id])
    story_id = content_id("story", members[0].article_id)
    copy_of: dict[str, str] = {}
    for member in members:
        originals = sorted(order[other] for other in repeated.get(member.article_id, ()))
        copy_of[member.article_id] = originals[0][1] if originals and originals[0] < order[member.article_id] else ""
    independent = [m for m in members if not copy_of[m.article_id]]
    lead = independent[0]
    if settings.lead == "longest":
        lead = min(independent, key=lambda m: (-m.words, order[m.article_id]))
    days = sorted(day for day, source in anchors.values() if source == "published")
    days = days or sorted(day for day, _ in anchors.values() if day)
    bucket = days[0][:7] if days else "undated"
    yield StoryRow(
        story_id=story_id,
        bucket=bucket,
        lead_id=lead.article_id,
        title=lead.title,
        first=days[0] if days else "",
        last=days[-1] if days else "",
        tellings=len(members),
        independent=len(independent),
    )
    sigla = name_tellings(members)
    for member in members:
        anchor, anchor_source = anchors[member.article_id]
        yield Telling(
            story_id=story_id,
            article_id=member.article_id,
            bucket=bucket,
            siglum=sigla[member.article_id],
            anchor=anchor,
            anchor_source=anchor_source,
            copy_of=copy_of[member.article_id],
        )


def run(settings: StorySettings, articles: list[Terms], copies: list[Copy]) -> Iterator[StoryRow | Telling]:
    """All stories of a collection."""
    yield from tell_stories(articles, copies, settings)


STAGE = Stage(
    name="stories",
    version=3,
    reads=(Terms, Copy),
    writes=(StoryRow, Telling),
    run=run,
    settings=StorySettings(),
)
