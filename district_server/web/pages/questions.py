"""待决定 and 未收记录: what the stations still have to settle."""

from starlette.responses import Response

from district_server.web.audit import Action
from district_server.web.listing import Column, asked
from district_server.web.spec import PageSpec
from district_server.web.views import questions
from district_server.web.visit import Visit

CONFLICTS = (
    Column("station", "服务站", sortable=True),
    Column("field", "哪一项"),
    Column("server", "区县现有的"),
    Column("client", "后来报的"),
    Column("since", "从何时起", sortable=True),
)
REFUSED = (
    Column("station", "服务站", sortable=True),
    Column("record", "记录"),
    Column("reason", "为什么没收"),
    Column("since", "何时", sortable=True),
)


def show_conflicts(visit: Visit) -> Response:
    """Fields in question; their values are masked, and that they were shown is written down."""
    wanted = asked(visit.request.query_params, CONFLICTS, sort="station")
    with visit.read() as session:
        listed = questions.conflicts(session, visit.reach, wanted)
    if listed.rows:
        visit.note(Action.SAW_CONFLICTS, subject=wanted.in_words(), rows=len(listed.rows))
    return visit.page("conflicts.html", columns=CONFLICTS, listed=listed)


def show_refused(visit: Visit) -> Response:
    """Rows that were not taken, with the reason."""
    wanted = asked(visit.request.query_params, REFUSED, sort="station")
    with visit.read() as session:
        listed = questions.refused(session, visit.reach, wanted)
    return visit.page("refused.html", columns=REFUSED, listed=listed)


PAGES = (
    PageSpec("conflicts", "/conflicts", show_conflicts),
    PageSpec("refused", "/refused", show_refused),
)
