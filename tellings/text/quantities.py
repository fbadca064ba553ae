"""Numbers in text: a string in, quantities out, each with its interval, unit and what is counted.

An interval is what the words allow: "about 20" is 17 to 23, "more than 100" anything above, "£4.2m" that sum alone.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from tellings.language import load
from tellings.text.counted import find_things, reach_of
from tellings.text.numerals import DIGIT, Numeral, find_numerals, widening_phrases, widenings
from tellings.text.spelling import number_words, plain
from tellings.text.stems import stem
from tellings.text.words import Span, find_words

KINDS = ("count", "money", "measure", "age", "ordinal", "score")
SCORE = re.compile(r"(?<![\w-])(\d{1,3})[-–](\d{1,3})(?![\w-]|\.\d)")
AGE_AHEAD = re.compile(r"[-‐‑ ]years?[-‐‑ ]olds?\b", re.IGNORECASE)
OF_THE = re.compile(r"\s+of\s+(?:the|these|those|them|its|his|her|their|our|my|your|us)\b", re.IGNORECASE)
AGED = re.compile(r"\b(?:aged|age)\s+$", re.IGNORECASE)
APPOSED = re.compile(r"[^\W\d_][\w’'.-]*,\s+$")  # "Hale, 54,", "the winger, 21,"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a text gives it."""

    start: int  # the words of the number, with what widens it and its unit
    end: int
    low: float  # least and greatest value that the words allow, both in the unit's base
    high: float
    kind: str  # one of KINDS
    unit: str  # dimension ("time", "length", ...) or currency sign; "" a count
    word: str  # the unit as written; "" none
    things: tuple[str, ...]  # what is counted: stems of the noun (last) and its modifiers; () not told
    exact: bool  # no word widens it
    second: float = -1.0  # of a score, the other number
    part: bool = False  # it counts some of a whole that the text speaks of: "forty of the jobs"

    @property
    def noun(self) -> str:
        """Stem of the head of what is counted; "" not told."""
        return self.things[-1] if self.things else ""


@cache
def _units(language: str) -> dict[str, tuple[str, float]]:
    rows = load("quantities", language)["unit"]
    return {word: (row["dimension"], float(row["factor"])) for row in rows for word in row["words"]}


@cache
def _currencies(language: str) -> dict[str, str]:
    return {w: sign for sign, words in load("quantities", language)["currency"].items() for w in words}


@cache
def _magnitudes(language: str) -> dict[str, float]:
    values = number_words(language)
    units = {short: values[long] for short, long in load("numbers", language)["units"].items()}
    return units | {word: value for word, value in values.items() if value >= 1000}


def find_quantities(
    text: str, start: int = 0, end: int | None = None, skip: Iterable[Span] = (), language: str = "en"
) -> list[Quantity]:
    """The quantities of text[start:end], in order.

    Args:
        text: any string.
        start: first character that is looked at.
        end: the character behind the last.
        skip: spans whose numbers count nothing (dates, times of day).
        language: whose data to use.

    >>> text = "About 140 homes, a fine of £4.2m and three thousand four hundred loaves."
    >>> [(text[q.start : q.end], q.low, q.high, q.unit, q.noun) for q in find_quantities(text)]
    [('About 140', 119.0, 161.0, '', 'home'), ('£4.2m', 4200000.0, 4200000.0, '£', 'fine'), \
('three thousand four hundred', 3400.0, 3400.0, '', 'loav')]
    """
    end = len(text) if end is None else end
    skipped = sorted(skip)
    scores = [
        Quantity(*m.span(), float(m[1]), float(m[1]), "score", "score", "", (), True, float(m[2]))
        for m in (SCORE.finditer(text, start, end) if DIGIT.search(text, start, end) else ())
        if not AGE_AHEAD.match(text, m.end())
    ]
    aside = [*skipped, *((s.start, s.end) for s in scores)]
    found: list[Quantity] = []
    for number in find_numerals(text, start, end, language):
        if any(a < number.end and number.start < b for a, b in aside) or (found and number.start < found[-1].end):
            continue  # a date, or the "million" of the number before
        quantity = _read(text, number, start, end, language)
        if not (_is_label(text, quantity, start, language) or _is_pronoun(text, number)):
            found.append(quantity)
    return sorted([*_ranges(text, found), *scores], key=lambda q: (q.start, q.end))


def _is_label(text: str, q: Quantity, start: int, language: str) -> bool:
    """Whether a number is part of a name and counts nothing: "Chapter 19", "Berth 5", "Apollo 11"."""
    if q.kind != "count" or not q.exact or not text[q.start].isdigit() or q.low != int(q.low):
        return False
    before = [text[a:b] for a, b in find_words(text, max(start, q.start - 30), q.start)]
    if not before or text[q.start - 1 : q.start] != " " or text[q.start - 2 : q.start - 1] in (",", ".", ":", ";"):
        return False
    return plain(before[-1]) in _labels(language)


def _is_pronoun(text: str, number: Numeral) -> bool:
    """Whether "one" stands for one of many: "one of the oldest"."""
    return number.value == 1 and text[number.start].isalpha() and OF_THE.match(text, number.end) is not None


@cache
def _labels(language: str) -> frozenset[str]:
    return frozenset(load("quantities", language)["labels"])


def _ranges(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Two numbers that are the ends of one ("between 20 and 30", "20 to 30") as one; "two goals to one" is a score."""
    kept: list[Quantity] = []
    for q in found:
        before = kept[-1] if kept else None
        joint = text[before.end : q.start].strip().lower() if before else ""
        opened = before is not None and text[max(0, before.start - 8) : before.start].lower().rstrip().endswith(
            "between"
        )
        if before is not None and _is_score(before, q, joint):
            kept[-1] = replace(
                before, end=q.end, kind="score", unit="score", things=(), low=before.low, high=before.low, second=q.low
            )
        elif before is not None and before.high <= q.low and (joint == "to" or (joint == "and" and opened)):
            kept[-1] = replace(q, start=before.start, low=before.low, exact=False)
        else:
            kept.append(q)
    return kept


def _is_score(before: Quantity, q: Quantity, joint: str) -> bool:
    """Whether two counts are the sides of one score: "two goals to one", "by 34 votes to 33"."""
    words = joint.split()
    return before.kind == q.kind == "count" and len(words) == 2 and words[1] == "to" and before.exact and q.exact


def _read(text: str, number: Numeral, low: int, high: int, language: str) -> Quantity:
    """A number with its unit, what is counted and what widens it."""
    value, finish, tail = number.value, number.end, number.tail
    magnitudes, units, signs = _magnitudes(language), _units(language), _currencies(language)
    words = find_words(text, finish, min(high, finish + 90))
    words = words[: reach_of(text, finish, words)]
    if tail in magnitudes and tail not in ("st", "nd", "rd", "th"):
        value *= magnitudes[tail]
    elif words and plain(text[slice(*words[0])]) in magnitudes and number.high < 0 and not number.tail:
        value *= magnitudes[plain(text[slice(*words[0])])]
        finish, words = words[0][1], words[1:]
    first = plain(text[slice(*words[0])]) if words else ""
    top = number.high if number.high >= 0 else value
    begin, finish, bounds = _widened(text, number.start, finish, low, language)
    kind, unit, factor, word = "count", "", 1.0, ""
    name = number.unit or (tail if tail in units and tail not in magnitudes else first)
    if number.sign or first in signs:
        kind, unit = "money", number.sign or signs[first]
        finish = finish if number.sign else words[0][1]
    elif tail in ("st", "nd", "rd", "th"):
        kind = "ordinal"
    elif _is_age(text, number.start, number.end):
        kind, unit, factor = "age", "age", 1.0
    elif name in units and (name != "m" or tail == "m"):
        (unit, factor), word, kind = units[name], name, "measure"
        finish = words[0][1] if name == first and not number.unit and words else finish
    elif first == "per" and len(words) > 1 and plain(text[slice(*words[1])]) == "cent":
        unit, word, kind, finish = "share", "%", "measure", words[1][1]
    things = find_things(text, number.start, finish, low, high, kind, top, language)
    exact = bounds == (1.0, 1.0) and number.high < 0
    part = kind == "count" and OF_THE.match(text, finish) is not None
    return Quantity(
        begin, finish, value * bounds[0] * factor, top * bounds[1] * factor, kind, unit, word, things, exact, part=part
    )


def _widened(text: str, begin: int, finish: int, low: int, language: str) -> tuple[int, int, tuple[float, float]]:
    """What the words around a number make of it: where it begins and ends with them, and two factors."""
    data = widenings(language)
    head = text[max(low, begin - 24) : begin]
    m = widening_phrases("before", language, r"\s+(?:an?\s+)?$", r"(?<![\w-])").search(head)
    if m and not _is_particle(head[: m.start()], m["phrase"], language):
        return begin - len(head) + m.start(), finish, data["before"][" ".join(m["phrase"].lower().split())]
    after = widening_phrases("after", language, r"(?!\w)", r"\s+").match(text, finish)
    if after:
        return begin, after.end(), data["after"][" ".join(after["phrase"].lower().split())]
    return begin, finish, (1.0, 1.0)


def _is_particle(head: str, phrase: str, language: str) -> bool:
    """Whether a word before a number belongs to the verb before it ("hand over 12,000 pounds")."""
    before = plain(head.rsplit(maxsplit=1)[-1]) if head.split() else ""
    verbs = load("quantities", language)["particles"].get(phrase.lower(), ())
    return bool(before) and stem(before, language) in verbs


def _is_age(text: str, start: int, end: int) -> bool:
    """Whether a number is someone's age: "54-year-old", "aged 54", "Hale, 54,"."""
    if AGE_AHEAD.match(text, end) or AGED.search(text, max(0, start - 6), start):
        return True
    apposed = APPOSED.search(text, max(0, start - 30), start)
    return apposed is not None and text[end : end + 1] in (",", ".") and text[start:end].isdigit() and end - start <= 2


def find_sums(text: str, quantities: Sequence[Quantity]) -> list[Quantity]:
    """Sums that a text makes plain: two counts joined by "and" alone ("198 passengers and 14 crew"), as one.

    >>> text = "There were 198 passengers and 14 crew on board."
    >>> [(text[q.start : q.end], q.low) for q in find_sums(text, find_quantities(text))]
    [('198 passengers and 14', 212.0)]
    """
    found = []
    for one, other in itertools.pairwise(quantities):
        between = text[one.end : other.start].split()
        if one.kind == other.kind == "count" and between[-1:] == ["and"] and 2 <= len(between) <= 3:
            found.append(
                replace(
                    other,
                    start=one.start,
                    low=one.low + other.low,
                    high=one.high + other.high,
                    things=(stem("people"),),
                )
            )
    return found
