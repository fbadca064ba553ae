"""Passages: a story in, each place that carries or varies a statement, with its words and a little context, out."""

from collections.abc import Iterator
from dataclasses import dataclass

from tellings.model import Reading, Witness
from tellings.publish.masking import Mask
from tellings.story import Edition, Story

# Characters of context on either side: enough to find a passage again, too few to read the article.
CONTEXT = 32


@dataclass(frozen=True)
class Passage:
    """Characters of an article, with those before and after."""

    article_id: str
    start: int
    end: int
    words: str
    before: str
    after: str


def cut_passage(row: Witness | Reading, mask: Mask) -> Passage:
    """The words of a row with short context, private handles masked."""
    text = mask.texts[row.article_id]
    return Passage(
        row.article_id,
        row.start,
        row.end,
        text[row.start : row.end],
        text[max(0, row.start - CONTEXT) : row.start],
        text[row.end : row.end + CONTEXT],
    )


def article_urn(article_id: str) -> str:
    """Name of an article's text as it was read: what offsets count in."""
    return f"urn:tellings:article:{article_id}"


def statement_id(story: Story, edition: Edition) -> str:
    """Number of a statement as commands take it: "1.2"."""
    return f"{story.number}.{edition.row.number}"


def places(edition: Edition, part: int) -> Iterator[list[Reading]]:
    """The readings of a part by place, in the order of the text; longer places before those within."""
    found: dict[int, list[Reading]] = {}
    for reading in edition.readings:
        if reading.part == part:
            found.setdefault(reading.place, []).append(reading)
    yield from sorted(found.values(), key=lambda rows: (rows[0].lemma_start, -rows[0].lemma_end, rows[0].place))
