"""Reporting to the district: batch out, answer in, until both sides have everything.

No transaction of this PC is open while the line is used: a batch is put together, sent, and settled
with the answer in one unit of work. Work goes on meanwhile.
"""

import logging
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

import httpx
from sqlalchemy.orm import Session

from station_app.errors import Rejected, StationError, Unavailable
from station_app.messages.labels import label
from station_app.models.identifiers import new_id
from station_app.models.local import SyncState
from station_app.progress import Progress, Silent
from station_app.services.attachments_sync import PhotosMoved, move_photos
from station_app.services.district_enrolment import Desk
from station_app.services.district_lives import begin_anew, prepare_file, put_in_order, sealer_of
from station_app.sync import client, state, stick_keys, wire
from station_app.sync.carried import is_carried
from station_app.sync.inbox import Taken, take_answer
from station_app.sync.outbox import Batch, gather
from station_app.sync.sealing import Sealer

FIRST_CHANGES = 200
MOST_CHANGES = 20_000
FIRST_ROWS = 500
MOST_ROWS = 20_000
BATCH_BYTES = 256 * 1024
"""A cut costs at most about this much sent again."""
GOOD_SECONDS = 2.0
"""A batch that took longer than this is followed by a smaller one."""
SHARED = frozenset({"person", "household"})
"""Record types in which two PCs that were apart may have got into each other's way."""
REBIRTHS = 3
"""A file that is new to the district this many times in one conversation is a bug."""
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Synchronised:
    """What one conversation with the district came to."""

    sent: int = 0
    received: int = 0
    conflicts: int = 0
    refused: int = 0
    trips: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    clock_offset_seconds: int = 0
    at: datetime | None = None
    complete: bool = False
    photos: PhotosMoved | None = None


@dataclass(slots=True)
class _Pace:
    """How much travels at once: little at first, more while the line is good."""

    changes: int = FIRST_CHANGES
    rows: int = FIRST_ROWS

    def learn(self, *, up: int, down: int, seconds: float) -> None:
        """Aim at `BATCH_BYTES`; a slow trip halves what the next one carries."""
        if seconds > GOOD_SECONDS:
            self.changes = max(self.changes // 2, FIRST_CHANGES // 4)
            self.rows = max(self.rows // 2, FIRST_ROWS // 4)
            return
        self.changes = min(self.changes * _growth(up), MOST_CHANGES)
        self.rows = min(self.rows * _growth(down), MOST_ROWS)


def _growth(size: int) -> int:
    """By how much the next batch may be larger and still stay below the limit."""
    return max(1, min(4, BATCH_BYTES // max(size, 1)))


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A message ready to be sent, and the batch it carries."""

    push: wire.Push
    token: str
    batch: Batch | None
    sealer: Sealer | None


def synchronise(
    desk: Desk, *, line: httpx.Client | None = None, progress: Progress | None = None
) -> Synchronised:
    """Send all that waits and take all that others wrote.

    Raises `Unavailable` when the line fails: what was confirmed until then is kept, the rest is
    sent the next time, nothing twice. `Rejected` when the district shuts this PC out.
    """
    conversation = _Conversation(desk, progress or Silent())
    try:
        with client.line_to(conversation.server_url(), line) as opened:
            conversation.run(opened)
            conversation.photos(opened)  # the records are quiet: now, and between records, photos
            return conversation.result
    except (Rejected, Unavailable) as error:
        conversation.note_failure(error)
        raise


@dataclass(slots=True)
class _Conversation:
    desk: Desk
    progress: Progress
    pace: _Pace = field(default_factory=_Pace)
    result: Synchronised = field(default_factory=Synchronised)
    rebirths: int = 0
    met_others: bool = False

    def server_url(self) -> str:
        """Where to report; raises `Rejected("syncing.not_enrolled")`."""
        with self.desk.store.read() as session:
            here = state.load_state(session)
            if not state.is_enrolled(here) or here.server_url is None:
                raise Rejected("syncing.not_enrolled")
            return here.server_url

    def run(self, line: httpx.Client) -> Synchronised:
        """Talk until neither side has anything more."""
        prepare_file(self.desk)
        with self.desk.store.read() as session:
            waiting = state.waiting_count(session)
        self._talk(line, waiting, again=True)
        if self.met_others and put_in_order(self.desk):
            self._talk(line, waiting, again=False)
        done = self.result.sent + self.result.received
        self.progress.step(done, done)
        return self.result

    def photos(self, line: httpx.Client) -> None:
        """Photos go after the records; what is written meanwhile goes between two pieces."""
        talk = partial(self._talk, line, 0, again=False)
        self.result.photos = move_photos(self.desk, line, records=talk, progress=self.progress)

    def _talk(self, line: httpx.Client, waiting: int, *, again: bool) -> None:
        while self._round(line, again=again):
            again = False
            done = self.result.sent + self.result.received
            self.progress.step(done, max(waiting + self.result.received, done + 1))

    def _round(self, line: httpx.Client, *, again: bool) -> bool:
        """One message out, one in; returns whether there is more to say."""
        prepared = self._prepare(again=again)
        before, started = self.desk.clock(), time.monotonic()
        try:
            reply, up, down = client.exchange(line, prepared.token, prepared.push)
        except Rejected as error:
            if not self._shrink(error, prepared.batch):
                self._begin_anew(error)
            return True
        self._keep_keys(reply)
        self.pace.learn(up=up, down=down, seconds=time.monotonic() - started)
        middle = before + (self.desk.clock() - before) / 2
        self._count(reply, up, down, middle)
        return self._settle(prepared, reply)

    def _prepare(self, *, again: bool) -> _Prepared:
        with self.desk.store.read() as session:
            here = state.load_state(session)
            sealer = sealer_of(self.desk, session)
            batch = gather(session, here, limit=self.pace.changes, sealer=sealer, again=again)
            batch_id = here.pending_batch or (new_id() if batch else None)
            push = self._push(session, here, batch, batch_id)
            token, is_new = here.token, batch is not None and here.pending_batch is None
        if is_new and batch is not None:
            self._remember(batch_id, batch.upto, again=again)
        assert token is not None
        return _Prepared(push, token, batch, sealer)

    def _push(
        self, session: Session, here: SyncState, batch: Batch | None, batch_id: UUID | None
    ) -> wire.Push:
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
            complete=is_all(session, batch),
            want=self.pace.rows,
            rows=batch.rows if batch else [],
            edits=batch.edits if batch else [],
            carried=is_carried(session, here),
            former=here.former_incarnation if here.last_batch is None else None,
            keys=stick_keys.keys_to_send(session),
        )

    def _remember(self, batch_id: UUID | None, upto: int, *, again: bool) -> None:
        """Note what is about to be sent; after a cut the same range goes under the same id."""
        with self.desk.store.write(label("sync.receive"), outgoing=False) as session:
            here = state.load_state(session)
            here.pending_batch, here.pending_upto, here.pending_again = batch_id, upto, again

    def _keep_keys(self, reply: wire.Reply) -> None:
        if reply.keys is not None:
            with self.desk.store.write(label("sync.receive"), outgoing=False) as session:
                stick_keys.keep_district_keys(session, reply.keys)

    def _shrink(self, error: Rejected, batch: Batch | None) -> bool:
        """A batch of long texts that is too large goes in smaller parts, under other ids."""
        if error.code != "syncing.too_large" or batch is None or batch.record_count <= 1:
            return False
        self.pace.changes = max(min(self.pace.changes, batch.record_count) // 4, 1)
        with self.desk.store.write(label("sync.receive"), outgoing=False) as session:
            state.no_pending(state.load_state(session))
        return True

    def _begin_anew(self, error: Rejected) -> None:
        """A copied file takes a new incarnation; an older district hears everything again."""
        if error.code not in ("syncing.copied_file", "syncing.server_is_older"):
            raise error
        self.rebirths += 1
        if self.rebirths > REBIRTHS:
            raise error
        _LOG.info("new incarnation", extra={"code": error.code})
        begin_anew(self.desk, error.code)

    def _count(self, reply: wire.Reply, up: int, down: int, middle: datetime) -> None:
        self.result.trips += 1
        self.result.bytes_up += up
        self.result.bytes_down += down
        self.result.at = datetime.fromtimestamp(reply.server_time, UTC)
        self.result.clock_offset_seconds = round((self.result.at - middle) / timedelta(seconds=1))

    def _settle(self, prepared: _Prepared, reply: wire.Reply) -> bool:
        """Keep what the answer brought; returns whether there is more to say."""
        if self._is_empty(prepared, reply):
            self.result.complete = prepared.push.complete
            return False
        with self.desk.store.write(label("sync.receive"), outgoing=False) as session:
            here = state.load_state(session)
            if here.cursor != prepared.push.cursor:
                return True  # another conversation of this PC was faster; this answer is stale
            taken = take_answer(session, here, reply, batch=prepared.batch, sealer=prepared.sealer)
            self._add_up(prepared, reply, taken)
            self.met_others |= any(name in SHARED for name, _ in taken.touched)
            more = reply.more or state.anything_after(session, here.acknowledged_seq)
            self._note_contact(here, is_complete=not more and self._is_complete(prepared, reply))
        return more

    def _is_empty(self, prepared: _Prepared, reply: wire.Reply) -> bool:
        """Whether nothing came, nothing was sent and nothing is to be noted."""
        push = prepared.push
        moved = (reply.cursor, reply.district_cursor) != (push.cursor, push.district_cursor)
        if prepared.batch is not None or reply.rows or reply.more or moved:
            return False
        assert self.result.at is not None
        with self.desk.store.read() as session:
            here = state.load_state(session)
            if state.anything_after(session, here.acknowledged_seq):
                return False
            offset = self.result.clock_offset_seconds
            return not state.is_worth_noting(here, self.result.at, offset)

    def _is_complete(self, prepared: _Prepared, reply: wire.Reply) -> bool:
        return prepared.push.complete and not (reply.receipt and reply.receipt.refused)

    def _add_up(self, prepared: _Prepared, reply: wire.Reply, taken: Taken) -> None:
        if prepared.batch is not None:
            self.result.sent += prepared.batch.record_count - taken.refused
        if reply.receipt is not None:
            self.result.conflicts += reply.receipt.conflicts
        self.result.received += sum(len(rows.ids) for rows in reply.rows)
        self.result.refused += taken.refused

    def _note_contact(self, here: SyncState, *, is_complete: bool) -> None:
        here.last_attempt_at = self.desk.clock()
        here.last_error = None
        here.clock_offset_seconds = self.result.clock_offset_seconds
        self.result.complete = is_complete
        if is_complete:
            here.last_receipt_at = self.result.at

    def note_failure(self, error: StationError) -> None:
        """Remember what went wrong, for the light; the same again is not written again."""
        with self.desk.store.read() as session:
            if state.load_state(session).last_error == error.code:
                return
        with self.desk.store.write(label("sync.receive"), outgoing=False) as session:
            here = state.load_state(session)
            here.last_error = error.code
            here.last_attempt_at = self.desk.clock()


def is_all(session: Session, batch: Batch | None) -> bool:
    """Whether with this message the district has everything that this PC wrote."""
    sent = set() if batch is None else {key for _, key in batch.entries}
    left = any(refused.record_id not in sent for refused in state.refused_rows(session))
    return not left and (batch is None or (batch.complete and not batch.withheld))
