"""Which month is to be reported next, and which ones the level above has sent back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from station_app.domain.codes import MonthState
from station_app.domain.month_report import ClosedMonths
from station_app.domain.periods import add_months, month_of
from station_app.models.base import Fact
from station_app.models.registry import RECORD_TYPES
from station_app.queries.month_reports import (
    MonthReportRow,
    closed_months,
    has_district,
    month_reports,
    owes_from,
)

FACTS: tuple[type[Fact], ...] = tuple(
    one.model for one in RECORD_TYPES if issubclass(one.model, Fact)
)
DUE_DAY = 3
"""By this day of a month the one before is reported (DOMAIN §9, default)."""


@dataclass(frozen=True, slots=True)
class MonthsDue:
    """`month` is the first that is to be reported, `state` how far its report is."""

    month: str | None = None
    state: MonthState = MonthState.OPEN
    sent_back: tuple[tuple[str, str], ...] = ()
    """Months and the reasons for which they came back."""

    def is_late(self, today: date) -> bool:
        """Whether its day has passed."""
        if self.month is None:
            return False
        return self.month < add_months(month_of(today), -1) or today.day > DUE_DAY


NO_MONTHS = MonthsDue()


def months_due(session: Session, *, today: date) -> MonthsDue:
    """What is to be reported by now.

    Before the first report these are the months that the district expects (`owes_from`); where no
    district is connected, the last one if its report was begun or somebody worked in it: a station
    that begins today owes nothing for the months before.
    """
    reports = month_reports(session)
    back = [row for row in reports.values() if row.state is MonthState.REOPENED]
    month = _next(session, closed_months(session), reports, today)
    return MonthsDue(
        month,
        _state(reports.get(month or "")),
        tuple((row.ym, row.why_sent_back or "") for row in back),
    )


def _next(
    session: Session, closed: ClosedMonths, begun: Collection[str], today: date
) -> str | None:
    """The month after the last one that was closed, or the first of all, if it is over."""
    last = add_months(month_of(today), -1)
    if closed.through is not None:
        return add_months(closed.through, 1) if closed.through < last else None
    if has_district(session):
        following = owes_from(session) or last
        return following if following <= last else None
    return last if last in begun or _worked_in(session, last) else None


def _worked_in(session: Session, month: str) -> bool:
    """Whether anything that is counted was done in a month."""
    done = (
        exists().where(fact.counted_ym == month, fact.deleted.is_(False), fact.sign > 0)
        for fact in FACTS
    )
    return bool(session.scalar(select(or_(*done))))


def _state(row: MonthReportRow | None) -> MonthState:
    return row.state if row is not None else MonthState.OPEN
