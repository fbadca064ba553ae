"""Notebooks: in goes a story or a statement that a cell ends with, out comes a short page of it.

%load_ext tellings.publish.notebook
"""

from typing import Any

from tellings.publish.pages.cards import card
from tellings.publish.pages.lookup import Lookup
from tellings.publish.pages.render import render
from tellings.publish.pages.story import summary_lines
from tellings.story import Edition, Story

# Statements and witnesses that a cell shows.
MOST = 8


def story_html(story: Story) -> str:
    """A story as a fragment of HTML: head, summary, statements of several tellings, conflicts.

    >>> from tellings import Article, collate_story
    >>> text = "“We will open the <b>bridge</b> in May,” Ann Lee said."
    >>> "&lt;b&gt;" in story_html(collate_story([Article.from_text(text, published="2024-05-01")]))
    True
    """
    lookup = Lookup(story)
    told = sorted(story.statements, key=lambda e: (-e.row.independent, e.row.number))[:MOST]
    conflicts = [c.row for c in story.differences if c.row.verdict == "conflicting"][:MOST]
    return render(
        "notebook.html", card=card(lookup), summary=summary_lines(lookup)[1], told=[e.row for e in told],
        conflicts=conflicts, mask=lookup.mask,
    )  # fmt: skip


def edition_html(edition: Edition) -> str:
    """A statement as a fragment of HTML: who said it, its text, how many carry it."""
    return render("notebook_statement.html", row=edition.row)


def load_ipython_extension(ipython: Any) -> None:
    """Have IPython show stories and statements so; it calls this itself."""
    formatter = ipython.display_formatter.formatters["text/html"]
    formatter.for_type(Story, story_html)
    formatter.for_type(Edition, edition_html)
