"""Summaries of another length: in goes a story, out comes the story with its summary made anew."""

from dataclasses import replace

from tellings.stages.summary import SummarySettings, summarise
from tellings.story import Story


def resummarise(story: Story, settings: SummarySettings) -> Story:
    """The story with a summary by these settings; nothing is stored."""
    rows = summarise(
        list(story.articles.values()), story.tellings, story.blocks, story.marks, story.copies, settings=settings
    )
    return replace(story, summary=tuple(rows))
