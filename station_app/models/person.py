"""People served: who they are, which identities they hold, how they served, where money goes."""

from datetime import date
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from station_app.domain.kinds import Kind
from station_app.models.base import SyncedRecord
from station_app.models.record_type import (
    Field,
    RecordType,
    choice,
    day,
    partial_day,
    private,
    reference,
    text,
    yes_no,
)


class Person(SyncedRecord):
    """A person served (建档立卡; DOMAIN 2.4). Missing is None and shown as 待补 (SETTLED 10)."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_listed", "status", "deleted", "id"),)  # lists count by it

    file_no: Mapped[str] = mapped_column(index=True)
    former_file_no: Mapped[str | None]
    name: Mapped[str] = mapped_column(index=True)
    former_name: Mapped[str | None]
    id_type: Mapped[str | None]
    id_number: Mapped[str | None] = mapped_column(index=True)
    id_number_raw: Mapped[str | None]
    no_id_reason: Mapped[str | None]
    id_override_reason: Mapped[str | None]
    sex: Mapped[str | None]
    birth_date: Mapped[str | None]
    ethnicity: Mapped[str | None]
    political: Mapped[str | None]
    party_join_date: Mapped[str | None]
    education: Mapped[str | None]
    marital: Mapped[str | None]
    hukou_type: Mapped[str | None]
    hukou_code: Mapped[str | None]
    residence_code: Mapped[str | None]
    lives_elsewhere: Mapped[bool | None]
    address: Mapped[str | None]
    group_name: Mapped[str | None]
    mobile: Mapped[str | None]
    phone2: Mapped[str | None]
    contact_name: Mapped[str | None]
    contact_relation: Mapped[str | None]
    contact_phone: Mapped[str | None]
    employment: Mapped[str | None]
    work_unit: Mapped[str | None]
    health: Mapped[str | None]
    self_care: Mapped[str | None]
    lonely_elder: Mapped[bool | None]
    orphan: Mapped[bool | None]
    social_relief: Mapped[str | None]
    household_id: Mapped[UUID | None] = mapped_column(index=True)
    relation_to_head: Mapped[str | None]
    grid_id: Mapped[UUID | None]
    contact_staff_id: Mapped[UUID | None]
    registered_on: Mapped[date | None]
    registered_src: Mapped[str | None]
    notice_given_on: Mapped[date | None]
    status: Mapped[str]
    status_reason: Mapped[str | None]
    removed_on: Mapped[date | None]
    death_date: Mapped[str | None]
    death_proof: Mapped[str | None]
    death_reported_on: Mapped[date | None]
    moved_out_on: Mapped[date | None]
    moved_to: Mapped[str | None]
    moved_from: Mapped[str | None]
    merged_into_id: Mapped[UUID | None] = mapped_column(index=True)
    note: Mapped[str | None]


PERSON = RecordType(
    name="person",
    label="服务对象",
    model=Person,
    own_fields=(
        text("file_no", "档案编号", required=True),
        text("former_file_no", "原档案编号"),
        text("name", "姓名", required=True),
        text("former_name", "曾用名"),
        choice("id_type", "证件类型", "id_type"),
        Field("id_number", "身份证号", Kind.ID_NUMBER),
        text("id_number_raw", "原始证号"),
        text("no_id_reason", "无证号原因"),
        text("id_override_reason", "证号属实说明"),
        choice("sex", "性别", "sex"),
        partial_day("birth_date", "出生日期"),
        choice("ethnicity", "民族", "ethnicity"),
        private("political", "政治面貌", choices="political"),
        private("party_join_date", "入党时间"),
        choice("education", "文化程度", "education"),
        choice("marital", "婚姻状况", "marital"),
        choice("hukou_type", "户籍类别", "hukou_type"),
        text("hukou_code", "户籍地区划"),
        text("residence_code", "常住地区划"),
        yes_no("lives_elsewhere", "外地居住"),
        text("address", "现住址"),
        text("group_name", "村民小组"),
        Field("mobile", "手机", Kind.PHONE),
        text("phone2", "其他电话"),
        text("contact_name", "紧急联系人"),
        text("contact_relation", "联系人关系"),
        Field("contact_phone", "联系人电话", Kind.PHONE),
        choice("employment", "就业状态", "employment"),
        text("work_unit", "工作单位"),
        private("health", "健康状况", choices="health"),
        private("self_care", "生活能力", choices="self_care"),
        yes_no("lonely_elder", "孤老"),
        yes_no("orphan", "孤儿"),
        choice("social_relief", "社会救助", "social_relief"),
        reference("household_id", "所属户", "household"),
        choice("relation_to_head", "与户主关系", "relation"),
        reference("grid_id", "网格", "grid_cell"),
        reference("contact_staff_id", "挂钩联系人", "staff"),
        day("registered_on", "建档日期"),
        choice("registered_src", "建档来源", "reg_source"),
        day("notice_given_on", "告知书日期"),
        choice("status", "人员状态", "person_status", required=True),
        text("status_reason", "状态说明"),
        day("removed_on", "取消日期"),
        partial_day("death_date", "死亡日期"),
        text("death_proof", "死亡证明"),
        day("death_reported_on", "获知日期"),
        day("moved_out_on", "迁出日期"),
        text("moved_to", "去向"),
        text("moved_from", "迁入来源"),
        reference("merged_into_id", "并入档案", "person"),
        private("note", "备注"),
    ),
)


class PersonIdentity(SyncedRecord):
    """One identity of a person, with what its category needs (DOMAIN 2.5)."""

    __tablename__ = "person_identity"

    person_id: Mapped[UUID] = mapped_column(index=True)
    category: Mapped[str]
    category_text: Mapped[str | None]
    is_primary: Mapped[bool]
    cert_name: Mapped[str | None]
    cert_no: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    basis: Mapped[str | None]
    disability_cause: Mapped[str | None]
    disability_grade: Mapped[str | None]
    disability_genus: Mapped[str | None]
    legacy_grade: Mapped[str | None]
    assessed_on: Mapped[date | None]
    deceased_name: Mapped[str | None]
    deceased_kind: Mapped[str | None]
    survivor_relation: Mapped[str | None]
    deceased_on: Mapped[str | None]
    is_cert_holder: Mapped[bool | None]
    soldier_name: Mapped[str | None]
    soldier_kind: Mapped[str | None]
    soldier_relation: Mapped[str | None]
    enlist_on: Mapped[str | None]
    border_post: Mapped[bool | None]


PERSON_IDENTITY = RecordType(
    name="person_identity",
    label="身份类别",
    model=PersonIdentity,
    own_fields=(
        reference("person_id", "服务对象", "person", required=True),
        choice("category", "人员类别", "category", required=True),
        text("category_text", "原始类别"),
        yes_no("is_primary", "主要身份"),
        text("cert_name", "证件名称"),
        text("cert_no", "证件编号"),
        day("valid_from", "认定日期"),
        day("valid_to", "终止日期"),
        choice("basis", "认定依据", "basis"),
        choice("disability_cause", "残疾性质", "dis_cause"),
        choice("disability_grade", "残疾等级", "dis_grade"),
        choice("disability_genus", "在乡在职", "dis_genus"),
        text("legacy_grade", "旧等级"),
        day("assessed_on", "评残日期"),
        text("deceased_name", "牺牲病故军人姓名"),
        choice("deceased_kind", "牺牲病故类别", "deceased_kind"),
        choice("survivor_relation", "与牺牲病故军人关系", "survivor_relation"),
        partial_day("deceased_on", "牺牲病故时间"),
        yes_no("is_cert_holder", "持证人"),
        text("soldier_name", "现役军人姓名"),
        choice("soldier_kind", "现役军人类别", "soldier_kind"),
        choice("soldier_relation", "与现役军人关系", "relation"),
        partial_day("enlist_on", "入伍时间"),
        yes_no("border_post", "边海防"),
    ),
)


class ServiceRecord(SyncedRecord):
    """A term of service (DOMAIN 2.5). Unit designations are for the station only (R-BZ 68)."""

    __tablename__ = "service_record"

    person_id: Mapped[UUID] = mapped_column(index=True)
    enlist_date: Mapped[str | None]
    discharge_date: Mapped[str | None]
    enlist_hukou_type: Mapped[str | None]
    unit_code: Mapped[str | None]
    unit_name: Mapped[str | None]
    branch: Mapped[str | None]
    rank_or_post: Mapped[str | None]
    discharge_cert_no: Mapped[str | None]
    settle_mode: Mapped[str | None]
    special: Mapped[str | None]


SERVICE_RECORD = RecordType(
    name="service_record",
    label="服役经历",
    model=ServiceRecord,
    own_fields=(
        reference("person_id", "服务对象", "person", required=True),
        partial_day("enlist_date", "入伍时间"),
        partial_day("discharge_date", "退役时间"),
        choice("enlist_hukou_type", "入伍时户籍", "hukou_type"),
        private("unit_code", "部队代号"),
        private("unit_name", "部队番号"),
        text("branch", "军兵种"),
        text("rank_or_post", "军衔职务"),
        text("discharge_cert_no", "退役证号"),
        choice("settle_mode", "安置方式", "settle_mode"),
        text("special", "参战参试"),
    ),
)


class BankAccount(SyncedRecord):
    """Where money for a person goes (DOMAIN 2.6)."""

    __tablename__ = "bank_account"

    person_id: Mapped[UUID] = mapped_column(index=True)
    holder_name: Mapped[str]
    holder_relation: Mapped[str | None]
    account_no: Mapped[str]
    kind: Mapped[str | None]
    bank: Mapped[str | None]
    branch: Mapped[str | None]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    is_default: Mapped[bool]
    change_reason: Mapped[str | None]


BANK_ACCOUNT = RecordType(
    name="bank_account",
    label="银行账户",
    model=BankAccount,
    own_fields=(
        reference("person_id", "服务对象", "person", required=True),
        text("holder_name", "户名", required=True),
        text("holder_relation", "与本人关系"),
        text("account_no", "账号", required=True),
        choice("kind", "账户类型", "account_kind"),
        text("bank", "开户银行"),
        text("branch", "开户网点"),
        day("valid_from", "启用日期"),
        day("valid_to", "停用日期"),
        yes_no("is_default", "默认账户"),
        text("change_reason", "变更原因"),
    ),
)
