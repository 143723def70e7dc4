"""People with what a roster says of them, one flat row each, for workbooks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.models.person import Person, ServiceRecord
from station_app.queries.people import IdentityRow, identities_of

CHUNK = 500
FIELDS = (
    *("file_no", "name", "sex", "id_number", "birth_date", "ethnicity", "political"),
    *("education", "group_name", "address", "mobile", "phone2", "contact_name"),
    *("contact_relation", "contact_phone", "status", "note"),
)


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One person: the values of `FIELDS`, the identities, and when the service began and ended."""

    person_id: UUID
    values: dict[str, Any]  # Any: each field's own type
    identities: tuple[IdentityRow, ...]
    enlisted: str | None
    discharged: str | None


def export_rows(session: Session, person_ids: Sequence[UUID]) -> list[ExportRow]:
    """The people in the order in which they are named; three statements for each 500."""
    rows: list[ExportRow] = []
    for start in range(0, len(person_ids), CHUNK):
        rows += _some(session, list(person_ids[start : start + CHUNK]))
    return rows


def _some(session: Session, keys: list[UUID]) -> list[ExportRow]:
    columns = [getattr(Person, name) for name in FIELDS]
    people = session.execute(select(Person.id, *columns).where(Person.id.in_(keys)))
    values = {row[0]: dict(zip(FIELDS, row[1:], strict=True)) for row in people}
    held, served = identities_of(session, keys), _served(session, keys)
    return [
        ExportRow(key, values[key], held.get(key, ()), *served.get(key, (None, None)))
        for key in keys
        if key in values
    ]


def _served(session: Session, keys: list[UUID]) -> dict[UUID, tuple[str | None, str | None]]:
    """The first enlistment and the last discharge."""
    record = ServiceRecord
    statement = (
        select(record.person_id, record.enlist_date, record.discharge_date)
        .where(record.person_id.in_(keys), record.deleted.is_(False))
        .order_by(record.person_id, record.enlist_date)
    )
    found: dict[UUID, tuple[str | None, str | None]] = {}
    for key, enlisted, discharged in session.execute(statement):
        first = found.get(key, (enlisted, None))[0]
        found[key] = (first, discharged)
    return found
