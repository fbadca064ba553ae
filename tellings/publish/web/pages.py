"""The pages of a site: in go requests of a browser, out comes HTML; nothing here changes anything."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from tellings.errors import NotFound
from tellings.publish.masking import Mask
from tellings.publish.pages.curve import spread_plot
from tellings.publish.pages.exports import export
from tellings.publish.pages.links import EXPORTS, SiteLinks
from tellings.publish.pages.lookup import Lookup
from tellings.publish.pages.render import WINDOW, render, static
from tellings.publish.pages.side import side_by_side
from tellings.publish.pages.source import cited_spans, source
from tellings.publish.pages.spread import MOST_PAIRS, spread
from tellings.publish.pages.statement import statement_view, statement_views
from tellings.publish.pages.story import rewritten_lines, summary_lines
from tellings.publish.pages.timeline import ledger, only_here, timeline
from tellings.publish.web.index import SORTS, Wanted
from tellings.publish.web.library import Library

LINKS = SiteLinks()
MASK = Mask(frozenset(), ())

Short = Annotated[str, Query(max_length=200)]
Number = Annotated[int, Query(ge=1, le=100_000)]


Answer = Callable[[Request, Callable[[], str]], HTMLResponse]


def page_routes(library: Library) -> APIRouter:
    """Routes of everything that a person looks at."""
    router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

    def answer(request: Request, make: Callable[[], str]) -> HTMLResponse:
        library.look()
        key = library.commit.digest, request.url.path, request.url.query[:2000]
        return HTMLResponse(library.finished.get(key, make))

    _finding_routes(router, library, answer)
    _story_routes(router, library, answer)
    _file_routes(router, library)
    return router


def _finding_routes(router: APIRouter, library: Library, answer: Answer) -> None:
    """Lists, search and sources."""

    @router.get("/stories")
    def stories(
        request: Request,
        sort: Short = "independent",
        outlet: Short = "",
        speaker: Short = "",
        channel: Short = "",
        since: Short = "",
        until: Short = "",
        least: Annotated[int, Query(ge=1, le=100_000)] = 1,
        conflicts: bool = False,
        text: Short = "",
        page: Number = 1,
    ) -> Response:
        wanted = Wanted(sort, outlet, speaker, channel, since, until, least, conflicts, text, page)
        return answer(request, lambda: _stories(library, wanted, request))

    @router.get("/search")
    def search(request: Request, q: Annotated[str, Query(max_length=400)] = "") -> Response:
        return answer(request, lambda: _search(library, q))

    @router.get("/source/{article_id}")
    def source_(request: Request, article_id: str, at: Short = "", fragment: bool = False) -> Response:
        return answer(request, lambda: _source(library, article_id, at, fragment))


def _story_routes(router: APIRouter, library: Library, answer: Answer) -> None:
    """The screens of a story."""

    @router.get("/story/{typed}")
    def side(request: Request, typed: str, first: Number = 1) -> Response:
        return _story(library, request, typed, answer, lambda found: _side(library, found, first))

    @router.get("/story/{typed}/statements")
    def statements(request: Request, typed: str) -> Response:
        return _story(
            library, request, typed, answer,
            lambda found: _screen(library, "statements", found, statements=statement_views(found)),
        )  # fmt: skip

    @router.get("/story/{typed}/statement/{number}")
    def statement(request: Request, typed: str, number: int) -> Response:
        return _story(library, request, typed, answer, lambda found: _statement(library, found, number))

    @router.get("/story/{typed}/copies")
    def copies(request: Request, typed: str) -> Response:
        return _story(
            library, request, typed, answer,
            lambda found: _screen(library, "copies", found, spread=spread(found, MOST_PAIRS), plot=spread_plot(found)),
        )  # fmt: skip

    @router.get("/story/{typed}/timeline")
    def time(request: Request, typed: str) -> Response:
        return _story(
            library, request, typed, answer,
            lambda found: _screen(library,
                "timeline", found, timeline=timeline(found), ledger=ledger(found), only=only_here(found)
            ),
        )  # fmt: skip

    @router.get("/story/{typed}/export")
    def exports(request: Request, typed: str) -> Response:
        return _story(library, request, typed, answer, lambda found: _screen(library, "export", found))


def _file_routes(router: APIRouter, library: Library) -> None:
    """Exports, style and script."""

    @router.get("/story/{typed}/export/{format_}")
    def exported(typed: str, format_: str, statement: Annotated[int, Query(ge=0, le=1_000_000)] = 0) -> Response:
        made = export(library.story(library.story_id(typed)).story, format_, statement)
        if made is None:
            names = ", ".join(name for name, *_ in EXPORTS)
            raise NotFound(f"there is no export {format_[:40]!r} of that; formats: {names}")
        headers = {"content-disposition": f'attachment; filename="{made.name}"'}
        return Response(
            made.text.encode("utf-8", "replace"), media_type=f"{made.media_type}; charset=utf-8", headers=headers
        )

    @router.get("/static/{name}")
    def static_(name: str) -> Response:
        kinds = {"tellings.css": "text/css", "tellings.js": "text/javascript", "home.js": "text/javascript"}
        if name not in kinds:
            raise NotFound(f"there is no file {name[:40]!r}")
        return Response(static(name), media_type=kinds[name], headers={"cache-control": "max-age=3600"})


def _story(
    library: Library,
    request: Request,
    typed: str,
    answer: Callable[[Request, Callable[[], str]], HTMLResponse],
    make: Callable[[Lookup], str],
) -> Response:
    """A screen of a story; a short id or a number is led to the lasting address."""
    story_id = library.story_id(typed)
    if story_id != typed:
        rest = request.url.path.removeprefix(f"/story/{typed}")
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/story/{story_id}{rest}{query}")
    return answer(request, lambda: make(library.story(story_id)))


def _screen(library: Library, name: str, found: Lookup, **parts: Any) -> str:
    page = {"card": library.card(found)} | parts
    return render("screen.html", screen=name, links=LINKS, page=page, title=found.story.title)


def _side(library: Library, found: Lookup, first: int) -> str:
    start = WINDOW * ((min(first, len(found.story.tellings)) - 1) // WINDOW)
    side = side_by_side(found, start, WINDOW)
    shown = [side.columns[start : start + WINDOW]]
    story_id = found.story.story_id
    more = [
        (f"{n + 1}–{min(n + WINDOW, len(side.columns))}", f"/story/{story_id}?first={n + 1}", n == start)
        for n in range(0, len(side.columns), WINDOW)
    ]
    headline, summary = summary_lines(found)
    return _screen(
        library, "side", found, side=side, headline=headline, summary=summary, rewrite=rewritten_lines(found),
        model=found.story.rewrite[0].model if found.story.rewrite else "", shown=shown, first=start + 1,
        more=more if len(more) > 1 else [],
    )  # fmt: skip


def _statement(library: Library, found: Lookup, number: int) -> str:
    for edition in found.story.statements:
        if edition.row.number == number:
            return _screen(library, "statement", found, statement=statement_view(found, edition))
    raise NotFound(f"this story has no statement {number}; it has {len(found.story.statements)}")


def _source(library: Library, article_id: str, at: str, fragment: bool) -> str:
    found = library.story_of(article_id)
    cited = None if library.full_text else cited_spans(found).get(article_id, ())
    view = source(found, article_id, cited)
    start, _, end = at.partition("-")
    mark = f"{int(start)}-{int(end)}" if start.isdecimal() and end.isdecimal() and len(at) < 30 else ""
    template = "source_part.html" if fragment else "source_page.html"
    return render(
        template, source=view, card=library.card(found), links=LINKS, mark=mark, title=view.title or view.siglum
    )


def _stories(library: Library, wanted: Wanted, request: Request) -> str:
    found = library.index.cards(wanted)
    facets = {kind: library.index.facets(kind) for kind in ("outlet", "speaker", "channel")}
    query = {key: value for key, value in request.query_params.items() if key != "page"}
    return render(
        "stories.html", links=LINKS, found=found, wanted=wanted, facets=facets, sorts=list(SORTS), query=query,
        title="Stories",
    )  # fmt: skip


def _search(library: Library, words: str) -> str:
    snippets = library.snippets(words) if words.strip() else []
    statements = [
        (said, MASK(said.text), MASK(said.speaker)) for said in library.index.find_statements(words)
    ] if words.strip() else []  # fmt: skip
    return render("search.html", links=LINKS, words=words, snippets=snippets, statements=statements, title="Search")
