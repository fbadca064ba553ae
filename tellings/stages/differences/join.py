"""Differences of pairs as differences of a story: candidates in; each difference with all who take a side out.

Best first, one to one: what a telling says at one place answers one question, so it is set against one answer
at most of each other telling. Pairs of the same two answers are one difference.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from tellings.stages.differences.facts import Fact
from tellings.stages.differences.pairs import Candidate, odds
from tellings.text.words import Span

Node = tuple[int, Span]  # number of a fact, and the words of its answer


@dataclass(slots=True)
class Found:
    """A difference between two answers."""

    kind: str
    verdict: str
    reason: str
    odds: int  # log odds in thousandths that both answer one question, of the best pair
    sides: tuple[list[Node], list[Node]]
    keys: tuple[Hashable, Hashable] = field(default=("", ""))


def choose(facts: Sequence[Fact], candidates: Sequence[Candidate], least: int, language: str) -> list[Found]:
    """The differences of a story whose odds are at least `least`, the surest first."""
    scored = [(odds(c, language), c) for c in candidates]
    scored = [(score, c) for score, c in scored if score >= least]
    scored.sort(key=lambda s: (-s[0], s[1].evidence.kind, s[1].one, s[1].other))
    taken: set[tuple[Hashable, ...]] = set()
    found: dict[tuple[Hashable, ...], Found] = {}
    group: dict[tuple[str, Node], int] = {}
    for number, (score, c) in enumerate(scored):
        kind = c.evidence.kind
        nodes: tuple[Node, Node] = (c.one, c.evidence.one), (c.other, c.evidence.other)
        slots = [(kind, node, facts[other[0]].row.article_id) for node, other in (nodes, nodes[::-1])]
        if any(slot in taken for slot in slots):
            continue
        taken.update(slots)
        keys = tuple(_answer(facts, kind, node) for node in nodes)
        home = min((group[kind, n] for n in nodes if (kind, n) in group), default=number)
        for node in nodes:
            group.setdefault((kind, node), home)
        _add(found, (kind, home), keys, nodes, Found(kind, c.evidence.verdict, c.evidence.reason, score, ([], [])))
    return sorted(found.values(), key=lambda f: (-f.odds, f.kind, f.sides))


def _add(
    found: dict[tuple[Hashable, ...], Found],
    group: tuple[Hashable, ...],
    keys: tuple[Hashable, ...],
    nodes: tuple[Node, Node],
    made: Found,
) -> None:
    """Put a pair into the difference of the same answers, either way round, or begin one."""
    for order in (0, 1):
        key = (*group, keys[order], keys[1 - order])
        if key in found:
            for side, node in enumerate((nodes[order], nodes[1 - order])):
                if node not in found[key].sides[side]:
                    found[key].sides[side].append(node)
            return
    made.sides[0].append(nodes[0])
    made.sides[1].append(nodes[1])
    found[(*group, *keys)] = made


def _answer(facts: Sequence[Fact], kind: str, node: Node) -> Hashable:
    """What two places must share to stand on one side: the value, the name, or the claim."""
    fact, span = facts[node[0]], node[1]
    if kind == "number":
        q = next(q for q in fact.quantities if (q.start, q.end) == span)
        return round(q.low, 3), round(q.high, 3), q.unit, q.second
    if kind == "when":
        return next(t.when for t in fact.times if (t.start, t.end) == span)
    if kind == "kind":
        return next(form for form, place in fact.alternatives.items() if place == span)
    return min(fact.claims, default=str(fact.place))
