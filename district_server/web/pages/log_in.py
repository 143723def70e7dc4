"""Log-in, log-out, and a password of one's own."""

from starlette.responses import RedirectResponse, Response

from district_server.web import audit, officers, passwords
from district_server.web.doors import keep_cookie
from district_server.web.spec import PageSpec
from district_server.web.visit import COOKIE, Visit
from station_app.errors import Rejected
from station_app.messages import sentence


def show_log_in(visit: Visit) -> Response:
    """The form; whoever is logged in already goes on."""
    if visit.officer is not None:
        return visit.go("overview")
    return visit.page("log_in.html", problem=None, name="", next=_next(visit))


def log_in(visit: Visit) -> Response:
    """Check name and password; what was typed as a name stays in the form."""
    name = visit.text("name", longest=60)
    try:
        cookie = _cookie(visit, name)
    except Rejected as error:
        values = {"problem": sentence(error), "name": name, "next": visit.text("next")}
        return visit.page("log_in.html", status=401, **values)
    answer = RedirectResponse(_inside(visit, visit.text("next")), status_code=303)
    keep_cookie(visit, answer, COOKIE, cookie)
    return answer


def _cookie(visit: Visit, name: str) -> str:
    """A fresh log-in; a wrong guess is kept before it is told."""
    with visit.write() as session:
        officer = officers.check(
            session, name, visit.secret("password"), address=_address(visit), now=visit.now
        )
        if officer is not None:
            audit.record(session, officer, audit.Action.LOG_IN, at=visit.now)
            return officers.open_log_in(session, officer.officer_id, now=visit.now)
    raise Rejected("web.wrong_log_in")


def log_out(visit: Visit) -> Response:
    """End this log-in, or all of this officer's."""
    with visit.write() as session:
        if visit.text("everywhere"):
            officers.log_out_everywhere(session, visit.who.officer_id)
        else:
            officers.log_out(session, visit.cookie)
        visit.record(session, audit.Action.LOG_OUT)
    return _back_to_door(visit, "logged_out")


def show_password(visit: Visit) -> Response:
    """The form for a password of one's own."""
    return visit.page("password.html", problem=None, shortest=passwords.SHORTEST)


def change_password(visit: Visit) -> Response:
    """Exchange it; every log-in of this officer ends, this one too."""
    try:
        with visit.write() as session:
            officers.change_password(
                session,
                visit.who.officer_id,
                old=visit.secret("old"),
                new=visit.secret("new"),
                again=visit.secret("again"),
            )
            visit.record(session, audit.Action.PASSWORD_CHANGED)
    except Rejected as error:
        values = {"problem": sentence(error), "shortest": passwords.SHORTEST}
        return visit.page("password.html", status=400, **values)
    return _back_to_door(visit, "password_changed")


def _back_to_door(visit: Visit, said: str) -> Response:
    answer = visit.go("login", said=said)
    answer.delete_cookie(COOKIE, path=visit.url("overview"))
    return answer


def _next(visit: Visit) -> str:
    return visit.request.query_params.get("next", "")


def _inside(visit: Visit, wanted: str) -> str:
    """Where the officer was going; never an address outside these pages."""
    is_inside = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    if not is_inside or not wanted.isprintable():
        return visit.url("overview")
    return f"{visit.request.scope.get('root_path', '')}{wanted}"


def _address(visit: Visit) -> str:
    client = visit.request.client
    return client.host if client else "unknown"


PAGES = (
    PageSpec("login", "/login", show_log_in, log_in, open=True),
    PageSpec("logout", "/logout", take=log_out),
    PageSpec("password", "/password", show_password, change_password),
)
