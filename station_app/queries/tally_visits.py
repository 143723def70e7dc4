"""Tally lines B: visits and contacts (DOMAIN §6.2)."""

from sqlalchemy import ColumnElement, and_, or_, select

from station_app.domain.codes import VisitMethod
from station_app.domain.contact import CALL_METHODS, VISIT_METHODS
from station_app.models.person import Person
from station_app.models.visit import VisitAttendance
from station_app.queries.tally_rows import (
    Moment,
    Months,
    Rows,
    Signed,
    first_times,
    net_people,
    row_of,
    with_sign,
)

_V = VisitAttendance
_WALKED = _V.method.in_(sorted(VISIT_METHODS))


def _attendances(*conditions: ColumnElement[bool]) -> Rows:
    return row_of(
        "visit_attendance",
        id=_V.id,
        person_id=_V.person_id,
        household_id=_V.household_id,
        text=_V.recipient_text,
        day=_V.visit_date,
        ym=_V.counted_ym,
        part=_V.method,
        count=_V.sign * _V.headcount,
    ).where(_V.deleted.is_(False), *conditions)


def _named_or_alone() -> ColumnElement[bool]:
    """A symposium counts for those whose names were recorded; a headcount does not (CN3)."""
    return or_(_V.person_id.is_not(None), _V.method != VisitMethod.MEETING)


def walked(*conditions: ColumnElement[bool]) -> Rows:
    """What counts as 走访, as rows of a line."""
    return _attendances(_WALKED, _named_or_alone(), *conditions)


def person_times(months: Months) -> Rows:
    """B1: 走访人次, a couple is two (CN1); telephone and video are B4 (CN5)."""
    return walked(months.holds(_V.counted_ym))


def household_times(months: Months) -> Rows:
    """B2: a household once for each visit."""
    touched = select(_V.visit_id).where(_V.deleted.is_(False), months.holds(_V.counted_ym))
    rows = _attendances(_WALKED, _V.household_id.is_not(None), _V.visit_id.in_(touched))
    signed = with_sign(rows, _V.sign, visit=_V.visit_id)
    return first_times(Signed(signed, ("visit", "household_id")), months)


def calls(months: Months) -> Rows:
    """B4: contacts by telephone or video, a line of their own (CN5)."""
    return _attendances(_V.method.in_(sorted(CALL_METHODS)), months.holds(_V.counted_ym))


def meetings(months: Months) -> Rows:
    """B7: symposia, each once."""
    touched = select(_V.visit_id).where(_V.deleted.is_(False), months.holds(_V.counted_ym))
    rows = _attendances(_V.method == VisitMethod.MEETING, _V.visit_id.in_(touched))
    return first_times(Signed(with_sign(rows, _V.sign, visit=_V.visit_id), ("visit",)), months)


def people_visited(at: Moment) -> Rows:
    """B3: people visited since January, recomputed and never added up over months."""
    span = and_(_V.counted_ym >= at.from_month, _V.counted_ym <= at.in_month)
    rows = _attendances(_WALKED, _V.person_id.is_not(None), span)
    return net_people(rows, at.merged.root(_V.person_id), _V.sign)


def was_visited(at: Moment) -> ColumnElement[bool]:
    """B5, upper: people on the roll who were visited since January."""
    visited = people_visited(at).subquery()
    return Person.id.in_(select(visited.c.person_id))


def is_looked_after(_at: Moment) -> ColumnElement[bool]:
    """B6, upper: people with a grid and a contact person (挂钩联系)."""
    return and_(Person.grid_id.is_not(None), Person.contact_staff_id.is_not(None))
