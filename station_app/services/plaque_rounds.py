"""The plaques of a street in one step: handed out, hung or replaced; undo takes all of it back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.domain.codes import PlaqueEventKind, PlaqueState
from station_app.domain.facts import require_happened
from station_app.domain.reading import Note, err
from station_app.errors import Rejected
from station_app.models.identifiers import HouseholdId, PersonId, PlaqueId
from station_app.progress import Progress, Silent
from station_app.queries.plaque_states import state_after
from station_app.services.plaque_reasons import require_reason
from station_app.services.plaque_replacing import NewForOld, replace_plaque
from station_app.services.plaques import (
    EnterPlaque,
    PlaqueStep,
    enter_plaque,
    history_of,
    record_step,
)

STEP = 25
_E, _S = PlaqueEventKind, PlaqueState


class RoundStep(StrEnum):
    """What is done at every door of a round."""

    HANG = "HANG"
    INDOOR = "INDOOR"
    HAND_OUT = "HAND_OUT"
    REPLACE = "REPLACE"


TAKES: dict[RoundStep, frozenset[PlaqueState | None]] = {
    RoundStep.HANG: frozenset({None, _S.TO_ISSUE, _S.ISSUED}),
    RoundStep.INDOOR: frozenset({None, _S.TO_ISSUE, _S.ISSUED}),
    RoundStep.HAND_OUT: frozenset({None, _S.TO_ISSUE}),
    RoundStep.REPLACE: frozenset({_S.TO_REPLACE}),
}
"""The states from which a step may be taken; None is a household without a plaque."""


@dataclass(frozen=True, slots=True)
class Door:
    """A household of the round: its plaque, or whom a new one rests on (PL2)."""

    household_id: HouseholdId
    plaque_id: PlaqueId | None = None
    basis_person_id: PersonId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaqueRound:
    """One step at many doors on one day by the same people; of a replacement also why."""

    step: RoundStep
    doors: tuple[Door, ...]
    on: date
    handled_by: str | None = None
    reason: str | None = None
    confirmed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RoundDone:
    """At how many doors it was done, and where it could not be, with the reason."""

    done: int
    refused: tuple[tuple[UUID, Note], ...]


def go_round(
    session: Session, command: PlaqueRound, *, today: date, progress: Progress | None = None
) -> RoundDone:
    """Do the step at every door; one that breaks a rule or raises a doubt is left out and listed.

    Raises `Rejected("fact.future" | "plaque.reason_missing" | "plaque.reason_wrong")`.
    """
    require_happened(command.on, today)
    if command.step is RoundStep.REPLACE:
        require_reason(_E.REPLACE, command.reason)
    refused: list[tuple[UUID, Note]] = []
    watcher = progress or Silent()
    for number, door in enumerate(command.doors):
        if number % STEP == 0:
            watcher.step(number, len(command.doors))
        try:
            _at(session, door, command, today)
        except Rejected as refusal:
            refused.append((door.household_id, err(refusal.code, **refusal.values)))
    watcher.step(len(command.doors), len(command.doors))
    return RoundDone(len(command.doors) - len(refused), tuple(refused))


def _at(session: Session, door: Door, command: PlaqueRound, today: date) -> None:
    """What is checked comes before what is written, so that a refusal leaves nothing behind."""
    state = state_after(history_of(session, door.plaque_id)) if door.plaque_id else None
    if state not in TAKES[command.step]:
        raise Rejected("plaque.round_state", state=state.label if state else "")
    _ACTS[command.step](session, door, command, today)


def _replace(session: Session, door: Door, command: PlaqueRound, today: date) -> None:
    assert door.plaque_id is not None  # TAKES
    order = NewForOld(
        plaque_id=door.plaque_id,
        reason=command.reason or "",
        on=command.on,
        hung_on=command.on,
        handled_by=command.handled_by,
    )
    replace_plaque(session, order, today=today)


def _advance(session: Session, door: Door, command: PlaqueRound, today: date) -> None:
    plaque_id = door.plaque_id or _entered(session, door, command)
    known = {event.event for event in history_of(session, plaque_id)}
    for event in _events(command.step):
        if event not in known:
            step = PlaqueStep(
                plaque_id=plaque_id,
                event=event,
                event_on=command.on,
                handled_by=command.handled_by,
            )
            record_step(session, step, today=today)


def _entered(session: Session, door: Door, command: PlaqueRound) -> PlaqueId:
    order = EnterPlaque(
        household_id=door.household_id,
        basis_person_id=door.basis_person_id or PersonId(UUID(int=0)),
        confirmed=command.confirmed,
    )
    return enter_plaque(session, order).plaque_id


def _events(step: RoundStep) -> Iterator[PlaqueEventKind]:
    yield _E.ISSUE
    if step is RoundStep.HANG:
        yield _E.HANG
    elif step is RoundStep.INDOOR:
        yield _E.PLACE_INDOOR


_ACTS: dict[RoundStep, Callable[[Session, Door, PlaqueRound, date], None]] = {
    RoundStep.HANG: _advance,
    RoundStep.INDOOR: _advance,
    RoundStep.HAND_OUT: _advance,
    RoundStep.REPLACE: _replace,
}
