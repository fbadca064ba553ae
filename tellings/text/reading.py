"""A sentence being read for sayings: tokens and cues in, subjects and spans of characters out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tellings.text.circumstances import Channel
from tellings.text.clauses import Grammar, Sentence
from tellings.text.cues import MOST, Cue, find_cues, find_open_cues
from tellings.text.mentions import Range, leading_subject, phrase_left, subject_left
from tellings.text.sources import find_source
from tellings.text.words import Span

COMPLETE = frozenset(",.?!…—–―-")
PLURALS = frozenset({"people", "police", "men", "women", "children", "media", "percent", "%", "folk"})
CLOSERS = "\"'”’»›"


class QuoteFacts(NamedTuple):
    """What the frames ask of a quoted span."""

    start: int
    end: int
    content_start: int
    content_end: int
    complete: bool  # ends like a sentence or with a comma
    capital: bool  # begins like a sentence
    words: int
    stop: str  # its last character, marks apart


def quote_facts(text: str, start: int, end: int, low: int, high: int) -> QuoteFacts:
    """Facts of the span text[start:end] with the words text[low:high]."""
    last = high - 1
    while last > low and text[last] in CLOSERS:
        last -= 1
    first = next((c for c in text[low : low + 4] if c.isalnum()), "")
    return QuoteFacts(
        start=start,
        end=end,
        content_start=low,
        content_end=high,
        complete=text[last] in COMPLETE or text[end : end + 1] == ",",
        capital=first.isupper() or first.isdigit(),
        words=text.count(" ", low, high) + 1,
        stop=text[last],
    )


@dataclass(slots=True)
class Saying:
    """What is said, who says it, by which frame; spans of characters."""

    segments: list[Span]
    frame: str
    speaker: Span | None
    cue: Span | None
    clause: Span  # the sentence, in which channel, time and addressee stand
    negated: bool = False
    rejected: str = ""  # why the mention before the cue is no source
    hedge: str = ""  # what makes the saying itself unsure ("reportedly")
    quotes: set[int] = field(default_factory=set)  # numbers of the quoted spans it holds
    addressee: Span | None = None
    signature: Span | None = None  # of a post or turn
    posted: str = ""  # date of a post
    depth: int = 0  # of the marks it is told by: 1 for what is said within a quotation
    announced: tuple[Channel, Span | None] | None = None  # channel and time that a sentence above announces


class Reading:
    """One sentence, its quotations and cues, and what has been taken of them so far."""

    def __init__(self, sentence: Sentence, quotes: Sequence[QuoteFacts], words: Grammar) -> None:
        self.s, self.quotes, self.words = sentence, quotes, words
        self.low = sentence.low
        self.tokens = sorted(sentence.marks)  # of quotations
        self.cues = find_cues(sentence, words)
        if sentence.marks:
            more = find_open_cues(sentence, words, self.cues)
            self.cues = sorted([*self.cues, *more], key=lambda cue: cue.verb)[:MOST] if more else self.cues
        self.found: list[Saying] = []
        self.used: set[int] = set()  # tokens of quotations that a frame has taken
        self.spoken: set[int] = set()  # cues (their verbs) that a frame has taken
        self._subjects: dict[int, Range | None] = {}

    def span(self, a: int, b: int) -> Span:
        """Characters of tokens a to b."""
        return self.s.starts[a], self.s.ends[b - 1]

    def facts(self, token: int) -> QuoteFacts:
        """Facts of the quotation folded at a token."""
        return self.quotes[self.s.marks[token]]

    def content(self, token: int) -> Span:
        """Words of the quotation folded at a token, without its marks."""
        facts = self.facts(token)
        return facts.content_start, facts.content_end

    def has_quote(self, a: int, b: int) -> bool:
        """Whether a quotation stands among tokens a to b."""
        return any(a <= token < b for token in self.tokens)

    def is_announcing(self, token: int) -> bool:
        """Whether a token is the comma or colon that leads to a quotation."""
        return self.s.at(token) in (",", ":")

    def mention(self, found: Range | None) -> Span | None:
        """Characters of a mention; the contraction of "she's" left out."""
        if found is None:
            return None
        start, end = self.span(*found)
        return start, end - self.words.bare_pronoun(self.low[found[1] - 1])

    def keep(
        self,
        segments: list[Span],
        frame: str,
        speaker: Range | None,
        cue: Cue,
        quotes: Sequence[int],
        addressee: Range | None = None,
    ) -> Saying:
        """Remember a saying; `quotes` are the tokens of the quotations in it."""
        speaker, rejected = find_source(self.s, speaker, self.words, frame)
        said = Saying(
            segments=segments,
            frame=frame,
            speaker=self.mention(speaker),
            cue=self.span(cue.start, cue.end),
            clause=(self.s.start, self.s.end),
            negated=cue.negated,
            rejected=rejected,
            hedge=cue.hedge,
            quotes={self.s.marks[token] for token in quotes},
            addressee=self.mention(addressee),
        )
        self.used.update(quotes)
        self.spoken.add(cue.verb)
        self.found.append(said)
        return said

    def subject(self, cue: Cue) -> Range | None:
        """Subject of a cue, from its left; remembered."""
        if cue.verb not in self._subjects:
            self._subjects[cue.verb] = self._find_subject(cue)
        return self._subjects[cue.verb]

    def _find_subject(self, cue: Cue) -> Range | None:
        if cue.start == 0:
            return self._subject_after(cue) if cue.form == "ing" else None
        before = self.low[cue.start - 1]
        if cue.form == "ing" or before == "having":
            ruler = self._ruler(cue)
            if ruler is not None:
                return self.subject(ruler)
        if cue.form == "ing" and before not in self.words.prepositions and before not in (",", "and", "but"):
            direct = phrase_left(self.s, cue.start, 0, self.words)
            return direct if direct and self._governs(direct) else self._shared_subject(cue) or direct
        if (
            cue.form == "ing"
            or cue.infinitive
            or before in self.words.joints
            or before == "nor"
            or before in self.words.prepositions
        ):
            return self._shared_subject(cue)
        start = cue.start - (before == "neither")
        if before in self.words.reported and self.low[cue.start] == "to":
            start -= 1  # "Acme is understood to have told"
            while start > 0 and (
                self.low[start - 1] in self.words.auxiliaries or self.words.is_adverb(self.low[start - 1])
            ):
                start -= 1
        return subject_left(self.s, start, 0, self.words)

    def _ruler(self, cue: Cue) -> Cue | None:
        """The cue whose object a participle is ("denied saying", "recalled once having told")."""
        i = cue.start
        while i > 0 and (self.low[i - 1] == "having" or self.words.is_adverb(self.low[i - 1])):
            i -= 1
        return next((c for c in self.cues if c.end == i and c.form != "ing" and not c.passive), None)

    def _governs(self, phrase: Range) -> bool:
        """Whether a phrase right before a participle is its subject: "fans chanting", not "left feeling"."""
        last = self.low[phrase[1] - 1]
        if last in self.words.vehicles or self.s.at(phrase[0] - 1) in ("to", "for", "by", "on", "at"):
            return False
        return self.is_named(phrase)

    def is_named(self, phrase: Range) -> bool:
        """Whether a phrase has a determiner, a capital or a number, or is a pronoun or plural."""
        last = self.low[phrase[1] - 1]
        bare = self.low[phrase[0]]
        if bare in self.words.determiners or bare[0].isdigit() or self.s.has_capital(*phrase):
            return True
        return (
            last.endswith("s") or last in self.words.pronouns or last in PLURALS or bool(self.words.bare_pronoun(last))
        )

    def _subject_after(self, cue: Cue) -> Range | None:
        """Subject of a participle that opens the sentence ("Conceding that A, she ..."): after a comma."""
        for other in self.cues:
            if other.start > cue.end and other.form != "ing" and not other.infinitive:
                found = phrase_left(self.s, other.start, cue.end, self.words)
                if found is not None and self.s.at(found[0] - 1) == ",":
                    return found
        for i in range(len(self.low) - 2, cue.end, -1):
            if self.low[i] == "," and (self.s.caps[i + 1] or self.low[i + 1] in self.words.subject_pronouns):
                return i + 1, i + 2
        return None

    def _is_subordinate(self, subject: Range, cue: Cue) -> bool:
        """Whether a subject's clause ends at a comma before the cue ("As fans sang, Ann rose and said")."""
        return self.s.at(subject[0] - 1) in self.words.subordinators and "," in self.low[subject[1] : cue.start]

    def _shared_subject(self, cue: Cue) -> Range | None:
        """Subject that a verb shares with the finite verb before it."""
        other = next(
            (c for c in reversed(self.cues) if c.start < cue.start and c.form != "ing" and not c.infinitive), None
        )
        if other is not None and not self.has_quote(other.end, cue.start):
            found = self.subject(other)
            if found is not None and not self._is_subordinate(found, cue):
                return found
        return leading_subject(self.s, cue.start, self.words)
