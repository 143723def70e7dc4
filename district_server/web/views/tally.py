"""The roll-up of a period as a table: lines by unit, a column for all and one for each part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from district_server.web.reach import Reach
from district_server.web.views import reporting
from district_server.web.views.reporting import Reporting, Town
from station_app.domain.district_tally import DistrictTally
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, PERCENT, Line, Tally, TallyLine, unit_shown
from station_app.domain.tally_lines import BY_CODE, GROUPS, LINES
from station_app.queries.reported_roll_up import reported_tally
from station_app.queries.roll_up import district_tally

MOST_UNREAD = 5
"""So many reports that cannot be read are named; the page of each month shows the others."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which roll-up: of which period and town, of reports or of records.

    `everybody` counts what was uploaded so far, also by stations that have not reported yet.
    """

    period: Period
    today: date
    town: str = ""
    everybody: bool = False

    @property
    def is_over(self) -> bool:
        """Whether the period has ended, so that stations can have reported it."""
        return self.period.last_day < self.today

    @property
    def counts_everybody(self) -> bool:
        """Whether the records that were uploaded are counted; always while the period runs."""
        return self.everybody or not self.is_over


@dataclass(frozen=True, slots=True)
class Part:
    """A column: a town, or one station.

    `is_reported` says that its reports are in; `owes_nothing` is true as well where nothing was
    expected, because the station had not begun: such a column bears no mark of 未报.
    """

    name: str
    town: str
    station: UUID | None
    is_reported: bool
    owes_nothing: bool
    tally: Tally


@dataclass(frozen=True, slots=True)
class Unread:
    """A month's report that was handed in and cannot be read here: these lines, or all of it."""

    station: str
    ym: str
    lines: tuple[str, ...]

    @property
    def words(self) -> str:
        """Whose report, of which month, and which of its lines."""
        whole = f"{self.station}{Period.month(self.ym).label}"
        return f"{whole}（{'、'.join(self.lines)}）" if self.lines else whole


@dataclass(frozen=True, slots=True)
class RolledUp:
    """The roll-up with all that the page says about it."""

    asked: Asked
    towns: Sequence[Town]
    stations: Sequence[Reporting]
    tally: DistrictTally
    whole: Tally
    parts: Sequence[Part]

    @property
    def reported(self) -> int:
        """已报: how many stations have reported the period."""
        return sum(station.is_reported for station in self.stations)

    @property
    def due(self) -> int:
        """应报: how many stations had begun by the end of the period."""
        return sum(station.is_expected for station in self.stations)

    @property
    def zero(self) -> int:
        """How many of these reported that nothing happened."""
        return sum(station.is_zero for station in self.stations)

    @property
    def handed_in(self) -> int:
        """How many reports of months are in it."""
        return sum(len(station.handed_in) for station in self.stations)

    @property
    def unread(self) -> list[Unread]:
        """Reports that are in, and that this program cannot read in part or at all."""
        named = [(station.id, station.name) for station in self.stations]
        found = self.tally.unread.items()
        return [
            Unread(name, ym, tuple(BY_CODE[code].label for code in codes))
            for key, name in named
            for (station, ym), codes in sorted(found, key=lambda one: one[0][1])
            if station == key
        ]

    @property
    def unread_words(self) -> str:
        """Whose reports these are; empty where all can be read."""
        found = self.unread
        named = "、".join(one.words for one in found[:MOST_UNREAD])
        return f"{named}等 {len(found)} 份" if len(found) > MOST_UNREAD else named

    @property
    def missing(self) -> list[Reporting]:
        """Stations that have not."""
        return [s for s in self.stations if s.is_expected and not s.is_reported]

    def by_station(self) -> list[Part]:
        """Every station with what it comes to itself, reported or not."""
        return _stations(self.tally, self.stations)

    @property
    def town_name(self) -> str:
        """The town that was asked for; empty for all."""
        return next((town.name for town in self.towns if town.code == self.asked.town), "")


def rolled_up(
    session: Session, reach: Reach, asked: Asked, *, lines: Sequence[Line] = LINES
) -> RolledUp:
    """Add up the stations within reach, of one town or of all."""
    everything = reporting.stations(session, reach, asked.period, today=asked.today)
    towns = reporting.towns(everything)
    chosen = [station for station in everything if asked.town in ("", station.town)]
    tally = _tally(session, asked, chosen, lines)
    whole = tally.of_group("合计", [station.id for station in chosen])
    one_town = bool(asked.town) or len(towns) == 1
    parts = _stations(tally, chosen) if one_town else _towns(tally, towns)
    return RolledUp(asked, towns, chosen, tally, whole, parts)


def _tally(
    session: Session, asked: Asked, stations: Sequence[Reporting], lines: Sequence[Line]
) -> DistrictTally:
    """Out of the reports that were handed in, or out of the records."""
    keys = [station.id for station in stations]
    if asked.counts_everybody:
        return district_tally(session, asked.period, keys, today=asked.today, lines=lines)
    handed_in = {(s.id, report.ym): report.id for s in stations for report in s.handed_in}
    return reported_tally(session, asked.period, keys, handed_in, today=asked.today, lines=lines)


def _standing(stations: Sequence[Reporting]) -> tuple[bool, bool]:
    """`is_reported` and `owes_nothing` of a column; where nobody had begun, nobody reported."""
    expected = [station for station in stations if station.is_expected]
    owes_nothing = all(station.is_reported for station in expected)
    return bool(expected) and owes_nothing, owes_nothing


def _stations(tally: DistrictTally, stations: Sequence[Reporting]) -> list[Part]:
    return [
        Part(s.name, s.town, s.id, *_standing([s]), tally.of_station(s.name, s.id))
        for s in stations
    ]


def _towns(tally: DistrictTally, towns: Sequence[Town]) -> list[Part]:
    return [
        Part(
            town.name,
            town.code,
            None,
            *_standing(town.stations),
            tally.of_group(town.name, [station.id for station in town.stations]),
        )
        for town in towns
    ]


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line in one of its units: the figure of all, and of each part."""

    line: Line
    unit: str
    whole: str
    parts: tuple[str, ...]
    heading: str | None = None

    @property
    def unit_shown(self) -> str:
        """The unit as it is printed."""
        return unit_shown(self.unit)


def line_rows(rolled: RolledUp, *, whole: bool) -> Iterator[LineRow]:
    """The rows of the table; without `whole`, lines by code list are left out."""
    return line_rows_of(rolled.whole, rolled.parts, whole=whole)


def line_rows_of(tally: Tally, parts: Sequence[Part], *, whole: bool) -> Iterator[LineRow]:
    """The same of any tally and its parts, which have the same lines."""
    group = ""
    for number, line in enumerate(tally.lines):
        if "." in line.code and not whole:
            continue
        letter = line.line.group
        heading = GROUPS.get(letter, letter) if letter != group else None
        group = letter
        for unit in line.line.units:
            figures = tuple(shown(part.tally.lines[number], unit) for part in parts)
            yield LineRow(line.line, unit, shown(line, unit), figures, heading)
            heading = None


def shown(line: TallyLine, unit: str) -> str:
    """A figure with commas: money in 万元, a ratio in per cent, unknown as a dash."""
    value = line.value(unit)
    if unit in (FEN, PERCENT) or value is None:
        return line.shown(unit)
    return f"{value:,}".replace("-", "−")
