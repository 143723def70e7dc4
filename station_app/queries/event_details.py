"""One thing that happened, with all that was written about it: for the line that is opened."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.kinds import Kind, Value, to_text
from station_app.models.base import Fact
from station_app.models.certification import CERTIFICATION
from station_app.models.condolence import CONDOLENCE_PAYMENT
from station_app.models.entitlement import ENTITLEMENT_EVENT, PENSION_PAYMENT
from station_app.models.plaque import PLAQUE_EVENT
from station_app.models.record_type import Field, RecordType
from station_app.queries.edits import title_of
from station_app.queries.timeline import TimelineKind

RECORDS: dict[TimelineKind, RecordType] = {
    TimelineKind.PAYMENT: CONDOLENCE_PAYMENT,
    TimelineKind.CERTIFICATION: CERTIFICATION,
    TimelineKind.PLAQUE: PLAQUE_EVENT,
    TimelineKind.ENTITLEMENT: ENTITLEMENT_EVENT,
    TimelineKind.PENSION: PENSION_PAYMENT,
}
"""Visits have a paper of their own; what became of a file stands in its head."""
NOT_SAID = frozenset({"person_id", "plan_id", "entitlement_id", "plaque_id", "photo_hash"})
WHERE = frozenset({"batch_id", "certifier1_id", "certifier2_id"})
"""References that bear a name."""


@dataclass(frozen=True, slots=True)
class EventDetail:
    """What stands in a record, line by line; only what was written."""

    record_id: UUID
    lines: tuple[tuple[str, Kind, str], ...]
    """Label, kind and text of each."""
    created_by: str
    created_at: datetime
    stands: bool
    """Nobody has put it right since."""
    correction_reason: str | None = None


def event_detail(session: Session, kind: TimelineKind, record_id: UUID) -> EventDetail | None:
    """The record behind a line; None when it is not there, or of another station."""
    record_type = RECORDS.get(kind)
    row = session.get(record_type.model, record_id) if record_type else None
    if record_type is None or not isinstance(row, Fact) or row.deleted:
        return None
    reversal = _reversal(session, row)
    return EventDetail(
        record_id,
        tuple(_lines(session, record_type, row)),
        row.created_by,
        row.created_at,
        stands=reversal is None,
        correction_reason=reversal.correction_reason if reversal else None,
    )


def _lines(session: Session, record_type: RecordType, row: Fact) -> list[tuple[str, Kind, str]]:
    found: list[tuple[str, Kind, str]] = []
    for field in record_type.own_fields:
        value: Value = getattr(row, field.name)
        if value is not None and field.name not in NOT_SAID:
            words = _words(session, field, value)
            found += [(field.label, field.kind, words)] if words else []
    return found


def _words(session: Session, field: Field, value: Value) -> str:
    if field.kind is not Kind.REFERENCE:
        return to_text(field.kind, value, field.choices)
    if field.name not in WHERE or not field.references or not isinstance(value, UUID):
        return ""
    return title_of(session, field.references, value)


def _reversal(session: Session, row: Fact) -> Fact | None:
    model = type(row)
    undone = select(model).where(model.reverses_id == row.id, model.deleted.is_(False))
    return session.scalars(undone.limit(1)).first()
