"""补报以前月份: what counts in a month and happened in another, and what takes earlier facts back.

One list over all kinds of facts (MC2-MC4): the remark beside a line says how much, this says who.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import null, select
from sqlalchemy.orm import Session

from station_app.models.household import Household
from station_app.models.person import Person
from station_app.models.record_type import RecordType
from station_app.models.registry import RECORD_TYPES
from station_app.queries.tally_rows import month_text


@dataclass(frozen=True, slots=True)
class LateEntry:
    """One fact that counts in another month than it happened in."""

    record_type: str
    kind: str
    record_id: UUID
    person_id: UUID | None
    name: str
    day: date
    count: int
    fen: int
    reason: str | None
    entered_by: str

    @property
    def takes_back(self) -> bool:
        """Whether it is the red letter of a correction."""
        return self.count < 0


def late_entries(session: Session, month: str) -> tuple[LateEntry, ...]:
    """Every fact of other months that counts in this one, by day and kind."""
    facts = (kind for kind in RECORD_TYPES if kind.is_fact)
    found = [entry for kind in facts for entry in _of_kind(session, kind, month)]
    return tuple(sorted(found, key=lambda one: (one.day, one.kind, one.count < 0, one.record_id)))


def _of_kind(session: Session, kind: RecordType, month: str) -> Iterator[LateEntry]:
    rows = session.execute(_statement(kind, month)).all()
    names = _names(session, {row.person_id for row in rows})
    for row in rows:
        yield LateEntry(
            record_type=kind.name,
            kind=kind.label,
            record_id=row.id,
            person_id=row.person_id,
            name=names.get(row.person_id) or row.text or row.head_name or "",
            day=row.day,
            count=row.sign * row.headcount,
            fen=row.sign * (row.fen or 0),
            reason=row.correction_reason,
            entered_by=row.created_by,
        )


def _statement(kind: RecordType, month: str) -> Any:  # Any: the columns differ from kind to kind
    model: Any = kind.model
    event = getattr(model, str(kind.event))
    return (
        select(
            model.id,
            _column(model, "person_id").label("person_id"),
            event.label("day"),
            model.sign,
            model.headcount,
            _column(model, "amount_fen").label("fen"),
            model.correction_reason,
            model.created_by,
            _column(model, "recipient_text").label("text"),
            Household.head_name,
        )
        .outerjoin(Household, Household.id == model.household_id)
        .where(model.counted_ym == month, model.deleted.is_(False), month_text(event) != month)
    )


def _column(model: Any, name: str) -> Any:  # Any: as above
    found = getattr(model, name, None)
    return null() if found is None else found


def _names(session: Session, people: set[UUID | None]) -> dict[UUID | None, str]:
    keys = people - {None}
    statement = select(Person.id, Person.name).where(Person.id.in_(keys))
    return {row.id: row.name for row in session.execute(statement)} if keys else {}
