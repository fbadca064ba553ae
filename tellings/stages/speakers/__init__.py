"""Speakers: a story's articles, blocks, marks and quotations in, its voices and whose words each quotation is, out.

Names are gathered over the story into a cast (`cast`), pronouns point back by salience (`salience`), roles are told
from apposition and predication in any telling (`roles`), and what stays open may be settled by the same words in
another telling (`shared_words`). Whatever the texts do not settle is left open, with the candidates.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tellings import stage
from tellings.model import Article, Attribution, Block, Mark, Quotation, Row, Telling, Voice, content_id
from tellings.stages.speakers.answers import Answer, Limits, VoiceKey, left_open
from tellings.stages.speakers.cast import Cast
from tellings.stages.speakers.confidence import confidence_of
from tellings.stages.speakers.corrected import correct_speakers
from tellings.stages.speakers.name_keys import fold
from tellings.stages.speakers.reading import read_article
from tellings.stages.speakers.resolver import ArticleSpeakers
from tellings.stages.speakers.shared_words import weigh_shared_words

T = TypeVar("T", Block, Mark, Quotation)


@dataclass(frozen=True)
class SpeakerSettings(stage.Settings):
    """Where certainty ends."""

    # Per cent of the points of the two best candidates that the better must have for a pronoun to be resolved.
    pronoun_lead: int = 62
    # The same for "it": bodies are named in passing more often than persons, so it takes more.
    thing_lead: int = 75
    # Sentences of narration within which "the statement", "it" or "they" may mean the source of the quotation before.
    reach: int = 3
    # Words in a row that make two quotations the same words: six are hardly ever shared by chance in speech.
    shared_words: int = 6
    # Per cent: a voice with a name that is less likely than this to be right is left open, as a candidate.
    least_confidence: int = 50
    # Corrections: "ARTICLE_ID START END NAME" of words that somebody else said; no name leaves the voice open.
    corrected: tuple[str, ...] = ()


def resolve_speakers(
    tellings: Sequence[Telling],
    articles: Sequence[Article],
    blocks: Sequence[Block],
    quotations: Sequence[Quotation],
    marks: Sequence[Mark],
    settings: SpeakerSettings = SpeakerSettings(),
) -> tuple[list[Voice], list[Attribution]]:
    """Voices of one story, and the voice of each of its quotations.

    >>> text = "Ann Lee, who founded Acme Ferries, resigned. “I am tired,” she said."
    >>> article = Article.from_text(text)
    >>> telling = Telling("s", article.article_id, "undated", "A", "", "", "")
    >>> quotation = Quotation(
    ...     "q", article.article_id, "direct", "marks", ((46, 57),), 46, 57, 59, 62, 63, 67, False, "", None, None,
    ...     None, None, None, None, "", "")
    >>> voices, attributions = resolve_speakers([telling], [article], [], [quotation], [])
    >>> voices[0].name, voices[0].kind, attributions[0].reason
    ('Ann Lee', 'person', 'pronoun: she')
    """
    story_id = min((t.story_id for t in tellings), default="")
    cast, answers = answer_quotations(tellings, articles, blocks, quotations, marks, settings)
    known = [q for q in quotations if q.quotation_id in answers]
    known.sort(key=lambda q: (q.article_id, q.start, q.end, q.quotation_id))
    return _rows(story_id, cast, known, answers, {a.article_id: a for a in articles})


def answer_quotations(
    tellings: Sequence[Telling],
    articles: Sequence[Article],
    blocks: Sequence[Block],
    quotations: Sequence[Quotation],
    marks: Sequence[Mark],
    settings: SpeakerSettings = SpeakerSettings(),
) -> tuple[Cast, dict[str, Answer]]:
    """The cast of one story, and the answer with its grounds for each quotation_id."""
    sigla = {t.article_id: t.siglum for t in tellings}
    ordered = sorted(articles, key=lambda a: a.article_id)
    cast, answers = _resolve_articles(ordered, blocks, quotations, marks, settings)
    known = [q for q in quotations if q.quotation_id in answers]
    known.sort(key=lambda q: (q.article_id, q.start, q.end, q.quotation_id))
    texts = {a.article_id: a for a in ordered}
    weighed = weigh_shared_words(texts, known, answers, sigla, settings.shared_words)
    return cast, {q.quotation_id: _likely(weighed[q.quotation_id], q, settings.least_confidence) for q in known}


def _likely(answer: Answer, quotation: Quotation, least: int) -> Answer:
    """An answer, left open if it names somebody and is less likely than `least` per cent to be right."""
    if answer.voice is None or answer.voice[0] == "unnamed" or answer.reason.startswith("same words"):
        return answer  # nobody is named, or another telling names whom this one does not
    if confidence_of(answer, quotation) >= least:
        return answer
    return left_open(f"too little speaks for {answer.reason}", (answer.voice,))


def _resolve_articles(
    articles: Sequence[Article],
    blocks: Sequence[Block],
    quotations: Sequence[Quotation],
    marks: Sequence[Mark],
    settings: SpeakerSettings,
) -> tuple[Cast, dict[str, Answer]]:
    """The cast of the story, and each article's answers."""
    blocks_of = _by_article(blocks)
    marks_of = _by_article(marks)
    quotations_of = _by_article(quotations)
    readings = [read_article(a, blocks_of.get(a.article_id, []), marks_of.get(a.article_id, [])) for a in articles]
    cast = Cast(readings)
    limits = Limits(settings.pronoun_lead, settings.thing_lead, settings.reach)
    answers: dict[str, Answer] = {}
    for number, article in enumerate(articles):
        answers.update(ArticleSpeakers(cast, number, quotations_of.get(article.article_id, []), limits).resolve())
    return cast, answers


def _by_article(rows: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for row in rows:
        found.setdefault(row.article_id, []).append(row)
    return found


class _Voices:
    """The voices that are spoken with, made into rows."""

    def __init__(self, story_id: str, cast: Cast) -> None:
        self.story_id = story_id
        self.cast = cast
        self.facts: dict[VoiceKey, tuple[str, str]] = {}  # key -> name, kind
        self.ids: dict[VoiceKey, str] = {}
        self.forms: dict[str, Counter[str]] = {}

    def id_of(self, key: VoiceKey) -> str:
        """Id of a voice; equal names and kinds are one voice, unless it is unnamed."""
        if key not in self.ids:
            name, kind = self._name_kind(key)
            place = key[1:3] if kind == "unnamed" else (" ".join(fold(name)) or name,)
            voice_id = content_id("voice", self.story_id, kind, *place)
            self.facts[key] = (name, kind)
            self.ids[key] = voice_id
            self.forms.setdefault(voice_id, Counter())
        return self.ids[key]

    def _name_kind(self, key: VoiceKey) -> tuple[str, str]:
        if key[0] == "member":
            return self._member_kind(int(str(key[1])))
        if key[0] == "office":
            return f"{self.cast.members[int(str(key[1]))].name}’s {key[2]}", "organisation"
        if key[0] == "group":
            return " and ".join(self._name_kind(k)[0] for k in key[1:] if isinstance(k, tuple)), "group"
        if key[0] == "handle":
            return str(key[2]) or str(key[1]), "handle"
        if key[0] in ("body", "name"):
            is_person = key[0] == "name" and " " in str(key[1])
            return str(key[1]), "person" if is_person else "organisation"
        return str(key[5]), "unnamed"

    def _member_kind(self, number: int) -> tuple[str, str]:
        member = self.cast.members[number]
        if member.kind in ("organisation", "place", "thing"):
            return member.name, "organisation"
        is_person = member.kind == "person" or len(member.tokens) > 1 or member.pronouns
        return member.name, "person" if is_person else "organisation"

    def rows(self) -> list[Voice]:
        """All voices met, sorted."""
        found: dict[str, Voice] = {}
        for key, voice_id in self.ids.items():
            name, kind = self.facts[key]
            forms = self.forms[voice_id]
            if key[0] == "member":
                forms = forms + self.cast.members[int(str(key[1]))].forms
            elif key[0] == "handle":
                forms = forms + Counter([str(key[1])])
            names = tuple(sorted(forms, key=lambda form: (-forms[form], form))) or (name,)
            if voice_id not in found or len(names) > len(found[voice_id].names):
                found[voice_id] = Voice(self.story_id, voice_id, name, kind, names)
        return sorted(found.values(), key=lambda v: (v.kind == "unnamed", v.name, v.voice_id))


def _rows(
    story_id: str,
    cast: Cast,
    quotations: Sequence[Quotation],
    answers: Mapping[str, Answer],
    texts: Mapping[str, Article],
) -> tuple[list[Voice], list[Attribution]]:
    """Voices and attributions as rows."""
    voices = _Voices(story_id, cast)
    attributions: list[Attribution] = []
    for quotation in quotations:
        answer = answers[quotation.quotation_id]
        start, end = quotation.speaker_start, quotation.speaker_end
        voice_id = ""
        if answer.voice is not None:
            voice_id = voices.id_of(answer.voice)
            if start is not None and end is not None:
                voices.forms[voice_id][_shown(texts[quotation.article_id].text[start:end])] += 1
        candidates = tuple(voices.id_of(key) for key in answer.candidates)
        attributions.append(
            Attribution(
                story_id, quotation.quotation_id, quotation.article_id, start, end, voice_id, candidates,
                confidence_of(answer, quotation), answer.reason,
            )
        )  # fmt: skip
    return voices.rows(), attributions


def _shown(mention: str) -> str:
    """A mention as one of a voice's forms: spaces evened out, "The" and "She" as within a sentence."""
    words = mention.strip(" ,;:\n\t").split()
    if words and words[0] in ("The", "A", "An", "He", "She", "It", "They", "His", "Her", "Their", "Its", "This", "Who"):
        words[0] = words[0].lower()
    return " ".join(words)


def run(
    settings: SpeakerSettings,
    tellings: list[Telling],
    articles: list[Article],
    blocks: list[Block],
    marks: list[Mark],
    quotations: list[Quotation],
) -> Iterator[Row]:
    """Rows of one story."""
    voices, attributions = resolve_speakers(tellings, articles, blocks, quotations, marks, settings)
    yield from correct_speakers(voices, attributions, quotations, settings.corrected)


STAGE = stage.Stage(
    name="speakers",
    version=3,
    reads=(Telling, Article, Block, Mark, Quotation),
    writes=(Voice, Attribution),
    by="story_id",
    via=Telling,
    run=run,
    settings=SpeakerSettings(),
)
