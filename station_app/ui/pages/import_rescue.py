"""Printing 身份证待核名单: of the rows that are looked at, or of everybody on file without one."""

from collections.abc import Sequence

from station_app.services.id_rescue import print_of_register, print_of_rows
from station_app.services.import_values import PreviewRow
from station_app.ui.page import Page
from station_app.ui.print_preview import PrintPreview, order

TITLE = "身份证待核名单"


def print_rows(page: Page, rows: Sequence[PreviewRow], source: str) -> PrintPreview:
    """The list of these rows, by group, with room to write."""
    preview = PrintPreview(page, page.desk, TITLE)
    preview.make(print_of_rows, tuple(rows), source, order(page.desk))
    return preview


def print_missing(page: Page) -> PrintPreview:
    """The list of everybody on file whose number is missing."""
    preview = PrintPreview(page, page.desk, TITLE)
    preview.make(print_of_register, order(page.desk))
    return preview
