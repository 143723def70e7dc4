"""Festivals of the year ahead: last year's list, who of it is gone, who is new, this year's list.

去年 −去世 −迁出 +新增 = 今年 (REQUIREMENTS list 1, 10). Whoever died after signing is kept on this
year's list, so is none of the gone. Whoever came onto the register after last
year's list was made is counted as new where that list held nearly all people of a category: lists
of some chosen people grow by hand only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from station_app.domain.codes import BatchStatus, Occasion, PaymentState, PersonStatus
from station_app.domain.festivals import upcoming
from station_app.models.condolence import CondolenceBatch, CondolencePlan
from station_app.models.identifiers import PersonId
from station_app.models.person import Person, PersonIdentity

AHEAD_DAYS = 60
YEAR_DAYS = 370
NEARLY_ALL = 0.9
FEWEST = 5
"""A category of fewer people says nothing of how last year's list was chosen."""
LIVING = (PersonStatus.ACTIVE, PersonStatus.DRAFT)


@dataclass(frozen=True, slots=True)
class Festival:
    """A festival ahead: the list of last year, who of it is gone, the list of this year."""

    occasion: str
    label: str
    day: date
    last_year: int
    died: int
    moved: int
    this_year: int | None
    batch_id: UUID | None
    """The list of this year that is open, else the first; None while there is none."""
    fresh: int = 0
    """新增: whom last year's list would have held, had they been registered then."""
    closed: bool = False
    """Everything of this year is settled."""
    former: tuple[UUID, ...] = ()
    """Last year's lists, from which this year's are prepared."""

    @property
    def prepared(self) -> bool:
        """Whether there is a list of this year."""
        return self.batch_id is not None


@dataclass(frozen=True, slots=True)
class _Batch:
    key: UUID
    name: str
    occasion: str
    year: int
    status: str
    made_on: date


def next_festival(session: Session, today: date) -> Festival | None:
    """The next festival with a list of last year or this that is not settled yet, else the next."""
    ahead = [one for one in festivals_ahead(session, today, days=AHEAD_DAYS) if not one.closed]
    known = (one for one in ahead if one.former or one.prepared)
    return next(known, ahead[0] if ahead else None)


def festivals_ahead(session: Session, today: date, *, days: int = YEAR_DAYS) -> list[Festival]:
    """Every festival of the days ahead, the nearest first."""
    ahead = upcoming(today, days=days)
    batches = _batches(session, {(occasion, day.year + back) for day, occasion in ahead
                                 for back in (-1, 0)})  # fmt: skip
    return [_festival(session, occasion, day, batches) for day, occasion in ahead]


def newcomers(session: Session, former_id: UUID) -> list[PersonId]:
    """Who came onto the register after a list was made, in categories that it held nearly whole."""
    former = session.get_one(CondolenceBatch, former_id)
    keys = session.scalars(_newcomers(session, former_id, _day_of(former)))
    return [PersonId(key) for key in keys]


def _festival(
    session: Session, occasion: Occasion, day: date, batches: Sequence[_Batch]
) -> Festival:
    mine = [one for one in batches if one.occasion == occasion]
    last = [one for one in mine if one.year == day.year - 1]
    this = [one for one in mine if one.year == day.year]
    former = _listed(session, last)
    listed = _listed(session, this, standing=True)
    gone = [status for key, status in former.items() if key not in listed]
    open_ = [one for one in this if one.status != BatchStatus.CLOSED]
    return Festival(
        occasion=occasion.value,
        label=occasion.label,
        day=day,
        last_year=len(former),
        died=gone.count(PersonStatus.DECEASED),
        moved=gone.count(PersonStatus.MOVED_OUT),
        this_year=len(listed) if this else None,
        batch_id=next((one.key for one in [*open_, *this]), None),
        fresh=0 if this else _count_fresh(session, last),
        closed=bool(this) and not open_,
        former=tuple(one.key for one in last),
    )


def _count_fresh(session: Session, last: Sequence[_Batch]) -> int:
    found: set[UUID] = set()
    for one in last:
        found |= set(session.scalars(_newcomers(session, one.key, one.made_on)))
    return len(found)


def _batches(session: Session, wanted: set[tuple[Occasion, int]]) -> list[_Batch]:
    occasions, years = {one.value for one, _ in wanted}, {year for _, year in wanted}
    statement = (
        select(CondolenceBatch)
        .where(
            CondolenceBatch.occasion.in_(sorted(occasions)),
            CondolenceBatch.occasion_year.in_(sorted(years)),
            CondolenceBatch.deleted.is_(False),
        )
        .order_by(CondolenceBatch.id)
    )
    return [
        _Batch(one.id, one.name, one.occasion, one.occasion_year, one.status, _day_of(one))
        for one in session.scalars(statement)
    ]


def _day_of(batch: CondolenceBatch) -> date:
    """The day by which whoever was registered could have been on the list."""
    return batch.planned_on or batch.created_at.date()


def _listed(
    session: Session, batches: Sequence[_Batch], *, standing: bool = False
) -> dict[UUID, str]:
    """The people on some lists, with what has become of them; `standing`: not taken off again."""
    if not batches:
        return {}
    statement = (
        select(Person.id, Person.status)
        .join(CondolencePlan, CondolencePlan.person_id == Person.id)
        .where(
            CondolencePlan.batch_id.in_([one.key for one in batches]),
            CondolencePlan.deleted.is_(False),
        )
        .distinct()
    )
    if standing:
        statement = statement.where(CondolencePlan.state != PaymentState.CANCELLED)
    return dict(session.execute(statement).all())


def _newcomers(session: Session, former_id: UUID, since: date) -> Select[UUID]:
    whole = list(session.scalars(_held_nearly_whole(former_id, since)))
    return (
        select(Person.id)
        .join(PersonIdentity, _primary())
        .where(
            *_living(),
            PersonIdentity.category.in_(whole),
            Person.registered_on > since,
            Person.id.not_in(_on(former_id)),
        )
        .order_by(Person.group_name, Person.name, Person.id)
    )


def _held_nearly_whole(former_id: UUID, since: date) -> Select[str]:
    """Categories of which the list held nearly all people that were registered by then."""
    on_list = func.sum(Person.id.in_(_on(former_id)))
    return (
        select(PersonIdentity.category)
        .select_from(Person)
        .join(PersonIdentity, _primary())
        .where(*_living(), Person.registered_on <= since)
        .group_by(PersonIdentity.category)
        .having(and_(func.count() >= FEWEST, on_list >= NEARLY_ALL * func.count()))
    )


def _on(batch_id: UUID) -> Select[UUID | None]:
    return select(CondolencePlan.person_id).where(
        CondolencePlan.batch_id == batch_id,
        CondolencePlan.person_id.is_not(None),
        CondolencePlan.deleted.is_(False),
    )


def _living() -> tuple[ColumnElement[bool], ...]:
    return Person.deleted.is_(False), Person.status.in_(LIVING)


def _primary() -> ColumnElement[bool]:
    return and_(
        PersonIdentity.person_id == Person.id,
        PersonIdentity.is_primary.is_(True),
        PersonIdentity.deleted.is_(False),
    )
