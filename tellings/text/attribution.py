"""Sayings: a tokenised sentence with its quotations folded in, who says what in it out.

Each rule is a frame: where content, cue and source stand to one another (`"A," she said`, `she said that A`,
`according to her, A`). The scheme of source, cue and content is that of the Penn Attribution Relation Corpus
(Pareti 2012; PolNeAR: Newell, Margolin and Ruths 2018). A frame either fits or is silent; nothing is guessed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from tellings.text.clauses import QUOTE, Grammar, Sentence
from tellings.text.cues import Cue, cue_nouns, find_cues, lexicon
from tellings.text.mentions import Range, leading_subject, phrase_left, subject_left, subject_right
from tellings.text.words import Span

# How many tokens may stand between a cue and the words said ("said in a statement to reporters on Monday that").
LIGHT = 18
COMPLETE = frozenset(",.?!…—–-")
TAG_OPENERS = frozenset({",", "and", "but", "then", "though", "however", "meanwhile", "as", "—", "–", "-"})
SUBORDINATORS = frozenset({"if", "while", "when", "although", "though", "because", "as", "since", "once", "unless", "whether", "whatever",
                           "until", "whereas"})  # fmt: skip
OWNERS = frozenset({"his", "her", "their", "its", "my", "our"})
CLAUSE_JOINTS = frozenset({"and", "but"})


@dataclass(frozen=True, slots=True)
class QuoteFacts:
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
    after = text[end : end + 1]
    last = text[low:high].rstrip("\"'”’»›")[-1:]
    first = next((c for c in text[low : low + 4] if c.isalnum()), "")
    complete = last in COMPLETE or after == ","
    return QuoteFacts(
        start, end, low, high, complete, first.isupper() or first.isdigit(), text.count(" ", low, high) + 1, last
    )


@dataclass(slots=True)
class Saying:
    """What is said, who says it, by which frame; spans of characters."""

    segments: list[Span]
    frame: str
    speaker: Span | None
    cue: Span | None
    clause: Span  # the words around the cue, where channel, time and addressee stand
    negated: bool = False
    quotes: set[int] = field(default_factory=set)  # numbers of the quoted spans it holds
    addressee: Span | None = None
    signature: Span | None = None  # of a post or turn


class Reader:
    """Reads the sayings of one sentence."""

    def __init__(self, sentence: Sentence, quotes: Sequence[QuoteFacts], words: Grammar, language: str) -> None:
        self.s, self.quotes, self.words = sentence, quotes, words
        self.low = sentence.low
        self.language = language
        self.cues = find_cues(sentence, words, language)
        self.found: list[Saying] = []
        self.used: set[int] = set()  # tokens of quotations that a frame has taken
        self.spoken: set[int] = set()  # cues (their verbs) that a frame has taken
        self.subjects: dict[int, Range | None] = {}

    # What the frames ask

    def subject(self, cue: Cue) -> Range | None:
        """Subject of a cue, from its left; remembered."""
        if cue.verb not in self.subjects:
            self.subjects[cue.verb] = self._subject(cue)
        return self.subjects[cue.verb]

    def _subject(self, cue: Cue) -> Range | None:
        start, low = cue.start, self.low
        if start == 0:
            return self._subject_after(cue) if cue.form == "ing" else None
        before = low[start - 1]
        if cue.form == "ing" or cue.infinitive or before in CLAUSE_JOINTS or before in self.words.prepositions:
            direct = None
            if cue.form == "ing" and before not in self.words.prepositions and before not in (",", "and", "but"):
                direct = phrase_left(self.s, start, 0, self.words)
                object_ = direct is not None and direct[0] > 0 and self.low[direct[0] - 1] in ("to", "for", "by", "on", "at")
                if direct and not object_ and not self._is_vehicle(direct) and self._names(direct):
                    return direct
            return self._shared_subject(cue) or direct
        if before == "," and start > 1:
            # "A, and later said": the subject of the verb before; "Ann Lee, a baker, said": beyond the insert.
            return subject_left(self.s, start, 0, self.words)
        return subject_left(self.s, start, 0, self.words)

    def _subject_after(self, cue: Cue) -> Range | None:
        """Subject of a participle that opens the sentence ("Conceding that A, she ..."): after the last comma that fits."""
        for c in self.cues:
            if c.start > cue.end and c.form != "ing" and not c.infinitive:
                found = phrase_left(self.s, c.start, cue.end, self.words)
                if found is not None and found[0] > 0 and self.low[found[0] - 1] == ",":
                    return found
        for i in range(len(self.low) - 1, cue.end, -1):
            if (
                self.low[i] == ","
                and i + 1 < len(self.low)
                and (self.s.caps[i + 1] or self.low[i + 1] in self.words.subject_pronouns)
            ):
                return i + 1, i + 2
        return None

    def _names(self, phrase: Range) -> bool:
        """Whether a phrase has a capital, a determiner or a plural: "left feeling" has no subject "left"."""
        last = self.low[phrase[1] - 1]
        return (
            self.low[phrase[0]] in self.words.determiners
            or last.endswith("s")
            or any(self.s.caps[i] for i in range(*phrase))
        )

    def _is_vehicle(self, phrase: Range) -> bool:
        """Whether a phrase is a thing that carries words (a statement saying ...)."""
        return self.low[phrase[1] - 1] in VEHICLES

    def _shared_subject(self, cue: Cue) -> Range | None:
        """Subject that a verb shares with the one before it."""
        for other in reversed(self.cues):
            if other.start < cue.start and other.form != "ing" and not other.infinitive:
                found = self.subject(other)
                if found is not None and not any(low in self.s.marks for low in range(other.end, cue.start)):
                    return found
                break
        return leading_subject(self.s, cue.start, self.words)

    def span(self, a: int, b: int) -> Span:
        """Characters of tokens a to b."""
        return self.s.starts[a], self.s.ends[b - 1]

    def mention(self, found: Range | None) -> Span | None:
        """Characters of a mention; contractions and possessive endings left out."""
        if found is None:
            return None
        a, b = found
        start, end = self.span(a, b)
        word = self.low[b - 1]
        for tail in ("'s", "'ve", "'d", "'re", "'ll", "'m"):
            if word.endswith(tail) and word[: -len(tail)] in self.words.subject_pronouns:
                return start, end - len(tail)
        return start, end

    def keep(self, segments: list[Span], frame: str, speaker: Range | None, cue: Cue | None, quotes: Sequence[int],
             addressee: Range | None = None) -> Saying:  # fmt: skip
        """Remember a saying."""
        said = Saying(
            segments=segments,
            frame=frame,
            speaker=self.mention(speaker),
            cue=self.span(cue.start, cue.end) if cue else None,
            clause=(self.s.start, self.s.end),
            negated=bool(cue and cue.negated),
            quotes={self.s.marks[q] for q in quotes},
            addressee=self.mention(addressee),
        )
        self.used.update(quotes)
        if cue:
            self.spoken.add(cue.verb)
        self.found.append(said)
        return said

    def content(self, token: int) -> Span:
        """Words of a quotation, without its marks."""
        facts = self.quotes[self.s.marks[token]]
        return facts.content_start, facts.content_end

    def facts(self, token: int) -> QuoteFacts:
        """Facts of the quotation folded at a token."""
        return self.quotes[self.s.marks[token]]

    # The frames

    def read(self) -> list[Saying]:
        """All sayings of the sentence, direct ones first."""
        if not self.cues and "according" not in self.low and not self.s.marks and self.low[0] != "per":
            return []
        self.according()
        for token in sorted(self.s.marks):
            if token not in self.used:
                self.after_quote(token)
        for token in sorted(self.s.marks):
            if token not in self.used:
                self.before_quote(token)
        for number, cue in enumerate(self.cues):
            if cue.verb not in self.spoken and not (number == 0 and self.as_told(cue)):
                self.before_content(cue, number)
        for cue in self.cues:
            if cue.verb not in self.spoken:
                self.after_clause(cue)
        self.nouns()
        for token in sorted(self.s.marks):
            if token not in self.used:
                self.dash(token)
        return self.found

    def after_quote(self, token: int) -> None:
        """`"A," she said` and `"A," said Ann`, with a second part `"B"` after them."""
        s, low = self.s, self.low
        n = token + 1
        if n < len(s) and low[n] == ",":
            n += 1
        facts = self.facts(token)
        if n >= len(s) or not (facts.complete or (facts.capital and facts.words >= 5)):
            return
        cue = next((c for c in self.cues if c.start >= n), None)
        if cue is None or cue.verb in self.spoken or not self.takes_no_clause(cue):
            return
        if cue.start == n:
            speaker = self._inverted(cue) if "q" in cue.frame and cue.form in ("past", "s") else None
            if speaker is None:
                return
            frame, end = "inverted", speaker[1]
        else:
            speaker = subject_left(s, cue.start, n, self.words)
            if speaker is None or not self._near(n, speaker[0]) or self._has_speech(n, cue.start):
                return
            if not ("q" in cue.frame or facts.complete):
                return
            frame, end = "postposed", cue.end
        segments, tokens = [self.content(token)], [token]
        prefix = self._prefix(token)
        if prefix is not None:
            segments = [(prefix, segments[0][1])]
            tokens = [t for t in s.marks if prefix <= s.starts[t] <= s.starts[token]]
        second = self._second_part(end, facts)
        if second is not None:
            segments.append(self.content(second))
            tokens.append(second)
        addressee = self._addressee(cue) if frame == "postposed" else None
        self.keep(segments, frame, speaker, cue, tokens, addressee)

    def takes_no_clause(self, cue: Cue) -> bool:
        """Whether a cue that follows a quotation has no words of its own after it ("she said that ...")."""
        if cue.form == "ing" or cue.passive:
            return False
        if cue.end >= len(self.s) or cue.end in self.s.marks:
            return True
        word, words = self.low[cue.end], self.words
        if word == "that" or (
            "z" in cue.frame and word in words.subject_pronouns and word != "who" and not self._after_mark(cue)
        ):
            return False
        if "a" in cue.frame or (cue.lemma in ("say", "add") and self._after_mark(cue)):
            return True
        if self._after_mark(cue):
            return "q" in cue.frame
        return (
            not word[0].isalnum()
            or word[0].isdigit()
            or word in words.prepositions
            or word in words.times
            or word in words.adverbs
            or word in words.conjunctions
            or word.endswith(("ly", "ing"))
        )

    def _after_mark(self, cue: Cue) -> bool:
        """Whether a cue stands right after a quotation."""
        before = cue.start - 1
        return before in self.s.marks or (before > 0 and self.low[before] == "," and before - 1 in self.s.marks)

    def before_quote(self, token: int) -> None:
        """`She said in a letter to the club, "A"`: the nearest cue before a quotation that a comma or colon announces."""
        facts = self.facts(token)
        whole = facts.complete or token == len(self.s) - 1 or (facts.capital and facts.words >= 4)
        if token < 2 or self.low[token - 1] not in (",", ":") or not whole:
            return
        colon = self.low[token - 1] == ":"
        if not (facts.capital or colon):
            return
        near = [c for c in self.cues if c.end <= token and c.verb not in self.spoken and not c.passive and ("q" in c.frame or colon)]
        if not near or self._has_quote(near[-1].end, token - 1):
            return
        cue = near[-1]
        if self.low[token - 2].endswith("'s") or self._is_title_like(token):
            return
        if self._skip_light(cue.end, token + 1) != token:
            if any(c.end < token and self._complement(c)[1] in ("t", "z", "w") and self.subject(c) for c in self.cues):
                return
            if colon and (not set(cue.frame) & set("qtz") or self.low[cue.end] == ","):
                return
        if token - cue.end > 2 * LIGHT or (not colon and cue.form == "ing" and token - cue.end > 8):
            return
        addressee = self._addressee(cue)
        segments, tokens = [self.content(token)], [token]
        i = token + 1
        while i < len(self.s) and self.low[i] in (",", "and", "—", "–", "―", "--", "-", "...", ".."):
            i += 1
        if i > token + 1 and i in self.s.marks and i not in self.used and self.facts(i).complete:
            segments.append(self.content(i))
            tokens.append(i)
        self.keep(segments, "preposed", self.subject(cue), cue, tokens, addressee)

    def _is_title_like(self, token: int) -> bool:
        """Whether a short marked span with a comma inside its end stands in apposition: his book, "Home," sold well."""
        facts = self.facts(token)
        return facts.stop == "," and facts.words <= 3 and token + 1 < len(self.s) and self.low[token - 1] == ","

    def announcer(self) -> tuple[Range | None, Cue | None]:
        """Who speaks next, where the sentence ends with a colon."""
        for cue in reversed(self.cues):
            if not cue.passive and ("q" in cue.frame or "t" in cue.frame):
                found = self.subject(cue)
                if found is not None:
                    return found, cue
        return leading_subject(self.s, len(self.s), self.words), None

    def is_tag(self, after_full_stop: bool) -> bool:
        """Whether the sentence is but the tag of the quotation before it (`"Why?" Ann Lee asked.`)."""
        cue = next((c for c in self.cues if "q" in c.frame and not c.passive and c.form in ("past", "s")), None)
        if cue is None or cue.start > LIGHT or self._has_quote(0, cue.start) or not self.takes_no_clause(cue):
            return False
        found = subject_left(self.s, cue.start, 0, self.words) if cue.start else None
        if found is None or found[0] > 0:
            return False
        begin, kind, _ = self._complement(cue)
        if begin is not None and kind in ("quote", "t", "w"):
            return False
        if kind == "z" and self.low[begin or 0] not in self.words.prepositions and "a" not in cue.frame:
            return False
        return not after_full_stop or (len(self.s) <= 10 and not self.s.marks)

    def _inverted(self, cue: Cue) -> Range | None:
        """Subject after the verb of `"A," said Ann`; not "says that", "said in a statement"."""
        return subject_right(self.s, cue.end, self.words)

    def _near(self, a: int, b: int) -> bool:
        """Whether only connectives stand between a quotation and its subject."""
        return b - a <= 4 and all(self.low[i] in TAG_OPENERS or self.low[i] in self.words.adverbs for i in range(a, b))

    def _has_quote(self, a: int, b: int) -> bool:
        return any(i in self.s.marks for i in range(a, b))

    def _has_speech(self, a: int, b: int) -> bool:
        return any(i in self.s.marks and self.facts(i).complete for i in range(a, b))

    def _prefix(self, token: int) -> int | None:
        """Where the sentence's own words before a quotation begin, if they belong to what is said."""
        i = 0
        while i < token and (self.low[i] in ("but", "and", "so", "then", "yet") or self.low[i] in (",", "-", "—", "–")):
            i += 1
        if i >= token or (token - i < 2 and self.low[i] not in self.words.determiners and not self.s.caps[i]):
            return None
        if self.low[token - 1] == ":" or (
            self.facts(token).capital and any(c.verb < token and "q" in c.frame for c in self.cues)
        ):
            return None
        if any(c.end == token or (c.end == token - 1 and self.low[c.end] == ",") for c in self.cues if "q" in c.frame):
            return None
        if any(t in self.used for t in self.s.marks if t < token):
            return None
        return self.quotes[self.s.marks[i]].content_start if i in self.s.marks else self.s.starts[i]

    def _second_part(self, end: int, first: QuoteFacts) -> int | None:
        """The `"B"` of `"A," she said, "B"`."""
        token = next((t for t in sorted(self.s.marks) if t >= end), None)
        if token is None or any(end <= c.verb < token and "q" in c.frame for c in self.cues):
            return None
        near = self.s.text[max(0, self.s.starts[token] - 6) : self.s.starts[token]] if token - end <= 30 else ""
        if near.rstrip().endswith("."):  # an abbreviation hid the end of a sentence
            return token
        if (
            token - end > 30
            or (self.low[token - 1] not in (",", ":", "—", "–", "―", "--", "-", "and", "but")
            and token - end > 3)
        ):
            return None
        return token

    def _addressee(self, cue: Cue) -> Range | None:
        """Who is told, right after the verb."""
        if "a" not in cue.frame or cue.end >= len(self.s):
            return None
        return self._phrase_right(cue.end)

    def _phrase_right(self, start: int) -> Range | None:
        """The noun phrase that begins at a token."""
        i, s, low, words = start, self.s, self.low, self.words
        if i < len(s) and (low[i] in words.subject_pronouns or low[i] in ("him", "them", "me", "us", "her")):
            if low[i] != "her" or i + 1 >= len(s) or not low[i + 1].isalpha() or low[i + 1] in words.prepositions:
                return i, i + 1
        while i < len(s) and i - start < 8:
            word = low[i]
            if (
                word in words.times
                or word in words.conjunctions
                or word in words.auxiliaries
                or word in words.subject_pronouns
            ):
                break
            if word in words.determiners and i > start and low[i - 1] not in ("of", "&"):
                break
            if word != "of" and (word in words.prepositions or not (word[0].isalnum() or word == "&")):
                break
            i += 1
        return (start, i) if i > start else None

    def as_told(self, cue: Cue) -> bool:
        """`As the paper reported last week, A`."""
        found = self.subject(cue) if self.low[0] == "as" and not cue.passive else None
        if found is None or found[0] != 1 or not set(cue.frame) & set("tzq"):
            return False
        comma = next((i for i in range(cue.end, min(len(self.s), cue.end + 12)) if self.low[i] == ","), None)
        if comma is None or comma + 2 >= len(self.s) or not (comma == cue.end or self._is_tail(cue.end)):
            return False
        self._keep_clause(cue, comma + 1, len(self.s), found, None, "as told")
        return True

    def before_content(self, cue: Cue, number: int) -> None:
        """`She said, "A"`, `she said that A`, `she called B a C`."""
        begin, kind, addressee = self._complement(cue)
        if begin is None:
            return
        if cue.lemma == "call" and cue.infinitive and not self.s.marks:
            return
        if cue.passive:
            if kind in ("w", "t") or (kind == "quote" and "q" in cue.frame):
                self._passive(cue, number, begin)
            return
        speaker = self.subject(cue)
        if kind == "quote":
            self._quoted_complement(cue, number, begin, speaker, addressee)
            return
        if (kind not in cue.frame and not (kind == "z" and "Z" in cue.frame)) or speaker is None:
            return
        if cue.form == "base" and not cue.infinitive and cue.start == cue.verb and self.s.low[speaker[0]] == "that":
            return
        end = self._clause_end(begin, number)
        self._keep_clause(cue, begin, end, speaker, addressee, "complement" if kind != "n" else "object")

    def _passive(self, cue: Cue, number: int, begin: int) -> None:
        """`She was asked whether A`: nobody is named who says it."""
        self._keep_clause(cue, begin, self._clause_end(begin, number), None, None, "passive")

    def _keep_clause(self, cue: Cue, begin: int, end: int, speaker: Range | None, addressee: Range | None, frame: str,
                     second: int | None = None) -> None:  # fmt: skip
        """Keep tokens begin to end as what is said, with a second stretch from token `second` to the sentence's end."""
        while end > begin and self.low[end - 1] in (",", ":", "—", "–", "―", "--", "-", ";", "and", "but"):
            end -= 1
        if end - begin < (2 if frame == "complement" else 1) and not self._has_quote(begin, end):
            return
        span = self.span(begin, end)
        tokens = [t for t in self.s.marks if begin <= t < end or (second is not None and t >= second)]
        if begin in self.s.marks:
            span = (self.content(begin)[0], span[1])
        if end - 1 in self.s.marks:
            span = (span[0], self.content(end - 1)[1])
        free = [t for t in tokens if t not in self.used]
        segments = [span]
        if second is not None:
            low, high = self.span(second, len(self.s))
            low = self.content(second)[0] if second in self.s.marks else low
            segments.append((low, self.content(len(self.s) - 1)[1] if len(self.s) - 1 in self.s.marks else high))
        said = self.keep(segments, frame, speaker, cue, free, addressee)
        said.quotes |= {self.s.marks[t] for t in tokens}

    def _opening(self, token: int, speaker: Range | None) -> Span | None:
        """The `In short` of `In short, she said, "a mess."`, where the quotation cannot begin a sentence."""
        if self.facts(token).capital or self.low[token - 1] != "," or speaker is None:
            return None
        comma = speaker[0] - 1
        if comma < 1 or self.low[comma] != ",":
            return None
        begin = self._clause_start(comma)
        if begin >= comma or self._has_quote(begin, comma) or any(c.verb < comma for c in self.cues):
            return None
        return self.span(begin, comma)

    def _quoted_complement(
        self, cue: Cue, number: int, begin: int, speaker: Range | None, addressee: Range | None
    ) -> None:
        """A quotation right after its cue: whole (direct) or the beginning of a clause (mixed)."""
        if begin in self.used or self.low[begin - 1].endswith("'s"):
            return
        facts = self.facts(begin)
        after = begin + 1
        announced = self.low[begin - 1] in (",", ":")
        ends = facts.complete or after >= len(self.s) or (announced and facts.capital and facts.words >= 4)
        if "q" in cue.frame and (announced or facts.capital) and ends:
            segments, tokens = [self.content(begin)], [begin]
            prefix = self._opening(begin, speaker)
            if prefix is not None:
                segments.insert(0, prefix)
            i = after
            while i < len(self.s) and self.low[i] in (",", "and", "—", "–", "―", "--", "-", "...", ".."):
                i += 1
            if i > after and i in self.s.marks and i not in self.used and self.facts(i).complete:
                segments.append(self.content(i))
                tokens.append(i)
            self.keep(segments, "preposed", speaker, cue, tokens, addressee)
            return
        if (speaker is None and not announced) or (begin > cue.end and not announced and not set(cue.frame) & set("tzn")):
            return
        text = self.s.text
        if text[facts.content_end - 1] == "," or (after < len(self.s) and self.low[after] == ","):
            self._keep_clause(cue, begin, after, speaker, addressee, "complement")
            return
        end = self._clause_end(begin, number)
        self._keep_clause(cue, begin, end, speaker, addressee, "complement")

    def _complement(self, cue: Cue) -> tuple[int | None, str, Range | None]:
        """Token where what is said begins, the letter of its frame, and who is told."""
        low, words, s = self.low, self.words, self.s
        high = min(len(s), cue.end + LIGHT)
        i = cue.end
        addressee: Range | None = None
        if (
            ("a" in cue.frame or "o" in cue.frame)
            and i < high
            and low[i] not in (",", ":", "that", "to")
            and low[i] != QUOTE
            and low[i] not in words.wh
        ):
            addressee = self._phrase_right(i)
            if addressee is not None:
                i = addressee[1]
        while i < high and (
            low[i] in words.adverbs or low[i] in words.times or (low[i].endswith("ly") and len(low[i]) > 4)
        ):
            if low[i] == "this" and (i + 1 >= high or low[i + 1] not in words.times):
                break
            i += 1
        if i >= high:
            return None, "", addressee
        j = self._skip_light(i, high)
        if j is not None:
            if low[j] == "that":
                return j, "t", addressee
            if j in s.marks and low[j - 1] == "to" and j == i + 1 and not self.facts(j).capital:
                return i, "i", addressee
            if j in s.marks:
                return j, "quote", addressee
            if j > i and low[j - 1] == ":":
                return j, "z", addressee
        word = low[i]
        if word == "to":
            return (i, "i", addressee) if i + 1 < len(s) else (None, "", addressee)
        if word in words.wh and "w" in cue.frame:
            return i, "w", addressee
        if word == "," and low[i + 1 : i + 2] == ["that"] and "t" in cue.frame:
            return i + 1, "t", addressee
        if word == "," and i + 1 < len(s) and low[i + 1] not in words.relatives and "z" in cue.frame:
            follower = low[i + 1]
            if s.caps[i + 1] or follower in words.subject_pronouns or follower in words.determiners:
                rest = [c for c in self.cues if c.start > i]
                return (i + 1, "z", addressee) if not rest and low.count(",") == 1 else (None, "", addressee)
            return None, "", addressee
        if not (word[0].isalnum() or word in "$€£") or word in words.conjunctions:
            return None, "", addressee
        if i + 1 < len(low) and low[i + 1] in words.times and (low[i] in words.determiners or low[i].isdigit()):
            return None, "", addressee
        if "Z" in cue.frame and self._has_clause_soon(i):
            return i, "z", addressee
        if "z" in cue.frame and self._fills_gap(cue):
            return i, "z", addressee
        if "z" in cue.frame:
            k = i
            if word in words.prepositions and word != "about":
                k = self._after_phrase(i, high)
                if k is None:
                    return None, "", addressee
            return (
                (k, "z", addressee)
                if self._has_verb(k, len(s))
                else ((i, "n", addressee) if "n" in cue.frame else (None, "", addressee))
            )
        if "n" in cue.frame and word not in (
            "in",
            "on",
            "at",
            "after",
            "before",
            "during",
            "as",
            "by",
            "for",
            "from",
            "since",
        ):
            return i, "n", addressee
        return None, "", addressee

    def _skip_light(self, i: int, high: int) -> int | None:
        """First "that", colon or quotation that only adverbs, times and prepositional phrases part from the cue."""
        low, words = self.low, self.words
        phrase = False  # inside a prepositional phrase
        while i < high:
            word = low[i]
            if i in self.s.marks:
                if low[i - 1].endswith("'s") and not self.facts(i).complete:
                    i += 1
                    continue
                return i
            if word == "that" and (i + 1 < len(low)):
                return i
            if word == ":" and i + 1 < len(low):
                return i + 1
            if word == ",":
                if i + 1 < high and (i + 1 in self.s.marks):
                    return i + 1
                comma = next((k for k in range(i + 1, min(high, i + 7)) if low[k] == ","), None)
                if comma is None or not (low[i + 1] in words.openers or low[i + 1] in words.adverbs):
                    return None
                i = comma + 1
                continue
            if word in words.prepositions:
                phrase = True
            elif word == "and" and self.s.caps[i - 1] and self.s.caps[min(i + 1, len(low) - 1)]:
                phrase = True
            elif word in words.auxiliaries or word in words.subject_pronouns or word in words.conjunctions or (not phrase and not (word in words.times or word in words.adverbs or word.endswith("ly"))):
                return None
            i += 1
        return None

    def _after_phrase(self, i: int, high: int) -> int | None:
        """Token after a prepositional phrase, where a clause without "that" begins."""
        low, words = self.low, self.words
        k = i + 1
        while k < high:
            word = low[k]
            if word in words.subject_pronouns or (word in words.determiners and low[k - 1] not in words.prepositions):
                return k
            if word in words.auxiliaries or not (word[0].isalnum() or word == "&"):
                return None
            if self.s.caps[k] and (not self.s.caps[k - 1] or low[k - 1] in words.times) and low[k - 1] not in words.prepositions and (
                low[k - 1] not in words.determiners and word not in words.times
            ):  # fmt: skip
                return k
            k += 1
        return None

    def _fills_gap(self, cue: Cue) -> bool:
        """Whether a relative stands before the subject: "a plan that she said would fail"."""
        found = self.subject(cue)
        return found is not None and found[0] > 0 and self.low[found[0] - 1] in ("that", "which", "what", "who")

    def _has_clause_soon(self, i: int) -> bool:
        """Whether a subject and its verb follow at once: for verbs that as often have an object."""
        low, words = self.low, self.words
        if low[i] in words.subject_pronouns and low[i] != "it" or low[i] == "it":
            return True
        for k in range(i + 1, min(len(low), i + 7)):
            if low[k] in words.auxiliaries and low[k] not in ("to", "not"):
                return True
            if not (low[k][0].isalnum()) or low[k] in words.prepositions or low[k] in words.conjunctions:
                return False
        return False

    def _has_verb(self, a: int, b: int) -> bool:
        """Whether tokens a to b may hold a clause: a subject and a verb form."""
        low, words = self.low, self.words
        if b - a < 2:
            return False
        first = low[a]
        if first in words.subject_pronouns or first.endswith(("'s", "'re", "'ll")):
            return True
        table = lexicon()
        for i in range(a + 1, b):
            word = low[i]
            if (word in words.auxiliaries and word != "to") or word in table or word.endswith(("ed", "n't", "es")):
                return True
            if i > a + 1 and word.endswith("s") and not self.s.caps[i] and not word.endswith(("'s", "ss")):
                return True
        return self._has_quote(a, b)

    def _clause_end(self, begin: int, number: int) -> int:
        """Token where the clause said ends: the sentence's end, or where the telling takes over again."""
        low, words = self.low, self.words
        cue = self.cues[number]
        later = {c.start: c for c in self.cues if c.start > begin}
        starts = {}
        for c in self.cues:
            if c.start > begin and c.form != "ing" and not c.infinitive:
                found = self.subject(c)
                if found is not None and found[0] > begin:
                    starts[found[0]] = c
        depth = 0
        subject = self.subject(cue)
        before = low[subject[0] - 1] if subject is not None and subject[0] > 0 else ""
        bound = before in SUBORDINATORS or before in ("which", "who") or (cue.passive and number == 0 and cue.start <= 1)
        for i in range(begin, len(self.s)):
            word = low[i]
            if word in "([":
                depth += 1
            elif word in ")]":
                depth -= 1
                if depth < 0:
                    return i
            elif word == ";":
                return i
            elif word == "," and i > begin:
                nxt = low[i + 1] if i + 1 < len(low) else ""
                if bound:
                    return i
                follower = later.get(i + 1) or (later.get(i + 2) if nxt in ("and", "but", "also", "while") else None)
                if follower is not None and (
                    follower.form == "ing" or (follower.form == cue.form and follower.start == i + 2)
                ):
                    return i
                if nxt == "according" or (i + 1 in starts and self._is_tail(starts[i + 1].end)):
                    return i
                if self._before_used(i, len(low)):
                    return i
                if nxt in ("and", "but", "while", "though", "although", "whereas") and i + 2 in starts:
                    return i
                if nxt in CLAUSE_JOINTS and "n" in cue.frame and low[i + 2 : i + 3] and low[i + 2] in self.words.subject_pronouns:
                    return i
                if nxt in ("adding", "noting", "saying", "citing", "referring", "calling"):
                    return i
            elif word in CLAUSE_JOINTS and i > begin:
                follower = later.get(i + 1)
                if follower is not None and not follower.infinitive and (
                    (follower.form == cue.form and cue.form != "base") or follower.start < follower.verb
                ):  # fmt: skip
                    return i
            elif word == "according" and i > begin:
                return i
        return len(low)

    def _before_used(self, comma: int, high: int) -> bool:
        """Whether a verb right after a comma announces a quotation that is already taken."""
        follower = next((c for c in self.cues if comma < c.start <= comma + 3), None)
        return (
            follower is not None
            and follower.verb in self.spoken
            and any(t in self.used for t in self.s.marks if follower.end <= t < high)
        )

    def after_clause(self, cue: Cue) -> None:
        """`Prices rose, she said.` and `Prices rose, said Ann Lee.`"""
        s, low = self.s, self.low
        if cue.passive or ("z" not in cue.frame and "t" not in cue.frame) or cue.form not in ("past", "s", "base") or cue.infinitive:
            return
        if cue.end < len(s) and (low[cue.end][0].isalnum() and low[cue.end] not in self.words.prepositions
                                 and low[cue.end] not in self.words.times and low[cue.end] not in self.words.adverbs):  # fmt: skip
            speaker = None
            if cue.start > 1 and low[cue.start - 1] == ",":
                speaker = subject_right(s, cue.end, self.words)
            comma = cue.start - 1
        else:
            speaker = subject_left(s, cue.start, 0, self.words) if cue.start else None
            if speaker is not None and self._is_tail(cue.end):
                comma = speaker[0] - 1
                if comma > 0 and low[comma] not in (",", "—", "–", "―", "--"):
                    return
            else:
                return
        if any(t in self.used for t in self.s.marks if t < comma):
            return
        if speaker is None or comma < 1 or low[comma] not in (",", "—", "–", "―", "--"):
            return
        begin = self._clause_start(comma)
        tail = max(cue.end, speaker[1])
        whole = comma - begin >= 3 and self._has_verb(begin, comma) and not self._is_adverbial(begin, comma)
        second = self._second_clause(tail, whole)
        if second is None and not whole:
            return
        self._keep_clause(cue, begin, comma, speaker, None, "postposed clause", second)

    def _is_adverbial(self, begin: int, comma: int) -> bool:
        """Whether tokens begin to comma are but the adverbial that opens a clause ("in my town", "if it rains")."""
        first = self.low[begin]
        opens = first in self.words.prepositions or first in SUBORDINATORS
        return opens and "," not in self.low[begin:comma]

    def _second_clause(self, tail: int, whole: bool) -> int | None:
        """Token where the clause goes on after `A, she said, B`; `whole` when A can stand alone."""
        low = self.low
        if tail + 1 >= len(low) or low[tail] != ",":
            return None
        word = low[tail + 1]
        if not whole:
            return tail + 1 if word not in self.words.relatives else None
        going_on = (
            word in self.words.auxiliaries or word in ("and", "but", "or", "because", "so") or tail + 1 in self.s.marks
        )
        follower = next((c for c in self.cues if c.start in (tail + 1, tail + 2)), None)
        return tail + 1 if going_on and follower is None else None

    def _is_tail(self, end: int) -> bool:
        """Whether nothing that could be said follows a cue."""
        low, words = self.low, self.words
        return end >= len(low) or low[end] in words.times or low[end] in words.prepositions or low[end] in words.adverbs or (
            low[end] in (",", ";", "—", "–", "―", "--") or low[end] in ("when", "as", "while")
        )  # fmt: skip

    def _clause_start(self, end: int) -> int:
        """Token where the clause before `end` begins: the sentence's start, connectives left out."""
        i = 0
        while i < end and self.low[i] in ("but", "and", "so", "yet", ","):
            i += 1
        if (
            i < end
            and self.low[i] in ("however", "meanwhile", "still", "also", "moreover", "instead")
            and self.low[i + 1] == ","
        ):
            i += 2
        return i

    def according(self) -> None:
        """`According to her, A` and `A, according to her`."""
        low, s = self.low, self.s
        for i, word in enumerate(low):
            per = i == 0 and word == "per" and s.caps[1:2] == [True]
            if not per and (word != "according" or low[i + 1 : i + 2] != ["to"]):
                continue
            speaker = subject_right(s, i + 2 - per, self.words)
            if speaker is None:
                continue
            cue = Cue(i, i, i + 2 - per, "z", "prep", "according", False, False)
            comma = next((k for k in range(speaker[1], len(s)) if low[k] == ","), None)
            if i == 0 or (low[i - 1] in ("but", "and", ",") and i <= 2 and 0 not in s.marks):
                if comma is None or comma + 1 >= len(s) or (comma + 2 >= len(s) and comma + 1 not in s.marks):
                    continue
                begin = comma + 1
                nested = [c for c in self.cues if c.start > begin]
                end = len(s)
                if nested and nested[-1].end >= len(s) - 3 and low[nested[-1].start - 1] != ",":
                    end = len(s)
                self._keep_clause(cue, begin, end, speaker, None, "according to")
            else:
                end = i
                begin = self._clause_start(end)
                while end > begin and low[end - 1] in (",", "—", "–", "―", "--"):
                    end -= 1
                second = self._second_clause(speaker[1], self._has_verb(begin, end)) if end - begin >= 2 else None
                if end - begin >= 2 or begin in s.marks:
                    self._keep_clause(cue, begin, end, speaker, None, "according to", second)

    def nouns(self) -> None:
        """`Her claim that A`, `the union's warning that A`."""
        low, s = self.low, self.s
        nouns = cue_nouns(self.language)
        for i in range(1, len(low) - 2):
            if low[i] not in nouns or low[i + 1] != "that":
                continue
            j = i - 1
            while j > 0 and i - j < 3 and not (low[j] in OWNERS or low[j].endswith(("'s", "s'"))):
                j -= 1
            if low[j] in OWNERS:
                speaker: Range | None = (j, j + 1)
            elif low[j].endswith(("'s", "s'")):
                speaker = phrase_left(s, j + 1, 0, self.words)
            else:
                continue
            if any(c.verb == i for c in self.cues):
                continue
            end = i + 2
            while end < len(s) and low[end] not in (",", ";", "—", "–", "―", "--"):
                end += 1
            self._keep_clause(Cue(i, i, i + 1, "t", "noun", low[i], False, False), i + 1, end, speaker, None, "noun")

    def dash(self, token: int) -> None:
        """`"A" - Ann Lee, mayor`: a dash, then a name up to the sentence's end."""
        n = token + 1
        if n + 1 > len(self.s) - 1 or self.low[n] not in ("-", "—", "–", "--", "―"):
            return
        facts = self.facts(token)
        if (self.cues and self.cues[0].start > n) or not (facts.complete or facts.words >= 4):
            return
        if not (self.s.caps[n + 1] or (n + 2 < len(self.s) and self.low[n + 1] == "the" and self.s.caps[n + 2])):
            return
        speaker = subject_right(self.s, n + 1, self.words)
        if speaker is not None and any(self.s.caps[i] for i in range(*speaker)) and (
            speaker[1] >= len(self.s) or self.low[speaker[1]] in (",", "(", "-", "—", "–")
        ):  # fmt: skip
            said = self.keep([self.content(token)], "signed", speaker, None, [token])
            said.cue = self.span(n, n + 1)


# Things that carry words: "a statement saying" has the speaker of the sentence.
VEHICLES = frozenset(
    {"statement", "letter", "email", "e-mail", "tweet", "post", "message", "memo", "note", "ad", "video", "release", "speech", "interview",
     "tweets", "posts", "emails", "letters", "him", "her", "them"}
)  # fmt: skip
