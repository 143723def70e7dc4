"""What follows from a death, with its figures, before and after it is registered (DOMAIN 4.4)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.domain import death as rules
from station_app.domain.codes import (
    CertResult,
    EntitlementState,
    PayItem,
    PaymentState,
    PensionKind,
    PlaqueEventKind,
    PlaqueState,
    VisitKind,
)
from station_app.domain.death import DeathCause, DeathEffects, Overpaid, PaidMonth, RunningBenefit
from station_app.domain.entitlement import STOPPED_BY_DEATH
from station_app.domain.partial_date import PartialDate
from station_app.domain.plaque import OCCUPYING, derive
from station_app.models.certification import Certification
from station_app.models.condolence import CondolencePayment, CondolencePlan
from station_app.models.entitlement import Entitlement, PensionPayment
from station_app.models.person import Person
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.models.visit import VisitAttendance
from station_app.queries.certification_filters import running_year
from station_app.queries.merged import files_of
from station_app.queries.people import count_people, people_rows
from station_app.queries.people_filters import PeopleFilter
from station_app.queries.person_page import FollowUpRow, PlannedRow, follow_ups, planned_for
from station_app.queries.standing import standing


@dataclass(frozen=True, slots=True)
class ListCut:
    """A list that loses the person: 30 人变 29 人，500.00 元一并减去."""

    plan: PlannedRow
    people_before: int

    @property
    def people_after(self) -> int:
        """How many are left on the list."""
        return self.people_before - 1


@dataclass(frozen=True, slots=True)
class BenefitStop:
    """A benefit that ends; `stop_month` is None while only the year of the death is known (DE7)."""

    entitlement_id: UUID
    kind: str
    state: str
    stop_month: str | None
    monthly_fen: int | None


@dataclass(frozen=True, slots=True)
class PlaqueKept:
    """The plaque of the household stays and is never replaced (PL6)."""

    plaque_id: UUID
    state: PlaqueState
    since: date | None


@dataclass(frozen=True, slots=True)
class DeathPreview:
    """Everything that the dialog must say before somebody confirms.

    `certified_after` and `given_after` happened after the death: a risk of fraud to be looked into
    (CE6), and condolence that the county decides about (DE8). Whoever was visited after it
    (`visited_after`) perhaps died on another day.
    """

    died: PartialDate
    effects: DeathEffects
    lists: tuple[ListCut, ...]
    benefits: tuple[BenefitStop, ...]
    certification_year: int | None
    uncertified: int
    plaque: PlaqueKept | None
    contact_staff_id: UUID | None
    follow_ups: tuple[FollowUpRow, ...]
    certified_after: tuple[date, ...]
    given_after: tuple[date, ...]
    visited_after: tuple[date, ...] = ()

    @property
    def overpaid(self) -> Overpaid:
        """What was paid for months after the death (DE2)."""
        return self.effects.overpaid


def death_preview(
    session: Session,
    person_id: UUID,
    death_date: str,
    *,
    today: date,
    cause: DeathCause = DeathCause.ILLNESS,
) -> DeathPreview:
    """What registering this death would do and find."""
    died = PartialDate.of(death_date)
    person = session.execute(select(*HEAD).where(Person.id == person_id)).one()
    row = people_rows(session, [person_id], today=today)[0]
    running = running_benefits(session, person_id)
    plans = planned_for(session, person_id)
    year = session.scalar(select(running_year(today)))
    effects = rules.effects(
        died,
        benefits=running,
        payments=paid_months(session, person_id),
        planned=[plan.plan_id for plan in plans],
        certification_open=row.needs_certification,
        cause=cause,
    )
    return DeathPreview(
        died=died,
        effects=effects,
        lists=tuple(ListCut(plan, _people_on(session, plan.batch_id)) for plan in plans),
        benefits=_stops(running, effects),
        certification_year=year if row.needs_certification else None,
        uncertified=count_people(session, PeopleFilter(uncertified=True), today=today),
        plaque=plaque_of(session, person.household_id),
        contact_staff_id=person.contact_staff_id,
        follow_ups=follow_ups(session, person_id),
        certified_after=_certified_after(session, person_id, died),
        given_after=_given_after(session, person_id, died),
        visited_after=_visited_after(session, person_id, died),
    )


HEAD = (Person.household_id, Person.contact_staff_id)


def overpaid(session: Session, person_id: UUID) -> Overpaid:
    """What was paid from the stop month of each benefit on, less what came back (DE2)."""
    statement = select(Entitlement.kind, func.min(Entitlement.stop_month)).where(
        Entitlement.person_id.in_(files_of(session, person_id)),
        Entitlement.state.in_([EntitlementState.DECEASED, EntitlementState.FINAL]),
        Entitlement.stop_month.is_not(None),
        Entitlement.deleted.is_(False),
    )
    stops = {row[0]: row[1] for row in session.execute(statement.group_by(Entitlement.kind))}
    paid = paid_months(session, person_id)
    rows = [
        month
        for kind, first in stops.items()
        if first is not None
        for month in rules.overpaid((row for row in paid if row.kind == kind), first).rows
    ]
    return Overpaid(tuple(rows))


def paid_months(session: Session, person_id: UUID) -> list[PaidMonth]:
    """The standing pension payments of a person, in order."""
    paid = PensionPayment
    statement = select(paid.id, paid.kind, paid.month, paid.item, paid.amount_fen).where(
        paid.person_id.in_(files_of(session, person_id)), *standing(paid)
    )
    return [
        PaidMonth(key, PensionKind(kind), month, PayItem(item), fen)
        for key, kind, month, item, fen in session.execute(statement.order_by(paid.month, paid.id))
    ]


def running_benefits(session: Session, person_id: UUID) -> list[RunningBenefit]:
    """The benefits that a death would stop."""
    statement = select(
        Entitlement.id, Entitlement.kind, Entitlement.state, Entitlement.monthly_fen
    ).where(
        Entitlement.person_id == person_id,
        Entitlement.state.in_(STOPPED_BY_DEATH),
        Entitlement.deleted.is_(False),
    )
    return [
        RunningBenefit(key, PensionKind(kind), EntitlementState(state), fen)
        for key, kind, state, fen in session.execute(statement.order_by(Entitlement.start_month))
    ]


def plaque_of(session: Session, household_id: UUID | None) -> PlaqueKept | None:
    """The plaque that occupies a household, if there is one (PL1)."""
    if household_id is None:
        return None
    happened = (
        select(PlaqueEvent.plaque_id, PlaqueEvent.event, PlaqueEvent.event_on)
        .where(*standing(PlaqueEvent))
        .subquery()
    )
    rows = session.execute(
        select(Plaque.id, happened.c.event, happened.c.event_on)
        .join(happened, happened.c.plaque_id == Plaque.id, isouter=True)
        .where(Plaque.household_id == household_id, Plaque.deleted.is_(False))
        .order_by(Plaque.id, happened.c.event_on)
    ).all()
    for plaque_id in dict.fromkeys(row[0] for row in rows):
        events = [(row[1], row[2]) for row in rows if row[0] == plaque_id and row[1] is not None]
        state = derive(PlaqueEventKind(event) for event, _ in events)
        if state in OCCUPYING:
            return PlaqueKept(plaque_id, state, events[-1][1] if events else None)
    return None


def _stops(running: list[RunningBenefit], effects: DeathEffects) -> tuple[BenefitStop, ...]:
    return tuple(
        BenefitStop(row.id, row.kind, row.state, effects.stop_month, row.monthly_fen)
        for row in running
    )


def _people_on(session: Session, batch_id: UUID) -> int:
    statement = select(func.count()).where(
        CondolencePlan.batch_id == batch_id,
        CondolencePlan.state != PaymentState.CANCELLED,
        CondolencePlan.deleted.is_(False),
    )
    return session.scalar(statement) or 0


def _certified_after(session: Session, person_id: UUID, died: PartialDate) -> tuple[date, ...]:
    statement = select(Certification.certified_on).where(
        Certification.person_id.in_(files_of(session, person_id)),
        Certification.result == CertResult.PASS,
        Certification.certified_on > died.last_day,
        *standing(Certification),
    )
    return tuple(session.scalars(statement.order_by(Certification.certified_on)))


def _given_after(session: Session, person_id: UUID, died: PartialDate) -> tuple[date, ...]:
    statement = select(CondolencePayment.paid_on).where(
        CondolencePayment.person_id.in_(files_of(session, person_id)),
        CondolencePayment.paid_on > died.last_day,
        *standing(CondolencePayment),
    )
    return tuple(session.scalars(statement.order_by(CondolencePayment.paid_on)))


def _visited_after(session: Session, person_id: UUID, died: PartialDate) -> tuple[date, ...]:
    """Met or spoken with; a visit of condolence to the family is none of the dead."""
    statement = select(VisitAttendance.visit_date).where(
        VisitAttendance.person_id.in_(files_of(session, person_id)),
        VisitAttendance.kind != VisitKind.BEREAVEMENT,
        VisitAttendance.visit_date > died.last_day,
        *standing(VisitAttendance),
    )
    return tuple(session.scalars(statement.order_by(VisitAttendance.visit_date)))
