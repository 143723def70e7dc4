"""Honor plaques: one per household, and what happened to each."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from station_app.models.base import Fact, SyncedRecord
from station_app.models.record_type import (
    RecordType,
    choice,
    day,
    reference,
    text,
)


class Plaque(SyncedRecord):
    """A plaque; its state follows from its events (DOMAIN 2.10)."""

    __tablename__ = "plaque"

    plaque_no: Mapped[str | None]
    household_id: Mapped[UUID] = mapped_column(index=True)
    basis_person_id: Mapped[UUID | None]
    basis_category: Mapped[str | None]
    other_basis: Mapped[str | None]
    apply_mode: Mapped[str]
    applied_on: Mapped[date | None]
    position: Mapped[str | None]
    address: Mapped[str | None]
    replaces_id: Mapped[UUID | None]
    note: Mapped[str | None]


PLAQUE = RecordType(
    name="plaque",
    label="光荣牌",
    model=Plaque,
    own_fields=(
        text("plaque_no", "编号"),
        reference("household_id", "悬挂家庭", "household", required=True),
        reference("basis_person_id", "依据人员", "person"),
        choice("basis_category", "依据身份", "category"),
        text("other_basis", "同户其他符合条件人员"),
        choice("apply_mode", "办理方式", "apply_mode", required=True),
        day("applied_on", "申请日期"),
        choice("position", "悬挂位置", "plaque_position"),
        text("address", "悬挂地址"),
        reference("replaces_id", "更换或补发的旧牌", "plaque"),
        text("note", "备注"),
    ),
)


class PlaqueEvent(Fact):
    """Something that happened to a plaque: issued, hung, replaced, withdrawn, lost … (PL9)."""

    __tablename__ = "plaque_event"

    plaque_id: Mapped[UUID] = mapped_column(index=True)
    event: Mapped[str]
    event_on: Mapped[date]
    reason: Mapped[str | None]
    decision_no: Mapped[str | None]
    decision_on: Mapped[date | None]
    position: Mapped[str | None]
    address: Mapped[str | None]
    signed_by: Mapped[str | None]
    sign_relation: Mapped[str | None]
    handled_by: Mapped[str | None]
    note: Mapped[str | None]


PLAQUE_EVENT = RecordType(
    name="plaque_event",
    label="光荣牌变动",
    model=PlaqueEvent,
    event="event_on",
    own_fields=(
        reference("plaque_id", "光荣牌", "plaque", required=True),
        choice("event", "变动", "plaque_event", required=True),
        day("event_on", "日期", required=True),
        choice("reason", "原因", "plaque_reason"),
        text("decision_no", "决定文号"),
        day("decision_on", "决定日期"),
        choice("position", "悬挂位置", "plaque_position"),
        text("address", "悬挂地址"),
        text("signed_by", "签收人"),
        text("sign_relation", "签收人关系"),
        text("handled_by", "经办人"),
        text("note", "备注"),
    ),
)
