"""The doors of a round: households without a plaque, and plaques that wait for their next step."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from station_app.domain.addresses import address_order
from station_app.domain.codes import PlaqueState
from station_app.domain.groups import group_order
from station_app.models.identifiers import HouseholdId, PersonId, PlaqueId
from station_app.queries.plaques import (
    HouseholdWithout,
    PlaqueRow,
    plaque_register,
    search_register,
)

WAITING = (PlaqueState.TO_ISSUE, PlaqueState.ISSUED, PlaqueState.TO_REPLACE)


@dataclass(frozen=True, slots=True)
class DueDoor:
    """A household where something is to be done; `state` None means that it has no plaque."""

    household_id: HouseholdId
    household_no: str
    head_name: str | None
    basis_person_id: PersonId | None
    basis_name: str | None
    category: str | None
    group_name: str | None
    address: str | None
    plaque_id: PlaqueId | None
    state: PlaqueState | None
    is_verified: bool = True


def doors_due(session: Session, *, text: str = "") -> list[DueDoor]:
    """Every such household, by group and house number; a text finds names and streets."""
    plaques, missing = search_register(session, plaque_register(session), text)
    waiting = (row for row in plaques.rows if row.state in WAITING)
    doors = [*map(_without, missing), *map(_waiting, waiting)]
    return sorted(doors, key=_order)


def _order(door: DueDoor) -> tuple[object, ...]:
    return (
        group_order(door.group_name), address_order(door.address), door.household_no
    )  # fmt: skip


def _without(home: HouseholdWithout) -> DueDoor:
    key, name, category = home.entitled[0]
    return DueDoor(
        home.household_id, home.household_no, home.head_name, key, name, category,
        home.group_name, home.address, None, None, home.is_verified,
    )  # fmt: skip


def _waiting(row: PlaqueRow) -> DueDoor:
    return DueDoor(
        row.household_id, row.household_no, row.head_name or row.basis_name,
        row.basis_person_id, row.basis_name, row.basis_category, row.group_name,
        row.address, row.plaque_id, row.state,
    )  # fmt: skip
