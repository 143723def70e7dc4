"""What the first page of the day shows: what is late, what comes next, the festival ahead."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from station_app.domain.codes import (
    BatchStatus,
    Occasion,
    PaymentState,
    PersonStatus,
    PlaqueEventKind,
)
from station_app.domain.festivals import upcoming
from station_app.models.condolence import CondolenceBatch, CondolencePayment, CondolencePlan
from station_app.models.person import Person
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.queries.certifications import current_year, wall
from station_app.queries.contact import days_for_everybody
from station_app.queries.district_desk import district_desk
from station_app.queries.imports import waiting_count
from station_app.queries.people import PersonRow, Sort, count_people, list_people
from station_app.queries.people_filters import Missing, PeopleFilter
from station_app.queries.standing import standing

NAMED = 3
FESTIVAL_DAYS = 60
ON_THE_WALL = (
    PlaqueEventKind.HANG,
    PlaqueEventKind.PLACE_INDOOR,
    PlaqueEventKind.REFUSE,
    PlaqueEventKind.DECLINE,
    PlaqueEventKind.WITHDRAW,
    PlaqueEventKind.MOVE_OUT,
    PlaqueEventKind.REPLACE,
)


@dataclass(frozen=True, slots=True)
class LateContacts:
    """Whom nobody has spoken with for longer than was agreed; the longest first."""

    count: int
    first: tuple[tuple[str, int], ...]
    every_days: int | None


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
class Festival:
    """The festival ahead: the list of last year, who of it is gone, the list of this year."""

    occasion: str
    label: str
    day: date
    last_year: int
    died: int
    moved: int
    this_year: int | None
    batch_id: UUID | None


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


def today_page(session: Session, *, today: date) -> Today:
    """Everything at once, in a fixed number of statements for a fixed number of batches."""
    return Today(
        registered=count_people(session, PeopleFilter(), today=today),
        late=_late(session, today),
        certification=open_certification(session, today),
        plaques=_plaques(session),
        batches=tuple(_batches(session)),
        without_id=count_people(session, PeopleFilter(missing=(Missing.ID_NUMBER,)), today=today),
        festival=_festival(session, today),
        rows_waiting=waiting_count(session),
        from_district=_from_district(session, today),
    )


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
    narrow = PeopleFilter(overdue=True)
    page = list_people(session, narrow, today=today, sort=Sort.LAST_CONTACT, limit=NAMED)
    first = tuple((row.name, _silent_days(row, today)) for row in page.rows)
    count = count_people(session, narrow, today=today)
    return LateContacts(count, first, session.scalar(days_for_everybody()))


def _silent_days(row: PersonRow, today: date) -> int:
    return (today - row.last_contact).days if row.last_contact else 0


def open_certification(session: Session, today: date) -> OpenCertification | None:
    """Who is left in the year that runs or ran last; None while no year was ever opened."""
    year = current_year(session, today)
    whole = wall(session, year, today) if year is not None else None
    if whole is None:
        return None
    return OpenCertification(
        whole.row.cycle.year, whole.remaining, whole.old_due, whole.row.cycle.due_on
    )


def _plaques(session: Session) -> PlaquesToHang:
    settled = select(PlaqueEvent.plaque_id).where(
        PlaqueEvent.event.in_(ON_THE_WALL), *standing(PlaqueEvent)
    )
    waiting: list[ColumnElement[bool]] = [Plaque.deleted.is_(False), Plaque.id.not_in(settled)]
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


def _festival(session: Session, today: date) -> Festival | None:
    """The next festival for which there is a list, of last year or this."""
    for day, occasion in upcoming(today, days=FESTIVAL_DAYS):
        last = [(key, status) for key, status in session.execute(_listed(occasion, day.year - 1))]
        this = session.scalars(_batches_of(occasion, day.year)).all()
        if last or this:
            return _of(session, occasion, day, last, this)
    return None


def _of(
    session: Session,
    occasion: Occasion,
    day: date,
    last: Sequence[tuple[UUID, str]],
    this: Sequence[UUID],
) -> Festival:
    gone = [status for _, status in last]
    lines = len(session.execute(_listed(occasion, day.year)).all()) if this else None
    return Festival(
        occasion=occasion.value,
        label=occasion.label,
        day=day,
        last_year=len(last),
        died=gone.count(PersonStatus.DECEASED),
        moved=gone.count(PersonStatus.MOVED_OUT),
        this_year=lines,
        batch_id=this[0] if this else None,
    )


def _listed(occasion: Occasion, year: int) -> Select[UUID, str]:
    """The people on the lists of an occasion, with what has become of them."""
    return (
        select(Person.id, Person.status)
        .join(CondolencePlan, CondolencePlan.person_id == Person.id)
        .where(
            CondolencePlan.batch_id.in_(_batches_of(occasion, year)),
            CondolencePlan.deleted.is_(False),
        )
        .distinct()
    )


def _batches_of(occasion: Occasion, year: int) -> Select[UUID]:
    return (
        select(CondolenceBatch.id)
        .where(
            CondolenceBatch.occasion == occasion.value,
            CondolenceBatch.occasion_year == year,
            CondolenceBatch.deleted.is_(False),
        )
        .order_by(CondolenceBatch.id)
    )
