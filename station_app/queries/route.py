"""Whom a trip may take in: everybody for whom something waits, in the order one walks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from station_app.domain.addresses import address_order
from station_app.domain.codes import (
    BatchStatus,
    PayForm,
    PaymentState,
    PlaqueEventKind,
    PlaqueState,
    Receipt,
)
from station_app.domain.groups import group_order
from station_app.models.condolence import CondolenceBatch, CondolencePayment, CondolencePlan
from station_app.models.household import Household
from station_app.models.identifiers import PersonId
from station_app.models.person import Person
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.queries.certification_filters import uncertified
from station_app.queries.people import PersonRow, people_rows
from station_app.queries.people_filters import PeopleFilter, conditions, contact_overdue
from station_app.queries.plaque_states import events_of, state_after
from station_app.queries.plaques import households_without
from station_app.queries.standing import standing

TO_HANG = frozenset({PlaqueState.TO_ISSUE, PlaqueState.ISSUED})
ON_A_WALL = (PlaqueEventKind.HANG, PlaqueEventKind.PLACE_INDOOR)
ASKED = (PlaqueEventKind.ASK_REPLACE,)
PAYABLE = (BatchStatus.APPROVED, BatchStatus.PAYING)
WAITING = (Receipt.NONE, Receipt.RETURNED)


class Need(StrEnum):
    """Why to go there, in the order in which a sheet names it."""

    CONTACT = "CONTACT"
    CERTIFICATION = "CERTIFICATION"
    CONDOLENCE = "CONDOLENCE"
    HANG = "HANG"
    REPLACE = "REPLACE"


@dataclass(frozen=True, slots=True)
class NeedRow:
    """One thing that waits; of a condolence its batch, amount or goods."""

    need: Need
    text: str | None = None
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be visited, and for what."""

    person: PersonRow
    needs: tuple[NeedRow, ...]

    @property
    def wanted(self) -> frozenset[Need]:
        """What waits, without the details."""
        return frozenset(row.need for row in self.needs)


@dataclass(frozen=True, slots=True)
class RouteWish:
    """What the page of the route sheet is opened with: these people, or all with these needs."""

    person_ids: tuple[UUID, ...] = ()
    needs: tuple[Need, ...] = ()


def candidates(session: Session, *, today: date) -> tuple[Candidate, ...]:
    """Everybody for whom something waits, by group and house number."""
    needs = needs_of(session, today=today)
    rows = people_rows(session, list(needs), today=today)
    return walked(Candidate(row, needs[row.person_id]) for row in rows)


def candidates_named(
    session: Session, person_ids: Sequence[UUID], *, today: date
) -> tuple[Candidate, ...]:
    """These people, whether something waits or not."""
    needs = needs_of(session, today=today, only=frozenset(person_ids))
    rows = people_rows(session, list(person_ids), today=today)
    return walked(Candidate(row, needs.get(row.person_id, ())) for row in rows)


def walked(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """In the order one walks: group, house number, and then the people of a house together."""
    return tuple(sorted(found, key=_walk))


def _walk(one: Candidate) -> tuple[object, ...]:
    row = one.person
    return (
        group_order(row.group_name),
        address_order(row.address),
        str(row.household_id or ""),
        row.name,
        str(row.person_id),
    )


def needs_of(
    session: Session, *, today: date, only: Collection[UUID] | None = None
) -> dict[PersonId, tuple[NeedRow, ...]]:
    """What waits for everybody, or for these people; whoever has died or moved is left out."""
    found: dict[PersonId, list[NeedRow]] = defaultdict(list)
    for person_id, row in _all_needs(session, today):
        if only is None or person_id in only:
            found[PersonId(person_id)].append(row)
    return {key: tuple(rows) for key, rows in found.items()}


def _all_needs(session: Session, today: date) -> Iterator[tuple[UUID, NeedRow]]:
    living = set(_people(session, today))
    for key in _people(session, today, contact_overdue(today)):
        yield key, NeedRow(Need.CONTACT)
    for key in _people(session, today, uncertified(today)):
        yield key, NeedRow(Need.CERTIFICATION)
    rest = [*_condolences(session), *_plaques(session)]
    yield from ((key, row) for key, row in rest if key in living)


def _people(session: Session, today: date, *narrow: ColumnElement[bool]) -> list[UUID]:
    everybody = conditions(PeopleFilter(), today=today)
    return list(session.scalars(select(Person.id).where(*everybody, *narrow)))


def _condolences(session: Session) -> Iterator[tuple[UUID, NeedRow]]:
    """Cash and goods of frozen lists that nobody received; a bank brings the rest."""
    plan, batch = CondolencePlan, CondolenceBatch
    paid = select(CondolencePayment.plan_id).where(
        CondolencePayment.plan_id.is_not(None), *standing(CondolencePayment)
    )
    statement = (
        select(plan.person_id, batch.name, plan.amount_fen, plan.goods)
        .join(batch, batch.id == plan.batch_id)
        .where(
            batch.deleted.is_(False),
            batch.status.in_(PAYABLE),
            plan.deleted.is_(False),
            plan.person_id.is_not(None),
            plan.state == PaymentState.PLANNED,
            plan.receipt.in_(WAITING),
            plan.returned_on.is_(None),
            plan.pay_form != PayForm.TRANSFER,
            plan.id.not_in(paid),
        )
        .order_by(batch.planned_on, plan.id)
    )
    for person_id, name, fen, goods in session.execute(statement):
        if person_id is not None:
            words = name if fen or not goods else f"{name}：{goods}"
            yield person_id, NeedRow(Need.CONDOLENCE, words, fen or None)


def _plaques(session: Session) -> Iterator[tuple[UUID, NeedRow]]:
    """Households that should hang a plaque, and plaques that are to be replaced."""
    issued, worn = _plaques_at_hand(session)
    for key in issued:
        yield key, NeedRow(Need.HANG)
    for key in worn:
        yield key, NeedRow(Need.REPLACE)
    for home in households_without(session):
        if home.is_verified:
            yield home.entitled[0][0], NeedRow(Need.HANG)


def _plaques_at_hand(session: Session) -> tuple[list[UUID], list[UUID]]:
    """Whose plaque is to be hung, and whose is to be replaced; most hang and are not looked at."""
    statement = (
        select(Plaque.id, Plaque.basis_person_id)
        .join(Household, Household.id == Plaque.household_id)
        .where(
            Plaque.deleted.is_(False),
            Plaque.basis_person_id.is_not(None),
            Household.merged_into_id.is_(None),
            or_(Plaque.id.not_in(_with_events(ON_A_WALL)), Plaque.id.in_(_with_events(ASKED))),
        )
        .order_by(Plaque.id)
    )
    found = session.execute(statement).all()
    events = events_of(session, [key for key, _ in found])
    states = [(state_after(events.get(key, [])), who) for key, who in found]
    hang = [who for state, who in states if state in TO_HANG and who is not None]
    worn = [who for state, who in states if state is PlaqueState.TO_REPLACE and who is not None]
    return hang, worn


def _with_events(kinds: Collection[PlaqueEventKind]) -> Select[UUID]:
    return select(PlaqueEvent.plaque_id).where(PlaqueEvent.event.in_(kinds), *standing(PlaqueEvent))
