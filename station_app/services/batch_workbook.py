"""Saves the list of a condolence batch as a workbook."""

from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from station_app.domain.forms import Imprint
from station_app.models.condolence import CondolenceBatch
from station_app.models.identifiers import BatchId
from station_app.progress import Progress, Silent
from station_app.queries.printed_payments import payment_roster
from station_app.queries.stations import station_row
from station_app.reports import batch_workbook
from station_app.services import records
from station_app.services.saving import save_file


def save_batch(
    session: Session,
    path: Path,
    batch_id: BatchId,
    *,
    today: date,
    by: str | None = None,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> Path:
    """Save the list as it stands; `Unavailable("file.not_saved")` when the file is in the way."""
    batch = records.get(session, CondolenceBatch, batch_id)
    sheet = payment_roster(session, batch_id)
    imprint = Imprint(
        station_name=station_row(session).name, made_on=today, printed_by=by, printed_at=at
    )
    content = batch_workbook.xlsx(batch.name, sheet, imprint, progress or Silent())
    return save_file(path, content)
