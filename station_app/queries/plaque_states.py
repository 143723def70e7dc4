"""The state of every plaque, derived from its events (DOMAIN §2.10)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain import plaque as rules
from station_app.domain.codes import PlaqueEventKind, PlaqueState
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.queries.standing import standing


@dataclass(frozen=True, slots=True)
class EventRow:
    """One thing that happened to a plaque and stands."""

    event_id: UUID
    plaque_id: UUID
    event: PlaqueEventKind
    event_on: date
    reason: str | None


def events_of(
    session: Session, plaque_ids: Iterable[UUID] | None = None
) -> dict[UUID, list[EventRow]]:
    """The standing events of all plaques, or of these, in the order in which they happened."""
    row = PlaqueEvent
    statement = (
        select(row.id, row.plaque_id, row.event, row.event_on, row.reason)
        .where(*standing(row))
        .order_by(row.event_on, row.id)
    )
    if plaque_ids is not None:
        statement = statement.where(row.plaque_id.in_(list(plaque_ids)))
    found: dict[UUID, list[EventRow]] = defaultdict(list)
    for key, plaque_id, event, on, reason in session.execute(statement):
        kind = PlaqueEventKind(event)
        found[plaque_id].append(EventRow(key, plaque_id, kind, on, reason))
    return found


def state_after(events: Sequence[EventRow]) -> PlaqueState:
    """Where the events leave a plaque."""
    return rules.derive(row.event for row in events)


def states_of_household(session: Session, household_id: UUID) -> dict[UUID, PlaqueState]:
    """Every plaque a household ever had, with its state."""
    statement = select(Plaque.id).where(
        Plaque.household_id == household_id, Plaque.deleted.is_(False)
    )
    keys = list(session.scalars(statement))
    events = events_of(session, keys)
    return {key: state_after(events.get(key, [])) for key in keys}


def hung_on(events: Sequence[EventRow]) -> date | None:
    """When a plaque was first hung or placed."""
    hanging = (PlaqueEventKind.HANG, PlaqueEventKind.PLACE_INDOOR)
    return next((row.event_on for row in events if row.event in hanging), None)


def states(events: Mapping[UUID, Sequence[EventRow]]) -> dict[UUID, PlaqueState]:
    """The states of many plaques."""
    return {key: state_after(rows) for key, rows in events.items()}
