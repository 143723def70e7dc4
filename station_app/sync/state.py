"""How far this PC and the district have come: the one row of `SyncState`, read and written."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import Session

from station_app.models.change import Change
from station_app.models.local import RefusedRow, Setting, SyncState

SEAL_KEY = "sync.seal_key"
ENVELOPE = "sync.envelope"
SENT_AGAIN = "syncing.sent_again"
"""Why a row is among those that wait for another try: the district lacks it."""
NOTED_EVERY = timedelta(minutes=1)
"""How often a contact without news is written down; a no-op commits nothing."""
CLOCK_STEP = 30
"""Seconds by which the clock's known error must change to be written down again."""
# Questions of every report, put into words once: that takes longer than asking them.
_SETTING = select(Setting.value).where(Setting.name == bindparam("name"))
_SEAL = select(Setting.name, Setting.value).where(Setting.name.in_((SEAL_KEY, ENVELOPE)))
_LATER = select(exists().where(Change.outgoing.is_(True), Change.seq > bindparam("after")))
_REFUSED = select(RefusedRow).order_by(RefusedRow.refused_at)


def load_state(session: Session) -> SyncState:
    """The state, as it stands in this session."""
    return session.get_one(SyncState, 1)


def is_enrolled(state: SyncState) -> bool:
    """Whether this PC has a place at a district."""
    return state.token is not None


def station_seal(session: Session, own: bytes) -> bytes | None:
    """The station's seal key: this PC's own, or the one that its recovery words gave.

    None on a second PC until somebody gives the words of the first (SETTLED 13). The key lies in
    the encrypted station file, so that every operator of this PC has it, and every backup.
    """
    known = {row.name: row.value for row in session.execute(_SEAL)}
    if (given := known.get(SEAL_KEY)) is not None:
        return bytes.fromhex(given)
    return own if known.get(ENVELOPE) is None else None


def read_setting(session: Session, name: str) -> str | None:
    """A setting of this PC."""
    return session.scalar(_SETTING, {"name": name})


def waiting_count(session: Session) -> int:
    """How many records have changes that the district has not confirmed."""
    acknowledged = select(SyncState.acknowledged_seq).scalar_subquery()
    # As an expression the key is no index, so that SQLite reads the end of the log, not all of it.
    record = func.lower(Change.record_id)
    waiting = select(func.count(func.distinct(record))).where(
        Change.outgoing.is_(True), Change.seq > acknowledged
    )
    return session.scalar(waiting) or 0


def anything_after(session: Session, seq: int) -> bool:
    """Whether this PC wrote anything after a place in its log."""
    return bool(session.scalar(_LATER, {"after": seq}))


def refused_rows(session: Session) -> Sequence[RefusedRow]:
    """The rows that the district did not take."""
    return session.scalars(_REFUSED).all()


def begin_life(state: SyncState, incarnation: UUID) -> None:
    """A new incarnation: what the district merges from here on is sent under its name.

    `kept_batch`, the last one of any life with a receipt for good, stays: by it a restored file
    still tells that the district was restored as well.
    """
    state.former_incarnation = state.incarnation
    state.incarnation = incarnation
    state.last_batch = None
    no_pending(state)


def forget_kept(state: SyncState) -> None:
    """The district was met as an older one: no batch that it kept before counts any more."""
    state.kept_batch = None


def no_pending(state: SyncState) -> None:
    """No batch is under way."""
    state.pending_batch = None
    state.pending_upto = None
    state.pending_again = None


def begin_again(state: SyncState) -> None:
    """The district is older than this PC: read and send everything again; merging sorts it out."""
    forget_kept(state)
    state.cursor = 0
    state.district_cursor = 0
    state.acknowledged_seq = 0


class Contact(Protocol):
    """What is known of the last contact: the row of the state, or a glance at it."""

    @property
    def last_receipt_at(self) -> datetime | None: ...
    @property
    def last_error(self) -> str | None: ...
    @property
    def clock_offset_seconds(self) -> int | None: ...


def is_worth_noting(state: Contact, server_time: datetime, offset_seconds: int) -> bool:
    """Whether a contact without news should be written down all the same."""
    if state.last_receipt_at is None or state.last_error is not None:
        return True
    if server_time - state.last_receipt_at >= NOTED_EVERY:
        return True
    return abs((state.clock_offset_seconds or 0) - offset_seconds) >= CLOCK_STEP
