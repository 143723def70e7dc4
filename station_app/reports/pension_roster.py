"""Responsible for F12 定期抚恤补助发放表: a year of pensions, one column a month."""

from collections.abc import Sequence

from station_app.domain import money
from station_app.domain.forms import Imprint
from station_app.domain.forms_pensions import MONTHS, PensionRoster, PensionRow, month_sums
from station_app.domain.masking import MaskLevel
from station_app.progress import Progress
from station_app.reports import roster
from station_app.reports.page import Head
from station_app.reports.pen import Align
from station_app.reports.roster import Column, Roster, Sums
from station_app.reports.wording import (
    BLANK_SUM,
    amount,
    number_or_rule,
    shown_id,
    shown_name,
)

TOTAL = "全年合计"
NOT_DUE = "—"
# Twelve months of a town's sums leave no room for a column of ID numbers: it stands below the name.
MONTH_COLUMNS = tuple(Column(f"{number}月", 14.6, Align.RIGHT) for number in range(1, MONTHS + 1))
COLUMNS = (
    Column("序号", 7),
    Column("姓名\n身份证号", 31),
    Column("抚恤补助\n类别", 20),
    *MONTH_COLUMNS,
    Column(TOTAL, 18.8, Align.RIGHT),
    Column("备注", 15, Align.LEFT, private=True),
)
RULES = "说明：金额按所属月份填列，“—”为不在享受期的月份，空格为没有发放记录。"


def pdf(sheet: PensionRoster, imprint: Imprint, progress: Progress) -> bytes:
    """The sheet of a year as a PDF."""
    return roster.pdf(_roster(sheet, imprint), progress)


def _roster(sheet: PensionRoster, imprint: Imprint) -> Roster[PensionRow]:
    def cells(number: int, row: PensionRow) -> tuple[str, ...]:
        return _cells(number, row, imprint.mask)

    def label(name: str, rows: Sequence[PensionRow]) -> str:
        people = f"{sheet.people} 人 " if rows is sheet.rows else ""
        return f"{name}　{people}{len(rows)} 份"

    return Roster(
        head=Head(
            f"{number_or_rule(sheet.year)}年定期抚恤补助发放表",
            f"填报单位（盖章）：{imprint.station_name}",
            f"{sheet.year}年1月至12月" if sheet.year else "",
            "单位：人、元",
        ),
        columns=COLUMNS,
        rows=sheet.rows,
        cells=cells,
        sums=_sums,
        label=label,
        imprint=imprint,
        closing=_closing(sheet),
        blank_lines=sheet.blank_lines,
        red=lambda row: row.total < 0,
    )


def _cells(number: int, row: PensionRow, mask: MaskLevel) -> tuple[str, ...]:
    paid = any(fen is not None for fen in row.months)
    return (
        str(number),
        "\n".join(filter(None, (shown_name(row.name, mask), shown_id(row.id_number, mask)))),
        row.kind,
        *(_month(row, at) for at in range(MONTHS)),
        amount(row.total) if paid else "",
        row.note or "",
    )


def _month(row: PensionRow, at: int) -> str:
    return NOT_DUE if at + 1 in row.not_due else amount(row.months[at])


def _sums(rows: Sequence[PensionRow]) -> Sums:
    sums = month_sums(rows)
    by_month = {column.heading: _sum(fen) for column, fen in zip(MONTH_COLUMNS, sums, strict=True)}
    return {**by_month, TOTAL: money.yuan(sum(sums))}


def _sum(fen: int) -> str:
    """A month without any money stays empty: twelve zeros say no more than none."""
    return money.yuan(fen) if fen else ""


def _closing(sheet: PensionRoster) -> tuple[str, ...]:
    if sheet.blank_lines:
        return (BLANK_SUM, RULES)
    total = sum(row.total for row in sheet.rows)
    lines = [money.uppercase_line(total)]
    if sheet.paid_in_year not in (None, total):
        lines.append(_by_day(sheet.paid_in_year or 0, total))
    return (*lines, RULES)


def _by_day(paid: int, total: int) -> str:
    """The month report counts the day of payment (H2): why its figure is another."""
    return (
        f"按发放日期计，本年发放 {money.yuan(paid)} 元（月报口径），"
        f"与按所属月份合计相差 {money.yuan(paid - total)} 元，为跨年发放。"
    )
