"""A sheet as it looks: its words, widths, blocks and lines; what stands beside and above a cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from station_app.domain.sheet_places import place_of

Spot = tuple[int, int]
"""Row and column, both from 1."""


class Align(StrEnum):
    """Where the words of a cell stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class CellLook:
    """One cell: its words as they are shown, and how. `lines` are left, top, right, bottom."""

    text: str = ""
    formula: str | None = None
    number: bool = False
    bold: bool = False
    points: float = 11
    align: Align = Align.LEFT
    fill: str | None = None
    lines: tuple[bool, bool, bool, bool] = (False, False, False, False)
    wrap: bool = False

    @property
    def free(self) -> bool:
        """Whether something may be written here without losing words or a formula."""
        return not self.text.strip() and self.formula is None

    @property
    def words(self) -> str:
        """Its words; figures and results are none."""
        return "" if self.number or self.formula is not None else self.text.strip()


@dataclass(frozen=True, slots=True)
class Merged:
    """Cells that are one; all four ends are included."""

    top: int
    left: int
    bottom: int
    right: int


EMPTY = CellLook()


@dataclass(frozen=True)
class SheetLook:
    """A sheet. `widths` are in characters and `heights` in points, None as usual."""

    name: str
    cells: Mapping[Spot, CellLook]
    rows: int
    columns: int
    merged: tuple[Merged, ...] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)

    def at(self, row: int, column: int) -> CellLook:
        """The cell, or of a merged block the cell that speaks for it."""
        return self.cells.get(self.anchor(row, column), EMPTY)

    def anchor(self, row: int, column: int) -> Spot:
        """The cell that speaks for the block in which a cell lies."""
        return self._covered.get((row, column), (row, column))

    @cached_property
    def _covered(self) -> dict[Spot, Spot]:
        return {
            (row, column): (block.top, block.left)
            for block in self.merged
            for row in range(block.top, min(block.bottom, self.rows) + 1)
            for column in range(block.left, min(block.right, self.columns) + 1)
        }

    def lefts(self, row: int, column: int) -> Iterator[str]:
        """The words to the left, the nearest first."""
        here = self.anchor(row, column)
        yield from self._words(((row, each) for each in range(column - 1, 0, -1)), here)

    def aboves(self, row: int, column: int) -> Iterator[str]:
        """The words above, the nearest first."""
        here = self.anchor(row, column)
        yield from self._words(((each, column) for each in range(row - 1, 0, -1)), here)

    def _words(self, spots: Iterator[Spot], here: Spot) -> Iterator[str]:
        seen = {here}
        for spot in spots:
            anchor = self.anchor(*spot)
            if anchor not in seen:
                seen.add(anchor)
                if words := self.cells.get(anchor, EMPTY).words:
                    yield words

    def free_cells(self) -> Iterator[Spot]:
        """Cells inside a grid that hold nothing: where figures may belong."""
        for spot, cell in sorted(self.cells.items()):
            if cell.free and any(cell.lines) and self.anchor(*spot) == spot:
                yield spot

    def room(self, first: int, columns: tuple[int, ...]) -> int:
        """How many lines of a list fit from row `first`: rows whose cells are free; at least 1."""
        row = first
        while row <= self.rows and all(self._takes(row, column) for column in columns):
            row += 1
        return max(1, row - first)

    def _takes(self, row: int, column: int) -> bool:
        return self.anchor(row, column) == (row, column) and self.at(row, column).free


@dataclass(frozen=True, slots=True)
class BookLook:
    """The visible sheets of a workbook, in order."""

    sheets: tuple[SheetLook, ...]

    def sheet(self, name: str) -> SheetLook | None:
        """The sheet of that name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def place(spot: Spot) -> str:
    """(7, 4) → D7."""
    return place_of(*spot)
