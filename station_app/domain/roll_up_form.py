"""F09 of a town or a district: what is printed, one column for each station or town below it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from station_app.domain.periods import Period
from station_app.domain.tally import Tally, TallyLine, unit_shown

MOST_COLUMNS = 12
"""Columns of stations or towns on one page; the others go on further pages (DOMAIN F09)."""


@dataclass(frozen=True, slots=True)
class Child:
    """A station or a town: its figures, and how many of its stations have reported, of how many."""

    name: str
    tally: Tally
    reported: int
    due: int

    @property
    def reporting(self) -> str:
        """已报/应报."""
        return f"{self.reported}/{self.due}"


@dataclass(frozen=True, slots=True)
class RollUpForm:
    """The whole form: all together, and each child. `remarks` stand below the table."""

    place: str
    period: Period
    whole: Child
    children: Sequence[Child]
    remarks: tuple[str, ...] = ()

    @property
    def sheets(self) -> list[Sequence[Child]]:
        """The children, so many as fit side by side on a page."""
        starts = range(0, max(len(self.children), 1), MOST_COLUMNS)
        return [self.children[start : start + MOST_COLUMNS] for start in starts]


@dataclass(frozen=True, slots=True)
class FormRow:
    """A line in one unit: of all together, and of each child."""

    line: TallyLine
    unit: str
    parts: tuple[TallyLine, ...]

    @property
    def unit_label(self) -> str:
        """The unit as it is printed."""
        return unit_shown(self.unit)


def form_blocks(form: RollUpForm) -> Iterator[tuple[FormRow, ...]]:
    """The rows, block by block; lines by code list only where some child has a figure."""
    numbered = enumerate(form.whole.tally.lines)
    for _, lines in groupby(numbered, lambda pair: pair[1].line.group):
        rows = [row for number, line in lines for row in _rows(form, number, line)]
        if rows:
            yield tuple(rows)


def _rows(form: RollUpForm, number: int, line: TallyLine) -> Iterator[FormRow]:
    parts = tuple(child.tally.lines[number] for child in form.children)
    if "." in line.code and not any(each.values and any(each.values.values()) for each in parts):
        return
    for unit in line.line.units:
        yield FormRow(line, unit, parts)
