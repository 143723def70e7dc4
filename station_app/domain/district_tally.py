"""The roll-up of stations: what a line comes to at each, and at any group of them (DOMAIN §6.4).

A SUM line adds up. A UNION line counts a person once, however many files of any stations hold the
same ID number: for that only the few people with several files need to be known by name, all others
are counted. A ratio is made again from its two counts.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from station_app.domain.periods import Period
from station_app.domain.tally import FEN, Line, LineKind, Ratio, RollUp, Tally, TallyLine


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure by station: number and fen; and, of people with several files, the files it holds.

    `shared` says for each such ID number how many rows of the figure each station has.
    """

    by_station: Mapping[UUID, tuple[int, int]] = field(default_factory=dict)
    shared: Mapping[str, Mapping[UUID, int]] = field(default_factory=dict)

    def added(self, stations: Collection[UUID]) -> tuple[int, int]:
        """The stations' figures added: number, fen."""
        chosen = [self.by_station.get(station, (0, 0)) for station in stations]
        return sum(one[0] for one in chosen), sum(one[1] for one in chosen)

    def united(self, stations: Collection[UUID]) -> int:
        """The number of people: whoever has several files among these stations counts once."""
        return self.added(stations)[0] - self.repeated(stations)

    def repeated(self, stations: Collection[UUID]) -> int:
        """How many of the files that these stations count are another file of somebody counted."""
        among = frozenset(stations)
        files = (
            sum(count for station, count in rows.items() if station in among)
            for rows in self.shared.values()
        )
        return sum(count - 1 for count in files if count > 1)


Shared = Mapping[str, Mapping[UUID, int]]
"""Of people with several files, by their number: how many rows of a figure each station has."""


@dataclass(frozen=True, slots=True)
class SharedPeople:
    """People with several files behind a line: behind it, or behind a ratio's part and whole."""

    counted: Shared = field(default_factory=dict)
    whole: Shared = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CountedLine:
    """A line with its figures by station: those of a ratio's part and of its whole apart.

    Where a figure cannot be known at a station (no certification year was opened there), the
    station is in `unknown`.
    """

    line: Line
    counted: Counted
    whole: Counted | None = None
    unknown: frozenset[UUID] = frozenset()

    def of(self, stations: Collection[UUID], *, united: bool) -> TallyLine:
        """The line of a group of stations; not `united` for what one station reports itself."""
        known = [station for station in stations if station not in self.unknown]
        if not known and stations:
            return TallyLine(self.line, dict.fromkeys(self.line.units))
        if self.line.kind is LineKind.RATIO:
            assert self.whole is not None
            part, whole = (
                _count(each, known, united=united) for each in (self.counted, self.whole)
            )
            return TallyLine(self.line, {}, Ratio(part, whole))
        count, fen = self.counted.added(known)
        if united and self.line.roll_up is RollUp.UNION:
            count = self.counted.united(known)
        return TallyLine(
            self.line, {unit: fen if unit == FEN else count for unit in self.line.units}
        )


def _count(counted: Counted, stations: Collection[UUID], *, united: bool) -> int:
    return counted.united(stations) if united else counted.added(stations)[0]


@dataclass(frozen=True, slots=True)
class DistrictTally:
    """The lines of a period, for any group of the stations that were counted.

    `unread` names the reports, by station and month, that are here and cannot be read by this
    program: the codes of the lines that are not understood, or none for a whole report.
    """

    period: Period
    lines: Mapping[str, CountedLine]
    unread: Mapping[tuple[UUID, str], tuple[str, ...]] = field(default_factory=dict)

    def of_station(self, name: str, station: UUID) -> Tally:
        """What one station reports: the same figures as its own tally has."""
        return self._tally(name, [station], united=False)

    def of_group(self, name: str, stations: Collection[UUID]) -> Tally:
        """The roll-up of a town, a district, or of those that have reported."""
        return self._tally(name, stations, united=True)

    def _tally(self, name: str, stations: Collection[UUID], *, united: bool) -> Tally:
        lines = tuple(line.of(stations, united=united) for line in self.lines.values())
        return Tally(name, self.period, lines)
