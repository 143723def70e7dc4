"""From which month on a station owes month reports (DOMAIN §6.4, 应报).

A station begins with the month in which its first PC joined, or with an earlier one if it reported
that; before, there was nobody who could report, and nothing is missing. A station that has no PC
yet counts from the month in which the district entered it, so that it does not slip from sight.
This is the one rule of it: a PC hears the month when it joins, so that both ends ask for the same.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from district_server.down import day_of
from district_server.models import Device, DistrictStation, EnrolmentCode
from station_app.domain.periods import month_of
from station_app.models.month_report import MonthReport


def beginnings(session: Session) -> dict[UUID, str]:
    """The first month of every station; four questions, however many there are."""
    entered = session.execute(select(DistrictStation.id, DistrictStation.added_at))
    found = {station: _month(at) for station, at in entered}
    for station, month in _joined(session).items():
        found[station] = month
    reports = select(MonthReport.station_id, func.min(MonthReport.ym))
    is_out = MonthReport.submitted_on.is_not(None)  # one that was sent back keeps the day
    handed_in = reports.where(MonthReport.deleted.is_(False), is_out)
    for station, month in session.execute(handed_in.group_by(MonthReport.station_id)):
        found[station] = min(month, found.get(station, month))
    return found


def _joined(session: Session) -> dict[UUID, str]:
    """The month of each first PC, by its code as well: a PC that joins again is noted anew."""
    first: dict[UUID, str] = {}
    for station, at in _moments(session):
        first[station] = min(_month(at), first.get(station, _month(at)))
    return first


def _moments(session: Session) -> Iterator[tuple[UUID, datetime]]:
    used = func.min(EnrolmentCode.used_at)
    codes = select(EnrolmentCode.station_id, used).where(EnrolmentCode.used_at.is_not(None))
    for station, at in session.execute(codes.group_by(EnrolmentCode.station_id)):
        if at is not None:
            yield station, at
    devices = select(Device.station_id, func.min(Device.enrolled_at)).group_by(Device.station_id)
    for station, at in session.execute(devices):
        yield station, at


def _month(at: datetime) -> str:
    return month_of(day_of(at))
