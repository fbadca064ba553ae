"""Copies and spread: in goes a story, out come who has what from whom as a drawing and as pairs of passages.

The drawing runs in time from left to right, a line for each telling, undated ones in a gutter at the left. A source
that is credited but not among the articles is a hollow node. Only pairs that share prose are joined: shared quotations
are what the statements show.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tellings.model import Copy
from tellings.publish.days import day
from tellings.publish.pages.lookup import Lookup, Place, one_line

# Measures of the drawing, in its own units.
LINE, LEFT, GUTTER, WIDTH, TOP = 30, 170, 60, 900, 44
# Names along the time axis that fit beside each other.
MOST_TICKS = 8
# Pairs that a page gives with their passages: nobody looks through more, and 200 tellings have thousands.
MOST_PAIRS = 150
PROSE = ("exact", "near", "excerpt")


@dataclass(frozen=True, slots=True)
class Node:
    """A telling, or a source that is not among the articles."""

    name: str
    article_id: str  # "" of an unseen source
    day: str
    x: int
    y: int
    unseen: bool
    copy_of: str  # siglum; ""


@dataclass(frozen=True, slots=True)
class Edge:
    """Prose that two tellings share, or that one has from an unseen source."""

    path: str  # of the drawing
    kind: str  # exact | near | excerpt | credited
    directed: bool
    pair_id: str  # "" of an unseen source
    title: str  # what it says


@dataclass(frozen=True, slots=True)
class Tick:
    """A day on the axis."""

    label: str
    x: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage that both tellings of a pair have."""

    one: Place
    other: Place
    kind: str  # prose | quotation | chrome
    words: int
    ribbon: str  # path that joins both places in the drawing of the pair


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tellings and what they share."""

    pair_id: str
    one: str
    other: str
    kind: str  # exact | near | excerpt | shared quotation | chrome
    origin: str
    share: int  # per thousand of the own prose of `one`
    other_share: int
    direction: str  # "lowmoor → daily", "both from wire: TPA", or undetermined
    reasons: tuple[str, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Who has what from whom."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    ticks: tuple[Tick, ...]
    height: int
    undated: bool  # whether the gutter holds any
    pairs: tuple[Pair, ...]  # that share prose first, then those that share only quotations
    more: int  # pairs that are left out


def spread(lookup: Lookup, most: int | None = None) -> Spread:
    """The copies of a story.

    Args:
        lookup: the story.
        most: pairs that are given with their passages.
    """
    ranked = _ranked(lookup)
    pairs = [_pair(lookup, rows) for rows in ranked[:most]]
    unseen = _unseen(lookup)
    places, ticks = _places(lookup, len(unseen))
    nodes = [
        Node(name, "", "not among these articles", LEFT + GUTTER // 2, TOP + LINE * n, True, "")
        for n, name in enumerate(unseen)
    ]
    nodes += [
        Node(
            t.siglum, t.article_id, day(t.anchor), *places[t.article_id], False, lookup.sigla.get(t.copy_of, "")
        )
        for t in lookup.story.tellings
    ]  # fmt: skip
    sources = {node.name: (node.x, node.y) for node in nodes if node.unseen}
    return Spread(
        nodes=tuple(nodes),
        edges=tuple(_edges(lookup, [rows[0] for rows in ranked], places, sources)),
        ticks=ticks,
        height=TOP + LINE * len(nodes) + 12,
        undated=any(not t.anchor for t in lookup.story.tellings),
        pairs=tuple(pairs),
        more=len(ranked) - len(pairs),
    )


def _days(lookup: Lookup) -> dict[str, int]:
    """Number of the day of each dated telling."""
    found = {}
    for telling in lookup.story.tellings:
        try:
            found[telling.article_id] = date.fromisoformat(telling.anchor[:10]).toordinal()
        except ValueError:
            continue
    return found


def _places(lookup: Lookup, above: int) -> tuple[dict[str, tuple[int, int]], tuple[Tick, ...]]:
    """Where each telling stands in the drawing, and the days along its axis."""
    days = _days(lookup)
    first, last = min(days.values(), default=0), max(days.values(), default=0)
    span = max(1, last - first)
    left = LEFT + GUTTER + 20

    def x(number: int) -> int:
        return left + (WIDTH - left - 20) * (number - first) // span if last > first else left + (WIDTH - left) // 2

    places = {
        t.article_id: (
            x(days[t.article_id]) if t.article_id in days else LEFT + GUTTER // 2,
            TOP + LINE * (above + n),
        )
        for n, t in enumerate(lookup.story.tellings)
    }
    known = sorted(set(days.values()))
    step = max(1, -(-len(known) // MOST_TICKS))
    return places, tuple(Tick(day(date.fromordinal(n).isoformat()), x(n)) for n in known[::step])


def _unseen(lookup: Lookup) -> list[str]:
    """Sources that articles credit and that are not among them."""
    return sorted({_source(copy) for copy in lookup.story.copies if copy.kind in PROSE and copy.origin})


def _source(copy: Copy) -> str:
    return one_line(copy.origin, 60)


def _grouped(lookup: Lookup) -> dict[str, list[Copy]]:
    found: dict[str, list[Copy]] = {}
    for copy in lookup.story.copies:
        if copy.kind != "chrome":
            found.setdefault(copy.pair_id, []).append(copy)
    return found


def _ranked(lookup: Lookup) -> list[list[Copy]]:
    return sorted(
        _grouped(lookup).values(),
        key=lambda rows: (rows[0].kind not in PROSE, -max(rows[0].share, rows[0].other_share), rows[0].pair_id),
    )


def _direction(head: Copy, one: str, other: str) -> str:
    directions = {
        "article -> other": f"{one} → {other}",
        "other -> article": f"{other} → {one}",
        "common source": f"both from {one_line(head.origin, 60) or 'one source'}",
    }
    return directions.get(head.direction, "direction undetermined")


def _pair(lookup: Lookup, rows: Sequence[Copy]) -> Pair:
    head = rows[0]
    one, other = lookup.sigla[head.article_id], lookup.sigla[head.other_id]
    lengths = [max(1, len(lookup.story.articles[i].text)) for i in (head.article_id, head.other_id)]
    return Pair(
        pair_id=head.pair_id,
        one=one,
        other=other,
        kind=head.kind,
        origin=head.origin,
        share=head.share,
        other_share=head.other_share,
        direction=_direction(head, one, other),
        reasons=head.reasons,
        passages=tuple(_passage(lookup, row, lengths) for row in sorted(rows, key=lambda r: (r.start, r.other_start))),
    )


def _passage(lookup: Lookup, row: Copy, lengths: Sequence[int]) -> Passage:
    top, bottom = (240 * at // lengths[0] for at in (row.start, row.end))
    other_top, other_bottom = (240 * at // lengths[1] for at in (row.other_start, row.other_end))
    bottom, other_bottom = max(bottom, top + 1), max(other_bottom, other_top + 1)
    ribbon = (
        f"M14 {top}C44 {top} 44 {other_top} 74 {other_top}L74 {other_bottom}C44 {other_bottom} 44 {bottom} 14 {bottom}Z"
    )
    return Passage(
        lookup.place(row.article_id, row.start, row.end),
        lookup.place(row.other_id, row.other_start, row.other_end),
        row.passage,
        row.words,
        ribbon,
    )


def _edges(
    lookup: Lookup,
    heads: Iterable[Copy],
    places: dict[str, tuple[int, int]],
    sources: dict[str, tuple[int, int]],
) -> Iterable[Edge]:
    for copy in heads:
        if copy.kind in PROSE:
            ends = [places[copy.article_id], places[copy.other_id]]
            if copy.direction == "other -> article":
                ends.reverse()
            one, other = lookup.sigla[copy.article_id], lookup.sigla[copy.other_id]
            share = max(copy.share, copy.other_share) / 10
            told = f"{copy.kind}, up to {share:.0f} % of own prose; {_direction(copy, one, other)}"
            directed = copy.direction in ("article -> other", "other -> article")
            yield Edge(_curve(*ends), copy.kind, directed, copy.pair_id, f"{one} ~ {other}: {told}")
    credited = {
        (_source(copy), article_id)
        for copy in lookup.story.copies
        if copy.kind in PROSE and copy.origin
        for article_id in (copy.article_id, copy.other_id)
        if not lookup.tellings[article_id].copy_of
    }
    for source, article_id in sorted(credited, key=lambda pair: (pair[0], lookup.order[pair[1]])):
        title = f"{source}, credited by {lookup.sigla[article_id]} or a copy of it; the source's own text is not here"
        yield Edge(_curve(sources[source], places[article_id]), "credited", True, "", title)


def _curve(one: tuple[int, int], other: tuple[int, int]) -> str:
    """A bow from node to node; it swings out to the right where both tell on one day."""
    (x, y), (u, v) = one, other
    bend = max(36, abs(u - x) // 2)
    towards = bend if u >= x else -bend
    if abs(u - x) < 12:
        return f"M{x + 6} {y}C{x + 46} {y} {u + 46} {v} {u + 9} {v}"
    sign = 1 if u > x else -1
    return f"M{x + 6 * sign} {y}C{x + towards} {y} {u - towards} {v} {u - 9 * sign} {v}"
