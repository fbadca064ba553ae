"""Sources named without a verb of saying: a sentence being read in, what it ascribes to those it cites out.

`According to her, A`, `in the words of the board, “A”`, `as the paper reported, A`, `her claim that A`, `"A" - Ann`.
"""

from collections.abc import Sequence

from tellings.text.clauses import DASHES, Grammar, Sentence
from tellings.text.cues import MOST, Cue, cue_nouns
from tellings.text.mentions import Range, phrase_left, subject_right
from tellings.text.reading import QuoteFacts
from tellings.text.secondhand import SecondHand
from tellings.text.words import Span

# Words one of which stands where something is said without a verb of saying and without marks.
BEARERS = frozenset({"according", "per", "that", "words"})
IN_THE_WORDS = ["in", "the", "words", "of"]
APART = frozenset({","}) | DASHES


class Citations(SecondHand):
    """Reads what a sentence ascribes by a phrase, a noun or a dash."""

    def __init__(self, sentence: Sentence, quotes: Sequence[QuoteFacts], words: Grammar) -> None:
        super().__init__(sentence, quotes, words)
        self.tellers: list[tuple[Cue, Cue, Range]] = []  # who tells of a saying: its cue, his cue, himself

    def keep_clause(
        self,
        cue: Cue,
        begin: int,
        end: int,
        speaker: Range | None,
        addressee: Range | None,
        frame: str,
        second: int | None = None,
    ) -> None:
        """Keep tokens begin to end as what is said, with a second stretch from token `second` to the sentence's end."""
        while end > begin and (self.low[end - 1] in (",", ":", ";", "and", "but") or self.low[end - 1] in DASHES):
            end -= 1
        if end - begin < (2 if frame == "complement" else 1) and not self.has_quote(begin, end):
            return
        segments = [self.bare_span(begin, end)]
        if second is not None:
            segments.append(self.bare_span(second, len(self.s)))
        tokens = [t for t in self.tokens if begin <= t < end or (second is not None and t >= second)]
        said = self.keep(segments, frame, speaker, cue, [t for t in tokens if t not in self.used], addressee)
        said.quotes |= {self.s.marks[t] for t in tokens}

    def bare_span(self, begin: int, end: int) -> Span:
        """Characters of tokens begin to end, without a mark at either edge."""
        low, high = self.span(begin, end)
        low = self.content(begin)[0] if begin in self.s.marks else low
        return low, self.content(end - 1)[1] if end - 1 in self.s.marks else high

    # According to her, A

    def according(self, opening: bool) -> None:
        """`According to her, A` and `Per the paper, A` (opening) or `A, according to her`."""
        if opening and self.low[0] == "per" and len(self.low) > 1 and self.s.caps[1]:
            self._according_at(0, 1)
        for begin, end in self._cited():
            if opening == self._opens_with(begin):
                self._according_at(begin, end)

    def _cited(self) -> list[Range]:
        """The phrases that name a source: `according to`, and `in the words of` beside a comma, a dash or a mark."""
        found: list[Range] = []
        if "according" in self.low:
            found = [(i, i + 2) for i, word in enumerate(self.low) if word == "according" and self.s.at(i + 1) == "to"]
        if "words" in self.low:
            places = (i - 2 for i in range(2, len(self.low)) if self.low[i - 2 : i + 2] == IN_THE_WORDS)
            apart = (i for i in places if self._opens_with(i) or i - 1 in self.s.marks or self.s.at(i - 1) in APART)
            found += [(i, i + 4) for i in apart]
        return found[:MOST]

    def _opens_with(self, i: int) -> bool:
        """Whether "according" at token i leads what it tells of."""
        return i == 0 or (i <= 2 and self.low[i - 1] in ("but", "and", ",") and 0 not in self.s.marks)

    def _according_at(self, i: int, end: int) -> None:
        speaker = subject_right(self.s, end, self.words)
        if speaker is None:
            return
        cue = Cue(i, i, end, "z", "prep", "according", False, False)
        if self._opens_with(i):
            comma = next((k for k in range(speaker[1], len(self.s)) if self.low[k] == ","), len(self.s))
            if comma + 2 < len(self.s) or comma + 1 in self.s.marks:
                self.keep_clause(cue, comma + 1, len(self.s), speaker, None, "according to")
            return
        begin = self.clause_start(i)
        told = next((c for c in self.cues if c.end == i - (self.s.at(i - 1) == ",") and not c.passive), None)
        if told is not None and (self.subject(told) or (-1, 0))[0] == begin:
            self.tellers.append((told, cue, speaker))  # he said, according to her, that A
            return
        if any(begin <= token < i and token in self.used for token in self.tokens):
            return  # `"A," she said, according to the paper`: she speaks, the paper is but cited
        last = i
        while last > begin and (self.low[last - 1] == "," or self.low[last - 1] in DASHES - {"-"}):
            last -= 1
        if last - begin >= 2:
            second = self.second_clause(speaker[1], self.has_verb(begin, last))
            self.keep_clause(cue, begin, last, speaker, None, "according to", second)
        elif begin in self.s.marks and last > begin:
            self.keep_clause(cue, begin, last, speaker, None, "according to")

    def as_told(self, cue: Cue) -> bool:
        """`As the paper reported last week, A`."""
        found = self.subject(cue) if self.low[0] == "as" and not cue.passive else None
        if found is None or found[0] != 1 or not set(cue.frame) & set("tzq"):
            return False
        comma = next((i for i in range(cue.end, min(len(self.s), cue.end + 12)) if self.low[i] == ","), None)
        if comma is None or comma + 2 >= len(self.s) or not self.is_tail(cue.end):
            return False
        self.keep_clause(cue, comma + 1, len(self.s), found, None, "as told")
        return True

    # Her claim that A

    def nouns(self) -> None:
        """`Her claim that A`, `the union's warning that A`."""
        if "that" not in self.low:
            return
        nouns = cue_nouns(self.words.language)
        for i in [i for i, word in enumerate(self.low) if word in nouns]:
            if i == 0 or i + 3 > len(self.low) or self.low[i + 1] != "that" or any(c.verb == i for c in self.cues):
                continue
            speaker = self._owner(i)
            if speaker is None:
                continue
            end = i + 2
            while end < len(self.s) and self.low[end] not in (",", ";") and self.low[end] not in DASHES - {"-"}:
                end += 1
            cue = Cue(i, i, i + 1, "t", "noun", self.low[i], False, False)
            self.keep_clause(cue, i + 1, end, speaker, None, "noun")

    def _owner(self, noun: int) -> Range | None:
        """Whose claim it is: within three words before the noun."""
        for j in range(noun - 1, max(-1, noun - 4), -1):
            if self.low[j] in self.words.owners:
                return j, j + 1
            if self.low[j].endswith(("'s", "s'")):
                return phrase_left(self.s, j + 1, 0, self.words)
        return None

    # "A" - Ann Lee

    def dash(self, token: int) -> None:
        """`"A" - Ann Lee, mayor` and `"A" - his lawyer.`: a dash, then a name up to the sentence's end."""
        n, facts = token + 1, self.facts(token)
        if self.s.at(n) not in DASHES or n + 1 >= len(self.s) or not (facts.complete or facts.words >= 4):
            return
        owned = self.low[n + 1] in self.words.owners and token == 0
        named = self.s.caps[n + 1] or (self.low[n + 1] == "the" and any(self.s.caps[n + 2 : n + 3]))
        if not (named or owned) or any(c.start > n for c in self.cues):
            return
        speaker = subject_right(self.s, n + 1, self.words)
        if speaker is not None and (self.s.at(speaker[1]) in ("", ",", "(") or self.s.at(speaker[1]) in DASHES):
            self.keep(
                [self.content(token)], "signed", speaker, Cue(n, n, n + 1, "", "dash", "-", False, False), [token]
            )
