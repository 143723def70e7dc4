"""Benefits: granted, suspended, resumed, ended; every step is a fact (DOMAIN 2.13, 4.3)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain import entitlement as rules
from station_app.domain.codes import (
    EntitlementEventKind,
    EntitlementState,
    PensionKind,
    PersonStatus,
    ResumePolicy,
    SuspendReason,
    label,
)
from station_app.domain.drafts import Draft, Finding
from station_app.domain.entitlement import BackPay
from station_app.domain.periods import month_of
from station_app.domain.reading import ask
from station_app.errors import Rejected
from station_app.models.entitlement import Entitlement, EntitlementEvent
from station_app.models.identifiers import EntitlementId
from station_app.models.person import Person
from station_app.services import facts, records

OPEN_STATES = rules.COUNTED_AS_RECEIVING | rules.STANDING_STILL | {EntitlementState.APPLIED}
USUALLY_ONE = frozenset(
    {
        PensionKind.DEMOB,
        PensionKind.ILL,
        PensionKind.WAR,
        PensionKind.NUC,
        PensionKind.RURAL60,
    }
)
"""Of these the higher one is usually drawn (PE5)."""
EDITABLE = frozenset({"monthly_fen", "pay_cycle", "doc_no", "account_id", "note", "resume_policy"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A benefit that the county approved; it starts in the month of approval (R-TJ 19, 27)."""

    person_id: UUID
    kind: PensionKind
    approved_on: date
    start_month: str | None = None
    monthly_fen: int | None = None
    pay_cycle: str | None = None
    resume_policy: ResumePolicy | None = None
    doc_no: str | None = None
    account_id: UUID | None = None
    note: str | None = None
    recognised_only: bool = False


@dataclass(frozen=True, slots=True)
class Granted:
    """The new benefit and what the operator should look at."""

    entitlement_id: EntitlementId
    warnings: list[Finding]


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend:
    """The county stops a benefit for a time; nothing is suspended by itself (CE4)."""

    entitlement_id: UUID
    reason: SuspendReason
    on: date
    effective_month: str
    doc_no: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Payment goes on; by default from the month after `on`, the day of certification (SU1)."""

    entitlement_id: UUID
    on: date
    effective_month: str | None = None
    doc_no: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A benefit ends: revoked, transferred to another county (MV1) or run out."""

    entitlement_id: UUID
    event: EntitlementEventKind
    on: date
    effective_month: str
    doc_no: str | None = None


def grant(session: Session, command: Grant, *, today: date) -> Granted:
    """Register an approved benefit with its first fact (D7)."""
    person = _living(session, command.person_id)
    if command.approved_on > today:
        raise Rejected("entitlement.approved_future", name="approved_on")
    running = [row for row in benefits_of(session, person.id) if row.state in OPEN_STATES]
    _refuse_double(person, command.kind, running)
    row = _granted_row(session, command)
    event = _kind_of_grant(command)
    add_event(session, row, event, on=command.approved_on, month=row.start_month)
    session.flush()
    return Granted(EntitlementId(row.id), _warnings(command, row, running))


def suspend(session: Session, command: Suspend, *, today: date) -> None:
    """停发 or, for a legal reason, 中止 (SU1, SU4)."""
    row = records.get(session, Entitlement, command.entitlement_id)
    event = rules.suspension_event(command.reason)
    if event is None:
        raise Rejected("entitlement.account_only")
    step(
        session,
        row,
        event,
        on=command.on,
        month=command.effective_month,
        reason=command.reason,
        doc_no=command.doc_no,
        today=today,
    )
    row.suspend_reason = str(command.reason)


def resume(session: Session, command: Resume, *, today: date) -> BackPay:
    """Let payment go on; returns the months that are paid back (SU2).

    Where the county decides about them, its document must be named.
    """
    row = records.get(session, Entitlement, command.entitlement_id)
    month = command.effective_month or rules.resume_month(command.on)
    given = back_pay_of(session, row, month)
    if given.asks and given.months and not command.doc_no:
        raise Rejected("entitlement.county_document", name="doc_no")
    resumed = EntitlementEventKind.RESUME
    step(session, row, resumed, on=command.on, month=month, doc_no=command.doc_no, today=today)
    row.suspend_reason = None
    return given


def back_pay_of(session: Session, row: Entitlement, resumed_from: str) -> BackPay:
    """Which months a resumption from this month would pay back."""
    standing = [
        event
        for event in events_of(session, row.id)
        if event.event in {EntitlementEventKind.SUSPEND, EntitlementEventKind.LEGAL_SUSPEND}
    ]
    if not standing or row.suspend_reason is None:
        return BackPay(())
    policy = ResumePolicy(row.resume_policy or rules.default_resume_policy(PensionKind(row.kind)))
    reason = SuspendReason(row.suspend_reason)
    return rules.back_pay(policy, reason, standing[-1].effective_month, resumed_from)


def stop(session: Session, command: Stop, *, today: date) -> None:
    """End a benefit; `effective_month` is the first month that is not paid."""
    row = records.get(session, Entitlement, command.entitlement_id)
    step(
        session,
        row,
        command.event,
        on=command.on,
        month=command.effective_month,
        doc_no=command.doc_no,
        today=today,
    )
    row.stop_month = command.effective_month


def change_entitlement(session: Session, entitlement_id: UUID, draft: Draft) -> None:
    """Correct what does not count: standard, account, document; steps are facts of their own."""
    if stray := set(draft.after) - EDITABLE:
        raise ValueError(f"these fields have steps of their own: {sorted(stray)}")
    records.change(session, Entitlement, entitlement_id, draft)


def correct_event(
    session: Session,
    event_id: UUID,
    *,
    reason: str,
    on: date | None = None,
    month: str | None = None,
) -> None:
    """Put an event right: its reversal, and a new one with the right day and month if given.

    Without `on` and `month` the event never happened. A death is put right by its own step (DE10).
    """
    event = facts.standing(session, EntitlementEvent, event_id)
    if event.event in {EntitlementEventKind.DIE, EntitlementEventKind.REOPEN}:
        raise Rejected("entitlement.by_death")
    row = records.get(session, Entitlement, event.entitlement_id)
    facts.reverse(session, event, reason=reason)
    if on is not None or month is not None:
        kind = EntitlementEventKind(event.event)
        add_event(
            session,
            row,
            kind,
            on=on or event.event_on,
            month=month or event.effective_month,
            reason=SuspendReason(event.reason) if event.reason else None,
            doc_no=event.doc_no,
            correction=reason,
        )
    session.flush()
    derive(session, row)


def step(
    session: Session,
    row: Entitlement,
    event: EntitlementEventKind,
    *,
    on: date,
    month: str,
    today: date,
    reason: SuspendReason | None = None,
    doc_no: str | None = None,
) -> None:
    """One permitted change of state with its fact."""
    if on > today:
        raise Rejected("entitlement.future", name="event_on")
    if month < row.start_month:
        raise Rejected("entitlement.before_start", month=row.start_month, name="effective_month")
    row.state = str(rules.next_state(EntitlementState(row.state), event))
    add_event(session, row, event, on=on, month=month, reason=reason, doc_no=doc_no)


def add_event(
    session: Session,
    row: Entitlement,
    event: EntitlementEventKind,
    *,
    on: date,
    month: str,
    reason: SuspendReason | None = None,
    doc_no: str | None = None,
    correction: str | None = None,
) -> EntitlementEvent:
    """The fact of a step, with the person as he or she was that day (SETTLED 1)."""
    as_of = facts.as_of_day(session, [row.person_id], on).get(row.person_id, facts.AsOfDay())
    fact = EntitlementEvent(
        entitlement_id=row.id,
        person_id=row.person_id,
        kind=row.kind,
        event=str(event),
        event_on=on,
        effective_month=month,
        reason=None if reason is None else str(reason),
        doc_no=doc_no,
        counted_ym=facts.counted_ym(session, on),
        correction_reason=correction,
        **as_of.columns(),
    )
    session.add(fact)
    return fact


def benefits_of(session: Session, person_id: UUID) -> list[Entitlement]:
    """All benefits of a person, oldest first."""
    found = select(Entitlement).where(
        Entitlement.person_id == person_id, Entitlement.deleted.is_(False)
    )
    return list(session.scalars(found.order_by(Entitlement.start_month, Entitlement.id)))


def events_of(session: Session, entitlement_id: UUID) -> list[EntitlementEvent]:
    """The standing events of a benefit in the order in which they took effect."""
    found = facts.standing_facts(
        session, EntitlementEvent, EntitlementEvent.entitlement_id == entitlement_id
    )
    return sorted(found, key=lambda event: (event.event_on, event.id))


def state_after(events: list[EntitlementEvent]) -> EntitlementState:
    """The state to which the events lead; an imported benefit without a grant begins granted."""
    kinds = [EntitlementEventKind(event.event) for event in events]
    begun = {EntitlementEventKind.GRANT, EntitlementEventKind.RECOGNISE}
    state = EntitlementState.APPLIED if begun & set(kinds) else EntitlementState.GRANTED
    for kind in kinds:
        try:
            state = rules.next_state(state, kind)
        except Rejected:
            raise Rejected(
                "entitlement.correction_breaks", state=state.label, event=kind.label
            ) from None
    return state


ENDING = frozenset(
    {
        EntitlementEventKind.DIE,
        EntitlementEventKind.END,
        EntitlementEventKind.REVOKE,
        EntitlementEventKind.TRANSFER,
    }
)


def derive(session: Session, row: Entitlement) -> None:
    """Put state, stop month and reason as the standing events say (a correction changed them)."""
    events = events_of(session, row.id)
    state = state_after(events)
    ended = [event.effective_month for event in events if event.event in ENDING]
    held = [event.reason for event in events if event.reason is not None]
    still = state in rules.STANDING_STILL
    row.state = str(state)
    row.stop_month = ended[-1] if ended else None
    row.suspend_reason = held[-1] if still and held else None


def _living(session: Session, person_id: UUID) -> Person:
    person = records.get(session, Person, person_id)
    if person.status not in {PersonStatus.ACTIVE, PersonStatus.DRAFT}:
        status = label("person_status", person.status)
        raise Rejected("person.not_living", name=person.name, status=status)
    return person


def _refuse_double(person: Person, kind: PensionKind, running: list[Entitlement]) -> None:
    if any(row.kind == kind for row in running):
        raise Rejected("entitlement.double", name=person.name, kind=kind.label)


def _granted_row(session: Session, command: Grant) -> Entitlement:
    policy = command.resume_policy or rules.default_resume_policy(command.kind)
    following = rules.next_state(EntitlementState.APPLIED, _kind_of_grant(command))
    return records.add(
        session,
        Entitlement,
        {
            "person_id": command.person_id,
            "kind": str(command.kind),
            "approved_on": command.approved_on,
            "start_month": command.start_month or month_of(command.approved_on),
            "state": str(following),
            "resume_policy": str(policy),
            "monthly_fen": command.monthly_fen,
            "pay_cycle": command.pay_cycle,
            "doc_no": command.doc_no,
            "account_id": command.account_id,
            "note": command.note,
        },
    )


def _kind_of_grant(command: Grant) -> EntitlementEventKind:
    if command.recognised_only:
        return EntitlementEventKind.RECOGNISE
    return EntitlementEventKind.GRANT


def _warnings(command: Grant, row: Entitlement, running: list[Entitlement]) -> list[Finding]:
    found = [
        Finding("kind", ask("entitlement.usually_one", kind=label("pension_kind", other.kind)))
        for other in running
        if other.kind in USUALLY_ONE and command.kind in USUALLY_ONE
    ]
    approved = month_of(command.approved_on)
    if row.start_month < approved:
        found.append(Finding("start_month", ask("entitlement.start_early", month=approved)))
    return found
