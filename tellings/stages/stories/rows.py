"""Rows: the members of a story in, its row and its tellings out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tellings.corrections import PERSON, corrected_days
from tellings.model import Copy, StoryRow, Telling, Terms, Version
from tellings.stages.stories.naming import anchor_dates, name_tellings
from tellings.stages.stories.pairs import WHOLE
from tellings.stages.stories.settings import StorySettings

Order = tuple[str, str]


@dataclass(frozen=True)
class Related:
    """Which articles repeat which, and which are versions of one."""

    repeated: Mapping[str, set[str]]
    versions: Mapping[str, Version]

    @classmethod
    def of(cls, copies: Iterable[Copy], versions: Iterable[Version]) -> "Related":
        """What copies and versions say of articles."""
        listed = {row.article_id: row for row in versions}
        repeated: dict[str, set[str]] = defaultdict(set)
        for copy in copies:
            one, other = copy.article_id, copy.other_id
            if copy.kind in WHOLE and one != other and not _of_one(listed.get(one), listed.get(other)):
                repeated[one].add(other)
                repeated[other].add(one)
        return cls(repeated, listed)

    def chains(self, members: Sequence[Terms]) -> dict[str, list[str]]:
        """For each member that is a version: the versions that are members, the earliest first."""
        chains: dict[str, list[Version]] = defaultdict(list)
        for member in members:
            if row := self.versions.get(member.article_id):
                chains[row.version_of].append(row)
        found: dict[str, list[str]] = {}
        for chain in chains.values():
            ids = [row.article_id for row in sorted(chain, key=lambda row: row.number)]
            found.update(dict.fromkeys(ids, ids))
        return found


def _of_one(one: Version | None, other: Version | None) -> bool:
    return one is not None and other is not None and one.version_of == other.version_of


def rows_of(
    story_id: str, members: Sequence[Terms], related: Related, settings: StorySettings, rule: str = ""
) -> Iterator[StoryRow | Telling]:
    """Rows of one story, its own row first."""
    anchors = anchor_dates(members, settings)
    order = {m.article_id: (anchors[m.article_id][0] or "9999", m.article_id) for m in members}
    members = sorted(members, key=lambda m: order[m.article_id])
    chains = related.chains(members)
    copy_of = _copies(order, chains, related)
    shown = {i: chains[i][-1] for i in order if i in chains and chains[i][-1] != i}
    independent = [m for m in members if not copy_of[m.article_id] and m.article_id not in shown]
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
        rule=rule,
    )
    sigla, known = name_tellings(members), corrected_days(settings.dated)
    for member in members:
        anchor, anchor_source = anchors[member.article_id]
        yield Telling(
            story_id=story_id,
            article_id=member.article_id,
            bucket=bucket,
            siglum=sigla[member.article_id],
            anchor=anchor,
            anchor_source=PERSON if member.article_id in known else anchor_source,
            copy_of=copy_of[member.article_id],
            version_of=shown.get(member.article_id, ""),
        )


def _copies(order: Mapping[str, Order], chains: Mapping[str, list[str]], related: Related) -> dict[str, str]:
    """The earliest telling that each one repeats; a version is as early as the first of its versions."""
    early = {i: min(order[v] for v in chains.get(i, [i])) for i in order}
    found: dict[str, str] = {}
    for article_id in order:
        originals = sorted(order[o] for o in related.repeated.get(article_id, ()) if o in order)
        found[article_id] = next((o for _, o in originals if early[o] < early[article_id]), "")
    return found
