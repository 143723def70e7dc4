"""What the formats of cells say of their values: a day, a percentage."""

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from station_app.exchange import template_xml as xml
from station_app.exchange.template_book import Parts

_STYLES = "xl/styles.xml"
_DATES = frozenset({*range(14, 18), 22, *range(27, 37), *range(50, 59)})
"""Formats of days that spreadsheets build in, the Chinese ones among them."""
_PERCENTS = frozenset({9, 10})
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(frozen=True, slots=True)
class Styles:
    """Which formats show days and which percentages, and where days begin to be counted."""

    dates: frozenset[int]
    percents: frozenset[int]
    is_1904: bool

    def is_date(self, cell: ET.Element) -> bool:
        """Whether a number in this cell is shown as a day."""
        return int(cell.get("s", "0")) in self.dates

    def is_percent(self, cell: ET.Element) -> bool:
        """Whether a number in this cell is shown a hundredfold."""
        return int(cell.get("s", "0")) in self.percents


def read_styles(parts: Parts) -> Styles:
    """The formats of a workbook."""
    book = xml.find(parts.look("xl/workbook.xml"), "workbookPr")
    is_1904 = book is not None and book.get("date1904") in ("1", "true")
    if _STYLES not in parts.raw:
        return Styles(frozenset(), frozenset(), is_1904)
    root = parts.look(_STYLES)
    own = {
        int(one.get("numFmtId", "0")): one.get("formatCode", "")
        for one in xml.every(root, "numFmt")
    }
    table = xml.find(root, "cellXfs")
    used = [int(one.get("numFmtId", "0")) for one in table] if table is not None else []
    dates = (index for index, number in enumerate(used) if _is_date(number, own))
    percents = (index for index, number in enumerate(used) if _is_percent(number, own))
    return Styles(frozenset(dates), frozenset(percents), is_1904)


def _is_date(number: int, own: dict[int, str]) -> bool:
    if number not in own:
        return number in _DATES
    letters = _QUOTED.sub("", own[number]).lower().split(";")[0]
    return "y" in letters or "d" in letters


def _is_percent(number: int, own: dict[int, str]) -> bool:
    if number not in own:
        return number in _PERCENTS
    return "%" in _QUOTED.sub("", own[number])
