"""What two assertions differ in: two facts in; the kind of difference, its verdict, the words on both sides out."""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from tellings.language import load
from tellings.stages.differences.facts import Fact, Named, log_bits
from tellings.text.counted import thing_classes
from tellings.text.quantities import Quantity
from tellings.text.quantity_verdicts import compare
from tellings.text.stems import stem
from tellings.text.when import compare_whens
from tellings.text.words import Span

KINDS = ("number", "when", "denied", "negated", "name")  # of the weights

NAMED = ("person", "place", "organisation")  # kinds of names that are told apart well enough to be compared


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that two assertions differ in."""

    kind: str  # one of KINDS
    verdict: str  # compatible | conflicting
    reason: str
    one: Span  # the words of each side
    other: Span
    signs: Mapping[str, float]  # what speaks for and against one question, 0 to 1


def find_evidence(one: Fact, other: Fact, language: str = "en") -> Iterator[Evidence]:
    """At most one difference of each kind between two assertions.

    Other times and names tell a difference only of two tellings (odds in pairs.py): in one article they are not sought.
    """
    within = one.row.article_id == other.row.article_id
    for finder in (_numbers, _polarity) if within else (_numbers, _times, _polarity, _names):
        found = finder(one, other, language)
        if found is not None:
            yield found


def read_answers(fact: Fact, language: str = "en") -> tuple[bool, frozenset[Hashable]]:
    """Whether an assertion denies or negates, and what it has that another may differ in; for may_differ."""
    known = _antonyms(language)
    has = {
        "number": bool(fact.quantities),
        "when": bool(fact.times),
        "name": bool(fact.names),
    }
    pairs = {frozenset((a, b)) for a in known.keys() & fact.weights.keys() for b in known[a]}
    return fact.denied or fact.targets is not None, frozenset(pairs | {kind for kind in has if has[kind]})


def may_differ(one: tuple[bool, frozenset[Hashable]], other: tuple[bool, frozenset[Hashable]]) -> bool:
    """A quick look before find_evidence: False where it would find nothing."""
    return one[0] or other[0] or not one[1].isdisjoint(other[1])


def likeness(one: Fact, other: Fact) -> dict[str, float]:
    """What two assertions have in common but for their answers; shares and flags 0 to 1, weights log(1 + bits)."""
    shared = common_weight(one.weights, other.weights)
    low, high = sorted((one.total, other.total))
    around = min(sum(one.around.values()), sum(other.around.values()))
    voices = one.row.voice_id, other.row.voice_id
    return {
        "share": shared / max(1, low),
        "shared": log_bits(shared),
        "cover": shared / max(1, one.total + other.total - shared),
        "missing_small": log_bits(low - shared),
        "missing_large": log_bits(high - shared),
        "context": common_weight(one.around, other.around) / max(1, around),
        "matter": float(bool(one.matters & other.matters)),
        "claim": float(bool(one.claims & other.claims)),
        "voice": float(bool(voices[0]) and voices[0] == voices[1]),
        "voices_apart": float(all(voices) and voices[0] != voices[1]),
        "quoted_alone": float(bool(one.row.quotation_id) != bool(other.row.quotation_id)),
        "same_article": float(one.row.article_id == other.row.article_id),
    }


def common_weight(one: Mapping[str, int], other: Mapping[str, int]) -> int:
    """Weight of the words that both have, in thousandths of a bit; within a story a word has one weight."""
    return sum(map(one.__getitem__, one.keys() & other.keys()))


def _numbers(one: Fact, other: Fact, language: str) -> Evidence | None:
    """The pair of quantities that most likely answer one question."""
    if not one.quantities or not other.quantities:
        return None
    pairs = [(a, b, compare(a, b, language)) for a, b in product(one.quantities, other.quantities)]
    settled = {id(q) for a, b, c in pairs if c.verdict == "same" for q in (a, b)}
    best: tuple[float, int, int, Evidence] | None = None
    for a, b, compared in pairs:
        if compared.verdict in ("same", "incomparable") or id(a) in settled or id(b) in settled:
            continue
        verdict, reason = compared.verdict, compared.reason
        if verdict == "conflicting" and _is_sum(a, b, one, other, language):
            verdict, reason = "compatible", "the one is the sum of what the other counts apart"
        signs = _number_signs(a, b, one, other, language)
        signs |= _local(one, other, (a.start, a.end), (b.start, b.end))
        fit = (
            2 * signs["noun_same"]
            + signs["noun_class"]
            + signs["modifiers"]
            + signs["local"]
            + (verdict == "conflicting") / 4
        )
        evidence = Evidence("number", verdict, reason, (a.start, a.end), (b.start, b.end), signs)
        if best is None or (fit, -a.start, -b.start) > best[:3]:
            best = (fit, -a.start, -b.start, evidence)
    return best[3] if best else None


def _local(one: Fact, other: Fact, a: Span, b: Span) -> dict[str, float]:
    """What the words beside two answers share, of the lighter side and in bits."""

    def weight(forms: frozenset[str]) -> int:
        return sum(max(one.around.get(form, 0), other.around.get(form, 0)) for form in sorted(forms))

    mine, others = one.beside[a], other.beside[b]
    shared = weight(mine & others)
    return {"local": shared / max(1, min(weight(mine), weight(others))), "local_bits": log_bits(shared)}


def _is_sum(a: Quantity, b: Quantity, one: Fact, other: Fact, language: str) -> bool:
    """Whether one side adds up to the number of the other, in words that make the sum plain."""
    return any(compare(s, b, language).verdict in ("same", "compatible") for s in one.sums) or any(
        compare(a, s, language).verdict in ("same", "compatible") for s in other.sums
    )


def _number_signs(a: Quantity, b: Quantity, one: Fact, other: Fact, language: str) -> dict[str, float]:
    classes = thing_classes(language)
    same = bool(a.noun) and a.noun == b.noun
    like = bool(a.noun) and bool(b.noun) and a.noun in classes and classes[a.noun] == classes.get(b.noun)
    modifiers = set(a.things[:-1]), set(b.things[:-1])
    ratio = abs(math.log10(max(a.low, 0.1) / max(b.low, 0.1)))
    cover = common_weight(one.weights, other.weights) / max(1, min(one.total, other.total))
    return {
        "noun_same_share": cover * same,
        "noun_missing_share": cover * (not (a.noun and b.noun)),
        "noun_same": float(same),
        "noun_class": float(like and not same),
        "noun_missing": float(not (a.noun and b.noun)),
        "modifiers": len(modifiers[0] & modifiers[1]) / max(1, len(modifiers[0] | modifiers[1])),
        "money": float(a.kind == "money"),
        "measure": float(a.kind == "measure"),
        "duration": float(a.unit == "time"),
        "age": float(a.kind == "age"),
        "score": float(a.kind == "score"),
        "ordinal": float(a.kind == "ordinal"),
        "lone": float(len(one.quantities) == len(other.quantities) == 1),
        "small": float(max(a.low, b.low) <= 3 and a.kind == "count"),
        "far": min(2.0, ratio),
        "widened": float(not (a.exact and b.exact)),
    }


def _times(one: Fact, other: Fact, language: str) -> Evidence | None:
    """Two times of which neither is told by the other."""
    if not one.times or not other.times:
        return None
    pairs = [(a, b, *compare_whens(a.when, b.when)) for a, b in product(one.times, other.times)]
    settled = {id(t) for a, b, verdict, _ in pairs if verdict == "same" for t in (a, b)}
    pairs.sort(key=lambda p: -_local(one, other, (p[0].start, p[0].end), (p[1].start, p[1].end))["local_bits"])
    for wanted in ("conflicting", "compatible"):
        for a, b, verdict, reason in pairs:
            if verdict == wanted and id(a) not in settled and id(b) not in settled:
                signs = _local(one, other, (a.start, a.end), (b.start, b.end)) | {
                    "lone": float(len(one.times) == len(other.times) == 1),
                    "clock": float(bool(a.when.minutes and b.when.minutes)),
                    "days": float(bool(a.when.days and b.when.days)),
                    "settled": float(bool(settled)),
                    "widened": float(wanted == "compatible"),
                }
                return Evidence("when", verdict, reason, (a.start, a.end), (b.start, b.end), signs)
    return None


@cache
def _antonyms(language: str) -> dict[str, frozenset[str]]:
    """Stem -> the stems of its contraries."""
    found: dict[str, set[str]] = defaultdict(set)
    for x, y in load("negation", language)["antonyms"]:
        found[stem(x, language)].add(stem(y, language))
        found[stem(y, language)].add(stem(x, language))
    return {form: frozenset(contraries) for form, contraries in found.items()}


def _opposed(one: Fact, other: Fact, language: str) -> tuple[str, str] | None:
    """A word of the one and its contrary in the other, neither in both."""
    known = _antonyms(language)
    lone = [form for form in one.weights.keys() & known.keys() if form not in other.weights]
    return min(((a, b) for a in lone for b in known[a] & other.weights.keys() if b not in one.weights), default=None)


def _polarity(one: Fact, other: Fact, language: str) -> Evidence | None:
    """One side says what the other denies, negates or turns about."""
    if one.asks or other.asks:
        return None
    opposed = _opposed(one, other, language)
    negated = _negates(one, other) or _negates(other, one)
    apart = one.row.voice_id != other.row.voice_id
    if not (negated or opposed or (apart and one.denied != other.denied)):
        return None
    nearness = _nearness(one, other) if apart else 0.0
    back = nearness * _points_back(one, other)
    shares = not one.weights.keys().isdisjoint(other.weights)
    denied = one.denied != other.denied and (shares or back > 0) and apart
    if not (negated or denied or opposed):
        return None
    reason = (
        "one denies what the other says" if denied
        else "one negates what the other says" if negated
        else "words of contrary meaning"
    )  # fmt: skip
    shared = common_weight(one.weights, other.weights)
    cover = shared / max(1, one.total + other.total - shared)
    signs = {
        "antonyms": float(opposed is not None),
        "both": float(one.negated and other.negated),
        "apart": float(apart),
        "antonyms_cover": cover * (opposed is not None),
        "near": nearness,
        "anaphora": back,
        "scope": float(negated),
    }
    spans = [(fact.row.start, fact.row.end) for fact in (one, other)]
    kind = "denied" if denied else "negated"
    return Evidence(kind, "conflicting", reason, spans[0], spans[1], signs)


def _negates(one: Fact, other: Fact) -> bool:
    """Whether the first negates a word of matter that the other has and does not negate."""
    return one.targets is not None and other.targets is None and not one.targets.isdisjoint(other.weights)


def _nearness(one: Fact, other: Fact) -> float:
    """How near two assertions of one article stand: 1 next to each other, 0 from five apart or in two articles."""
    if one.row.article_id != other.row.article_id:
        return 0.0
    return max(0.0, 1.25 - abs(one.number - other.number) / 4)


def _points_back(one: Fact, other: Fact) -> bool:
    """Whether the later of two assertions points back with "such", "this", "it"."""
    later = one if one.number > other.number else other
    return later.anaphoric


def _names(one: Fact, other: Fact, language: str) -> Evidence | None:
    """A name on each side in the place of which the other has another of its kind."""
    if not any(_alike(a, b) for a in one.names for b in other.names):
        return None
    lone = [n for n in one.names if all(n.key.isdisjoint(m.key) for m in other.names)]
    alone = [n for n in other.names if all(n.key.isdisjoint(m.key) for m in one.names)]
    pairs = [(a, b) for a, b in product(lone, alone) if _alike(a, b)]
    if not pairs:
        return None
    a, b = min(pairs, key=lambda pair: (pair[0].start, pair[1].start))
    signs = _frame(one, other, a.key | b.key) | {
        "lone": float(len(lone) == len(alone) == 1),
        "person": float(a.kind == "person"),
        "place": float(a.kind == "place"),
        "others": float(bool(one.names[1:] and other.names[1:])),
    }
    return Evidence("name", "conflicting", "two names in one place", (a.start, a.end), (b.start, b.end), signs)


def _frame(one: Fact, other: Fact, answers: frozenset[str]) -> dict[str, float]:
    """What two assertions share when the words of their answers are left out."""
    mine, others = ({form: w for form, w in fact.weights.items() if form not in answers} for fact in (one, other))
    shared, low, high = common_weight(mine, others), *sorted((sum(mine.values()), sum(others.values())))
    return {
        "share": shared / max(1, low),
        "shared": log_bits(shared),
        "cover": shared / max(1, low + high - shared),
    }


def _alike(one: Named, other: Named) -> bool:
    """Whether two names name things of one kind."""
    return one.kind == other.kind in NAMED


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


def _is_same(one: Quantity, other: Quantity) -> bool:
    """Whether two quantities have one value; the cheap look first."""
    return one.low == other.low and compare(one, other).verdict == "same"
