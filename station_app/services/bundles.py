"""Reporting by stick, upwards: everything without a receipt becomes one sealed, signed file.

Each file holds all that no receipt has confirmed, so a file may be lost, brought twice or brought
late. What it holds is noted as batches before it is written; by line the same batches go under the
same ids. The file is written beside its place and then put there: half a file never stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app import VERSION
from station_app.errors import Rejected
from station_app.messages.labels import label
from station_app.models.change import Change
from station_app.models.identifiers import new_id
from station_app.models.local import BundleMade, CarriedBatch, SyncState
from station_app.models.station import Station
from station_app.progress import Progress, Silent
from station_app.services.bundle_joining import request_by_stick
from station_app.services.district_enrolment import Desk
from station_app.services.district_lives import prepare_file, sealer_of
from station_app.store.context import unit_of
from station_app.store.keys import recovery_envelope
from station_app.store.lock import only_reporter
from station_app.sync import bundle, state, stick_keys, wire
from station_app.sync.bundle_keys import PublicKeys, SecretKeys
from station_app.sync.carried import take_up_carried, unsettled
from station_app.sync.outbox import Batch, end_of, gather_range
from station_app.sync.stick import written_whole

REPORTING = SyncState.__tablename__
CHANGES = 2000
"""Changes in one batch of a file: some 100 KB, so that memory stays flat."""
WANT = 2000
PATIENCE = 90.0
"""Seconds that a stick waits for an attempt on the line to end; a dead line takes half of them."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that is complete on the stick, and how many records it takes away."""

    file: Path
    records: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class _Place:
    """A place between two batches: the one before it, and where in the log it ends."""

    batch: UUID | None
    seq: int


@dataclass(frozen=True, slots=True)
class _Part:
    """A batch of the file: its id, the place after which it begins, where in the log it ends."""

    batch: UUID
    after: _Place
    upto: int
    again: bool


@dataclass(frozen=True, slots=True)
class _Here:
    """What this PC says of itself in every message of the file."""

    state: SyncState
    maker: SecretKeys
    reader: PublicKeys
    target: int


def suggested_name(session: Session, *, now: datetime) -> str:
    """A name for the file; it says which PC and when, and nothing of people."""
    code = session.scalars(select(Station.division_code)).one()
    letter = state.load_state(session).device_letter or "A"
    return f"{code}-{letter}-{now.astimezone():%Y%m%d-%H%M}{bundle.BUNDLE_SUFFIX}"


def export_bundle(desk: Desk, target: Path, *, progress: Progress | None = None) -> Exported:
    """Write everything that waits for a receipt into a file for the district.

    Raises `Rejected("syncing.not_enrolled" | "bundle.keys_unknown")`,
    `Unavailable("bundle.disk_full" | "bundle.not_written")`. A file that was there before is
    replaced only by a whole one.
    """
    with only_reporter(desk.device_file.parent, patience=PATIENCE):
        prepare_file(desk)
        export = _Export(desk, progress or Silent())
        with written_whole(target) as out:
            export.write(out)
        return export.note_written(target)


@dataclass(slots=True)
class _Export:
    desk: Desk
    progress: Progress
    bundle_id: UUID = field(default_factory=new_id)
    records: int = 0
    withheld: bool = False
    missing: set[UUID] = field(default_factory=set)

    def write(self, out: BinaryIO) -> None:
        """Manifest, batches, last word."""
        here = self._here()
        writer = bundle.BundleWriter(
            out, self._manifest(here), reader=here.reader, maker=here.maker
        )
        place = _Place(here.state.last_batch, here.state.acknowledged_seq)
        for part, batch in self._parts(here, place):
            self._count(batch)
            writer.add(wire.pack(_message(here.state, batch, part)))
            place = _Place(part.batch, part.upto)
            self.progress.step(part.upto, max(here.target, part.upto))
        writer.add(wire.pack(self._closing(here, place)))
        writer.finish()

    def _count(self, batch: Batch) -> None:
        self.records += batch.record_count
        self.withheld |= bool(batch.withheld)
        self.missing -= {key for _, key in batch.entries}

    def note_written(self, target: Path) -> Exported:
        """The file is whole: from now on its receipt is waited for."""
        now = self.desk.clock()
        with self.desk.store.write(label("sync.export"), outgoing=False) as session:
            made = session.get_one(BundleMade, self.bundle_id)
            made.written_at, made.records = now, self.records
            unit_of(session).touch(REPORTING, ())  # the light says what is away
        return Exported(target, self.records, now)

    def _here(self) -> _Here:
        with self.desk.store.read() as session:
            here = state.load_state(session)
            request = request_by_stick(session, self.desk)
            if request is None and not state.is_enrolled(here):
                raise Rejected("syncing.not_enrolled")
            maker, reader = stick_keys.device_keys(session), stick_keys.district_keys(session)
            if maker is None or reader is None:
                raise Rejected("bundle.keys_unknown")
            self.missing = {row.record_id for row in state.refused_rows(session)}
            session.expunge(here)
            return _Here(here, maker, reader, _end_of_log(session))

    def _manifest(self, here: _Here) -> bundle.Manifest:
        now = self.desk.clock()
        offset = timedelta(seconds=here.state.clock_offset_seconds or 0)
        assert here.state.server_id is not None
        assert here.state.device_id is not None
        with self.desk.store.write(label("sync.export"), outgoing=False) as session:
            self._note_pending(session)
            session.add(
                BundleMade(
                    id=self.bundle_id, incarnation=here.state.incarnation, made_at=now, records=0
                )
            )
            is_own = state.read_setting(session, state.ENVELOPE) is None
            return bundle.Manifest(
                bundle=self.bundle_id,
                device=here.state.device_id,
                server=here.state.server_id,
                schema=wire.SCHEMA,
                made_at=(now + offset).timestamp(),
                envelope=recovery_envelope(self.desk.key_file) if is_own else None,
                joining=request_by_stick(session, self.desk),
            )

    def _note_pending(self, session: Session) -> None:
        """A batch that went by line and has no answer yet goes into the file under its id."""
        here = state.load_state(session)
        known = {row.batch for row in unsettled(session, here)}
        if here.pending_batch is None or here.pending_batch in known:
            return
        place = _Place(here.last_batch, here.acknowledged_seq)
        upto, again = here.pending_upto or place.seq, bool(here.pending_again)
        batch = self._gathered(session, place.seq, upto, again=again)
        if _size(here, batch) <= wire.MAX_BODY:
            _note(session, here, _Part(here.pending_batch, place, upto, again))
        else:
            state.no_pending(here)  # no line ever took a batch of that size

    def _parts(self, here: _Here, place: _Place) -> Iterator[tuple[_Part, Batch]]:
        """First what earlier files or the line have under way, then what nobody has."""
        again = bool(self.missing)
        for part in self._under_way(place):
            yield part, self._read(part)
            place, again = _Place(part.batch, part.upto), again and not part.again
        while again or place.seq < here.target:
            part, batch = self._plan(here, place, again=again)
            yield part, batch
            place, again = _Place(part.batch, part.upto), False

    def _under_way(self, place: _Place) -> list[_Part]:
        parts: list[_Part] = []
        with self.desk.store.read() as session:
            for row in unsettled(session, state.load_state(session)):
                parts.append(_Part(row.batch, place, row.upto, row.again))
                place = _Place(row.batch, row.upto)
        return parts

    def _plan(self, here: _Here, place: _Place, *, again: bool) -> tuple[_Part, Batch]:
        """The next part of the log that nobody has, noted before it is written."""
        batch = self._measured(here, place, again=again)
        part = _Part(new_id(), place, batch.upto, again)
        with self.desk.store.write(label("sync.export"), outgoing=False) as session:
            now = state.load_state(session)
            _note(session, now, part)
            take_up_carried(session, now)
        return part, batch

    def _measured(self, here: _Here, place: _Place, *, again: bool) -> Batch:
        """As many changes as one message holds; long texts make it fewer."""
        limit = CHANGES
        while True:
            with self.desk.store.read() as session:
                upto = min(end_of(session, place.seq, limit), max(here.target, place.seq))
                batch = self._gathered(session, place.seq, upto, again=again)
            if limit == 1 or _size(here.state, batch) <= wire.MAX_BODY // 2:
                return batch
            limit = max(limit // 4, 1)

    def _read(self, part: _Part) -> Batch:
        with self.desk.store.read() as session:
            return self._gathered(session, part.after.seq, part.upto, again=part.again)

    def _gathered(self, session: Session, after: int, upto: int, *, again: bool) -> Batch:
        sealer = sealer_of(self.desk, session)
        return gather_range(session, after, upto, sealer=sealer, again=again)

    def _closing(self, here: _Here, place: _Place) -> wire.Push:
        """The last word: how far this PC has read, and whether this is all that it wrote."""
        with self.desk.store.read() as session:
            is_all = not state.anything_after(session, place.seq)
        complete = is_all and not self.missing and not self.withheld
        about = wire.About(VERSION, 0 if complete else 1, self.desk.clock().timestamp())
        return _push(here.state, after=place.batch, complete=complete, about=about)


def _note(session: Session, here: SyncState, part: _Part) -> None:
    assert here.incarnation is not None
    session.add(
        CarriedBatch(
            batch=part.batch,
            incarnation=here.incarnation,
            upto=part.upto,
            again=part.again,
            settled=False,
        )
    )
    session.flush()


def _size(here: SyncState, batch: Batch) -> int:
    return len(wire.pack(_message(here, batch, _Part(new_id(), _Place(None, 0), 0, False))))


def _message(here: SyncState, batch: Batch, part: _Part) -> wire.Push:
    return _push(here, after=part.after.batch, batch=part.batch, rows=batch.rows, edits=batch.edits)


def _push(
    here: SyncState,
    *,
    after: UUID | None,
    batch: UUID | None = None,
    complete: bool = False,
    rows: list[wire.Rows] | None = None,
    edits: list[wire.Edits] | None = None,
    about: wire.About | None = None,
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
        after=after,
        batch=batch,
        complete=complete,
        want=WANT,
        rows=rows or [],
        edits=edits or [],
        carried=True,
        former=here.former_incarnation if here.last_batch is None else None,
        kept=here.kept_batch,
        about=about,
    )


def _end_of_log(session: Session) -> int:
    last = session.scalar(select(func.max(Change.seq)).where(Change.outgoing.is_(True)))
    return last or 0
