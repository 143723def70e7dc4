"""Running benefits, what happened to them, and the pension payments that the county reports."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from station_app.models.base import Fact, SyncedRecord
from station_app.models.record_type import (
    RecordType,
    choice,
    day,
    money,
    month,
    private,
    reference,
    text,
)


class Entitlement(SyncedRecord):
    """A benefit of a person; `stop_month` is the first month that is not paid (DOMAIN 2.13)."""

    __tablename__ = "entitlement"

    person_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str]
    approved_on: Mapped[date | None]
    start_month: Mapped[str]
    stop_month: Mapped[str | None]
    state: Mapped[str]
    suspend_reason: Mapped[str | None]
    resume_policy: Mapped[str | None]
    monthly_fen: Mapped[int | None]
    pay_cycle: Mapped[str | None]
    doc_no: Mapped[str | None]
    account_id: Mapped[UUID | None]
    note: Mapped[str | None]


ENTITLEMENT = RecordType(
    name="entitlement",
    label="定期抚恤补助",
    model=Entitlement,
    own_fields=(
        reference("person_id", "服务对象", "person", required=True),
        choice("kind", "待遇种类", "pension_kind", required=True),
        day("approved_on", "批准日期"),
        month("start_month", "起始月份", required=True),
        month("stop_month", "停止月份"),
        choice("state", "待遇状态", "entitlement_state", required=True),
        choice("suspend_reason", "停发原因", "suspend_reason"),
        choice("resume_policy", "恢复后补发", "resume_policy"),
        money("monthly_fen", "月标准"),
        text("pay_cycle", "发放周期"),
        text("doc_no", "文号"),
        reference("account_id", "账户", "bank_account"),
        private("note", "备注"),
    ),
)


class EntitlementEvent(Fact):
    """A change of a benefit that counts: granted, suspended, resumed, stopped (D7, D8, H8)."""

    __tablename__ = "entitlement_event"

    entitlement_id: Mapped[UUID] = mapped_column(index=True)
    person_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str]
    event: Mapped[str]
    event_on: Mapped[date]
    effective_month: Mapped[str]
    reason: Mapped[str | None]
    doc_no: Mapped[str | None]


ENTITLEMENT_EVENT = RecordType(
    name="entitlement_event",
    label="待遇变动",
    model=EntitlementEvent,
    event="event_on",
    own_fields=(
        reference("entitlement_id", "待遇", "entitlement", required=True),
        reference("person_id", "服务对象", "person", required=True),
        choice("kind", "待遇种类", "pension_kind", required=True),
        choice("event", "变动", "entitlement_event", required=True),
        day("event_on", "变动日期", required=True),
        month("effective_month", "生效月份", required=True),
        choice("reason", "原因", "suspend_reason"),
        text("doc_no", "文号"),
    ),
)


class PensionPayment(Fact):
    """A month of a benefit that the county paid, imported (DOMAIN 2.13)."""

    __tablename__ = "pension_payment"

    entitlement_id: Mapped[UUID | None] = mapped_column(index=True)
    person_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str]
    month: Mapped[str]
    item: Mapped[str]
    amount_fen: Mapped[int]
    paid_on: Mapped[date]
    doc_no: Mapped[str | None]


PENSION_PAYMENT = RecordType(
    name="pension_payment",
    label="抚恤补助发放",
    model=PensionPayment,
    event="paid_on",
    own_fields=(
        reference("entitlement_id", "待遇", "entitlement"),
        reference("person_id", "服务对象", "person", required=True),
        choice("kind", "待遇种类", "pension_kind", required=True),
        month("month", "所属月份", required=True),
        choice("item", "发放项目", "pay_item", required=True),
        money("amount_fen", "金额", required=True),
        day("paid_on", "发放日期", required=True),
        text("doc_no", "文号"),
    ),
)
