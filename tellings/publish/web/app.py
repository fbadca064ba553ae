"""The application: in go a store and what reads articles into it, out comes an ASGI application that a server runs."""

from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response
from starlette.exceptions import HTTPException

from tellings.errors import NotFound, StoreError, TellingsError, UsageError
from tellings.publish.pages.links import SiteLinks
from tellings.publish.pages.render import prepare, render
from tellings.publish.web.api import api_routes
from tellings.publish.web.guard import LOOPBACK, App, Guard
from tellings.publish.web.jobs import Collate, Jobs
from tellings.publish.web.library import Library
from tellings.publish.web.pages import page_routes
from tellings.publish.web.work import work_routes

# Bytes that one request may send: a thousand saved pages.
MOST = 200_000_000
LINKS = SiteLinks()


def create_app(library: Library, collate: Collate, hosts: tuple[str, ...] = LOOPBACK) -> App:
    """The site of a store.

    Args:
        library: the store, refreshed once at least.
        collate: reads paths into the store.
        hosts: names that the server answers to.
    """
    prepare()
    app = FastAPI(
        title="Tellings",
        version=version("tellings"),
        description="Stories, statements and checks of one store. Passages with short context, never whole articles.",
        docs_url=None,  # loads its script from elsewhere; /api tells the same
        redoc_url=None,
        openapi_url="/api/openapi.json",
    )
    app.include_router(page_routes(library))
    app.include_router(work_routes(library, Jobs(collate, library.refresh)))
    app.include_router(api_routes(library))

    @app.get("/api", include_in_schema=False, response_class=HTMLResponse)
    def api() -> str:
        return render("api.html", spec=app.openapi(), links=LINKS, title="API")

    for kind, status in ((NotFound, 404), (UsageError, 422), (StoreError, 503), (TellingsError, 400)):
        app.add_exception_handler(kind, _problem(status))
    app.add_exception_handler(HTTPException, _http_problem)
    app.add_exception_handler(RequestValidationError, _wrong_request)
    return Guard(app, hosts, MOST)


def _problem(status: int) -> Any:
    async def answer(request: Request, error: Exception) -> Response:
        return _told(request, status, str(error))

    return answer


async def _http_problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _told(request, error.status_code, str(error.detail))


async def _wrong_request(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    told = "; ".join(f"{'.'.join(map(str, one['loc'][1:])) or 'body'}: {one['msg']}" for one in error.errors())
    return _told(request, 422, told)


def _told(request: Request, status: int, reason: str) -> Response:
    """A problem as a page for a browser, as JSON for a program."""
    reason = reason.encode("utf-8", "replace").decode()
    if "text/html" in request.headers.get("accept", ""):
        page = render("problem.html", status=status, reason=reason, links=LINKS, title="Problem")
        return HTMLResponse(page, status_code=status)
    return JSONResponse({"detail": reason}, status_code=status)
