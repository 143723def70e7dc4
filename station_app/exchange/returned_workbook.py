"""Gives the clerk's own workbook back: red and amber cells, a column of reasons, a hidden row key.

The repaired workbook may be imported again; the key tells which waiting row a line repairs.
"""

import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from station_app.domain.imports import REASON_HEADING, ROW_KEY_HEADING
from station_app.domain.reading import Level
from station_app.errors import Rejected, Unavailable
from station_app.exchange.cells import CellError, CellValue
from station_app.exchange.sniffing import FileKind
from station_app.exchange.workbook import Sheet, Workbook, read_workbook

RED = PatternFill("solid", fgColor="FFF4C7C3")
AMBER = PatternFill("solid", fgColor="FFFCE8B2")
_OURS = frozenset({RED.fgColor.rgb, AMBER.fgColor.rgb})
_REASON_WIDTH = 60
_TEXT_FORMAT = "@"
_DATE_FORMAT = "yyyy-mm-dd"


@dataclass(frozen=True, slots=True)
class Mark:
    """A cell to be looked at: its zero-based column, None for the row as a whole."""

    column: int | None
    level: Level
    message: str


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A line of a sheet as the spreadsheet numbers it, its key, and what is to be said of it."""

    number: int
    key: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedSheet:
    """The lines of one sheet. `header_row` is 0 where the sheet has no heading."""

    name: str
    header_row: int
    rows: tuple[MarkedRow, ...]


def give_back(source: Path, target: Path, sheets: Sequence[MarkedSheet]) -> None:
    """Write the marked copy of `source` to `target`.

    Raises `Rejected("import.same_file")`, `Unavailable("import.target_locked")`.
    """
    if target.exists() and target.resolve() == source.resolve():
        raise Rejected("import.same_file", file=target.name)
    read = read_workbook(source)
    book = _copy_of(source) if read.kind is FileKind.XLSX else _rebuilt(read)
    values = {sheet.name: sheet for sheet in read.sheets}
    for marked in sheets:
        _mark_sheet(book[marked.name], marked, values[marked.name])
    _save(book, target)


def _copy_of(source: Path) -> openpyxl.Workbook:
    """Formats, widths and the other sheets stay as the clerk made them."""
    return openpyxl.load_workbook(source, rich_text=True)


def _rebuilt(read: Workbook) -> openpyxl.Workbook:
    """A new workbook with the same cells, for .xls and .csv, which cannot be marked."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in read.sheets:
        page = book.create_sheet(sheet.name[:31])
        for number, row in enumerate(sheet.rows, start=1):
            for place, value in enumerate(row, start=1):
                if value is not None:
                    put(page.cell(number, place), value)
        for block in sheet.merged:
            page.merge_cells(
                start_row=block.top + 1,
                end_row=block.bottom + 1,
                start_column=block.left + 1,
                end_column=block.right + 1,
            )
    return book


def put(cell: Cell, value: CellValue) -> None:
    """Write a value so that text stays text: `=`, `+`, `-`, `@` begin no formula here."""
    if isinstance(value, CellError):
        cell.value, cell.data_type = value.text, "e"
    elif isinstance(value, str):
        cell.value = value
        cell.data_type = "s"
        cell.number_format = _TEXT_FORMAT
        cell.quotePrefix = value[:1] in {"=", "+", "-", "@"}
    else:
        cell.value = value
        if cell.is_date:
            cell.number_format = _DATE_FORMAT


def _mark_sheet(page: Worksheet, marked: MarkedSheet, read: Sheet) -> None:
    reasons, keys = _own_columns(page, marked.header_row)
    _forget_earlier_marks(page, reasons)
    page.column_dimensions[get_column_letter(reasons)].width = _REASON_WIDTH
    page.column_dimensions[get_column_letter(keys)].hidden = True
    for row in marked.rows:
        _put_free(page, row.number, keys, row.key)
        if row.marks:
            _mark_row(page, row, reasons)
            _keep_shown_values(page, row.number, read)


def _own_columns(page: Worksheet, header_row: int) -> tuple[int, int]:
    """The columns of reasons and keys: those of an earlier return, else two new ones."""
    width = _width(page)
    known = {page.cell(max(header_row, 1), place).value: place for place in range(1, width + 1)}
    reasons = known.get(REASON_HEADING, width + 1)
    keys = known.get(ROW_KEY_HEADING, max(width, reasons) + 1)
    if header_row:
        _put_free(page, header_row, reasons, REASON_HEADING)
        _put_free(page, header_row, keys, ROW_KEY_HEADING)
        page.cell(header_row, reasons).font = Font(bold=True)
    return reasons, keys


def _width(page: Worksheet) -> int:
    """The last column that holds something; formats alone may reach to the edge of the sheet."""
    last = 1
    for row in page.iter_rows():
        for cell in reversed(row):
            if cell.value is not None:
                last = max(last, cell.column)
                break
    return last


def _put_free(page: Worksheet, row: int, column: int, text: str) -> None:
    cell = page.cell(row, column)
    if not isinstance(cell, MergedCell):
        put(cell, text)


def _forget_earlier_marks(page: Worksheet, reasons: int) -> None:
    """What was red the last time may be right now."""
    for row in page.iter_rows():
        for cell in row:
            if isinstance(cell, Cell) and cell.fill.fgColor.rgb in _OURS:
                cell.fill = PatternFill()
                if cell.column == reasons:
                    cell.value = None


def _mark_row(page: Worksheet, row: MarkedRow, reasons: int) -> None:
    for mark in row.marks:
        if mark.column is not None:
            _paint(page, row.number, mark.column + 1, mark.level)
    cell = page.cell(row.number, reasons)
    put(cell, "\n".join(mark.message for mark in row.marks))
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.fill = _fill(max(mark.level for mark in row.marks))


def _paint(page: Worksheet, row: int, column: int, level: Level) -> None:
    cell = page.cell(row, column)
    if isinstance(cell, MergedCell):
        cell = _top_of_block(page, row, column)
    cell.fill = _fill(level)
    if not cell.is_date:
        cell.number_format = _TEXT_FORMAT  # a number typed here anew keeps its last digits


def _top_of_block(page: Worksheet, row: int, column: int) -> Cell:
    for block in page.merged_cells.ranges:
        if block.min_row <= row <= block.max_row and block.min_col <= column <= block.max_col:
            return page.cell(block.min_row, block.min_col)
    return page.cell(row, column)


def _fill(level: Level) -> PatternFill:
    return RED if level is Level.ERR else AMBER


def _keep_shown_values(page: Worksheet, row: int, read: Sheet) -> None:
    """A formula loses its result in a copy; lines to be repaired keep what they showed."""
    shown = read.rows[row - 1] if row <= len(read.rows) else []
    for cell in page[row]:
        if cell.data_type == "f" and cell.column <= len(shown):
            put(cell, shown[cell.column - 1])


def _save(book: openpyxl.Workbook, target: Path) -> None:
    """Beside the target first, so that a full disk leaves no half workbook."""
    try:
        handle, name = tempfile.mkstemp(suffix=".xlsx", dir=target.parent)
        os.close(handle)
        beside = Path(name)
        try:
            book.save(beside)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise Unavailable("import.target_locked", file=target.name) from error
