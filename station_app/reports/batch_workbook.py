"""Responsible for the list of a condolence batch as a workbook: typed cells, sums, ready to print.

What people wrote is written as text, so that no cell can act as a formula; ID and account numbers
are text, amounts and dates are numbers that a sheet can reckon with.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from station_app.domain import money
from station_app.domain.forms import Imprint, PaymentRoster, PaymentRow
from station_app.domain.list_tables import BATCH
from station_app.domain.lists import ListMark
from station_app.progress import Progress
from station_app.reports.account_sheet import Account, write_account
from station_app.reports.list_workbook import (
    A4,
    EDITABLE,
    FONT,
    LOCKED,
    MADE_BY,
    MARGIN,
    SIDES,
)
from station_app.reports.payment_roster import LEADERS, ROLES, signed
from station_app.reports.sheet_rows import AT_ONCE
from station_app.reports.wording import blank, chinese_date

SHEET = "签领表"
UNIT = "人、元"
COUNTING = (
    ("人数", "名单上每行的人数相加；更正行带负号，所以合计总是对得上"),
    ("金额", "未签领的按名单上的金额，已签领的按实际发放；物资只算折款"),
    (
        "能改的栏",
        (
            "没冻结的批次，金额和物资（表头是黄底的）改好存盘，可以从“导入导出”导回来，"
            "只有改过的格子会列出来给您看；冻结以后的只供查看"
        ),
    ),
)
EDITABLE_HEADINGS = frozenset(column.heading for column in BATCH.editable)
MONEY, WHOLE, DAY, TEXT = "#,##0.00", "0", "yyyy-mm-dd", "@"
FIRST_ROW = 3
"""Below the title, the line of facts and the headings."""
Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class _Column:
    """A heading, its width in characters, what stands in it, and how a sheet shows it."""

    heading: str
    width: int
    show: Callable[[PaymentRow], Value]
    look: str = TEXT
    summed: bool = False


def _yuan(fen: int | None) -> float | None:
    """A sheet reckons in yuan; two decimals survive as they are."""
    return None if fen is None else fen / 100


def _note(row: PaymentRow) -> str:
    heads = f"{row.headcount} 人" if row.headcount != 1 else None
    returned = f"交回 {row.returned_on:%Y-%m-%d}" if row.returned_on else None
    return "；".join(part for part in (heads, row.state, returned, row.note) if part)


_ALWAYS_BEFORE = (
    _Column("姓名", 12, lambda row: row.name),
    _Column("性别", 6, lambda row: row.sex),
    _Column("人员类别", 27, lambda row: row.category),
    _Column("身份证号", 21, lambda row: row.id_number),
    _Column("小组", 9, lambda row: row.group_name),
    _Column("住址", 24, lambda row: row.address),
)
_ACCOUNT = _Column("开户银行/账号", 26, lambda row: row.account)
_MONEY = _Column(
    "金额（元）", 13, lambda row: _yuan(signed(row.amount_fen, row.sign)), MONEY, summed=True
)
_GOODS = (
    _Column("物资", 18, lambda row: row.goods),
    _Column("数量", 7, lambda row: signed(row.quantity, row.sign), WHOLE, summed=True),
    _Column(
        "折款（元）", 13, lambda row: _yuan(signed(row.goods_value_fen, row.sign)), MONEY,
        summed=True,
    ),
)  # fmt: skip
_ALWAYS_AFTER = (
    _Column("本人签字（指印）", 17, lambda _row: None),
    _Column("代领人及关系", 15, lambda row: row.agent),
    _Column("领取日期", 12, lambda row: row.received_on, DAY),
    _Column("备注", 20, _note),
)


def columns_of(sheet: PaymentRoster) -> tuple[_Column, ...]:
    """What this batch needs: accounts only for transfers, goods only where there are any."""
    rows = sheet.rows
    goods = sheet.goods or any(row.goods or row.goods_value_fen for row in rows)
    middle = [_ACCOUNT] if any(row.account for row in rows) else []
    middle += [] if sheet.goods else [_MONEY]
    middle += _GOODS if goods else ()
    return (*_ALWAYS_BEFORE, *middle, *_ALWAYS_AFTER)


def xlsx(
    title: str,
    sheet: PaymentRoster,
    imprint: Imprint,
    progress: Progress,
    *,
    mark: ListMark | None = None,
) -> bytes:
    """The workbook of a batch; with a mark a list that may be edited and come back."""
    made = BytesIO()
    columns = columns_of(sheet)
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        page = book.add_worksheet(SHEET)
        pens = _Pens(book)
        _head(page, title, sheet, columns, pens)
        for number, row in enumerate(sheet.rows):
            if number % AT_ONCE == 0:
                progress.step(number, len(sheet.rows))
            _row(page, number, row, columns, pens)
        _foot(page, sheet, columns, pens)
        _set_page(page, columns, len(sheet.rows), imprint)
        if mark is not None:
            _put_keys(page, sheet, columns, pens, mark)
        write_account(book, Account(title, unit=UNIT, counting=COUNTING), imprint)
    progress.step(len(sheet.rows), len(sheet.rows))
    return made.getvalue()


class _Pens:
    """The formats of a workbook, each made once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool, bool], Format] = {}
        plain = {"font_name": FONT, "valign": "vcenter"}
        self.title = book.add_format({**plain, "font_size": 16, "bold": True, "align": "center"})
        self.facts = book.add_format({**plain, "font_size": 11})
        head = {**plain, "font_size": 11, "bold": True, "border": 1, "align": "center",
                "text_wrap": True}  # fmt: skip
        self.head = book.add_format({**head, "bg_color": LOCKED})
        self.yellow = book.add_format({**head, "bg_color": EDITABLE})

    def cell(self, look: str, *, red: bool = False, bold: bool = False) -> Format:
        """A cell of a row; what is taken back is red, a sum is bold."""
        if (look, red, bold) not in self._made:
            values: dict[str, object] = {
                "font_name": FONT, "font_size": 11, "border": 1, "valign": "vcenter",
                "num_format": look, "text_wrap": look == TEXT, "bold": bold,
                **SIDES.get(look, {}),
            }  # fmt: skip
            if red:
                values["font_color"] = "#C00000"
            self._made[look, red, bold] = self._book.add_format(values)
        return self._made[look, red, bold]


def _head(
    page: Worksheet, title: str, sheet: PaymentRoster, columns: Sequence[_Column], pens: _Pens
) -> None:
    page.merge_range(0, 0, 0, len(columns), title, pens.title)
    page.set_row(0, 30)
    standard = "" if sheet.standard_fen is None else f"{money.yuan(sheet.standard_fen)}元/人"
    facts = (
        f"资金来源：{blank(sheet.funding)}　文号：{blank(sheet.doc_no)}　标准：{blank(standard)}"
    )
    page.write_string(1, 0, facts, pens.facts)
    page.write_string(2, 0, "序号", pens.head)
    page.set_column(0, 0, 6)
    for place, column in enumerate(columns, start=1):
        page.set_column(place, place, column.width)
        page.write_string(2, place, column.heading, pens.head)
    page.set_row(2, 30)


def _row(
    page: Worksheet, number: int, row: PaymentRow, columns: Sequence[_Column], pens: _Pens
) -> None:
    red, at = row.sign < 0, FIRST_ROW + number
    page.set_row(at, 26)
    page.write_number(at, 0, number + 1, pens.cell(WHOLE, red=red))
    for place, column in enumerate(columns, start=1):
        _write(page, at, place, column.show(row), pens.cell(column.look, red=red))


def _write(page: Worksheet, at: int, place: int, value: Value, pen: Format) -> None:
    if value is None or value == "":
        page.write_blank(at, place, None, pen)
    elif isinstance(value, str):
        page.write_string(at, place, value, pen)
    elif isinstance(value, date):
        page.write_datetime(at, place, value, pen)
    else:
        page.write_number(at, place, value, pen)


def _foot(page: Worksheet, sheet: PaymentRoster, columns: Sequence[_Column], pens: _Pens) -> None:
    """Sums that go on reckoning, the sum in words, and who signs."""
    at = FIRST_ROW + len(sheet.rows)
    heads = sum(row.headcount * row.sign for row in sheet.rows)
    page.write_string(at, 0, "合计", pens.cell(TEXT, bold=True))
    page.write_string(at, 1, f"{heads} 人", pens.cell(TEXT, bold=True))
    for place, column in enumerate(columns, start=1):
        if column.summed:
            values = [column.show(row) for row in sheet.rows]
            _sum(page, (at, place), values, pens.cell(column.look, bold=True))
        elif place > 1:
            page.write_blank(at, place, None, pens.cell(TEXT, bold=True))
    words = (money.uppercase_line(_total(sheet)), ROLES, LEADERS)
    page.set_row(at, 24)
    for below, line in enumerate(words, start=1):
        page.set_row(at + below, 22)
        page.write_string(at + below, 0, line, pens.facts)


def _put_keys(
    page: Worksheet,
    sheet: PaymentRoster,
    columns: Sequence[_Column],
    pens: "_Pens",
    mark: ListMark,
) -> None:
    """A hidden column says which line each row is; what may be changed stands under yellow."""
    hidden = len(columns) + 1
    page.set_column(hidden, hidden, 40, None, {"hidden": True})
    page.write_string(2, hidden, mark.heading())
    last = FIRST_ROW - 1 + len(sheet.rows)  # keys move with their rows when somebody sorts
    page.autofilter(FIRST_ROW - 1, 0, last, hidden)
    for place, column in enumerate(columns, start=1):
        if column.heading in EDITABLE_HEADINGS:
            page.write_string(2, place, column.heading, pens.yellow)
    for number, row in enumerate(sheet.rows):
        if row.record is not None:
            page.write_string(FIRST_ROW + number, hidden, str(row.record.record_id))


def _sum(page: Worksheet, place: tuple[int, int], values: Sequence[Value], pen: Format) -> None:
    """A formula of ours, with its value for readers that do not reckon."""
    at, column = place
    total = round(sum(value for value in values if isinstance(value, (int, float))), 2)
    if values:
        cells = xl_range(FIRST_ROW, column, FIRST_ROW + len(values) - 1, column)
        page.write_formula(at, column, f"=SUM({cells})", pen, total)
    else:
        page.write_number(at, column, 0, pen)


def _total(sheet: PaymentRoster) -> int:
    """As the printed roster has it: money, or of goods their value."""

    def worth(row: PaymentRow) -> int:
        return (row.goods_value_fen if sheet.goods else row.amount_fen) or 0

    return sum(worth(row) * row.sign for row in sheet.rows)


def _set_page(page: Worksheet, columns: Sequence[_Column], count: int, imprint: Imprint) -> None:
    last = FIRST_ROW + count + 3
    page.freeze_panes(FIRST_ROW, 2)
    page.autofilter(FIRST_ROW - 1, 0, FIRST_ROW - 1 + count, len(columns))
    page.set_paper(A4)
    page.set_landscape()
    page.set_margins(MARGIN, MARGIN, MARGIN, MARGIN)
    page.repeat_rows(FIRST_ROW - 1)
    page.fit_to_pages(1, 0)
    page.print_area(0, 0, last, len(columns))
    when = imprint.printed_at.strftime("%Y-%m-%d %H:%M") if imprint.printed_at else ""
    page.set_footer(
        MADE_BY.format(
            station=imprint.station_name,
            who=imprint.printed_by or "",
            when=when or chinese_date(imprint.made_on),
        )
    )
