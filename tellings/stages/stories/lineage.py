"""Lineage: the stories of now and those of the last run in, ids that stay and what became of each story out.

A story keeps the id it was born with as long as it keeps more of its articles than any other story takes of them. Ids
are hashes of the article a story was born of, so the same batches in the same sequence give the same ids.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tellings.model import Lineage, StoryRow, Telling, content_id

Groups = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Before:
    """What the last run left."""

    story_of: Mapping[str, str] = field(default_factory=dict)  # article_id -> story_id
    rules: Mapping[str, str] = field(default_factory=dict)  # story_id -> StoryRow.rule
    lineage: tuple[Lineage, ...] = ()

    @classmethod
    def of(cls, stories: Iterable[StoryRow], tellings: Iterable[Telling], lineage: Iterable[Lineage]) -> "Before":
        """The rows of the last run."""
        return cls(
            {telling.article_id: telling.story_id for telling in tellings},
            {story.story_id: story.rule for story in stories},
            tuple(lineage),
        )

    @property
    def run(self) -> int:
        """Number of the last grouping; 0 before the first."""
        return max((row.run for row in self.lineage), default=0)


def trace_stories(groups: Groups, before: Before, rebuild: bool = False) -> tuple[list[str], list[Lineage]]:
    """The id of each group, and the lineage with what this run adds.

    Args:
        groups: article_ids of each story, in order of date.
        before: what the last run left.
        rebuild: give the ids that one run over all articles gives; the lineage leads from the old ones to them.
    """
    shares = {
        (number, old): many
        for number, group in enumerate(groups)
        for old, many in Counter(before.story_of[i] for i in group if i in before.story_of).items()
    }
    kept = {} if rebuild else _kept(groups, shares)
    ids = _ids(groups, kept, set() if rebuild else {row.story_id for row in before.lineage})
    rows = sorted(
        _events(groups, ids, shares, before, rebuild), key=lambda row: (row.story_id, row.event, row.other_id)
    )
    return ids, [*before.lineage, *rows]


def _kept(groups: Groups, shares: Mapping[tuple[int, str], int]) -> dict[int, str]:
    """The old id of each group that keeps one: where an old story's greatest share went."""
    kept: dict[int, str] = {}
    taken: set[str] = set()
    for (number, old), _ in sorted(shares.items(), key=lambda item: (-item[1], item[0][1], groups[item[0][0]][0])):
        if number not in kept and old not in taken:
            kept[number] = old
            taken.add(old)
    return kept


def _ids(groups: Groups, kept: Mapping[int, str], given: set[str]) -> list[str]:
    """Ids of all groups; a new one is named after its first article that has named none yet."""
    taken = given | set(kept.values())
    ids: list[str] = []
    for number, group in enumerate(groups):
        if number in kept:
            ids.append(kept[number])
            continue
        names = (content_id("story", article_id) for article_id in group)
        free = next((name for name in names if name not in taken), "")
        again = 2
        while not free or free in taken:
            free, again = content_id("story", group[0], again), again + 1
        taken.add(free)
        ids.append(free)
    return ids


def _events(
    groups: Groups, ids: Sequence[str], shares: Mapping[tuple[int, str], int], before: Before, rebuild: bool
) -> Iterator[Lineage]:
    """What happened to stories between the last run and this one."""
    run = before.run + 1
    most: dict[str, tuple[int, int]] = {}  # old story -> (its greatest share, the group that has it)
    for (number, old), many in sorted(shares.items()):
        if many > most.get(old, (0, 0))[0]:
            most[old] = many, number
    living = set(ids)
    for old, (many, number) in sorted(most.items()):
        if old not in living:
            yield Lineage(old, run, "rebuilt" if rebuild else "joined", ids[number], many)
    for number, group in enumerate(groups):
        own = {old: many for (at, old), many in shares.items() if at == number} if before.story_of else {}
        yield from _of_group(ids[number], group, own, before, run, living)


def _of_group(
    story_id: str, group: Sequence[str], own: Mapping[str, int], before: Before, run: int, living: set[str]
) -> Iterator[Lineage]:
    """What happened to one story: own are the old stories it has articles of."""
    new = sum(article_id not in before.story_of for article_id in group)
    others = {old: many for old, many in own.items() if old != story_id and old in living}
    if story_id not in before.rules:
        source = min(others, key=lambda old: (-others[old], old), default="")
        yield Lineage(story_id, run, "split" if source else "born", source, len(group))
        return
    if new:
        yield Lineage(story_id, run, "grew", "", new)
    for old, many in sorted(others.items()):
        yield Lineage(story_id, run, "took", old, many)


def story_now(story_id: str, lineage: Iterable[Lineage]) -> str:
    """The story that an id, once given, leads to today; itself where it lives, or was never given.

    >>> story_now("a", [Lineage("a", 2, "joined", "b", 1), Lineage("b", 3, "joined", "c", 2)])
    'c'
    """
    went = {(row.story_id, row.run): row.other_id for row in lineage if row.event in ("joined", "rebuilt")}
    last = 0
    while True:
        runs = [run for name, run in went if name == story_id and run > last]
        if not runs:
            return story_id
        last = min(runs)
        story_id = went[story_id, last]
