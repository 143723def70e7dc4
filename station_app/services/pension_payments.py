"""Months of a benefit that the county paid: recorded as facts, put right by reversal."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.codes import PayItem, PensionKind, label
from station_app.domain.drafts import Finding
from station_app.domain.money import yuan
from station_app.domain.periods import add_months
from station_app.domain.reading import ask
from station_app.errors import Rejected
from station_app.models.entitlement import Entitlement, PensionPayment
from station_app.models.person import Person
from station_app.services import facts, records
from station_app.services.entitlements import benefits_of

ONCE_A_MONTH = frozenset({PayItem.BASE, PayItem.NURSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPension:
    """One paid month; `paid_on` is the month of the tally, `month` the month paid for."""

    person_id: UUID
    kind: PensionKind
    month: str
    amount_fen: int
    paid_on: date
    item: PayItem = PayItem.BASE
    doc_no: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The fact and what the operator should look at."""

    payment_id: UUID
    warnings: list[Finding]


def record_pension(session: Session, command: RecordPension, *, today: date) -> Recorded:
    """Write down what was paid; a month after the stop is kept and listed as overpaid (DE2)."""
    person = records.get(session, Person, command.person_id)
    if command.paid_on > today:
        raise Rejected("pension.future", name="paid_on")
    if (command.amount_fen < 0) != (command.item is PayItem.RECOVER) or not command.amount_fen:
        raise Rejected("pension.sign", name="amount_fen")
    _refuse_double(session, command)
    benefit = _benefit(session, command)
    as_of = facts.as_of_day(session, [person.id], command.paid_on)
    fact = PensionPayment(
        entitlement_id=benefit.id if benefit else None,
        person_id=person.id,
        kind=str(command.kind),
        month=command.month,
        item=str(command.item),
        amount_fen=command.amount_fen,
        paid_on=command.paid_on,
        doc_no=command.doc_no,
        counted_ym=facts.counted_ym(session, command.paid_on),
        **as_of.get(person.id, facts.AsOfDay()).columns(),
    )
    session.add(fact)
    return Recorded(fact.id, _after_stop(command, benefit))


MOST_MONTHS = 36
"""As many months as one entry may cover."""


@dataclass(frozen=True, slots=True)
class RecordedMonths:
    """The facts of several months in a row, and what they come to."""

    payment_ids: tuple[UUID, ...]
    total_fen: int
    warnings: list[Finding]


def record_months(
    session: Session, command: RecordPension, *, until: str | None = None, today: date
) -> RecordedMonths:
    """The same amount for a month and those after it; one that is refused refuses all."""
    months = _months(command.month, until or command.month)
    done = [record_pension(session, replace(command, month=one), today=today) for one in months]
    return RecordedMonths(
        tuple(one.payment_id for one in done),
        command.amount_fen * len(done),
        [note for one in done for note in one.warnings],
    )


def _months(first: str, last: str) -> list[str]:
    if last < first:
        raise Rejected("pension.months_order", name="until")
    found = [first]
    while found[-1] < last:
        found.append(add_months(found[-1], 1))
        if len(found) > MOST_MONTHS:
            raise Rejected("pension.many_months", name="until", most=MOST_MONTHS)
    return found


def reverse_pension(session: Session, payment_id: UUID, *, reason: str) -> None:
    """A payment that was never made, or written down wrongly."""
    facts.reverse(session, facts.standing(session, PensionPayment, payment_id), reason=reason)


def payments_of(session: Session, person_id: UUID) -> list[PensionPayment]:
    """The standing payments of a person."""
    return facts.standing_facts(session, PensionPayment, PensionPayment.person_id == person_id)


def _refuse_double(session: Session, command: RecordPension) -> None:
    if command.item not in ONCE_A_MONTH:
        return
    for other in payments_of(session, command.person_id):
        same = (other.kind, other.month, other.item)
        if same == (command.kind, command.month, command.item):
            amount, item = yuan(other.amount_fen), label("pay_item", other.item)
            raise Rejected("pension.double", month=command.month, item=item, amount=amount)


def _benefit(session: Session, command: RecordPension) -> Entitlement | None:
    """The benefit of this kind that covers the month, else the latest one."""
    same = [row for row in benefits_of(session, command.person_id) if row.kind == command.kind]
    covering = [row for row in same if row.start_month <= command.month] or same
    return covering[-1] if covering else None


def _after_stop(command: RecordPension, benefit: Entitlement | None) -> list[Finding]:
    if benefit is None or benefit.stop_month is None or command.month < benefit.stop_month:
        return []
    return [Finding("month", ask("pension.after_stop", month=command.month))]
