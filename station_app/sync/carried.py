"""Batches that also travel in files: planned in their order, sent under the same ids by line.

A batch that went into a file may arrive by either way, or by both. So what is under way never
changes its range, and the batches after it follow in the order in which the file has them.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.orm import Session

from station_app.models.change import Change
from station_app.models.local import BundleMade, CarriedBatch, SyncState
from station_app.sync.state import load_state, no_pending

# Questions of every report, put into words once: that takes longer than asking them.
_UNSETTLED = (
    select(CarriedBatch)
    .where(CarriedBatch.incarnation == bindparam("life"), CarriedBatch.settled.is_(False))
    .order_by(CarriedBatch.id)
)
_IN_A_FILE = (
    select(CarriedBatch.id)
    .where(
        (CarriedBatch.batch == bindparam("under_way")) | (CarriedBatch.batch == bindparam("kept"))
    )
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class CarriedAway:
    """What a stick took away and no receipt has confirmed: how many records, and since when."""

    records: int
    made_at: datetime


def settle_carried(session: Session, state: SyncState) -> None:
    """The batch under way is kept; the next one is what the files have after it, if anything."""
    if is_carried(session, state):
        kept = update(CarriedBatch).where(CarriedBatch.batch == state.last_batch)
        session.execute(kept.values(settled=True))
    no_pending(state)
    take_up_carried(session, state)


def take_up_carried(session: Session, state: SyncState) -> None:
    """Where no batch is under way, the first one that is in a file becomes it."""
    following = next(iter(unsettled(session, state)), None)
    if state.pending_batch is None and following is not None:
        state.pending_batch, state.pending_upto = following.batch, following.upto
        state.pending_again = following.again


def unsettled(session: Session, state: SyncState) -> list[CarriedBatch]:
    """The batches of this incarnation that are in files and have no receipt, in their order."""
    return list(session.scalars(_UNSETTLED, {"life": state.incarnation}))


def is_carried(session: Session, state: SyncState) -> bool:
    """Whether the batch under way, or the last one known to be kept, is in a file."""
    known = {"under_way": state.pending_batch, "kept": state.last_batch}
    return session.scalar(_IN_A_FILE, known) is not None


def carried_away(session: Session) -> CarriedAway | None:
    """What is away on a stick and waits for its receipt; None when nothing is."""
    here = load_state(session)
    waiting = unsettled(session, here)
    made_at = session.scalar(
        select(func.max(BundleMade.made_at)).where(
            BundleMade.incarnation == here.incarnation,
            BundleMade.written_at.is_not(None),
            BundleMade.answered_at.is_(None),
        )
    )
    if not waiting or made_at is None:
        return None
    return CarriedAway(_records(session, here.acknowledged_seq, waiting[-1].upto), made_at)


def _records(session: Session, after: int, upto: int) -> int:
    record: UUID = func.lower(Change.record_id)  # type: ignore[assignment]
    count = select(func.count(func.distinct(record))).where(
        Change.outgoing.is_(True), Change.seq > after, Change.seq <= upto
    )
    return session.scalar(count) or 0
