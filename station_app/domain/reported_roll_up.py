"""The roll-up of month reports: what the stations handed in, added up as it was handed in.

Flows are the sum of the months, everything else is what stood in the report of the last month
(MC5, MC6). A report that is not there is unknown and never taken for nothing (MC8); so is a line
that a report of an older program did not have.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from station_app.domain.district_tally import Counted, CountedLine, DistrictTally, SharedPeople
from station_app.domain.month_report import PART, WHOLE, figures_in, written
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, Line, LineKind

Figures = Mapping[str, int | None]
"""A line's figures by unit; of a ratio its two counts."""
Reports = Mapping[tuple[UUID, str], str]
"""The text of a report by station and month."""


@dataclass(slots=True)
class _Sums:
    """A line while the reports are read: by station, what it comes to."""

    counted: dict[UUID, tuple[int, int]] = field(default_factory=dict)
    whole: dict[UUID, tuple[int, int]] = field(default_factory=dict)

    def add(self, line: Line, station: UUID, values: Figures) -> None:
        """One report's figures; one that nobody knew adds nothing, and is not a nought."""
        if line.kind is LineKind.RATIO:
            part, whole = values.get(PART), values.get(WHOLE)
            if part is not None and whole is not None:
                self.counted[station], self.whole[station] = (part, 0), (whole, 0)
            return
        known = {unit: values.get(unit) for unit in line.units}
        if all(value is None for value in known.values()):
            return
        count, fen = self.counted.get(station, (0, 0))
        count += sum(value or 0 for unit, value in known.items() if unit != FEN)
        self.counted[station] = count, fen + (known.get(FEN) or 0)


def reported_roll_up(
    period: Period,
    stations: Collection[UUID],
    reports: Reports,
    *,
    lines: Sequence[Line],
    shared: Mapping[str, SharedPeople],
) -> DistrictTally:
    """The lines of a period out of the reports of its months."""
    wanted = {line.code: line for line in lines}
    sums: dict[str, _Sums] = defaultdict(_Sums)
    unread: dict[tuple[UUID, str], tuple[str, ...]] = {}
    for (station, ym), text in reports.items():
        if station not in stations:
            continue
        figures = figures_of(text)
        asked = {code: values for code, values in (figures or {}).items() if code in wanted}
        odd = tuple(code for code, values in asked.items() if values is None)
        if figures is None or odd:
            unread[station, ym] = odd
        for code, values in asked.items():
            line = wanted[code]
            if values is not None and (line.kind is LineKind.FLOW or ym == period.end):
                sums[code].add(line, station, values)
    every = frozenset(stations)
    made = (_line(line, sums[line.code], every, shared.get(line.code)) for line in lines)
    return DistrictTally(period, {line.line.code: line for line in made}, unread)


def figures_of(text: str) -> dict[str, Figures | None] | None:
    """The figures of a report by line, None for a line that is not understood.

    None for a text that is no report: whoever holds a station's token may send any text under a
    hash that fits it, and one such text must not keep the sum of all others from being made. A line
    that a newer program writes in another way is unknown, all other lines of its report count.
    """
    report = written(text)
    if report is None:
        return None
    shapes = (shape for shape in report.lines if isinstance(shape, dict))
    named = ((shape.get("code"), shape.get("values")) for shape in shapes)
    return {code: _figures(values) for code, values in named if isinstance(code, str)}


def _figures(shape: object) -> Figures | None:
    try:
        return figures_in(shape)
    except TypeError:
        return None


def _line(
    line: Line, sums: _Sums, stations: frozenset[UUID], shared: SharedPeople | None
) -> CountedLine:
    people = shared or SharedPeople()
    unknown = stations - sums.counted.keys()
    counted = Counted(sums.counted, people.counted)
    whole = Counted(sums.whole, people.whole) if line.kind is LineKind.RATIO else None
    return CountedLine(line, counted, whole, unknown)
