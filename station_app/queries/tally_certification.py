"""Tally lines D: the yearly certification, suspensions and resumptions (DOMAIN §6.2)."""

from sqlalchemy import ColumnElement, and_, case, false, or_, select

from station_app.domain.certification import Cycle
from station_app.domain.codes import (
    CertResult,
    EntitlementEventKind,
    EntitlementState,
    SuspendReason,
)
from station_app.domain.periods import month_of
from station_app.models.certification import Certification
from station_app.models.entitlement import Entitlement, EntitlementEvent
from station_app.models.person import Person
from station_app.queries.tally_people import present, running, suspended
from station_app.queries.tally_rows import (
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

_C = Certification
_E = EntitlementEvent
FOUND_OUT = (CertResult.DECEASED, CertResult.MOVED, CertResult.NOT_QUALIFIED)


def _covered(at: Moment, cycle: Cycle) -> ColumnElement[bool]:
    """Benefits that must be confirmed, and that ran before the year opened (CE1, CE9).

    Suspended ones stay in while only the certification is missing; 中止 and 迁移 are out.
    """
    only_uncertified = or_(
        ~suspended(at),
        and_(
            Entitlement.state != EntitlementState.LEGAL_SUSPENDED,
            or_(
                Entitlement.suspend_reason.is_(None),
                Entitlement.suspend_reason == SuspendReason.NOT_CERTIFIED,
            ),
        ),
    )
    conditions = [
        running(at),
        Entitlement.state != EntitlementState.TRANSFER_OUT,
        Entitlement.start_month < month_of(cycle.open_on),
        only_uncertified,
    ]
    if cycle.kinds:
        conditions.append(Entitlement.kind.in_(sorted(cycle.kinds)))
    return and_(*conditions)


def _in_scope(at: Moment) -> ColumnElement[bool]:
    if at.cycle is None:
        return false()
    whom = at.merged.root(Entitlement.person_id)
    return and_(present(at), Person.id.in_(select(whom).where(_covered(at, at.cycle))))


def _people() -> Rows:
    return row_of(
        "person", id=Person.id, person_id=Person.id, household_id=Person.household_id, count=1
    )


def to_certify(at: Moment) -> Rows:
    """D1: 应认证, without the dead, the moved and the exempt (CE9)."""
    return _people().where(_in_scope(at))


def certified(at: Moment) -> Rows:
    """D3: who passed for the year, each once however often (CE8)."""
    year = at.cycle.year if at.cycle else 0
    rows = _attempts(_C.result == CertResult.PASS, _C.year == year, _C.counted_ym <= at.month)
    return net_people(rows, at.merged.root(_C.person_id), _C.sign)


def _certified_keys(at: Moment) -> Rows:
    return select(certified(at).subquery().c.person_id)


def certified_in_scope(at: Moment) -> Rows:
    """D4, upper: of those to be certified, who is; 100 % only when all are (CE9)."""
    return to_certify(at).where(Person.id.in_(_certified_keys(at)))


def overdue(at: Moment) -> Rows:
    """D6: not certified after the due day, and not suspended yet (CE4)."""
    if at.cycle is None or at.day <= at.cycle.due_on:
        return _people().where(false())
    held_back = select(at.merged.root(Entitlement.person_id)).where(running(at), suspended(at))
    return to_certify(at).where(Person.id.not_in(_certified_keys(at)), Person.id.not_in(held_back))


def _attempts(*conditions: ColumnElement[bool]) -> Rows:
    return row_of(
        "certification",
        id=_C.id,
        person_id=_C.person_id,
        household_id=_C.household_id,
        day=_C.certified_on,
        ym=_C.counted_ym,
        part=_C.method,
        count=_C.sign,
    ).where(_C.deleted.is_(False), *conditions)


def newly_certified(months: Months) -> Rows:
    """D2 and D5.x: the first effective PASS of each person and year, by its method (SETTLED 2)."""
    whom = months.merged.root(_C.person_id)
    touched = select(whom).where(_C.deleted.is_(False), months.holds(_C.counted_ym))
    rows = _attempts(_C.result == CertResult.PASS, _C.year.in_(months.years), whom.in_(touched))
    signed = with_sign(rows, _C.sign, whom=whom, year=_C.year)
    return first_times(Signed(signed, ("whom", "year")), months)


def found_out(months: Months) -> Rows:
    """D9: deaths, moves and lost conditions that certifying brought to light."""
    return _attempts(_C.result.in_(FOUND_OUT), months.holds(_C.counted_ym))


def _changes(months: Months, *events: EntitlementEventKind) -> Rows:
    """A person once in a month, counted when it took effect, or later if entered later."""
    month: Column = case(
        (_E.effective_month > _E.counted_ym, _E.effective_month), else_=_E.counted_ym
    )
    rows = row_of(
        "entitlement_event",
        id=_E.id,
        person_id=_E.person_id,
        household_id=_E.household_id,
        day=_E.event_on,
        ym=month,
        part=_E.reason,
        count=_E.sign,
    ).where(_E.deleted.is_(False), _E.event.in_(events))
    signed = with_sign(
        rows, _E.sign, whom=months.merged.root(_E.person_id), since=_E.effective_month
    )
    return first_times(Signed(signed, ("whom", "since")), months)


def suspensions(months: Months) -> Rows:
    """D7: suspensions effective in a month."""
    return _changes(months, EntitlementEventKind.SUSPEND, EntitlementEventKind.LEGAL_SUSPEND)


def resumptions(months: Months) -> Rows:
    """D8: resumptions effective in a month."""
    return _changes(months, EntitlementEventKind.RESUME)
