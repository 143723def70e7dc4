"""Tally lines C and K: condolence, and condolence with aid together (DOMAIN §6.2)."""

from uuid import UUID

from sqlalchemy import ColumnElement, Uuid, case, func, literal, or_, select, tuple_, union_all

from station_app.domain.codes import (
    BUILT_IN,
    CondolenceKind,
    Funding,
    PayForm,
    RecipientKind,
)
from station_app.models.condolence import CondolencePayment
from station_app.queries.tally_rows import (
    COLUMNS,
    Column,
    Months,
    Rows,
    Signed,
    first_times,
    row_of,
    with_sign,
)

_P = CondolencePayment
PEOPLE = (RecipientKind.PERSON, RecipientKind.GROUP, RecipientKind.FAMILY)
UNITS = (RecipientKind.TROOPS, RecipientKind.UNIT)
OTHER = str(Funding.OTHER)
NONE = literal(UUID(int=0), Uuid())
IS_GOODS = _P.pay_form == PayForm.GOODS
MONEY: Column = case((IS_GOODS, 0), else_=_P.amount_fen)
GOODS: Column = case(
    (IS_GOODS, func.coalesce(_P.goods_value_fen, _P.amount_fen)),
    else_=func.coalesce(_P.goods_value_fen, 0),
)
FUND: Column = case((_P.funding.in_(BUILT_IN["funding"].codes), _P.funding), else_=OTHER)
KIND: Column = case((_P.kind.in_(BUILT_IN["condolence_kind"].codes), _P.kind), else_=OTHER)
"""A code that a district added, or that only a newer program knows, counts as 其他."""
HAS_GOODS = or_(IS_GOODS, _P.goods_value_fen.is_not(None))
HEADS: Column = case((_P.recipient_kind.in_(PEOPLE), _P.headcount), else_=0)


def payments(*conditions: ColumnElement[bool], **columns: Column) -> Rows:
    """Condolence received, as rows of a line."""
    return row_of(
        "condolence_payment",
        id=_P.id,
        person_id=_P.person_id,
        household_id=_P.household_id,
        text=_P.recipient_text,
        day=_P.paid_on,
        ym=_P.counted_ym,
        **columns,
    ).where(_P.deleted.is_(False), *conditions)


def person_times(months: Months) -> Rows:
    """C1: 慰问人次; rows without a person count their heads, units are C7."""
    return payments(
        _P.recipient_kind.in_(PEOPLE),
        months.holds(_P.counted_ym),
        part=KIND,
        count=_P.sign * _P.headcount,
    )


def money(months: Months) -> Rows:
    """C2: cash and transfers."""
    return payments(
        ~IS_GOODS, months.holds(_P.counted_ym), part=_P.pay_form, fen=_P.sign * _P.amount_fen
    )


def goods(months: Months) -> Rows:
    """C3: the value of goods, apart from money (MO4)."""
    return payments(
        HAS_GOODS,
        months.holds(_P.counted_ym),
        part=KIND,
        fen=_P.sign * GOODS,
    )


def by_kind(months: Months) -> Rows:
    """C4.x: heads, and money with goods, of each kind; K2 is the money of all of them."""
    return payments(
        months.holds(_P.counted_ym),
        part=KIND,
        count=_P.sign * HEADS,
        fen=_P.sign * (MONEY + GOODS),
    )


def by_funding(months: Months) -> Rows:
    """C5.x: money with goods by where it came from."""
    return payments(months.holds(_P.counted_ym), part=FUND, fen=_P.sign * (MONEY + GOODS))


def households(months: Months) -> Rows:
    """C6: a household once for each batch."""
    touched = _touched(_P.household_id, months), _touched(func.coalesce(_P.batch_id, NONE), months)
    rows = payments(_P.household_id.is_not(None), _P.recipient_kind.in_(PEOPLE), *touched)
    signed = with_sign(
        rows,
        _P.sign,
        batch=_P.batch_id,
        kind=_P.kind,
        occasion=_P.occasion,
        occasion_year=_P.occasion_year,
    )
    key = ("batch", "kind", "occasion", "occasion_year", "household_id")
    return first_times(Signed(signed, key), months)


def _touched(key: Column, months: Months) -> ColumnElement[bool]:
    """Households, or batches, about which the months say something: no others change in them."""
    return key.in_(select(key).where(_P.deleted.is_(False), months.holds(_P.counted_ym)))


def units(months: Months) -> Rows:
    """C7: troops and other units."""
    return payments(
        _P.recipient_kind.in_(UNITS),
        months.holds(_P.counted_ym),
        part=KIND,
        count=_P.sign * _P.headcount,
    )


def letters(months: Months) -> Rows:
    """C8: letters, couplets and pictures, by their number."""
    return payments(
        _P.kind == CondolenceKind.LETTER,
        months.holds(_P.counted_ym),
        part=KIND,
        count=_P.sign * func.coalesce(_P.quantity, _P.headcount),
    )


def condolence_and_aid(months: Months) -> Rows:
    """K1: each person once a day and occasion (CN2); rows without a person add their heads.

    A visit without money is not in it. Aid measures join here when they have records.
    """
    person = months.merged.root(_P.person_id)
    same_day = tuple_(person, _P.paid_on).in_(_touched_days(months))
    rows = payments(_P.person_id.is_not(None), _P.recipient_kind.in_(PEOPLE), same_day)
    signed = with_sign(rows, _P.sign, whom=person, occasion=_P.occasion)
    named = first_times(Signed(signed, ("whom", "day", "occasion")), months)
    unnamed = person_times(months).where(_P.person_id.is_(None))
    both = union_all(named, unnamed).subquery()
    return select(*(both.c[name] for name in COLUMNS))


def _touched_days(months: Months) -> Rows:
    return select(months.merged.root(_P.person_id), _P.paid_on).where(
        _P.deleted.is_(False), months.holds(_P.counted_ym), _P.person_id.is_not(None)
    )
