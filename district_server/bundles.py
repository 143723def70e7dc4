"""Taking a bundle that a station brought on a stick, and writing its receipt.

The file is read through before anything of it is used: every chunk whole, every message sound, the
signature that of the device. Then its batches go the way of the line (`exchange`), one transaction
each, so that what was taken stands whatever happens next, and the same file again gives the same
receipts. `take` is called by the command and by a page.
"""

import logging
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server import keys
from district_server.auth import Caller
from district_server.context import Context
from district_server.exchange import Exchange, keep_batch, last_batch, stored_receipt
from district_server.following import follow_later
from district_server.joining import welcome
from district_server.late_batches import as_questions
from district_server.lives import is_followed
from district_server.models import Device, DistrictStation
from district_server.news import read_page
from district_server.reported import is_ahead, note_reported
from district_server.stations import server_id
from station_app.errors import Rejected
from station_app.progress import Progress, Silent
from station_app.sync import bundle, enrolment, wire
from station_app.sync.bundle_file import Frame, snapshot
from station_app.sync.bundle_keys import PublicKeys, SecretKeys, public_keys

COPIED, OLDER = "syncing.copied_file", "syncing.server_is_older"
OTHER_SEAL = "bundle.other_seal"
DAMAGE = {"syncing.damaged_body": "bundle.damaged", "syncing.too_large": "bundle.too_large"}
_LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Taken:
    """What a bundle came to. `verdict` is the code of why not everything was taken."""

    station_name: str
    division_code: str
    letter: str
    made_at: datetime
    joined: bool = False
    batches: int = 0
    known: int = 0
    records: int = 0
    conflicts: int = 0
    refused: int = 0
    sent_down: int = 0
    verdict: str | None = None


def take(
    context: Context, source: BinaryIO, receipt: BinaryIO, *, progress: Progress | None = None
) -> Taken:
    """Take a bundle in and write its receipt; any number of times, in any order.

    Raises `Rejected("bundle.…" | "syncing.…")` for a file that is damaged, forged, for another
    server, or of a device that may not report: then nothing was taken. `Unavailable` where the
    stick or the database fails: what was taken stands, and the file may come again.
    """
    with closing(snapshot(source)) as file:
        with context.read() as session:
            own = keys.secret_keys(session)
        with _in_words():
            checked = _check(context, file, own)
        return _Taking(context, file, own, checked, progress or Silent()).run(receipt)


@dataclass(frozen=True, slots=True)
class _Checked:
    """A bundle that is sound: its manifest, its last word, and how many messages it has."""

    manifest: bundle.Manifest
    first: wire.Push
    closing: wire.Push
    messages: int


@contextmanager
def _in_words() -> Iterator[None]:
    """Damage of a message is damage of the file."""
    try:
        yield
    except Rejected as error:
        if error.code in DAMAGE:
            raise Rejected(DAMAGE[error.code]) from None
        raise


def _check(context: Context, file: BinaryIO, own: SecretKeys) -> _Checked:
    with context.read() as session:
        here = server_id(session)
        frames = bundle.bundle_frames(file, reader=own, signer=lambda one: _signer(session, one))
        manifest = bundle.decode(next(frames), bundle.Manifest)
        if manifest.server != here:
            raise Rejected("bundle.bundle_of_others")
        pushes = [_outline(bundle.push_of(frame), manifest) for frame in frames]
    _check_order(pushes)
    return _Checked(manifest, pushes[0], pushes[-1], len(pushes))


def _signer(session: Session, frame: Frame) -> PublicKeys:
    """Whose signature it must bear: the device's, or that of the PC that asks to be let in."""
    manifest = bundle.decode(frame, bundle.Manifest)
    request = manifest.joining
    if request is not None and request.device_id == manifest.device and request.keys is not None:
        return public_keys(request.keys)
    known = session.scalar(select(Device.keys).where(Device.id == manifest.device))
    if known is None:
        raise Rejected("bundle.unknown_device")
    return PublicKeys(known)


def _outline(push: wire.Push, manifest: bundle.Manifest) -> wire.Push:
    """A message without its records; raises `Rejected` for one that does not belong here."""
    if (push.device, push.server) != (manifest.device, manifest.server):
        raise Rejected("bundle.damaged")
    for rows in push.rows:
        if any(len(column) != len(rows.ids) for column in rows.columns.values()):
            raise Rejected("bundle.damaged")
    for edits in push.edits:
        wire.check_edits(edits)
    return msgspec.structs.replace(push, rows=[], edits=[])


def _check_order(pushes: list[wire.Push]) -> None:
    """Batches one after the other in one life, and one last word."""
    if not pushes or pushes[-1].batch is not None:
        raise Rejected("bundle.damaged")
    before = pushes[0].after
    for push in pushes:
        if push.after != before or push.incarnation != pushes[0].incarnation:
            raise Rejected("bundle.damaged")
        if push.batch is None and push is not pushes[-1]:
            raise Rejected("bundle.damaged")
        before = push.batch


@dataclass(slots=True)
class _Taking:
    """One bundle on its way into the district."""

    context: Context
    file: BinaryIO
    own: SecretKeys
    checked: _Checked
    progress: Progress
    caller: Caller = field(init=False)
    taken: Taken = field(init=False)
    is_late: bool = False
    is_ahead: bool = False
    """The PC knows of more than this server has: it was restored."""

    def run(self, out: BinaryIO) -> Taken:
        """Let in, take, answer."""
        now = self.context.clock()
        welcomed = self._let_in()
        with self.context.read() as session:
            device = self._device(session)
            self.taken = self._outset(session, device)
            reader = PublicKeys(device.keys or b"")
        writer = bundle.ReceiptWriter(out, self._answered(now), reader=reader, maker=self.own)
        if welcomed is not None:
            self.taken.joined = True
            writer.add(welcomed)
        self._take_all(writer)
        if self.taken.verdict is None:
            self._send_down(writer)
        else:
            writer.add(bundle.Verdict(self.taken.verdict))
        writer.finish()
        follow_later(self.context, self.caller.station_id)
        self._log()
        return self.taken

    # -- who it is ----------------------------------------------------------------------------

    def _let_in(self) -> enrolment.Welcome | None:
        request = self.checked.manifest.joining
        if request is None:
            return None
        with self.context.write() as session:
            return welcome(session, request, now=self.context.clock())

    def _device(self, session: Session) -> Device:
        device = session.get(Device, self.checked.manifest.device)
        if device is None or device.keys is None:
            raise Rejected("bundle.unknown_device")
        if device.revoked_at is not None:
            raise Rejected("syncing.revoked")
        request = self.checked.manifest.joining
        if request is not None and request.keys != device.keys:
            raise Rejected("bundle.forged")
        self.caller = Caller(device.id, device.station_id)
        return device

    def _outset(self, session: Session, device: Device) -> Taken:
        station = session.get_one(DistrictStation, device.station_id)
        made_at = datetime.fromtimestamp(_sane(self.checked.manifest.made_at), UTC)
        taken = Taken(station.name, station.division_code, device.letter, made_at)
        manifest = self.checked.manifest
        if manifest.joining and manifest.envelope not in (None, station.envelope):
            taken.verdict = OTHER_SEAL
        closing = self.checked.closing
        self.is_ahead = is_ahead(session, closing, device.station_id)
        if self.is_ahead and not is_followed(session.connection(), closing.incarnation):
            taken.verdict = OLDER  # it lives, and brings everything again
        return taken

    def _answered(self, now: datetime) -> bundle.Answered:
        first = self.checked.first
        return bundle.Answered(
            bundle=self.checked.manifest.bundle,
            device=first.device,
            server=first.server,
            incarnation=first.incarnation,
            after=first.after,
            taken_at=now.timestamp(),
        )

    # -- what it brings -----------------------------------------------------------------------

    def _take_all(self, writer: bundle.ReceiptWriter) -> None:
        frames = bundle.bundle_frames(self.file, reader=self.own)
        next(frames)
        for number, frame in enumerate(frames, start=1):
            if self.taken.verdict is not None:
                return
            push = bundle.push_of(frame)
            if push.batch is not None:
                self._take_batch(writer, push)
            self.progress.step(number, self.checked.messages)
        self._take_last_word()

    def _take_batch(self, writer: bundle.ReceiptWriter, push: wire.Push) -> None:
        try:
            with self.context.write() as session:
                self._device(session)
                receipt, is_new = self._kept(session, push)
        except Rejected as error:
            if error.code not in (COPIED, OLDER):
                raise
            self.taken.verdict = error.code
            return
        writer.add(receipt)
        self.taken.batches += 1
        self.taken.known += not is_new
        self.taken.records += receipt.taken if is_new else 0
        self.taken.conflicts += receipt.conflicts if is_new else 0
        self.taken.refused += len(receipt.refused)

    def _kept(self, session: Session, push: wire.Push) -> tuple[wire.Receipt, bool]:
        """The receipt of a batch; one of a former life comes late, and asks where it would change.

        What is known stays known: the same file again is no news.
        """
        exchange = self._exchange(session, push)
        assert push.batch is not None
        known = stored_receipt(exchange, push.batch)
        if known is None and is_followed(session.connection(), push.incarnation):
            self.is_late = True
            late = as_questions(session.connection(), push, after=last_batch(exchange))
            exchange = self._exchange(session, late)
        kept = keep_batch(exchange)
        assert kept.receipt is not None
        return kept.receipt, kept.is_new

    def _exchange(self, session: Session, push: wire.Push) -> Exchange:
        return Exchange(session.connection(), self.caller, push, self.context.clock())

    def _take_last_word(self) -> None:
        """A file without batches of a PC that does not know its own last batch is a copy's.

        What came late was taken, but whoever still lives that life must begin a new one.
        """
        push = self.checked.closing
        if self.is_late or self.is_ahead:
            self.taken.verdict = OLDER if self.is_ahead else COPIED
            return
        with self.context.read() as session:
            exchange = self._exchange(session, push)
            last = last_batch(exchange)
            is_known = push.after == last
            if not is_known and push.after is not None and self.checked.messages > 1:
                is_known = stored_receipt(exchange, push.after) is not None  # just now, or by line
        if not is_known:
            self.taken.verdict = COPIED
            return
        whole = msgspec.structs.replace(push, complete=push.complete and not self.taken.refused)
        with self.context.write() as session:
            now = self.context.clock()
            note_reported(session, whole, made_at=self.taken.made_at, now=now)

    # -- what goes back -----------------------------------------------------------------------

    def _send_down(self, writer: bundle.ReceiptWriter) -> None:
        push, more = self.checked.closing, True
        while more:
            page, more = self._page(push)
            writer.add(page)
            reply = wire.unpack(page.reply, wire.Reply)
            self.taken.sent_down += sum(len(rows.ids) for rows in reply.rows)
            push = msgspec.structs.replace(
                push, cursor=reply.cursor, district_cursor=reply.district_cursor
            )

    def _page(self, push: wire.Push) -> tuple[bundle.Page, bool]:
        """A page as it stands, and the sender's last batch that it may build on, read after it."""
        with self.context.read() as session:
            found = read_page(session.connection(), self.caller.station_id, push)
            last = last_batch(self._exchange(session, push))
        reply = wire.Reply(
            protocol=wire.PROTOCOL,
            schema=wire.SCHEMA,
            server=push.server,
            server_time=self.context.clock().timestamp(),
            cursor=found.cursor,
            district_cursor=found.district_cursor,
            rows=found.rows,
            more=found.more,
        )
        page = bundle.Page(push.cursor, push.district_cursor, last, wire.pack(reply))
        return page, found.more

    def _log(self) -> None:
        _LOG.info(
            "bundle taken",
            extra={
                "station": str(self.caller.station_id),
                "device": str(self.caller.device_id),
                "bundle": str(self.checked.manifest.bundle),
                "batches": self.taken.batches,
                "known": self.taken.known,
                "refused": self.taken.refused,
                "verdict": self.taken.verdict,
            },
        )


def _sane(seconds: float) -> float:
    """A moment of a PC's clock, brought into the range of dates."""
    return min(max(seconds, 0.0), 253402300799.0) if seconds == seconds else 0.0  # noqa: PLR0124


def receipt_name(taken: Taken, now: datetime) -> str:
    """A name for the receipt file; nothing of people."""
    when = f"{now.astimezone():%Y%m%d-%H%M}"
    return f"{taken.division_code}-{taken.letter}-{when}{bundle.RECEIPT_SUFFIX}"


def joining_file(
    session: Session, station: DistrictStation, *, code: str, address: str | None
) -> bytes:
    """The file by which a PC without a line joins its station."""
    return bundle.write_joining(
        bundle.Joining(
            version=bundle.JOINING_VERSION,
            server=server_id(session),
            keys=keys.public_keys(session).raw,
            division_code=station.division_code,
            station_name=station.name,
            code=code,
            address=address,
            envelope=station.envelope,
        )
    )


def known_bundle(taken: Taken) -> bool:
    """Whether the file brought nothing that was not here before."""
    return taken.verdict is None and taken.batches > 0 and taken.known == taken.batches
