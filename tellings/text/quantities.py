"""Numbers in text: a string in, quantities out, each with its interval, unit and what is counted; two compared.

An interval is what the words allow: "about 20" is 17 to 23, "more than 100" anything above, "£4.2m" that sum alone.
"""

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from tellings.language import load
from tellings.text.spelling import number_words, plain
from tellings.text.stems import stem
from tellings.text.words import Span, find_words

KINDS = ("count", "money", "measure", "age", "ordinal", "score")
VERDICTS = ("same", "compatible", "conflicting", "incomparable")
NOUN_REACH = 5  # words behind a number among which what is counted stands
FAR = 3  # times a lower bound beyond which "more than" is no longer what a writer would say
# Units that texts convert and round ("134mph", "215 kph"): two values within this share agree.
CONVERTED = 0.05
# Between calendar units ("two years", "22 months") people round more.
ROUNDED = 0.15
DIGIT = re.compile(r"\d")
NUMBER = re.compile(
    r"(?<![\w.,])(?P<sign>[£$€¥])?\s?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<tail>%|(?:st|nd|rd|th)\b|[a-zA-Z]{1,3}\b)?(?![\d])"
)
SCORE = re.compile(r"(?<![\w-])(\d{1,3})[-–](\d{1,3})(?![\w-]|\.\d)")
AGE_AHEAD = re.compile(r"[-‐‑ ]years?[-‐‑ ]olds?\b", re.IGNORECASE)
AGED = re.compile(r"\b(?:aged|age)\s+$", re.IGNORECASE)
APPOSED = re.compile(r"[A-Z][\w’'.-]*,\s+$")  # "Hale, 54,"
WORD_JOIN = re.compile(r"(?:-|\s|\s?,\s?|\s+and\s+)$")


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

    @property
    def noun(self) -> str:
        """Stem of the head of what is counted; "" not told."""
        return self.things[-1] if self.things else ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two values are to each other, and why."""

    verdict: str  # one of VERDICTS
    reason: str


@dataclass(frozen=True, slots=True)
class _Number:
    """A bare number before its surroundings are read."""

    start: int
    end: int
    value: float
    tail: str = ""
    sign: str = ""
    high: float = -1.0  # of a vague one
    unit: str = ""


@cache
def _data(language: str) -> dict[str, dict[str, tuple[float, float]]]:
    data = load("quantities", language)
    return {
        name: {w: (float(a), float(b)) for w, (a, b) in data[name].items()} for name in ("before", "after", "vague")
    }


@cache
def _phrases(name: str, language: str, tail: str, head: str) -> re.Pattern[str]:
    """The phrases of a table, the longest first."""
    words = sorted(_data(language)[name], key=lambda w: (-len(w), w))
    body = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words)
    return re.compile(f"{head}(?P<phrase>{body}){tail}", re.IGNORECASE)


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


@cache
def thing_classes(language: str = "en") -> dict[str, str]:
    """Stem of a counted noun -> the class of those that news uses for one another."""
    things = load("quantities", language)["things"]
    return {stem(w, language): name for name, words in things.items() if name != "plural" for w in words}


@cache
def act_classes(language: str = "en") -> dict[str, str]:
    """Stem of a word that tells what became of those counted -> the act."""
    return {stem(w, language): act for act, words in load("quantities", language)["acts"].items() for w in words}


@cache
def _plurals(language: str) -> frozenset[str]:
    return frozenset(load("quantities", language)["things"]["plural"])


@cache
def _stops(language: str) -> frozenset[str]:
    return frozenset(load("function_words", language)["words"])


@cache
def _cardinals(language: str) -> dict[str, float]:
    """Number words that count: no ordinals, fractions, "once"."""
    left_out = {"first", "second", "third", "once", "twice", "double", "half", "quarter", "dozen"}
    return {w: v for w, v in number_words(language).items() if w not in left_out}


def _spelled(text: str, words: Sequence[Span], at: int, language: str) -> tuple[int, float]:
    """The number that begins at a word in letters: how many words, and its value; (0, 0) for none.

    >>> text = "a hundred and forty homes"
    >>> _spelled(text, find_words(text), 0, "en")
    (4, 140.0)
    """
    known = _cardinals(language)
    total, group, size, used = 0.0, 0.0, 0, 0
    for number in range(at, len(words)):
        a, b = words[number]
        joined = number == at or text[words[number - 1][1] : a].strip(" \t\n") == ""
        values = [known.get(piece, -1.0) for piece in plain(text[a:b]).split("-")]
        small = plain(text[a:b])
        if not joined:
            break
        if small in ("a", "an", "and") and number + 1 < len(words):
            ahead = known.get(plain(text[slice(*words[number + 1])]).split("-")[0], -1.0)
            fits = ahead >= 100 if small != "and" and number == at else small == "and" and used and 0 < ahead < 100
            if not fits or (small == "and" and group % 100 and group):
                break
            size = number + 1 - at
            continue
        if min(values) < 0 or len(values) > 2:
            break
        for value in values:
            if value >= 1000:
                total, group = total + max(group, 1.0) * value, 0.0
            elif value == 100:
                group = max(group, 1.0) * 100
            elif used and (group % 100 and not (group % 100 >= 20 and value < 10)):
                return size, total + group
            else:
                group += value
            used += 1
        size = number + 1 - at
    return (size, total + group) if used else (0, 0.0)


@lru_cache(maxsize=50_000)  # words as written: a few MB
def _may_begin(word: str, language: str) -> bool:
    """Whether a number in letters may begin with a word: it counts, or is the "a" of "a hundred"."""
    small = plain(word)
    pieces = small.split("-")
    return small in ("a", "an") or (len(pieces) <= 2 and all(piece in _cardinals(language) for piece in pieces))


@cache
def _vague_words(language: str) -> tuple[str, ...]:
    """The last words of the vague phrases, one of which stands wherever one of these does."""
    return tuple(sorted({phrase.split()[-1] for phrase in _data(language)["vague"]}))


def _vague(text: str, low: int, high: int, language: str) -> Iterator[_Number]:
    """The vague numbers of text[low:high]; the pattern is slow, so a plain search tells first whether to look."""
    small = text[low:high].casefold()
    if not any(word in small for word in _vague_words(language)):
        return
    units = load("quantities", language).get("vague_unit", {})
    for m in _phrases("vague", language, r"(?![\w-])", r"(?<![\w-])").finditer(text, low, high):
        phrase = " ".join(m["phrase"].lower().split())
        a, b = _data(language)["vague"][phrase]
        yield _Number(*m.span(), a, high=b, unit=units.get(phrase, ""))


def _bare(text: str, low: int, high: int, language: str) -> list[_Number]:
    """Numbers of text[low:high] in order, without what stands around them."""
    found = list(_vague(text, low, high, language))
    for m in NUMBER.finditer(text, low, high) if DIGIT.search(text, low, high) else ():
        tail = (m["tail"] or "").lower()
        start = m.start() if m["sign"] else m.start("digits")
        found.append(_Number(start, m.end(), float(m["digits"].replace(",", "")), tail, m["sign"] or ""))
    words = find_words(text, low, high)
    behind = 0  # the word behind the last number
    for at in [n for n, (a, b) in enumerate(words) if text[a].isalpha() and _may_begin(text[a:b], language)]:
        size, value = _spelled(text, words, at, language) if at >= behind else (0, 0.0)
        if size:
            found.append(_Number(words[at][0], words[at + size - 1][1], value))
            behind = at + size
    found.sort(key=lambda n: (n.start, -n.end))
    kept: list[_Number] = []
    for number in found:
        if not kept or number.start >= kept[-1].end:
            kept.append(number)
    return kept


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
    for number in _bare(text, start, end, language):
        if any(a < number.end and number.start < b for a, b in aside) or (found and number.start < found[-1].end):
            continue  # a date, or the "million" of the number before
        found.append(_read(text, number, start, end, language))
    return sorted([*_ranges(text, found), *scores], key=lambda q: (q.start, q.end))


def _ranges(text: str, found: Sequence[Quantity]) -> list[Quantity]:
    """Two numbers that are the ends of one ("between 20 and 30", "20 to 30") as one."""
    kept: list[Quantity] = []
    for q in found:
        before = kept[-1] if kept else None
        joint = text[before.end : q.start].strip().lower() if before else ""
        opened = before is not None and text[max(0, before.start - 8) : before.start].lower().rstrip().endswith(
            "between"
        )
        if before is not None and before.high <= q.low and (joint == "to" or (joint == "and" and opened)):
            kept[-1] = replace(q, start=before.start, low=before.low, exact=False)
        else:
            kept.append(q)
    return kept


def _read(text: str, number: _Number, low: int, high: int, language: str) -> Quantity:
    """A number with its unit, what is counted and what widens it."""
    value, finish, tail = number.value, number.end, number.tail
    magnitudes, units, signs = _magnitudes(language), _units(language), _currencies(language)
    words = find_words(text, finish, min(high, finish + 90))
    words = words[: _reach(text, finish, words)]
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
    things = _things(text, number.start, finish, low, high, kind, language)
    exact = bounds == (1.0, 1.0) and number.high < 0
    return Quantity(
        begin, finish, value * bounds[0] * factor, top * bounds[1] * factor, kind, unit, word, things, exact
    )


def _reach(text: str, start: int, words: Sequence[Span]) -> int:
    """How many of the words behind a number stand in one run without a stop."""
    at = start
    for number, (a, b) in enumerate(words):
        if any(c in text[at:a] for c in ',.;:!?()“”"\n—–'):
            return number
        at = b
    return len(words)


def _widened(text: str, begin: int, finish: int, low: int, language: str) -> tuple[int, int, tuple[float, float]]:
    """What the words around a number make of it: where it begins and ends with them, and two factors."""
    data = _data(language)
    head = text[max(low, begin - 24) : begin]
    m = _phrases("before", language, r"\s+(?:an?\s+)?$", r"(?<![\w-])").search(head)
    if m and not _is_particle(head[: m.start()], m["phrase"], language):
        return begin - len(head) + m.start(), finish, data["before"][" ".join(m["phrase"].lower().split())]
    after = _phrases("after", language, r"(?!\w)", r"\s+").match(text, finish)
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


def _things(text: str, start: int, finish: int, low: int, high: int, kind: str, language: str) -> tuple[str, ...]:
    """What a number counts: the noun behind it, or the one before it ("a fine of £4m", "the toll rose to 14")."""
    if kind in ("age", "ordinal"):
        return ()
    words = find_words(text, finish, min(high, finish + 90))
    words = words[: min(NOUN_REACH, _reach(text, finish, words))]
    behind: list[str] = []
    for a, b in words:
        small = plain(text[a:b])
        if small in ("of", "the", "more", "other") and not behind:
            continue
        if small in _stops(language) or small[:1].isdigit():
            break
        behind.append(stem(small, language))
        if small in _plurals(language) or (small.endswith("s") and not small.endswith("ss")):
            return tuple(behind)
    if kind == "count" and behind:
        return tuple(behind[:1])
    before = [plain(text[a:b]) for a, b in find_words(text, max(low, start - 60), start)]
    own = [w for w in before[-4:] if w not in _stops(language)]
    return (stem(own[-1], language),) if own and own[-1][:1].isalpha() else ()


def compare(one: Quantity, other: Quantity, language: str = "en") -> Comparison:
    """What two quantities are to each other, taken as answers to one question.

    >>> def read(text): return find_quantities(text)[0]
    >>> [compare(read(a), read(b)).verdict for a, b in (("around 20", "19"), ("more than 100", "140"), ("14", "41"))]
    ['compatible', 'compatible', 'conflicting']
    >>> compare(read("£4.2m"), read("£4.2 million")).verdict, compare(read("$5m"), read("£5m")).verdict
    ('same', 'incomparable')
    """
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
    if _is_rounding(one, other) or _is_rounding(other, one):
        return Comparison("compatible", "one value rounded")
    return Comparison(
        "conflicting", "two numbers of the same thing" if one.exact and other.exact else "beyond rounding"
    )


def _is_rounding(rough: Quantity, fine: Quantity) -> bool:
    """Whether an exact value is another one rounded to its own figures, from two figures up."""
    if not (rough.exact and fine.exact and rough.low >= 10 and rough.low == rough.high):
        return False
    step = 10 ** (len(str(int(rough.low))) - len(str(int(rough.low)).rstrip("0")))
    zeros = len(str(int(step))) - 1
    fine_zeros = len(str(int(fine.low))) - len(str(int(fine.low)).rstrip("0"))
    return zeros >= 2 and fine_zeros < zeros and abs(rough.low - fine.low) <= step / 2 and rough.low > step


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
