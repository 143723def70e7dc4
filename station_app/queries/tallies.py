"""Tallies of a station: every line, for any period, and the rows behind each figure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, literal, select
from sqlalchemy.orm import Session

from station_app.domain import certification
from station_app.domain.annual_lines import AWAITED_CODES
from station_app.domain.certification import Cycle
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, Line, LineKind, Ratio, Tally, TallyLine, TallyReport
from station_app.domain.tally_checks import CheckFinding, check
from station_app.domain.tally_lines import LINES
from station_app.models.household import Household
from station_app.models.person import Person
from station_app.models.station import Station
from station_app.queries import certification_cases
from station_app.queries.tally_context import check_context
from station_app.queries.tally_definitions import (
    ASKED_ALIKE,
    FLOWS,
    OF_THE_PERIOD,
    RATIOS,
    STOCK_PARTS,
    STOCKS,
    YEARLY,
    FlowLine,
    StockLine,
)
from station_app.queries.tally_notes import remark_on_households, remarks_on_flow
from station_app.queries.tally_people import UNVERIFIED, OfTheRoll, present
from station_app.queries.tally_rows import (
    Merged,
    Moment,
    Months,
    Rows,
    load_merged,
    month_text,
    row_of,
)

MONTHLY = tuple(line.code for line in LINES)
_WITH_REMARKS = ("B1", "B2", "B4", "C1", "C2", "C3", "C6", "D2", "D9", "H2", "K1")
"""Flows of facts, which may count in another month than they happened in."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A flow of a part and month: all of it, and of that what happened in earlier months."""

    count: int
    fen: int
    late: tuple[int, int]
    corrected: tuple[int, int]


Sums = dict[tuple[str | None, str], Sum]
"""By part and month."""
Parts = dict[str | None, tuple[int, int]]
"""part → (count, fen)."""


def tally(session: Session, period: Period, *, today: date) -> Tally:
    """All lines of a month's report for a period; of one that has not ended, up to today."""
    return _tallies(session, [period], today)[0]


def tally_report(session: Session, period: Period, *, today: date) -> TallyReport:
    """F09: the period beside the one before, the year so far and the same months last year."""
    periods = [period, period.previous(), period.year_to_date(), period.last_year()]
    count = Counter(session, frame_of(session, today), periods)
    this, previous, year, last_year = _counted(session, count, periods)
    return TallyReport(this, previous, year, last_year, _notes(count, period))


def _notes(count: "Counter", period: Period) -> dict[str, str]:
    """Late entries and corrections beside the flows, unverified households beside 户 (MC4)."""
    at = count.frame.moment(period)
    notes = {code: remarks_on_flow(code, *count.earlier(code, period)) for code in _WITH_REMARKS}
    notes |= {code: remark_on_households(count.unverified(code, at)) for code in ("A4", "E8")}
    return {code: note for code, note in notes.items() if note}


@dataclass(frozen=True, slots=True)
class Frame:
    """What all lines of one computation share."""

    merged: Merged
    cycles: Mapping[int, Cycle]
    today: date

    def moment(self, period: Period) -> Moment:
        """The day of the stock lines: the last of the period, or today while it runs."""
        day = min(period.last_day, self.today)
        opens = {year: cycle.open_on for year, cycle in self.cycles.items()}
        year = certification.cycle_year(day, opens)
        since = min(period.start, f"{period.end[:4]}-01")
        cycle = self.cycles[year] if year else None
        return Moment(day, since, period.start, cycle, self.merged)


def frame_of(session: Session, today: date) -> Frame:
    """What the lines of a station need to know."""
    known = certification_cases.cycles(session)
    cycles = {year: row.cycle for year, row in known.items()}
    return Frame(load_merged(session), cycles, today)


def _tallies(session: Session, periods: Sequence[Period], today: date) -> list[Tally]:
    return _counted(session, Counter(session, frame_of(session, today), periods), periods)


def _counted(session: Session, count: "Counter", periods: Sequence[Period]) -> list[Tally]:
    station = session.scalar(select(Station.name).limit(1)) or ""
    return [
        Tally(station, period, tuple(count.line(line, period) for line in LINES))
        for period in periods
    ]


class Counter:
    """One computation: each definition is asked once for all its lines and periods.

    `codes` are the lines that will be asked: those of the roll are counted by one scan of it.
    """

    def __init__(
        self,
        session: Session,
        frame: Frame,
        periods: Sequence[Period],
        codes: Iterable[str] = MONTHLY,
    ) -> None:
        self._session, self.frame = session, frame
        months = sorted({month for period in periods for month in period.months})
        self._months = Months(tuple(months), frame.merged)
        self._flows: dict[FlowLine, Sums] = {}
        self._stocks: dict[tuple[StockLine, date, str, str], Parts] = {}
        self._asked: dict[StockLine, Rows] = {}
        self._roll: dict[tuple[date, str], dict[StockLine, int]] = {}
        self._of_the_roll = _roll_lines(codes)

    def line(self, line: Line, period: Period) -> TallyLine:
        """One line of a period."""
        head, _, part = line.code.partition(".")
        if line.code in AWAITED_CODES:
            return _unknown(line)
        if head in FLOWS:
            return self._flow_line(line, head, part or FLOWS[head].part, period)
        at = self.frame.moment(period)
        if head in YEARLY and at.cycle is None:
            return _unknown(line)
        if line.kind is LineKind.RATIO:
            upper, lower = (_whole(self._stock(rows, at))[0] for rows in RATIOS[head])
            return TallyLine(line, {}, Ratio(upper, lower))
        if part:
            return _figures(line, *self._stock(STOCK_PARTS[head], at).get(part, (0, 0)))
        return _figures(line, *_whole(self._stock(STOCKS[head], at)))

    def _flow_line(self, line: Line, head: str, part: str | None, period: Period) -> TallyLine:
        sums = self._flow(FLOWS[head].rows).items()
        chosen = [one for (found, month), one in sums if month in period and part in (None, found)]
        return _figures(line, sum(one.count for one in chosen), sum(one.fen for one in chosen))

    def earlier(self, head: str, period: Period) -> tuple[tuple[int, int], tuple[int, int]]:
        """Of a flow of the period what was entered late and what took earlier months back."""
        sums = self._flow(FLOWS[head].rows).items()
        chosen = [one for (_, month), one in sums if month in period]
        return _added(one.late for one in chosen), _added(one.corrected for one in chosen)

    def _flow(self, rows: FlowLine) -> Sums:
        if rows not in self._flows:
            self._flows[rows] = _sums(self._session, rows(self._months))
        return self._flows[rows]

    def unverified(self, head: str, at: Moment) -> int:
        """Of a line of 户 those that were made up for people without one."""
        return self._stock(STOCKS[head], at).get(UNVERIFIED, (0, 0))[0]

    def _stock(self, rows: StockLine, at: Moment) -> Parts:
        if rows in self._of_the_roll:
            return {None: (self._scanned(at)[rows], 0)}
        key = (rows, at.day, at.since, at.start if rows in OF_THE_PERIOD else "")
        if key not in self._stocks:
            found = self._session.execute(self._by_part(rows, at), at.parameters)
            self._stocks[key] = {
                part: (int(count or 0), int(fen or 0)) for part, count, fen in found
            }
        return self._stocks[key]

    def _scanned(self, at: Moment) -> dict[StockLine, int]:
        """Everybody on the roll looked at once, for all lines that are asked."""
        key = (at.day, at.since)
        if key not in self._roll:
            each = [func.sum(case((line.holds(at), 1), else_=0)) for line in self._of_the_roll]
            found = self._session.execute(select(*each).select_from(Person).where(present(at)))
            counts = [int(value or 0) for value in found.one()]
            self._roll[key] = dict(zip(self._of_the_roll, counts, strict=True))
        return self._roll[key]

    def _by_part(self, rows: StockLine, at: Moment) -> Rows:
        """The question of a stock line; building it takes as long as asking it."""
        if rows not in ASKED_ALIKE:
            return _by_part(rows(at))
        if rows not in self._asked:
            self._asked[rows] = _by_part(rows(at))
        return self._asked[rows]


def _roll_lines(codes: Iterable[str]) -> tuple[OfTheRoll, ...]:
    """The definitions of these lines that count people on the roll."""
    heads = dict.fromkeys(code for code in codes if "." not in code)
    asked = [(STOCKS[head],) if head in STOCKS else RATIOS.get(head, ()) for head in heads]
    return tuple(
        dict.fromkeys(rows for group in asked for rows in group if isinstance(rows, OfTheRoll))
    )


def _by_part(rows: Rows) -> Rows:
    inner = rows.subquery()
    sums = (func.sum(inner.c.count), func.sum(inner.c.fen))
    return select(inner.c.part, *sums).group_by(inner.c.part)


def _sums(session: Session, rows: Rows) -> Sums:
    inner = rows.subquery()
    earlier = month_text(inner.c.day) != inner.c.ym
    columns = (inner.c.count, inner.c.fen)
    whole = [func.sum(each) for each in columns]
    late = [func.sum(case((and_(earlier, each > 0), each), else_=0)) for each in columns]
    less = [func.sum(case((and_(earlier, each < 0), each), else_=0)) for each in columns]
    group = (inner.c.part, inner.c.ym)
    statement = select(*group, *whole, *late, *less).group_by(*group)
    return {
        (part, month): _sum([int(value or 0) for value in values])
        for part, month, *values in session.execute(statement)
    }


def _sum(values: list[int]) -> Sum:
    count, fen, late_count, late_fen, less_count, less_fen = values
    return Sum(count, fen, (late_count, late_fen), (less_count, less_fen))


def _added(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """Counts and fen, each added up."""
    found = list(pairs)
    return sum(count for count, _ in found), sum(fen for _, fen in found)


def _whole(parts: Parts) -> tuple[int, int]:
    return _added(parts.values())


def _figures(line: Line, count: int, fen: int) -> TallyLine:
    return TallyLine(line, {unit: fen if unit == FEN else count for unit in line.units})


def _unknown(line: Line) -> TallyLine:
    """A figure that nobody can know yet."""
    return TallyLine(line, dict.fromkeys(line.units))


@dataclass(frozen=True, slots=True)
class TallyRow:
    """One row behind a figure: what it is, about whom, when, and what it adds."""

    record_type: str
    record_id: UUID
    person_id: UUID | None
    household_id: UUID | None
    name: str
    group_name: str | None
    day: date | None
    counted_ym: str | None
    part: str | None
    count: int
    fen: int

    @property
    def is_late(self) -> bool:
        """补报: it happened in another month than it counts in (MC2)."""
        return self.day is not None and self.counted_ym not in (None, f"{self.day:%Y-%m}")


def rows_behind(session: Session, code: str, period: Period, *, today: date) -> list[TallyRow]:
    """The rows that make a figure, by day; of a ratio those of its upper part.

    Their counts add up to the figure: both come from one definition.
    """
    statement = rows_statement(code, period, frame_of(session, today))
    return [row_behind(tuple(row)) for row in session.execute(statement)]


def rows_statement(code: str, period: Period, frame: Frame) -> Rows:
    """The rows of a figure with the names to show, by day; filter it by `inner` columns."""
    head, _, part = code.partition(".")
    inner = definition(head, part, period, frame).subquery("behind")
    wanted = part or (FLOWS[head].part if head in FLOWS else None)
    group = func.coalesce(Person.group_name, Household.group_name).label("group_name")
    statement = (
        select(inner, Person.name, group, Household.head_name, Household.household_no)
        .outerjoin(Person, Person.id == frame.merged.root(inner.c.person_id))
        .outerjoin(Household, Household.id == inner.c.household_id)
        .order_by(inner.c.day, inner.c.id)
    )
    return statement.where(inner.c.part == wanted) if wanted else statement


def definition(head: str, part: str, period: Period, frame: Frame) -> Rows:
    """The rows of a line, or of the upper part of a ratio; none of one that is not known here."""
    awaited = f"{head}.{part}" in AWAITED_CODES or head in AWAITED_CODES
    stocks = STOCK_PARTS if part else STOCKS
    if awaited or not any(head in known for known in (FLOWS, RATIOS, stocks)):
        return row_of("none", id=Person.id).where(literal(0) == 1)
    if head in FLOWS:
        return FLOWS[head].rows(Months(period.months, frame.merged))
    at = frame.moment(period)
    if head in RATIOS:
        return RATIOS[head][0](at)
    return stocks[head](at)


def row_behind(row: tuple[Any, ...]) -> TallyRow:
    """A row of `rows_statement`. Any: the columns of a line, then names."""
    record, key, person, home, text, day, month, part, count, fen, *names = row
    person_name, group, head, home_no = names
    return TallyRow(
        record_type=record,
        record_id=key,
        person_id=person,
        household_id=home,
        name=person_name or text or head or home_no or "",
        group_name=group,
        day=day,
        counted_ym=month,
        part=part,
        count=count,
        fen=fen,
    )


def line_checks(session: Session, period: Period, *, today: date) -> tuple[CheckFinding, ...]:
    """What does not fit in a month before it is handed in (DOMAIN §6.3)."""
    this, previous = _tallies(session, [period, period.previous()], today)
    return _checks(session, this, previous)


def checks_of(session: Session, report: TallyReport) -> tuple[CheckFinding, ...]:
    """The same of a month whose figures are at hand: they are not counted again."""
    if report.previous is None:
        return ()
    return _checks(session, report.this, report.previous)


def _checks(session: Session, this: Tally, previous: Tally) -> tuple[CheckFinding, ...]:
    def moment() -> Moment:
        return frame_of(session, this.period.last_day).moment(this.period)

    return check(check_context(session, this, previous, moment))
