"""Writes the list of people as a workbook that comes back without a change: IDs are text."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from station_app.domain.codes import CODE_LISTS
from station_app.domain.import_columns import ROSTER
from station_app.domain.imports import LIST_COMMA, NO_WORD, YES_WORD
from station_app.errors import Unavailable
from station_app.progress import Progress, Silent

COLUMNS = (
    *("file_no", "name", "sex", "id_number", "birth_date", "category", "disability_grade"),
    *("disability_cause", "enlist_date", "discharge_date", "address", "group_name", "mobile"),
    *("phone2", "contact_name", "contact_relation", "contact_phone", "ethnicity", "political"),
    *("education", "marital", "hukou_type", "employment", "work_unit", "health", "self_care"),
    *("lonely_elder", "orphan", "social_relief", "household_no", "head_name"),
    *("relation_to_head", "bank_account", "bank", "registered_on", "status", "death_date", "note"),
)
_CHOICES = {
    **{name: name for name in CODE_LISTS},
    "disability_grade": "dis_grade",
    "disability_cause": "dis_cause",
    "relation_to_head": "relation",
    "status": "person_status",
}
_WIDTHS = {"id_number": 21, "address": 30, "category": 24, "file_no": 22, "note": 30, "mobile": 14}
_USUAL_WIDTH = 11
_STEP = 500
_PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False}

SheetRow = Mapping[str, object]
"""Field → stored value; `category` is a list of codes."""


def write_roster(
    target: Path,
    rows: Iterable[SheetRow],
    *,
    title: str,
    total: int,
    progress: Progress | None = None,
) -> None:
    """Write the list; raises `Unavailable("import.target_locked")`."""
    watcher = progress or Silent()
    book = xlsxwriter.Workbook(str(target), _PLAIN_TEXT)
    text = book.add_format({"num_format": "@", "border": 1})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EFECE5", "text_wrap": True})
    page = book.add_worksheet()
    page.merge_range(0, 0, 0, len(COLUMNS) - 1, title, book.add_format({"bold": True}))
    for place, name in enumerate(COLUMNS):
        page.set_column(place, place, _WIDTHS.get(name, _USUAL_WIDTH))
        page.write_string(1, place, ROSTER[name][0], head)
    for number, row in enumerate(rows):
        if number % _STEP == 0:
            watcher.step(number, total)
        for place, name in enumerate(COLUMNS):
            page.write_string(number + 2, place, shown(name, row.get(name)), text)
    watcher.step(total, total)
    page.freeze_panes(2, 2)
    page.print_area(0, 0, total + 1, len(COLUMNS) - 1)
    page.repeat_rows(1)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    _close(book, target)


def shown(name: str, value: object) -> str:
    """A value as the sheet has it: labels instead of codes, dates as they are stored."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES_WORD if value else NO_WORD
    if isinstance(value, list | tuple):
        return LIST_COMMA.join(shown(name, item) for item in value)
    if isinstance(value, date):
        return value.isoformat()
    return CODE_LISTS[_CHOICES[name]].label(str(value)) if name in _CHOICES else str(value)


def _close(book: xlsxwriter.Workbook, target: Path) -> None:
    try:
        book.close()
    except (FileCreateError, OSError) as error:
        raise Unavailable("import.target_locked", file=target.name) from error
