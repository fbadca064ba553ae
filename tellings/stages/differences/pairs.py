"""Pairs of assertions that may answer one question: facts in; pairs with what they differ in, figured, out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from tellings.language import load
from tellings.stages.differences.evidence import (
    KINDS,
    find_evidence,
    may_differ,
    read_answers,
    stand_alone,
    told_elsewhere,
)
from tellings.stages.differences.facts import Fact
from tellings.stages.differences.shared import Evidence, common_weight, likeness
from tellings.stages.differences.wording import may_align
from tellings.text.counted import thing_classes

LIGHT = (
    4_000  # thousandths of a bit: pairs that share less speak of two things; what a unit, a class or a matter is worth
)
COMMON = 200  # facts that hold a word beyond which it leads to no pair
NEAR = 30  # pairs a fact is compared in at most, those that share most first
WEIGHED = KINDS
FRAME_SHARE = 0.7  # of the weight of the lighter assertion, what the other has too
FRAME_COVER = 0.5  # ... of the weight of both together
FRAMED = ("when", "polarity", "wording")  # kinds of which train has too few such wordings to weigh them
FRAME_KEPT = 5  # words, where whole wordings are aligned
FRAME_ODDS = 0  # what such a wording is worth: even odds
WHOLE = 0.8  # share of the words (of wordings, of the shorter one's) from which both are one but for the answer
WHOLE_ODDS = 1000  # ... and what that is worth
FRAME_BITS = 2.3  # log(1 + bits) in common: nine bits, two or three words that tell something
BESIDE_SHARE = 0.35  # of the weight of the words beside two sums, what they share where they are one (train, planted)
REACH = 4  # assertions before and behind a denial among which what it denies may stand


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two facts, by number, that differ in something."""

    one: int
    other: int
    evidence: Evidence
    figures: Mapping[str, float]  # all that the weights are put on


def _tokens(fact: Fact) -> set[str]:
    """What a fact is found by: its words, the unit or noun of its numbers, its matters."""
    found = set(fact.weights) | {"@" + matter for matter in fact.matters}
    classes = thing_classes()
    for q in fact.quantities:
        found.add("=" + (q.unit or classes.get(q.noun, q.noun) or "count"))
    found.update("=clock" if t.when.minutes else "=day" for t in fact.times)
    return found


def find_near(facts: Sequence[Fact]) -> list[tuple[int, int]]:
    """Pairs of facts that share words, the weightiest first for each fact; by an inverted index."""
    holders: dict[str, list[int]] = defaultdict(list)
    for i, fact in enumerate(facts):
        for token in sorted(_tokens(fact)):
            holders[token].append(i)
    weights: list[dict[int, int]] = [{} for _ in facts]
    for token, own in holders.items():
        if not 1 < len(own) <= COMMON:
            continue
        weight = facts[own[0]].weights.get(token, LIGHT)  # within a story a word has one weight
        for i in own:
            shared = weights[i]
            for j in own:
                shared[j] = shared.get(j, 0) + weight
    found = _beside(facts)
    for i, all_shared in enumerate(weights):
        shared = {j: weight for j, weight in all_shared.items() if weight >= LIGHT and j != i}
        nearest = shared if len(shared) <= NEAR else sorted(shared, key=lambda j: (-shared[j], j))[:NEAR]
        found.update((i, j) if i < j else (j, i) for j in nearest)
    return sorted(found)


def _beside(facts: Sequence[Fact]) -> set[tuple[int, int]]:
    """Denials with what stands just before and after them: "no such promise" shares no word with the promise."""
    return {
        (min(i, j), max(i, j))
        for i, fact in enumerate(facts)
        if fact.denied or fact.negated
        for j in range(max(0, i - REACH), min(len(facts), i + REACH + 1))
        if j != i and facts[j].row.article_id == fact.row.article_id and facts[j].row.voice_id != fact.row.voice_id
    }


def find_candidates(facts: Sequence[Fact], language: str = "en") -> list[Candidate]:
    """Pairs that differ in something, with all figures."""
    by_article: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_article[fact.row.article_id].append(fact)
    near = find_near(facts)
    parted = _parted(facts, near, language)
    ranks = _ranks(facts, near, parted)
    found = []
    for (i, j), evidences in parted.items():
        one, other = facts[i], facts[j]
        alike = likeness(one, other) | {"best": min(ranks[i, j], ranks[j, i]), "good": max(ranks[i, j], ranks[j, i])}
        mine, others = by_article[one.row.article_id], by_article[other.row.article_id]
        for evidence in evidences:
            answered = told_elsewhere(evidence, one, other, mine, others)
            alone = stand_alone(evidence, one, other, mine, others)
            figures = alike | dict(evidence.signs) | {"answered": answered, "alone": alone}
            if _is_of_two_questions(evidence, figures):
                continue
            held = _held_loosely(evidence) if _is_loose(evidence, figures) else evidence
            found.append(Candidate(i, j, held, figures | {"frame": float(_is_one_frame(figures))}))
    return _with_tops(found, facts)


def _is_of_two_questions(evidence: Evidence, figures: Mapping[str, float]) -> bool:
    """Numbers that one voice gives in one article, or that nothing ties, or that part where either is told by both.

    Who tells both numbers asks two questions; so do two assertions whose other numbers part as well, and two acts.
    """
    if evidence.kind != "number":
        return False
    if figures["same_teller"]:
        return True
    tied = figures["shared"] or figures["noun_same"] or figures["noun_class"] or figures["alone"] == 1
    if evidence.verdict != "conflicting":
        return not tied
    apart = figures["answered"] or figures["others_part"] or figures["acts_other"] or figures["modifiers_apart"]
    loose = figures["same_article"] and figures["share"] < FRAME_COVER
    return not tied or bool(apart) or bool(loose)


def _held_loosely(evidence: Evidence) -> Evidence:
    """A conflict as an open question."""
    return replace(evidence, verdict="unclear", reason=f"{evidence.reason}, if both speak of the same")


def _is_loose(evidence: Evidence, figures: Mapping[str, float]) -> bool:
    """Whether two sums or measures differ of which neither the words beside them nor their being alone tell more.

    A slip of the figures ties them too. Two sums of one topic are seldom one sum.
    """
    if evidence.kind != "number" or evidence.verdict != "conflicting":
        return False
    tied = figures["slip"] or figures["alone"] == 1 or figures["local"] >= BESIDE_SHARE
    return not tied and bool(figures["money"] or figures["measure"] or figures["ordinal"])


def _with_tops(candidates: Sequence[Candidate], facts: Sequence[Fact]) -> list[Candidate]:
    """Denials and negations with their rank among the pairs of a telling."""
    ranks: dict[tuple[int, str], list[float]] = defaultdict(list)
    for c in candidates:
        if c.evidence.kind == "polarity":
            for one, other in ((c.one, c.other), (c.other, c.one)):
                ranks[one, facts[other].row.article_id].append(_grip(c.figures))
    return [_with_top(c, facts, ranks) if c.evidence.kind == "polarity" else c for c in candidates]


def _with_top(c: Candidate, facts: Sequence[Fact], ranks: Mapping[tuple[int, str], Sequence[float]]) -> Candidate:
    """A negation with its rank: 1 where no other pair of the same telling holds more of what is negated."""
    grip = _grip(c.figures)
    tops = [
        1 / (1 + sum(rival > grip for rival in ranks[one, facts[other].row.article_id]))
        for one, other in ((c.one, c.other), (c.other, c.one))
        if facts[one].negated or facts[one].denied
    ]
    top = max(tops, default=0.0)
    return replace(c, figures={**c.figures, "top_such": float(top == 1) * c.figures["such"]})


def _grip(figures: Mapping[str, float]) -> float:
    """How well a pair fits a denial: what is denied is there, in the same words, just before."""
    return 1.5 * figures["held"] + figures["wording"] + figures["before"] * (0.5 + figures["anaphora"] / 2)


def _parted(
    facts: Sequence[Fact], near: Sequence[tuple[int, int]], language: str
) -> dict[tuple[int, int], list[Evidence]]:
    """Of the near pairs, those of two sentences that differ in something, with what; most differ in nothing."""
    places = [(fact.row.article_id, fact.row.sentence_start) for fact in facts]
    answers = [read_answers(fact, language) for fact in facts]
    found = {}
    for i, j in near:
        if places[i] == places[j]:
            continue
        if not (may_differ(answers[i], answers[j]) or may_align(facts[i], facts[j])):
            continue
        evidences = list(find_evidence(facts[i], facts[j], language))
        if evidences:
            found[i, j] = evidences
    return found


def _ranks(
    facts: Sequence[Fact], near: Sequence[tuple[int, int]], wanted: Iterable[tuple[int, int]]
) -> dict[tuple[int, int], float]:
    """For the facts of wanted pairs and each near one: 1 where that is the likest of its article, 1/2 the second ..."""
    articles = [fact.row.article_id for fact in facts]
    groups = {(a, articles[b]) for pair in wanted for a, b in (pair, pair[::-1])}
    shared: dict[tuple[int, str], list[tuple[int, int]]] = {group: [] for group in groups}
    for pair in near:
        own = [(one, other) for one, other in (pair, pair[::-1]) if (one, articles[other]) in shared]
        weight = common_weight(facts[pair[0]].weights, facts[pair[1]].weights) if own else 0
        for one, other in own:
            shared[one, articles[other]].append((-weight, other))
    return {
        (i, j): (1 / rank if weight else 0.0)
        for (i, _), own in shared.items()
        for rank, (weight, j) in enumerate(sorted(own), 1)
    }


@cache
def load_weights(kind: str, language: str = "en") -> tuple[float, Mapping[str, float]]:
    """Bias and weights of a kind's regression."""
    table = dict(load("difference_weights", language)[kind])
    return float(table.pop("bias")), table


def odds(candidate: Candidate, language: str = "en") -> int:
    """Log odds, in thousandths, that a pair answers one question; even at least where all else is the same."""
    bias, weights = load_weights(candidate.evidence.kind, language)
    weighed = round(1000 * (bias + sum(w * candidate.figures.get(name, 0.0) for name, w in weights.items())))
    framed = candidate.figures["frame"] and candidate.evidence.kind in FRAMED
    if not framed or candidate.evidence.verdict != "conflicting":
        return weighed
    same = candidate.figures.get("kept_share", candidate.figures["cover"])
    return max(weighed, WHOLE_ODDS if same >= WHOLE else FRAME_ODDS)


def _is_one_frame(figures: Mapping[str, float]) -> bool:
    """Whether two assertions of two tellings are the same but for one answer each."""
    if figures["same_article"]:
        return False
    if "kept" in figures:
        return 10 * figures["kept"] >= FRAME_KEPT and figures["kept_cover"] >= FRAME_SHARE
    return (
        figures["share"] >= FRAME_SHARE
        and figures["cover"] >= FRAME_COVER
        and figures["shared"] >= FRAME_BITS
        and figures["good"] >= 1 / 2
        and figures.get("lone", 1.0) > 0
    )
