"""Fields that two sides wrote differently: listed with both values, decided by a person.

A decision is ordinary work: it is logged, undone like anything else, and reported to the district.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.kinds import Kind, Value, Wire, from_text, from_wire, to_text, to_wire
from station_app.errors import Rejected
from station_app.messages import sentences
from station_app.models.change import Change
from station_app.models.conflict import Conflict
from station_app.models.record_type import Field, Scope
from station_app.models.registry import BY_NAME
from station_app.services.record_titles import person_of, title_of
from station_app.store.context import moment_of, operator_of
from station_app.store.keys import Keys
from station_app.sync.conflict_rows import from_wire_text, wire_text
from station_app.sync.outbox import read_fields
from station_app.sync.rows import chunks
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
    """One field in question; `server` is what all copies show until somebody decides.

    `record_field` is None where this PC does not know the field: then nobody can decide here yet.
    `remark` says what else must be known: a retired record, one that went into another.
    """

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
    record_field: Field | None = None
    is_mine: bool = False
    """Whether `client` was written on this PC."""
    remark: str = ""

    @property
    def can_decide(self) -> bool:
        """Whether this PC knows the record and the field."""
        return self.record_field is not None

    @property
    def can_write(self) -> bool:
        """Whether a third value can be typed: a reference is changed on its record's own page."""
        return self.record_field is not None and self.record_field.kind is not Kind.REFERENCE


@dataclass(frozen=True, slots=True)
class Decide:
    """A person's answer; `own_text` is what they wrote themselves."""

    conflict_id: UUID
    choice: Choice
    own_text: str | None = None


@dataclass(frozen=True, slots=True)
class DecidedRow:
    """A question that somebody answered, here or on another PC."""

    title: str
    field_label: str
    chosen: str
    by: str
    at: datetime
    person_id: UUID | None
    record_field: Field | None


def open_conflicts(session: Session, keys: Keys) -> list[ConflictRow]:
    """Everything that waits for a decision, by person and in the order in which it came."""
    unanswered = select(Conflict).where(Conflict.resolved_at.is_(None), Conflict.deleted.is_(False))
    found = session.scalars(unanswered.order_by(Conflict.created_at, Conflict.id)).all()
    mine = _written_here(session, {UUID(conflict.record_id) for conflict in found})
    rows = [_row(session, conflict, keys, mine) for conflict in found]
    return sorted(rows, key=_place)


def _place(row: ConflictRow) -> tuple[bool, str, str, str]:
    """Those of one person together; what cannot be decided here comes last."""
    return (not row.can_decide, row.title, str(row.person_id), row.record_label)


def decided_conflicts(session: Session, keys: Keys, *, limit: int = 30) -> list[DecidedRow]:
    """What was decided last, wherever; the value that was not chosen stays in the history."""
    answered = select(Conflict).where(Conflict.resolved_at.is_not(None))
    newest = answered.order_by(Conflict.resolved_at.desc()).limit(limit)
    return [_decided(session, conflict, keys) for conflict in session.scalars(newest)]


def _decided(session: Session, conflict: Conflict, keys: Keys) -> DecidedRow:
    field, record_id = _field_of(conflict), UUID(conflict.record_id)
    assert conflict.resolved_at is not None
    return DecidedRow(
        title=title_of(session, conflict.record_type, record_id),
        field_label=field.label if field else conflict.field,
        chosen=_shown(session, conflict, conflict.chosen_value, keys),
        by=conflict.resolved_by or "",
        at=conflict.resolved_at,
        person_id=person_of(session, conflict.record_type, record_id),
        record_field=field,
    )


def fields_in_question(session: Session, record_id: UUID) -> Mapping[str, UUID]:
    """The fields of a record that wait for a decision, with the conflict of each."""
    query = select(Conflict.field, Conflict.id).where(
        Conflict.record_id == str(record_id),
        Conflict.resolved_at.is_(None),
        Conflict.deleted.is_(False),
    )
    return dict(session.execute(query).all())


def decide_all(session: Session, commands: Sequence[Decide], keys: Keys) -> int:
    """Several answers as one action, taken back by one undo; returns how many.

    Raises what `decide` raises, with the question as `conflict_id`; then none of them is kept.
    """
    for command in commands:
        try:
            decide(session, command, keys)
        except Rejected as error:
            values = error.values | {"conflict_id": command.conflict_id}
            raise Rejected(error.code, **values) from error
    return len(commands)


def decide(session: Session, command: Decide, keys: Keys) -> None:
    """Write the chosen value into the record and close the question.

    Raises `Rejected("syncing.conflict_gone")` when it is answered already, and what the field's
    kind says about a text that cannot be read.
    """
    conflict = session.get(Conflict, command.conflict_id)
    if conflict is None or conflict.resolved_at is not None or conflict.deleted:
        raise Rejected("syncing.conflict_gone")
    field = _field_of(conflict)
    if field is None:
        raise Rejected("syncing.conflict_unknown")
    record = session.get(BY_NAME[conflict.record_type].model, UUID(conflict.record_id))
    if record is None:
        raise Rejected("syncing.conflict_missing")
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


def _row(
    session: Session, conflict: Conflict, keys: Keys, mine: Mapping[tuple[UUID, str], set[Wire]]
) -> ConflictRow:
    field, record_id = _field_of(conflict), UUID(conflict.record_id)
    known, place = BY_NAME.get(conflict.record_type), (record_id, conflict.field)
    base, server, client = (
        _shown(session, conflict, text, keys)
        for text in (conflict.base_value, conflict.server_value, conflict.client_value)
    )
    remark, can_decide = _remark(session, conflict)
    return ConflictRow(
        conflict_id=conflict.id,
        record_type=conflict.record_type,
        record_id=record_id,
        record_label=known.label if known else "",
        person_id=person_of(session, conflict.record_type, record_id),
        title=title_of(session, conflict.record_type, record_id),
        field=conflict.field,
        field_label=field.label if field else conflict.field,
        base=base,
        server=Side(server, conflict.server_by or "", conflict.server_at),
        client=Side(client, conflict.client_by or "", conflict.client_at),
        record_field=field if can_decide else None,
        is_mine=_raw(session, conflict, conflict.client_value, keys) in mine.get(place, ()),
        remark=remark,
    )


def _remark(session: Session, conflict: Conflict) -> tuple[str, bool]:
    """What else must be known of the record, and whether this PC can decide at all."""
    known = BY_NAME.get(conflict.record_type)
    if known is None or _field_of(conflict) is None:
        return sentences()["syncing.conflict_unknown"], False
    record = session.get(known.model, UUID(conflict.record_id))
    if record is None:
        return sentences()["syncing.conflict_missing"], False
    if record.deleted:
        return sentences()["syncing.conflict_retired"], True
    if getattr(record, "merged_into_id", None) is not None:
        return sentences()["syncing.conflict_merged"], True
    return "", True


def _written_here(session: Session, keys: set[UUID]) -> dict[tuple[UUID, str], set[Wire]]:
    """The values that this PC itself gave to the fields of these records."""
    written: dict[tuple[UUID, str], set[Wire]] = {}
    for some in chunks(list(keys)):
        changes = select(Change.record_id, Change.fields).where(
            Change.record_id.in_(some), Change.outgoing.is_(True), Change.fields.is_not(None)
        )
        for record_id, fields in session.execute(changes):
            for name, edit in read_fields(fields or "{}").items():
                written.setdefault((record_id, name), set()).add(edit.value)
    return written


def _shown(session: Session, conflict: Conflict, text: str | None, keys: Keys) -> str:
    """A value as people read it; one that this PC cannot open says so."""
    field, value = _field_of(conflict), _readable(session, conflict, text, keys)
    if isinstance(value, str) and is_sealed(value):
        return sentences()["syncing.sealed_value"]
    if isinstance(value, UUID) and field is not None and field.references is not None:
        return title_of(session, field.references, value) or sentences()["syncing.nameless"]
    return str(value or "") if field is None else to_text(field.kind, value, field.choices)


def _readable(session: Session, conflict: Conflict, text: str | None, keys: Keys) -> Value:
    """A value of a conflict; where this PC does not know its field or its kind, as it came."""
    field = _field_of(conflict)
    if field is None:
        return text
    try:
        return _value(session, conflict, field, text, keys)
    except Rejected:
        return text


def _raw(session: Session, conflict: Conflict, text: str | None, keys: Keys) -> Wire:
    """A value as the log of this PC writes it."""
    field, value = _field_of(conflict), _readable(session, conflict, text, keys)
    return text if field is None or value == text else to_wire(field.kind, value)


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
