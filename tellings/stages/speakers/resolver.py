"""The speakers of one article: its quotations and the cast in, whom each mention means with a reason out."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tellings.model import Mark, Quotation
from tellings.stages.speakers.answers import Answer, Limits, VoiceKey, left_open
from tellings.stages.speakers.cast import Cast
from tellings.stages.speakers.discourse import Discourse, place_of
from tellings.stages.speakers.name_keys import fold
from tellings.stages.speakers.naming import NameResolver
from tellings.stages.speakers.phrases import PhraseResolver
from tellings.stages.speakers.pronouns import PronounResolver
from tellings.stages.speakers.roles import resolve_role
from tellings.stages.speakers.salience import OBJECT, REPORTED, SPEAKER, STRANGERS, SUBJECT, TITLE, weigh_name
from tellings.text.names import NameMention
from tellings.text.noun_phrases import (
    Mention,
    find_indefinite_subjects,
    find_pronouns,
    find_role_subjects,
    nouns,
    read_mention,
)

# What may stand before the subject of a sentence: nothing, a connective, or an adverbial up to a comma.
BEFORE_SUBJECT = re.compile(r"(?:(?:but|and|so|yet|then|now|still|later|meanwhile)\s|.{2,80},\s)?$", re.I | re.S)
CLEAR = 88  # a pronoun so clear that it tells a person from a body

# What may stand before the role: when it was.
TIME_FIRST = re.compile(r"(?:Last|This|On)\s\w+,?\s|(?:Yesterday|Today|Earlier|Later|Meanwhile),?\s")
ROLE_WORDS = 6
FRONT = 120  # characters; a subject stands no farther inside its sentence
FADED = 16  # sentences back, for whoever was never met before
# "Acme’s chief, Ann Lee,": the noun of somebody named before, beside which a name stands.
BESIDE_NOUN = re.compile(r"^[^,;:“”\"]{0,60}['’]s?\s[\w -]{2,40},\s$")


class ArticleSpeakers:
    """Goes through one article from its beginning to its end."""

    def __init__(self, cast: Cast, number: int, quotations: Sequence[Quotation], limits: Limits) -> None:
        self.discourse = Discourse(cast, number, quotations, limits)
        self.names = NameResolver(self.discourse)
        self.pronouns = PronounResolver(self.discourse, self.names)
        self.phrases = PhraseResolver(self.discourse, self.names, self.pronouns)
        self._last_subject_sentence = -1
        self._mentions = {q.speaker_start for q in self.discourse.quotations}

    def resolve(self) -> dict[str, Answer]:
        """Answers by quotation_id."""
        events = self._events()
        waiting = list(self.discourse.quotations)
        for place, end, what in events:
            while waiting and place_of(waiting[0]) <= place:
                self._answer(waiting.pop(0))
            if isinstance(what, NameMention):
                self._name(what)
            elif what == "role":
                self._role_met(place, end)
            elif what == "indefinite":
                self._indefinite_met(place, end)
            else:
                self._pronoun_met(place, end)
        for quotation in waiting:
            self._answer(quotation)
        return self.discourse.answers

    def _events(self) -> list[tuple[int, int, NameMention | str]]:
        """Names, pronouns and role subjects of the narration, in order."""
        now = self.discourse
        found: list[tuple[int, int, NameMention | str]] = [(name.start, name.end, name) for name in now.reading.names]
        for start, end in now.reading.told:
            found += [(a, b, "pronoun") for a, b in find_pronouns(now.text, start, end)]
            found += [(a, b, "role") for a, b in find_role_subjects(now.text, start, end, now.cast.language)]
            found += [
                (a, b, "indefinite") for a, b in find_indefinite_subjects(now.text, start, end, now.cast.language)
            ]
        quoted = now.reading.in_quotation
        found = [event for event in found if not quoted(event[0])]
        return sorted(found, key=lambda event: event[:2])

    def _name(self, name: NameMention) -> None:
        """A name is met: its member gets points."""
        met = self.names.meant(name)
        sentence = self.discourse.clock.at(name.start)
        if name.headline or self.discourse.in_title(name.start):
            for member in met[:1]:
                self.discourse.salience.add(member, sentence, TITLE)
            return
        begin = self.discourse.clock.sentence_start(name.start)
        first = begin != self._last_subject_sentence
        points = weigh_name(self.discourse.text, name.title_start, name.end, first, self.discourse.cast.language)
        subject = not (first and points < SUBJECT) and self._is_subject(name, begin, sentence)
        if first and points >= OBJECT:
            self._last_subject_sentence = begin
        if self.discourse.reported(name.start):
            points //= REPORTED
        elif subject:
            points = max(points, SUBJECT)
            self.discourse.note_subject(name.start, ("member", met[0]) if len(met) == 1 else None)
        for member in met:  # those whom the name does not tell apart stay level
            self.discourse.salience.add(member, sentence, points)

    def _is_subject(self, name: NameMention, begin: int, sentence: int) -> bool:
        """Whether a name is the first subject of the sentence that starts at `begin`.

        Before it stands nothing, a connective, an adverbial up to a comma, or its own role ("the Acme chief Ann Lee").
        """
        now, first = self.discourse, begin != self._last_subject_sentence
        if sentence in now.subjects or name.title_start - begin > FRONT:
            return False
        before = now.text[begin : name.title_start]
        beside = not first and now.text.startswith(",", name.end) and BESIDE_NOUN.search(before) is not None
        if not (beside or (first and BEFORE_SUBJECT.match(before)) or (before.strip() and self._is_own_role(before))):
            return False
        return weigh_name(now.text, name.title_start, name.end, True, now.cast.language) >= SUBJECT

    def _is_own_role(self, before: str) -> bool:
        """Whether what stands between the begin of a sentence and a name is only the role of that name."""
        known = nouns(self.discourse.cast.language)
        if before.rsplit(None, 1)[-1] not in known.person:
            return False
        words = TIME_FIRST.sub("", before).split()
        if not words or len(words) > ROLE_WORDS:
            return False
        return all(w[0].isupper() or w in known.person or w in known.body or w in known.firm for w in words[:-1])

    def _pronoun_met(self, start: int, end: int) -> None:
        """A pronoun of the narration is met: whoever it clearly means stays in focus."""
        word = self.discourse.text[start:end].lower()
        answer = self.pronouns.person_pronoun(word, start)
        if word in ("he", "she") and not self.discourse.reported(start):
            self.discourse.note_subject(start, answer.voice)
        points = SUBJECT if self.discourse.text[start:end].lower() in ("he", "she") else OBJECT
        if answer.voice is not None and answer.voice[0] == "member" and answer.strength >= CLEAR:
            self.discourse.learn(
                self.discourse.cast.members[int(str(answer.voice[1]))], self.discourse.text[start:end].lower()
            )
        self.discourse.focus(
            answer, self.discourse.clock.at(start), points // REPORTED if self.discourse.reported(start) else points
        )

    def _role_met(self, start: int, end: int) -> None:
        """A role is the subject of the narration: whoever it means, or a stranger, stays in focus."""
        if start in self._mentions:
            return
        mention = read_mention(
            self.discourse.text, start, end, self.discourse.reading.names, self.discourse.cast.language
        )
        if mention.kind != "role" or self.names.apposed(mention, end) is not None:
            return
        sentence = self.discourse.clock.at(start)
        found = resolve_role(self.discourse.cast, self.discourse.salience, mention, sentence)
        member = found.members[0] if len(found.members) == 1 else self.discourse.stranger(mention.head)
        if not self.discourse.reported(start):
            self.discourse.note_subject(start, self._role_subject(found.members, mention, start, end))
        self.discourse.salience.add(
            member, sentence, SUBJECT // REPORTED if self.discourse.reported(start) else SUBJECT
        )

    def _role_subject(self, members: tuple[int, ...], mention: Mention, start: int, end: int) -> VoiceKey | None:
        """Whom a role as subject means: the one member it fits, the source met before, or somebody new."""
        if members:
            return ("member", members[0]) if len(members) == 1 else None
        return self.discourse.unnamed.get(mention.head) or self.discourse.fresh(
            start, mention.head, self.discourse.text[start:end]
        )

    def _indefinite_met(self, start: int, end: int) -> None:
        """Somebody without a name is the subject of the narration: a voice of her own."""
        if start in self._mentions:
            return
        mention = read_mention(
            self.discourse.text, start, end, self.discourse.reading.names, self.discourse.cast.language
        )
        sentence = self.discourse.clock.at(start)
        if self.names.apposed(mention, end) is not None or sentence in self.discourse.subjects:
            return
        named = self.names.given_name(end)
        if named is not None and named.voice is not None:
            self.discourse.note_subject(start, named.voice)
            return
        voice = self.discourse.fresh(start, mention.head, self.discourse.text[start:end])
        self.discourse.tell_sex(voice, start)
        self.discourse.note_subject(start, voice)
        self.discourse.salience.add(self.discourse.stranger(mention.head), sentence, SUBJECT)

    def _answer(self, quotation: Quotation) -> None:
        answer = self._measured(self._resolve(quotation), quotation)
        self.discourse.answers[quotation.quotation_id] = answer
        place = place_of(quotation)
        sentence = self.discourse.clock.at(place)
        if quotation.within:
            return
        self.discourse.focus(answer, sentence, SPEAKER)
        if quotation.speaker_start is not None and quotation.form != "post":
            self.discourse.note_subject(quotation.speaker_start, answer.voice)
            if answer.voice is not None and answer.voice[0] == "unnamed" and answer.voice not in self.discourse.sexes:
                self.discourse.tell_sex(answer.voice, quotation.speaker_start)
        if answer.voice is None and answer.reason.startswith("open: role"):
            self.discourse.salience.add(STRANGERS[""], sentence, SPEAKER)
        if answer.voice is None:
            return
        self.discourse.last = (sentence, answer)

    def _measured(self, answer: Answer, quotation: Quotation) -> Answer:
        """The answer with how many others fit its mention, and how far back whoever it means was met."""
        if answer.voice is None or answer.voice[0] != "member" or not answer.reason.startswith(("pronoun", "role")):
            return answer
        now, member = self.discourse, int(str(answer.voice[1]))
        sentence = now.clock.at(place_of(quotation))
        met = now.salience.points.get(member, ())
        words = now.text[quotation.speaker_start or 0 : quotation.speaker_end or 0].lower()
        rivals = now.salience.rivals(member, words, sentence)
        return replace(answer, rivals=rivals, distance=max(0, sentence - met[-1][0]) if met else FADED)

    def _resolve(self, quotation: Quotation) -> Answer:
        if quotation.form == "post":
            return self._post(quotation)
        start, end = quotation.speaker_start, quotation.speaker_end
        if start is None or end is None or not 0 <= start < end <= len(self.discourse.text):
            return self._without_mention(quotation)
        mark = self._mark_of(quotation)
        if mark is not None and mark.content_end <= start < mark.end:
            return self._post(quotation)
        return self._by_mention(quotation, start, end)

    def _by_mention(self, quotation: Quotation, start: int, end: int) -> Answer:
        """Whom the mention text[start:end] means."""
        mention = read_mention(
            self.discourse.text, start, end, self.discourse.reading.names, self.discourse.cast.language
        )
        if mention.kind == "joint" and self._is_one_body(start, end):
            return Answer(("body", " ".join(self.discourse.text[start + 4 : end].split())), (), 88, "organisation")
        if mention.kind in ("name", "joint"):
            return self.names.named(mention)
        if mention.kind == "pronoun":
            return self.pronouns.pronoun(mention.head, start, quotation)
        return self.names.apposed(mention, end) or self.names.given_name(end) or self.phrases.noun(mention, start, end)

    def _post(self, quotation: Quotation) -> Answer:
        """The author of a post, merged with a person only where the whole name is the same."""
        mark = self._mark_of(quotation)
        if mark is None:
            return left_open(quotation.reason or "a post without a signature")
        author, handle = mark.author.strip(), mark.handle.strip()
        tokens = fold(author)
        for member in self.discourse.cast.members:
            if member.full and member.tokens == tokens:
                return Answer(("member", member.number), (), 92, "name: of the post's author")
        if not (author or handle):
            return left_open("a post without a signature")
        return Answer(("handle", handle or author, author), (), 95, "handle: of the post's author")

    def _mark_of(self, quotation: Quotation) -> Mark | None:
        place = quotation.start if quotation.form == "post" else place_of(quotation)
        posts = (m for m in self.discourse.reading.marks if m.kind == "post")
        return next((m for m in posts if m.start <= place < m.end), None)

    def _without_mention(self, quotation: Quotation) -> Answer:
        """A quotation without a mention: the rest of a chain of marks is its beginning's."""
        chains = {
            m.chain
            for m in self.discourse.reading.marks
            if m.content_start <= quotation.start < m.end and m.kind == "quote"
        }
        for other in self.discourse.quotations:
            if other.quotation_id in self.discourse.answers and other.end <= quotation.start:
                chained = any(
                    m.chain in chains and m.content_start <= other.start < m.end for m in self.discourse.reading.marks
                )
                answer = self.discourse.answers[other.quotation_id]
                if chained and answer.voice is not None:
                    return Answer(answer.voice, (), min(answer.strength, 90), "continues the quotation before it")
        return left_open(quotation.reason or "no source is told")

    def _is_one_body(self, start: int, end: int) -> bool:
        """Whether a phrase with "and" is one body's name: "the Harbour and Allied Workers’ Union"."""
        words = fold(self.discourse.text[start:end])
        after = self.discourse.text[start:end].partition(" and ")[2]
        capital = all(word[:1].isupper() for word in after.split())
        return words[:1] == ("the",) and capital and " " in after and words[-1] in self.discourse.cast.facts.heads
