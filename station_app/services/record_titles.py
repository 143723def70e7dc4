"""What a person calls a record: whose it is. For lists in which any type of record may stand."""

from uuid import UUID

from sqlalchemy.orm import Session

from station_app.models.person import Person
from station_app.models.registry import BY_NAME

NAMING = ("name", "head_name", "household_no", "plaque_no", "recipient_text", "ym")


def person_of(session: Session, record_type: str, record_id: UUID) -> UUID | None:
    """The person that a record is about, if it is about one."""
    if record_type == "person":
        return record_id
    row = _row(session, record_type, record_id)
    person_id = getattr(row, "person_id", None)
    return person_id if isinstance(person_id, UUID) else None


def title_of(session: Session, record_type: str, record_id: UUID) -> str:
    """The person's name, or else what the record itself is called; empty when it has no name."""
    person_id = person_of(session, record_type, record_id)
    if person_id is not None:
        person = session.get(Person, person_id)
        return person.name if person else ""
    row = _row(session, record_type, record_id)
    names = (getattr(row, name, None) for name in NAMING)
    return next((str(name) for name in names if name), "")


def _row(session: Session, record_type: str, record_id: UUID) -> object:
    known = BY_NAME.get(record_type)
    return session.get(known.model, record_id) if known else None
