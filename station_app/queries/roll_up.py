"""The tally lines counted at every station of a district at once, and the rows behind a figure.

The lines are those of `tallies`: on a district's database they give the rows of all its stations,
and a row belongs to the station of the record that it stands for. Only the certification years
differ from station to station; stations with the same years are counted together.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Label,
    Select,
    Text,
    Uuid,
    and_,
    bindparam,
    case,
    cast,
    func,
    null,
    select,
)
from sqlalchemy.orm import Session

from station_app.domain.certification import Cycle
from station_app.domain.codes import PersonStatus
from station_app.domain.district_tally import Counted, CountedLine, DistrictTally, SharedPeople
from station_app.domain.periods import Period
from station_app.domain.tally import Line, LineKind, RollUp
from station_app.domain.tally_lines import BY_CODE, LINES
from station_app.models.base import SyncedRecord
from station_app.models.certification import Certification
from station_app.models.condolence import CondolencePayment
from station_app.models.entitlement import EntitlementEvent, PensionPayment
from station_app.models.household import Household
from station_app.models.person import Person
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.models.visit import VisitAttendance
from station_app.queries.certification_cases import cycles_by_station
from station_app.queries.tallies import Frame, TallyRow, row_behind, rows_statement
from station_app.queries.tally_definitions import (
    FLOWS,
    RATIOS,
    STOCK_PARTS,
    STOCKS,
    YEARLY,
    StockLine,
)
from station_app.queries.tally_rows import Column, Moment, Months, Rows, load_merged

_BLOCKS: dict[str, type[SyncedRecord]] = {
    "A": Person,
    "B": VisitAttendance,
    "C": CondolencePayment,
    "D": Person,
    "E": PlaqueEvent,
    "H": PensionPayment,
    "K": CondolencePayment,
    "Q": Person,
}
_LINES: dict[str, type[SyncedRecord]] = {
    "A4": Household,
    "B3": Person,
    "B5": Person,
    "B6": Person,
    "D2": Certification,
    "D5": Certification,
    "D7": EntitlementEvent,
    "D8": EntitlementEvent,
    "D9": Certification,
    "E7": Plaque,
    "E8": Household,
    "H1": Person,
    "H8a": EntitlementEvent,
    "H8b": EntitlementEvent,
    "H8c": EntitlementEvent,
    "H8d": EntitlementEvent,
}


def record_of(head: str) -> type[SyncedRecord]:
    """The record that a row of a line stands for: its station is the row's station."""
    return _LINES.get(head, _BLOCKS[head[0]])


Counts = tuple[int, int]
"""Number and fen."""


@dataclass(slots=True)
class _Sums:
    """Figures of one definition while they are read, by part."""

    figures: dict[str | None, dict[UUID, tuple[int, int]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    shared: dict[str | None, dict[str, dict[UUID, int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(dict))
    )

    def add(self, station: UUID, part: str | None, number: str | None, sums: Counts) -> None:
        """A group of rows: those of one station and part, or of one file of a man with several."""
        figures = self.figures[part]
        before = figures.get(station, (0, 0))
        figures[station] = before[0] + sums[0], before[1] + sums[1]
        if number is not None:
            files = self.shared[part][number]
            files[station] = files.get(station, 0) + sums[0]

    def counted(self, part: str | None) -> Counted:
        """The figure of one part, or of all parts together."""
        if part is not None:
            return Counted(self.figures[part], self.shared[part])
        return Counted(_added(self.figures.values()), _added_files(self.shared.values()))


def _added(parts: Collection[Mapping[UUID, Counts]]) -> Mapping[UUID, Counts]:
    if len(parts) == 1:
        return next(iter(parts))
    total: dict[UUID, Counts] = {}
    for figures in parts:
        for station, (count, fen) in figures.items():
            before = total.get(station, (0, 0))
            total[station] = before[0] + count, before[1] + fen
    return total


def _added_files(
    parts: Collection[Mapping[str, Mapping[UUID, int]]],
) -> Mapping[str, Mapping[UUID, int]]:
    if len(parts) == 1:
        return next(iter(parts))
    total: dict[str, dict[UUID, int]] = defaultdict(dict)
    for files in parts:
        for number, stations in files.items():
            for station, count in stations.items():
                total[number][station] = total[number].get(station, 0) + count
    return dict(total)


def district_tally(
    session: Session,
    period: Period,
    stations: Collection[UUID],
    *,
    today: date,
    lines: Sequence[Line] = LINES,
) -> DistrictTally:
    """The lines at each of these stations, ready to be added up for any group of them."""
    counter = _Counter(session, period, frozenset(stations), today)
    return DistrictTally(period, {line.code: counter.line(line) for line in lines})


def shared_people(
    session: Session,
    period: Period,
    stations: Collection[UUID],
    *,
    today: date,
    lines: Sequence[Line] = LINES,
) -> dict[str, SharedPeople]:
    """Of the lines that count people once: who has several files, and at which stations.

    With these the reports of stations can be put together without counting anybody twice.
    """
    counter = _Counter(session, period, frozenset(stations), today, only_shared=True)
    if not counter.has_shared:
        return {}
    united = (line for line in lines if line.roll_up in (RollUp.UNION, RollUp.RECOMPUTE))
    counted = (counter.line(line) for line in united)
    return {
        each.line.code: SharedPeople(each.counted.shared, each.whole.shared if each.whole else {})
        for each in counted
    }


class _Counter:
    """One computation: each definition is asked once, by station and part.

    With `only_shared`, only the rows of people with several files are read.
    """

    def __init__(
        self,
        session: Session,
        period: Period,
        stations: frozenset[UUID],
        today: date,
        *,
        only_shared: bool = False,
    ) -> None:
        self._session = session
        self._period = period
        self._stations = stations
        self._merged = load_merged(session)
        self._years = _same_years(cycles_by_station(session), stations)
        self._files = {row.id: row.id_number for row in session.execute(_several_files())}
        self._only_shared = only_shared
        self._today = today
        self._months = Months(period.months, self._merged)
        self._flows: dict[object, _Sums] = {}
        self._stocks: dict[object, _Sums] = {}

    @property
    def has_shared(self) -> bool:
        """Whether anybody has several files."""
        return bool(self._files)

    def line(self, line: Line) -> CountedLine:
        """One line with its figures by station."""
        head, _, part = line.code.partition(".")
        if head in FLOWS:
            return CountedLine(line, self._flow(head).counted(part or FLOWS[head].part))
        unknown = self._unknown() if head in YEARLY else frozenset()
        if line.kind is LineKind.RATIO:
            upper, lower = (self._stock(head, rows).counted(None) for rows in RATIOS[head])
            return CountedLine(line, upper, lower, unknown)
        if part:
            return CountedLine(line, self._stock(head, STOCK_PARTS[head]).counted(part))
        return CountedLine(line, self._stock(head, STOCKS[head]).counted(None), None, unknown)

    def _flow(self, head: str) -> _Sums:
        rows = FLOWS[head].rows
        if rows not in self._flows:
            sums = _Sums()
            self._read(sums, rows(self._months), head, self._stations)
            self._flows[rows] = sums
        return self._flows[rows]

    def _stock(self, head: str, rows: StockLine) -> _Sums:
        if rows not in self._stocks:
            self._stocks[rows] = self._ask(head, rows)
        return self._stocks[rows]

    def _ask(self, head: str, rows: StockLine) -> _Sums:
        """A stock, once for all stations; those of block D once for each set of years."""
        sums = _Sums()
        asked = self._years if head[0] == "D" else [(self._years[0][0], self._stations)]
        united = bool(self._files) and BY_CODE[head].roll_up is not RollUp.SUM
        for years, stations in asked:
            self._read(sums, rows(self._moment(years)), head, stations, united=united)
        return sums

    def _moment(self, years: Mapping[int, Cycle]) -> Moment:
        return Frame(self._merged, years, self._today).moment(self._period)

    def _unknown(self) -> frozenset[UUID]:
        """Stations at which no certification year was open."""
        closed = [stations for years, stations in self._years if self._moment(years).cycle is None]
        return frozenset().union(*closed)

    def _read(
        self,
        sums: _Sums,
        rows: Rows,
        head: str,
        stations: frozenset[UUID],
        *,
        united: bool = False,
    ) -> None:
        """The sums by station and part; of people with several files by their number, too."""
        inner = _with_station(rows, record_of(head)).subquery()
        group: list[ColumnElement[Any]] = [inner.c.station_id, inner.c.part]
        if united:
            group.append(self._several(inner.c.person_id))
        statement = select(*group, func.sum(inner.c.count), func.sum(inner.c.fen)).group_by(*group)
        if self._only_shared:
            statement = statement.where(inner.c.person_id.in_(self._keys_of_files()))
        for station, part, *file, count, fen in self._session.execute(statement):
            if station in stations:
                number = self._files.get(file[0]) if file else None
                sums.add(station, part, number, (int(count or 0), int(fen or 0)))

    def _several(self, person: Column) -> ColumnElement[Any]:
        """The person of a row if he has several files, else nothing."""
        return case((person.in_(self._keys_of_files()), person), else_=null())

    def _keys_of_files(self) -> Select[UUID]:
        """The keys of these files, handed over as one value: they were looked up once."""
        keys = sorted(self._files)
        if self._session.get_bind().dialect.name == "sqlite":
            given = json.dumps([key.hex for key in keys])
            each = func.json_each(bindparam(None, given, Text())).table_valued("value")
            return select(each.c.value)
        listed = "{" + ",".join(map(str, keys)) + "}"
        return select(func.unnest(cast(bindparam(None, listed, Text()), ARRAY(Uuid()))))


def _with_station(rows: Rows, owner: type[SyncedRecord]) -> Rows:
    """The rows with the station of the record that each stands for.

    Where the rows are read from that record's own table, the station is at hand; else it is looked
    up, which costs as much as counting them.
    """
    key = rows.selected_columns["id"]
    if isinstance(key, Label) and getattr(key.element, "table", None) is owner.__table__:
        return rows.add_columns(owner.station_id.label("station_id"))
    inner = rows.subquery()
    return select(inner, owner.station_id.label("station_id")).join(inner, inner.c.id == owner.id)


def _several_files() -> Select[UUID, str | None]:
    """The files of people whose ID number stands in more than one of them, of any station."""
    standing = and_(
        Person.id_number.is_not(None),
        Person.deleted.is_(False),
        Person.status != PersonStatus.MERGED,
    )
    several = (
        select(Person.id_number).where(standing).group_by(Person.id_number).having(func.count() > 1)
    )
    return select(Person.id, Person.id_number).where(standing, Person.id_number.in_(several))


def _same_years(
    years: Mapping[UUID, Mapping[int, Cycle]], stations: frozenset[UUID]
) -> list[tuple[Mapping[int, Cycle], frozenset[UUID]]]:
    """The stations by the certification years that they have; one entry at least."""
    groups: list[tuple[Mapping[int, Cycle], set[UUID]]] = []
    for station in sorted(stations):
        mine = years.get(station, {})
        for known, members in groups:
            if known == mine:
                members.add(station)
                break
        else:
            groups.append((mine, {station}))
    return [(known, frozenset(members)) for known, members in groups] or [({}, frozenset())]


def rows_at(
    session: Session, code: str, period: Period, station: UUID, *, today: date
) -> list[TallyRow]:
    """The rows that make a figure of one station, by day; they add up to it."""
    frame = Frame(load_merged(session), cycles_by_station(session).get(station, {}), today)
    owner = record_of(code.partition(".")[0])
    statement = rows_statement(code, period, frame)
    mine = select(owner.id).where(owner.station_id == station)
    statement = statement.where(statement.selected_columns.id.in_(mine))
    return [row_behind(tuple(row)) for row in session.execute(statement)]
