"""What the form of a person offers: who may be the contact, the cells of the grid, the groups."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.groups import group_order
from station_app.models.person import Person
from station_app.models.station import GridCell, Staff


@dataclass(frozen=True, slots=True)
class FormChoices:
    """Keys with names, and the group names that are in use."""

    staff: tuple[tuple[UUID, str], ...]
    grids: tuple[tuple[UUID, str], ...]
    group_names: tuple[str, ...]


def form_choices(session: Session) -> FormChoices:
    """Everything at once, in three statements."""
    staff = select(Staff.id, Staff.name).where(Staff.deleted.is_(False)).order_by(Staff.id)
    grids = select(GridCell.id, GridCell.name).where(GridCell.deleted.is_(False))
    names = select(Person.group_name).where(
        Person.group_name.is_not(None), Person.deleted.is_(False)
    )
    used = [name for name in session.scalars(names.distinct()) if name]
    return FormChoices(
        staff=tuple((key, name) for key, name in session.execute(staff)),
        grids=tuple((key, name) for key, name in session.execute(grids.order_by(GridCell.name))),
        group_names=tuple(sorted(used, key=group_order)),
    )
