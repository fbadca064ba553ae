"""What every view is made from: in goes a story, out come its places with words and context, names and days.

Words are cut from texts masked whole (publish/masking.py), so offsets hold and no half of a private name is left.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from tellings.publish.days import day
from tellings.publish.masking import Mask
from tellings.publish.passages import CONTEXT
from tellings.story import Story

# Characters of one passage that a page shows; a text without sentences would otherwise be carried whole.
MOST = 1200


@dataclass(frozen=True, slots=True)
class Place:
    """Characters of an article, with a little of what stands before and after."""

    article_id: str
    siglum: str
    start: int
    end: int
    words: str  # text[start:end], private handles masked; the first MOST characters where it is longer
    before: str
    after: str
    whole: bool  # whether `words` are all of it


class Lookup:
    """A story with what its views look up again and again."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.mask = Mask.of(story)
        self.sigla = {telling.article_id: telling.siglum for telling in story.tellings}
        self.tellings = {telling.article_id: telling for telling in story.tellings}
        self.order = {telling.article_id: number for number, telling in enumerate(story.tellings)}
        self.voices = {voice.voice_id: voice for voice in story.voices}
        self.quotations = {quotation.quotation_id: quotation for quotation in story.quotations}
        self.attributions = {found.quotation_id: found for found in story.attributions}

    def place(self, article_id: str, start: int, end: int) -> Place:
        """Some characters of an article."""
        text = self.mask.texts[article_id]
        words, before, after = text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
        return Place(article_id, self.sigla[article_id], start, end, words[:MOST], before, after, len(words) <= MOST)

    def words(self, article_id: str, start: int | None, end: int | None) -> str:
        """The words alone, on one line; "" where there is no such place."""
        if start is None or end is None:
            return ""
        return " ".join(self.mask.texts[article_id][start : min(end, start + MOST)].split())

    def named(self, article_ids: Iterable[str]) -> tuple[str, ...]:
        """Short names of some articles, in the order in which they told the story."""
        return tuple(self.sigla[a] for a in sorted(set(article_ids), key=lambda a: self.order[a]))

    def day(self, article_id: str) -> str:
        """When an article told it, for a person."""
        return day(self.tellings[article_id].anchor)

    def speaker(self, quotation_id: str) -> str:
        """Name of the voice of a quotation; "" left open."""
        found = self.attributions.get(quotation_id)
        voice = self.voices.get(found.voice_id) if found else None
        return self.mask(voice.name) if voice else ""


def one_line(words: str, limit: int) -> str:
    """A passage on one line, cut at a word or, in a text without spaces, at a character.

    >>> one_line("rain  fell", 40), one_line("rain fell", 6), one_line("rrrrrrrrr", 6)
    ('rain fell', 'rain …', 'rrrrrr …')
    """
    words = " ".join(words[: 4 * limit + 400].split())
    return words if len(words) <= limit else (words[: limit + 1].rsplit(" ", 1)[0][:limit]) + " …"
