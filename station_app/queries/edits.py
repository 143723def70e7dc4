"""What was changed, in words: of one record through time, or by one step in all records."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from station_app.domain.kinds import Kind, Wire, from_wire, to_text
from station_app.errors import Rejected
from station_app.models.change import Action, Change
from station_app.models.record_type import Field
from station_app.models.registry import BY_NAME

NAMING = ("name", "head_name", "household_no", "plaque_no", "file_no")
MOST = 500


@dataclass(frozen=True, slots=True)
class EditRow:
    """One field that somebody changed; a new record has neither field nor values."""

    at: datetime
    by: str
    step: str
    record_type: str
    record_kind: str
    record_id: UUID
    field: str = ""
    old: str = ""
    new: str = ""

    @property
    def is_new_record(self) -> bool:
        """Whether the record began with this step."""
        return not self.field


def edits_of_record(session: Session, record_id: UUID) -> list[EditRow]:
    """Who changed what of a record on this PC, the newest first."""
    return list(_edits(session, Change.record_id == record_id))


def edits_of_step(session: Session, action_id: int, *, limit: int = MOST) -> list[EditRow]:
    """What one step changed; of a roster only the first so many."""
    return list(_edits(session, Change.action_id == action_id, limit=limit))


def edits_since(session: Session, record_ids: Sequence[UUID], seq: int) -> list[EditRow]:
    """What was changed of these records after a place in the log, the newest first."""
    return list(_edits(session, Change.record_id.in_(record_ids) & (Change.seq > seq)))


def _edits(
    session: Session, wanted: ColumnElement[bool], *, limit: int | None = None
) -> Iterator[EditRow]:
    columns = (Change.record_type, Change.record_id, Change.fields)
    found = session.execute(
        select(Action.at, Action.by, Action.label, *columns)
        .join(Action, Action.id == Change.action_id)
        .where(wanted)
        .order_by(Change.seq.desc())
        .limit(limit)
    )
    titles: dict[str, str] = {}
    for at, by, step, name, key, fields in found.all():
        record_type = BY_NAME.get(name)
        kind = record_type.label if record_type else name
        if fields is None:
            yield EditRow(at, by, step, name, kind, key)
            continue
        described = record_type.by_name if record_type else {}
        for field_name, (old, new) in msgspec.json.decode(fields).items():
            field = described.get(field_name, Field(field_name, field_name))
            shown = (_shown(session, field, value, titles) for value in (old, new))
            yield EditRow(at, by, step, name, kind, key, field.label, *shown)


def _shown(session: Session, field: Field, wire: Wire, titles: dict[str, str]) -> str:
    """A value as people read it; of a reference the name it bears."""
    if field.kind is Kind.REFERENCE and isinstance(wire, str) and field.references:
        if wire not in titles:
            titles[wire] = title_of(session, field.references, UUID(wire))
        return titles[wire]
    try:
        return to_text(field.kind, from_wire(field.kind, wire), field.choices)
    except Rejected:  # a value of an older program
        return str(wire)


def title_of(session: Session, record_type: str, key: UUID) -> str:
    """The name that a record bears, or at least what kind of record it is."""
    model = BY_NAME[record_type].model
    columns = [getattr(model, name) for name in NAMING if hasattr(model, name)]
    if not columns:
        return BY_NAME[record_type].label
    row = session.execute(select(*columns).where(model.id == key)).one_or_none()
    return next((str(value) for value in row or () if value), BY_NAME[record_type].label)
