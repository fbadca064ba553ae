"""Whom a pronoun means: its place in an article in, the answer out."""

import re

from tellings.model import Quotation
from tellings.stages.speakers.answers import Answer, VoiceKey, left_open
from tellings.stages.speakers.discourse import ANYBODY, Discourse
from tellings.stages.speakers.members import Member
from tellings.stages.speakers.naming import NameResolver
from tellings.text.noun_phrases import anaphora, names_in, nouns

# "an architect, who said": the phrase before a relative pronoun.
ANTECEDENT = re.compile(
    r"\b((?:an?|the|some|many|other|one|two|three|several)\s(?:[\w'’-]+\s){0,3}[\w'’-]+),?\s$", re.I
)
# "it read": a letter or a notice does, of whom nothing is told.
OF_TEXTS = frozenset({"read", "reads", "ran", "runs", "began", "begins", "ended", "ends"})
RIVAL = 4  # whoever has a quarter of the first one's points is still a rival where the first one's sex is not known
OWN_NAME = 30  # per cent of its points that a member keeps who is named within the quoted words
AGREED = 90  # salience and the subject of the sentence before mean the same person


class PronounResolver:
    """Resolves pronouns by the subject of the sentence before, by the source before and by salience."""

    def __init__(self, discourse: Discourse, names: NameResolver) -> None:
        self.discourse = discourse
        self.names = names

    def pronoun(self, word: str, start: int, quotation: Quotation) -> Answer:
        """Whom the pronoun at `start`, the source of a quotation, means."""
        small = anaphora(self.discourse.cast.language)
        if word in small.male | small.female:
            return self.person_pronoun(word, start, quotation)
        if word in small.relative:
            return self._relative(start)
        if word in small.first and quotation.within in self.discourse.answers:
            outer = self.discourse.answers[quotation.within]
            if outer.voice is not None:
                return Answer(outer.voice, (), min(outer.strength, 85), f"pronoun: {word}, within the quotation")
        if word in small.thing:
            cue = self.discourse.text[quotation.cue_start or 0 : quotation.cue_end or 0].lower()
            text = cue in OF_TEXTS
            return left_open(f"pronoun {word}, which may mean a text") if text else self.thing(word, start)
        return self._plural(word, start) if word in small.plural else left_open(f"pronoun {word}")

    def person_pronoun(self, word: str, start: int, quotation: Quotation | None = None) -> Answer:
        """Whom "he" or "she" at `start` means; `quotation` is given where it is the source of one."""
        small = anaphora(self.discourse.cast.language)
        sex = "male" if word in small.male else "female"
        sentence = self.discourse.clock.at(start)
        fits = self.discourse.salience.persons(sex, sentence)
        if quotation is not None:
            for member in self._named_within(quotation) & fits.keys():
                fits[member] = fits[member] * OWN_NAME // 100
        ranked = self.discourse.salience.rank(sentence, fits)
        subject = self._by_subject(word, sex, start, ranked)
        if subject is not None:
            return subject
        if self.discourse.last and self.discourse.last[0] >= sentence - 1:
            follow = self._unnamed_before(sex)
            if follow is not None:
                return follow
        if self._subject_open(start, sentence):
            keys: tuple[VoiceKey, ...] = tuple(("member", m) for _, m in ranked[:2] if m >= 0)
            return left_open(f"pronoun {word} follows a subject that is not told apart", keys)
        if len(ranked) > 1 and ranked[0][1] >= 0 and ranked[0][1] < len(self.discourse.cast.members):
            rival = self._known_rival(ranked, sex)
            if rival is not None:
                keys = (("member", ranked[0][1]), ("member", rival))
                return left_open(f"pronoun {word} fits more than one", keys)
        return self._by_lead(ranked, word, self.discourse.limits.pronoun_lead)

    def _subject_open(self, start: int, sentence: int) -> bool:
        """Whether the subject of the sentence before, in the same paragraph, is somebody whom the text leaves open."""
        subjects = self.discourse.subjects
        begin, voice = subjects.get(sentence - 1, (0, None))
        told = sentence in subjects or sentence - 1 not in subjects
        return not told and voice is None and self.discourse.text.find("\n", begin, start) < 0

    def _known_rival(self, ranked: list[tuple[int, int]], sex: str) -> int | None:
        """A person known to be of this sex, behind a first of whom that is not known."""
        first = self.discourse.cast.members[ranked[0][1]]
        if first.kind == "person" and first.certain_sex == sex:
            return None
        single = first.kind == "unknown" and len(first.tokens) == 1
        for points, number in ranked[1:]:
            other = self.discourse.cast.members[number] if number >= 0 else None
            near = single or RIVAL * points >= ranked[0][0]
            if other is not None and other.kind == "person" and other.certain_sex == sex and near:
                return number
        return None

    def _by_subject(self, word: str, sex: str, start: int, ranked: list[tuple[int, int]]) -> Answer | None:
        """The subject of the sentence before, in the same paragraph: nearer than whoever the article is about."""
        sentence = self.discourse.clock.at(start)
        own = self.discourse.subjects.get(sentence, (0, None))[1]
        if own is not None:
            return self._by_own_subject(own, word, sex, sentence, ranked)
        begin, voice = self.discourse.subjects.get(sentence - 1, (0, None))
        if voice is None or voice[0] not in ("unnamed", "member", "name") or sentence in self.discourse.subjects:
            return None
        same_paragraph = self.discourse.text.find("\n", begin, start) < 0
        if voice[0] == "member":
            return self._by_member(voice, word, sex, sentence, same_paragraph, ranked)
        if not same_paragraph:
            return None
        if voice[0] == "name":
            return Answer(voice, (), 76, f"pronoun: {word}, the subject before")
        return self._by_unnamed(voice, word, sex, ranked[0][1] if ranked and ranked[0][1] >= 0 else None)

    def _by_member(
        self, voice: VoiceKey, word: str, sex: str, sentence: int, same_paragraph: bool, ranked: list[tuple[int, int]]
    ) -> Answer | None:
        """The member that is the subject of the sentence before."""
        first = ranked[0][1] if ranked and ranked[0][1] >= 0 else None
        member = self.discourse.cast.members[int(str(voice[1]))]
        stranger = self._unnamed_before(sex)
        beside = self._beside(member, sex, sentence - 1, ranked)
        alone = same_paragraph and member.may_be_person and not beside
        known = member.kind == "person" and member.sex == sex
        if first == member.number and (stranger is None or member.sex != sex):
            return _by_first(voice, word, known and same_paragraph, alone, known and not beside)
        if not member.may_be_person or all(number != member.number for _, number in ranked):
            return None
        if (known and (same_paragraph or first == member.number)) or alone:
            return Answer(voice, (), 82 if known else 78, f"pronoun: {word}, the subject before")
        if known and self.discourse.last is not None and self.discourse.last[1].voice == voice and first is not None:
            return Answer(voice, (), 78, f"pronoun: {word}, the source and subject before")
        points = {number: weight for weight, number in ranked}
        far = not same_paragraph and (first is None or 5 * points[member.number] < 2 * points[first])
        if first is None or far or (not same_paragraph and self.discourse.salience.met_at(first, sentence - 1)):
            return None
        return left_open(f"pronoun {word} fits more than one", (voice, ("member", first)))

    def _beside(self, member: Member, sex: str, sentence: int, ranked: list[tuple[int, int]]) -> bool:
        """Whether a sentence names somebody else known to be of this sex."""
        for _, number in ranked:
            other = self.discourse.cast.members[number] if number >= 0 else None
            fits = other is not None and other is not member and other.kind == "person" and other.sex == sex
            if fits and self.discourse.salience.met_at(number, sentence):
                return True
        return False

    def _by_own_subject(
        self, own: VoiceKey, word: str, sex: str, sentence: int, ranked: list[tuple[int, int]]
    ) -> Answer | None:
        """The subject of the pronoun's own sentence, where nobody else who fits is named in it."""
        if own[0] == "unnamed" and self._fits_unnamed(own, sex):
            return Answer(own, (), 80, f"pronoun: {word}, the unnamed subject of the sentence")
        member = self.discourse.cast.members[int(str(own[1]))] if own[0] == "member" else None
        if member is None or not member.may_be_person or member.sex not in (sex, ""):
            return None
        others = [
            n
            for _, n in ranked
            if n >= 0
            and n != own[1]
            and self.discourse.cast.members[n].kind == "person"
            and self.discourse.salience.met_at(n, sentence)
        ]
        fits = any(number == own[1] for _, number in ranked)
        return Answer(own, (), 90 if member.sex else 80, f"pronoun: {word}") if fits and not others else None

    def _by_unnamed(self, voice: VoiceKey, word: str, sex: str, first: int | None) -> Answer | None:
        """The unnamed subject of the sentence before."""
        if not self._fits_unnamed(voice, sex):
            return None
        if self.discourse.sexes.get(voice) == sex or first is None:
            self.discourse.unnamed.setdefault(str(voice[3]), voice)
            return Answer(voice, (), 84, f"pronoun: {word}, the unnamed subject before")
        return left_open(f"pronoun {word} fits more than one", (voice, ("member", first)))

    def _fits_unnamed(self, voice: VoiceKey, sex: str) -> bool:
        """Whether an unnamed voice may be one person of this sex."""
        known, head = nouns(self.discourse.cast.language), str(voice[3])
        if voice[4] in ("group", "document"):
            return False
        told = self.discourse.sexes.get(voice, "")
        return told == sex if told else head in known.person

    def _named_within(self, quotation: Quotation) -> set[int]:
        """Members that the quoted words name: people seldom name themselves."""
        names = [n for a, b in quotation.segments for n in names_in(self.discourse.reading.names, a, b)]
        return {who[0] for n in names if len(who := self.names.meant(n)) == 1}

    def _unnamed_before(self, sex: str) -> Answer | None:
        """The unnamed source of the last quotation, if it is one person of this sex that was quoted just before."""
        if (
            self.discourse.last is None
            or self.discourse.last[1].voice is None
            or self.discourse.last[1].voice[0] != "unnamed"
        ):
            return None
        known = nouns(self.discourse.cast.language)
        head = str(self.discourse.last[1].voice[3])
        sexes = known.female if sex == "female" else known.male
        if head in sexes:
            return Answer(self.discourse.last[1].voice, (), 84, "pronoun: of the unnamed source before")
        other = known.male if sex == "female" else known.female
        if head in known.person and head not in other and not head.endswith("s"):
            return Answer(self.discourse.last[1].voice, (), 70, "pronoun: of the unnamed source before")
        return None

    def _by_lead(self, ranked: list[tuple[int, int]], word: str, least: int) -> Answer:
        """The first of the ranked candidates if it leads clearly."""
        if not ranked:
            return left_open(f"pronoun {word}, nobody named before fits")
        top, member = ranked[0]
        total = top + (ranked[1][0] if len(ranked) > 1 else 0)
        lead = 100 * top // total
        if member < 0:
            return left_open(f"pronoun {word} follows a role that is not told apart")
        if lead < least:
            keys: tuple[VoiceKey, ...] = tuple(("member", m) for _, m in ranked[:2] if m >= 0)
            return left_open(f"pronoun {word} fits more than one", keys)
        return Answer(("member", member), (), min(94, 60 + lead * 34 // 100), f"pronoun: {word}")

    def _relative(self, start: int) -> Answer:
        """The name just before "who": beside it, or before the apposition that it closes."""
        begin = self.discourse.clock.sentence_start(start)
        names = [
            n
            for n in names_in(self.discourse.reading.names, begin, start)
            if not self.discourse.reading.in_quotation(n.start)
        ]
        for name in reversed(names):
            between = self.discourse.text[name.end : start].strip()
            owned = self.names.owned_by_noun(name)
            if between in ("", ",", "—", "–", "-", "and") and not owned and name.kind != "place":
                answer = self.names.one_name(name)
                return Answer(
                    answer.voice, answer.candidates, min(answer.strength, 92), f"pronoun: who, {answer.reason}"
                )
            apposed = between.startswith(",") and len(between) < 120 and " said" not in between
            if apposed and not owned and name.kind == "person":
                answer = self.names.one_name(name)
                return Answer(
                    answer.voice, answer.candidates, min(answer.strength, 82), f"pronoun: who, {answer.reason}"
                )
        phrase = ANTECEDENT.search(self.discourse.text, begin, start)
        if phrase is None:
            return left_open("pronoun who, no name stands before it")
        head = phrase.group(1).split()[-1].lower()
        return Answer(self.discourse.fresh(start, head, phrase.group(1)), (), 70, "unnamed: the noun before who")

    def thing(self, word: str, start: int) -> Answer:
        """Whom "it" at `start` means."""
        sentence = self.discourse.clock.at(start)
        fits = self.discourse.salience.bodies(sentence)
        subject = self.discourse.subject_before(start)
        if subject is not None and self._is_certain_body(subject):
            return Answer(subject, (), 85, f"pronoun: {word}, the subject before")
        near = self.discourse.last is not None and self.discourse.last[0] >= sentence - 1
        between = self.discourse.subjects.get(sentence - 1, (0, None))[1]
        if (
            near
            and self.discourse.last
            and between in (None, self.discourse.last[1].voice)
            and self._is_body(self.discourse.last[1].voice)
        ):
            return Answer(self.discourse.last[1].voice, (), 84, f"pronoun: {word}, the source before")
        voice = self.discourse.last[1].voice if self.discourse.last and self.discourse.last[0] >= sentence - 1 else None
        if voice is not None and voice[0] == "unnamed" and voice[4] == "document":
            return Answer(voice, (), 75, f"pronoun: {word}, the source before")
        return self._by_lead(self.discourse.salience.rank(sentence, fits), word, self.discourse.limits.thing_lead)

    def _plural(self, word: str, start: int) -> Answer:
        sentence = self.discourse.clock.at(start)
        if (
            self.discourse.last
            and self.discourse.last[0] >= sentence - self.discourse.limits.reach
            and self.discourse.last[1].voice is not None
        ):
            voice = self.discourse.last[1].voice
            if voice[0] == "group" or (voice[0] == "unnamed" and voice[4] == "group"):
                return Answer(voice, (), 78, f"pronoun: {word}, the source before")
            if self._is_body(voice) and self.discourse.last[0] >= sentence - 1:
                return Answer(voice, (), 78, f"pronoun: {word}, the source before")
        return left_open(f"pronoun {word}")

    def _is_certain_body(self, voice: VoiceKey) -> bool:
        """Whether a voice is a body's, not perhaps a person's."""
        if voice[0] == "body":
            return True
        if voice[0] == "unnamed":
            known, head = nouns(self.discourse.cast.language), str(voice[3])
            if any(word[:1].isupper() for word in str(voice[5]).split()[1:]):
                return False  # "the city of Norwick" is Norwick
            return head in known.firm | known.body and head not in known.person | ANYBODY
        return voice[0] == "member" and self.discourse.cast.members[int(str(voice[1]))].kind == "organisation"

    def _is_body(self, voice: VoiceKey | None) -> bool:
        """Whether a voice can be an organisation's."""
        if voice is None:
            return False
        if voice[0] == "member":
            return self.discourse.cast.members[int(str(voice[1]))].kind in ("organisation", "unknown", "place")
        return voice[0] in ("office", "body")


def _by_first(voice: VoiceKey, word: str, sure: bool, alone: bool, known: bool) -> Answer | None:
    """The subject of the sentence before who is also first in mind.

    Args:
        voice: whose it is.
        word: the pronoun.
        sure: of the same paragraph, and known to be of that sex.
        alone: of the same paragraph, and its sentence names nobody else of that sex.
        known: known to be of that sex, and nobody else of it in the sentence.
    """
    if sure or alone:
        return Answer(voice, (), AGREED if sure else 84, f"pronoun: {word}")
    return Answer(voice, (), 80, f"pronoun: {word}, the subject before") if known else None
