"""The reports of months: how far each has come, what was frozen, which months are closed by them.

On a station's file there are only its own; on a district's a station is named.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from station_app.domain.codes import MonthState, MonthVerdict
from station_app.domain.month_report import (
    HANDED_IN,
    ClosedMonths,
    effective,
    thawed,
    thawed_notes,
)
from station_app.domain.tally import Tally
from station_app.models.local import Setting, SyncState
from station_app.models.month_report import MonthDecision, MonthReport

KNOWN_STATES = frozenset(state.value for state in MonthState)
KNOWN_VERDICTS = frozenset(verdict.value for verdict in MonthVerdict)
OWES_FROM = "months.owes_from"
"""From which month on the district expects reports, as it said when this PC joined."""
CLOSED_THROUGH = "facts.closed_through"
"""How a month was closed before there were reports of months; honoured, no longer written."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the district said to a version."""

    verdict: MonthVerdict
    reason: str | None
    decided_on: date
    decided_by: str


@dataclass(frozen=True, slots=True)
class MonthReportRow:
    """A version of a month's report without its figures; `state` is where it stands today."""

    id: UUID
    station_id: UUID
    ym: str
    version: int
    state: MonthState
    content_hash: str
    is_zero: bool
    computed_on: date
    preparer: str | None
    reviewer: str | None
    leader: str | None
    signed_on: date | None
    submitted_on: date | None
    locked_on: date | None
    reopened_on: date | None
    reopened_by: str | None
    reopen_reason: str | None
    replaces_id: UUID | None
    decision: Decision | None = None

    @property
    def is_handed_in(self) -> bool:
        """Whether its figures stand."""
        return self.state in HANDED_IN

    @property
    def was_handed_in(self) -> bool:
        """Whether it once was, even if it was sent back since."""
        return self.submitted_on is not None

    @property
    def why_sent_back(self) -> str | None:
        """The reason for which it was sent back, if it was."""
        if self.state is not MonthState.REOPENED:
            return None
        return self.decision.reason if self.decision else self.reopen_reason

    @property
    def order(self) -> tuple[int, bool, bool, date, UUID]:
        """The greatest is the one that counts: the last version, of two the one that is locked, or
        was handed in first."""
        day = date.fromordinal(_turned(self.submitted_on or date.max))
        is_locked = self.state is MonthState.LOCKED
        return self.version, is_locked, self.is_handed_in, day, _other(self.id)


def _turned(day: date) -> int:
    return date.max.toordinal() + 1 - day.toordinal()


def _other(key: UUID) -> UUID:
    return UUID(int=2**128 - 1 - key.int)


Statement = Select[*tuple[Any, ...]]
"""Any: a select of many columns, each of its own type."""

_COLUMNS = (
    MonthReport.id,
    MonthReport.station_id,
    MonthReport.ym,
    MonthReport.version,
    MonthReport.state,
    MonthReport.content_hash,
    MonthReport.is_zero,
    MonthReport.computed_on,
    MonthReport.preparer,
    MonthReport.reviewer,
    MonthReport.leader,
    MonthReport.signed_on,
    MonthReport.submitted_on,
    MonthReport.locked_on,
    MonthReport.reopened_on,
    MonthReport.reopened_by,
    MonthReport.reopen_reason,
    MonthReport.replaces_id,
)


def month_reports(session: Session, *, station_id: UUID | None = None) -> dict[str, MonthReportRow]:
    """The version of each month that counts, by month, the first month first."""
    found: dict[str, list[MonthReportRow]] = defaultdict(list)
    for row in _rows(session, _of(station_id)):
        found[row.ym].append(row)
    return {ym: max(found[ym], key=lambda row: row.order) for ym in sorted(found)}


def reports_of_stations(
    session: Session, months: Collection[str]
) -> dict[tuple[UUID, str], MonthReportRow]:
    """On a district's database: the version that counts, by station and month."""
    found: dict[tuple[UUID, str], list[MonthReportRow]] = defaultdict(list)
    for row in _rows(session, _of(None).where(MonthReport.ym.in_(months))):
        found[row.station_id, row.ym].append(row)
    return {place: max(rows, key=lambda row: row.order) for place, rows in found.items()}


def month_report(
    session: Session, ym: str, *, station_id: UUID | None = None
) -> MonthReportRow | None:
    """The version of one month that counts."""
    rows = _rows(session, _of(station_id).where(MonthReport.ym == ym))
    return max(rows, key=lambda row: row.order, default=None)


def versions_of(
    session: Session, ym: str, *, station_id: UUID | None = None
) -> tuple[MonthReportRow, ...]:
    """Every version of a month, the first first."""
    rows = _rows(session, _of(station_id).where(MonthReport.ym == ym))
    return tuple(sorted(rows, key=lambda row: row.order))


def _of(station_id: UUID | None) -> Statement:
    """A draft that was counted anew is gone, unless the district had locked it meanwhile."""
    locked = select(MonthDecision.report_id).where(
        MonthDecision.verdict == MonthVerdict.LOCKED, MonthDecision.deleted.is_(False)
    )
    statement = select(*_COLUMNS).where(
        or_(MonthReport.deleted.is_(False), MonthReport.id.in_(locked))
    )
    return statement if station_id is None else statement.where(
        MonthReport.station_id == station_id
    )  # fmt: skip


def _rows(session: Session, statement: Statement) -> list[MonthReportRow]:
    reports = session.execute(statement).all()
    decisions = _decisions(session, [row.id for row in reports])
    return [_row(row._mapping, decisions.get(row.id)) for row in reports]


def _row(columns: Mapping[Any, Any], decision: Decision | None) -> MonthReportRow:
    values = dict(columns)
    stored = _state(values.pop("state"))
    state = effective(stored, decision.verdict if decision else None)
    return MonthReportRow(state=state, decision=decision, **values)


def _state(code: str) -> MonthState:
    """A state; one that only a newer program knows is none in which a month counts here."""
    return MonthState(code) if code in KNOWN_STATES else MonthState.COMPUTED


def _decisions(session: Session, reports: Iterable[UUID]) -> dict[UUID, Decision]:
    """The last word on each of these reports."""
    keys = list(reports)
    if not keys:
        return {}
    statement = (
        select(MonthDecision)
        .where(MonthDecision.report_id.in_(keys), MonthDecision.deleted.is_(False))
        .order_by(MonthDecision.created_at, MonthDecision.id)
    )
    return {
        row.report_id: Decision(
            MonthVerdict(row.verdict), row.reason, row.decided_on, row.decided_by
        )
        for row in session.scalars(statement)
        if row.verdict in KNOWN_VERDICTS
    }


def content_of(session: Session, report_id: UUID) -> str:
    """The frozen text of a version."""
    statement = select(MonthReport.content).where(MonthReport.id == report_id)
    return session.scalars(statement).one()


def frozen_tally(session: Session, report: MonthReportRow) -> Tally | None:
    """What a report says; None where this program cannot read it."""
    return thawed(content_of(session, report.id))


def frozen_tallies(session: Session, reports: Iterable[MonthReportRow]) -> dict[str, Tally | None]:
    """What these reports say, by month; None for one that this program cannot read."""
    months = {row.id: row.ym for row in reports}
    statement = select(MonthReport.id, MonthReport.content).where(MonthReport.id.in_(months))
    return {months[key]: thawed(text) for key, text in session.execute(statement)}


def unread_months(session: Session, months: Collection[str]) -> tuple[str, ...]:
    """Of these months those that were handed in and that this program cannot read."""
    reports = month_reports(session)
    handed_in = [row for ym, row in reports.items() if row.is_handed_in and ym in months]
    found = frozen_tallies(session, handed_in) if handed_in else {}
    return tuple(sorted(ym for ym, tally in found.items() if tally is None))


def frozen_notes(session: Session, report: MonthReportRow) -> dict[str, str]:
    """The remarks of a report, by line."""
    return thawed_notes(content_of(session, report.id))


def closed_months(session: Session) -> ClosedMonths:
    """The months whose figures cannot change any more (MC2).

    Handing in a month closes those before it too, though nobody reported them by this program; a
    month that was sent back is open until it is handed in again.
    """
    reports = month_reports(session).values()
    handed_in = [row.ym for row in reports if row.is_handed_in]
    sent_back = [
        row.ym
        for row in reports
        if not row.is_handed_in and (row.version > 1 or row.state is MonthState.REOPENED)
    ]
    before = session.scalar(select(Setting.value).where(Setting.name == CLOSED_THROUGH))
    through = max((*handed_in, *sent_back, before or ""), default="")
    return ClosedMonths(through or None, sent_back)


def owes_from(session: Session) -> str | None:
    """The month from which on the district expects reports; None where it never said one."""
    if not has_district(session):
        return None
    return session.scalar(select(Setting.value).where(Setting.name == OWES_FROM))


def last_signers(session: Session) -> tuple[str | None, str | None, str | None]:
    """Who signed last, of whichever month and version: most probably they sign again."""
    statement = (
        select(MonthReport.preparer, MonthReport.reviewer, MonthReport.leader)
        .where(MonthReport.signed_on.is_not(None))
        .order_by(MonthReport.signed_on.desc(), MonthReport.id.desc())
    )
    row = session.execute(statement.limit(1)).first()
    return (None, None, None) if row is None else (row.preparer, row.reviewer, row.leader)


def version(session: Session, report_id: UUID) -> MonthReportRow | None:
    """One version, whether it counts or not."""
    found = _rows(session, select(*_COLUMNS).where(MonthReport.id == report_id))
    return next(iter(found), None)


def has_district(session: Session) -> bool:
    """Whether this PC reports to a district by this program: then only that sends a month back."""
    return session.scalar(select(SyncState.device_id)) is not None
