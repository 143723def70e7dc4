"""The station, the people who work in it, and the cells of its grid."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Mapped

from station_app.domain.kinds import Kind
from station_app.models.base import SyncedRecord
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


class Station(SyncedRecord):
    """A station, for ever under the key of its division code (SETTLED 5; DOMAIN 2.1)."""

    __tablename__ = "station"

    division_code: Mapped[str]
    name: Mapped[str]
    short_name: Mapped[str | None]
    level: Mapped[str | None]
    urban_rural: Mapped[str | None]
    head_name: Mapped[str | None]
    phone: Mapped[str | None]
    address: Mapped[str | None]
    opened_on: Mapped[date | None]


STATION = RecordType(
    name="station",
    label="服务站",
    model=Station,
    own_fields=(
        text("division_code", "区划代码", required=True),
        text("name", "服务站全称", required=True),
        text("short_name", "简称"),
        choice("level", "级别", "station_level"),
        choice("urban_rural", "城乡", "urban_rural"),
        text("head_name", "站长"),
        Field("phone", "电话", Kind.PHONE),
        text("address", "地址"),
        day("opened_on", "开办日期"),
    ),
)


class Staff(SyncedRecord):
    """Somebody who works for the station (DOMAIN 2.2)."""

    __tablename__ = "staff"

    name: Mapped[str]
    role: Mapped[str]
    is_veteran: Mapped[bool | None]
    full_time: Mapped[bool | None]
    phone: Mapped[str | None]
    on_duty_from: Mapped[date | None]
    on_duty_to: Mapped[date | None]


STAFF = RecordType(
    name="staff",
    label="工作人员",
    model=Staff,
    own_fields=(
        text("name", "姓名", required=True),
        choice("role", "职务", "staff_role", required=True),
        yes_no("is_veteran", "是否退役军人"),
        yes_no("full_time", "是否专职"),
        Field("phone", "电话", Kind.PHONE),
        day("on_duty_from", "上岗日期"),
        day("on_duty_to", "离岗日期"),
    ),
)


class GridCell(SyncedRecord):
    """A cell of the village's grid, with the officer who looks after it (DOMAIN 2.2)."""

    __tablename__ = "grid_cell"

    grid_code: Mapped[str | None]
    name: Mapped[str]
    range_note: Mapped[str | None]
    officer_id: Mapped[UUID | None]


GRID_CELL = RecordType(
    name="grid_cell",
    label="网格",
    model=GridCell,
    own_fields=(
        text("grid_code", "网格编号"),
        text("name", "网格名称", required=True),
        text("range_note", "范围"),
        reference("officer_id", "网格员", "staff"),
    ),
)


class ContactRule(SyncedRecord):
    """Every how many days people of a category are to be contacted; no category means everybody."""

    __tablename__ = "contact_rule"

    category: Mapped[str | None]
    every_days: Mapped[int]
    active: Mapped[bool]


CONTACT_RULE = RecordType(
    name="contact_rule",
    label="联系约定",
    model=ContactRule,
    own_fields=(
        choice("category", "人员类别", "category"),
        number("every_days", "每隔几天", required=True),
        yes_no("active", "启用"),
    ),
)
