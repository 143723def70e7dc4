"""Puts one more sheet of plain lines behind those of a template: what its figures count."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from station_app.domain.sheet_places import place_of
from station_app.exchange import template_xml as xml
from station_app.exchange.template_book import Parts, sheet_parts

_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_KEYS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
_WIDTHS = (20, 60)
"""In half-widths; on paper both columns stand on one sheet."""
_LINE_HEIGHT = 16.0


def add_lines(parts: Parts, name: str, lines: Sequence[tuple[str, str]]) -> bool:
    """A sheet of names and what is said under them; False where one is called so already."""
    if name in sheet_parts(parts):
        return False
    part = _free_part(parts)
    parts.add(part, xml.write(_sheet(lines, _wrapping_style(parts))))
    types = parts.tree("[Content_Types].xml")
    made = {"PartName": f"/{part}", "ContentType": _SHEET_TYPE}
    ET.SubElement(types, xml.named(types, "Override"), made)
    _enter(parts, name, part.removeprefix("xl/"))
    return True


def _free_part(parts: Parts) -> str:
    number = 1
    while f"xl/worksheets/sheet{number}.xml" in parts.raw:
        number += 1
    return f"xl/worksheets/sheet{number}.xml"


def _enter(parts: Parts, name: str, target: str) -> None:
    """Into the list of sheets, under a key and a number that no other has."""
    relations = parts.tree("xl/_rels/workbook.xml.rels")
    keys = {one.get("Id") for one in relations}
    key = next(f"rId{n}" for n in range(1, len(keys) + 2) if f"rId{n}" not in keys)
    attributes = {"Id": key, "Type": _RELATION, "Target": target}
    ET.SubElement(relations, xml.named(relations, "Relationship"), attributes)
    book = parts.tree("xl/workbook.xml")
    sheets = next(xml.every(book, "sheets"))
    number = max((int(one.get("sheetId", "0")) for one in sheets), default=0) + 1
    entry = {"name": name, "sheetId": str(number), "xmlns:r": _KEYS, "r:id": key}
    ET.SubElement(sheets, xml.named(book, "sheet"), entry)


def _wrapping_style(parts: Parts) -> int:
    """A format whose words break into lines, added to those of the workbook."""
    styles = parts.tree("xl/styles.xml") if "xl/styles.xml" in parts.raw else None
    forms = xml.find(styles, "cellXfs") if styles is not None else None
    if styles is None or forms is None:
        return 0
    plain = {"numFmtId": "49", "fontId": "0", "fillId": "0", "borderId": "0", "xfId": "0"}
    made = ET.SubElement(forms, xml.named(styles, "xf"), {**plain, "applyAlignment": "1"})
    wrap = {"vertical": "top", "wrapText": "1"}
    ET.SubElement(made, xml.named(styles, "alignment"), wrap)
    forms.set("count", str(len(forms)))
    return len(forms) - 1


def _sheet(lines: Sequence[tuple[str, str]], style: int) -> ET.Element:
    root = ET.Element("worksheet", {"xmlns": _SPACE})
    ET.SubElement(ET.SubElement(root, "sheetPr"), "pageSetUpPr", {"fitToPage": "1"})
    columns = ET.SubElement(root, "cols")
    for number, width in enumerate(_WIDTHS, start=1):
        place = {"min": str(number), "max": str(number)}
        ET.SubElement(columns, "col", {**place, "width": str(width), "customWidth": "1"})
    data = ET.SubElement(root, "sheetData")
    for number, line in enumerate(lines, start=1):
        height = _LINE_HEIGHT * max(map(_rows_of, line, _WIDTHS))
        look = {"r": str(number), "ht": f"{height:g}", "customHeight": "1"}
        row = ET.SubElement(data, "row", look)
        for column, words in enumerate(line, start=1):
            _words(row, place_of(number, column), words, style)
    ET.SubElement(root, "pageSetup", {"paperSize": "9", "fitToHeight": "0"})
    return root


def _rows_of(text: str, width: int) -> int:
    half_widths = sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)
    return max(1, -(-half_widths // (width - 1)))


def _words(row: ET.Element, place: str, words: str, style: int) -> None:
    cell = ET.SubElement(row, "c", {"r": place, "s": str(style), "t": "inlineStr"})
    text = ET.SubElement(ET.SubElement(cell, "is"), "t", {"xml:space": "preserve"})
    text.text = words
