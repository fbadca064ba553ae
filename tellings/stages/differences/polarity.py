"""Polarity: two facts in; whether one denies, negates or turns about what the other says, out.

Only that they may is said here, with all figures that speak for and against it; a regression decides (pairs.py).
"""

from tellings.stages.differences.contraries import antonyms
from tellings.stages.differences.facts import Fact
from tellings.stages.differences.shared import Evidence, common_weight

REACH = 4  # assertions before and behind a denial among which what it denies may stand


def find_opposed(one: Fact, other: Fact, language: str) -> tuple[str, str] | None:
    """A word of the one and its contrary in the other, neither in both."""
    known = antonyms(language)
    lone = [form for form in one.weights.keys() & known.keys() if form not in other.weights]
    return min(((a, b) for a in lone for b in known[a] & other.weights.keys() if b not in one.weights), default=None)


def find_polarity(one: Fact, other: Fact, language: str) -> Evidence | None:
    """One side says what the other denies, negates or turns about."""
    if one.asks or other.asks:
        return None
    opposed = None if one.contraries.isdisjoint(other.weights) else find_opposed(one, other, language)
    scope = _negates(one, other) or _negates(other, one)
    apart = one.row.voice_id != other.row.voice_id
    denied = (
        one.denied != other.denied and apart and not ((one.denied and other.negated) or (other.denied and one.negated))
    )
    if not (opposed or scope or denied):
        return None
    near = nearness(one, other)
    back = near * _points_back(one, other)
    shared = common_weight(one.weights, other.weights)
    if not (opposed or scope or shared or back):
        return None
    reason = (
        "one denies what the other says" if denied
        else "one negates what the other says" if scope
        else "words of contrary meaning"
    )  # fmt: skip
    share = shared / max(1, min(one.total, other.total))
    held = _held(one, other)
    wording = run_share(one, other)
    signs = {
        "before": _before(one, other),
        "anaphora": back,
        "denied": float(denied),
        "denied_share": share * denied,
        "wording": wording,
        "such": float(_has_such(one) or _has_such(other)) * max(near, share),
        "held": held,
        "universal_held": held * (_is_universal(one) or _is_universal(other)),
    }
    spans = [(fact.row.start, fact.row.end) for fact in (one, other)]
    return Evidence("polarity", "conflicting", reason, spans[0], spans[1], signs)


def _held(one: Fact, other: Fact) -> float:
    """Share of the negating side's words that the other side has: a denial is set against what holds all it denies."""
    sides = [(a, b) for a, b in ((one, other), (other, one)) if a.negated or a.denied]
    shares = [
        common_weight(a.weights, b.weights) / max(1, a.total - sum(a.weights.get(form, 0) for form in a.denials))
        for a, b in sides
    ]
    return min(1.0, max(shares, default=0.0))


def _is_universal(fact: Fact) -> bool:
    """Whether a negation leaves no case out: "no decision", "nobody", "never"."""
    return not fact.word_set.isdisjoint(("no", "nobody", "none", "never", "nothing", "neither"))


def _has_such(fact: Fact) -> bool:
    """Whether a negated assertion points at what others say: "no such order", "any request"."""
    return (fact.negated or fact.denied) and not {"such", "any", "ever"}.isdisjoint(fact.words)


def run_share(one: Fact, other: Fact) -> float:
    """Share of the shorter side's runs of two words that the other has too, negations left out."""
    low = min(len(one.runs), len(other.runs))
    return len(one.runs & other.runs) / low if low >= 2 else 0.0


def _negates(one: Fact, other: Fact) -> bool:
    """Whether the first negates a word of matter that the other has and does not negate."""
    return one.targets is not None and other.targets is None and not one.targets.isdisjoint(other.weights)


def nearness(one: Fact, other: Fact) -> float:
    """How near two assertions of one article stand: 1 next to each other, 0 from five apart or in two articles."""
    if one.row.article_id != other.row.article_id:
        return 0.0
    return max(0.0, 1.25 - abs(one.number - other.number) / 4)


def _before(one: Fact, other: Fact) -> float:
    """How near before a denial the other side stands in its article: 1 just before it, a third less for each step."""
    denial, told = (one, other) if one.denied or (one.negated and not other.denied) else (other, one)
    if one.row.article_id != other.row.article_id or told.number >= denial.number:
        return 0.0
    return max(0.0, 4 / 3 - (denial.number - told.number) / 3)


def _points_back(one: Fact, other: Fact) -> bool:
    """Whether the later of two assertions points back with "such", "this", "it"."""
    later = one if one.number > other.number else other
    return later.anaphoric
