"""Figures as they were reported: what was handed in stands, whatever a later count finds (MC5-MC7).

A month that was handed in is shown as it was frozen. A longer span adds up its flows from the
months as reported and counts those that are still open; its stock is that of its last month.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.domain.money import MINUS, yuan
from station_app.domain.month_report import Difference, differences
from station_app.domain.periods import Period
from station_app.domain.tally import FEN, Line, LineKind, Tally, TallyLine, TallyReport
from station_app.domain.tally_lines import BY_CODE, LINES
from station_app.messages import said
from station_app.queries import month_reports, tallies
from station_app.queries.figures import figures
from station_app.queries.month_reports import MonthReportRow
from station_app.queries.tally_definitions import FLOWS, TAKE_EFFECT
from station_app.queries.tally_rows import Months, load_merged, month_text

MOST_NAMED = 3
"""So many months are named in a remark below the figures."""
Flows = Mapping[str, Mapping[str, int]]
"""Of each line its figures by unit."""


@dataclass(frozen=True, slots=True)
class Reported:
    """F09 as it was reported and as it is counted today, and what stands between the two.

    `differences` are those of the month that is asked for and the last count that was frozen of it;
    `before` those of the month before it, if that was handed in: they explain a stock that does not
    follow from the one that was reported (MC6). `unread` are the months of any of the spans that
    were handed in and whose reports cannot be read by this program: their figures are not known
    (—), and a longer span counts them as they stand today. `is_unread` says it of the report of the
    month itself, handed in or not.
    """

    report: TallyReport
    live: TallyReport
    month: MonthReportRow | None = None
    differences: tuple[Difference, ...] = ()
    before: tuple[Difference, ...] = ()
    unread: tuple[str, ...] = ()
    is_unread: bool = False


def reported_report(session: Session, period: Period, *, today: date) -> Reported:
    """F09 of a period with all four spans as they were reported."""
    live = tallies.tally_report(session, period, today=today)
    books = _Books(session, today)
    report = TallyReport(
        books.with_unknown(books.as_reported(live.this)),
        books.as_reported(live.previous) if live.previous else None,
        books.as_reported(live.year_to_date, open_month=live.this) if live.year_to_date else None,
        books.as_reported(live.last_year) if live.last_year else None,
    )
    month = books.reports.get(period.start) if period.length == 1 else None
    since, before = books.since_frozen(live.this, month), books.differing(live.previous)
    unread, is_unread = books.unread_of_handed_in, period.start in books.unread and bool(month)
    found = Reported(report, live, month, since, before, unread, is_unread)
    closing = (unread_words(unread),) if unread else ()
    return replace(
        found, report=replace(report, notes=_notes(session, found, today), closing=closing)
    )


def unread_words(months: Sequence[str]) -> str:
    """Which reports cannot be read here, what was kept, and what to do."""
    named = said("tally_note.and", {}).join(Period.month(ym).label for ym in months[:MOST_NAMED])
    if len(months) > MOST_NAMED:
        named = said("tally_note.and_more", {"named": named, "count": len(months)})
    return said("tally_note.unread", {"months": named})


def reported_tally(session: Session, period: Period, *, today: date) -> Tally:
    """The figures of a period as they were reported."""
    return _Books(session, today).as_reported(tallies.tally(session, period, today=today))


def as_reported(session: Session, live: Tally, *, today: date) -> Tally:
    """Some monthly lines of a span as they were reported; `live` holds them as counted today."""
    return _Books(session, today).as_reported(live)


def reported_by_month(
    session: Session,
    code: str,
    counted: Mapping[str, int],
    periods: Sequence[Period],
    *,
    today: date,
) -> list[dict[str, int]]:
    """A flow month by month as it was reported, so that its sum is the reported one of the period.

    `counted` holds the months as they are counted today; one mapping for each of the periods.
    """
    books, line = _Books(session, today), BY_CODE[code]
    return [books.by_month(line, counted, period) for period in periods]


def _notes(session: Session, found: Reported, today: date) -> dict[str, str]:
    """The remarks of a report that was handed in, or those of today with what moved before it."""
    if found.month is not None and found.month.is_handed_in:
        return month_reports.frozen_notes(session, found.month)
    notes = dict(found.live.notes or {})
    if found.live.this.period == Period.year(int(found.live.this.period.end[:4])):
        year = int(found.live.this.period.code)
        for code, values in year_end_adjustments(session, year, today=today).items():
            notes[code] = reduce(_joined, adjusted_words(values), notes.get(code, ""))
    for one in found.before if found.live.this.period.length == 1 else ():
        if one.line.kind in (LineKind.STOCK, LineKind.FLOW) and one.line.parent is None:
            text = said("tally_note.before", {"reported": one.reported_shown, "now": one.now_shown})
            notes[one.code] = _joined(notes.get(one.code, ""), text)
    return notes


def adjusted_words(values: Mapping[str, int]) -> Iterator[str]:
    """年终调整 in words, for each unit of a line."""
    for unit, value in values.items():
        sign = MINUS if value < 0 else "+"
        if unit == FEN:
            yield said("tally_note.year_end_money", {"sign": sign, "yuan": yuan(abs(value))})
        else:
            amount = {"sign": sign, "count": abs(value), "unit": unit}
            yield said("tally_note.year_end_count", amount)


def _joined(first: str, second: str) -> str:
    return said("tally_note.joined", {"first": first, "second": second}) if first else second


class _Books:
    """The months that were handed in, read once for all spans of a report."""

    def __init__(self, session: Session, today: date) -> None:
        self._session, self._today = session, today
        self.reports = month_reports.month_reports(session)
        self._handed_in = {ym: row for ym, row in self.reports.items() if row.is_handed_in}
        self._frozen: dict[str, Tally] = {}
        self.unread: set[str] = set()

    def _closed(self, months: Iterable[str]) -> dict[str, Tally]:
        """What was reported of these months, of those that were."""
        wanted = [ym for ym in months if ym in self._handed_in]
        new = [self._handed_in[ym] for ym in wanted if ym not in self._frozen]
        if new:
            self._frozen |= self._read(new)
        return {ym: self._frozen[ym] for ym in wanted}

    def _read(self, reports: Iterable[MonthReportRow]) -> dict[str, Tally]:
        """What reports say; one that cannot be read has no line, and so no figure is known."""
        found = month_reports.frozen_tallies(self._session, reports)
        self.unread |= {ym for ym, tally in found.items() if tally is None}
        return {ym: tally or Tally("", Period.month(ym), ()) for ym, tally in found.items()}

    @property
    def unread_of_handed_in(self) -> tuple[str, ...]:
        """The months that count and cannot be read, of those that were looked at."""
        return tuple(sorted(self.unread & self._handed_in.keys()))

    def since_frozen(self, live: Tally, month: MonthReportRow | None) -> tuple[Difference, ...]:
        """Where a count of today differs from the one that was frozen, handed in or not."""
        if month is None:
            return ()
        (frozen,) = self._read([month]).values()
        return differences(frozen, live)

    def differing(self, live: Tally | None) -> tuple[Difference, ...]:
        """Where a month that was handed in is counted otherwise today."""
        if live is None or live.period.length != 1:
            return ()
        frozen = self._closed(live.period.months).get(live.period.start)
        return differences(frozen, live) if frozen else ()

    def as_reported(self, live: Tally, *, open_month: Tally | None = None) -> Tally:
        """The figures of a span; `open_month` is its last month where that is counted already."""
        closed = self._closed(live.period.months)
        if not closed:
            return live
        if live.period.length == 1:
            (frozen,) = closed.values()
            return replace(live, lines=tuple(_dashed(line, frozen) for line in live.lines))
        return self._longer(live, closed, open_month)

    def with_unknown(self, reported: Tally) -> Tally:
        """Behind each block the lines that a newer program reported and this one has not."""
        closed = self._closed(reported.period.months) if reported.period.length == 1 else {}
        lines = list(reported.lines)
        for frozen in closed.values():
            for line in frozen.lines:
                if line.code not in BY_CODE:
                    lines.insert(_behind_its_like(lines, line), line)
        return replace(reported, lines=tuple(lines))

    def by_month(self, line: Line, counted: Mapping[str, int], period: Period) -> dict[str, int]:
        """A flow of each month of a span in its first unit (see `_added`)."""
        closed = self._closed(period.months).items()
        reported = {ym: tally.by_code.get(line.code) for ym, tally in closed}
        known = {ym: one.value(line.units[0]) if one else None for ym, one in reported.items()}
        firm = {ym: value for ym, value in known.items() if value is not None}
        return {**counted, **(firm if len(firm) == len(reported) else {})}

    def _longer(self, live: Tally, closed: Mapping[str, Tally], open_month: Tally | None) -> Tally:
        still_open = [ym for ym in live.period.months if ym not in closed]
        flows = self._still_counted(still_open, open_month)
        last = closed.get(live.period.end) if live.period.start[:4] == live.period.end[:4] else None
        lines = (_of_span(line, closed, flows, last) for line in live.lines)
        return replace(live, lines=tuple(lines))

    def _still_counted(self, months: list[str], open_month: Tally | None) -> Flows:
        """The flows of the months that nobody handed in."""
        if not months:
            return {}
        if open_month is not None and list(open_month.period.months) == months:
            return {line.code: _known(line) for line in open_month.lines}
        return _flows(self._session, months, self._today)


def _behind_its_like(lines: Sequence[TallyLine], new: TallyLine) -> int:
    """A part stands with the parts of its line, a line at the end of its block."""
    head = new.code.partition(".")[0]
    parts = [at for at, line in enumerate(lines) if line.code.partition(".")[0] == head]
    block = [at for at, line in enumerate(lines) if line.line.group == new.line.group]
    return (parts or block or [len(lines) - 1])[-1] + 1


def _known(line: TallyLine) -> dict[str, int]:
    return {unit: value or 0 for unit, value in line.values.items()}


def _dashed(line: TallyLine, frozen: Tally) -> TallyLine:
    """The line as it was reported; one that the report did not have yet is unknown."""
    return frozen.by_code.get(line.code) or TallyLine(line.line, dict.fromkeys(line.line.units))


def _of_span(
    line: TallyLine, closed: Mapping[str, Tally], flows: Flows, last: Tally | None
) -> TallyLine:
    if line.line.kind is LineKind.FLOW:
        return _added(line, closed, flows)
    if line.line.kind is LineKind.DISTINCT or last is None:
        return line
    return last.by_code.get(line.code) or line


def _added(line: TallyLine, closed: Mapping[str, Tally], flows: Flows) -> TallyLine:
    """Σ of the months; where a report does not say the line, all is counted (MC5)."""
    counted, values = flows.get(line.code, {}), {}
    for unit in line.line.units:
        known = [tally.value(line.code, unit) for tally in closed.values()]
        reported = [value for value in known if value is not None]
        if len(reported) < len(known):
            return line
        values[unit] = counted.get(unit, 0) + sum(reported)
    return replace(line, values=values)


def _flows(session: Session, months: Iterable[str], today: date) -> Flows:
    """All flow lines of these months together, which need not follow each other."""
    flows = [line.code for line in LINES if line.kind is LineKind.FLOW]
    wanted = [(code, Period.month(month)) for month in months for code in flows]
    found: dict[str, dict[str, int]] = {code: {} for code in flows}
    for (code, _), line in figures(session, wanted, today=today).items():
        for unit, value in line.values.items():
            found[code][unit] = found[code].get(unit, 0) + (value or 0)
    return found


def year_end_adjustments(session: Session, year: int, *, today: date) -> dict[str, dict[str, int]]:
    """年终调整: what happened in a year and counts in a later one, by line and unit (MC5).

    December errors found in January stand in the figures of January, with a remark; the yearly
    report of the old year names them in a row of its own, also those found years later.
    """
    years = range(year + 1, today.year + 1)
    later = tuple(f"{one:04}-{number:02}" for one in years for number in range(1, 13))
    asked = Months(later, load_merged(session))
    found: dict[str, dict[str, int]] = {}
    flows = [line for line in LINES if line.code in FLOWS.keys() - TAKE_EFFECT]
    for line in flows:
        if values := _adjusted(session, line, asked, year):
            found[line.code] = values
    return found


def _adjusted(session: Session, line: Line, asked: Months, year: int) -> dict[str, int]:
    flow = FLOWS[line.code]
    rows = flow.rows(asked).subquery()
    statement = select(func.sum(rows.c.count), func.sum(rows.c.fen)).where(
        month_text(rows.c.day).between(f"{year:04}-01", f"{year:04}-12")
    )
    if flow.part is not None:
        statement = statement.where(rows.c.part == flow.part)
    count, fen = session.execute(statement).one()
    values = {unit: int((fen if unit == FEN else count) or 0) for unit in line.units}
    return {unit: value for unit, value in values.items() if value}
