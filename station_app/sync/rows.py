"""Rows of the records' tables as wire values and back, in bulk; the same on both databases."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, select

from station_app.domain.kinds import Wire, from_wire, to_wire
from station_app.errors import Rejected
from station_app.models.record_type import RecordType
from station_app.models.registry import BY_NAME

AT_ONCE = 1000
"""Keys in one IN list."""
INT64 = 2**63
Values = dict[str, Any]  # Any: a row holds one value per column, each of its own type


def chunks(keys: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    """Keys in portions that fit into one IN list."""
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def read_rows(
    connection: Connection, record_type: RecordType, keys: Sequence[UUID]
) -> dict[UUID, dict[str, Wire]]:
    """The rows of these keys that stand, as wire values."""
    table = table_of(record_type)
    found: dict[UUID, dict[str, Wire]] = {}
    for some in chunks(keys):
        for row in connection.execute(select(table).where(table.c.id.in_(some))).mappings():
            found[row["id"]] = from_row(record_type, row)
    return found


def from_row(record_type: RecordType, row: Mapping[Any, Any]) -> dict[str, Wire]:
    """A row of a table as wire values, without its key."""
    return {field.name: to_wire(field.kind, row[field.name]) for field in record_type.fields}


def to_row(record_type: RecordType, key: UUID, values: Mapping[str, Wire]) -> Values:
    """Wire values as a whole row of a table; what is not named is None."""
    row: Values = {
        field.name: from_wire(field.kind, values.get(field.name)) for field in record_type.fields
    }
    row["id"] = key
    return row


def table_of(record_type: RecordType) -> Table:
    """The table of a record type."""
    table = record_type.model.__table__
    assert isinstance(table, Table)
    return table


@cache
def _required_of(name: str) -> frozenset[str]:
    table = table_of(BY_NAME[name])
    return frozenset(column.name for column in table.columns if not column.nullable) - {"id"}


def required_fields(record_type: RecordType) -> frozenset[str]:
    return _required_of(record_type.name)


def fits(record_type: RecordType, name: str, value: Wire) -> bool:
    """Whether a field is known and the value is one of its kind that either database can store."""
    if name not in record_type.by_name:
        return False
    if isinstance(value, str) and "\0" in value:
        return False
    if isinstance(value, int) and not -INT64 <= value < INT64:
        return False
    try:
        from_wire(record_type.by_name[name].kind, value)
    except Rejected:
        return False
    return True
