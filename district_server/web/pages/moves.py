"""转入转出: people who move between stations, and moves whose destination names no station here."""

from datetime import date, timedelta

from starlette.responses import Response

from district_server import transfers
from district_server.web.audit import Action
from district_server.web.listing import Column, asked, cut
from district_server.web.spec import DISTRICT_ONLY, PageSpec
from district_server.web.views import stations
from district_server.web.visit import Visit
from station_app.domain.codes import TransferState
from station_app.errors import Rejected
from station_app.messages import sentence
from station_app.models.person import Person

COLUMNS = (
    Column("name", "姓名", sortable=True),
    Column("from", "迁出", sortable=True),
    Column("to", "迁入", sortable=True),
    Column("day", "迁出日期", sortable=True),
    Column("state", "状态"),
)
KEYS = {
    "name": lambda row: row.name,
    "from": lambda row: row.from_code,
    "to": lambda row: row.to_code,
    "day": lambda row: row.moved_out_on,
}
MOST_UNDIRECTED = 200
LOOKED_AFTER = timedelta(days=183)
STATES = {state.value: state.label for state in TransferState}


def show(visit: Visit) -> Response:
    """All moves, and those that the district must send on."""
    return _page(visit, None)


def direct(visit: Visit) -> Response:
    """Send a closed file to the station that was meant."""
    try:
        with visit.write() as session:
            person = visit.key_in_form("person")
            code = visit.text("station", longest=20)
            transfers.direct(session, person, code, now=visit.now)
            visit.record(session, Action.MOVE_DIRECTED, subject=code)
    except Rejected as error:
        return _page(visit, error)
    return visit.go("moves", said="move_directed")


def _page(visit: Visit, problem: Rejected | None) -> Response:
    wanted = asked(visit.request.query_params, COLUMNS, filters={"state": STATES})
    state = wanted.filters.get("state")
    with visit.read() as session:
        found = transfers.moves(session)
        rows = [row for row in found if not state or row.state == state]
        rows = [row for row in rows if wanted.search in row.name + row.from_name + row.to_name]
        open_ends = _lately(transfers.undirected(session), visit.today)
        lines = stations.stations(session, visit.reach, now=visit.now)
        names = {line.id: line.name for line in lines}
        undirected = [
            (person.id, person.name, names.get(person.station_id, ""), person.moved_to or "")
            for person in open_ends
        ]
    listed = cut(rows, wanted, keys=KEYS)
    if listed.rows or undirected:
        seen = len(listed.rows) + len(undirected)
        visit.note(Action.SAW_PERSONS, subject="moves", rows=seen)
    return visit.page(
        "moves.html",
        status=400 if problem else 200,
        problem=sentence(problem) if problem else None,
        columns=COLUMNS,
        listed=listed,
        options=[("", "全部", len(found)), *_options(found)],
        states=STATES,
        undirected=undirected,
        lines=lines,
    )


def _lately(people: list[Person], today: date) -> list[Person]:
    """Those for whom somebody may still wait; later nobody will look for a station any more."""
    recent = [
        person
        for person in people
        if person.moved_out_on is None or today - person.moved_out_on <= LOOKED_AFTER
    ]
    return recent[:MOST_UNDIRECTED]


def _options(found: list[transfers.MoveRow]) -> list[tuple[str, str, int]]:
    counted = [
        (state, words, sum(row.state == state for row in found)) for state, words in STATES.items()
    ]
    return [option for option in counted if option[2]]


PAGES = (PageSpec("moves", "/moves", show, direct, roles=DISTRICT_ONLY),)
