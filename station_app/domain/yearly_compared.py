"""Two periods side by side: each figure of the report, then and now, and the difference."""

from collections.abc import Iterable, Mapping

from station_app.domain.annual import AnnualFigure, AnnualRow
from station_app.domain.annual_figures import BY_CODE
from station_app.domain.annual_lines import line_of
from station_app.domain.money import rounding_note
from station_app.domain.tally import FEN, PERCENT, TallyLine
from station_app.domain.yearly_names import name_of
from station_app.domain.yearly_numbers import MONEY
from station_app.domain.yearly_slots import RATIOS, Slot

Figures = Mapping[str, TallyLine]
"""The figures of one period, by code."""


def compare(slots: Iterable[Slot], this: Figures, other: Figures) -> tuple[AnnualRow, ...]:
    """Each line of the slots once in each of its units, in the order of the report."""
    asked = dict.fromkeys((slot.code, unit_of(slot)) for slot in slots if not slot.is_by_hand)
    return tuple(
        AnnualRow(_figure(code), unit, this[code], other[code])
        for code, unit in asked
        if code in this and code in other
    )


def _figure(code: str) -> AnnualFigure:
    """The figure as it is named outside a table: no 其中 before it."""
    known = BY_CODE.get(code)
    return AnnualFigure(code, name_of(code), known.caliber if known else line_of(code).label)


def unit_of(slot: Slot) -> str:
    """The unit of the line that a slot writes in its own way."""
    if slot.unit in MONEY:
        return FEN
    return PERCENT if slot.unit in RATIOS else slot.unit


def note(rows: Iterable[AnnualRow]) -> str | None:
    """That rounded amounts need not add up, where a difference shows it (MO6)."""
    for row in rows:
        now, before = row.this.value(FEN), row.last.value(FEN)
        if row.unit == FEN and now is not None and before is not None:
            found = rounding_note([now - before, before])
            if found:
                return found
    return None
