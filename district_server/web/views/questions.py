"""What the stations still have to settle: open conflicts, and rows that were not taken."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from district_server.models import Device, DistrictStation, RefusedRow
from district_server.web.listing import Asked, PageOf, page_of
from district_server.web.reach import Reach
from station_app.domain import masking
from station_app.domain.kinds import Kind, from_wire, to_text
from station_app.domain.partial_date import PartialDate
from station_app.errors import StationError
from station_app.messages import sentences
from station_app.models.conflict import Conflict
from station_app.models.record_type import Field, Scope
from station_app.models.registry import BY_NAME
from station_app.sync.conflict_rows import from_wire_text

HIDDEN = "***"
EMPTY = "（空）"


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """A field in question, both values masked (PV1): the station decides, the district sees."""

    station_id: UUID
    station_name: str
    station_code: str
    record_label: str
    field_label: str
    server: str
    server_by: str
    server_at: datetime | None
    client: str
    client_by: str
    client_at: datetime | None
    since: datetime


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A row that was not taken, and why."""

    station_id: UUID
    station_name: str
    station_code: str
    device_letter: str
    record_label: str
    record_key: str
    reason: str
    refused_at: datetime


def conflicts(session: Session, reach: Reach, asked: Asked) -> PageOf[ConflictLine]:
    """Open conflicts of the stations within reach."""
    query = (
        select(Conflict, DistrictStation)
        .join(DistrictStation, DistrictStation.id == Conflict.station_id)
        .where(reach.stations(), Conflict.resolved_at.is_(None), Conflict.deleted.is_(False))
    )
    found = page_of(
        session,
        _of_station(query, asked),
        asked,
        columns={"station": DistrictStation.division_code, "since": Conflict.created_at},
        tie=Conflict.id,
    )
    return PageOf([_conflict(*row) for row in found.rows], found.total, asked, found.size)


def refused(session: Session, reach: Reach, asked: Asked) -> PageOf[RefusedLine]:
    """Rows of the stations within reach that were not taken."""
    query = (
        select(RefusedRow, Device, DistrictStation)
        .join(Device, Device.id == RefusedRow.device_id)
        .join(DistrictStation, DistrictStation.id == Device.station_id)
        .where(reach.stations())
    )
    found = page_of(
        session,
        _of_station(query, asked),
        asked,
        columns={"station": DistrictStation.division_code, "since": RefusedRow.refused_at},
        tie=RefusedRow.record_id,
    )
    return PageOf([_refused(*row) for row in found.rows], found.total, asked, found.size)


def _of_station(query: Select[*tuple[Any, ...]], asked: Asked) -> Select[*tuple[Any, ...]]:
    """Narrowed to stations whose name holds, or whose code begins with, what was typed."""
    if not asked.search:
        return query
    name = DistrictStation.name.contains(asked.search, autoescape=True)
    code = DistrictStation.division_code.startswith(asked.search, autoescape=True)
    return query.where(or_(name, code))


def _conflict(conflict: Conflict, station: DistrictStation) -> ConflictLine:
    record_type = BY_NAME.get(conflict.record_type)
    field = record_type.by_name.get(conflict.field) if record_type else None
    return ConflictLine(
        station_id=station.id,
        station_name=station.name,
        station_code=station.division_code,
        record_label=record_type.label if record_type else conflict.record_type,
        field_label=field.label if field else conflict.field,
        server=masked(field, conflict.server_value),
        server_by=masking.mask_name(conflict.server_by or ""),
        server_at=conflict.server_at,
        client=masked(field, conflict.client_value),
        client_by=masking.mask_name(conflict.client_by or ""),
        client_at=conflict.client_at,
        since=conflict.created_at,
    )


def masked(field: Field | None, text: str | None) -> str:
    """A value in question with as much of it as tells the two apart (PV1); free text is hidden."""
    if text is None or text == "":
        return EMPTY
    if field is None or field.scope is Scope.STATION:
        return HIDDEN
    try:
        value = from_wire(field.kind, from_wire_text(field.kind, text))
    except (StationError, ValueError):
        return HIDDEN
    return _shown(field, to_text(field.kind, value, field.choices))


def _shown(field: Field, words: str) -> str:
    match field.kind:
        case Kind.ID_NUMBER:
            return masking.mask_id_number(words)
        case Kind.PHONE:
            return masking.mask_phone(words)
        case Kind.DATE | Kind.PARTIAL_DATE | Kind.MONTH:
            return PartialDate.of(words).official()
        case Kind.CHOICE | Kind.BOOLEAN | Kind.INTEGER | Kind.MONEY:
            return words
        case Kind.TEXT:
            return _masked_text(field.name, words)
        case _:
            return HIDDEN


def _masked_text(name: str, words: str) -> str:
    if name.endswith("name"):
        return masking.mask_name(words)
    if "address" in name:
        return masking.mask_address(words)
    if "account" in name or name.endswith("_no"):
        return masking.mask_account(words)
    return words[:1] + "*" * min(len(words) - 1, 6)


def _refused(row: RefusedRow, device: Device, station: DistrictStation) -> RefusedLine:
    record_type = BY_NAME.get(row.record_type)
    return RefusedLine(
        station_id=station.id,
        station_name=station.name,
        station_code=station.division_code,
        device_letter=device.letter,
        record_label=record_type.label if record_type else row.record_type,
        record_key=row.record_id.hex[-8:],
        reason=sentences().get(row.code, row.code),
        refused_at=row.refused_at,
    )
