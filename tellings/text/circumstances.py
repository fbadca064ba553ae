"""Where and when something was said: the words around a cue in, channel and time words with their spans out."""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from tellings.language import load
from tellings.text.clauses import grammar
from tellings.text.words import Span


class Channel(NamedTuple):
    """Where something was said: a canonical name, and the words that tell it."""

    name: str
    span: Span


@cache
def _times(language: str) -> re.Pattern[str]:
    """One pattern, on lower-case text, for the words that tell when something was said."""
    data = load("said_times", language)
    body = "|".join(data["patterns"])
    for name in ("day", "month", "part", "unit", "few"):
        body = body.replace("{" + name + "}", "(?:" + "|".join(data[name]) + ")")
    return re.compile(rf"\b(?:{body})\b")


@cache
def _time_words(language: str) -> re.Pattern[str]:
    """The words one of which stands in every time: a quick look before the slow pattern."""
    return re.compile(rf"\b(?:{_any_of(map(re.escape, load('said_times', language)['words']))}|(?:19|20)\d\d)")


def _any_of(patterns: Iterable[str]) -> str:
    """One pattern for several that begin with a plain letter each, the earlier first.

    Put together by that letter, they are tried where it stands only: a tenth of the time of a plain alternation.
    """
    groups: dict[str, list[str]] = {}
    for pattern in patterns:
        groups.setdefault(pattern[0], []).append(pattern[1:])
    return "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in groups.items())


# Between a cue and a time that is not its own: another clause.
ANOTHER_CLAUSE = re.compile(r"\b(?:that|which|who|when|while|after|before|because|as|since|until|if|where)\b|[;:]")


def _is_joined(text: str, end: int) -> bool:
    """Whether a word goes on with a hyphen: "on X-ray" names no channel."""
    return text[end : end + 1] == "-" and text[end + 1 : end + 2].isalnum()


@cache
def _channels(language: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """One pattern, on lower-case text, for all channel words, and word -> name."""
    names: dict[str, str] = {}
    stems: dict[str, bool] = {}
    for name, words in load("channels", language)["words"].items():
        for word in words:
            stem = word.rstrip("*").lower()
            names.setdefault(stem, name)
            stems[stem] = word.endswith("*")
    longest = sorted(stems, key=lambda word: (-len(word), word))
    body = _any_of(re.escape(word) + ("[a-z]{0,3}" if stems[word] else "") for word in longest)
    return re.compile(rf"\b(?:{body})\b"), names


@cache
def _media(language: str) -> re.Pattern[str]:
    """An outlet that is told something; on the text as it is written."""
    names = sorted(load("channels", language)["media"]["names"], key=lambda name: (-len(name), name))
    body = _any_of(map(re.escape, names))
    return re.compile(rf"\b(?:told|tells|telling|to|with|on|by)\s+(?:the\s+)?({body})\b(?![’'-]\w{{2}})")


@cache
def _announcing(language: str) -> re.Pattern[str]:
    phrases = sorted(load("channels", language)["announcing"]["phrases"], key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"\b(?:{_any_of(map(re.escape, phrases))})\b")


@cache
def _publishing(language: str) -> re.Pattern[str]:
    """A verb of publishing with "on" behind it."""
    verbs = _any_of(map(re.escape, load("channels", language)["announcing"]["verbs"]))
    return re.compile(rf"\b(?:{verbs})\b[^.;:]{{0,60}}?\b(?:on|to|in|via)\b")


class Hints(NamedTuple):
    """Whether the words of a sentence may tell a channel, and a time; where not, that is certain."""

    channel: bool
    time: bool


def find_hints(words: Iterable[str], language: str = "en") -> Hints:
    """Whether lower-case words hold one without which no channel, and one without which no time, is told.

    >>> find_hints(["she", "told", "the", "podcast"])
    Hints(channel=True, time=False)
    """
    found = set(map(_hints(language).__getitem__, words))
    return Hints(1 in found or 3 in found, 2 in found or 3 in found)


class _WordHints(dict[str, int]):
    """What a word may tell, remembered: 1 a channel, 2 a time, 3 either; 0 neither."""

    most = 1 << 16  # words; those that come back are fewer, and a corpus without end must not fill the memory

    def __init__(self, language: str) -> None:
        self.channel, self.time = _hint_words(language), _time_words(language)

    def __missing__(self, word: str) -> int:
        if len(self) >= self.most:
            self.clear()
        self[word] = found = bool(self.channel.search(word)) + 2 * bool(self.time.search(word))
        return found


_hints = cache(_WordHints)


@cache
def _hint_words(language: str) -> re.Pattern[str]:
    """The longest word of each channel and outlet, those of any sentence ("on", "the") apart."""
    data, common = load("channels", language), grammar(language).prepositions | grammar(language).determiners
    phrases = [word for words in data["words"].values() for word in words] + data["media"]["names"]
    words = (re.findall(r"\w+\*?", phrase.lower()) for phrase in phrases)
    longest = sorted({max(some, key=lambda word: (word not in common, len(word))) for some in words})
    return re.compile(rf"\b(?:{_any_of(word.replace('*', '[a-z]{0,3}') for word in longest)})\b")


def _name(word: str, names: dict[str, str]) -> str:
    """Name of the channel that a word or its stem stands for."""
    while word and word not in names:
        word = word[:-1]
    return names.get(word, "")


def _is_platform(found: Channel, language: str) -> bool:
    """Whether a channel is a platform or the like by its own name, not "statement" or an outlet."""
    data = load("channels", language)
    return found.name in data["words"] and found.name not in data["vague"]


class Circumstances:
    """Finds in one text where and when things were said."""

    def __init__(self, text: str, language: str = "en") -> None:
        self.text, self.language = text, language
        lower = text.lower()
        # "İ" is two characters in lower case; places must stay those of the text
        self.lower = lower if len(lower) == len(text) else "".join(c.lower()[:1] for c in text)

    def channel(self, pieces: Sequence[Span], cue: int) -> Channel | None:
        """The channel named nearest to a cue; a platform is preferred to "statement" or "interview".

        >>> text = "the brand wrote in a statement posted to its Instagram account"
        >>> Circumstances(text).channel([(0, len(text))], 10)
        Channel(name='Instagram', span=(45, 54))
        """
        pattern, names = _channels(self.language)
        vague = load("channels", self.language)["vague"]
        found: list[tuple[int, int, str, Span]] = []
        for low, high in pieces:
            for m in pattern.finditer(self.lower, low, high):
                name = _name(m.group(), names)
                small_x = m.group().endswith(" x") and self.text[m.end() - 1] != "X"
                if name and not small_x and not _is_joined(self.text, m.end()):
                    found.append((vague.get(name, 0), abs(m.start() - cue), name, m.span()))
            for m in _media(self.language).finditer(self.text, low, high):
                found.append((1, abs(m.start() - cue), m.group(1), m.span(1)))
        return Channel(*min(found)[2:]) if found else None

    def announced_channel(self, low: int, high: int) -> Channel | None:
        """The channel that a sentence announces for the quotations below it.

        >>> text = "The baker took to her Instagram on Sunday to hit back."
        >>> Circumstances(text).announced_channel(0, len(text))
        Channel(name='Instagram', span=(22, 31))
        """
        m = _announcing(self.language).search(self.lower, low, high)
        if m is not None:
            return self.channel([(m.start(), high)], m.start())
        published = _publishing(self.language).search(self.lower, low, high)
        if published is None:
            return None
        found = self.channel([(published.start(), high)], published.start())
        return found if found is not None and _is_platform(found, self.language) else None

    def time(self, pieces: Sequence[Span], cue: int) -> Span | None:
        """The time words nearest to a cue.

        >>> text = "she said in Leeds on Sunday night"
        >>> Circumstances(text).time([(0, len(text))], 4)
        (18, 33)
        """
        spans = []
        for low, high in pieces:
            if _time_words(self.language).search(self.lower, low, high):
                spans += [m.span() for m in _times(self.language).finditer(self.lower, low, high)]
        spans = [span for span in spans if not self._is_elsewhere(pieces, span, cue)]
        return min(spans, key=lambda span: (abs(span[0] - cue), span), default=None)

    def _is_elsewhere(self, pieces: Sequence[Span], span: Span, cue: int) -> bool:
        """Whether another clause parts a time from the cue ("the mayor left last night, after the paper said ...")."""
        low, high = (span[1], cue) if span[1] <= cue else (cue, span[0])
        between = (self.lower[max(low, a) : min(high, b)] for a, b in pieces if a < high and low < b)
        return any(ANOTHER_CLAUSE.search(words) for words in between)
