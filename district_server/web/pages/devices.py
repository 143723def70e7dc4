"""电脑: every PC that reports, and shutting one out with a reason."""

from collections.abc import Callable, Sequence

from starlette.responses import Response

from district_server import auth
from district_server.web.audit import Action
from district_server.web.listing import Asked, Column, Side, asked, cut
from district_server.web.spec import DISTRICT_ONLY, PageSpec
from district_server.web.views import stations as view
from district_server.web.views.stations import DeviceLine
from district_server.web.visit import Visit
from district_server.web.words import REVOKE_REASONS

COLUMNS = (
    Column("station", "服务站", sortable=True),
    Column("device", "电脑"),
    Column("state", "状态"),
    Column("complete", "最近完整上报", sortable=True),
    Column("waiting", "待报", Side.FIGURE, sortable=True),
    Column("program", "程序", sortable=True),
    Column("clock", "时间差", Side.FIGURE, sortable=True),
    Column("refused", "未收", Side.FIGURE, sortable=True),
    Column("do", "", Side.FIGURE),
)
KEYS: dict[str, Callable[[DeviceLine], object]] = {
    "station": lambda line: (line.station_code, line.letter),
    "complete": lambda line: line.complete_at,
    "waiting": lambda line: line.waiting,
    "program": lambda line: line.program,
    "clock": lambda line: None if line.clock_ahead is None else abs(line.clock_ahead),
    "refused": lambda line: line.refused,
}
FILTERS: dict[str, tuple[str, Callable[[DeviceLine], bool]]] = {
    "live": ("可上报", lambda line: line.revoked_at is None),
    "revoked": ("已停用", lambda line: line.revoked_at is not None),
    "clock": ("时间不准", lambda line: line.clock_is_wrong and line.revoked_at is None),
    "old": ("程序旧了", lambda line: not line.is_current and line.revoked_at is None),
}


def show_all(visit: Visit) -> Response:
    """All PCs of the stations within reach."""
    wanted = asked(
        visit.request.query_params, COLUMNS, sort="station", filters={"show": FILTERS.keys()}
    )
    with visit.read() as session:
        lines = view.devices(session, visit.reach)
    return visit.page(
        "devices.html",
        columns=COLUMNS,
        listed=cut(_narrowed(lines, wanted), wanted, keys=KEYS),
        options=_options(lines),
        total=len(lines),
    )


def _narrowed(lines: Sequence[DeviceLine], wanted: Asked) -> list[DeviceLine]:
    chosen, typed = wanted.filters.get("show"), wanted.search
    found = [line for line in lines if not chosen or FILTERS[chosen][1](line)]
    return [
        line
        for line in found
        if typed in line.station_name or line.station_code.startswith(typed) or typed in line.name
    ]


def _options(lines: Sequence[DeviceLine]) -> list[tuple[str, str, int]]:
    counted = [
        (name, words, sum(1 for line in lines if holds(line)))
        for name, (words, holds) in FILTERS.items()
    ]
    return [("", "全部", len(lines)), *(option for option in counted if option[2])]


def show_one(visit: Visit) -> Response:
    """What shutting this PC out means, and why it is done."""
    return visit.page("device.html", device=_device(visit), reasons=REVOKE_REASONS)


def revoke(visit: Visit) -> Response:
    """Shut the PC out."""
    device, reason = _device(visit), visit.text("reason")
    words = REVOKE_REASONS.get(reason) or visit.missing()
    note = visit.text("note", longest=100)
    with visit.write() as session:
        why = f"{words}：{note}" if note else words
        auth.revoke(session, device.id, now=visit.now, reason=why)
        visit.record(session, Action.DEVICE_REVOKED, station=device.station_id, subject=reason)
    return visit.go("station", said="device_revoked", station=device.station_id)


def _device(visit: Visit) -> DeviceLine:
    device_id = visit.key("device")
    with visit.read() as session:
        lines = view.devices(session, visit.reach)
    return next((line for line in lines if line.id == device_id), None) or visit.missing()


PAGES = (
    PageSpec("devices", "/devices", show_all),
    PageSpec("device", "/devices/{device}", show_one, revoke, roles=DISTRICT_ONLY),
)
