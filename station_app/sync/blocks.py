"""Whole records of one type from a table and into it, column by column.

Into PostgreSQL they go by COPY, into SQLite by one statement; either all of a block or none of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from station_app.models.record_type import RecordType
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
    among_stored,
    keys_as_stored,
    kinds_of,
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
    ids, columns = _read(connection, record_type, keys)
    dialect = connection.dialect.name
    filled = {
        name: as_wire(kind, column, dialect)
        for (name, kind), column in zip(kinds_of(record_type), columns, strict=True)
        if any_value(column)
    }
    return wire.Rows(record_type.name, ids, filled)


def any_value(column: Sequence[Any]) -> bool:  # Any: values of one column
    """Whether a column says anything."""
    return column.count(None) < len(column)


def _read(
    connection: Connection, record_type: RecordType, keys: Sequence[UUID]
) -> tuple[list[UUID], list[Stored]]:
    table, dialect = table_of(record_type), connection.dialect.name
    given = dict(zip(keys_as_stored(keys, dialect), keys, strict=True))
    raw = raw_columns(table, kinds_of(record_type), dialect)
    query = select(raw_key(table.c.id, dialect), *raw)
    mine = among_stored(connection, table.c.id, list(given))
    found = connection.execute(query.where(mine).order_by(table.c.id)).all()
    if not found:
        return [], [[] for _ in raw]
    ids, *columns = zip(*found, strict=True)
    return [given[key] for key in ids], [list(column) for column in columns]


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
    if len(set(rows.ids)) < len(rows.ids) or needed - columns.keys():
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
