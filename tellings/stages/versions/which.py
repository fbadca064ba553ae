"""Which articles are versions of one: heads and copies in, chains of versions in their order out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np

from tellings.model import Copy, Telling, Terms, Version
from tellings.stage import Settings, Stage
from tellings.text.terms import PAIR, Hashes, unpack_terms
from tellings.text.words import find_words

Pair = tuple[str, str]
THOUSAND = 1000
NEIGHBOURS = 8  # of one address, file or headline: each is compared with so many before it, so that cost stays linear


@dataclass(frozen=True)
class VersionSettings(Settings):
    """When two articles are versions of one. Shares are thousandths of the rarer words of the shorter article."""

    # Of one address or one file: an editor may rewrite most of a text, but a page that holds another article each day
    # (a front page, a section) shares a tenth of its rare words at most.
    alike: int = 300
    # Of one outlet under one headline: a weekly column keeps its headline, and a fifth of its words.
    alike_headline: int = 500
    headline_words: int = 4  # a shorter headline ("Letters", "Weather") is a rubric
    days: int = 1  # days that may lie between two versions of one outlet's text where no address or file ties them
    share: int = 800  # of the own prose of both that a near copy of one outlet has: less is a follow-up that repeats


def _alike(one: Terms, other: Terms) -> int:
    """Per thousand of the rarer words of the article with fewer of them that the other has too."""
    ours, theirs = _words(one), _words(other)
    fewer = min(len(ours), len(theirs))
    return THOUSAND * len(np.intersect1d(ours, theirs, assume_unique=True)) // fewer if fewer else 0


def _words(head: Terms) -> Hashes:
    terms = unpack_terms(head.terms)[0]
    return terms[terms < PAIR]


def _headline(head: Terms) -> str:
    return " ".join(head.title[low:high].casefold() for low, high in find_words(head.title))


def _days_apart(one: Terms, other: Terms) -> int:
    """Days between two publications; 0 where one is not known."""
    try:
        days = [date.fromisoformat(head.published[:10]) for head in (one, other)]
    except ValueError:
        return 0
    return abs((days[0] - days[1]).days)


def _near(groups: Mapping[object, list[Terms]]) -> Iterator[tuple[Terms, Terms]]:
    """Pairs of articles that share a key and follow one another."""
    for group in groups.values():
        ordered = sorted(group, key=lambda head: (_stamp(head), head.article_id))
        for place, head in enumerate(ordered):
            for other in ordered[max(0, place - NEIGHBOURS) : place]:
                yield other, head


def _by(heads: Iterable[Terms], keys: Iterable[object]) -> dict[object, list[Terms]]:
    groups: dict[object, list[Terms]] = defaultdict(list)
    for head, key in zip(heads, keys, strict=True):
        if key:
            groups[key].append(head)
    return {key: group for key, group in groups.items() if len(group) > 1}


def _is_known(source: str) -> bool:
    return source not in ("", "-")


def _ties(heads: Sequence[Terms], copies: Iterable[Copy], settings: VersionSettings) -> Iterator[tuple[Pair, str]]:
    """Pairs of versions, each with what ties them."""
    lines = {head.article_id: _headline(head) for head in heads}

    def same_headline(one: Terms, other: Terms) -> bool:
        return bool(lines[one.article_id]) and lines[one.article_id] == lines[other.article_id]

    addresses = _by(heads, [head.address for head in heads])
    files = _by(heads, [(head.source, head.record) if _is_known(head.source) else "" for head in heads])
    for basis, groups in (("address", addresses), ("file", files)):
        for one, other in _near(groups):
            others_file = basis == "file" and one.outlet and other.outlet and one.outlet != other.outlet
            if not others_file and (same_headline(one, other) or _alike(one, other) >= settings.alike):
                yield (one.article_id, other.article_id), basis
    long = [line if line.count(" ") + 1 >= settings.headline_words else "" for line in lines.values()]
    keys = [(head.outlet, line) if head.outlet and line else "" for head, line in zip(heads, long, strict=True)]
    for one, other in _near(_by(heads, keys)):
        if _days_apart(one, other) <= settings.days and _alike(one, other) >= settings.alike_headline:
            yield (one.article_id, other.article_id), "headline"
    by_id = {head.article_id: head for head in heads}
    for copy in copies:
        ours, theirs = by_id.get(copy.article_id), by_id.get(copy.other_id)
        if ours and theirs and _is_reprint(ours, theirs, copy, settings):
            yield (copy.article_id, copy.other_id), "text"


def _is_reprint(one: Terms, other: Terms, copy: Copy, settings: VersionSettings) -> bool:
    """Whether a copy is an outlet's own text, printed again within a day or so."""
    whole = copy.kind == "exact" or (copy.kind == "near" and min(copy.share, copy.other_share) >= settings.share)
    of_one = bool(one.outlet) and one.outlet == other.outlet
    return whole and of_one and _days_apart(one, other) <= settings.days


def _stamp(head: Terms) -> str:
    """When an article was last changed, as far as it tells: in UTC, "" unknown."""
    return max(_in_utc(head.published), _in_utc(head.modified))


def _in_utc(given: str) -> str:
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        return ""
    try:
        return (moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
    except OverflowError:  # the year 1 or 9999, east or west of Greenwich
        return moment.replace(tzinfo=UTC).isoformat()


def _chains(ties: Iterable[Pair]) -> list[list[str]]:
    """Articles that are tied, directly or through others."""
    above: dict[str, str] = {}

    def root(article_id: str) -> str:
        above.setdefault(article_id, article_id)
        while above[article_id] != article_id:
            above[article_id] = above[above[article_id]]
            article_id = above[article_id]
        return article_id

    for one, other in ties:
        low, high = sorted((root(one), root(other)))
        above[high] = low
    chains: dict[str, list[str]] = defaultdict(list)
    for article_id in sorted(above):
        chains[root(article_id)].append(article_id)
    return [chain for _, chain in sorted(chains.items())]


NEW = 1 << 30  # the place of an article that no earlier run has read


def find_versions(
    articles: Iterable[Terms],
    copies: Iterable[Copy] = (),
    settings: VersionSettings | None = None,
    known: Mapping[str, int] | None = None,
) -> list[Version]:
    """The articles of which there are several versions, each with its place in the order of its versions.

    Args:
        articles: rows that `tellings.stages.terms.describe` made.
        copies: what pairs of articles share, where known.
        settings: when two articles are versions of one.
        known: articles that earlier runs have read, with their place among versions, 0 where they had none: where no
            date tells, what was read earlier is the earlier version.

    >>> find_versions([])
    []
    """
    settings = settings or VersionSettings()
    heads = [head for _, head in sorted({head.article_id: head for head in articles}.items())]
    by_id = {head.article_id: head for head in heads}
    bases: dict[str, set[str]] = defaultdict(set)
    pairs: set[Pair] = set()
    for pair, basis in _ties(heads, copies, settings):
        pairs.add(pair)
        for article_id in pair:
            bases[article_id].add(basis)
    rows: list[Version] = []
    for chain in _chains(sorted(pairs)):
        rows += _rows_of([by_id[article_id] for article_id in chain], bases, known or {})
    return sorted(rows, key=lambda row: row.article_id)


def _rows_of(chain: list[Terms], bases: Mapping[str, set[str]], known: Mapping[str, int]) -> Iterator[Version]:
    """The rows of one chain: by date where each tells one, else in the order of reading."""
    dated = all(_stamp(head) for head in chain)

    def place(head: Terms) -> tuple[str, int, str]:
        return _stamp(head) if dated else "", known.get(head.article_id, NEW), head.article_id

    ordered = sorted(chain, key=place)
    for number, head in enumerate(ordered, 1):
        before = place(ordered[number - 2]) if number > 1 else place(ordered[1])
        reason = "order not told: neither by dates nor by runs"
        if before[0] != place(head)[0]:
            reason = "date of publication or change"
        elif before[1] != place(head)[1]:
            reason = "read by an earlier run" if number == 1 else "read after the version before it"
        yield Version(
            article_id=head.article_id,
            version_of=ordered[-1].article_id,
            number=number,
            versions=len(ordered),
            basis="; ".join(sorted(bases[head.article_id])),
            reason=reason,
        )


def run(
    settings: VersionSettings,
    articles: list[Terms],
    copies: list[Copy],
    versions: list[Version],
    tellings: list[Telling],
) -> Iterator[Version]:
    """All versions of a collection."""
    known = {telling.article_id: 0 for telling in tellings} | {row.article_id: row.number for row in versions}
    yield from find_versions(articles, copies, settings, known)


STAGE = Stage(
    name="versions",
    version=1,
    reads=(Terms, Copy),
    writes=(Version,),
    run=run,
    settings=VersionSettings(),
    previous=(Version, Telling),
)
