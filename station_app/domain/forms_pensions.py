"""What 定期抚恤补助发放表 (F12) says: one line a benefit, its twelve months, what lies between.

Money is integer fen; a month without any payment is None, not 0: nothing known is not nothing paid.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from station_app.domain.printouts import RowBehind

MONTHS = 12


@dataclass(frozen=True, slots=True)
class PensionRow:
    """One benefit of one person over a year; `months` are those paid for, January first.

    `not_due` are the numbers of months outside the benefit: before its start, after its stop.
    """

    name: str
    id_number: str | None
    kind: str
    group_name: str | None = None
    months: tuple[int | None, ...] = (None,) * MONTHS
    not_due: frozenset[int] = frozenset()
    note: str | None = None
    record: RowBehind | None = None

    @property
    def total(self) -> int:
        """What was paid for the whole year."""
        return sum(fen or 0 for fen in self.months)


@dataclass(frozen=True, slots=True)
class PensionRoster:
    """The benefits of a year; `paid_in_year` is the same money by the day it was paid (H2)."""

    year: int | None
    rows: tuple[PensionRow, ...]
    people: int = 0
    paid_in_year: int | None = None
    blank_lines: int = 0


def month_sums(rows: Sequence[PensionRow]) -> tuple[int, ...]:
    """The sum of each month over these rows."""
    return tuple(sum(row.months[at] or 0 for row in rows) for at in range(MONTHS))
