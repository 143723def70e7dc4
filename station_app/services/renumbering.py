"""Serials that two PCs gave twice while apart: the later record gets a new one (SETTLED 4).

Only the PC that made the later record renumbers it, so that two PCs never give two new numbers. The
old number is kept beside the new one and is found by search.
"""

from collections.abc import Callable, Iterator, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.models.change import Change
from station_app.models.household import Household
from station_app.models.person import Person
from station_app.services.serials import file_numbers, household_numbers

Numbers = Callable[[Session], Iterator[str]]


def renumber_colliding(session: Session) -> int:
    """Give new numbers to this PC's records whose number an earlier record has, too."""
    return _renumber(session, Person, "file_no", file_numbers) + _renumber(
        session, Household, "household_no", household_numbers
    )


def has_collisions(session: Session) -> bool:
    """Whether this PC has anything to renumber."""
    return bool(
        _later_ones(session, Person, "file_no") or _later_ones(session, Household, "household_no")
    )


def _renumber(
    session: Session, model: type[Person] | type[Household], name: str, numbers: Numbers
) -> int:
    later = _later_ones(session, model, name)
    fresh = numbers(session)
    for key in later:
        row = session.get_one(model, key)
        setattr(row, f"former_{name}", getattr(row, name))
        setattr(row, name, next(fresh))
    return len(later)


def _later_ones(
    session: Session, model: type[Person] | type[Household], name: str
) -> Sequence[UUID]:
    """Records made on this PC whose number stands on a record with a lower key, too."""
    number = getattr(model, name)
    there = model.deleted.is_(False)
    twice = (
        select(number.label("number"), func.min(model.id).label("first"))
        .where(there)
        .group_by(number)
        .having(func.count() > 1)
        .subquery()
    )
    made_here = select(Change.record_id).where(
        Change.record_id == model.id, Change.kind == "insert", Change.outgoing.is_(True)
    )
    later = (
        select(model.id)
        .join(twice, twice.c.number == number)
        .where(there, model.id != twice.c.first, made_here.exists())
        .order_by(model.id)
    )
    return session.scalars(later).all()
