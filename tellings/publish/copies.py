"""Copies of a store: in go a store and which are wanted, out come pairs, groups and observations as lines and JSON."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.text import Text

from tellings.errors import NotFound
from tellings.model import Article, Copy, Observation, Telling
from tellings.publish.lines import FAINT, HEAD, NAME, count, line, shorten
from tellings.publish.stories import read_rows, story_rows
from tellings.stages.origins import Outlet, names_of
from tellings.store import Manifest, Store

# Kinds of pair, those that say most first; the first three are told unless others are asked for.
KINDS = ("exact", "near", "excerpt", "shared quotation", "chrome")
TOLD_KINDS = KINDS[:3]
ONE_TEXT = frozenset(KINDS[:2])
# Characters of a passage that are shown, and passages of a pair.
SHOWN, PASSAGES = 90, 4
# Pieces of evidence that a line of an observation quotes.
QUOTED = 6
ARROWS = {"article -> other": "→", "other -> article": "←", "article within other": "⊂", "other within article": "⊃"}


@dataclass(frozen=True)
class PairView:
    """Two articles and what they share."""

    one: Article
    two: Article
    names: tuple[str, str]  # of both, as they are printed
    passages: tuple[Copy, ...]
    owner: str  # what the table of outlets says of the two; ""

    @property
    def row(self) -> Copy:
        """Any row: the verdict on the pair."""
        return self.passages[0]

    @property
    def words(self) -> int:
        """Shared words, all passages."""
        return sum(copy.words for copy in self.passages)


@dataclass(frozen=True)
class CopiesView:
    """What is listed."""

    pairs: tuple[PairView, ...]
    groups: tuple[tuple[str, ...], ...]  # names of articles that are one text, largest group first
    observed: tuple[Text, ...]
    other: Mapping[str, int]  # pairs of the kinds that are not listed


def list_copies(
    store: Store, number: int | None = None, kinds: Collection[str] = TOLD_KINDS, outlets: Sequence[Outlet] = ()
) -> CopiesView:
    """The pairs of articles that share text, and the groups that are one text.

    Args:
        store: where they lie.
        number: of a story: pairs of its tellings alone.
        kinds: of KINDS: which pairs are listed.
        outlets: who owns what.

    Raises:
        NotFound: there is no such story.
    """
    manifest = store.manifest()
    tellings = _tellings(store, manifest, number)
    members = {telling.article_id for telling in tellings}
    copies = [
        copy
        for copy in read_rows(store, manifest, Copy, *(("article_id", members) if number else ()))
        if not number or copy.other_id in members
    ]
    by_pair: dict[tuple[str, str], list[Copy]] = {}
    for copy in copies:
        by_pair.setdefault((copy.article_id, copy.other_id), []).append(copy)
    wanted = {pair: rows for pair, rows in by_pair.items() if rows[0].kind in kinds}
    observed = [row for row in read_rows(store, manifest, Observation) if not number or row.article_id in members]
    needed = {name for pair in wanted for name in pair} | {
        name for row in observed for name in (row.article_id, row.other_id)
    }
    articles = {a.article_id: a for a in read_rows(store, manifest, Article, "article_id", needed)}
    names = _names(articles.values(), tellings if number else ())
    pairs = [
        PairView(
            articles[one],
            articles[two],
            (names[one], names[two]),
            tuple(rows),
            _owner(articles[one], articles[two], outlets),
        )
        for (one, two), rows in wanted.items()
    ]
    pairs.sort(key=lambda pair: (KINDS.index(pair.row.kind), -pair.words, pair.names, pair.row.pair_id))
    skipped = [rows[0].kind for rows in by_pair.values() if rows[0].kind not in kinds]
    lines = observed_lines(observed, {key: article.text for key, article in articles.items()}, names)
    return CopiesView(tuple(pairs), _groups(pairs), tuple(lines), {k: skipped.count(k) for k in KINDS if k in skipped})


def _tellings(store: Store, manifest: Manifest, number: int | None) -> list[Telling]:
    """The members of a story; none where all articles are wanted."""
    if number is None:
        return []
    rows = story_rows(store, manifest)
    if not 1 <= number <= len(rows):
        raise NotFound(
            f"there is no story {number}; the store holds {count(len(rows), 'story', 'stories')}:"
            " `tellings show stories` lists them"
        )
    return read_rows(store, manifest, Telling, "story_id", {rows[number - 1].story_id})


def _names(articles: Iterable[Article], tellings: Sequence[Telling]) -> dict[str, str]:
    """What each article is called: its siglum within one story, else where it was read."""
    sigla = {telling.article_id: telling.siglum for telling in tellings}
    return {
        article.article_id: sigla.get(article.article_id)
        or (f"{article.source}{f' record {article.record}' if article.record >= 0 else ''}" or article.article_id[:8])
        for article in articles
    }


def _owner(one: Article, two: Article, outlets: Sequence[Outlet]) -> str:
    """What the table of outlets says of two articles."""
    parties = [
        {party for o in outlets if o.name.casefold() in names_of(each) for party in (o.owner, o.agency) if party}
        for each in (one, two)
    ]
    if common := sorted(parties[0] & parties[1]):
        return f"both of {common[0]}, by the table of outlets"
    for article, other in ((one, parties[1]), (two, parties[0])):
        if taken := [party for party in sorted(other) if party.casefold() in names_of(article)]:
            return f"the other takes texts of {taken[0]}, by the table of outlets"
    return ""


def _groups(pairs: Sequence[PairView]) -> tuple[tuple[str, ...], ...]:
    """Articles that are one text, through any number of pairs."""
    group: dict[str, list[str]] = {}
    for pair in pairs:
        if pair.row.kind in ONE_TEXT:
            one, two = (group.setdefault(name, [name]) for name in pair.names)
            if one is not two:
                one += two
                group.update(dict.fromkeys(two, one))
    unique = {id(members): tuple(sorted(members)) for members in group.values()}
    return tuple(sorted(unique.values(), key=lambda members: (-len(members), members)))


# --------------------------------------------------------------------------------------------- observations


def observed_lines(rows: Iterable[Observation], texts: Mapping[str, str], names: Mapping[str, str]) -> Iterator[Text]:
    """What was observed of the wording of some articles, a line each; in no export until a person has confirmed it.

    Args:
        rows: of the articles.
        texts: by article_id.
        names: of the articles, as they are printed.
    """
    found: dict[str, list[Observation]] = {}
    for row in rows:
        found.setdefault(row.observation_id, []).append(row)
    for _, evidence in sorted(found.items(), key=lambda item: (names[item[1][0].article_id], item[0])):
        row = evidence[0]
        chosen = sorted(evidence, key=lambda r: (not r.usual, -len(r.tellings), r.start))[:QUOTED]
        words = ", ".join(_quoted(r, texts[r.article_id]) for r in sorted(chosen, key=lambda r: r.start))
        source = f"source present: {names[row.other_id]}" if row.other_id else "source not among these"
        yield line((f"OBSERVED IN {names[row.article_id]}", HEAD), f"  machine-like substitutions ({words}); {source}")
        reasons = [reason for reason in row.reasons if not reason.startswith("source")]
        yield line((f"  {'; '.join(reasons)}", FAINT))


def _quoted(row: Observation, text: str) -> str:
    """A piece of evidence: its words, and what stands in their place elsewhere."""
    words = f"“{shorten(text[row.start : row.end], SHOWN)}”"
    if row.other_id:
        return f"{words} for “{row.usual}”"
    return f"{words}, elsewhere “{row.usual}”" if row.usual else words


# ---------------------------------------------------------------------------------------------------- lines


def copies_lines(view: CopiesView) -> Iterator[Text]:
    """The whole list."""
    yield line((f"{count(len(view.pairs), 'pair')} of articles that share text", HEAD) if view.pairs else "no copies")
    for members in view.groups:
        yield line(("  one text", HEAD), f"  {count(len(members), 'article')}: ", (", ".join(members), NAME))
    for pair in view.pairs:
        yield line()
        yield from _pair_lines(pair)
    if view.observed:
        yield line()
        yield from view.observed
    if view.other:
        told = ", ".join(f"{number:,} {kind}" for kind, number in view.other.items())
        yield line((f"not listed: {told}; --kind lists them", FAINT))


def _pair_lines(pair: PairView) -> Iterator[Text]:
    row = pair.row
    kind = f"{row.kind} copy" if row.kind in ONE_TEXT else row.kind
    between = ARROWS.get(row.direction, "~")
    yield line(
        (kind, HEAD), "  ", (pair.names[0], NAME), f" {between} ", (pair.names[1], NAME),
        f"  {row.share / 10:.0f} % / {row.other_share / 10:.0f} % of own prose, {count(pair.words, 'word')}",
    )  # fmt: skip
    direction = "" if row.direction in ARROWS else f"direction {row.direction}; "
    yield line((f"  {direction}{'; '.join((*row.reasons, *([pair.owner] if pair.owner else [])))}", FAINT))
    longest = sorted(pair.passages, key=lambda copy: (-copy.words, copy.start))[:PASSAGES]
    for copy in sorted(longest, key=lambda copy: (copy.start, copy.other_start)):
        origin = f", {copy.origin}" if copy.origin else ""
        yield line(
            f"  {copy.passage}{origin}  ",
            (f"{copy.start}–{copy.end} = {copy.other_start}–{copy.other_end}", FAINT),
            f"  {shorten(pair.one.text[copy.start : copy.end], SHOWN)}",
        )
    if len(pair.passages) > PASSAGES:
        yield line((f"  … and {count(len(pair.passages) - PASSAGES, 'passage')} more", FAINT))


# ----------------------------------------------------------------------------------------------------- JSON


def copies_json(view: CopiesView) -> dict[str, Any]:
    """Pairs and groups; no observations, which stay with those who can judge them."""
    return {
        "groups": [list(members) for members in view.groups],
        "pairs": [_pair_json(pair) for pair in view.pairs],
        "not_listed": dict(view.other),
    }


def _pair_json(pair: PairView) -> dict[str, Any]:
    row = pair.row
    return {
        "pair_id": row.pair_id, "article_id": row.article_id, "other_id": row.other_id,
        "article": pair.names[0], "other": pair.names[1], "kind": row.kind, "direction": row.direction,
        "share": row.share, "other_share": row.other_share, "words": pair.words, "reasons": list(row.reasons),
        "outlets": pair.owner,
        "passages": [
            {
                "passage": copy.passage, "origin": copy.origin, "start": copy.start, "end": copy.end,
                "other_start": copy.other_start, "other_end": copy.other_end, "words": copy.words, "prose": copy.prose,
                "begins": shorten(pair.one.text[copy.start : copy.end], SHOWN),
            }
            for copy in pair.passages
        ],
    }  # fmt: skip
