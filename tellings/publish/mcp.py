"""An MCP server: in go an assistant's questions, out come checks, finds, stories and statements it can cite.

Every answer is made of passages with short context and the place of each (article_id, start, end); whole articles are
never handed over, private handles are masked, and what is not found is said to be not found in how many texts.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from tellings.errors import NotFound, TellingsError, UsageError
from tellings.publish.check import check_in_corpus
from tellings.publish.pages.cards import card
from tellings.publish.pages.checks import MASK, check_view
from tellings.publish.pages.statement import statement_view
from tellings.publish.pages.story import summary_lines
from tellings.publish.pages.timeline import ledger, only_here
from tellings.publish.schema import SCHEMA
from tellings.publish.web.library import Library

INSTRUCTIONS = (
    "Collated news: who said what in which words, by which articles. Cite outlet, article_id and characters of every"
    " passage you use. A verdict is about these texts only: say how many were searched, and never call anybody's words"
    " wrong, only how the wording differs."
)
# What a story tells an assistant: the first of each list; `statement` tells one whole.
MOST = 30

Json = dict[str, Any]


def create_mcp(library: Library) -> MCPServer[Any]:
    """An MCP server over a store.

    Args:
        library: the store, refreshed once at least.
    """
    server: MCPServer[Any] = MCPServer("tellings", instructions=INSTRUCTIONS, version=version("tellings"))

    @server.tool()
    def check(quotation: str, speaker: str = "") -> Json:
        """Tell whether words stand in the stored articles, and how they differ.

        Args:
            quotation: the words in question.
            speaker: whose words they are said to be; leave it out to ask for the words alone.
        """
        with told_errors():
            return told_check(library, quotation, speaker)

    @server.tool()
    def search(words: str) -> Json:
        """Find articles and statements that hold all of some words."""
        library.look()
        statements = [asdict(found) for found in library.index.find_statements(words, MOST)]
        articles = [asdict(found) for found in library.snippets(words)]
        masked: Json = MASK.deep({"articles": articles, "statements": statements})
        return {"schema": SCHEMA} | masked

    @server.tool()
    def story(story: str) -> Json:
        """Tell a story: who tells it, its cited summary, its statements, where accounts differ, what one alone tells.

        Args:
            story: its number (1 is told most) or its id.
        """
        with told_errors():
            return told_story(library, story)

    @server.tool()
    def statement(story: str, number: int) -> Json:
        """Tell a statement whole: its text, each witness's exact words, and where their wordings differ.

        Args:
            story: number or id of the story.
            number: of the statement within the story.
        """
        with told_errors():
            return told_statement(library, story, number)

    return server


@contextmanager
def told_errors() -> Iterator[None]:
    """Our own errors in words that the assistant is given; of others it learns only that there was one."""
    try:
        yield
    except TellingsError as error:
        raise ToolError(str(error)) from error


def told_check(library: Library, quotation: str, speaker: str) -> Json:
    """The answer to one quotation.

    Raises:
        UsageError: it holds no words.
    """
    if not any(character.isalnum() for character in quotation):
        raise UsageError(f"{quotation[:40]!r} holds no words; give the words in question")
    library.look()
    corpus, lock = library.corpus()
    with lock:
        checked = check_in_corpus(corpus, quotation, speaker)
    return {"schema": SCHEMA, "searched": checked.extent.articles, "check": asdict(check_view(checked))}


def told_story(library: Library, typed: str) -> Json:
    """A story in short.

    Raises:
        NotFound: there is no such story.
    """
    library.look()
    found = library.story(library.story_id(typed))
    statements = [
        {
            "number": edition.row.number,
            "speaker": found.mask(edition.row.speaker),
            "said": edition.row.said,
            "witnesses": edition.row.witnesses,
            "independent": edition.row.independent,
            "wording": edition.row.wording,
            "text": found.mask(edition.row.text)[:1200],
        }
        for edition in found.story.statements[:MOST]
    ]
    return {
        "schema": SCHEMA,
        "story": asdict(card(found)),
        "summary": [asdict(line) for line in summary_lines(found)[1]],
        "statements": statements,
        "differences": [asdict(line) for line in ledger(found) if line.verdict != "compatible"][:MOST],
        "only_in_one": [asdict(one) for one in only_here(found)][:MOST],
    }


def told_statement(library: Library, typed: str, number: int) -> Json:
    """A statement whole.

    Raises:
        NotFound: there is no such story or statement.
    """
    library.look()
    found = library.story(library.story_id(typed))
    for edition in found.story.statements:
        if edition.row.number == number:
            return {"schema": SCHEMA, "statement": asdict(statement_view(found, edition))}
    raise NotFound(f"this story has no statement {number}; it has {len(found.story.statements)}")
