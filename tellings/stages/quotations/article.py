"""An article being read: its text, marks and paragraphs in, sayings and unclaimed marks out.

What one sentence says is told by `tellings.text.attribution`; here it is carried over sentences and paragraphs.
"""

import re
from collections.abc import Iterator, Sequence

from tellings.language import load
from tellings.model import Mark
from tellings.stages.quotations.extents import Extents, marks_between
from tellings.text.attribution import Reader
from tellings.text.circumstances import Channel, Circumstances, Hints, find_hints
from tellings.text.clauses import DASHES, QUOTE, Sentence, grammar, join, split_sentences
from tellings.text.mentions import Range, leading_subject
from tellings.text.reading import QuoteFacts, Saying, quote_facts
from tellings.text.sources import find_source
from tellings.text.words import Span, find_paragraphs, find_words
from tellings.text.woven import find_weaver

# A speaker may be taken over from so many paragraphs above: readers lose track of him sooner than that.
REACH = 3
# Of the mentions above, no more than these are looked at.
RECENT = 20
# A quotation repeats a post when this many of its first words stand in it.
REPEATED = 8
# A line that is but a dash and a name, below a quotation.
SIGNATURE = re.compile(r"(?:--|[—–―-])\s*((?:the\s+|The\s+)?[A-Z][^\n.!?:;“”\"]{1,80})\.?$")
# A paragraph of its own in marks that are never closed, cut before its full stop, is speech from so many words on.
LEFT_OPEN = 6
# A paragraph that begins so far from its line's start is set in.
INSET = 2
# Frames whose content is a clause of the telling's own.
CLAUSES = frozenset({"complement", "object", "postposed clause"})
# Frames whose source is no one who has just spoken.
NO_VOICE = frozenset({"object", "noun"})


class ArticleReader:
    """Reads the sayings of an article, paragraph by paragraph."""

    def __init__(self, text: str, marks: Sequence[Mark], paragraphs: Sequence[Span], language: str) -> None:
        self.text, self.language = text, language
        self.words = grammar(language)
        self.first_person = frozenset(load("marks", language)["first_person"])
        self.circumstances = Circumstances(text, language)
        self.paragraphs = paragraphs
        self.extents = Extents(text, marks)
        self.levels = self.extents.levels
        self.outer = self.levels[0]
        self.whole = [m for m in marks if m.kind in ("post", "turn")]
        self.sayings: list[Saying] = []
        self.loose: list[tuple[Mark, Reader, int]] = []  # marks that nobody claims, with sentence and token
        self._number = 0  # of the paragraph
        self.hints: dict[Span, Hints] = {}  # sentence -> what its words leave possible
        self._last: Saying | None = None  # the saying that a following quotation may go on with
        self._within: Saying | None = None  # the last quotation of this paragraph
        self._family = ""  # of its marks
        self._announced: Saying | None = None  # the paragraph above ended with a colon
        self._block: Saying | None = None  # the paragraph above is of this block quotation
        self._post: Mark | None = None  # the paragraph above is this post
        self._voices: list[tuple[int, Span]] = []  # who spoke, with the number of the paragraph
        self._channel: tuple[int, Channel, Span | None] | None = None  # announced, with paragraph and time
        self._near: Span | None = None  # who spoke in the last sentence of the paragraph above
        self._hanging: tuple[Saying, int] | None = None  # a quotation that goes on below, and its chain

    def read(self) -> None:
        """Read all paragraphs."""
        for mark in self.whole:
            said = Saying(
                [(mark.content_start, mark.content_end)], mark.kind, self._author(mark), None, (mark.start, mark.end)
            )
            said.signature = (mark.signature_start or 0, mark.signature_end or 0)
            said.posted = mark.posted
            self.sayings.append(said)
        following = 0
        for number, (low, high) in enumerate(self.paragraphs):
            self._number = number
            while following < len(self.whole) and self.whole[following].end <= low:
                following += 1
            if following < len(self.whole) and self.whole[following].start <= low:
                self._last, self._announced, self._post = None, None, self.whole[following]
                continue
            if self._is_block(low, high):
                continue
            unsure = self._last is not None and (self._last.speaker is None or self._last.frame == "above")
            if not (unsure and self._is_signature(low, high)):
                self._paragraph(low, high)
            self._post = None
        self.sayings = [said for said in self.sayings if said.segments]
        self._read_within(self.whole)
        for level in self.levels:
            self._read_within(level)

    def _read_within(self, marks: Sequence[Mark]) -> None:
        """Read the words of some marks for those that they quote in turn (`“He said, ‘No.’”`).

        What a speaker says of others without marks, or half in marks, is more often a figure of speech ("people are
        like, ‘No,’ you know"): it is left out.
        """
        for mark in marks:
            depth = mark.depth + 1
            if depth >= len(self.levels) or not marks_between(self.levels[depth], mark.content_start, mark.content_end):
                continue
            for low, high in find_paragraphs(self.text, mark.content_start, mark.content_end):
                for reader in self._readers(low, high, self._facts(marks_between(self.levels[depth], low, high))):
                    for said in reader.read():
                        said.depth = depth
                        if self.extents.marked_share(said.segments, depth) == 1:
                            self.sayings.append(said)

    def _facts(self, marks: Sequence[Mark]) -> list[QuoteFacts]:
        return [quote_facts(self.text, m.start, m.end, m.content_start, m.content_end) for m in marks]

    def _author(self, mark: Mark) -> Span | None:
        """Where the author of a post or turn is named."""
        at = self.text.find(mark.author, mark.signature_start or 0, mark.signature_end or 0) if mark.author else -1
        return (at, at + len(mark.author)) if at >= 0 else None

    def _is_block(self, low: int, high: int) -> bool:
        """Take a paragraph without marks that the one above announces, or that goes on with such a one.

        It is set in, or speaks in the first person; one that does neither is rather a list or the telling again.
        """
        said = self._announced if self._announced is not None else self._block
        self._block = None
        if (
            said is None
            or said.cue is None
            or self._is_own(said.speaker)
            or marks_between(self.outer, low, high)
            or self.text[high - 1] == ":"
        ):
            return False
        words = {word.lower().replace("’", "'") for word in self.text[low:high].split()}
        inset = low - (self.text.rfind("\n", 0, low) + 1) >= INSET or self.text[low] == ">"
        if not inset and self.first_person.isdisjoint(words):
            return False
        low += len(self.text[low:high]) - len(self.text[low:high].lstrip("> "))
        if not said.segments:
            self.sayings.append(said)
        said.segments.append((low, high))
        said.frame = "block"
        self._announced, self._last, self._block = None, None, said
        return True

    def _is_own(self, speaker: Span | None) -> bool:
        """Whether a source is one who speaks for himself in a text that is all speech."""
        return speaker is not None and self.text[slice(*speaker)].lower() in ("i", "we")

    def _is_signature(self, low: int, high: int) -> bool:
        """Read a line that only signs the quotation above it."""
        m = SIGNATURE.match(self.text, low, high)
        if m is None or self._last is None:
            return False
        name = re.split(r"[,(]", m.group(1))[0].rstrip()
        self._last.speaker = (m.start(1), m.start(1) + len(name))
        self._last.cue, self._last.frame = (low, low + 1), "signed"
        self._last = None
        return True

    def _paragraph(self, low: int, high: int) -> None:
        """Read one paragraph."""
        marks = marks_between(self.outer, low, high)
        facts = self._facts(marks)
        before: Reader | None = None
        self._within = None
        for reader in self._readers(low, high, facts):
            self._sentence(reader, before, marks)
            before = reader
        self._announced = self._near = None
        if before is None:
            return
        spoken = [said.speaker for said in before.found if said.speaker and said.frame != "object"]
        self._near = spoken[-1] if spoken else None
        if self.text[high - 1] == ":":
            self._announced = self._announcement(before, [], len(before.s) - 1)
        if not before.tokens:
            self._last = None

    def _readers(self, low: int, high: int, facts: list[QuoteFacts]) -> Iterator[Reader]:
        """Readers of a paragraph's sentences; a tag that stands apart (`"Why?" Ann Lee asked.`) joins its quotation."""
        last: Reader | None = None
        for sentence in split_sentences(self.text, low, high, [(f.start, f.end) for f in facts], self.language):
            reader = Reader(sentence, facts, self.words)
            if last is not None and self._belongs(last, reader, sentence):
                last = Reader(join(last.s, sentence), facts, self.words)
                continue
            if last is not None:
                yield last
            last = reader
        if last is not None:
            yield last

    def _belongs(self, last: Reader, reader: Reader, sentence: Sentence) -> bool:
        """Whether a sentence is but the tag or the signature of the quotation before it."""
        token = len(last.s) - 1
        if token not in last.s.marks:
            return False
        if sentence.low[0] in DASHES:
            return True
        stop = last.facts(token).stop
        return bool(reader.cues) and (stop in "?!…." or stop in DASHES) and reader.is_tag(stop == ".")

    def _sentence(self, reader: Reader, before: Reader | None, marks: Sequence[Mark]) -> None:
        """Read one sentence."""
        found = reader.read()
        if found or not reader.tokens:
            self.hints[reader.s.start, reader.s.end] = find_hints(reader.low, self.language)
        known = len(self.sayings)
        self.sayings += found
        for said in found:
            self._take_over(said, marks)
            if said.speaker and said.frame not in NO_VOICE:
                self._voices.append((self._number, said.speaker))
        claimed = set().union(*(said.quotes for said in found))
        free = [t for t in reader.tokens if t not in reader.used and reader.s.marks[t] not in claimed]
        for token in free:
            self._unclaimed(reader, before, token, marks[reader.s.marks[token]])
        if not reader.tokens:
            self._note_channel(reader)
        elif self._channel is not None and self._channel[0] >= self._number - REACH:
            for said in self.sayings[known:]:
                said.announced = self._channel[1:]
        quoted = [said for said in found if said.quotes]
        if quoted:
            self._last = self._within = max(quoted, key=lambda said: said.segments[-1][1])
            self._family = _family(marks[reader.s.marks[reader.tokens[-1]]])
        elif not free:
            self._last = None

    def _note_channel(self, reader: Reader) -> None:
        """Remember the channel that a sentence without quotations announces for those below it."""
        low, high = reader.s.start, reader.s.end
        if not self.hints[low, high].channel:
            return
        channel = self.circumstances.announced_channel(low, high)
        if channel is not None:
            time = self.circumstances.time([(low, high)], channel.span[0])
            self._channel = (self._number, channel, time)

    def _take_over(self, said: Saying, marks: Sequence[Mark]) -> None:
        """Put before a saying what its chain of paragraphs began with, where that has found no speaker of its own."""
        if self._hanging is None or not any(marks[number].chain == self._hanging[1] for number in said.quotes):
            return
        said.segments = self._hanging[0].segments + said.segments
        self._hanging[0].segments = []
        self._hanging = None

    def _unclaimed(self, reader: Reader, before: Reader | None, token: int, mark: Mark) -> None:
        """A quotation that no cue of its sentence claims: it goes on with one, has its speaker near, or is loose."""
        fact, content = reader.facts(token), reader.content(token)
        alone = all(
            low == QUOTE or not low[0].isalnum() or low in self.words.joints or low in self.words.leads
            for low in reader.low
        )
        earlier = self._last if self._last is not None or before is None else self._within
        if alone and earlier is not None and (fact.words >= 2 or fact.complete) and _family(mark) == self._family:
            if (
                earlier.frame in CLAUSES
                and self._last is None
                and fact.capital
                and fact.complete
                and earlier.speaker is not None
            ):
                # a clause cannot go on with a sentence of its own: the same voice, another quotation
                earlier = Saying([], "following", earlier.speaker, None, (reader.s.start, reader.s.end))
                self.sayings.append(earlier)
            earlier.segments.append(content)
            self._last = earlier
            return
        new = (
            self._from_above(reader, before, token, alone)
            or self._free(reader, before, token, mark, alone)
            or self._woven(reader, token)
        )
        if new is None:
            self.loose.append((mark, reader, token))
            return
        self.sayings.append(new)
        if new.frame == "open" and mark.closing == "continued":
            self._hanging = (new, mark.chain)
        self._last, self._family = new, _family(mark)

    def _from_above(self, reader: Reader, before: Reader | None, token: int, alone: bool) -> Saying | None:
        """A quotation that a post, a colon or the sentence before it announces."""
        fact, content = reader.facts(token), reader.content(token)
        clause = (reader.s.start, reader.s.end)
        if before is None and alone and self._post is not None and self._repeats(content, self._post):
            return Saying([content], "repeats", self._author(self._post), None, clause)
        if before is None and token == 0 and self._announced is not None:
            self._announced.segments.append(content)
            return self._announced
        sign = reader.s.at(token - 1)
        if fact.complete and (sign == ":" or (sign == "," and fact.capital and fact.words >= 8)):
            return self._announcement(reader, [content], token - 1)
        if alone and before is not None and fact.complete and fact.capital:
            speaker = before.found[-1].speaker if before.found else None
            if speaker is not None:
                return Saying([content], "following", speaker, None, clause)
            return self._of_source(before, leading_subject(before.s, len(before.s), self.words), content, clause)
        return None

    def _of_source(self, before: Reader, found: Range | None, content: Span, clause: Span) -> Saying:
        """A quotation of the subject of the sentence before it, where that may speak."""
        source, rejected = find_source(before.s, found, self.words, "following")
        said = Saying([content], "following", before.mention(source), None, clause)
        said.rejected = rejected
        return said

    def _announcement(self, reader: Reader, segments: list[Span], colon: int) -> Saying:
        """A saying that a sentence announces with a colon, at a token."""
        speaker, cue = reader.announcer(colon)
        span = reader.span(cue.start, cue.end) if cue else None
        clause = (reader.s.start, reader.s.end)
        source, rejected = find_source(reader.s, speaker, self.words, "announced")
        said = Saying(segments, "announced", reader.mention(source), span, clause)
        said.rejected = rejected
        if cue is not None:
            said.negated, said.hedge = cue.negated, cue.hedge
        return said

    def _free(self, reader: Reader, before: Reader | None, token: int, mark: Mark, alone: bool) -> Saying | None:
        """A quotation that reads as speech though nothing near says whose."""
        fact = reader.facts(token)
        new = Saying([reader.content(token)], "open", None, None, (reader.s.start, reader.s.end))
        cut = alone and before is None and mark.closing == "unclosed" and fact.capital and fact.words >= LEFT_OPEN
        if not (fact.complete or cut):
            return None
        if alone and fact.words >= 3:
            if before is None and mark.closing != "continued":
                self._take_speaker(new)
            return new
        last = token == len(reader.s) - 1
        return new if fact.capital and fact.words >= 6 and last and self._stands_free(reader, token) else None

    def _woven(self, reader: Reader, token: int) -> Saying | None:
        """A quotation that completes what its sentence says of someone."""
        heard = bool(self._voices) and self._voices[-1][0] >= self._number - REACH
        found = find_weaver(reader, token, heard)
        if found is None:
            return None
        source, (begin, end) = found
        low, high = reader.bare_span(begin, end)
        while self.loose and self.loose[-1][1] is reader and self.loose[-1][0].start >= low:
            self.loose.pop()
        return Saying([(low, high)], "woven", reader.mention(source), None, (reader.s.start, reader.s.end))

    def _take_speaker(self, said: Saying) -> None:
        """Take the speaker over from the paragraphs above, where but one fits."""
        near = [(n, speaker) for n, speaker in self._voices[-RECENT:] if n >= self._number - REACH]
        names = {self._surname(speaker) for _, speaker in near} - self.words.subject_pronouns
        if near and (len(names) == 1 or (near[-1][0] == self._number - 1 and self._near == near[-1][1])):
            said.speaker, said.frame = near[-1][1], "above"

    def _surname(self, mention: Span) -> str:
        """Last word of a mention, for telling speakers of one article apart."""
        return self.text[slice(*mention)].lower().replace("’", "'").removesuffix("'s").split()[-1]

    def _stands_free(self, reader: Reader, token: int) -> bool:
        """Whether a quotation at a sentence's end is not an object or a headline."""
        before = reader.s.at(token - 1)
        words = self.text[slice(*reader.content(token))].split()
        capital = sum(word[:1].isupper() for word in words)
        return before not in self.words.prepositions and before not in ("and", "or") and capital < 0.6 * len(words)

    def _repeats(self, content: Span, post: Mark) -> bool:
        """Whether a quotation has the words of the post right above it."""
        words = [self.text[a:b].lower() for a, b in find_words(self.text, *content)][:REPEATED]
        posted = [self.text[a:b].lower() for a, b in find_words(self.text, post.content_start, post.content_end)]
        return len(words) > 3 and any(posted[i : i + len(words)] == words for i in range(len(posted)))


def _family(mark: Mark) -> str:
    """Single or double marks."""
    return "single" if mark.style in ("‘’", "''") else "double"
