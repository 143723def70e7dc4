"""Reporting by stick, downwards: the district's receipt file becomes this PC's state.

It is read through and its signature checked before anything of it is used. Receipts settle batches
in their order; what others wrote is taken only where the district had exactly what this PC knows to
be kept, so an old receipt after a newer one changes nothing. Stopped in the middle, it goes on when
it is taken in again.
"""

from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from station_app.errors import Rejected, Unavailable
from station_app.messages.labels import label
from station_app.models.local import BundleMade, SyncState
from station_app.progress import Progress, Silent
from station_app.services.bundle_joining import accept_welcome
from station_app.services.bundles import PATIENCE
from station_app.services.district_enrolment import Desk, Enrolled
from station_app.services.district_lives import (
    ANEW,
    COPIED,
    OLDER,
    begin_anew,
    prepare_file,
    put_in_order,
    sealer_of,
)
from station_app.services.district_sync import SHARED
from station_app.store.lock import only_reporter
from station_app.sync import bundle, enrolment, state, stick_keys, wire
from station_app.sync.bundle_file import Frame, snapshot
from station_app.sync.bundle_keys import PublicKeys, SecretKeys
from station_app.sync.carried import unsettled
from station_app.sync.inbox import take_answer
from station_app.sync.outbox import gather

REMARKS = {COPIED: "bundle.restored", OLDER: "bundle.older_district"}
"""By stick nothing goes on by itself: the operator is asked for another bundle."""


@dataclass(slots=True)
class Imported:
    """What a receipt file came to. `verdict` is the code of what the district had to say."""

    taken_at: datetime
    sent: int = 0
    received: int = 0
    conflicts: int = 0
    refused: int = 0
    enrolled: Enrolled | None = None
    verdict: str | None = None
    complete: bool = False
    is_outdated: bool = False

    @property
    def remark(self) -> str | None:
        """The code of the sentence that tells what to do about the verdict."""
        return None if self.verdict is None else REMARKS.get(self.verdict, self.verdict)


def import_receipt(desk: Desk, source: Path, *, progress: Progress | None = None) -> Imported:
    """Take in the receipt that the district wrote for a bundle of this PC.

    Raises `Rejected("bundle.…")` for a file that is damaged, forged or for somebody else: then
    nothing is changed. `Unavailable("bundle.not_read")` where the stick cannot be read.
    """
    with only_reporter(desk.device_file.parent, patience=PATIENCE), _copied(source) as file:
        prepare_file(desk)
        return _Import(desk, file, progress or Silent()).run()


def _copied(source: Path) -> "closing[BinaryIO]":
    try:
        with source.open("rb") as file:
            return closing(snapshot(file))
    except OSError as error:
        raise Unavailable("bundle.not_read") from error


class _Import:
    def __init__(self, desk: Desk, file: BinaryIO, progress: Progress) -> None:
        self.desk = desk
        self.file = file
        self.progress = progress
        self.own, self.district = self._keys()
        self.moved = False
        self.met_others = False

    def _keys(self) -> tuple[SecretKeys, PublicKeys]:
        with self.desk.store.read() as session:
            own, district = stick_keys.device_keys(session), stick_keys.district_keys(session)
        if own is None or district is None:
            raise Rejected("bundle.receipt_of_others")
        return own, district

    def run(self) -> Imported:
        """Check all of it, then use it frame by frame."""
        count = self._check()
        frames = bundle.receipt_frames(self.file, reader=self.own)
        answered = bundle.decode(next(frames), bundle.Answered)
        self._check_addressee(answered)
        self.result = Imported(datetime.fromtimestamp(answered.taken_at, UTC))
        started = self._known_batch()
        is_mine = self._is_this_life(answered)
        for number, frame in enumerate(frames, start=1):
            self._use(frame, is_mine=is_mine)
            self.progress.step(number, count)
        if is_mine:
            self._heed(answered, started)
            self._finish(answered)
        self.result.is_outdated = not self.moved
        return self.result

    def _check(self) -> int:
        """Every frame is sound and the district signed them all; returns how many there are."""
        frames = bundle.receipt_frames(self.file, reader=self.own, signer=lambda _: self.district)
        return sum(1 for frame in frames if _is_sound(frame))

    def _check_addressee(self, answered: bundle.Answered) -> None:
        with self.desk.store.read() as session:
            here = state.load_state(session)
            if here.device_id != answered.device:
                raise Rejected("bundle.receipt_of_others")
            if here.server_id != answered.server:
                raise Rejected("syncing.other_server")

    def _known_batch(self) -> UUID | None:
        with self.desk.store.read() as session:
            return state.load_state(session).last_batch

    def _is_this_life(self, answered: bundle.Answered) -> bool:
        with self.desk.store.read() as session:
            return state.load_state(session).incarnation == answered.incarnation

    def _use(self, frame: Frame, *, is_mine: bool) -> None:
        if frame.tag == bundle.WELCOME:
            self.result.enrolled = accept_welcome(
                self.desk, bundle.decode(frame, enrolment.Welcome)
            )
            self.moved |= self.result.enrolled is not None
        elif frame.tag == bundle.VERDICT:
            self.result.verdict = bundle.decode(frame, bundle.Verdict).code
        elif is_mine and frame.tag == bundle.RECEIPT:
            self._settle(bundle.decode(frame, wire.Receipt))
        elif is_mine and frame.tag == bundle.PAGE:
            self._take(bundle.decode(frame, bundle.Page))

    def _settle(self, receipt: wire.Receipt) -> None:
        """A batch is kept; one that was settled before or is none of ours is passed over."""
        with self.desk.store.read() as session:
            if state.load_state(session).pending_batch != receipt.batch:
                return
        with self.desk.store.write(label("sync.receive"), outgoing=False) as session:
            here = state.load_state(session)
            sealer = sealer_of(self.desk, session)
            batch = gather(session, here, limit=1, sealer=sealer, again=False)
            reply = _reply(here, self.result.taken_at, receipt=receipt)
            taken = take_answer(session, here, reply, batch=batch, sealer=sealer)
        self.moved = True
        self.result.sent += (batch.record_count if batch else 0) - taken.refused
        self.result.refused += taken.refused
        self.result.conflicts += receipt.conflicts

    def _take(self, page: bundle.Page) -> None:
        """What others wrote, if it begins where this PC is and knows all that this PC sent."""
        reply = wire.unpack(page.reply, wire.Reply)
        with self.desk.store.read() as session:
            if not _follows(state.load_state(session), page, reply):
                return
        with self.desk.store.write(label("sync.receive"), outgoing=False) as session:
            here = state.load_state(session)
            sealer = sealer_of(self.desk, session)
            taken = take_answer(session, here, reply, batch=None, sealer=sealer)
        self.moved = True
        self.result.received += sum(len(rows.ids) for rows in reply.rows)
        self.met_others |= bool(SHARED & taken.types)

    def _heed(self, answered: bundle.Answered, started: UUID | None) -> None:
        """Begin a new life if the district asks for it and nothing has been settled since."""
        if self.result.verdict in ANEW and answered.after == started:
            begin_anew(self.desk, str(self.result.verdict))
            self.moved = True

    def _finish(self, answered: bundle.Answered) -> None:
        if self.met_others:
            put_in_order(self.desk)
        with self.desk.store.write(label("sync.receive"), outgoing=False) as session:
            here = state.load_state(session)
            _mark_answered(session, here, answered.bundle, self.desk.clock())
            self.result.complete = _has_all(session, here) and self.result.verdict is None
            if self.result.complete:
                here.last_receipt_at = _later(here.last_receipt_at, self.result.taken_at)


def _is_sound(frame: Frame) -> bool:
    """Read the message of a frame; raises `Rejected` for what is none."""
    if frame.tag == bundle.PAGE:
        wire.unpack(bundle.decode(frame, bundle.Page).reply, wire.Reply)
    elif frame.tag == bundle.RECEIPT:
        bundle.decode(frame, wire.Receipt)
    return True


def _reply(here: SyncState, at: datetime, *, receipt: wire.Receipt) -> wire.Reply:
    """A receipt as if it had come by line, without news."""
    assert here.server_id is not None
    return wire.Reply(
        protocol=wire.PROTOCOL,
        schema=wire.SCHEMA,
        server=here.server_id,
        server_time=at.timestamp(),
        cursor=here.cursor,
        district_cursor=here.district_cursor,
        receipt=receipt,
    )


def _follows(here: SyncState, page: bundle.Page, reply: wire.Reply) -> bool:
    """A page is taken where the district had just what this PC knows to be kept, and it is news.

    Otherwise what others wrote over a batch that is under way would be passed over for good.
    """
    if page.last_batch != here.last_batch:
        return False
    mine = (here.cursor, here.district_cursor)
    ends = (reply.cursor, reply.district_cursor)
    begins = (page.cursor, page.district_cursor)
    reaches = all(begin <= now <= end for begin, now, end in zip(begins, mine, ends, strict=True))
    return reaches and mine != ends


def _mark_answered(session: Session, here: SyncState, bundle_id: UUID, now: datetime) -> None:
    """This file has its receipt; where nothing is away any more, all have."""
    statement = update(BundleMade).where(BundleMade.answered_at.is_(None))
    if unsettled(session, here):
        statement = statement.where(BundleMade.id == bundle_id)
    session.execute(statement.values(answered_at=now))


def _has_all(session: Session, here: SyncState) -> bool:
    return (
        state.is_enrolled(here)
        and not state.anything_after(session, here.acknowledged_seq)
        and not state.refused_rows(session)
    )


def _later(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else max(one, other)
