"""What goes with a person to another station: the plain fields of his file that the district reads.

What only the old station may read (SETTLED 13) stays there; so does what belongs to the place:
its file number, its household, its grid, whoever looked after him.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.models.base import SyncedRecord
from station_app.models.person import (
    BANK_ACCOUNT,
    PERSON,
    PERSON_IDENTITY,
    SERVICE_RECORD,
    Person,
)
from station_app.models.record_type import RecordType, Scope
from station_app.models.transfer import CARRIED_OF_PERSON
from station_app.sync.rows import read_rows

PARTS = (PERSON_IDENTITY, SERVICE_RECORD, BANK_ACCOUNT)
"""What hangs on a person and goes with him."""


def carried_fields(
    session: Session, person: Person, transfer_id: UUID
) -> list[dict[str, Any]]:  # Any: rows of `TransferField`, each column of its own type
    """The rows that carry a person's file; their keys follow from what they carry."""
    rows = list(_rows(session, PERSON, [person.id], CARRIED_OF_PERSON, transfer_id))
    for part in PARTS:
        names = [
            field.name
            for field in part.own_fields
            if field.scope is Scope.DISTRICT and field.name != "person_id"
        ]
        rows += _rows(session, part, _keys(session, part.model, person.id), names, transfer_id)
    return rows


def _keys(session: Session, model: type[SyncedRecord], person_id: UUID) -> list[UUID]:
    belongs = model.__table__.c.person_id == person_id
    statement = select(model.id).where(belongs, model.deleted.is_(False)).order_by(model.id)
    return list(session.scalars(statement))


def _rows(
    session: Session,
    record_type: RecordType,
    keys: list[UUID],
    names: Iterable[str],
    transfer_id: UUID,
) -> Iterable[dict[str, Any]]:
    wanted = list(names)
    for key, values in read_rows(session.connection(), record_type, keys).items():
        for name in wanted:
            if values[name] is not None:
                yield {
                    "id": uuid5(transfer_id, f"{key.hex} {name}"),
                    "transfer_id": transfer_id,
                    "record_type": record_type.name,
                    "record_id": key,
                    "field": name,
                    "value": msgspec.json.encode(values[name]).decode(),
                }
