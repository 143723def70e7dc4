"""A tally as rows of a table: one row a line and unit, four figures each, in their blocks."""

from collections.abc import Sequence
from dataclasses import dataclass

from station_app.domain.money import yuan
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, PERCENT, Tally, TallyLine, TallyReport, unit_shown
from station_app.domain.tally_checks import CheckFinding, Gravity
from station_app.queries.tallies import TallyRow
from station_app.reports.tally_wording import columns as column_words
from station_app.reports.tally_wording import group_heading
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Cell, Column, Heading, Side
from station_app.ui.theme import current

FIGURES = ("this", "previous", "year_to_date", "last_year")
"""The four columns of figures, by the name of their tally in the report."""


@dataclass(frozen=True, slots=True)
class LineOfTally:
    """One line in one unit, with the figures of all four spans."""

    line: TallyLine
    unit: str
    shown: tuple[str, str, str, str]
    note: str
    finding: CheckFinding | None

    @property
    def code(self) -> str:
        """The number of the line."""
        return self.line.code

    @property
    def is_part(self) -> bool:
        """Whether it stands set in below another."""
        return self.line.line.parent is not None


def tally_rows(
    report: TallyReport, findings: Sequence[CheckFinding]
) -> list[LineOfTally | Heading]:
    """The lines in their blocks; parts that were nothing in every span are left out."""
    by_line = {one.line: one for one in reversed(findings)}
    rows: list[LineOfTally | Heading] = []
    group = ""
    for line in report.this.lines:
        if _is_idle(line, report):
            continue
        if line.line.group != group:
            group = line.line.group
            rows.append(Heading(group_heading(line)))
        notes = report.notes or {}
        for unit in line.line.units:
            rows.append(
                LineOfTally(
                    line, unit, _shown(report, line.code, unit), notes.get(line.code, ""),
                    by_line.get(line.code),
                )
            )  # fmt: skip
    return rows


def _spans(report: TallyReport) -> list[Tally | None]:
    return [getattr(report, name) for name in FIGURES]


def _is_idle(line: TallyLine, report: TallyReport) -> bool:
    if "." not in line.code:
        return False
    found = (one.by_code.get(line.code) for one in _spans(report) if one is not None)
    return not any(value for one in found if one is not None for value in one.values.values())


def _shown(report: TallyReport, code: str, unit: str) -> tuple[str, str, str, str]:
    found = [one.by_code.get(code) if one is not None else None for one in _spans(report)]
    first, second, third, fourth = ("—" if one is None else one.shown(unit) for one in found)
    return first, second, third, fourth


def tally_columns(period: Period) -> list[Column[LineOfTally]]:
    """F09 on the screen, and the number of each line."""
    titles = column_words(period)
    return [
        Column("项目", _label, width=210, stretch=current().large, whole=True),
        Column("单位", lambda one: unit_shown(one.unit), width=52, tone="text2"),
        _figure(titles[2], 0, bold=True),
        _figure(titles[3], 1, tone="text2"),
        _figure(titles[4], 2),
        _figure(titles[5], 3, tone="text2", in_large=False),
        Column("说明", _remark, width=34, stretch=True, in_large=False),
        Column("行号", lambda one: one.code.partition(".")[0], width=52, side=Side.RIGHT,
               tone="text3", in_large=False),
    ]  # fmt: skip


FIRST_FIGURE = 2
"""The column of the first figure."""
NUMBER = 7
"""The column of the number of the line; beside an open figure that number stands in its panel."""


def show_numbers(table: RecordTable[LineOfTally], *, beside_figure: bool) -> None:
    """While a figure is open its panel names the line, and the remarks have that room."""
    table.view.setColumnHidden(NUMBER, beside_figure or current().large)
    table.share_room()


def _figure(
    title: str, at: int, *, tone: str = "text", bold: bool = False, in_large: bool = True
) -> Column[LineOfTally]:
    def show(one: LineOfTally) -> Cell:
        ink = "text3" if one.shown[at] in ("0", "0.00", "—") else "primary" if bold else tone
        return Cell(one.shown[at], tone=ink, bold=bold and ink != "text3")

    return Column(title, show, width=80, side=Side.RIGHT, in_large=in_large)


def _label(one: LineOfTally) -> Cell:
    words = f"　{one.line.line.label}" if one.is_part else one.line.line.label
    if one.finding is not None:
        grave = one.finding.gravity is Gravity.BLOCK
        tone = "red" if grave else "amber"
        return Cell(words, icon="circle-alert" if grave else "triangle-alert", icon_tone=tone)
    return Cell(words, tone="text2" if one.is_part else "text")


def _remark(one: LineOfTally) -> Cell:
    if one.unit == PERCENT and one.line.ratio is not None:
        words = f"{one.line.ratio.part:,}/{one.line.ratio.whole:,}"
        return Cell("，".join(part for part in (words, one.note) if part), tone="text2")
    return Cell(one.note, tone="text2")


def sum_of(rows: Sequence[TallyRow], unit: str) -> str:
    """What the rows behind a figure add up to, in its unit."""
    if unit == FEN:
        return f"{yuan(sum(row.fen for row in rows))} 元"
    return f"{sum(row.count for row in rows):,}"
