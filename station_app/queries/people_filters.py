"""What a list of people can be narrowed to, as conditions on Person."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from station_app.domain.categories import SERVICE_FAMILY, SURVIVOR, VETERAN
from station_app.domain.codes import EntitlementState, PersonStatus
from station_app.domain.contact import VISIT_METHODS
from station_app.models.entitlement import Entitlement
from station_app.models.household import Household
from station_app.models.local import PersonSearch
from station_app.models.person import Person, PersonIdentity
from station_app.models.visit import VisitAttendance
from station_app.queries.certification_filters import uncertified
from station_app.queries.contact import agreed_for_person, last_contact
from station_app.queries.search import matches, words_of
from station_app.queries.standing import standing

REGISTERED = (PersonStatus.ACTIVE, PersonStatus.DRAFT)
DRAWING = (EntitlementState.GRANTED, EntitlementState.SUSPENDED)


class Group(StrEnum):
    """The groups by which people are counted (DOMAIN 3.1)."""

    VETERAN = "VETERAN"
    ENTITLED = "ENTITLED"
    SURVIVOR = "SURVIVOR"
    SERVICE_FAMILY = "SERVICE_FAMILY"


class Missing(StrEnum):
    """What a file may still lack (待补, SETTLED 10)."""

    ID_NUMBER = "ID_NUMBER"
    BIRTH_DATE = "BIRTH_DATE"
    MOBILE = "MOBILE"
    ADDRESS = "ADDRESS"
    GROUP_NAME = "GROUP_NAME"
    CATEGORY = "CATEGORY"
    HOUSEHOLD = "HOUSEHOLD"
    ETHNICITY = "ETHNICITY"
    NOTICE = "NOTICE"
    CONTACT = "CONTACT"
    """A grid and somebody of the station who keeps in touch (挂钩联系, B6)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFilter:
    """Everything at once; an empty tuple or None does not narrow."""

    text: str = ""
    statuses: tuple[str, ...] = REGISTERED
    groups: tuple[Group, ...] = ()
    categories: tuple[str, ...] = ()
    group_names: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    overdue: bool = False
    uncertified: bool = False
    min_age: int | None = None
    silent: bool = False
    """Nobody has ever spoken with them."""
    only: tuple[UUID, ...] = ()
    """Of these people alone."""
    unvisited: bool = False
    """Not visited at home since January (B5)."""


def conditions(narrow: PeopleFilter, *, today: date) -> list[ColumnElement[bool]]:
    """All conditions of a filter, to be joined by AND."""
    return [Person.deleted.is_(False), *_conditions(narrow, today)]


def _conditions(narrow: PeopleFilter, today: date) -> Iterator[ColumnElement[bool]]:
    if narrow.statuses:
        yield Person.status.in_(narrow.statuses)
    if words := words_of(narrow.text):
        yield Person.id.in_(select(PersonSearch.person_id).where(matches(words)))
    if narrow.groups:
        yield or_(*(in_group(group) for group in narrow.groups))
    if narrow.categories:
        yield holds_any(narrow.categories)
    if narrow.group_names:
        yield Person.group_name.in_(narrow.group_names)
    for lack in narrow.missing:
        yield lacks(lack)
    if narrow.overdue:
        yield contact_overdue(today)
    if narrow.uncertified:
        yield uncertified(today)
    if narrow.only:
        yield Person.id.in_(narrow.only)
    if narrow.silent:
        yield last_contact().is_(None)
    if narrow.unvisited:
        yield unvisited(today)
    if narrow.min_age is not None:
        yield Person.birth_date <= born_by(today, narrow.min_age)


def in_group(group: Group) -> ColumnElement[bool]:
    """Whether this Person belongs to a group for counting."""
    if group is Group.ENTITLED:
        return Person.id.in_(drawing())
    held = {Group.VETERAN: VETERAN, Group.SURVIVOR: SURVIVOR, Group.SERVICE_FAMILY: SERVICE_FAMILY}
    return holds_any(tuple(held[group]))


def holds_any(categories: tuple[str, ...]) -> ColumnElement[bool]:
    """Whether this Person holds one of the categories now."""
    return Person.id.in_(
        select(PersonIdentity.person_id).where(
            PersonIdentity.category.in_(categories),
            PersonIdentity.deleted.is_(False),
            PersonIdentity.valid_to.is_(None),
        )
    )


def drawing() -> Select[UUID]:
    """享受定期抚恤补助: a benefit that runs, or waits only for certification (SU5)."""
    return select(Entitlement.person_id).where(
        Entitlement.state.in_(DRAWING), Entitlement.deleted.is_(False)
    )


def lacks(lack: Missing) -> ColumnElement[bool]:
    """Whether this Person's file still lacks something."""
    if lack is Missing.CATEGORY:
        held = select(PersonIdentity.person_id).where(PersonIdentity.deleted.is_(False))
        return Person.id.not_in(held)
    if lack is Missing.HOUSEHOLD:
        unverified = select(Household.id).where(Household.verified.is_(False))
        return or_(Person.household_id.is_(None), Person.household_id.in_(unverified))
    if lack is Missing.NOTICE:
        return Person.notice_given_on.is_(None)
    if lack is Missing.CONTACT:
        return or_(Person.grid_id.is_(None), Person.contact_staff_id.is_(None))
    column: InstrumentedAttribute[str | None] = getattr(Person, lack.value.lower())
    return column.is_(None)


def contact_overdue(today: date) -> ColumnElement[bool]:
    """联系逾期: the agreed days have passed since the last contact, or since registration."""
    since = func.coalesce(last_contact(), Person.registered_on)
    passed = func.julianday(today.isoformat()) - func.julianday(since)
    return passed > agreed_for_person()


def unvisited(today: date) -> ColumnElement[bool]:
    """今年没走访: no visit at home or at a meeting that counts this year, in any of the files."""
    file = aliased(Person)
    seen = (
        select(func.coalesce(file.merged_into_id, file.id))
        .select_from(VisitAttendance)
        .join(file, file.id == VisitAttendance.person_id)
        .where(
            VisitAttendance.counted_ym >= f"{today.year:04}-01",
            VisitAttendance.method.in_(sorted(VISIT_METHODS)),
            *standing(VisitAttendance),
        )
    )
    return Person.id.not_in(seen)


def born_by(today: date, age: int) -> str:
    """Somebody born on this day or before has reached the age."""
    return f"{today.year - age:04}{today.isoformat()[4:]}"
