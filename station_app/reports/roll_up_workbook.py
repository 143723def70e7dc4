"""Responsible for F09 of a town or district as a workbook: the sheet that is printed and sealed.

Every text is written as text, so that no name of a station can act as a formula.
"""

from io import BytesIO
from typing import Any

import xlsxwriter

from station_app.domain.forms import Imprint
from station_app.domain.money import half_up
from station_app.domain.printouts import grouped
from station_app.domain.roll_up_form import MOST_COLUMNS, FormRow, RollUpForm, form_blocks
from station_app.domain.tally import FEN, MISSING, PERCENT, TallyLine
from station_app.reports.account_sheet import Account, account_lines, add_code, height_of
from station_app.reports.page import SIGNERS
from station_app.reports.tally_wording import (
    COUNTING,
    EXEMPT,
    UNITS,
    WHEN,
    group_heading,
    is_part,
    meaning,
    roll_up_title,
)
from station_app.reports.wording import chinese_date

FONT = "宋体"
FORM, MEANINGS = "统计表", "口径说明"
REPORTED = "已报/应报站点数"
HEADINGS = ("项目", "单位", "合计")
WIDTHS = (32, 7, 11)
CHILD_WIDTH = 9.5
FIXED = len(HEADINGS)
ROW, HEAD_ROW, SEAL_ROW = 18.0, 46.0, 122.0
MARGIN_SIDE, MARGIN_END = 15 / 25.4, 20 / 25.4
A4 = 9
WIDE_SCALE = 60
"""Per cent at which the fixed columns and twelve others fit side by side."""
FIND_ROLL_UP = (
    "在区县网页“数据汇总”里的“凭编号找回”输入编号，或者用扫码枪扫二维码：当时的数、用到的月报都在，"
    "点数字看是哪些站、哪些记录，并看到此后有没有变动。"
)
BLANK = "______________"


def xlsx(form: RollUpForm, imprint: Imprint) -> bytes:
    """The workbook."""
    stream = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(stream, options)
    book.set_properties({"title": roll_up_title(form.period), "author": form.place})
    styles = _Styles(book)
    _Form(book.add_worksheet(FORM), styles, form, imprint).write()
    _write_meanings(book.add_worksheet(MEANINGS), styles, form, imprint)
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
        self.title = style(bold=True, font_size=22)
        self.left, self.right = style(), style(align="right")
        self.small = style(font_size=9, font_color="#595959")
        self.heading = style(bold=True, align="center", bg_color="#E6E6E6", **cell)
        self.block = style(bold=True, bg_color="#F2F2F2", **cell)
        self.label = style(num_format="@", **cell)
        self.part = style(num_format="@", indent=2, **cell)
        self.center = style(num_format="@", align="center", **cell)
        self.count = style(num_format="0;[Red]\\-0", align="right", **cell)
        self.money = style(num_format="#,##0.00;[Red]\\-#,##0.00", align="right", **cell)
        self.percent = style(num_format="0.00%", align="right", **cell)
        self.seal = style(align="center", valign="bottom")


class _Form:
    """The sheet that is printed."""

    def __init__(self, sheet: Any, styles: _Styles, form: RollUpForm, imprint: Imprint) -> None:
        self._sheet, self._styles = sheet, styles
        self._form, self._imprint = form, imprint
        self._last = FIXED + max(len(form.children), 1) - 1
        self._row = 3

    def write(self) -> None:
        """Head, rows, foot, and how it goes to paper."""
        self._write_head()
        self._write_reporting()
        for block in form_blocks(self._form):
            self._write_block(block)
        self._write_foot()
        self._set_up_paper()

    def _write_head(self) -> None:
        sheet, styles, form = self._sheet, self._styles, self._form
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.set_column(FIXED, self._last, CHILD_WIDTH)
        sheet.set_row(0, 40)
        sheet.write_string(0, 0, roll_up_title(form.period), styles.title)
        place = f"填报单位（盖章）：{form.place}　　{form.period.label}　　{UNITS}"
        sheet.write_string(1, 0, place, styles.left)
        sheet.set_row(2, HEAD_ROW)
        for column, text in enumerate((*HEADINGS, *(child.name for child in form.children))):
            sheet.write_string(2, column, text, styles.heading)
        sheet.freeze_panes(3, FIXED)

    def _write_reporting(self) -> None:
        form, styles = self._form, self._styles
        texts = (REPORTED, "站", form.whole.reporting, *(c.reporting for c in form.children))
        self._sheet.set_row(self._row, ROW)
        for column, text in enumerate(texts):
            style = styles.label if column == 0 else styles.center
            self._sheet.write_string(self._row, column, text, style)
        self._row += 1

    def _write_block(self, block: tuple[FormRow, ...]) -> None:
        heading = group_heading(block[0].line)
        for column in range(self._last + 1):
            self._sheet.write_blank(self._row, column, None, self._styles.block)
        self._sheet.write_string(self._row, 0, heading, self._styles.block)
        self._sheet.set_row(self._row, ROW)
        self._row += 1
        for row in block:
            self._write_row(row)

    def _write_row(self, row: FormRow) -> None:
        sheet, styles = self._sheet, self._styles
        sheet.set_row(self._row, ROW)
        label = styles.part if is_part(row.line) else styles.label
        sheet.write_string(self._row, 0, row.line.line.label, label)
        sheet.write_string(self._row, 1, row.unit_label, styles.center)
        for column, line in enumerate((row.line, *row.parts), start=2):
            self._write_figure(column, line, row.unit)
        self._row += 1

    def _write_figure(self, column: int, line: TallyLine, unit: str) -> None:
        """A number as a number, an unknown one as a dash; 万元 rounded once, half up (MO5, MO6)."""
        number = _number(line, unit)
        if number is None:
            self._sheet.write_string(self._row, column, MISSING, self._styles.center)
            return
        styles = {FEN: self._styles.money, PERCENT: self._styles.percent}
        style = styles.get(unit, self._styles.count)
        self._sheet.write_number(self._row, column, number, style)

    def _write_foot(self) -> None:
        sheet, styles = self._sheet, self._styles
        for remark in self._form.remarks:
            sheet.write_string(self._row, 0, remark, styles.small)
            self._row += 1
        blanks = (self._imprint.made_by or BLANK, BLANK, BLANK)
        signers = [f"{role}：{name}" for role, name in zip(SIGNERS, blanks, strict=True)]
        signers.append(f"制表日期：{chinese_date(self._imprint.made_on)}")
        sheet.write_string(self._row + 1, 0, "　　".join(signers), styles.left)
        sheet.set_row(self._row + 2, SEAL_ROW)
        sheet.write_string(self._row + 2, 0, "（盖章）", styles.seal)
        self._row += 2

    def _set_up_paper(self) -> None:
        """One page wide for up to twelve columns; further ones on pages of their own."""
        sheet, pages = self._sheet, len(self._form.sheets)
        sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(MARGIN_SIDE, MARGIN_SIDE, MARGIN_END, MARGIN_END)
        sheet.repeat_rows(2)
        sheet.repeat_columns(0, FIXED - 1)
        if pages == 1:
            sheet.fit_to_pages(1, 0)
        else:  # breaks hold only where the sheet is scaled, not fitted
            sheet.set_print_scale(WIDE_SCALE)
        sheet.set_v_pagebreaks([FIXED + MOST_COLUMNS * number for number in range(1, pages)])
        sheet.print_area(0, 0, self._row, self._last)
        serial = self._imprint.serial
        number = f"&L&10编号 {grouped(serial)}" if serial else ""
        sheet.set_footer(f"{number}&C&10第 &P 页 共 &N 页")


def _number(line: TallyLine, unit: str) -> float | None:
    if unit == PERCENT:
        hundredths = line.ratio.hundredths if line.ratio else None
        return None if hundredths is None else hundredths / 10_000
    value = line.value(unit)
    return value if value is None or unit != FEN else half_up(value, 10_000) / 100


def roll_up_account(form: RollUpForm) -> Account:
    """What is said of a roll-up: its period and units, of how many stations, what counts."""
    rows = sum(map(len, form_blocks(form)))
    days = f"{chinese_date(form.period.first_day)}至{chinese_date(form.period.last_day)}"
    return Account(
        title=roll_up_title(form.period),
        period=f"{form.period.label}（{days}）",
        unit=UNITS.removeprefix("单位："),
        counting=(
            (REPORTED, form.whole.reporting),
            ("计入时间", WHEN),
            *COUNTING,
            *(("说明", remark) for remark in form.remarks),
            ("行数", f"{rows} 行，{len(form.children)} 列和合计"),
        ),
        exemptions=EXEMPT,
        find_again=FIND_ROLL_UP,
    )


def _write_meanings(sheet: Any, styles: _Styles, form: RollUpForm, imprint: Imprint) -> None:
    """Who, when, of how many stations, and what each line counts."""
    facts = account_lines(roll_up_account(form), imprint)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 36)
    sheet.set_column(2, 2, 70)
    for row, (name, text) in enumerate(facts):
        sheet.write_string(row, 0, name, styles.label)
        sheet.merge_range(row, 1, row, 2, text, styles.label)
        sheet.set_row(row, height_of(text, 104))
    add_code(sheet, len(facts), 1, imprint)
    start = len(facts) + 3
    for column, heading in enumerate(("编号", "项目", "计什么")):
        sheet.write_string(start, column, heading, styles.heading)
    for row, line in enumerate(form.whole.tally.lines, start=start + 1):
        for column, text in enumerate((line.code, line.line.label, meaning(line.code))):
            sheet.write_string(row, column, text, styles.label)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
