"""Lists of visits: paged by key, newest first; one visit with whom it met; what was promised."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from station_app.domain.codes import VisitState
from station_app.domain.contact import CALL_METHODS
from station_app.models.household import Household
from station_app.models.identifiers import PersonId, VisitId
from station_app.models.person import Person
from station_app.models.visit import Visit, VisitAttendance
from station_app.queries.standing import standing

PAGE = 200
Cursor = tuple[date, UUID]
"""Day and key of the last row of a page."""


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """Which visits are listed; what is left out does not narrow."""

    first: date | None = None
    last: date | None = None
    states: tuple[str, ...] = (VisitState.DONE,)
    kinds: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    person_ids: tuple[PersonId, ...] = ()
    with_open_promise: bool = False


@dataclass(frozen=True, slots=True)
class MetRow:
    """Somebody whom a visit met."""

    attendance_id: UUID
    person_id: PersonId | None
    name: str
    headcount: int
    category: str | None
    group_name: str | None


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One line of the list of visits."""

    visit_id: VisitId
    met: tuple[MetRow, ...]
    visit_date: date
    kind: str
    method: str
    state: str
    visitors: str | None
    place: str | None
    needs: str | None
    follow_up: str | None
    follow_up_due: date | None
    follow_up_done_on: date | None
    household_id: UUID | None
    address: str | None

    @property
    def person_times(self) -> int:
        """人次."""
        return sum(one.headcount for one in self.met)


@dataclass(frozen=True, slots=True)
class VisitPage:
    """A part of the list, and where the next part begins."""

    rows: tuple[VisitRow, ...]
    after: Cursor | None


def list_visits(
    session: Session, wanted: VisitFilter, *, after: Cursor | None = None, limit: int = PAGE
) -> VisitPage:
    """Visits, newest first; two statements whatever the length."""
    statement = (
        select(*_COLUMNS)
        .outerjoin(Household, Household.id == Visit.household_id)
        .where(Visit.deleted.is_(False), *_narrow(wanted))
        .order_by(Visit.visit_date.desc(), Visit.id.desc())
        .limit(limit + 1)
    )
    if after is not None:
        earlier = and_(Visit.visit_date == after[0], Visit.id < after[1])
        statement = statement.where(or_(Visit.visit_date < after[0], earlier))
    found = session.execute(statement).all()
    met = met_on(session, [row[0] for row in found[:limit]])
    rows = tuple(_row(tuple(row), met[row[0]]) for row in found[:limit])
    more = len(found) > limit
    return VisitPage(rows, (rows[-1].visit_date, rows[-1].visit_id) if more else None)


def _row(values: tuple[Any, ...], met: list[MetRow]) -> VisitRow:
    """Any: the values of `_COLUMNS`, each of its own type."""
    key, *rest = values
    return VisitRow(VisitId(key), tuple(met), *rest)


_COLUMNS = (
    Visit.id,
    Visit.visit_date,
    Visit.kind,
    Visit.method,
    Visit.state,
    Visit.visitors,
    Visit.place,
    Visit.needs,
    Visit.follow_up,
    Visit.follow_up_due,
    Visit.follow_up_done_on,
    Visit.household_id,
    Household.address,
)


def _narrow(wanted: VisitFilter) -> Iterable[ColumnElement[bool]]:
    if wanted.first is not None:
        yield Visit.visit_date >= wanted.first
    if wanted.last is not None:
        yield Visit.visit_date <= wanted.last
    for column, codes in (
        (Visit.state, wanted.states),
        (Visit.kind, wanted.kinds),
        (Visit.method, wanted.methods),
    ):
        if codes:
            yield column.in_(codes)
    if wanted.groups:
        yield Visit.id.in_(_attended(VisitAttendance.group_name.in_(wanted.groups)))
    if wanted.person_ids:
        yield Visit.id.in_(_attended(VisitAttendance.person_id.in_(wanted.person_ids)))
    if wanted.with_open_promise:
        yield and_(Visit.follow_up.is_not(None), Visit.follow_up_done_on.is_(None))


def _attended(condition: ColumnElement[bool]) -> Select[UUID]:
    return select(VisitAttendance.visit_id).where(*standing(VisitAttendance), condition)


def met_on(session: Session, visit_ids: Iterable[UUID]) -> dict[UUID, list[MetRow]]:
    """Whom these visits met, reversed attendances left out."""
    row = VisitAttendance
    statement = (
        select(
            row.visit_id,
            row.id,
            row.person_id,
            func.coalesce(row.recipient_text, Person.name, ""),
            row.headcount,
            row.category,
            row.group_name,
        )
        .outerjoin(Person, Person.id == row.person_id)
        .where(*standing(row), row.visit_id.in_(list(visit_ids)))
        .order_by(row.id)
    )
    found: dict[UUID, list[MetRow]] = defaultdict(list)
    for one in session.execute(statement):
        person = None if one[2] is None else PersonId(one[2])
        found[one[0]].append(MetRow(one[1], person, *one[3:]))
    return found


@dataclass(frozen=True, slots=True)
class VisitDetail:
    """Everything on the paper of one visit, to be shown and corrected."""

    row: VisitRow
    lead_name: str | None
    lead_level: str | None
    unit: str | None
    situation: str | None
    answer: str | None
    follow_up_by: str | None
    created_by: str
    void_reason: str | None
    plaque_look: str | None = None


def visit_detail(session: Session, visit_id: UUID) -> VisitDetail | None:
    """One visit; None when it is not there."""
    paper = session.get(Visit, visit_id)
    if paper is None or paper.deleted:
        return None
    home = session.get(Household, paper.household_id) if paper.household_id else None
    met = tuple(met_on(session, [visit_id])[visit_id])
    row = VisitRow(
        visit_id=VisitId(paper.id),
        visit_date=paper.visit_date,
        kind=paper.kind,
        method=paper.method,
        state=paper.state,
        visitors=paper.visitors,
        place=paper.place,
        needs=paper.needs,
        follow_up=paper.follow_up,
        follow_up_due=paper.follow_up_due,
        follow_up_done_on=paper.follow_up_done_on,
        household_id=paper.household_id,
        address=home.address if home else None,
        met=met,
    )
    return VisitDetail(
        row=row,
        lead_name=paper.lead_name,
        lead_level=paper.lead_level,
        unit=paper.unit,
        situation=paper.situation,
        answer=paper.answer,
        follow_up_by=paper.follow_up_by,
        created_by=paper.created_by,
        void_reason=paper.delete_reason,
        plaque_look=paper.plaque_look,
    )


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that was promised on a visit and is not done yet."""

    visit_id: VisitId
    visit_date: date
    follow_up: str
    due_on: date | None
    by: str | None
    names: tuple[str, ...]

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed."""
        return self.due_on is not None and self.due_on < today


def open_promises(session: Session) -> list[Promise]:
    """What was promised and is not done, the most urgent first; without a day last."""
    statement = (
        select(Visit.id, Visit.visit_date, Visit.follow_up, Visit.follow_up_due, Visit.follow_up_by)
        .where(
            Visit.deleted.is_(False),
            Visit.state == VisitState.DONE,
            Visit.follow_up.is_not(None),
            Visit.follow_up_done_on.is_(None),
        )
        .order_by(Visit.follow_up_due.is_(None), Visit.follow_up_due, Visit.id)
    )
    found = session.execute(statement).all()
    met = met_on(session, [row[0] for row in found])
    return [
        Promise(VisitId(key), on, text or "", due, by, tuple(one.name for one in met[key]))
        for key, on, text, due, by in found
    ]


@dataclass(frozen=True, slots=True)
class VisitCount:
    """How many visits there are and their 人次; those of calls are no 走访 (CN5)."""

    visits: int
    person_times: int
    called: int = 0


def count_visits(session: Session, wanted: VisitFilter) -> VisitCount:
    """How many visits a filter lists, and their 人次."""
    meant = select(Visit.id).where(Visit.deleted.is_(False), *_narrow(wanted))
    row = VisitAttendance
    called = case((row.method.in_(sorted(CALL_METHODS)), row.headcount), else_=0)
    people = select(func.sum(row.headcount), func.sum(called)).where(
        *standing(row), row.visit_id.in_(meant)
    )
    count = select(func.count()).select_from(meant.subquery())
    times, calls = session.execute(people).one()
    return VisitCount(session.scalar(count) or 0, int(times or 0), int(calls or 0))
