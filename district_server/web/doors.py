"""The door before every page: log-in, role, form key, size of what is sent, errors in words."""

import logging
import secrets
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

import jinja2
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Message

from district_server.context import Context
from district_server.web import officers
from district_server.web.officers import SignedIn
from district_server.web.spec import PageSpec
from district_server.web.visit import COOKIE, CSRF_FIELD, HERE, VISITOR, Visit, form_key
from station_app.errors import Rejected, StationError, Unavailable
from station_app.messages import sentence

FREE_WITH_OLD_PASSWORD = frozenset({"password", "logout"})
MOST_FILES = 200
CODES = {403: "web.forbidden", 404: "web.not_found", 405: "web.wrong_method"}
_LOG = logging.getLogger(__name__)
Endpoint = Callable[[Request], Awaitable[Response]]
Came = TypeVar("Came")


@dataclass(frozen=True, slots=True)
class Site:
    """What every page is served with."""

    context: Context
    templates: jinja2.Environment

    def endpoint(self, spec: PageSpec) -> Endpoint:
        """The page behind its door."""

        async def answer(request: Request) -> Response:
            def come_in() -> SignedIn | Response | None:
                return self._let_in(request, spec)

            who = await run_in_threadpool(self._in_words, request, spec, come_in)
            if isinstance(who, Response):
                return who
            try:
                form = await _form_of(request, spec)
            except StationError as error:
                return await run_in_threadpool(self._refuse, request, spec, error)

            def serve() -> Response:
                return _serve(self.visit(request, spec.name, who, form), spec)

            try:
                return await run_in_threadpool(self._in_words, request, spec, serve)
            finally:
                await form.close()

        return answer

    def _in_words(
        self, request: Request, spec: PageSpec, step: Callable[[], Came]
    ) -> Came | Response:
        """One step; everything that goes wrong becomes a page with a sentence."""
        try:
            return step()
        except HTTPException as error:
            refusal = Rejected(CODES[error.status_code])
            return self.explain(request, spec, refusal, error.status_code)
        except StationError as error:
            return self._refuse(request, spec, error)
        except Exception as error:
            return self._bug(request, spec, error)

    def _let_in(self, request: Request, spec: PageSpec) -> SignedIn | Response | None:
        """Who is here, before a byte of the body is read; or where they have to go instead."""
        who = self.recognise(request)
        visit = self.visit(request, spec.name, who)
        if who is None and not spec.open:
            return _with_visitor(visit, _to_log_in(visit))
        if who is not None and who.must_change and spec.name not in FREE_WITH_OLD_PASSWORD:
            return RedirectResponse(visit.url("password"), status_code=303)
        if who is not None and who.role not in spec.roles:
            raise HTTPException(403)
        return who

    def visit(
        self, request: Request, page: str, who: SignedIn | None, form: FormData | None = None
    ) -> Visit:
        """One request; a browser that is not logged in gets a secret of its own for its forms."""
        visitor = request.cookies.get(VISITOR, "") or secrets.token_urlsafe(16)
        return Visit(
            self.context, self.templates, request, page, who, form or FormData(), visitor=visitor
        )

    def recognise(self, request: Request) -> SignedIn | None:
        """Who is logged in by this browser; using a log-in keeps it open."""
        cookie = request.cookies.get(COOKIE)
        if not cookie:
            return None
        now = self.context.clock()
        with self.context.read() as session:
            found = officers.signed_in(session, cookie, now=now)
        if found is not None and found[1]:
            with self.context.write() as session:
                officers.note_use(session, cookie, now=now)
        return None if found is None else found[0]

    def _refuse(self, request: Request, spec: PageSpec, error: StationError) -> Response:
        status = 503 if isinstance(error, Unavailable) else 400
        _LOG.info("refused", extra={"code": error.code, "page": spec.name})
        return self.explain(request, spec, error, status)

    def _bug(self, request: Request, spec: PageSpec, error: Exception) -> Response:
        """Only type and place are logged: the text of an error may hold values of a record."""
        number = secrets.token_hex(4).upper()
        places = [f"{f.name}:{f.lineno}" for f in traceback.extract_tb(error.__traceback__)]
        kind = type(error).__name__
        _LOG.error(
            "bug", extra={"type": kind, "places": places[-6:], "page": spec.name, "number": number}
        )
        visit = self.visit(request, spec.name, None)
        return visit.page("bug.html", status=500, number=number)

    def explain(
        self, request: Request, spec: PageSpec, error: StationError, status: int
    ) -> Response:
        """A sentence as a page, within the frame where somebody is logged in."""
        try:
            who = self.recognise(request)
        except StationError:
            who = None
        visit = self.visit(request, spec.name, who)
        answer = visit.page("problem.html", status=status, sentence=sentence(error))
        return _with_visitor(visit, answer)


def _serve(visit: Visit, spec: PageSpec) -> Response:
    if visit.request.method == "POST":
        _check_form_key(visit)
    handler = spec.take if visit.request.method == "POST" else spec.show
    assert handler is not None
    return _with_visitor(visit, handler(visit))


def _check_form_key(visit: Visit) -> None:
    sent = visit.text(CSRF_FIELD)
    known = visit.request.cookies.get(COOKIE if visit.officer else VISITOR, "")
    if not known or not secrets.compare_digest(sent.encode(), form_key(known).encode()):
        raise Rejected("web.stale_form")


def _to_log_in(visit: Visit) -> Response:
    if visit.request.method == "POST":
        raise Rejected("web.stale_form")
    query = f"?{visit.request.url.query}" if visit.request.url.query else ""
    inside = visit.request.url.path.removeprefix(visit.request.scope.get("root_path", ""))
    address = visit.request.url.replace_query_params(next=inside + query)
    return RedirectResponse(f"{visit.url('login')}?{address.query}", status_code=303)


def _with_visitor(visit: Visit, answer: Response) -> Response:
    if visit.officer is None and visit.request.cookies.get(VISITOR) != visit.visitor:
        keep_cookie(visit, answer, VISITOR, visit.visitor)
    return answer


def keep_cookie(visit: Visit, answer: Response, name: str, value: str) -> None:
    """A cookie that scripts cannot read; it travels under TLS only, except on this machine."""
    answer.set_cookie(
        name,
        value,
        path=visit.url("overview"),
        httponly=True,
        samesite="lax",
        secure=visit.request.url.hostname not in HERE,
    )


async def _form_of(request: Request, spec: PageSpec) -> FormData:
    if request.method != "POST":
        return FormData()
    limited = Request(request.scope, _counting(request, spec.at_most))
    try:
        return await limited.form(max_files=MOST_FILES, max_fields=200)
    except HTTPException:
        raise Rejected("web.unreadable_form") from None


def _counting(request: Request, at_most: int) -> Callable[[], Awaitable[Message]]:
    """What is sent, refused as soon as it is more than the page allows."""
    received = 0

    async def receive() -> Message:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > at_most:
            raise Rejected("web.too_large")
        return message

    return receive
