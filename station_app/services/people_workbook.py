"""The list of people as a workbook that the program itself can read again."""

from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from station_app.domain.codes import label
from station_app.domain.forms import Imprint
from station_app.domain.imports import LIST_COMMA
from station_app.messages.printing import FORM_LABELS
from station_app.models.person import PERSON, PERSON_IDENTITY, SERVICE_RECORD
from station_app.progress import Progress, Silent
from station_app.queries.people import IdentityRow
from station_app.queries.people_export import FIELDS, ExportRow, export_rows
from station_app.queries.people_filters import PeopleFilter
from station_app.queries.people_found import people_keys
from station_app.queries.stations import station_row
from station_app.reports import list_workbook
from station_app.services.saving import save_file

WIDE = {"id_number": 22, "address": 34, "category": 26, "file_no": 20, "note": 30, "mobile": 15}
AFTER_NAME = 6
"""Identity and service stand where a roster has them: after birth and people, before addresses."""


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
    rows = export_rows(session, people_keys(session, narrow, today=today))
    station = station_row(session).name
    imprint = Imprint(station_name=station, made_on=today, printed_by=by, printed_at=at)
    columns = [list_workbook.ListColumn(title, width) for title, width in _headings()]
    content = list_workbook.xlsx(
        f"{station}{FORM_LABELS['person-roster']}",
        columns,
        [_cells(row) for row in rows],
        imprint,
        progress or Silent(),
    )
    return save_file(path, content)


def _headings() -> list[tuple[str, int]]:
    own = [(PERSON.by_name[name].label, WIDE.get(name, 12)) for name in FIELDS]
    category = PERSON_IDENTITY.by_name["category"].label
    served = [SERVICE_RECORD.by_name[name].label for name in ("enlist_date", "discharge_date")]
    extra = [(category, WIDE["category"]), *((title, 12) for title in served)]
    return [*own[:AFTER_NAME], *extra, *own[AFTER_NAME:]]


def _cells(row: ExportRow) -> list[str | None]:
    own = [_shown(name, row.values[name]) for name in FIELDS]
    categories = LIST_COMMA.join(_category(one) for one in row.identities)
    return [*own[:AFTER_NAME], categories, row.enlisted, row.discharged, *own[AFTER_NAME:]]


def _shown(name: str, value: object) -> str | None:
    """Codes by their labels, everything else as it is stored."""
    field = PERSON.by_name[name]
    if value is None:
        return None
    return label(field.choices, str(value)) if field.choices else str(value)


def _category(identity: IdentityRow) -> str:
    return "".join(
        (
            label("category", identity.category),
            label("dis_cause", identity.disability_cause),
            label("dis_grade", identity.disability_grade),
        )
    )
