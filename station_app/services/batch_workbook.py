"""Saves the list of a condolence batch as a workbook."""

from datetime import UTC, date, datetime, time
from pathlib import Path

from sqlalchemy.orm import Session

from station_app.domain.codes import BatchStatus
from station_app.domain.forms import Imprint
from station_app.domain.list_tables import BATCH
from station_app.domain.printouts import Question
from station_app.models.condolence import CondolenceBatch
from station_app.models.identifiers import BatchId
from station_app.progress import Progress, Silent
from station_app.queries.printed_payments import payment_roster
from station_app.queries.stations import station_row
from station_app.reports import batch_workbook
from station_app.services import records
from station_app.services.list_exports import mark_of
from station_app.services.printouts import numbered
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
    plain = Imprint(
        station_name=station_row(session).name, made_on=today, printed_by=by, printed_at=at
    )
    rows = [row.record for row in sheet.rows if row.record is not None]
    question = Question(f"list:{BATCH.name}", BATCH.title, {"batch": str(batch_id)})
    shown = ((row.record, row.amount_fen, row.goods, row.quantity) for row in sheet.rows)
    imprint = numbered(session, plain, question, rows, shown=shown)
    mark = None
    if batch.status == BatchStatus.DRAFT:
        moment = at or datetime.combine(today, time(), UTC)
        mark = mark_of(session, BATCH.name, moment, subject=batch_id)
    content = batch_workbook.xlsx(batch.name, sheet, imprint, progress or Silent(), mark=mark)
    return save_file(path, content)
