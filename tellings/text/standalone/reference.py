"""Reference: a sentence in, the definite noun or the pronoun whose meaning it does not hold out."""

from tellings.text.standalone.sentence import Sentence, Word

FIRST = 8  # words: a noun in apposition opens the sentence
PHRASE = 5  # words behind "the" within which a name tells what it means: "the old mill of Dover"
SUPERLATIVE = 5  # letters at most of "rest", "west", "guest" and their like, which are none


class Reference:
    """Finds in one sentence what means something that only the text around it tells."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence, self.words = sentence, sentence.words
        self.ties, self.nouns = sentence.ties, sentence.nouns
        self.subject = sentence.subject() if self.words else 0

    def owned(self) -> str:
        """What someone's noun is of that opens the sentence: "Lee's statement did"."""
        at = next((n for n, word in enumerate(self.words) if word.name is None), 0)
        if (
            not 0 < at < len(self.words) - 1
            or not self._is_shell(self.words[at])
            or self.nouns.is_role(self.words[at].plain)
        ):
            return ""
        owner, noun, following = self.words[at - 1 : at + 2]
        owns = self.sentence.text[owner.start : owner.end].endswith(("'s", "’s"))
        return f"says not which: {noun.plain}" * (owns and following.plain in self.ties.verbs)

    def definite(self) -> str:
        """Definite reference ("the company said"): a noun that nothing in the sentence tells apart or brought in."""
        return self._definite(frozenset({0, 1, self.subject}))

    def opening(self) -> str:
        """What a reader may miss in the sentence that opens a text: which one its subject means."""
        for at in sorted({0, self.subject}):
            word = self.words[at]
            if word.plain == "the" and word.name is None and not self._is_told(at):
                return f"says not which: the {self.words[at + 1].plain}" * (at + 1 < len(self.words))
        return ""

    def doubt(self) -> str:
        """What a reader may miss further on in a sentence, and often guesses; a doubt, no flaw."""
        for at, word in enumerate(self.words):
            reason = self._doubt_at(at, word)
            if reason:
                return reason
        return ""

    def _doubt_at(self, at: int, word: Word) -> str:
        following = self.words[at + 1].plain if at + 1 < len(self.words) else ""
        if word.plain == "the" and word.name is None:
            return "" if self._is_told(at) else f"says not which: the {following}"
        if word.quoted and word.plain.split("'")[0] in self.ties.near:
            return f"points back: {word.plain}"
        if word.plain in self.ties.both and word.name is None:
            joined = any(w.plain in self.ties.joining for w in self.words[at + 2 : at + 10])
            counts = word.plain not in self.ties.pointing and following not in self.ties.new
            return "" if joined or counts else f"points back: {word.plain} {following}"
        owns = self.sentence.text[word.start : word.end].endswith(("'s", "’s"))
        after = self.words[at + 1] if owns and following else None
        return f"says not which: {following}" if after and self._is_shell(after) else ""

    def _is_told(self, at: int) -> bool:
        """Whether a name, a number, a thing there is one of or a superlative soon tells which one "the" means."""
        last = self.words[at]
        for word in self.words[at + 1 : at + 1 + PHRASE]:
            if self.sentence.text[last.end : word.start].strip(" -‐–'’\"“"):
                return False
            if word.name is not None or word.plain in self.ties.unique or word.plain.isdigit():
                return True
            if len(word.plain) > SUPERLATIVE and word.plain.endswith("est"):
                return True
            if word.plain in self.ties.verbs or (
                word.plain in self.ties.restricting and word.plain not in self.ties.placing
            ):
                return False
            last = word
        return False

    def _definite(self, places: frozenset[int]) -> str:
        for at in sorted(places):
            word = self.words[at] if at < len(self.words) else None
            head = self._untold(at) if word and word.plain == "the" and not word.quoted else ""
            if head:
                return f"says not which: the {head}"
        return ""

    def _untold(self, at: int) -> str:
        """The noun behind "the" when it needs telling and has none; any noun may that opens a clause with its verb."""
        head = None
        if self._is_aged(at):
            return self.words[at + 1].plain
        for word in self.words[at + 1 : at + 7]:
            if head is not None and self.sentence.text[head.end : word.start].strip():
                break
            if word.name is not None or word.plain in self.ties.unique or word.plain.isdigit():
                return self._called_by_a_name(at)
            if self._needs_telling(word) and not (
                head is not None and word.plain.endswith("ed")
            ):  # "the letter accused"
                head = word
            elif head is not None:
                return head.plain * (word.plain not in self.ties.restricting and not word.plain.endswith("ing"))
            elif word.plain in self.ties.verbs:  # "the accounts would": a bare noun and its verb
                return self.words[at + 1].plain
        return head.plain if head else ""

    def _needs_telling(self, word: Word) -> bool:
        """Whether a noun means something told before when it is definite."""
        return self._is_shell(word) or self.nouns.is_role(word.plain) or word.plain in self.nouns.group

    def _is_shell(self, word: Word) -> bool:
        noun = word.plain in self.ties.shell or word.plain.removesuffix("s") in self.ties.shell
        return noun and word.name is None

    def _is_aged(self, at: int) -> bool:
        """Whether an age stands in place of a name: "the 40-year-old was"."""
        number, aged, following = ([word.plain for word in self.words[at + 1 : at + 4]] + ["", "", ""])[:3]
        bare = not following or following in self.ties.verbs or following in self.ties.restricting
        return number.isdigit() and aged == self.ties.aged and bare

    def _called_by_a_name(self, at: int) -> str:
        """Someone who is called after something and not named: "the Trainwreck star is"."""
        words = self.words[at + 1 : at + 6]
        head = next((n for n, word in enumerate(words) if word.name is None), len(words))
        if not 0 < head < len(words) or words[0].name is None or words[head].plain not in self.nouns.person:
            return ""
        following = words[head + 1] if head + 1 < len(words) else None
        told = following is None or following.name is not None or following.plain in self.ties.restricting
        return "" if told or words[head].plain in self.ties.office else words[head].plain

    def pronoun(self) -> str:
        """Personal reference: a pronoun whose noun stands neither before it nor ahead of an opening phrase."""
        for i, word in enumerate(self.words):
            plain = word.plain.split("'")[0]
            if plain in self.ties.person:
                found = self._has_person(i) and not (
                    i < FIRST and self.words[0].plain in ("a", "an") and self._is_apposed(i)
                )
            elif plain in self.ties.plural:
                found = self._has_plural(i) or (self._has_noun(i) and not (plain == "them" and self._is_object(i)))
            elif plain in self.ties.thing:
                found = self._has_noun(i) or self._has_thing(i)
                found = found and (plain != "it" or self._may_mean_it(i))
            else:
                continue
            if not found and not self._is_told_ahead(i):
                return f"pronoun without its noun: {plain}"
        return ""

    def _is_apposed(self, i: int) -> bool:
        """Whether only a noun for the one meant stands before a pronoun: "A refugee, he"."""
        comma = self.sentence.text[self.words[i - 1].end : self.words[i].start].strip() == ","
        return comma and all(word.name is None for word in self.words[:i])

    def _before(self, i: int) -> list[Word]:
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
        if self.ties.expletive.match(self.sentence.text, self.words[i].start, self.sentence.end):
            return True
        return any(word.plain in self.ties.articles for word in self._before(i))

    def _is_object(self, i: int) -> bool:
        """Whether nothing goes on behind a pronoun whose subject it could be: "to handle it."."""
        return bool(self.ties.object.match(self.sentence.text, self.words[i].end, self.sentence.end))

    def _may_mean_it(self, i: int) -> bool:
        """Whether what stands before an "it" can be meant: by one that speaks a body, by an object what is new."""
        if i + 1 < len(self.words) and self.words[i + 1].plain in self.ties.speaking:
            return any(
                w.name.kind != "person" if w.name else self.nouns.is_role(w.plain) and w.plain not in self.nouns.person
                for w in self._before(i)
            )
        return not self._is_object(i) or self._is_new_thing(i)

    def _is_new_thing(self, i: int) -> bool:
        """Whether the sentence itself has brought in something: an object is not its clause's own subject."""
        return any(word.plain in self.ties.new or word.plain == "the" for word in self._before(i)[2:])

    def _is_told_ahead(self, i: int) -> bool:
        """Whether the pronoun stands in an opening phrase and a name or role begins what follows it."""
        at = self.subject
        words = [word for word in self.words[at : at + 3] if word.plain not in self.ties.articles]
        return at > i and bool(words) and (words[0].name is not None or self.nouns.is_role(words[0].plain))
