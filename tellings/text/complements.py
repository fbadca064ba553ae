"""Complements: a cue of a sentence in, where what is said begins and ends (in tokens) out."""

from typing import NamedTuple

from tellings.text.clauses import DASHES, QUOTE
from tellings.text.cues import Cue, lexicon
from tellings.text.mentions import Range
from tellings.text.reading import Reading

# How many tokens may stand between a cue and the words said ("said in a statement to reporters on Monday that").
LIGHT = 18
# Whoever is told is named in fewer words.
ADDRESSEE = 8


# Begin an insert that names another source of what is said.
CITES = frozenset({"citing", "quoting", "according"})
# After a quotation and a comma these begin the telling's own words.
CONCEDES = frozenset({"although", "though"})


class Complement(NamedTuple):
    """Where what is said begins, how it is joined to its cue, and who is told."""

    begin: int
    kind: str  # quote, or the letter of a frame: t | z | w | i | n; "" where nothing that is said follows
    addressee: Range | None


class Complements(Reading):
    """Finds the limits of what is said."""

    def complement(self, cue: Cue) -> Complement:
        """What follows a cue."""
        high = min(len(self.s), cue.end + LIGHT)
        i, addressee = self._after_addressee(cue, high)
        i = self._after_adverbs(i, high)
        if i >= high:
            return Complement(i, "", addressee)
        begin, kind = self._joined(i, high) or self._conjoined(cue, i) or self._bare(cue, i, high)
        if kind == "i" and addressee is not None and self.low[i] == "to":
            begin = addressee[0]  # asked ⟦the fans to leave⟧: who is to act is part of what is asked
        return Complement(begin, kind, addressee)

    def _after_addressee(self, cue: Cue, high: int) -> tuple[int, Range | None]:
        """The token after whoever is told, and who that is."""
        i = cue.end
        if not ("a" in cue.frame or "o" in cue.frame) or i >= high:
            return i, None
        if self.low[i] in (",", ":", "that", "to", QUOTE) or self.low[i] in self.words.wh:
            return i, None
        found = self.phrase_right(i)
        return (found[1], found if "a" in cue.frame else None) if found else (i, None)

    def _after_adverbs(self, i: int, high: int) -> int:
        while i < high and (self.words.is_adverb(self.low[i]) or self.low[i] in self.words.times):
            if self.low[i] == "this" and self.s.at(i + 1) not in self.words.times:
                break
            i += 1
        return i

    def phrase_right(self, start: int) -> Range | None:
        """The noun phrase that begins at a token."""
        first, following = self.s.at(start), self.s.at(start + 1)
        owner = first in self.words.owners and following.isalpha() and following not in self.words.prepositions
        if not owner and (first in self.words.subject_pronouns or first in self.words.object_pronouns):
            return start, start + 1
        i = start
        while i < min(len(self.s), start + ADDRESSEE) and self._is_addressee(i, start):
            i += 1
        return (start, i) if i > start else None

    def _is_addressee(self, i: int, start: int) -> bool:
        word, words = self.low[i], self.words
        if i == start and word == "this" and self.s.at(i + 1) not in words.times:
            return True  # told this newspaper
        if word in words.times or word in words.conjunctions or word in words.auxiliaries:
            return False
        if word in words.determiners and i > start:
            return self.low[i - 1] in ("of", "&")
        plain = word[0].isalnum() and word not in words.prepositions and word not in words.subject_pronouns
        return plain or word in ("of", "&")

    def _joined(self, i: int, high: int) -> tuple[int, str] | None:
        """What a "that", a colon or a mark joins to the cue, with nothing but times and places between."""
        j = self.skip_light(i, high)
        if j is None:
            return None
        if self.low[j] == "that":
            return j, "t"
        if j in self.s.marks:
            if j == i + 1 and self.low[i] == "to" and not self.facts(j).capital:
                return i, "i"  # vowed to "fight on"
            return j, "quote"
        return (j, "z") if j > i else None

    def _conjoined(self, cue: Cue, i: int) -> tuple[int, str] | None:
        """What "to", "whether" or a comma joins to the cue."""
        word, following = self.low[i], self.s.at(i + 1)
        if word == "to":
            return (i, "i") if following else (i, "")
        if word in self.words.wh and "w" in cue.frame:
            return (i, "") if word == "when" and following in ("asked", "pressed", "told") else (i, "w")
        if word != ",":
            return None
        if following == "that" and "t" in cue.frame:
            return i + 1, "t"
        starts = following in self.words.subject_pronouns or following in self.words.determiners
        if "z" not in cue.frame or not following or not (starts or self.s.caps[i + 1]):
            return i, ""
        alone = self.low.count(",") == 1 and not any(c.start > i for c in self.cues)
        return (i + 1, "z") if alone and following not in self.words.relatives else (i, "")

    def _bare(self, cue: Cue, i: int, high: int) -> tuple[int, str]:
        """A clause or an object that nothing joins to the cue."""
        word, words = self.low[i], self.words
        dated = self.s.at(i + 1) in words.times and (word in words.determiners or word.isdigit())
        if dated or word in words.conjunctions or not (word[0].isalnum() or word in "$€£"):
            return i, ""
        if ("Z" in cue.frame and self._has_clause_soon(i)) or ("z" in cue.frame and self._fills_gap(cue)):
            return i, "z"
        if "z" in cue.frame:
            begin = self._after_place(i, high) if word in words.prepositions and word != "about" else i
            if begin is None or self.has_verb(begin, len(self.s)):
                return (i, "") if begin is None else (begin, "z")
        return (i, "n") if "n" in cue.frame and word not in words.adjuncts else (i, "")

    def skip_light(self, i: int, high: int) -> int | None:
        """First "that", quotation or token after a colon that only adverbs, times and places part from the cue."""
        low = self.low
        place = False  # inside a prepositional phrase
        while i < high:
            word = low[i]
            if i in self.s.marks and not (low[i - 1].endswith("'s") and not self.facts(i).complete):
                return i
            if word == ":" and i + 1 < len(low):
                return i + 1
            if word == "that" and i + 1 < len(low) and not (place and self._may_be_verb(i + 1, False)):
                return i
            if word == ",":
                after = self._after_aside(i, high)
                if after is None:
                    return None
                i = after
                continue
            if word in self.words.prepositions or (
                word == "and" and self.s.caps[i - 1] and any(self.s.caps[i + 1 : i + 2])
            ):
                place = True
            elif not (self._is_light(word, place) or word == "that") and i not in self.s.marks:
                return None
            i += 1
        return None

    def _after_aside(self, comma: int, high: int) -> int | None:
        """Token after ", however," or the quotation right after a comma."""
        if comma + 1 < high and comma + 1 in self.s.marks:
            return comma + 1
        closing = next((k for k in range(comma + 1, min(high, comma + 7)) if self.low[k] == ","), None)
        if self.s.at(comma + 1) in CITES:
            return self._after_citing(comma + 1, high)
        aside = self.s.at(comma + 1) in self.words.openers or self.s.at(comma + 1) in self.words.adverbs
        return closing + 1 if closing is not None and aside else None

    def _after_citing(self, begin: int, high: int) -> int | None:
        """The "that" or the quotation after ", citing the board," and ", according to the board,"."""
        for k in range(begin + 1, min(len(self.s), high + LIGHT) - 1):
            if self.low[k] == "," and (self.low[k + 1] == "that" or k + 1 in self.s.marks):
                return k + 1
            if k in self.s.marks or self.low[k] == ";":
                return None
        return None

    def _is_light(self, word: str, place: bool) -> bool:
        """Whether a word may stand between a cue and what is said."""
        words = self.words
        if word in words.auxiliaries or word in words.subject_pronouns or word in words.conjunctions:
            return False
        return place or word in words.times or words.is_adverb(word)

    def _after_place(self, i: int, high: int) -> int | None:
        """Token after a prepositional phrase, where a clause without "that" begins ("said in Leeds she would go")."""
        low, words = self.low, self.words
        for k in range(i + 1, high):
            word, before = low[k], low[k - 1]
            if word in words.subject_pronouns or (word in words.determiners and before not in words.prepositions):
                return k
            if word in words.auxiliaries or not (word[0].isalnum() or word == "&"):
                return None
            inside = before in words.prepositions or before in words.determiners or word in words.times
            if self.s.caps[k] and not inside and (not self.s.caps[k - 1] or before in words.times):
                return k
        return None

    def _fills_gap(self, cue: Cue) -> bool:
        """Whether a relative stands before the subject: "a plan that she said would fail"."""
        found = self.subject(cue)
        return found is not None and self.s.at(found[0] - 1) in ("that", "which", "what", "who")

    def _has_clause_soon(self, i: int) -> bool:
        """Whether a subject and its verb follow at once: for verbs that as often have an object."""
        if self.low[i] in self.words.subject_pronouns:
            return True
        for word in self.low[i + 1 : i + 7]:
            if word in self.words.auxiliaries and word not in ("to", "not"):
                return True
            if not word[0].isalnum() or word in self.words.prepositions or word in self.words.conjunctions:
                return False
        return False

    def has_verb(self, a: int, b: int) -> bool:
        """Whether tokens a to b may hold a clause: a subject and a verb form."""
        if b - a < 2:
            return False
        first = self.low[a]
        if first in self.words.subject_pronouns or first.endswith(("'s", "'re", "'ll")):
            return True
        return any(self._may_be_verb(i, i > a + 1) for i in range(a + 1, b)) or self.has_quote(a, b)

    def _may_be_verb(self, i: int, inner: bool) -> bool:
        word = self.low[i]
        if word in self.words.auxiliaries:
            return word != "to"
        if word in lexicon(self.words.language) or word.endswith(("ed", "n't", "es")):
            return True
        return inner and word.endswith("s") and not self.s.caps[i] and not word.endswith(("'s", "ss"))

    def clause_end(self, begin: int, number: int) -> int:
        """Token where the clause of cue `number` ends: the sentence's end, or where the telling takes over again."""
        cue, depth = self.cues[number], 0
        bound = self._is_bound(cue, number)
        later = {c.start: c for c in self.cues if c.start > begin}
        subjects = self._later_subjects(begin)
        for i in range(begin, len(self.s)):
            word = self.low[i]
            if word in ("(", "["):
                depth += 1
            elif word in (")", "]"):
                depth -= 1
                if depth < 0:
                    return i
            elif i in self.s.marks and (
                (self.facts(i).stop == "," and (bound or i + 1 in subjects)) or self._telling_follows(i)
            ):
                return i + 1
            elif i == begin:
                continue
            elif (word == "," and self.s.at(i + 1) == "which" and i - 1 in self.s.marks) or (
                (word == "," and (bound or self._ends_at_comma(i, cue, later, subjects)))
                or word in (";", "according")
                or (word == ":" and i + 1 in self.used)
                or (word in self.words.joints and self._is_rival(later.get(i + 1), cue))
            ):
                return i
        return len(self.low)

    def _telling_follows(self, token: int) -> bool:
        """Whether the telling takes over right after a quotation: `it was “wet”, although`, `it was “wet,” a claim`."""
        n = token + 1 if self.facts(token).stop == "," else token + 2
        if n == token + 2 and self.s.at(token + 1) != ",":
            return False
        named = self.s.at(n) in ("a", "an", "the") and self.s.at(n + 1) in self.words.sayings
        return named or self.s.at(n) in CONCEDES

    def _is_bound(self, cue: Cue, number: int) -> bool:
        """Whether a cue stands in a subordinate clause, so that the first comma ends it ("While she says A, B")."""
        subject = self.subject(cue)
        before = self.s.at(subject[0] - 1) if subject is not None else ""
        opening = cue.passive and number == 0 and cue.start <= 1
        return before in self.words.subordinators or before in ("which", "who") or opening

    def _later_subjects(self, begin: int) -> dict[int, Cue]:
        """First token of a subject -> its cue, for the finite cues after a token."""
        found = {}
        for cue in self.cues:
            if cue.start > begin and cue.form != "ing" and not cue.infinitive:
                subject = self.subject(cue)
                if subject is not None and subject[0] > begin:
                    found[subject[0]] = cue
        return found

    def _ends_at_comma(self, i: int, cue: Cue, later: dict[int, Cue], subjects: dict[int, Cue]) -> bool:
        """Whether another saying, or the telling, begins after the comma at token i."""
        following, second = self.s.at(i + 1), self.s.at(i + 2)
        joined = following in self.words.contrasts
        follower = later.get(i + 1) or (later.get(i + 2) if joined or following == "also" else None)
        if follower is not None and (follower.form == "ing" or (follower.form == cue.form and follower.start == i + 2)):
            return True
        if following == "according" or self._announces_taken(i):
            return True
        if i + 1 in subjects and self.is_tail(subjects[i + 1].end):
            return True
        if joined and i + 2 in subjects:
            return True
        return following in self.words.joints and "n" in cue.frame and second in self.words.subject_pronouns

    def _is_rival(self, follower: Cue | None, cue: Cue) -> bool:
        """Whether a cue right after "and" is told of the same source, not said by it ("said A and vowed B")."""
        if follower is None or follower.infinitive:
            return False
        if self.low[follower.start] in self.words.modals and self.low[cue.start] not in self.words.modals:
            return False  # said it ⟦would sail and could wait⟧
        return (follower.form == cue.form and cue.form != "base") or follower.start < follower.verb

    def _announces_taken(self, comma: int) -> bool:
        """Whether a verb right after a comma announces a quotation that is already taken."""
        follower = next((c for c in self.cues if comma < c.start <= comma + 3), None)
        if follower is None or follower.verb not in self.spoken:
            return False
        return any(token in self.used for token in self.tokens if token >= follower.end)

    def is_tail(self, end: int) -> bool:
        """Whether nothing that could be said follows a cue that ends before token `end`."""
        word, words = self.s.at(end), self.words
        if not word or word in (",", ";", "when", "as", "while") or (word in DASHES and word != "-"):
            return True
        return word in words.times or word in words.prepositions or word in words.adverbs

    def clause_start(self, end: int) -> int:
        """Token where the clause before `end` begins: the sentence's start, connectives left out."""
        i = 0
        if end and self.low[0] in DASHES:
            i = 1  # a dash that opens a line of dialogue
        while i < end and (self.low[i] in self.words.leads or self.low[i] == ",") and self.low[i] != "then":
            i += 1
        aside = i < end and self.low[i] in self.words.asides and self.s.at(i + 1) == ","
        return i + 2 if aside else i

    def is_adverbial(self, begin: int, comma: int) -> bool:
        """Whether tokens begin to comma are but the adverbial that opens a clause ("in my town", "if it rains")."""
        first = self.low[begin]
        opens = first in self.words.prepositions or first in self.words.subordinators
        return opens and "," not in self.low[begin:comma]

    def second_clause(self, tail: int, whole: bool) -> int | None:
        """Token where the clause goes on after `A, she said, B`; `whole` when A can stand alone."""
        if tail + 1 >= len(self.low) or self.low[tail] != ",":
            return None
        word = self.low[tail + 1]
        if not whole:
            return tail + 1 if word not in self.words.relatives else None
        going_on = word in self.words.auxiliaries or word in self.words.resumptions or tail + 1 in self.s.marks
        follower = any(c.start in (tail + 1, tail + 2) for c in self.cues)
        return tail + 1 if going_on and not follower else None
