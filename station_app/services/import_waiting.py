"""Rows of earlier imports that still wait for an answer, as the window shows them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from station_app.domain.imports import ImportKind, RowState
from station_app.exchange import parked
from station_app.queries import imports
from station_app.services import import_runs
from station_app.services.import_values import PreviewRow


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A parked row: its key, where it came from, and what it asks."""

    row_id: int
    run_id: int
    kind: ImportKind
    file_name: str
    row: PreviewRow


def waiting_rows(session: Session, run_id: int | None = None, *, today: date) -> list[WaitingRow]:
    """All rows that wait, of one import or of every one that stands."""
    found = []
    for kept in imports.parked_rows(session, run_id):
        source, _ = parked.from_text(kept.cells, today)
        reasons = import_runs.reasons_of(kept.reasons)
        row = PreviewRow(source, RowState(kept.state), reasons)
        kind = ImportKind(kept.kind)
        found.append(WaitingRow(kept.row_id, kept.run_id, kind, kept.file_name, row))
    return found
