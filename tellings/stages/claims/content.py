"""What assertions are compared by: assertions and their articles in; weighted stems, names, numbers and days out."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from tellings.model import Article, Timex
from tellings.text.names import find_names
from tellings.text.spelling import number_words
from tellings.text.stems import stem
from tellings.text.terms import rarity
from tellings.text.words import Span, find_words

# Weight of a number by how many figures it has, zeros at its ends apart, in thousandths of a bit: "two" is everywhere,
# "412,000" is not.
NUMBER_BITS = (2_000, 3_500, 6_500, 8_500, 9_500)
DAY_BITS = 5_000  # of a day, or of a time of day: fewer tell the story's own days apart
MOST_BITS = 9_000  # a name that no other article has is not worth three words
CURRENCIES = frozenset("$£€¥")
LARGE = 100  # number words from here on multiply what stands before them
REMEMBERED = 100_000  # word forms whose reading is kept: a month of news has fewer


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


class Token(NamedTuple):
    """A word of an article, read once for all the stretches it stands in."""

    start: int
    end: int
    form: str  # stem, or digits
    bits: int  # how rare it is in news, in thousandths; 0 for a word that tells nothing
    digits: bool  # the form is a number
    large: float  # what it multiplies the number before it by; 0 for other words
    named: bool  # within a name
    timed: bool  # within a time expression of any type
    dated: bool  # within one that names a day or a time of day


def read_words(
    article: Article, spans: Sequence[Span], timexes: Sequence[Timex], language: str = "en"
) -> dict[Span, Words]:
    """The words of some stretches of one article."""
    times = sorted(timexes, key=lambda t: t.start)
    time_starts = [t.start for t in times]
    tokens = _tokens(article.text, times, language) if spans else []
    starts = [token.start for token in tokens]
    return {
        (start, end): _read(
            tokens[bisect_left(starts, start) : bisect_left(starts, end)],
            times[bisect_left(time_starts, start) : bisect_left(time_starts, end)],
        )
        for start, end in dict.fromkeys(spans)
    }


def _tokens(text: str, times: Sequence[Timex], language: str) -> list[Token]:
    """The words of a text."""
    words = find_words(text)
    starts = [start for start, _ in words]
    named = _within(words, starts, ((name.start, name.end) for name in find_names(text, language=language)))
    timed = _within(words, starts, ((t.start, t.end) for t in times))
    dated = _within(words, starts, ((t.start, t.end) for t in times if t.type in ("DATE", "TIME")))
    return [
        Token(a, b, *_form(text[a:b], language), i in named, i in timed, i in dated) for i, (a, b) in enumerate(words)
    ]


@lru_cache(maxsize=REMEMBERED)
def _form(word: str, language: str) -> tuple[str, int, bool, float]:
    """What of a token its word alone tells: form, bits, digits and large."""
    form, small = stem(word, language), word.lower()
    digits = form[:1].isdigit()
    large = number_words(language).get(small, 0)
    return form, number_bits(form) if digits else rarity(small, language), digits, large if large >= LARGE else 0


def _within(words: Sequence[Span], starts: Sequence[int], spans: Iterable[Span]) -> set[int]:
    """The numbers of the words that lie within one of some spans; `starts` are those of the words."""
    found: set[int] = set()
    for low, high in spans:
        at = bisect_left(starts, low)
        while at < len(words) and words[at][1] <= high:
            found.add(at)
            at += 1
    return found


def _read(tokens: Sequence[Token], times: Sequence[Timex]) -> Words:
    """What the words of one stretch tell."""
    told = [token for token in tokens if not token.dated]
    bits = {token.form: token.bits for token in told if token.bits}
    order = [token.form for token in told if token.bits]
    days = _days(times)
    numbers = {token.form for token in told if token.digits and token.form != "1"}
    names = frozenset(token.form for token in tokens if token.named and token.form in bits)
    large = _large_numbers(tokens)
    return Words(
        order=(*order, *days),
        bits=bits | {number: number_bits(number) for number in sorted(large)} | dict.fromkeys(days, DAY_BITS),
        numbers=frozenset(numbers) | large,
        counted=_counted(tokens),
        names=names,
        days=frozenset(days),
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


def _counted(tokens: Sequence[Token]) -> dict[str, frozenset[str]]:
    """What is counted, with its numbers: the words of matter among the two behind a number, the currency before it."""
    found: dict[str, set[str]] = {}
    for i, token in enumerate(tokens):
        if token.timed or not token.digits:
            continue
        if i and tokens[i - 1].form in CURRENCIES:
            found.setdefault(tokens[i - 1].form, set()).add(token.form)
        for after in tokens[i + 1 : i + 3]:
            if after.bits and not after.digits:
                found.setdefault(after.form, set()).add(token.form)
    return {key: frozenset(numbers) for key, numbers in sorted(found.items())}


def _large_numbers(tokens: Sequence[Token]) -> frozenset[str]:
    """Numbers of which the magnitude is a word of its own ("40 thousand")."""
    found = set()
    for token, after in pairwise(tokens):
        if after.large and token.form.replace(".", "", 1).isdecimal():
            found.add(f"{float(token.form) * after.large:.0f}")
    return frozenset(found)


def weigh(articles: Sequence[Sequence[Words]]) -> list[Content]:
    """Contents of all assertions of a story, article by article.

    A word weighs what it tells in news at large, by how often an article that has it uses it: what every second
    assertion of an article holds is the story's subject, what stands once in each article is what they assert alike.
    """
    words = [one for own in articles for one in own]
    uses: Counter[str] = Counter()
    users: Counter[str] = Counter()
    bits: dict[str, int] = {}
    for one in words:
        uses.update(one.bits.keys())
        for form, weight in one.bits.items():
            if weight < bits.get(form, MOST_BITS):
                bits[form] = weight
    for telling in articles:
        users.update(set().union(*(one.bits for one in telling)))
    weights = {form: bits.get(form, MOST_BITS) * users[form] // count for form, count in uses.items()}
    found = []
    for one in words:
        own = {form: weights[form] for form in one.bits}
        found.append(Content(own, sum(own.values()), one.order, one.numbers, one.counted, one.names, one.days))
    return found
