"""Two quantities compared: taken as answers to one question; a verdict with its reason out."""

import math
from dataclasses import dataclass, replace

from tellings.text.counted import thing_classes
from tellings.text.quantities import Quantity

VERDICTS = ("same", "compatible", "conflicting", "incomparable")
FAR = 3  # times a lower bound beyond which "more than" is no longer what a writer would say
# Units that texts convert and round ("134mph", "215 kph"): two values within this share agree.
CONVERTED = 0.05
# Between calendar units ("two years", "22 months") people round more.
ROUNDED = 0.15
YEAR = 31_557_600  # seconds, as in the table of units


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two values are to each other, and why."""

    verdict: str  # one of VERDICTS
    reason: str


def compare(one: Quantity, other: Quantity, language: str = "en") -> Comparison:
    """What two quantities are to each other, taken as answers to one question.

    >>> from tellings.text.quantities import find_quantities
    >>> def read(text): return find_quantities(text)[0]
    >>> [compare(read(a), read(b)).verdict for a, b in (("around 20", "19"), ("more than 100", "140"), ("14", "41"))]
    ['compatible', 'compatible', 'conflicting']
    >>> compare(read("£4.2m"), read("£4.2 million")).verdict, compare(read("$5m"), read("£5m")).verdict
    ('same', 'incomparable')
    """
    one, other = _of_age(one, other), _of_age(other, one)
    if one.unit != other.unit or (one.kind == "ordinal") != (other.kind == "ordinal"):
        return Comparison("incomparable", "other units")
    if one.kind == "count" and one.noun and other.noun and not _like_things(one, other, language):
        return Comparison("incomparable", "other things are counted")
    if one.kind == "score":
        same = (one.low, one.second) == (other.low, other.second)
        return Comparison("same", "the same score") if same else Comparison("conflicting", "two scores")
    if (one.low, one.high) == (other.low, other.high):
        return Comparison("same", "the same value")
    return _intervals(one, other)


def _of_age(one: Quantity, other: Quantity) -> Quantity:
    """An age as a length of time, where the other side tells one in years ("9 years old", "for 14 years")."""
    if one.kind != "age" or other.unit != "time" or not other.word.startswith("year"):
        return one
    return replace(one, low=one.low * YEAR, high=one.high * YEAR, kind="measure", unit="time", word="years")


def _like_things(one: Quantity, other: Quantity, language: str) -> bool:
    classes = thing_classes(language)
    return one.noun == other.noun or (one.noun in classes and classes[one.noun] == classes.get(other.noun))


def _intervals(one: Quantity, other: Quantity) -> Comparison:
    """Of one unit and thing, with other bounds."""
    if max(one.low, other.low) <= min(one.high, other.high):
        inner, outer = sorted((one, other), key=lambda q: q.high - q.low)
        if math.isinf(outer.high) and outer.low > 0 and inner.low > FAR * outer.low:
            return Comparison("compatible", "above the bound, though far from it")
        return Comparison("compatible", "one value lies within what the other leaves open")
    low, high = sorted((one, other), key=lambda q: q.low)
    gap = (high.low - low.high) / max(high.low, 1e-9)
    if one.word != other.word and gap <= (ROUNDED if one.unit == "time" else CONVERTED):
        return Comparison("compatible", "the same in another unit, rounded")
    if low.part and not high.part:
        return Comparison("compatible", "the smaller is told as a part")
    if _is_rounding(one, other) or _is_rounding(other, one):
        return Comparison("compatible", "one value rounded")
    return Comparison(
        "conflicting", "two numbers of the same thing" if one.exact and other.exact else "beyond rounding"
    )


def _is_rounding(rough: Quantity, fine: Quantity) -> bool:
    """Whether an exact value is another one rounded to its own figures, from two figures up; 5% is 5.3% rounded."""
    if not (rough.exact and fine.exact and rough.low > 1 and rough.low == rough.high):
        return False
    scale = 1000 if fine.low != int(fine.low) else 1
    value, other = round(rough.low * scale), round(fine.low * scale)
    zeros, fine_zeros = _zeros(value), _zeros(other)
    step = 10**zeros
    return zeros >= 2 and fine_zeros < zeros and abs(value - other) <= step / 2 and rough.low * scale > step


def _zeros(value: int) -> int:
    """Noughts at the end of a whole number."""
    digits = str(value)
    return len(digits) - len(digits.rstrip("0"))


def is_slip(one: Quantity, other: Quantity) -> bool:
    """Whether two values are one with its figures in another order ("34", "43"), or with a nought more or less.

    >>> from tellings.text.quantities import find_quantities
    >>> def read(text): return find_quantities(text)[0]
    >>> [is_slip(read(a), read(b)) for a, b in (("27.4%", "24.7%"), ("300 bats", "3,000 bats"), ("5", "6"))]
    [True, True, False]
    """
    if not (one.exact and other.exact) or one.low == other.low or min(one.low, other.low) <= 0:
        return False
    figures = [f"{q.low:.10g}".replace(".", "").strip("0") for q in (one, other)]
    tenfold = figures[0] == figures[1] and len(figures[0]) + _zeros(round(max(one.low, other.low))) >= 2
    return tenfold or (len(figures[0]) > 1 and sorted(figures[0]) == sorted(figures[1]) and figures[0] != figures[1])
