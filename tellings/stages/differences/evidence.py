"""What two assertions differ in: two facts in; the kind of difference, its verdict, the words on both sides out."""

from collections.abc import Hashable, Iterator, Sequence
from itertools import product

from tellings.stages.differences.alternatives import alternative_class, classes_of
from tellings.stages.differences.contraries import antonyms
from tellings.stages.differences.facts import Fact
from tellings.stages.differences.numbers import find_number
from tellings.stages.differences.polarity import find_polarity
from tellings.stages.differences.shared import Evidence, common_weight, local, log_bits
from tellings.stages.differences.wording import find_wording
from tellings.text.counted import thing_classes
from tellings.text.quantities import Quantity
from tellings.text.quantity_verdicts import compare
from tellings.text.when import compare_whens

KINDS = ("number", "when", "polarity", "wording", "kind")  # of the weights


def find_evidence(one: Fact, other: Fact, language: str = "en") -> Iterator[Evidence]:
    """At most one difference of each kind between two assertions.

    Other times, words and wordings tell a difference only of two tellings: in one article they are not sought.
    """
    within = one.row.article_id == other.row.article_id
    for finder in WITHIN if within else (*WITHIN, *BETWEEN):
        found = finder(one, other, language)
        if found is not None:
            yield found


def read_answers(fact: Fact, language: str = "en") -> tuple[bool, frozenset[Hashable]]:
    """Whether an assertion denies or negates, and what it has that another may differ in; for may_differ."""
    has = {"number": bool(fact.quantities), "when": bool(fact.times)}
    classes = {name for form in fact.alternatives for name in classes_of(form, language)}
    contraries = fact.contraries | {form for form in fact.weights if form in antonyms(language)}
    return fact.denied or fact.targets is not None, frozenset(
        classes | contraries | {kind for kind in has if has[kind]}
    )


def may_differ(one: tuple[bool, frozenset[Hashable]], other: tuple[bool, frozenset[Hashable]]) -> bool:
    """A quick look before find_evidence: False where it would find nothing."""
    return one[0] or other[0] or not one[1].isdisjoint(other[1])


def _times(one: Fact, other: Fact, language: str) -> Evidence | None:
    """Two times of which neither is told by the other."""
    if not one.times or not other.times:
        return None
    pairs = [(a, b, *compare_whens(a.when, b.when)) for a, b in product(one.times, other.times)]
    # "Tomorrow" in two articles of two days: as a rule a day's delay in printing, not another day.
    settled = {id(t) for a, b, verdict, _ in pairs if verdict == "same" or a.words == b.words for t in (a, b)}
    pairs.sort(key=lambda p: -local(one, other, (p[0].start, p[0].end), (p[1].start, p[1].end))["local_bits"])
    for wanted in ("conflicting", "compatible"):
        for a, b, verdict, reason in pairs:
            if verdict == wanted and id(a) not in settled and id(b) not in settled:
                signs = local(one, other, (a.start, a.end), (b.start, b.end)) | {
                    "lone": float(len(one.times) == len(other.times) == 1),
                    "widened": float(wanted == "compatible"),
                }
                return Evidence("when", verdict, reason, (a.start, a.end), (b.start, b.end), signs)
    return None


def _kinds(one: Fact, other: Fact, language: str) -> Evidence | None:
    """A common noun on each side in the place of which the other has another of its class ("truck", "van")."""
    lone = one.alternatives.keys() - other.weights.keys()
    alone = other.alternatives.keys() - one.weights.keys()
    pairs = sorted((a, b) for a, b in product(lone, alone) if alternative_class(a, b, language))
    if not pairs or not one.weights.keys() & other.weights.keys():
        return None
    # Who has both in one assertion tells of two things.
    a, b = min(pairs, key=lambda pair: (one.alternatives[pair[0]], other.alternatives[pair[1]]))
    spans = one.alternatives[a], other.alternatives[b]
    signs = _frame(one, other, frozenset((a, b))) | {
        "kin": float(alternative_class(a, b, language) == "kin"),
    }
    return Evidence("kind", "conflicting", "two of a kind in one place", *spans, signs)


def _frame(one: Fact, other: Fact, answers: frozenset[str]) -> dict[str, float]:
    """What two assertions share when the words of their answers are left out."""
    mine, others = ({form: w for form, w in fact.weights.items() if form not in answers} for fact in (one, other))
    shared, low, high = common_weight(mine, others), *sorted((sum(mine.values()), sum(others.values())))
    return {
        "share": shared / max(1, low),
        "shared": log_bits(shared),
        "cover": shared / max(1, low + high - shared),
    }


def told_elsewhere(evidence: Evidence, one: Fact, other: Fact, mine: Sequence[Fact], others: Sequence[Fact]) -> float:
    """Whether either article gives the other side's answer somewhere, so that both sides may answer other questions.

    Args:
        evidence: a difference of numbers or times.
        one: the fact of the first side.
        other: the fact of the second side.
        mine: all facts of the first one's article.
        others: all facts of the second one's article.
    """
    if evidence.kind == "number":
        a = next(q for q in one.quantities if (q.start, q.end) == evidence.one)
        b = next(q for q in other.quantities if (q.start, q.end) == evidence.other)
        return float(
            any(_is_same(a, q) for fact in others for q in fact.quantities)
        ) / 2 + float(any(_is_same(b, q) for fact in mine for q in fact.quantities)) / 2  # fmt: skip
    if evidence.kind == "when":
        a_when = next(t.when for t in one.times if (t.start, t.end) == evidence.one)
        b_when = next(t.when for t in other.times if (t.start, t.end) == evidence.other)
        return float(any(t.when == a_when for fact in others for t in fact.times)) / 2 + float(
            any(t.when == b_when for fact in mine for t in fact.times)
        ) / 2  # fmt: skip
    return 0.0


def stand_alone(evidence: Evidence, one: Fact, other: Fact, mine: Sequence[Fact], others: Sequence[Fact]) -> float:
    """How few answers of this kind both articles give: 1 where each side's is the only one of its telling."""
    if evidence.kind == "number":
        a = next(q for q in one.quantities if (q.start, q.end) == evidence.one)
        b = next(q for q in other.quantities if (q.start, q.end) == evidence.other)
        return 2 / (_rivals(a, mine) + _rivals(b, others))
    if evidence.kind == "when":
        clock = next(bool(t.when.minutes) for t in one.times if (t.start, t.end) == evidence.one)
        counts = [
            len({t.when for f in own for t in f.times if bool(t.when.minutes) == clock}) for own in (mine, others)
        ]
        return 2 / max(2, sum(counts))
    return 0.0


def _rivals(q: Quantity, facts: Sequence[Fact]) -> int:
    """Numbers of an article that could answer the same question as one of them, that one included."""
    classes = thing_classes()
    kind = classes.get(q.noun, q.noun)
    found = {
        r.start
        for fact in facts
        for r in fact.quantities
        if r.unit == q.unit and (q.kind != "count" or classes.get(r.noun, r.noun) == kind)
    }
    return max(1, len(found))


def _is_same(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities have one value; the cheap look first."""
    return one.low == other.low and compare(one, other).verdict == "same"


# In one article other times, kinds and wordings tell no difference.
WITHIN = (find_number, find_polarity)
BETWEEN = (_times, _kinds, find_wording)
