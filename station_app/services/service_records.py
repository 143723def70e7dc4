"""Terms of service: enlisted before discharged, at a likely age (DOMAIN 2.5)."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.ages import age_on
from station_app.domain.drafts import Draft, Finding
from station_app.domain.kinds import Value
from station_app.domain.partial_date import PartialDate
from station_app.domain.reading import ask
from station_app.errors import Rejected
from station_app.models.person import Person, ServiceRecord
from station_app.services import records

YOUNGEST, LONGEST = 17, 30


def add_service(session: Session, person_id: UUID, values: Mapping[str, Value]) -> list[Finding]:
    """A term of service; returns what the operator should look at."""
    person = records.get(session, Person, person_id)
    row = records.add(session, ServiceRecord, {**values, "person_id": person_id})
    return _checked(row, person)


def change_service(session: Session, service_id: UUID, draft: Draft) -> list[Finding]:
    """Correct a term of service."""
    row = records.change(session, ServiceRecord, service_id, draft)
    return _checked(row, records.get(session, Person, row.person_id))


def remove_service(session: Session, service_id: UUID, *, reason: str) -> None:
    """The term was entered by mistake."""
    records.retire(session, ServiceRecord, service_id, reason=reason)


def _checked(row: ServiceRecord, person: Person) -> list[Finding]:
    enlisted, discharged = _date(row.enlist_date), _date(row.discharge_date)
    if enlisted and discharged and discharged.is_before(enlisted):
        raise Rejected("service.order", name="discharge_date")
    findings = []
    born = _date(person.birth_date)
    if enlisted and born and age_on(born.first_day, enlisted.last_day) < YOUNGEST:
        findings.append(Finding("enlist_date", ask("service.young")))
    if enlisted and discharged and age_on(enlisted.last_day, discharged.first_day) > LONGEST:
        findings.append(Finding("discharge_date", ask("service.long")))
    return findings


def _date(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.of(text)
