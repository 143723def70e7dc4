"""What forms say about people: one look-up for any number of them, whatever the form.

A merged file is read as the one it was merged into; in a cycle the lowest key survives (SETTLED 2).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from station_app.domain.codes import PersonStatus, label
from station_app.domain.forms import PersonRoster, PersonRow
from station_app.domain.groups import group_order
from station_app.domain.printouts import RowBehind
from station_app.models.household import Household
from station_app.models.person import Person, PersonIdentity, ServiceRecord
from station_app.models.station import GridCell

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Printed:
    """One person as forms name it: labels instead of codes, dates as stored."""

    id: UUID
    file_no: str
    name: str
    sex: str | None
    ethnicity: str | None
    born: str | None
    id_number: str | None
    category: str | None
    category_code: str | None
    certificate: str | None
    address: str | None
    group_name: str | None
    phone: str | None
    health: str | None
    household_id: UUID | None
    relation_to_head: str | None
    lives_elsewhere: bool | None
    grid: str | None
    enlisted_on: str | None
    left_on: str | None
    status: str
    note: str | None


def printed_people(session: Session, ids: Iterable[UUID]) -> dict[UUID, Printed]:
    """These people, under the keys that were asked for."""
    survivors = surviving(session, ids)
    found: dict[UUID, Printed] = {}
    for chunk in chunks(sorted(set(survivors.values()))):
        found |= _printed(session, chunk)
    return {asked: found[kept] for asked, kept in survivors.items() if kept in found}


def chunks(keys: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """The keys in portions that a statement can take."""
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def surviving(session: Session, ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The file that stands for each of these today."""
    kept = {key: key for key in ids}
    merged = dict(
        session.execute(
            select(Person.id, Person.merged_into_id).where(Person.merged_into_id.is_not(None))
        ).all()
    )
    return {key: _end_of(key, merged) for key in kept} if merged else kept


def _end_of(key: UUID, merged: dict[UUID, UUID | None]) -> UUID:
    seen = [key]
    while (following := merged.get(seen[-1])) is not None:
        if following in seen:
            return min(seen[seen.index(following) :])
        seen.append(following)
    return seen[-1]


def _printed(session: Session, keys: Sequence[UUID]) -> dict[UUID, Printed]:
    identities = _identities(session, keys)
    service = _service(session, keys)
    grids = dict(session.execute(select(GridCell.id, GridCell.name)).all())
    people = session.scalars(select(Person).where(Person.id.in_(keys), Person.deleted.is_(False)))
    return {
        person.id: _one(person, identities.get(person.id), service.get(person.id), grids)
        for person in people
    }


def _one(
    person: Person,
    identity: PersonIdentity | None,
    service: ServiceRecord | None,
    grids: dict[UUID, str],
) -> Printed:
    return Printed(
        id=person.id,
        file_no=person.file_no,
        name=person.name,
        sex=label("sex", person.sex) or None,
        ethnicity=label("ethnicity", person.ethnicity) or None,
        born=person.birth_date,
        id_number=person.id_number,
        category=label("category", identity.category) if identity else None,
        category_code=identity.category if identity else None,
        certificate=_certificate(identity, service),
        address=person.address,
        group_name=person.group_name,
        phone=person.mobile or person.phone2,
        health=label("health", person.health) or None,
        household_id=person.household_id,
        relation_to_head=label("relation", person.relation_to_head) or None,
        lives_elsewhere=person.lives_elsewhere,
        grid=grids.get(person.grid_id) if person.grid_id else None,
        enlisted_on=_enlisted(identity, service),
        left_on=_left(identity, service),
        status=person.status,
        note=person.note,
    )


def _certificate(identity: PersonIdentity | None, service: ServiceRecord | None) -> str | None:
    if identity and (identity.cert_name or identity.cert_no):
        return " ".join(part for part in (identity.cert_name, identity.cert_no) if part)
    return service.discharge_cert_no if service else None


def _enlisted(identity: PersonIdentity | None, service: ServiceRecord | None) -> str | None:
    if service and service.enlist_date:
        return service.enlist_date
    return identity.enlist_on if identity else None


def _left(identity: PersonIdentity | None, service: ServiceRecord | None) -> str | None:
    """The discharge, or for survivors the death of the soldier they survive."""
    if identity and identity.deceased_on:
        return identity.deceased_on
    return service.discharge_date if service else None


def _identities(session: Session, keys: Sequence[UUID]) -> dict[UUID, PersonIdentity]:
    """The primary identity of each."""
    statement = select(PersonIdentity).where(
        PersonIdentity.person_id.in_(keys),
        PersonIdentity.deleted.is_(False),
        PersonIdentity.is_primary.is_(True),
    )
    return {identity.person_id: identity for identity in session.scalars(statement)}


def _service(session: Session, keys: Sequence[UUID]) -> dict[UUID, ServiceRecord]:
    """The last term of service of each."""
    statement = (
        select(ServiceRecord)
        .where(ServiceRecord.person_id.in_(keys), ServiceRecord.deleted.is_(False))
        .order_by(ServiceRecord.enlist_date)
    )
    return {record.person_id: record for record in session.scalars(statement)}


def everybody(session: Session) -> list[UUID]:
    """All files on the roll, in the order of their groups and numbers."""
    on_the_roll = or_(Person.status == PersonStatus.ACTIVE, Person.status == PersonStatus.DRAFT)
    return _ids(session, on_the_roll)


def existing(session: Session, keys: Sequence[UUID]) -> tuple[UUID, ...]:
    """Those of these files that were not taken back, in the order given."""
    there: set[UUID] = set()
    for chunk in chunks(keys):
        found = select(Person.id).where(Person.id.in_(chunk), Person.deleted.is_(False))
        there.update(session.scalars(found))
    return tuple(key for key in keys if key in there)


def with_id_number(session: Session, number: str) -> list[UUID]:
    """The files with this ID number or file number that were not merged away."""
    return _ids(
        session,
        or_(Person.id_number == number, Person.file_no == number, Person.former_file_no == number),
    )


def _ids(session: Session, condition: ColumnElement[bool]) -> list[UUID]:
    columns = (Person.id, Person.group_name, Person.file_no)
    rows = session.execute(
        select(*columns).where(
            condition, Person.deleted.is_(False), Person.merged_into_id.is_(None)
        )
    ).all()
    return [key for key, _, _ in sorted(rows, key=lambda row: in_order(row[1], row[2]))]


def in_order(group: str | None, then: object) -> tuple[object, ...]:
    """The order of lists: by village group as it is counted, then as given."""
    return group_order(group), then


def households(session: Session, ids: Iterable[UUID]) -> dict[UUID, Household]:
    """Households by their keys."""
    found: dict[UUID, Household] = {}
    for chunk in chunks(sorted(set(ids))):
        for household in session.scalars(select(Household).where(Household.id.in_(chunk))):
            found[household.id] = household
    return found


def person_roster(session: Session, ids: Sequence[UUID], as_of: date) -> PersonRoster:
    """F12: these people in a list."""
    people = printed_people(session, ids)
    return PersonRoster(as_of, tuple(_row(people[key]) for key in ids if key in people))


def _row(person: Printed) -> PersonRow:
    return PersonRow(
        name=person.name,
        sex=person.sex,
        ethnicity=person.ethnicity,
        born=person.born,
        id_number=person.id_number,
        category=person.category,
        address=person.address,
        group_name=person.group_name,
        phone=person.phone,
        enlisted_on=person.enlisted_on,
        discharged_on=person.left_on,
        grid=person.grid,
        record=RowBehind("person", person.id),
    )
