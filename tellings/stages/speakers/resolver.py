"""The speakers of one article: its quotations and the cast in, whom each mention means with a reason out."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tellings.model import Mark, Quotation
from tellings.stages.speakers.cast import Cast
from tellings.stages.speakers.members import Member
from tellings.stages.speakers.name_keys import fold
from tellings.stages.speakers.reading import merge_spans
from tellings.stages.speakers.roles import resolve_role
from tellings.stages.speakers.salience import (
    OBJECT,
    REPORTED,
    SPEAKER,
    STRANGERS,
    SUBJECT,
    TITLE,
    Clock,
    Salience,
    weigh_name,
)
from tellings.text.names import NameMention
from tellings.text.noun_phrases import (
    Mention,
    anaphora,
    find_indefinite_subjects,
    find_pronouns,
    find_role_subjects,
    names_in,
    nouns,
    read_mention,
)

# "an architect, who said": the phrase before a relative pronoun.
ANTECEDENT = re.compile(
    r"\b((?:an?|the|some|many|other|one|two|three|several)\s(?:[\w'’-]+\s){0,3}[\w'’-]+),?\s$", re.I
)
# ", Ann Lee," behind "their president": what may stand behind a name in apposition.
AFTER_APPOSITION = re.compile(r"[,.;:)—–]|\s(?:[—–-]\s|\(|$)|\n|$|[”\"]|\s(?:said|says|told|added|wrote|has|have)\b")
# "who gave her name only as Jean": a private person lets the article use one name.
GIVEN_NAME = re.compile(
    r",?\s(?:who\s)?(?:gave|giving|asked\sto\sbe\s\w+|wanted\sto\sbe\s\w+|identified|would\sgive)\s"
    r"(?:(only|just)\s)?(?:(his|her|their|himself|herself)\s)?(?:first\s)?(?:names?\s)?(?:(?:only|just|simply)\s)?as\s(?=[A-Z])"
)
# What may stand before the subject of a sentence: nothing, a connective, or an adverbial up to a comma.
BEFORE_SUBJECT = re.compile(r"(?:(?:but|and|so|yet|then|now|still|later|meanwhile)\s|.{2,80},\s)?$", re.I | re.S)
# "another, who ...": one person, though no noun says so.
ANYBODY = frozenset({"another", "one"})
# "a", "another tall", before the noun that brings somebody in; and a name in apposition right behind it.
INTRODUCING = re.compile(r"\b(?:[Aa]n?|[Aa]nother|[Oo]ne)\s(?:[\w-]+\s){0,2}\Z")
NAME_BESIDE = re.compile(r"\s?,?\s[A-Z]")
# "it read": a letter or a notice does, of whom nothing is told.
OF_TEXTS = frozenset({"read", "reads", "ran", "runs", "began", "begins", "ended", "ends"})
RIVAL = 4  # whoever has a quarter of the first one's points is still a rival where the first one's sex is not known
OWN_NAME = 30  # per cent of its points that a member keeps who is named within the quoted words
AGREED = 90  # salience and the subject of the sentence before mean the same person
CLEAR = 88  # a pronoun so clear that it tells a person from a body
SURE = 76  # a role that is told of somebody: then "a judge" before "the judge" is another matter

# A voice before it gets its id: ("member", number), ("unnamed", article_id, place), ("handle", handle),
# ("office", member, noun), ("group", keys).
VoiceKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Whose words a quotation is."""

    voice: VoiceKey | None
    candidates: tuple[VoiceKey, ...]
    confidence: int
    reason: str


@dataclass(frozen=True, slots=True)
class Limits:
    """Where certainty ends; see Settings of the stage for the reasons."""

    pronoun_lead: int
    thing_lead: int
    reach: int


def left_open(reason: str, candidates: tuple[VoiceKey, ...] = ()) -> Answer:
    """An answer that leaves the voice open."""
    return Answer(None, candidates, 0, f"open: {reason.removeprefix('open: ')}")


class ArticleSpeakers:
    """Goes through one article from its beginning to its end."""

    def __init__(self, cast: Cast, number: int, quotations: Sequence[Quotation], limits: Limits) -> None:
        self.cast = cast
        self.number = number
        self.reading = cast.readings[number]
        self.text = self.reading.article.text
        self.limits = limits
        self.quotations = sorted(quotations, key=lambda q: (_place(q), q.start, q.end, q.quotation_id))
        self.clock = Clock(self.reading)
        self.salience = Salience(cast, number)
        self.answers: dict[str, Answer] = {}
        self.unnamed: dict[str, VoiceKey] = {}  # head of an unnamed source -> its voice
        self.last: tuple[int, Answer] | None = None  # sentence and answer of the last quotation resolved
        self._last_subject_sentence = -1
        self._subjects: dict[int, tuple[int, VoiceKey | None]] = {}  # sentence -> its begin, and who its subject is
        self._sexes: dict[VoiceKey, str] = {}  # of unnamed sources, where a pronoun of their sentence tells
        self._said = merge_spans([segment for q in self.quotations for segment in q.segments])
        self._mentions = {q.speaker_start for q in self.quotations}
        self._owners: dict[tuple[int, ...], int | None] = {}
        self._full: dict[tuple[int, ...], list[tuple[int, int]]] = {}

    def resolve(self) -> dict[str, Answer]:
        """Answers by quotation_id."""
        events = self._events()
        waiting = list(self.quotations)
        for place, end, what in events:
            while waiting and _place(waiting[0]) <= place:
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
        return self.answers

    def _events(self) -> list[tuple[int, int, NameMention | str]]:
        """Names, pronouns and role subjects of the narration, in order."""
        found: list[tuple[int, int, NameMention | str]] = []
        for name in self.reading.names:
            if not self.reading.in_quotation(name.start):
                found.append((name.start, name.end, name))
        for start, end in self.reading.told:
            for pronoun in find_pronouns(self.text, start, end):
                if not self.reading.in_quotation(pronoun[0]):
                    found.append((*pronoun, "pronoun"))
            for role in find_role_subjects(self.text, start, end, self.cast.language):
                if not self.reading.in_quotation(role[0]):
                    found.append((*role, "role"))
            for stranger in find_indefinite_subjects(self.text, start, end, self.cast.language):
                if not self.reading.in_quotation(stranger[0]):
                    found.append((*stranger, "indefinite"))
        return sorted(found, key=lambda event: event[:2])

    # ------------------------------------------------------------------ the account

    def _reported(self, place: int) -> bool:
        """Whether a place lies within reported words, marks or none."""
        i = bisect_right(self._said, (place, len(self.text) + 1)) - 1
        return i >= 0 and self._said[i][0] <= place < self._said[i][1]

    def _name(self, name: NameMention) -> None:
        """A name is met: its member gets points."""
        met = self._meant(name)
        sentence = self.clock.at(name.start)
        if name.headline or any(a <= name.start < b for a, b in self.reading.titles):
            for member in met[:1]:
                self.salience.add(member, sentence, TITLE)
            return
        begin = self.clock.sentence_start(name.start)
        first = begin != self._last_subject_sentence
        points = weigh_name(self.text, name.title_start, name.end, first, self.cast.language)
        if first and points >= OBJECT:
            self._last_subject_sentence = begin
        if self._reported(name.start):
            points //= REPORTED
        elif first and points >= SUBJECT and BEFORE_SUBJECT.match(self.text[begin : name.title_start]):
            self._note_subject(name.start, ("member", met[0]) if len(met) == 1 else None)
        for member in met:  # those whom the name does not tell apart stay level
            self.salience.add(member, sentence, points)

    def _note_subject(self, place: int, voice: VoiceKey | None) -> None:
        """Remember whom the first subject of a sentence means; None where that is not settled."""
        if not any(a <= place < b for a, b in self.reading.titles):
            self._subjects.setdefault(self.clock.at(place), (self.clock.sentence_start(place), voice))

    def _subject_before(self, place: int) -> VoiceKey | None:
        """The subject of the sentence before, if it is of the same paragraph and this one has had none of its own."""
        sentence = self.clock.at(place)
        begin, voice = self._subjects.get(sentence - 1, (0, None))
        if voice is None or sentence in self._subjects or self.text.find("\n", begin, place) >= 0:
            return None
        return voice

    def _pronoun_met(self, start: int, end: int) -> None:
        """A pronoun of the narration is met: whoever it clearly means stays in focus."""
        word = self.text[start:end].lower()
        answer = self._person_pronoun(word, start)
        if word in ("he", "she") and not self._reported(start):
            self._note_subject(start, answer.voice)
        points = SUBJECT if self.text[start:end].lower() in ("he", "she") else OBJECT
        if answer.voice is not None and answer.voice[0] == "member" and answer.confidence >= CLEAR:
            self._learn(self.cast.members[int(str(answer.voice[1]))], self.text[start:end].lower())
        self._focus(answer, self.clock.at(start), points // REPORTED if self._reported(start) else points)

    def _learn(self, member: Member, word: str) -> None:
        """A clear pronoun tells a person from a body, and the sex where nothing else does."""
        member.pronouns += 1
        if not member.sex:
            member.male += word in anaphora(self.cast.language).male
            member.female += word in anaphora(self.cast.language).female

    def _focus(self, answer: Answer, sentence: int, points: int) -> None:
        """Whoever an answer means gets points; those whom it does not tell apart get them alike."""
        for voice in (answer.voice,) if answer.voice is not None else answer.candidates[:2]:
            if voice[0] == "member":
                self.salience.add(int(str(voice[1])), sentence, points)

    def _role_met(self, start: int, end: int) -> None:
        """A role is the subject of the narration: whoever it means, or a stranger, stays in focus."""
        if start in self._mentions:
            return
        mention = read_mention(self.text, start, end, self.reading.names, self.cast.language)
        if mention.kind != "role" or self._apposed(mention, end) is not None:
            return
        sentence = self.clock.at(start)
        found = resolve_role(self.cast, self.salience, mention, sentence)
        member = found.members[0] if len(found.members) == 1 else self._stranger(mention.head)
        if not self._reported(start):
            self._note_subject(start, self._role_subject(found.members, mention, start, end))
        self.salience.add(member, sentence, SUBJECT // REPORTED if self._reported(start) else SUBJECT)

    def _role_subject(self, members: tuple[int, ...], mention: Mention, start: int, end: int) -> VoiceKey | None:
        """Whom a role as subject means: the one member it fits, the source met before, or somebody new."""
        if members:
            return ("member", members[0]) if len(members) == 1 else None
        return self.unnamed.get(mention.head) or self._fresh(start, mention.head, self.text[start:end])

    def _indefinite_met(self, start: int, end: int) -> None:
        """Somebody without a name is the subject of the narration: a voice of her own."""
        if start in self._mentions:
            return
        mention = read_mention(self.text, start, end, self.reading.names, self.cast.language)
        sentence = self.clock.at(start)
        if self._apposed(mention, end) is not None or sentence in self._subjects:
            return
        named = self._given_name(end)
        if named is not None and named.voice is not None:
            self._note_subject(start, named.voice)
            return
        voice = self._fresh(start, mention.head, self.text[start:end])
        self._tell_sex(voice, start)
        self._note_subject(start, voice)
        self.salience.add(self._stranger(mention.head), sentence, SUBJECT)

    def _tell_sex(self, voice: VoiceKey, start: int) -> None:
        """Tell the sex of an unnamed subject from its noun, else from the first pronoun of its sentence."""
        known, head = nouns(self.cast.language), str(voice[3])
        after = self.text[start : start + 200].partition(". ")[0]
        pronoun = next((self.text[start + a : start + b].lower() for a, b in find_pronouns(after, 0, len(after))), "")
        small = anaphora(self.cast.language)
        female = head in known.female or (head not in known.male and pronoun in small.female)
        male = head in known.male or (head not in known.female and pronoun in small.male)
        if female != male:
            self._sexes[voice] = "female" if female else "male"

    def _stranger(self, head: str) -> int:
        known = nouns(self.cast.language)
        return STRANGERS["female" if head in known.female else "male" if head in known.male else ""]

    # ------------------------------------------------------------------ quotations

    def _answer(self, quotation: Quotation) -> None:
        answer = self._resolve(quotation)
        self.answers[quotation.quotation_id] = answer
        place = _place(quotation)
        sentence = self.clock.at(place)
        if quotation.within:
            return
        self._focus(answer, sentence, SPEAKER)
        if quotation.speaker_start is not None and quotation.form != "post":
            self._note_subject(quotation.speaker_start, answer.voice)
            if answer.voice is not None and answer.voice[0] == "unnamed" and answer.voice not in self._sexes:
                self._tell_sex(answer.voice, quotation.speaker_start)
        if answer.voice is None and answer.reason.startswith("open: role"):
            self.salience.add(STRANGERS[""], sentence, SPEAKER)
        if answer.voice is None:
            return
        self.last = (sentence, answer)

    def _resolve(self, quotation: Quotation) -> Answer:
        if quotation.form == "post":
            return self._post(quotation)
        start, end = quotation.speaker_start, quotation.speaker_end
        if start is None or end is None or not 0 <= start < end <= len(self.text):
            return self._without_mention(quotation)
        mark = self._mark_of(quotation)
        if mark is not None and mark.content_end <= start < mark.end:
            return self._post(quotation)
        return self._by_mention(quotation, start, end)

    def _by_mention(self, quotation: Quotation, start: int, end: int) -> Answer:
        """Whom the mention text[start:end] means."""
        mention = read_mention(self.text, start, end, self.reading.names, self.cast.language)
        if mention.kind == "joint" and self._is_one_body(start, end):
            return Answer(("body", " ".join(self.text[start + 4 : end].split())), (), 88, "organisation")
        if mention.kind in ("name", "joint"):
            return self._named(mention)
        if mention.kind == "pronoun":
            return self._pronoun(mention.head, start, quotation)
        return self._apposed(mention, end) or self._given_name(end) or self._noun(mention, start, end)

    def _post(self, quotation: Quotation) -> Answer:
        """The author of a post, merged with a person only where the whole name is the same."""
        mark = self._mark_of(quotation)
        if mark is None:
            return left_open(quotation.reason or "a post without a signature")
        author, handle = mark.author.strip(), mark.handle.strip()
        tokens = fold(author)
        for member in self.cast.members:
            if member.full and member.tokens == tokens:
                return Answer(("member", member.number), (), 92, "name: of the post's author")
        if not (author or handle):
            return left_open("a post without a signature")
        return Answer(("handle", handle or author, author), (), 95, "handle: of the post's author")

    def _mark_of(self, quotation: Quotation) -> Mark | None:
        place = quotation.start if quotation.form == "post" else _place(quotation)
        posts = (m for m in self.reading.marks if m.kind == "post")
        return next((m for m in posts if m.start <= place < m.end), None)

    def _without_mention(self, quotation: Quotation) -> Answer:
        """A quotation without a mention: the rest of a chain of marks is its beginning's."""
        chains = {
            m.chain for m in self.reading.marks if m.content_start <= quotation.start < m.end and m.kind == "quote"
        }
        for other in self.quotations:
            if other.quotation_id in self.answers and other.end <= quotation.start:
                chained = any(m.chain in chains and m.content_start <= other.start < m.end for m in self.reading.marks)
                answer = self.answers[other.quotation_id]
                if chained and answer.voice is not None:
                    return Answer(answer.voice, (), min(answer.confidence, 90), "continues the quotation before it")
        return left_open(quotation.reason or "no source is told")

    def _is_one_body(self, start: int, end: int) -> bool:
        """Whether a phrase with "and" is one body's name: "the Harbour and Allied Workers’ Union"."""
        words = fold(self.text[start:end])
        after = self.text[start:end].partition(" and ")[2]
        capital = all(word[:1].isupper() for word in after.split())
        return words[:1] == ("the",) and capital and " " in after and words[-1] in self.cast.facts.heads

    # ------------------------------------------------------------------ names

    def _meant(self, name: NameMention) -> tuple[int, ...]:
        """Members that a name may mean at its place."""
        met = self.cast.who(self.number, name)
        if len(met) < 2:
            return met
        if met not in self._owners:
            self._owners[met] = self._owner(met, name)
        owner = self._owners[met]
        if owner is None:
            return met
        sentence = self.clock.at(name.start)
        for place, member in reversed(self._full_mentions(met)):
            if place < name.start:
                near = self.clock.at(place) >= sentence - 1
                return met if near and member != owner else (owner,)
        return (owner,)

    def _full_mentions(self, met: tuple[int, ...]) -> list[tuple[int, int]]:
        """Where the narration has full names of some members, in order."""
        if met not in self._full:
            found = []
            for name in self.reading.names:
                if not name.headline and not self.reading.in_quotation(name.start):
                    who = self.cast.who(self.number, name)
                    if len(who) == 1 and who[0] in met:
                        found.append((name.start, who[0]))
            self._full[met] = found
        return self._full[met]

    def _owner(self, met: tuple[int, ...], name: NameMention) -> int | None:
        """Whom the article calls by a surname that several bear, if it lets only one of them speak.

        A reporter gives the surname alone to the one an article is about, and the others' given names with theirs.
        """
        speaking = {
            who[0]
            for q in self.quotations
            if q.speaker_start is not None and q.speaker_end is not None
            for n in names_in(self.reading.names, q.speaker_start, q.speaker_end)
            if len(who := self.cast.who(self.number, n)) == 1 and who[0] in met
        }
        if len(speaking) > 1:
            return None
        mentions = self._full_mentions(met)
        counts = {m: sum(who == m for _, who in mentions) for m in met}
        before = [m for place, m in mentions if place < name.start]
        first = before[-1] if before else (mentions[0][1] if mentions else None)
        if speaking and first is not None and first not in speaking:
            return None
        if first is None:
            return None
        return first if all(m == first or counts[first] >= 2 * counts[m] for m in met) else None

    def _named(self, mention: Mention) -> Answer:
        answers = [self._one_name(name) for name in mention.names]
        if len(answers) == 1:
            return answers[0]
        if any(answer.voice is None for answer in answers):
            return left_open("joint source, not all of it is told apart")
        keys = sorted((answer.voice for answer in answers if answer.voice), key=repr)
        return Answer(("group", *keys), (), min(a.confidence for a in answers), "name: joint source")

    def _one_name(self, name: NameMention) -> Answer:
        met = self._meant(name)
        shown = self.text[name.start : name.end]
        if not met:
            return Answer(("name", " ".join(shown.split())), (), 85, "name")
        if len(met) > 1:
            return self._several(met, name)
        member = self.cast.members[met[0]]
        if len(self.cast.who(self.number, name)) > 1:
            return Answer(("member", met[0]), (), 84, "short name: nobody else of that name speaks here")
        whole = fold(shown) == member.tokens or len(fold(shown)) > 1
        if member.kind == "organisation":
            return Answer(
                ("member", met[0]), (), 95 if whole else 90, "organisation" if whole else "organisation: short form"
            )
        if whole or len(member.tokens) == 1:
            return Answer(("member", met[0]), (), 98, "name")
        here = self.number in member.full_in
        return Answer(
            ("member", met[0]), (), 96 if here else 88, "short name" if here else "short name: full in another telling"
        )

    def _several(self, met: tuple[int, ...], name: NameMention) -> Answer:
        """A surname that several bear: only the one whom the last sentences speak of by it can be meant."""
        names = ", ".join(self.cast.members[m].name for m in met[:4])
        return left_open(f"short name of {names}", tuple(("member", m) for m in met))

    def _apposed(self, mention: Mention, end: int) -> Answer | None:
        """The name that stands beside a noun: "their president, Ann Lee, said"."""
        known = nouns(self.cast.language)
        person, body = mention.head in known.person, mention.head in known.firm | known.body
        if mention.kind not in ("role", "unnamed") or mention.head in known.group | known.document:
            return None
        comma = self.text[end : end + 2]
        name = self._name_at(end + 2) if comma == ", " else None
        if (
            name is None
            or name.kind == "place"
            or not mention.head
            or AFTER_APPOSITION.match(self.text, name.end) is None
        ):
            return None
        known_head = person or body or mention.head in known.spokesperson
        if (name.kind == "organisation" and not body) or (name.kind == "person" and body and not person):
            return None
        if not known_head and not (name.kind == "person" and mention.definite):
            return None
        answer = self._one_name(name)
        return replace(answer, confidence=min(answer.confidence, 95), reason=f"{answer.reason}, beside the noun")

    def _given_name(self, end: int) -> Answer | None:
        """The one name that a private person gave: "another, who gave her name only as Jean, said"."""
        found = GIVEN_NAME.match(self.text, end, end + 120)
        name = self._name_at(found.end()) if found is not None else None
        if found is None or name is None:
            return None
        answer = self._one_name(name)
        if answer.voice is not None and answer.voice[0] == "member" and found.group(2):
            self._learn(self.cast.members[int(str(answer.voice[1]))], found.group(2))
        return replace(answer, confidence=min(answer.confidence, 90), reason=f"{answer.reason}, the only one given")

    def _name_at(self, place: int) -> NameMention | None:
        """The name that begins, with its title, at a place."""
        i = bisect_left(self.reading.names, place, key=lambda name: name.title_start)
        found = self.reading.names[i] if i < len(self.reading.names) else None
        return found if found is not None and found.title_start == place else None

    # ------------------------------------------------------------------ pronouns

    def _pronoun(self, word: str, start: int, quotation: Quotation) -> Answer:
        small = anaphora(self.cast.language)
        if word in small.male | small.female:
            return self._person_pronoun(word, start, quotation)
        if word in small.relative:
            return self._relative(start)
        if word in small.first and quotation.within in self.answers:
            outer = self.answers[quotation.within]
            if outer.voice is not None:
                return Answer(outer.voice, (), min(outer.confidence, 85), f"pronoun: {word}, within the quotation")
        if word in small.thing:
            cue = self.text[quotation.cue_start or 0 : quotation.cue_end or 0].lower()
            text = cue in OF_TEXTS
            return left_open(f"pronoun {word}, which may mean a text") if text else self._thing(word, start)
        return self._plural(word, start) if word in small.plural else left_open(f"pronoun {word}")

    def _person_pronoun(self, word: str, start: int, quotation: Quotation | None = None) -> Answer:
        small = anaphora(self.cast.language)
        sex = "male" if word in small.male else "female"
        sentence = self.clock.at(start)
        fits = self.salience.persons(sex)
        if quotation is not None:
            for member in self._named_within(quotation) & fits.keys():
                fits[member] = fits[member] * OWN_NAME // 100
        ranked = self.salience.rank(sentence, fits)
        subject = self._by_subject(word, sex, start, ranked)
        if subject is not None:
            return subject
        if self.last and self.last[0] >= sentence - 1:
            follow = self._unnamed_before(sex)
            if follow is not None:
                return follow
        if len(ranked) > 1 and ranked[0][1] >= 0 and ranked[0][1] < len(self.cast.members):
            rival = self._known_rival(ranked, sex)
            if rival is not None:
                keys: tuple[VoiceKey, ...] = (("member", ranked[0][1]), ("member", rival))
                return left_open(f"pronoun {word} fits more than one", keys)
        return self._by_lead(ranked, word, self.limits.pronoun_lead)

    def _known_rival(self, ranked: list[tuple[int, int]], sex: str) -> int | None:
        """A person known to be of this sex, behind a first of whom that is not known."""
        first = self.cast.members[ranked[0][1]]
        if first.kind == "person" and first.certain_sex == sex:
            return None
        single = first.kind == "unknown" and len(first.tokens) == 1
        for points, number in ranked[1:]:
            other = self.cast.members[number] if number >= 0 else None
            near = single or RIVAL * points >= ranked[0][0]
            if other is not None and other.kind == "person" and other.certain_sex == sex and near:
                return number
        return None

    def _by_subject(self, word: str, sex: str, start: int, ranked: list[tuple[int, int]]) -> Answer | None:
        """The subject of the sentence before, in the same paragraph: nearer than whoever the article is about."""
        sentence = self.clock.at(start)
        own = self._subjects.get(sentence, (0, None))[1]
        if own is not None:
            return self._by_own_subject(own, word, sex, sentence, ranked)
        begin, voice = self._subjects.get(sentence - 1, (0, None))
        if voice is None or voice[0] not in ("unnamed", "member", "name") or sentence in self._subjects:
            return None
        same_paragraph = self.text.find("\n", begin, start) < 0
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
        member = self.cast.members[int(str(voice[1]))]
        stranger = self._unnamed_before(sex)
        if first == member.number and (stranger is None or member.sex != sex):
            sure = same_paragraph and member.kind == "person" and member.sex == sex
            return Answer(voice, (), AGREED, f"pronoun: {word}") if sure else None
        if member.kind != "person" or all(number != member.number for _, number in ranked):
            return None
        if member.sex == sex and (same_paragraph or first == member.number):
            return Answer(voice, (), 82, f"pronoun: {word}, the subject before")
        points = {number: weight for weight, number in ranked}
        far = not same_paragraph and (first is None or 5 * points[member.number] < 2 * points[first])
        if first is None or far or (not same_paragraph and self.salience.met_at(first, sentence - 1)):
            return None
        return left_open(f"pronoun {word} fits more than one", (voice, ("member", first)))

    def _by_own_subject(
        self, own: VoiceKey, word: str, sex: str, sentence: int, ranked: list[tuple[int, int]]
    ) -> Answer | None:
        """The subject of the pronoun's own sentence, where nobody else who fits is named in it."""
        if own[0] == "unnamed" and self._fits_unnamed(own, sex):
            return Answer(own, (), 80, f"pronoun: {word}, the unnamed subject of the sentence")
        member = self.cast.members[int(str(own[1]))] if own[0] == "member" else None
        if member is None or member.kind != "person" or member.sex not in (sex, ""):
            return None
        others = [
            n
            for _, n in ranked
            if n >= 0 and n != own[1] and self.cast.members[n].kind == "person" and self.salience.met_at(n, sentence)
        ]
        fits = any(number == own[1] for _, number in ranked)
        return Answer(own, (), 90 if member.sex else 80, f"pronoun: {word}") if fits and not others else None

    def _by_unnamed(self, voice: VoiceKey, word: str, sex: str, first: int | None) -> Answer | None:
        """The unnamed subject of the sentence before."""
        if not self._fits_unnamed(voice, sex):
            return None
        if self._sexes.get(voice) == sex or first is None:
            self.unnamed.setdefault(str(voice[3]), voice)
            return Answer(voice, (), 84, f"pronoun: {word}, the unnamed subject before")
        return left_open(f"pronoun {word} fits more than one", (voice, ("member", first)))

    def _fits_unnamed(self, voice: VoiceKey, sex: str) -> bool:
        """Whether an unnamed voice may be one person of this sex."""
        known, head = nouns(self.cast.language), str(voice[3])
        if voice[4] in ("group", "document") or not (head in known.person or head in ANYBODY):
            return False
        told = self._sexes.get(voice, "")
        return told == sex if told else head in known.person

    def _named_within(self, quotation: Quotation) -> set[int]:
        """Members that the quoted words name: people seldom name themselves."""
        names = [n for a, b in quotation.segments for n in names_in(self.reading.names, a, b)]
        return {who[0] for n in names if len(who := self._meant(n)) == 1}

    def _unnamed_before(self, sex: str) -> Answer | None:
        """The unnamed source of the last quotation, if it is one person of this sex that was quoted just before."""
        if self.last is None or self.last[1].voice is None or self.last[1].voice[0] != "unnamed":
            return None
        known = nouns(self.cast.language)
        head = str(self.last[1].voice[3])
        sexes = known.female if sex == "female" else known.male
        if head in sexes:
            return Answer(self.last[1].voice, (), 84, "pronoun: of the unnamed source before")
        other = known.male if sex == "female" else known.female
        if head in known.person and head not in other and not head.endswith("s"):
            return Answer(self.last[1].voice, (), 70, "pronoun: of the unnamed source before")
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
        begin = self.clock.sentence_start(start)
        names = [n for n in names_in(self.reading.names, begin, start) if not self.reading.in_quotation(n.start)]
        for name in reversed(names):
            between = self.text[name.end : start].strip()
            owned = self._owned_by_noun(name)
            if between in ("", ",", "—", "–", "-", "and") and not owned and name.kind != "place":
                answer = self._one_name(name)
                return Answer(
                    answer.voice, answer.candidates, min(answer.confidence, 92), f"pronoun: who, {answer.reason}"
                )
            apposed = between.startswith(",") and len(between) < 120 and " said" not in between
            if apposed and not owned and name.kind == "person":
                answer = self._one_name(name)
                return Answer(
                    answer.voice, answer.candidates, min(answer.confidence, 82), f"pronoun: who, {answer.reason}"
                )
        phrase = ANTECEDENT.search(self.text, begin, start)
        if phrase is None:
            return left_open("pronoun who, no name stands before it")
        head = phrase.group(1).split()[-1].lower()
        return Answer(self._fresh(start, head, phrase.group(1)), (), 70, "unnamed: the noun before who")

    def _owned_by_noun(self, name: NameMention) -> bool:
        """Whether a name only modifies the noun before it: "supporters of Lee, who said"."""
        before = self.text[max(0, name.title_start - 40) : name.title_start].lower().split()
        if len(before) < 2 or before[-1] not in anaphora(self.cast.language).owning:
            return False
        known = nouns(self.cast.language)
        return before[-2] in known.person or before[-2] in known.group or before[-2] in known.body

    def _thing(self, word: str, start: int) -> Answer:
        sentence = self.clock.at(start)
        fits = self.salience.bodies()
        subject = self._subject_before(start)
        if subject is not None and self._is_certain_body(subject):
            return Answer(subject, (), 85, f"pronoun: {word}, the subject before")
        near = self.last is not None and self.last[0] >= sentence - 1
        between = self._subjects.get(sentence - 1, (0, None))[1]
        if near and self.last and between in (None, self.last[1].voice) and self._is_body(self.last[1].voice):
            return Answer(self.last[1].voice, (), 84, f"pronoun: {word}, the source before")
        voice = self.last[1].voice if self.last and self.last[0] >= sentence - 1 else None
        if voice is not None and voice[0] == "unnamed" and voice[4] == "document":
            return Answer(voice, (), 75, f"pronoun: {word}, the source before")
        return self._by_lead(self.salience.rank(sentence, fits), word, self.limits.thing_lead)

    def _plural(self, word: str, start: int) -> Answer:
        sentence = self.clock.at(start)
        if self.last and self.last[0] >= sentence - self.limits.reach and self.last[1].voice is not None:
            voice = self.last[1].voice
            if voice[0] == "group" or (voice[0] == "unnamed" and voice[4] == "group"):
                return Answer(voice, (), 78, f"pronoun: {word}, the source before")
            if self._is_body(voice) and self.last[0] >= sentence - 1:
                return Answer(voice, (), 78, f"pronoun: {word}, the source before")
        return left_open(f"pronoun {word}")

    def _is_certain_body(self, voice: VoiceKey) -> bool:
        """Whether a voice is a body's, not perhaps a person's."""
        if voice[0] == "unnamed":
            known = nouns(self.cast.language)
            if any(word[:1].isupper() for word in str(voice[5]).split()[1:]):
                return False  # "the city of Norwick" is Norwick
            return str(voice[3]) in known.firm | known.body and str(voice[3]) not in known.person
        return voice[0] == "member" and self.cast.members[int(str(voice[1]))].kind == "organisation"

    def _is_body(self, voice: VoiceKey | None) -> bool:
        """Whether a voice can be an organisation's."""
        if voice is None:
            return False
        if voice[0] == "member":
            return self.cast.members[int(str(voice[1]))].kind in ("organisation", "unknown", "place")
        return voice[0] == "office"

    # ------------------------------------------------------------------ noun phrases

    def _noun(self, mention: Mention, start: int, end: int) -> Answer:
        known = nouns(self.cast.language)
        if mention.head in known.spokesperson and mention.kind in ("role", "unnamed"):
            answer = self._spokesperson(mention)
            if answer is not None:
                return answer
        if mention.kind in ("role", "document") and mention.head in known.office | known.issued:
            answer = self._owned(mention, start)
            if answer is not None:
                return answer
        if mention.kind == "document" and mention.definite and mention.head in known.issued:
            return self._document(start)
        if mention.kind == "role" and mention.definite:
            return self._role(mention, start, end)
        return self._unnamed(mention, start, end)

    def _spokesperson(self, mention: Mention) -> Answer | None:
        """The body that a spokesperson without a name speaks for."""
        for name in mention.names:
            met = self.cast.who(self.number, name)
            if len(met) == 1 and self.cast.members[met[0]].kind in ("organisation", "place", "unknown"):
                return Answer(
                    ("member", met[0]), (), 84, f"organisation: {mention.head} for {self.cast.members[met[0]].name}"
                )
        return None

    def _owned(self, mention: Mention, start: int) -> Answer | None:
        """What belongs to someone and speaks for them: "his campaign", "Lee's office", "her statement"."""
        known = nouns(self.cast.language)
        owner: Answer | None = None
        if mention.owner:
            small = anaphora(self.cast.language)
            person = mention.owner in small.male | small.female
            owner = self._person_pronoun(mention.owner, start) if person else self._thing(mention.owner, start)
        elif mention.names:
            if mention.head in known.issued and not self._issued_by(mention):
                return None
            met = self._meant(mention.names[0])
            owner = (
                Answer(("member", met[0]), (), 90, "name") if len(met) == 1 else left_open(f"{mention.head} of a name")
            )
            if mention.kind == "document" and not mention.definite:
                return None
        if owner is not None and owner.voice is None and mention.head not in known.spokesperson:
            return left_open(f"{mention.head} of someone left open")
        if owner is None or owner.voice is None or owner.voice[0] != "member":
            return None
        if mention.head in known.issued:
            return Answer(owner.voice, (), min(owner.confidence, 85), f"role: {mention.head} of the source")
        return Answer(
            ("office", owner.voice[1], mention.head),
            (),
            min(owner.confidence, 85),
            f"organisation: {mention.head} of a name",
        )

    def _issued_by(self, mention: Mention) -> bool:
        """Whether a document is its first name's: "Lee's letter", "a letter from Lee"."""
        name = mention.names[0]
        if self.text[name.end : name.end + 2] in ("'s", "’s", "s'", "s’"):
            return True
        before = self.text[max(0, name.title_start - 60) : name.title_start].lower().split()
        return len(before) > 1 and before[-1] in ("from", "by") and before[-2] == mention.head

    def _document(self, start: int) -> Answer:
        """Whoever was quoted before, where "the statement continued"."""
        if self.last and self.last[0] >= self.clock.at(start) - self.limits.reach and self.last[1].voice is not None:
            return Answer(
                self.last[1].voice, (), min(self.last[1].confidence, 80), "role: the statement of the source before"
            )
        return left_open("a document whose source is not told nearby")

    def _role(self, mention: Mention, start: int, end: int) -> Answer:
        found = resolve_role(self.cast, self.salience, mention, self.clock.at(start))
        shown = " ".join(self.text[start:end].split())
        if len(found.members) == 1 and found.confidence >= SURE:
            return Answer(("member", found.members[0]), (), found.confidence, f"role: {shown}, {found.reason}")
        key = self.unnamed.get(mention.head)
        if key is not None:
            return Answer(key, (), 75, "unnamed: the same source as before")
        if self._introduced(mention.head, start):
            return self._unnamed(mention, start, end)
        if len(found.members) == 1:
            return Answer(("member", found.members[0]), (), found.confidence, f"role: {shown}, {found.reason}")
        if found.members:
            return left_open(f"role {shown}, {found.reason}", tuple(("member", m) for m in found.members))
        return self._unnamed(mention, start, end)

    def _introduced(self, head: str, start: int) -> bool:
        """Whether the article spoke of "a man" before it lets "the man" speak: then he is nobody named."""
        if not head.isalpha():
            return False
        low = max(0, start - 6000)
        place = self.text.find(head, low, start)
        while place >= 0:
            after = self.text[place + len(head) : place + len(head) + 4]
            before = INTRODUCING.search(self.text, max(low, place - 60), place)
            alone = not after[:1].isalnum() and not NAME_BESIDE.match(after)
            told = self.text[low : before.start()].rstrip() if before is not None and alone else "of"
            if not told.endswith((",", "is", "was", "as", "became", "of")):
                return True
            place = self.text.find(head, place + 1, start)
        return False

    def _unnamed(self, mention: Mention, start: int, end: int) -> Answer:
        """A source without a name is a voice of its own; "the source" after "a source" is the same."""
        if mention.head in anaphora(self.cast.language).unclear:
            return left_open("the mention is not understood")
        if mention.definite and mention.head in self.unnamed:
            return Answer(self.unnamed[mention.head], (), 75, "unnamed: the same source as before")
        key = self._fresh(start, mention.head, self.text[start:end], mention.kind)
        if mention.head:
            self.unnamed[mention.head] = key
        return Answer(key, (), 80, "unnamed")

    def _fresh(self, start: int, head: str, shown: str, kind: str = "unnamed") -> VoiceKey:
        return ("unnamed", self.reading.article.article_id, start, head, kind, " ".join(shown.split())[:120])


def _place(quotation: Quotation) -> int:
    """Where a quotation is resolved: at its mention, else at its beginning."""
    return quotation.start if quotation.speaker_start is None else quotation.speaker_start
