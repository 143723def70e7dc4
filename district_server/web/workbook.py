"""A list as an Excel file: every text is written as text, so that no cell can act as a formula."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from district_server.web.rendering import in_china
from station_app.domain.forms import Imprint
from station_app.domain.printouts import grouped
from station_app.reports.account_sheet import Account, write_account

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FONT = "宋体"
A4 = 9
MARGIN = 15 / 25.4
LONGEST_CELL = 32_000
HEAD_POINTS = 32
"""Two lines: not every program makes room for a heading that is broken."""
Cell = str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and how wide its column is, in characters."""

    title: str
    width: int = 14


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list on a sheet of its own: its tab, the title above it, headings and rows."""

    tab: str
    title: str
    headings: Sequence[Heading]
    rows: Iterable[Sequence[Cell]]
    fixed: int = 1


def workbook(
    title: str,
    headings: Sequence[Heading],
    rows: Iterable[Sequence[Cell]],
    *,
    made_by: str,
    made_at: datetime,
) -> bytes:
    """A file of one list; who made it and when stands in the foot of every page (PV2)."""
    sheet = Sheet(title, title, headings, rows)
    return workbook_of([sheet], made_by=made_by, made_at=made_at)


def workbook_of(
    sheets: Sequence[Sheet],
    *,
    made_by: str,
    made_at: datetime,
    account: tuple[Account, Imprint] | None = None,
) -> bytes:
    """A file of several lists; with an account also 口径说明 and the number in every foot.

    Names that begin with = + - @ or a tab stay what they are: text.
    """
    serial = account[1].serial if account else None
    made = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, {"in_memory": True, **options}) as book:
        styles = _Styles(book)
        for each in sheets:
            sheet = book.add_worksheet(each.tab or None)
            _fill(sheet, each, styles)
            _set_page(sheet, made_by, made_at, fixed=each.fixed, serial=serial)
        if account is not None:
            write_account(book, *account)
    return made.getvalue()


def _fill(sheet: Any, list_: Sheet, styles: "_Styles") -> None:
    sheet.write_string(0, 0, list_.title, styles.title)
    sheet.set_row(1, HEAD_POINTS)
    for place, heading in enumerate(list_.headings):
        sheet.set_column(place, place, heading.width)
        sheet.write_string(1, place, heading.title, styles.head)
    last = 1
    for last, row in enumerate(list_.rows, start=2):
        for place, cell in enumerate(row):
            _write(sheet, last, place, cell, styles)
    sheet.autofilter(1, 0, max(last, 2), len(list_.headings) - 1)


class _Styles:
    """The formats of a list."""

    def __init__(self, book: Any) -> None:
        plain = {"font_name": FONT, "font_size": 11, "border": 1, "valign": "vcenter"}
        self.title = book.add_format({"font_name": FONT, "font_size": 16, "bold": True})
        self.head = book.add_format(
            {**plain, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#F2F2F2"}
        )
        self.text = book.add_format({**plain, "num_format": "@", "text_wrap": True})
        self.count = book.add_format({**plain, "num_format": "#,##0"})
        self.exact = book.add_format({**plain, "num_format": "#,##0.00"})


def _write(sheet: Any, row: int, place: int, cell: Cell, styles: _Styles) -> None:
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        sheet.write_string(row, place, _words(cell)[:LONGEST_CELL], styles.text)
        return
    sheet.write_number(row, place, cell, styles.count if isinstance(cell, int) else styles.exact)


def _set_page(
    sheet: Any, made_by: str, made_at: datetime, *, fixed: int, serial: str | None
) -> None:
    sheet.freeze_panes(2, fixed)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(MARGIN, MARGIN, MARGIN, MARGIN)
    sheet.repeat_rows(1)
    sheet.fit_to_pages(1, 0)
    who = made_by.replace("&", "&&")
    number = f"&C编号 {grouped(serial)}" if serial else ""
    sheet.set_footer(
        f"&L{who} 于 {in_china(made_at):%Y-%m-%d %H:%M} 导出{number}&R第 &P 页 共 &N 页"
    )


def _words(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return f"{in_china(cell):%Y-%m-%d %H:%M}"
    return cell.isoformat() if isinstance(cell, date) else str(cell)
