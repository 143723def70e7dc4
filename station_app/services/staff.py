"""Who works for the station and which cells of the grid they look after (DOMAIN 2.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ScalarResult, func, select
from sqlalchemy.orm import Session

from station_app.domain.codes import PersonStatus, label
from station_app.domain.drafts import Draft
from station_app.domain.kinds import Value
from station_app.errors import Rejected
from station_app.models.person import Person
from station_app.models.station import GridCell, Staff
from station_app.services import records


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody who works here; `people` is how many look to him or her as their contact."""

    staff_id: UUID
    name: str
    role: str
    phone: str | None
    on_duty_from: date | None
    on_duty_to: date | None
    people: int


@dataclass(frozen=True, slots=True)
class GridRow:
    """A cell of the grid and its officer."""

    grid_id: UUID
    grid_code: str | None
    name: str
    range_note: str | None
    officer_id: UUID | None
    officer: str | None


def staff_list(session: Session, *, on: date | None = None) -> tuple[StaffRow, ...]:
    """Everybody, or those on duty on a day, in the order in which they came."""
    contacts = (
        select(Person.contact_staff_id, func.count().label("people"))
        .where(Person.deleted.is_(False))
        .group_by(Person.contact_staff_id)
        .subquery()
    )
    columns = (
        Staff.id,
        Staff.name,
        Staff.role,
        Staff.phone,
        Staff.on_duty_from,
        Staff.on_duty_to,
        func.coalesce(contacts.c.people, 0),
    )
    found = (
        select(*columns)
        .join(contacts, contacts.c.contact_staff_id == Staff.id, isouter=True)
        .where(Staff.deleted.is_(False))
        .order_by(Staff.on_duty_from, Staff.id)
    )
    rows = [StaffRow(*row) for row in session.execute(found)]
    return tuple(row for row in rows if on is None or _on_duty(row, on))


def grid(session: Session) -> tuple[GridRow, ...]:
    """All cells of the grid."""
    found = (
        select(
            GridCell.id,
            GridCell.grid_code,
            GridCell.name,
            GridCell.range_note,
            GridCell.officer_id,
            Staff.name,
        )
        .join(Staff, Staff.id == GridCell.officer_id, isouter=True)
        .where(GridCell.deleted.is_(False))
        .order_by(GridCell.grid_code, GridCell.id)
    )
    return tuple(GridRow(*row) for row in session.execute(found))


def add_staff(session: Session, values: Mapping[str, Value]) -> UUID:
    """Somebody new; nobody holds the same post twice at a time."""
    row = records.add(session, Staff, values)
    _check(session, row)
    return row.id


def change_staff(session: Session, staff_id: UUID, draft: Draft) -> None:
    """Correct what is known of somebody."""
    _check(session, records.change(session, Staff, staff_id, draft))


def leave_duty(session: Session, staff_id: UUID, *, on: date) -> None:
    """The post ends; what was done under it stays."""
    row = records.get(session, Staff, staff_id)
    row.on_duty_to = on
    _check(session, row)


def add_grid_cell(session: Session, values: Mapping[str, Value]) -> UUID:
    """A new cell of the grid."""
    return records.add(session, GridCell, values).id


def change_grid_cell(session: Session, grid_id: UUID, draft: Draft) -> None:
    """Correct a cell, or give it another officer."""
    records.change(session, GridCell, grid_id, draft)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignPeople:
    """People of these groups (all, if none is named) get a contact, a cell of the grid, or both."""

    staff_id: UUID | None = None
    grid_id: UUID | None = None
    group_names: tuple[str, ...] = ()
    replace: bool = False
    """Also those who have one already."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """How many got another contact or cell, and how many kept theirs."""

    changed: int
    kept: int


def assign_people(session: Session, command: AssignPeople) -> Assigned:
    """挂钩联系: everybody on the roll in these groups; whoever has one keeps it unless told.

    Raises `Rejected("staff.assign_nothing")` when neither a contact nor a cell was named.
    """
    wanted = {"contact_staff_id": command.staff_id, "grid_id": command.grid_id}
    wanted = {name: key for name, key in wanted.items() if key is not None}
    if not wanted:
        raise Rejected("staff.assign_nothing")
    changed = kept = 0
    for person in _on_the_roll(session, command.group_names):
        before = {name: getattr(person, name) for name in wanted}
        for name, key in wanted.items():
            if command.replace or before[name] is None:
                setattr(person, name, key)
        after = {name: getattr(person, name) for name in wanted}
        changed += after != before
        kept += any(after[name] != key for name, key in wanted.items())
    return Assigned(changed, kept)


def _on_the_roll(session: Session, groups: tuple[str, ...]) -> ScalarResult[Person]:
    people = select(Person).where(
        Person.status.in_([PersonStatus.ACTIVE, PersonStatus.DRAFT]), Person.deleted.is_(False)
    )
    return session.scalars(people.where(Person.group_name.in_(groups)) if groups else people)


def _on_duty(row: StaffRow, on: date) -> bool:
    started = row.on_duty_from is None or row.on_duty_from <= on
    return started and (row.on_duty_to is None or on < row.on_duty_to)


def _check(session: Session, row: Staff) -> None:
    if row.on_duty_from and row.on_duty_to and row.on_duty_to < row.on_duty_from:
        raise Rejected("staff.order", name="on_duty_to")
    same = select(Staff.id).where(
        Staff.id != row.id,
        Staff.name == row.name,
        Staff.role == row.role,
        Staff.on_duty_to.is_(None),
        Staff.deleted.is_(False),
    )
    if row.on_duty_to is None and session.scalar(same.limit(1)) is not None:
        raise Rejected("staff.double", name=row.name, role=label("staff_role", row.role))
