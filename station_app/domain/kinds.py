"""Kinds of field values: value ↔ wire (plain JSON scalars), value ↔ text (read and typed).

In Python BOOLEAN is bool; INTEGER and MONEY (fen) are int; DATE is date; MOMENT is an aware
datetime; REFERENCE is UUID; every other kind is str: a partial date in its stored form,
a choice as its code.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from station_app.domain import id_number
from station_app.domain.codes import CODE_LISTS
from station_app.domain.date_reading import parse_date
from station_app.domain.money import yuan
from station_app.domain.money_reading import parse_fen
from station_app.domain.partial_date import PartialDate
from station_app.domain.phones import clean_phone
from station_app.errors import Rejected

Value = str | int | bool | date | datetime | UUID | None
Wire = str | int | bool | None


class Kind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    MONEY = "money"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    DATE = "date"
    PARTIAL_DATE = "partial_date"
    MONTH = "month"
    CHOICE = "choice"
    REFERENCE = "reference"
    MOMENT = "moment"
    FILE = "file"


_NUMBERS = frozenset({Kind.INTEGER, Kind.MONEY})
_MONTH = re.compile(r"(?!0000)[0-9]{4}-(0[1-9]|1[0-2])")


def to_wire(kind: Kind, value: Value) -> Wire:
    """The value as a JSON scalar; `from_wire` gives back the very same value."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if value is not None and not isinstance(value, _wire_type(kind)):
        raise TypeError(f"{type(value).__name__} is no value of kind {kind}")
    return value


def _wire_type(kind: Kind) -> type[str] | type[int] | type[bool]:
    if kind in _NUMBERS:
        return int
    return bool if kind is Kind.BOOLEAN else str


def _moment(wire: str) -> datetime:
    moment = datetime.fromisoformat(wire)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(UTC)


def _month(wire: str) -> str:
    if not _MONTH.fullmatch(wire):
        raise ValueError("not a month")
    return wire


def _partial(wire: str) -> str:
    return str(PartialDate.of(wire))


_READERS: dict[Kind, Callable[[str], Value]] = {
    Kind.DATE: date.fromisoformat,
    Kind.MOMENT: _moment,
    Kind.REFERENCE: UUID,
    Kind.MONTH: _month,
    Kind.PARTIAL_DATE: _partial,
}


def from_wire(kind: Kind, wire: Wire) -> Value:
    """The value of a scalar that came from elsewhere; `Rejected` when it is none of its kind."""
    if wire is None:
        return None
    expected = _wire_type(kind)
    if not isinstance(wire, expected) or (isinstance(wire, bool) and expected is int):
        raise Rejected("kind.wire", kind=str(kind))
    reader = _READERS.get(kind)
    if reader is None or not isinstance(wire, str):
        return wire
    try:
        return reader(wire)
    except (ValueError, Rejected):
        raise Rejected("kind.wire", kind=str(kind)) from None


def to_text(kind: Kind, value: Value, choices: str | None = None) -> str:
    """The value as people read it in a form or a sheet; missing is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if kind is Kind.MONEY and isinstance(value, int):
        return yuan(value)
    if kind is Kind.CHOICE and choices is not None:
        return CODE_LISTS[choices].label(str(value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return str(value)


def from_text(kind: Kind, text: str, choices: str | None = None) -> Value:
    """What somebody typed or a cell holds, as a value; `Rejected` when it is not surely one.

    Dates may lie ahead here, as plans do; whether one may is the rule of its record.
    """
    plain = text.strip()
    if not plain:
        return None
    if kind is Kind.CHOICE:
        return _choice(plain, choices)
    return _PARSERS[kind](plain)


def _choice(plain: str, choices: str | None) -> str:
    if choices is None:
        return plain
    match = CODE_LISTS[choices].find(plain)
    if match is None:
        raise Rejected("choice.unknown", text=plain)
    if not match.is_exact:
        labels = "、".join(CODE_LISTS[choices].label(code) for code in match.options)
        raise Rejected("choice.ambiguous", text=plain, options=labels)
    return match.code


def _integer(plain: str) -> int:
    digits = unicodedata.normalize("NFKC", plain).replace(",", "").replace(MINUS, "-")
    if not re.fullmatch(r"-?\d{1,15}", digits):
        raise Rejected("integer.unreadable", text=plain)
    return int(digits)


MINUS = "−"
_YES = frozenset({"是", "有", "√", "✓", "1", "TRUE", "Y", "YES", "对", "已"})
_NO = frozenset({"否", "无", "×", "0", "FALSE", "N", "NO", "不是", "没有", "未"})


def _boolean(plain: str) -> bool:
    word = unicodedata.normalize("NFKC", plain).upper()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise Rejected("boolean.unreadable", text=plain)


def _partial_text(plain: str) -> str:
    return str(parse_date(plain, today=None).certain())


def _date(plain: str) -> date:
    day = parse_date(plain, today=None).certain().exact
    if day is None:
        raise Rejected("date.day_missing", text=plain)
    return day


def _month_of_text(plain: str) -> str:
    month = parse_date(plain, today=None).certain().month_text
    if month is None:
        raise Rejected("date.month_missing", text=plain)
    return month


def _uuid(plain: str) -> UUID:
    try:
        return UUID(plain)
    except ValueError:
        raise Rejected("kind.reference", text=plain) from None


def _moment_text(plain: str) -> datetime:
    try:
        return _moment(plain)
    except ValueError:
        raise Rejected("kind.moment", text=plain) from None


_PARSERS: dict[Kind, Callable[[str], Value]] = {
    Kind.TEXT: str,
    Kind.LONG_TEXT: str,
    Kind.FILE: str,
    Kind.ID_NUMBER: lambda plain: id_number.parse(plain).text,
    Kind.PHONE: lambda plain: clean_phone(plain).certain(),
    Kind.MONEY: parse_fen,
    Kind.INTEGER: _integer,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _date,
    Kind.PARTIAL_DATE: _partial_text,
    Kind.MONTH: _month_of_text,
    Kind.REFERENCE: _uuid,
    Kind.MOMENT: _moment_text,
}
