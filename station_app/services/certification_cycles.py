"""Certification years: opened with the usual window, moved, closed, opened again."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.certification import (
    DEFAULT_GRACE_DAYS,
    Cycle,
    check_window,
    default_cycle,
)
from station_app.domain.codes import CycleStatus, PensionKind
from station_app.errors import Rejected
from station_app.models.certification import CertificationCycle, CycleKind
from station_app.models.identifiers import DISTRICT_SCOPE, CycleId
from station_app.queries import certification_cases as queries
from station_app.services import records


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCycle:
    """A certification year; what is left out is as CE2 has it. No kinds means all benefits."""

    year: int
    open_on: date | None = None
    due_on: date | None = None
    notice_on: date | None = None
    grace_days: int = DEFAULT_GRACE_DAYS
    kinds: tuple[str, ...] = ()
    doc_no: str | None = None


def open_cycle(session: Session, command: OpenCycle) -> CycleId:
    """Begin a certification year (CE2).

    Raises `Rejected("certification.cycle_exists" | "certification.cycle_order" |
    "certification.cycle_overlap" | "certification.grace")`.
    """
    if command.year in queries.cycles(session):
        raise Rejected("certification.cycle_exists", year=command.year)
    cycle = _cycle(command)
    _check(session, cycle)
    row = CertificationCycle(
        year=cycle.year,
        open_on=cycle.open_on,
        due_on=cycle.due_on,
        notice_on=cycle.notice_on,
        grace_days=cycle.grace_days,
        status=CycleStatus.OPEN,
        doc_no=command.doc_no,
    )
    session.add(row)
    session.add_all(CycleKind(cycle_id=row.id, kind=kind) for kind in sorted(cycle.kinds))
    return CycleId(row.id)


def _cycle(command: OpenCycle) -> Cycle:
    usual = default_cycle(command.year)
    return Cycle(
        command.year,
        command.open_on or usual.open_on,
        command.due_on or usual.due_on,
        command.notice_on or (None if command.due_on else usual.notice_on),
        command.grace_days,
        frozenset(PensionKind(kind) for kind in command.kinds),
    )


def _check(session: Session, cycle: Cycle) -> None:
    opens = {year: other.cycle.open_on for year, other in queries.cycles(session).items()}
    check_window(cycle, opens)


def change_cycle(session: Session, command: OpenCycle) -> None:
    """Move the window, the notice or the scope of a year that this station opened."""
    known = queries.cycles(session).get(command.year)
    if known is None:
        raise Rejected("certification.no_cycle", day=command.open_on or "")
    cycle = _cycle(command)
    _check(session, cycle)
    row = _own(session, known.cycle_id)
    row.open_on, row.due_on, row.notice_on = cycle.open_on, cycle.due_on, cycle.notice_on
    row.grace_days, row.doc_no = cycle.grace_days, command.doc_no
    _set_kinds(session, row, {str(kind) for kind in cycle.kinds})


def _set_kinds(session: Session, row: CertificationCycle, wanted: set[str]) -> None:
    statement = select(CycleKind).where(CycleKind.cycle_id == row.id, CycleKind.deleted.is_(False))
    present = {one.kind: one for one in session.scalars(statement)}
    for kind in present.keys() - wanted:
        present[kind].deleted = True
    new = sorted(wanted - present.keys())
    session.add_all(CycleKind(cycle_id=row.id, kind=kind) for kind in new)


def set_status(session: Session, cycle_id: CycleId, status: CycleStatus) -> None:
    """Close a year, or open it again for what comes late (CE3, CE5)."""
    _own(session, cycle_id).status = status


def _own(session: Session, cycle_id: CycleId) -> CertificationCycle:
    """A year that this station opened; the district changes its own (decision 0061)."""
    row = records.get(session, CertificationCycle, cycle_id)
    if row.station_id == DISTRICT_SCOPE:
        raise Rejected("certification.cycle_of_district", year=row.year)
    return row
