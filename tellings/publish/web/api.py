"""The JSON of a site: in go requests of programs, out come stories, statements, checks and feeds, told by OpenAPI.

Passages with short context only, private handles masked; `sources` of a story are its articles without their texts.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from tellings.errors import NotFound, UsageError
from tellings.publish.check import check_in_corpus
from tellings.publish.check_report import draft_json, one_json
from tellings.publish.draft import check_draft_in
from tellings.publish.feeds_out import atom_feed, json_feed
from tellings.publish.pages.cards import Card
from tellings.publish.pages.checks import MASK
from tellings.publish.pages.statement import StatementView, statement_view
from tellings.publish.pages.story import StoryPage, story_page
from tellings.publish.schema import SCHEMA
from tellings.publish.web.index import Cards, Wanted
from tellings.publish.web.library import Library, Snippet

Short = Annotated[str, Query(max_length=200)]
MOST_DRAFT = 200_000
PROBLEM: dict[int | str, dict[str, Any]] = {
    404: {"description": "There is no such object; `detail` says what there is."},
    422: {"description": "The request is wrong; `detail` says how."},
}


class StoryAnswer(BaseModel):
    """A story with all its screens."""

    schema_: int = Field(alias="schema")
    story: StoryPage


class StatementAnswer(BaseModel):
    """A statement with its apparatus and witnesses."""

    schema_: int = Field(alias="schema")
    story: Card
    statement: StatementView


class ListAnswer(BaseModel):
    """One page of a list of stories."""

    schema_: int = Field(alias="schema")
    stories: Cards


class FoundStatementAnswer(BaseModel):
    """A statement that holds the words looked for."""

    story_id: str
    statement: int
    speaker: str
    text: str


class SearchAnswer(BaseModel):
    """What holds some words."""

    schema_: int = Field(alias="schema")
    articles: list[Snippet]
    statements: list[FoundStatementAnswer]


class Draft(BaseModel):
    """A text whose quotations are to be checked."""

    text: str = Field(max_length=MOST_DRAFT, examples=["“We will open the bridge in May,” Ann Lee said."])
    speaker: str = Field(default="", max_length=200)


def api_routes(library: Library) -> APIRouter:
    """Routes for programs."""
    router = APIRouter(responses=PROBLEM)

    @router.get("/api/stories", response_model=ListAnswer, tags=["stories"])
    def list_stories(
        sort: Short = "independent",
        outlet: Short = "",
        speaker: Short = "",
        channel: Short = "",
        since: Annotated[str, Query(max_length=10, description="YYYY-MM-DD")] = "",
        until: Annotated[str, Query(max_length=10, description="YYYY-MM-DD")] = "",
        least: Annotated[int, Query(ge=1, le=100_000, description="independent tellings at least")] = 1,
        conflicts: bool = False,
        text: Short = "",
        page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    ) -> Response:
        """Stories, 50 a page."""
        library.look()
        wanted = Wanted(sort, outlet, speaker, channel, since, until, least, conflicts, text, page)
        return _json({"schema": SCHEMA, "stories": asdict(library.index.cards(wanted))})

    @router.get("/api/story/{story}", response_model=StoryAnswer, tags=["stories"])
    def get_story(story: str) -> Response:
        """A story by number or id: its tellings side by side, statements, copies, days and differences."""
        library.look()
        found = library.story(library.story_id(story))
        page = replace(story_page(found.story), sources=())
        return _json({"schema": SCHEMA, "story": asdict(page)})

    @router.get("/api/story/{story}/statement/{number}", response_model=StatementAnswer, tags=["stories"])
    def get_statement(story: str, number: int) -> Response:
        """A statement by its number within the story."""
        found = library.story(library.story_id(story))
        for edition in found.story.statements:
            if edition.row.number == number:
                page = story_page(found.story)
                view = statement_view(found, edition)
                return _json({"schema": SCHEMA, "story": asdict(page.card), "statement": asdict(view)})
        raise NotFound(f"this story has no statement {number}; it has {len(found.story.statements)}")

    @router.get("/api/search", response_model=SearchAnswer, tags=["search"])
    def search(q: Annotated[str, Query(max_length=400)]) -> Response:
        """Articles and statements that hold all words of `q`."""
        library.look()
        statements = [asdict(row) for row in library.index.find_statements(q)]
        articles = [asdict(row) for row in library.snippets(q)]
        return _json({"schema": SCHEMA} | MASK.deep({"articles": articles, "statements": statements}))

    @router.get("/api/check", tags=["check"])
    def check(quotation: Annotated[str, Query(max_length=5_000)], speaker: Short = "") -> Response:
        """Whether words stand in the articles, in these words: the same object as `tellings check --json`."""
        require_words(quotation)
        corpus, lock = library.corpus()
        with lock:
            checked = check_in_corpus(corpus, quotation, speaker)
        return _json(MASK.deep(one_json(checked)))

    @router.post("/api/check", tags=["check"])
    def check_text(draft: Annotated[Draft, Body()]) -> Response:
        """Each quotation of a draft: the same object as `tellings check --file DRAFT --json`."""
        corpus, lock = library.corpus()
        with lock:
            rows, aside = check_draft_in(corpus, _plain(draft.text), _plain(draft.speaker))
        return _json(MASK.deep(draft_json(rows, aside)))

    @router.get("/feed.atom", tags=["feeds"], response_class=Response)
    def atom(request: Request) -> Response:
        """The newest stories as an Atom feed."""
        library.look()
        return Response(_feed(library, request, atom_feed), media_type="application/atom+xml")

    @router.get("/feed.json", tags=["feeds"], response_class=Response)
    def json_(request: Request) -> Response:
        """The newest stories as a JSON Feed."""
        library.look()
        return Response(_feed(library, request, json_feed), media_type="application/feed+json")

    return router


def require_words(quotation: str) -> None:
    """Refuse a quotation that holds no word.

    Raises:
        UsageError: it holds none.
    """
    if not any(character.isalnum() for character in quotation):
        raise UsageError(f"{quotation[:40]!r} holds no words; give the words in question")


def _plain(text: str) -> str:
    """A text without halves of surrogate pairs, which JSON may hold and no file can."""
    return text.encode("utf-8", "replace").decode()


def _feed(library: Library, request: Request, make: Callable[[Sequence[Card], str], str]) -> str:
    address = _address(request)

    def made() -> str:
        return make(library.index.cards(Wanted(sort="newest")).cards, address)

    return library.finished.get((library.commit.digest, request.url.path, address), made)


def _address(request: Request) -> str:
    return f"{request.url.scheme}://{request.headers.get('host', 'localhost')}"


def _json(value: Any) -> Response:
    """JSON in ASCII, so that no half of a surrogate pair stops an answer."""
    return Response(json.dumps(value, ensure_ascii=True), media_type="application/json")
