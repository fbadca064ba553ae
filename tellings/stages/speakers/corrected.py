"""Corrected speakers: voices and attributions of a story and what a person knows better in, the same put right out."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from tellings.corrections import PERSON, Anchored, anchored
from tellings.model import Attribution, Quotation, Row, Voice, content_id
from tellings.stages.speakers.name_keys import fold


def correct_speakers(
    voices: Sequence[Voice], attributions: Sequence[Attribution], quotations: Sequence[Quotation], lines: Iterable[str]
) -> list[Row]:
    """The rows with corrections applied; a name that no voice has makes a new one, a person.

    Args:
        voices: of the story.
        attributions: of its quotations.
        quotations: the quotations.
        lines: corrections as the setting has them.
    """
    found = {q.quotation_id: correction for correction in anchored(lines) for q in quotations if correction.meets(q)}
    if not found:
        return [*voices, *attributions]
    known = {fold_name(form): voice for voice in voices for form in (*reversed(voice.names), voice.name)}
    made: dict[str, Voice] = {}
    corrected = []
    for row in attributions:
        correction = found.get(row.quotation_id)
        corrected.append(_corrected(row, correction, known, made) if correction else row)
    return [*voices, *sorted(made.values(), key=lambda voice: voice.voice_id), *corrected]


def fold_name(name: str) -> str:
    """A name as it is compared."""
    return " ".join(fold(name)) or name.strip()


def _corrected(row: Attribution, correction: Anchored, known: dict[str, Voice], made: dict[str, Voice]) -> Attribution:
    name = " ".join(correction.value.split())
    if not name:
        return replace(row, voice_id="", candidates=(), confidence=0, reason=f"open: {PERSON}")
    voice = known.get(fold_name(name))
    if voice is None:
        voice_id = content_id("voice", row.story_id, "person", fold_name(name))
        voice = known[fold_name(name)] = made[voice_id] = Voice(row.story_id, voice_id, name, "person", (name,))
    return replace(row, voice_id=voice.voice_id, candidates=(), confidence=100, reason=PERSON)
