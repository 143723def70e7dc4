"""Visits: planned, done with the people met, corrected by reversal, void, followed up.

The paper of a visit (`Visit`) may be edited; what counts are its attendances, which are facts.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.codes import VisitState, label
from station_app.domain.reading import Note
from station_app.errors import Rejected
from station_app.messages.visit import FAMILY_OF
from station_app.models.identifiers import VisitId
from station_app.models.visit import VISIT, Visit, VisitAttendance
from station_app.services import facts, records
from station_app.services.doubts import settle
from station_app.services.visit_checks import MetPerson, check_paper, met_people, notes_on
from station_app.services.visit_paper import Met, VisitPaper

__all__ = [
    "CorrectVisit",
    "Met",
    "RecordVisit",
    "RecordedVisit",
    "VisitPaper",
    "correct_visit",
    "finish_follow_up",
    "plan_visit",
    "record_visit",
    "standing_attendances",
    "void_visit",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVisit:
    """A visit that was made; `planned_id` when it had been planned."""

    paper: VisitPaper
    met: tuple[Met, ...]
    planned_id: VisitId | None = None
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectVisit:
    """What a recorded visit should have said; attendances that differ are reversed and redone."""

    visit_id: VisitId
    paper: VisitPaper
    met: tuple[Met, ...]
    reason: str
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RecordedVisit:
    """The visit, the person-times it added, and what to show beside it."""

    visit_id: VisitId
    person_times: int
    notes: tuple[Note, ...]


def plan_visit(session: Session, paper: VisitPaper) -> VisitId:
    """Put a visit on the list; it counts nothing until it was made. Its day may lie ahead."""
    visit = Visit(**paper.columns(), state=VisitState.PLANNED)
    records.check_choices(VISIT, paper.columns())
    session.add(visit)
    return VisitId(visit.id)


def record_visit(session: Session, command: RecordVisit, *, today: date) -> RecordedVisit:
    """Keep a visit and one attendance per person met (CN1: a couple is 2 人次, 1 户次).

    Raises `Doubtful` for a second visit of a kind on one day or a person who died before it, and
    `Rejected("visit.future" | "visit.before_opening" | "visit.before_birth" | "visit.nobody" …)`.
    """
    planned = _planned(session, command.planned_id)
    check_paper(session, command.paper, today=today)
    met = met_people(session, command.paper, command.met)
    notes = settle(notes_on(session, command.paper, met), command.confirmed)
    visit = _write_paper(session, command.paper, met, into=planned)
    for one in met:
        session.add(_attendance(session, visit, one))
    return RecordedVisit(VisitId(visit.id), sum(one.headcount for one in met), notes)


def _planned(session: Session, visit_id: VisitId | None) -> Visit | None:
    if visit_id is None:
        return None
    visit = records.get(session, Visit, visit_id)
    if visit.state != VisitState.PLANNED:
        raise Rejected("visit.not_planned", state=label("visit_state", visit.state))
    return visit


def _write_paper(
    session: Session, paper: VisitPaper, met: list[MetPerson], *, into: Visit | None
) -> Visit:
    values = paper.columns() | {"state": VisitState.DONE}
    values["household_id"] = values["household_id"] or _common_household(met)
    visit = into or Visit(**values)
    for name, value in values.items():
        setattr(visit, name, value)
    session.add(visit)
    return visit


def _common_household(met: list[MetPerson]) -> UUID | None:
    households = {one.as_of.household_id for one in met if one.person_id}
    return households.pop() if len(households) == 1 else None


def _attendance(session: Session, visit: Visit, one: MetPerson) -> VisitAttendance:
    family = FAMILY_OF.format(name=one.name) if one.is_deceased else None
    columns = one.as_of.columns()
    columns["household_id"] = columns["household_id"] or visit.household_id
    return VisitAttendance(
        visit_id=visit.id,
        person_id=one.person_id,
        recipient_text=one.recipient_text or family,
        headcount=one.headcount,
        visit_date=visit.visit_date,
        kind=visit.kind,
        method=visit.method,
        counted_ym=facts.counted_ym(session, visit.visit_date),
        **columns,
    )


def correct_visit(session: Session, command: CorrectVisit, *, today: date) -> RecordedVisit:
    """Put a recorded visit right: texts are edited, person-times that differ are reversed (MC3).

    Raises as `record_visit`, and `Rejected("visit.not_done" | "fact.reason")`.
    """
    visit = records.get(session, Visit, command.visit_id)
    if visit.state != VisitState.DONE:
        raise Rejected("visit.not_done")
    check_paper(session, command.paper, today=today)
    met = met_people(session, command.paper, command.met)
    notes = settle(notes_on(session, command.paper, met, but=visit.id), command.confirmed)
    _write_paper(session, command.paper, met, into=visit)
    added = _redo_attendances(session, visit, met, reason=command.reason)
    return RecordedVisit(VisitId(visit.id), added, notes)


def _redo_attendances(session: Session, visit: Visit, met: list[MetPerson], *, reason: str) -> int:
    """Reverse what no longer holds and add what is new; returns the change in 人次."""
    wanted = [_attendance(session, visit, one) for one in met]
    change = 0
    for row in standing_attendances(session, visit.id):
        same = next((new for new in wanted if _says_the_same(row, new)), None)
        if same is None:
            facts.reverse(session, row, reason=reason)
            change -= row.headcount
        else:
            wanted.remove(same)
    session.add_all(wanted)
    return change + sum(row.headcount for row in wanted)


def standing_attendances(session: Session, visit_id: UUID) -> list[VisitAttendance]:
    """The person-times of a visit that count."""
    return facts.standing_facts(session, VisitAttendance, VisitAttendance.visit_id == visit_id)


def _says_the_same(old: VisitAttendance, new: VisitAttendance) -> bool:
    names = ("person_id", "recipient_text", "headcount", "visit_date", "kind", "method")
    return all(getattr(old, name) == getattr(new, name) for name in names)


def void_visit(session: Session, visit_id: VisitId, *, reason: str) -> None:
    """Declare a visit void, with a reason; its person-times are reversed.

    Raises `Rejected("visit.void_already" | "fact.reason")`.
    """
    visit = records.get(session, Visit, visit_id)
    if visit.state == VisitState.VOID:
        raise Rejected("visit.void_already")
    if not reason.strip():
        raise Rejected("fact.reason")
    for row in standing_attendances(session, visit.id):
        facts.reverse(session, row, reason=reason)
    visit.state = VisitState.VOID
    visit.delete_reason = reason.strip()


def finish_follow_up(
    session: Session, visit_id: VisitId, done_on: date | None, *, today: date
) -> None:
    """What was promised on a visit is done; None opens it again."""
    visit = records.get(session, Visit, visit_id)
    if visit.follow_up is None:
        raise Rejected("visit.no_follow_up")
    if done_on is not None and done_on > today:
        raise Rejected("visit.follow_up_future", day=done_on)
    if done_on is not None and done_on < visit.visit_date:
        raise Rejected("visit.follow_up_early", day=done_on)
    visit.follow_up_done_on = done_on
