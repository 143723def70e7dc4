"""The clerk's workbook with what has to be repaired, made from a preview."""

from pathlib import Path

from station_app.domain.reading import Level
from station_app.exchange.returned_workbook import Mark, MarkedRow, MarkedSheet, give_back
from station_app.services.import_runs import PARKED
from station_app.services.import_values import ImportPreview, PreviewRow, SheetView, message_of


def write_errors(seen: ImportPreview, target: Path) -> int:
    """Write the marked copy; returns how many rows have to be repaired.

    Raises `Rejected("import.same_file")`, `Unavailable("import.target_locked")`.
    """
    sheets = [_sheet(seen, view) for view in seen.sheets if view.chosen]
    give_back(seen.path, target, sheets)
    return sum(row.state in PARKED for row in seen.rows)


def _sheet(seen: ImportPreview, view: SheetView) -> MarkedSheet:
    places = {column.field: column.index for column in view.columns if column.field}
    rows = [_row(seen, row, places) for row in seen.rows if row.sheet == view.name]
    return MarkedSheet(view.name, view.header_row, tuple(rows))


def _row(seen: ImportPreview, row: PreviewRow, places: dict[str, int]) -> MarkedRow:
    key = row.source.key or seen.key_of(row)
    if row.state not in PARKED:
        return MarkedRow(row.row, key)
    marks = tuple(
        Mark(places.get(reason.field), reason.level, message_of(reason))
        for reason in row.reasons
        if reason.level >= Level.ASK
    )
    return MarkedRow(row.row, key, marks)
