"""A new plaque for a worn one (更换) or for a lost one (补发)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.domain import plaque as rules
from station_app.domain.codes import PlaqueEventKind, PlaqueState
from station_app.errors import Rejected
from station_app.models.identifiers import PlaqueId
from station_app.models.plaque import Plaque
from station_app.queries.plaque_states import state_after
from station_app.services import records
from station_app.services.plaque_reasons import require_reason
from station_app.services.plaques import (
    PlaqueStep,
    history_of,
    record_step,
    refuse_second,
    refuse_used_number,
    require_may_replace,
    text_of,
)

_E = PlaqueEventKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NewForOld:
    """A new plaque for a worn or a lost one: why (C01…C03, L01, L02), when, and its number."""

    plaque_id: PlaqueId
    reason: str
    on: date
    hung_on: date | None = None
    indoor: bool = False
    plaque_no: str | None = None
    address: str | None = None
    handled_by: str | None = None


def replace_plaque(session: Session, command: NewForOld, *, today: date) -> PlaqueId:
    """Take the old plaque in and issue a new one; it counts in 更换 when the new one hangs (PL9).

    Raises `Rejected("plaque.no_replacement_after_death" (PL6) | "plaque.transition" …)`.
    """
    old = records.get(session, Plaque, command.plaque_id)
    require_reason(_E.REPLACE, command.reason)
    require_may_replace(session, old)
    rules.next_state(state_after(history_of(session, old.id)), _E.REPLACE)
    _refuse_successor(session, old, command)  # before anything is written: a round goes on
    taken_in = PlaqueStep(
        plaque_id=command.plaque_id,
        event=_E.REPLACE,
        event_on=command.on,
        reason=command.reason,
        handled_by=command.handled_by,
    )
    record_step(session, taken_in, today=today)
    return _successor(session, old, command, today)


def reissue_plaque(session: Session, command: NewForOld, *, today: date) -> PlaqueId:
    """Issue a plaque for one that was lost or destroyed (L01, L02); PL6 holds as for replacing.

    Raises `Rejected("plaque.not_lost" | "plaque.no_replacement_after_death" …)`.
    """
    old = records.get(session, Plaque, command.plaque_id)
    state = state_after(history_of(session, old.id))
    if state is not PlaqueState.LOST:
        raise Rejected("plaque.not_lost", state=state.label)
    require_reason(_E.LOSE, command.reason)
    require_may_replace(session, old)
    _refuse_successor(session, old, command)
    return _successor(session, old, command, today)


def _refuse_successor(session: Session, old: Plaque, command: NewForOld) -> None:
    session.flush()
    taken = select(Plaque.id).where(Plaque.replaces_id == old.id, Plaque.deleted.is_(False))
    if session.scalar(taken.limit(1)) is not None:
        raise Rejected("plaque.already_replaced")
    refuse_second(session, old)
    refuse_used_number(session, command.plaque_no)


def _successor(session: Session, old: Plaque, command: NewForOld, today: date) -> PlaqueId:
    new = Plaque(
        household_id=old.household_id,
        basis_person_id=old.basis_person_id,
        basis_category=old.basis_category,
        other_basis=old.other_basis,
        apply_mode=old.apply_mode,
        applied_on=command.on,
        plaque_no=text_of(command.plaque_no),
        address=text_of(command.address) or old.address,
        position=old.position,
        replaces_id=old.id,
    )
    session.add(new)
    session.flush()
    _start(session, PlaqueId(new.id), command, today)
    return PlaqueId(new.id)


def _start(session: Session, plaque_id: PlaqueId, command: NewForOld, today: date) -> None:
    issue = PlaqueStep(
        plaque_id=plaque_id, event=_E.ISSUE, event_on=command.on, reason=command.reason
    )
    record_step(session, issue, today=today)
    if command.hung_on is not None:
        event = _E.PLACE_INDOOR if command.indoor else _E.HANG
        hang = PlaqueStep(
            plaque_id=plaque_id,
            event=event,
            event_on=command.hung_on,
            handled_by=command.handled_by,
        )
        record_step(session, hang, today=today)
