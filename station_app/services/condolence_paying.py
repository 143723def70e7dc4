"""Handing condolence out: signed, refused, sent back by the bank, corrected, returned.

A payment is a fact and counts when it was received (SETTLED 2); the line of the list only keeps
what became of it. Two payments for one line both count and are listed for a person to reverse.
"""

import re
from dataclasses import dataclass
from datetime import date

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
from station_app.queries.condolence import planned_fen, received_fen
from station_app.queries.condolence_people import given_for
from station_app.services import facts, records
from station_app.services.condolence import (
    gift_of,
    lines_of,
    name_of,
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
    _check_receipt(command)
    _require_unpaid(session, line)
    notes = settle(_notes(session, batch, line, command, today), command.confirmed)
    payment = _payment(session, batch, line, command)
    return Signed(PaymentId(payment.id), notes)


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
    if line.state == PaymentState.CANCELLED:
        raise Rejected("condolence.cancelled", name=name_of(session, line))
    if line.returned_on is not None:
        name = name_of(session, line)
        raise Rejected("condolence.line_returned", name=name, day=line.returned_on)
    return batch


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


def _notes(
    session: Session, batch: CondolenceBatch, line: CondolencePlan, command: Sign, today: date
) -> list[Note]:
    person = session.get(Person, line.person_id) if line.person_id else None
    death = PartialDate.of(person.death_date) if person and person.death_date else None
    kind = CondolenceKind(batch.kind)
    notes = condolence.check_payment(kind=kind, paid_on=command.paid_on, today=today, death=death)
    return [*notes, *_duplicates(session, batch, line), *_season(batch, command.paid_on)]


def _duplicates(session: Session, batch: CondolenceBatch, line: CondolencePlan) -> list[Note]:
    """Somebody who was already paid for this occasion from this fund (DOMAIN 2.8)."""
    if line.person_id is None:
        return []
    given = given_for(session, [line.person_id], batch.occasion, batch.occasion_year, but=batch.id)
    paid = [row.given for row in given.get(line.person_id, []) if row.paid_on is not None]
    note = condolence.duplicate_note(given_in(batch), paid)
    return [] if note is None else [note]


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


def _payment(
    session: Session, batch: CondolenceBatch, line: CondolencePlan, command: Sign
) -> CondolencePayment:
    gift = gift_of(batch, line)
    agent = command.receipt == Receipt.AGENT
    payment = CondolencePayment(
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
        receiver_name=(command.receiver_name or "").strip() or None if agent else None,
        receiver_relation=(command.receiver_relation or "").strip() or None if agent else None,
        receiver_id_tail=(command.receiver_id_tail or "").strip().upper() or None
        if agent
        else None,
        visit_id=command.visit_id,
        note=command.note,
        counted_ym=facts.counted_ym(session, command.paid_on),
        **_as_of(session, line, command.paid_on),
    )
    session.add(payment)
    line.receipt = command.receipt
    if batch.status == BatchStatus.APPROVED:
        batch.status = BatchStatus.PAYING
    return payment


def _as_of(session: Session, line: CondolencePlan, on: date) -> dict[str, object]:
    if line.person_id is None:
        return {}
    return dict(facts.as_of_day(session, [line.person_id], on)[line.person_id].columns())


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
    lines = waiting_lines(session, command.batch_id)
    if command.plan_ids is not None:
        wanted = set(command.plan_ids)
        lines = [line for line in lines if line.id in wanted]
    refused: list[tuple[PlanId, Note]] = []
    watcher = progress or Silent()
    for number, line in enumerate(lines):
        if number % STEP == 0:
            watcher.step(number, len(lines))
        note = _pay_one(session, PlanId(line.id), command, today)
        if note is not None:
            refused.append((PlanId(line.id), note))
    watcher.step(len(lines), len(lines))
    return PaidMany(len(lines) - len(refused), tuple(refused))


def _pay_one(session: Session, plan_id: PlanId, command: PayMany, today: date) -> Note | None:
    order = Sign(plan_id=plan_id, paid_on=command.paid_on, confirmed=command.confirmed)
    try:
        sign(session, order, today=today)
    except Rejected as refusal:
        return err(refusal.code, **refusal.values)
    return None


def refuse_gift(session: Session, plan_id: PlanId, *, note: str | None = None) -> None:
    """The person does not want it (拒领); the line waits to be returned.

    Raises `Rejected("condolence.already_paid" | "batch.not_frozen" | "batch.closed")`.
    """
    line = _line(session, plan_id)
    _payable_batch(session, line)
    _require_unpaid(session, line)
    line.receipt = Receipt.REFUSED
    line.note = (note or "").strip() or line.note


def not_received(session: Session, plan_id: PlanId) -> None:
    """Back to 未领: a refusal or a returned transfer was settled, or a mark was a mistake."""
    line = _line(session, plan_id)
    _payable_batch(session, line)
    _require_unpaid(session, line)
    line.receipt = Receipt.NONE


def transfer_sent_back(session: Session, plan_id: PlanId, *, reason: str) -> None:
    """The bank sent a transfer back (退汇): what was counted is reversed, the line waits (SU6)."""
    line = _line(session, plan_id)
    _payable_batch(session, line)
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
    lines = waiting_lines(session, command.batch_id) + _partly_paid(session, command.batch_id)
    if command.plan_ids is not None:
        wanted = set(command.plan_ids)
        lines = [line for line in lines if line.id in wanted]
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
