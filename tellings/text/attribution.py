"""Sayings: a tokenised sentence with its quotations folded in, who says what in it out.

Each rule is a frame: where content, cue and source stand to one another (`"A," she said`, `she said that A`,
`according to her, A`). The scheme of source, cue and content is that of the Penn Attribution Relation Corpus
(Pareti 2012; PolNeAR: Newell, Margolin and Ruths 2018). A frame either fits or is silent; nothing is guessed.
"""

from tellings.text.clauses import DASHES
from tellings.text.complements import LIGHT
from tellings.text.cues import MOST, Cue, cue_nouns
from tellings.text.mentions import Range, leading_subject, phrase_left, subject_left, subject_right
from tellings.text.reading import Saying
from tellings.text.secondhand import SecondHand
from tellings.text.words import Span

# "A," she said to the crowd on Monday, "B": further apart, A and B are two quotations.
SPLIT = 30
# A tag of its own (`"No." She shook her head, he said.`) is no longer than this after a full stop.
SHORT_TAG = 10
# Verbs of saying that take an object as often as a clause.
TAKES_OBJECT = frozenset({"recall", "remember", "recount", "relay", "repeat", "describe", "quote"})
BETWEEN = frozenset({",", "and", "...", ".."}) | DASHES


class Reader(SecondHand):
    """Reads the sayings of one sentence, direct ones first."""

    def read(self) -> list[Saying]:
        """All sayings of the sentence."""
        self._tellers: list[tuple[Cue, Cue, Range]] = []  # who tells of a saying: its cue, his cue, himself
        self._according(opening=True)
        for frame in (self._after_quote, self._before_quote):
            for token in self.tokens:
                if token not in self.used:
                    frame(token)
        self._according(opening=False)
        for number, cue in enumerate(self.cues):
            if cue.verb not in self.spoken and not (number == 0 and self._as_told(cue)):
                self._before_content(cue, number)
        for cue in self.cues:
            if cue.verb not in self.spoken:
                self._after_clause(cue)
        self._nouns()
        for token in self.tokens:
            if token not in self.used:
                self._dash(token)
        self.cite()
        for teller in self._tellers:
            self.cite_teller(*teller)
        return self.found

    # "A," she said

    def _after_quote(self, token: int) -> None:
        """`"A," she said` and `"A," said Ann`, with a second part `"B"` after them."""
        facts = self.facts(token)
        n = token + 1 + (self.s.at(token + 1) == ",")
        if n >= len(self.s) or not (facts.complete or (facts.capital and facts.words >= 5)):
            return
        cue = next((c for c in self.cues if c.start >= n), None)
        if cue is None or cue.verb in self.spoken or not self._takes_no_clause(cue):
            return
        inverted = cue.start == n
        speaker = self._after_verb(cue) if inverted else self._before_verb(cue, n)
        if speaker is None or not (facts.complete or "q" in cue.frame):
            return
        segments, tokens = [self.content(token)], [token]
        prefix = self._prefix(token)
        if prefix is not None:
            segments = [(prefix, segments[0][1])]
            tokens = [t for t in self.tokens if t <= token and self.s.starts[t] >= prefix - 2]
        second = self._second_part(speaker[1] if inverted else cue.end)
        if second is not None:
            segments.append(self.content(second))
            tokens.append(second)
        frame = "inverted" if inverted else "postposed"
        self.keep(segments, frame, speaker, cue, tokens, None if inverted else self._addressee(cue))

    def _after_verb(self, cue: Cue) -> Range | None:
        """Subject of `"A," said Ann`."""
        if "q" not in cue.frame or cue.form not in ("past", "s"):
            return None
        return subject_right(self.s, cue.end, self.words)

    def _before_verb(self, cue: Cue, low: int) -> Range | None:
        """Subject of `"A," Ann said`, where it stands right after the quotation."""
        speaker = subject_left(self.s, cue.start, low, self.words)
        if speaker is None or speaker[0] - low > 4:
            return None
        if any(low <= t < cue.start and self._stands_between(t, speaker) for t in self.tokens):
            return None
        between = self.low[low : speaker[0]]
        words = self.words
        near = all(w in words.tag_leads or w in words.adverbs or w == "," or w in DASHES for w in between)
        return speaker if near and self.is_named(speaker) else None

    def _stands_between(self, token: int, speaker: Range) -> bool:
        """Whether a quotation parts a tag from the one before; a title ("host of “Home”, said") does not."""
        facts = self.facts(token)
        words = self.s.text[facts.content_start : facts.content_end].split()
        capital = 2 * sum(word[:1].isupper() for word in words) > len(words)
        title = (
            token >= speaker[1] and len(words) <= 6 and (facts.stop not in ".?!," or (facts.stop == "," and capital))
        )
        return facts.complete and not title

    def _takes_no_clause(self, cue: Cue) -> bool:
        """Whether a cue that follows a quotation has no words of its own after it ("she said that ...")."""
        if cue.form == "ing" or cue.passive:
            return False
        if cue.end >= len(self.s) or cue.end in self.s.marks:
            return True
        word, words = self.low[cue.end], self.words
        at_mark = self._is_after_mark(cue)
        if word == "that":
            return False
        if "z" in cue.frame and word in words.subject_pronouns and word != "who" and not at_mark:
            return False
        if at_mark:
            return "q" in cue.frame
        return (
            "a" in cue.frame
            or not word[0].isalpha()
            or word in words.prepositions
            or word in words.times
            or word in words.adverbs
            or word in words.conjunctions
            or word.endswith(("ly", "ing"))
        )

    def _is_after_mark(self, cue: Cue) -> bool:
        """Whether a cue stands right after a quotation."""
        before = cue.start - 1
        return before in self.s.marks or (self.s.at(before) == "," and before - 1 in self.s.marks)

    def _prefix(self, token: int) -> int | None:
        """Where the sentence's own words before a quotation begin, if they belong to what is said."""
        i = 0
        while i < token and (self.low[i] in self.words.leads or self.low[i] == "," or self.low[i] in DASHES):
            i += 1
        if i >= token or any(t in self.used for t in self.tokens if t < token):
            return None
        if token - i < 2 and self.low[i] not in self.words.determiners and not self.s.caps[i]:
            return None
        speaking = [c for c in self.cues if "q" in c.frame and c.verb < token]
        if self.low[token - 1] == ":" or (speaking and self.facts(token).capital):
            return None
        if any(c.end == token or (c.end == token - 1 and self.low[c.end] == ",") for c in speaking):
            return None
        return self.content(i)[0] if i in self.s.marks else self.s.starts[i]

    def _second_part(self, end: int) -> int | None:
        """The `"B"` of `"A," she said, "B"`."""
        token = next((t for t in self.tokens if t >= end), None)
        if token is None or token - end > SPLIT:
            return None
        if any(end <= c.verb < token and "q" in c.frame for c in self.cues):
            return None
        at = self.s.starts[token]
        if self.s.text[max(0, at - 6) : at].rstrip().endswith("."):  # an abbreviation hid the end of a sentence
            return token
        before = self.low[token - 1]
        near = before in (",", ":", "and", "but") or before in DASHES
        return token if near or (token - end <= 3 and self.facts(token).complete) else None

    def _addressee(self, cue: Cue) -> Range | None:
        """Who is told, right after the verb."""
        return self.phrase_right(cue.end) if "a" in cue.frame and cue.end < len(self.s) else None

    def is_tag(self, after_full_stop: bool) -> bool:
        """Whether the sentence is but the tag of the quotation before it (`"Why?" Ann Lee asked.`)."""
        cue = next((c for c in self.cues if "q" in c.frame and not c.passive and c.form in ("past", "s")), None)
        if cue is None or not 0 < cue.start <= LIGHT or self.has_quote(0, cue.start) or not self._takes_no_clause(cue):
            return False
        found = subject_left(self.s, cue.start, 0, self.words)
        if found is None or found[0] > 0:
            return False
        begin, kind, _ = self.complement(cue)
        if kind in ("quote", "t", "w") or (
            kind == "z" and "a" not in cue.frame and self.low[begin] not in self.words.prepositions
        ):
            return False
        return not after_full_stop or (len(self.s) <= SHORT_TAG and not self.tokens)

    # She said, "A"

    def _before_quote(self, token: int) -> None:
        """`She said in a letter to the club, "A"`: the nearest cue before a quotation after a comma or colon."""
        facts = self.facts(token)
        colon = self.s.at(token - 1) == ":"
        whole = facts.complete or token == len(self.s) - 1 or (facts.capital and facts.words >= 4)
        if token < 2 or not self.is_announcing(token - 1) or not whole or not (facts.capital or colon):
            return
        near = [
            c
            for c in self.cues
            if c.end <= token and c.verb not in self.spoken and not c.passive and ("q" in c.frame or colon)
        ]
        if len(near) > 1 and self.s.at(near[-1].start - 1) in self.words.relatives:
            near.pop()  # wrote under a post that praised her: "A"
        if near and self._announces(near[-1], token, colon):
            segments, tokens = self._with_next(token)
            self.keep(segments, "preposed", self.subject(near[-1]), near[-1], tokens, self._addressee(near[-1]))

    def _announces(self, cue: Cue, token: int, colon: bool) -> bool:
        """Whether the cue announces the quotation at a token."""
        if self.has_quote(cue.end, token - 1) or self.low[token - 2].endswith("'s") or self._is_title_like(token):
            return False
        if colon and not DASHES.isdisjoint(self.low[cue.end : token]):
            return False
        if self.skip_light(cue.end, token + 1) != token:
            if any(self.complement(c).kind in ("t", "z", "w") and self.subject(c) for c in self.cues if c.end < token):
                return False
            if colon and (not set(cue.frame) & set("qtz") or self.low[cue.end] == ","):
                return False
        reach = 2 * LIGHT if colon or cue.form != "ing" else 8
        return token - cue.end <= reach

    def _is_title_like(self, token: int) -> bool:
        """Whether a short marked span with a comma inside its end stands in apposition: his book, "Home," sold well."""
        facts = self.facts(token)
        return facts.stop == "," and facts.words <= 3 and token + 1 < len(self.s) and self.low[token - 1] == ","

    def _with_next(self, token: int) -> tuple[list[Span], list[int]]:
        """A quotation with the one that goes on right after it."""
        i = token + 1
        while self.s.at(i) in BETWEEN:
            i += 1
        if i > token + 1 and i in self.s.marks and i not in self.used and self.facts(i).complete:
            return [self.content(token), self.content(i)], [token, i]
        return [self.content(token)], [token]

    def announcer(self, colon: int) -> tuple[Range | None, Cue | None]:
        """Who speaks after a colon: a name right before it (`Rents up - Ann Lee:`), else the nearest cue's subject."""
        named = phrase_left(self.s, colon, 0, self.words) if colon > 0 else None
        if named is not None:
            before = self.s.at(named[0] - 1)
            if not before or before in DASHES or (before == "from" and self.s.has_capital(named[0] - 1, named[0])):
                return named, None
        for cue in reversed(self.cues):
            if not cue.passive and ("q" in cue.frame or "t" in cue.frame):
                found = self.subject(cue)
                if found is not None:
                    return found, cue
        return leading_subject(self.s, len(self.s), self.words), None

    # She said that A

    def _before_content(self, cue: Cue, number: int) -> None:
        """`She said, "A"`, `she said that A`, `she called B a C`."""
        begin, kind, addressee = self.complement(cue)
        if not kind or (cue.lemma == "call" and cue.infinitive and not self.tokens):
            return
        if cue.passive:
            if kind in ("w", "t") or (kind == "quote" and "q" in cue.frame):
                self._keep_clause(cue, begin, self.clause_end(begin, number), None, None, "passive")
            return
        speaker = self.subject(cue)
        if kind == "quote":
            self._quoted_complement(cue, number, begin, speaker, addressee)
        elif speaker is not None and (kind in cue.frame or (kind == "z" and "Z" in cue.frame)):
            frame = "object" if kind == "n" else "complement"
            self._keep_clause(cue, begin, self.clause_end(begin, number), speaker, addressee, frame)

    def _quoted_complement(
        self, cue: Cue, number: int, begin: int, speaker: Range | None, addressee: Range | None
    ) -> None:
        """A quotation right after its cue: whole (direct) or the beginning of a clause (mixed)."""
        if begin in self.used or self.low[begin - 1].endswith("'s"):
            return
        facts = self.facts(begin)
        announced = self.is_announcing(begin - 1)
        ends = facts.complete or begin + 1 >= len(self.s) or (announced and facts.capital and facts.words >= 4)
        if "q" in cue.frame and (announced or facts.capital) and ends:
            segments, tokens = self._with_next(begin)
            opening = self._opening(begin, speaker)
            self.keep([opening, *segments] if opening else segments, "preposed", speaker, cue, tokens, addressee)
            return
        if not announced and (speaker is None or (begin > cue.end and not set(cue.frame) & set("tzno"))):
            return
        comma = self.s.text[facts.content_end - 1] == "," or self.s.at(begin + 1) == ","
        end = begin + 1 if comma else self.clause_end(begin, number)
        self._keep_clause(cue, begin, end, speaker, addressee, "complement")

    def _opening(self, token: int, speaker: Range | None) -> Span | None:
        """The `In short` of `In short, she said, "a mess."`, where the quotation cannot begin a sentence."""
        if self.facts(token).capital or self.low[token - 1] != "," or speaker is None:
            return None
        comma = speaker[0] - 1
        begin = self.clause_start(comma) if comma > 0 else 0
        if begin >= comma or self.low[comma] != ",":
            return None
        if self.has_quote(begin, comma) or any(c.verb < comma for c in self.cues):
            return None
        return self.span(begin, comma)

    def _keep_clause(
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

    # A, she said

    def _after_clause(self, cue: Cue) -> None:
        """`Prices rose, she said.` and `Prices rose, said Ann Lee.`."""
        if cue.passive or cue.infinitive or cue.form == "ing" or not set(cue.frame) & set("zt"):
            return
        speaker, comma = self._tag(cue)
        if speaker is None or comma < 1 or not (self.low[comma] == "," or self.low[comma] in DASHES - {"-"}):
            return
        if any(token in self.used for token in self.tokens if token < comma):
            return
        begin = self.clause_start(comma)
        whole = comma - begin >= 3 and self.has_verb(begin, comma) and not self.is_adverbial(begin, comma)
        second = self.second_clause(max(cue.end, speaker[1]), whole)
        if second is not None or whole:
            self._keep_clause(cue, begin, comma, speaker, None, "postposed clause", second)

    def _tag(self, cue: Cue) -> tuple[Range | None, int]:
        """The subject of a tag, before or after its verb, and the token before the tag."""
        follower = self.s.at(cue.end)
        if follower and follower[0].isalnum() and not self.is_tail(cue.end):
            inverted = cue.start > 1 and self.low[cue.start - 1] == "," and self._may_invert(cue)
            return (subject_right(self.s, cue.end, self.words) if inverted else None), cue.start - 1
        speaker = subject_left(self.s, cue.start, 0, self.words) if cue.start and self.is_tail(cue.end) else None
        return speaker, speaker[0] - 1 if speaker else 0

    def _may_invert(self, cue: Cue) -> bool:
        """Whether what follows a verb can be its subject: not in `Ann Lee, 40, recalled a talk`."""
        owned = self.s.at(cue.end) in ("a", "an", "his", "her", "its", "their")
        return not (owned and ("n" in cue.frame or cue.lemma in TAKES_OBJECT))

    # According to her, A

    def _according(self, opening: bool) -> None:
        """`According to her, A` and `Per the paper, A` (opening) or `A, according to her`."""
        if opening and self.low[0] == "per" and len(self.low) > 1 and self.s.caps[1]:
            self._according_at(0, 1)
        if "according" in self.low:
            places = [i for i, word in enumerate(self.low) if word == "according" and self.s.at(i + 1) == "to"]
            for i in places[:MOST]:
                if opening == self._opens_with(i):
                    self._according_at(i, i + 2)

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
                self._keep_clause(cue, comma + 1, len(self.s), speaker, None, "according to")
            return
        begin = self.clause_start(i)
        told = next((c for c in self.cues if c.end == i - (self.s.at(i - 1) == ",") and not c.passive), None)
        if told is not None and (self.subject(told) or (-1, 0))[0] == begin:
            self._tellers.append((told, cue, speaker))  # he said, according to her, that A
            return
        if any(begin <= token < i and token in self.used for token in self.tokens):
            return  # `"A," she said, according to the paper`: she speaks, the paper is but cited
        last = i
        while last > begin and (self.low[last - 1] == "," or self.low[last - 1] in DASHES - {"-"}):
            last -= 1
        if last - begin >= 2:
            second = self.second_clause(speaker[1], self.has_verb(begin, last))
            self._keep_clause(cue, begin, last, speaker, None, "according to", second)
        elif begin in self.s.marks and last > begin:
            self._keep_clause(cue, begin, last, speaker, None, "according to")

    def _as_told(self, cue: Cue) -> bool:
        """`As the paper reported last week, A`."""
        found = self.subject(cue) if self.low[0] == "as" and not cue.passive else None
        if found is None or found[0] != 1 or not set(cue.frame) & set("tzq"):
            return False
        comma = next((i for i in range(cue.end, min(len(self.s), cue.end + 12)) if self.low[i] == ","), None)
        if comma is None or comma + 2 >= len(self.s) or not self.is_tail(cue.end):
            return False
        self._keep_clause(cue, comma + 1, len(self.s), found, None, "as told")
        return True

    # Her claim that A

    def _nouns(self) -> None:
        """`Her claim that A`, `the union's warning that A`."""
        if "that" not in self.low:
            return
        nouns = cue_nouns(self.words.language)
        for i in range(1, len(self.low) - 2):
            if self.low[i + 1] != "that" or self.low[i] not in nouns or any(c.verb == i for c in self.cues):
                continue
            speaker = self._owner(i)
            if speaker is None:
                continue
            end = i + 2
            while end < len(self.s) and self.low[end] not in (",", ";") and self.low[end] not in DASHES - {"-"}:
                end += 1
            cue = Cue(i, i, i + 1, "t", "noun", self.low[i], False, False)
            self._keep_clause(cue, i + 1, end, speaker, None, "noun")

    def _owner(self, noun: int) -> Range | None:
        """Whose claim it is: within three words before the noun."""
        for j in range(noun - 1, max(-1, noun - 4), -1):
            if self.low[j] in self.words.owners:
                return j, j + 1
            if self.low[j].endswith(("'s", "s'")):
                return phrase_left(self.s, j + 1, 0, self.words)
        return None

    # "A" - Ann Lee

    def _dash(self, token: int) -> None:
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
