"""Masking: a story in, a function that hides the handles of private posters in any of its texts out.

A poster is private where the tellings do not name who stands behind the handle: its voice is of kind "handle". Handles
of persons and organisations that the tellings name stay; every other handle in a passage is hidden, since nothing says
whose it is.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tellings.model import Mark, Reading, Witness
from tellings.story import Story

# A handle as it stands in a text: no address of mail, no path, no annotation in code.
HANDLE = re.compile(r"(?<![\w.@/])@\w{2,30}(?!\w|\.\w|@)")
DOT = "•"


@dataclass(frozen=True)
class Mask:
    """Hides handles and names of private posters, each letter by a dot, so that offsets within a text hold."""

    public: frozenset[str]  # handles in small letters, of posters whom the tellings name
    names: tuple[str, ...]  # of private posters, as they sign
    texts: Mapping[str, str] = field(default_factory=dict, compare=False)  # masked, by article

    @classmethod
    def of(cls, story: Story) -> "Mask":
        r"""What is private in a story.

        >>> from tellings import Article, collate_story
        >>> posted = "Rain in Brinley!\n— Dew (@dewdrop) May 3, 2024"
        >>> mask = Mask.of(collate_story([Article.from_text(posted, published="2024-05-04")]))
        >>> mask("so @dewdrop wrote, mail ann@brinley.example")
        'so @••••••• wrote, mail ann@brinley.example'
        """
        kinds = {voice.voice_id: voice.kind for voice in story.voices}
        named = {
            a.quotation_id for a in story.attributions if kinds.get(a.voice_id) in ("person", "organisation", "group")
        }
        posts: dict[str, list[Mark]] = {}
        for mark in story.marks:
            if mark.handle:
                posts.setdefault(mark.article_id, []).append(mark)
        public = {
            mark.handle.casefold()
            for quotation in story.quotations
            if quotation.quotation_id in named
            for mark in posts.get(quotation.article_id, ())
            if mark.content_start < quotation.end and quotation.start < mark.content_end
        }
        private = {name for voice in story.voices if voice.kind == "handle" for name in (voice.name, *voice.names)}
        names = tuple(sorted((n for n in private if len(n) > 1), key=lambda n: (-len(n), n)))
        mask = cls(frozenset(public), names)
        return replace(mask, texts={key: mask(article.text) for key, article in story.articles.items()})

    def words(self, row: Witness | Reading) -> str:
        """The characters of a row: cut from a text masked whole, so that no half of a name is left."""
        return self.texts[row.article_id][row.start : row.end]

    def __call__(self, text: str) -> str:
        """The text, as long as before, without what is private."""
        for name in self.names:
            if name in text:
                text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", lambda m: _dots(m.group()), text)
        return HANDLE.sub(lambda m: m.group() if m.group().casefold() in self.public else _dots(m.group()), text)

    def deep(self, value: Any) -> Any:
        """The same for every text in a JSON value."""
        if isinstance(value, str):
            return self(value)
        if isinstance(value, dict):
            return {key: self.deep(member) for key, member in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.deep(member) for member in value]
        return value


def _dots(name: str) -> str:
    return "".join(sign if sign == "@" or sign.isspace() else DOT for sign in name)
