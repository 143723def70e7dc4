"""Enrolment codes that still let a PC in."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.models import DistrictStation, EnrolmentCode
from district_server.web.reach import Reach


@dataclass(frozen=True, slots=True)
class CodeLine:
    """A code that nobody used yet; the code itself is not kept, only its hash."""

    key: str
    station_id: UUID
    station_code: str
    station_name: str
    made_at: datetime
    expires_at: datetime


def open_codes(session: Session, reach: Reach, *, now: datetime) -> list[CodeLine]:
    """Codes within reach that are neither used nor expired nor withdrawn, the newest first."""
    rows = session.execute(
        select(EnrolmentCode, DistrictStation)
        .join(DistrictStation, DistrictStation.id == EnrolmentCode.station_id)
        .where(reach.stations(), EnrolmentCode.expires_at > now)
        .where(EnrolmentCode.used_at.is_(None), EnrolmentCode.withdrawn_at.is_(None))
        .order_by(EnrolmentCode.made_at.desc(), DistrictStation.division_code)
    )
    return [
        CodeLine(
            code.code_hash,
            station.id,
            station.division_code,
            station.name,
            code.made_at,
            code.expires_at,
        )
        for code, station in rows
    ]


def withdraw(session: Session, reach: Reach, key: str, *, now: datetime) -> UUID | None:
    """Make a code useless; returns its station, None where there is no such open code in reach."""
    found = next((code for code in open_codes(session, reach, now=now) if code.key == key), None)
    if found is None:
        return None
    row = session.get_one(EnrolmentCode, key)
    row.withdrawn_at = now
    return found.station_id
