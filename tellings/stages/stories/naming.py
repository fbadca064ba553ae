"""Names and dates of tellings: the members of a story in, a siglum and an anchor date for each out."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from tellings.model import Terms
from tellings.stages.stories.settings import StorySettings
from tellings.stages.stories.vectors import day_of
from tellings.text.spelling import function_forms


def anchor_dates(members: Sequence[Terms], settings: StorySettings | None = None) -> dict[str, tuple[str, str]]:
    """(date, what it was told from) of each telling of a story.

    An undated telling gets the later of the commonest date of the dated tellings and its own latest post.
    """
    latest = (settings or StorySettings()).latest
    published = {m.article_id: m.published[:10] for m in members if day_of(m.published, latest) >= 0}
    counted = sorted(Counter(published.values()).items(), key=lambda item: (-item[1], item[0]))
    anchors: dict[str, tuple[str, str]] = {}
    for member in members:
        posted = member.posted if day_of(member.posted, latest) >= 0 else ""
        if member.article_id in published:
            anchors[member.article_id] = published[member.article_id], "published"
        elif counted and counted[0][0] >= posted:
            many = "telling" if len(published) == 1 else "tellings"
            source = f"inferred: published date of {len(published)} dated {many} of the story"
            anchors[member.article_id] = counted[0][0], source
        elif posted:
            anchors[member.article_id] = posted, "inferred: latest post in the text"
        else:
            anchors[member.article_id] = "", ""
    return anchors


TOKEN = re.compile(r"[^\W_]+")


def name_tellings(members: Sequence[Terms]) -> dict[str, str]:
    """A short name for each telling, unique in the story: its outlet, else what tells its file from the others.

    >>> one = Terms("i1", "in/003_aa.txt", -1, "", "", "", "", 0, "", b"")
    >>> two = Terms("i2", "in/004_ab.txt", -1, "The Gull", "", "", "", 0, "", b"")
    >>> name_tellings([one, two])
    {'i1': '003', 'i2': 'The Gull'}
    """
    stems = _short_stems({PurePath(m.source.replace("\\", "/")).stem for m in members if not m.outlet and m.source})
    named: dict[str, str] = {}
    taken: set[str] = set()
    for member in members:
        stem = PurePath(member.source.replace("\\", "/")).stem
        name = member.outlet or stems.get(stem, "") or member.article_id[:6]
        if not member.outlet and member.source and member.record >= 0:
            name = f"{name}:{member.record}"
        unique, number = name, 2
        while unique in taken:
            unique, number = f"{name}-{number}", number + 1
        taken.add(unique)
        named[member.article_id] = unique
    return named


def _short_stems(stems: Iterable[str]) -> dict[str, str]:
    """For each stem the shortest run of its first tokens that no other stem begins with; "the" alone names nobody.

    >>> _short_stems({"the-beacon-7", "post-7"}) == {"the-beacon-7": "the-beacon", "post-7": "post"}
    True
    """
    distinct = sorted(set(stems))
    runs = {stem: [(m.group(), m.end()) for m in TOKEN.finditer(stem)] for stem in distinct}
    heads = Counter(tuple(token for token, _ in run[:size]) for run in runs.values() for size in range(1, len(run) + 1))
    short: dict[str, str] = {}
    for stem, run in runs.items():
        begin = TOKEN.search(stem)
        for size in range(1, len(run) + 1):
            tells = size == len(run) or run[size - 1][0].casefold() not in function_forms()
            if tells and heads[tuple(token for token, _ in run[:size])] == 1:
                short[stem] = stem[begin.start() if begin else 0 : run[size - 1][1]]
                break
        else:
            short[stem] = stem
    return short
