"""What two facts have in common, and the evidence that they differ in something: rows and measures of both."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from tellings.stages.differences.facts import Fact
from tellings.text.words import Span


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that two assertions differ in."""

    kind: str  # one of KINDS in evidence.py
    verdict: str  # compatible | conflicting | unclear
    reason: str
    one: Span  # the words of each side
    other: Span
    signs: Mapping[str, float]  # what speaks for and against one question


def log_bits(weight: int) -> float:
    """A weight in thousandths of a bit on a scale that grows ever slower."""
    return math.log1p(weight / 1000)


def common_weight(one: Mapping[str, int], other: Mapping[str, int]) -> int:
    """Weight of the words that both have, in thousandths of a bit; within a story a word has one weight."""
    return sum(map(one.__getitem__, one.keys() & other.keys()))


def likeness(one: Fact, other: Fact) -> dict[str, float]:
    """What two assertions have in common but for their answers; shares and flags 0 to 1, weights log(1 + bits)."""
    shared = common_weight(one.weights, other.weights)
    low, high = sorted((one.total, other.total))
    around = min(one.around_total, other.around_total)
    voices = one.row.voice_id, other.row.voice_id
    quoted = bool(one.row.quotation_id), bool(other.row.quotation_id)
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
        "quoted_alone": float(quoted[0] != quoted[1]),
        "quoted_both": float(all(quoted)),
        "same_article": float(one.row.article_id == other.row.article_id),
        "same_teller": float(one.row.article_id == other.row.article_id and voices[0] == voices[1]),
    }


def local(one: Fact, other: Fact, a: Span, b: Span) -> dict[str, float]:
    """What the words beside two answers share, of the lighter side and in bits."""

    def weight(forms: frozenset[str]) -> int:
        return sum(max(one.around.get(form, 0), other.around.get(form, 0)) for form in sorted(forms))

    mine, others = one.beside[a], other.beside[b]
    shared = weight(mine & others)
    count = float(sum(form[0] != "#" for form in mine & others))
    return {
        "local_words": count,
        "local": shared / max(1, min(weight(mine), weight(others))),
        "local_bits": log_bits(shared),
    }
