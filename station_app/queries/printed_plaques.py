"""What the forms of plaques say (F01): the card of a household and the roster of all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain.codes import Category, PlaqueEventKind, PlaqueState, label
from station_app.domain.forms import PlaqueCard, PlaqueChange, PlaqueRoster, PlaqueRow
from station_app.domain.periods import Period
from station_app.domain.plaque import derive, family_of
from station_app.domain.printouts import RowBehind
from station_app.models.household import Household
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.queries.printed_people import Printed, chunks, households, printed_people
from station_app.queries.standing import standing

HUNG = (PlaqueEventKind.HANG, PlaqueEventKind.PLACE_INDOOR)
CHANGES = (
    PlaqueEventKind.REPLACE,
    PlaqueEventKind.LOSE,
    PlaqueEventKind.WITHDRAW,
    PlaqueEventKind.RESTORE,
    PlaqueEventKind.MOVE_OUT,
)


def plaque_cards(
    session: Session, *, people: Sequence[UUID] | None = None
) -> tuple[PlaqueCard, ...]:
    """The cards of the households in which these people live or whose plaque rests on them; or all.

    A household without a plaque gets a card with what is known of it, to be filled in by hand.
    """
    about = _About(session, people)
    homeless = (about.card_of(person, None) for person in about.without_home)
    return (*(about.card(home) for home in about.homes), *homeless)


def plaque_roster(session: Session, period: Period | None = None) -> PlaqueRoster:
    """All plaques in the order of their households; of a period, those hung in it."""
    about = _About(session, None)
    rows = [about.row(plaque) for plaque in about.plaques]
    if period is not None:
        first, last = period.first_day, period.last_day
        rows = [row for row in rows if row.hung_on and first <= row.hung_on <= last]
    return PlaqueRoster(period.label if period else None, tuple(rows))


class _About:
    """Plaques, their events, their households and the people they rest on."""

    def __init__(self, session: Session, people: Sequence[UUID] | None) -> None:
        asked = None if people is None else printed_people(session, people)
        found = _plaques(session, None if asked is None else set(asked.values()))
        extra = [] if asked is None else [person.household_id for person in asked.values()]
        keys = {plaque.household_id for plaque in found} | {key for key in extra if key}
        self._homes = households(session, keys)
        self._events = _events(session, [plaque.id for plaque in found])
        basis = {plaque.basis_person_id for plaque in found if plaque.basis_person_id}
        heads = {home.head_person_id for home in self._homes.values() if home.head_person_id}
        self._people = printed_people(session, basis | heads)
        self._asked = {one.household_id: one for one in (asked or {}).values() if one.household_id}
        self.plaques = sorted(found, key=lambda plaque: (self._number(plaque), plaque.id))
        self._last = {plaque.household_id: plaque for plaque in self.plaques}
        self.without_home = [one for one in (asked or {}).values() if one.household_id is None]
        self.homes = sorted(self._homes.values(), key=lambda home: home.household_no)

    def _number(self, plaque: Plaque) -> str:
        home = self._homes.get(plaque.household_id)
        return home.household_no if home else ""

    def row(self, plaque: Plaque) -> PlaqueRow:
        """One line of the roster."""
        home = self._homes.get(plaque.household_id)
        basis = self._basis(plaque)
        return PlaqueRow(
            household_no=home.household_no if home else "",
            head_name=self._head(home),
            basis_name=basis.name if basis else None,
            category=label("category", self._basis_category(plaque)) or None,
            id_number=basis.id_number if basis else None,
            address=plaque.address or (home.address if home else None),
            group_name=home.group_name if home else None,
            phone=(home.phone if home else None) or (basis.phone if basis else None),
            hung_on=self._hung_on(plaque),
            state=self._state(plaque).label,
            note=plaque.note,
            record=RowBehind("plaque", plaque.id),
        )

    def card(self, home: Household) -> PlaqueCard:
        """The card of a household, with its latest plaque if it has one."""
        plaque = self._last.get(home.id)
        if plaque is None:
            return self.card_of(self._asked.get(home.id), home)
        basis = self._basis(plaque)
        hung = [event for event in self._events.get(plaque.id, ()) if event.event in HUNG]
        last = hung[-1] if hung else None
        position = (last.position if last else None) or plaque.position
        return PlaqueCard(
            plaque_no=plaque.plaque_no,
            head_name=self._head(home),
            family_kind=_family_kind(self._basis_category(plaque)),
            basis_name=basis.name if basis else None,
            sex=basis.sex if basis else None,
            id_number=basis.id_number if basis else None,
            relation_to_head=basis.relation_to_head if basis else None,
            certificate=basis.certificate if basis else None,
            enlisted_on=basis.enlisted_on if basis else None,
            discharged_on=basis.left_on if basis else None,
            address=plaque.address or home.address,
            phone=home.phone or (basis.phone if basis else None),
            apply_mode=label("apply_mode", plaque.apply_mode),
            applied_on=plaque.applied_on,
            other_basis=(plaque.other_basis,) if plaque.other_basis else (),
            position=label("plaque_position", position) or None,
            hung_on=self._hung_on(plaque),
            hung_by=last.handled_by if last else None,
            changes=self._changes(home),
            note=plaque.note,
            record=RowBehind("plaque", plaque.id),
        )

    def card_of(self, person: Printed | None, home: Household | None) -> PlaqueCard:
        """A card for a household or a person without a plaque, to be filled in."""
        return PlaqueCard(
            head_name=self._head(home),
            family_kind=_family_kind(person.category_code if person else None),
            basis_name=person.name if person else None,
            sex=person.sex if person else None,
            id_number=person.id_number if person else None,
            relation_to_head=person.relation_to_head if person else None,
            certificate=person.certificate if person else None,
            enlisted_on=person.enlisted_on if person else None,
            discharged_on=person.left_on if person else None,
            address=(home.address if home else None) or (person.address if person else None),
            phone=(home.phone if home else None) or (person.phone if person else None),
            record=_record(person, home),
        )

    def _basis(self, plaque: Plaque) -> Printed | None:
        return self._people.get(plaque.basis_person_id) if plaque.basis_person_id else None

    def _basis_category(self, plaque: Plaque) -> str | None:
        """The category it was issued for, else the one the person holds today."""
        basis = self._basis(plaque)
        return plaque.basis_category or (basis.category_code if basis else None)

    def _head(self, home: Household | None) -> str | None:
        if home is None:
            return None
        head = self._people.get(home.head_person_id) if home.head_person_id else None
        return head.name if head else home.head_name

    def _hung_on(self, plaque: Plaque) -> date | None:
        events = self._events.get(plaque.id, ())
        return next((event.event_on for event in events if event.event in HUNG), None)

    def _state(self, plaque: Plaque) -> PlaqueState:
        events = self._events.get(plaque.id, ())
        return derive(PlaqueEventKind(event.event) for event in events)

    def _changes(self, home: Household) -> tuple[PlaqueChange, ...]:
        """What happened to all plaques of the household, in the order of the days."""
        events = [
            event
            for plaque in self.plaques
            if plaque.household_id == home.id
            for event in self._events.get(plaque.id, ())
            if event.event in CHANGES
        ]
        events.sort(key=lambda event: event.event_on)
        return tuple(
            PlaqueChange(
                label("plaque_event", event.event),
                event.event_on,
                label("plaque_reason", event.reason) or None,
                event.decision_no,
            )
            for event in events
        )


def _record(person: Printed | None, home: Household | None) -> RowBehind | None:
    """What a card without a plaque shows: the household, else the person."""
    if home is not None:
        return RowBehind("household", home.id)
    return RowBehind("person", person.id) if person else None


def _family_kind(category: str | None) -> str | None:
    family = family_of(Category(category)) if category in set(Category) else None
    return family.label if family else None


def _plaques(session: Session, people: Iterable[Printed] | None) -> list[Plaque]:
    statement = select(Plaque).where(Plaque.deleted.is_(False))
    found = session.scalars(statement)
    if people is None:
        return list(found)
    asked = list(people)
    keys = {person.id for person in asked}
    homes = {person.household_id for person in asked if person.household_id}
    return [one for one in found if one.household_id in homes or one.basis_person_id in keys]


def _events(session: Session, plaques: Sequence[UUID]) -> dict[UUID, list[PlaqueEvent]]:
    """The events that stand, of each plaque in the order of their days."""
    found: dict[UUID, list[PlaqueEvent]] = defaultdict(list)
    for chunk in chunks(sorted(plaques)):
        statement = (
            select(PlaqueEvent)
            .where(PlaqueEvent.plaque_id.in_(chunk), *standing(PlaqueEvent))
            .order_by(PlaqueEvent.event_on, PlaqueEvent.id)
        )
        for event in session.scalars(statement):
            found[event.plaque_id].append(event)
    return found
