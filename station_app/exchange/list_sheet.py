"""Reads a list that was exported from here, edited, and comes back: its mark, keys and cells.

Columns are known by their headings and rows by their keys, so that a list may be sorted, narrowed,
and its columns moved or taken out.
"""

import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from station_app.domain.imports import TOTAL_WORDS
from station_app.domain.lists import MARK_HEADING, ListMark, read_mark
from station_app.exchange.cells import CellValue, as_text, is_blank
from station_app.exchange.table import cell_at
from station_app.exchange.workbook import Sheet, Workbook, read_workbook

_SEARCHED_ROWS = 15
_MOST_BYTES = 64 << 20
_CHUNK = 1 << 20
_PARTS = ("xl/sharedStrings.xml", "xl/worksheets/")
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class ReturnedRow:
    """A line as the spreadsheet numbers it: its key, None where none can be read; its cells.

    `has_key` is false for a line that somebody added.
    """

    number: int
    key: UUID | None
    has_key: bool
    cells: Mapping[str, CellValue]

    @property
    def first_text(self) -> str:
        """What the line begins with, to name one that nobody knows."""
        return next((as_text(cell) for cell in self.cells.values() if not is_blank(cell)), "")


@dataclass(frozen=True, slots=True)
class ReturnedSheet:
    """A list that came back."""

    name: str
    mark: ListMark | None
    headings: tuple[str, ...]
    rows: tuple[ReturnedRow, ...]


def carries_mark(path: Path) -> bool:
    """Whether a file seems to be a list of ours; looked for without reading it as a table."""
    wanted = MARK_HEADING.encode()
    try:
        if not zipfile.is_zipfile(path):
            with path.open("rb") as file:
                return _holds(file, wanted)
        with zipfile.ZipFile(path) as archive:
            for part in archive.infolist():
                if part.filename.startswith(_PARTS) and part.filename.endswith(".xml"):
                    with archive.open(part) as inner:
                        if _holds(inner, wanted):
                            return True
    except _BROKEN:
        return False  # what is wrong with it is said by whoever reads it
    return False


def _holds(file: IO[bytes], wanted: bytes) -> bool:
    tail, read = b"", 0
    while read < _MOST_BYTES and (chunk := file.read(_CHUNK)):
        if wanted in tail + chunk:
            return True
        tail, read = chunk[-len(wanted) :], read + len(chunk)
    return False


def read_list(path: Path) -> ReturnedSheet | None:
    """The list in a file, None where there is none; raises as `read_workbook`."""
    return _found(read_workbook(path))


def _found(book: Workbook) -> ReturnedSheet | None:
    for sheet in book.sheets:
        for at, row in enumerate(sheet.rows[:_SEARCHED_ROWS]):
            for place, cell in enumerate(row):
                if isinstance(cell, str) and cell.strip().startswith(MARK_HEADING):
                    return _read(sheet, at, place, read_mark(cell))
    return None


def _read(sheet: Sheet, head: int, keys: int, mark: ListMark | None) -> ReturnedSheet:
    headings = _headings(sheet.rows[head], keys)
    rows = [_row(sheet.rows, at, keys, headings) for at in _lines(sheet, head, keys, headings)]
    return ReturnedSheet(sheet.name, mark, tuple(headings), tuple(rows))


def _lines(sheet: Sheet, head: int, keys: int, headings: Mapping[str, int]) -> Iterator[int]:
    """Where the lines stand; below the sum a text alone, such as who signs, is none."""
    summed = False
    for at in range(head + 1, len(sheet.rows)):
        row = sheet.rows[at]
        keyed = len(row) > keys and not is_blank(row[keys])
        alone = sum(not is_blank(cell) for cell in row) == 1
        if _is_line(row, keys, headings) and (keyed or not (summed and alone)):
            yield at
        first = next((as_text(cell).strip() for cell in row if not is_blank(cell)), "")
        summed = summed or (not keyed and first in TOTAL_WORDS)


def _headings(row: Sequence[CellValue], keys: int) -> dict[str, int]:
    """Where each heading stands; of two alike the first holds."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row):
        text = as_text(cell).strip()
        if text and place != keys:
            found.setdefault(text, place)
    return found


def _is_line(row: Sequence[CellValue], keys: int, headings: Mapping[str, int]) -> bool:
    """Not blank, not the sum below the list, not the heading once more."""
    filled = [cell for place, cell in enumerate(row) if place != keys and not is_blank(cell)]
    if len(row) > keys and not is_blank(row[keys]):
        return not as_text(row[keys]).startswith(MARK_HEADING)
    if not filled or as_text(filled[0]).strip() in TOTAL_WORDS:
        return False
    return not all(as_text(cell).strip() in headings for cell in filled)


def _row(
    rows: list[list[CellValue]], at: int, keys: int, headings: Mapping[str, int]
) -> ReturnedRow:
    shown = as_text(cell_at(rows, at, keys)).strip()
    cells = {heading: cell_at(rows, at, place) for heading, place in headings.items()}
    return ReturnedRow(at + 1, _key(shown), bool(shown), cells)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
