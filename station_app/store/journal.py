"""The change log of ordinary work: before each flush, every changed record leaves a Change row.

Bulk statements would slip past it, so the journal refuses them on travelling tables (SETTLED 16).
"""

from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import ORMExecuteState, Session

from station_app.domain.kinds import to_wire
from station_app.models.base import Base, SyncedRecord
from station_app.models.change import Change
from station_app.models.local import SyncState
from station_app.models.record_type import RecordType
from station_app.models.registry import BY_MODEL
from station_app.store.context import Unit, unit_of
from station_app.store.search import index_people

MAY_CHANGE_ON_FACTS = {"deleted", "delete_reason"}
BULK = "bulk"
"""Execution option by which the store's own bulk writer shows itself."""


def keep_journal(session: Session) -> None:
    """Write this session's changes down, and keep bulk statements out."""
    event.listen(session, "before_flush", _before_flush)
    event.listen(session, "do_orm_execute", _refuse_bulk)


def _before_flush(session: Session, _context: Any, _instances: Any) -> None:
    unit = unit_of(session)
    if any(isinstance(row, SyncState) for row in session.dirty):  # no record, yet shown on screen
        unit.touch(SyncState.__tablename__, ())
    new = [row for row in session.new if isinstance(row, SyncedRecord)]
    changed = [(row, fields) for row in session.dirty if (fields := _changed_fields(row))]
    if any(isinstance(row, SyncedRecord) for row in session.deleted):
        raise RuntimeError("a travelling record is retired, never deleted")
    if new or changed:
        _write_down(session, unit, new, changed)


def _write_down(
    session: Session,
    unit: Unit,
    new: list[SyncedRecord],
    changed: list[tuple[SyncedRecord, dict[str, list[object]]]],
) -> None:
    for row in new:
        _stamp(row, unit)
    rows = [_change(unit, row, "insert", None) for row in new]
    rows += [_change(unit, row, "update", fields) for row, fields in changed]
    action_id = unit.action_of(session)
    session.connection().execute(insert(Change), [row | {"action_id": action_id} for row in rows])
    people = [row.id for row in [*new, *(row for row, _ in changed)] if _is_person(row)]
    if people:
        event.listen(session, "after_flush_postexec", _indexer(people), once=True)


def _indexer(people: list[UUID]) -> Any:  # Any: a listener of a library without types
    def index(session: Session, _context: Any) -> None:
        index_people(session, people)

    return index


def _stamp(row: SyncedRecord, unit: Unit) -> None:
    if row.station_id is None:
        row.station_id = unit.station_id
    if row.created_at is None:
        row.created_at = unit.at
    if row.created_by is None:
        row.created_by = unit.operator


def _change(
    unit: Unit, row: SyncedRecord, kind: str, fields: dict[str, list[object]] | None
) -> dict[str, object]:
    record_type = _type_of(row)
    unit.touch(record_type.name, [row.id])
    return {
        "record_type": record_type.name,
        "record_id": row.id,
        "kind": kind,
        "fields": None if fields is None else msgspec.json.encode(fields).decode(),
        "outgoing": unit.outgoing,
    }


def _changed_fields(row: object) -> dict[str, list[object]]:
    if not isinstance(row, SyncedRecord):
        return {}
    state = inspect(row)
    record_type = _type_of(row)
    changed: dict[str, list[object]] = {}
    for field in record_type.fields:
        history = state.attrs[field.name].history
        added, deleted = list(history.added or ()), list(history.deleted or ())
        if added and not deleted:
            raise RuntimeError(f"{field.name} was set before it was loaded: its old value is lost")
        if added and added[0] != deleted[0]:
            old, new = deleted[0], added[0]
            changed[field.name] = [to_wire(field.kind, old), to_wire(field.kind, new)]
    if record_type.is_fact and set(changed) - MAY_CHANGE_ON_FACTS:
        raise RuntimeError(f"a fact is reversed, not edited: {record_type.name} {set(changed)}")
    if once := set(changed) & record_type.written_once:
        raise RuntimeError(f"written once, another row says otherwise: {record_type.name} {once}")
    return changed


def _type_of(row: SyncedRecord) -> RecordType:
    return BY_MODEL[type(row)]


def _is_person(row: SyncedRecord) -> bool:
    return _type_of(row).name == "person"


def _refuse_bulk(state: ORMExecuteState) -> None:
    if state.is_select or state.execution_options.get(BULK):
        return
    mapper = state.bind_mapper
    if mapper is not None and issubclass(mapper.class_, Base):
        raise RuntimeError("travelling records are written in bulk by the bulk writer only")
