"""Walks down a table: tells people from totals and signatures, and reads merged cells."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from station_app.domain.import_columns import SERIAL
from station_app.domain.imports import (
    COUNT_LINE,
    FOOT_WORDS,
    MONEY_FIELDS,
    ROW_KEY,
    TOTAL_WORDS,
    heading_key,
)
from station_app.exchange.cells import CellValue, as_text, is_blank
from station_app.exchange.columns import Column
from station_app.exchange.table import Table, cell_at, heading_words, is_repeated_heading


class LineKind(StrEnum):
    """What a line below the headings is."""

    DATA = "data"
    TOTAL = "total"
    FOOT = "foot"


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One line of the file: its place, its filled cells by field, and what merging did to them.

    `number` is the row as the spreadsheet shows it. `merged_money` are amounts that stand once for
    several lines; `filled` are cells taken from the top of their merged block.
    """

    sheet: str
    number: int
    kind: LineKind
    values: dict[str, CellValue]
    cells: Sequence[CellValue]
    hidden: bool = False
    filled: frozenset[str] = frozenset()
    merged_money: frozenset[str] = frozenset()

    @property
    def key(self) -> str | None:
        """The key of the parked row that this line repairs, in a workbook that we gave back."""
        value = self.values.get(ROW_KEY)
        return None if is_blank(value) else as_text(value).strip()


@dataclass(frozen=True, slots=True)
class _Walk:
    table: Table
    fields: dict[int, str]
    blocks: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    money_blocks: set[tuple[int, int]] = field(default_factory=set)


def source_rows(table: Table, columns: Sequence[Column]) -> Iterator[SourceRow]:
    """Every line that is read: blank lines and repeated headings are not (SETTLED 11)."""
    walk = _walk_of(table, columns)
    headings = heading_words(table)
    for index in range(table.bottom + 1, len(table.sheet.rows)):
        cells = table.sheet.rows[index]
        if all(cell is None for cell in cells):
            continue
        if is_repeated_heading(headings, cells):
            continue
        yield _row(walk, index, cells)


def _walk_of(table: Table, columns: Sequence[Column]) -> _Walk:
    fields = {column.index: column.field for column in columns if column.field}
    walk = _Walk(table, fields)
    for block in table.sheet.merged:
        if block.top > table.bottom and block.bottom > block.top and block.left in fields:
            lines = range(block.top, min(block.bottom + 1, len(table.sheet.rows)))
            places = [(line, block.left) for line in lines]
            if fields[block.left] in MONEY_FIELDS:
                walk.money_blocks.update(places)
            else:
                walk.blocks.update(dict.fromkeys(places[1:], (block.top, block.left)))
    return walk


def _row(walk: _Walk, index: int, cells: Sequence[CellValue]) -> SourceRow:
    values = {
        name: cells[place]
        for place, name in walk.fields.items()
        if place < len(cells) and cells[place] is not None
    }
    filled = _fill_down(walk, index, values) if walk.blocks else frozenset()
    money = frozenset(
        name for place, name in walk.fields.items() if (index, place) in walk.money_blocks
    )
    sheet = walk.table.sheet
    kind = _kind_of(cells, values)
    hidden = index in sheet.hidden_rows
    return SourceRow(sheet.name, index + 1, kind, values, cells, hidden, filled, money)


def _fill_down(walk: _Walk, index: int, values: dict[str, CellValue]) -> frozenset[str]:
    """Inside a merged block only; an ordinary blank stays blank (DOMAIN 7 #3)."""
    filled = set()
    for place, name in walk.fields.items():
        origin = walk.blocks.get((index, place))
        if origin is not None and name not in values and name != SERIAL:
            value = cell_at(walk.table.sheet.rows, *origin)
            if not is_blank(value):
                values[name] = value
                filled.add(name)
    return frozenset(filled)


def _kind_of(cells: Sequence[CellValue], values: dict[str, CellValue]) -> LineKind:
    """Totals and signatures are told by the first words of the line, and have no ID number."""
    if DIGITS.search(as_text(values.get("id_number"))):
        return LineKind.DATA
    words = [as_text(cell) for cell in cells[:4] if isinstance(cell, str) and cell.strip()]
    keys = [heading_key(word) for word in words[:2]]
    if any(key in TOTAL_WORDS or COUNT_LINE.match(key) for key in keys):
        return LineKind.TOTAL
    first = "".join(unicodedata.normalize("NFKC", "".join(words[:1])).split())
    if first.startswith(FOOT_WORDS) or _starts_total(first):
        return LineKind.TOTAL if _starts_total(first) else LineKind.FOOT
    return LineKind.DATA


DIGITS = re.compile(r"(\d\D?){6}")
"""What may be an ID number, however damaged; 共23人 in its column is none."""


def _starts_total(text: str) -> bool:
    return text.startswith(TOTAL_WORDS) and len(text) <= 12
