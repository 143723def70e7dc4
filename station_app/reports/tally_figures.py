"""Responsible for the rows that F09 prints: a line and unit each, with its four figures.

Workbook and PDF print the same rows, so they cannot disagree.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from station_app.domain.money import rounding_note
from station_app.domain.tally import FEN, Tally, TallyLine, TallyReport, unit_shown
from station_app.reports.tally_wording import IDLE_NOTE, group_heading


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One printed row: the line, its unit, and the same line in the other periods."""

    line: TallyLine
    unit: str
    figures: tuple[TallyLine | None, ...]
    note: str

    @property
    def unit_label(self) -> str:
        """The unit as printed."""
        return unit_shown(self.unit)

    @property
    def shown(self) -> tuple[str, ...]:
        """The figures as printed; a period that was not asked for stays empty."""
        return tuple(line.shown(self.unit) if line else "" for line in self.figures)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of lines under its heading."""

    heading: str
    rows: tuple[FigureRow, ...]


def blocks(report: TallyReport, *, whole: bool = False) -> Iterator[Block]:
    """The rows of the report in their blocks.

    Of the lines by code list (C4.TROOPS …) the form shows those with a figure in any period, so
    that it stays at two or three pages; `whole` shows all.
    """
    for _, lines in groupby(report.this.lines, lambda line: line.line.group):
        found = list(lines)
        rows = [row for line in found for row in _rows(report, line)]
        kept = (row for row in rows if whole or not _is_idle(row, rows))
        yield Block(group_heading(found[0]), tuple(kept))


def remarks(report: TallyReport) -> tuple[str, ...]:
    """What stands below the table: lines left out, and parts that do not add up (MO6)."""
    shown = sum(len(block.rows) for block in blocks(report))
    everything = sum(len(block.rows) for block in blocks(report, whole=True))
    rounding = (_rounding(report.this, code) for code in ("C4", "C5"))
    notes = [IDLE_NOTE] if shown < everything else []
    return (*notes, *dict.fromkeys(note for note in rounding if note), *report.closing)


def _is_idle(row: FigureRow, rows: list[FigureRow]) -> bool:
    """Whether a line of a code list has nothing to say in any of its units."""
    if "." not in row.line.code:
        return False
    same = (other for other in rows if other.line.code == row.line.code)
    return not any(line.value(other.unit) for other in same for line in other.figures if line)


def _rounding(tally: Tally, code: str) -> str | None:
    values = (line.value(FEN) for line in tally.lines if line.line.parent == code)
    return rounding_note(value for value in values if value is not None)


def _rows(report: TallyReport, line: TallyLine) -> Iterator[FigureRow]:
    others = (report.previous, report.year_to_date, report.last_year)
    figures = (line, *(_same_line(other, line.code) for other in others))
    note = (report.notes or {}).get(line.code, "")
    for unit in line.line.units:
        yield FigureRow(line, unit, figures, note)


def _same_line(tally: Tally | None, code: str) -> TallyLine | None:
    return tally.by_code.get(code) if tally else None
