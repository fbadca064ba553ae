"""The report: in go stories, out comes one HTML file that works from a folder, without a server or a network.

Script and style stand in it; a content security policy names both by their hashes and forbids all else, so that
nothing an article holds can run or load anything.
"""

from base64 import b64encode
from collections.abc import Sequence
from importlib.metadata import version

from markupsafe import Markup

from tellings.model import StoryRow
from tellings.publish.days import span_of_days
from tellings.publish.lines import count
from tellings.publish.pages.exports import export
from tellings.publish.pages.links import EXPORTS, FileLinks
from tellings.publish.pages.render import csp_hash, render, static
from tellings.publish.pages.story import story_page
from tellings.story import Story

# Bytes of an export that the file carries: those of a story of some tens of tellings fit.
MOST_EXPORT = 1_000_000


def export_report(stories: Sequence[Story], others: Sequence[StoryRow] = (), full_text: bool = False) -> str:
    """Stories as one HTML file.

    Args:
        stories: those that are carried with all their screens.
        others: those that are only listed, by rank after `stories`.
        full_text: carry whole articles; by default what is cited, with a few words of context.

    >>> from tellings import Article, collate_story
    >>> text = "“We will open the <b>bridge</b> in May,” Ann Lee said."
    >>> report = export_report([collate_story([Article.from_text(text, published="2024-05-01")])])
    >>> "open the &lt;b&gt;bridge&lt;/b&gt;" in report, "<b>" in report
    (True, False)
    """
    style, script = static("tellings.css"), static("tellings.js")
    policy = (
        f"default-src 'none'; style-src {csp_hash(style)}; script-src {csp_hash(script)};"
        " img-src data:; base-uri 'none'; form-action 'none'"
    )
    pages = [story_page(story, full_text) for story in stories]
    rows = [*(story.row for story in stories), *others]
    return render(
        "report.html",
        title=f"{pages[0].card.title} – Tellings" if len(pages) == 1 else "Tellings",
        policy=policy,
        style=Markup(style),
        script=Markup(script),
        links=FileLinks(),
        pages=pages,
        others=list(enumerate(others, len(pages) + 1)),
        extent=_extent(rows),
        exports={story.story_id: [_link(story, name) for name, *_ in EXPORTS] for story in stories},
        version=version("tellings"),
    )


def _extent(rows: Sequence[StoryRow]) -> str:
    days = sorted(value for row in rows for value in (row.first, row.last) if value)
    told = f"{count(len(rows), 'story', 'stories')}, {count(sum(row.tellings for row in rows), 'telling')}"
    return f"{told}, {span_of_days(days[0], days[-1])}" if days else told


def _link(story: Story, format_: str) -> tuple[str, str, str]:
    """Label, file name and content of an export, as a link that holds it; no link where it is too large for a page."""
    made = export(story, format_)
    assert made is not None  # every name of EXPORTS has a maker
    content = made.text.encode("utf-8", "replace")
    if len(content) > MOST_EXPORT:
        return made.label, f"too large to be carried here: tellings export --story {story.story_id[:12]}", ""
    data = b64encode(content).decode()
    return made.label, made.name, f"data:{made.media_type};base64,{data}"
