"""Responsible for F09 月度工作统计表 on paper: blocks of lines, four columns of figures."""

from collections.abc import Sequence
from dataclasses import replace

from station_app.domain.forms import Imprint
from station_app.domain.masking import MaskLevel
from station_app.domain.tally import TallyReport
from station_app.progress import Progress
from station_app.reports import roster
from station_app.reports.fitting import SMALL
from station_app.reports.page import Head
from station_app.reports.pen import MM, Align
from station_app.reports.roster import Column, Heading, Roster, Sums
from station_app.reports.tally_figures import FigureRow, blocks, remarks
from station_app.reports.tally_wording import UNITS, columns, is_part, title

WIDTHS = (78, 20, 28, 28, 28, 28, 57)
SET_IN = "　　"
# Nothing is signed in these rows: at 8 mm and full size the report would take six pages.
ROW = 4.4 * MM
AIR = 0.6 * MM


def pdf(report: TallyReport, imprint: Imprint, progress: Progress) -> bytes:
    """The report as a PDF."""
    return roster.pdf(_roster(report, imprint), progress)


def _roster(report: TallyReport, imprint: Imprint) -> Roster[FigureRow | Heading]:
    rows: list[FigureRow | Heading] = []
    for block in blocks(report):
        rows += (Heading(block.heading), *block.rows)
    period = report.this.period
    station = f"填报单位（盖章）：{imprint.station_name}"
    return Roster(
        head=Head(title(period), station, period.label, UNITS),
        columns=_columns(columns(period)),
        rows=rows,
        cells=_cells,
        sums=_no_sums,
        imprint=replace(imprint, mask=MaskLevel.STATISTICS),
        row_height=ROW,
        size=SMALL,
        air=AIR,
        closing=remarks(report),
        summed=False,
    )


def _columns(headings: Sequence[str]) -> tuple[Column, ...]:
    aligns = (Align.LEFT, Align.CENTER, *[Align.RIGHT] * 4, Align.LEFT)
    triples = zip(headings, WIDTHS, aligns, strict=True)
    return tuple(Column(heading, width, align) for heading, width, align in triples)


def _cells(_number: int, row: FigureRow | Heading) -> tuple[str, ...]:
    if isinstance(row, Heading):
        return (row.text,)
    label = f"{SET_IN if is_part(row.line) else ''}{row.line.line.label}"
    return (label, row.unit_label, *row.shown, row.note)


def _no_sums(_rows: Sequence[FigureRow | Heading]) -> Sums:
    return {}
