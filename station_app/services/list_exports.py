"""Saves any list of the program as a workbook, with the keys by which it may come back."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain import list_tables as tables
from station_app.domain.forms import Imprint
from station_app.domain.imports import LIST_COMMA
from station_app.domain.lists import ListMark, ListRow, ListSheet, ListSpec
from station_app.domain.masking import MaskLevel
from station_app.domain.printouts import Question, RowBehind
from station_app.messages import lists as words
from station_app.models.change import Change
from station_app.progress import Progress, Silent
from station_app.queries.stations import station_row
from station_app.queries.visits import VisitFilter
from station_app.reports import list_workbook
from station_app.services import list_rows as rows
from station_app.services.import_collector import collector_paused
from station_app.services.list_masks import masked_row, masked_spec
from station_app.services.list_people import PEOPLE, people_rows
from station_app.services.printouts import numbered
from station_app.services.saving import save_file

Maker = Callable[[Session, Any, date], Iterable[ListRow]]
"""Any: each list has a question of its own."""
LISTS: dict[str, tuple[ListSpec, Maker]] = {
    spec.name: (spec, maker)
    for spec, maker in (
        (PEOPLE, rows.people),
        (tables.VISITS, rows.visits),
        (tables.LATE, rows.late_contacts),
        (tables.PROMISES, rows.promises),
        (tables.BATCHES, rows.batches),
        (tables.CERTIFICATIONS, rows.certifications),
        (tables.OVERDUE, rows.overdue),
        (tables.PLAQUES, rows.plaques),
        (tables.WITHOUT_PLAQUE, rows.without_plaque),
        (tables.ROUTE, rows.route),
        (tables.SHEETS, rows.sheets),
        (tables.STEPS, rows.steps),
        (tables.REMOVED, rows.gone),
        (tables.POSTINGS, rows.postings),
    )
}

RETURNING: dict[str, ListSpec] = {
    spec.name: spec
    for spec in (*(spec for spec, _ in LISTS.values()), tables.BATCH)
    if spec.editable
}
"""The lists that may come back edited."""
EVERYTHING: dict[str, Any] = {  # Any: each list has a question of its own
    "visits": VisitFilter(states=()),
    "promises": None,
    "plaques": rows.PlaqueWish(),
}
"""The question that leaves nothing out, for lists that are short enough to be asked whole."""


@dataclass(frozen=True, slots=True)
class ListOrder:
    """Which list, the question that its page asks, and whether its numbers are hidden (PV2)."""

    name: str
    wanted: Any = None  # Any: each list has a question of its own
    mask: MaskLevel = MaskLevel.FULL


@dataclass(frozen=True, slots=True)
class Exported:
    """Where a list was saved, how many rows it has, and whether it may come back edited."""

    path: Path
    count: int
    editable: bool
    personal: bool


@collector_paused()
def export_list(
    session: Session,
    path: Path,
    order: ListOrder,
    *,
    today: date,
    by: str | None = None,
    at: datetime | None = None,
    progress: Progress | None = None,
) -> Exported:
    """Save a list whole; `Unavailable("file.not_saved")` when the file is in the way."""
    station = station_row(session).name
    sheet = list_sheet(session, order, station=station, today=today, at=at)
    plain = Imprint(
        station_name=station, made_on=today, printed_by=by, printed_at=at, mask=order.mask
    )
    imprint = _numbered(session, sheet, plain)
    save_file(path, list_workbook.xlsx(sheet, imprint, progress or Silent()))
    personal = list_workbook.is_personal(sheet.spec.columns, imprint)
    return Exported(path, len(sheet.rows), bool(sheet.mark), personal)


def _numbered(session: Session, sheet: ListSheet, imprint: Imprint) -> Imprint:
    """With the number under which the rows come back, where they are records."""
    spec = sheet.spec
    if spec.record is None:
        return imprint
    rows = [RowBehind(spec.record, row.key) for row in sheet.rows if row.key is not None]
    question = Question(f"list:{spec.name}", spec.title)
    return numbered(session, imprint, question, rows, shown=(row.values for row in sheet.rows))


def list_sheet(
    session: Session,
    order: ListOrder,
    *,
    station: str,
    today: date,
    at: datetime | None = None,
) -> ListSheet:
    """The list as values: rows, what is said of them, and its mark if it may come back."""
    spec, maker = LISTS[order.name]
    found = tuple(maker(session, order.wanted, today))
    if order.mask is not MaskLevel.FULL:
        found = tuple(masked_row(spec, row, order.mask) for row in found)
        spec = masked_spec(spec)
    mark = (
        mark_of(session, spec.name, at or datetime.combine(today, time(), UTC))
        if spec.editable
        else None
    )
    notes = notes_of(spec, len(found), station=station, period=_period(order.wanted))
    return ListSheet(spec, f"{station}{spec.title}", found, notes, mark)


def rows_now(
    session: Session, mark: ListMark, keys: Sequence[UUID], today: date
) -> dict[UUID, ListRow]:
    """What a list says today of these records, by key."""
    if mark.name == PEOPLE.name:
        found: Iterable[ListRow] = people_rows(session, keys)
    elif mark.name == tables.BATCH.name:
        found = rows.batch_lines(session, mark.subject)
    else:
        found = LISTS[mark.name][1](session, EVERYTHING[mark.name], today)
    return {row.key: row for row in found if row.key is not None}


def mark_of(session: Session, name: str, at: datetime, subject: UUID | None = None) -> ListMark:
    """Up to which change of the log a list of now tells."""
    newest = select(Change.seq, Change.record_id).order_by(Change.seq.desc()).limit(1)
    seq, record = session.execute(newest).one_or_none() or (0, None)
    return ListMark(name, seq, record, at, subject)


def _period(wanted: object) -> str:
    """The days or the year that a question is about; empty where it is about now."""
    if isinstance(wanted, VisitFilter) and wanted.first and wanted.last:
        return words.DAYS.format(first=wanted.first, last=wanted.last)
    if isinstance(wanted, rows.YearWish) and wanted.year:
        return words.YEAR.format(year=wanted.year)
    return ""


def notes_of(
    spec: ListSpec, count: int, *, station: str, period: str
) -> tuple[tuple[str, str], ...]:
    """The lines of the sheet 口径说明."""
    editable = LIST_COMMA.join(column.heading for column in spec.editable)
    lines = {
        "list": spec.title,
        "station": station,
        **({"period": period} if period else {}),
        "rows": words.ROWS.format(count=count),
        "narrow": words.NARROW,
    }
    if any(column.summed for column in spec.columns):
        lines["sums"] = words.SUMS
    if editable:
        lines |= {"editable": words.EDITABLE.format(columns=editable), "back": words.BACK}
    else:
        lines["no_return"] = words.NO_RETURN
    return tuple((words.NOTES[name], text) for name, text in lines.items())
