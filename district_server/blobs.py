"""Photos of the stations: what the district lacks, pieces in, pieces out, and their erasure.

They lie in the database in the pieces in which they came, so that one backup holds everything and
processes keep nothing. A device reaches the photos of its own station only. The district opens
what is for its eyes (proof of a certification, a plaque on its wall), and can read no sealed one.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, func, insert, select, update

from district_server.auth import Caller
from district_server.models import Blob, BlobPiece, DistrictStation
from station_app.domain.codes import READ_BY_DISTRICT
from station_app.errors import Rejected
from station_app.models.attachment import Attachment
from station_app.sync.blobs import (
    MAX_PHOTO,
    MAX_PIECE,
    Answer,
    Ask,
    Here,
    Missing,
    Taken,
    is_name,
    packed_name,
)

JPEG = b"\xff\xd8\xff"
MEGABYTE = 1024 * 1024
SEALING = 16
"""Bytes by which a sealed photo is longer."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a photo as a device sent it."""

    name: str
    start: int
    size: int
    digest: bytes
    sealed: bool
    content: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """What a device asked for of a photo: bytes `start` to `stop` of `size`."""

    start: int
    stop: int
    size: int
    content: bytes


def answer(connection: Connection, caller: Caller, ask: Ask) -> Answer:
    """Which photos of a device are missing here, and which of those it wants are here."""
    known = _known(connection, caller.station_id, [*ask.mine, *ask.want])
    missing = [
        Missing(name, known[name].received if name in known else 0)
        for name in ask.mine
        if name not in known or known[name].whole_at is None
    ]
    here = [
        Here(name, known[name].size, known[name].digest)
        for name in ask.want
        if name in known and known[name].whole_at is not None
    ]
    return Answer(missing, here)


@dataclass(frozen=True, slots=True)
class _Row:
    size: int
    digest: bytes
    sealed: bool
    received: int
    whole_at: datetime | None


_COLUMNS = (Blob.size, Blob.digest, Blob.sealed, Blob.received, Blob.whole_at)


def _known(connection: Connection, station_id: UUID, names: list[bytes]) -> dict[bytes, _Row]:
    found = {}
    asked = select(Blob.name, *_COLUMNS).where(
        Blob.station_id == station_id, Blob.name.in_([name.hex() for name in names])
    )
    for name, size, digest, sealed, received, whole_at in connection.execute(asked):
        found[packed_name(name)] = _Row(size, digest, sealed, received, whole_at)
    return found


def take(
    connection: Connection, caller: Caller, piece: Piece, *, now: datetime, most_mb: int
) -> Taken:
    """Keep a piece; the answer says where the next one begins, whatever this one was.

    Raises `Rejected("photo.bad_name" | "photo.too_large" | "photo.no_record" | "photo.damaged"
    | "photo.station_full" | "photo.other_content")`.
    """
    _check(piece)
    _lock(connection, caller.station_id)
    row = _row(connection, caller.station_id, piece.name)
    if row is None:
        row = _announce(connection, caller.station_id, piece, now=now, most_mb=most_mb)
    if (row.size, row.digest, row.sealed) != (piece.size, piece.digest, piece.sealed):
        raise Rejected("photo.other_content")
    if row.whole_at is not None or piece.start != row.received:
        return Taken(row.received, row.whole_at is not None)
    return _append(connection, caller.station_id, piece, now)


def _check(piece: Piece) -> None:
    if not is_name(piece.name) or len(piece.digest) != hashlib.sha256().digest_size:
        raise Rejected("photo.bad_name")
    if not 0 < piece.size <= MAX_PHOTO + SEALING or len(piece.content) > MAX_PIECE:
        raise Rejected("photo.too_large")
    if not piece.content or piece.start < 0 or piece.start + len(piece.content) > piece.size:
        raise Rejected("photo.damaged")


def _lock(connection: Connection, station_id: UUID) -> None:
    """Two PCs of a station that send one photo take turns; records have another lock."""
    station = select(DistrictStation.id).where(DistrictStation.id == station_id)
    connection.execute(station.with_for_update())


def _row(connection: Connection, station_id: UUID, name: str) -> _Row | None:
    asked = select(*_COLUMNS).where(Blob.station_id == station_id, Blob.name == name)
    row = connection.execute(asked).one_or_none()
    return None if row is None else _Row(*row)


def _announce(
    connection: Connection, station_id: UUID, piece: Piece, *, now: datetime, most_mb: int
) -> _Row:
    """A photo that is new here: its record must have come, and there must be room for it."""
    owner = connection.scalar(
        select(Attachment.owner)
        .where(Attachment.blob == piece.name, Attachment.station_id == station_id)
        .limit(1)
    )
    if owner is None:
        raise Rejected("photo.no_record")
    if piece.sealed == (owner in READ_BY_DISTRICT):
        raise Rejected("photo.other_content")
    if weight(connection, station_id) + piece.size > most_mb * MEGABYTE:
        raise Rejected("photo.station_full", most=most_mb)
    values = {"size": piece.size, "digest": piece.digest, "sealed": piece.sealed, "received": 0}
    connection.execute(
        insert(Blob).values(station_id=station_id, name=piece.name, announced_at=now, **values)
    )
    return _Row(piece.size, piece.digest, piece.sealed, 0, None)


def _append(connection: Connection, station_id: UUID, piece: Piece, now: datetime) -> Taken:
    connection.execute(
        insert(BlobPiece).values(
            station_id=station_id, name=piece.name, start=piece.start, content=piece.content
        )
    )
    received = piece.start + len(piece.content)
    whole = received == piece.size
    if whole and not _is_sound(connection, station_id, piece):
        erase(connection, station_id, piece.name)
        return Taken(0, False)
    connection.execute(
        update(Blob)
        .where(Blob.station_id == station_id, Blob.name == piece.name)
        .values(received=received, whole_at=now if whole else None)
    )
    return Taken(received, whole)


def _is_sound(connection: Connection, station_id: UUID, piece: Piece) -> bool:
    """Whether all of it is what was announced; what the district opens must be a picture."""
    content = _all_of(connection, station_id, piece.name)
    is_picture = piece.sealed or content.startswith(JPEG)
    return is_picture and hashlib.sha256(content).digest() == piece.digest


def _all_of(connection: Connection, station_id: UUID, name: str) -> bytes:
    pieces = select(BlobPiece.content).where(
        BlobPiece.station_id == station_id, BlobPiece.name == name
    )
    return b"".join(connection.scalars(pieces.order_by(BlobPiece.start)))


def part(connection: Connection, station_id: UUID, name: str, start: int, stop: int) -> Part:
    """Bytes `start` to `stop` of a photo that is whole here, at most `MAX_PIECE` of them.

    Raises `Rejected("photo.bad_name" | "photo.unknown" | "photo.bad_range")`.
    """
    if not is_name(name):
        raise Rejected("photo.bad_name")
    row = _row(connection, station_id, name)
    if row is None or row.whole_at is None:
        raise Rejected("photo.unknown")
    stop = min(stop, row.size, start + MAX_PIECE)
    if not 0 <= start < stop:
        raise Rejected("photo.bad_range")
    pieces = connection.execute(
        select(BlobPiece.start, BlobPiece.content)
        .where(
            BlobPiece.station_id == station_id,
            BlobPiece.name == name,
            BlobPiece.start > start - MAX_PIECE,
            BlobPiece.start < stop,
        )
        .order_by(BlobPiece.start)
    ).all()
    first = pieces[0].start
    content = b"".join(piece.content for piece in pieces)[start - first : stop - first]
    return Part(start, stop, row.size, content)


def picture(connection: Connection, station_id: UUID, name: str) -> bytes | None:
    """A photo for the district's own eyes, as a JPEG; None for a sealed one and a missing one."""
    row = _row(connection, station_id, name)
    if row is None or row.sealed or row.whole_at is None:
        return None
    return _all_of(connection, station_id, name)


def weight(connection: Connection, station_id: UUID) -> int:
    """How many bytes of photos a station has announced here."""
    total = select(func.sum(Blob.size)).where(Blob.station_id == station_id)
    return int(connection.scalar(total) or 0)


def erase(connection: Connection, station_id: UUID, name: str) -> None:
    """Leave nothing of a photo (docs/decisions/0048); what was backed up goes with its backup."""
    for model in (BlobPiece, Blob):
        connection.execute(delete(model).where(model.station_id == station_id, model.name == name))
