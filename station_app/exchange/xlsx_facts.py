"""Reads from an .xlsx what the fast reader leaves out: hidden rows, failed formulas, extent …"""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO
from xml.etree import ElementTree as ET

from station_app.exchange.cells import CellError

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CHUNK = 1 << 20

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_ROW_NUMBER = re.compile(rb'\br="(\d+)"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_SPAN = re.compile(rb'\b(min|max)="(\d+)"')
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*?\bt="e"[^>]*>.*?<(?:\w+:)?v>([^<]*)<', re.DOTALL
)
_STYLED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"[^>]*?\bs="(\d+)"[^>/]*>')
_VALUED = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]+)(\d+)"[^>/]*>')
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_BUILT_IN_MONTH_FORMATS = frozenset({17, 27, 55, 57})
"""mmm-yy and the month formats that Chinese Excel builds in (yyyy年m月)."""


@dataclass(slots=True)
class SheetFacts:
    """Positions are zero-based (row, column)."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], CellError] = field(default_factory=dict)
    month_cells: set[tuple[int, int]] = field(default_factory=set)
    row_count: int = 0
    column_count: int = 0


@dataclass(slots=True)
class BookFacts:
    """The epoch of the workbook's serial dates, and the facts of its sheets by name."""

    is_1904: bool
    sheets: dict[str, SheetFacts]


def book_facts(path: Path) -> BookFacts:
    """Scan the parts of the file once, a chunk at a time: no sheet stands in memory whole."""
    with zipfile.ZipFile(path) as archive:
        workbook = ET.fromstring(archive.read("xl/workbook.xml"))
        parts = _sheet_parts(archive, workbook)
        months = _month_styles(archive)
        return BookFacts(_is_1904(workbook), {n: _facts(archive, p, months) for n, p in parts})


def _is_1904(workbook: ET.Element) -> bool:
    properties = workbook.find(f"{_MAIN}workbookPr")
    return properties is not None and properties.get("date1904") in {"1", "true"}


def _sheet_parts(archive: zipfile.ZipFile, workbook: ET.Element) -> list[tuple[str, str]]:
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in ET.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    }
    sheets = workbook.iter(f"{_MAIN}sheet")
    named = [(sheet.get("name", ""), targets.get(sheet.get(_REL), "")) for sheet in sheets]
    present = set(archive.namelist())
    parts = [(name, _part_name(target)) for name, target in named]
    return [(name, part) for name, part in parts if part in present]


def _part_name(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)


def _month_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """Cell styles that show year and month only: their day is an invention of the spreadsheet."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    styles = ET.fromstring(archive.read("xl/styles.xml"))
    formats = {
        int(item.get("numFmtId", "0")): item.get("formatCode", "")
        for item in styles.iter(f"{_MAIN}numFmt")
    }
    table = styles.find(f"{_MAIN}cellXfs")
    used = [int(item.get("numFmtId", "0")) for item in table] if table is not None else []
    return frozenset(index for index, number in enumerate(used) if _shows_month(number, formats))


def _shows_month(number: int, formats: dict[int, str]) -> bool:
    if number not in formats:
        return number in _BUILT_IN_MONTH_FORMATS
    letters = _QUOTED.sub("", formats[number]).lower().split(";")[0]
    return "y" in letters and "m" in letters and not set("dhs") & set(letters)


def _facts(archive: zipfile.ZipFile, part: str, months: frozenset[int]) -> SheetFacts:
    facts = SheetFacts()
    with archive.open(part) as stream:
        for piece in _pieces(stream):
            _scan(piece, facts, months)
    return facts


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """The stream cut where a row ends, so that no cell is cut in two."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        rest += chunk
        cut = rest.rfind(b"row>") + len(b"row>")
        if cut >= len(b"row>"):
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _scan(piece: bytes, facts: SheetFacts, months: frozenset[int]) -> None:
    _scan_columns(piece, facts)
    _scan_rows(piece, facts)
    if b't="e"' in piece:
        for column, row, text in _ERROR.findall(piece):
            facts.errors[int(row) - 1, _column_index(column)] = CellError(text.decode())
    if months:
        _scan_months(piece, facts, months)


def _scan_columns(piece: bytes, facts: SheetFacts) -> None:
    for attributes in _COLUMN.findall(piece):
        if _HIDDEN.search(attributes):
            span = {key: int(number) for key, number in _SPAN.findall(attributes)}
            last = min(span[b"max"], span[b"min"] + 256)  # hidden "to the end" means 16,384 columns
            facts.hidden_columns.update(range(span[b"min"] - 1, last))


def _scan_rows(piece: bytes, facts: SheetFacts) -> None:
    matches = list(_ROW.finditer(piece))
    ends = [match.start() for match in matches] + [len(piece)]
    for match, end in zip(matches, ends[1:], strict=True):
        number = _ROW_NUMBER.search(match[1])
        if number is not None and _HIDDEN.search(match[1]):
            facts.hidden_rows.add(int(number[1]) - 1)
        _measure(piece, match.end(), end, facts)


def _measure(piece: bytes, start: int, end: int, facts: SheetFacts) -> None:
    """The extent of cells that hold something: an empty formatted cell far away takes no memory."""
    last = piece.rfind(b"c>", start, end)  # an empty cell closes itself
    if last < 0:
        return
    begin = max(piece.rfind(b"<c ", start, last), piece.rfind(b"<x:c ", start, last), start)
    cell = _VALUED.search(piece, begin)
    if cell is not None:
        facts.column_count = max(facts.column_count, _column_index(cell[1]) + 1)
        facts.row_count = max(facts.row_count, int(cell[2]))


def _scan_months(piece: bytes, facts: SheetFacts, months: frozenset[int]) -> None:
    for column, row, style in _STYLED.findall(piece):
        if int(style) in months:
            facts.month_cells.add((int(row) - 1, _column_index(column)))


def _column_index(letters: bytes) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index - 1
