"""A new file with everything that its form asked for: person, identities, service, household."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.kinds import Value
from station_app.services.identities import NewIdentity
from station_app.services.people import Registered, RegisterPerson, register_person
from station_app.services.service_records import add_service


@dataclass(frozen=True, slots=True)
class NewFile:
    """What the form of a new person holds; `service` is empty for people who never served."""

    values: Mapping[str, Value]
    identities: tuple[NewIdentity, ...] = ()
    service: Mapping[str, Value] | None = None
    household_id: UUID | None = None
    relation: str | None = None


def open_file(session: Session, command: NewFile, *, today: date) -> Registered:
    """All in one unit of work: a refused service record leaves no person behind."""
    values = dict(command.values)
    if command.household_id is not None:
        values |= {"household_id": command.household_id, "relation_to_head": command.relation}
    person = RegisterPerson(values, command.identities)
    done = register_person(session, person, today=today)
    found = list(done.warnings)
    if command.service:
        found += add_service(session, done.person_id, command.service)
    return Registered(done.person_id, done.file_no, found)
