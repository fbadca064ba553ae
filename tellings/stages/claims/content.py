"""What assertions are compared by: assertions and their articles in; weighted stems, names, numbers and days out."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from tellings.model import Timex
from tellings.stages.claims.article_words import ArticleWords, number_bits
from tellings.text.names import find_names
from tellings.text.words import Span

DAY_BITS = 5_000  # of a day, or of a time of day: fewer tell the story's own days apart
MOST_BITS = 9_000  # a name that no other article has is not worth three words
CURRENCIES = frozenset("$£€¥")


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
    words: ArticleWords, spans: Sequence[Span], timexes: Sequence[Timex], language: str = "en"
) -> dict[Span, Words]:
    """What the words of some stretches of one article tell."""
    reader = _Reader(words, timexes, language) if spans else None
    return {span: reader.read(*span) for span in dict.fromkeys(spans)} if reader else {}


class _Reader:
    """Reads stretches of one article; what tells something is listed once, so that a stretch is a slice of lists."""

    def __init__(self, words: ArticleWords, timexes: Sequence[Timex], language: str) -> None:
        self.words = words
        self.times = sorted(timexes, key=lambda t: t.start)
        self.time_starts = [t.start for t in self.times]
        named = words.within((name.start, name.end) for name in find_names(words.text, language=language))
        self.timed = words.within((t.start, t.end) for t in self.times)
        dated = words.within((t.start, t.end) for t in self.times if t.type in ("DATE", "TIME"))
        forms = words.forms
        # The numbers of the words of matter, and what each is; days count by themselves.
        self.told = [i for i, form in enumerate(forms) if form.bits and i not in dated]
        self.stems = [forms[i].form for i in self.told]
        self.bits = [forms[i].bits for i in self.told]
        self.digits = [i for i, form in enumerate(forms) if form.digits]
        self.numbers = [i for i in self.digits if i not in dated and forms[i].form != "1"]
        self.named = sorted(named)
        self.large = [i for i, form in enumerate(forms) if form.large]

    def read(self, start: int, end: int) -> Words:
        """What the words of one stretch tell."""
        first, last = self.words.between(start, end)
        forms = self.words.forms
        at, to = bisect_left(self.told, first), bisect_left(self.told, last)
        order = self.stems[at:to]
        bits = dict(zip(order, self.bits[at:to], strict=True))
        numbers = {forms[i].form for i in _among(self.numbers, first, last)}
        names = [forms[i].form for i in _among(self.named, first, last)]
        days = _days(self.times[bisect_left(self.time_starts, start) : bisect_left(self.time_starts, end)])
        large = self._large_numbers(first, last)
        return Words(
            order=(*order, *days),
            bits=bits | {number: number_bits(number) for number in sorted(large)} | dict.fromkeys(days, DAY_BITS),
            numbers=frozenset(numbers | large),
            counted=self._counted(first, last),
            names=frozenset(form for form in names if form in bits),
            days=frozenset(days),
        )

    def _counted(self, first: int, last: int) -> dict[str, frozenset[str]]:
        """What is counted, with its numbers: the words of matter among the two behind one, the currency before it."""
        found: dict[str, set[str]] = {}
        forms = self.words.forms
        for i in _among(self.digits, first, last):
            if i in self.timed:
                continue
            if i > first and forms[i - 1].form in CURRENCIES:
                found.setdefault(forms[i - 1].form, set()).add(forms[i].form)
            for after in forms[i + 1 : min(i + 3, last)]:
                if after.bits and not after.digits:
                    found.setdefault(after.form, set()).add(forms[i].form)
        return {key: frozenset(numbers) for key, numbers in sorted(found.items())}

    def _large_numbers(self, first: int, last: int) -> set[str]:
        """Numbers of which the magnitude is a word of its own ("40 thousand")."""
        found = set()
        for i in _among(self.large, first + 1, last):
            before = self.words.forms[i - 1].form
            if before.replace(".", "", 1).isdecimal():
                found.add(f"{float(before) * self.words.forms[i].large:.0f}")
        return found


def _among(numbers: Sequence[int], first: int, last: int) -> Sequence[int]:
    """Of ascending numbers those from the first up to the last, which is left out."""
    at = bisect_left(numbers, first)
    return numbers[at : bisect_left(numbers, last, at)]


def _days(times: Sequence[Timex]) -> list[str]:
    """The days and the times of day of some time expressions, told from words by their sign."""
    found: dict[str, None] = {}
    for time in times:
        if time.type in ("DATE", "TIME") and (time.value[:1].isdigit() or time.value[:1] == "T"):
            day, _, hour = time.value.partition("T")
            found |= dict.fromkeys(([f"@{day}"] if day else []) + ([f"@T{hour}"] if hour else []))
    return list(found)


def weigh(articles: Sequence[Sequence[Words]]) -> list[Content]:
    """Contents of all assertions of a story, article by article.

    A word weighs what it tells in news at large, by how often an article that has it uses it: what every second
    assertion of an article holds is the story's subject, what stands once in each article is what they assert alike.
    """
    words = [one for own in articles for one in own]
    uses: Counter[str] = Counter(chain.from_iterable(one.bits for one in words))
    users: Counter[str] = Counter(chain.from_iterable(set().union(*(one.bits for one in own)) for own in articles))
    bits: dict[str, int] = {}
    for form, weight in set(chain.from_iterable(one.bits.items() for one in words)):
        if weight < bits.get(form, MOST_BITS):
            bits[form] = weight
    weights = {form: bits.get(form, MOST_BITS) * users[form] // count for form, count in uses.items()}
    found: dict[int, Content] = {}  # by the identity of the words: what several assertions share is made once
    for one in words:
        if id(one) not in found:
            own = dict(zip(one.bits, map(weights.__getitem__, one.bits), strict=True))
            found[id(one)] = Content(own, sum(own.values()), one.order, one.numbers, one.counted, one.names, one.days)
    return [found[id(one)] for one in words]
