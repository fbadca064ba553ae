"""What assertions are compared by: assertions and their articles in; weighted stems, names, numbers and days out."""

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tellings.model import Article, Timex
from tellings.text.names import NameMention, find_names
from tellings.text.spelling import number_words
from tellings.text.stems import stem
from tellings.text.terms import rarity
from tellings.text.words import Span, find_words

# Weight of a number by how many figures it has, zeros at its ends apart, in thousandths of a bit: "two" is everywhere,
# "412,000" is not.
NUMBER_BITS = (2_000, 3_500, 6_500, 8_500, 9_500)
DAY_BITS = 5_000  # of a day, or of a time of day: fewer tell the story's own days apart
MOST_BITS = 9_000  # a name that no other article has is not worth three words
LARGE = 100  # number words from here on multiply what stands before them


@dataclass(frozen=True, slots=True)
class Content:
    """What an assertion is compared by. Weights are in thousandths of a bit."""

    stems: Mapping[str, int]  # of the words that tell something, with how much
    total: int  # their sum
    order: tuple[str, ...]  # the stems as they follow one another
    numbers: frozenset[str]  # in digits, dates left out
    counted: Mapping[str, frozenset[str]]  # what is counted -> the numbers of it
    names: frozenset[str]  # stems of the words of names
    days: frozenset[str]  # TIMEX3 values, days and times of day apart


@dataclass(frozen=True, slots=True)
class Words:
    """An assertion before the story's weights are known."""

    order: tuple[str, ...]
    bits: Mapping[str, int]
    numbers: frozenset[str]
    counted: Mapping[str, frozenset[str]]
    names: frozenset[str]
    days: frozenset[str]


def read_words(
    article: Article, spans: Sequence[Span], timexes: Sequence[Timex], language: str = "en"
) -> dict[Span, Words]:
    """The words of some stretches of one article."""
    names = find_names(article.text, language=language)
    starts = [name.start for name in names]
    times = sorted(timexes, key=lambda t: t.start)
    time_starts = [t.start for t in times]
    found: dict[Span, Words] = {}
    for start, end in spans:
        if (start, end) not in found:
            own = names[bisect_left(starts, start) : bisect_left(starts, end)]
            dated = times[bisect_left(time_starts, start) : bisect_left(time_starts, end)]
            found[start, end] = _read(article.text, (start, end), own, dated, language)
    return found


def _read(text: str, span: Span, names: Sequence[NameMention], times: Sequence[Timex], language: str) -> Words:
    words = [(text[a:b], a, b) for a, b in find_words(text, *span)]
    named = {stem(word, language) for word, a, b in words if any(n.start <= a and b <= n.end for n in names)}
    bits: dict[str, int] = {}
    order, numbers = list[str](), set[str]()
    for word, a, b in words:
        if any(t.start <= a and b <= t.end for t in times if t.type in ("DATE", "TIME")):
            continue
        form = stem(word, language)
        weight = number_bits(form) if form[:1].isdigit() else rarity(word.lower(), language)
        if form[:1].isdigit() and form != "1":
            numbers.add(form)
        if weight:
            order.append(form)
            bits[form] = min(weight, bits.get(form, weight))
    times_told = [
        t.value for t in times if t.type in ("DATE", "TIME") and (t.value[:1].isdigit() or t.value[:1] == "T")
    ]
    for value in times_told:
        day, _, hour = value.partition("T")
        for form in (f"@{day}" if day else "", f"@T{hour}" if hour else ""):
            if form:
                bits[form] = DAY_BITS
                order.append(form)
    joined = _large_numbers([word for word, _, _ in words], language)
    days = frozenset(form for form in bits if form.startswith("@"))
    return Words(
        tuple(order),
        bits,
        frozenset(numbers) | joined,
        _counted(words, times, language),
        frozenset(named & set(bits)),
        days,
    )


def _days(times: Sequence[Timex]) -> list[str]:
    """The days and the times of day of some time expressions, told from words by their sign."""
    found: dict[str, None] = {}
    for time in times:
        if time.type in ("DATE", "TIME") and (time.value[:1].isdigit() or time.value[:1] == "T"):
            day, _, hour = time.value.partition("T")
            found |= dict.fromkeys(([f"@{day}"] if day else []) + ([f"@T{hour}"] if hour else []))
    return list(found)


def number_bits(form: str) -> int:
    """How much it tells that two texts have a number: 2 to 9.5 bits.

    >>> number_bits("2"), number_bits("412000"), number_bits("4.60")
    (3500, 8500, 6500)
    """
    digits = [c for c in form if c.isdigit()]
    figures = len("".join(digits).strip("0"))
    return NUMBER_BITS[min(figures, len(NUMBER_BITS) - 1)] + (1_500 if figures == 1 and len(digits) > 1 else 0)


def _counted(words: Sequence[tuple[str, int, int]], times: Sequence[Timex], language: str) -> dict[str, frozenset[str]]:
    """What is counted, with its numbers: the words of matter among the two behind a number, the currency before it."""
    found: dict[str, set[str]] = {}
    for i, (word, a, b) in enumerate(words):
        form = stem(word, language)
        if not form[:1].isdigit() or any(t.start <= a and b <= t.end for t in times):
            continue
        if i and words[i - 1][0] in "$£€¥":
            found.setdefault(words[i - 1][0], set()).add(form)
        for after, _, _ in words[i + 1 : i + 3]:
            if rarity(after.lower(), language):
                found.setdefault(stem(after, language), set()).add(form)
    return {key: frozenset(numbers) for key, numbers in sorted(found.items())}


def _large_numbers(words: Sequence[str], language: str) -> frozenset[str]:
    """Numbers of which the magnitude is a word of its own ("40 thousand")."""
    values = number_words(language)
    found = set()
    for word, after in itertools.pairwise(words):
        digits = stem(word, language)
        large = values.get(after.lower(), 0)
        if large >= LARGE and digits.replace(".", "", 1).isdecimal():
            found.add(f"{float(digits) * large:.0f}")
    return frozenset(found)


def weigh(articles: Sequence[Sequence[Words]]) -> list[Content]:
    """Contents of all assertions of a story, article by article.

    A word weighs what it tells in news at large, by how often an article that has it uses it: what every second
    assertion of an article holds is the story's subject, what stands once in each article is what they assert alike.
    """
    words = [one for own in articles for one in own]
    uses = Counter(form for one in words for form in one.bits)
    users = Counter(form for own in articles for form in sorted({form for one in own for form in one.bits}))
    bits: dict[str, int] = {}
    for one in words:
        for form, weight in one.bits.items():
            bits[form] = min(weight, MOST_BITS, bits.get(form, weight))
    weights = {form: bits[form] * users[form] // uses[form] for form in uses}
    found = []
    for one in words:
        own = {form: weights[form] for form in sorted(one.bits)}
        found.append(Content(own, sum(own.values()), one.order, one.numbers, one.counted, one.names, one.days))
    return found
