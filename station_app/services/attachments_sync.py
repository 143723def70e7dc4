"""Photos travel after the records, and never make a record wait or fail.

What cannot be sent or fetched now stays as it is and is tried again; what was in the way is noted.
"""

from collections.abc import Callable
from dataclasses import dataclass

import httpx
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.models.attachment import Attachment
from station_app.models.change import Change
from station_app.paths import Paths
from station_app.progress import Progress, Silent
from station_app.queries.attachments import missing, standing_pictures
from station_app.services.attachments_box import PhotoBox
from station_app.services.attachments_names import take_station_names
from station_app.services.attachments_trip import (
    FIRST,
    QUIET,
    TROUBLE,
    PhotosMoved,
    PhotoTrip,
)
from station_app.services.district_enrolment import Desk
from station_app.sync import client, state
from station_app.sync.blob_line import PhotoLine

__all__ = [
    "PhotoState",
    "PhotosMoved",
    "box_of",
    "fetch_photo",
    "move_photos",
    "photo_state",
    "put_first",
]


@dataclass(frozen=True, slots=True)
class PhotoState:
    """How the photos stand: waiting to go up, still to come, and what was in the way last."""

    here: int
    size: int
    to_send: int
    to_come: int
    trouble: str | None
    is_enrolled: bool


def box_of(desk: Desk) -> PhotoBox:
    """The photos of this PC."""
    return PhotoBox.of(Paths(desk.key_file.parent), desk.keys)


def move_photos(
    desk: Desk,
    line: httpx.Client,
    *,
    records: Callable[[], None],
    progress: Progress | None = None,
) -> PhotosMoved:
    """Send and fetch photos; `records` reports what was written meanwhile, between two pieces.

    A photo that cannot travel never fails the reporting of records: what was in the way is noted.
    """
    box = box_of(desk)
    with desk.store.read() as session:
        has_photos = session.scalar(select(Attachment.id).limit(1)) is not None
        quiet = _quiet(session, desk)
    if not has_photos or _is_quiet(box, quiet):
        return PhotosMoved()
    if take_station_names(desk.store, box):
        records()
    with desk.store.read() as session:
        here = state.load_state(session)
        token, life, key = here.token, str(here.incarnation), box.station_key(session)
    assert token is not None
    with box.open() as photos:
        opened = PhotoLine(line, token)
        trip = PhotoTrip(desk, photos, opened, key, life, records, progress or Silent())
        trip.run()
        if trip.is_at_rest():
            photos.write_note(QUIET, quiet)
        return trip.moved


def _quiet(session: Session, desk: Desk) -> str:
    """Nothing is to be done for the photos until the log, the life or the day is another."""
    newest = session.scalar(select(func.max(Change.seq))) or 0
    return f"{newest} {state.load_state(session).incarnation} {desk.clock().date()}"


def _is_quiet(box: PhotoBox, quiet: str) -> bool:
    with box.open() as photos:
        return photos.note(QUIET) == quiet


def fetch_photo(
    desk: Desk, box: PhotoBox, name: str, *, line: httpx.Client | None = None
) -> bytes | None:
    """A photo that somebody wants to see now; None while no PC has sent it.

    A conversation that is under way fetches it before anything else.
    """
    with box.open() as photos:
        if (content := photos.content(name)) is not None:
            return content
        photos.write_note(FIRST, name)
    with desk.store.read() as session:
        here = state.load_state(session)
        url, token, life = here.server_url, here.token, str(here.incarnation)
        key = box.station_key(session)
    if url is None or token is None:
        return None
    with client.line_to(url, line) as opened, box.open() as photos:
        trip = PhotoTrip(desk, photos, PhotoLine(opened, token), key, life, _nothing, Silent())
        trip.fetch_first()
        return photos.content(name)


def put_first(box: PhotoBox, name: str) -> None:
    """Whatever conversation is under way fetches this photo before anything else."""
    with box.open() as photos:
        photos.write_note(FIRST, name)


def photo_state(session: Session, box: PhotoBox) -> PhotoState:
    """How the photos of this PC stand with the district."""
    here = state.load_state(session)
    named = {name for name, _ in standing_pictures(session)}
    if not named and not box.place.file.exists():
        return PhotoState(0, 0, 0, 0, None, state.is_enrolled(here))
    with box.open() as photos:
        count, size = photos.weight()
        held = {one.name for one in photos.held()}
        unsent = {one.name for one in photos.unconfirmed(str(here.incarnation))}
        trouble = photos.note(TROUBLE) or None
    to_come = len(missing(session, held))
    enrolled = state.is_enrolled(here)
    return PhotoState(count, size, len(unsent & named), to_come, trouble, enrolled)


def _nothing() -> None:
    """No records are reported while a single photo is fetched."""
