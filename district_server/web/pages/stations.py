"""服务站: the list with search and filters, one station with its PCs, a new station."""

from collections.abc import Callable, Sequence
from typing import Any

from starlette.responses import Response

from district_server import stations as register
from district_server.web.audit import Action
from district_server.web.listing import Asked, Column, Side, asked, cut
from district_server.web.spec import DISTRICT_ONLY, PageSpec
from district_server.web.views import stations as view
from district_server.web.views.stations import StationLine
from district_server.web.visit import Visit
from station_app.errors import Rejected
from station_app.messages import sentence

COLUMNS = (
    Column("name", "服务站", sortable=True),
    Column("state", "状态"),
    Column("complete", "最近完整上报", sortable=True),
    Column("people", "在册", Side.FIGURE, sortable=True),
    Column("devices", "电脑", Side.FIGURE, sortable=True),
    Column("waiting", "站里待报", Side.FIGURE, sortable=True),
    Column("conflicts", "待决定", Side.FIGURE, sortable=True),
    Column("refused", "未收", Side.FIGURE, sortable=True),
    Column("photos", "照片未到", Side.FIGURE, sortable=True),
)
KEYS: dict[str, Callable[[StationLine], Any]] = {  # Any: whatever compares with its like
    "name": lambda line: line.code,
    "complete": lambda line: line.complete_at,
    "people": lambda line: line.people,
    "devices": lambda line: line.devices,
    "waiting": lambda line: line.waiting,
    "conflicts": lambda line: line.conflicts,
    "refused": lambda line: line.refused,
    "photos": lambda line: line.photos_missing,
}
FILTERS: dict[str, tuple[str, Callable[[StationLine], bool]]] = {
    "late": ("晚了", lambda line: line.is_late),
    "never": ("还没报过", lambda line: line.has_never_reported),
    "conflicts": ("有待决定", lambda line: line.conflicts > 0),
    "refused": ("有未收", lambda line: line.refused > 0),
    "clock": ("时间不准", lambda line: line.wrong_clocks > 0),
    "old": ("程序旧了", lambda line: line.old_programs > 0),
    "photos": ("照片未到", lambda line: line.photos_missing > 0),
}


def show_all(visit: Visit) -> Response:
    """All stations within reach."""
    wanted = asked(
        visit.request.query_params, COLUMNS, sort="name", filters={"show": FILTERS.keys()}
    )
    with visit.read() as session:
        lines = view.stations(session, visit.reach, now=visit.now)
    return visit.page(
        "stations.html",
        columns=COLUMNS,
        listed=cut(_narrowed(lines, wanted), wanted, keys=KEYS),
        options=_options(lines),
        days=view.LATE_AFTER.days,
        total=len(lines),
    )


def _narrowed(lines: Sequence[StationLine], wanted: Asked) -> list[StationLine]:
    chosen = wanted.filters.get("show")
    found = [line for line in lines if not chosen or FILTERS[chosen][1](line)]
    typed = wanted.search
    return [line for line in found if typed in line.name or line.code.startswith(typed)]


def _options(lines: Sequence[StationLine]) -> list[tuple[str, str, int]]:
    counted = [
        (name, words, sum(1 for line in lines if holds(line)))
        for name, (words, holds) in FILTERS.items()
    ]
    return [("", "全部", len(lines)), *(option for option in counted if option[2])]


def show_one(visit: Visit) -> Response:
    """A station with its PCs and what waits there."""
    station_id = visit.key("station")
    with visit.read() as session:
        line = view.station(session, visit.reach, station_id, now=visit.now)
        devices = view.devices(session, visit.reach, station_id=station_id)
    if line is None:
        visit.missing()
    return visit.page("station.html", line=line, devices=devices, days=view.LATE_AFTER.days)


def show_new(visit: Visit) -> Response:
    """The form for another station."""
    return visit.page("new_station.html", problem=None, code="", name="")


def add(visit: Visit) -> Response:
    """Let a station report here; then it needs a code."""
    code, name = visit.text("code", longest=20), visit.text("name", longest=80)
    try:
        with visit.write() as session:
            station_id = register.add_station(session, code=code, name=name, now=visit.now)
            visit.record(session, Action.STATION_ADDED, station=station_id, subject=code)
    except Rejected as error:
        values = {"problem": sentence(error), "code": code, "name": name}
        return visit.page("new_station.html", status=400, **values)
    return visit.go("station", said="station_added", station=station_id)


PAGES = (
    PageSpec("stations", "/stations", show_all),
    PageSpec("new_station", "/stations/new", show_new, add, roles=DISTRICT_ONLY),
    PageSpec("station", "/stations/{station}", show_one),
)
