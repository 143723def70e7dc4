"""Tally lines H: pensions as the county paid them, and changes of benefits (DOMAIN §6.2)."""

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select

from station_app.domain.codes import EntitlementEventKind, PayItem
from station_app.models.entitlement import EntitlementEvent, PensionPayment
from station_app.queries.tally_rows import (
    COLUMNS,
    Column,
    Moment,
    Months,
    Rows,
    Signed,
    first_times,
    net_people,
    row_of,
    with_sign,
)

_P = PensionPayment
_E = EntitlementEvent
_K = EntitlementEventKind
REGULAR = (PayItem.BASE, PayItem.NURSE)
"""What is paid month by month."""
ENDS = (_K.DIE, _K.TRANSFER, _K.REVOKE, _K.END)


def _payments(*conditions: ColumnElement[bool], **columns: Column) -> Rows:
    given: dict[str, Column] = {"part": _P.item, "fen": _P.sign * _P.amount_fen, **columns}
    return row_of(
        "pension_payment",
        id=_P.id,
        person_id=_P.person_id,
        household_id=_P.household_id,
        day=_P.paid_on,
        ym=_P.counted_ym,
        **given,
    ).where(_P.deleted.is_(False), *conditions)


def _span(at: Moment) -> ColumnElement[bool]:
    return and_(_P.counted_ym >= at.start, _P.counted_ym <= at.month)


def paid_people(at: Moment) -> Rows:
    """H1: who was paid a regular month in the period, each once; by the day of paying (DE5)."""
    rows = _payments(_P.item == PayItem.BASE, _span(at))
    return net_people(rows, at.merged.root(_P.person_id), _P.sign)


def paid(months: Months) -> Rows:
    """H2 to H6: money by item; what was claimed back is less than nothing (MO7).

    A final benefit counts one 人次, other items none: who was paid is H1.
    """
    final: Column = case((_P.item == PayItem.FUNERAL, _P.sign), else_=0)
    return _payments(months.holds(_P.counted_ym), count=final)


def _by_kind(at: Moment, kind: Column) -> Rows:
    """A row for each person and kind: 1 when a regular month was paid, with all that was paid."""
    person = at.merged.root(_P.person_id)
    regular: Column = case((_P.item.in_(REGULAR), _P.sign), else_=0)
    inner = (
        _payments(_span(at), part=kind)
        .add_columns(regular.label("regular"), person.label("whom"))
        .subquery()
    )
    fen = func.sum(inner.c.fen)
    drawn = func.sum(inner.c.regular)
    return (
        row_of(
            "person",
            id=inner.c.whom,
            person_id=inner.c.whom,
            day=func.max(inner.c.day),
            part=inner.c.part,
            count=case((drawn > 0, 1), else_=0),
            fen=fen,
        )
        .select_from(inner)
        .group_by(inner.c.whom, inner.c.part)
        .having(or_(drawn > 0, fen != 0))
    )


def paid_by_kind(at: Moment) -> Rows:
    """Y8.x: people and money of each kind of benefit; one may draw several."""
    return _by_kind(at, _P.kind)


def paid_altogether(at: Moment) -> Rows:
    """Y8: the same over all kinds, a person once."""
    return _by_kind(at, literal("ALL"))


_WHEN: Column = case((_E.effective_month > _E.counted_ym, _E.effective_month), else_=_E.counted_ym)
"""The month in which a change takes effect, or a later one if it was entered later."""


def _changes(part: str, sign: Column, *conditions: ColumnElement[bool]) -> Rows:
    rows = row_of(
        "entitlement_event",
        id=_E.id,
        person_id=_E.person_id,
        household_id=_E.household_id,
        day=_E.event_on,
        ym=_WHEN,
        part=literal(part),
        count=sign,
    ).where(_E.deleted.is_(False), *conditions)
    return with_sign(rows, sign, benefit=_E.entitlement_id, since=_E.effective_month)


def _people_once(changes: Rows, months: Months) -> Rows:
    """Each benefit once however often it is written down, then each person once for a month."""
    benefits = Signed(changes, ("benefit",), keeps=("since",))
    once = first_times(benefits, None).subquery()
    rows = select(*(once.c[name] for name in COLUMNS))
    whom = months.merged.root(once.c.person_id)
    signed = with_sign(rows, once.c.count, whom=whom, since=once.c.since)
    return first_times(Signed(signed, ("whom", "since")), months)


def started(months: Months) -> Rows:
    """H8a: benefits granted."""
    return _people_once(_changes("H8a", _E.sign, _E.event == _K.GRANT), months)


def ended(months: Months) -> Rows:
    """H8d: benefits that ended: death, move of the benefit, revocation, running out.

    A benefit ends once, whatever is closed afterwards; a death taken back takes its end back.
    """
    sign: Column = case((_E.event == _K.REOPEN, -_E.sign), else_=_E.sign)
    return _people_once(_changes("H8d", sign, _E.event.in_((*ENDS, _K.REOPEN))), months)
