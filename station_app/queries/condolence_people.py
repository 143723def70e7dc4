"""Who may be put on a condolence list, and what people already have for the same occasion."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from station_app.domain.codes import EntitlementState, Funding, Occasion, PaymentState, PersonStatus
from station_app.domain.condolence import Given
from station_app.models.condolence import CondolenceBatch, CondolencePayment, CondolencePlan
from station_app.models.entitlement import Entitlement
from station_app.models.identifiers import PersonId
from station_app.models.person import Person, PersonIdentity

CHUNK = 500
Key = TypeVar("Key", UUID, int)
People = Sequence[UUID] | Select[UUID | None]
"""Keys, or the question that finds them."""
UNKNOWN_DAY = "-31-31"
"""Of a birth known by its year or month, the last day counts (`domain.ages`)."""
LIVING = (PersonStatus.ACTIVE, PersonStatus.DRAFT)


@dataclass(frozen=True, slots=True)
class PeopleFilter:
    """Who is meant: living people who hold one of the categories, groups, benefits, reliefs given.

    An empty tuple does not narrow; several kinds of condition must all hold. `born_until` is the
    last birthday of those who are surely old enough.
    """

    categories: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    benefit_kinds: tuple[str, ...] = ()
    social_relief: tuple[str, ...] = ()
    born_until: date | None = None


def people_meant(session: Session, wanted: PeopleFilter) -> list[PersonId]:
    """The living people whom a filter means, by group and name."""
    statement = select(Person.id).where(Person.deleted.is_(False), Person.status.in_(LIVING))
    statement = _narrowed(statement, wanted)
    return [
        PersonId(key)
        for key in session.scalars(statement.order_by(Person.group_name, Person.name, Person.id))
    ]


def _narrowed(statement: Select[Key], wanted: PeopleFilter) -> Select[Key]:
    if wanted.categories:
        holders = select(PersonIdentity.person_id).where(
            PersonIdentity.category.in_(wanted.categories), PersonIdentity.deleted.is_(False)
        )
        statement = statement.where(Person.id.in_(holders))
    if wanted.benefit_kinds:
        receivers = select(Entitlement.person_id).where(
            Entitlement.kind.in_(wanted.benefit_kinds),
            Entitlement.state == EntitlementState.GRANTED,
            Entitlement.deleted.is_(False),
        )
        statement = statement.where(Person.id.in_(receivers))
    if wanted.groups:
        statement = statement.where(Person.group_name.in_(wanted.groups))
    if wanted.social_relief:
        statement = statement.where(Person.social_relief.in_(wanted.social_relief))
    if wanted.born_until is not None:
        surely = func.substr(Person.birth_date + UNKNOWN_DAY, 1, 10)
        statement = statement.where(surely <= wanted.born_until.isoformat())
    return statement


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A condolence that a person has, or is planned to have, for an occasion."""

    person_id: UUID
    given: Given
    batch_id: UUID | None
    amount_fen: int
    paid_on: date | None


def given_for(
    session: Session, person_ids: Iterable[UUID], occasion: str, year: int, *, but: UUID | None
) -> dict[UUID, list[GivenRow]]:
    """What these people have for an occasion in batches other than `but`, paid before planned."""
    keys = list(dict.fromkeys(person_ids))
    found: dict[UUID, list[GivenRow]] = {}
    for start in range(0, len(keys), CHUNK):
        found |= _given_to(session, keys[start : start + CHUNK], occasion, year, but)
    return found


def given_on_list(
    session: Session, batch: CondolenceBatch, only: Sequence[UUID] | None = None
) -> dict[UUID, list[GivenRow]]:
    """What everybody on a list, or only these of them, has for its occasion in other batches."""
    whom = on_lists(batch.id) if only is None else only
    return _given_to(session, whom, batch.occasion, batch.occasion_year, batch.id)


def on_lists(*batch_ids: UUID | None) -> Select[UUID | None]:
    """Whoever stands on one of these lists, for a question about all of them at once."""
    plan = CondolencePlan
    return select(plan.person_id).where(
        plan.batch_id.in_(key for key in batch_ids if key is not None),
        plan.deleted.is_(False),
        plan.person_id.is_not(None),
    )


def _given_to(
    session: Session, people: People, occasion: str, year: int, but: UUID | None
) -> dict[UUID, list[GivenRow]]:
    found: dict[UUID, list[GivenRow]] = {}
    for row in [
        *_paid(session, people, occasion, year, but),
        *_planned(session, people, occasion, year, but),
    ]:
        found.setdefault(row.person_id, []).append(row)
    return {key: _once_a_batch(rows) for key, rows in found.items()}


def _once_a_batch(rows: Sequence[GivenRow]) -> list[GivenRow]:
    """A planned line that was paid shows as its payment only."""
    kept: dict[object, GivenRow] = {}
    for number, row in enumerate(rows):
        kept.setdefault(row.batch_id or number, row)
    return list(kept.values())


def _paid(
    session: Session, keys: People, occasion: str, year: int, but: UUID | None
) -> list[GivenRow]:
    payment, batch = CondolencePayment, CondolenceBatch
    money = func.sum(
        payment.sign * (payment.amount_fen + func.coalesce(payment.goods_value_fen, 0))
    )
    statement = (
        select(
            payment.person_id,
            payment.batch_id,
            payment.funding,
            batch.name,
            money,
            func.max(payment.paid_on),
        )
        .outerjoin(batch, batch.id == payment.batch_id)
        .where(payment.person_id.in_(keys), payment.deleted.is_(False))
        .where(payment.occasion == occasion, payment.occasion_year == year)
        .where(*_other_than(payment.batch_id, but))
        .group_by(payment.person_id, payment.batch_id, payment.funding, batch.name)
        .having(func.sum(payment.sign) > 0)
    )
    return [
        GivenRow(person, _given(name, occasion, year, funding), batch_id, fen or 0, paid_on)
        for person, batch_id, funding, name, fen, paid_on in session.execute(statement)
        if person is not None
    ]


def _planned(
    session: Session, keys: People, occasion: str, year: int, but: UUID | None
) -> list[GivenRow]:
    plan, batch = CondolencePlan, CondolenceBatch
    statement = (
        select(
            plan.person_id,
            plan.batch_id,
            batch.funding,
            batch.name,
            func.coalesce(plan.amount_fen, batch.standard_fen, 0)
            + func.coalesce(plan.goods_value_fen, 0),
        )
        .join(batch, batch.id == plan.batch_id)
        .where(plan.person_id.in_(keys), plan.deleted.is_(False), batch.deleted.is_(False))
        .where(plan.state != PaymentState.CANCELLED, plan.returned_on.is_(None))
        .where(batch.occasion == occasion, batch.occasion_year == year)
        .where(*_other_than(batch.id, but))
    )
    return [
        GivenRow(person, _given(name, occasion, year, funding), batch_id, fen, None)
        for person, batch_id, funding, name, fen in session.execute(statement)
        if person is not None
    ]


def _other_than(
    column: InstrumentedAttribute[Any], but: UUID | None
) -> tuple[ColumnElement[bool], ...]:
    """Any: a key that may be missing, or one that may not."""
    return () if but is None else (column.is_distinct_from(but),)


def _given(name: str | None, occasion: str, year: int, funding: str) -> Given:
    return Given(name or "", Occasion(occasion), year, Funding(funding))


def last_years_batch(session: Session, batch: CondolenceBatch) -> UUID | None:
    """The batch of the same kind, occasion and fund a year before; any fund when none is alike."""
    statement = (
        select(CondolenceBatch.id)
        .where(
            CondolenceBatch.kind == batch.kind,
            CondolenceBatch.occasion == batch.occasion,
            CondolenceBatch.occasion_year == batch.occasion_year - 1,
            CondolenceBatch.deleted.is_(False),
        )
        .order_by((CondolenceBatch.funding == batch.funding).desc(), CondolenceBatch.id.desc())
        .limit(1)
    )
    return session.scalar(statement)


def count_meant(session: Session, wanted: PeopleFilter, but: UUID) -> int:
    """How many a filter means who are not on a batch's list yet."""
    listed = select(CondolencePlan.person_id).where(
        CondolencePlan.batch_id == but,
        CondolencePlan.deleted.is_(False),
        CondolencePlan.person_id.is_not(None),
    )
    statement = _narrowed(
        select(func.count(Person.id)).where(
            Person.deleted.is_(False), Person.status.in_(LIVING), Person.id.not_in(listed)
        ),
        wanted,
    )
    return session.scalar(statement) or 0


class ListedPerson(NamedTuple):
    """What a line shows of a person."""

    person_id: UUID
    name: str
    sex: str | None
    birth_date: str | None
    id_number: str | None
    group_name: str | None
    status: str
    death_date: str | None


_LISTED = (
    Person.id,
    Person.name,
    Person.sex,
    Person.birth_date,
    Person.id_number,
    Person.group_name,
    Person.status,
    Person.death_date,
)


def listed_people(session: Session, keys: People) -> dict[UUID, ListedPerson]:
    """The people of lines, by their keys."""
    rows = session.execute(select(*_LISTED).where(Person.id.in_(keys)))
    return {row[0]: ListedPerson._make(row) for row in rows}
