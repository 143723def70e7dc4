"""Whole columns of wire values: checked, and turned into what a database stores and back.

A column is looked at as a whole and each distinct value once; rows are never made. Where a value is
none of its kind the caller looks at the rows one by one (`rows.fits`), which says whose it is.
"""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Date, DateTime, Table, Text, cast, type_coerce

from station_app.domain.kinds import Kind, Wire, from_wire, to_wire
from station_app.errors import Rejected

SQLITE = "sqlite"
NOTHING = type(None)
INT64 = 2**63
NUMBERS = frozenset({Kind.INTEGER, Kind.MONEY})
PLAIN_KEYS = re.compile(r"(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\n)*")
"""Keys as this program writes them, one to a line."""
KEY_LINE = 37
"""Letters of such a line."""
PLAIN_DAY = len("2022-10-01")
Column = list[Wire]
Stored = list[Any]  # Any: what a driver takes and gives for a column of any type
Convert = Callable[[Any], Any]


class Misfit(Exception):  # noqa: N818 (no failure: the rows are looked at one by one instead)
    """A column holds a value that is none of its kind, or that not every database can store."""


def checked(kind: Kind, column: Column) -> Column:
    """The column in the one spelling of its values; raises `Misfit`."""
    types = set(map(type, column)) - {NOTHING}
    if kind is Kind.BOOLEAN:
        return _if(types <= {bool}, column)
    if kind in NUMBERS:
        return _if(types <= {int} and _in_range(column), column)
    _if(types <= {str}, column)
    return _CHECKS.get(kind, _text)(kind, column)


def _if(is_fit: bool, column: Column) -> Column:
    if not is_fit:
        raise Misfit
    return column


def _in_range(column: Iterable[Any]) -> bool:  # Any: integers and None
    return all(-INT64 <= value < INT64 for value in set(column) - {None})


def _text(_kind: Kind, column: Stored) -> Column:
    return _if("\0" not in "".join(filter(None, column)), column)


def _key(kind: Kind, column: Column) -> Column:
    keys = set(column) - {None}
    lines = "".join([f"{key}\n" for key in keys])
    # The length: two keys that a line's end divides are not one.
    is_plain = len(lines) == len(keys) * KEY_LINE and PLAIN_KEYS.fullmatch(lines)
    return column if is_plain else _distinct(kind, column)


def _distinct(kind: Kind, column: Column) -> Column:
    return mapped(column, lambda value: _respelt(kind, value))


def _day(kind: Kind, column: Column) -> Column:
    return mapped(column, lambda value: value if _is_plain_day(value) else _respelt(kind, value))


def _is_plain_day(value: str) -> bool:
    """Whether it is a day of the calendar in its one spelling, as nearly all are."""
    try:
        return len(value) == PLAIN_DAY and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _respelt(kind: Kind, value: Wire) -> Wire:
    try:
        return to_wire(kind, from_wire(kind, value))
    except Rejected:
        raise Misfit from None


_CHECKS: dict[Kind, Callable[[Kind, Column], Column]] = {
    Kind.REFERENCE: _key,
    Kind.DATE: _day,
    Kind.MOMENT: _distinct,
    Kind.MONTH: _distinct,
    Kind.PARTIAL_DATE: _day,
}


def mapped(column: Stored, convert: Convert) -> Stored:
    """Each distinct value converted once; None stays None."""
    table = {value: None if value is None else convert(value) for value in set(column)}
    return [table[value] for value in column]


# -- to the database ----------------------------------------------------------------------------


def stored(kind: Kind, column: Column, dialect: str) -> Stored:
    """Checked wire values as SQLite stores them; PostgreSQL takes them as they are."""
    if dialect != SQLITE:
        return list(column)
    if kind is Kind.REFERENCE:
        return undashed(column)
    return mapped(column, _sqlite_moment) if kind is Kind.MOMENT else list(column)


def undashed(keys: Stored) -> Stored:
    """Keys as SQLite stores them, all at once: one by one they take five times as long."""
    lines = "\n".join([key or "" for key in keys]).replace("-", "")
    return [key or None for key in lines.split("\n")] if keys else []


def _sqlite_moment(value: str) -> str:
    """As SQLAlchemy's type writes it, so that both writers' values compare and sort alike."""
    return f"{datetime.fromisoformat(value).astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


# -- from the database --------------------------------------------------------------------------


def raw_columns(table: Table, kinds: tuple[tuple[str, Kind], ...], dialect: str) -> tuple[Any, ...]:
    """Columns to be selected as the driver gives them, without a call per value."""
    return tuple(_raw(table.c[name], kind, dialect) for name, kind in kinds)


def _raw(column: ColumnElement[Any], kind: Kind, dialect: str) -> ColumnElement[Any]:
    if dialect == SQLITE:
        return type_coerce(column, Text())
    if kind is Kind.REFERENCE:
        return cast(column, Text())
    if kind is Kind.MOMENT:
        return type_coerce(column, DateTime(timezone=True))
    return type_coerce(column, Date()) if kind is Kind.DATE else column


def as_wire(kind: Kind, column: Stored, dialect: str) -> Column:
    """What `raw_columns` gave as wire values."""
    if kind is Kind.REFERENCE and dialect == SQLITE:
        return _dashed(column)
    convert = (_FROM_SQLITE if dialect == SQLITE else _FROM_POSTGRESQL).get(kind)
    return column if convert is None else mapped(column, convert)


def _dashed(column: Stored) -> Column:
    keys = list(set(column) - {None})
    table = dict(zip((None, *keys), (None, *_all_dashed(keys)), strict=True))
    return [table[key] for key in column]


def _all_dashed(keys: Stored) -> Column:
    """Keys of a file with dashes, all at once: one by one they take twice as long."""
    try:
        dashed: Column = msgspec.to_builtins(msgspec.convert(keys, list[UUID]))
    except msgspec.ValidationError:  # somebody else wrote into the file; it is told as it stands
        return [f"{k[:8]}-{k[8:12]}-{k[12:16]}-{k[16:20]}-{k[20:]}" for k in keys]
    return dashed


def _from_sqlite_moment(value: str) -> str:
    return datetime.fromisoformat(value).replace(tzinfo=UTC).isoformat()


def _from_moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


_FROM_SQLITE: dict[Kind, Convert] = {
    Kind.MOMENT: _from_sqlite_moment,
    Kind.BOOLEAN: bool,
}
_FROM_POSTGRESQL: dict[Kind, Convert] = {Kind.MOMENT: _from_moment, Kind.DATE: date.isoformat}
