"""The pages as an application of their own, mounted by the server at `/web`."""

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from district_server.context import Context
from district_server.web import rendering
from district_server.web.doors import CODES, Site
from district_server.web.pages import PAGES
from district_server.web.spec import PageSpec
from station_app.errors import Rejected

PATH = "/web"
HEADERS = {
    b"content-security-policy": (
        b"default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:;"
        b" form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), microphone=(), geolocation=()",
}
KEPT_FOR_A_YEAR = b"public, max-age=31536000, immutable"
NEVER_KEPT = b"no-store"


def web_routes(context: Context) -> list[BaseRoute]:
    """The pages below `/web`, and the way there from the address alone."""

    async def to_pages(request: Request) -> Response:
        return RedirectResponse(f"{request.scope.get('root_path', '')}{PATH}/", status_code=303)

    return [Route("/", to_pages), Mount(PATH, pages_app(context), name="web")]


def pages_app(context: Context) -> ASGIApp:
    """All pages, their files and their own words for errors."""
    site = Site(context, rendering.environment())
    lost = PageSpec("lost", "/lost")

    async def on_http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        code = CODES.get(error.status_code, "web.not_found")
        refusal = Rejected(code)
        return await run_in_threadpool(site.explain, request, lost, refusal, error.status_code)

    routes = [_route(site, spec) for spec in PAGES]
    files = Mount("/static", StaticFiles(directory=rendering.STATIC), name="static")
    app = Starlette(routes=[*routes, files], exception_handlers={HTTPException: on_http_error})
    return _guarded(app)


def _route(site: Site, spec: PageSpec) -> Route:
    methods = [method for method, way in (("GET", spec.show), ("POST", spec.take)) if way]
    return Route(spec.path, site.endpoint(spec), methods=methods, name=spec.name)


def _guarded(app: ASGIApp) -> ASGIApp:
    """Every answer carries the headers that keep others' scripts, frames and caches away."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        inside = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        is_file = inside.startswith("/static/")

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = KEPT_FOR_A_YEAR if is_file and message["status"] == 200 else NEVER_KEPT
                own = {name: value for name, value in message["headers"] if name not in HEADERS}
                cookies = [pair for pair in message["headers"] if pair[0] == b"set-cookie"]
                own.pop(b"set-cookie", None)
                message["headers"] = [
                    *(own | HEADERS | {b"cache-control": kept}).items(),
                    *cookies,
                ]
            await send(message)

        await app(scope, receive, send_guarded)

    return answer
