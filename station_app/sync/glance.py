"""How reporting stands on this PC, in one question to its file: mostly, nothing is to be said."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from station_app.models.attachment import Attachment
from station_app.models.change import Change
from station_app.models.local import CarriedBatch, RefusedRow, Setting, SyncState, UnknownField
from station_app.sync.stick_keys import DEVICE_SECRET, DISTRICT_KEYS

STATE = SyncState.__table__.c


@dataclass(frozen=True, slots=True)
class Glance:
    """The state of reporting, and whether there is anything out of the ordinary."""

    server_url: str | None
    token: str | None
    server: UUID | None
    device: UUID | None
    incarnation: UUID | None
    cursor: int
    district_cursor: int
    last_batch: UUID | None
    kept_batch: UUID | None
    pending: UUID | None
    last_receipt_at: datetime | None
    last_error: str | None
    clock_offset_seconds: int | None
    waits: bool
    refused: bool
    kept_aside: bool
    carried: bool
    photos: bool
    keys: int

    @property
    def is_quiet(self) -> bool:
        """Whether this PC has nothing to say but that it is there."""
        unusual = self.waits or self.refused or self.kept_aside or self.carried
        return not unusual and self.pending is None and self.has_keys

    @property
    def has_keys(self) -> bool:
        """Whether this PC and the district have each other's keys for files."""
        return self.keys == len(_KEYS)


_KEYS = (DEVICE_SECRET, DISTRICT_KEYS)


def _question() -> Select[Any]:  # Any: columns of many types
    # As an expression the mark is no index: SQLite reads the end of the log, not all that is in it.
    waits = exists().where(Change.outgoing.is_(True), Change.seq > STATE.acknowledged_seq)
    carried = exists().where(CarriedBatch.batch == STATE.last_batch)
    under_way = exists().where(
        CarriedBatch.incarnation == STATE.incarnation, CarriedBatch.settled.is_(False)
    )
    keys = select(func.count()).where(Setting.name.in_(_KEYS)).scalar_subquery()
    return select(
        *(STATE.server_url, STATE.token, STATE.server_id, STATE.device_id, STATE.incarnation),
        *(STATE.cursor, STATE.district_cursor),
        *(STATE.last_batch, STATE.kept_batch, STATE.pending_batch),
        *(STATE.last_receipt_at, STATE.last_error, STATE.clock_offset_seconds),
        waits,
        exists(select(RefusedRow.record_id)),
        exists(select(UnknownField.record_id)),
        carried | under_way,
        exists(select(Attachment.id)),
        keys,
    ).where(STATE.id == 1)


_QUESTION = _question()


def glance(session: Session) -> Glance:
    """How reporting stands, as of this session's snapshot."""
    return Glance(*session.connection().execute(_QUESTION).one())
