"""One cell of a list that came back: the same as on file, a new value, or no value at all."""

from dataclasses import dataclass

from station_app.domain.kinds import Kind, Value, from_text, to_text
from station_app.domain.lists import ListColumn
from station_app.errors import Rejected
from station_app.exchange.cells import CellError, CellValue, as_text, is_blank, is_number
from station_app.messages import said, sentence
from station_app.reports.sheet_rows import LONGEST

LOST_FROM = 10**15
"""A spreadsheet keeps 15 digits of a number; the rest of a longer one is gone."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says: its text, its value, or why it has none."""

    text: str
    value: Value = None
    problem: str = ""


def shown(column: ListColumn, value: Value) -> str:
    """A value as its cell shows it."""
    return tidied(to_text(column.kind, value, column.choices))


def tidied(text: str) -> str:
    """A text as it survives a spreadsheet: one kind of line end, no blanks around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def says_the_same(column: ListColumn, cell: CellValue, value: Value) -> bool:
    """Whether a cell holds what is on file, however it is written."""
    here, there = tidied(as_text(cell)), shown(column, value)
    if here == there or (len(there) > LONGEST and here == tidied(there[:LONGEST])):
        return True
    if is_blank(cell) or value is None or isinstance(cell, CellError):
        return False
    found = read_cell(column, cell)
    return not found.problem and shown(column, found.value) == there


def read_cell(column: ListColumn, cell: CellValue) -> Reading:
    """The value of an edited cell; empty is none."""
    text = tidied(as_text(cell))
    if isinstance(cell, CellError):
        return Reading(text, problem=said("list.formula", {"text": text}))
    if column.kind in (Kind.ID_NUMBER, Kind.PHONE) and _lost_digits(cell):
        return Reading(text, problem=said("list.number", {}))
    try:
        return Reading(text, from_text(column.kind, text, column.choices))
    except Rejected as error:
        return Reading(text, problem=sentence(error))


def _lost_digits(cell: CellValue) -> bool:
    return is_number(cell) and isinstance(cell, int | float) and abs(cell) >= LOST_FROM
