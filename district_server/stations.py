"""The stations of a district: making the district, adding a station, codes, the list."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from district_server import auth, keys
from district_server.models import Device, District, DistrictStation, ScopeSequence
from station_app.errors import Rejected
from station_app.models.identifiers import DISTRICT_SCOPE, station_id_of
from station_app.models.person import Person

CODE_DIGITS = 12


@dataclass(frozen=True, slots=True)
class StationRow:
    """A station as the list shows it."""

    code: str
    name: str
    people: int
    last_complete_upload: datetime | None


def initialise(session: Session, *, now: datetime) -> UUID:
    """Give the district its identity; doing it again changes nothing."""
    district = session.get(District, 1)
    if district is None:
        district = District(id=1, server_id=uuid4(), made_at=now)
        session.add_all([district, ScopeSequence(scope=DISTRICT_SCOPE, seq=0)])
        session.flush()
    keys.make_keys(session, now=now)
    return district.server_id


def server_id(session: Session) -> UUID:
    """Which server this is."""
    found: UUID | None = session.scalar(select(District.server_id))
    if found is None:
        raise Rejected("district.not_initialised")
    return found


def add_station(session: Session, *, code: str, name: str, now: datetime) -> UUID:
    """Let a station report here; raises `Rejected` for a wrong code and for one already added."""
    if len(code) != CODE_DIGITS or not (code.isascii() and code.isdigit()):
        raise Rejected("district.bad_division_code", code=code)
    if not name.strip():
        raise Rejected("district.no_name")
    station_id = station_id_of(code)
    if session.get(DistrictStation, station_id) is not None:
        raise Rejected("district.station_exists", code=code)
    session.add(ScopeSequence(scope=station_id, seq=0))
    session.add(
        DistrictStation(
            id=station_id, division_code=code, name=name.strip(), added_at=now, devices_given=0
        )
    )
    session.flush()
    return station_id


def find_station(session: Session, code: str) -> DistrictStation:
    """The station of a division code."""
    station = session.get(DistrictStation, station_id_of(code))
    if station is None:
        raise Rejected("district.no_such_station", code=code)
    return station


def add_code(session: Session, code: str, *, now: datetime, days: int) -> str:
    """Another one-time code of a station, for a second or a new PC."""
    return auth.new_code(session, find_station(session, code).id, now=now, days=days)


def list_stations(session: Session) -> list[StationRow]:
    """All stations by division code, with their people and their last complete upload."""
    people = (
        select(Person.station_id, func.count().label("people"))
        .where(Person.deleted.is_(False))
        .group_by(Person.station_id)
        .subquery()
    )
    uploads = (
        select(Device.station_id, func.max(Device.last_complete_at).label("at"))
        .group_by(Device.station_id)
        .subquery()
    )
    rows = session.execute(
        select(DistrictStation.division_code, DistrictStation.name, people.c.people, uploads.c.at)
        .outerjoin(people, people.c.station_id == DistrictStation.id)
        .outerjoin(uploads, uploads.c.station_id == DistrictStation.id)
        .order_by(DistrictStation.division_code)
    )
    return [StationRow(code, name, count or 0, at) for code, name, count, at in rows]
