"""Responsible for F02 光荣牌发放签收单: a street signs for its plaques."""

from collections.abc import Sequence

from station_app.domain.forms import Imprint, PlaqueReceipts, ReceiptRow
from station_app.progress import Progress
from station_app.reports import roster
from station_app.reports.page import Head
from station_app.reports.pen import Align
from station_app.reports.roster import SIGNED_ROW, Column, Roster, Sums
from station_app.reports.wording import number_or_rule, shown_name, shown_phone, shown_place

COUNT = "数量\n（块）"
COLUMNS = (
    Column("序号", 10),
    Column("户主", 20),
    Column("对象姓名", 20),
    Column("类别", 28),
    Column("住址", 55, Align.LEFT),
    Column("联系电话", 26, private=True),
    Column("发放类型", 22),
    Column(COUNT, 14),
    Column("领取人签字", 30, private=True),
    Column("与户主关系", 20),
    Column("签收日期", 22),
)
SIGNED_BY = "发放人（2人）签字：____________ ____________　监督人：____________"


def pdf(sheet: PlaqueReceipts, imprint: Imprint, progress: Progress) -> bytes:
    """The sheet as a PDF."""
    return roster.pdf(_roster(sheet, imprint), progress)


def _roster(sheet: PlaqueReceipts, imprint: Imprint) -> Roster[ReceiptRow]:
    def cells(number: int, row: ReceiptRow) -> tuple[str, ...]:
        return _cells(number, row, imprint)

    return Roster(
        head=Head(
            f"{number_or_rule(sheet.year)}年“光荣之家”光荣牌发放签收单",
            f"填报单位（盖章）：{imprint.station_name}",
            "",
            "单位：块",
        ),
        columns=COLUMNS,
        rows=sheet.rows,
        cells=cells,
        sums=_sums,
        label=lambda name, _rows: name,
        imprint=imprint,
        row_height=SIGNED_ROW,
        closing=(SIGNED_BY,),
        blank_lines=sheet.blank_lines,
    )


def _cells(number: int, row: ReceiptRow, imprint: Imprint) -> tuple[str, ...]:
    mask = imprint.mask
    return (
        str(number),
        shown_name(row.head_name or "", mask),
        shown_name(row.basis_name or "", mask),
        row.category or "",
        shown_place(row.group_name, row.address, mask),
        shown_phone(row.phone, mask),
        row.kind,
        "1",
        "",
        "",
        "",
    )


def _sums(rows: Sequence[ReceiptRow]) -> Sums:
    return {COUNT: str(len(rows))}
