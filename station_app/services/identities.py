"""Identities of a person: one primary, no category twice (DOMAIN 2.5, 3.1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.categories import PRIORITY, grade_fits
from station_app.domain.codes import Category, DisCause, DisGrade, label
from station_app.domain.drafts import Draft, Finding
from station_app.domain.kinds import Value
from station_app.domain.reading import ask
from station_app.errors import Rejected
from station_app.models.person import Person, PersonIdentity
from station_app.queries import lookups
from station_app.services import records


@dataclass(frozen=True, slots=True)
class NewIdentity:
    """An identity to add; `values` are its other fields (grade, certificate, soldier …)."""

    category: str
    values: Mapping[str, Value] = field(default_factory=dict)


def add_first(session: Session, person: Person, identities: Iterable[NewIdentity]) -> None:
    """The identities of a new file; the one of highest priority is primary."""
    rows = [_new(session, person, identity) for identity in identities]
    _refuse_doubles(person, rows)
    _choose_primary(rows)


def add_identity(session: Session, person_id: UUID, identity: NewIdentity) -> UUID:
    """One more identity; it becomes primary only when there was none."""
    person = records.get(session, Person, person_id)
    rows = open_identities(session, person_id)
    row = _new(session, person, identity)
    _refuse_doubles(person, [*rows, row])
    if not any(other.is_primary for other in rows):
        _choose_primary([*rows, row])
    return row.id


def change_identity(session: Session, identity_id: UUID, draft: Draft) -> list[Finding]:
    """Correct an identity; returns what the operator should look at."""
    row = records.change(session, PersonIdentity, identity_id, draft)
    _check_grade(row)
    person = records.get(session, Person, row.person_id)
    _refuse_doubles(person, open_identities(session, row.person_id))
    return _shared_certificate(session, row)


def make_primary(session: Session, identity_id: UUID) -> None:
    """This identity stands for the person in lists."""
    chosen = records.get(session, PersonIdentity, identity_id)
    for row in open_identities(session, chosen.person_id):
        row.is_primary = row.id == identity_id


def end_identity(session: Session, identity_id: UUID, *, on: date) -> None:
    """The identity holds no longer; another becomes primary if this one was."""
    row = records.get(session, PersonIdentity, identity_id)
    row.valid_to = on
    _pass_on_primary(session, row)


def remove_identity(session: Session, identity_id: UUID, *, reason: str) -> None:
    """The identity was entered by mistake; a file keeps at least one that it had."""
    row = records.get(session, PersonIdentity, identity_id)
    if open_identities(session, row.person_id) == [row]:
        raise Rejected("identity.last")
    records.retire(session, PersonIdentity, identity_id, reason=reason)
    _pass_on_primary(session, row)


def open_identities(session: Session, person_id: UUID) -> list[PersonIdentity]:
    """The identities that hold, by priority."""
    rows = session.scalars(
        select(PersonIdentity).where(
            PersonIdentity.person_id == person_id,
            PersonIdentity.deleted.is_(False),
            PersonIdentity.valid_to.is_(None),
        )
    )
    return sorted(rows, key=_rank)


def _rank(row: PersonIdentity) -> int:
    return PRIORITY.get(Category(row.category), 100)


def _new(session: Session, person: Person, identity: NewIdentity) -> PersonIdentity:
    values: dict[str, Value] = {
        "person_id": person.id,
        "category": identity.category,
        "is_primary": False,
    }
    row = records.add(session, PersonIdentity, {**identity.values, **values})
    _check_grade(row)
    return row


def _check_grade(row: PersonIdentity) -> None:
    cause = DisCause(row.disability_cause) if row.disability_cause else None
    grade = DisGrade(row.disability_grade) if row.disability_grade else None
    if not grade_fits(cause, grade):
        raise Rejected("identity.illness_grade", name="disability_grade")


def _refuse_doubles(person: Person, rows: list[PersonIdentity]) -> None:
    seen: set[str] = set()
    for row in rows:
        if row.category in seen:
            category = label("category", row.category)
            raise Rejected("identity.double", name=person.name, category=category)
        seen.add(row.category)


def _choose_primary(rows: list[PersonIdentity]) -> None:
    first = min(rows, key=_rank, default=None)
    for row in rows:
        row.is_primary = row is first


def _pass_on_primary(session: Session, ended: PersonIdentity) -> None:
    if ended.is_primary:
        ended.is_primary = False
        session.flush()
        _choose_primary(open_identities(session, ended.person_id))


def _shared_certificate(session: Session, row: PersonIdentity) -> list[Finding]:
    if row.cert_name is None or row.cert_no is None:
        return []
    name = lookups.holder_of_certificate(session, row.cert_name, row.cert_no, but=row.person_id)
    if name is None:
        return []
    said = ask("identity.cert_shared", cert_name=row.cert_name, cert_no=row.cert_no, name=name)
    return [Finding("cert_no", said)]
