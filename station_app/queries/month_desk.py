"""All that the desk of a month shows at once: figures, how far it has come, what moved since."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from station_app.domain.codes import MonthState
from station_app.domain.month_report import ClosedMonths
from station_app.domain.periods import Period
from station_app.domain.tally import TallyReport
from station_app.domain.tally_checks import CheckFinding
from station_app.queries.late_entries import LateEntry, late_entries
from station_app.queries.month_reports import (
    MonthReportRow,
    closed_months,
    has_district,
    last_signers,
    month_reports,
)
from station_app.queries.reported import Reported, reported_report
from station_app.queries.stray_facts import stray_facts
from station_app.queries.tallies import checks_of


@dataclass(frozen=True, slots=True)
class MonthDesk:
    """A span of the tally page; what concerns one month is empty for longer ones."""

    period: Period
    reported: Reported
    findings: tuple[CheckFinding, ...]
    closed: ClosedMonths
    states: Mapping[str, MonthState]
    late: tuple[LateEntry, ...]
    connected: bool
    signers: tuple[str | None, str | None, str | None]
    strays: int = 0
    """Facts that came too late for the report of this month."""

    @property
    def report(self) -> TallyReport:
        """The figures as they were reported."""
        return self.reported.report

    @property
    def month(self) -> MonthReportRow | None:
        """The report of the month, if one was counted."""
        return self.reported.month


def month_desk(session: Session, period: Period, *, today: date) -> MonthDesk:
    """A span as it was reported, and where its month stands."""
    reported = reported_report(session, period, today=today)
    single = period.length == 1
    reports = month_reports(session)
    is_open = single and not (reported.month and reported.month.is_handed_in)
    return MonthDesk(
        period,
        reported,
        checks_of(session, reported.live) if is_open else (),
        closed_months(session),
        {ym: row.state for ym, row in reports.items()},
        late_entries(session, period.start) if single else (),
        has_district(session),
        last_signers(session),
        len(stray_facts(session, period.start)) if single and reported.differences else 0,
    )
