"""The report of a month as it was computed, signed and handed in, and the district's word on it."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from station_app.domain.kinds import Kind
from station_app.models.base import SyncedRecord
from station_app.models.record_type import (
    Field,
    RecordType,
    choice,
    day,
    month,
    number,
    reference,
    text,
    yes_no,
)


class MonthReport(SyncedRecord):
    """One version of a month's report.

    `content` is a document, not a list to be merged: it is written once with its hash, and another
    count makes another row. Only the state, the names and the days below it move.
    """

    __tablename__ = "month_report"

    ym: Mapped[str] = mapped_column(index=True)
    version: Mapped[int]
    state: Mapped[str]
    content: Mapped[str]
    content_hash: Mapped[str]
    is_zero: Mapped[bool]
    computed_on: Mapped[date]
    preparer: Mapped[str | None]
    reviewer: Mapped[str | None]
    leader: Mapped[str | None]
    signed_on: Mapped[date | None]
    submitted_on: Mapped[date | None]
    locked_on: Mapped[date | None]
    replaces_id: Mapped[UUID | None]
    reopened_on: Mapped[date | None]
    reopened_by: Mapped[str | None]
    reopen_reason: Mapped[str | None]


MONTH_REPORT = RecordType(
    name="month_report",
    label="月报",
    model=MonthReport,
    own_fields=(
        month("ym", "月份", required=True),
        number("version", "第几次报", required=True),
        choice("state", "进度", "month_state", required=True),
        Field("content", "数字", Kind.LONG_TEXT, required=True),
        text("content_hash", "校验码", required=True),
        yes_no("is_zero", "零报告"),
        day("computed_on", "算出日期", required=True),
        text("preparer", "制表人"),
        text("reviewer", "审核人"),
        text("leader", "分管领导"),
        day("signed_on", "签字日期"),
        day("submitted_on", "报出日期"),
        day("locked_on", "锁定日期"),
        reference("replaces_id", "代替的月报", "month_report"),
        day("reopened_on", "退回日期"),
        text("reopened_by", "同意退回的人"),
        text("reopen_reason", "退回原因"),
    ),
    written_once=frozenset(
        {"ym", "version", "content", "content_hash", "is_zero", "computed_on", "replaces_id"}
    ),
)


class MonthDecision(SyncedRecord):
    """What the district decides about a version: locked for good, or sent back with a reason."""

    __tablename__ = "month_decision"

    report_id: Mapped[UUID] = mapped_column(index=True)
    ym: Mapped[str]
    version: Mapped[int]
    verdict: Mapped[str]
    reason: Mapped[str | None]
    decided_on: Mapped[date]
    decided_by: Mapped[str]


MONTH_DECISION = RecordType(
    name="month_decision",
    label="月报审定",
    model=MonthDecision,
    own_fields=(
        reference("report_id", "月报", "month_report", required=True),
        month("ym", "月份", required=True),
        number("version", "第几次报", required=True),
        choice("verdict", "审定", "month_verdict", required=True),
        text("reason", "原因"),
        day("decided_on", "审定日期", required=True),
        text("decided_by", "审定人", required=True),
    ),
    down_only=True,
)
