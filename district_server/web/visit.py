"""One request to a page: who asks, what was sent, the database, and the way to answer."""

import hashlib
import re
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import NoReturn
from uuid import UUID

import jinja2
from sqlalchemy.orm import Session
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from district_server.context import Context
from district_server.web import audit, navigation, rendering
from district_server.web.officers import SignedIn
from district_server.web.reach import Reach
from district_server.web.views.reporting import town_called
from district_server.web.words import SAID

COOKIE = "district_session"
VISITOR = "district_visitor"
CSRF_FIELD = "form_key"
HALVES = re.compile("[\ud800-\udfff]")
"""Halves of characters: no text that could be kept, compared or shown."""
UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""What nobody types: control characters, and those that turn the words around them about."""
HERE = frozenset({"127.0.0.1", "::1", "localhost"})
"""This machine itself: the one place where TLS is not asked for."""


@dataclass(frozen=True)
class Visit:
    """What the function of a page gets; it reads, writes, and answers with `page` or `go`."""

    context: Context
    templates: jinja2.Environment
    request: Request
    page_name: str
    officer: SignedIn | None
    form: FormData = field(default_factory=FormData)
    visitor: str = ""

    @property
    def who(self) -> SignedIn:
        """The officer; pages without log-in do not ask."""
        assert self.officer is not None
        return self.officer

    @property
    def reach(self) -> Reach:
        """How far this officer sees; every query of a page takes it."""
        return self.who.reach

    @cached_property
    def now(self) -> datetime:
        """The moment of this request by the server's clock."""
        return self.context.clock()

    @property
    def today(self) -> date:
        """The day in China."""
        return rendering.in_china(self.now).date()

    def read(self) -> AbstractContextManager[Session]:
        """A transaction that only reads."""
        return self.context.read()

    def write(self) -> AbstractContextManager[Session]:
        """A transaction: everything or nothing."""
        return self.context.write()

    def record(
        self,
        session: Session,
        action: audit.Action,
        *,
        station: UUID | None = None,
        subject: str | None = None,
        rows: int | None = None,
    ) -> None:
        """Write down who did or saw what; `subject` and `rows` never hold personal data."""
        audit.record(
            session, self.who, action, at=self.now, station=station, subject=subject, rows=rows
        )

    def note(
        self,
        action: audit.Action,
        *,
        station: UUID | None = None,
        subject: str | None = None,
        rows: int | None = None,
    ) -> None:
        """Write down what is about to be shown or given away, before it is."""
        with self.write() as session:
            self.record(session, action, station=station, subject=subject, rows=rows)

    # --- what was sent

    def text(self, name: str, *, longest: int = 500) -> str:
        """A field of the form, stripped; empty where it was not sent."""
        value = self.form.get(name)
        plain = UNSEEN.sub("", value) if isinstance(value, str) else ""
        return plain.strip()[:longest]

    def secret(self, name: str) -> str:
        """A field as it was typed, blanks included."""
        value = self.form.get(name)
        return HALVES.sub("", value)[:500] if isinstance(value, str) else ""

    def files(self, name: str) -> list[UploadFile]:
        """The files of a field; a field left empty has none."""
        found = [each for each in self.form.getlist(name) if isinstance(each, UploadFile)]
        return [each for each in found if each.filename]

    def key(self, name: str) -> UUID:
        """A key in the address; anything else there is nothing that exists."""
        try:
            return UUID(str(self.request.path_params[name]))
        except ValueError:
            self.missing()

    def key_in_form(self, name: str) -> UUID:
        """A key in the form; anything else there is nothing that exists."""
        try:
            return UUID(self.text(name))
        except ValueError:
            self.missing()

    def missing(self) -> NoReturn:
        """Nothing is here, or nothing that this officer may see: the same answer."""
        raise HTTPException(404)

    # --- addresses

    @cached_property
    def cookie(self) -> str:
        """The secret of this log-in; before log-in, that of this browser."""
        return self.request.cookies.get(COOKIE, "") if self.officer else self.visitor

    @property
    def form_key(self) -> str:
        """What every form of this visit carries; another site cannot know it."""
        return form_key(self.cookie)

    def url(self, name: str, **parameters: object) -> str:
        """The address of a page, below wherever this district is served."""
        path = self.request.app.url_path_for(name, **parameters)
        return f"{self.request.scope.get('root_path', '')}{path}"

    def asset(self, name: str) -> str:
        """The address of one of our own files."""
        return f"{self.url('static', path=name)}?v={rendering.fingerprint(name)}"

    @property
    def server_address(self) -> str:
        """What a station types as the district's address."""
        url = self.request.url
        scheme = url.scheme if url.hostname in HERE else "https"
        root = str(self.request.scope.get("root_path", "")).removesuffix("/web")
        return f"{scheme}://{url.netloc}{root}"

    # --- answers

    def page(self, template: str, *, status: int = 200, **values: object) -> Response:
        """A rendered page."""
        shown = self._frame() | values
        return HTMLResponse(rendering.render(self.templates, template, shown), status_code=status)

    def go(self, name: str, *, said: str = "", **parameters: object) -> Response:
        """On to another page after something was done, with a sentence of `words.SAID`."""
        assert not said or said in SAID
        address = self.url(name, **parameters) + (f"?said={said}" if said else "")
        return RedirectResponse(address, status_code=303)

    def download(self, body: bytes, *, name: str, media_type: str) -> Response:
        """A file to be saved; the name is ASCII and our own."""
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(body, media_type=media_type, headers=headers)

    def _town(self) -> str:
        """The town that a town officer sees, by its name."""
        if self.officer is None or self.officer.reach.prefix is None:
            return ""
        with self.read() as session:
            return town_called(session, self.officer.reach.prefix)

    def _frame(self) -> dict[str, object]:
        said = self.request.query_params.get("said", "")
        return {
            "visit": self,
            "url": self.url,
            "asset": self.asset,
            "now": self.now,
            "officer": self.officer,
            "town": self._town(),
            "navigation": navigation.seen_by(self.officer.role) if self.officer else (),
            "here": navigation.place_of(self.page_name),
            "said": SAID.get(said),
            "query": self.request.query_params,
        }


def form_key(cookie: str) -> str:
    """Made from the cookie, of which the database has another hash; so neither tells the other."""
    return hashlib.sha256(f"form:{cookie}".encode()).hexdigest()
