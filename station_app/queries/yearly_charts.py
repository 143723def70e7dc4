"""What the charts of the yearly report are drawn from: visits by month, methods, payments.

Their bars are figures as they were reported, like the sentences and tables beside them (MC5).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.domain.periods import Period, month_of
from station_app.domain.tally import FEN, TallyLine
from station_app.domain.tally_lines import line as line_of
from station_app.domain.tally_lines import parts
from station_app.domain.yearly_charts import (
    CERTIFICATION,
    PAYMENTS,
    VISITS,
    Chart,
    Series,
    largest_first,
    spans,
)
from station_app.queries.reported import reported_by_month
from station_app.queries.tally_rows import Months, load_merged
from station_app.queries.tally_visits import person_times

Periods = Sequence[Period]
Found = Mapping[tuple[str, Period], TallyLine]
_LINES = {CERTIFICATION: ("D5", line_of("D5").units[0]), PAYMENTS: ("C4", FEN)}
CODES = tuple(line.code for head, _ in _LINES.values() for line in parts(head))
"""The lines whose parts are bars."""


def charts(session: Session, periods: Periods, found: Found, *, today: date) -> tuple[Chart, ...]:
    """The three charts of a report, one series for each period."""
    return (
        _visits(session, periods, today),
        _parts(CERTIFICATION, periods, found, today),
        _parts(PAYMENTS, periods, found, today),
    )


def _visits(session: Session, periods: Periods, today: date) -> Chart:
    """B1 by month; months that are not here yet have no bar."""
    counted = _by_month(session, periods)
    months = reported_by_month(session, "B1", counted, periods, today=today)
    labels = tuple(label for label, _ in spans(periods[0]))
    series = (
        _months_of(period, by_month, periods[0], today)
        for period, by_month in zip(periods, months, strict=True)
    )
    return Chart(VISITS, line_of("B1").units[0], labels, tuple(_up_to(labels, series)))


def _up_to(labels: Sequence[str], series: Iterable[Series]) -> Iterator[Series]:
    """As many bars as labels: what stands beside a running period has no more months than it."""
    for one in series:
        ahead = (None,) * (len(labels) - len(one.values))
        yield replace(one, values=one.values + ahead)


def _months_of(period: Period, counted: Mapping[str, int], first: Period, today: date) -> Series:
    """The bars of one period, cut into months or years as the first one is."""
    this, cut = month_of(today), [months for _, months in spans(period, beside=first)]
    return Series(
        period.so_far(today).label,
        tuple(None if span[0] > this else sum(counted.get(m, 0) for m in span) for span in cut),
        tuple(("B1", Period(span[0], span[-1])) for span in cut),
    )


def _by_month(session: Session, periods: Periods) -> dict[str, int]:
    months = tuple(sorted({month for period in periods for month in period.months}))
    rows = person_times(Months(months, load_merged(session))).subquery()
    statement = select(rows.c.ym, func.sum(rows.c.count)).group_by(rows.c.ym)
    return {month: int(count or 0) for month, count in session.execute(statement)}


def _parts(code: str, periods: Periods, found: Found, today: date) -> Chart:
    """The parts of a line as lying bars, the longest first."""
    head, unit = _LINES[code]
    lines = parts(head)
    series = [
        Series(
            period.so_far(today).label,
            tuple(found[line.code, period].value(unit) or 0 for line in lines),
            tuple((line.code, period) for line in lines),
        )
        for period in periods
    ]
    labels, kept = largest_first([line.label for line in lines], series)
    return Chart(code, unit, labels, kept, lying=True)
