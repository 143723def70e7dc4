"""登记码: a fresh code shown once on a slip, the codes still open, withdrawing one."""

from datetime import timedelta

from starlette.responses import Response

from district_server import auth, bundles
from district_server.models import DistrictStation
from district_server.web.audit import Action
from district_server.web.spec import DISTRICT_ONLY, PageSpec
from district_server.web.views import codes, stations
from district_server.web.visit import Visit
from station_app.errors import Rejected
from station_app.messages import sentence
from station_app.sync.bundle import JOINING_SUFFIX


def show_all(visit: Visit) -> Response:
    """The codes that still let a PC in."""
    with visit.read() as session:
        found = codes.open_codes(session, visit.reach, now=visit.now)
    return visit.page("codes.html", codes=found, days=visit.context.settings.code_days)


def show_new(visit: Visit) -> Response:
    """The form: for which station."""
    wanted = visit.request.query_params.get("station", "")
    return _form(visit, wanted, problem=None)


def make(visit: Visit) -> Response:
    """A fresh code, on a slip that is shown this once."""
    days, wanted = visit.context.settings.code_days, visit.text("station", longest=20)
    with visit.write() as session:
        lines = stations.stations(session, visit.reach, now=visit.now)
        line = next((line for line in lines if line.code == wanted), None)
        if line is not None:
            code = auth.new_code(session, line.id, now=visit.now, days=days)
            visit.record(session, Action.CODE_MADE, station=line.id)
            station = session.get_one(DistrictStation, line.id)
            file = bundles.joining_file(session, station, code=code, address=visit.server_address)
    if line is None:
        return _form(visit, wanted, Rejected("district.no_such_station", code=wanted))
    if visit.text("as") == "file":
        name = f"{line.code}{JOINING_SUFFIX}"
        return visit.download(file, name=name, media_type="application/octet-stream")
    return visit.page(
        "code_slip.html",
        line=line,
        code=code,
        expires_at=visit.now + timedelta(days=days),
        address=visit.server_address,
    )


def withdraw(visit: Visit) -> Response:
    """Make a code useless."""
    key = visit.text("code", longest=64)
    with visit.write() as session:
        station_id = codes.withdraw(session, visit.reach, key, now=visit.now)
        if station_id is None:
            visit.missing()
        visit.record(session, Action.CODE_WITHDRAWN, station=station_id)
    return visit.go("codes", said="code_withdrawn")


def _form(visit: Visit, wanted: str, problem: Rejected | None) -> Response:
    with visit.read() as session:
        lines = stations.stations(session, visit.reach, now=visit.now)
    return visit.page(
        "new_code.html",
        status=400 if problem else 200,
        problem=sentence(problem) if problem else None,
        lines=lines,
        wanted=wanted,
        days=visit.context.settings.code_days,
    )


PAGES = (
    PageSpec("codes", "/codes", show_all, roles=DISTRICT_ONLY),
    PageSpec("new_code", "/codes/new", show_new, make, roles=DISTRICT_ONLY),
    PageSpec("withdraw_code", "/codes/withdraw", take=withdraw, roles=DISTRICT_ONLY),
)
