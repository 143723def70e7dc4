"""When each person was last contacted and when the next contact is due, as SQL to build on.

A contact is an attendance of any method, phone and video included (DOMAIN 2.7, CN5). Of the rules
that apply to somebody the shortest holds, as `domain.contact.interval` says.
"""

from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, or_, select
from sqlalchemy.orm import aliased

from station_app.models.person import Person, PersonIdentity
from station_app.models.station import ContactRule
from station_app.models.visit import VisitAttendance
from station_app.queries.standing import standing


@cache
def last_contacts() -> Select[UUID, date | None]:
    """person_id, last_on: the last day on which somebody spoke with the person.

    What was written for a file that was merged counts for the file into which it went.
    """
    file = aliased(Person)
    whose = func.coalesce(file.merged_into_id, file.id).label("person_id")
    return (
        select(whose, func.max(VisitAttendance.visit_date).label("last_on"))
        .join(file, file.id == VisitAttendance.person_id)
        .where(*standing(VisitAttendance))
        .group_by(whose)
    )


def last_contact() -> ScalarSelect[date]:
    """The last contact of the Person of the query around it.

    Looked up by index for each: joining `last_contacts` compares everybody with everybody,
    because SQLite makes no index of an expression (40 s instead of 40 ms at 3,000 people).
    """
    file = aliased(Person)
    files = select(file.id).where(or_(file.id == Person.id, file.merged_into_id == Person.id))
    return (
        select(func.max(VisitAttendance.visit_date))
        .where(VisitAttendance.person_id.in_(files.correlate(Person)), *standing(VisitAttendance))
        .correlate(Person)
        .scalar_subquery()
    )


def agreed_for_person() -> ColumnElement[int]:
    """Every how many days the Person of the query around it is to be contacted."""
    own = agreed_days().with_only_columns(func.min(ContactRule.every_days))
    days = own.where(PersonIdentity.person_id == Person.id).correlate(Person).scalar_subquery()
    return func.coalesce(days, days_for_everybody().scalar_subquery())


@cache
def agreed_days() -> Select[UUID, int]:
    """person_id, days: every how many days whoever holds an identity is to be contacted."""
    return (
        select(PersonIdentity.person_id, func.min(ContactRule.every_days).label("days"))
        .join(
            ContactRule,
            or_(
                ContactRule.category == PersonIdentity.category,
                ContactRule.category.is_(None),
            ),
        )
        .where(
            PersonIdentity.deleted.is_(False),
            PersonIdentity.valid_to.is_(None),
            *_active(),
        )
        .group_by(PersonIdentity.person_id)
    )


@cache
def days_for_everybody() -> Select[int]:
    """The rule for those without any identity; NULL where nothing was agreed for everybody."""
    return select(func.min(ContactRule.every_days)).where(
        ContactRule.category.is_(None), *_active()
    )


def _active() -> tuple[ColumnElement[bool], ...]:
    return ContactRule.active.is_(True), ContactRule.deleted.is_(False)
