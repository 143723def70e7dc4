"""The report of a month: counted and frozen, signed, handed in, locked, sent back and done again.

Its figures are written once: another count makes another row, so that a paper that was signed can
be held against what was kept (MC6, MC7).
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.codes import MonthState
from station_app.domain.month_report import (
    HANDED_IN,
    Difference,
    differences,
    freeze,
    is_zero,
    may_follow,
)
from station_app.domain.periods import Period, add_months, month_of
from station_app.domain.tally_checks import CheckFinding, Gravity
from station_app.errors import Rejected
from station_app.messages.labels import label
from station_app.models.identifiers import MonthReportId
from station_app.models.month_report import MonthReport
from station_app.queries import month_reports
from station_app.queries.month_reports import MonthReportRow, has_district
from station_app.queries.reported import reported_report
from station_app.queries.tallies import line_checks, tally


@dataclass(frozen=True, slots=True)
class SignMonth:
    """Who made the report, who looked it over, and who stands for it."""

    month: str
    preparer: str
    reviewer: str
    leader: str | None = None


@dataclass(frozen=True, slots=True)
class SendBackMonth:
    """Why a month is done again, and who above agreed to it."""

    month: str
    reason: str
    agreed_by: str


def compute_month(session: Session, month: str, *, today: date) -> MonthReportId:
    """Count a month that is over and freeze what was found; a draft before it goes.

    A count that finds the same leaves the draft, and who signed it, as they are.
    Raises `Rejected("month.running" | "month.handed_in")`.
    """
    if month >= month_of(today):
        raise Rejected("month.running", month=_named(month))
    before = month_reports.month_report(session, month)
    _refuse_state(before, MonthState.COMPUTED, month)
    report = _counted(session, month, today)
    if before is not None and before.state is not MonthState.REOPENED:
        if month_reports.content_of(session, before.id) == report.content:
            return MonthReportId(before.id)
        _retire(session, before)
    report.version, report.replaces_id = _place(before)
    session.add(report)
    session.flush()
    return MonthReportId(report.id)


def _counted(session: Session, month: str, today: date) -> MonthReport:
    """A new row with the figures of the month, not yet in the session."""
    found = reported_report(session, Period.month(month), today=today)
    frozen = freeze(found.live.this, found.report.notes)
    return MonthReport(
        ym=month,
        state=MonthState.COMPUTED.value,
        content=frozen.text,
        content_hash=frozen.hash,
        is_zero=is_zero(found.live.this),
        computed_on=today,
    )


def _place(before: MonthReportRow | None) -> tuple[int, UUID | None]:
    """Which version comes now, and which one it takes the place of."""
    if before is None:
        return 1, None
    if before.state is MonthState.REOPENED:
        return before.version + 1, before.id
    return before.version, before.replaces_id


def _retire(session: Session, before: MonthReportRow) -> None:
    """A draft that was counted anew goes; it was never handed in."""
    row = session.get_one(MonthReport, before.id)
    row.deleted, row.delete_reason = True, label("month.counted_again")


def sign_month(session: Session, command: SignMonth, *, today: date) -> None:
    """Put the names under the figures as they were frozen.

    Raises `Rejected("month.not_computed" | "month.handed_in" | "month.names" | "month.changed")`.
    """
    before = _report_of(session, command.month)
    if before.is_handed_in:
        raise Rejected("month.handed_in", month=_named(command.month))
    preparer, reviewer = command.preparer.strip(), command.reviewer.strip()
    for name, value in (("preparer", preparer), ("reviewer", reviewer)):
        if not value:
            raise Rejected("month.names", name=name)
    _refuse_changed(session, before, today)
    row = session.get_one(MonthReport, before.id)
    row.state, row.signed_on = MonthState.SIGNED.value, today
    row.preparer, row.reviewer = preparer, reviewer
    row.leader = (command.leader or "").strip() or None


def submit_month(session: Session, month: str, *, today: date) -> None:
    """Hand the month in: from now on its figures stand, later entries count after it (MC2).

    Raises `Rejected("month.not_signed" | "month.handed_in" | "month.earlier_first"
    | "month.changed" | "month.does_not_fit")`.
    """
    before = _report_of(session, month)
    _refuse_state(before, MonthState.SUBMITTED, month)
    _refuse_gap(session, month)
    _refuse_changed(session, before, today)
    _refuse_misfit(line_checks(session, Period.month(month), today=today))
    row = session.get_one(MonthReport, before.id)
    row.state, row.submitted_on = MonthState.SUBMITTED.value, today


def take_back_month(session: Session, month: str) -> None:
    """Take a month back that was handed in and neither locked nor followed by another.

    Raises `Rejected("month.not_handed_in" | "month.locked" | "month.later_first")`.
    """
    before = _handed_in(session, month)
    if before.state is MonthState.LOCKED:
        raise Rejected("month.locked", month=_named(month))
    _refuse_followed(session, month)
    row = session.get_one(MonthReport, before.id)
    row.state, row.submitted_on = MonthState.SIGNED.value, None


def lock_month(session: Session, month: str, *, today: date) -> None:
    """Lock a month for good; where there is a district, only the district does that.

    Raises `Rejected("month.not_handed_in" | "month.locked" | "month.by_district")`.
    """
    before = _handed_in(session, month)
    _refuse_state(before, MonthState.LOCKED, month)
    if has_district(session):
        raise Rejected("month.by_district")
    row = session.get_one(MonthReport, before.id)
    row.state, row.locked_on = MonthState.LOCKED.value, today


def send_back_month(session: Session, command: SendBackMonth, *, today: date) -> None:
    """Open a month again because the level above said so by telephone or on paper.

    Only without a district in this program: where there is one it sends months back itself.
    Raises `Rejected("month.not_handed_in" | "month.by_district" | "month.reason"
    | "month.agreed_by")`.
    """
    before = _handed_in(session, command.month)
    if has_district(session):
        raise Rejected("month.by_district")
    reason, agreed_by = command.reason.strip(), command.agreed_by.strip()
    if not reason:
        raise Rejected("month.reason", name="reason")
    if not agreed_by:
        raise Rejected("month.agreed_by", name="agreed_by")
    row = session.get_one(MonthReport, before.id)
    row.state, row.reopened_on = MonthState.REOPENED.value, today
    row.reopened_by, row.reopen_reason = agreed_by, reason


def refuse_undo(
    session: Session, report_id: UUID, *, is_new: bool, state: tuple[str | None, str | None]
) -> None:
    """Undo of a step may take a report back, or hand it in, only where the desk could.

    `state` is what the step found and what it left. Raises `Rejected("month.locked"
    | "month.handed_in" | "month.later_first" | "month.earlier_first" | "month.changed")`.
    """
    report = month_reports.version(session, report_id)
    if report is None:
        return
    if report.state is MonthState.LOCKED or report.decision is not None:
        raise Rejected("month.locked", month=_named(report.ym))
    was, left = state
    if report.is_handed_in:
        if not is_new and left != report.state.value:
            raise Rejected("month.handed_in", month=_named(report.ym))
        _refuse_followed(session, report.ym)
    elif was in HANDED_IN and left == report.state.value:
        _refuse_gap(session, report.ym)
        _refuse_changed(session, report, Period.month(report.ym).last_day)


def changed_since(
    session: Session, report: MonthReportRow, *, today: date
) -> tuple[Difference, ...]:
    """Where a count of today finds something else than the report says (MC7).

    Raises `Rejected("month.unread")` where this program cannot read the report.
    """
    frozen = month_reports.frozen_tally(session, report)
    if frozen is None:
        raise Rejected("month.unread", month=_named(report.ym))
    return differences(frozen, tally(session, Period.month(report.ym), today=today))


def _named(month: str) -> str:
    return Period.month(month).label


def _report_of(session: Session, month: str) -> MonthReportRow:
    found = month_reports.month_report(session, month)
    if found is None or found.state is MonthState.REOPENED:
        raise Rejected("month.not_computed", month=_named(month))
    return found


def _handed_in(session: Session, month: str) -> MonthReportRow:
    found = month_reports.month_report(session, month)
    if found is None or not found.is_handed_in:
        raise Rejected("month.not_handed_in", month=_named(month))
    return found


REFUSALS = {
    MonthState.COMPUTED: "month.handed_in",
    MonthState.SUBMITTED: "month.not_signed",
    MonthState.LOCKED: "month.locked",
}


def _refuse_state(before: MonthReportRow | None, wanted: MonthState, month: str) -> None:
    state = before.state if before else MonthState.OPEN
    if may_follow(state, wanted):
        return
    code = "month.handed_in" if state in HANDED_IN else REFUSALS[wanted]
    raise Rejected("month.locked" if wanted is MonthState.LOCKED else code, month=_named(month))


def _refuse_gap(session: Session, month: str) -> None:
    """Months go up in their order: the stock of one begins where the one before ended."""
    closed = month_reports.closed_months(session)
    before = add_months(month, -1)
    owed = month_reports.owes_from(session) if closed.through is None else None
    if owed is not None and owed < month:
        raise Rejected("month.earlier_first", month=_named(owed))
    if closed.through is not None and closed.through < before:
        raise Rejected("month.earlier_first", month=_named(add_months(closed.through, 1)))
    earlier = [ym for ym in closed.sent_back if ym < month]
    if earlier:
        raise Rejected("month.earlier_first", month=_named(min(earlier)))


def _refuse_followed(session: Session, month: str) -> None:
    """Whoever takes a month back takes those after it back first."""
    later = [row.ym for row in month_reports.month_reports(session).values() if row.is_handed_in]
    if any(ym > month for ym in later):
        raise Rejected("month.later_first", month=_named(max(later)))


def _refuse_changed(session: Session, report: MonthReportRow, today: date) -> None:
    """What is handed in is what stands in the books that moment, or else months would not add."""
    found = changed_since(session, report, today=today)
    if found:
        raise Rejected("month.changed", count=len(found), line=found[0].line.label)


def _refuse_misfit(findings: tuple[CheckFinding, ...]) -> None:
    """Checks that block (DOMAIN §6.3)."""
    grave = [one for one in findings if one.gravity is Gravity.BLOCK]
    if grave:
        raise Rejected("month.does_not_fit", count=len(grave))
