"""Route sheets: made with fixed numbers, lines appended, a line entered or nobody was at home."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.domain.codes import PersonStatus
from station_app.domain.serials import case_no, serial_of
from station_app.errors import Rejected
from station_app.models.identifiers import RouteSheetId, VisitId
from station_app.models.route import RouteLine, RouteSheet
from station_app.queries.people import people_rows
from station_app.queries.route import Candidate, walked
from station_app.queries.route_sheets import LineState
from station_app.queries.route_sheets import route_sheet as sheet_found
from station_app.services import records
from station_app.services.serials import device_letter
from station_app.services.visit_checks import survivor

MOST = 60
"""Nobody walks to more in a day; three pages of paper."""
SERIAL_DIGITS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeSheet:
    """A sheet for a day; the people are put into the order one walks."""

    planned_on: date
    person_ids: tuple[UUID, ...]
    visitors: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class MadeSheet:
    """The new sheet, its serial, and how many lines it has."""

    sheet_id: RouteSheetId
    serial: str
    lines: int


def make_sheet(session: Session, command: MakeSheet, *, today: date) -> MadeSheet:
    """Number these people for a trip.

    Raises `Rejected("route.nobody" | "route.too_many" | "route.past" | "route.not_living")`.
    """
    if command.planned_on < today:
        raise Rejected("route.past", day=command.planned_on)
    people = _walkable(session, command.person_ids, today)
    _refuse_length(len(people))
    sheet = RouteSheet(
        serial=_next_serial(session, command.planned_on.year),
        planned_on=command.planned_on,
        visitors=(command.visitors or "").strip() or None,
        note=(command.note or "").strip() or None,
    )
    session.add(sheet)
    session.add_all(_lines(sheet.id, people, first=1))
    return MadeSheet(RouteSheetId(sheet.id), sheet.serial, len(people))


def add_to_sheet(
    session: Session, sheet_id: UUID, person_ids: Sequence[UUID], *, today: date
) -> int:
    """Append people behind the last number; whoever stands there stays. Returns how many came."""
    sheet = records.get(session, RouteSheet, sheet_id)
    there = sheet_found(session, sheet.id)
    lines = there.lines if there is not None else ()
    known = {line.person_id for line in lines}
    people = [key for key in _walkable(session, person_ids, today) if key not in known]
    if not people:
        raise Rejected("route.all_there")
    _refuse_length(len(lines) + len(people))
    last = max((line.line_no for line in lines), default=0)
    session.add_all(_lines(sheet.id, people, first=last + 1))
    return len(people)


def _lines(sheet_id: UUID, people: Iterable[UUID], *, first: int) -> list[RouteLine]:
    return [
        RouteLine(sheet_id=sheet_id, line_no=number, person_id=key)
        for number, key in enumerate(people, start=first)
    ]


def _walkable(session: Session, person_ids: Sequence[UUID], today: date) -> list[UUID]:
    """The files that survive, each once, in the order one walks."""
    if not person_ids:
        raise Rejected("route.nobody")
    people = [survivor(session, key) for key in person_ids]
    for person in people:
        if person.deleted or person.status not in (PersonStatus.ACTIVE, PersonStatus.DRAFT):
            raise Rejected("route.not_living", name=person.name)
    keys = list(dict.fromkeys(person.id for person in people))
    rows = people_rows(session, keys, today=today)  # what waits there is no matter of the order
    return [one.person.person_id for one in walked(Candidate(row, ()) for row in rows)]


def _refuse_length(count: int) -> None:
    if count > MOST:
        raise Rejected("route.too_many", count=count, most=MOST)


def _next_serial(session: Session, year: int) -> str:
    """2026-A00004: the next of this PC's letter in this year; one that was undone is not reused."""
    letter = device_letter(session)
    pattern = case_no(year, letter, 1)[:-SERIAL_DIGITS] + "_" * SERIAL_DIGITS
    last = session.scalar(
        select(func.max(RouteSheet.serial)).where(RouteSheet.serial.like(pattern))
    )
    used = serial_of(last, letter) or 0 if last else 0
    return case_no(year, letter, used + 1)


def nobody_home(session: Session, line_id: UUID, *, on: date, today: date) -> None:
    """Somebody was there and met nobody; nothing is counted, the line can still be entered later.

    Raises `Rejected("route.line_done" | "route.future")`.
    """
    line = records.get(session, RouteLine, line_id)
    _refuse_done(session, line)
    if on > today:
        raise Rejected("route.future", day=on)
    line.away_on = on


def mark_entered(session: Session, sheet_id: UUID, visit_id: VisitId, met: Iterable[UUID]) -> int:
    """The lines of these people were entered by this visit; a line that is done keeps its own."""
    sheet = sheet_found(session, sheet_id)
    if sheet is None:
        raise Rejected("route.gone")
    survivors = {survivor(session, key).id for key in met}
    open_lines = [line for line in sheet.lines if line.state is not LineState.DONE]
    mine = [line.line_id for line in open_lines if line.person_id in survivors]
    for line_id in mine:
        records.get(session, RouteLine, line_id).visit_id = visit_id
    return len(mine)


def _refuse_done(session: Session, line: RouteLine) -> None:
    sheet = sheet_found(session, line.sheet_id)
    lines = sheet.lines if sheet is not None else ()
    if any(one.line_id == line.id and one.state is LineState.DONE for one in lines):
        raise Rejected("route.line_done", number=line.line_no)


def drop_sheet(session: Session, sheet_id: UUID, *, reason: str) -> None:
    """Put a sheet away that was never walked; its visits, if any, stay.

    Raises `Rejected("fact.reason")`.
    """
    if not reason.strip():
        raise Rejected("fact.reason")
    sheet = records.get(session, RouteSheet, sheet_id)
    sheet.deleted, sheet.delete_reason = True, reason.strip()
