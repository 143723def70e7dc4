"""Tally lines A: who is registered, came, went and draws a benefit (DOMAIN §6.2)."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, exists, or_, select, true
from sqlalchemy.orm import aliased

from station_app.domain.categories import SERVICE_FAMILY, SURVIVOR, VETERAN
from station_app.domain.codes import (
    Category,
    EntitlementEventKind,
    EntitlementState,
    PersonStatus,
    RegSource,
)
from station_app.domain.entitlement import STANDING_STILL
from station_app.models.entitlement import Entitlement, EntitlementEvent
from station_app.models.household import Household
from station_app.models.person import Person, PersonIdentity
from station_app.queries.standing import standing
from station_app.queries.tally_rows import Column, Moment, Months, Rows, month_text, row_of

HERE = (PersonStatus.ACTIVE, PersonStatus.DRAFT)
"""在册, and 待核实: a person whose file is not yet complete is there all the same."""
NEVER = (
    EntitlementState.APPLIED,
    EntitlementState.RECOGNISED_ONLY,
    EntitlementState.DENIED,
)
OVER = (
    EntitlementState.DECEASED,
    EntitlementState.FINAL,
    EntitlementState.REVOKED,
    EntitlementState.ENDED,
)
UNVERIFIED = "UNVERIFIED"
UNVERIFIED_PART: Column = case((Household.verified.is_(False), UNVERIFIED))
"""Households that were made up for people without one are a part of each line of 户."""
_LEFT = (Person.death_reported_on, Person.moved_out_on, Person.removed_on)


def present(at: Moment) -> ColumnElement[bool]:
    """Whether a person is on the roll on a day.

    A death counts from the day it became known (DE9); without any day of leaving, somebody who is
    no longer here was not here then.
    """
    gone = or_(*(and_(column.is_not(None), column <= at.on) for column in _LEFT))
    known_when = or_(*(column.is_not(None) for column in _LEFT))
    return and_(
        Person.deleted.is_(False),
        Person.status != PersonStatus.MERGED,
        or_(Person.registered_on.is_(None), Person.registered_on <= at.on),
        or_(Person.status.in_(HERE), and_(known_when, ~gone)),
    )


def _people(**columns: Column | int) -> Rows:
    return row_of(
        "person",
        id=Person.id,
        person_id=Person.id,
        household_id=Person.household_id,
        **{"day": Person.registered_on, "count": 1, **columns},
    )


def holding(at: Moment) -> ColumnElement[bool]:
    """Whether an identity holds on a day."""
    return and_(
        PersonIdentity.deleted.is_(False),
        or_(PersonIdentity.valid_from.is_(None), PersonIdentity.valid_from <= at.on),
        or_(PersonIdentity.valid_to.is_(None), PersonIdentity.valid_to > at.on),
    )


def holders(at: Moment, categories: frozenset[Category]) -> ColumnElement[bool]:
    """Whether a person holds one of some categories on a day."""
    held = select(PersonIdentity.person_id).where(
        holding(at), PersonIdentity.category.in_(sorted(categories))
    )
    return Person.id.in_(held)


@dataclass(frozen=True, slots=True)
class OfTheRoll:
    """Everybody on the roll of whom something holds: the rows, and with others one by one scan."""

    holds: Callable[[Moment], ColumnElement[bool]]

    def __call__(self, at: Moment) -> Rows:
        """The people."""
        return _people().where(present(at), self.holds(at))


def is_there(_at: Moment) -> ColumnElement[bool]:
    """A1: on the roll, no more."""
    return true()


registered = OfTheRoll(is_there)


def is_veteran(at: Moment) -> ColumnElement[bool]:
    """A2: 退役军人."""
    return holders(at, VETERAN)


def is_survivor(at: Moment) -> ColumnElement[bool]:
    """A3: 三属."""
    return holders(at, SURVIVOR)


def service_families(at: Moment) -> Rows:
    """A4: households with an identity of 现役军人家属."""
    homes = (
        select(Person.household_id)
        .where(present(at), Person.household_id.is_not(None), holders(at, SERVICE_FAMILY))
        .distinct()
        .subquery()
    )
    key = homes.c[0]
    rows = row_of("household", id=key, household_id=key, part=UNVERIFIED_PART, count=1)
    return rows.select_from(homes).outerjoin(Household, Household.id == key)


def running(at: Moment) -> ColumnElement[bool]:
    """Whether a benefit ran in the month of a day, paid or suspended."""
    return and_(
        Entitlement.deleted.is_(False),
        Entitlement.start_month <= at.in_month,
        or_(Entitlement.stop_month.is_(None), Entitlement.stop_month > at.in_month),
        Entitlement.state.not_in(NEVER),
        or_(Entitlement.state.not_in(OVER), Entitlement.stop_month.is_not(None)),
    )


_STOPS = (EntitlementEventKind.SUSPEND, EntitlementEventKind.LEGAL_SUSPEND)
_STARTS = (
    EntitlementEventKind.GRANT,
    EntitlementEventKind.RESUME,
    EntitlementEventKind.REOPEN,
)


def suspended(at: Moment) -> ColumnElement[bool]:
    """Whether a benefit stood still in the month of a day, by its events; else by its state."""
    event = aliased(EntitlementEvent)
    mine = (event.entitlement_id == Entitlement.id, *standing(event))
    last = (
        select(event.event)
        .where(*mine, event.effective_month <= at.in_month, event.event.in_((*_STOPS, *_STARTS)))
        .order_by(event.effective_month.desc(), event.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    ever = exists().where(*mine, event.event.in_(_STOPS)).correlate(Entitlement)
    return or_(last.in_(_STOPS), and_(Entitlement.state.in_(STANDING_STILL), ~ever))


def _receivers(at: Moment, condition: ColumnElement[bool]) -> Rows:
    person = at.merged.root(Entitlement.person_id)
    keys = select(person.label("whom")).where(running(at), condition).distinct().subquery()
    return row_of("person", id=keys.c.whom, person_id=keys.c.whom, count=1)


def receiving(at: Moment) -> Rows:
    """A5: who draws a benefit; the suspended stay in the headcount (SU5)."""
    return _receivers(at, Entitlement.id.is_not(None))


def standing_still(at: Moment) -> Rows:
    """A5a: of these, whose benefit is suspended or 中止."""
    return _receivers(at, suspended(at))


def files_ever(at: Moment) -> Rows:
    """A6: files made up to a day, the dead and moved too; without a day they count (SETTLED 10)."""
    return _people().where(
        Person.deleted.is_(False),
        Person.status.not_in((PersonStatus.REMOVED, PersonStatus.MERGED)),
        or_(Person.registered_on.is_(None), Person.registered_on <= at.on),
    )


def _events(day: Column, months: Months, condition: ColumnElement[bool]) -> Rows:
    month = month_text(day)
    return _people(day=day, ym=month).where(
        Person.deleted.is_(False),
        Person.status != PersonStatus.MERGED,
        months.holds(month),
        condition,
    )


def new_files(months: Months) -> Rows:
    """A7: files made in a month; who moved in is A9, an unknown day is never new."""
    moved_in = Person.registered_src == RegSource.MOVED_IN
    return _events(Person.registered_on, months, or_(Person.registered_src.is_(None), ~moved_in))


def deaths(months: Months) -> Rows:
    """A8: deaths by the day they became known (DE9)."""
    return _events(Person.death_reported_on, months, Person.status == PersonStatus.DECEASED)


def moved_in(months: Months) -> Rows:
    """A9: files that began with a move."""
    return _events(Person.registered_on, months, Person.registered_src == RegSource.MOVED_IN)


def moved_out(months: Months) -> Rows:
    """A10: who moved away (MV4)."""
    return _events(Person.moved_out_on, months, Person.moved_out_on.is_not(None))


def has_category(at: Moment) -> ColumnElement[bool]:
    """A11: people by their primary category, each once."""
    return Person.id.in_(select(PersonIdentity.person_id).where(holding(at)))


def by_category(at: Moment) -> Rows:
    """A11.x: people by every category they hold; one may stand in several."""
    held = (
        select(PersonIdentity.person_id, PersonIdentity.category)
        .where(holding(at))
        .distinct()
        .subquery()
    )
    return (
        _people(part=held.c.category).join(held, held.c.person_id == Person.id).where(present(at))
    )
