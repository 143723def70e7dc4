"""Stations and their PCs as the pages show them: last upload, versions, clocks, refusals."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Subquery, and_, case, func, select
from sqlalchemy.orm import Session

from district_server.models import Blob, Device, DistrictStation, RefusedRow
from district_server.web.reach import Reach
from station_app.models.attachment import Attachment
from station_app.models.conflict import Conflict
from station_app.models.person import Person
from station_app.sync import wire

LATE_AFTER = timedelta(days=7)
"""A station that did not report completely for so long is late."""
CLOCK_TOLERANCE = 300
"""Seconds by which a PC's clock may differ before the pages say so."""


@dataclass(frozen=True, slots=True)
class StationLine:
    """A station with what is to be known about its reporting."""

    id: UUID
    code: str
    name: str
    added_at: datetime
    people: int
    devices: int
    wrong_clocks: int
    old_programs: int
    waiting: int | None
    complete_at: datetime | None
    refused: int
    conflicts: int
    photos_missing: int
    is_late: bool

    @property
    def has_never_reported(self) -> bool:
        """Whether nothing complete came yet."""
        return self.complete_at is None


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A PC of a station."""

    id: UUID
    name: str
    letter: str
    station_id: UUID
    station_code: str
    station_name: str
    enrolled_at: datetime
    revoked_at: datetime | None
    revoke_reason: str | None
    heard_at: datetime | None
    complete_at: datetime | None
    program: str | None
    is_current: bool
    waiting: int | None
    clock_ahead: int | None
    refused: int

    @property
    def clock_is_wrong(self) -> bool:
        """Whether its clock is off by more than a few minutes."""
        return self.clock_ahead is not None and abs(self.clock_ahead) > CLOCK_TOLERANCE


def stations(session: Session, reach: Reach, *, now: datetime) -> list[StationLine]:
    """All stations within reach, by division code."""
    people, devices = _people(), _devices()
    refused, conflicts, photos = _refused(), _conflicts(), _photos()
    query = (
        select(DistrictStation, people.c.n.label("people"), devices)
        .add_columns(refused.c.n.label("refused"), conflicts.c.n.label("conflicts"))
        .add_columns(photos.c.n.label("photos"))
        .where(reach.stations())
        .order_by(DistrictStation.division_code)
    )
    for part in (people, devices, refused, conflicts, photos):
        query = query.outerjoin(part, part.c.station_id == DistrictStation.id)
    return [_line(row._mapping, now) for row in session.execute(query)]


def _line(row: Mapping[Any, Any], now: datetime) -> StationLine:
    station: DistrictStation = row["DistrictStation"]
    complete_at = row["complete_at"]
    since = complete_at or station.added_at
    return StationLine(
        id=station.id,
        code=station.division_code,
        name=station.name,
        added_at=station.added_at,
        people=_whole(row["people"]) or 0,
        devices=_whole(row["devices"]) or 0,
        wrong_clocks=_whole(row["wrong_clocks"]) or 0,
        old_programs=_whole(row["old_programs"]) or 0,
        waiting=_whole(row["waiting"]),
        complete_at=complete_at,
        refused=_whole(row["refused"]) or 0,
        conflicts=_whole(row["conflicts"]) or 0,
        photos_missing=_whole(row["photos"]) or 0,
        is_late=now - since > LATE_AFTER,
    )


def _whole(number: Any) -> int | None:  # Any: PostgreSQL's sums are decimals
    return None if number is None else int(number)


def _people() -> Subquery:
    return (
        select(Person.station_id, func.count().label("n"))
        .where(Person.deleted.is_(False))
        .group_by(Person.station_id)
        .subquery()
    )


def _devices() -> Subquery:
    """PCs that may still report; the last complete upload counts whoever made it."""
    live = Device.revoked_at.is_(None)
    wrong = and_(live, func.abs(Device.clock_ahead) > CLOCK_TOLERANCE)
    old = and_(live, Device.schema.is_not(None), Device.schema != wire.SCHEMA)
    return (
        select(
            Device.station_id,
            _count_if(live).label("devices"),
            _count_if(wrong).label("wrong_clocks"),
            _count_if(old).label("old_programs"),
            func.sum(case((live, Device.waiting))).label("waiting"),
            func.max(Device.last_complete_at).label("complete_at"),
        )
        .group_by(Device.station_id)
        .subquery()
    )


def _count_if(condition: Any) -> Any:  # Any: conditions of several kinds
    return func.sum(case((condition, 1), else_=0))


def _refused() -> Subquery:
    return (
        select(Device.station_id, func.count().label("n"))
        .join(RefusedRow, RefusedRow.device_id == Device.id)
        .group_by(Device.station_id)
        .subquery()
    )


def _conflicts() -> Subquery:
    return (
        select(Conflict.station_id, func.count().label("n"))
        .where(Conflict.resolved_at.is_(None), Conflict.deleted.is_(False))
        .group_by(Conflict.station_id)
        .subquery()
    )


def _photos() -> Subquery:
    """Photos of which the record is here and the picture is not, or not whole."""
    whole = and_(Blob.station_id == Attachment.station_id, Blob.name == Attachment.blob)
    return (
        select(Attachment.station_id, func.count(Attachment.blob.distinct()).label("n"))
        .outerjoin(Blob, whole)
        .where(Attachment.deleted.is_(False), Blob.whole_at.is_(None))
        .group_by(Attachment.station_id)
        .subquery()
    )


def station(
    session: Session, reach: Reach, station_id: UUID, *, now: datetime
) -> StationLine | None:
    """One station; None where there is none within reach."""
    return next((line for line in stations(session, reach, now=now) if line.id == station_id), None)


def devices(session: Session, reach: Reach, *, station_id: UUID | None = None) -> list[DeviceLine]:
    """The PCs of the stations within reach, or of one of them, those shut out last."""
    refused = (
        select(RefusedRow.device_id, func.count().label("n"))
        .group_by(RefusedRow.device_id)
        .subquery()
    )
    query: Select[*tuple[Any, ...]] = (
        select(Device, DistrictStation, refused.c.n)
        .join(DistrictStation, DistrictStation.id == Device.station_id)
        .outerjoin(refused, refused.c.device_id == Device.id)
        .where(reach.stations())
        .order_by(DistrictStation.division_code, Device.letter)
    )
    if station_id is not None:
        query = query.where(Device.station_id == station_id)
    return [_device(device, place, count) for device, place, count in session.execute(query)]


def _device(device: Device, place: DistrictStation, refused: int | None) -> DeviceLine:
    return DeviceLine(
        id=device.id,
        name=device.name,
        letter=device.letter,
        station_id=place.id,
        station_code=place.division_code,
        station_name=place.name,
        enrolled_at=device.enrolled_at,
        revoked_at=device.revoked_at,
        revoke_reason=device.revoke_reason,
        heard_at=device.heard_at,
        complete_at=device.last_complete_at,
        program=device.program,
        is_current=device.schema is None or device.schema == wire.SCHEMA,
        waiting=device.waiting,
        clock_ahead=device.clock_ahead,
        refused=refused or 0,
    )
