"""Differences in what a speaker is said to have said: readings of a statement in; those that turn it out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from tellings.language import load
from tellings.model import Reading, Statement, Witness
from tellings.stages.differences.alternatives import alternative_class
from tellings.stages.differences.lexicon import in_lists
from tellings.stages.differences.wording import NAMES, is_short_for
from tellings.text.quantities import find_quantities
from tellings.text.quantity_verdicts import compare
from tellings.text.readings import words_of
from tellings.text.stems import stem
from tellings.text.terms import rarity
from tellings.text.words import Span, find_words

LED = 30  # characters before a quotation, and words of them, in which a negation of it stands
LEADING = 2
NOT = ("n't", "n’t")
SHORT = 6  # words; a reading that differs by more is a cut or an insertion, not another word
TURNING = ("negation", "number", "name", "substitution")


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one article stands with its words: the witness, and the reading within it."""

    article_id: str
    start: int
    end: int
    value: Span
    quotation_id: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A difference between the readings of a statement, or between where it is told to have been said."""

    statement: Statement
    kind: str  # statement | channel
    verdict: str
    reason: str
    question: str
    sides: tuple[tuple[Stand, ...], ...]


def find_variants(
    statements: Sequence[Statement],
    witnesses: Sequence[Witness],
    readings: Sequence[Reading],
    texts: Mapping[str, str],
    language: str = "en",
) -> Iterator[Variant]:
    """Differences of statements, in their order.

    Args:
        statements: of one story.
        witnesses: where they stand.
        readings: how the witnesses differ.
        texts: text of each article, by article_id.
        language: whose data to use.
    """
    carried: dict[str, list[Witness]] = defaultdict(list)
    for witness in witnesses:
        carried[witness.statement_id].append(witness)
    places: dict[str, dict[tuple[int, int], list[Reading]]] = defaultdict(lambda: defaultdict(list))
    for reading in readings:
        places[reading.statement_id][reading.part, reading.place].append(reading)
    for statement in sorted(statements, key=lambda s: s.number):
        own = sorted(carried[statement.statement_id], key=lambda w: (w.article_id, w.start, w.end))
        for _, rows in sorted(places[statement.statement_id].items()):
            yield from _of_place(statement, rows, own, texts, language)
        channel = _of_channels(statement, own, language)
        if channel is not None:
            yield channel


def _of_place(
    statement: Statement, rows: Sequence[Reading], witnesses: Sequence[Witness], texts: Mapping[str, str], language: str
) -> Iterator[Variant]:
    """One difference for each reading of a place that turns what the lemma says."""
    lemma = [row for row in rows if row.kind == "lemma"]
    others: dict[tuple[str, str], list[Reading]] = defaultdict(list)
    for row in rows:
        if row.kind in TURNING and row.turns:
            others[row.kind, texts[row.article_id][row.start : row.end].lower()].append(row)
    for (kind, words), variants in sorted(others.items()):
        verdict = None if _is_spelled_apart(rows[0].lemma, words) else _verdict(kind, rows[0].lemma, words, language)
        sides = tuple(_stands(side, witnesses) for side in (lemma, variants))
        if verdict is None or not all(sides) or (kind == "negation" and _is_rephrased(sides, texts, language)):
            continue
        told = f"what {statement.speaker or 'the speaker'} said: “{rows[0].lemma or '—'}” or “{words or '—'}”"
        yield Variant(statement, "statement", verdict[0], verdict[1], told, sides)


def _is_spelled_apart(lemma: str, words: str) -> bool:
    """Whether two readings have the same letters ("no one", "no-one")."""
    return [c for c in lemma.casefold() if c.isalnum()] == [c for c in words.casefold() if c.isalnum()]


def _stands(rows: Sequence[Reading], witnesses: Sequence[Witness]) -> tuple[Stand, ...]:
    """The witnesses that the readings stand in."""
    found = {
        Stand(w.article_id, w.start, w.end, (row.start, row.end), w.quotation_id)
        for row in rows
        for w in witnesses
        if w.part == row.part and w.article_id == row.article_id and w.start <= row.start and row.end <= w.end
    }
    return tuple(sorted(found, key=lambda s: (s.article_id, s.start, s.end, s.value)))


def _is_rephrased(sides: Sequence[Sequence[Stand]], texts: Mapping[str, str], language: str) -> bool:
    """Whether both sides negate as often, so that the negation has only moved ("neither ... nor").

    What stands just before the words counts too (she does not "rule out" it); the "no" of an answer ("no, it is") does
    not.
    """
    counts = [_negations(side[0], texts[side[0].article_id], language) for side in sides]
    answers = any(_is_answer(side[0], texts[side[0].article_id]) for side in sides)
    return counts[0] % 2 == counts[1] % 2 and (all(counts) or answers)


def _is_answer(stand: Stand, text: str) -> bool:
    """Whether a witness begins with the "no" of an answer."""
    return text[stand.start : stand.start + 3].lower() == "no,"


def _negations(stand: Stand, text: str, language: str) -> int:
    """Negations in a witness and just before it; "no one" is one."""
    negators = frozenset(load("negation", language)["words"])
    before = find_words(text, max(0, text.rfind("\n", 0, stand.start) + 1, stand.start - LED), stand.start)[-LEADING:]
    told = " ".join(words_of(text[stand.start : stand.end], language))
    count = sum(in_lists(w) in negators for w in told.split()) - _is_answer(stand, text)
    return count + any(in_lists(text[a:b]) in negators or text[a:b].lower().endswith(NOT) for a, b in before)


def _verdict(kind: str, lemma: str, words: str, language: str) -> tuple[str, str] | None:
    """Class and reason of a reading against the lemma; None where it is no other answer."""
    sizes = len(find_words(lemma)), len(find_words(words))
    if max(sizes) > SHORT:
        return None
    if kind == "negation":
        return ("conflicting", "one witness negates what the other affirms") if abs(sizes[0] - sizes[1]) <= 2 else None
    if kind == "number":
        return _number(lemma, words, language)
    if kind == "name":
        names = [[text[a:b].lower() for a, b in find_words(text)] for text in (lemma, words)]
        return ("conflicting", NAMES) if all(sizes) and not is_short_for(*names) else None
    return _substitution(lemma, words, language)


def _number(lemma: str, words: str, language: str) -> tuple[str, str] | None:
    one, other = find_quantities(lemma, language=language), find_quantities(words, language=language)
    if len(one) != 1 or len(other) != 1:
        return None
    compared = compare(one[0], other[0], language)
    return None if compared.verdict in ("same", "incomparable") else (compared.verdict, compared.reason)


@cache
def _contraries(language: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(stem(w, language) for w in pair) for pair in load("negation", language)["antonyms"])


def _substitution(lemma: str, words: str, language: str) -> tuple[str, str] | None:
    """Contraries conflict; one word of matter in the place of another may or may not change what is told."""
    one = {stem(lemma[a:b], language) for a, b in find_words(lemma) if rarity(lemma[a:b].lower(), language)}
    other = {stem(words[a:b], language) for a, b in find_words(words) if rarity(words[a:b].lower(), language)}
    if any(frozenset((a, b)) in _contraries(language) for a in one - other for b in other - one):
        return "conflicting", "words of contrary meaning"
    if any(alternative_class(a, b, language) for a in one - other for b in other - one):
        return "conflicting", "two of a kind in the same words"
    if len(one) == len(other) == 1 and one != other:
        return "unclear", "another word; whether it means another thing is for the reader"
    return None


def _of_channels(statement: Statement, witnesses: Sequence[Witness], language: str) -> Variant | None:
    """Two channels for one statement: it may have been said on both. "A statement" names none that differs."""
    vague = load("channels", language)["vague"]
    told: dict[str, list[Witness]] = defaultdict(list)
    for witness in witnesses:
        if witness.channel and witness.channel not in vague:
            told[witness.channel].append(witness)
    if len(told) < 2 or len({w.article_id for rows in told.values() for w in rows}) < 2:
        return None
    sides = tuple(
        tuple(Stand(w.article_id, w.start, w.end, (w.start, w.end), w.quotation_id) for w in rows)
        for _, rows in sorted(told.items())
    )
    return Variant(
        statement,
        "channel",
        "compatible",
        "one may say it on both",
        f"where {statement.speaker or 'the speaker'} said it: {' / '.join(sorted(told))}",
        sides,
    )
