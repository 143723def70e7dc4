"""Responsible for any list as a workbook: title, headings, rows as text, ready to be printed.

Opens in Excel, WPS and LibreOffice. Every cell is written as text, so that no cell can act as a
formula and no ID number becomes a number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import xlsxwriter

from station_app.domain.forms import Imprint
from station_app.progress import Progress
from station_app.reports.wording import chinese_date

FONT = "宋体"
SHEET = "花名册"
A4 = 9
MADE_BY = "&L{station}&R{who} 于 {when} 导出，第 &P 页 共 &N 页"
MARGIN = 15 / 25.4
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A heading and how wide its column is, in characters."""

    heading: str
    width: int = 12


def xlsx(
    title: str,
    columns: Sequence[ListColumn],
    rows: Sequence[Sequence[str | None]],
    imprint: Imprint,
    progress: Progress,
) -> bytes:
    """The workbook; who made it and when stands in the foot of every page (PV2)."""
    made = BytesIO()
    with xlsxwriter.Workbook(
        made, {"strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(SHEET)
        big = book.add_format({"font_name": FONT, "font_size": 16, "bold": True, "align": "center"})
        head = book.add_format(_cell(bold=True, align="center", bg_color="#F2F2F2"))
        body = book.add_format(_cell(num_format="@"))
        sheet.merge_range(0, 0, 0, len(columns) - 1, title, big)
        sheet.set_row(0, 30)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(1, place, column.heading, head)
        for number, row in enumerate(rows):
            if number % AT_ONCE == 0:
                progress.step(number, len(rows))
            for place, text in enumerate(row):
                sheet.write_string(number + 2, place, text or "", body)
        _set_page(sheet, columns, len(rows), imprint)
    progress.step(len(rows), len(rows))
    return made.getvalue()


def _cell(**more: object) -> dict[str, object]:
    plain = {"font_name": FONT, "font_size": 11, "border": 1, "valign": "vcenter"}
    return {**plain, "text_wrap": True, **more}


def _set_page(
    sheet: xlsxwriter.worksheet.Worksheet,
    columns: Sequence[ListColumn],
    count: int,
    imprint: Imprint,
) -> None:
    sheet.freeze_panes(2, 2)
    sheet.autofilter(1, 0, count + 1, len(columns) - 1)
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(MARGIN, MARGIN, MARGIN, MARGIN)
    sheet.repeat_rows(1)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, count + 1, len(columns) - 1)
    when = imprint.printed_at.strftime("%Y-%m-%d %H:%M") if imprint.printed_at else ""
    sheet.set_footer(
        MADE_BY.format(
            station=imprint.station_name,
            who=imprint.printed_by or "",
            when=when or chinese_date(imprint.made_on),
        )
    )
