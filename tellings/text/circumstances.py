"""Where and when something was said: the words around a cue in, channel and time words with their spans out."""

import re
from collections.abc import Sequence
from functools import cache

from tellings.language import load
from tellings.text.words import Span

DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
MONTHS = (
    "january|february|march|april|june|july|august|september|october|november|december"
    "|jan\\.?|feb\\.?|aug\\.?|sept?\\.?|oct\\.?|nov\\.?|dec\\.?"
)
PARTS = "morning|afternoon|evening|night"
# A time in the words around a cue; "may" counts only next to a day's number.
TIME = re.compile(
    r"\b(?:"
    rf"(?:(?:early|late|earlier|later) )?(?:(?:on|last|next|this|by) )?(?:{DAYS})(?: (?:{PARTS}))?(?:,? (?:{MONTHS}|may) \d{{1,2}}(?:,? \d{{4}})?)?"
    rf"|(?:on |in )?(?:early |late |mid-)?(?:{MONTHS}|may)\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?\b"
    rf"|(?:on )?(?:the )?\d{{1,2}}(?:st|nd|rd|th)?(?: of)? (?:{MONTHS}|may)(?:,? \d{{4}})?"
    rf"|in (?:early |late |mid-)?(?:{MONTHS}|may)(?: \d{{4}})?|last (?:{MONTHS}|may)|(?:back )?in (?:the )?(?:19|20)\d\d"
    r"|(?:earlier |later |late |early )?(?:last|this|next) (?:week|month|year|weekend|night|morning|afternoon|evening|spring|summer|autumn|fall|winter)"
    rf"|(?:the )?(?:day|week|month|year) before|yesterday(?: (?:{PARTS}))?|today|tonight"
    r"|(?:a |an |one |two |three |four |five |six |several |a few |\d+ )(?:minutes?|hours?|days?|weeks?|months?|years?) (?:ago|earlier|later|before)"
    r")\b",
    re.IGNORECASE,
)


@cache
def _channels(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern for all channel words, and word -> name."""
    data = load("channels", language)["words"]
    names: dict[str, str] = {}
    for name, words in data.items():
        for word in words:
            names.setdefault(word.rstrip("*"), name)
    stems = {word.rstrip("*"): word.endswith("*") for words in data.values() for word in words}
    longest = sorted(stems, key=lambda word: (-len(word), word))
    body = "|".join(re.escape(word) + (r"(?:[a-z]{0,3})" if stems[word] else "") for word in longest)
    return re.compile(rf"\b(?:{body})\b", re.IGNORECASE), names


@cache
def _media(language: str) -> re.Pattern[str]:
    names = sorted(load("channels", language)["media"]["names"], key=lambda name: (-len(name), name))
    return re.compile(
        r"\b(?:told|tells|telling|to|with|on|by)\s+((?:the\s+)?(?:"
        + "|".join(map(re.escape, names))
        + r"))\b(?![’'-]\w{2})"
    )


def _name(word: str, names: dict[str, str]) -> str:
    word = word.lower()
    while word and word not in names:
        word = word[:-1]
    return names.get(word, "")


def find_channel(text: str, pieces: Sequence[Span], cue: int, language: str = "en") -> tuple[str, Span] | None:
    """Name and span of the channel named nearest to a cue; a platform is preferred to "statement" or "interview".

    >>> text = "the brand wrote in a statement posted to its Instagram account"
    >>> find_channel(text, [(0, len(text))], 10)
    ('Instagram', (45, 54))
    """
    pattern, names = _channels(language)
    found: list[tuple[int, int, str, Span]] = []
    for low, high in pieces:
        for m in pattern.finditer(text, low, high):
            name = _name(m.group(), names)
            if name:
                found.append((VAGUE.get(name, 0), abs(m.start() - cue), name, m.span()))
        for m in _media(language).finditer(text, low, high):
            found.append((1, abs(m.start() - cue), m.group(1).removeprefix("the "), m.span(1)))
    if not found:
        return None
    _, _, name, span = min(found)
    return name, span


# The vaguer a name, the later it is taken.
VAGUE = {
    "statement": 3, "social media": 2, "website": 2, "video": 2, "report": 2, "interview": 2, "television": 2, "radio": 2, "phone call": 2, "book": 2,
}  # fmt: skip


def find_time(text: str, pieces: Sequence[Span], cue: int) -> Span | None:
    """The time words nearest to a cue.

    >>> text = "she said in Leeds on Sunday night"
    >>> find_time(text, [(0, len(text))], 4)
    (18, 33)
    """
    best = min(
        (m.span() for a, b in pieces for m in TIME.finditer(text, a, b)),
        key=lambda s: (abs(s[0] - cue), s),
        default=None,
    )
    return best
