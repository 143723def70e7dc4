"""The month reports of the stations: a year of them at a glance, and one with its figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.beginnings import beginnings
from district_server.models import DistrictStation
from district_server.web.reach import TOWN_DIGITS, Reach
from district_server.web.views.tally import shown
from station_app.domain.codes import MonthState
from station_app.domain.month_report import HANDED_IN, hash_of, thawed, thawed_notes
from station_app.domain.periods import Period, add_months, last_day, month_of
from station_app.domain.tally import Line, Tally, TallyLine
from station_app.domain.tally_lines import GROUPS, LINES
from station_app.queries.month_reports import (
    MonthReportRow,
    content_of,
    reports_of_stations,
    versions_of,
)
from station_app.queries.roll_up import district_tally


@dataclass(frozen=True, slots=True)
class MonthCell:
    """A month of a station; without a report it is open, and late once the month is over.

    Before the station began (`beginnings`) nothing is late: `is_due` is False.
    """

    ym: str
    is_over: bool
    report: MonthReportRow | None
    is_due: bool = True

    @property
    def state(self) -> MonthState:
        """How far it has come."""
        return self.report.state if self.report else MonthState.OPEN

    @property
    def is_handed_in(self) -> bool:
        """Whether it counts."""
        return self.state in HANDED_IN

    @property
    def is_missing(self) -> bool:
        """Whether the month is over and its report is not here."""
        return self.is_over and self.is_due and not self.is_handed_in


@dataclass(frozen=True, slots=True)
class StationMonths:
    """A station with its months of a year."""

    id: UUID
    code: str
    name: str
    cells: tuple[MonthCell, ...]

    @property
    def town(self) -> str:
        """The digits of its town."""
        return self.code[:TOWN_DIGITS]

    @property
    def missing(self) -> int:
        """How many months are over and not handed in."""
        return sum(cell.is_missing for cell in self.cells)


@dataclass(frozen=True, slots=True)
class MonthSum:
    """How many stations handed a month in, of how many."""

    ym: str
    is_over: bool
    reported: int
    due: int


def year_of_months(
    session: Session, reach: Reach, year: int, *, today: date
) -> list[StationMonths]:
    """Every station within reach with the twelve months of a year."""
    months = Period.year(year).months
    query = select(DistrictStation).where(reach.stations())
    # before the rest: whatever station is added meanwhile has a beginning, but is not shown yet
    places = session.scalars(query.order_by(DistrictStation.division_code)).all()
    reports, began = reports_of_stations(session, months), beginnings(session)
    return [
        StationMonths(
            place.id,
            place.division_code,
            place.name,
            tuple(
                MonthCell(
                    ym, last_day(ym) < today, reports.get((place.id, ym)), ym >= began[place.id]
                )
                for ym in months
            ),
        )
        for place in places
    ]


def sums(stations: Sequence[StationMonths], year: int, *, today: date) -> list[MonthSum]:
    """已报 and 应报 of each month: of the stations that had begun."""
    return [
        MonthSum(
            ym,
            last_day(ym) < today,
            sum(station.cells[place].is_handed_in for station in stations),
            sum(station.cells[place].is_due for station in stations),
        )
        for place, ym in enumerate(Period.year(year).months)
    ]


def last_month(session: Session, reach: Reach, *, today: date) -> MonthSum:
    """已报 and 应报 of the month that ended last."""
    ym = add_months(month_of(today), -1)
    stations = year_of_months(session, reach, int(ym[:4]), today=today)
    return next(month for month in sums(stations, int(ym[:4]), today=today) if month.ym == ym)


@dataclass(frozen=True, slots=True)
class ReportedRow:
    """A line in one unit: as it was reported, and as the records that are here count it."""

    line: Line
    unit: str
    reported: str
    now: str
    note: str
    heading: str | None

    @property
    def differs(self) -> bool:
        """Whether the records say otherwise today."""
        return self.reported != self.now


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One month of a station: the version that counts, all versions, the figures of a report.

    `is_sound` says that its text fits its hash, `is_read` that this program understands it.
    """

    place: DistrictStation
    ym: str
    is_over: bool
    report: MonthReportRow | None
    versions: tuple[MonthReportRow, ...]
    is_sound: bool
    is_read: bool
    rows: Sequence[ReportedRow]


def report_page(
    session: Session, reach: Reach, station_id: UUID, ym: str, *, today: date
) -> ReportPage | None:
    """A station's month; None where the station is not within reach."""
    place = session.get(DistrictStation, station_id)
    if place is None or not reach.covers(place.division_code):
        return None
    versions = versions_of(session, ym, station_id=station_id)[::-1]
    report = versions[0] if versions else None
    text = content_of(session, report.id) if report else ""
    is_sound = report is not None and hash_of(text) == report.content_hash
    reported = thawed(text) if is_sound else None
    rows: list[ReportedRow] = []
    if reported is not None:
        period = Period.month(ym)
        counted = district_tally(session, period, [station_id], today=today)
        now = counted.of_station(place.name, station_id)
        rows = list(_rows(reported, now, thawed_notes(text)))
    over, is_read = last_day(ym) < today, reported is not None
    return ReportPage(place, ym, over, report, versions, is_sound, is_read, rows)


def _rows(reported: Tally, now: Tally, notes: dict[str, str]) -> Iterator[ReportedRow]:
    """Line by line; those by code list only where they say something or differ."""
    known = {line.code for line in LINES}
    group = ""
    for line in reported.lines:
        counted = now.by_code.get(line.code, line)
        if "." in line.code and not (_speaks(line) or _speaks(counted)):
            continue
        letter = line.line.group
        heading = GROUPS.get(letter, letter) if letter != group and line.code in known else None
        group = letter if heading else group
        for unit in line.line.units:
            texts = shown(line, unit), shown(counted, unit)
            yield ReportedRow(line.line, unit, *texts, notes.get(line.code, ""), heading)
            heading = None


def _speaks(line: TallyLine) -> bool:
    return any(line.values.values())
