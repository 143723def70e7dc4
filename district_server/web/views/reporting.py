"""Which stations have reported a period: a complete upload of every PC after its end.

Until months are submitted by the stations themselves, this is what 已报 means.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.models import Device, DistrictStation
from district_server.web.reach import TOWN_DIGITS, Reach
from district_server.web.rendering import CHINA
from station_app.domain.periods import Period

_TOWN = re.compile(r".+?(?:街道|镇|乡|苏木|民族乡)")
TOWN_ITSELF = "000"
"""The last digits of a station that belongs to the town and to no village."""


@dataclass(frozen=True, slots=True)
class Reporting:
    """A station, and whether its figures of a period are complete.

    `reported_at` is the moment at which its last PC had nothing more to send, `heard_at` the last
    complete upload of any; `waiting_for` names the PCs without one since the period ended.
    """

    id: UUID
    code: str
    name: str
    reported_at: datetime | None
    heard_at: datetime | None
    waiting_for: tuple[str, ...]

    @property
    def is_reported(self) -> bool:
        """Whether everything up to the end of the period is here."""
        return self.reported_at is not None

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


def stations(session: Session, reach: Reach, period: Period) -> list[Reporting]:
    """All stations within reach with their state, by division code."""
    devices = defaultdict(list)
    for device in session.scalars(select(Device).where(Device.revoked_at.is_(None))):
        devices[device.station_id].append(device)
    places = session.scalars(
        select(DistrictStation).where(reach.stations()).order_by(DistrictStation.division_code)
    )
    return [_reporting(place, devices[place.id], end_of(period)) for place in places]


def _reporting(place: DistrictStation, devices: Sequence[Device], end: datetime) -> Reporting:
    """A PC that was never heard of keeps its station waiting: it may hold rows of its own."""
    complete = [device.last_complete_at for device in devices]
    late = [
        device.name or device.letter
        for device in devices
        if device.last_complete_at is None or device.last_complete_at < end
    ]
    known = [at for at in complete if at is not None]
    heard_at = max(known, default=None)
    reported_at = None if late else heard_at
    return Reporting(place.id, place.division_code, place.name, reported_at, heard_at, tuple(late))


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
