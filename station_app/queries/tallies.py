"""Tallies of a station: every line, for any period, and the rows behind each figure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.domain import certification
from station_app.domain.certification import Cycle
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, Line, LineKind, Ratio, Tally, TallyLine, TallyReport
from station_app.domain.tally_checks import CheckContext, CheckFinding, check
from station_app.domain.tally_lines import BY_CODE, LINES
from station_app.models.household import Household
from station_app.models.person import Person
from station_app.models.station import Station
from station_app.queries import (
    certification_cases,
    tally_certification,
    tally_condolence,
    tally_people,
    tally_plaques,
    tally_visits,
)
from station_app.queries.tally_notes import remark_on_households, remarks_on_flow
from station_app.queries.tally_rows import Merged, Moment, Months, Rows, load_merged

FlowLine = Callable[[Months], Rows]
StockLine = Callable[[Moment], Rows]


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow line: its definition, and the part of it that is this line; None for all of it."""

    rows: FlowLine
    part: str | None = None


FLOWS: dict[str, Flow] = {
    "A7": Flow(tally_people.new_files),
    "A8": Flow(tally_people.deaths),
    "A9": Flow(tally_people.moved_in),
    "A10": Flow(tally_people.moved_out),
    "B1": Flow(tally_visits.person_times),
    "B2": Flow(tally_visits.household_times),
    "B4": Flow(tally_visits.calls),
    "B7": Flow(tally_visits.meetings),
    "C1": Flow(tally_condolence.person_times),
    "C2": Flow(tally_condolence.money),
    "C3": Flow(tally_condolence.goods),
    "C4": Flow(tally_condolence.by_kind),
    "C5": Flow(tally_condolence.by_funding),
    "C6": Flow(tally_condolence.households),
    "C7": Flow(tally_condolence.units),
    "C8": Flow(tally_condolence.letters),
    "D2": Flow(tally_certification.newly_certified),
    "D5": Flow(tally_certification.newly_certified),
    "D7": Flow(tally_certification.suspensions),
    "D8": Flow(tally_certification.resumptions),
    "D9": Flow(tally_certification.found_out),
    "E1": Flow(tally_plaques.happened, "E1"),
    "E2": Flow(tally_plaques.first_hung, "E2"),
    "E3": Flow(tally_plaques.first_hung, "E3"),
    "E3a": Flow(tally_plaques.happened, "E3a"),
    "E4": Flow(tally_plaques.first_hung, "E4"),
    "E5": Flow(tally_plaques.happened, "E5"),
    "E6": Flow(tally_plaques.happened, "E6"),
    "E6a": Flow(tally_plaques.happened, "E6a"),
    "E6b": Flow(tally_plaques.happened, "E6b"),
    "K1": Flow(tally_condolence.condolence_and_aid),
    "K2": Flow(tally_condolence.by_kind),
}
"""Flow lines: the sum of their rows in a period."""
STOCKS: dict[str, StockLine] = {
    "A1": tally_people.registered,
    "A2": tally_people.veterans,
    "A3": tally_people.survivors,
    "A4": tally_people.service_families,
    "A5": tally_people.receiving,
    "A5a": tally_people.standing_still,
    "A6": tally_people.files_ever,
    "A11": tally_people.by_primary,
    "B3": tally_visits.people_visited,
    "D1": tally_certification.to_certify,
    "D3": tally_certification.certified,
    "D6": tally_certification.overdue,
    "E7": tally_plaques.hanging,
    "E8": tally_plaques.lacking,
}
"""Stock and distinct lines: the number of their rows on the last day."""
STOCK_PARTS: dict[str, StockLine] = {"A11": tally_people.by_category}
"""Lines whose parts overlap, so that the whole is not their sum."""
RATIOS: dict[str, tuple[StockLine, StockLine]] = {
    "B5": (tally_visits.registered_and_visited, tally_people.registered),
    "B6": (tally_visits.looked_after, tally_people.registered),
    "D4": (tally_certification.certified_in_scope, tally_certification.to_certify),
}
"""Ratios: part and whole on the last day."""
YEARLY = frozenset({"D1", "D3", "D4", "D6"})
"""Unknown while no certification year was opened."""

_WITH_REMARKS = ("B1", "B2", "B4", "C1", "C2", "C3", "C6", "D2", "D9", "K1")
"""Flows of facts, which may count in another month than they happened in."""

Sums = dict[tuple[str | None, str], tuple[int, int]]
"""(part, month) → (count, fen)."""


def tally(session: Session, period: Period, *, today: date) -> Tally:
    """All lines A-E and K of a period; of one that has not ended, up to today."""
    return _tallies(session, [period], today)[0]


def tally_report(session: Session, period: Period, *, today: date) -> TallyReport:
    """F09: the period beside the one before, the year so far and the same months last year."""
    periods = [period, period.previous(), period.year_to_date(), period.last_year()]
    this, previous, year, last_year = _tallies(session, periods, today)
    return TallyReport(this, previous, year, last_year, _notes(session, period, today))


def _notes(session: Session, period: Period, today: date) -> dict[str, str]:
    """Late entries and corrections beside the flows, unverified households beside 户 (MC4)."""
    frame = _frame(session, today)
    months, at = Months(period.months, frame.merged), frame.moment(period)
    notes = {
        code: remarks_on_flow(session, code, FLOWS[code].rows, months) for code in _WITH_REMARKS
    }
    notes |= {code: remark_on_households(session, STOCKS[code], at) for code in ("A4", "E8")}
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
        return Moment(day, since, self.cycles[year] if year else None, self.merged)


def _frame(session: Session, today: date) -> Frame:
    known = certification_cases.cycles(session)
    cycles = {year: row.cycle for year, row in known.items()}
    return Frame(load_merged(session), cycles, today)


def _tallies(session: Session, periods: Sequence[Period], today: date) -> list[Tally]:
    frame = _frame(session, today)
    station = session.scalar(select(Station.name).limit(1)) or ""
    months = tuple(sorted({month for period in periods for month in period.months}))
    flows = _flows(session, Months(months, frame.merged))
    stocks = _Stocks(session, frame)
    return [Tally(station, period, _lines(period, flows, stocks)) for period in periods]


def _flows(session: Session, months: Months) -> dict[FlowLine, Sums]:
    """Every flow line by part and month, one statement for each definition."""
    return {rows: _sums(session, rows(months)) for rows in {f.rows: f for f in FLOWS.values()}}


def _sums(session: Session, rows: Rows) -> Sums:
    inner = rows.subquery()
    statement = select(
        inner.c.part, inner.c.ym, func.sum(inner.c.count), func.sum(inner.c.fen)
    ).group_by(inner.c.part, inner.c.ym)
    return {
        (part, month): (int(count or 0), int(fen or 0))
        for part, month, count, fen in session.execute(statement)
    }


class _Stocks:
    """Stock figures by line and moment, each counted once."""

    def __init__(self, session: Session, frame: Frame) -> None:
        self._session = session
        self._frame = frame
        self._counts: dict[tuple[StockLine, date, str], int] = {}
        self._parts: dict[tuple[StockLine, date], dict[str, int]] = {}

    def moment(self, period: Period) -> Moment:
        """Where a period is counted."""
        return self._frame.moment(period)

    def count(self, line: StockLine, at: Moment) -> int:
        """The number of rows."""
        key = (line, at.day, at.since)
        if key not in self._counts:
            rows = line(at).subquery()
            statement = select(func.count()).select_from(rows)
            self._counts[key] = self._session.scalar(statement) or 0
        return self._counts[key]

    def parts(self, line: StockLine, at: Moment) -> dict[str, int]:
        """The number of rows of each part."""
        key = (line, at.day)
        if key not in self._parts:
            rows = line(at).subquery()
            statement = select(rows.c.part, func.count()).group_by(rows.c.part)
            found = self._session.execute(statement)
            self._parts[key] = {part: count for part, count in found if part is not None}
        return self._parts[key]


def _lines(
    period: Period, flows: Mapping[FlowLine, Sums], stocks: _Stocks
) -> tuple[TallyLine, ...]:
    return tuple(_line(line, period, flows, stocks) for line in LINES)


def _line(line: Line, period: Period, flows: Mapping[FlowLine, Sums], stocks: _Stocks) -> TallyLine:
    head, _, part = line.code.partition(".")
    if head in FLOWS:
        flow = FLOWS[head]
        return _flow_line(line, part or flow.part, period, flows[flow.rows])
    at = stocks.moment(period)
    if head in YEARLY and at.cycle is None:
        return TallyLine(line, dict.fromkeys(line.units))
    if line.kind is LineKind.RATIO:
        upper, lower = RATIOS[head]
        return TallyLine(line, {}, Ratio(stocks.count(upper, at), stocks.count(lower, at)))
    if part:
        count = stocks.parts(STOCK_PARTS[head], at).get(part, 0)
    else:
        count = stocks.count(STOCKS[head], at)
    return TallyLine(line, {line.units[0]: count})


def _flow_line(line: Line, part: str | None, period: Period, sums: Sums) -> TallyLine:
    chosen = [
        figures
        for (found, month), figures in sums.items()
        if month in period and part in (None, found)
    ]
    count, fen = sum(one[0] for one in chosen), sum(one[1] for one in chosen)
    return TallyLine(line, {unit: fen if unit == FEN else count for unit in line.units})


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
    statement = rows_statement(code, period, _frame(session, today))
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
    """The rows of a line, or of the upper part of a ratio."""
    if head in FLOWS:
        return FLOWS[head].rows(Months(period.months, frame.merged))
    at = frame.moment(period)
    if head in RATIOS:
        return RATIOS[head][0](at)
    return (STOCK_PARTS if part else STOCKS)[head](at)


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
    return _checks(session, period, this, previous)


def checks_of(session: Session, report: TallyReport) -> tuple[CheckFinding, ...]:
    """The same of a month whose figures are at hand: they are not counted again."""
    if report.previous is None:
        return ()
    return _checks(session, report.this.period, report.this, report.previous)


def _checks(
    session: Session, period: Period, this: Tally, previous: Tally
) -> tuple[CheckFinding, ...]:
    months = Months(period.months)
    corrections = sum(
        count < 0
        for line in ("B1", "C1", "E1")
        for count in _counts(session, FLOWS[line].rows(months))
    )
    leaving = [BY_CODE[code] for code in ("A8", "A10")]
    deaths = sum(this.value(line.code, line.units[0]) or 0 for line in leaving)
    return check(
        CheckContext(this, previous, has_corrections=bool(corrections), deaths_and_moves=deaths)
    )


def _counts(session: Session, rows: Rows) -> Iterable[int]:
    return session.scalars(select(rows.subquery().c.count))
