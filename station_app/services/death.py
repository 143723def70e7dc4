"""A death in one step, and its correction (DOMAIN 4.4, 2.4)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain import death as rules
from station_app.domain.codes import (
    BatchStatus,
    EntitlementEventKind,
    EntitlementState,
    PaymentState,
    PersonStatus,
    label,
)
from station_app.domain.drafts import Finding
from station_app.domain.money import yuan
from station_app.domain.partial_date import PartialDate, official_date
from station_app.domain.periods import add_months, month_of
from station_app.domain.reading import Note, ask
from station_app.errors import Rejected
from station_app.messages.benefits import REASON_WITH_SECOND
from station_app.models.change import Change
from station_app.models.condolence import CondolenceBatch, CondolencePlan
from station_app.models.entitlement import Entitlement, EntitlementEvent
from station_app.models.person import Person
from station_app.queries.death import DeathPreview, death_preview
from station_app.services import entitlements, facts, records
from station_app.services.doubts import settle
from station_app.store.context import operator_of

MAY_DIE = frozenset({PersonStatus.ACTIVE, PersonStatus.DRAFT, PersonStatus.MOVED_OUT})


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterDeath:
    """What the dialog asks; each consequence may be unticked, the plaque stays in any case (PL6).

    `death_date` may be a month (DE7); the death counts in the month of `reported_on` (DE9).
    """

    person_id: UUID
    death_date: str
    reported_on: date
    proof: str | None = None
    cancel_planned: bool = True
    stop_benefits: bool = True
    end_contact: bool = True
    cause: rules.DeathCause = rules.DeathCause.ILLNESS


@dataclass(frozen=True, slots=True)
class DeathRegistered:
    """What was done, with the figures as they were found, and what is to be looked at."""

    found: DeathPreview
    warnings: list[Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectDeath:
    """更正死亡登记: the person lives; with a reason and a second person (DOMAIN 2.4)."""

    person_id: UUID
    reason: str
    second_person: str


@dataclass(frozen=True, slots=True)
class DeathCorrected:
    """What was opened again, and the months that the county pays back in full (DE10)."""

    entitlement_ids: tuple[UUID, ...]
    back_pay_months: tuple[str, ...]
    plan_ids: tuple[UUID, ...]


def register_death(session: Session, command: RegisterDeath, *, today: date) -> DeathRegistered:
    """Stop what must stop, list what was paid after it, and say so (DE1, DE2, DE6)."""
    person = records.get(session, Person, command.person_id)
    notes = _checked(person, command, today)
    found = death_preview(session, person.id, command.death_date, today=today, cause=command.cause)
    _mark(person, command)
    if command.stop_benefits:
        _stop_benefits(session, found, command)
    if command.cancel_planned:
        _cancel(session, found.effects.cancelled_plans)
    session.flush()
    return DeathRegistered(found, [*_findings(notes), *_to_look_at(found)])


def correct_death(session: Session, command: CorrectDeath, *, today: date) -> DeathCorrected:
    """Take a death back as a correction: benefits reopen, lists get the person back (DE10)."""
    person = records.get(session, Person, command.person_id)
    if person.status != PersonStatus.DECEASED:
        raise Rejected("death.not_registered", name=person.name)
    reason = _two_people(session, command)
    reopened = _reopen_benefits(session, person, reason, today)
    done = _registration(session, person.id)
    plans = _give_back_plans(session, done) if done else ()
    if done and person.contact_staff_id is None:
        person.contact_staff_id = done.contact_staff_id
    person.status = str(PersonStatus.ACTIVE)
    person.death_date = person.death_proof = person.death_reported_on = None
    person.status_reason = reason
    session.flush()
    months = [month for _, first in reopened for month in rules.wrongly_stopped(first, today)]
    keys = tuple(key for key, _ in reopened)
    return DeathCorrected(keys, tuple(dict.fromkeys(months)), plans)


def amend_death(
    session: Session, command: RegisterDeath, *, reason: str, second_person: str, today: date
) -> DeathRegistered:
    """The person did die, but on another day: the registration is taken back and made anew."""
    taken_back = CorrectDeath(
        person_id=command.person_id, reason=reason, second_person=second_person
    )
    correct_death(session, taken_back, today=today)
    registered = register_death(session, command, today=today)
    records.get(session, Person, command.person_id).status_reason = _two_people(session, taken_back)
    return registered


def _checked(person: Person, command: RegisterDeath, today: date) -> tuple[Note, ...]:
    if person.status == PersonStatus.DECEASED:
        raise Rejected("death.already", name=person.name)
    if person.status not in MAY_DIE:
        status = label("person_status", person.status)
        raise Rejected("death.status", name=person.name, status=status)
    notes = rules.check_death(
        PartialDate.of(command.death_date),
        birth=PartialDate.of(person.birth_date) if person.birth_date else None,
        reported_on=command.reported_on,
        today=today,
    )
    return settle(notes, [note.code for note in notes])


def _mark(person: Person, command: RegisterDeath) -> None:
    """All at once, so that one line of the log tells what a correction puts back."""
    person.status = str(PersonStatus.DECEASED)
    person.death_date = command.death_date
    person.death_reported_on = command.reported_on
    person.death_proof = command.proof
    if command.end_contact:
        person.contact_staff_id = None


def _stop_benefits(session: Session, found: DeathPreview, command: RegisterDeath) -> None:
    """Of a death known by its year alone all stops from next month on, and is asked (DE7)."""
    first_unpaid = found.effects.stop_month or add_months(month_of(command.reported_on), 1)
    for key in found.effects.stopped:
        row = records.get(session, Entitlement, key)
        row.state = str(EntitlementState.DECEASED)
        row.stop_month = first_unpaid
        died = EntitlementEventKind.DIE
        entitlements.add_event(session, row, died, on=command.reported_on, month=first_unpaid)


def _cancel(session: Session, plan_ids: tuple[UUID, ...]) -> None:
    for key in plan_ids:
        records.get(session, CondolencePlan, key).state = str(PaymentState.CANCELLED)


def _findings(notes: tuple[Note, ...]) -> list[Finding]:
    return [Finding("death_date", note) for note in notes]


def _to_look_at(found: DeathPreview) -> list[Finding]:
    findings = []
    if found.overpaid.rows:
        amount = yuan(found.overpaid.total_fen)
        said = ask("death.paid_after", count=len(found.overpaid.rows), amount=amount)
        findings.append(Finding("death_date", said))
    if found.visited_after:
        last = official_date(found.visited_after[-1])
        said = ask("death.visited_after", count=len(found.visited_after), day=last)
        findings.append(Finding("death_date", said))
    for day in found.certified_after:
        findings.append(Finding("death_date", ask("death.certified_after", day=official_date(day))))
    for day in found.given_after:
        findings.append(Finding("death_date", ask("death.given_after", day=official_date(day))))
    return findings


def _two_people(session: Session, command: CorrectDeath) -> str:
    reason, second = command.reason.strip(), command.second_person.strip()
    if not reason:
        raise Rejected("record.reason", name="reason")
    if not second or second == operator_of(session):
        raise Rejected("death.second_person", name="second_person")
    return REASON_WITH_SECOND.format(reason=reason, second=second)


def _reopen_benefits(
    session: Session, person: Person, reason: str, today: date
) -> list[tuple[UUID, str]]:
    """Reverse each death event; the benefit is again what it was before, suspended if it was."""
    reopened = []
    for row in entitlements.benefits_of(session, person.id):
        if row.state not in {EntitlementState.DECEASED, EntitlementState.FINAL}:
            continue
        first_unpaid = row.stop_month or month_of(today)
        for event in _deaths(session, row):
            facts.reverse(session, event, reason=reason)
        entitlements.derive(session, row)
        reopened.append((row.id, first_unpaid))
    return reopened


def _deaths(session: Session, row: Entitlement) -> list[EntitlementEvent]:
    events = entitlements.events_of(session, row.id)
    after_death = {EntitlementEventKind.DIE, EntitlementEventKind.PAY_FINAL}
    return [event for event in events if event.event in after_death]


@dataclass(frozen=True, slots=True)
class _Registration:
    """How the death was registered on this PC: the action, and who looked after the person."""

    action_id: int
    contact_staff_id: UUID | None


def _registration(session: Session, person_id: UUID) -> _Registration | None:
    """The latest registration, told by the log; None when another PC made it."""
    changes = session.execute(
        select(Change.action_id, Change.fields)
        .where(Change.record_id == person_id, Change.fields.is_not(None))
        .order_by(Change.seq.desc())
    )
    for action_id, text in changes:
        fields: dict[str, list[str | None]] = msgspec.json.decode(text or "{}")
        if fields.get("status", [None, None])[1] == PersonStatus.DECEASED:
            staff = fields.get("contact_staff_id", [None])[0]
            return _Registration(action_id, UUID(staff) if staff else None)
    return None


def _give_back_plans(session: Session, done: _Registration) -> tuple[UUID, ...]:
    """The list rows that this death cancelled, on lists that are not closed yet."""
    touched = select(Change.record_id).where(
        Change.action_id == done.action_id, Change.record_type == "condolence_plan"
    )
    closed = select(CondolenceBatch.id).where(CondolenceBatch.status == BatchStatus.CLOSED)
    rows = session.scalars(
        select(CondolencePlan).where(
            CondolencePlan.id.in_(list(session.scalars(touched))),
            CondolencePlan.state == PaymentState.CANCELLED,
            CondolencePlan.batch_id.not_in(closed),
        )
    )
    given_back = list(rows)
    for row in given_back:
        row.state = str(PaymentState.PLANNED)
    return tuple(row.id for row in given_back)
