"""What the checks of a month need to know beside its figures (DOMAIN §6.3).

Each question is asked only where the figures alone do not fit.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select, union_all
from sqlalchemy.orm import Session

from station_app.domain import condolence
from station_app.domain.codes import PayForm, PersonStatus
from station_app.domain.periods import Period
from station_app.domain.tally import Tally
from station_app.domain.tally_checks import (
    CheckContext,
    certified_over_due,
    pension_parts_over,
    people_difference,
)
from station_app.models.base import Fact
from station_app.models.certification import Certification
from station_app.models.condolence import CondolencePayment
from station_app.models.entitlement import Entitlement, EntitlementEvent, PensionPayment
from station_app.models.person import Person
from station_app.models.plaque import PlaqueEvent
from station_app.models.visit import VisitAttendance
from station_app.queries.tally_certification import certified, to_certify
from station_app.queries.tally_people import HERE, present
from station_app.queries.tally_rows import Moment

FACTS: tuple[type[Fact], ...] = (
    VisitAttendance,
    CondolencePayment,
    Certification,
    PlaqueEvent,
    EntitlementEvent,
    PensionPayment,
)


def check_context(
    session: Session, this: Tally, previous: Tally | None, moment: Callable[[], Moment]
) -> CheckContext:
    """A period beside the one before, with what explains where they differ."""
    context = CheckContext(this, previous)
    return CheckContext(
        this,
        previous,
        has_corrections=(
            (_is_negative(this) or pension_parts_over(this) > 0)
            and _has_corrections(session, this.period)
        ),
        payments_without_receipt=_without_receipt(session, this.period),
        deaths_and_moves=_certified_and_gone(session, moment()) if certified_over_due(this) else 0,
        people_corrections=(
            _people_corrections(session, this.period) if people_difference(context) else 0
        ),
    )


def _is_negative(tally: Tally) -> bool:
    values = (value for line in tally.lines for value in line.values.values())
    return any(value is not None and value < 0 for value in values)


def _has_corrections(session: Session, period: Period) -> bool:
    """Whether anything was taken back in a month of the period, or takes effect in it."""
    reversals = [
        select(model.id).where(
            model.sign < 0, model.deleted.is_(False), model.counted_ym.in_(period.months)
        )
        for model in FACTS
    ]
    later = select(EntitlementEvent.id).where(
        EntitlementEvent.sign < 0,
        EntitlementEvent.deleted.is_(False),
        EntitlementEvent.effective_month.in_(period.months),
    )
    return session.execute(union_all(*reversals, later).limit(1)).first() is not None


def _without_receipt(session: Session, period: Period) -> int:
    """Payments that count although nobody signed; a transfer is confirmed by the bank."""
    paid = CondolencePayment
    statement = select(func.sum(paid.sign)).where(
        paid.deleted.is_(False),
        paid.counted_ym.in_(period.months),
        paid.receipt.not_in(sorted(condolence.RECEIVED)),
        paid.pay_form != PayForm.TRANSFER,
    )
    return max(int(session.scalar(statement) or 0), 0)


def _certified_and_gone(session: Session, at: Moment) -> int:
    """Who is certified and need not be any more: died, moved, or the benefit ended or stands still.

    Somebody certified who never drew a benefit is not among them.
    """
    drew = select(at.merged.root(Entitlement.person_id)).where(Entitlement.deleted.is_(False))
    done = select(certified(at).subquery().c.person_id)
    due = select(to_certify(at).subquery().c.person_id)
    statement = select(func.count()).where(
        Person.id.in_(done),
        Person.id.not_in(due),
        or_(Person.id.in_(drew), ~present(at)),
    )
    return session.scalar(statement) or 0


@dataclass(frozen=True, slots=True)
class _File:
    """The days on which a file came onto the roll and left it, and whether it stands."""

    status: str
    registered_on: date | None
    death_reported_on: date | None
    moved_out_on: date | None
    removed_on: date | None

    def flows(self, first: date, last: date) -> int:
        """What the lines of coming and going (A7 to A10) make of it in these days."""
        dead = self.status == PersonStatus.DECEASED and _within(self.death_reported_on, first, last)
        gone = _within(self.moved_out_on, first, last)
        return int(_within(self.registered_on, first, last)) - int(dead) - int(gone)

    def is_present(self, day: date) -> bool:
        """Whether it is on the roll on a day, as `tally_people.present` has it."""
        if self.registered_on is not None and self.registered_on > day:
            return False
        left = [one for one in (self.death_reported_on, self.moved_out_on, self.removed_on) if one]
        return self.status in HERE or (bool(left) and min(left) > day)

    def correction(self, first: date, last: date) -> int:
        """How the roll really changed by it in these days, less what the lines say."""
        really = self.is_present(last) - self.is_present(first - timedelta(days=1))
        return really - self.flows(first, last)


def _within(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last


def _people_corrections(session: Session, period: Period) -> int:
    """What changes the roll beside A7 to A10: files cancelled, also in the month in which they were
    made, people who left twice, or whose file was made after they had left."""
    first, last = period.first_day, period.last_day
    known = (
        Person.registered_on,
        Person.death_reported_on,
        Person.moved_out_on,
        Person.removed_on,
    )
    touched = or_(*(and_(day >= first, day <= last) for day in known))
    statement = select(Person.status, *known).where(
        Person.deleted.is_(False), Person.status != PersonStatus.MERGED, touched
    )
    return sum(_File(*row).correction(first, last) for row in session.execute(statement))
