"""Fields that two sides wrote differently: listed with both values, decided by a person.

A decision is ordinary work: it is logged, undone like anything else, and reported to the district.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.kinds import Value, Wire, from_text, from_wire, to_text, to_wire
from station_app.errors import Rejected
from station_app.messages import sentences
from station_app.models.conflict import Conflict
from station_app.models.record_type import Field, Scope
from station_app.models.registry import BY_NAME
from station_app.services.record_titles import person_of, title_of
from station_app.store.context import moment_of, operator_of
from station_app.store.keys import Keys
from station_app.sync.conflict_rows import from_wire_text, wire_text
from station_app.sync.sealing import Sealer, is_sealed
from station_app.sync.state import station_seal


class Choice(StrEnum):
    """Whose value stands from now on."""

    SERVER = "server"
    CLIENT = "client"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two values: as people read it, who wrote it, when."""

    text: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One field in question; `server` is what all copies show until somebody decides."""

    conflict_id: UUID
    record_type: str
    record_id: UUID
    record_label: str
    person_id: UUID | None
    title: str
    field: str
    field_label: str
    base: str
    server: Side
    client: Side


@dataclass(frozen=True, slots=True)
class Decide:
    """A person's answer; `own_text` is what they wrote themselves."""

    conflict_id: UUID
    choice: Choice
    own_text: str | None = None


def open_conflicts(session: Session, keys: Keys) -> list[ConflictRow]:
    """Everything that waits for a decision, by person and in the order in which it came."""
    unanswered = select(Conflict).where(Conflict.resolved_at.is_(None), Conflict.deleted.is_(False))
    found = session.scalars(unanswered.order_by(Conflict.created_at, Conflict.id)).all()
    rows = [_row(session, conflict, keys) for conflict in found if _field_of(conflict)]
    return sorted(rows, key=lambda row: (row.title, row.record_label))


def fields_in_question(session: Session, record_id: UUID) -> Mapping[str, UUID]:
    """The fields of a record that wait for a decision, with the conflict of each."""
    query = select(Conflict.field, Conflict.id).where(
        Conflict.record_id == str(record_id),
        Conflict.resolved_at.is_(None),
        Conflict.deleted.is_(False),
    )
    return dict(session.execute(query).all())


def decide(session: Session, command: Decide, keys: Keys) -> None:
    """Write the chosen value into the record and close the question.

    Raises `Rejected("syncing.conflict_gone")` when it is answered already, and what the field's
    kind says about a text that cannot be read.
    """
    conflict = session.get(Conflict, command.conflict_id)
    if conflict is None or conflict.resolved_at is not None or conflict.deleted:
        raise Rejected("syncing.conflict_gone")
    field = _field_of(conflict)
    record = session.get(BY_NAME[conflict.record_type].model, UUID(conflict.record_id))
    if field is None or record is None:
        raise Rejected("syncing.conflict_gone")
    if field.scope is Scope.STATION and _sealer(session, keys) is None:
        raise Rejected("syncing.words_needed")
    value = _chosen(session, conflict, field, command, keys)
    if value is None and field.required:
        raise Rejected("field.required", field=field.label, name=field.name)
    setattr(record, field.name, value)
    conflict.resolved_at, conflict.resolved_by = moment_of(session), operator_of(session)
    conflict.chosen_value = wire_text(_close(session, conflict, field, value, keys))


def _chosen(
    session: Session, conflict: Conflict, field: Field, command: Decide, keys: Keys
) -> Value:
    if command.choice is Choice.OWN:
        return from_text(field.kind, (command.own_text or "").strip(), field.choices)
    is_server = command.choice is Choice.SERVER
    text = conflict.server_value if is_server else conflict.client_value
    return _value(session, conflict, field, text, keys)


def _row(session: Session, conflict: Conflict, keys: Keys) -> ConflictRow:
    field = _field_of(conflict)
    assert field is not None
    record_id = UUID(conflict.record_id)
    base, server, client = (
        _shown(field, _value(session, conflict, field, text, keys))
        for text in (conflict.base_value, conflict.server_value, conflict.client_value)
    )
    return ConflictRow(
        conflict_id=conflict.id,
        record_type=conflict.record_type,
        record_id=record_id,
        record_label=BY_NAME[conflict.record_type].label,
        person_id=person_of(session, conflict.record_type, record_id),
        title=title_of(session, conflict.record_type, record_id),
        field=field.name,
        field_label=field.label,
        base=base,
        server=Side(server, conflict.server_by or "", conflict.server_at),
        client=Side(client, conflict.client_by or "", conflict.client_at),
    )


def _shown(field: Field, value: Value) -> str:
    """A value as people read it; one that this PC cannot open says so."""
    if isinstance(value, str) and is_sealed(value):
        return sentences()["syncing.sealed_value"]
    return to_text(field.kind, value, field.choices)


def _field_of(conflict: Conflict) -> Field | None:
    known = BY_NAME.get(conflict.record_type)
    return known.by_name.get(conflict.field) if known else None


def _value(
    session: Session, conflict: Conflict, field: Field, text: str | None, keys: Keys
) -> Value:
    wire: Wire = from_wire_text(field.kind, text)
    if field.scope is Scope.STATION and (sealer := _sealer(session, keys)):
        wire = sealer.open(UUID(conflict.record_id), field.name, wire)
    return from_wire(field.kind, wire)


def _close(session: Session, conflict: Conflict, field: Field, value: Value, keys: Keys) -> Wire:
    """The value as it may travel inside the conflict's own record."""
    wire = to_wire(field.kind, value)
    if field.scope is not Scope.STATION:
        return wire
    sealer = _sealer(session, keys)
    return sealer.close(UUID(conflict.record_id), field.name, wire) if sealer else None


def _sealer(session: Session, keys: Keys) -> Sealer | None:
    seal = station_seal(session, keys.seal)
    return None if seal is None else Sealer.of(seal)
