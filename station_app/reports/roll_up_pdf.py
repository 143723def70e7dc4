"""Responsible for F09 of a town or district on paper: a column for each child, twelve to a page."""

from collections.abc import Sequence
from dataclasses import replace

from station_app.domain.forms import Imprint
from station_app.domain.masking import MaskLevel
from station_app.domain.roll_up_form import Child, FormRow, RollUpForm, form_blocks
from station_app.progress import Progress
from station_app.reports import roster
from station_app.reports.fitting import SMALL
from station_app.reports.joined import joined
from station_app.reports.page import Head
from station_app.reports.pen import MM, Align
from station_app.reports.roster import Column, Heading, Roster, Sums
from station_app.reports.tally_wording import UNITS, group_heading, is_part, roll_up_title

LABEL, UNIT, WHOLE, ALL_CHILDREN = 50.0, 12.0, 20.0, 185.0
WIDEST_CHILD = 30.0
ROW = 5.0 * MM
"""With letters of 9 pt three pages hold all lines, with the seal on the third."""
SET_IN = "　　"
REPORTED = "已报/应报站点数"
TOGETHER = "合计"
Row = FormRow | Heading | str


def pdf(form: RollUpForm, imprint: Imprint, progress: Progress) -> bytes:
    """The form as a PDF; more than twelve children go on in a second part, and so on."""
    sheets = form.sheets
    parts = [_part(form, number, imprint) for number in range(len(sheets))]
    return joined([roster.pdf(part, progress) for part in parts])


def _part(form: RollUpForm, number: int, imprint: Imprint) -> Roster[Row]:
    sheets = form.sheets
    is_last = number == len(sheets) - 1
    which = f"（第 {number + 1} 张，共 {len(sheets)} 张）" if len(sheets) > 1 else ""
    first = sum(map(len, sheets[:number]))
    chosen = slice(first, first + len(sheets[number]))
    return Roster(
        head=Head(
            roll_up_title(form.period) + which,
            f"填报单位（盖章）：{form.place}",
            form.period.label,
            UNITS,
        ),
        columns=_columns(sheets[number]),
        rows=_rows(form),
        cells=lambda _number, row: _cells(form, row, chosen),
        sums=_no_sums,
        imprint=replace(imprint, mask=MaskLevel.STATISTICS),
        row_height=ROW,
        size=SMALL,
        closing=form.remarks if is_last else (),
        summed=False,
        sealed=is_last,
    )


def _columns(children: Sequence[Child]) -> tuple[Column, ...]:
    width = min(WIDEST_CHILD, ALL_CHILDREN / max(len(children), 1))
    return (
        Column("项目", LABEL, Align.LEFT),
        Column("单位", UNIT),
        Column(TOGETHER, WHOLE, Align.RIGHT),
        *(Column(child.name, width, Align.RIGHT) for child in children),
    )


def _rows(form: RollUpForm) -> list[Row]:
    rows: list[Row] = [REPORTED]
    for block in form_blocks(form):
        rows += (Heading(group_heading(block[0].line)), *block)
    return rows


def _cells(form: RollUpForm, row: Row, chosen: slice) -> tuple[str, ...]:
    if isinstance(row, Heading):
        return (row.text,)
    if isinstance(row, str):
        children = form.children[chosen]
        return (row, "站", form.whole.reporting, *(child.reporting for child in children))
    label = f"{SET_IN if is_part(row.line) else ''}{row.line.line.label}"
    figures = (part.shown(row.unit) for part in row.parts[chosen])
    return (label, row.unit_label, row.line.shown(row.unit), *figures)


def _no_sums(_rows: Sequence[Row]) -> Sums:
    return {}
