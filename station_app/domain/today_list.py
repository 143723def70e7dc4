"""What the list of the day says on paper: whom to see or to call, and why."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from station_app.domain.printouts import RowBehind


class Why(IntEnum):
    """Why somebody stands on the list, the most urgent first."""

    PROMISE = 1
    CONTACT = 2
    SILENT = 3
    CERTIFICATION = 4
    PLAQUE = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its day where it has one, a number of days or a year, what was promised."""

    why: Why
    on: date | None = None
    number: int | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One person, with all reasons."""

    name: str
    age: int | None
    group_name: str | None
    address: str | None
    phone: str | None
    id_number: str | None
    reasons: tuple[Reason, ...]
    record: RowBehind | None = None


@dataclass(frozen=True, slots=True)
class TodayList:
    """Everybody of the day, by group and address."""

    as_of: date | None
    rows: tuple[TodayRow, ...] = ()
    left_out: int = 0
    """How many more wait for a contact: more than a day holds."""
    blank_lines: int = 0
