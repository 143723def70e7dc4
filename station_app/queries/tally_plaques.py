"""Tally lines E: honour plaques by their events, and the stock that hangs (PL9, DOMAIN §6.2)."""

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from station_app.domain.categories import PLAQUE_ENTITLED
from station_app.domain.codes import PlaqueEventKind
from station_app.models.household import Household
from station_app.models.person import Person
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.queries.tally_people import UNVERIFIED_PART, holders, present
from station_app.queries.tally_rows import (
    Column,
    Moment,
    Months,
    Rows,
    Signed,
    first_times,
    row_of,
    with_sign,
)

_K = PlaqueEventKind
_E = PlaqueEvent
HANGING = (_K.HANG, _K.PLACE_INDOOR)
HANGS_AFTER = (*HANGING, _K.RESTORE, _K.READDRESS, _K.ASK_REPLACE)
GONE_AFTER = (_K.REPLACE, _K.LOSE, _K.MOVE_OUT)
"""After these a household has no plaque, nor a reason to have none."""
_LETTER: Column = func.coalesce(func.substr(_E.reason, 1, 1), "")


def _events(line: Column, *conditions: ColumnElement[bool]) -> Rows:
    return row_of(
        "plaque_event",
        id=_E.id,
        household_id=_E.household_id,
        day=_E.event_on,
        ym=_E.counted_ym,
        part=line,
        count=_E.sign,
    ).where(_E.deleted.is_(False), *conditions)


_HAPPENED: Column = case(
    (and_(_E.event == _K.ISSUE, _LETTER.not_in(("C", "L"))), "E1"),
    (_E.event == _K.REPLACE, "E3a"),
    (_E.event == _K.WITHDRAW, "E5"),
    (_E.event == _K.RESTORE, "E6"),
    (_E.event == _K.LOSE, "E6a"),
    (_E.event == _K.MOVE_OUT, "E6b"),
)
_WHY_HUNG: Column = case((_LETTER == "C", "E3"), (_LETTER == "L", "E4"), else_="E2")


def happened(months: Months) -> Rows:
    """E1, E3a, E5, E6, E6a, E6b as parts: every event in its line (PL7, PL8, PL9).

    新发 is an issue whose reason says neither C… (更换) nor L… (补发).
    """
    return _events(_HAPPENED, _HAPPENED.is_not(None), months.holds(_E.counted_ym))


def first_hung(months: Months) -> Rows:
    """E2, E3, E4 as parts: a plaque hung or placed for the first time, by why it was made (PL9).

    A replacement is not counted again in 新发; turning a plaque into the room counts nowhere.
    """
    touched = select(_E.plaque_id).where(_E.deleted.is_(False), months.holds(_E.counted_ym))
    rows = _events(_WHY_HUNG, _E.event.in_(HANGING), _E.plaque_id.in_(touched))
    signed = with_sign(rows, _E.sign, plaque=_E.plaque_id)
    return first_times(Signed(signed, ("plaque",)), months)


def _last_events(at: Moment) -> Rows:
    """The last event of every plaque that counted by a month and was not reversed by then."""
    undone = aliased(PlaqueEvent)
    is_undone = exists().where(
        undone.reverses_id == _E.id, undone.deleted.is_(False), undone.counted_ym <= at.in_month
    )
    place = func.row_number().over(
        partition_by=_E.plaque_id, order_by=(_E.event_on.desc(), _rank().desc(), _E.id.desc())
    )
    return select(
        _E.id, _E.plaque_id, _E.household_id, _E.event, _E.event_on, place.label("place")
    ).where(
        _E.deleted.is_(False),
        _E.sign > 0,
        _E.counted_ym <= at.in_month,
        ~is_undone,
    )


def _rank() -> Column:
    """Of two events on one day, issuing came first."""
    return case((_E.event == _K.ISSUE, 0), else_=1)


def hanging(at: Moment) -> Rows:
    """E7: plaques that hang; a death changes nothing (PL6)."""
    last = _last_events(at).subquery()
    return row_of(
        "plaque",
        id=last.c.plaque_id,
        household_id=last.c.household_id,
        day=last.c.event_on,
        part=last.c.event,
        count=1,
    ).where(last.c.place == 1, last.c.event.in_(HANGS_AFTER))


def lacking(at: Moment) -> Rows:
    """E8: entitled households without a plaque and without a reason to have none (PL2)."""
    last = _last_events(at).subquery()
    later = select(_E.plaque_id).where(_E.deleted.is_(False), _E.counted_ym > at.in_month)
    settled = (
        select(Plaque.household_id)
        .outerjoin(last, and_(last.c.plaque_id == Plaque.id, last.c.place == 1))
        .where(
            Plaque.deleted.is_(False),
            or_(
                last.c.event.not_in(GONE_AFTER),
                and_(last.c.event.is_(None), Plaque.id.not_in(later)),
            ),
        )
    )
    entitled = select(Person.household_id).where(
        present(at), Person.household_id.is_not(None), holders(at, PLAQUE_ENTITLED)
    )
    return row_of(
        "household", id=Household.id, household_id=Household.id, part=UNVERIFIED_PART, count=1
    ).where(
        and_(Household.deleted.is_(False), Household.merged_into_id.is_(None)),
        Household.id.in_(entitled),
        Household.id.not_in(settled),
    )
