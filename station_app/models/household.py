"""Households: where people live together and where one plaque may hang."""

from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from station_app.domain.kinds import Kind
from station_app.models.base import SyncedRecord
from station_app.models.record_type import (
    Field,
    RecordType,
    choice,
    money,
    number,
    partial_day,
    private,
    reference,
    text,
    yes_no,
)


class Household(SyncedRecord):
    """A household; unverified when the person's file named none (SETTLED 10; DOMAIN 2.3)."""

    __tablename__ = "household"

    household_no: Mapped[str] = mapped_column(index=True)
    former_household_no: Mapped[str | None]
    hukou_book_no: Mapped[str | None]
    head_person_id: Mapped[UUID | None]
    head_name: Mapped[str | None]
    address: Mapped[str | None]
    hukou_address: Mapped[str | None]
    group_name: Mapped[str | None]
    grid_id: Mapped[UUID | None]
    phone: Mapped[str | None]
    member_count: Mapped[int | None]
    social_relief: Mapped[str | None]
    housing: Mapped[str | None]
    verified: Mapped[bool]
    split_from_id: Mapped[UUID | None]
    merged_into_id: Mapped[UUID | None]


HOUSEHOLD = RecordType(
    name="household",
    label="家庭",
    model=Household,
    own_fields=(
        text("household_no", "户编号", required=True),
        text("former_household_no", "原户编号"),
        text("hukou_book_no", "户口簿户号"),
        reference("head_person_id", "户主档案", "person"),
        text("head_name", "户主"),
        text("address", "居住地址"),
        text("hukou_address", "户籍地址"),
        text("group_name", "村民小组"),
        reference("grid_id", "网格", "grid_cell"),
        Field("phone", "家庭电话", Kind.PHONE),
        number("member_count", "家庭人口"),
        choice("social_relief", "社会救助", "social_relief"),
        choice("housing", "住房状况", "housing"),
        yes_no("verified", "已核实"),
        reference("split_from_id", "分户来源", "household"),
        reference("merged_into_id", "并入户", "household"),
    ),
)


class FamilyMember(SyncedRecord):
    """A member of a household who is not a served person (DOMAIN 2.3)."""

    __tablename__ = "family_member"

    household_id: Mapped[UUID] = mapped_column(index=True)
    name: Mapped[str]
    relation: Mapped[str | None]
    id_number: Mapped[str | None]
    birth_date: Mapped[str | None]
    phone: Mapped[str | None]
    work_unit: Mapped[str | None]
    income_month_fen: Mapped[int | None]
    note: Mapped[str | None]


FAMILY_MEMBER = RecordType(
    name="family_member",
    label="家庭成员",
    model=FamilyMember,
    own_fields=(
        reference("household_id", "所属户", "household", required=True),
        text("name", "姓名", required=True),
        choice("relation", "与户主关系", "relation"),
        Field("id_number", "身份证号", Kind.ID_NUMBER),
        partial_day("birth_date", "出生日期"),
        Field("phone", "电话", Kind.PHONE),
        text("work_unit", "工作单位"),
        money("income_month_fen", "月收入"),
        private("note", "备注"),
    ),
)
