"""Responsible for F01 光荣牌花名册: every household's plaque in one list."""

from collections.abc import Sequence

from station_app.domain.forms import Imprint, PlaqueRoster, PlaqueRow
from station_app.progress import Progress
from station_app.reports import roster
from station_app.reports.page import Head
from station_app.reports.pen import Align
from station_app.reports.roster import Column, Roster, Sums
from station_app.reports.wording import (
    BLANK_MONTH,
    dotted,
    shown_id,
    shown_name,
    shown_phone,
    shown_place,
)

COLUMNS = (
    Column("序号", 10),
    Column("户编号", 24),
    Column("户主", 20),
    Column("依据人员", 20),
    Column("类别", 26),
    Column("身份证号", 40, private=True),
    Column("住址", 48, Align.LEFT),
    Column("电话", 26, private=True),
    Column("悬挂日期", 20),
    Column("状态", 16),
    Column("备注", 17, Align.LEFT, private=True),
)


def pdf(sheet: PlaqueRoster, imprint: Imprint, progress: Progress) -> bytes:
    """The roster of plaques as a PDF."""
    return roster.pdf(_roster(sheet, imprint), progress)


def _roster(sheet: PlaqueRoster, imprint: Imprint) -> Roster[PlaqueRow]:
    def cells(number: int, row: PlaqueRow) -> tuple[str, ...]:
        return _cells(number, row, imprint)

    head = Head(
        "光荣牌悬挂花名册",
        f"填报单位（盖章）：{imprint.station_name}",
        BLANK_MONTH if sheet.blank_lines else sheet.period or "",
        "单位：户、块",
    )
    return Roster(
        head=head,
        columns=COLUMNS,
        rows=sheet.rows,
        cells=cells,
        sums=_no_sums,
        label=_label,
        imprint=imprint,
        blank_lines=sheet.blank_lines,
    )


def _cells(number: int, row: PlaqueRow, imprint: Imprint) -> tuple[str, ...]:
    mask = imprint.mask
    return (
        str(number),
        row.household_no,
        shown_name(row.head_name, mask),
        shown_name(row.basis_name, mask),
        row.category or "",
        shown_id(row.id_number, mask),
        shown_place(row.group_name, row.address, mask),
        shown_phone(row.phone, mask),
        dotted(row.hung_on),
        row.state,
        row.note or "",
    )


def _no_sums(_rows: Sequence[PlaqueRow]) -> Sums:
    return {}


def _label(name: str, rows: Sequence[PlaqueRow]) -> str:
    return f"{name}　{len(rows)} 户"
