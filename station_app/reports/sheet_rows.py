"""Responsible for many rows of a sheet as text, put into a workbook that was drawn without them.

XlsxWriter draws the head, the formats and the page, with one empty line as the pattern of all;
writing the lines themselves one cell at a time takes it longer than reading them from the store.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter.utility import xl_col_to_name

from station_app.domain.kinds import Kind, Value, to_text
from station_app.domain.lists import ListColumn, ListRow
from station_app.domain.money import FEN_PER_YUAN
from station_app.progress import Progress

FIRST_SHEET = "xl/worksheets/sheet1.xml"
AT_ONCE = 500
LONGEST = 32_767
"""Excel's own limit for the text of a cell."""
SPEED = 4
"""How hard the file is packed: beyond this it gets slower and hardly smaller."""
EPOCH = date(1899, 12, 30)
FIRST_DAY = date(1900, 3, 1)
"""Before it Excel counts a 29 February 1900 that never was; such a day is written as text."""
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
_STYLE = re.compile(r' s="(\d+)"')
_ODD = re.compile(r"[&<>\x00-\x1f\ufffe\uffff\ud800-\udfff]|_x[0-9A-Fa-f]{4}_|^\s|\s$")
_ESCAPED = re.compile(r"(_x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
LINE, MOST_LINES = 18, 12
"""The height of a line in points; a text longer than so many lines is scrolled in its cell."""
WIDE_FROM = "\u2e80"
"""Characters from here on are twice as wide."""
Cell = Callable[[Value, int], str]


def put_rows(
    drawn: bytes,
    columns: Sequence[ListColumn],
    rows: Sequence[ListRow],
    *,
    pattern: int,
    keys: bool,
    progress: Progress,
) -> bytes:
    """The workbook with these rows in place of line `pattern`; with `keys` each has its own."""
    made = BytesIO()
    with ZipFile(BytesIO(drawn)) as source, ZipFile(made, "w", ZIP_DEFLATED, True, SPEED) as target:
        for entry in source.infolist():
            if entry.filename != FIRST_SHEET:
                target.writestr(entry, source.read(entry))
                continue
            text = source.read(entry).decode()
            before, line, after = _split(text, pattern)
            writers = _cells(columns, _STYLE.findall(line))
            hidden = xl_col_to_name(len(columns)) if keys else ""
            layout = _Layout(writers, [column.width for column in columns], hidden)
            lines = _lines(rows, layout, pattern, progress)
            whole = "".join((_measured(before, len(columns) + keys, after), *lines, after))
            target.writestr(entry, whole.encode())
    return made.getvalue()


def _split(text: str, pattern: int) -> tuple[str, str, str]:
    """What stands before the line of the pattern, the line, and what follows."""
    begin = text.index(f'<row r="{pattern}"')
    end = text.index("</row>", begin) + len("</row>")
    return text[:begin], text[begin:end], text[end:]


def _measured(before: str, width: int, after: str) -> str:
    """How far the sheet reaches: the lines below the pattern were drawn where they belong."""
    found = re.findall(r'<row r="(\d+)"', before + after)
    last = max(map(int, found), default=1)
    return _DIMENSION.sub(f'<dimension ref="A1:{xl_col_to_name(width - 1)}{last}"/>', before)


def _cells(columns: Sequence[ListColumn], styles: Sequence[str]) -> list[Cell]:
    """How each column is written, in the format that the pattern has there."""
    return [
        _cell(column, xl_col_to_name(place), style)
        for place, (column, style) in enumerate(zip(columns, styles, strict=True))
    ]


@dataclass(frozen=True, slots=True)
class _Layout:
    """How each cell of a line is written, how wide it is, and the letters of the hidden column."""

    cells: Sequence[Cell]
    widths: Sequence[int]
    hidden: str


def _lines(
    rows: Sequence[ListRow], layout: _Layout, first: int, progress: Progress
) -> Iterator[str]:
    """The rows from line `first`, their keys in the hidden column."""
    cells, widths, hidden = layout.cells, layout.widths, layout.hidden
    for number, row in enumerate(rows, start=first):
        if (number - first) % AT_ONCE == 0:
            progress.step(number - first, len(rows))
        line = [cell(value, number) for cell, value in zip(cells, row.values, strict=True)]
        if hidden and row.key is not None:
            line.append(f'<c r="{hidden}{number}" t="inlineStr"><is><t>{row.key}</t></is></c>')
        height = LINE * _lines_of(row.values, widths)
        yield f'<row r="{number}" ht="{height}">{"".join(line)}</row>'


def _lines_of(values: Sequence[Value], widths: Sequence[int]) -> int:
    """How many lines the longest text takes in its column; not every program works it out."""
    most = 1
    for value, width in zip(values, widths, strict=True):
        if type(value) is str and (2 * len(value) > width or "\n" in value):
            parts = value.split("\n")
            most = max(most, sum(max(-(-width_of(part) // width), 1) for part in parts))
    return min(most, MOST_LINES)


def width_of(text: str) -> int:
    """How many half-width characters a text is wide."""
    return len(text) if text.isascii() else sum(1 + (letter > WIDE_FROM) for letter in text)


def _cell(column: ListColumn, letters: str, style: str) -> Cell:
    """How the values of a column are written; a value of another type is written as its text."""
    kind, choices = column.kind, column.choices
    typed = _TYPED.get(kind)

    def write(value: Value, number: int) -> str:
        if value is None:
            return f'<c r="{letters}{number}" s="{style}"/>'
        if typed is not None and (shown := typed(value)) is not None:
            return f'<c r="{letters}{number}" s="{style}"><v>{shown}</v></c>'
        plain = type(value) is str and choices is None
        text = value if plain else to_text(kind, value, choices)
        return f'<c r="{letters}{number}" s="{style}" t="inlineStr"><is>{_text(str(text))}</is></c>'

    return write


def _day(value: Value) -> str | None:
    if isinstance(value, date) and not isinstance(value, datetime) and value >= FIRST_DAY:
        return str((value - EPOCH).days)
    return None


def _whole(value: Value) -> str | None:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _yuan(value: Value) -> str | None:
    return repr(value / FEN_PER_YUAN) if isinstance(value, int) else None


_TYPED: dict[Kind, Callable[[Value], str | None]] = {
    Kind.DATE: _day,
    Kind.INTEGER: _whole,
    Kind.MONEY: _yuan,
}


def _text(text: str) -> str:
    if len(text) <= LONGEST and _ODD.search(text) is None:
        return f"<t>{text}</t>"
    return f'<t xml:space="preserve">{_escaped(text[:LONGEST])}</t>'


def _escaped(text: str) -> str:
    """As Excel writes what XML cannot hold: `_x000D_`; a text that says so itself is kept apart."""
    text = _ESCAPED.sub(r"_x005F\1", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
