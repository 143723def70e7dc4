"""What the audit table says, for the page and for its export."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from district_server.models import AuditEntry, DistrictStation
from district_server.web.listing import Asked, PageOf, page_of

MOST_EXPORTED = 100_000


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One row: who, when, what, of which station, how many rows."""

    at: datetime
    officer: str
    action: str
    station_id: UUID | None
    station: str | None
    subject: str | None
    rows: int | None


def entries(session: Session, asked: Asked) -> PageOf[AuditLine]:
    """The rows that the page asks for, the newest first."""
    columns = {"at": AuditEntry.at, "officer": AuditEntry.officer_name}
    found = page_of(session, _query(asked), asked, columns=columns, tie=AuditEntry.id)
    return PageOf([_line(*row) for row in found.rows], found.total, asked, found.size)


def all_entries(session: Session, asked: Asked) -> list[AuditLine]:
    """The same rows without pages, for a file."""
    query = _query(asked).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    return [_line(*row) for row in session.execute(query.limit(MOST_EXPORTED))]


def officers(session: Session) -> Sequence[str]:
    """Everybody who stands in the table, for the filter."""
    query = select(AuditEntry.officer_name).distinct().order_by(AuditEntry.officer_name)
    return session.scalars(query).all()


def _query(asked: Asked) -> Select[*tuple[Any, ...]]:
    query = select(AuditEntry, DistrictStation.name).outerjoin(
        DistrictStation, DistrictStation.id == AuditEntry.station_id
    )
    if action := asked.filters.get("action"):
        query = query.where(AuditEntry.action == action)
    if officer := asked.filters.get("who"):
        query = query.where(AuditEntry.officer_name == officer)
    if asked.search:
        query = query.where(DistrictStation.name.contains(asked.search, autoescape=True))
    return query


def _line(entry: AuditEntry, station: str | None) -> AuditLine:
    return AuditLine(
        entry.at,
        entry.officer_name,
        entry.action,
        entry.station_id,
        station,
        entry.subject,
        entry.row_count,
    )
