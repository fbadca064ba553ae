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


# Between a cue and a time that is not its own: another clause.
ANOTHER_CLAUSE = re.compile(
    r"\b(?:that|which|who|when|while|after|before|because|as|since|until|if|where)\b|[;:]", re.I
)


def _is_joined(text: str, end: int) -> bool:
    """Whether a word goes on with a hyphen: "on X-ray" names no channel."""
    return text[end : end + 1] == "-" and text[end + 1 : end + 2].isalnum()


@cache
def _channels(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern for all channel words, and word -> name."""
    data = load("channels", language)["words"]
    names: dict[str, str] = {}
    stems: dict[str, bool] = {}
    for name, words in data.items():
        for word in words:
            stem = word.rstrip("*")
            names.setdefault(stem.lower(), name)
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
            if (
                name
                and (m.group()[-1] == "X" or not m.group().lower().endswith(" x"))
                and not _is_joined(text, m.end())
            ):
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
    if m is not None:
        return find_channel(text, [(m.start(), high)], m.start(), language)
    published = _publishing(language).search(text, low, high)
    if published is None:
        return None
    found = find_channel(text, [(published.start(), high)], published.start(), language)
    return found if found is not None and _is_platform(found, language) else None


def _is_platform(found: Channel, language: str) -> bool:
    """Whether a channel is a platform or the like by its own name, not "statement" or an outlet."""
    data = load("channels", language)
    return found.name in data["words"] and found.name not in data["vague"]


@cache
def _publishing(language: str) -> re.Pattern[str]:
    """A verb of publishing with "on" behind it."""
    verbs = "|".join(map(re.escape, load("channels", language)["announcing"]["verbs"]))
    return re.compile(rf"\b(?:{verbs})\b[^.;:]{{0,60}}?\b(?:on|to|in|via)\b", re.IGNORECASE)


def find_time(text: str, pieces: Sequence[Span], cue: int, language: str = "en") -> Span | None:
    """The time words nearest to a cue.

    >>> text = "she said in Leeds on Sunday night"
    >>> find_time(text, [(0, len(text))], 4)
    (18, 33)
    """
    spans = [m.span() for a, b in pieces for m in _times(language).finditer(text, a, b)]
    spans = [span for span in spans if not _is_elsewhere(text, pieces, span, cue)]
    return min(spans, key=lambda span: (abs(span[0] - cue), span), default=None)


def _is_elsewhere(text: str, pieces: Sequence[Span], span: Span, cue: int) -> bool:
    """Whether another clause parts a time from the cue ("the mayor left last night, days after the paper said ...")."""
    low, high = (span[1], cue) if span[1] <= cue else (cue, span[0])
    between = (text[max(low, a) : min(high, b)] for a, b in pieces if a < high and low < b)
    return any(ANOTHER_CLAUSE.search(words) for words in between)
