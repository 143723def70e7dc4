"""The figures of a year beside those of the year before: the data of F10 (DOMAIN §6.5, F10)."""

from dataclasses import dataclass

from station_app.domain.annual_lines import line_of
from station_app.domain.money import half_up
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, Line, LineKind, TallyLine


@dataclass(frozen=True, slots=True)
class AnnualFigure:
    """A line as it is named over a year, and in short how it is counted (计算口径)."""

    code: str
    label: str
    caliber: str

    @property
    def line(self) -> Line:
        """Its line: units, kind, roll-up."""
        return line_of(self.code)

    @property
    def units(self) -> tuple[str, ...]:
        """Its units; money is in fen."""
        return self.line.units


@dataclass(frozen=True, slots=True)
class AnnualRow:
    """One row of table A: a figure in one unit, this period and the one a year before."""

    figure: AnnualFigure
    unit: str
    this: TallyLine
    last: TallyLine

    @property
    def difference(self) -> int | None:
        """增减: fen, a number, or hundredths of a percentage point; None when either is unknown."""
        this, last = (_number(line, self.unit) for line in (self.this, self.last))
        return None if this is None or last is None else this - last

    @property
    def difference_shown(self) -> str:
        """The difference as it is printed: `+3`, `−0.05`, `+1.20个百分点`; a dash when unknown."""
        value = self.difference
        if value is None:
            return TallyLine(self.figure.line, {}).shown(self.unit)
        if self.figure.line.kind is LineKind.RATIO:
            return f"{_signed(value, hundredths=True)}个百分点"
        if self.unit == FEN:
            return _signed(half_up(value, 10_000), hundredths=True)
        return _signed(value, hundredths=False)


def _number(line: TallyLine, unit: str) -> int | None:
    if line.line.kind is LineKind.RATIO:
        return line.ratio.hundredths if line.ratio else None
    return line.value(unit)


def _signed(value: int, *, hundredths: bool) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else ""
    size = abs(value)
    return f"{sign}{size // 100}.{size % 100:02}" if hundredths else f"{sign}{size}"


@dataclass(frozen=True, slots=True)
class FestivalRow:
    """One row of table B: a kind of condolence at 春节 or 八一, by the year of the festival."""

    occasion: str
    kind: str
    label: str
    count: int
    fen: int
    goods_fen: int
    fundings: tuple[str, ...]

    @property
    def funding_shown(self) -> str:
        """Where the money came from, as it is printed."""
        return "、".join(self.fundings)


@dataclass(frozen=True, slots=True)
class MethodRow:
    """One row of table D: who was certified by a method, and its share of all."""

    code: str
    label: str
    count: int
    share: str


@dataclass(frozen=True, slots=True)
class Adjusted:
    """年终调整 of a figure: what counts in a later year of what happened in this one, in words."""

    figure: AnnualFigure
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """F10: table A of all figures, B of the festivals, D of certification.

    Tables C (困难帮扶) and E (志愿服务) wait for their records.
    """

    station: str
    period: Period
    last: Period
    table_a: tuple[AnnualRow, ...]
    table_b: tuple[FestivalRow, ...]
    table_d: tuple[MethodRow, ...]
    adjusted: tuple[Adjusted, ...] = ()
