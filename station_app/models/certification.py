"""Yearly survival certification: the cycle, the proofs, the notices."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from station_app.domain.kinds import Kind
from station_app.models.base import Fact, SyncedRecord
from station_app.models.record_type import (
    Field,
    RecordType,
    choice,
    day,
    number,
    reference,
    text,
    yes_no,
)


class CertificationCycle(SyncedRecord):
    """The window of a certification year (DOMAIN 2.9, CE2)."""

    __tablename__ = "certification_cycle"

    year: Mapped[int] = mapped_column(index=True)
    open_on: Mapped[date]
    due_on: Mapped[date]
    notice_on: Mapped[date | None]
    grace_days: Mapped[int]
    status: Mapped[str]
    doc_no: Mapped[str | None]


CERTIFICATION_CYCLE = RecordType(
    name="certification_cycle",
    label="认证年度",
    model=CertificationCycle,
    own_fields=(
        number("year", "年度", required=True),
        day("open_on", "开始日期", required=True),
        day("due_on", "截止日期", required=True),
        day("notice_on", "公告日期"),
        number("grace_days", "宽限天数", required=True),
        choice("status", "状态", "cycle_status", required=True),
        text("doc_no", "文号"),
    ),
)


class CycleKind(SyncedRecord):
    """A benefit kind that a cycle covers; a cycle without any covers all."""

    __tablename__ = "cycle_kind"

    cycle_id: Mapped[UUID] = mapped_column(index=True)
    kind: Mapped[str]


CYCLE_KIND = RecordType(
    name="cycle_kind",
    label="认证范围",
    model=CycleKind,
    own_fields=(
        reference("cycle_id", "认证年度", "certification_cycle", required=True),
        choice("kind", "待遇种类", "pension_kind", required=True),
    ),
)


class Certification(Fact):
    """One attempt to certify a person for a year, with its evidence (DOMAIN 3.5)."""

    __tablename__ = "certification"

    person_id: Mapped[UUID] = mapped_column(index=True)
    year: Mapped[int] = mapped_column(index=True)
    method: Mapped[str]
    certified_on: Mapped[date] = mapped_column(index=True)
    result: Mapped[str]
    id_seen: Mapped[bool | None]
    signed: Mapped[bool | None]
    evidence: Mapped[str | None]
    evidence_on: Mapped[date | None]
    photo_hash: Mapped[str | None]
    result_no: Mapped[str | None]
    agent_name: Mapped[str | None]
    agent_relation: Mapped[str | None]
    agent_phone: Mapped[str | None]
    agent_id_tail: Mapped[str | None]
    agent_promise: Mapped[bool | None]
    certifier1_id: Mapped[UUID | None]
    certifier2_id: Mapped[UUID | None]
    visit_id: Mapped[UUID | None]
    place: Mapped[str | None]
    remote: Mapped[bool | None]
    checked_by: Mapped[str | None]
    checked_on: Mapped[date | None]
    note: Mapped[str | None]


CERTIFICATION = RecordType(
    name="certification",
    label="认证记录",
    model=Certification,
    event="certified_on",
    own_fields=(
        reference("person_id", "对象", "person", required=True),
        number("year", "年度", required=True),
        choice("method", "认证方式", "cert_method", required=True),
        day("certified_on", "认证日期", required=True),
        choice("result", "认证结果", "cert_result", required=True),
        yes_no("id_seen", "已核对证件原件"),
        yes_no("signed", "已签字或按指印"),
        text("evidence", "佐证说明"),
        day("evidence_on", "佐证日期"),
        text("photo_hash", "照片指纹"),
        text("result_no", "线上结果编号"),
        text("agent_name", "代理人"),
        text("agent_relation", "代理人关系"),
        Field("agent_phone", "代理人电话", Kind.PHONE),
        text("agent_id_tail", "代理人证件后四位"),
        yes_no("agent_promise", "代理人承诺"),
        reference("certifier1_id", "认证人员", "staff"),
        reference("certifier2_id", "第二认证人员", "staff"),
        reference("visit_id", "走访记录", "visit"),
        text("place", "地点"),
        yes_no("remote", "异地"),
        text("checked_by", "复核人"),
        day("checked_on", "复核日期"),
        text("note", "备注"),
    ),
)


class CertificationNotice(SyncedRecord):
    """A notice given to a person who is not certified (CE4)."""

    __tablename__ = "certification_notice"

    person_id: Mapped[UUID] = mapped_column(index=True)
    year: Mapped[int]
    notified_on: Mapped[date]
    how: Mapped[str]
    notified_by: Mapped[str | None]


CERTIFICATION_NOTICE = RecordType(
    name="certification_notice",
    label="认证催告",
    model=CertificationNotice,
    own_fields=(
        reference("person_id", "对象", "person", required=True),
        number("year", "年度", required=True),
        day("notified_on", "通知日期", required=True),
        text("how", "通知方式", required=True),
        text("notified_by", "通知人"),
    ),
)
