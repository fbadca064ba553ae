"""Our own gold through the whole program: matched pairs in; figures by kind, of channels and of times out.

E2E: matched, and the voice is the gold's entity (see eval/gold/spoken.py). Channel and date of saying are counted over
matched quotations other than posts: right where gold and program tell the same, told or not.
"""

from collections.abc import Sequence

from eval.gold.spoken import Pair, outcomes
from eval.quotations.scoring import KINDS, Figures, Tally

# A mention is not judged here.
SHOWN = ("gold", "predicted", "p", "r", "content", "exact", "e2e_p", "e2e_r", "e2e")


def gold_figures(pairs: Sequence[Pair]) -> Figures:
    """Figures by kind."""
    right = right_keys(pairs)
    tallies = {kind: Tally() for kind in KINDS}
    for pair in pairs:
        both = pair.gold is not None and pair.found is not None
        if pair.gold is not None:
            for kind in (pair.gold.kind, "all"):
                tallies[kind].add_gold(both, pair.exact, pair.key in right)
        if pair.found is not None:
            for kind in (pair.found.quotation.kind, "all"):
                tallies[kind].add_predicted(both, pair.exact, pair.key in right)
    return {kind: {head: tally.figures()[head] for head in SHOWN} for kind, tally in tallies.items()}


def right_keys(pairs: Sequence[Pair]) -> frozenset[str]:
    """Keys of the matched pairs whose voice is the gold's entity."""
    return frozenset(pair.key for pair, outcome in outcomes(pairs) if outcome == "right")


def gold_items(pairs: Sequence[Pair]) -> dict[str, bool]:
    """Each gold quotation: found, with the right voice."""
    right = right_keys(pairs)
    return {pair.key: pair.key in right for pair in pairs if pair.gold is not None}


def told_figures(pairs: Sequence[Pair]) -> Figures:
    """Channel and date of saying: of those that gold tells the share that is right, and how often one is wrong."""
    matched = [(p.gold, p.found) for p in pairs if p.gold and p.found and p.gold.form not in ("post", "turn")]
    rows = {
        "channel": [(gold.channel.lower(), found.quotation.channel.lower()) for gold, found in matched],
        "said": [(gold.said, found.said) for gold, found in matched],
    }
    out = {}
    for name, both in rows.items():
        told, given = [pair for pair in both if pair[0]], [pair for pair in both if pair[1]]
        out[name] = {
            "told": len(told),
            "right": round(100 * sum(a == b for a, b in told) / max(1, len(told)), 1),
            "given": len(given),
            "wrong": round(100 * sum(a != b for a, b in given) / max(1, len(given)), 1),
        }
    return out
