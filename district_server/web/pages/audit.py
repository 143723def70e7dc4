"""查看记录: who saw and took away what, with filters and as an Excel file."""

from starlette.responses import Response

from district_server.web.audit import Action
from district_server.web.listing import Asked, Column, Side, asked
from district_server.web.spec import DISTRICT_ONLY, PageSpec
from district_server.web.views import audit as view
from district_server.web.visit import Visit
from district_server.web.words import ACTIONS, officer_in_words, subject_in_words
from district_server.web.workbook import MEDIA_TYPE, Heading, workbook

COLUMNS = (
    Column("at", "何时", sortable=True),
    Column("officer", "谁", sortable=True),
    Column("action", "做了什么"),
    Column("station", "服务站"),
    Column("subject", "范围"),
    Column("rows", "条数", Side.FIGURE),
)
HEADINGS = (
    Heading("何时", 18),
    Heading("谁", 14),
    Heading("做了什么", 18),
    Heading("服务站", 40),
    Heading("范围", 30),
    Heading("条数", 8),
)


def show(visit: Visit) -> Response:
    """The table, the newest row first."""
    with visit.read() as session:
        people = list(view.officers(session))
        wanted = _asked(visit, people)
        listed = view.entries(session, wanted)
    return visit.page(
        "audit.html",
        columns=COLUMNS,
        listed=listed,
        people=people,
        actions=ACTIONS,
        subject_in_words=subject_in_words,
        officer_in_words=officer_in_words,
    )


def export(visit: Visit) -> Response:
    """The same rows as a file; that it was made is a row of the table itself."""
    with visit.read() as session:
        wanted = _asked(visit, list(view.officers(session)))
        lines = view.all_entries(session, wanted)
    visit.note(Action.EXPORTED_AUDIT, subject=wanted.in_words(), rows=len(lines))
    rows = [
        (
            line.at,
            officer_in_words(line.officer),
            ACTIONS.get(Action(line.action), line.action),
            line.station,
            subject_in_words(line.subject),
            line.rows,
        )
        for line in lines
    ]
    body = workbook("查看记录", HEADINGS, rows, made_by=visit.who.name, made_at=visit.now)
    return visit.download(body, name="audit.xlsx", media_type=MEDIA_TYPE)


def _asked(visit: Visit, people: list[str]) -> Asked:
    return asked(
        visit.request.query_params,
        COLUMNS,
        sort="at",
        descending=True,
        filters={"action": [action.value for action in ACTIONS], "who": people},
    )


PAGES = (
    PageSpec("audit", "/audit", show, roles=DISTRICT_ONLY),
    PageSpec("audit_file", "/audit/audit.xlsx", export, roles=DISTRICT_ONLY),
)
