"""Responsible for the sign-in sheet of a meeting at which many people are certified."""

from collections.abc import Sequence

from station_app.domain.forms import Imprint, MeetingRow, MeetingSheet
from station_app.progress import Progress
from station_app.reports import roster
from station_app.reports.page import Head
from station_app.reports.pen import Align
from station_app.reports.roster import SIGNED_ROW, Column, Roster, Sums
from station_app.reports.wording import (
    BLANK_DAY,
    chinese_date,
    long_blank,
    number_or_rule,
    shown_id,
    shown_name,
    shown_phone,
)

COLUMNS = (
    Column("序号", 10),
    Column("姓名", 24),
    Column("性别", 10),
    Column("年龄", 12),
    Column("身份证号", 46, private=True),
    Column("小组", 22),
    Column("联系电话", 32, private=True),
    Column("看过\n身份证原件", 26),
    Column("本人签字\n（指印）", 45, private=True),
    Column("备注", 40, Align.LEFT, private=True),
)
# DOMAIN §3.5: who comes himself shows the original of his ID card and signs, by finger if need be.
NOTE = "本人到场、出示身份证原件并签字（可按指印）的，才算认证；代理、视频认证另行登记，不在本表。"


def pdf(sheet: MeetingSheet, imprint: Imprint, progress: Progress) -> bytes:
    """The sheet as a PDF."""
    return roster.pdf(_roster(sheet, imprint), progress)


def _roster(sheet: MeetingSheet, imprint: Imprint) -> Roster[MeetingRow]:
    def cells(number: int, row: MeetingRow) -> tuple[str, ...]:
        return _cells(number, row, imprint)

    names = "、".join(sheet.certifiers) or None
    held = chinese_date(sheet.held_on) if sheet.held_on else BLANK_DAY
    return Roster(
        head=Head(
            f"{number_or_rule(sheet.year)}年度集中认证签到表",
            f"填报单位（盖章）：{imprint.station_name}",
            f"日期：{held}　地点：{long_blank(sheet.place)}",
            f"认证人员：{long_blank(names)}",
        ),
        columns=COLUMNS,
        rows=sheet.rows,
        cells=cells,
        sums=_no_sums,
        label=_people,
        imprint=imprint,
        row_height=SIGNED_ROW,
        closing=(NOTE,),
        blank_lines=sheet.blank_lines,
    )


def _cells(number: int, row: MeetingRow, imprint: Imprint) -> tuple[str, ...]:
    mask = imprint.mask
    return (
        str(number),
        shown_name(row.name, mask),
        row.sex or "",
        "" if row.age is None else str(row.age),
        shown_id(row.id_number, mask),
        row.group_name or "",
        shown_phone(row.phone, mask),
        "□",
        "",
        "",
    )


def _no_sums(_rows: Sequence[MeetingRow]) -> Sums:
    return {}


def _people(name: str, rows: Sequence[MeetingRow]) -> str:
    return f"{name}　{len(rows)} 人"
