"""月报: which station handed in which month, one report with its figures, back or accepted."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session
from starlette.responses import Response

from district_server import month_reports, postings
from district_server.web.audit import Action
from district_server.web.listing import Asked, Column, Side, asked, cut
from district_server.web.spec import DISTRICT_ONLY, PageSpec
from district_server.web.views import months as view
from district_server.web.views.months import MonthCell, StationMonths
from district_server.web.visit import Visit
from district_server.web.words import MONTH_STATES
from district_server.web.workbook import MEDIA_TYPE, Heading, workbook
from station_app.domain.periods import Period, last_day
from station_app.errors import Rejected
from station_app.messages import sentence

COLUMNS = (
    Column("name", "服务站", sortable=True),
    Column("missing", "未报", Side.FIGURE, sortable=True),
)
KEYS: dict[str, Callable[[StationMonths], Any]] = {  # Any: whatever compares with its like
    "name": lambda row: row.code,
    "missing": lambda row: row.missing,
}
MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
EARLIEST = 2000
REMINDER = "请报出{month}月报"
REMINDER_MORE = "区县还没有收到贵站这个月的月报。没有发生的也请报零报告；被退回的请改好再报。"
REMINDER_DAYS = timedelta(days=5)
NOBODY_LATE = "这个月的月报都报齐了，没有发任务。"


@dataclass(frozen=True, slots=True)
class Year:
    """The year that is looked at, and which stations of it."""

    year: int
    listed: Asked

    def address(self, **changes: object) -> str:
        """The query string with something changed."""
        return self.listed.address(**{"year": self.year, **changes})


def show(visit: Visit) -> Response:
    """Stations and months as one table."""
    wanted = _wanted(visit)
    with visit.read() as session:
        stations = view.year_of_months(session, visit.reach, wanted.year, today=visit.today)
    found = _narrowed(stations, wanted.listed)
    return visit.page(
        "months.html",
        wanted=wanted,
        years=range(visit.today.year, visit.today.year - 5, -1),
        months=view.sums(stations, wanted.year, today=visit.today),
        late=sum(1 for station in stations if station.missing),
        total=len(stations),
        columns=COLUMNS,
        listed=cut(found, wanted.listed, keys=KEYS, size=200),
        states=MONTH_STATES,
    )


def _wanted(visit: Visit) -> Year:
    query = visit.request.query_params
    text = query.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else visit.today.year
    year = year if EARLIEST <= year <= visit.today.year else visit.today.year
    filters = {"year": [str(year)], "show": ["late"]}
    return Year(year, asked(query, COLUMNS, sort="name", filters=filters))


def _narrowed(stations: list[StationMonths], wanted: Asked) -> list[StationMonths]:
    late = wanted.filters.get("show") == "late"
    found = [station for station in stations if station.missing or not late]
    typed = wanted.search
    return [s for s in found if typed in s.name or s.code.startswith(typed)]


def export(visit: Visit) -> Response:
    """The same as a file."""
    wanted = _wanted(visit)
    with visit.read() as session:
        stations = view.year_of_months(session, visit.reach, wanted.year, today=visit.today)
    months = Period.year(wanted.year).months
    headings = [
        Heading("区划代码", 16),
        Heading("服务站", 40),
        *(Heading(f"{int(month[5:])}月", 10) for month in months),
        Heading("未报月数", 10),
    ]
    rows = [
        [row.code, row.name, *(_in_words(cell) for cell in row.cells), row.missing]
        for row in stations
    ]
    visit.note(Action.EXPORTED, subject=f"months {wanted.year}", rows=len(stations))
    title = f"{wanted.year}年月报报送情况"
    body = workbook(title, headings, rows, made_by=visit.who.name, made_at=visit.now)
    return visit.download(body, name=f"months-{wanted.year}.xlsx", media_type=MEDIA_TYPE)


def _in_words(cell: MonthCell) -> str | None:
    if cell.report is not None and cell.is_handed_in and cell.report.is_zero:
        return "零报告"
    if cell.report is not None:
        return MONTH_STATES[cell.state].words
    return "未报" if cell.is_missing else None


def show_one(visit: Visit) -> Response:
    """One report."""
    return _page(visit, None)


def _page(visit: Visit, problem: Rejected | None) -> Response:
    with visit.read() as session:
        page = view.report_page(
            session, visit.reach, visit.key("station"), _month(visit), today=visit.today
        )
    return visit.page(
        "month_report.html",
        status=400 if problem else 200,
        page=page or visit.missing(),
        problem=sentence(problem) if problem else None,
        reason=visit.text("reason", longest=2_000),
        most=month_reports.LONGEST_REASON,
        states=MONTH_STATES,
    )


def _month(visit: Visit) -> str:
    text = str(visit.request.path_params["month"])
    if not MONTH.fullmatch(text) or text.startswith("0000"):
        visit.missing()
    return text


def send_back(visit: Visit) -> Response:
    """Back to the station, with the reason that it will read."""
    reason = visit.text("reason", longest=2_000)

    def decide(session: Session) -> None:
        month_reports.reopen(
            session, visit.key("station"), _month(visit), reason, by=visit.who.name, now=visit.now
        )

    return _decided(visit, decide, Action.MONTH_SENT_BACK, said="month_sent_back")


def accept(visit: Visit) -> Response:
    """Accepted for good."""

    def decide(session: Session) -> None:
        month_reports.lock(
            session, visit.key("station"), _month(visit), by=visit.who.name, now=visit.now
        )

    return _decided(visit, decide, Action.MONTH_LOCKED, said="month_locked")


def _decided(
    visit: Visit, decide: Callable[[Session], None], action: Action, *, said: str
) -> Response:
    station, month = visit.key("station"), _month(visit)
    try:
        with visit.write() as session:
            decide(session)
            visit.record(session, action, station=station, subject=f"month {month}")
    except Rejected as error:
        return _page(visit, error)
    return visit.go("month_report", said=said, station=station, month=month)


def remind(visit: Visit) -> Response:
    """A task to every station whose report of a month that is over is missing."""
    month = visit.text("month", longest=7)
    if not MONTH.fullmatch(month) or last_day(month) >= visit.today:
        visit.missing()
    with visit.write() as session:
        stations = view.year_of_months(session, visit.reach, int(month[:4]), today=visit.today)
        late = [row.code for row in stations if row.cells[int(month[5:]) - 1].is_missing]
        if late:
            task = postings.PostTask(
                title=REMINDER.format(month=Period.month(month).label),
                what=REMINDER_MORE,
                stations=tuple(late),
                due_on=visit.today + REMINDER_DAYS,
            )
            key = postings.post_task(session, task, by=visit.who.name, now=visit.now)
            visit.record(session, Action.PUBLISHED, subject="task", rows=len(late))
    if not late:
        return visit.page("problem.html", status=400, sentence=NOBODY_LATE)
    return visit.go("posting", said="posted", kind="task", posting=key)


PAGES = (
    PageSpec("months", "/months", show),
    PageSpec("remind_of_month", "/months/remind", take=remind, roles=DISTRICT_ONLY),
    PageSpec("months_file", "/months/months.xlsx", export),
    PageSpec("month_report", "/months/{station}/{month}", show_one),
    PageSpec(
        "send_month_back", "/months/{station}/{month}/back", take=send_back, roles=DISTRICT_ONLY
    ),
    PageSpec("lock_month", "/months/{station}/{month}/lock", take=accept, roles=DISTRICT_ONLY),
)
