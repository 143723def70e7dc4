"""Moving out and back, taking a file off the register and putting it back (DOMAIN 2.4, 4.5)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.codes import (
    EntitlementEventKind,
    EntitlementState,
    PaymentState,
    PersonStatus,
    label,
)
from station_app.domain.entitlement import transfer_stop_month
from station_app.errors import Rejected
from station_app.models.condolence import CondolencePlan
from station_app.models.person import Person
from station_app.queries.person_page import planned_for
from station_app.services import entitlements, records
from station_app.services.entitlements import Stop

HERE = frozenset({PersonStatus.ACTIVE, PersonStatus.DRAFT})


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveOut:
    """The person moves away; benefits move only when the 抚恤关系 does (MV1, MV3)."""

    person_id: UUID
    moved_out_on: date
    moved_to: str | None = None
    transfer_benefits: bool = False
    cancel_planned: bool = True


@dataclass(frozen=True, slots=True)
class MovedOut:
    """The benefits that move, and the list rows that were taken off."""

    entitlement_ids: tuple[UUID, ...]
    plan_ids: tuple[UUID, ...]


def move_out(session: Session, command: MoveOut, *, today: date) -> MovedOut:
    """Close the file as 迁出, counted in the month of `moved_out_on` (MV4)."""
    person = _here(session, command.person_id)
    if command.moved_out_on > today:
        raise Rejected("person.moved_future", name="moved_out_on")
    moving = _transfer(session, person, command, today) if command.transfer_benefits else ()
    person.status = str(PersonStatus.MOVED_OUT)
    person.moved_out_on = command.moved_out_on
    person.moved_to = (command.moved_to or "").strip() or None
    plans = _off_the_lists(session, person.id) if command.cancel_planned else ()
    return MovedOut(moving, plans)


def move_back(session: Session, person_id: UUID, *, reason: str | None = None) -> None:
    """迁回: the file is open again; benefits that moved are granted anew by their own step."""
    person = records.get(session, Person, person_id)
    if person.status != PersonStatus.MOVED_OUT:
        raise Rejected("person.not_moved", name=person.name)
    person.status = str(PersonStatus.ACTIVE)
    person.moved_out_on = None
    person.moved_to = None
    person.status_reason = (reason or "").strip() or None


def remove_person(session: Session, person_id: UUID, *, reason: str, on: date) -> None:
    """取消: not eligible, or registered in error; the file stays and says why."""
    person = _here(session, person_id)
    if not reason.strip():
        raise Rejected("record.reason", name="reason")
    person.status = str(PersonStatus.REMOVED)
    person.removed_on = on
    person.status_reason = reason.strip()
    _off_the_lists(session, person.id)


def restore_person(session: Session, person_id: UUID, *, reason: str) -> None:
    """A removed file counts again, with the reason why."""
    person = records.get(session, Person, person_id)
    if person.status != PersonStatus.REMOVED:
        raise Rejected("person.not_removed", name=person.name)
    if not reason.strip():
        raise Rejected("record.reason", name="reason")
    person.status = str(PersonStatus.ACTIVE)
    person.removed_on = None
    person.status_reason = reason.strip()


def _here(session: Session, person_id: UUID) -> Person:
    person = records.get(session, Person, person_id)
    if person.status not in HERE:
        status = label("person_status", person.status)
        raise Rejected("person.not_living", name=person.name, status=status)
    return person


def _transfer(session: Session, person: Person, command: MoveOut, today: date) -> tuple[UUID, ...]:
    """The old place pays to December of the year of the move (MV1)."""
    moving = []
    for row in entitlements.benefits_of(session, person.id):
        if row.state != EntitlementState.GRANTED:
            continue
        transfer = Stop(
            entitlement_id=row.id,
            event=EntitlementEventKind.TRANSFER,
            on=command.moved_out_on,
            effective_month=transfer_stop_month(command.moved_out_on),
        )
        entitlements.stop(session, transfer, today=today)
        moving.append(row.id)
    return tuple(moving)


def _off_the_lists(session: Session, person_id: UUID) -> tuple[UUID, ...]:
    keys = tuple(plan.plan_id for plan in planned_for(session, person_id))
    for key in keys:
        records.get(session, CondolencePlan, key).state = str(PaymentState.CANCELLED)
    return keys
