"""What the district decides about the month reports of its stations: accepted, or sent back.

A decision is a record of the station's scope, written downward like everything else; the report
itself is the station's and is never touched here.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from district_server.down import day_of
from district_server.models import DistrictStation
from district_server.publishing import alone, in_order, lock_scope, publish
from station_app.domain.codes import MonthState, MonthVerdict
from station_app.errors import Rejected
from station_app.models.month_report import MONTH_DECISION
from station_app.queries.month_reports import (
    MonthReportRow,
    month_report,
    reports_of_stations,
    versions_of,
)

LONGEST_REASON = 200


def reopen(
    session: Session, station_id: UUID, ym: str, reason: str, *, by: str, now: datetime
) -> None:
    """Send a month back to its station, with the reason that it will read.

    Raises `Rejected("district.month_not_handed_in" | "district.month_no_reason" …)`.
    """
    plain = " ".join(reason.split())
    if not plain:
        raise Rejected("district.month_no_reason")
    if len(plain) > LONGEST_REASON:
        raise Rejected("district.month_long_reason", most=LONGEST_REASON)
    report = _handed_in(session, station_id, ym)
    for one in _handed_in_beside(session, report):
        _decide(session, one, MonthVerdict.REOPENED, plain, by=by, now=now)


def lock(session: Session, station_id: UUID, ym: str, *, by: str, now: datetime) -> None:
    """Accept a month for good; the station cannot take it back itself from then on.

    Raises `Rejected("district.month_not_handed_in" | "district.month_locked")`.
    """
    report = _handed_in(session, station_id, ym)
    if report.state is MonthState.LOCKED:
        raise Rejected("district.month_locked", month=ym)
    _decide(session, report, MonthVerdict.LOCKED, None, by=by, now=now)


def lock_all(session: Session, reports: Iterable[MonthReportRow], *, by: str, now: datetime) -> int:
    """Accept many at once; those that are not handed in any more, or locked, stay. How many."""
    meant = list(reports)
    alone(session)
    for station in in_order(report.station_id for report in meant):
        lock_scope(session, station)
    stands = reports_of_stations(session, {report.ym for report in meant})
    found = [stands.get((report.station_id, report.ym)) for report in meant]
    open_ones = [
        now_there
        for report, now_there in zip(meant, found, strict=True)
        if now_there is not None
        and now_there.id == report.id
        and now_there.state is MonthState.SUBMITTED
    ]
    for report in sorted(open_ones, key=lambda report: (report.station_id, report.ym)):
        _decide(session, report, MonthVerdict.LOCKED, None, by=by, now=now)
    return len(open_ones)


def _handed_in(session: Session, station_id: UUID, ym: str) -> MonthReportRow:
    if session.get(DistrictStation, station_id) is not None:
        lock_scope(session, station_id)  # what the station sends comes before or after, not between
    report = month_report(session, ym, station_id=station_id)
    if report is None or not report.is_handed_in:
        raise Rejected("district.month_not_handed_in", month=ym)
    return report


def _handed_in_beside(session: Session, report: MonthReportRow) -> list[MonthReportRow]:
    """The report, and what another PC of the station handed in of the same month and time.

    Left alone that one would count next, and the month would have to be sent back again.
    """
    versions = versions_of(session, report.ym, station_id=report.station_id)
    return [one for one in versions if one.is_handed_in and one.version == report.version]


def _decide(
    session: Session,
    report: MonthReportRow,
    verdict: MonthVerdict,
    reason: str | None,
    *,
    by: str,
    now: datetime,
) -> None:
    row = {
        "report_id": report.id,
        "ym": report.ym,
        "version": report.version,
        "verdict": str(verdict),
        "reason": reason,
        "decided_on": day_of(now),
        "decided_by": by,
    }
    publish(session, report.station_id, MONTH_DECISION, [row], by=by, now=now)
