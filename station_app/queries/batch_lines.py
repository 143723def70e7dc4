"""Lines and payments of a batch as plain rows: 1,000 of them are read after each change."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from station_app.domain.codes import PayForm, PaymentState
from station_app.models.condolence import CondolenceBatch, CondolencePayment, CondolencePlan


class GivenOnLine(Protocol):
    """What is given on a line, be it a record or a row."""

    @property
    def headcount(self) -> int:
        """How many people it is for."""

    @property
    def pay_form(self) -> str:
        """Cash, transfer or goods."""

    @property
    def amount_fen(self) -> int | None:
        """Its own amount; None follows the standard."""

    @property
    def goods_value_fen(self) -> int | None:
        """What its goods are worth."""


class Received(Protocol):
    """What was received, be it a record or a row."""

    @property
    def pay_form(self) -> str:
        """Cash, transfer or goods."""

    @property
    def amount_fen(self) -> int:
        """The money."""

    @property
    def goods_value_fen(self) -> int | None:
        """What its goods are worth."""


class PlanLine(NamedTuple):
    """What a page reads of a planned line."""

    id: UUID
    line_no: int | None
    person_id: UUID | None
    recipient_text: str | None
    headcount: int
    pay_form: str
    amount_fen: int | None
    goods: str | None
    goods_value_fen: int | None
    receipt: str
    returned_on: date | None
    state: str
    note: str | None


class PaidLine(NamedTuple):
    """What a page reads of a payment, reversals included."""

    id: UUID
    plan_id: UUID | None
    sign: int
    reverses_id: UUID | None
    pay_form: str
    amount_fen: int
    goods_value_fen: int | None
    receipt: str
    paid_on: date
    receiver_name: str | None
    receiver_relation: str | None
    correction_reason: str | None
    note: str | None


def plan_lines(
    session: Session, batch_id: UUID, *narrow: ColumnElement[bool]
) -> Iterator[PlanLine]:
    """The lines of a batch that were not taken out, in their order; or those that are meant."""
    plan = CondolencePlan
    statement = (
        select(*(getattr(plan, name) for name in PlanLine._fields))
        .where(plan.batch_id == batch_id, plan.deleted.is_(False), *narrow)
        .order_by(plan.line_no, plan.id)
    )
    return map(PlanLine._make, session.execute(statement))


def paid_lines(session: Session, batch_id: UUID) -> Iterator[PaidLine]:
    """All payments of a batch and what took them back, oldest first."""
    payment = CondolencePayment
    statement = (
        select(*(getattr(payment, name) for name in PaidLine._fields))
        .where(payment.batch_id == batch_id, payment.deleted.is_(False))
        .order_by(payment.id)
    )
    return map(PaidLine._make, session.execute(statement))


def standing_lines(paid: list[PaidLine]) -> list[PaidLine]:
    """The payments that count: neither reversals nor reversed."""
    gone = {row.reverses_id for row in paid if row.sign < 0}
    return [row for row in paid if row.sign > 0 and row.id not in gone]


def planned_fen(batch: CondolenceBatch, line: GivenOnLine) -> int:
    """What a line gives, money and goods: its own amount, else the standard for each head."""
    usual = (batch.standard_fen or 0) * line.headcount
    if line.pay_form == PayForm.GOODS:
        return usual if line.goods_value_fen is None else line.goods_value_fen
    return (usual if line.amount_fen is None else line.amount_fen) + (line.goods_value_fen or 0)


def received_fen(payment: Received) -> int:
    """Money and goods of a payment."""
    money = 0 if payment.pay_form == PayForm.GOODS else payment.amount_fen
    return money + (payment.goods_value_fen or 0)


def listed_sums(session: Session, batch_id: UUID | None = None) -> dict[UUID, tuple[int, int]]:
    """Heads and planned fen of each batch, cancelled lines left out; as `planned_fen` reckons."""
    plan, batch = CondolencePlan, CondolenceBatch
    usual = func.coalesce(batch.standard_fen, 0) * plan.headcount
    goods = func.coalesce(plan.goods_value_fen, usual)
    money = func.coalesce(plan.amount_fen, usual) + func.coalesce(plan.goods_value_fen, 0)
    worth = case((plan.pay_form == PayForm.GOODS, goods), else_=money)
    statement = (
        select(plan.batch_id, func.sum(plan.headcount), func.sum(worth))
        .join(batch, batch.id == plan.batch_id)
        .where(plan.deleted.is_(False), plan.state != PaymentState.CANCELLED)
        .group_by(plan.batch_id)
    )
    if batch_id is not None:
        statement = statement.where(plan.batch_id == batch_id)
    return {key: (int(heads), int(fen)) for key, heads, fen in session.execute(statement)}


def paid_sums(session: Session, batch_id: UUID | None = None) -> dict[UUID, tuple[int, int]]:
    """Heads and fen received in each batch, reversals taken off; as `received_fen` reckons."""
    row = CondolencePayment
    money = case((row.pay_form == PayForm.GOODS, 0), else_=row.amount_fen)
    worth = money + func.coalesce(row.goods_value_fen, 0)
    statement = (
        select(row.batch_id, func.sum(row.sign * row.headcount), func.sum(row.sign * worth))
        .where(row.deleted.is_(False), row.batch_id.is_not(None))
        .group_by(row.batch_id)
    )
    if batch_id is not None:
        statement = statement.where(row.batch_id == batch_id)
    found = session.execute(statement)
    return {key: (int(heads), int(fen)) for key, heads, fen in found if key is not None}
