"""Batches that also travel in files: planned in their order, sent under the same ids by line.

A batch that went into a file may arrive by either way, or by both. So what is under way never
changes its range, and the batches after it follow in the order in which the file has them.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from station_app.models.change import Change
from station_app.models.local import BundleMade, CarriedBatch, SyncState
from station_app.sync.state import load_state, no_pending


@dataclass(frozen=True, slots=True)
class CarriedAway:
    """What a stick took away and no receipt has confirmed: how many records, and since when."""

    records: int
    made_at: datetime


def settle_carried(session: Session, state: SyncState) -> None:
    """The batch under way is kept; the next one is what the files have after it, if anything."""
    session.execute(
        update(CarriedBatch).where(CarriedBatch.batch == state.last_batch).values(settled=True)
    )
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
    query = select(CarriedBatch).where(
        CarriedBatch.incarnation == state.incarnation, CarriedBatch.settled.is_(False)
    )
    return list(session.scalars(query.order_by(CarriedBatch.id)))


def is_carried(session: Session, state: SyncState) -> bool:
    """Whether the batch under way, or the last one known to be kept, is in a file."""
    known = [key for key in (state.pending_batch, state.last_batch) if key is not None]
    query = select(CarriedBatch.id).where(CarriedBatch.batch.in_(known)).limit(1)
    return bool(known) and session.scalar(query) is not None


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
