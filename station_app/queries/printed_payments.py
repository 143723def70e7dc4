"""What the signed roster of a condolence batch says (F04): its list, payments and sums."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import BatchForm, PayForm, PaymentState, Receipt, label
from station_app.domain.condolence import FROZEN
from station_app.domain.forms import PaymentRoster, PaymentRow
from station_app.domain.periods import Period
from station_app.domain.printouts import RowBehind
from station_app.models.condolence import CondolenceBatch, CondolencePayment, CondolencePlan
from station_app.models.person import BankAccount
from station_app.queries.printed_people import Printed, printed_people

CANCELLED = PaymentState.CANCELLED
NOT_TAKEN = (Receipt.REFUSED, Receipt.RETURNED)


@dataclass(frozen=True, slots=True)
class BatchName:
    """A batch as somebody names it."""

    id: UUID
    name: str
    occasion_year: int


def batches_named(session: Session, name: str) -> list[BatchName]:
    """The batches of this name, the latest first."""
    columns = (CondolenceBatch.id, CondolenceBatch.name, CondolenceBatch.occasion_year)
    statement = (
        select(*columns)
        .where(CondolenceBatch.name == name, CondolenceBatch.deleted.is_(False))
        .order_by(CondolenceBatch.occasion_year.desc(), CondolenceBatch.id)
    )
    return [BatchName(*row) for row in session.execute(statement)]


def batches_paid(session: Session, period: Period | None) -> list[UUID]:
    """The batches from which something was paid in a period; all of them without one."""
    statement = (
        select(CondolenceBatch.id)
        .where(CondolenceBatch.deleted.is_(False))
        .order_by(CondolenceBatch.occasion_year, CondolenceBatch.id)
    )
    if period is not None:
        paid = select(CondolencePayment.batch_id).where(
            CondolencePayment.deleted.is_(False),
            CondolencePayment.paid_on.between(period.first_day, period.last_day),
        )
        statement = statement.where(CondolenceBatch.id.in_(paid))
    return list(session.scalars(statement))


def goods_batches(session: Session, period: Period | None) -> list[UUID]:
    """Those of the batches of a period, or of all, that hand out goods."""
    goods = select(CondolenceBatch.id).where(CondolenceBatch.form == BatchForm.GOODS)
    wanted = set(session.scalars(goods))
    return [batch_id for batch_id in batches_paid(session, period) if batch_id in wanted]


def payment_roster(
    session: Session, batch_id: UUID, *, only: frozenset[UUID] | None = None
) -> PaymentRoster:
    """F04 of a batch, whole or for some of its people.

    A payment that was reversed stays in the list, followed by its reversal with a minus, and by
    what was paid instead or the line still to be signed; so the list always adds up.
    """
    batch = session.get_one(CondolenceBatch, batch_id)
    plans = [plan for plan in _plans(session, batch) if only is None or plan.person_id in only]
    payments = _payments(session, batch_id)
    return PaymentRoster(
        occasion_year=batch.occasion_year,
        occasion=label("occasion", batch.occasion),
        kind=label("condolence_kind", batch.kind),
        funding=label("funding", batch.funding),
        doc_no=batch.doc_no,
        standard_fen=batch.standard_fen,
        rows=_Rows(session, batch, plans, payments).rows(only),
        goods=batch.form == BatchForm.GOODS,
    )


def is_frozen(session: Session, batch_id: UUID) -> bool:
    """Whether names and amounts of a batch stand, so that it can be reconciled."""
    return session.get_one(CondolenceBatch, batch_id).status in FROZEN


def _plans(session: Session, batch: CondolenceBatch) -> list[CondolencePlan]:
    """The lines; those cancelled after freezing stay, for their money was drawn."""
    statement = (
        select(CondolencePlan)
        .where(CondolencePlan.batch_id == batch.id, CondolencePlan.deleted.is_(False))
        .order_by(CondolencePlan.line_no, CondolencePlan.id)
    )
    plans = session.scalars(statement)
    return [plan for plan in plans if batch.status in FROZEN or plan.state != CANCELLED]


def _payments(session: Session, batch_id: UUID) -> list[CondolencePayment]:
    statement = (
        select(CondolencePayment)
        .where(CondolencePayment.batch_id == batch_id, CondolencePayment.deleted.is_(False))
        .order_by(CondolencePayment.created_at, CondolencePayment.id)
    )
    return list(session.scalars(statement))


class _Rows:
    """Puts plans and payments of a batch together, line by line."""

    def __init__(
        self,
        session: Session,
        batch: CondolenceBatch,
        plans: Sequence[CondolencePlan],
        payments: Sequence[CondolencePayment],
    ) -> None:
        self._batch, self._plans = batch, plans
        self._by_plan = _grouped(payments)
        planned = {plan.id for plan in plans}
        self._others = [payment for payment in payments if payment.plan_id not in planned]
        ids = {plan.person_id for plan in plans} | {pay.person_id for pay in self._others}
        self._people = printed_people(session, (key for key in ids if key is not None))
        self._accounts = _accounts(session, plans)

    def rows(self, only: frozenset[UUID] | None) -> tuple[PaymentRow, ...]:
        """All lines, those without a plan at the end."""
        planned = (row for plan in self._plans for row in self._of_plan(plan))
        others = (pay for pay in self._others if only is None or pay.person_id in only)
        return (*planned, *(self._paid(pay, None) for pay in others))

    def _of_plan(self, plan: CondolencePlan) -> Iterable[PaymentRow]:
        history = self._by_plan.get(plan.id, [])
        yield from (self._paid(payment, plan) for payment in history)
        if sum(payment.sign for payment in history) <= 0:
            yield self._unpaid(plan)

    def _unpaid(self, plan: CondolencePlan) -> PaymentRow:
        person = self._person(plan.person_id)
        usual = self._batch.standard_fen and self._batch.standard_fen * plan.headcount
        goods = plan.pay_form == PayForm.GOODS
        amount = usual if plan.amount_fen is None else plan.amount_fen
        value = usual if goods and plan.goods_value_fen is None else plan.goods_value_fen
        return PaymentRow(
            name=person.name if person else plan.recipient_text or "",
            sex=person.sex if person else None,
            category=person.category if person else None,
            id_number=person.id_number if person else None,
            group_name=person.group_name if person else None,
            address=person.address if person else None,
            account=self._accounts.get(plan.account_id) if plan.account_id else None,
            amount_fen=None if goods else amount,
            goods=plan.goods,
            quantity=plan.quantity,
            goods_value_fen=value,
            headcount=plan.headcount,
            state=_state(plan),
            returned_on=plan.returned_on,
            note=plan.note,
            record=RowBehind("condolence_plan", plan.id, count=plan.headcount),
        )

    def _paid(self, payment: CondolencePayment, plan: CondolencePlan | None) -> PaymentRow:
        person = self._person(payment.person_id)
        account_id = plan.account_id if plan else None
        return PaymentRow(
            name=person.name if person else payment.recipient_text or "",
            sex=person.sex if person else None,
            category=label("category", payment.category) or None,
            id_number=person.id_number if person else None,
            group_name=payment.group_name,
            address=person.address if person else None,
            account=self._accounts.get(account_id) if account_id else None,
            amount_fen=None if payment.pay_form == PayForm.GOODS else payment.amount_fen,
            goods=payment.goods,
            quantity=payment.quantity,
            goods_value_fen=payment.goods_value_fen,
            headcount=payment.headcount,
            agent=_agent(payment),
            received_on=payment.signed_on or payment.paid_on,
            note=payment.correction_reason or payment.note,
            sign=payment.sign,
            record=_record(payment),
        )

    def _person(self, person_id: UUID | None) -> Printed | None:
        return self._people.get(person_id) if person_id else None


def _record(payment: CondolencePayment) -> RowBehind:
    """The payment and what it adds: its heads and its money, less where it takes back."""
    goods = payment.pay_form == PayForm.GOODS
    fen = (payment.goods_value_fen if goods else payment.amount_fen) or 0
    sign = payment.sign
    return RowBehind(
        "condolence_payment", payment.id, count=sign * payment.headcount, fen=sign * fen
    )


def _state(plan: CondolencePlan) -> str | None:
    """Why nothing was received, in the words of the code lists."""
    if plan.state == CANCELLED:
        return CANCELLED.label
    return label("receipt", plan.receipt) if plan.receipt in NOT_TAKEN else None


def _grouped(payments: Sequence[CondolencePayment]) -> dict[UUID, list[CondolencePayment]]:
    groups: dict[UUID, list[CondolencePayment]] = defaultdict(list)
    for payment in payments:
        if payment.plan_id is not None:
            groups[payment.plan_id].append(payment)
    return groups


def _agent(payment: CondolencePayment) -> str | None:
    if not payment.receiver_name:
        return None
    parts = (payment.receiver_name, payment.receiver_relation, payment.receiver_id_tail)
    return " ".join(part for part in parts if part)


def _accounts(session: Session, plans: Iterable[CondolencePlan]) -> dict[UUID, str]:
    ids = {plan.account_id for plan in plans if plan.account_id}
    if not ids:
        return {}
    columns = (BankAccount.id, BankAccount.bank, BankAccount.account_no)
    rows = session.execute(select(*columns).where(BankAccount.deleted.is_(False)))
    return {key: " ".join(filter(None, (bank, no))) for key, bank, no in rows if key in ids}
