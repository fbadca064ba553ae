"""From a text to its times: paragraph by paragraph, the longest rule at the leftmost place that is not refused."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache

from tellings.text.dates import context
from tellings.text.dates.grammar import matches, rules
from tellings.text.dates.makers import MAKERS
from tellings.text.dates.tense import is_aside
from tellings.text.dates.tokens import Tokens, lexicon, tokenize
from tellings.text.dates.values import Hit, Time, Told
from tellings.text.words import Span, find_paragraphs

# Longer lines are read in pieces, so that one endless line needs no endless memory; no sentence is that long.
PIECE = 50_000


@cache
def _prefixes(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand before a DATE ("the end of", "early in") and before a DURATION ("more than")."""
    code = lexicon(language).code
    the, of, in_, hyphen = code["the"], code["of"], code["in"], code["hyphen"]
    edge, early, approx, more = code["edge"], code["early"], code["approx"], code["more"]
    return (
        re.compile(f"(?:{the}?{edge}{of}{the}?|{the}?{early}{hyphen}?{the}?|{early}{in_}{the}?)$"),
        re.compile(f"(?:{approx}|{code['at']}?{more}[{code['than']}{code['to']}]?)$"),
    )


def _pieces(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    """The lines of the spans, endless ones cut at white space."""
    for start, end in spans:
        for low, high in find_paragraphs(text, start, end):
            begin = low
            while high - begin > PIECE:
                cut = text.rfind(" ", begin, begin + PIECE)
                cut = cut if cut > begin else begin + PIECE
                yield begin, cut
                begin = cut
            yield begin, high


def _with_prefix(tokens: Tokens, low: int, floor: int, is_length: bool, language: str) -> tuple[int, str]:
    """Where the expression begins with its modifier, and the TIMEX3 `mod`."""
    pattern = _prefixes(language)[is_length]
    if is_length and tokens.classes[low] == tokens.lexicon.code["the"]:
        return low, ""  # "over the last year" says where the length lies, not how long it is
    begin = max(floor, low - 4)
    match = pattern.search(tokens.classes[begin:low])
    if match is None:
        return low, ""
    first = begin + match.start()
    values = (tokens.lexicon.values.get(tokens.words[i], "") for i in range(first, low))
    mod = next((v for v in values if isinstance(v, str) and v.isupper()), "")
    return first, mod


def _is_length(time: Time) -> bool:
    """Whether "more than" may stand before a time: "two years", "two years ago"."""
    return time.type == "DURATION" or time.rule.startswith("time from now")


def find_times(
    text: str, anchor: date | None = None, spans: Iterable[Span] | None = None, language: str = "en"
) -> list[Time]:
    """The time expressions of a text, or of some spans of it, in order, resolved against the anchor.

    >>> text = "It opened last Friday and will close in June 2025."
    >>> [(text[t.start : t.end], t.value) for t in find_times(text, date(2024, 5, 1))]
    [('last Friday', '2024-04-26'), ('June 2025', '2025-06')]
    """
    found: list[Time] = []
    told = Told(last=anchor)
    for low, high in _pieces(text, [(0, len(text))] if spans is None else spans):
        found.extend(_find_in(tokenize(text, low, high, language), anchor, told, language))
    return found


def _find_in(tokens: Tokens, anchor: date | None, told: Told, language: str) -> Iterator[Time]:
    """The times of one piece; `told` takes them in."""
    classes = tokens.classes
    candidate = _starts(language)
    at = floor = 0
    while (match := candidate.search(classes, at)) is not None:
        at = match.start()
        made, stop = _longest(tokens, at, anchor, told, language)
        if not made:
            at += 1
            continue
        first, mod = at, ""
        if made[0].start == tokens.starts[at]:
            first, mod = _with_prefix(tokens, at, floor, _is_length(made[0]), language)
        for time in (
            made[0].stretched(min(made[0].start, tokens.starts[first]) if first < at else made[0].start, mod),
            *made[1:],
        ):
            told.add(time, is_aside(tokens, at, stop, language))
            yield time
        at = floor = stop


@cache
def _starts(language: str) -> re.Pattern[str]:
    """The classes that a rule can begin with."""
    return re.compile(f"[{''.join(sorted(rules(language)))}]")


def _longest(tokens: Tokens, at: int, anchor: date | None, told: Told, language: str) -> tuple[list[Time], int]:
    """The times of the longest rule that matches at a token and is not refused, and where it ends."""
    for stop, rule in matches(tokens.classes, at, rules(language)):
        hit = Hit(tokens, at, stop, rule.name, anchor, told, language)
        made = [] if context.is_refused(hit) else MAKERS[rule.make](hit)
        if made:
            return made, stop
    return [], at
