"""The vocabulary in which a record describes itself: inert data, no callbacks, no widgets."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from station_app.domain.kinds import Kind
from station_app.models.base import SyncedRecord


class Scope(StrEnum):
    """Who may read a field: also the district, or only the station's key (SETTLED 13)."""

    DISTRICT = "district"
    STATION = "station"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a record: its column, its official Chinese label, its kind of value."""

    name: str
    label: str
    kind: Kind = Kind.TEXT
    required: bool = False
    choices: str | None = None
    references: str | None = None
    scope: Scope = Scope.DISTRICT


@dataclass(frozen=True)
class RecordType:
    """A kind of record: its stable name, its label, the mapped class and its own fields.

    `event` names the date by which a fact counts; a type with an event is immutable (SETTLED 1).
    Rows of a type that is `down_only` are written by the district and by nobody else. Fields that
    are `written_once` stay as they were when the row was made; a new row says otherwise.
    """

    name: str
    label: str
    model: type[SyncedRecord]
    own_fields: tuple[Field, ...]
    event: str | None = None
    down_only: bool = False
    written_once: frozenset[str] = frozenset()

    @property
    def is_fact(self) -> bool:
        """Whether rows are facts that may only be reversed."""
        return self.event is not None

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All fields that travel, but for the key: of every record, of every fact, and its own."""
        return COMMON_FIELDS + (FACT_FIELDS if self.is_fact else ()) + self.own_fields

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """The fields by column name."""
        return {field.name: field for field in self.fields}

    @cached_property
    def private_fields(self) -> tuple[Field, ...]:
        """The fields that only the station may read."""
        return tuple(field for field in self.fields if field.scope is Scope.STATION)


def text(name: str, label: str, *, required: bool = False) -> Field:
    """One line of text."""
    return Field(name, label, required=required)


def private(name: str, label: str, *, choices: str | None = None) -> Field:
    """Text that only the station may read: health, politics, notes, needs (SETTLED 13)."""
    kind = Kind.CHOICE if choices else Kind.LONG_TEXT
    return Field(name, label, kind, choices=choices, scope=Scope.STATION)


def choice(name: str, label: str, choices: str, *, required: bool = False) -> Field:
    """A code of the list `choices`."""
    return Field(name, label, Kind.CHOICE, required=required, choices=choices)


def reference(name: str, label: str, references: str, *, required: bool = False) -> Field:
    """The key of another record."""
    return Field(name, label, Kind.REFERENCE, required=required, references=references)


def day(name: str, label: str, *, required: bool = False) -> Field:
    """A whole date."""
    return Field(name, label, Kind.DATE, required=required)


def partial_day(name: str, label: str) -> Field:
    """A date of which perhaps only the year or the month is known."""
    return Field(name, label, Kind.PARTIAL_DATE)


def month(name: str, label: str, *, required: bool = False) -> Field:
    """A month, `YYYY-MM`."""
    return Field(name, label, Kind.MONTH, required=required)


def money(name: str, label: str, *, required: bool = False) -> Field:
    """An amount in fen."""
    return Field(name, label, Kind.MONEY, required=required)


def number(name: str, label: str, *, required: bool = False) -> Field:
    """A whole number."""
    return Field(name, label, Kind.INTEGER, required=required)


def yes_no(name: str, label: str) -> Field:
    """True, false or unknown."""
    return Field(name, label, Kind.BOOLEAN)


COMMON_FIELDS = (
    reference("station_id", "所属服务站", "station", required=True),
    Field("created_at", "录入时间", Kind.MOMENT, required=True),
    text("created_by", "录入人", required=True),
    Field("deleted", "已撤回", Kind.BOOLEAN, required=True),
    text("delete_reason", "撤回原因"),
)
FACT_FIELDS = (
    month("counted_ym", "统计月份", required=True),
    number("sign", "计数方向", required=True),
    Field("reverses_id", "冲正的记录", Kind.REFERENCE),
    text("correction_reason", "更正原因"),
    number("headcount", "人次", required=True),
    choice("category", "当日人员类别", "category"),
    text("group_name", "当日村民小组"),
    reference("household_id", "当日所属户", "household"),
)
