"""Responsible for F09 as a workbook: the form, what its lines mean, exact figures, rows behind.

Opens in Excel, WPS and LibreOffice. Every text is written as text, so that no cell of a roster can
act as a formula and no ID number becomes a number.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from station_app.domain.forms import Imprint
from station_app.domain.money import half_up
from station_app.domain.printouts import grouped
from station_app.domain.tally import FEN, MISSING, PERCENT, TallyLine, TallyReport
from station_app.reports.account_sheet import (
    ACCOUNT,
    Account,
    account_lines,
    add_code,
    height_of,
)
from station_app.reports.page import SIGNERS
from station_app.reports.tally_figures import Block, FigureRow, blocks, remarks
from station_app.reports.tally_wording import (
    COUNTING,
    EXEMPT,
    KINDS,
    UNITS,
    WHEN,
    columns,
    is_part,
    meaning,
    title,
)
from station_app.reports.wording import chinese_date

FONT = "宋体"
FORM, MEANINGS, EXACT, BEHIND = "统计表", ACCOUNT, "数据（分）", "明细"
WIDTHS = (38, 9, 14, 14, 14, 14, 34)
LAST = len(WIDTHS) - 1
MARGIN_SIDE, MARGIN_END = 15 / 25.4, 20 / 25.4
ROW = 18.0
SEAL_ROW = 122.0  # 43 mm
A4 = 9
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class BehindRow:
    """One record behind a figure: the line it counts in, its unit and value, and what it is."""

    code: str
    cells: tuple[str | int | date | None, ...]


@dataclass(frozen=True, slots=True)
class RowsBehind:
    """The records behind the figures, under headings of their own."""

    headings: tuple[str, ...]
    rows: Sequence[BehindRow]
    counts: Mapping[str, int] | None = None
    """How many records stand behind each line, of stock lines, too, whose rows are not listed."""

    def by_line(self) -> Mapping[str, int]:
        """The records behind each line; where nobody counted them, those that are listed."""
        return Counter(row.code for row in self.rows) if self.counts is None else self.counts


def xlsx(report: TallyReport, imprint: Imprint, behind: RowsBehind | None = None) -> bytes:
    """The workbook."""
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": title(report.this.period), "author": imprint.station_name})
    styles = _Styles(book)
    _Form(book.add_worksheet(FORM), styles, report, imprint).write()
    _write_meanings(book.add_worksheet(MEANINGS), styles, report, imprint, behind)
    _write_exact(book.add_worksheet(EXACT), styles, report)
    if behind is not None:
        _write_behind(book.add_worksheet(BEHIND), styles, behind)
    book.close()
    return stream.getvalue()


class _Styles:
    """The formats of the workbook by what they are for."""

    def __init__(self, book: Any) -> None:
        def style(**how: object) -> Any:
            return book.add_format(
                {"font_name": FONT, "font_size": 10.5, "valign": "vcenter", **how}
            )

        cell = {"border": 1, "text_wrap": True}
        self.title = style(bold=True, font_size=22, align="center")
        self.left = style()
        self.center = style(align="center")
        self.right = style(align="right")
        self.heading = style(bold=True, align="center", bg_color="#E6E6E6", **cell)
        self.block = style(bold=True, bg_color="#F2F2F2", **cell)
        self.label = style(num_format="@", **cell)
        self.part = style(num_format="@", indent=2, **cell)
        self.unit = style(num_format="@", align="center", **cell)
        self.count = style(num_format="0;[Red]\\-0", align="right", **cell)
        self.money = style(num_format="#,##0.00;[Red]\\-#,##0.00", align="right", **cell)
        self.percent = style(num_format="0.00%", align="right", **cell)
        self.missing = style(align="center", **cell)
        self.note = style(num_format="@", font_size=9, **cell)
        self.day = style(num_format="yyyy-mm-dd", align="center", **cell)
        self.seal = style(align="center", valign="bottom")
        self.remark = style(text_wrap=True, valign="top")
        self.small = style(font_size=9, font_color="#595959")


class _Form:
    """The sheet that is printed and sealed."""

    def __init__(self, sheet: Any, styles: _Styles, report: TallyReport, imprint: Imprint) -> None:
        self._sheet, self._styles = sheet, styles
        self._report, self._imprint = report, imprint
        self._row = 0

    def write(self) -> None:
        """Head, blocks, foot, and how it goes to paper."""
        self._write_head()
        for block in blocks(self._report):
            self._write_block(block)
        self._write_foot()
        self._set_up_paper()

    def _write_head(self) -> None:
        period = self._report.this.period
        sheet, styles = self._sheet, self._styles
        for index, width in enumerate(WIDTHS):
            sheet.set_column(index, index, width)
        sheet.set_row(0, 40)
        sheet.merge_range(0, 0, 0, LAST, title(period), styles.title)
        sheet.set_row(1, ROW)
        sheet.write_string(1, 0, f"填报单位（盖章）：{self._imprint.station_name}", styles.left)
        sheet.merge_range(1, 2, 1, 4, period.label, styles.center)
        sheet.write_string(1, LAST, UNITS, styles.right)
        sheet.set_row(2, ROW)
        for index, heading in enumerate(columns(period)):
            sheet.write_string(2, index, heading, styles.heading)
        sheet.freeze_panes(3, 2)
        sheet.repeat_rows(2)
        self._row = 3

    def _write_block(self, block: Block) -> None:
        self._sheet.set_row(self._row, ROW)
        self._sheet.merge_range(self._row, 0, self._row, LAST, block.heading, self._styles.block)
        self._row += 1
        for row in block.rows:
            self._write_row(row)

    def _write_row(self, row: FigureRow) -> None:
        sheet, styles = self._sheet, self._styles
        sheet.set_row(self._row, ROW)
        label = styles.part if is_part(row.line) else styles.label
        sheet.write_string(self._row, 0, row.line.line.label, label)
        sheet.write_string(self._row, 1, row.unit_label, styles.unit)
        for column, line in enumerate(row.figures, start=2):
            _write_figure(sheet, (self._row, column), line, row.unit, styles)
        sheet.write_string(self._row, LAST, row.note, styles.note)
        self._row += 1

    def _write_foot(self) -> None:
        sheet, styles = self._sheet, self._styles
        for note in remarks(self._report):
            sheet.write_string(self._row, 0, note, styles.small)
            self._row += 1
        row = self._row + 1
        made_by = self._imprint.made_by or "______________"
        blanks = (made_by, "______________", "______________")
        signers = (f"{role}：{name}" for role, name in zip(SIGNERS, blanks, strict=True))
        sheet.write_string(row, 0, "　　".join(signers), styles.left)
        made_on = f"制表日期：{chinese_date(self._imprint.made_on)}"
        sheet.write_string(row, LAST, made_on, styles.right)
        sheet.set_row(row + 1, SEAL_ROW)
        sheet.write_string(row + 1, LAST, "（盖章）", styles.seal)
        self._row = row + 1

    def _set_up_paper(self) -> None:
        sheet = self._sheet
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(MARGIN_SIDE, MARGIN_SIDE, MARGIN_END, MARGIN_END)
        sheet.fit_to_pages(1, 0)
        sheet.center_horizontally()
        sheet.print_area(0, 0, self._row, LAST)
        number = f"&L&10编号 {grouped(self._imprint.serial)}" if self._imprint.serial else ""
        sheet.set_footer(f"{number}&C&10第 &P 页 共 &N 页")


def _write_figure(
    sheet: Any, place: Place, line: TallyLine | None, unit: str, styles: _Styles
) -> None:
    """A number as a number, an unknown one as a dash; 万元 rounded once, half up (MO5, MO6)."""
    if line is None:
        sheet.write_blank(*place, None, styles.missing)
        return
    number = _number(line, unit)
    if number is None:
        sheet.write_string(*place, MISSING, styles.missing)
        return
    style = {FEN: styles.money, PERCENT: styles.percent}.get(unit, styles.count)
    sheet.write_number(*place, number, style)


def _number(line: TallyLine, unit: str) -> float | None:
    if unit == PERCENT:
        hundredths = line.ratio.hundredths if line.ratio else None
        return None if hundredths is None else hundredths / 10_000
    value = line.value(unit)
    if value is None:
        return None
    return half_up(value, 10_000) / 100 if unit == FEN else value


def _write_meanings(
    sheet: Any, styles: _Styles, report: TallyReport, imprint: Imprint, behind: RowsBehind | None
) -> None:
    """Period, units, what counts, and for each line its meaning and how many rows stand behind."""
    sheet.set_column(0, 0, 19)
    sheet.set_column(1, 1, 38)
    sheet.set_column(2, 2, 26)
    sheet.set_column(3, 3, 56)
    sheet.set_column(4, 4, 10)
    row = 0
    for name, text in account_lines(_account(report, behind), imprint):
        sheet.write_string(row, 0, name, styles.label)
        sheet.merge_range(row, 1, row, 4, text, styles.label)
        sheet.set_row(row, height_of(text, 130))
        row += 1
    add_code(sheet, row, 1, imprint)
    row += 1
    for index, heading in enumerate(("编号", "项目", "类别", "计什么", "行数")):
        sheet.write_string(row + 1, index, heading, styles.heading)
    counts = behind.by_line() if behind else None
    for offset, line in enumerate(report.this.lines, start=row + 2):
        _write_meaning(sheet, offset, line, counts, styles)
    _fit_width(sheet)


def _account(report: TallyReport, behind: RowsBehind | None) -> Account:
    period = report.this.period
    days = f"{chinese_date(period.first_day)}至{chinese_date(period.last_day)}"
    rows = "未附明细" if behind is None else f"{len(behind.rows)} 行，见“{BEHIND}”"
    return Account(
        title=title(period),
        period=f"{period.label}（{days}）",
        unit=UNITS.removeprefix("单位："),
        counting=(("计入时间", WHEN), *COUNTING, ("明细行数", rows)),
        exemptions=EXEMPT,
    )


def _write_meaning(
    sheet: Any, row: int, line: TallyLine, counts: Mapping[str, int] | None, styles: _Styles
) -> None:
    texts = (line.code, line.line.label, KINDS[line.line.kind], meaning(line.code))
    for column, text in enumerate(texts):
        sheet.write_string(row, column, text, styles.label)
    if counts is None:
        sheet.write_string(row, 4, MISSING, styles.missing)
    else:
        sheet.write_number(row, 4, counts.get(line.code, 0), styles.count)


def _write_exact(sheet: Any, styles: _Styles, report: TallyReport) -> None:
    """Every figure without rounding, money in 分: for the next program, not for the wall."""
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 38)
    sheet.set_column(2, 6, 14)
    headings = ("编号", "项目", "单位", *columns(report.this.period)[2:6])
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, styles.heading)
    rows = (row for block in blocks(report, whole=True) for row in block.rows)
    for index, row in enumerate(rows, start=1):
        for column, text in enumerate((row.line.code, row.line.line.label, row.unit)):
            sheet.write_string(index, column, text, styles.label)
        for column, line in enumerate(row.figures, start=3):
            _write_exact_figure(sheet, (index, column), line, row.unit, styles)
    sheet.freeze_panes(1, 2)
    _fit_width(sheet)


def _write_exact_figure(
    sheet: Any, place: Place, line: TallyLine | None, unit: str, styles: _Styles
) -> None:
    if line is None or unit == PERCENT:
        _write_figure(sheet, place, line, unit, styles)
    elif (value := line.value(unit)) is None:
        sheet.write_string(*place, MISSING, styles.missing)
    else:
        sheet.write_number(*place, value, styles.count)


def _write_behind(sheet: Any, styles: _Styles, behind: RowsBehind) -> None:
    headings = ("项目编号", *behind.headings)
    sheet.set_column(0, len(headings) - 1, 20)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, styles.heading)
    for index, row in enumerate(behind.rows, start=1):
        for column, value in enumerate((row.code, *row.cells)):
            _write_value(sheet, index, column, value, styles)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(behind.rows), len(headings) - 1)
    _fit_width(sheet)


def _write_value(
    sheet: Any, row: int, column: int, value: str | int | date | None, styles: _Styles
) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, styles.day)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, styles.count)
    else:
        sheet.write_string(row, column, value or "", styles.label)


def _fit_width(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
