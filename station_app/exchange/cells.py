"""What a cell of a spreadsheet can hold; its type there decides what may be believed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_EXACT_INTEGER = 10**15
"""A spreadsheet keeps 15 digits of a number; whatever is longer has lost its tail."""


@dataclass(frozen=True, slots=True)
class CellError:
    """A formula that failed: `#REF!`, `#DIV/0!`."""

    text: str


CellValue = str | float | int | bool | date | datetime | time | timedelta | CellError | None


def is_blank(value: CellValue) -> bool:
    """True for an empty cell and for one that holds only white space."""
    return value is None or (isinstance(value, str) and not value.strip())


def tidy(value: CellValue) -> CellValue:
    """A cell as it is kept: blank text is None, a moment at midnight is a day."""
    if isinstance(value, str):
        return None if not value or value.isspace() else value
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        return value.date()
    return value


def is_number(value: CellValue) -> bool:
    """True when the spreadsheet stored a number, so that digits after the fifteenth are gone."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def as_text(value: CellValue) -> str:
    """The cell as a person reads it; a long number keeps its exponent, so nobody trusts it."""
    if value is None:
        return ""
    if isinstance(value, CellError):
        return value.text
    if isinstance(value, float):
        return _number_text(value)
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    return value if isinstance(value, str) else str(value)


def _number_text(value: float) -> str:
    if abs(value) >= _EXACT_INTEGER:
        return f"{value:.14E}"
    return str(int(value)) if value.is_integer() else repr(value)
