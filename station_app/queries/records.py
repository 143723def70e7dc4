"""Any record as a frozen row: its key and the values of its fields, for forms and pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, Table, select
from sqlalchemy.orm import Session

from station_app.domain.kinds import Value
from station_app.models.record_type import RecordType


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record: a form takes `values` as the values it starts from."""

    record_id: UUID
    values: Mapping[str, Value]

    def text(self, name: str) -> str | None:
        """A text value, or None."""
        value = self.values.get(name)
        return value if isinstance(value, str) else None


def record_rows(
    session: Session, record_type: RecordType, *conditions: ColumnElement[bool]
) -> tuple[RecordRow, ...]:
    """The records of a type that meet the conditions and are not retired, oldest first."""
    table = record_type.model.__table__
    assert isinstance(table, Table)
    columns = [table.c[field.name] for field in record_type.own_fields]
    statement = select(table.c.id, *columns).where(table.c.deleted.is_(False), *conditions)
    names = [column.name for column in columns]
    return tuple(
        RecordRow(row[0], dict(zip(names, row[1:], strict=True)))
        for row in session.execute(statement.order_by(table.c.id))
    )


def record_row(session: Session, record_type: RecordType, record_id: UUID) -> RecordRow | None:
    """One record, or None when it is not there or retired."""
    found = record_rows(session, record_type, record_type.model.id == record_id)
    return found[0] if found else None
