"""Finds the bound cells again in a changed file: those that stayed, those that moved, the rest.

What the file has more than the one before is named, too: a row that nobody fills is not seen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import NAMESPACE_OID, UUID, uuid5

from station_app.domain.codes import TemplateWhat
from station_app.domain.sheet_look import SheetLook, Spot, place
from station_app.domain.template import Bound, BoundCell
from station_app.domain.template_guess import anchored, guesses, row_name
from station_app.domain.template_words import kept_apart


class Fate(StrEnum):
    """What became of a bound cell."""

    KEPT = "KEPT"
    MOVED = "MOVED"
    LOST = "LOST"
    NEW = "NEW"
    """Not bound yet: the changed file has it and the one before had not."""


@dataclass(frozen=True, slots=True)
class Found:
    """A bound cell in the changed file; `bound` is as it would be kept there.

    A new one has a key of its place, by which it is answered like the others.
    """

    cell_id: UUID
    before: Bound
    fate: Fate
    bound: Bound


def find_again(
    cells: Iterable[BoundCell], old: Sequence[str], sheets: Sequence[SheetLook]
) -> list[Found]:
    """Every bound cell; only those that moved or are lost need a person.

    `old` are the sheets of the file before, for sheets that bear the month in their name.
    """
    renamed = _renamed(old, sheets)
    return [_one(each, renamed, sheets) for each in cells]


def _renamed(old: Sequence[str], sheets: Sequence[SheetLook]) -> dict[str, str]:
    """Sheets that are called otherwise now: those without a namesake, in their order."""
    new = [sheet.name for sheet in sheets]
    gone = [name for name in old if name not in new]
    come = [name for name in new if name not in old]
    pairs = zip(gone, come, strict=True) if len(gone) == len(come) else ()
    return {name: name for name in new} | dict(pairs)


def _one(cell: BoundCell, renamed: dict[str, str], sheets: Sequence[SheetLook]) -> Found:
    bound = cell.bound
    looks = {sheet.name: sheet for sheet in sheets}
    home = looks.get(renamed.get(bound.sheet, ""))
    if home is not None and _fits(home, bound.spot, bound):
        return Found(cell.cell_id, bound, Fate.KEPT, replace(bound, sheet=home.name))
    for group in ([home] if home is not None else [], sheets):
        spots = [(sheet, spot) for sheet in group for spot in _spots(sheet, bound)]
        if len(spots) == 1:
            sheet, spot = spots[0]
            there = replace(bound, sheet=sheet.name, place=place(spot))
            return Found(cell.cell_id, bound, Fate.MOVED, there)
    return Found(cell.cell_id, bound, Fate.LOST, bound)


def _spots(sheet: SheetLook, bound: Bound) -> list[Spot]:
    spots = [
        (row, column)
        for row in range(1, sheet.rows + 1)
        for column in range(1, sheet.columns + 1)
        if _fits(sheet, (row, column), bound)
    ]
    if bound.what is TemplateWhat.COLUMN:  # all cells below a heading fit: the first is meant
        return [spot for spot in spots if (spot[0] - 1, spot[1]) not in spots]
    return spots


def _fits(sheet: SheetLook, spot: Spot, bound: Bound) -> bool:
    """Whether a cell stands beside and below the same words, and may be written."""
    if sheet.anchor(*spot) != spot or spot[0] > sheet.rows or spot[1] > sheet.columns:
        return False
    cell = sheet.at(*spot)
    if bound.what is TemplateWhat.WORDS:
        return bool(cell.words) and kept_apart(cell.words) == kept_apart(bound.row_words)
    if cell.formula is not None:
        return False
    beside, above = anchored(sheet, spot)
    if bound.what is TemplateWhat.COLUMN:
        return kept_apart(above) == kept_apart(bound.column_words) and cell.free
    if not bound.row_words and not bound.column_words:
        return False
    return (kept_apart(beside), kept_apart(above)) == (
        kept_apart(bound.row_words),
        kept_apart(bound.column_words),
    )


# --- what the changed file has more --------------------------------------------------------------


def new_cells(
    found: Sequence[Found], old: Sequence[SheetLook], guessed: Iterable[Bound]
) -> list[Found]:
    """What the words of the changed file mean where nothing is bound and the old file had no such.

    A cell that somebody let go stays let go; what says the same as a lost one is that one.
    """
    taken = {(one.bound.sheet, one.bound.place) for one in found if one.fate is not Fate.LOST}
    lost = {_says(one.before) for one in found if one.fate is Fate.LOST}
    known = {_words(one) for one in guesses(old)}
    fresh = [
        bound
        for one in guessed
        if (one.sheet, one.place) not in taken and _words(one) not in known
        for bound in _of_its_list(one, found)
        if _says(bound) not in lost
    ]
    return [Found(uuid5(NAMESPACE_OID, f"{b.sheet}!{b.place}"), b, Fate.NEW, b) for b in fresh]


def _words(bound: Bound) -> tuple[TemplateWhat, str, str]:
    return bound.what, kept_apart(bound.row_words), kept_apart(bound.column_words)


def _says(bound: Bound) -> tuple[object, ...]:
    return bound.what, bound.line_code, bound.unit, bound.span, bound.words, bound.roster_column


def _of_its_list(bound: Bound, found: Iterable[Found]) -> list[Bound]:
    """A new column of a list that is bound already tells of the people of that list."""
    if bound.what is not TemplateWhat.COLUMN:
        return [bound]
    there = [each.bound for each in found if each.fate is not Fate.LOST]
    lists = {one.spot[0]: one.line_code for one in there
             if (one.what, one.sheet) == (TemplateWhat.COLUMN, bound.sheet)}  # fmt: skip
    if not lists:
        return [bound]
    row = bound.spot[0]
    return [replace(bound, line_code=lists[row])] if row in lists else []


def new_rows(
    found: Sequence[Found], old: Sequence[SheetLook], sheets: Sequence[SheetLook]
) -> list[str]:
    """The names of rows that the old file had not and whose words nobody understands."""
    known = {kept_apart(cell.words) for sheet in old for cell in sheet.cells.values()}
    here = [one.bound for one in found if one.fate is not Fate.LOST]
    names: dict[str, None] = {}
    for sheet in sheets:
        figures = [b for b in here if (b.what, b.sheet) == (TemplateWhat.FIGURE, sheet.name)]
        rows, columns = ({b.spot[n] for b in figures} for n in (0, 1))
        for row, column in sheet.free_cells():
            name = row_name(sheet, (row, column))
            if column in columns and row not in rows and name and kept_apart(name) not in known:
                names.setdefault(name)
    return list(names)
