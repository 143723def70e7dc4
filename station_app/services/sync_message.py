"""What goes over the line in one trip: the message of a PC, and the answer to it."""

from concurrent.futures import Future
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from station_app.models.local import SyncState
from station_app.sync import state, stick_keys, wire
from station_app.sync.carried import is_carried
from station_app.sync.outbox import Batch
from station_app.sync.sealing import Sealer

ATTACHMENT = "attachment"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A message ready to be sent, and the batch it carries."""

    push: wire.Push
    token: str
    batch: Batch | None
    sealer: Sealer | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the reply, its size and that of the message, and when it was under way."""

    reply: wire.Reply
    up: int
    down: int
    seconds: float
    middle: datetime

    @property
    def at(self) -> datetime:
        """When the district answered, by its clock."""
        return datetime.fromtimestamp(self.reply.server_time, UTC)

    @property
    def offset_seconds(self) -> int:
        """By how much the district's clock is ahead of this PC's."""
        return round((self.at - self.middle) / timedelta(seconds=1))


@dataclass(frozen=True, slots=True)
class Asked:
    """A message whose answer is awaited while this PC works on the one before."""

    prepared: Prepared
    answer: Future[Answer]


def message(
    session: Session,
    here: SyncState,
    batch: Batch | None,
    batch_id: UUID | None,
    *,
    complete: bool,
    want: int,
    about: wire.About,
) -> wire.Push:
    """A batch, if there is one, and how far this PC has read."""
    assert here.server_id is not None
    assert here.device_id is not None
    assert here.incarnation is not None
    return wire.Push(
        protocol=wire.PROTOCOL,
        schema=wire.SCHEMA,
        server=here.server_id,
        device=here.device_id,
        incarnation=here.incarnation,
        cursor=here.cursor,
        district_cursor=here.district_cursor,
        after=here.last_batch,
        batch=batch_id if batch else None,
        complete=complete,
        want=want,
        rows=batch.rows if batch else [],
        edits=batch.edits if batch else [],
        carried=is_carried(session, here),
        former=here.former_incarnation if here.last_batch is None else None,
        kept=here.kept_batch,
        keys=stick_keys.keys_to_send(session),
        about=about,
    )


def has_photos(rows: list[wire.Rows]) -> bool:
    """Whether records of photos are among these."""
    return any(some.record_type == ATTACHMENT for some in rows)


def is_all(session: Session, batch: Batch | None) -> bool:
    """Whether with this message the district has everything that this PC wrote."""
    sent = set() if batch is None else {key for _, key in batch.entries}
    left = any(refused.record_id not in sent for refused in state.refused_rows(session))
    return not left and (batch is None or (batch.complete and not batch.withheld))
