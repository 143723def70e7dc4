"""Opens the workbooks offices send (.xlsx, .xls, .csv) as rows of typed cells, or says why not."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import BadZipFile

import python_calamine as calamine

from station_app.errors import Rejected, Unavailable
from station_app.exchange.cells import CellValue, tidy
from station_app.exchange.sniffing import FileKind, sniff
from station_app.exchange.text_table import read_text_table
from station_app.exchange.xlsx_facts import BookFacts, SheetFacts, book_facts

_MOST_CELLS = 4_000_000
_BROKEN = (
    *(calamine.CalamineError, ET.ParseError, BadZipFile, zlib.error),
    *(KeyError, EOFError, RuntimeError, UnicodeDecodeError),
)
"""What the readers raise over a file whose bytes are not what they should be."""
_PANIC = "PanicException"
"""The fast reader gives up on some broken .xls with an exception that is no `Exception`."""


@dataclass(frozen=True, slots=True)
class MergedRange:
    """A merged block; all four ends are zero-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet, its first row being row 1 of the spreadsheet whatever stands there.

    `typed` is false for a text file, which cannot tell a number from text.
    """

    name: str
    rows: list[list[CellValue]]
    merged: tuple[MergedRange, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    visible: bool = True
    typed: bool = True


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file as it was read; sheets without a single value are left out."""

    path: Path
    kind: FileKind
    sheets: tuple[Sheet, ...]
    is_1904: bool = False


def read_workbook(path: Path) -> Workbook:
    """Read a workbook; raises `Rejected` for what never can be read, `Unavailable` for now."""
    kind = sniff(path)
    book = _read_text(path) if kind is FileKind.TEXT else _read_spreadsheet(path, kind)
    if not book.sheets:
        raise Rejected("import.empty_file", file=path.name)
    return book


def _read_text(path: Path) -> Workbook:
    rows = _without_blank_tail(read_text_table(path))
    sheets = (Sheet(path.stem, rows, typed=False),) if rows else ()
    return Workbook(path, FileKind.TEXT, sheets)


def _read_spreadsheet(path: Path, kind: FileKind) -> Workbook:
    try:
        facts = book_facts(path) if kind is FileKind.XLSX else BookFacts(is_1904=False, sheets={})
        _refuse_vast(path, facts)
        return _read_sheets(path, kind, facts)
    except calamine.PasswordError as error:
        raise Rejected("import.password", file=path.name) from error
    except _BROKEN as error:
        raise Rejected("import.damaged", file=path.name) from error
    except OSError as error:
        if error.errno is None:  # the reader's own word for a file that ends too early
            raise Rejected("import.damaged", file=path.name) from error
        raise Unavailable("import.locked", file=path.name) from error
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise Rejected("import.damaged", file=path.name) from error


def _refuse_vast(path: Path, facts: BookFacts) -> None:
    """The fast reader lays a sheet out as one block: one stray cell would eat all memory."""
    for sheet in facts.sheets.values():
        if sheet.row_count * sheet.column_count > _MOST_CELLS:
            raise Rejected("import.too_large", file=path.name)


def _read_sheets(path: Path, kind: FileKind, facts: BookFacts) -> Workbook:
    book = calamine.CalamineWorkbook.from_path(str(path))
    sheets = []
    for meta in book.sheets_metadata:
        if meta.typ == calamine.SheetTypeEnum.WorkSheet:
            known = facts.sheets.get(meta.name, SheetFacts())
            visible = meta.visible == calamine.SheetVisibleEnum.Visible
            sheets.append(_sheet(book.get_sheet_by_name(meta.name), known, visible=visible))
    kept = tuple(sheet for sheet in sheets if sheet.rows)
    return Workbook(path, kind, kept, facts.is_1904)


def _sheet(source: calamine.CalamineSheet, facts: SheetFacts, *, visible: bool) -> Sheet:
    left = source.start[1] if source.start else 0
    rows = [[None] * left + [tidy(value) for value in row] for row in source.iter_rows()]
    _put_back(rows, facts)
    return Sheet(
        name=source.name,
        rows=_without_blank_tail(rows),
        merged=_merged(source.merged_cell_ranges or ()),
        hidden_rows=frozenset(facts.hidden_rows),
        hidden_columns=frozenset(facts.hidden_columns),
        visible=visible,
    )


def _put_back(rows: list[list[CellValue]], facts: SheetFacts) -> None:
    """Failed formulas, which the fast reader shows as empty, and months shown without a day."""
    for (row, column), failure in facts.errors.items():
        _grow(rows, row, column)
        rows[row][column] = failure
    for row, column in facts.month_cells:
        if row < len(rows) and column < len(rows[row]):
            value = rows[row][column]
            if isinstance(value, date) and value.day == 1:
                rows[row][column] = f"{value.year:04d}-{value.month:02d}"


def _grow(rows: list[list[CellValue]], row: int, column: int) -> None:
    while len(rows) <= row:
        rows.append([])
    rows[row].extend([None] * (column + 1 - len(rows[row])))


def _merged(ranges: Iterable[tuple[tuple[int, int], tuple[int, int]]]) -> tuple[MergedRange, ...]:
    return tuple(MergedRange(*first, *last) for first, last in ranges)


def _without_blank_tail(rows: list[list[CellValue]]) -> list[list[CellValue]]:
    while rows and all(value is None for value in rows[-1]):
        rows.pop()
    return rows
