"""The list of people as a workbook that the program itself can read again."""

from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from station_app.progress import Progress
from station_app.queries.people_filters import PeopleFilter
from station_app.services.list_exports import ListOrder, export_list
from station_app.services.list_people import PEOPLE


def export_people(
    session: Session,
    path: Path,
    narrow: PeopleFilter,
    *,
    today: date,
    by: str | None = None,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> Path:
    """Save all who pass the filter; `Unavailable("file.not_saved")` when the file is in the way."""
    order = ListOrder(PEOPLE.name, narrow)
    return export_list(session, path, order, today=today, by=by, at=at, progress=progress).path
