"""Which member of the cast a pronoun points back to: mentions in order of the text in, ranked candidates out.

A salience account after Lappin and Leass (1994), without a parser: each mention gives its member points by its place in
the sentence, points fade with each sentence of narration, and the speaker of the last quotation is favoured.
"""

from bisect import bisect_right
from dataclasses import dataclass, field

from tellings.stages.speakers.cast import Cast
from tellings.stages.speakers.members import Member
from tellings.stages.speakers.reading import ArticleReading
from tellings.text.noun_phrases import anaphora

SUBJECT = 80  # the first name of a sentence, no preposition before it, no possessive behind it
OBJECT = 40
POSSESSIVE = 60  # "Lee's plan" at the front of a sentence: Lee is what it is about
MODIFIER = 25  # after a preposition, or another possessive
SPEAKER = 110  # the source of a quotation: news goes on with "she said"
TITLE = 10  # headlines name everyone
REPORTED = 2  # what is named inside reported words counts half
# Stand-ins for persons whom a role mentions and nobody can tell apart: they compete with the members.
STRANGERS = {"male": -1, "female": -2, "": -3}
# Share in thousandths of the points left after so many sentences of narration (a sentence is worth half of the next).
FADING = tuple(round(1000 * 0.5**n) for n in range(16))


@dataclass(slots=True)
class Salience:
    """The account of one article, filled from its beginning to its end."""

    cast: Cast
    number: int  # of the article
    points: dict[int, list[tuple[int, int]]] = field(default_factory=dict)  # member -> (sentence, points)

    @property
    def reading(self) -> ArticleReading:
        """The article."""
        return self.cast.readings[self.number]

    def add(self, member: int, sentence: int, points: int) -> None:
        """A member is mentioned."""
        self.points.setdefault(member, []).append((sentence, points))

    def of(self, member: int, sentence: int) -> int:
        """Points of a member at a sentence; of several mentions in one sentence the weightiest counts."""
        total, last, best = 0, -1, 0
        for at, points in reversed(self.points.get(member, ())):
            if sentence - at >= len(FADING):
                break
            if at != last:
                total += best * FADING[max(0, sentence - last)] if best else 0
                last, best = at, points
            elif points > best:
                best = points
        return total + (best * FADING[max(0, sentence - last)] if best else 0)

    def met_at(self, member: int, sentence: int) -> bool:
        """Whether a sentence mentions a member."""
        return any(at == sentence for at, _ in reversed(self.points.get(member, ())[-8:]))

    def rank(self, sentence: int, fits: dict[int, int]) -> list[tuple[int, int]]:
        """Members with points left, most first, as (points, member); `fits` gives the weight of each in per cent."""
        ranked = [(self.of(m, sentence) * weight // 100, m) for m, weight in fits.items()]
        return sorted(((p, m) for p, m in ranked if p > 0), key=lambda pair: (-pair[0], pair[1]))

    def _recent(self, sentence: int) -> list[int]:
        """Members and strangers with points left at a sentence."""
        oldest = sentence - len(FADING)
        return [m for m, met in self.points.items() if met[-1][0] > oldest]

    def persons(self, sex: str, sentence: int) -> dict[int, int]:
        """Members in mind at a sentence that "he" or "she" may mean, with weights; strangers of that sex among them."""
        recent = self._recent(sentence)
        found = {m: w for m in recent if m >= 0 and (w := person_weight(self.cast.members[m], sex))}
        return found | {m: 100 for m in (STRANGERS[sex], STRANGERS[""]) if m in recent}

    def rivals(self, member: int, words: str, sentence: int) -> int:
        """How many others a pronoun, or a noun for a body, might mean that have a quarter of the member's points."""
        small = anaphora(self.cast.language)
        if words in small.male | small.female:
            fits = self.persons("male" if words in small.male else "female", sentence)
        else:
            fits = self.bodies(sentence)
        least = self.of(member, sentence) // 4
        return sum(points >= max(1, least) and other != member for points, other in self.rank(sentence, fits))

    def bodies(self, sentence: int) -> dict[int, int]:
        """Members in mind at a sentence that "it" may mean, with weights."""
        return {m: w for m in self._recent(sentence) if m >= 0 and (w := body_weight(self.cast.members[m]))}


def person_weight(member: Member, sex: str) -> int:
    """How well a member fits a pronoun of this sex, in per cent; 0 not at all."""
    if member.kind in ("organisation", "place", "thing") or (sex and member.sex and member.sex != sex):
        return 0
    if member.kind == "person":
        return 100 if member.sex else 80
    return 15 if len(member.tokens) > 1 else 30  # may be no person


def body_weight(member: Member) -> int:
    """How well a member fits "it", in per cent."""
    if member.kind == "organisation":
        return 100
    if member.kind == "place":
        return 40
    return 50 if member.kind == "unknown" else 0


class Clock:
    """Counts the sentences of narration; those wholly within marks do not count."""

    def __init__(self, reading: ArticleReading) -> None:
        self.starts: list[int] = []
        self.ticks: list[int] = []
        ticks = 0
        for start, end in reading.sentences:
            inside = reading.in_quotation(min(start + 1, end - 1)) and reading.in_quotation(max(start, end - 3))
            ticks += not inside
            self.starts.append(start)
            self.ticks.append(ticks)

    def at(self, place: int) -> int:
        """Number of the sentence of narration at a character."""
        i = bisect_right(self.starts, place) - 1
        return self.ticks[i] if i >= 0 else 0

    def sentence_start(self, place: int) -> int:
        """Where the sentence at a character begins."""
        i = bisect_right(self.starts, place) - 1
        return self.starts[i] if i >= 0 else 0


def weigh_name(text: str, start: int, end: int, first: bool, language: str = "en") -> int:
    """Points for a name by its place: subject, object or modifier."""
    if text[end : end + 2] in ("'s", "’s") or text[end : end + 1] == "-":
        return POSSESSIVE if first and text[end : end + 1] != "-" else MODIFIER
    before = text[max(0, start - 16) : start].rsplit(None, 1)
    word = before[-1].lower().strip("(“\"'") if before else ""
    if word == "the" or word in anaphora(language).after_head:
        return MODIFIER
    return SUBJECT if first else OBJECT
