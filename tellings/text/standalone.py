"""Sentences that keep their sense alone: a sentence with its names and quotations in, out comes why it would dangle.

Rules on the closed classes by which English ties a sentence to its text (Halliday & Hasan 1976, Cohesion in English:
reference, ellipsis, conjunction), with word lists in `standalone.toml`. They err towards refusing.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from tellings.language import load
from tellings.text.names import NameMention, common_words
from tellings.text.noun_phrases import anaphora, nouns
from tellings.text.words import Span, find_words

LEAST_WORDS = 8  # a shorter sentence is a heading, an interjection or a rest of one
MOST_WORDS = 70  # a longer one is a list, or sentences whose ends were lost
LEAST_HEADLINE, MOST_HEADLINE = 4, 25  # words; the longest tabloid headlines have 25
ENDS = re.compile(r"[.!]['’]?[\"”»)\]]*$|[\"”»]$")
CLOSES = {"“": "”", "«": "»", "(": ")", "[": "]"}
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")


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
    such: re.Pattern[str]
    unsaid: re.Pattern[str]
    existing: re.Pattern[str]
    object: re.Pattern[str]
    new: frozenset[str]
    apart: frozenset[str]


@cache
def ties(language: str = "en") -> Ties:
    """The tying words of a language."""
    data = load("standalone", language)
    known: dict[str, Any] = {name: frozenset(words.split()) for name, words in data["words"].items()}
    known |= {name: re.compile(pattern, re.IGNORECASE) for name, pattern in data["patterns"].items()}
    return Ties(phrases=frozenset(tuple(phrase.split()) for phrase in data["phrases"]), **known)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the sentence."""

    plain: str  # lower case, without a possessive ending
    start: int
    end: int
    quoted: bool
    name: NameMention | None  # the name it belongs to


class _Sentence:
    """A sentence as the rules see it; each rule gives a reason, or "" where it finds nothing."""

    def __init__(
        self, text: str, span: Span, names: Sequence[NameMention], quotes: Sequence[Span], language: str
    ) -> None:
        self.text, self.start, self.end = text, *span
        self.quotes = [(a, b) for a, b in quotes if a < self.end and self.start < b]
        self.ties, self.small, self.nouns = ties(language), anaphora(language), nouns(language)
        self.words = [self._word(a, b, names) for a, b in find_words(text, *span)]

    def _word(self, start: int, end: int, names: Sequence[NameMention]) -> _Word:
        at = bisect_left(names, end, key=lambda name: name.start) - 1
        name = names[at] if at >= 0 and names[at].title_start <= start < names[at].end else None
        plain = self.text[start:end].lower().replace("’", "'").removesuffix("'s")
        return _Word(plain, start, end, any(a <= start < b for a, b in self.quotes), name)

    def flaw(self) -> str:
        """Why the sentence loses its sense alone; "" where it keeps it."""
        rules = (self._shape, self._opening, self._inside, self._quotation, self._definite, self._voice, self._pronoun)
        return next((reason for rule in rules if (reason := rule())), "")

    def headline_flaw(self) -> str:
        """The same for a headline, which has neither an end nor articles."""
        if not LEAST_HEADLINE <= len(self.words) <= MOST_HEADLINE:
            return "too short or too long"
        if "?" in self.text[self.start : self.end]:
            return "question"
        rules = (self._opening, self._inside, self._quotation, self._voice, self._pronoun)
        return next((reason for rule in rules if (reason := rule())), "")

    def _shape(self) -> str:
        sentence = self.text[self.start : self.end]
        if not LEAST_WORDS <= len(self.words) <= MOST_WORDS:
            return "too short or too long"
        if "?" in QUOTED.sub("", sentence):
            return "question"
        ended = ENDS.search(sentence) and not sentence.endswith(("...", "…"))
        begun = not sentence[0].islower() and (sentence[0].isalnum() or sentence[0] in "“\"‘'«$£€")
        if not ended or not begun:
            return "no end of a sentence" if begun else "no beginning of a sentence"
        if self.ties.glued.search(sentence):
            return "sentences run together"
        if sentence.count('"') % 2 or any(sentence.count(a) != sentence.count(b) for a, b in CLOSES.items()):
            return "cut within marks"
        return "caption or label" if self.ties.caption.search(sentence) or self._is_labelled() else ""

    def _is_labelled(self) -> bool:
        """Whether a common word in capitals stands before the sentence: "CLOSE Ann Lee"."""
        first = self.text[self.words[0].start : self.words[0].end]
        return len(first) > 3 and first.isupper() and first.lower() in common_words()

    def _opening(self) -> str:
        """Conjunction, and ellipsis of the first noun."""
        plain = tuple(word.plain for word in self.words[:6])
        if plain[0] in self.ties.connectives and self.words[0].name is None:
            return f"goes on from another: {plain[0]}"
        for size in range(2, 6):
            if plain[:size] in self.ties.phrases:
                return f"goes on from another: {' '.join(plain[:size])}"
        head, following, third = plain[1:4] if plain[0] in self.ties.ahead else plain[:3]
        if head in self.ties.bare:
            whole = following == "of" and third in self.ties.articles
            return f"points back: {head}" * (not whole and (following in self.ties.verbs or following == "of"))
        return (
            f"points back: {head}" * (head in self.ties.pointing and following not in self.ties.now) or self._subjects()
        )

    def _subjects(self) -> str:
        """A subject that leaves out what it is of: "President had", "There were 40", "Roughly 6 million were"."""
        first, following = self.words[:2]
        lone = first.name is None and first.plain in self.nouns.person - self.nouns.group - self.ties.unique
        if lone and following.plain in self.ties.verbs:
            return f"says not which: {first.plain}"
        if self.ties.existing.match(self.text, self.start, self.end):
            return "says not where or when: there"
        return "says not of what: a number" if self.ties.counted.match(self.text, self.start, self.end) else ""

    def _inside(self) -> str:
        """Words further on that point out of the sentence."""
        prose = QUOTED.sub(lambda m: " " * len(m.group()), self.text[self.start : self.end])
        for pattern, reason in (
            (self.ties.asides, "goes on from another"),
            (self.ties.place, "points back"),
            (self.ties.points, "points back"),
            (self.ties.such, "points back"),
            (self.ties.unsaid, "says not of what"),
        ):
            if found := pattern.search(prose):
                return f"{reason}: {found.group(found.lastindex or 0).lower()}"
        for word, following in pairwise(self.words):
            ahead = word.plain == "those" and following.plain in self.ties.apart
            if word.plain in self.ties.near and not (word.quoted or ahead or following.plain in self.ties.now):
                return f"points back: {word.plain}"
        return ""

    def _definite(self) -> str:
        """Definite reference ("the company said"): a noun that nothing in the sentence tells apart or brought in."""
        opening = {0, 1, self._subject()}
        for at, word in enumerate(self.words):
            head = self._untold(at, at in opening) if word.plain == "the" and not word.quoted else ""
            if head and (at in opening or not self._is_brought_in(at, head)):
                return f"says not which: the {head}"
        return ""

    def _is_brought_in(self, at: int, head: str) -> bool:
        """Whether something before a definite noun may be what it means: its like, a name of its kind, or "a" thing."""
        before = self.words[:at]
        if any(word.plain.rstrip("s") == head.rstrip("s") for word in before):
            return True
        if head in self.nouns.group:
            return any(w.plain in self.ties.new or w.plain in self.nouns.group or self._is_number(w) for w in before)
        if head in self.nouns.person:
            return any(w.name.kind in ("person", "unknown") if w.name else w.plain in self.nouns.person for w in before)
        if any(w.name is not None and w.name.kind != "person" for w in before):
            return True
        return any(w.plain in self.ties.new or self._is_number(w) for w in before)

    def _is_number(self, word: _Word) -> bool:
        return word.plain[0].isdigit()

    def _untold(self, at: int, opens: bool) -> str:
        """The noun behind "the" when it needs telling and has none; any noun may that opens a clause with its verb."""
        head = None
        for word in self.words[at + 1 : at + 6]:
            if word.name is not None or word.plain in self.ties.unique or word.plain.isdigit():
                return ""
            if word.plain in self.ties.shell or self.nouns.is_role(word.plain):
                head = word
            elif head is not None:
                stop = self.text[head.end : word.start].strip() != ""
                return head.plain * (stop or word.plain not in self.ties.restricting)
            elif word.plain in self.ties.verbs:
                return self.words[at + 1].plain * opens  # "the accounts would": a bare noun and its verb
            elif not opens and (
                word.plain in self.ties.restricting or word.plain in self.ties.ahead | self.ties.articles
            ):
                return ""  # a phrase that goes on: its noun is none that needs telling
        return head.plain if head else ""

    def _subject(self) -> int:
        """Number of the first word of the main clause: behind the comma of an opening phrase."""
        if self.words[0].plain not in self.ties.ahead:
            return 0
        comma = self.text.find(",", self.start, self.words[min(12, len(self.words) - 1)].start)
        return next((i for i, word in enumerate(self.words) if word.start > comma >= 0), 0)

    def _quotation(self) -> str:
        for start, end in self.quotes:
            if start < self.start - 1 or end > self.end + 1:
                return "part of a longer quotation"
        outside = [word for word in self.words if not word.quoted]
        if 2 * len(outside) >= len(self.words) or not self.quotes:
            return ""
        told = any(
            word.name is not None or self._is_new_role(n) for n, word in enumerate(self.words) if not word.quoted
        )
        return "" if told else "quotation without its speaker"

    def _is_new_role(self, n: int) -> bool:
        """Whether a word is a role that is not told of someone met before: "officials", not "the official"."""
        known = [w.plain in self.nouns.group or self.nouns.is_role(w.plain) for w in self.words[max(0, n - 3) : n + 1]]
        return known[-1] and not any(w.plain in self.small.definite for w in self.words[max(0, n - 3) : n])

    def _voice(self) -> str:
        """The writer's own voice, or a word to the reader; in a quotation both are the speaker's."""
        for word in self.words:
            plain = word.plain.split("'")[0]
            if word.quoted or word.name is not None or (self.text[word.start : word.end].isupper() and plain != "i"):
                continue
            if plain in self.small.first:
                return "writer's own voice"
            if plain in self.small.second:
                return "addresses the reader"
        return ""

    def _pronoun(self) -> str:
        """Personal reference: a pronoun whose noun stands neither before it nor ahead of an opening phrase."""
        for i, word in enumerate(self.words):
            plain = word.plain.split("'")[0]
            if plain in self.ties.person:
                found = self._has_person(i)
            elif plain in self.ties.plural:
                found = self._has_noun(i) or self._has_plural(i)
            elif plain in self.ties.thing:
                found = self._has_noun(i) or self._has_thing(i)
                found = found and (plain != "it" or not self._is_object(i) or self._is_new_thing(i))
            else:
                continue
            if not found and not self._is_told_ahead(i):
                return f"pronoun without its noun: {plain}"
        return ""

    def _before(self, i: int) -> list[_Word]:
        """The words before a pronoun that may be its noun: outside of marks only, when it stands outside."""
        return [word for word in self.words[:i] if self.words[i].quoted or not word.quoted]

    def _has_person(self, i: int) -> bool:
        return any(
            word.name.kind in ("person", "unknown") if word.name else word.plain in self.nouns.person
            for word in self._before(i)
        )

    def _has_noun(self, i: int) -> bool:
        return any(word.name is not None or self.nouns.is_role(word.plain) for word in self._before(i))

    def _has_plural(self, i: int) -> bool:
        return any((len(w.plain) > 3 and w.plain.endswith("s")) or w.plain in self.nouns.group for w in self._before(i))

    def _has_thing(self, i: int) -> bool:
        if self.ties.expletive.match(self.text, self.words[i].start, self.end):
            return True
        return any(word.plain in self.ties.articles for word in self._before(i))

    def _is_object(self, i: int) -> bool:
        """Whether nothing goes on behind a pronoun whose subject it could be: "to handle it."."""
        return bool(self.ties.object.match(self.text, self.words[i].end, self.end))

    def _is_new_thing(self, i: int) -> bool:
        """Whether the sentence itself has brought in something: an object is not its clause's own subject."""
        return any(word.plain in self.ties.new or word.plain == "the" for word in self._before(i)[2:])

    def _is_told_ahead(self, i: int) -> bool:
        """Whether the pronoun stands in an opening phrase and a name or role begins what follows it."""
        at = self._subject()
        words = [word for word in self.words[at : at + 3] if word.plain not in self.ties.articles]
        return at > i and bool(words) and (words[0].name is not None or self.nouns.is_role(words[0].plain))


def find_headline_flaw(
    text: str, span: Span, names: Sequence[NameMention] = (), quotes: Sequence[Span] = (), language: str = "en"
) -> str:
    """Why a headline does not say alone what happened; "" where it does. Arguments as in `find_flaw`.

    >>> find_headline_flaw("Why did the mill burn?", (0, 22))
    'question'
    """
    return _Sentence(text, span, names, quotes, language).headline_flaw()


def find_flaw(
    text: str, span: Span, names: Sequence[NameMention] = (), quotes: Sequence[Span] = (), language: str = "en"
) -> str:
    """Why a sentence loses its sense when it is taken out of its text; "" where it keeps it.

    Args:
        text: the article's text.
        span: the sentence, in characters of it.
        names: names of the text, in order.
        quotes: spans of quotations with their marks.
        language: ISO 639-1 code; decides the word lists.

    >>> from tellings.text.names import find_names
    >>> def flaw(text): return find_flaw(text, (0, len(text)), find_names(text))
    >>> flaw("However, the old mill by the river had burned down.")
    'goes on from another: however'
    >>> flaw("She told the council that the mill would open again.")
    'pronoun without its noun: she'
    >>> flaw("Ann Lee told the council that her mill would open.")
    ''
    """
    return _Sentence(text, span, names, quotes, language).flaw()
