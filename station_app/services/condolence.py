"""A condolence batch: made, changed while a draft, frozen, thawed while nothing is paid, closed."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain import condolence
from station_app.domain.codes import (
    BatchForm,
    BatchStatus,
    CondolenceKind,
    PayForm,
    PaymentState,
    label,
)
from station_app.domain.condolence import Gift
from station_app.domain.drafts import Draft
from station_app.domain.forms import Reconciliation
from station_app.domain.money import yuan
from station_app.domain.partial_date import PartialDate
from station_app.domain.reading import Level, Note
from station_app.errors import Rejected
from station_app.messages.condolence import AMOUNT, BATCH_NAME, CANCELLED_BEFORE_FREEZING, GOODS
from station_app.models.condolence import (
    CONDOLENCE_BATCH,
    CondolenceBatch,
    CondolencePayment,
    CondolencePlan,
)
from station_app.models.identifiers import BatchId
from station_app.models.person import Person
from station_app.queries.batch_lines import (
    PlanLine,
    paid_lines,
    plan_lines,
    planned_fen,
    received_fen,
    standing_lines,
)
from station_app.queries.condolence import BatchSheet
from station_app.services import facts, records
from station_app.store.context import moment_of, operator_of


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeBatch:
    """What a new batch is for and where its money comes from; without a name it is given one."""

    kind: str
    occasion: str
    occasion_year: int
    funding: str
    form: str = BatchForm.CASH
    name: str | None = None
    standard_fen: int | None = None
    planned_on: date | None = None
    doc_no: str | None = None
    approver: str | None = None
    note: str | None = None


def make_batch(session: Session, command: MakeBatch) -> BatchId:
    """A draft batch without people. MO2: the year is the festival's, not that of the payment."""
    if not 1949 <= command.occasion_year <= 2100:
        raise Rejected("batch.year")
    values = {name: getattr(command, name) for name in CONDOLENCE_BATCH_FIELDS}
    values["name"] = (command.name or "").strip() or _usual_name(command)
    batch = records.add(session, CondolenceBatch, values | {"status": BatchStatus.DRAFT})
    return BatchId(batch.id)


CONDOLENCE_BATCH_FIELDS = tuple(
    name for name in MakeBatch.__dataclass_fields__ if name in CONDOLENCE_BATCH.by_name
)


def _usual_name(command: MakeBatch) -> str:
    return BATCH_NAME.format(
        year=command.occasion_year,
        occasion=label("occasion", command.occasion),
        kind=label("condolence_kind", command.kind),
    )


def change_batch(session: Session, batch_id: BatchId, draft: Draft) -> None:
    """Edit a draft batch; a new standard moves only the lines that nobody edited."""
    require_draft(session, batch_id)
    records.change(session, CondolenceBatch, batch_id, draft)


def require_draft(session: Session, batch_id: BatchId) -> CondolenceBatch:
    """The batch, if its people and amounts may still change; `Rejected("batch.not_draft")`."""
    batch = records.get(session, CondolenceBatch, batch_id)
    if batch.status != BatchStatus.DRAFT:
        raise Rejected("batch.not_draft")
    return batch


def lines_of(session: Session, batch_id: BatchId) -> list[CondolencePlan]:
    """The lines of a batch that were not taken out, in their order."""
    session.flush()
    statement = (
        select(CondolencePlan)
        .where(CondolencePlan.batch_id == batch_id, CondolencePlan.deleted.is_(False))
        .order_by(CondolencePlan.line_no, CondolencePlan.id)
    )
    return list(session.scalars(statement))


def gift_of(batch: CondolenceBatch, line: CondolencePlan) -> Gift:
    """What a line gives: its own amount, else the standard for each head."""
    usual = None if batch.standard_fen is None else batch.standard_fen * line.headcount
    if line.pay_form == PayForm.GOODS:
        value = usual if line.goods_value_fen is None else line.goods_value_fen
        return Gift(PayForm.GOODS, 0, line.goods, value)
    amount = usual if line.amount_fen is None else line.amount_fen
    return Gift(PayForm(line.pay_form), amount or 0, line.goods, line.goods_value_fen)


@dataclass(frozen=True, slots=True)
class Freeze:
    """Fix a list; `drawn_fen` is what was drawn for it, by default the total of the list."""

    batch_id: BatchId
    drawn_fen: int | None = None
    drawn_on: date | None = None


def freeze(session: Session, command: Freeze, *, today: date) -> int:
    """Fix names and amounts and what was drawn; returns the total in fen.

    Raises `Rejected("batch.not_draft" | "batch.empty" | "condolence.deceased_listed" |
    "condolence.line_incomplete" | "batch.drawn" …)`.
    """
    batch = require_draft(session, command.batch_id)
    lines = _without_cancelled(lines_of(session, command.batch_id))
    if not lines:
        raise Rejected("batch.empty")
    _refuse_the_dead(session, batch, lines, today)
    total = sum(_fix(session, batch, line) for line in lines)
    drawn = total if command.drawn_fen is None else command.drawn_fen
    if drawn < total:
        raise Rejected("batch.drawn", drawn=yuan(drawn), total=yuan(total))
    batch.drawn_fen, batch.drawn_on = drawn, command.drawn_on or today
    batch.frozen_at, batch.frozen_by = moment_of(session), operator_of(session)
    batch.status = BatchStatus.APPROVED
    return total


def _without_cancelled(lines: list[CondolencePlan]) -> list[CondolencePlan]:
    """Nothing is drawn for lines that were cancelled before, so they leave the list."""
    for line in lines:
        if line.state == PaymentState.CANCELLED:
            line.deleted, line.delete_reason = True, CANCELLED_BEFORE_FREEZING
    return [line for line in lines if not line.deleted]


def _refuse_the_dead(
    session: Session, batch: CondolenceBatch, lines: list[CondolencePlan], today: date
) -> None:
    people = people_of(session, lines)
    for person in people.values():
        if person.death_date is None or batch.kind == CondolenceKind.BEREAVEMENT:
            continue
        death = PartialDate.of(person.death_date)
        if death.is_before(today):
            raise Rejected("condolence.deceased_listed", name=person.name, death=death.official())


def people_of(session: Session, lines: list[CondolencePlan]) -> dict[object, Person]:
    """The people named by lines, by key."""
    keys = [line.person_id for line in lines if line.person_id]
    found: dict[object, Person] = {}
    for start in range(0, len(keys), facts.CHUNK):
        some = keys[start : start + facts.CHUNK]
        found |= {one.id: one for one in session.scalars(select(Person).where(Person.id.in_(some)))}
    return found


def name_of(session: Session, line: CondolencePlan) -> str:
    """Whom a line is for, as a sentence calls it."""
    person = session.get(Person, line.person_id) if line.person_id else None
    return person.name if person else line.recipient_text or ""


def _fix(session: Session, batch: CondolenceBatch, line: CondolencePlan) -> int:
    gift = gift_of(batch, line)
    for note in condolence.check_gift(gift, standard_fen=None):
        if note.level is Level.ERR:
            _refuse_line(session, line, note)
    if line.amount_fen != gift.amount_fen:
        line.amount_fen = gift.amount_fen
    if line.goods_value_fen != gift.goods_value_fen:
        line.goods_value_fen = gift.goods_value_fen
    return planned_fen(batch, line)


def _refuse_line(session: Session, line: CondolencePlan, note: Note) -> None:
    """A list of hundreds needs the name of the line that is not complete."""
    what = _MISSING.get(note.code)
    if what is None:
        raise Rejected(note.code, **note.values)
    raise Rejected("condolence.line_incomplete", name=name_of(session, line), what=what)


_MISSING = {"condolence.amount_missing": AMOUNT, "condolence.goods_missing": GOODS}


def unfreeze(session: Session, batch_id: BatchId) -> None:
    """Back to a draft, while nobody has been paid; `Rejected("batch.already_paid")`."""
    batch = records.get(session, CondolenceBatch, batch_id)
    paid = standing_payments(session, batch_id)
    condolence.require_move(
        BatchStatus(batch.status), BatchStatus.DRAFT, paid_count=sum(p.headcount for p in paid)
    )
    batch.status = BatchStatus.DRAFT
    batch.drawn_fen = batch.drawn_on = batch.frozen_at = batch.frozen_by = None
    for line in lines_of(session, batch_id):
        _back_to_default(batch, line)


def _back_to_default(batch: CondolenceBatch, line: CondolencePlan) -> None:
    """A line that has the standard follows it again."""
    usual = None if batch.standard_fen is None else batch.standard_fen * line.headcount
    if line.pay_form == PayForm.GOODS and line.goods_value_fen == usual:
        line.goods_value_fen = None
    elif line.pay_form != PayForm.GOODS and line.amount_fen == usual:
        line.amount_fen = None


def standing_payments(session: Session, batch_id: BatchId) -> list[CondolencePayment]:
    """The payments of a batch that count."""
    return facts.standing_facts(session, CondolencePayment, CondolencePayment.batch_id == batch_id)


def reconciliation(session: Session, batch_id: BatchId) -> Reconciliation:
    """Where the money drawn for a batch went: drawn = paid + unclaimed + returned."""
    batch = records.get(session, CondolenceBatch, batch_id)
    session.flush()
    paid: dict[object, int] = {}
    for payment in standing_lines(list(paid_lines(session, batch_id))):
        paid[payment.plan_id] = paid.get(payment.plan_id, 0) + received_fen(payment)
    planned = plan_lines(session, batch_id)
    lines = [_plan_line(batch, line, paid.pop(line.id, 0)) for line in planned]
    unplanned = [condolence.PlanLine(fen, fen) for fen in paid.values()]
    return condolence.reconcile(batch.drawn_fen or 0, [*lines, *unplanned])


def _plan_line(batch: CondolenceBatch, line: PlanLine, paid_fen: int) -> condolence.PlanLine:
    """A correction upwards was drawn apart, so that the line is as much as was paid."""
    planned = planned_fen(batch, line)
    return condolence.PlanLine(max(planned, paid_fen), paid_fen, line.returned_on is not None)


def reconciliation_of(sheet: BatchSheet) -> Reconciliation:
    """The same, of a sheet that was read just now."""
    lines = [
        condolence.PlanLine(
            max(line.amount_fen, line.received_fen), line.received_fen, line.returned_on is not None
        )
        for line in sheet.lines
    ]
    beside = condolence.PlanLine(sheet.beside_fen, sheet.beside_fen)
    return condolence.reconcile(sheet.batch.drawn_fen or 0, [*lines, beside])


def close_batch(session: Session, batch_id: BatchId, *, today: date) -> Reconciliation:
    """Close a batch in which every fen drawn is paid or returned.

    Raises `Rejected("batch.unclaimed" | "batch.not_reconciled" | "batch.transition")`.
    """
    batch = records.get(session, CondolenceBatch, batch_id)
    result = reconciliation(session, batch_id)
    waiting = waiting_lines(session, batch_id)
    if waiting:
        raise Rejected("batch.unclaimed", count=sum(line.headcount for line in waiting))
    condolence.require_reconciled(result)
    if batch.status == BatchStatus.APPROVED:
        batch.status = BatchStatus.PAYING
    condolence.require_move(BatchStatus(batch.status), BatchStatus.CLOSED, paid_count=0)
    batch.status, batch.closed_on = BatchStatus.CLOSED, today
    return result


def waiting_lines(session: Session, batch_id: BatchId) -> list[CondolencePlan]:
    """The lines that are neither paid nor returned."""
    paid = {payment.plan_id for payment in standing_payments(session, batch_id)}
    lines = lines_of(session, batch_id)
    return [line for line in lines if line.id not in paid and line.returned_on is None]
