"""Rows of the records' tables as wire values and back, in bulk; the same on both databases."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Select,
    Table,
    Text,
    Uuid,
    bindparam,
    cast,
    func,
    select,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import ARRAY

from station_app.domain.kinds import Kind, Wire, from_wire, to_wire
from station_app.errors import Rejected
from station_app.models.record_type import RecordType
from station_app.models.registry import BY_NAME
from station_app.sync.columns import undashed

AT_ONCE = 1000
"""Keys in one IN list."""
INT64 = 2**63
WRITTEN = frozenset({Kind.REFERENCE, Kind.DATE, Kind.MOMENT})
"""Kinds whose values are no JSON scalars; all others travel as they are stored."""
READ = WRITTEN | {Kind.MONTH, Kind.PARTIAL_DATE}
"""Kinds whose texts are looked at when they come."""
TEXTS = frozenset(Kind) - READ - {Kind.INTEGER, Kind.MONEY, Kind.BOOLEAN}
"""Kinds that any text is a value of."""
Key = TypeVar("Key", UUID, int)
Values = dict[str, Any]  # Any: a row holds one value per column, each of its own type


def chunks(keys: Sequence[Key]) -> Iterable[Sequence[Key]]:
    """Keys in portions that fit into one IN list."""
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))


def among(
    connection: Connection, column: ColumnElement[Any], keys: Sequence[UUID]
) -> ColumnElement[bool]:
    """Whether a column holds one of these keys: any number of them, given as one value."""
    dialect = connection.dialect.name
    return _among(dialect, column, bindparam(None, given(keys, dialect), Text()))


def keys_as_stored(keys: Sequence[UUID], dialect: str) -> list[str]:
    """Keys as the driver takes them, and as `raw_key` gives them."""
    dashed: list[str] = msgspec.to_builtins(list(keys))  # `str(key)` takes twenty times as long
    return undashed(dashed) if dialect == "sqlite" else dashed


def raw_key(column: ColumnElement[Any], dialect: str) -> ColumnElement[str]:
    """A column of keys as texts; making a UUID of each costs more than reading it."""
    return type_coerce(column, Text()) if dialect == "sqlite" else cast(column, Text())


def among_given(dialect: str, column: ColumnElement[Any]) -> ColumnElement[bool]:
    """As `among`, for a statement that is made once; `given` or `listed` makes its "keys"."""
    return _among(dialect, column, bindparam("keys", type_=Text()))


def given(keys: Sequence[UUID], dialect: str) -> str:
    """Any number of keys as the one value that `among_given` takes."""
    return listed(keys_as_stored(keys, dialect), dialect)


def listed(keys: Sequence[str], dialect: str) -> str:
    """As `given`, of keys as the database stores them."""
    if dialect == "sqlite":
        return msgspec.json.encode(keys).decode()
    return "{" + ",".join(keys) + "}"


def _among(
    dialect: str, column: ColumnElement[Any], listed: BindParameter[str]
) -> ColumnElement[bool]:
    if dialect == "sqlite":
        each = func.json_each(listed).table_valued("value")
        return column.in_(select(each.c.value))
    # Not `= ANY (…)`: where PostgreSQL then reads the table it compares each row with each key.
    return column.in_(select(func.unnest(cast(listed, ARRAY(Uuid())))))


def read_rows(
    connection: Connection,
    record_type: RecordType,
    keys: Sequence[UUID],
    names: Sequence[str] | None = None,
) -> dict[UUID, dict[str, Wire]]:
    """The rows of these keys that stand, as wire values; `names` for some fields only."""
    names, dialect = tuple(record_type.by_name if names is None else names), connection.dialect.name
    found: dict[UUID, dict[str, Wire]] = {}
    if keys:
        query = _reading(record_type.name, names, dialect)
        for key, *values in connection.execute(query, {"keys": given(keys, dialect)}):
            found[key] = _as_wire(record_type, dict(zip(names, values, strict=True)))
    return found


@lru_cache(maxsize=256)
def _reading(name: str, names: tuple[str, ...], dialect: str) -> Select[Any]:
    """The question for some fields of a type: putting it into words costs more than asking it."""
    columns = table_of(BY_NAME[name]).c
    query = select(columns.id, *(columns[each] for each in names))
    return query.where(among_given(dialect, columns.id))


def keys_there(connection: Connection, record_type: RecordType, keys: Sequence[UUID]) -> set[UUID]:
    """Which of these records stand."""
    dialect = connection.dialect.name
    query = _standing(record_type.name, dialect)
    return set(connection.scalars(query, {"keys": given(keys, dialect)}))


@cache
def _standing(name: str, dialect: str) -> Select[UUID]:
    key = table_of(BY_NAME[name]).c.id
    return select(key).where(among_given(dialect, key))


def from_row(record_type: RecordType, row: Mapping[Any, Any]) -> dict[str, Wire]:
    """A row of a table as wire values, without its key."""
    return _as_wire(record_type, {name: row[name] for name in record_type.by_name})


def _as_wire(record_type: RecordType, values: Values) -> dict[str, Wire]:
    for name, kind in _fields_of(record_type.name, WRITTEN):
        if values.get(name) is not None:
            values[name] = to_wire(kind, values[name])
    return values


def to_row(record_type: RecordType, key: UUID, values: Mapping[str, Wire]) -> Values:
    """Wire values that fit, as a whole row of a table; what is not named is None."""
    row: Values = dict.fromkeys(record_type.by_name) | dict(values)
    for name, kind in _fields_of(record_type.name, READ):
        if row[name] is not None:
            row[name] = from_wire(kind, row[name])
    row["id"] = key
    return row


@cache
def _fields_of(name: str, kinds: frozenset[Kind]) -> tuple[tuple[str, Kind], ...]:
    fields = BY_NAME[name].fields
    return tuple((field.name, field.kind) for field in fields if field.kind in kinds)


@cache
def _kinds_of(name: str) -> tuple[tuple[str, Kind], ...]:
    return tuple((field.name, field.kind) for field in BY_NAME[name].fields)


def kinds_of(record_type: RecordType) -> tuple[tuple[str, Kind], ...]:
    """The fields of a record type that travel, each with its kind."""
    return _kinds_of(record_type.name)


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
    """The fields without which a row cannot be stored."""
    return _required_of(record_type.name)


def fits(record_type: RecordType, name: str, value: Wire) -> bool:
    """Whether a field is known and the value is one of its kind that either database can store."""
    field = record_type.by_name.get(name)
    if field is None or value is None:
        return field is not None
    if isinstance(value, str):
        if "\0" in value:
            return False
        if field.kind in TEXTS:
            return True
    elif not -INT64 <= value < INT64:
        return False
    try:
        from_wire(field.kind, value)
    except Rejected:
        return False
    return True
