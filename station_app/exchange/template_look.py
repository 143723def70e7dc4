"""Reads how the sheets of a template look, so that a clerk finds the paper again on screen."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from xml.etree import ElementTree as ET

from station_app.domain.number_shown import format_of, number_shown
from station_app.domain.sheet_look import Align, BookLook, CellLook, Merged, SheetLook, Spot
from station_app.domain.sheet_places import row_and_column
from station_app.errors import Rejected
from station_app.exchange import template_xml as xml
from station_app.exchange.template_book import Parts, open_parts, sheet_parts
from station_app.exchange.template_rows import number_cells

MOST_ROWS, MOST_COLUMNS = 400, 60
"""More of a sheet is not shown: nobody clicks a cell there."""
_STRINGS = "xl/sharedStrings.xml"
_STYLES = "xl/styles.xml"
_WHITE = frozenset({"FFFFFF", "000000"})
_ALIGNS = {"center": Align.CENTER, "centerContinuous": Align.CENTER, "right": Align.RIGHT}
_THEME = ("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000",
          "5B9BD5", "70AD47")  # fmt: skip
"""The usual colours of themes; a picture need not be truer than that."""


@dataclass(frozen=True, slots=True)
class _Form:
    """What a cell's format says of its look."""

    bold: bool = False
    points: float = 11
    align: Align | None = None
    fill: str | None = None
    lines: tuple[bool, bool, bool, bool] = (False, False, False, False)
    wrap: bool = False
    number: str = "General"


def book_look(content: bytes, file_name: str) -> BookLook:
    """The visible sheets; raises what `open_parts` raises, and `Rejected("template.no_sheet")`."""
    parts = open_parts(content, file_name)
    try:
        return _look(parts)
    except (KeyError, ValueError, IndexError, AttributeError, InvalidOperation) as error:
        raise Rejected("template.damaged", file=file_name) from error


def _look(parts: Parts) -> BookLook:
    hidden = _hidden(parts)
    reader = _Reader(_strings(parts), _forms(parts), is_1904=_is_1904(parts))
    found = [
        reader.sheet(name, parts.look(part))
        for name, part in sheet_parts(parts).items()
        if name not in hidden
    ]
    sheets = tuple(sheet for sheet in found if sheet.cells)
    if not sheets:
        raise Rejected("template.no_sheet", file=parts.file_name)
    return BookLook(sheets)


def _hidden(parts: Parts) -> set[str]:
    sheets = xml.every(parts.look("xl/workbook.xml"), "sheet")
    return {one.get("name", "") for one in sheets if one.get("state", "visible") != "visible"}


def _is_1904(parts: Parts) -> bool:
    found = xml.find(parts.look("xl/workbook.xml"), "workbookPr")
    return found is not None and found.get("date1904") in ("1", "true")


def _strings(parts: Parts) -> list[str]:
    if _STRINGS not in parts.raw:
        return []
    return [_text(one) for one in parts.look(_STRINGS) if xml.bare(one.tag) == "si"]


def _text(holder: ET.Element) -> str:
    """The words of a cell; how they are read aloud (rPh) is no part of them."""
    found = []
    for child in holder:
        if xml.bare(child.tag) == "t":
            found.append(child.text or "")
        elif xml.bare(child.tag) == "r":
            found.append(_text(child))
    return "".join(found)


# --- formats -----------------------------------------------------------------------------------


def _forms(parts: Parts) -> list[_Form]:
    if _STYLES not in parts.raw:
        return []
    root = parts.look(_STYLES)
    own = {
        int(one.get("numFmtId", "0")): one.get("formatCode", "")
        for one in xml.every(root, "numFmt")
    }
    fonts, fills, borders = (_children(root, name) for name in ("fonts", "fills", "borders"))
    return [
        _form(one, fonts, fills, borders, format_of(int(one.get("numFmtId", "0")), own))
        for one in _children(root, "cellXfs")
    ]


def _children(root: ET.Element, name: str) -> list[ET.Element]:
    found = xml.find(root, name)
    return [] if found is None else list(found)


def _form(
    one: ET.Element,
    fonts: list[ET.Element],
    fills: list[ET.Element],
    borders: list[ET.Element],
    number: str,
) -> _Form:
    font = fonts[int(one.get("fontId", "0"))] if fonts else one
    size, bold = xml.find(font, "sz"), xml.find(font, "b")
    placed = xml.find(one, "alignment")
    return _Form(
        bold=bold is not None and bold.get("val", "1") not in ("0", "false"),
        points=float(size.get("val", "11")) if size is not None else 11,
        align=_ALIGNS.get(placed.get("horizontal", "")) if placed is not None else None,
        fill=_fill(fills[int(one.get("fillId", "0"))]) if fills else None,
        lines=_lines(borders[int(one.get("borderId", "0"))]) if borders else (False,) * 4,
        wrap=placed is not None and placed.get("wrapText") in ("1", "true"),
        number=number,
    )


def _fill(fill: ET.Element) -> str | None:
    pattern = xml.find(fill, "patternFill")
    if pattern is None or pattern.get("patternType") in (None, "none"):
        return None
    colour = xml.find(pattern, "fgColor")
    if colour is None:
        return None
    text = (colour.get("rgb") or "")[-6:]
    if not text and colour.get("theme", "").isdigit():
        number = int(colour.get("theme", "0"))
        text = _THEME[number] if number < len(_THEME) else ""
        text = _tinted(text, float(colour.get("tint", "0")))
    return f"#{text}" if text and text.upper() not in _WHITE else None


def _tinted(text: str, tint: float) -> str:
    """A colour of the theme, lighter or darker."""
    if not text:
        return ""
    parts = [int(text[place : place + 2], 16) for place in (0, 2, 4)]
    made = [each + (255 - each) * tint if tint > 0 else each * (1 + tint) for each in parts]
    return "".join(f"{round(each):02X}" for each in made)


def _lines(border: ET.Element) -> tuple[bool, bool, bool, bool]:
    def drawn(side: str) -> bool:
        line = xml.find(border, side)
        return line is not None and line.get("style", "none") != "none"

    return drawn("left"), drawn("top"), drawn("right"), drawn("bottom")


# --- sheets ------------------------------------------------------------------------------------


class _Reader:
    """Reads sheets with the strings and formats of their workbook."""

    def __init__(self, strings: list[str], forms: list[_Form], *, is_1904: bool) -> None:
        self._strings, self._forms, self._is_1904 = strings, forms, is_1904
        self._values: dict[str, Callable[[str], str]] = {
            "s": lambda text: self._strings[int(text)],
            "b": lambda text: "TRUE" if text == "1" else "FALSE",
        }

    def sheet(self, name: str, root: ET.Element) -> SheetLook:
        number_cells(root)
        cells = dict(self._cells(root))
        merged = tuple(_block(one.get("ref", "")) for one in xml.every(root, "mergeCell"))
        return SheetLook(
            name=name,
            cells=cells,
            rows=max((row for row, _ in cells), default=0),
            columns=max((column for _, column in cells), default=0),
            merged=tuple(one for one in merged if one is not None),
            widths=_widths(root),
            heights=_heights(root),
        )

    def _cells(self, root: ET.Element) -> list[tuple[Spot, CellLook]]:
        found = []
        for cell in xml.every(root, "c"):
            spot = row_and_column(cell.get("r", ""))
            if spot[0] <= MOST_ROWS and spot[1] <= MOST_COLUMNS:
                look = self._cell(cell)
                if look.text or look.formula is not None or look.fill or any(look.lines):
                    found.append((spot, look))
        return found

    def _cell(self, cell: ET.Element) -> CellLook:
        number = int(cell.get("s", "0"))
        form = self._forms[number] if number < len(self._forms) else _Form()
        formula = xml.find(cell, "f")
        text, is_number = self._shown(cell, form)
        return CellLook(
            text=text,
            formula=None if formula is None else f"={formula.text or ''}",
            number=is_number,
            bold=form.bold,
            points=form.points,
            align=form.align or (Align.RIGHT if is_number else Align.LEFT),
            fill=form.fill,
            lines=form.lines,
            wrap=form.wrap,
        )

    def _shown(self, cell: ET.Element, form: _Form) -> tuple[str, bool]:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            holder = xml.find(cell, "is")
            return ("" if holder is None else _text(holder)), False
        value = xml.find(cell, "v")
        if value is None or not value.text:
            return "", False
        if kind == "n":
            shown = number_shown(Decimal(value.text), form.number, is_1904=self._is_1904)
            return shown, True
        return self._values.get(kind, str)(value.text), False


def _block(ref: str) -> Merged | None:
    first, _, last = ref.partition(":")
    if not first or not last:
        return None
    return Merged(*row_and_column(first), *row_and_column(last))


def _widths(root: ET.Element) -> dict[int, float]:
    found: dict[int, float] = {}
    for one in xml.every(root, "col"):
        first, last = int(one.get("min", "1")), int(one.get("max", "1"))
        width = 0.0 if one.get("hidden") in ("1", "true") else float(one.get("width", "8.43"))
        for column in range(first, min(last, MOST_COLUMNS) + 1):
            found[column] = width
    return found


def _heights(root: ET.Element) -> dict[int, float]:
    found: dict[int, float] = {}
    for row in xml.every(root, "row"):
        hidden = row.get("hidden") in ("1", "true")
        if hidden or row.get("ht"):
            found[int(row.get("r", "0"))] = 0.0 if hidden else float(row.get("ht", "15"))
    return found
