"""Puts rows into a sheet as a spreadsheet does it: whatever points below them follows.

Cells, merged blocks, formulas of every sheet, names (print areas), conditional formats, drop-down
lists, tables, notes, pictures and charts.
"""

import copy
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from station_app.domain.sheet_places import letters_of, place_of, row_and_column
from station_app.exchange import template_xml as xml
from station_app.exchange.template_book import Parts, related, sheet_parts, sheet_trees
from station_app.exchange.template_refs import (
    Inserted,
    copied,
    shift_formula,
    shift_ranges,
)

_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "calculatedColumnFormula"})
_RANGES = ("ref", "sqref", "topLeftCell", "activeCell")
_NOTE_ROW = re.compile(rb"(<x:Row>)\s*(\d+)\s*(</x:Row>)")
_NOTE_ANCHOR = re.compile(rb"(<x:Anchor>)([^<]*)(</x:Anchor>)")
_ANCHOR_FROM, _ANCHOR_TO = 2, 6


def number_cells(sheet: ET.Element) -> None:
    """Rows and cells may leave out where they stand: then they follow the one before."""
    row_no = 0
    for row in xml.every(sheet, "row"):
        row_no = int(row.get("r", row_no + 1))
        row.set("r", str(row_no))
        column = 0
        for cell in row:
            place = cell.get("r")
            column = row_and_column(place)[1] if place else column + 1
            cell.set("r", place_of(row_no, column))


def insert_rows(parts: Parts, where: Inserted, *, pattern: int) -> None:
    """Put rows before row `where.at`, each a copy of the row `pattern` without its values."""
    for _, sheet in sheet_trees(parts):
        number_cells(sheet)
        _separate_formulas(sheet)
    part = sheet_parts(parts)[where.sheet]
    sheet = parts.tree(part)
    fresh, merged = _copies(sheet, where, pattern), _merged_in(sheet, pattern)
    for name, other in sheet_trees(parts):
        _shift_formulas(other, where, own=name == where.sheet)
    _shift_rows(sheet, where)
    _put_in(sheet, fresh, where)
    _shift_ranges(sheet, where)
    _merge_copies(sheet, where, merged)
    _shift_elsewhere(parts, part, where)


# --- formulas --------------------------------------------------------------------------------


def _separate_formulas(sheet: ET.Element) -> None:
    """Formulas that share one text get one each, so that each can move on its own."""
    masters: dict[str, tuple[str, str]] = {}
    for cell in xml.every(sheet, "c"):
        formula = xml.find(cell, "f")
        if formula is None or formula.get("t") != "shared":
            continue
        key, place = formula.get("si", ""), cell.get("r", "")
        if formula.text:
            masters[key] = (formula.text, place)
        elif key in masters:
            formula.text = copied(*masters[key], place)
        formula.attrib.clear()


def _shift_formulas(sheet: ET.Element, where: Inserted, *, own: bool) -> None:
    for row in xml.every(sheet, "row"):
        number = int(row.get("r", "0"))
        inside = own and number == where.grows
        for formula in xml.every(row, "f"):
            _shift_text(formula, where, own=own, inside=inside)
            if own and formula.get("ref"):
                formula.set("ref", shift_ranges(formula.get("ref", ""), where))
    for other in _outside_rows(sheet):
        if xml.bare(other.tag) in _FORMULAS:
            _shift_text(other, where, own=own)


def _shift_text(formula: ET.Element, where: Inserted, *, own: bool, inside: bool = False) -> None:
    if formula.text:
        formula.text = shift_formula(formula.text, where, own=own, inside=inside)


def _outside_rows(sheet: ET.Element) -> Iterator[ET.Element]:
    for child in sheet:
        if xml.bare(child.tag) != "sheetData":
            yield from child.iter()


# --- rows ------------------------------------------------------------------------------------


def _copies(sheet: ET.Element, where: Inserted, pattern: int) -> list[ET.Element]:
    """The new rows: formats, heights, words and formulas of the pattern; no figures."""
    row = next((one for one in xml.every(sheet, "row") if one.get("r") == str(pattern)), None)
    if row is None:
        return []
    return [_copy(row, where.at + number, where) for number in range(where.count)]


def _copy(row: ET.Element, number: int, where: Inserted) -> ET.Element:
    made = copy.deepcopy(row)
    made.set("r", str(number))
    for cell in made:
        origin = cell.get("r", "")
        place = place_of(number, row_and_column(origin)[1])
        cell.set("r", place)
        formula = xml.find(cell, "f")
        if formula is not None and formula.text:
            formula.text = _copied_formula(formula.text, origin, place, where)
            if formula.get("ref"):  # of an array formula: where its results stand
                formula.set("ref", copied(formula.get("ref", ""), origin, place))
        elif cell.get("t") not in ("s", "inlineStr", "str"):
            for child in list(cell):
                cell.remove(child)
            cell.attrib.pop("t", None)
    return made


def _copied_formula(text: str, origin: str, place: str, where: Inserted) -> str:
    """The pattern's own row follows the copy; what it names elsewhere moved with the rows."""
    moved = shift_formula(text, where, own=True, inside=True)
    row, column = row_and_column(origin)
    return copied(moved, place_of(where.row(row), column), place)


def _shift_rows(sheet: ET.Element, where: Inserted) -> None:
    for row in xml.every(sheet, "row"):
        number = int(row.get("r", "0"))
        if number < where.at:
            continue
        row.set("r", str(where.row(number)))
        for cell in row:
            column = row_and_column(cell.get("r", ""))[1]
            cell.set("r", place_of(where.row(number), column))


def _put_in(sheet: ET.Element, fresh: list[ET.Element], where: Inserted) -> None:
    data = xml.find(sheet, "sheetData")
    if data is None:
        return
    before = sum(int(row.get("r", "0")) < where.at for row in data)
    for number, row in enumerate(fresh):
        data.insert(before + number, row)


# --- what else names rows of the sheet ---------------------------------------------------------


def _shift_ranges(sheet: ET.Element, where: Inserted) -> None:
    for one in _outside_rows(sheet):
        _shift_attributes(one, where)
        if xml.bare(one.tag) == "sqref" and one.text:
            one.text = shift_ranges(one.text, where)
    breaks = xml.find(sheet, "rowBreaks")
    for one in [] if breaks is None else breaks:
        if (after := int(one.get("id", "0"))) >= where.at - 1:
            one.set("id", str(after + where.count))


def _shift_attributes(one: ET.Element, where: Inserted) -> None:
    for name in _RANGES:
        if one.get(name):
            one.set(name, shift_ranges(one.get(name, ""), where))


def _merged_in(sheet: ET.Element, pattern: int) -> list[tuple[str, str]]:
    """The columns that are merged within the pattern's row."""
    found = []
    for block in xml.every(sheet, "mergeCell"):
        first, _, last = block.get("ref", "").partition(":")
        (top, left), (bottom, right) = row_and_column(first), row_and_column(last or first)
        if top == bottom == pattern:
            found.append((letters_of(left), letters_of(right)))
    return found


def _merge_copies(sheet: ET.Element, where: Inserted, merged: list[tuple[str, str]]) -> None:
    blocks = xml.find(sheet, "mergeCells")
    if blocks is None:
        return
    for number in range(where.at, where.at + where.count):
        for left, right in merged:
            ref = f"{left}{number}:{right}{number}"
            ET.SubElement(blocks, xml.named(sheet, "mergeCell"), {"ref": ref})
    blocks.set("count", str(len(blocks)))


def _shift_elsewhere(parts: Parts, part: str, where: Inserted) -> None:
    for name in xml.every(parts.tree("xl/workbook.xml"), "definedName"):
        _shift_text(name, where, own=False)
    for chart in parts.beginning("xl/charts/"):
        if chart.endswith(".xml") and b"<c:f>" in parts.raw[chart]:
            for formula in xml.every(parts.tree(chart), "f"):
                _shift_text(formula, where, own=False)
    for target in related(parts, part).values():
        _shift_related(parts, target, where)


def _shift_related(parts: Parts, target: str, where: Inserted) -> None:
    """Tables, notes and drawings of the sheet."""
    if target not in parts.raw:
        return
    if target.startswith(("xl/tables/", "xl/comments", "xl/threadedComments")):
        for one in parts.tree(target).iter():
            _shift_attributes(one, where)
    elif target.startswith("xl/drawings/") and target.endswith(".xml"):
        for anchor in parts.tree(target):
            _shift_anchor(anchor, where)
    elif target.endswith(".vml"):
        parts.raw[target] = _shifted_notes(parts.raw[target], where)


def _shift_anchor(anchor: ET.Element, where: Inserted) -> None:
    """A picture below the new rows goes along; one that reaches over them keeps its size."""
    ends = [end for end in anchor if xml.bare(end.tag) in ("from", "to")]
    rows = [row for end in ends if (row := xml.find(end, "row")) is not None]
    if not rows or int(rows[0].text or 0) < where.at - 1:
        return
    for row in rows:
        row.text = str(int(row.text or 0) + where.count)


def _shifted_notes(content: bytes, where: Inserted) -> bytes:
    """Old drawings of notes are not always well formed: only their numbers are touched."""

    def row(found: re.Match[bytes]) -> bytes:
        number = where.row(int(found[2]) + 1) - 1
        return found[1] + str(number).encode() + found[3]

    def anchor(found: re.Match[bytes]) -> bytes:
        numbers = [int(each) for each in found[2].split(b",")]
        if numbers[_ANCHOR_FROM] >= where.at - 1:
            for place in (_ANCHOR_FROM, _ANCHOR_TO):
                numbers[place] += where.count
        return found[1] + ", ".join(map(str, numbers)).encode() + found[3]

    return _NOTE_ANCHOR.sub(anchor, _NOTE_ROW.sub(row, content))
