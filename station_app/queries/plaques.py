"""The list of plaques with their derived states, and the households that should have one (E8)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from station_app.domain import plaque as rules
from station_app.domain.categories import PLAQUE_ENTITLED, primary
from station_app.domain.codes import (
    CODE_LISTS,
    Category,
    PersonStatus,
    PlaqueEventKind,
    PlaqueFamily,
    PlaqueState,
)
from station_app.domain.groups import group_order
from station_app.models.household import Household
from station_app.models.identifiers import HouseholdId, PersonId, PlaqueId
from station_app.models.person import Person, PersonIdentity
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.queries.plaque_states import EventRow, events_of, hung_on, state_after
from station_app.queries.search import people_matching
from station_app.queries.standing import standing

_CATEGORIES = CODE_LISTS["category"]


@dataclass(frozen=True, slots=True)
class PlaqueRow:
    """One plaque in the list."""

    plaque_id: PlaqueId
    plaque_no: str | None
    household_id: HouseholdId
    household_no: str
    head_person_id: UUID | None
    head_name: str | None
    basis_person_id: PersonId | None
    basis_name: str | None
    basis_category: str | None
    group_name: str | None
    address: str | None
    phone: str | None
    position: str | None
    note: str | None
    replaces_id: UUID | None
    basis_is_deceased: bool
    state: PlaqueState
    since: date | None
    hung_on: date | None

    @property
    def family(self) -> PlaqueFamily | None:
        """三属, 现役军人 or 退役军人."""
        if self.basis_category is None or self.basis_category not in _CATEGORIES:
            return None
        return rules.family_of(Category(self.basis_category))

    @property
    def possible_events(self) -> tuple[PlaqueEventKind, ...]:
        """What may be recorded next (DOMAIN 2.10)."""
        return tuple(event for state, event in rules.TRANSITIONS if state is self.state)


@dataclass(frozen=True, slots=True)
class PlaqueList:
    """Plaques in the order of groups and households, and how many there are of each state."""

    rows: tuple[PlaqueRow, ...]
    by_state: dict[PlaqueState, int]

    @property
    def hanging(self) -> int:
        """期末在挂: PL9."""
        return sum(self.by_state.get(state, 0) for state in rules.STOCK)


@dataclass(frozen=True, slots=True)
class HouseholdWithout:
    """A household that should hang a plaque and has none."""

    household_id: HouseholdId
    household_no: str
    head_name: str | None
    group_name: str | None
    address: str | None
    is_verified: bool
    entitled: tuple[tuple[PersonId, str, str], ...]
    """Who entitles it: key, name, category; the first is the usual basis."""


def list_plaques(
    session: Session, *, states: Sequence[PlaqueState] = (), text: str = ""
) -> PlaqueList:
    """All plaques, or those of some states or whose number, names or address hold a text.

    Head and basis are found as the search box finds them, by initials and pinyin too; the counts
    do not follow the text.
    """
    rows = _all_rows(session)
    return _narrowed(rows, states, text.strip(), people_matching(session, text))


@dataclass(frozen=True, slots=True)
class Register:
    """Every plaque and every household without one: read once, then searched letter by letter."""

    plaques: tuple[PlaqueRow, ...]
    missing: tuple[HouseholdWithout, ...]


def plaque_register(session: Session) -> Register:
    """All of it, with the events of the plaques read only once."""
    rows = _all_rows(session)
    settled = {row.household_id for row in rows if row.state in rules.NOT_MISSING}
    return Register(tuple(rows), tuple(_missing(session, settled)))


def search_register(
    session: Session, register: Register, text: str
) -> tuple[PlaqueList, list[HouseholdWithout]]:
    """What of it a text finds; all without a text."""
    wanted, people = text.strip(), people_matching(session, text)
    found = _narrowed(register.plaques, (), wanted, people)
    missing = [one for one in register.missing if not wanted or _is_found(one, wanted, people)]
    return found, missing


def _all_rows(session: Session) -> list[PlaqueRow]:
    events = events_of(session)
    rows = [_row(tuple(found), events) for found in session.execute(_STATEMENT)]
    rows.sort(key=lambda row: (group_order(row.group_name), row.household_no, row.plaque_id))
    return rows


def _narrowed(
    everything: Sequence[PlaqueRow],
    states: Sequence[PlaqueState],
    wanted: str,
    people: frozenset[UUID],
) -> PlaqueList:
    rows = tuple(
        row
        for row in everything
        if (not states or row.state in states) and (not wanted or _holds(row, wanted, people))
    )
    return PlaqueList(rows, dict(Counter(row.state for row in everything)))


_HEAD, _BASIS = aliased(Person), aliased(Person)
_STATEMENT = (
    select(
        Plaque.id,
        Plaque.plaque_no,
        Household.id,
        Household.household_no,
        Household.head_person_id,
        Household.head_name,
        _HEAD.name,
        Plaque.basis_person_id,
        _BASIS.name,
        Plaque.basis_category,
        Household.group_name,
        Plaque.address,
        Household.phone,
        _BASIS.mobile,
        Plaque.position,
        Plaque.note,
        Plaque.replaces_id,
        _BASIS.status,
    )
    .join(Household, Household.id == Plaque.household_id)
    .outerjoin(_HEAD, _HEAD.id == Household.head_person_id)
    .outerjoin(_BASIS, _BASIS.id == Plaque.basis_person_id)
    .where(Plaque.deleted.is_(False))
)


def _row(found: tuple[Any, ...], events: dict[UUID, list[EventRow]]) -> PlaqueRow:
    """Any: the columns of `_STATEMENT`, each of its own type."""
    key, number, home, home_no, head_id, head_text, head, basis_id, basis, *rest = found
    category, group, address, phone, mobile, position, note, replaces, status = rest
    history = events.get(key, [])
    return PlaqueRow(
        plaque_id=PlaqueId(key),
        plaque_no=number,
        household_id=HouseholdId(home),
        household_no=home_no,
        head_person_id=head_id,
        head_name=head or head_text,
        basis_person_id=PersonId(basis_id) if basis_id else None,
        basis_name=basis,
        basis_category=category,
        group_name=group,
        address=address,
        phone=phone or mobile,
        position=position,
        note=note,
        replaces_id=replaces,
        basis_is_deceased=status == PersonStatus.DECEASED,
        state=state_after(history),
        since=history[-1].event_on if history else None,
        hung_on=hung_on(history),
    )


def _holds(row: PlaqueRow, text: str, people: frozenset[UUID]) -> bool:
    places = (row.plaque_no, row.household_no, row.head_name, row.basis_name, row.address)
    return row.head_person_id in people or row.basis_person_id in people or _any_holds(places, text)


def _any_holds(places: Sequence[str | None], text: str) -> bool:
    return any(text.lower() in place.lower() for place in places if place)


def history_of(session: Session, plaque_id: UUID) -> list[EventRow]:
    """What happened to one plaque, in order."""
    return events_of(session, [plaque_id]).get(plaque_id, [])


def households_without(session: Session) -> list[HouseholdWithout]:
    """应挂未挂户 of today: entitled, and neither occupied nor refused nor withdrawn (E8)."""
    return _missing(session, settled_households(session))


def _missing(session: Session, settled: Collection[UUID]) -> list[HouseholdWithout]:
    entitled = _entitled(session, settled)
    rows = [
        _without(tuple(home), entitled[home.id])
        for home in session.execute(_HOMES)
        if home.id in entitled
    ]
    return sorted(rows, key=lambda row: (group_order(row.group_name), row.household_no))


_HOMES = select(
    Household.id,
    Household.household_no,
    Household.head_name,
    Household.group_name,
    Household.address,
    Household.verified,
).where(Household.deleted.is_(False), Household.merged_into_id.is_(None))


def _is_found(home: HouseholdWithout, text: str, people: frozenset[UUID]) -> bool:
    names = [name for _, name, _ in home.entitled]
    places = (home.household_no, home.head_name, home.address, *names)
    return any(key in people for key, _, _ in home.entitled) or _any_holds(places, text)


def settled_households(session: Session) -> set[UUID]:
    """Households that have a plaque, or were refused one, declined it or lost it by decision.

    Only of plaques that something happened to after which they may be gone is the history read.
    """
    row = PlaqueEvent
    left = select(row.plaque_id).where(*standing(row), row.event.in_(rules.LEAVING)).distinct()
    events = events_of(session, session.scalars(left))
    statement = select(Plaque.id, Plaque.household_id).where(Plaque.deleted.is_(False))
    return {
        home
        for key, home in session.execute(statement)
        if key not in events or state_after(events[key]) in rules.NOT_MISSING
    }


def _entitled(
    session: Session, settled: Collection[UUID]
) -> dict[UUID, list[tuple[PersonId, str, str]]]:
    """Living people with an entitling identity, by household (PL2); settled homes left out."""
    statement = (
        select(Person.household_id, Person.id, Person.name, PersonIdentity.category)
        .join(PersonIdentity, PersonIdentity.person_id == Person.id)
        .where(
            Person.deleted.is_(False),
            Person.status.in_((PersonStatus.ACTIVE, PersonStatus.DRAFT)),
            Person.household_id.is_not(None),
            PersonIdentity.deleted.is_(False),
            PersonIdentity.valid_to.is_(None),
            PersonIdentity.category.in_(PLAQUE_ENTITLED),
        )
        .order_by(Person.id)
    )
    held: dict[tuple[UUID, UUID, str], list[Category]] = defaultdict(list)
    for home, person, name, category in session.execute(statement):
        if home is not None and home not in settled:
            held[home, person, name].append(Category(category))
    found: dict[UUID, list[tuple[PersonId, str, str]]] = defaultdict(list)
    for (home, person, name), categories in held.items():
        found[home].append((PersonId(person), name, str(primary(categories))))
    return found


def _without(
    home: tuple[Any, ...],  # Any: the columns of `_HOMES`
    entitled: list[tuple[PersonId, str, str]],
) -> HouseholdWithout:
    first = sorted(entitled, key=lambda one: _CATEGORIES.order(one[2]))
    key, number, head_name, group_name, address, verified = home
    return HouseholdWithout(
        household_id=HouseholdId(key),
        household_no=number,
        head_name=head_name or first[0][1],
        group_name=group_name,
        address=address,
        is_verified=verified,
        entitled=tuple(first),
    )
