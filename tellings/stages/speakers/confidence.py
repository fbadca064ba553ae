"""How likely an answer is right: its grounds in, a calibrated per cent out.

A logistic regression over a few pieces of evidence; its weights are data of the language
(`speaker_confidence.toml`, fitted by `eval/speaker_confidence.py` on the stories of the train split of our gold).
"""

import math
from collections.abc import Mapping
from functools import cache, lru_cache

from tellings.language import load
from tellings.model import Quotation
from tellings.stages.speakers.answers import Answer

GROUNDS = (
    "name",
    "short name",
    "organisation",
    "person pronoun",
    "other pronoun",
    "role",
    "unnamed",
    "same words",
    "handle",
    "continues",
)
PERSONAL = ("pronoun: he", "pronoun: she", "pronoun: him", "pronoun: her", "pronoun: his")
MOST = 99  # an answer is never certain
FARTHEST = 4  # sentences; beyond it distance tells no more


@lru_cache(maxsize=1 << 12)
def ground_of(reason: str) -> str:
    """What kind of ground an answer rests on.

    >>> ground_of("name, beside the noun"), ground_of("pronoun: she, the subject before"), ground_of("pronoun: it")
    ('name', 'person pronoun', 'other pronoun')
    """
    if reason.startswith("pronoun"):
        person = reason.startswith(PERSONAL) or reason.startswith("pronoun: of the unnamed")
        return "person pronoun" if person else "other pronoun"
    return next((ground for ground in GROUNDS if reason.startswith(ground)), "role")


def evidence(answer: Answer, quotation: Quotation) -> dict[str, float]:
    """The features of an answer, by name, each between 0 and about 1."""
    ground = ground_of(answer.reason)
    elsewhere = "another telling" in answer.reason or ground == "same words"
    return {
        ground: 1.0,
        "rivals": math.log2(1 + answer.rivals) / 2,
        "distance": min(answer.distance, FARTHEST) / FARTHEST,
        "elsewhere": float(elsewhere),
        "no cue": float(quotation.cue_start is None),
        "nested": float(bool(quotation.within)),
        "indirect": float(quotation.kind == "indirect"),
    }


def confidence_of(answer: Answer, quotation: Quotation, language: str = "en") -> int:
    """Per cent of answers with such evidence that are right; 0 where the answer leaves the voice open."""
    return 0 if answer.voice is None else _percent(tuple(evidence(answer, quotation).items()), language)


@lru_cache(maxsize=1 << 12)
def _percent(features: tuple[tuple[str, float], ...], language: str) -> int:
    weights = _weights(language)
    total = weights["always"] + math.fsum(value * weights.get(name, 0.0) for name, value in features)
    return min(MOST, round(100 / (1 + math.exp(-total))))


@cache
def _weights(language: str) -> Mapping[str, float]:
    return {name: float(weight) for name, weight in load("speaker_confidence", language)["weights"].items()}
