"""The other writer of the log: many rows at once, for imports and for what comes from the district.

It keeps the log itself, row for row what the journal would have written (a test compares them).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.orm import Session

from station_app.domain.kinds import to_wire
from station_app.models.change import Change
from station_app.models.identifiers import new_id
from station_app.models.record_type import RecordType
from station_app.models.registry import BY_NAME
from station_app.store.context import unit_of
from station_app.store.journal import MAY_CHANGE_ON_FACTS
from station_app.store.search import index_people

ROWS_AT_ONCE = 2000
Row = dict[str, Any]  # Any: a row holds one value per column, each of its own type


@dataclass(frozen=True, slots=True)
class Edit:
    """The fields of one record that change: name → (old value, new value)."""

    record_id: UUID
    fields: Mapping[str, tuple[object, object]]


def insert_many(
    session: Session, record_type: RecordType, rows: Iterable[Mapping[str, Any]]
) -> int:
    """Insert rows (column → value); keys, marks, station, moment and author are filled in.

    Returns how many. Columns that a row does not name are None.
    """
    count = 0
    for some in _in_batches(rows):
        full = [_complete(session, record_type, row) for row in some]
        session.connection().execute(insert(_table(record_type)), full)
        keys = [row["id"] for row in full]
        _log(session, record_type, [(key, "insert", None) for key in keys])
        _index(session, record_type, keys)
        count += len(full)
    return count


def update_many(session: Session, record_type: RecordType, edits: Iterable[Edit]) -> int:
    """Change fields of records, those with the same fields in one statement; returns how many."""
    by_fields: dict[tuple[str, ...], list[Edit]] = defaultdict(list)
    for edit in edits:
        if record_type.is_fact and set(edit.fields) - MAY_CHANGE_ON_FACTS:
            raise RuntimeError(f"a fact is reversed, not edited: {record_type.name}")
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
    full: Row = dict.fromkeys(record_type.by_name)
    full |= {
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
    session.connection().execute(insert(Change), rows)


def _index(session: Session, record_type: RecordType, keys: Sequence[UUID]) -> None:
    if record_type is BY_NAME["person"]:
        index_people(session, keys)


def _in_batches(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    rest = iter(rows)
    while some := list(islice(rest, ROWS_AT_ONCE)):  # itertools.batched needs Python 3.12
        yield some


def _table(record_type: RecordType) -> Table:
    table = record_type.model.__table__
    assert isinstance(table, Table)
    return table
