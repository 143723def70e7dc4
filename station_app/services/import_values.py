"""The values of an import: what is previewed, what a person answers, what is reported."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from station_app.domain.imports import ImportKind, Reason, RowState
from station_app.domain.reading import Level
from station_app.errors import StationError
from station_app.exchange.cells import as_text
from station_app.exchange.columns import Column
from station_app.exchange.findings import ReadingContext
from station_app.exchange.source_rows import SourceRow
from station_app.messages import sentence

OURS, FILE = "ours", "file"
KEY_TOKEN = 12


@dataclass(frozen=True, slots=True)
class SheetChoice:
    """What a person decided for one sheet: its columns by zero-based place, and its heading.

    `header_row` is the last row of the heading as the spreadsheet numbers it, 0 for none; None
    leaves it where it was found.
    """

    columns: Mapping[int, str]
    header_row: int | None = None


Mapped = Mapping[str, SheetChoice]
"""Sheet name → choice; sheets that are not named are not read."""


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet as the second step of the window shows it. `header_row` is 0 where there is none."""

    name: str
    visible: bool
    chosen: bool
    header_row: int
    title: str
    columns: tuple[Column, ...]
    fingerprint: str
    row_count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person decided about a row.

    `repairs` are new texts of cells, an empty one empties the cell. `accept` are codes of questions
    answered with yes. `person_id` says who it is, `new_person` that it is nobody proposed.
    `conflicts` says whose value holds where both sides are filled: "ours" or "file".
    """

    repairs: Mapping[str, str] = field(default_factory=dict)
    accept: frozenset[str] = frozenset()
    person_id: UUID | None = None
    new_person: bool = False
    conflicts: str | None = None
    skip: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """Somebody on file whom a row may mean."""

    person_id: UUID
    name: str
    id_number: str | None
    birth_date: str | None
    group_name: str | None
    status: str


@dataclass(slots=True)
class PreviewRow:
    """One row with its state and reasons; `plan` is what writing it will do."""

    source: SourceRow
    state: RowState
    reasons: tuple[Reason, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    plan: Any = None  # Any: each kind of table has its own plan
    answer: Answer | None = None
    repairs_key: str | None = None

    @property
    def sheet(self) -> str:
        """The sheet's name."""
        return self.source.sheet

    @property
    def row(self) -> int:
        """The row as the spreadsheet numbers it."""
        return self.source.number

    def text(self, name: str) -> str:
        """A cell as the file has it."""
        return as_text(self.source.values.get(name))


@dataclass(slots=True)
class ImportPreview:
    """A file as it would be taken in; nothing is written yet."""

    kind: ImportKind
    path: Path
    file_hash: str
    sheets: tuple[SheetView, ...]
    rows: list[PreviewRow]
    contexts: Mapping[str, ReadingContext]
    today: date
    earlier_run: int | None
    seen_change: int
    mapping: Mapped | None
    decider: Any = None  # Any: the matcher or ledger reader that made the rows

    @property
    def counts(self) -> Counter[RowState]:
        """Rows by state."""
        return Counter(row.state for row in self.rows)

    @property
    def rows_read(self) -> int:
        """Every row below the headings that is not blank (SETTLED 11)."""
        return len(self.rows)

    @property
    def importable(self) -> int:
        """Rows that will be written now."""
        counts = self.counts
        return counts[RowState.NEW] + counts[RowState.MERGED]

    def key_of(self, row: PreviewRow) -> str:
        """The key by which a repaired row is known again."""
        names = [sheet.name for sheet in self.sheets]
        return f"{self.file_hash[:KEY_TOKEN]}:{names.index(row.sheet)}:{row.row}"

    def alike(self, row: PreviewRow) -> list[PreviewRow]:
        """The other rows that wait for the same answers."""
        asked = _questions(row)
        return [r for r in self.rows if r is not row and asked and _questions(r) == asked]


OF_A_WORD = frozenset({"choice.ambiguous", "choice.unknown", "row.category_ambiguous"})
"""Questions what a word means: alike only where it is the same word."""


def asked_by(reason: Reason) -> tuple[str, str, str]:
    """What is asked: rows that ask the same may get the same answer."""
    return reason.field, reason.code, reason.value if reason.code in OF_A_WORD else ""


def _questions(row: PreviewRow) -> frozenset[tuple[str, str, str]]:
    if row.state not in {RowState.DOUBTFUL, RowState.REFUSED}:
        return frozenset()
    return frozenset(asked_by(r) for r in row.reasons if r.level >= Level.ASK)


@dataclass(slots=True)
class Written:
    """What was written: the record of each row by the row's identity, and how many are 待核实."""

    record_of: dict[int, UUID] = field(default_factory=dict)
    drafts: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did; `run_id` is what `undo` takes back, None for a preview."""

    run_id: int | None
    counts: Mapping[RowState, int]
    rows: tuple[PreviewRow, ...]
    drafts: int = 0

    @property
    def rows_read(self) -> int:
        """The sum of all states."""
        return len(self.rows)

    def as_json(self) -> dict[str, Any]:
        """The shape of the command line's report."""
        counts = {state.value: self.counts.get(state, 0) for state in RowState}
        rows = [row_as_json(row) for row in self.rows]
        return {"rows_read": self.rows_read, **counts, "run_id": self.run_id, "rows": rows}


def report_of(preview: ImportPreview) -> ImportReport:
    """The report of a preview alone (`--dry-run`)."""
    return ImportReport(None, preview.counts, tuple(preview.rows))


def row_as_json(row: PreviewRow) -> dict[str, Any]:
    """One row of the report."""
    return {
        "sheet": row.sheet,
        "row": row.row,
        "state": row.state.value,
        "reasons": [
            {"field": r.field, "value": r.value, "code": r.code, "message": message_of(r)}
            for r in row.reasons
        ],
    }


def message_of(reason: Reason) -> str:
    """The Chinese sentence of a reason."""
    return sentence(StationError(reason.code, **dict(reason.values)))
