"""The rewritten summary for people: a story in, what a model made of it out, or what stood there."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from tellings.publish.lines import FAINT, HEAD, line
from tellings.story import Story


@dataclass(frozen=True, slots=True)
class RewrittenLine:
    """A sentence as it is read."""

    words: str
    cites: tuple[int, ...]  # numbers of the sentences of the summary
    refused: str  # why the model's sentence is not shown, but those that it was made from; "" where it is shown


def rewritten(story: Story) -> list[RewrittenLine]:
    """The rewrite, with the sentences of the summary in place of each that was refused and of those it passes over."""
    if not story.rewrite:
        return []
    words = {row.order: " ".join(story.words(row).split()) for row in story.summary if row.order}
    shown = {order for row in story.rewrite if row.accepted for order in row.cites}
    lines = [RewrittenLine(row.words, row.cites, "") for row in story.rewrite if row.accepted]
    reasons = {order: row.reason for row in story.rewrite if not row.accepted for order in row.cites}
    left = [order for order in words if order not in shown]
    return lines + [RewrittenLine(words[n], (n,), reasons.get(n, "the model left it out")) for n in left]


def rewrite_lines(story: Story) -> Iterator[Text]:
    """The rewrite for a terminal; nothing where there is none."""
    lines = rewritten(story)
    if not lines:
        return
    yield line(("THE SAME, REWRITTEN", HEAD), (f"  by {story.rewrite[0].model}, each sentence checked", FAINT))
    for row in lines:
        note = f"  kept as it was: {row.refused}" if row.refused else ""
        yield line("  ", row.words, (f"  [{', '.join(map(str, row.cites))}]{note}", FAINT))
    for refused in (row for row in story.rewrite if not row.accepted):
        yield line(("  refused: ", FAINT), (refused.words, "strike"), (f"  {refused.reason}", FAINT))
    yield line()
