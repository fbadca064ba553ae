"""Numbers of two assertions: two facts in; the pair of quantities that most likely answer one question, out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from tellings.stages.differences.facts import Fact
from tellings.stages.differences.shared import Evidence, local
from tellings.text.counted import act_classes, thing_classes
from tellings.text.quantities import Quantity
from tellings.text.quantity_verdicts import Comparison, compare, is_slip

# Numbers of one assertion that are compared, the first: more are a table, whose cells answer no common question, and
# all pairs of two tables, each beside all others, would cost the fourth power of their sizes.
MOST = 12
AGREE = ("same", "compatible")


@dataclass(frozen=True, slots=True)
class _Pair:
    """A quantity of each side, compared."""

    one: Quantity
    other: Quantity
    compared: Comparison


def find_number(one: Fact, other: Fact, language: str) -> Evidence | None:
    """The pair of quantities that most likely answer one question; None where all that may be compared agree."""
    if not one.quantities or not other.quantities:
        return None
    every = product(one.quantities[:MOST], other.quantities[:MOST])
    pairs = [_Pair(a, b, compare(a, b, language)) for a, b in every]
    pairs = [p for p in pairs if p.compared.verdict != "incomparable"]
    settled = {id(q) for p in pairs if p.compared.verdict == "same" for q in (p.one, p.other)}
    # What agrees with a number of the other side, within what its words allow, conflicts with none of it.
    met = settled | {id(q) for p in pairs if p.compared.verdict == "compatible" for q in (p.one, p.other)}
    best: tuple[float, int, int, Evidence] | None = None
    for p in pairs:
        verdict = p.compared.verdict
        if verdict == "same" or {id(p.one), id(p.other)} & (met if verdict == "conflicting" else settled):
            continue
        evidence = _evidence(p, pairs, one, other, language)
        fit = _fit(evidence)
        if best is None or (fit, -p.one.start, -p.other.start) > best[:3]:
            best = (fit, -p.one.start, -p.other.start, evidence)
    return best[3] if best else None


def _evidence(p: _Pair, pairs: Sequence[_Pair], one: Fact, other: Fact, language: str) -> Evidence:
    a, b = (p.one.start, p.one.end), (p.other.start, p.other.end)
    verdict, reason = p.compared.verdict, p.compared.reason
    if verdict == "conflicting" and _is_sum(p.one, p.other, one, other, language):
        verdict, reason = "compatible", "the one is the sum of what the other counts apart"
    signs = _signs(p.one, p.other) | local(one, other, a, b)
    signs |= _acts(one.beside[a], other.beside[b], language) | _beside_pair(p, pairs)
    return Evidence("number", verdict, reason, a, b, signs)


def _fit(evidence: Evidence) -> float:
    signs = evidence.signs
    likeness = 2 * signs["noun_same"] + signs["noun_class"] + signs["modifiers"] + signs["local"]
    return likeness + (evidence.verdict == "conflicting") / 4


def _is_sum(a: Quantity, b: Quantity, one: Fact, other: Fact, language: str) -> bool:
    """Whether one side adds up to the number of the other, in words that make the sum plain."""
    return any(compare(s, b, language).verdict in AGREE for s in one.sums) or any(
        compare(a, s, language).verdict in AGREE for s in other.sums
    )


def _signs(a: Quantity, b: Quantity) -> dict[str, float]:
    classes = thing_classes()
    same = bool(a.noun) and a.noun == b.noun
    like = bool(a.noun) and bool(b.noun) and a.noun in classes and classes[a.noun] == classes.get(b.noun)
    modifiers = set(a.things[:-1]), set(b.things[:-1])
    ratio = abs(math.log10(max(a.low, 0.1) / max(b.low, 0.1)))
    return {
        "noun_same": float(same),
        "noun_class": float(like and not same),
        "modifiers": len(modifiers[0] & modifiers[1]) / max(1, len(modifiers[0] | modifiers[1])),
        "modifiers_apart": float(bool(modifiers[0] - modifiers[1] and modifiers[1] - modifiers[0])),
        "money": float(a.kind == "money"),
        "measure": float(a.kind == "measure"),
        "ordinal": float(a.kind == "ordinal"),
        "far": min(2.0, ratio),
        "slip": float(is_slip(a, b)),
    }


def _acts(one: frozenset[str], other: frozenset[str], language: str) -> dict[str, float]:
    """Whether the words beside both numbers tell what became of those counted, and whether the same."""
    acts = {"#" + name for name in act_classes(language).values()}
    mine, others = one & acts, other & acts
    return {
        "acts_other": float(bool(mine and others) and mine.isdisjoint(others)),
    }


def _beside_pair(p: _Pair, pairs: Sequence[_Pair]) -> dict[str, float]:
    """Other numbers of both assertions: where one agrees, both tell of one matter; where all part, of two."""
    others = [q for q in pairs if q.one is not p.one and q.other is not p.other]
    agree = any(q.compared.verdict == "same" for q in others)
    part = any(q.compared.verdict == "conflicting" and q.one.noun == q.other.noun for q in others)
    return {"others_part": float(part and not agree)}
