"""A source row as text for the station file and back: cells keep the type they had in the sheet."""

import datetime as dt
from typing import Any

import msgspec

from station_app.exchange.cells import CellError, CellValue, as_text
from station_app.exchange.findings import ReadingContext
from station_app.exchange.source_rows import LineKind, SourceRow


class _Cell(msgspec.Struct, array_like=True):
    kind: str
    text: str


class _Row(msgspec.Struct):
    sheet: str
    number: int
    values: dict[str, _Cell]
    raw: list[str]
    hidden: bool = False
    typed: bool = True
    is_1904: bool = False
    merged_money: list[str] = []
    units: dict[str, int] = {}


def to_text(row: SourceRow, context: ReadingContext) -> str:
    """The row with all its cells, and how they are to be read."""
    values = {name: _cell(value) for name, value in row.values.items() if value is not None}
    raw = [as_text(cell) for cell in row.cells]
    kept = _Row(
        row.sheet,
        row.number,
        values,
        raw,
        row.hidden,
        context.typed,
        context.is_1904,
        sorted(row.merged_money),
        dict(context.units),
    )
    return msgspec.json.encode(kept).decode()


def from_text(text: str, today: dt.date) -> tuple[SourceRow, ReadingContext]:
    """The row, and how its cells are to be read today."""
    kept = msgspec.json.decode(text, type=_Row)
    values = {name: _value(cell) for name, cell in kept.values.items()}
    row = SourceRow(
        kept.sheet,
        kept.number,
        LineKind.DATA,
        values,
        kept.raw,
        kept.hidden,
        merged_money=frozenset(kept.merged_money),
    )
    return row, ReadingContext(today, kept.is_1904, kept.typed, tuple(kept.units.items()))


def _cell(value: CellValue) -> _Cell:
    if isinstance(value, CellError):
        return _Cell("error", value.text)
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return _Cell("date", value.isoformat())
    if isinstance(value, float | int) and not isinstance(value, bool):
        return _Cell("number", repr(float(value)))
    return _Cell("text", as_text(value))


_READERS: dict[str, Any] = {  # Any: each reader has its own result
    "error": CellError,
    "date": dt.date.fromisoformat,
    "number": float,
    "text": str,
}


def _value(cell: _Cell) -> CellValue:
    return _READERS[cell.kind](cell.text)  # type: ignore[no-any-return]
