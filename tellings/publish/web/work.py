"""What a person does on a site: in go drafts, dropped files, corrections and ticks, out come checks, runs and notes."""

from dataclasses import asdict, replace
from typing import Annotated

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from tellings.corrections import FILE as CORRECTIONS
from tellings.corrections import Correction, add_correction, read_corrections
from tellings.errors import NotFound, TellingsError, UsageError
from tellings.publish.check import check_in_corpus
from tellings.publish.check_report import draft_summary
from tellings.publish.draft import FORMATS, check_draft_in, text_of_draft
from tellings.publish.notes import now, read_reviewed, set_reviewed
from tellings.publish.pages.checks import CheckView, check_view, check_views
from tellings.publish.pages.links import SiteLinks
from tellings.publish.pages.render import render
from tellings.publish.web.index import Wanted
from tellings.publish.web.jobs import Jobs
from tellings.publish.web.library import Library
from tellings.story import Story

LINKS = SiteLinks()
MOST_DRAFT = 200_000
# Stories that the home page shows.
MOST_STORIES = 6

Line = Annotated[str, Form(max_length=500)]
Text = Annotated[str, Form(max_length=20_000_000)]


def work_routes(library: Library, jobs: Jobs) -> APIRouter:
    """Routes that check, read in and keep notes."""
    router = APIRouter(include_in_schema=False)
    _check_routes(router, library)
    _reading_routes(router, jobs)
    _note_routes(router, library)
    return router


def _check_routes(router: APIRouter, library: Library) -> None:
    """The home page and its checks."""

    @router.get("/", response_class=HTMLResponse)
    def home() -> str:
        library.look()
        return library.finished.get((library.commit.digest, "/"), lambda: _home(library))

    @router.post("/check", response_class=HTMLResponse)
    def check(
        draft: Annotated[str, Form(max_length=MOST_DRAFT)] = "",
        speaker: Line = "",
        file: UploadFile | None = None,
        fragment: Annotated[bool, Form()] = False,
    ) -> str:
        if file is not None and file.filename:
            draft = text_of_draft(file.filename, file.file.read(MOST_DRAFT * 10))[:MOST_DRAFT]
        views, told = _check(library, draft, speaker)
        template = "checks_part.html" if fragment else "checks_page.html"
        return render(template, views=views, told=told, links=LINKS, title="Checked")


def _reading_routes(router: APIRouter, jobs: Jobs) -> None:
    """Reading what was dropped."""

    @router.post("/texts")
    def texts(
        request: Request,
        files: list[UploadFile] | None = None,
        pasted: Text = "",
        outlet: Line = "",
        published: Line = "",
    ) -> Response:
        dropped = [(file.filename or "", file.file.read()) for file in files or () if file.filename]
        if not dropped and not pasted.strip():
            raise UsageError("there is nothing to read: drop files, or paste the text of an article")
        job = jobs.start(dropped, pasted, outlet.strip(), published.strip())
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse(asdict(job), status_code=202)
        return RedirectResponse(f"/job/{job.job_id}", status_code=303)

    @router.get("/job/{job_id}")
    def job_(request: Request, job_id: str) -> Response:
        job = jobs.find(job_id)
        if job is None:
            raise NotFound("there is no such run; the server forgets runs when it ends")
        if "application/json" in request.headers.get("accept", ""):
            return JSONResponse(asdict(job))
        return HTMLResponse(render("job.html", job=job, links=LINKS, title="Reading"))


def _note_routes(router: APIRouter, library: Library) -> None:
    """Corrections and ticks."""

    @router.get("/corrections", response_class=HTMLResponse)
    def corrections() -> str:
        kept = list(reversed(read_corrections(library.store.folder)))
        return render("corrections.html", kept=kept, file=CORRECTIONS, links=LINKS, title="Corrections")

    @router.post("/corrections")
    def correct(
        kind: Line,
        value: Line = "",
        article_id: Line = "",
        start: Annotated[int, Form(ge=0, le=1_000_000_000)] = 0,
        end: Annotated[int, Form(ge=0, le=1_000_000_000)] = 0,
        target: Line = "",
        story_id: Line = "",
        note: Line = "",
    ) -> Response:
        story = library.story_of(article_id).story
        size = len(story.articles[article_id].text)
        if end > size:
            raise UsageError(f"characters {start} to {end} lie beyond the article's {size}")
        first = Correction(kind, article_id, start, end, value.strip(), target, story_id, note.strip(), at=now())
        for correction in _for_all_witnesses(story, first):
            add_correction(library.store.folder, correction)
        return RedirectResponse("/corrections", status_code=303)

    @router.get("/reviewed")
    def reviewed() -> Response:
        return JSONResponse({"reviewed": read_reviewed(library.store.folder)})

    @router.post("/reviewed")
    def review(object_: Annotated[str, Form(alias="object", max_length=200)], reviewed: Line = "") -> Response:
        set_reviewed(library.store.folder, object_, bool(reviewed))
        return JSONResponse({"reviewed": bool(reviewed)})


def _for_all_witnesses(story: Story, correction: Correction) -> list[Correction]:
    """The speaker of a statement is corrected in each of its witnesses; every other correction is about one place."""
    editions = [e for e in story.statements if e.row.statement_id == correction.target]
    if correction.kind != "speaker" or not editions:
        return [correction]
    places = dict.fromkeys((w.article_id, w.start, w.end) for w in editions[0].witnesses)
    return [replace(correction, article_id=a, start=start, end=end) for a, start, end in places]


def _home(library: Library) -> str:
    stories, tellings = library.index.counts()
    newest = library.index.cards(Wanted(sort="newest")).cards[:MOST_STORIES]
    return render(
        "home.html", links=LINKS, stories=stories, tellings=tellings, newest=newest, formats=", ".join(FORMATS),
        title="Tellings",
    )  # fmt: skip


def _check(library: Library, draft: str, speaker: str) -> tuple[tuple[CheckView, ...], str]:
    """The outcomes for a draft's quotations; a text without any is taken for one quotation itself."""
    if not any(character.isalnum() for character in draft):
        raise UsageError("there are no words to check: paste a draft, or one quotation")
    try:
        corpus, lock = library.corpus()
    except TellingsError as error:
        raise UsageError("there are no texts yet to check against: drop files or paste articles first") from error
    with lock:
        rows, aside = check_draft_in(corpus, draft, speaker)
        if rows or aside:
            return check_views(rows), draft_summary(rows, aside)
        return (check_view(check_in_corpus(corpus, draft.strip(), speaker)),), "taken as one quotation"
