"""Writes values into the cells of a template; every other part of the file stays as it came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

from station_app.domain.sheet_places import place_of, row_and_column
from station_app.exchange import template_xml as xml
from station_app.exchange.template_book import (
    Parts,
    calculate_on_opening,
    open_parts,
    sheet_parts,
)
from station_app.exchange.template_refs import Inserted
from station_app.exchange.template_rows import insert_rows, number_cells
from station_app.exchange.template_styles import Styles, read_styles
from station_app.exchange.template_sums import put_results


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage in hundredths: 4532 is 45.32 %, however the cell wants it written."""

    hundredths: int


Value = str | int | Decimal | date | Share | None
_EPOCH = date(1899, 12, 30)
_EPOCH_1904 = date(1904, 1, 1)


@dataclass(frozen=True, slots=True)
class Block:
    """The lines of a list: from row `first`, where the template has room for `room` of them.

    Each line gives its values in the order of `columns`.
    """

    sheet: str
    first: int
    room: int
    columns: tuple[int, ...]
    lines: Sequence[tuple[Value, ...]]

    @property
    def missing(self) -> int:
        """How many rows have to be put in."""
        return max(0, len(self.lines) - self.room)


@dataclass(frozen=True, slots=True)
class Filling:
    """What goes where: single cells by sheet and place, and lists."""

    cells: Mapping[tuple[str, str], Value]
    blocks: tuple[Block, ...] = ()


def fill(content: bytes, file_name: str, filling: Filling) -> bytes:
    """The filled workbook; raises what `open_parts` raises."""
    return filled_parts(content, file_name, filling).content()


def filled_parts(content: bytes, file_name: str, filling: Filling) -> Parts:
    """The same, to which a sheet may still be added."""
    parts = open_parts(content, file_name)
    calculate_on_opening(parts)
    styles = read_styles(parts)
    for sheet in dict.fromkeys(sheet for sheet, _ in filling.cells):
        writer = _Writer(parts, sheet, styles)
        for (other, place), value in filling.cells.items():
            if other == sheet:
                writer.put(*row_and_column(place), value)
    for block in sorted(filling.blocks, key=lambda one: one.first, reverse=True):
        _fill_block(parts, block, styles)
    parts.is_computed = put_results(parts)
    return parts


def _fill_block(parts: Parts, block: Block, styles: Styles) -> None:
    """From the lowest list upwards, so that the places of the others still hold."""
    if block.missing:
        last = block.first + block.room - 1
        if block.room > 1:
            insert_rows(parts, Inserted(block.sheet, last, block.missing), pattern=last - 1)
        else:
            where = Inserted(block.sheet, last + 1, block.missing, grows=last)
            insert_rows(parts, where, pattern=last)
    writer = _Writer(parts, block.sheet, styles)
    for number in range(max(block.room, len(block.lines))):
        line = block.lines[number] if number < len(block.lines) else None
        for place, column in enumerate(block.columns):
            writer.put(block.first + number, column, line[place] if line else None)


class _Writer:
    """Puts values into the cells of one sheet, keeping their formats."""

    def __init__(self, parts: Parts, sheet: str, styles: Styles) -> None:
        self._sheet = parts.tree(sheet_parts(parts)[sheet])
        self._styles = styles
        number_cells(self._sheet)
        data = xml.find(self._sheet, "sheetData")
        self._data = ET.Element("sheetData") if data is None else data
        self._rows = {int(row.get("r", "0")): row for row in self._data}

    def put(self, row: int, column: int, value: Value) -> None:
        """One cell; nothing empties it."""
        cell = self._cell(row, column)
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if value is None:
            return
        if isinstance(value, date):
            value = self._day(cell, value)
        if isinstance(value, Share):
            value = self._share(cell, value)
        if isinstance(value, str):
            self._words(cell, value)
        else:
            ET.SubElement(cell, xml.named(self._sheet, "v")).text = (
                f"{value:f}" if isinstance(value, Decimal) else str(value)
            )

    def _day(self, cell: ET.Element, value: date) -> str | int:
        """A day in a cell that shows days is their number; elsewhere it is words."""
        if not self._styles.is_date(cell):
            return f"{value:%Y-%m-%d}"
        return (value - (_EPOCH_1904 if self._styles.is_1904 else _EPOCH)).days

    def _share(self, cell: ET.Element, value: Share) -> Decimal:
        """0.4532 in a cell that shows percentages, 45.32 elsewhere."""
        places = 4 if self._styles.is_percent(cell) else 2
        return Decimal(value.hundredths).scaleb(-places)

    def _words(self, cell: ET.Element, words: str) -> None:
        """Text in place: `=` at its beginning is a sign like any other, and no formula."""
        cell.set("t", "inlineStr")
        holder = ET.SubElement(cell, xml.named(self._sheet, "is"))
        text = ET.SubElement(holder, xml.named(self._sheet, "t"), {"xml:space": "preserve"})
        text.text = "".join(letter for letter in words if letter >= " " or letter in "\n\t")

    def _cell(self, row_no: int, column: int) -> ET.Element:
        row = self._row(row_no)
        before = 0
        for cell in row:
            there = row_and_column(cell.get("r", ""))[1]
            if there == column:
                return cell
            before += there < column
        made = ET.Element(xml.named(self._sheet, "c"), {"r": place_of(row_no, column)})
        if row.get("s") and row.get("customFormat") in ("1", "true"):
            made.set("s", row.get("s", ""))
        row.insert(before, made)
        return made

    def _row(self, number: int) -> ET.Element:
        if number not in self._rows:
            made = ET.Element(xml.named(self._sheet, "row"), {"r": str(number)})
            self._data.insert(sum(other < number for other in self._rows), made)
            self._rows[number] = made
        return self._rows[number]
