"""Honour plaques: one per household, what happens to each as an event, replacements and re-issues.

The state of a plaque is derived from its events; an event is a fact and is taken back by reversal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain import plaque as rules
from station_app.domain.categories import PLAQUE_ENTITLED, primary
from station_app.domain.codes import (
    CODE_LISTS,
    Category,
    PersonStatus,
    PlaqueEventKind,
    PlaqueReason,
    PlaqueState,
)
from station_app.domain.facts import require_happened
from station_app.domain.partial_date import PartialDate
from station_app.domain.reading import Note, ask
from station_app.errors import Rejected
from station_app.models.household import Household
from station_app.models.identifiers import HouseholdId, PersonId, PlaqueEventId, PlaqueId
from station_app.models.person import Person, PersonIdentity
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.queries.plaque_states import (
    EventRow,
    events_of,
    state_after,
    states_of_household,
)
from station_app.services import facts, records
from station_app.services.doubts import settle
from station_app.services.plaque_reasons import require_reason
from station_app.services.visit_checks import survivor

_E = PlaqueEventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterPlaque:
    """A plaque for a household, resting on one of its entitled people (PL2, PL3)."""

    household_id: HouseholdId
    basis_person_id: PersonId
    basis_category: str | None = None
    other_basis: str | None = None
    apply_mode: str | None = None
    applied_on: date | None = None
    position: str | None = None
    address: str | None = None
    plaque_no: str | None = None
    note: str | None = None
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entered:
    """The new plaque, and what to show beside it."""

    plaque_id: PlaqueId
    notes: tuple[Note, ...]


def enter_plaque(session: Session, command: EnterPlaque) -> Entered:
    """Register a plaque that is to be issued.

    Raises `Rejected("plaque.household_has_one" (PL1) | "plaque.withdrawn_household" (PL7) |
    "plaque.not_entitled" (PL2) | "plaque.number_used" …)`, `Doubtful` for R05 and PL3.
    """
    home, person = _home(session, command.household_id), survivor(session, command.basis_person_id)
    session.flush()
    held = _categories(session, person.id)
    rules.require_may_issue(states_of_household(session, home.id).values(), held)
    notes = settle(_doubts(home, person), command.confirmed)
    row = _plaque(session, command, home, person, held)
    return Entered(PlaqueId(row.id), notes)


def _home(session: Session, household_id: UUID) -> Household:
    home = records.get(session, Household, household_id)
    if home.merged_into_id is not None:
        raise Rejected("plaque.household_merged")
    return home


def _categories(session: Session, person_id: UUID) -> set[Category]:
    """The identities a person holds or held; a death does not end them (PL6)."""
    statement = select(PersonIdentity.category).where(
        PersonIdentity.person_id == person_id, PersonIdentity.deleted.is_(False)
    )
    known = CODE_LISTS["category"]
    return {Category(code) for code in session.scalars(statement) if code in known}


def _doubts(home: Household, person: Person) -> Iterator[Note]:
    if person.death_date and rules.died_before_scheme(PartialDate.of(person.death_date)):
        yield ask("plaque.died_before")
    if person.household_id is not None and person.household_id != home.id:
        yield ask("plaque.elsewhere")


def _plaque(
    session: Session, command: EnterPlaque, home: Household, person: Person, held: set[Category]
) -> Plaque:
    refuse_used_number(session, command.plaque_no)
    category = command.basis_category or primary(held & PLAQUE_ENTITLED)
    mode = command.apply_mode or _usual_mode(session, person, category)
    row = records.add(
        session,
        Plaque,
        {
            "plaque_no": command.plaque_no,
            "household_id": home.id,
            "basis_person_id": person.id,
            "basis_category": category,
            "other_basis": command.other_basis,
            "apply_mode": mode,
            "applied_on": command.applied_on,
            "position": command.position,
            "address": command.address or home.address,
            "note": command.note,
        },
    )
    session.flush()
    return row


def _usual_mode(session: Session, person: Person, category: str | None) -> str:
    """The station goes to holders of the certificates, others apply (PL2)."""
    held = CODE_LISTS["category"]
    known = Category(category) if category in held and category else Category.OTHER
    statement = select(PersonIdentity.is_cert_holder).where(
        PersonIdentity.person_id == person.id,
        PersonIdentity.category == category,
        PersonIdentity.deleted.is_(False),
    )
    is_holder = any(session.scalars(statement))
    return rules.apply_mode(known, is_holder=is_holder)


def refuse_used_number(session: Session, number: str | None) -> None:
    wanted = (number or "").strip()
    statement = select(Plaque.id).where(Plaque.plaque_no == wanted, Plaque.deleted.is_(False))
    if wanted and session.scalar(statement.limit(1)) is not None:
        raise Rejected("plaque.number_used", number=wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaqueStep:
    """Something that happened to a plaque, with what that kind of event needs."""

    plaque_id: PlaqueId
    event: str
    event_on: date
    reason: str | None = None
    decision_no: str | None = None
    decision_on: date | None = None
    position: str | None = None
    address: str | None = None
    signed_by: str | None = None
    sign_relation: str | None = None
    handled_by: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Stepped:
    """The event, the state it leads to, and what to show beside it."""

    event_id: PlaqueEventId
    state: PlaqueState
    notes: tuple[Note, ...] = ()


def record_step(session: Session, command: PlaqueStep, *, today: date) -> Stepped:
    """Keep an event: issued, hung, put indoors, refused, lost, withdrawn, restored, moved …

    Replacing and re-issuing have their own steps. Raises `Rejected("plaque.transition" |
    "plaque.decision_missing" (PL7) | "plaque.reason_missing" | "plaque.before_last" |
    "plaque.household_has_one" (PL1, restoring) | "fact.future")`.
    """
    row = records.get(session, Plaque, command.plaque_id)
    event = PlaqueEventKind(command.event)
    history = history_of(session, row.id)
    state = rules.next_state(state_after(history), event)
    _require_order(command, history, today)
    _check_step(session, row, command, event)
    fact = _event(session, row, command, event, _reason(command, event, history))
    _carry_over(row, command, event)
    notes = _season(event, command.event_on)
    return Stepped(PlaqueEventId(fact.id), state, notes)


def history_of(session: Session, plaque_id: UUID) -> list[EventRow]:
    session.flush()
    return events_of(session, [plaque_id]).get(plaque_id, [])


def _require_order(command: PlaqueStep, history: list[EventRow], today: date) -> None:
    require_happened(command.event_on, today)
    last = history[-1].event_on if history else None
    if last is not None and command.event_on < last:
        raise Rejected("plaque.before_last", day=command.event_on, last=last)


def _check_step(session: Session, row: Plaque, command: PlaqueStep, event: PlaqueEventKind) -> None:
    rules.require_decision(event, rules.Decision(command.decision_no, command.decision_on))
    require_reason(event, command.reason)
    if event is _E.READDRESS and not (command.address or "").strip():
        raise Rejected("plaque.address_missing")
    if event is _E.ASK_REPLACE:
        require_may_replace(session, row)
    if event is _E.RESTORE:
        refuse_second(session, row)


def refuse_second(session: Session, row: Plaque) -> None:
    """A household got no other plaque while this one was withdrawn (PL1)."""
    states = states_of_household(session, row.household_id)
    if any(state in rules.OCCUPYING for key, state in states.items() if key != row.id):
        raise Rejected("plaque.household_has_one")


def _reason(command: PlaqueStep, event: PlaqueEventKind, history: list[EventRow]) -> str | None:
    """A withdrawal keeps no reason but the county's decision; hanging follows its issue (PL9)."""
    if event is _E.WITHDRAW:
        return PlaqueReason.COUNTY_DECISION
    if event is _E.RESTORE:
        return PlaqueReason.COUNTY_CONSENT
    if event in {_E.HANG, _E.PLACE_INDOOR}:
        return next((row.reason for row in history if row.event is _E.ISSUE), None)
    return command.reason


def _event(
    session: Session,
    row: Plaque,
    command: PlaqueStep,
    event: PlaqueEventKind,
    reason: str | None,
) -> PlaqueEvent:
    home = session.get(Household, row.household_id)
    position = rules.position_of(event)
    fact = PlaqueEvent(
        plaque_id=row.id,
        event=event,
        event_on=command.event_on,
        reason=reason,
        decision_no=text_of(command.decision_no),
        decision_on=command.decision_on,
        position=position or command.position,
        address=text_of(command.address),
        signed_by=text_of(command.signed_by),
        sign_relation=text_of(command.sign_relation),
        handled_by=text_of(command.handled_by),
        note=text_of(command.note),
        category=row.basis_category,
        household_id=row.household_id,
        group_name=home.group_name if home else None,
        counted_ym=facts.counted_ym(session, command.event_on),
    )
    session.add(fact)
    return fact


def text_of(value: str | None) -> str | None:
    return (value or "").strip() or None


def _carry_over(row: Plaque, command: PlaqueStep, event: PlaqueEventKind) -> None:
    """Position and address of the plaque follow what happened (PL8)."""
    position = rules.position_of(event)
    if position is not None and row.position != position:
        row.position = position
    if event is _E.READDRESS:
        row.address = text_of(command.address)


def _season(event: PlaqueEventKind, event_on: date) -> tuple[Note, ...]:
    note = rules.season_note(event_on) if event is _E.HANG else None
    return () if note is None else (note,)


@dataclass(frozen=True, slots=True, kw_only=True)
class HangNew:
    """A plaque that was issued and hung before it was entered, as most registers have it."""

    plaque: EnterPlaque
    hung_on: date
    issued_on: date | None = None
    indoor: bool = False
    signed_by: str | None = None
    sign_relation: str | None = None
    handled_by: str | None = None


def hang_new(session: Session, command: HangNew, *, today: date) -> Entered:
    """Register a plaque together with its issue and its hanging."""
    entered = enter_plaque(session, command.plaque)
    hang = PlaqueStep(
        plaque_id=entered.plaque_id,
        event=_E.PLACE_INDOOR if command.indoor else _E.HANG,
        event_on=command.hung_on,
        signed_by=command.signed_by,
        sign_relation=command.sign_relation,
        handled_by=command.handled_by,
    )
    _issue_and_hang(session, hang, command.issued_on or command.hung_on, None, today)
    return entered


def _issue_and_hang(
    session: Session, hang: PlaqueStep, issued_on: date, reason: str | None, today: date
) -> None:
    issue = PlaqueStep(plaque_id=hang.plaque_id, event=_E.ISSUE, event_on=issued_on, reason=reason)
    record_step(session, issue, today=today)
    record_step(session, hang, today=today)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoPlaque:
    """A household that gets no plaque: refused, or the family does not want one (R01…R07)."""

    plaque: EnterPlaque
    event: str
    reason: str
    on: date


def record_no_plaque(session: Session, command: NoPlaque, *, today: date) -> PlaqueId:
    """Keep that a household was refused a plaque or declined it, with the reason."""
    order = command.plaque
    home, person = _home(session, order.household_id), survivor(session, order.basis_person_id)
    session.flush()
    row = _plaque(session, order, home, person, _categories(session, person.id))
    step = PlaqueStep(
        plaque_id=PlaqueId(row.id),
        event=command.event,
        event_on=command.on,
        reason=command.reason,
    )
    record_step(session, step, today=today)
    return PlaqueId(row.id)


def require_may_replace(session: Session, old: Plaque) -> None:
    """PL6: after the death of a veteran or survivor the family keeps the plaque, but no other."""
    person = session.get(Person, old.basis_person_id) if old.basis_person_id else None
    codes = CODE_LISTS["category"]
    held = old.basis_category if old.basis_category in codes else None
    category = Category(held) if held else Category.VET_UNSPEC
    is_deceased = person is not None and person.status == PersonStatus.DECEASED
    rules.require_may_replace(category, is_deceased=is_deceased)


def reverse_step(session: Session, event_id: PlaqueEventId, *, reason: str) -> None:
    """Take back the last event of a plaque; `Rejected("plaque.not_last")` for an earlier one."""
    fact = facts.standing(session, PlaqueEvent, event_id)
    history = history_of(session, fact.plaque_id)
    if history[-1].event_id != fact.id:
        raise Rejected("plaque.not_last")
    facts.reverse(session, fact, reason=reason)
