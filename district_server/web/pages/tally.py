"""汇总: the figures of a period over all stations, down to each station and to its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from sqlalchemy.orm import Session
from starlette.responses import Response

from district_server.web.audit import Action
from district_server.web.form_files import imprint, paper_answer, workbook_answer
from district_server.web.listing import Asked as Listed
from district_server.web.listing import Column, Side, asked, cut
from district_server.web.rendering import in_china
from district_server.web.spec import PageSpec
from district_server.web.tally_workbook import tally_xlsx
from district_server.web.views import reporting
from district_server.web.views.forms import form_of
from district_server.web.views.kept import kept_roll_ups
from district_server.web.views.numbers import numbered
from district_server.web.views.reporting import Reporting
from district_server.web.views.tally import (
    Asked,
    LineRow,
    Part,
    RolledUp,
    line_rows,
    rolled_up,
    shown,
)
from district_server.web.visit import Visit
from district_server.web.words import MONTH_STATES
from district_server.web.workbook import MEDIA_TYPE
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, Line, TallyLine, unit_shown
from station_app.domain.tally_lines import BY_CODE
from station_app.errors import Rejected
from station_app.queries.reported_roll_up import reported_tally
from station_app.queries.roll_up import district_tally, rows_at
from station_app.queries.tallies import TallyRow

LONGEST_PERIOD = 60
"""Months that one roll-up may span."""
STATION_COLUMNS = (
    Column("name", "服务站", sortable=True),
    Column("state", "上报"),
    Column("figure", "数值", Side.FIGURE, sortable=True),
)
ROW_COLUMNS = (
    Column("day", "日期", sortable=True),
    Column("name", "对象", sortable=True),
    Column("group", "村组"),
    Column("month", "计入月份"),
    Column("count", "数", Side.FIGURE),
    Column("fen", "金额（元）", Side.FIGURE),
)
ROW_KEYS: dict[str, Callable[[TallyRow], Any]] = {  # Any: whatever compares with its like
    "day": lambda row: row.day,
    "name": lambda row: row.name,
}


def asked_of(visit: Visit) -> Asked:
    """The roll-up that an address asks for; without a period the last month that is over.

    The form sends the period that is shown, and a month where one was chosen instead.
    """
    query = visit.request.query_params
    today = in_china(visit.now).date()
    return Asked(
        period=_period(
            query.get("month") or query.get("period", ""), Period.month(f"{today:%Y-%m}")
        ),
        today=today,
        town=query.get("town", "")[:12],
        everybody=query.get("of") == "all",
    )


def _period(text: str, this_month: Period) -> Period:
    """What was asked for; the last month where that cannot be, is too long, or has not begun."""
    usual = this_month.previous()
    try:
        period = Period.parse(text) if text else usual
    except Rejected:
        return usual
    can_be = period.length <= LONGEST_PERIOD and period.start <= this_month.end
    return period if can_be else usual


@dataclass(frozen=True, slots=True)
class Address:
    """The query string of a roll-up with something changed."""

    asked: Asked
    whole: bool = False

    def __call__(self, **changes: str) -> str:
        """`?period=…&town=…`; what is empty is left out."""
        values = {
            "period": self.asked.period.code,
            "town": self.asked.town,
            "of": "all" if self.asked.everybody else "",
            "lines": "all" if self.whole else "",
            **changes,
        }
        return "?" + urlencode({name: value for name, value in values.items() if value})


def _list_of(
    visit: Visit, wanted: Asked, columns: Sequence[Column], *, sort: str, descending: bool = False
) -> Listed:
    """What is asked of a list below a roll-up; its links keep the roll-up's own words."""
    kept = {"period": [wanted.period.code], "town": [wanted.town], "of": ["all"]}
    query = visit.request.query_params
    return asked(query, columns, sort=sort, descending=descending, filters=kept)


def show(visit: Visit) -> Response:
    """The table of lines: all together, and by town or station."""
    wanted = asked_of(visit)
    whole = visit.request.query_params.get("lines") == "all"
    with visit.read() as session:
        rolled = rolled_up(session, visit.reach, wanted)
        kept = kept_roll_ups(session, visit.reach, wanted.period)
    address = Address(wanted, whole)
    return visit.page(
        "tally.html",
        rolled=rolled,
        kept=[line for line in kept if line.town in (wanted.town, visit.reach.prefix)],
        rows=list(line_rows(rolled, whole=whole)),
        address=address,
        whole=whole,
        periods=_periods(wanted),
        cell=Cells(visit, address, rolled.parts),
        states=MONTH_STATES,
    )


@dataclass(frozen=True, slots=True)
class Cells:
    """Where a figure of the table leads: to its stations, or to the rows of one station."""

    visit: Visit
    address: Address
    parts: Sequence[Part]

    def whole(self, row: LineRow) -> str:
        """The stations of a line."""
        return self.visit.url("tally_line", code=row.line.code) + self.address()

    def part(self, row: LineRow, number: int) -> str:
        """The stations of a town, or the rows of a station."""
        part = self.parts[number]
        if part.station is None:
            address = self.address(town=part.town)
            return self.visit.url("tally_line", code=row.line.code) + address
        where = {"code": row.line.code, "station": part.station}
        return self.visit.url("tally_rows", **where) + self.address()


def _periods(wanted: Asked) -> list[tuple[str, str]]:
    """Spans that are often asked for, each with its words."""
    month = Period.month(f"{wanted.today:%Y-%m}")
    last = month.previous()
    quarter = Period.quarter(wanted.today.year, (wanted.today.month + 2) // 3)
    named = (
        (last, "上月"),
        (month, "本月到今天"),
        (quarter, "本季度"),
        (quarter.previous(), "上季度"),
        (Period.year(wanted.today.year), "今年"),
        (Period.year(wanted.today.year - 1), "去年"),
    )
    return [(period.code, words) for period, words in named]


def _line(visit: Visit) -> Line:
    code = str(visit.request.path_params["code"])
    if code not in BY_CODE:
        visit.missing()
    return BY_CODE[code]


def show_line(visit: Visit) -> Response:
    """One line at every station."""
    wanted, line = asked_of(visit), _line(visit)
    listed = _list_of(visit, wanted, STATION_COLUMNS, sort="figure", descending=True)
    with visit.read() as session:
        rolled = rolled_up(session, visit.reach, wanted, lines=[line])
    typed = listed.search
    tallied = _at_stations(rolled, line)
    found = [row for row in tallied if typed in row.name or row.code.startswith(typed)]
    return visit.page(
        "tally_line.html",
        line=line,
        rolled=rolled,
        address=Address(wanted),
        figures=[(unit_shown(unit), shown(rolled.whole.lines[0], unit)) for unit in line.units],
        columns=_columns(line),
        listed=cut(found, listed, keys=_STATION_KEYS, size=200),
    )


@dataclass(frozen=True, slots=True)
class AtStation:
    """A line at one station."""

    id: UUID
    code: str
    name: str
    station: Reporting
    tallied: TallyLine
    figures: tuple[str, ...]

    @property
    def size(self) -> float | None:
        """What the list is sorted by: its first figure, of a ratio the ratio."""
        if self.tallied.ratio is not None:
            return self.tallied.ratio.hundredths
        return self.tallied.value(self.tallied.line.units[0])


_STATION_KEYS: dict[str, Callable[[AtStation], Any]] = {  # Any: whatever compares with its like
    "name": lambda row: row.code,
    "figure": lambda row: row.size,
}


def _at_stations(rolled: RolledUp, line: Line) -> list[AtStation]:
    return [
        AtStation(
            station.id,
            station.code,
            station.name,
            station,
            part.tally.lines[0],
            tuple(shown(part.tally.lines[0], unit) for unit in line.units),
        )
        for station, part in zip(rolled.stations, rolled.by_station(), strict=True)
    ]


def _columns(line: Line) -> Sequence[Column]:
    names = [Column("figure", unit_shown(line.units[0]), Side.FIGURE, sortable=True)]
    names += [Column(unit, unit_shown(unit), Side.FIGURE) for unit in line.units[1:]]
    return (*STATION_COLUMNS[:2], *names)


def show_rows(visit: Visit) -> Response:
    """The records behind a figure of one station; who looked at them is written down."""
    wanted, line, station_id = asked_of(visit), _line(visit), visit.key("station")
    with visit.read() as session:
        found = reporting.stations(session, visit.reach, wanted.period, today=wanted.today)
        station = next((each for each in found if each.id == station_id), None)
        if station is None:
            visit.missing()
        rows = rows_at(session, line.code, wanted.period, station_id, today=wanted.today)
        figures = _both_figures(session, wanted, station, line)
    subject = f"{line.code} {wanted.period.code}"
    visit.note(Action.SAW_PERSONS, station=station_id, subject=subject, rows=len(rows))
    return visit.page(
        "tally_rows.html",
        line=line,
        station=station,
        asked=wanted,
        address=Address(wanted),
        figures=figures,
        columns=ROW_COLUMNS,
        count=sum(row.count for row in rows),
        fen=sum(row.fen for row in rows) if FEN in line.units else None,
        listed=cut(rows, _list_of(visit, wanted, ROW_COLUMNS, sort="day"), keys=ROW_KEYS),
    )


def _both_figures(
    session: Session, wanted: Asked, station: Reporting, line: Line
) -> list[tuple[str, str, str]]:
    """By unit: what the station reported, and what its records count, where these differ (MC7)."""
    if wanted.counts_everybody or not station.handed_in:
        return []
    period, today, key = wanted.period, wanted.today, station.id
    handed_in = {(key, report.ym): report.id for report in station.handed_in}
    then = reported_tally(session, period, [key], handed_in, today=today, lines=[line])
    now = district_tally(session, period, [key], today=today, lines=[line])
    reported, counted = (each.of_station("", key).lines[0] for each in (then, now))
    both = ((unit_shown(unit), shown(reported, unit), shown(counted, unit)) for unit in line.units)
    return [(unit, old, new) for unit, old, new in both if old != new]


def export(visit: Visit) -> Response:
    """The roll-up as a workbook: by town, by station, and what the figures mean."""
    wanted = asked_of(visit)
    rolled, serial = _numbered(visit, wanted)
    subject = f"tally {wanted.period.code} {wanted.town}".strip()
    visit.note(Action.EXPORTED, subject=subject, rows=len(rolled.stations))
    made = imprint(visit, form_of(rolled).place, serial)
    body = tally_xlsx(rolled, made_by=visit.who.name, made_at=visit.now, imprint=made)
    name = f"tally-{wanted.period.code.replace('..', '-')}.xlsx"
    return visit.download(body, name=name, media_type=MEDIA_TYPE)


def export_form(visit: Visit) -> Response:
    """F09 of the town or district as a workbook."""
    rolled, serial = _numbered(visit, asked_of(visit))
    return workbook_answer(visit, form_of(rolled), serial)


def print_form(visit: Visit) -> Response:
    """The same to be printed, signed and sealed."""
    rolled, serial = _numbered(visit, asked_of(visit))
    return paper_answer(visit, form_of(rolled), serial)


def _numbered(visit: Visit, wanted: Asked) -> tuple[RolledUp, str]:
    """A roll-up that is taken away, and its number; nobody waits while it is counted."""
    with visit.read() as session:
        rolled = rolled_up(session, visit.reach, wanted)
    with visit.write() as session:
        kept = numbered(session, visit.reach, rolled, by=visit.who.name, now=visit.now)
        return rolled, kept.serial


PAGES = (
    PageSpec("tally", "/tally", show),
    PageSpec("tally_file", "/tally/tally.xlsx", export),
    PageSpec("tally_form", "/tally/report.xlsx", export_form),
    PageSpec("tally_paper", "/tally/report.pdf", print_form),
    PageSpec("tally_line", "/tally/lines/{code}", show_line),
    PageSpec("tally_rows", "/tally/lines/{code}/stations/{station}", show_rows),
)
