"""Responsible for F12 服务对象花名册: everyone a station serves, in one list."""

from collections.abc import Sequence

from station_app.domain.forms import Imprint, PersonRoster, PersonRow
from station_app.progress import Progress
from station_app.reports import roster
from station_app.reports.page import Head
from station_app.reports.pen import Align
from station_app.reports.roster import Column, Roster, Sums
from station_app.reports.wording import (
    dotted_partial,
    shown_birth,
    shown_id,
    shown_name,
    shown_phone,
    shown_place,
    up_to,
)

COLUMNS = (
    Column("序号", 9),
    Column("姓名", 18),
    Column("性别", 8),
    Column("民族", 11),
    Column("出生", 21, private=True),
    Column("身份证号", 39, private=True),
    Column("类别", 27),
    Column("住址", 43, Align.LEFT),
    Column("电话", 24.5, private=True),
    Column("入伍", 17),
    Column("退役", 17),
    Column("网格", 16.5),
    Column("备注", 16, Align.LEFT, private=True),
)


def pdf(sheet: PersonRoster, imprint: Imprint, progress: Progress) -> bytes:
    """The roster of served people as a PDF."""
    return roster.pdf(_roster(sheet, imprint), progress)


def _roster(sheet: PersonRoster, imprint: Imprint) -> Roster[PersonRow]:
    def cells(number: int, row: PersonRow) -> tuple[str, ...]:
        return _cells(number, row, imprint)

    as_of = up_to(sheet.as_of, is_blank=bool(sheet.blank_lines))
    station = f"填报单位（盖章）：{imprint.station_name}"
    return Roster(
        head=Head("服务对象花名册", station, as_of, "单位：人"),
        columns=COLUMNS,
        rows=sheet.rows,
        cells=cells,
        sums=_no_sums,
        label=_label,
        imprint=imprint,
        blank_lines=sheet.blank_lines,
    )


def _cells(number: int, row: PersonRow, imprint: Imprint) -> tuple[str, ...]:
    mask = imprint.mask
    return (
        str(number),
        shown_name(row.name, mask),
        row.sex or "",
        row.ethnicity or "",
        shown_birth(row.born, mask),
        shown_id(row.id_number, mask),
        row.category or "",
        shown_place(row.group_name, row.address, mask),
        shown_phone(row.phone, mask),
        dotted_partial(row.enlisted_on),
        dotted_partial(row.discharged_on),
        row.grid or "",
        row.note or "",
    )


def _no_sums(_rows: Sequence[PersonRow]) -> Sums:
    return {}


def _label(name: str, rows: Sequence[PersonRow]) -> str:
    return f"{name}　{len(rows)} 人"
