"""Whole records of one type from a table and into it, column by column.

Into PostgreSQL they go by COPY, into SQLite by one statement; either all of a block or none of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Select, Table, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from station_app.models.record_type import RecordType
from station_app.models.registry import BY_NAME
from station_app.sync import wire
from station_app.sync.columns import (
    NOTHING,
    SQLITE,
    Column,
    Misfit,
    Stored,
    as_wire,
    checked,
    raw_columns,
    stored,
)
from station_app.sync.rows import (
    among_given,
    keys_as_stored,
    kinds_of,
    listed,
    raw_key,
    required_fields,
    table_of,
)

SPECIAL = re.compile(r"[\\\t\n\r]")
"""What COPY reads as something else."""
ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NULL = "\\N"
WRITTEN_AT_ONCE = 4096
"""Rows that are handed to COPY together."""
TOO_LONG_FOR_AN_INDEX = "54000"
"""PostgreSQL's word (SQLSTATE) for a key of more than a third of a page."""


def read_block(connection: Connection, record_type: RecordType, keys: Sequence[UUID]) -> wire.Rows:
    """Those of these records that stand, in the order of the keys; empty columns are left out."""
    given = dict(zip(keys_as_stored(keys, connection.dialect.name), keys, strict=True))
    stored_ids, columns = _read(connection, record_type, list(given))
    return wire.Rows(record_type.name, [given[key] for key in stored_ids], columns)


def read_stored(connection: Connection, record_type: RecordType, keys: Sequence[str]) -> wire.Rows:
    """As `read_block`, of keys as the database stores them."""
    stored_ids, columns = _read(connection, record_type, keys)
    return wire.Rows(record_type.name, msgspec.convert(stored_ids, list[UUID]), columns)


def any_value(column: Sequence[Any]) -> bool:  # Any: values of one column
    """Whether a column says anything."""
    return column.count(None) < len(column)


def _read(
    connection: Connection, record_type: RecordType, keys: Sequence[str]
) -> tuple[list[str], dict[str, Column]]:
    dialect = connection.dialect.name
    query = _reading(record_type.name, dialect)
    found = connection.execute(query, {"keys": listed(keys, dialect)}).all()
    if not found:
        return [], {}
    ids, *columns = zip(*found, strict=True)
    filled = {
        name: as_wire(kind, list(column), dialect)
        for (name, kind), column in zip(kinds_of(record_type), columns, strict=True)
        if any_value(column)
    }
    return list(ids), filled


@cache
def _reading(name: str, dialect: str) -> Select[Any]:  # Any: columns of many types
    """The question for whole records, put into words once."""
    table = table_of(BY_NAME[name])
    raw = raw_columns(table, kinds_of(BY_NAME[name]), dialect)
    query = select(raw_key(table.c.id, dialect), *raw)
    return query.where(among_given(dialect, table.c.id)).order_by(table.c.id)


def fitting(record_type: RecordType, rows: wire.Rows) -> dict[str, Column]:
    """The known columns of whole records in one spelling; raises `Misfit`.

    A block that names a key twice, or lacks what a row needs, does not fit as a whole.
    """
    known = record_type.by_name
    columns = {
        name: checked(known[name].kind, column)
        for name, column in rows.columns.items()
        if name in known
    }
    needed = required_fields(record_type)
    keys = set(msgspec.to_builtins(rows.ids))  # the hash of a text is a tenth of a key's
    if len(keys) < len(rows.ids) or needed - columns.keys():
        raise Misfit
    if any(None in columns[name] for name in needed):
        raise Misfit
    return columns


def stored_columns(
    record_type: RecordType, ids: Sequence[UUID], columns: Mapping[str, Column], dialect: str
) -> dict[str, Stored]:
    """Keys and fitting columns as the database stores them."""
    known = record_type.by_name
    keys: dict[str, Stored] = {"id": keys_as_stored(ids, dialect)}
    return keys | {
        name: stored(known[name].kind, column, dialect) for name, column in columns.items()
    }


def insert_block(connection: Connection, table: Table, columns: Mapping[str, Stored]) -> bool:
    """All of these rows, or, where the database refuses one of them, none; says whether."""
    try:
        with connection.begin_nested():
            write_block(connection, table, columns)
    except DBAPIError as error:
        if not is_of_a_row(error):
            raise
        return False
    return True


def is_of_a_row(error: DBAPIError) -> bool:
    """Whether the database refused a row, not the work; a text too long for an index is a row's."""
    state = getattr(error.orig, "sqlstate", None)
    return isinstance(error, (DataError, IntegrityError)) or state == TOO_LONG_FOR_AN_INDEX


def write_block(connection: Connection, table: Table, columns: Mapping[str, Stored]) -> None:
    """Rows as stored into a table; raises what SQLAlchemy raises."""
    names = ", ".join(f'"{name}"' for name in columns)
    if connection.dialect.name == SQLITE:
        marks = ", ".join("?" * len(columns))
        rows = list(zip(*columns.values(), strict=True))
        connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', rows)
    else:
        _copy(connection, f'COPY "{table.name}" ({names}) FROM STDIN', columns)


def _copy(connection: Connection, statement: str, columns: Mapping[str, Stored]) -> None:
    """The driver's own COPY; its errors in SQLAlchemy's words, as of any other statement."""
    dialect = connection.dialect
    driver: Any = dialect.loaded_dbapi  # Any: the driver's module, which is not imported here
    cursor: Any = connection.connection.cursor()
    try:
        with cursor, cursor.copy(statement) as copy:
            for lines in _copy_lines(columns):
                copy.write(lines)
    except driver.Error as error:
        raise DBAPIError.instance(
            statement, None, error, driver.Error, hide_parameters=True, dialect=dialect
        ) from error


def _copy_lines(columns: Mapping[str, Stored]) -> Iterator[str]:
    count = len(next(iter(columns.values())))
    for start in range(0, count, WRITTEN_AT_ONCE):
        some = [_as_copied(c[start : start + WRITTEN_AT_ONCE]) for c in columns.values()]
        yield "\n".join(map("\t".join, zip(*some, strict=True))) + "\n"


def _as_copied(column: Stored) -> list[str]:
    if not set(map(type, column)) <= {str, NOTHING}:
        return [NULL if value is None else str(value) for value in column]
    if SPECIAL.search("".join(filter(None, column))):
        return [NULL if value is None else value.translate(ESCAPES) for value in column]
    return [NULL if value is None else value for value in column]
