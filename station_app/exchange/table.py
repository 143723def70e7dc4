"""Finds the table on a sheet: its heading rows, under titles and in merged cells."""

from collections.abc import Mapping
from dataclasses import dataclass

from station_app.domain.imports import heading_key
from station_app.exchange.cells import CellValue, as_text, is_blank
from station_app.exchange.workbook import MergedRange, Sheet

_SEARCHED_ROWS = 15
_ENOUGH_HITS = 3
_TALLEST_HEADING = 3
_SURE_WORDS = frozenset({"name", "id_number"})

KnownHeadings = Mapping[str, str]
"""`heading_key` of every alias → the field it means."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a sheet; `top` and `bottom` are its heading rows, both −1 where there is none.

    `headings` has the parts of each column's heading, parent before child.
    """

    sheet: Sheet
    top: int
    bottom: int
    headings: tuple[tuple[str, ...], ...]

    @property
    def title(self) -> str:
        """What stands above the headings: may name year and village, which is only offered."""
        lines = ("".join(as_text(cell) for cell in row) for row in self.sheet.rows[: self.top])
        return " ".join(line.strip() for line in lines if line.strip())


def find_table(sheet: Sheet, known: KnownHeadings) -> Table | None:
    """The table whose heading row has the most known words among the first rows, if any has."""
    rows = sheet.rows[:_SEARCHED_ROWS]
    hits = [_fields_named(row, known) for row in rows]
    best = max(range(len(rows)), key=lambda index: (len(hits[index]), -index), default=-1)
    if best < 0 or not _is_heading(rows[best], hits[best]):
        return None
    top, bottom = _heading_zone(sheet, best, known)
    return Table(sheet, top, bottom, _headings(sheet, top, bottom))


def table_at(sheet: Sheet, row: int) -> Table:
    """The table whose heading a person pointed at: its last row, zero-based."""
    top = min((m.top for m in sheet.merged if m.top <= row <= m.bottom), default=row)
    top = max(top, row - _TALLEST_HEADING + 1)
    return Table(sheet, top, row, _headings(sheet, top, row))


def possible_headings(sheet: Sheet) -> list[Table]:
    """Every row in which a heading could stand, for one that a person pointed at before."""
    return [table_at(sheet, row) for row in range(min(_SEARCHED_ROWS, len(sheet.rows)))]


def table_without_heading(sheet: Sheet) -> Table:
    """The whole sheet as rows of people, for a list that begins at once."""
    width = max((len(row) for row in sheet.rows), default=0)
    return Table(sheet, -1, -1, ((),) * width)


def heading_words(table: Table) -> frozenset[CellValue]:
    """The words of the heading rows just as they stand there, to know them when they come again."""
    rows = table.sheet.rows[max(table.top, 0) : table.bottom + 1]
    return frozenset(cell for row in rows for cell in row if isinstance(cell, str) and cell.strip())


def is_repeated_heading(words: frozenset[CellValue], row: list[CellValue]) -> bool:
    """True for the heading printed again on every page: half its cells or more are its words."""
    hits = sum(1 for cell in row if cell in words)
    return hits >= 2 and hits * 2 > sum(1 for cell in row if not is_blank(cell))


def _fields_named(row: list[CellValue], known: KnownHeadings) -> set[str]:
    words = (heading_key(cell) for cell in row if isinstance(cell, str))
    return {known[word] for word in words if word in known}


def _is_heading(row: list[CellValue], fields: set[str]) -> bool:
    """Three known words; two when there is no other word, or when they are name and number."""
    filled = sum(1 for cell in row if not is_blank(cell))
    if len(fields) >= _ENOUGH_HITS or fields >= _SURE_WORDS:
        return True
    return len(fields) == filled == 2


def _heading_zone(sheet: Sheet, best: int, known: KnownHeadings) -> tuple[int, int]:
    """The rows of a heading of several storeys, as far as merged cells hold them together."""
    top = bottom = best
    for block in sheet.merged:
        height = block.bottom - block.top + 1
        if block.top <= best <= block.bottom and 1 < height <= _TALLEST_HEADING:
            top, bottom = min(top, block.top), max(bottom, block.bottom)
    if bottom == best and _has_children(sheet, best, known):
        bottom = best + 1
    return top, bottom


def _has_children(sheet: Sheet, best: int, known: KnownHeadings) -> bool:
    """A parent cell merged over several columns, with words and nothing else under it."""
    if best + 1 >= len(sheet.rows):
        return False
    below = sheet.rows[best + 1]
    parents = [m for m in sheet.merged if m.top == m.bottom == best and m.right > m.left]
    under = [below[c] for m in parents for c in range(m.left, min(m.right + 1, len(below)))]
    words = [cell for cell in under if not is_blank(cell)]
    beside = [cell for cell in below if not is_blank(cell)]
    return bool(words) and len(words) == len(beside) and bool(_fields_named(below, known))


def _headings(sheet: Sheet, top: int, bottom: int) -> tuple[tuple[str, ...], ...]:
    width = max((len(row) for row in sheet.rows), default=0)
    return tuple(_parts(sheet, top, bottom, column) for column in range(width))


def _parts(sheet: Sheet, top: int, bottom: int, column: int) -> tuple[str, ...]:
    parts: list[str] = []
    for row in range(top, bottom + 1):
        text = "".join(as_text(_merged_value(sheet, row, column)).split())
        if text and text not in parts:
            parts.append(text)
    return tuple(parts)


def _merged_value(sheet: Sheet, row: int, column: int) -> CellValue:
    for block in sheet.merged:
        if _covers(block, row, column):
            return cell_at(sheet.rows, block.top, block.left)
    return cell_at(sheet.rows, row, column)


def _covers(block: MergedRange, row: int, column: int) -> bool:
    return block.top <= row <= block.bottom and block.left <= column <= block.right


def cell_at(rows: list[list[CellValue]], row: int, column: int) -> CellValue:
    """The cell, None beyond the edge of what was filled in."""
    if row >= len(rows) or column >= len(rows[row]):
        return None
    return rows[row][column]
