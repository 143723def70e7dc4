"""Photos and papers: of one record, of a person wherever they stand, and those that are missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from station_app.domain.codes import AttachmentOwner
from station_app.models.attachment import Attachment
from station_app.models.certification import Certification
from station_app.models.person import Person
from station_app.models.plaque import Plaque, PlaqueEvent
from station_app.models.station import Station
from station_app.models.visit import Visit, VisitAttendance
from station_app.queries.merged import files_of
from station_app.queries.standing import standing

MANY = 500
"""Keys in one question."""


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A photo of a record, as a strip of pictures shows it; `day` is that of its event."""

    attachment_id: UUID
    owner: str
    owner_id: UUID
    kind: str
    blob: str
    size: int
    width: int
    height: int
    taken_on: date | None
    note: str | None
    day: date | None = None


def photos_of(session: Session, owner: str, owner_id: UUID) -> list[PhotoRow]:
    """The photos of a record, in the order in which they were added."""
    rows = session.scalars(
        _photos().where(Attachment.owner == str(owner), Attachment.owner_id == owner_id)
    )
    return [_row(one) for one in rows]


def photos_of_plaque(session: Session, plaque_id: UUID) -> list[PhotoRow]:
    """The photos of what happened to a plaque."""
    events = dict(
        session.execute(
            select(PlaqueEvent.id, PlaqueEvent.event_on).where(
                PlaqueEvent.plaque_id == plaque_id, *standing(PlaqueEvent)
            )
        ).all()
    )
    owner = str(AttachmentOwner.PLAQUE_EVENT)
    asked = _photos().where(Attachment.owner == owner, Attachment.owner_id.in_(events))
    return [_row(one, events[one.owner_id]) for one in session.scalars(asked)]


def blobs_of(
    session: Session, owner: AttachmentOwner, keys: Sequence[UUID]
) -> dict[UUID, tuple[str, ...]]:
    """The names of the pictures of such records, for their forms."""
    found: dict[UUID, tuple[str, ...]] = {}
    for start in range(0, len(keys), MANY):
        some = keys[start : start + MANY]
        asked = _photos().where(Attachment.owner == str(owner), Attachment.owner_id.in_(some))
        for one in session.scalars(asked):
            found[one.owner_id] = (*found.get(one.owner_id, ()), one.blob)
    return found


def photos_of_person(session: Session, person_id: UUID) -> list[PhotoRow]:
    """All photos of a person: the portrait, visits, certifications, the plaque of the household.

    The newest event first; portraits before all.
    """
    files = files_of(session, person_id)
    events = dict(_events(session, files))
    if not events:
        return []
    mine: list[ColumnElement[bool]] = [
        and_(Attachment.owner == owner, Attachment.owner_id.in_(keys))
        for owner, keys in _by_owner(events).items()
    ]
    rows = [
        _row(one, events[(one.owner, one.owner_id)])
        for one in session.scalars(_photos().where(or_(*mine)))
    ]
    return sorted(rows, key=lambda row: row.day or date.max, reverse=True)


def standing_pictures(session: Session) -> list[tuple[str, str]]:
    """The names of the pictures of this station's standing records, and what they belong to.

    Records of a person who came from elsewhere name pictures that stay with the other station.
    """
    station = select(Station.id).scalar_subquery()
    asked = select(Attachment.blob, Attachment.owner).where(
        Attachment.deleted.is_(False), Attachment.station_id == station
    )
    return [(name, owner) for name, owner in session.execute(asked.order_by(Attachment.id.desc()))]


def missing(session: Session, here: set[str]) -> list[str]:
    """Names of pictures of standing records that are not among those here, the newest first."""
    names = (name for name, _ in standing_pictures(session) if name not in here)
    return list(dict.fromkeys(names))


_Event = tuple[str, UUID]


def _photos() -> Select[Attachment]:
    return select(Attachment).where(Attachment.deleted.is_(False)).order_by(Attachment.id)


def _row(one: Attachment, day: date | None = None) -> PhotoRow:
    return PhotoRow(
        attachment_id=one.id,
        owner=one.owner,
        owner_id=one.owner_id,
        kind=one.kind,
        blob=one.blob,
        size=one.size,
        width=one.width,
        height=one.height,
        taken_on=one.taken_on,
        note=one.note,
        day=day,
    )


def _events(session: Session, files: list[UUID]) -> list[tuple[_Event, date | None]]:
    """The records that concern a person, with the days on which they happened."""
    owners = AttachmentOwner
    found: list[tuple[_Event, date | None]] = [((owners.PERSON, key), None) for key in files]
    visits = (
        select(Visit.id, Visit.visit_date)
        .join(VisitAttendance, VisitAttendance.visit_id == Visit.id)
        .where(VisitAttendance.person_id.in_(files), *standing(VisitAttendance))
    )
    certifications = select(Certification.id, Certification.certified_on).where(
        Certification.person_id.in_(files), *standing(Certification)
    )
    homes = select(Person.household_id).where(Person.id.in_(files))
    plaques = (
        select(PlaqueEvent.id, PlaqueEvent.event_on)
        .join(Plaque, Plaque.id == PlaqueEvent.plaque_id)
        .where(Plaque.household_id.in_(homes), *standing(PlaqueEvent))
    )
    asked = (
        (owners.VISIT, visits),
        (owners.CERTIFICATION, certifications),
        (owners.PLAQUE_EVENT, plaques),
    )
    for owner, statement in asked:
        found += [((owner, key), day) for key, day in session.execute(statement)]
    return found


def _by_owner(events: dict[_Event, date | None]) -> dict[str, list[UUID]]:
    grouped: dict[str, list[UUID]] = {}
    for owner, key in events:
        grouped.setdefault(owner, []).append(key)
    return grouped
