"""Two files of one person become one, and two again if that was wrong (DOMAIN 2.4, SETTLED 2)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import EntitlementState, PersonStatus
from station_app.errors import Rejected
from station_app.models.condolence import CondolencePlan
from station_app.models.entitlement import Entitlement
from station_app.models.household import Household
from station_app.models.identifiers import PersonId
from station_app.models.person import (
    PERSON,
    BankAccount,
    Person,
    PersonIdentity,
    ServiceRecord,
)
from station_app.services import accounts, identities, records, taking_back
from station_app.services.people import EDITABLE

NOT_FILLED = frozenset({"name", "household_id", "relation_to_head", "registered_src"})
CHOOSABLE = EDITABLE - {"household_id", "relation_to_head", "registered_src"}
"""What may be taken from either file; where a person lives has a step of its own."""
C = TypeVar("C", PersonIdentity, ServiceRecord, BankAccount, Entitlement, CondolencePlan)
"""What hangs on a file and is no fact; facts stay with the file they were written for."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The file that stays, which blanks were filled, and the kinds of benefit it now has twice."""

    person_id: PersonId
    filled: tuple[str, ...]
    double_benefits: tuple[str, ...]


def merge_people(
    session: Session, kept_id: UUID, gone_id: UUID, *, take: Iterable[str] = ()
) -> Merged:
    """Put the second file into the first: blanks are filled, nothing known is overwritten but for
    the fields that somebody chose to `take` from the second.

    Facts keep the key they were written with; readers follow `merged_into_id`.
    """
    if kept_id == gone_id:
        raise Rejected("person.merge_self")
    kept, gone = records.get(session, Person, kept_id), records.get(session, Person, gone_id)
    for person in (kept, gone):
        if person.merged_into_id is not None:
            raise Rejected("person.merge_gone", name=person.name)
    filled = _fill(kept, gone)
    _take(kept, gone, take)
    _move_children(session, kept, gone)
    _leave_empty_household(session, gone)
    for earlier in session.scalars(select(Person).where(Person.merged_into_id == gone.id)):
        earlier.merged_into_id = kept.id  # no chains: a reader follows one step
    gone.status = str(PersonStatus.MERGED)
    gone.merged_into_id = kept.id
    session.flush()
    return Merged(PersonId(kept.id), filled, _double_benefits(session, kept.id))


def unmerge(session: Session, gone_id: UUID) -> tuple[taking_back.Kept, ...]:
    """Take a merging back: what it changed and nobody changed since; the rest is listed.

    The log of the PC that merged tells what it was; elsewhere only the file itself opens again.
    """
    gone = records.get(session, Person, gone_id)
    if gone.merged_into_id is None:
        raise Rejected("person.not_merged", name=gone.name)
    action_id = taking_back.action_that_set(session, gone_id, "merged_into_id")
    if action_id is not None:
        return taking_back.take_back(session, action_id).kept
    gone.merged_into_id = None
    gone.status = str(PersonStatus.ACTIVE)
    return ()


def break_rings(session: Session) -> list[PersonId]:
    """Two PCs merged two files into each other while apart: the lowest key stays (SETTLED 2).

    Every PC decides the same, so their changes agree.
    """
    staying = rings(session)
    for key in staying:
        person = session.get_one(Person, key)
        person.merged_into_id = None
        person.status = str(PersonStatus.ACTIVE)
    return staying


def rings(session: Session) -> list[PersonId]:
    """The lowest key of every ring of merged files."""
    merged = Person.merged_into_id.is_not(None)
    found = session.execute(select(Person.id, Person.merged_into_id).where(merged))
    links = {key: into for key, into in found if into is not None}
    lowest = {min(ring) for key in links if (ring := _ring(key, links))}
    return [PersonId(key) for key in sorted(lowest)]


def _ring(key: UUID, links: Mapping[UUID, UUID]) -> list[UUID]:
    """The files of the ring to which a file leads, if it leads into one."""
    seen = [key]
    while (following := links.get(seen[-1])) is not None:
        if following in seen:
            return seen[seen.index(following) :]
        seen.append(following)
    return []


def _fill(kept: Person, gone: Person) -> tuple[str, ...]:
    filled = []
    for name in sorted(EDITABLE - NOT_FILLED):
        if getattr(kept, name) is None and getattr(gone, name) is not None:
            setattr(kept, name, getattr(gone, name))
            filled.append(name)
    return tuple(name for name in PERSON.by_name if name in filled)


def _take(kept: Person, gone: Person, names: Iterable[str]) -> None:
    for name in names:
        if name not in CHOOSABLE:
            raise ValueError(f"{name} is not chosen in a merging")
        setattr(kept, name, getattr(gone, name))


def _move_children(session: Session, kept: Person, gone: Person) -> None:
    held = {row.category for row in identities.open_identities(session, kept.id)}
    for identity in _of(session, PersonIdentity, gone):
        if identity.category not in held:  # else the file that stays knows it already
            identity.is_primary = identity.is_primary and not held
            identity.person_id = kept.id
    has_account = bool(accounts.open_accounts(session, kept.id))
    for account in _of(session, BankAccount, gone):
        account.is_default = account.is_default and not has_account
        account.person_id = kept.id
    others: list[ServiceRecord | Entitlement | CondolencePlan] = [
        *_of(session, ServiceRecord, gone),
        *_of(session, Entitlement, gone),
        *_of(session, CondolencePlan, gone),
    ]
    for row in others:
        row.person_id = kept.id


def _of(session: Session, model: type[C], person: Person) -> list[C]:
    rows = select(model).where(model.person_id == person.id, model.deleted.is_(False))
    return list(session.scalars(rows))


def _leave_empty_household(session: Session, gone: Person) -> None:
    """The household of the gone file, if it was only made for it, goes with it."""
    if gone.household_id is None:
        return
    household = session.get(Household, gone.household_id)
    others = select(Person.id).where(
        Person.household_id == gone.household_id,
        Person.id != gone.id,
        Person.deleted.is_(False),
        Person.merged_into_id.is_(None),
    )
    if household is None or household.verified or session.scalar(others.limit(1)):
        return
    household.deleted = True


def _double_benefits(session: Session, person_id: UUID) -> tuple[str, ...]:
    running = select(Entitlement.kind).where(
        Entitlement.person_id == person_id,
        Entitlement.deleted.is_(False),
        Entitlement.state.in_([EntitlementState.GRANTED, EntitlementState.SUSPENDED]),
    )
    kinds = list(session.scalars(running))
    return tuple(dict.fromkeys(kind for kind in kinds if kinds.count(kind) > 1))
