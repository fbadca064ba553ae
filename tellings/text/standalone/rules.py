"""The rules: a sentence in, the first reason why it would lose its sense alone out; "" where it keeps it."""

import re
from itertools import pairwise

from tellings.text.names import common_words
from tellings.text.standalone.reference import Reference
from tellings.text.standalone.sentence import Sentence

LEAST_WORDS = 8  # a shorter sentence tells too little alone, or is a heading, an interjection or a rest of one
LEAST_BEHIND = 4  # words of one that is read behind another: "Two horses were killed."
LEAST_NAMES = 2  # names, repeated ones counted once, of a sentence that says of itself who and where
MOST_WORDS = 70  # a longer one is a list, or sentences whose ends were lost
LEAST_HEADLINE, MOST_HEADLINE = 4, 25  # words; the longest tabloid headlines have 25
LABEL = "caption or label"  # what is no sentence of the text it stands in
ENDS = re.compile(r"[.!]['’]?[\"”»)\]]*$|[\"”»]$")
CLOSES = {"“": "”", "«": "»", "(": ")", "[": "]"}
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»")


class Rules(Sentence):
    """The rules over one sentence; each gives a reason, or "" where it finds nothing."""

    def flaw(self) -> str:
        """Why the sentence loses its sense alone; "" where it keeps it."""
        if reason := self.defect() or self._pointers():
            return reason
        if len(self.words) < LEAST_WORDS:
            return "too short or too long"
        reference = Reference(self)
        rules = (self._opening, self._near, self._quotation, reference.owned, reference.definite, reference.pronoun)
        return next((reason for rule in rules if (reason := rule())), "")

    def defect(self) -> str:
        """Why it is no sentence to cite even behind the one before it; "". What needs no words is asked first."""
        if reason := self._shape():
            return reason
        if not LEAST_BEHIND <= len(self.words) <= MOST_WORDS:
            return "too short or too long"
        if self.ties.announcing.match(self.text, self.start, self.end):
            return "announces what follows"
        return self._label() or self._part() or self._voice()

    def doubt(self, opens: bool) -> str:
        """What a reader may miss in a sentence that has no flaw; ""."""
        if opens:
            return Reference(self).opening()
        adding = next((w.plain for w in self.words if w.plain in self.ties.adding and not w.quoted), "")
        return f"goes on from another: {adding}" if adding else Reference(self).doubt() or self._unplaced()

    def _unplaced(self) -> str:
        """Whether a sentence from within a text leaves to what stands before it who and where it is about, or when."""
        names = {self.text[word.name.start : word.name.end] for word in self.words if word.name is not None}
        dated = self.ties.dated.search(self.text, self.start, self.end)
        if len(names) < LEAST_NAMES:
            return "says not who or where"
        return "" if dated else "says not when"

    def headline_flaw(self) -> str:
        """The same for a headline, which has neither an end nor articles."""
        if not LEAST_HEADLINE <= len(self.words) <= MOST_HEADLINE:
            return "too short or too long"
        if "?" in self.text[self.start : self.end]:
            return "question"
        rules = (
            self._opening, self._pointers, self._near, self._part, self._quotation, self._voice,
            Reference(self).pronoun,
        )  # fmt: skip
        return next((reason for rule in rules if (reason := rule())), "")

    def _shape(self) -> str:
        """What is no whole sentence."""
        sentence = self.text[self.start : self.end]
        if not sentence.strip():
            return "too short or too long"
        if "?" in QUOTED.sub("", sentence):
            return "question"
        ended = ENDS.search(sentence) and not sentence.endswith(("...", "…"))
        begun = not sentence[0].islower() and (sentence[0].isalnum() or sentence[0] in "“\"‘'«$£€")
        if not ended or not begun:
            return self._unended(sentence) if begun else "no beginning of a sentence"
        if self.ties.glued.search(sentence) or self.ties.run_on.search(sentence):
            return "sentences run together"
        if sentence.count('"') % 2 or any(sentence.count(a) != sentence.count(b) for a, b in CLOSES.items()):
            return "cut within marks"
        return LABEL if self.ties.caption.search(sentence) else ""

    def _unended(self, sentence: str) -> str:
        """A heading or caption without its stop, or a sentence that is cut off or announces what follows."""
        return LABEL if sentence[-1].isalnum() else "no end of a sentence"

    def _label(self) -> str:
        """A common word in capitals before the sentence: "CLOSE Ann Lee"."""
        first = self.text[self.words[0].start : self.words[0].end]
        return LABEL * (len(first) > 3 and first.isupper() and first.lower() in common_words())

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
        lone = first.name is None and first.plain in self.nouns.person - self.nouns.group
        if lone and following.plain in self.ties.verbs:
            return f"says not which: {first.plain}"
        if self.ties.existing.match(self.text, self.start, self.end):
            return "says not where or when: there"
        return "says not of what: a number" if self.ties.counted.match(self.text, self.start, self.end) else ""

    def _pointers(self) -> str:
        """Phrases further on that point out of the sentence."""
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
        return ""

    def _near(self) -> str:
        """Pointing words further on: "of these mills"."""
        for word, following in pairwise(self.words):
            ahead = word.plain == "those" and following.plain in self.ties.apart
            if word.plain in self.ties.near and not (word.quoted or ahead or following.plain in self.ties.now):
                return f"points back: {word.plain}"
        return ""

    def _part(self) -> str:
        """Words of a quotation that began before the sentence or goes on behind it."""
        cut = any(start < self.start - 1 or end > self.end + 1 for start, end in self.quotes)
        return "part of a longer quotation" * cut

    def _quotation(self) -> str:
        outside = [word for word in self.words if not word.quoted]
        if 2 * len(outside) >= len(self.words) or not self.quotes:
            return ""
        if self._is_answer():
            return "quotation that answers another"
        told = any(
            word.name is not None or self._is_new_role(n) for n, word in enumerate(self.words) if not word.quoted
        )
        return "" if told else "quotation without its speaker"

    def _is_answer(self) -> bool:
        """Whether a quotation speaks of what was told before it: "that is an open discussion"."""
        told = False
        for word, following in pairwise(self.words):
            if not word.quoted:
                continue
            told = told or word.name is not None
            points = word.plain.split("'")[0] in self.ties.pointing | self.ties.person | self.ties.thing
            if points and not told and (word.plain != "that" or following.plain in self.ties.verbs):
                return True
            told = told or self.nouns.is_role(word.plain) or word.plain in self.ties.articles
        return False

    def _is_new_role(self, n: int) -> bool:
        """Whether a word is a role that is not told of someone met before: "officials", not "the official"."""
        known = [w.plain in self.nouns.group or self.nouns.is_role(w.plain) for w in self.words[max(0, n - 3) : n + 1]]
        return known[-1] and not any(w.plain in self.small.definite for w in self.words[max(0, n - 3) : n])

    def _voice(self) -> str:
        """The writer's own voice, or a word to the reader; in a quotation both are the speaker's."""
        if self.words[0].plain in self.ties.urging and not self.words[0].quoted and self.words[0].name is None:
            return "addresses the reader"
        for word in self.words:
            plain = word.plain.split("'")[0]
            if word.quoted or word.name is not None or (self.text[word.start : word.end].isupper() and plain != "i"):
                continue
            if plain in self.small.first:
                return "writer's own voice"
            if plain in self.small.second:
                return "addresses the reader"
        return ""
