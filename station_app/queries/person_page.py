"""Everything about one person, for the page that is opened most."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from station_app.domain.codes import BatchStatus, PaymentState, VisitState
from station_app.models.condolence import CondolenceBatch, CondolencePayment, CondolencePlan
from station_app.models.entitlement import ENTITLEMENT, Entitlement
from station_app.models.household import FAMILY_MEMBER, HOUSEHOLD, FamilyMember
from station_app.models.identifiers import PersonId
from station_app.models.person import (
    BANK_ACCOUNT,
    PERSON,
    PERSON_IDENTITY,
    SERVICE_RECORD,
    BankAccount,
    Person,
    PersonIdentity,
    ServiceRecord,
)
from station_app.models.station import GridCell, Staff
from station_app.models.visit import Visit, VisitAttendance
from station_app.queries.merged import files_of
from station_app.queries.people import PersonRow, age_at, people_rows
from station_app.queries.records import RecordRow, record_row, record_rows
from station_app.queries.standing import standing
from station_app.queries.timeline import TimelineRow, timeline


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody of the household; `person_id` where it is a served person with a page."""

    name: str
    relation: str | None
    age: int | None
    person_id: PersonId | None = None
    member_id: UUID | None = None
    status: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class FollowUpRow:
    """What was promised on a visit and is not done yet."""

    visit_id: UUID
    text: str
    due: date | None
    by: str | None


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A condolence that the person is to receive."""

    plan_id: UUID
    batch_id: UUID
    batch_name: str
    batch_status: str
    amount_fen: int | None
    goods: str | None


@dataclass(frozen=True, slots=True)
class MergedRow:
    """A file that was put into this one, and can be taken out again."""

    person_id: PersonId
    name: str
    file_no: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person, whole. `merged_into` is where readers follow when the file was merged."""

    row: PersonRow
    person: RecordRow
    identities: tuple[RecordRow, ...]
    services: tuple[RecordRow, ...]
    accounts: tuple[RecordRow, ...]
    entitlements: tuple[RecordRow, ...]
    household: RecordRow | None
    members: tuple[MemberRow, ...]
    grid_name: str | None
    contact_staff: str | None
    timeline: tuple[TimelineRow, ...]
    follow_ups: tuple[FollowUpRow, ...]
    planned: tuple[PlannedRow, ...]
    merged_into: PersonId | None
    merged: tuple[MergedRow, ...] = ()


def person_page(session: Session, person_id: UUID, *, today: date) -> PersonPage | None:
    """The page of a person in a fixed number of statements; None when there is no such person."""
    person = record_row(session, PERSON, person_id)
    if person is None:
        return None
    row = people_rows(session, [person_id], today=today)[0]
    household_id = row.household_id
    merged_into = person.values["merged_into_id"]
    return PersonPage(
        row=row,
        person=person,
        identities=record_rows(session, PERSON_IDENTITY, PersonIdentity.person_id == person_id),
        services=record_rows(session, SERVICE_RECORD, ServiceRecord.person_id == person_id),
        accounts=record_rows(session, BANK_ACCOUNT, BankAccount.person_id == person_id),
        entitlements=record_rows(session, ENTITLEMENT, Entitlement.person_id == person_id),
        household=record_row(session, HOUSEHOLD, household_id) if household_id else None,
        members=members_of(session, household_id, but=person_id, today=today),
        grid_name=_name_of(session, GridCell, person.values["grid_id"]),
        contact_staff=_name_of(session, Staff, person.values["contact_staff_id"]),
        timeline=timeline(session, person_id, household_id),
        follow_ups=follow_ups(session, person_id),
        planned=planned_for(session, person_id),
        merged_into=PersonId(merged_into) if isinstance(merged_into, UUID) else None,
        merged=merged_files(session, person_id),
    )


def merged_files(session: Session, person_id: UUID) -> tuple[MergedRow, ...]:
    """What was put into a file, in the order in which the files were made."""
    found = session.execute(
        select(Person.id, Person.name, Person.file_no)
        .where(Person.merged_into_id == person_id, Person.deleted.is_(False))
        .order_by(Person.id)
    )
    return tuple(MergedRow(PersonId(key), name, number) for key, name, number in found)


def members_of(
    session: Session, household_id: UUID | None, *, but: UUID | None, today: date
) -> tuple[MemberRow, ...]:
    """Who else belongs to the household: served people first, then the others."""
    if household_id is None:
        return ()
    served = session.execute(
        select(Person.name, Person.relation_to_head, Person.birth_date, Person.id, Person.status)
        .where(Person.household_id == household_id, Person.deleted.is_(False))
        .order_by(Person.relation_to_head, Person.birth_date)
    )
    people = [
        MemberRow(name, relation, age_at(birth, today), PersonId(key), status=status)
        for name, relation, birth, key, status in served
        if key != but
    ]
    others = [
        MemberRow(
            name=row.text("name") or "",
            relation=row.text("relation"),
            age=age_at(row.text("birth_date"), today),
            member_id=row.record_id,
            note=row.text("note"),
        )
        for row in record_rows(session, FAMILY_MEMBER, FamilyMember.household_id == household_id)
    ]
    return (*people, *others)


def _name_of(session: Session, model: type[GridCell | Staff], key: object) -> str | None:
    if not isinstance(key, UUID):
        return None
    return session.scalar(select(model.name).where(model.id == key))


def follow_ups(session: Session, person_id: UUID) -> tuple[FollowUpRow, ...]:
    """What was promised to a person and is not done yet, the most urgent first."""
    found = session.execute(
        select(Visit.id, Visit.follow_up, Visit.follow_up_due, Visit.follow_up_by)
        .join(VisitAttendance, VisitAttendance.visit_id == Visit.id)
        .where(
            VisitAttendance.person_id.in_(files_of(session, person_id)),
            *standing(VisitAttendance),
            Visit.deleted.is_(False),
            Visit.state == VisitState.DONE,
            Visit.follow_up.is_not(None),
            Visit.follow_up_done_on.is_(None),
        )
        .order_by(Visit.follow_up_due)
    )
    return tuple(FollowUpRow(key, text or "", due, by) for key, text, due, by in found)


def planned_for(session: Session, person_id: UUID) -> tuple[PlannedRow, ...]:
    """The rows of running batches in which the person stands and has not received yet (DE6)."""
    plan, batch, paid = CondolencePlan, CondolenceBatch, CondolencePayment
    received = (
        select(paid.plan_id)
        .join(plan, plan.id == paid.plan_id)
        .where(plan.person_id == person_id, *standing(paid))
    )
    found = session.execute(
        select(plan.id, batch.id, batch.name, batch.status, plan.amount_fen, plan.goods)
        .join(batch, and_(batch.id == plan.batch_id, batch.deleted.is_(False)))
        .where(
            plan.person_id == person_id,
            plan.state == PaymentState.PLANNED,
            plan.deleted.is_(False),
            plan.id.not_in(received),
            batch.status != BatchStatus.CLOSED,
        )
        .order_by(batch.planned_on)
    )
    return tuple(PlannedRow(*row) for row in found)
