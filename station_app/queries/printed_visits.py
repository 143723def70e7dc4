"""What the forms of visits say (F03): one card per person met, or the roster of a period."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from station_app.domain.ages import age_of
from station_app.domain.codes import AttachmentOwner, VisitState, label
from station_app.domain.forms import FamilyLine, GiftLine, VisitCard, VisitRoster, VisitRow
from station_app.domain.partial_date import PartialDate
from station_app.domain.periods import Period
from station_app.domain.printouts import RowBehind
from station_app.models.condolence import CondolencePayment
from station_app.models.household import FamilyMember
from station_app.models.person import Person
from station_app.models.visit import Visit, VisitAttendance
from station_app.queries.attachments import blobs_of
from station_app.queries.printed_people import Printed, chunks, printed_people
from station_app.queries.standing import standing

Met = tuple[Visit, VisitAttendance]


def visit_cards(
    session: Session,
    *,
    people: Sequence[UUID] | None = None,
    period: Period | None = None,
    visit_id: UUID | None = None,
) -> tuple[VisitCard, ...]:
    """A card for each person met: on one visit, of some people, in a period, or all there are."""
    met = _met(session, people=people, period=period, visit_id=visit_id)
    about = _About(session, met)
    return tuple(about.card(visit, attendance) for visit, attendance in met)


def visit_roster(
    session: Session, period: Period | None, *, people: Sequence[UUID] | None = None
) -> VisitRoster:
    """Everyone met in a period, in the order of the days."""
    met = _met(session, people=people, period=period, visit_id=None)
    about = _About(session, met)
    rows = tuple(about.row(visit, attendance) for visit, attendance in met)
    return VisitRoster(period.label if period else None, rows)


def _met(
    session: Session,
    *,
    people: Sequence[UUID] | None,
    period: Period | None,
    visit_id: UUID | None,
) -> list[Met]:
    statement = (
        select(Visit, VisitAttendance)
        .join(VisitAttendance, VisitAttendance.visit_id == Visit.id)
        .where(
            Visit.deleted.is_(False),
            Visit.state == VisitState.DONE,
            *standing(VisitAttendance),
            *_narrowed(period, visit_id),
        )
        .order_by(Visit.visit_date, Visit.id, VisitAttendance.id)
    )
    met = [(visit, attendance) for visit, attendance in session.execute(statement)]
    if people is None:
        return met
    wanted = set(people)
    return [(visit, attendance) for visit, attendance in met if attendance.person_id in wanted]


def _narrowed(period: Period | None, visit_id: UUID | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if period is not None:
        conditions.append(Visit.visit_date.between(period.first_day, period.last_day))
    if visit_id is not None:
        conditions.append(Visit.id == visit_id)
    return conditions


class _About:
    """What is known about the people met and what they were given."""

    def __init__(self, session: Session, met: Sequence[Met]) -> None:
        ids = {attendance.person_id for _, attendance in met if attendance.person_id}
        self._people = printed_people(session, ids)
        homes = {person.household_id for person in self._people.values() if person.household_id}
        self._family = _family(session, homes)
        self._gifts = _gifts(session, {visit.id for visit, _ in met})
        self._photos = blobs_of(
            session, AttachmentOwner.VISIT, sorted({visit.id for visit, _ in met})
        )

    def card(self, visit: Visit, attendance: VisitAttendance) -> VisitCard:
        """F03 for one person."""
        person = self._person(attendance)
        return VisitCard(
            visited_on=visit.visit_date,
            kind=label("visit_kind", visit.kind),
            method=label("visit_method", visit.method),
            lead=_lead(visit),
            visitors=visit.visitors,
            name=person.name if person else attendance.recipient_text,
            sex=person.sex if person else None,
            age=_age(person, visit.visit_date),
            category=label("category", attendance.category) or None,
            id_number=person.id_number if person else None,
            address=person.address if person else visit.place,
            phone=person.phone if person else None,
            family=self._family_of(person),
            health=person.health if person else None,
            situation=visit.situation,
            needs=visit.needs,
            answer=visit.answer,
            follow_up=visit.follow_up,
            follow_up_by=visit.follow_up_by,
            follow_up_due=visit.follow_up_due,
            follow_up_done_on=visit.follow_up_done_on,
            gifts=self._gifts_of(visit, attendance),
            photo_names=self._photos.get(visit.id, ()),
            record=_record(attendance),
        )

    def row(self, visit: Visit, attendance: VisitAttendance) -> VisitRow:
        """One line of the roster."""
        person = self._person(attendance)
        gifts = self._gifts_of(visit, attendance)
        return VisitRow(
            visited_on=visit.visit_date,
            name=person.name if person else attendance.recipient_text or "",
            category=label("category", attendance.category) or None,
            address=person.address if person else visit.place,
            group_name=attendance.group_name,
            visitors=visit.visitors,
            method=label("visit_method", visit.method),
            headcount=attendance.headcount,
            gifts=gifts,
            needs=visit.needs,
            answer=visit.answer,
            record=_record(attendance),
        )

    def _person(self, attendance: VisitAttendance) -> Printed | None:
        return self._people.get(attendance.person_id) if attendance.person_id else None

    def _family_of(self, person: Printed | None) -> tuple[FamilyLine, ...]:
        if person is None or person.household_id is None:
            return ()
        others = self._family.get(person.household_id, ())
        return tuple(line for key, line in others if key != person.id)

    def _gifts_of(self, visit: Visit, attendance: VisitAttendance) -> tuple[GiftLine, ...]:
        return self._gifts.get((visit.id, attendance.person_id), ())


def _record(attendance: VisitAttendance) -> RowBehind:
    return RowBehind("visit_attendance", attendance.id, count=attendance.headcount)


def _lead(visit: Visit) -> str | None:
    parts = (visit.lead_name, label("lead_level", visit.lead_level))
    return " / ".join(part for part in parts if part) or None


def _age(person: Printed | None, day: date) -> int | None:
    return age_of(PartialDate.of(person.born), day) if person and person.born else None


Family = dict[UUID, tuple[tuple[UUID, FamilyLine], ...]]


def _family(session: Session, homes: Iterable[UUID]) -> Family:
    """Who lives in these households: people served, and others of the family."""
    found: Family = {}
    for chunk in chunks(sorted(homes)):
        for model in (Person, FamilyMember):
            columns = (model.household_id, model.id, model.name, _relation(model), model.birth_date)
            living = select(*columns).where(model.household_id.in_(chunk), model.deleted.is_(False))
            for home, key, name, relation, born in session.execute(living):
                assert home is not None  # it is among those asked for
                line = FamilyLine(name, label("relation", relation) or None, born)
                found[home] = (*found.get(home, ()), (key, line))
    return found


def _relation(model: type[Person | FamilyMember]) -> ColumnElement[str | None]:
    column = Person.relation_to_head if model is Person else FamilyMember.relation
    return column.expression


def _gifts(
    session: Session, visits: set[UUID]
) -> dict[tuple[UUID, UUID | None], tuple[GiftLine, ...]]:
    """What was handed over on each visit to each person."""
    found: dict[tuple[UUID, UUID | None], tuple[GiftLine, ...]] = {}
    payments = session.scalars(
        select(CondolencePayment).where(
            CondolencePayment.visit_id.is_not(None), *standing(CondolencePayment)
        )
    )
    for payment in payments:
        if payment.visit_id in visits:
            gift = GiftLine(payment.amount_fen or None, payment.goods, payment.goods_value_fen)
            place = (payment.visit_id, payment.person_id)
            found[place] = (*found.get(place, ()), gift)
    return found
