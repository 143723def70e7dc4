"""Responsible for any list as a workbook: typed cells, filters, frozen head, ready to be printed.

Opens in Excel, WPS and LibreOffice. What people wrote is written as text, so that no cell can act
as a formula and no ID number becomes a number; days and figures are what a sheet can reckon with.
A hidden column holds the key of each row, so that an edited list can come back.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO

import xlsxwriter
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from station_app.domain.codes import CODE_LISTS
from station_app.domain.forms import Imprint
from station_app.domain.kinds import Kind, Value
from station_app.domain.lists import ListColumn, ListSheet
from station_app.domain.masking import MaskLevel
from station_app.domain.money import FEN_PER_YUAN
from station_app.progress import Progress
from station_app.reports.account_sheet import ACCOUNT, Lines, add_code, height_of, trace_lines
from station_app.reports.sheet_rows import LINE, put_rows, width_of
from station_app.reports.wording import chinese_date

FONT = "宋体"
CHOICES_SHEET = "可选项"
NOTES_WIDTH = 84
TOTAL = "合计"
A4 = 9
MADE_BY = "&L{station}&R{who} 于 {when} 导出，第 &P 页 共 &N 页"
PRIVATE = "&C含个人敏感信息，妥善保管"
MARGIN = 15 / 25.4
HEAD_ROW = 1
FIRST_ROW = 2
TEXT, DAY, MONEY, WHOLE = "@", "yyyy-mm-dd", "#,##0.00", "0"
SIDES: dict[str, dict[str, object]] = {
    DAY: {"align": "center"},
    MONEY: {"align": "right", "indent": 1},
    WHOLE: {"align": "right", "indent": 1},
}
"""A figure keeps off the words of the column beside it."""
LOOKS = {Kind.DATE: DAY, Kind.MONEY: MONEY, Kind.INTEGER: WHOLE}
EDITABLE, LOCKED = "#FFF2CC", "#F2F2F2"
PERSONAL = frozenset({Kind.ID_NUMBER, Kind.PHONE})
CHOICES_AHEAD = 500
"""Rows below the last that offer the choices too, for lines somebody adds."""
PRINTED_WIDTH = 110
"""Characters that an upright page holds; a wider list lies down."""
LYING_WIDTH = 200
"""Characters that a page lying down still shows in letters that can be read."""
ROOM, LEAST = 3, 10
"""Beside a text for the arrow of the filter; the least width of what is written in."""


def xlsx(sheet: ListSheet, imprint: Imprint, progress: Progress) -> bytes:
    """The workbook; who made it and when stands in the foot of every page (PV2)."""
    sheet = _fitted(sheet)
    made = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        page = book.add_worksheet(sheet.spec.title)
        _head(book, page, sheet)
        _pattern(book, page, sheet)
        _foot(book, page, sheet)
        _offer_choices(book, page, sheet)
        _set_page(page, sheet, imprint)
        _add_notes(book, sheet.notes, imprint)
    content = put_rows(
        made.getvalue(),
        sheet.spec.columns,
        sheet.rows,
        pattern=FIRST_ROW + 1,
        keys=sheet.mark is not None,
        progress=progress,
    )
    progress.step(len(sheet.rows), len(sheet.rows))
    return content


def _fitted(sheet: ListSheet) -> ListSheet:
    """Columns no wider than what stands in them, so that more of the list fits on a page."""
    columns = tuple(
        replace(column, width=_width(column, [row.values[place] for row in sheet.rows]))
        for place, column in enumerate(sheet.spec.columns)
    )
    return replace(sheet, spec=replace(sheet.spec, columns=columns))


def _width(column: ListColumn, values: Sequence[Value]) -> int:
    least = max(width_of(column.heading) + ROOM, LEAST if column.editable else 0)
    if column.kind in LOOKS or column.choices:
        return max(column.width, least)
    widest = max((width_of(value) for value in values if isinstance(value, str)), default=0)
    return max(least, min(column.width, widest + ROOM))


def _head(book: xlsxwriter.Workbook, page: Worksheet, sheet: ListSheet) -> None:
    """The title, the headings (what may be changed on yellow), and the mark in the hidden one."""
    columns, last = sheet.spec.columns, len(sheet.spec.columns) - 1
    side = "left" if _pages_wide(columns) > 1 else "center"
    big = book.add_format({"font_name": FONT, "font_size": 16, "bold": True, "align": side})
    page.set_row(0, 30)
    page.set_row(HEAD_ROW, LINE + 4)
    page.merge_range(0, 0, 0, max(last, 1), sheet.title, big)
    heads = {on: book.add_format(_head_look(on=on)) for on in (True, False)}
    for place, column in enumerate(columns):
        page.set_column(place, place, column.width)
        on = column.editable and sheet.mark is not None
        page.write_string(HEAD_ROW, place, column.heading, heads[on])
    if sheet.mark is not None:
        page.set_column(last + 1, last + 1, 40, None, {"hidden": True})
        page.write_string(HEAD_ROW, last + 1, sheet.mark.heading())


def _head_look(*, on: bool) -> dict[str, object]:
    ground = EDITABLE if on else LOCKED
    return _look(TEXT) | {"bold": True, "align": "center", "bg_color": ground}


def _look(shown: str) -> dict[str, object]:
    plain = {"font_name": FONT, "font_size": 11, "border": 1, "valign": "vcenter"}
    side = SIDES.get(shown, {})
    return {**plain, **side, "num_format": shown, "text_wrap": shown == TEXT}


def _pattern(book: xlsxwriter.Workbook, page: Worksheet, sheet: ListSheet) -> None:
    """One empty line, whose formats all lines get."""
    formats = {shown: book.add_format(_look(shown)) for shown in (TEXT, DAY, MONEY, WHOLE)}
    for place, column in enumerate(sheet.spec.columns):
        page.write_blank(FIRST_ROW, place, None, formats[LOOKS.get(column.kind, TEXT)])


def _foot(book: xlsxwriter.Workbook, page: Worksheet, sheet: ListSheet) -> None:
    """Sums that go on reckoning when the list is narrowed; the hidden rows do not count."""
    columns, at = sheet.spec.columns, FIRST_ROW + len(sheet.rows)
    if not sheet.rows or not any(column.summed for column in columns):
        return
    for place, column in enumerate(columns):
        pen = book.add_format(_look(LOOKS.get(column.kind, TEXT)) | {"bold": True})
        if column.summed:
            values = [row.values[place] for row in sheet.rows]
            total = sum(value for value in values if isinstance(value, int))
            cells = xl_range(FIRST_ROW, place, at - 1, place)
            shown = total / FEN_PER_YUAN if column.kind is Kind.MONEY else total
            page.write_formula(at, place, f"=SUBTOTAL(109,{cells})", pen, shown)
        else:
            page.write_string(at, place, TOTAL if place == 0 else "", pen)


def _offer_choices(book: xlsxwriter.Workbook, page: Worksheet, sheet: ListSheet) -> None:
    """A list to choose from in cells of codes, whose words stand in a hidden sheet."""
    if sheet.mark is None:
        return
    wanted = [(n, c) for n, c in enumerate(sheet.spec.columns) if c.editable and c.choices]
    if not wanted:
        return
    offered = book.add_worksheet(CHOICES_SHEET)
    offered.hide()
    words = {place: _words(column) for place, column in wanted}
    _write_columns(offered, words.values())
    for number, (place, column) in enumerate(wanted):
        source = xl_range(0, number, len(words[place]) - 1, number)
        page.data_validation(
            FIRST_ROW, place, FIRST_ROW + len(sheet.rows) + CHOICES_AHEAD, place,
            {
                "validate": "list",
                "source": f"={CHOICES_SHEET}!{_absolute(source)}",
                "error_type": "warning",
                "error_title": column.heading,
                "error_message": "不在可选的项目里，导回来的时候会再问。",
            },
        )  # fmt: skip


def _words(column: ListColumn) -> list[str]:
    known = CODE_LISTS[column.choices or ""]
    return [known.label(code) for code in known.codes]


def _write_columns(page: Worksheet, columns: Iterable[Sequence[str]]) -> None:
    """Row by row, as a workbook that keeps little in memory must be written."""
    held = [list(words) for words in columns]
    for at in range(max(map(len, held))):
        for place, words in enumerate(held):
            if at < len(words):
                page.write_string(at, place, words[at])


def _absolute(cells: str) -> str:
    first, last = (cells.split(":") * 2)[:2]
    return ":".join(f"${cell[: -len(_digits(cell))]}${_digits(cell)}" for cell in (first, last))


def _digits(cell: str) -> str:
    return "".join(letter for letter in cell if letter.isdigit())


def _add_notes(book: xlsxwriter.Workbook, notes: Lines, imprint: Imprint) -> None:
    """The sheet 口径说明: what the list is, how it comes back, and the number that finds it."""
    if not notes:
        return
    page = book.add_worksheet(ACCOUNT)
    head = book.add_format(_head_look(on=False) | {"valign": "vcenter"})
    body = book.add_format(_look(TEXT))
    page.set_column(0, 0, 16)
    page.set_column(1, 1, NOTES_WIDTH)
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    lines = (*notes, *trace_lines(imprint))
    for at, (name, text) in enumerate(lines):
        page.set_row(at, height_of(text, NOTES_WIDTH))
        page.write_string(at, 0, name, head)
        page.write_string(at, 1, text, body)
    add_code(page, len(lines) + 1, 1, imprint)


def _set_page(page: Worksheet, sheet: ListSheet, imprint: Imprint) -> None:
    columns, count = sheet.spec.columns, len(sheet.rows)
    summed = bool(count) and any(column.summed for column in columns)
    last = HEAD_ROW + count + summed
    page.freeze_panes(FIRST_ROW, min(2, len(columns)))
    edge = len(columns) - (sheet.mark is None)  # keys move with their rows when somebody sorts
    page.autofilter(HEAD_ROW, 0, HEAD_ROW + count, edge)
    page.set_paper(A4)
    if sum(column.width for column in columns) > PRINTED_WIDTH:
        page.set_landscape()
    page.set_margins(MARGIN, MARGIN, MARGIN, MARGIN)
    page.repeat_rows(HEAD_ROW)
    pages = _pages_wide(columns)
    page.fit_to_pages(pages, 0)
    if pages > 1:
        page.repeat_columns(0, 1)
    page.print_area(0, 0, last, len(columns) - 1)
    page.set_footer(_footer(columns, imprint))


def _pages_wide(columns: Sequence[ListColumn]) -> int:
    """A list wider than a page lying down goes over several, rather than into tiny letters."""
    return -(-sum(column.width for column in columns) // LYING_WIDTH)


def _footer(columns: Sequence[ListColumn], imprint: Imprint) -> str:
    when = imprint.printed_at.strftime("%Y-%m-%d %H:%M") if imprint.printed_at else ""
    line = MADE_BY.format(
        station=_plain(imprint.station_name),
        who=_plain(imprint.printed_by or ""),
        when=when or chinese_date(imprint.made_on),
    )
    personal = is_personal(columns, imprint)
    return line.replace("&R", f"{PRIVATE}&R", 1) if personal else line


def is_personal(columns: Sequence[ListColumn], imprint: Imprint) -> bool:
    """Whether whole ID numbers or phones stand in the list."""
    return imprint.mask is MaskLevel.FULL and any(one.kind in PERSONAL for one in columns)


def _plain(words: str) -> str:
    """In a foot an ampersand begins an order; doubled it is itself."""
    return words.replace("&", "&&")
