"""Condolence batches: the plan that may change, the payments that may not."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from station_app.domain.kinds import Kind
from station_app.models.base import Fact, SyncedRecord
from station_app.models.record_type import (
    Field,
    RecordType,
    choice,
    day,
    money,
    number,
    private,
    reference,
    text,
)


class CondolenceBatch(SyncedRecord):
    """A batch of condolence payments (DOMAIN 2.8); `drawn_fen` is what was drawn for it."""

    __tablename__ = "condolence_batch"

    name: Mapped[str]
    kind: Mapped[str]
    occasion: Mapped[str]
    occasion_year: Mapped[int]
    funding: Mapped[str]
    form: Mapped[str]
    standard_fen: Mapped[int | None]
    drawn_fen: Mapped[int | None]
    drawn_on: Mapped[date | None]
    planned_on: Mapped[date | None]
    doc_no: Mapped[str | None]
    approver: Mapped[str | None]
    status: Mapped[str]
    frozen_at: Mapped[datetime | None]
    frozen_by: Mapped[str | None]
    closed_on: Mapped[date | None]
    note: Mapped[str | None]


CONDOLENCE_BATCH = RecordType(
    name="condolence_batch",
    label="慰问批次",
    model=CondolenceBatch,
    own_fields=(
        text("name", "批次名称", required=True),
        choice("kind", "慰问类型", "condolence_kind", required=True),
        choice("occasion", "慰问时节", "occasion", required=True),
        number("occasion_year", "节日年度", required=True),
        choice("funding", "资金来源", "funding", required=True),
        choice("form", "发放形式", "batch_form", required=True),
        money("standard_fen", "标准"),
        money("drawn_fen", "领取总额"),
        day("drawn_on", "领取日期"),
        day("planned_on", "计划日期"),
        text("doc_no", "文号"),
        text("approver", "审批人"),
        choice("status", "批次状态", "batch_status", required=True),
        Field("frozen_at", "冻结时间", Kind.MOMENT),
        text("frozen_by", "冻结人"),
        day("closed_on", "结清日期"),
        private("note", "备注"),
    ),
)


class CondolencePlan(SyncedRecord):
    """One line of a batch: who is to receive what. Payment is a fact of its own (SETTLED 2)."""

    __tablename__ = "condolence_plan"

    batch_id: Mapped[UUID] = mapped_column(index=True)
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    recipient_text: Mapped[str | None]
    recipient_kind: Mapped[str]
    line_no: Mapped[int | None]
    headcount: Mapped[int]
    amount_fen: Mapped[int | None]
    goods: Mapped[str | None]
    quantity: Mapped[int | None]
    goods_value_fen: Mapped[int | None]
    pay_form: Mapped[str]
    account_id: Mapped[UUID | None]
    state: Mapped[str]
    receipt: Mapped[str]
    returned_on: Mapped[date | None]
    note: Mapped[str | None]


CONDOLENCE_PLAN = RecordType(
    name="condolence_plan",
    label="慰问名单",
    model=CondolencePlan,
    own_fields=(
        reference("batch_id", "批次", "condolence_batch", required=True),
        reference("person_id", "对象", "person"),
        text("recipient_text", "单位或未建档对象"),
        choice("recipient_kind", "对象性质", "recipient_kind", required=True),
        number("line_no", "序号"),
        number("headcount", "人次", required=True),
        money("amount_fen", "金额"),
        text("goods", "物资名称"),
        number("quantity", "数量"),
        money("goods_value_fen", "物资折款"),
        choice("pay_form", "发放方式", "pay_form", required=True),
        reference("account_id", "账户", "bank_account"),
        choice("state", "名单状态", "plan_state", required=True),
        choice("receipt", "签领状态", "receipt", required=True),
        day("returned_on", "交回日期"),
        text("note", "说明"),
    ),
)


class CondolencePayment(Fact):
    """A condolence received: by the person, an agent, or a confirmed transfer (SETTLED 2)."""

    __tablename__ = "condolence_payment"

    batch_id: Mapped[UUID | None] = mapped_column(index=True)
    plan_id: Mapped[UUID | None] = mapped_column(index=True)
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    recipient_text: Mapped[str | None]
    recipient_kind: Mapped[str]
    kind: Mapped[str]
    occasion: Mapped[str]
    occasion_year: Mapped[int]
    funding: Mapped[str]
    pay_form: Mapped[str]
    amount_fen: Mapped[int]
    goods: Mapped[str | None]
    quantity: Mapped[int | None]
    goods_value_fen: Mapped[int | None]
    paid_on: Mapped[date] = mapped_column(index=True)
    receipt: Mapped[str]
    receiver_name: Mapped[str | None]
    receiver_relation: Mapped[str | None]
    receiver_id_tail: Mapped[str | None]
    signed_on: Mapped[date | None]
    visit_id: Mapped[UUID | None]
    note: Mapped[str | None]


CONDOLENCE_PAYMENT = RecordType(
    name="condolence_payment",
    label="慰问发放",
    model=CondolencePayment,
    event="paid_on",
    own_fields=(
        reference("batch_id", "批次", "condolence_batch"),
        reference("plan_id", "名单行", "condolence_plan"),
        reference("person_id", "对象", "person"),
        text("recipient_text", "单位或未建档对象"),
        choice("recipient_kind", "对象性质", "recipient_kind", required=True),
        choice("kind", "慰问类型", "condolence_kind", required=True),
        choice("occasion", "慰问时节", "occasion", required=True),
        number("occasion_year", "节日年度", required=True),
        choice("funding", "资金来源", "funding", required=True),
        choice("pay_form", "发放方式", "pay_form", required=True),
        money("amount_fen", "金额", required=True),
        text("goods", "物资名称"),
        number("quantity", "数量"),
        money("goods_value_fen", "物资折款"),
        day("paid_on", "发放日期", required=True),
        choice("receipt", "签领状态", "receipt", required=True),
        text("receiver_name", "代领人"),
        text("receiver_relation", "代领人关系"),
        text("receiver_id_tail", "代领人证件后四位"),
        day("signed_on", "签领日期"),
        reference("visit_id", "走访", "visit"),
        text("note", "说明"),
    ),
)
