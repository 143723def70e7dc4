"""通知与任务: post, see who read and who answered, take back."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session
from starlette.responses import Response

from district_server import postings
from district_server.web import fields
from district_server.web.audit import Action
from district_server.web.listing import Asked, asked, cut
from district_server.web.spec import DISTRICT_ONLY, PageSpec
from district_server.web.views import postings as view
from district_server.web.views import stations
from district_server.web.views.postings import KINDS, PostingLine
from district_server.web.visit import Visit
from station_app.errors import Rejected
from station_app.messages import sentence

FORM_BYTES = 256 * 1024
Post = Callable[[Visit, Session], UUID]


def show_all(visit: Visit) -> Response:
    """Notices or tasks, the last first."""
    wanted = asked(visit.request.query_params, (), filters={"kind": KINDS.keys()})
    kind = KINDS[wanted.filters.get("kind", "notice")]
    with visit.read() as session:
        lines = view.lines(session, visit.reach, kind)
    listed = cut(lines, wanted, keys={})
    return visit.page("postings.html", listed=listed, kind=kind.name, asked=Asked())


def show_one(visit: Visit) -> Response:
    """One posting with what each station said."""
    kind, line = _line(visit)
    return visit.page("posting.html", line=line, kind=kind)


def withdraw(visit: Visit) -> Response:
    """Take a posting back at every station."""
    kind, line = _line(visit)
    take_back = postings.withdraw_notice if kind == "notice" else postings.withdraw_task
    with visit.write() as session:
        take_back(session, line.posted.posting_id, by=visit.who.name, now=visit.now)
        visit.record(session, Action.WITHDRAWN, subject=kind)
    posting = {"kind": kind, "posting": line.posted.posting_id}
    return visit.go("posting", said="posting_withdrawn", **posting)


def _line(visit: Visit) -> tuple[str, PostingLine]:
    name = str(visit.request.path_params["kind"])
    kind = KINDS.get(name) or visit.missing()
    with visit.read() as session:
        line = view.line(session, visit.reach, kind, visit.key("posting"))
    return name, line or visit.missing()


def show_new_notice(visit: Visit) -> Response:
    """The form of a notice."""
    return _form(visit, "notice", None)


def show_new_task(visit: Visit) -> Response:
    """The form of a task."""
    return _form(visit, "task", None)


def post_notice(visit: Visit) -> Response:
    """Send a notice to all stations or to some."""
    return _post(visit, "notice", _notice)


def post_task(visit: Visit) -> Response:
    """Give a task to all stations or to some."""
    return _post(visit, "task", _task)


def _notice(visit: Visit, session: Session) -> UUID:
    new = postings.PostNotice(
        title=visit.text("title"),
        body=visit.text("text", longest=20_000),
        stations=_stations(visit),
        doc_no=visit.text("doc_no") or None,
        valid_until=fields.day(visit, "until"),
        needs_confirmation=bool(visit.text("needs_confirmation")),
    )
    return postings.post_notice(session, new, by=visit.who.name, now=visit.now)


def _task(visit: Visit, session: Session) -> UUID:
    new = postings.PostTask(
        title=visit.text("title"),
        what=visit.text("text", longest=20_000) or None,
        stations=_stations(visit),
        doc_no=visit.text("doc_no") or None,
        due_on=fields.day(visit, "until"),
    )
    return postings.post_task(session, new, by=visit.who.name, now=visit.now)


def _stations(visit: Visit) -> tuple[str, ...]:
    """For whom; `some` without a station is a mistake, never everybody."""
    chosen = fields.several(visit, "station")
    if visit.text("to") == "some" and not chosen:
        raise Rejected("web.no_station_chosen")
    return chosen if visit.text("to") == "some" else ()


def _post(visit: Visit, kind: str, post: Post) -> Response:
    try:
        with visit.write() as session:
            posting_id = post(visit, session)
            visit.record(session, Action.PUBLISHED, subject=kind)
    except Rejected as error:
        return _form(visit, kind, error)
    return visit.go("posting", said="posted", kind=kind, posting=posting_id)


def _form(visit: Visit, kind: str, problem: Rejected | None) -> Response:
    with visit.read() as session:
        lines = stations.stations(session, visit.reach, now=visit.now)
    return visit.page(
        "new_posting.html",
        status=400 if problem else 200,
        kind=kind,
        problem=sentence(problem) if problem else None,
        lines=lines,
        typed=visit.text,
        chosen=fields.several(visit, "station"),
    )


PAGES = (
    PageSpec("postings", "/postings", show_all),
    PageSpec(
        "new_notice",
        "/postings/new-notice",
        show_new_notice,
        post_notice,
        roles=DISTRICT_ONLY,
        at_most=FORM_BYTES,
    ),
    PageSpec(
        "new_task",
        "/postings/new-task",
        show_new_task,
        post_task,
        roles=DISTRICT_ONLY,
        at_most=FORM_BYTES,
    ),
    PageSpec("posting", "/postings/{kind}/{posting}", show_one),
    PageSpec(
        "withdraw_posting",
        "/postings/{kind}/{posting}/withdraw",
        take=withdraw,
        roles=DISTRICT_ONLY,
    ),
)
