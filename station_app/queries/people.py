"""The list of people: filtered and sorted in SQL, paged by key, what is due beside each name."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Integer,
    Row,
    Select,
    String,
    and_,
    cast,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.orm import Session

from station_app.domain.ages import age_of
from station_app.domain.categories import PRIORITY
from station_app.domain.codes import Category
from station_app.domain.contact import contact_state
from station_app.domain.partial_date import PartialDate
from station_app.models.certification import Certification
from station_app.models.entitlement import Entitlement
from station_app.models.identifiers import HouseholdId, PersonId
from station_app.models.local import PersonSearch
from station_app.models.person import Person, PersonIdentity
from station_app.models.visit import VisitAttendance
from station_app.queries.certification_filters import certified, in_scope, uncertified
from station_app.queries.contact import (
    agreed_days,
    days_for_everybody,
    last_contact,
    last_contacts,
)
from station_app.queries.merged import with_merged
from station_app.queries.people_filters import (
    Group,
    Missing,
    PeopleFilter,
    conditions,
    contact_overdue,
    drawing,
    in_group,
    lacks,
)
from station_app.queries.search import matches, words_of

PAGE = 60


class Sort(StrEnum):
    """What the list is ordered by; equal ones by pinyin, then by key."""

    NAME = "NAME"
    AGE = "AGE"
    GROUP = "GROUP"
    LAST_CONTACT = "LAST_CONTACT"
    FILE_NO = "FILE_NO"


Cursor = tuple[Any, ...]
"""Where a page ended: the next one begins after it. Any: the sort values, whatever they are."""


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """An identity beside a name: category and, for the disabled, grade and cause."""

    category: str
    is_primary: bool
    disability_grade: str | None = None
    disability_cause: str | None = None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of the list; `contact_due` is the day by which a contact was agreed."""

    person_id: PersonId
    file_no: str
    name: str
    sex: str | None
    birth_date: str | None
    age: int | None
    id_number: str | None
    id_is_overridden: bool
    group_name: str | None
    address: str | None
    mobile: str | None
    status: str
    household_id: HouseholdId | None
    identities: tuple[IdentityRow, ...]
    last_contact: date | None
    contact_due: date | None
    needs_certification: bool
    has_benefit: bool

    @property
    def primary(self) -> IdentityRow | None:
        """The identity that stands for the person."""
        return next((row for row in self.identities if row.is_primary), None)

    def overdue_days(self, today: date) -> int:
        """How many days the agreed contact is late; 0 when it is not."""
        return 0 if self.contact_due is None else max((today - self.contact_due).days, 0)


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of the list, and where the next begins; None at the end."""

    rows: tuple[PersonRow, ...]
    next: Cursor | None


def list_people(
    session: Session,
    narrow: PeopleFilter,
    *,
    today: date,
    sort: Sort = Sort.NAME,
    descending: bool = False,
    after: Cursor | None = None,
    limit: int = PAGE,
) -> PeoplePage:
    """One page of the people who pass the filter, in a fixed number of statements."""
    key = _sort_key(sort)
    statement = _in_order(narrow, today=today, sort=sort, descending=descending)
    if after is not None:
        there = tuple_(*(literal(value) for value in after))
        statement = statement.where(tuple_(*key) < there if descending else tuple_(*key) > there)
    found = session.execute(statement.limit(limit + 1)).all()
    shown = found[:limit]
    rows = people_rows(session, [row[-1] for row in shown], today=today)
    return PeoplePage(rows, tuple(shown[-1]) if len(found) > limit else None)


def keys_in_order(
    session: Session, narrow: PeopleFilter, *, today: date, sort: Sort, descending: bool
) -> list[PersonId]:
    """Everybody in a list, in its order."""
    statement = _in_order(narrow, today=today, sort=sort, descending=descending)
    return [PersonId(row[-1]) for row in session.execute(statement)]


def _in_order(
    narrow: PeopleFilter, *, today: date, sort: Sort, descending: bool
) -> Select[tuple[Any, ...]]:
    """The keys by which a list is sorted; the last one is that of the person."""
    key = _sort_key(sort)
    parts = [part.label(f"part{place}") for place, part in enumerate(key)]
    statement = select(*parts).order_by(*(p.desc() if descending else p.asc() for p in key))
    if words := words_of(narrow.text):
        statement = statement.where(matches(words))
    passing = conditions(replace(narrow, text=""), today=today)
    return _narrowed(statement, sort, and_(*passing))


def count_people(session: Session, narrow: PeopleFilter, *, today: date) -> int:
    """How many people pass the filter."""
    statement = select(func.count()).select_from(Person)
    return session.scalar(statement.where(*conditions(narrow, today=today))) or 0


@dataclass(frozen=True, slots=True)
class PeopleCounts:
    """The figures in the chips above the list; all of people in the register."""

    registered: int
    groups: dict[Group, int]
    uncertified: int
    overdue: int
    missing: dict[Missing, int]
    by_status: dict[str, int]
    by_group_name: dict[str | None, int]


def people_counts(session: Session, *, today: date) -> PeopleCounts:
    """All figures in three statements."""
    registered = conditions(PeopleFilter(), today=today)
    wanted: list[ColumnElement[bool]] = [
        *(in_group(group) for group in Group),
        uncertified(today),
        contact_overdue(today),
        *(lacks(lack) for lack in Missing),
    ]
    sums = [func.coalesce(func.sum(cast(wish, Integer)), 0) for wish in wanted]
    row = session.execute(select(func.count(), *sums).where(*registered)).one()
    groups, rest = row[1 : 1 + len(Group)], row[1 + len(Group) :]
    statuses = select(Person.status, func.count()).where(Person.deleted.is_(False))
    names = select(Person.group_name, func.count()).where(*registered)
    return PeopleCounts(
        registered=row[0],
        groups=dict(zip(Group, groups, strict=True)),
        uncertified=rest[0],
        overdue=rest[1],
        missing=dict(zip(Missing, rest[2:], strict=True)),
        by_status=dict(_pairs(session, statuses.group_by(Person.status))),
        by_group_name=dict(_pairs(session, names.group_by(Person.group_name))),
    )


def _sort_key(sort: Sort) -> list[ColumnElement[Any]]:
    """What orders the list and where a page may end: never NULL, and never two people alike."""
    last: list[ColumnElement[Any]] = [
        PersonSearch.sort_key.expression,
        PersonSearch.person_id.expression,
    ]
    return last if sort is Sort.NAME else [_SORT_VALUES[sort], *last]


def _narrowed(statement: Select[Any], sort: Sort, passing: ColumnElement[bool]) -> Select[Any]:
    """By name SQLite walks its index of names and stops at the end of the page, which only works
    when the person is looked up for each; any other order must see everybody first."""
    same = Person.id == PersonSearch.person_id
    if sort is Sort.NAME:
        return statement.where(select(Person.id).where(same, passing).exists())
    return statement.join(Person, same).where(passing)


def _last_contact() -> ColumnElement[str]:
    return func.coalesce(cast(last_contact(), String), "")


_SORT_VALUES: dict[Sort, ColumnElement[str]] = {
    Sort.AGE: func.coalesce(Person.birth_date, "9999"),
    Sort.GROUP: func.coalesce(Person.group_name, ""),
    Sort.FILE_NO: Person.file_no.expression,
    Sort.LAST_CONTACT: _last_contact(),
}


def people_rows(
    session: Session, person_ids: Sequence[UUID], *, today: date
) -> tuple[PersonRow, ...]:
    """The lines of these people, in the order in which they are named."""
    keys = list(person_ids)
    files = with_merged(session, keys)
    beside = _Beside(
        identities=identities_of(session, keys),
        last=dict(_pairs(session, last_contacts().where(_about(VisitAttendance, files)))),
        days=dict(_pairs(session, agreed_days().where(_about(PersonIdentity, keys)))),
        days_for_all=session.scalar(days_for_everybody()),
        drawing=set(session.scalars(drawing().where(_about(Entitlement, keys)))),
        in_scope=set(session.scalars(in_scope(today).where(_about(Entitlement, keys)))),
        certified=set(session.scalars(certified(today).where(_about(Certification, files)))),
    )
    found = {row.id: row for row in session.execute(select(*COLUMNS).where(Person.id.in_(keys)))}
    return tuple(_row(found[key], beside, today) for key in keys if key in found)


COLUMNS = (
    Person.id,
    Person.file_no,
    Person.name,
    Person.sex,
    Person.birth_date,
    Person.id_number,
    Person.id_override_reason,
    Person.group_name,
    Person.address,
    Person.mobile,
    Person.status,
    Person.household_id,
    Person.registered_on,
)


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the names of one page."""

    identities: Mapping[UUID, tuple[IdentityRow, ...]]
    last: Mapping[UUID, date]
    days: Mapping[UUID, int]
    days_for_all: int | None
    drawing: Set[UUID]
    in_scope: Set[UUID]
    certified: Set[UUID]


def _about(
    model: type[PersonIdentity | Entitlement | Certification | VisitAttendance], keys: list[UUID]
) -> ColumnElement[bool]:
    return model.person_id.in_(keys)


def _pairs(session: Session, statement: Select[Any, Any]) -> Iterator[tuple[Any, Any]]:
    """Any: a key with a day, or with a number of days."""
    return ((row[0], row[1]) for row in session.execute(statement))


def _row(row: Any, beside: _Beside, today: date) -> PersonRow:  # Any: a row of COLUMNS
    last = beside.last.get(row.id)
    days = beside.days.get(row.id, beside.days_for_all)
    contact = days and contact_state(
        last, every_days=days, known_since=row.registered_on, today=today
    )
    return PersonRow(
        person_id=PersonId(row.id),
        file_no=row.file_no,
        name=row.name,
        sex=row.sex,
        birth_date=row.birth_date,
        age=age_at(row.birth_date, today),
        id_number=row.id_number,
        id_is_overridden=row.id_override_reason is not None,
        group_name=row.group_name,
        address=row.address,
        mobile=row.mobile,
        status=row.status,
        household_id=row.household_id,
        identities=beside.identities.get(row.id, ()),
        last_contact=last,
        contact_due=contact.due_on if contact else None,
        needs_certification=row.id in beside.in_scope and row.id not in beside.certified,
        has_benefit=row.id in beside.drawing,
    )


def age_at(birth_date: str | None, today: date) -> int | None:
    """Full years on a day; None while the birth date is missing."""
    return None if birth_date is None else age_of(PartialDate.of(birth_date), today)


def identities_of(
    session: Session, person_ids: list[UUID]
) -> defaultdict[UUID, tuple[IdentityRow, ...]]:
    """The identities that hold of some people, by priority, in one statement."""
    statement = select(
        PersonIdentity.person_id,
        PersonIdentity.category,
        PersonIdentity.is_primary,
        PersonIdentity.disability_grade,
        PersonIdentity.disability_cause,
    ).where(
        PersonIdentity.person_id.in_(person_ids),
        PersonIdentity.deleted.is_(False),
        PersonIdentity.valid_to.is_(None),
    )
    found: defaultdict[UUID, tuple[IdentityRow, ...]] = defaultdict(tuple)
    for row in sorted(session.execute(statement), key=_by_priority):
        found[row.person_id] += (IdentityRow(*row[1:]),)
    return found


def _by_priority(row: Row[UUID, str, bool, str | None, str | None]) -> tuple[bool, int]:
    known = row.category in Category.__members__.values()
    return not row.is_primary, PRIORITY[Category(row.category)] if known else 100
