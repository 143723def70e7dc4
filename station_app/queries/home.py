"""What the first page of the day shows: what is late, what comes next, the festival ahead."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from station_app.domain.certification import default_cycle
from station_app.domain.codes import BatchStatus, CycleStatus, PaymentState, PlaqueEventKind
from station_app.domain.festivals import upcoming
from station_app.models.condolence import CondolenceBatch, CondolencePayment, CondolencePlan
from station_app.models.person import Person
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.queries.certification_cases import cycles
from station_app.queries.certifications import OLD, current_year
from station_app.queries.contact import agreed_for_person, days_for_everybody, last_contact
from station_app.queries.district_desk import district_desk
from station_app.queries.festivals_ahead import Festival, next_festival
from station_app.queries.imports import waiting_count
from station_app.queries.month_due import NO_MONTHS, MonthsDue, months_due
from station_app.queries.people import count_people
from station_app.queries.people_filters import Missing, PeopleFilter, born_by, conditions
from station_app.queries.standing import standing
from station_app.queries.visits import Promise, open_promises

NAMED = 3
ON_THE_WALL = (
    PlaqueEventKind.HANG,
    PlaqueEventKind.PLACE_INDOOR,
    PlaqueEventKind.REFUSE,
    PlaqueEventKind.DECLINE,
    PlaqueEventKind.WITHDRAW,
    PlaqueEventKind.MOVE_OUT,
    PlaqueEventKind.REPLACE,
)


class NextKind(StrEnum):
    """What the next day is about."""

    CONTACT = "CONTACT"
    CERTIFICATION = "CERTIFICATION"
    FESTIVAL = "FESTIVAL"
    PROMISE = "PROMISE"


@dataclass(frozen=True, slots=True)
class LateContacts:
    """Whom nobody has spoken with for longer than was agreed; the longest first.

    Those with whom nobody ever spoke are counted apart (`silent`): after an import they are all,
    and neglect it is not.
    """

    count: int
    first: tuple[tuple[str, int], ...]
    every_days: int | None
    silent: int = 0
    silent_old: int = 0
    """Of them, how many are eighty or more."""


@dataclass(frozen=True, slots=True)
class OpenCertification:
    """Who is left in a certification year."""

    year: int
    count: int
    old: int
    due_on: date


@dataclass(frozen=True, slots=True)
class PlaquesToHang:
    """Plaques that were issued or applied for and hang nowhere yet."""

    count: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenBatch:
    """A condolence batch that is not settled; `waiting` lines are not received."""

    batch_id: UUID
    name: str
    status: str
    lines: int
    waiting: int
    planned_on: date | None


@dataclass(frozen=True, slots=True)
class Promises:
    """What was promised on visits and is not done, the most urgent first."""

    count: int = 0
    late: int = 0
    """How many of them have passed their day."""
    first: tuple[Promise, ...] = ()


@dataclass(frozen=True, slots=True)
class NextDay:
    """The next day on which something is due, where nothing is now; `what` is its name."""

    kind: NextKind
    on: date
    what: str = ""


@dataclass(frozen=True, slots=True)
class FromDistrict:
    """What the district has sent and nobody has answered."""

    notices: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    task_due: date | None = None
    arrivals: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    """Of whom the station they left for says that they are not there."""


@dataclass(frozen=True, slots=True)
class Today:
    """The first page of the day."""

    registered: int
    late: LateContacts
    certification: OpenCertification | None
    plaques: PlaquesToHang
    batches: tuple[OpenBatch, ...]
    without_id: int
    festival: Festival | None
    rows_waiting: int = 0
    """Rows of imports that wait for an answer."""
    from_district: FromDistrict = FromDistrict()
    promises: Promises = Promises()
    months: MonthsDue = NO_MONTHS


def today_page(session: Session, *, today: date) -> Today:
    """Everything at once, in a fixed number of statements for a fixed number of batches."""
    return Today(
        registered=count_people(session, PeopleFilter(), today=today),
        late=_late(session, today),
        certification=open_certification(session, today),
        plaques=plaques_to_hang(session),
        batches=tuple(_batches(session)),
        without_id=count_people(session, PeopleFilter(missing=(Missing.ID_NUMBER,)), today=today),
        festival=next_festival(session, today),
        rows_waiting=waiting_count(session),
        from_district=_from_district(session, today),
        promises=_promises(session, today),
        months=months_due(session, today=today),
    )


def next_day(session: Session, *, today: date) -> NextDay | None:
    """The nearest day on which something will be due; asked only where nothing is."""
    days = [*_next_contact(session, today), *_next_opening(session, today)]
    days += [NextDay(NextKind.FESTIVAL, day, occasion.label) for day, occasion in upcoming(today)]
    promised = (one.due_on for one in open_promises(session))
    days += [NextDay(NextKind.PROMISE, day) for day in promised if day is not None]
    return min((one for one in days if one.on > today), key=lambda one: one.on, default=None)


def _next_contact(session: Session, today: date) -> list[NextDay]:
    since = func.julianday(func.coalesce(last_contact(), Person.registered_on))
    due = since + agreed_for_person()
    statement = select(func.min(due)).where(*conditions(PeopleFilter(), today=today))
    statement = statement.where(due > func.julianday(today.isoformat()))
    found = session.scalar(statement)
    if found is None:
        return []
    left = int(found - session.scalar(select(func.julianday(today.isoformat()))))
    return [NextDay(NextKind.CONTACT, today + timedelta(days=left))]


def _next_opening(session: Session, today: date) -> list[NextDay]:
    known = [row.cycle for row in cycles(session).values()] or [
        default_cycle(today.year + ahead) for ahead in (0, 1)
    ]
    return [NextDay(NextKind.CERTIFICATION, one.open_on, str(one.year)) for one in known]


def _promises(session: Session, today: date) -> Promises:
    found = open_promises(session)
    late = sum(one.is_overdue(today) for one in found)
    return Promises(len(found), late, tuple(found[:NAMED]))


def _from_district(session: Session, today: date) -> FromDistrict:
    desk = district_desk(session, today=today)
    tasks = desk.postings.open_tasks
    return FromDistrict(
        notices=tuple(one.title for one in desk.postings.unread),
        tasks=tuple(one.title for one in tasks),
        task_due=min((one.due_on for one in tasks if one.due_on), default=None),
        arrivals=tuple(one.name for one in desk.arrivals),
        returned=tuple(one.name for one in desk.returned),
    )


def _late(session: Session, today: date) -> LateContacts:
    """One statement: who was last spoken with when is looked up once for each."""
    statement = (
        select(
            Person.name, last_contact().label("spoken"), Person.birth_date <= born_by(today, OLD)
        )
        .where(*conditions(PeopleFilter(overdue=True), today=today))
        .order_by("spoken", Person.id)
    )
    found: list[tuple[str, date | None, bool]] = [
        (name, on, bool(is_old)) for name, on, is_old in session.execute(statement)
    ]
    silent = [is_old for _, spoken, is_old in found if spoken is None]
    spoken = [(name, (today - on).days) for name, on, _ in found if on is not None]
    every = session.scalar(days_for_everybody())
    return LateContacts(len(spoken), tuple(spoken[:NAMED]), every, len(silent), sum(silent))


def open_certification(session: Session, today: date) -> OpenCertification | None:
    """Who is left in the year that runs or ran last; None while none is open.

    A year that was ended takes no certification: it is not asked for every morning, the card of
    rates and each person's page still tell who is missing.
    Counted by the filter that the list of people has, which says what the wall says: the wall
    itself, with everybody in it, costs six times as much.
    """
    year = current_year(session, today)
    known = cycles(session).get(year) if year is not None else None
    if known is None or known.status == CycleStatus.CLOSED:
        return None
    old = case((Person.birth_date <= born_by(today, OLD), 1))
    left = conditions(PeopleFilter(uncertified=True), today=today)
    count, eldest = session.execute(select(func.count(), func.count(old)).where(*left)).one()
    return OpenCertification(known.cycle.year, count, eldest, known.cycle.due_on)


def plaques_waiting() -> tuple[ColumnElement[bool], ...]:
    """The plaques that were issued or applied for and hang nowhere yet."""
    settled = select(PlaqueEvent.plaque_id).where(
        PlaqueEvent.event.in_(ON_THE_WALL), *standing(PlaqueEvent)
    )
    return Plaque.deleted.is_(False), Plaque.id.not_in(settled)


def plaques_to_hang(session: Session) -> PlaquesToHang:
    """How many, and whose are the first."""
    waiting = plaques_waiting()
    count = session.scalar(select(func.count()).select_from(Plaque).where(*waiting)) or 0
    names = session.scalars(
        select(Person.name)
        .join(Plaque, Plaque.basis_person_id == Person.id)
        .where(*waiting)
        .order_by(Plaque.applied_on, Plaque.id)
        .limit(NAMED)
    )
    return PlaquesToHang(count, tuple(names))


def _batches(session: Session) -> list[OpenBatch]:
    paid = select(CondolencePayment.plan_id).where(
        CondolencePayment.plan_id.is_not(None), *standing(CondolencePayment)
    )
    open_line = CondolencePlan.id.not_in(paid) & (CondolencePlan.state == PaymentState.PLANNED)
    counts = (
        select(
            CondolencePlan.batch_id,
            func.count().label("lines"),
            func.sum(open_line.cast(CondolencePlan.headcount.type)).label("waiting"),
        )
        .where(CondolencePlan.deleted.is_(False))
        .group_by(CondolencePlan.batch_id)
        .subquery()
    )
    statement = (
        select(
            CondolenceBatch.id,
            CondolenceBatch.name,
            CondolenceBatch.status,
            func.coalesce(counts.c.lines, 0),
            func.coalesce(counts.c.waiting, 0),
            CondolenceBatch.planned_on,
        )
        .join(counts, counts.c.batch_id == CondolenceBatch.id, isouter=True)
        .where(CondolenceBatch.deleted.is_(False), CondolenceBatch.status != BatchStatus.CLOSED)
        .order_by(CondolenceBatch.planned_on, CondolenceBatch.id)
    )
    return [OpenBatch(*row) for row in session.execute(statement)]
