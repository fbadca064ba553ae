"""Whose words a quotation is, before voices get their ids."""

from dataclasses import dataclass

# A voice before it gets its id: ("member", number), ("unnamed", article_id, place), ("handle", handle),
# ("office", member, noun), ("group", keys).
VoiceKey = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Whose words a quotation is."""

    voice: VoiceKey | None
    candidates: tuple[VoiceKey, ...]
    strength: int  # of the grounds, 0 to 100; the row’s confidence is told from it and more (`confidence`)
    reason: str
    rivals: int = 0  # others in mind who fit the mention and have a share of the points
    distance: int = 0  # sentences of narration since whoever is meant was met


@dataclass(frozen=True, slots=True)
class Limits:
    """Where certainty ends; see Settings of the stage for the reasons."""

    pronoun_lead: int
    thing_lead: int
    reach: int


def left_open(reason: str, candidates: tuple[VoiceKey, ...] = ()) -> Answer:
    """An answer that leaves the voice open."""
    return Answer(None, candidates, 0, f"open: {reason.removeprefix('open: ')}")
