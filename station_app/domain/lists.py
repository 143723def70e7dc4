"""What a list is as a sheet: its columns as data, its rows as values, the mark that names it.

An exported list carries hidden keys, so that it may be edited and come back: see `ListMark`.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from station_app.domain.kinds import Kind, Value

MARK_HEADING = "veterans-station-list"
"""Begins the heading of the hidden column of keys; nobody types this by hand."""
_PARTS = 6


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column: its stable name, its heading, what it holds, its width in characters.

    `editable` columns bear the name of a field of the row's record; what is changed there may come
    back. A column that is not `compared` says something of the day, such as an age.
    """

    name: str
    heading: str
    kind: Kind = Kind.TEXT
    width: int = 12
    choices: str | None = None
    editable: bool = False
    compared: bool = True
    summed: bool = False


@dataclass(frozen=True, slots=True)
class ListSpec:
    """A list of the program: what it is called, its columns, the record type behind its rows."""

    name: str
    title: str
    columns: tuple[ListColumn, ...]
    record: str | None = None

    @property
    def by_name(self) -> dict[str, ListColumn]:
        """The columns by their names."""
        return {column.name: column for column in self.columns}

    @property
    def editable(self) -> tuple[ListColumn, ...]:
        """What may be changed in the sheet and brought back."""
        return tuple(column for column in self.columns if column.editable)


@dataclass(frozen=True, slots=True)
class ListRow:
    """One line: the key of its record, and its values in the order of the columns."""

    key: UUID | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ListMark:
    """Which list a sheet is, and up to which change of this PC's log it tells.

    `change` is the number of the newest change at that moment and `record` the record it touched:
    only where both agree does the log of this PC say what was changed since.
    """

    name: str
    change: int
    record: UUID | None
    at: datetime
    subject: UUID | None = None
    """What the list is of, where it is a list of something: a batch."""

    def heading(self) -> str:
        """The mark as the heading of the hidden column."""
        parts = (self.name, str(self.change), _text(self.record), self.at.isoformat())
        return " ".join((MARK_HEADING, *parts, _text(self.subject)))


def read_mark(heading: str) -> ListMark | None:
    """The mark in a heading; None where it is none, or nobody knows what it says."""
    parts = heading.split()
    if len(parts) != _PARTS or parts[0] != MARK_HEADING:
        return None
    try:
        _, name, change, record, at, subject = parts
        return ListMark(name, int(change), _key(record), datetime.fromisoformat(at), _key(subject))
    except ValueError:
        return None


def _text(key: UUID | None) -> str:
    return "-" if key is None else str(key)


def _key(text: str) -> UUID | None:
    return None if text == "-" else UUID(text)


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A list that is to be written: the rows, what is said of them, and how it is known again."""

    spec: ListSpec
    title: str
    rows: tuple[ListRow, ...]
    notes: tuple[tuple[str, str], ...] = field(default=())
    mark: ListMark | None = None
