"""What is due for one person, by urgency: contact, promises, certification, condolence, plaque."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from station_app.domain import plaque
from station_app.domain.categories import PLAQUE_ENTITLED
from station_app.domain.certification import cycle_year, default_cycle
from station_app.domain.codes import CycleStatus, PersonStatus, PlaqueEventKind, PlaqueState
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.queries.certification_cases import cycles
from station_app.queries.person_page import PersonPage, person_page
from station_app.queries.standing import standing

LIVING = (PersonStatus.ACTIVE, PersonStatus.DRAFT)
NO_DAY = date.max


class DueKind(StrEnum):
    """What kind of work waits."""

    CONTACT = "CONTACT"
    FOLLOW_UP = "FOLLOW_UP"
    CERTIFICATION = "CERTIFICATION"
    CONDOLENCE = "CONDOLENCE"
    PLAQUE = "PLAQUE"
    ID_NUMBER = "ID_NUMBER"


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that waits; `record_id` is what it is done on (visit, batch)."""

    kind: DueKind
    on: date | None = None
    text: str | None = None
    amount_fen: int | None = None
    record_id: UUID | None = None
    frozen: bool = False
    opens_on: date | None = None
    """The day before which it cannot be done yet."""
    ended: int | None = None
    """The certification year that was ended without it: it must be opened again first."""


@dataclass(frozen=True, slots=True)
class PlaqueCard:
    """The plaque of the household, as its last events left it."""

    plaque_id: UUID
    state: PlaqueState
    position: str | None
    since: date | None


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person whole, with what is due and the plaque of the household."""

    page: PersonPage
    dues: tuple[Due, ...]
    plaque: PlaqueCard | None


def person_view(session: Session, person_id: UUID, *, today: date) -> PersonView | None:
    """The person page and its right column, in a fixed number of statements."""
    page = person_page(session, person_id, today=today)
    if page is None:
        return None
    hung = household_plaque(session, page.row.household_id)
    dues: list[Due] = []
    if page.row.status in LIVING:
        dues = [*_contact(page), *_promises(page), *_certification(session, page, today)]
        dues += [*_condolences(page), *_plaque(page, hung), *_number(page)]
    return PersonView(page, tuple(sorted(dues, key=lambda due: due.on or NO_DAY)), hung)


def household_plaque(session: Session, household_id: UUID | None) -> PlaqueCard | None:
    """The plaque that the household has, or the last it had."""
    if household_id is None:
        return None
    happened = PlaqueEvent.plaque_id == Plaque.id
    statement = (
        select(Plaque.id, PlaqueEvent.event, PlaqueEvent.event_on, PlaqueEvent.position)
        .join(PlaqueEvent, and_(happened, *standing(PlaqueEvent)), isouter=True)
        .where(Plaque.household_id == household_id, Plaque.deleted.is_(False))
        .order_by(Plaque.id, PlaqueEvent.event_on, PlaqueEvent.id)
    )
    events: dict[UUID, list[tuple[str, date, str | None]]] = {}
    for key, event, on, position in session.execute(statement):
        rows = events.setdefault(key, [])
        if event is not None:
            rows.append((event, on, position))
    cards = [_card(key, rows) for key, rows in events.items()]
    return max(cards, key=lambda card: card.state in plaque.OCCUPYING, default=None)


def _card(key: UUID, rows: list[tuple[str, date, str | None]]) -> PlaqueCard:
    state = plaque.derive(PlaqueEventKind(event) for event, _, _ in rows)
    places = [position for _, _, position in rows if position]
    return PlaqueCard(key, state, places[-1] if places else None, rows[-1][1] if rows else None)


def _contact(page: PersonPage) -> list[Due]:
    due = page.row.contact_due
    return [] if due is None else [Due(DueKind.CONTACT, due)]


def _promises(page: PersonPage) -> list[Due]:
    return [
        Due(DueKind.FOLLOW_UP, promise.due, promise.text, record_id=promise.visit_id)
        for promise in page.follow_ups
    ]


def _certification(session: Session, page: PersonPage, today: date) -> list[Due]:
    if not page.row.needs_certification:
        return []
    known = cycles(session)
    begun = cycle_year(today, {year: row.cycle.open_on for year, row in known.items()})
    year = begun or min(known, default=today.year)
    cycle = known[year].cycle if year in known else default_cycle(year)
    if year in known and known[year].status == CycleStatus.CLOSED:
        return [Due(DueKind.CERTIFICATION, ended=year)]
    opens_on = cycle.open_on if cycle.open_on > today else None
    return [Due(DueKind.CERTIFICATION, cycle.due_on, opens_on=opens_on)]


def _condolences(page: PersonPage) -> list[Due]:
    return [
        Due(
            DueKind.CONDOLENCE,
            text=plan.batch_name,
            amount_fen=plan.amount_fen,
            record_id=plan.batch_id,
            frozen=plan.batch_status != "DRAFT",
        )
        for plan in page.planned
    ]


def _plaque(page: PersonPage, hung: PlaqueCard | None) -> list[Due]:
    entitled = any(row.category in PLAQUE_ENTITLED for row in page.row.identities)
    settled = hung is not None and hung.state in plaque.NOT_MISSING - {PlaqueState.ISSUED}
    return [Due(DueKind.PLAQUE)] if entitled and not settled else []


def _number(page: PersonPage) -> list[Due]:
    return [] if page.row.id_number else [Due(DueKind.ID_NUMBER)]
