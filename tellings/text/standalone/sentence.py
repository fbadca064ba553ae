"""A sentence as the rules of standing alone see it: its words with the names and quotations they belong to."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from tellings.language import load
from tellings.text.names import NameMention
from tellings.text.noun_phrases import anaphora, nouns
from tellings.text.words import Span, find_words


@dataclass(frozen=True, slots=True)
class Ties:
    """The words of one language that tie sentences together; `standalone.toml` says what each list is."""

    phrases: frozenset[tuple[str, ...]]
    connectives: frozenset[str]
    asides: re.Pattern[str]
    pointing: frozenset[str]
    bare: frozenset[str]
    verbs: frozenset[str]
    near: frozenset[str]
    now: frozenset[str]
    shell: frozenset[str]
    unique: frozenset[str]
    restricting: frozenset[str]
    placing: frozenset[str]
    ahead: frozenset[str]
    person: frozenset[str]
    plural: frozenset[str]
    thing: frozenset[str]
    articles: frozenset[str]
    expletive: re.Pattern[str]
    place: re.Pattern[str]
    counted: re.Pattern[str]
    points: re.Pattern[str]
    caption: re.Pattern[str]
    glued: re.Pattern[str]
    run_on: re.Pattern[str]
    such: re.Pattern[str]
    unsaid: re.Pattern[str]
    existing: re.Pattern[str]
    dated: re.Pattern[str]
    announcing: re.Pattern[str]
    object: re.Pattern[str]
    new: frozenset[str]
    apart: frozenset[str]
    both: frozenset[str]
    urging: frozenset[str]
    courtesy: frozenset[str]
    adding: frozenset[str]
    joining: frozenset[str]
    aged: str
    office: frozenset[str]
    speaking: frozenset[str]


@cache
def ties(language: str = "en") -> Ties:
    """The tying words of a language."""
    data = load("standalone", language)
    known: dict[str, Any] = {name: frozenset(words.split()) for name, words in data["words"].items()}
    known["aged"] = data["aged"]
    known |= {name: re.compile(pattern, re.IGNORECASE) for name, pattern in data["patterns"].items()}
    return Ties(phrases=frozenset(tuple(phrase.split()) for phrase in data["phrases"]), **known)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the sentence."""

    plain: str  # lower case, without a possessive ending
    start: int
    end: int
    quoted: bool
    name: NameMention | None  # the name it belongs to


class Sentence:
    """A sentence and its words."""

    def __init__(
        self, text: str, span: Span, names: Sequence[NameMention], quotes: Sequence[Span], language: str
    ) -> None:
        self.text, self.start, self.end = text, *span
        self.quotes = [(a, b) for a, b in quotes if a < self.end and self.start < b]
        self.ties, self.small, self.nouns = ties(language), anaphora(language), nouns(language)
        self._names, self.span = names, span

    @cached_property
    def words(self) -> list[Word]:
        """The words, in order."""
        first = bisect_left(self._names, self.start, key=lambda name: name.end)
        last = bisect_left(self._names, self.end, key=lambda name: name.title_start)
        names = self._names[first:last]
        at, found = 0, []
        for start, end in find_words(self.text, *self.span):
            while at < len(names) and names[at].end <= start:
                at += 1
            name = names[at] if at < len(names) and names[at].title_start <= start else None
            plain = self.text[start:end].lower().replace("’", "'").removesuffix("'s")
            quoted = any(a <= start < b for a, b in self.quotes) if self.quotes else False
            found.append(Word(plain, start, end, quoted, name))
        return found

    def subject(self) -> int:
        """Number of the first word of the main clause: behind the comma of an opening phrase."""
        if self.words[0].plain not in self.ties.ahead:
            return 0
        comma = self.text.find(",", self.start, self.words[min(25, len(self.words) - 1)].start)
        return next((i for i, word in enumerate(self.words) if word.start > comma >= 0), 0)
