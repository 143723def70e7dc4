"""Serials made on this PC: 档案编号 and 户编号, with the letter of the device (SETTLED 4)."""

from collections.abc import Callable, Iterator
from itertools import count

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from station_app.domain.serials import FIRST_LETTER, file_no, household_no, serial_of
from station_app.models.household import Household
from station_app.models.local import SyncState
from station_app.models.person import Person
from station_app.models.station import Station

SERIAL_DIGITS = 5


def device_letter(session: Session) -> str:
    """The letter that the district gave this PC; A before enrolment."""
    return session.scalar(select(SyncState.device_letter)) or FIRST_LETTER


def file_numbers(session: Session) -> Iterator[str]:
    """The next free 档案编号 and those after it, e.g. 320812001003-A00127; none is used twice."""
    return _after_last(session, file_no, Person.file_no, Person.former_file_no)


def household_numbers(session: Session) -> Iterator[str]:
    """The next free 户编号 and those after it, e.g. H003A00041."""
    return _after_last(session, household_no, Household.household_no, Household.former_household_no)


def _after_last(
    session: Session,
    numbered: Callable[[str, str, int], str],
    now: InstrumentedAttribute[str],
    formerly: InstrumentedAttribute[str | None],
) -> Iterator[str]:
    code = session.scalars(select(Station.division_code)).one()
    letter = device_letter(session)
    first = numbered(code, letter, 1)
    pattern = first[:-SERIAL_DIGITS] + "_" * SERIAL_DIGITS
    used = union_all(*(select(column).where(column.like(pattern)) for column in (now, formerly)))
    last = session.scalar(select(func.max(used.subquery().c[0])))
    start = serial_of(last, letter) or 0 if last else 0
    return (numbered(code, letter, serial) for serial in count(start + 1))
