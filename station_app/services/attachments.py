"""Photos and papers of a record: taken in, put beside it, described, removed, taken back by undo.

A picture is kept in the file of photos first; then its record is written together with the record
that it belongs to, so that an undo takes back both.
"""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

import msgspec
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from station_app.domain.codes import READ_BY_DISTRICT, AttachmentKind, AttachmentOwner
from station_app.domain.kinds import Value
from station_app.errors import Rejected, StationError, Unavailable
from station_app.models.attachment import ATTACHMENT, Attachment
from station_app.models.base import SyncedRecord
from station_app.models.certification import Certification
from station_app.models.person import Person
from station_app.models.plaque import PlaqueEvent
from station_app.models.visit import Visit
from station_app.progress import Progress, Silent
from station_app.services import records
from station_app.services.attachments_box import PhotoBox
from station_app.services.attachments_shrinking import Picture, shrink_all
from station_app.store.photos import NewPhoto

MODEL_OF: dict[str, type[SyncedRecord]] = {
    AttachmentOwner.VISIT: Visit,
    AttachmentOwner.CERTIFICATION: Certification,
    AttachmentOwner.PLAQUE_EVENT: PlaqueEvent,
    AttachmentOwner.PERSON: Person,
}
MOST: dict[str, int] = {AttachmentOwner.VISIT: 6}
"""DOMAIN 2.7: at most six of a visit."""
MOST_OF_ANY = 12


@dataclass(frozen=True, slots=True)
class KeptPhoto:
    """A picture that lies in the file of photos and waits for its record."""

    blob: str
    size: int
    width: int
    height: int
    taken_on: date | None = None
    is_page: bool = False


def keep_pictures(
    session: Session, box: PhotoBox, owner: str, pictures: list[Picture], *, now: datetime
) -> tuple[KeptPhoto, ...]:
    """Put pictures into the file of photos; without a record they are swept away after a while."""
    sealed = owner not in READ_BY_DISTRICT
    key = box.key(session)
    kept: list[KeptPhoto] = []
    with box.open() as photos:
        for one in pictures:
            name = key.name(one.content, sealed=sealed)
            photos.keep(NewPhoto(name, one.content, sealed, key.mark, now))
            photos.keep_thumbnail(name, one.thumbnail)
            size = len(one.content)
            kept.append(KeptPhoto(name, size, one.width, one.height, one.taken_on, one.is_page))
    return tuple(dict.fromkeys(kept))


def attach(
    session: Session, owner: str, owner_id: UUID, kept: tuple[KeptPhoto, ...], *, today: date
) -> list[UUID]:
    """Put pictures beside a record; one that is there already is not put there twice.

    Raises `Rejected("photo.owner_gone" | "photo.too_many")`.
    """
    record = session.get(MODEL_OF[owner], owner_id)
    if record is None or record.deleted:
        raise Rejected("photo.owner_gone")
    there = set(session.scalars(_blobs_of(owner, owner_id)))
    new = [one for one in kept if one.blob not in there]
    most = MOST.get(owner, MOST_OF_ANY)
    if len(there) + len(new) > most:
        raise Rejected("photo.too_many", most=most, count=len(there))
    rows = [_row(owner, owner_id, one, today) for one in new]
    session.add_all(rows)
    return [row.id for row in rows]


def _blobs_of(owner: str, owner_id: UUID) -> Select[str]:
    return select(Attachment.blob).where(
        Attachment.owner == owner, Attachment.owner_id == owner_id, Attachment.deleted.is_(False)
    )


def _row(owner: str, owner_id: UUID, one: KeptPhoto, today: date) -> Attachment:
    values: dict[str, Value] = {
        "owner": str(owner),
        "owner_id": owner_id,
        "kind": _kind(owner, one),
        "blob": one.blob,
        "size": one.size,
        "width": one.width,
        "height": one.height,
        "taken_on": one.taken_on if one.taken_on and one.taken_on <= today else None,
    }
    records.check_choices(ATTACHMENT, values)
    return Attachment(**values)


def _kind(owner: str, one: KeptPhoto) -> str:
    if one.is_page:
        return str(AttachmentKind.SCAN)
    is_proof = owner == AttachmentOwner.CERTIFICATION
    return str(AttachmentKind.PROOF if is_proof else AttachmentKind.PHOTO)


def remove(session: Session, attachment_id: UUID) -> None:
    """Take a photo from its record; undo brings it back, for the picture stays.

    Raises `Rejected("photo.gone")`.
    """
    row = session.get(Attachment, attachment_id)
    if row is None or row.deleted:
        raise Rejected("photo.gone")
    row.deleted = True


def describe(session: Session, attachment_id: UUID, note: str) -> None:
    """Write a few words under a photo; they are for the station alone."""
    row = session.get(Attachment, attachment_id)
    if row is None or row.deleted:
        raise Rejected("photo.gone")
    row.note = note.strip() or None


def used_for_others(session: Session, blobs: tuple[str, ...], person_id: UUID) -> list[str]:
    """Those of these pictures that stand in another person's certification (CE7)."""
    if not blobs:
        return []
    by_record = (
        select(Attachment.blob)
        .join(Certification, Certification.id == Attachment.owner_id)
        .where(
            Attachment.blob.in_(blobs),
            Attachment.deleted.is_(False),
            Certification.person_id != person_id,
            Certification.deleted.is_(False),
        )
    )
    return list(session.scalars(by_record.distinct()))


def count_of(session: Session, owner: str, owner_id: UUID) -> int:
    """How many photos a record has."""
    rows = _blobs_of(owner, owner_id).subquery()
    return session.scalar(select(func.count()).select_from(rows)) or 0


def take_in(
    session: Session,
    box: PhotoBox,
    owner: str,
    sources: tuple[Path | bytes, ...],
    *,
    now: datetime,
    progress: Progress | None = None,
) -> tuple[KeptPhoto, ...]:
    """Shrink files, or pictures from the clipboard, and put them into the file of photos.

    Raises `Rejected("photo.…")` for the first that cannot be taken; then none is.
    """
    pictures = shrink_all(sources, progress=progress)
    return keep_pictures(session, box, owner, pictures, now=now)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """The pictures that were good, and for each of the others why it was not taken."""

    kept: tuple[KeptPhoto, ...]
    refused: tuple[StationError, ...] = ()
    chosen: int = 0


def take_in_good(
    session: Session,
    box: PhotoBox,
    owner: str,
    sources: tuple[Path | bytes, ...],
    *,
    now: datetime,
    progress: Progress | None = None,
) -> TakenIn:
    """Take in what can be taken: one broken file among several does not cost the others."""
    steps = progress or Silent()
    pictures: list[Picture] = []
    refused: list[StationError] = []
    for done, source in enumerate(sources):
        steps.step(done, len(sources))
        try:
            pictures += shrink_all((source,))
        except (Rejected, Unavailable) as error:
            refused.append(error)
    steps.step(len(sources), len(sources))
    kept = keep_pictures(session, box, owner, pictures, now=now) if pictures else ()
    return TakenIn(kept, tuple(refused), len(sources))


def photos_as_text(kept: tuple[KeptPhoto, ...]) -> str:
    """Photos of a half-written form, as its text."""
    return msgspec.json.encode(kept).decode() if kept else ""


def photos_of_text(text: str) -> tuple[KeptPhoto, ...]:
    """The photos of a half-written form; none where the text makes no sense."""
    try:
        return msgspec.json.decode(text.encode(), type=tuple[KeptPhoto, ...]) if text else ()
    except (msgspec.DecodeError, ValueError):
        return ()
