"""Handing condolence out: signed, refused, sent back by the bank, corrected, returned.

A payment is a fact and counts when it was received (SETTLED 2); the line of the list only keeps
what became of it. Two payments for one line both count and are listed for a person to reverse.
"""

import re
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain import condolence
from station_app.domain.codes import (
    BatchStatus,
    CondolenceKind,
    Funding,
    Occasion,
    PayForm,
    PaymentState,
    Receipt,
)
from station_app.domain.condolence import Given
from station_app.domain.partial_date import PartialDate
from station_app.domain.reading import Note, err, fix
from station_app.errors import Rejected
from station_app.models.condolence import CondolenceBatch, CondolencePayment, CondolencePlan
from station_app.models.identifiers import BatchId, PaymentId, PlanId, VisitId
from station_app.models.person import Person
from station_app.progress import Progress, Silent
from station_app.queries.batch_lines import planned_fen, received_fen
from station_app.queries.condolence_people import given_for
from station_app.services import facts, records
from station_app.services.condolence import (
    gift_of,
    lines_of,
    name_of,
    people_of,
    standing_payments,
    waiting_lines,
)
from station_app.services.doubts import settle

TAIL = re.compile(r"\d{3}[\dX]")
STEP = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Who received a line, and when. Of a transfer SELF means that the bank confirmed it."""

    plan_id: PlanId
    paid_on: date
    receipt: str = Receipt.SELF
    receiver_name: str | None = None
    receiver_relation: str | None = None
    receiver_id_tail: str | None = None
    visit_id: VisitId | None = None
    note: str | None = None
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Signed:
    """The payment, and what to show beside it."""

    payment_id: PaymentId
    notes: tuple[Note, ...]


def sign(session: Session, command: Sign, *, today: date) -> Signed:
    """Mark a line as received: one payment, counted in the month of `paid_on`.

    Raises `Doubtful` for a second condolence of the same occasion and fund, and `Rejected(
    "batch.not_frozen" | "condolence.already_paid" | "condolence.after_death" |
    "condolence.future" | "condolence.receiver" …)`.
    """
    line = _line(session, command.plan_id)
    batch = _payable_batch(session, line)
    return _Counter(session, batch, [line], today).hand_out(line, command)


class _Counter:
    """Hands out lines of one batch; what it must know of their people it asks once."""

    def __init__(
        self, session: Session, batch: CondolenceBatch, lines: list[CondolencePlan], today: date
    ) -> None:
        self._session, self._batch, self._today = session, batch, today
        self._people = people_of(session, lines)
        keys = [line.person_id for line in lines if line.person_id]
        occasion, year = batch.occasion, batch.occasion_year
        self._given = given_for(session, keys, occasion, year, but=batch.id)
        self._paid = {
            payment.plan_id: payment for payment in standing_payments(session, BatchId(batch.id))
        }
        self._as_of: dict[date, dict[UUID, facts.AsOfDay]] = {}
        self._months: dict[date, str] = {}
        self._keys = keys

    def hand_out(self, line: CondolencePlan, command: Sign) -> Signed:
        """Check one line and write its payment."""
        _require_payable(self._session, line)
        _check_receipt(command)
        paid = self._paid.get(line.id)
        if paid is not None:
            name = name_of(self._session, line)
            raise Rejected("condolence.already_paid", name=name, day=paid.paid_on)
        notes = settle(self._notes(line, command.paid_on), command.confirmed)
        payment = self._write(line, command)
        return Signed(PaymentId(payment.id), notes)

    def _notes(self, line: CondolencePlan, paid_on: date) -> list[Note]:
        person = self._people.get(line.person_id) if line.person_id else None
        death = PartialDate.of(person.death_date) if person and person.death_date else None
        kind = CondolenceKind(self._batch.kind)
        notes = condolence.check_payment(kind=kind, paid_on=paid_on, today=self._today, death=death)
        return [*notes, *self._duplicates(line), *_season(self._batch, paid_on)]

    def _duplicates(self, line: CondolencePlan) -> list[Note]:
        """Somebody who was already paid for this occasion from this fund (DOMAIN 2.8)."""
        rows = self._given.get(line.person_id, []) if line.person_id else []
        paid = [row.given for row in rows if row.paid_on is not None]
        note = condolence.duplicate_note(given_in(self._batch), paid)
        return [] if note is None else [note]

    def _write(self, line: CondolencePlan, command: Sign) -> CondolencePayment:
        on = command.paid_on
        if on not in self._as_of:
            self._as_of[on] = facts.as_of_day(self._session, self._keys, on)
            self._months[on] = facts.counted_ym(self._session, on)
        as_of = self._as_of[on].get(line.person_id) if line.person_id else None
        payment = _payment(self._batch, line, command)
        payment.counted_ym = self._months[on]
        for name, value in (as_of or facts.AsOfDay()).columns().items():
            setattr(payment, name, value)
        self._session.add(payment)
        self._paid[line.id] = payment
        line.receipt = command.receipt
        if self._batch.status == BatchStatus.APPROVED:
            self._batch.status = BatchStatus.PAYING
        return payment


def _line(session: Session, plan_id: PlanId) -> CondolencePlan:
    line = session.get(CondolencePlan, plan_id)
    if line is None or line.deleted:
        raise Rejected("condolence.line_missing")
    return line


def _payable_batch(session: Session, line: CondolencePlan) -> CondolenceBatch:
    batch = records.get(session, CondolenceBatch, line.batch_id)
    if batch.status == BatchStatus.DRAFT:
        raise Rejected("batch.not_frozen")
    if batch.status == BatchStatus.CLOSED:
        raise Rejected("batch.closed")
    return batch


def _require_payable(session: Session, line: CondolencePlan) -> None:
    if line.state == PaymentState.CANCELLED:
        raise Rejected("condolence.cancelled", name=name_of(session, line))
    if line.returned_on is not None:
        name = name_of(session, line)
        raise Rejected("condolence.line_returned", name=name, day=line.returned_on)


def _check_receipt(command: Sign) -> None:
    if command.receipt not in condolence.RECEIVED:
        raise Rejected("condolence.receipt")
    if command.receipt != Receipt.AGENT:
        return
    if not (command.receiver_name or "").strip() or not (command.receiver_relation or "").strip():
        raise Rejected("condolence.receiver")
    tail = (command.receiver_id_tail or "").strip().upper()
    if tail and not TAIL.fullmatch(tail):
        raise Rejected("condolence.receiver_tail")


def payments_of_line(session: Session, plan_id: PlanId) -> list[CondolencePayment]:
    """The payments of a line that count; more than one is for a person to look at."""
    return facts.standing_facts(session, CondolencePayment, CondolencePayment.plan_id == plan_id)


def _require_unpaid(session: Session, line: CondolencePlan) -> None:
    paid = payments_of_line(session, PlanId(line.id))
    if paid:
        name = name_of(session, line)
        raise Rejected("condolence.already_paid", name=name, day=paid[0].paid_on)


def given_in(batch: CondolenceBatch) -> Given:
    """What a batch gives, to compare with others."""
    return Given(batch.name, Occasion(batch.occasion), batch.occasion_year, Funding(batch.funding))


def _season(batch: CondolenceBatch, paid_on: date) -> list[Note]:
    """Outside the days of the festival is shown, never asked (MO3)."""
    note = condolence.window_note(Occasion(batch.occasion), batch.occasion_year, paid_on)
    return [] if note is None else [shown(note)]


def shown(note: Note) -> Note:
    """The same remark, as one that needs no answer."""
    return fix(note.code, **note.values)


def _payment(batch: CondolenceBatch, line: CondolencePlan, command: Sign) -> CondolencePayment:
    gift = gift_of(batch, line)
    return CondolencePayment(
        batch_id=batch.id,
        plan_id=line.id,
        person_id=line.person_id,
        recipient_text=line.recipient_text,
        recipient_kind=line.recipient_kind,
        headcount=line.headcount,
        kind=batch.kind,
        occasion=batch.occasion,
        occasion_year=batch.occasion_year,
        funding=batch.funding,
        pay_form=gift.pay_form,
        amount_fen=gift.amount_fen,
        goods=gift.goods,
        quantity=line.quantity,
        goods_value_fen=gift.goods_value_fen,
        paid_on=command.paid_on,
        signed_on=command.paid_on,
        receipt=command.receipt,
        visit_id=command.visit_id,
        note=command.note,
        **_receiver(command),
    )


def _receiver(command: Sign) -> dict[str, str | None]:
    """Who collected for another; of the person's own signature nothing is kept."""
    if command.receipt != Receipt.AGENT:
        return {}
    return {
        "receiver_name": (command.receiver_name or "").strip() or None,
        "receiver_relation": (command.receiver_relation or "").strip() or None,
        "receiver_id_tail": (command.receiver_id_tail or "").strip().upper() or None,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class PayMany:
    """Mark many lines as received by the people themselves on one day."""

    batch_id: BatchId
    plan_ids: tuple[PlanId, ...] | None = None
    paid_on: date
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PaidMany:
    """How many were paid, and the lines that could not be, with the reason."""

    paid: int
    refused: tuple[tuple[PlanId, Note], ...]


def pay_many(
    session: Session, command: PayMany, *, today: date, progress: Progress | None = None
) -> PaidMany:
    """Pay all lines that wait, or those named; one that breaks a rule stays unpaid."""
    lines = _named(waiting_lines(session, command.batch_id), command.plan_ids)
    if not lines:
        return PaidMany(0, ())
    counter = _Counter(session, _payable_batch(session, lines[0]), lines, today)
    refused: list[tuple[PlanId, Note]] = []
    watcher = progress or Silent()
    with session.no_autoflush:
        for number, line in enumerate(lines):
            if number % STEP == 0:
                watcher.step(number, len(lines))
            note = _pay_one(counter, line, command)
            refused += [] if note is None else [(PlanId(line.id), note)]
    watcher.step(len(lines), len(lines))
    return PaidMany(len(lines) - len(refused), tuple(refused))


def _named(
    lines: list[CondolencePlan], plan_ids: tuple[PlanId, ...] | None
) -> list[CondolencePlan]:
    wanted = None if plan_ids is None else set(plan_ids)
    return [line for line in lines if wanted is None or line.id in wanted]


def _pay_one(counter: _Counter, line: CondolencePlan, command: PayMany) -> Note | None:
    order = Sign(plan_id=PlanId(line.id), paid_on=command.paid_on, confirmed=command.confirmed)
    try:
        counter.hand_out(line, order)
    except Rejected as refusal:
        return err(refusal.code, **refusal.values)
    return None


def refuse_gift(session: Session, plan_id: PlanId, *, note: str | None = None) -> None:
    """The person does not want it (拒领); the line waits to be returned.

    Raises `Rejected("condolence.already_paid" | "batch.not_frozen" | "batch.closed")`.
    """
    line = _line(session, plan_id)
    _payable_batch(session, line)
    _require_payable(session, line)
    _require_unpaid(session, line)
    line.receipt = Receipt.REFUSED
    line.note = (note or "").strip() or line.note


def not_received(session: Session, plan_id: PlanId) -> None:
    """Back to 未领: a refusal or a returned transfer was settled, or a mark was a mistake."""
    line = _line(session, plan_id)
    _payable_batch(session, line)
    _require_payable(session, line)
    _require_unpaid(session, line)
    line.receipt = Receipt.NONE


def transfer_sent_back(session: Session, plan_id: PlanId, *, reason: str) -> None:
    """The bank sent a transfer back (退汇): what was counted is reversed, the line waits (SU6).

    Banks take their time, so a closed batch takes it too; the money is then returned.
    """
    line = _line(session, plan_id)
    batch = records.get(session, CondolenceBatch, line.batch_id)
    if batch.status == BatchStatus.DRAFT:
        raise Rejected("batch.not_frozen")
    for payment in payments_of_line(session, plan_id):
        facts.reverse(session, payment, reason=reason)
    line.receipt = Receipt.RETURNED


def unsign(session: Session, plan_id: PlanId, *, reason: str) -> None:
    """A signature was marked by mistake: the payment is reversed and the line waits again."""
    line = _line(session, plan_id)
    paid = payments_of_line(session, plan_id)
    if not paid:
        raise Rejected("condolence.not_paid", name=name_of(session, line))
    for payment in paid:
        facts.reverse(session, payment, reason=reason)
    line.receipt = Receipt.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectPayment:
    """What a payment should have been: one −old and one +new row, with who approved it."""

    payment_id: PaymentId
    amount_fen: int
    reason: str
    approved_by: str
    paid_on: date | None = None
    confirmed: frozenset[str] = frozenset()


def correct_payment(session: Session, command: CorrectPayment, *, today: date) -> PaymentId:
    """Put a payment right by a correction row (更正行); the original stays (MC3).

    What was paid in addition was drawn in addition; what was paid too much waits to be returned.
    Raises `Doubtful` above 100,000 元, `Rejected("condolence.same_amount" | "condolence.approver"
    | "fact.reason" | "fact.already_reversed")`.
    """
    old = facts.standing(session, CondolencePayment, command.payment_id)
    if not command.approved_by.strip():
        raise Rejected("condolence.approver")
    new = _corrected(session, old, command)
    settle(_correction_notes(session, old, new, today), command.confirmed)
    facts.reverse(session, old, reason=command.reason)
    session.add(new)
    _draw_more(session, old, received_fen(new) - received_fen(old))
    return PaymentId(new.id)


def _corrected(
    session: Session, old: CondolencePayment, command: CorrectPayment
) -> CondolencePayment:
    goods = old.pay_form == PayForm.GOODS
    before = old.goods_value_fen if goods else old.amount_fen
    paid_on = command.paid_on or old.paid_on
    if command.amount_fen == before and paid_on == old.paid_on:
        raise Rejected("condolence.same_amount")
    new = facts.copy_of(old)
    new.paid_on = paid_on
    new.counted_ym = facts.counted_ym(session, paid_on)
    new.correction_reason = command.reason.strip()
    new.note = command.approved_by.strip()
    if goods:
        new.goods_value_fen = command.amount_fen
    else:
        new.amount_fen = command.amount_fen
    return new


def _correction_notes(
    session: Session, old: CondolencePayment, new: CondolencePayment, today: date
) -> list[Note]:
    gift = condolence.Gift(PayForm(new.pay_form), new.amount_fen, new.goods, new.goods_value_fen)
    person = session.get(Person, old.person_id) if old.person_id else None
    death = PartialDate.of(person.death_date) if person and person.death_date else None
    name = person.name if person else old.recipient_text or ""
    checks = condolence.check_gift(gift)
    checks += condolence.check_payment(
        kind=CondolenceKind(new.kind), paid_on=new.paid_on, today=today, death=death
    )
    return [Note(note.level, note.code, {"name": name, **note.values}) for note in checks]


def _draw_more(session: Session, old: CondolencePayment, more_fen: int) -> None:
    batch = session.get(CondolenceBatch, old.batch_id) if old.batch_id else None
    if batch is not None and batch.drawn_fen is not None and more_fen > 0:
        batch.drawn_fen = batch.drawn_fen + more_fen


@dataclass(frozen=True, slots=True)
class ReturnUnclaimed:
    """Hand the money of lines that nobody claimed back (交回); all that wait when none is named."""

    batch_id: BatchId
    returned_on: date
    plan_ids: tuple[PlanId, ...] | None = None


def return_unclaimed(session: Session, command: ReturnUnclaimed, *, today: date) -> int:
    """Return what waits; returns the sum in fen.

    Raises `Rejected("condolence.nothing_to_return" | "condolence.return_future")`.
    """
    if command.returned_on > today:
        raise Rejected("condolence.return_future", day=command.returned_on)
    batch = records.get(session, CondolenceBatch, command.batch_id)
    waiting = waiting_lines(session, command.batch_id) + _partly_paid(session, command.batch_id)
    lines = _named(waiting, command.plan_ids)
    if not lines:
        raise Rejected("condolence.nothing_to_return")
    paid = _paid_by_line(session, command.batch_id)
    for line in lines:
        line.returned_on = command.returned_on
    return sum(planned_fen(batch, line) - paid.get(line.id, 0) for line in lines)


def _paid_by_line(session: Session, batch_id: BatchId) -> dict[object, int]:
    paid: dict[object, int] = {}
    for payment in standing_payments(session, batch_id):
        paid[payment.plan_id] = paid.get(payment.plan_id, 0) + received_fen(payment)
    return paid


def _partly_paid(session: Session, batch_id: BatchId) -> list[CondolencePlan]:
    """Lines of which a correction left a rest."""
    batch = records.get(session, CondolenceBatch, batch_id)
    paid = _paid_by_line(session, batch_id)
    return [
        line
        for line in lines_of(session, batch_id)
        if line.returned_on is None and line.id in paid and paid[line.id] < planned_fen(batch, line)
    ]
