"""The other writer of the log: many rows at once, for imports and for what comes from the district.

It keeps the log itself, row for row what the journal would have written (a test compares them).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Dialect, Table, bindparam, insert, update
from sqlalchemy.orm import Session

from station_app.domain.kinds import to_wire
from station_app.models.change import Change
from station_app.models.identifiers import new_id
from station_app.models.local import PersonSearch
from station_app.models.record_type import RecordType
from station_app.models.registry import BY_NAME
from station_app.store.context import unit_of
from station_app.store.journal import MAY_CHANGE_ON_FACTS
from station_app.store.search import index_people, search_columns

ROWS_AT_ONCE = 1000
Row = dict[str, Any]  # Any: a row holds one value per column, each of its own type
Binder = Callable[[Any], Any]  # Any: from any column's value to what the driver takes


@dataclass(frozen=True, slots=True)
class Edit:
    """The fields of one record that change: name → (old value, new value)."""

    record_id: UUID
    fields: Mapping[str, tuple[Any, Any]]  # Any: each field has values of its own type


def insert_many(
    session: Session, record_type: RecordType, rows: Iterable[Mapping[str, Any]]
) -> int:
    """Insert rows (column → value); keys, marks, station, moment and author are filled in.

    Returns how many. Columns that a row does not name are None.
    """
    count = 0
    for some in _in_batches(rows):
        full = [_complete(session, record_type, row) for row in some]
        _insert(session, _table(record_type), full)
        keys = [row["id"] for row in full]
        _log(session, record_type, [(key, "insert", None) for key in keys])
        _index(session, record_type, keys)
        count += len(full)
    return count


def insert_columns(
    session: Session,
    record_type: RecordType,
    ids: Sequence[UUID],
    columns: Mapping[str, list[Any]],  # Any: values of one column
) -> int:
    """Insert whole rows from the district, given by column as the file stores them, "id" included.

    They are their own record of having come, so the log does not name them. Returns how many.
    """
    unit = unit_of(session)
    if unit.outgoing:
        raise RuntimeError("rows that are to travel are inserted with their log")
    _write(session, _table(record_type), columns)
    unit.touch(record_type.name, ids)
    if record_type is BY_NAME["person"]:
        _write(session, _search_table(), search_columns(columns))
    return len(ids)


def _write(
    session: Session, table: Table, columns: Mapping[str, list[Any]]
) -> None:  # Any: as above
    marks = ", ".join("?" * len(columns))
    quoted = ", ".join(f'"{name}"' for name in columns)
    statement = f'INSERT INTO "{table.name}" ({quoted}) VALUES ({marks})'
    values = list(zip(*columns.values(), strict=True))
    if values:
        session.connection().exec_driver_sql(statement, values)


def _insert(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """Rows in one statement of just the columns that they name; the others stay NULL.

    On the station's file the values are bound here: the general way costs three times as much,
    most of it for columns that are empty in every row.
    """
    named = set().union(*rows)
    names = [column.name for column in table.columns if column.name in named]
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        connection.execute(insert(table), [dict.fromkeys(names) | row for row in rows])
        return
    binders = _binders(table, connection.dialect)
    _write(session, table, {n: _bound([row.get(n) for row in rows], binders[n]) for n in names})


def _bound(column: list[Any], bind: Binder | None) -> list[Any]:  # Any: values of one column
    """One column as the driver takes it; station, moment and author are the same in every row."""
    if bind is None:
        return column
    first = column[0]
    if all(value is first for value in column):
        return [None if first is None else bind(first)] * len(column)
    return [None if value is None else bind(value) for value in column]


@lru_cache(maxsize=64)
def _binders(table: Table, dialect: Dialect) -> dict[str, Binder | None]:
    """What turns the value of each column into what the driver stores."""
    return {
        column.name: column.type.dialect_impl(dialect).bind_processor(dialect)
        for column in table.columns
    }


def update_many(session: Session, record_type: RecordType, edits: Iterable[Edit]) -> int:
    """Change fields of records, those with the same fields in one statement; returns how many."""
    by_fields: dict[tuple[str, ...], list[Edit]] = defaultdict(list)
    for edit in edits:
        if record_type.is_fact and set(edit.fields) - MAY_CHANGE_ON_FACTS:
            raise RuntimeError(f"a fact is reversed, not edited: {record_type.name}")
        if set(edit.fields) & record_type.written_once:
            raise RuntimeError(f"written once, another row says otherwise: {record_type.name}")
        by_fields[tuple(sorted(edit.fields))].append(edit)
    for names, some in by_fields.items():
        _update_alike(session, record_type, names, some)
    return sum(len(some) for some in by_fields.values())


def _update_alike(
    session: Session, record_type: RecordType, names: tuple[str, ...], edits: Sequence[Edit]
) -> None:
    if not names:
        return
    table = _table(record_type)
    statement = update(table).where(table.c.id == bindparam("key"))
    statement = statement.values({name: bindparam(f"new_{name}") for name in names})
    values = [
        {"key": edit.record_id} | {f"new_{name}": edit.fields[name][1] for name in names}
        for edit in edits
    ]
    session.connection().execute(statement, values)
    kinds = {name: record_type.by_name[name].kind for name in names}
    log = [(edit.record_id, "update", _wire(edit, kinds)) for edit in edits]
    _log(session, record_type, log)
    _index(session, record_type, [edit.record_id for edit in edits])


def _wire(edit: Edit, kinds: Mapping[str, Any]) -> str:
    fields = {
        name: [to_wire(kinds[name], old), to_wire(kinds[name], new)]
        for name, (old, new) in edit.fields.items()
    }
    return msgspec.json.encode(fields).decode()


def _complete(session: Session, record_type: RecordType, row: Mapping[str, Any]) -> Row:
    unit = unit_of(session)
    full: Row = {
        "id": None,
        "station_id": unit.station_id,
        "created_at": unit.at,
        "created_by": unit.operator,
        "deleted": False,
    }
    if record_type.is_fact:
        full |= {"sign": 1, "headcount": 1}
    full |= row
    full["id"] = full["id"] or new_id()
    return full


def _log(
    session: Session, record_type: RecordType, changes: Sequence[tuple[UUID, str, str | None]]
) -> None:
    unit = unit_of(session)
    unit.touch(record_type.name, [key for key, _, _ in changes])
    kept = changes if unit.outgoing else [change for change in changes if change[1] == "update"]
    if not kept:
        return  # rows that came from the district are their own record of having come
    action_id = unit.action_of(session)
    rows = [
        {
            "action_id": action_id,
            "record_type": record_type.name,
            "record_id": key,
            "kind": kind,
            "fields": fields,
            "outgoing": unit.outgoing,
        }
        for key, kind, fields in kept
    ]
    _insert(session, _change_table(), rows)


def _index(session: Session, record_type: RecordType, keys: Sequence[UUID]) -> None:
    if record_type is BY_NAME["person"]:
        index_people(session, keys)


def _in_batches(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    rest = iter(rows)
    while some := list(islice(rest, ROWS_AT_ONCE)):  # itertools.batched needs Python 3.12
        yield some


def _change_table() -> Table:
    table = Change.__table__
    assert isinstance(table, Table)
    return table


def _search_table() -> Table:
    table = PersonSearch.__table__
    assert isinstance(table, Table)
    return table


def _table(record_type: RecordType) -> Table:
    table = record_type.model.__table__
    assert isinstance(table, Table)
    return table
