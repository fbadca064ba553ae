"""What a reader has in mind at a place of an article: mentions in order in, who is in focus and who spoke last out."""

from bisect import bisect_right
from collections.abc import Sequence

from tellings.model import Quotation
from tellings.stages.speakers.answers import Answer, Limits, VoiceKey
from tellings.stages.speakers.cast import Cast
from tellings.stages.speakers.members import Member
from tellings.stages.speakers.reading import merge_spans
from tellings.stages.speakers.salience import STRANGERS, Clock, Salience
from tellings.text.noun_phrases import anaphora, find_pronouns, nouns

# "another, who ...": one person, though no noun says so.
ANYBODY = frozenset({"another", "one"})


class Discourse:
    """One article, filled from its beginning to its end."""

    def __init__(self, cast: Cast, number: int, quotations: Sequence[Quotation], limits: Limits) -> None:
        self.cast = cast
        self.number = number
        self.reading = cast.readings[number]
        self.text = self.reading.article.text
        self.limits = limits
        self.quotations = sorted(quotations, key=lambda q: (place_of(q), q.start, q.end, q.quotation_id))
        self.clock = Clock(self.reading)
        self.salience = Salience(cast, number)
        self.answers: dict[str, Answer] = {}
        self.unnamed: dict[str, VoiceKey] = {}  # head of an unnamed source -> its voice
        self.last: tuple[int, Answer] | None = None  # sentence and answer of the last quotation resolved
        self.subjects: dict[int, tuple[int, VoiceKey | None]] = {}  # sentence -> its begin, and who its subject is
        self.sexes: dict[VoiceKey, str] = {}  # of unnamed sources, where a pronoun of their sentence tells
        self.said = merge_spans([segment for q in self.quotations for segment in q.segments])

    def reported(self, place: int) -> bool:
        """Whether a place lies within reported words, marks or none."""
        i = bisect_right(self.said, (place, len(self.text) + 1)) - 1
        return i >= 0 and self.said[i][0] <= place < self.said[i][1]

    def in_title(self, place: int) -> bool:
        """Whether a place lies within a title."""
        titles = self.reading.titles
        return bool(titles) and any(a <= place < b for a, b in titles)

    def note_subject(self, place: int, voice: VoiceKey | None) -> None:
        """Remember whom the first subject of a sentence means; None where that is not settled."""
        if not self.in_title(place):
            self.subjects.setdefault(self.clock.at(place), (self.clock.sentence_start(place), voice))

    def subject_before(self, place: int) -> VoiceKey | None:
        """The subject of the sentence before, if it is of the same paragraph and this one has had none of its own."""
        sentence = self.clock.at(place)
        begin, voice = self.subjects.get(sentence - 1, (0, None))
        if voice is None or sentence in self.subjects or self.text.find("\n", begin, place) >= 0:
            return None
        return voice

    def learn(self, member: Member, word: str) -> None:
        """A clear pronoun tells a person from a body, and the sex where nothing else does."""
        member.pronouns += 1
        if not member.sex:
            member.male += word in anaphora(self.cast.language).male
            member.female += word in anaphora(self.cast.language).female

    def focus(self, answer: Answer, sentence: int, points: int) -> None:
        """Whoever an answer means gets points; those whom it does not tell apart get them alike."""
        for voice in (answer.voice,) if answer.voice is not None else answer.candidates[:2]:
            if voice[0] == "member":
                self.salience.add(int(str(voice[1])), sentence, points)

    def tell_sex(self, voice: VoiceKey, start: int) -> None:
        """Tell the sex of an unnamed subject from its noun, else from the first pronoun of its sentence."""
        known, head = nouns(self.cast.language), str(voice[3])
        end = start + len(str(voice[5]))
        person = head in known.person or head in ANYBODY
        if not (person or self.text.startswith((", who", " who"), end)):
            return  # "The company said she was wrong": no person, unless "who" tells that it is one
        after = self.text[start : start + 200].partition(". ")[0]
        pronoun = next((self.text[start + a : start + b].lower() for a, b in find_pronouns(after, 0, len(after))), "")
        small = anaphora(self.cast.language)
        female = head in known.female or (head not in known.male and pronoun in small.female)
        male = head in known.male or (head not in known.female and pronoun in small.male)
        if female != male:
            self.sexes[voice] = "female" if female else "male"

    def stranger(self, head: str) -> int:
        """The stand-in for a person whom a role mentions and nobody can tell apart."""
        known = nouns(self.cast.language)
        return STRANGERS["female" if head in known.female else "male" if head in known.male else ""]

    def fresh(self, start: int, head: str, shown: str, kind: str = "unnamed") -> VoiceKey:
        """A new voice without a name, met at `start` as `shown`."""
        return ("unnamed", self.reading.article.article_id, start, head, kind, " ".join(shown.split())[:120])


def place_of(quotation: Quotation) -> int:
    """Where a quotation is resolved: at its mention, else at its beginning."""
    return quotation.start if quotation.speaker_start is None else quotation.speaker_start
