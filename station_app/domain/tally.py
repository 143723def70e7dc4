"""A tally: its lines as data, its values, how they are shown and handed on (DOMAIN §6.1, §6.2).

A line's formula is a typed function among the queries (SETTLED 3); here is everything else, so that
screen, PDF, workbook and JSON print the same value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from station_app.domain.codes.codelist import Coded
from station_app.domain.money import MINUS, half_up, percent, wan
from station_app.domain.periods import Period

FEN = "分"
"""Unit of money in values and JSON; shown in 万元."""
PERCENT = "%"
MISSING = "—"


class LineKind(Coded):
    """How a line behaves over time."""

    FLOW = "F", "流量"
    STOCK = "S", "存量"
    DISTINCT = "D", "去重"
    RATIO = "R", "比率"
    UNKNOWN = "?", "本版本不认识"  # in a report that a newer program froze; never of our own lines


class RollUp(StrEnum):
    """How a town makes its figure from those of its stations."""

    SUM = "SUM"
    UNION = "UNION"
    RECOMPUTE = "RECOMPUTE"
    ORGANISER = "ORGANISER"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the catalogue; `parent` is the line it is a part of."""

    code: str
    label: str
    units: tuple[str, ...]
    kind: LineKind
    roll_up: RollUp
    parent: str | None = None

    @property
    def group(self) -> str:
        """The letter of its block."""
        return self.code[0]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A part of a whole, kept as two counts so that it can be checked and summed."""

    part: int
    whole: int

    @property
    def shown(self) -> str:
        """`45.32%`; 100% only when both are equal."""
        return percent(self.part, self.whole)

    @property
    def hundredths(self) -> int | None:
        """The percentage in hundredths, as it is shown; None without a whole."""
        if self.whole == 0:
            return None
        value = half_up(self.part * 10_000, self.whole)
        return min(value, 9_999) if self.part < self.whole else value


Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class TallyLine:
    """A line with its figures; None is a figure that nobody can know yet."""

    line: Line
    values: Mapping[str, int | None]
    ratio: Ratio | None = None

    @property
    def code(self) -> str:
        """The code of its line."""
        return self.line.code

    def value(self, unit: str) -> int | None:
        """The figure in one unit."""
        return self.values.get(unit)

    def shown(self, unit: str) -> str:
        """The figure as it is printed: money in 万元, unknown as a dash, nothing as 0."""
        if unit == PERCENT:
            return self.ratio.shown if self.ratio else MISSING
        value = self.values.get(unit)
        if value is None:
            return MISSING
        if unit == FEN:
            return wan(value)
        return f"{MINUS}{-value}" if value < 0 else str(value)

    def to_json(self) -> Json:
        """`{"code", "label", "values": {"人次": 93, "分": 7580000}}`; a ratio shows both counts."""
        values: dict[str, object] = dict(self.values)
        if self.line.kind is LineKind.RATIO:
            values = _ratio_json(self.ratio)
        return {"code": self.line.code, "label": self.line.label, "values": values}


def _ratio_json(ratio: Ratio | None) -> dict[str, object]:
    if ratio is None:
        return {PERCENT: None}
    hundredths = ratio.hundredths
    shown = None if hundredths is None else hundredths / 100
    return {PERCENT: shown, "分子": ratio.part, "分母": ratio.whole}


@dataclass(frozen=True)
class Tally:
    """All lines of a station for a period."""

    station: str
    period: Period
    lines: tuple[TallyLine, ...]

    @cached_property
    def by_code(self) -> dict[str, TallyLine]:
        """The lines by their code."""
        return {line.code: line for line in self.lines}

    def value(self, code: str, unit: str) -> int | None:
        """One figure; None when it is unknown or there is no such line."""
        line = self.by_code.get(code)
        return line.value(unit) if line else None

    def to_json(self) -> Json:
        """The shape that `station-app tally --json` writes."""
        return {
            "station": self.station,
            "period": self.period.code,
            "lines": [line.to_json() for line in self.lines],
        }


@dataclass(frozen=True, slots=True)
class TallyReport:
    """F09: a period beside the one before, the year so far and the year before.

    `notes` are remarks by line code: corrections, late entries, changes since the last report.
    `closing` stands below it all: which report of the month this is, and who stands for it.
    """

    this: Tally
    previous: Tally | None = None
    year_to_date: Tally | None = None
    last_year: Tally | None = None
    notes: Mapping[str, str] | None = None
    closing: tuple[str, ...] = ()


def unit_shown(unit: str) -> str:
    """The unit as it stands in a form: money is in 万元."""
    return "万元" if unit == FEN else unit
