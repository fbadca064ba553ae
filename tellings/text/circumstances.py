"""Where and when something was said: the words around a cue in, channel and time words with their spans out."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from tellings.language import load
from tellings.text.words import Span


class Channel(NamedTuple):
    """Where something was said: a canonical name, and the words that tell it."""

    name: str
    span: Span


@cache
def _times(language: str) -> re.Pattern[str]:
    """One pattern for the words that tell when something was said."""
    data = load("said_times", language)
    body = "|".join(data["patterns"])
    for name in ("day", "month", "part", "unit", "few"):
        body = body.replace("{" + name + "}", "(?:" + "|".join(data[name]) + ")")
    return re.compile(rf"\b(?:{body})\b", re.IGNORECASE)


@cache
def _channels(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern for all channel words, and word -> name."""
    data = load("channels", language)["words"]
    names: dict[str, str] = {}
    stems: dict[str, bool] = {}
    for name, words in data.items():
        for word in words:
            stem = word.rstrip("*")
            names.setdefault(stem, name)
            stems[stem] = word.endswith("*")
    longest = sorted(stems, key=lambda word: (-len(word), word))
    body = "|".join(re.escape(word) + ("[a-z]{0,3}" if stems[word] else "") for word in longest)
    return re.compile(rf"\b(?:{body})\b", re.IGNORECASE), names


@cache
def _media(language: str) -> re.Pattern[str]:
    """An outlet that is told something."""
    names = sorted(load("channels", language)["media"]["names"], key=lambda name: (-len(name), name))
    body = "|".join(map(re.escape, names))
    return re.compile(rf"\b(?:told|tells|telling|to|with|on|by)\s+(?:the\s+)?({body})\b(?![’'-]\w{{2}})")


@cache
def _announcing(language: str) -> re.Pattern[str]:
    phrases = sorted(load("channels", language)["announcing"]["phrases"], key=lambda phrase: (-len(phrase), phrase))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b", re.IGNORECASE)


def _name(word: str, names: dict[str, str]) -> str:
    """Name of the channel that a word or its stem stands for."""
    word = word.lower()
    while word and word not in names:
        word = word[:-1]
    return names.get(word, "")


def find_channel(text: str, pieces: Sequence[Span], cue: int, language: str = "en") -> Channel | None:
    """The channel named nearest to a cue; a platform is preferred to "statement" or "interview".

    >>> text = "the brand wrote in a statement posted to its Instagram account"
    >>> find_channel(text, [(0, len(text))], 10)
    Channel(name='Instagram', span=(45, 54))
    """
    pattern, names = _channels(language)
    vague = load("channels", language)["vague"]
    found: list[tuple[int, int, str, Span]] = []
    for low, high in pieces:
        for m in pattern.finditer(text, low, high):
            name = _name(m.group(), names)
            if name:
                found.append((vague.get(name, 0), abs(m.start() - cue), name, m.span()))
        for m in _media(language).finditer(text, low, high):
            found.append((1, abs(m.start() - cue), m.group(1), m.span(1)))
    return Channel(*min(found)[2:]) if found else None


def find_announced_channel(text: str, low: int, high: int, language: str = "en") -> Channel | None:
    """The channel that a sentence announces for the quotations below it.

    >>> text = "The baker took to her Instagram on Sunday to hit back."
    >>> find_announced_channel(text, 0, len(text))
    Channel(name='Instagram', span=(22, 31))
    """
    m = _announcing(language).search(text, low, high)
    return find_channel(text, [(m.start(), high)], m.start(), language) if m else None


def find_time(text: str, pieces: Sequence[Span], cue: int, language: str = "en") -> Span | None:
    """The time words nearest to a cue.

    >>> text = "she said in Leeds on Sunday night"
    >>> find_time(text, [(0, len(text))], 4)
    (18, 33)
    """
    spans = (m.span() for a, b in pieces for m in _times(language).finditer(text, a, b))
    return min(spans, key=lambda span: (abs(span[0] - cue), span), default=None)
