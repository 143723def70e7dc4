"""The roll-up of month reports: what the stations handed in, added up as it was handed in.

Flows are the sum of the months, everything else is what stood in the report of the last month
(MC5, MC6). A report that is not there is unknown and never taken for nothing (MC8); so is a line
that a report of an older program did not have.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from station_app.domain.district_tally import Counted, CountedLine, DistrictTally, SharedPeople
from station_app.domain.month_report import PART, WHOLE
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, Line, LineKind

Reports = Mapping[tuple[UUID, str], str]
"""The text of a report by station and month."""


@dataclass(slots=True)
class _Sums:
    """A line while the reports are read: by station, what it comes to."""

    counted: dict[UUID, tuple[int, int]] = field(default_factory=dict)
    whole: dict[UUID, tuple[int, int]] = field(default_factory=dict)

    def add(self, line: Line, station: UUID, values: Mapping[str, Any]) -> None:
        """One report's figures; one that nobody knew adds nothing, and is not a nought."""
        if line.kind is LineKind.RATIO:
            if values.get(PART) is not None and values.get(WHOLE) is not None:
                self.counted[station] = int(values[PART]), 0
                self.whole[station] = int(values[WHOLE]), 0
            return
        known = {unit: values[unit] for unit in line.units if values.get(unit) is not None}
        if not known:
            return
        count, fen = self.counted.get(station, (0, 0))
        count += sum(int(value) for unit, value in known.items() if unit != FEN)
        self.counted[station] = count, fen + int(known.get(FEN, 0))


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
    for station, ym, found in _figures(reports, frozenset(stations)):
        for each in found:
            line = wanted.get(each["code"])
            if line is not None and (line.kind is LineKind.FLOW or ym == period.end):
                sums[line.code].add(line, station, each["values"])
    every = frozenset(stations)
    made = (_line(line, sums[line.code], every, shared.get(line.code)) for line in lines)
    return DistrictTally(period, {line.line.code: line for line in made})


def _figures(
    reports: Reports, stations: frozenset[UUID]
) -> Iterator[tuple[UUID, str, list[dict[str, Any]]]]:
    """The lines of each report. Any: JSON, as `month_report.freeze` wrote it."""
    for (station, ym), text in reports.items():
        if station in stations:
            yield station, ym, json.loads(text)["lines"]


def _line(
    line: Line, sums: _Sums, stations: frozenset[UUID], shared: SharedPeople | None
) -> CountedLine:
    people = shared or SharedPeople()
    unknown = stations - sums.counted.keys()
    counted = Counted(sums.counted, people.counted)
    whole = Counted(sums.whole, people.whole) if line.kind is LineKind.RATIO else None
    return CountedLine(line, counted, whole, unknown)
