"""Route sheets that were printed: the list of them, and one with its numbered lines."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import PersonStatus, VisitState
from station_app.models.identifiers import PersonId, RouteLineId, RouteSheetId, VisitId
from station_app.models.person import Person
from station_app.models.route import RouteLine, RouteSheet
from station_app.models.visit import Visit, VisitAttendance
from station_app.queries.printed_people import surviving
from station_app.queries.standing import standing

LIVING = (PersonStatus.ACTIVE, PersonStatus.DRAFT)
RECENT = timedelta(days=30)
"""How long a sheet with open lines is offered by itself when somebody comes back."""


class LineState(StrEnum):
    """What became of a line."""

    OPEN = "OPEN"
    DONE = "DONE"
    AWAY = "AWAY"


@dataclass(frozen=True, slots=True)
class LineRow:
    """One number of a sheet; the person is the file that survives a merge."""

    line_id: RouteLineId
    line_no: int
    person_id: PersonId
    name: str
    group_name: str | None
    address: str | None
    household_id: UUID | None
    status: str
    state: LineState
    visit_id: VisitId | None
    away_on: date | None

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be entered; whoever died or moved since is not waited for."""
        return self.state is LineState.OPEN and self.status in LIVING

    @property
    def home(self) -> UUID:
        """What counts as one 户: the household, or somebody without one alone."""
        return self.household_id or self.person_id


@dataclass(frozen=True, slots=True)
class Sheet:
    """A printed sheet with its lines in their order."""

    sheet_id: RouteSheetId
    serial: str
    planned_on: date
    visitors: str | None
    made_by: str
    made_at: datetime
    lines: tuple[LineRow, ...]

    def of(self, state: LineState) -> tuple[LineRow, ...]:
        """The lines in a state."""
        return tuple(line for line in self.lines if line.state is state)

    def homes(self, state: LineState | None = None) -> int:
        """How many 户 stand on it, or of how many a line is in a state."""
        chosen = self.lines if state is None else self.of(state)
        return len({line.home for line in chosen})

    @property
    def is_open(self) -> bool:
        """Whether a number was not entered yet."""
        return any(line.is_waiting for line in self.lines)

    def numbered(self, number: int) -> LineRow | None:
        """The line of a number; of two that got it on two PCs the open one."""
        found = [line for line in self.lines if line.line_no == number]
        return next((line for line in found if line.state is not LineState.DONE), None) or (
            found[0] if found else None
        )


def route_sheet(session: Session, sheet_id: UUID) -> Sheet | None:
    """One sheet; None when it is not there."""
    row = session.get(RouteSheet, sheet_id)
    return None if row is None or row.deleted else _sheets(session, [row])[0]


def route_sheets(session: Session, *, limit: int = 60) -> tuple[Sheet, ...]:
    """The sheets, the newest first."""
    newest = (
        select(RouteSheet)
        .where(RouteSheet.deleted.is_(False))
        .order_by(RouteSheet.planned_on.desc(), RouteSheet.id.desc())
        .limit(limit)
    )
    return _sheets(session, list(session.scalars(newest)))


def open_sheet(session: Session, *, today: date) -> Sheet | None:
    """The newest sheet of the last weeks with numbers that were not entered."""
    recent = (
        select(RouteSheet)
        .where(RouteSheet.deleted.is_(False), RouteSheet.planned_on >= today - RECENT)
        .order_by(RouteSheet.planned_on.desc(), RouteSheet.id.desc())
    )
    found = _sheets(session, list(session.scalars(recent)))
    return next((sheet for sheet in found if sheet.is_open), None)


def _sheets(session: Session, rows: Sequence[RouteSheet]) -> tuple[Sheet, ...]:
    lines = _lines(session, [row.id for row in rows])
    return tuple(
        Sheet(
            sheet_id=RouteSheetId(row.id),
            serial=row.serial,
            planned_on=row.planned_on,
            visitors=row.visitors,
            made_by=row.created_by,
            made_at=row.created_at,
            lines=tuple(lines[row.id]),
        )
        for row in rows
    )


def _lines(session: Session, sheet_ids: list[UUID]) -> dict[UUID, list[LineRow]]:
    statement = (
        select(RouteLine)
        .where(RouteLine.sheet_id.in_(sheet_ids), RouteLine.deleted.is_(False))
        .order_by(RouteLine.line_no, RouteLine.id)
    )
    lines = list(session.scalars(statement))
    survivors = surviving(session, {line.person_id for line in lines})
    people = _people(session, survivors.values())
    met = _met_on(session, [line.visit_id for line in lines if line.visit_id])
    found: dict[UUID, list[LineRow]] = defaultdict(list)
    for line in lines:
        person = people.get(survivors[line.person_id])
        if person is not None:
            found[line.sheet_id].append(_line(line, person, met))
    return found


def _people(session: Session, keys: Iterable[UUID]) -> dict[UUID, Person]:
    statement = select(Person).where(Person.id.in_(list(keys)))
    return {person.id: person for person in session.scalars(statement)}


def _met_on(session: Session, keys: list[UUID]) -> set[tuple[UUID, UUID]]:
    """Whom these visits met; who was taken out of one by a correction is still to be visited."""
    statement = (
        select(VisitAttendance.visit_id, VisitAttendance.person_id)
        .join(Visit, Visit.id == VisitAttendance.visit_id)
        .where(
            Visit.id.in_(keys),
            Visit.deleted.is_(False),
            Visit.state == VisitState.DONE,
            VisitAttendance.person_id.is_not(None),
            *standing(VisitAttendance),
        )
    )
    found = [(visit, person) for visit, person in session.execute(statement) if person is not None]
    survivors = surviving(session, {person for _, person in found})
    return {(visit, survivors[person]) for visit, person in found}


def _line(line: RouteLine, person: Person, met: set[tuple[UUID, UUID]]) -> LineRow:
    done = line.visit_id is not None and (line.visit_id, person.id) in met
    away = LineState.AWAY if line.away_on is not None else LineState.OPEN
    return LineRow(
        line_id=RouteLineId(line.id),
        line_no=line.line_no,
        person_id=PersonId(person.id),
        name=person.name,
        group_name=person.group_name,
        address=person.address,
        household_id=person.household_id,
        status=person.status,
        state=LineState.DONE if done else away,
        visit_id=VisitId(line.visit_id) if done and line.visit_id else None,
        away_on=line.away_on,
    )
