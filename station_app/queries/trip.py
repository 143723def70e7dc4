"""What one trip can settle at the people it meets: condolence, certification, the plaque."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain import plaque as rules
from station_app.domain.certification import cycle_year
from station_app.domain.codes import (
    BatchStatus,
    CycleStatus,
    PayForm,
    PersonStatus,
    PlaqueState,
    VisitState,
)
from station_app.models.condolence import CondolenceBatch, CondolencePlan
from station_app.models.identifiers import HouseholdId, PersonId, PlanId, PlaqueId
from station_app.models.visit import Visit
from station_app.queries.certification_cases import cycles
from station_app.queries.person_dues import DueKind, PersonView, PlaqueCard, person_view

LIVING = (PersonStatus.ACTIVE, PersonStatus.DRAFT)


@dataclass(frozen=True, slots=True)
class TripGift:
    """A condolence that waits for somebody; `frozen` is whether it may be handed out yet."""

    plan_id: PlanId
    batch_id: UUID
    person_id: PersonId
    name: str
    batch_name: str
    occasion: str
    amount_fen: int | None
    goods: str | None
    frozen: bool


@dataclass(frozen=True, slots=True)
class TripCertification:
    """Somebody who is to be certified this year and can be at home."""

    person_id: PersonId
    name: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class TripPlaque:
    """The plaque of a household; without one, who entitles it to its first."""

    household_id: HouseholdId
    plaque_id: PlaqueId | None
    state: PlaqueState | None
    since: date | None
    position: str | None
    basis_person_id: PersonId
    looked_on: date | None
    look: str | None

    @property
    def can_be_looked_at(self) -> bool:
        """Whether one hangs there."""
        return self.state in rules.STOCK

    @property
    def can_be_hung(self) -> bool:
        """Whether the household has none on its wall yet."""
        return not self.can_be_looked_at


@dataclass(frozen=True, slots=True)
class TripView:
    """The people met, and all that can be done for them in one go."""

    people: tuple[PersonView, ...]
    gifts: tuple[TripGift, ...]
    certifications: tuple[TripCertification, ...]
    plaques: tuple[TripPlaque, ...]
    no_open_year: bool = False
    """Somebody is to be certified, but no year is open today."""

    @property
    def nothing_due(self) -> bool:
        """Whether only the visit itself is left to write."""
        return not (self.gifts or self.certifications or self.plaques)


def trip_view(session: Session, person_ids: Sequence[UUID], *, today: date) -> TripView:
    """What a visit of these people can settle; of the dead and moved nothing."""
    found = (person_view(session, key, today=today) for key in person_ids)
    people = tuple(view for view in found if view is not None)
    living = [view for view in people if view.page.row.status in LIVING]
    waiting = tuple(one for view in living for one in _certification(view, today))
    is_open = not waiting or _year_is_open(session, today)
    return TripView(
        people=people,
        gifts=tuple(gift for view in living for gift in _gifts(session, view)),
        certifications=waiting if is_open else (),
        plaques=tuple(_plaques(session, living)),
        no_open_year=not is_open,
    )


def _year_is_open(session: Session, today: date) -> bool:
    """Whether a certification of today would be taken (CE3)."""
    known = cycles(session)
    year = cycle_year(today, {year: row.cycle.open_on for year, row in known.items()})
    return year is not None and known[year].status != CycleStatus.CLOSED


def _gifts(session: Session, view: PersonView) -> Iterator[TripGift]:
    """Cash and goods; a transfer is the bank's."""
    planned = {row.plan_id: row for row in view.page.planned}
    if not planned:
        return
    plan, batch = CondolencePlan, CondolenceBatch
    statement = (
        select(plan.id, plan.pay_form, plan.returned_on, batch.occasion)
        .join(batch, batch.id == plan.batch_id)
        .where(plan.id.in_(planned))
        .order_by(batch.planned_on, plan.id)
    )
    who = view.page.row
    for key, form, returned_on, occasion in session.execute(statement):
        if form == PayForm.TRANSFER or returned_on is not None:
            continue
        row = planned[key]
        yield TripGift(
            plan_id=PlanId(key),
            batch_id=row.batch_id,
            person_id=PersonId(who.person_id),
            name=who.name,
            batch_name=row.batch_name,
            occasion=occasion,
            amount_fen=row.amount_fen or None,
            goods=row.goods,
            frozen=row.batch_status != BatchStatus.DRAFT,
        )


def _certification(view: PersonView, today: date) -> Iterator[TripCertification]:
    who = view.page.row
    for due in view.dues:
        opened = due.opens_on is None or due.opens_on <= today
        if due.kind is DueKind.CERTIFICATION and opened:
            yield TripCertification(PersonId(who.person_id), who.name, due.on)


def _plaques(session: Session, people: Sequence[PersonView]) -> Iterator[TripPlaque]:
    """One for each household met."""
    seen: set[UUID] = set()
    for view in people:
        home = view.page.row.household_id
        if home is None or home in seen:
            continue
        if _is_there(view.plaque) or _is_due(view):
            seen.add(home)
            yield _plaque(session, home, view)


def _is_there(card: PlaqueCard | None) -> bool:
    return card is not None and card.state in rules.OCCUPYING


def _is_due(view: PersonView) -> bool:
    return any(due.kind is DueKind.PLAQUE for due in view.dues)


def _plaque(session: Session, home: HouseholdId, view: PersonView) -> TripPlaque:
    card = view.plaque if _is_there(view.plaque) else None
    looked = _last_look(session, home)
    return TripPlaque(
        household_id=home,
        plaque_id=PlaqueId(card.plaque_id) if card else None,
        state=card.state if card else None,
        since=card.since if card else None,
        position=card.position if card else None,
        basis_person_id=PersonId(view.page.row.person_id),
        looked_on=looked[0] if looked else None,
        look=looked[1] if looked else None,
    )


def _last_look(session: Session, home: UUID) -> tuple[date, str | None] | None:
    statement = (
        select(Visit.visit_date, Visit.plaque_look)
        .where(
            Visit.household_id == home,
            Visit.deleted.is_(False),
            Visit.state == VisitState.DONE,
            Visit.plaque_look.is_not(None),
        )
        .order_by(Visit.visit_date.desc(), Visit.id.desc())
        .limit(1)
    )
    found = session.execute(statement).first()
    return (found[0], found[1]) if found else None
