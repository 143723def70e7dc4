"""Reporting to the district: batch out, answer in, until both sides have everything.

No transaction of this PC is open while the line is used: a batch is put together, sent, and settled
with the answer in one unit of work. Work goes on meanwhile, here as well: while the district works
on a batch the next one is put together, and while a page is written the next one is asked for
(decision 0051).
"""

import logging
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from uuid import UUID

import httpx
import msgspec
from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from station_app import VERSION
from station_app.errors import Rejected, StationError, Unavailable
from station_app.messages.labels import label
from station_app.models.identifiers import new_id
from station_app.models.local import SyncState
from station_app.progress import Progress, Silent
from station_app.services.attachments_sync import PhotosMoved, move_photos
from station_app.services.collecting import collected_seldom
from station_app.services.district_comparing import meet_older_district
from station_app.services.district_enrolment import Desk
from station_app.services.district_lives import (
    COPIED,
    OLDER,
    begin_anew,
    prepare_file,
    put_in_order,
    sealer_of,
)
from station_app.services.sync_message import (
    Answer,
    Asked,
    Prepared,
    has_photos,
    is_all,
    message,
)
from station_app.services.sync_pace import BATCH_BYTES, Pace
from station_app.services.sync_quiet import Quiet, is_in_order, is_without_news, look, quiet_message
from station_app.sync import client, state, stick_keys, wire
from station_app.sync.fresh import Taken
from station_app.sync.glance import Glance
from station_app.sync.inbox import take_answer
from station_app.sync.outbox import Batch, end_of, gather, gather_range
from station_app.sync.sealing import Sealer

SHARED = frozenset({"person", "household"})
"""Record types in which two PCs that were apart may have got into each other's way."""
REBIRTHS = 3
"""A file that is new to the district this many times in one conversation is a bug."""
_UNDER_WAY = (
    update(SyncState)
    .where(SyncState.id == 1)
    .values(
        pending_batch=bindparam("batch"),
        pending_upto=bindparam("upto"),
        pending_again=bindparam("again"),
    )
)
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


def synchronise(
    desk: Desk, *, line: httpx.Client | None = None, progress: Progress | None = None
) -> Synchronised:
    """Send all that waits and take all that others wrote.

    Raises `Unavailable` when the line fails: what was confirmed until then is kept, the rest is
    sent the next time, nothing twice. `Rejected` when the district shuts this PC out.
    """
    conversation = _Conversation(desk, progress or Silent())
    try:
        seen = look(desk)
        opening = client.line_to(_server_url(seen), line)
        with collected_seldom(), opening as opened, conversation.helper:
            conversation.run(opened, seen)
            conversation.photos(opened)  # the records are quiet: now, and between records, photos
            return conversation.result
    except (Rejected, Unavailable) as error:
        conversation.note_failure(error)
        raise


def _server_url(seen: Glance) -> str:
    """Where to report; raises `Rejected("syncing.not_enrolled")`."""
    if seen.token is None:
        raise Rejected("syncing.not_enrolled")
    if seen.server_url is None:
        raise Rejected("bundle.no_address")
    return seen.server_url


@dataclass(slots=True)
class _Conversation:
    desk: Desk
    progress: Progress
    pace: Pace = field(default_factory=Pace)
    result: Synchronised = field(default_factory=Synchronised)
    rebirths: int = 0
    met_others: bool = False
    met_older: bool = False
    waiting: int | None = None
    has_photos: bool = True
    helper: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "report"))
    following: Future[Batch | None] | None = None
    asked: Asked | None = None

    def run(self, line: httpx.Client, seen: Glance) -> Synchronised:
        """Talk until neither side has anything more."""
        if self._is_quiet(line, seen):
            return self.result
        if not is_in_order(self.desk, seen):
            prepare_file(self.desk)
        self._talk(line, again=True)
        if self.met_others and put_in_order(self.desk):
            self._talk(line, again=False)
        done = self.result.sent + self.result.received
        self.progress.step(done, done)
        return self.result

    def _is_quiet(self, line: httpx.Client, seen: Glance) -> bool:
        """Say that this PC is there; whether that was all. What came goes into the conversation."""
        self.has_photos = seen.photos
        quiet = quiet_message(self.desk, seen, want=self.pace.rows)
        if quiet is None:
            return False
        prepared, heard = Prepared(quiet.push, quiet.token, None, None), Future[Answer]()
        try:
            heard.set_result(self._carried(line, prepared))
        except Rejected as error:
            heard.set_exception(error)
        if heard.exception() is None and self._was_all(quiet, heard.result()):
            return True
        with self.desk.store.read() as session:
            sealer = sealer_of(self.desk, session)
        self.asked = Asked(replace(prepared, sealer=sealer), heard)
        return False

    def _was_all(self, quiet: Quiet, answer: Answer) -> bool:
        if not is_without_news(self.desk, quiet, answer.reply, answer.offset_seconds):
            return False
        self._count(answer)
        self.result.complete = True
        return True

    def photos(self, line: httpx.Client) -> None:
        """Photos go after the records; what is written meanwhile goes between two pieces."""
        if not self.has_photos:
            self.result.photos = PhotosMoved()
            return
        talk = partial(self._talk, line, again=False)
        self.result.photos = move_photos(self.desk, line, records=talk, progress=self.progress)

    def _talk(self, line: httpx.Client, *, again: bool) -> None:
        try:
            while self._round(line, again=again):
                again, self.met_older = self.met_older, False
                done = self.result.sent + self.result.received
                whole = (self.waiting or 0) + self.result.received
                self.progress.step(done, max(whole, done + 1))
        finally:
            self._forget_ahead()

    def _round(self, line: httpx.Client, *, again: bool) -> bool:
        """One message out, one in; returns whether there is more to say."""
        asked, self.asked = self.asked, None
        prepared = asked.prepared if asked else self._prepare(again=again)
        try:
            answer = asked.answer.result() if asked else self._exchange(line, prepared)
        except Rejected as error:
            self._forget_ahead()
            if not self._shrink(error, prepared.batch):
                self._begin_anew(error, line)
            return True
        self._keep_keys(answer.reply)
        self.pace.travelled(down=answer.down, seconds=answer.seconds)
        self._count(answer)
        self._ask_ahead(line, prepared, answer.reply)
        return self._settle(prepared, answer.reply)

    def _exchange(self, line: httpx.Client, prepared: Prepared) -> Answer:
        if prepared.batch is not None and not prepared.batch.complete:
            self.following = self.helper.submit(self._gather_ahead, prepared)
        return self._carried(line, prepared)

    def _carried(self, line: httpx.Client, prepared: Prepared) -> Answer:
        before, started = self.desk.clock(), time.monotonic()
        reply, up, down = client.exchange(line, prepared.token, prepared.push)
        seconds = time.monotonic() - started
        middle = before + (self.desk.clock() - before) / 2
        return Answer(reply, up, down, seconds, middle)

    def _ask_ahead(self, line: httpx.Client, prepared: Prepared, reply: wire.Reply) -> None:
        """Ask for the next page before this one is written; where nothing goes up, nothing waits.

        What comes is looked at only after this page is kept, and forgotten if it could not be.
        """
        if prepared.batch is not None or not reply.more or reply.receipt is not None:
            return
        push = msgspec.structs.replace(
            prepared.push,
            cursor=reply.cursor,
            district_cursor=reply.district_cursor,
            want=self.pace.rows,
        )
        following = replace(prepared, push=push)
        self.asked = Asked(following, self.helper.submit(self._carried, line, following))

    def _gather_ahead(self, prepared: Prepared) -> Batch | None:
        """The batch after the one under way, while the district works on that."""
        assert prepared.batch is not None
        with self.desk.store.read() as session:
            return self._sized(session, prepared.batch.upto, prepared.sealer, again=False)

    def _sized(
        self, session: Session, after: int, sealer: Sealer | None, *, again: bool
    ) -> Batch | None:
        """The changes after a place in the log, so many that a cut costs little."""
        while True:
            upto = end_of(session, after, self.pace.changes)
            batch = gather_range(session, after, upto, sealer=sealer, again=again)
            if not batch.entries:
                return None
            size = wire.size_of(batch.rows, batch.edits)
            self.pace.packed(size)
            if size <= BATCH_BYTES or min(batch.record_count, self.pace.changes) <= 1:
                return batch

    def _forget_ahead(self) -> None:
        """Wait for whoever works ahead; what came of it is of no use any more."""
        if self.following is not None:
            self.following.exception()
        if self.asked is not None:
            self.asked.answer.exception()
        self.following = self.asked = None

    def _prepare(self, *, again: bool) -> Prepared:
        following, self.following = self.following, None
        ahead = following.result() if following is not None else None
        with self.desk.store.read() as session:
            here = state.load_state(session)
            sealer = sealer_of(self.desk, session)
            batch = self._next_batch(session, here, ahead, sealer, again=again)
            batch_id = here.pending_batch or (new_id() if batch else None)
            complete = is_all(session, batch)
            push = message(
                session,
                here,
                batch,
                batch_id,
                complete=complete,
                want=self.pace.rows,
                about=self._about(session, is_last=complete),
            )
            token, is_new = here.token, batch is not None and here.pending_batch is None
        if is_new and batch is not None:
            self._remember(batch_id, batch.upto, again=again)
        assert token is not None
        return Prepared(push, token, batch, sealer)

    def _next_batch(
        self,
        session: Session,
        here: SyncState,
        ahead: Batch | None,
        sealer: Sealer | None,
        *,
        again: bool,
    ) -> Batch | None:
        """What was put together meanwhile, if it still follows what is kept; else now."""
        if here.pending_upto is not None:
            return gather(session, here, limit=self.pace.changes, sealer=sealer, again=again)
        if ahead is None or again or ahead.after != here.acknowledged_seq:
            return self._sized(session, here.acknowledged_seq, sealer, again=again)
        if state.refused_rows(session):  # a record of it may have to be sent with what was refused
            return self._sized(session, here.acknowledged_seq, sealer, again=False)
        ahead.complete = not state.anything_after(session, ahead.upto)
        return ahead

    def _about(self, session: Session, *, is_last: bool) -> wire.About:
        """What the district's list of PCs says of this one."""
        if self.waiting is None and not is_last:
            self.waiting = self.result.sent + state.waiting_count(session)
        waiting = 0 if is_last else max((self.waiting or 0) - self.result.sent, 1)
        return wire.About(VERSION, waiting, self.desk.clock().timestamp())

    def _remember(self, batch_id: UUID | None, upto: int, *, again: bool) -> None:
        """Note what is about to be sent; after a cut the same range goes under the same id."""
        with self.desk.store.write(label("sync.receive"), outgoing=False) as session:
            noted = {"batch": batch_id, "upto": upto, "again": again}
            session.connection().execute(_UNDER_WAY, noted)

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

    def _begin_anew(self, error: Rejected, line: httpx.Client) -> None:
        """A copied file takes a new incarnation; an older district hears what it lacks."""
        if error.code not in ("syncing.copied_file", "syncing.server_is_older"):
            raise error
        self.rebirths += 1
        if self.rebirths > REBIRTHS:
            raise error
        _LOG.info("new incarnation", extra={"code": error.code})
        if error.code == OLDER:
            meet_older_district(self.desk, line)
            self.met_older = True
        begin_anew(self.desk, COPIED)

    def _count(self, answer: Answer) -> None:
        self.result.trips += 1
        self.result.bytes_up += answer.up
        self.result.bytes_down += answer.down
        self.result.at = answer.at
        self.result.clock_offset_seconds = answer.offset_seconds

    def _settle(self, prepared: Prepared, reply: wire.Reply) -> bool:
        """Keep what the answer brought; returns whether there is more to say."""
        if self._is_empty(prepared, reply):
            self.result.complete = prepared.push.complete
            return False
        note = self.desk.store.write(label("sync.receive"), outgoing=False)
        with note as session, session.no_autoflush:  # the state is written once, at the end
            here = state.load_state(session)
            if here.cursor != prepared.push.cursor:
                return True  # another conversation of this PC was faster; this answer is stale
            taken = take_answer(session, here, reply, batch=prepared.batch, sealer=prepared.sealer)
            self._add_up(prepared, reply, taken)
            self.met_others |= bool(SHARED & taken.types)
            self.has_photos |= has_photos(prepared.push.rows) or has_photos(reply.rows)
            more = reply.more or state.anything_after(session, here.acknowledged_seq)
            self._note_contact(here, is_complete=not more and self._is_complete(prepared, reply))
        return more

    def _is_empty(self, prepared: Prepared, reply: wire.Reply) -> bool:
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

    def _is_complete(self, prepared: Prepared, reply: wire.Reply) -> bool:
        return prepared.push.complete and not (reply.receipt and reply.receipt.refused)

    def _add_up(self, prepared: Prepared, reply: wire.Reply, taken: Taken) -> None:
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
