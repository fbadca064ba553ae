"""Summaries of another length: in goes a story, out comes the story with its summary made anew."""

from dataclasses import replace

from tellings.stages.summary import SummarySettings, find_disputes, summarise
from tellings.story import Story


def resummarise(story: Story, settings: SummarySettings) -> Story:
    """The story with a summary by these settings; nothing is stored."""
    articles = list(story.articles.values())
    differences = [found.row for found in story.differences]
    sides = [row for found in story.differences for side in found.sides for row in side]
    disputes = find_disputes(articles, story.tellings, differences, sides)
    rows = summarise(articles, story.tellings, story.blocks, story.marks, story.copies, disputes, settings=settings)
    return replace(story, summary=tuple(rows))
