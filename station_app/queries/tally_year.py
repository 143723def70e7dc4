"""The lines that only a year asks for: by festival year, by kind, by household (DOMAIN §6.5)."""

from sqlalchemy import ColumnElement, and_, func, literal, select, tuple_, union, union_all

from station_app.domain.codes import Occasion, RecipientKind
from station_app.models.condolence import CondolencePayment
from station_app.models.visit import VisitAttendance
from station_app.queries.tally_condolence import (
    FUND,
    GOODS,
    HAS_GOODS,
    HEADS,
    KIND,
    MONEY,
    PEOPLE,
    payments,
)
from station_app.queries.tally_people import service_families
from station_app.queries.tally_rows import (
    COLUMNS,
    Column,
    Moment,
    Months,
    Rows,
    Signed,
    first_times,
    row_of,
    with_sign,
)
from station_app.queries.tally_visits import walked

_P = CondolencePayment
_V = VisitAttendance
FESTIVALS = (Occasion.SPRING, Occasion.BAYI)
ALL = literal("ALL")


def of_the_festivals(at: Moment) -> ColumnElement[bool]:
    """Whether a payment belongs to 春节 or 八一 of the years of the period."""
    years = tuple(range(int(at.start[:4]), at.day.year + 1))
    return and_(_P.occasion.in_(FESTIVALS), _P.occasion_year.in_(years))


def festival(at: Moment) -> Rows:
    """Y1: 春节 and 八一 of the years of the period, whenever they were paid (MO2)."""
    return payments(
        of_the_festivals(at), part=KIND, count=_P.sign * HEADS, fen=_P.sign * (MONEY + GOODS)
    )


def festival_goods(at: Moment) -> Rows:
    """Y1g: of these, goods."""
    return payments(of_the_festivals(at), HAS_GOODS, part=KIND, fen=_P.sign * GOODS)


def _paid_in(at: Moment) -> ColumnElement[bool]:
    return and_(_P.counted_ym >= at.start, _P.counted_ym <= at.month)


def _both(first: Rows, second: Rows) -> Rows:
    rows = union_all(first, second).subquery()
    return select(*(rows.c[name] for name in COLUMNS))


def _net(rows: Rows, record: str, key: str) -> Rows:
    """One row for each key and part whose net is above nothing, with its last day."""
    inner = rows.subquery()
    return (
        row_of(
            record,
            id=inner.c[key],
            **{key: inner.c[key]},
            day=func.max(inner.c.day),
            part=inner.c.part,
            count=1,
        )
        .select_from(inner)
        .group_by(inner.c[key], inner.c.part)
        .having(func.sum(inner.c.count) > 0)
    )


def _homes(at: Moment, part: Column) -> Rows:
    """Households once in the period; a family that is in no household by its number of heads."""
    span = _paid_in(at)
    known = payments(
        span, _P.recipient_kind.in_(PEOPLE), _P.household_id.is_not(None), part=part, count=_P.sign
    )
    unknown = payments(
        span,
        _P.recipient_kind == RecipientKind.FAMILY,
        _P.household_id.is_(None),
        part=part,
        count=_P.sign * _P.headcount,
    )
    return _both(_net(known, "household", "household_id"), unknown)


def homes(at: Moment) -> Rows:
    """Y3: households that received something."""
    return _homes(at, ALL)


def homes_by_kind(at: Moment) -> Rows:
    """Y3.x: by kind; a household may stand in several."""
    return _homes(at, KIND)


def _receivers(at: Moment, part: Column) -> Rows:
    """People once in the period; a group without names by its number of heads."""
    named = payments(
        _paid_in(at),
        _P.recipient_kind.in_(PEOPLE),
        _P.person_id.is_not(None),
        part=part,
        count=_P.sign,
    ).subquery()
    root = at.merged.root(named.c.person_id)
    rows = select(*(root.label(n) if n == "person_id" else named.c[n] for n in COLUMNS))
    unnamed = payments(
        _paid_in(at),
        _P.recipient_kind.in_(PEOPLE),
        _P.person_id.is_(None),
        part=part,
        count=_P.sign * _P.headcount,
    )
    return _both(_net(rows, "person", "person_id"), unnamed)


def receivers(at: Moment) -> Rows:
    """Y4: people who received something."""
    return _receivers(at, ALL)


def receivers_by_funding(at: Moment) -> Rows:
    """Y4.x: by where the money came from; one may stand in several."""
    return _receivers(at, FUND)


def visited_or_given(months: Months) -> Rows:
    """Y5: whoever was visited or given something, once a day (CN2); heads without names add up."""
    visits = walked(_V.person_id.is_not(None), _on_touched(_V.person_id, _V.visit_date, months))
    gifts = payments(
        _P.person_id.is_not(None),
        _P.recipient_kind.in_(PEOPLE),
        _on_touched(_P.person_id, _P.paid_on, months),
        part=literal("GIFT"),
    )
    both = union_all(
        with_sign(visits, _V.sign, whom=months.merged.root(_V.person_id)),
        with_sign(gifts, _P.sign, whom=months.merged.root(_P.person_id)),
    ).subquery()
    named = first_times(Signed(select(both), ("whom", "day")), months)
    alone = walked(_V.person_id.is_(None), months.holds(_V.counted_ym))
    heads = payments(
        _P.person_id.is_(None),
        _P.recipient_kind.in_(PEOPLE),
        months.holds(_P.counted_ym),
        part=literal("GIFT"),
        count=_P.sign * _P.headcount,
    )
    rows = union_all(named, alone, heads).subquery()
    return select(*(rows.c[name] for name in COLUMNS))


def _on_touched(person: Column, day: Column, months: Months) -> ColumnElement[bool]:
    """People and days about which the months say something: no other can change in them."""
    root = months.merged.root
    visits = select(root(_V.person_id), _V.visit_date).where(
        _V.deleted.is_(False), months.holds(_V.counted_ym), _V.person_id.is_not(None)
    )
    gifts = select(root(_P.person_id), _P.paid_on).where(
        _P.deleted.is_(False), months.holds(_P.counted_ym), _P.person_id.is_not(None)
    )
    return tuple_(root(person), day).in_(union(visits, gifts))


def service_homes_visited(at: Moment) -> Rows:
    """Y6: households of people in service that were visited in the period, each once."""
    span = and_(_V.counted_ym >= at.start, _V.counted_ym <= at.month)
    families = select(service_families(at).subquery().c.household_id)
    inner = (
        walked(span, _V.household_id.in_(families)).add_columns(_V.sign.label("sign")).subquery()
    )
    return (
        row_of(
            "household",
            id=inner.c.household_id,
            household_id=inner.c.household_id,
            day=func.max(inner.c.day),
            count=1,
        )
        .select_from(inner)
        .group_by(inner.c.household_id)
        .having(func.sum(inner.c.sign) > 0)
    )


def strangers_visited(months: Months) -> Rows:
    """Y7: of the visits, those to people without a file: 敬老院、孤寡老人、贫困户."""
    return walked(_V.person_id.is_(None), months.holds(_V.counted_ym))
