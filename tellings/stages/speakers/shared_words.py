"""The same words in another telling: quotations and their answers in, evidence for those left open out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tellings.model import Article, Quotation
from tellings.stages.speakers.answers import Answer, VoiceKey
from tellings.text.words import WORD

Run = tuple[str, ...]
# Least confidence of an answer by a name: only such answers may speak against a pronoun or a role.
WEAK = 75  # below it a role was given to the only name that fits: whoever names the source knows better
BY_NAME = ("name", "short name", "organisation")


def runs_of_words(text: str, quotation: Quotation, length: int) -> set[Run]:
    """All runs of so many words of a quotation, without case and apostrophes."""
    found = [word for start, end in quotation.segments for word in WORD.findall(text, start, end)]
    if len(found) < length:
        return set()
    words = " ".join(found).replace("’", "").replace("'", "").casefold().split(" ")
    return set(zip(*(words[i:] for i in range(length)), strict=False))


def weigh_shared_words(
    articles: Mapping[str, Article],
    quotations: Sequence[Quotation],
    answers: dict[str, Answer],
    sigla: Mapping[str, str],
    length: int,
) -> dict[str, Answer]:
    """Answers corrected by the same words in other tellings: open ones filled, weak ones confirmed or opened."""
    if len({q.article_id for q in quotations}) < 2:
        return dict(answers)
    doubtful = [q for q in quotations if _is_doubtful(answers[q.quotation_id])]
    runs = {q.quotation_id: runs_of_words(articles[q.article_id].text, q, length) for q in doubtful}
    carriers = _carriers(articles, quotations, answers, set().union(*runs.values()), length)
    weighed = dict(answers)
    for quotation in doubtful:
        others = {
            other.quotation_id: other
            for run in carriers.keys() & runs[quotation.quotation_id]
            for other in carriers[run]
            if other.article_id != quotation.article_id
        }
        if others:
            answer = answers[quotation.quotation_id]
            weighed[quotation.quotation_id] = _weigh(answer, [others[key] for key in sorted(others)], answers, sigla)
    return weighed


def _is_doubtful(answer: Answer) -> bool:
    """Whether the same words in another telling can change an answer: not one by name, nor a voice kept unnamed."""
    unnamed = answer.voice is not None and answer.voice[0] == "unnamed"
    return not unnamed and not answer.reason.startswith((*BY_NAME, "handle"))


def _carriers(
    articles: Mapping[str, Article],
    quotations: Sequence[Quotation],
    answers: Mapping[str, Answer],
    wanted: set[Run],
    length: int,
) -> dict[Run, list[Quotation]]:
    """The quotations ascribed by name that hold some of the wanted runs, by run."""
    found: dict[Run, list[Quotation]] = {}
    for quotation in quotations if wanted else ():
        answer = answers[quotation.quotation_id]
        if answer.voice is not None and answer.reason.startswith(BY_NAME):
            for run in wanted & runs_of_words(articles[quotation.article_id].text, quotation, length):
                found.setdefault(run, []).append(quotation)
    return found


def _weigh(
    answer: Answer, others: Sequence[Quotation], answers: Mapping[str, Answer], sigla: Mapping[str, str]
) -> Answer:
    """One answer against those who name the source of the same words."""
    voices: list[VoiceKey] = []
    for other in others:
        voice = answers[other.quotation_id].voice
        if voice is not None and voice not in voices:
            voices.append(voice)
    voices.sort(key=repr)
    where = ", ".join(sorted({sigla.get(o.article_id, o.article_id) for o in others})[:4])
    if answer.voice is None:
        return _settle_open(answer, voices, where)
    if answer.voice in voices:
        return replace(answer, strength=max(answer.strength, 95))
    if answer.voice[0] in ("unnamed", "group", "office"):
        return answer
    if answer.strength < WEAK and len(voices) == 1:
        return Answer(voices[0], (), 74, f"same words in {where}, against {answer.reason}")
    both = tuple(sorted({answer.voice, *voices}, key=repr))
    return Answer(None, both, 0, f"open: {where} ascribes the same words to another")


def _settle_open(answer: Answer, voices: Sequence[VoiceKey], where: str) -> Answer:
    """An open answer filled by the one voice that other tellings name, if it was a candidate or there were none."""
    if len(voices) > 1:
        return Answer(None, tuple(voices), 0, f"open: other tellings ascribe the same words to several ({where})")
    if answer.candidates and voices[0] not in answer.candidates:
        return replace(answer, candidates=tuple(sorted({*answer.candidates, *voices}, key=repr)))
    return Answer(voices[0], (), 84 if answer.candidates else 76, f"same words in {where}")
