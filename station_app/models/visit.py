"""Visits: the paper of a visit, and the person-times that count."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from station_app.models.base import Fact, SyncedRecord
from station_app.models.record_type import (
    RecordType,
    choice,
    day,
    private,
    reference,
    text,
)


class Visit(SyncedRecord):
    """A visit with what was seen and promised (DOMAIN 2.7); what counts are its attendances."""

    __tablename__ = "visit"

    visit_date: Mapped[date]
    kind: Mapped[str]
    method: Mapped[str]
    household_id: Mapped[UUID | None]
    visitors: Mapped[str | None]
    lead_name: Mapped[str | None]
    lead_level: Mapped[str | None]
    unit: Mapped[str | None]
    place: Mapped[str | None]
    situation: Mapped[str | None]
    needs: Mapped[str | None]
    answer: Mapped[str | None]
    follow_up: Mapped[str | None]
    follow_up_by: Mapped[str | None]
    follow_up_due: Mapped[date | None]
    follow_up_done_on: Mapped[date | None]
    plaque_look: Mapped[str | None]
    state: Mapped[str]


VISIT = RecordType(
    name="visit",
    label="走访",
    model=Visit,
    own_fields=(
        day("visit_date", "走访日期", required=True),
        choice("kind", "走访类型", "visit_kind", required=True),
        choice("method", "走访方式", "visit_method", required=True),
        reference("household_id", "户", "household"),
        text("visitors", "走访人"),
        text("lead_name", "带队领导"),
        choice("lead_level", "带队级别", "lead_level"),
        text("unit", "慰问单位"),
        text("place", "地点"),
        private("situation", "基本情况"),
        private("needs", "诉求与困难"),
        private("answer", "现场答复"),
        private("follow_up", "跟进事项"),
        text("follow_up_by", "跟进责任人"),
        day("follow_up_due", "跟进时限"),
        day("follow_up_done_on", "跟进完成"),
        choice("plaque_look", "光荣牌查看", "plaque_look"),
        choice("state", "状态", "visit_state", required=True),
    ),
)


class VisitAttendance(Fact):
    """One person (or a head count without names) met on a visit: 人次 (CN1)."""

    __tablename__ = "visit_attendance"

    visit_id: Mapped[UUID] = mapped_column(index=True)
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    recipient_text: Mapped[str | None]
    visit_date: Mapped[date] = mapped_column(index=True)
    kind: Mapped[str]
    method: Mapped[str]


VISIT_ATTENDANCE = RecordType(
    name="visit_attendance",
    label="走访人次",
    model=VisitAttendance,
    event="visit_date",
    own_fields=(
        reference("visit_id", "走访", "visit", required=True),
        reference("person_id", "对象", "person"),
        text("recipient_text", "未建档对象"),
        day("visit_date", "走访日期", required=True),
        choice("kind", "走访类型", "visit_kind", required=True),
        choice("method", "走访方式", "visit_method", required=True),
    ),
)
