"""What assertions are compared by: assertions and their articles in; weighted stems, names, numbers and days out."""

import itertools
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tellings.model import Article, Assertion, Timex
from tellings.text.names import NameMention, find_names
from tellings.text.spelling import number_words
from tellings.text.stems import stem
from tellings.text.terms import rarity
from tellings.text.words import Span, find_words

NUMBER_BITS = 7_000  # weight of a number, in thousandths of a bit: like a word that one article in 128 holds
LARGE = 100  # number words from here on multiply what stands before them


@dataclass(frozen=True, slots=True)
class Content:
    """What an assertion is compared by. Weights are in thousandths of a bit."""

    stems: Mapping[str, int]  # of the words that tell something, with how much
    total: int  # their sum
    order: tuple[str, ...]  # the stems as they follow one another
    numbers: frozenset[str]  # in digits, dates left out
    names: frozenset[str]  # stems of the words of names
    days: frozenset[str]  # TIMEX3 values


@dataclass(frozen=True, slots=True)
class Words:
    """An assertion before the story's weights are known."""

    order: tuple[str, ...]
    bits: Mapping[str, int]
    numbers: frozenset[str]
    names: frozenset[str]
    days: frozenset[str]


def read_words(
    article: Article, assertions: Sequence[Assertion], timexes: Sequence[Timex], language: str = "en"
) -> list[Words]:
    """The words of the assertions of one article, in their order."""
    names = find_names(article.text, language=language)
    starts = [name.start for name in names]
    times = sorted(timexes, key=lambda t: t.start)
    time_starts = [t.start for t in times]
    found = []
    for row in assertions:
        own = names[bisect_left(starts, row.start) : bisect_left(starts, row.end)]
        dated = times[bisect_left(time_starts, row.start) : bisect_left(time_starts, row.end)]
        found.append(_read(article.text, (row.start, row.end), own, dated, language))
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
        weight = NUMBER_BITS if form[:1].isdigit() else rarity(word.lower(), language)
        if form[:1].isdigit() and form != "1":
            numbers.add(form)
        if weight:
            order.append(form)
            bits[form] = min(weight, bits.get(form, weight))
    joined = _large_numbers([word for word, _, _ in words], language)
    days = frozenset(t.value for t in times if t.type in ("DATE", "TIME") and t.value[:1].isdigit())
    return Words(tuple(order), bits, frozenset(numbers) | joined, frozenset(named & set(bits)), days)


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


def weigh(words: Sequence[Words]) -> list[Content]:
    """Contents of all assertions of a story: what most of them hold weighs little, what few hold weighs in full."""
    counts = Counter(form for one in words for form in one.bits)
    most = math.log2(1 + len(words))
    share = {form: math.log2(1 + len(words) / count) / most for form, count in counts.items()}
    lowest: dict[str, int] = {}
    for one in words:
        for form, weight in one.bits.items():
            lowest[form] = min(weight, lowest.get(form, weight))
    weights = {form: round(lowest[form] * share[form]) for form in sorted(counts)}
    return [
        Content(
            own := {f: weights[f] for f in sorted(one.bits)},
            sum(own.values()),
            one.order,
            one.numbers,
            one.names,
            one.days,
        )
        for one in words
    ]
