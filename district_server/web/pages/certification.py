"""认证进度: how far each station is with the yearly certification, and by which methods."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from starlette.responses import Response

from district_server.web.audit import Action
from district_server.web.listing import Column, Side, asked, cut
from district_server.web.pages.tally import Address, asked_of
from district_server.web.reach import Reach
from district_server.web.rendering import in_china
from district_server.web.spec import PageSpec
from district_server.web.views.reporting import Reporting
from district_server.web.views.tally import Asked, Part, RolledUp, rolled_up
from district_server.web.visit import Visit
from district_server.web.workbook import MEDIA_TYPE, Heading, workbook
from station_app.domain.codes import CertMethod
from station_app.domain.periods import Period, add_months
from station_app.domain.tally import Tally
from station_app.domain.tally_lines import BY_CODE
from station_app.queries.certification_cases import cycles_by_station

STOCKS = tuple(BY_CODE[code] for code in ("D1", "D3", "D4", "D6"))
METHODS = tuple(BY_CODE[f"D5.{method}"] for method in CertMethod)
COLUMNS = (
    Column("name", "服务站", sortable=True),
    Column("rate", "认证率", sortable=True),
    Column("due", "应认证", Side.FIGURE, sortable=True),
    Column("done", "已认证", Side.FIGURE, sortable=True),
    Column("left", "还剩", Side.FIGURE, sortable=True),
    Column("overdue", "逾期", Side.FIGURE, sortable=True),
    Column("reported", "最近完整上报"),
)
HEADINGS = (
    Heading("区划代码", 16),
    Heading("服务站", 34),
    Heading("应认证", 8),
    Heading("其中已认证", 8),
    Heading("认证率（%）", 8),
    Heading("还剩", 8),
    Heading("逾期", 8),
    *(Heading(line.label, 10) for line in METHODS),
)


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a station, or all of them, stand; None before a certification year was opened."""

    id: UUID | None
    code: str
    name: str
    due: int | None
    certified: int
    overdue: int | None
    rate: str
    hundredths: int | None
    methods: tuple[int, ...]
    station: Reporting | None = None

    @property
    def left(self) -> int | None:
        """还剩: how many of those in scope are not certified yet."""
        return None if self.due is None else self.due - self.certified


KEYS: dict[str, Callable[[Progress], Any]] = {  # Any: whatever compares with its like
    "name": lambda row: row.code,
    "rate": lambda row: row.hundredths,
    "due": lambda row: row.due,
    "done": lambda row: row.certified,
    "left": lambda row: row.left,
    "overdue": lambda row: row.overdue,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """All stations of a certification year; `years` are those that were opened until today."""

    year: int | None
    years: Sequence[int]
    asked: Asked
    whole: Progress
    stations: Sequence[Progress]
    rolled: RolledUp


def _standing(session: Session, visit: Visit) -> Standing:
    """Counted as the year stands today, or as it stood before the next one opened."""
    today = in_china(visit.now).date()
    opened = _opened(session, visit.reach, today)
    year = _year(visit.request.query_params.get("year", ""), opened)
    end = _last_month(year, opened, today)
    since = f"{opened[year]:%Y-%m}" if year else end
    wanted = Asked(Period.month(end), today, asked_of(visit).town, everybody=True)
    span = Asked(Period(since, end), today, wanted.town, everybody=True)
    rolled = rolled_up(session, visit.reach, wanted, lines=STOCKS)
    methods = rolled_up(session, visit.reach, span, lines=METHODS)
    pairs = zip(rolled.stations, rolled.by_station(), methods.by_station(), strict=True)
    stations = [_progress(part.tally, how.tally, part, place) for place, part, how in pairs]
    whole = _progress(rolled.whole, methods.whole)
    return Standing(year, sorted(opened, reverse=True), wanted, whole, stations, rolled)


def _opened(session: Session, reach: Reach, today: date) -> dict[int, date]:
    """The certification years of the stations within reach, with the first day of each."""
    stations = set(session.scalars(reach.station_ids()))
    opened: dict[int, date] = {}
    for station, cycles in cycles_by_station(session).items():
        for year, cycle in cycles.items() if station in stations else ():
            if cycle.open_on <= today:
                opened[year] = min(cycle.open_on, opened.get(year, cycle.open_on))
    return opened


def _year(text: str, opened: Mapping[int, date]) -> int | None:
    asked_for = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else None
    return asked_for if asked_for in opened else max(opened, default=None)


def _last_month(year: int | None, opened: Mapping[int, date], today: date) -> str:
    """The month at whose end a year is counted: this one, or the last before the next year."""
    later = [day for other, day in opened.items() if year is not None and other > year]
    return add_months(f"{min(later):%Y-%m}", -1) if later else f"{today:%Y-%m}"


def _progress(
    stocks: Tally, methods: Tally, part: Part | None = None, place: Reporting | None = None
) -> Progress:
    ratio = stocks.by_code["D4"].ratio
    return Progress(
        id=part.station if part else None,
        code=place.code if place else "",
        name=part.name if part else "合计",
        due=ratio.whole if ratio else None,
        certified=ratio.part if ratio else 0,
        overdue=stocks.value("D6", "人"),
        rate=ratio.shown if ratio else "—",
        hundredths=ratio.hundredths if ratio else None,
        methods=tuple(line.value("人") or 0 for line in methods.lines),
        station=place,
    )


def show(visit: Visit) -> Response:
    """The stations, those with most people left first."""
    query = visit.request.query_params
    with visit.read() as session:
        standing = _standing(session, visit)
    kept = {"year": [str(standing.year)], "town": [standing.asked.town]}
    listed = asked(query, COLUMNS, sort="left", descending=True, filters=kept)
    typed = listed.search
    found = [row for row in standing.stations if typed in row.name or row.code.startswith(typed)]
    return visit.page(
        "certification.html",
        standing=standing,
        year=standing.year,
        years=standing.years,
        methods=[pair for pair in zip(METHODS, standing.whole.methods, strict=True) if pair[1]],
        address=Address(standing.asked),
        columns=COLUMNS,
        listed=cut(found, listed, keys=KEYS, size=200),
    )


def export(visit: Visit) -> Response:
    """The same as a file."""
    with visit.read() as session:
        standing = _standing(session, visit)
    year = standing.year or in_china(visit.now).year
    rows = [_row(row) for row in (*standing.stations, standing.whole)]
    visit.note(Action.EXPORTED, subject=f"certification {year}", rows=len(standing.stations))
    body = workbook(
        f"{year}年生存认证进度", HEADINGS, rows, made_by=visit.who.name, made_at=visit.now
    )
    return visit.download(body, name=f"certification-{year}.xlsx", media_type=MEDIA_TYPE)


def _row(row: Progress) -> list[str | int | float | None]:
    rate = None if row.hundredths is None else row.hundredths / 100
    figures: list[str | int | float | None] = [row.due, row.certified, rate, row.left, row.overdue]
    return [row.code, row.name, *figures, *row.methods]


PAGES = (
    PageSpec("certification", "/certification", show),
    PageSpec("certification_file", "/certification/certification.xlsx", export),
)
