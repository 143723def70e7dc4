"""Which stations have reported a period: the reports of all its months were handed in.

What a station uploaded is told beside it: until every PC has sent all, the rows behind a report
may still be on their way. A report of nothing but noughts is a report (MC8).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.beginnings import beginnings
from district_server.models import Device, DistrictStation
from district_server.web.reach import TOWN_DIGITS, Reach
from district_server.web.rendering import CHINA
from station_app.domain.periods import Period, last_day
from station_app.queries.month_reports import MonthReportRow, reports_of_stations

_TOWN = re.compile(r".+?(?:街道|镇|乡|苏木|民族乡)")
TOWN_ITSELF = "000"
"""The last digits of a station that belongs to the town and to no village."""


@dataclass(frozen=True, slots=True)
class Reporting:
    """A station, and whether its figures of a period are complete.

    `due` are the months of the period that are over and in which the station had begun
    (`beginnings`), `reports` what stands of each; a station that began after the period is not
    expected to report it (`is_expected`) and is neither 未报 nor counted as 应报. `uploaded_at`
    is the moment at which its last PC had nothing more to send, `heard_at` the last complete upload
    of any; `waiting_for` names the PCs without one since the period ended.
    """

    id: UUID
    code: str
    name: str
    due: tuple[str, ...]
    reports: Mapping[str, MonthReportRow]
    uploaded_at: datetime | None
    heard_at: datetime | None
    waiting_for: tuple[str, ...]
    is_expected: bool = True

    @property
    def handed_in(self) -> tuple[MonthReportRow, ...]:
        """The reports that count, by month."""
        found = (self.reports.get(month) for month in self.due)
        return tuple(report for report in found if report is not None and report.is_handed_in)

    @property
    def missing_months(self) -> tuple[str, ...]:
        """Months that were not handed in, or were sent back and did not come again."""
        there = {report.ym for report in self.handed_in}
        return tuple(month for month in self.due if month not in there)

    @property
    def is_reported(self) -> bool:
        """Whether all reports of the period are here."""
        return bool(self.due) and not self.missing_months

    @property
    def is_zero(self) -> bool:
        """零报告: nothing happened in the whole period, and the station says so."""
        return self.is_reported and all(report.is_zero for report in self.handed_in)

    @property
    def town(self) -> str:
        """The digits of its town."""
        return self.code[:TOWN_DIGITS]


@dataclass(frozen=True, slots=True)
class Town:
    """The stations of a town, the town's own among them."""

    code: str
    name: str
    stations: tuple[Reporting, ...]


def end_of(period: Period) -> datetime:
    """The moment at which a period is over in China."""
    day = period.last_day + timedelta(days=1)
    return datetime.combine(day, time(), CHINA).astimezone(UTC)


def stations(session: Session, reach: Reach, period: Period, *, today: date) -> list[Reporting]:
    """All stations within reach with their state, by division code."""
    devices = defaultdict(list)
    for device in session.scalars(select(Device).where(Device.revoked_at.is_(None))):
        devices[device.station_id].append(device)
    places = session.scalars(
        select(DistrictStation).where(reach.stations()).order_by(DistrictStation.division_code)
    ).all()  # before `beginnings`: a station that is added meanwhile is not shown yet
    due = tuple(month for month in period.months if last_day(month) < today)
    began = beginnings(session)
    reports: dict[UUID, dict[str, MonthReportRow]] = defaultdict(dict)
    for (station, month), report in reports_of_stations(session, due).items():
        reports[station][month] = report
    end = end_of(period)
    found = []
    for place in places:
        own = tuple(month for month in due if month >= began[place.id])
        one = _reporting(place, devices[place.id], end, own, reports[place.id])
        found.append(replace(one, is_expected=period.end >= began[place.id]))
    return found


def _reporting(
    place: DistrictStation,
    devices: Sequence[Device],
    end: datetime,
    due: tuple[str, ...],
    reports: Mapping[str, MonthReportRow],
) -> Reporting:
    """A PC that was never heard of keeps its station waiting: it may hold rows of its own."""
    complete = [device.last_complete_at for device in devices]
    late = [
        device.name or device.letter
        for device in devices
        if device.last_complete_at is None or device.last_complete_at < end
    ]
    heard_at = max((at for at in complete if at is not None), default=None)
    return Reporting(
        id=place.id,
        code=place.division_code,
        name=place.name,
        due=due,
        reports=reports,
        uploaded_at=None if late else heard_at,
        heard_at=heard_at,
        waiting_for=tuple(late),
    )


def towns(found: Iterable[Reporting]) -> list[Town]:
    """The stations by town."""
    by_code: dict[str, list[Reporting]] = defaultdict(list)
    for station in found:
        by_code[station.town].append(station)
    return [Town(code, _name(members), tuple(members)) for code, members in by_code.items()]


def town_called(session: Session, prefix: str) -> str:
    """What the town of a division code is called; its digits while no station says so."""
    place = DistrictStation
    named = select(place.division_code, place.name).where(
        place.division_code.startswith(prefix, autoescape=True)
    )
    return _called([(code, name) for code, name in session.execute(named)], prefix)


def _name(members: Sequence[Reporting]) -> str:
    return _called([(station.code, station.name) for station in members], members[0].town)


def _called(stations: Sequence[tuple[str, str]], digits: str) -> str:
    """The name of a town: by its own station, else by the first words of a village's."""
    own = [name for code, name in stations if code.endswith(TOWN_ITSELF)]
    for name in (*own, *(name for _, name in sorted(stations))):
        if found := _TOWN.match(name):
            return found.group()
    return own[0] if own else digits
