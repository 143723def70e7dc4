"""Looks the file of photos through: its pages, its pictures, and those that nothing can bring."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from station_app.errors import Unavailable
from station_app.queries.attachments import missing
from station_app.services.health_check import Problem
from station_app.store.photos import open_photos
from station_app.store.photos_place import PhotoPlace
from station_app.sync import state
from station_app.sync.blobs import is_name


def check_photos(session: Session, place: PhotoPlace) -> list[Problem]:
    """What is wrong with the photos; nothing is changed. A photo still to come is no fault."""
    return list(_problems(session, place))


def _problems(session: Session, place: PhotoPlace) -> Iterator[Problem]:
    here: set[str] = set()
    if place.file.exists():
        try:
            with open_photos(place.file, place.pragma) as photos:
                damaged = photos.damaged()
                here = {one.name for one in photos.held()}
        except Unavailable:
            yield Problem("health.photos_closed", 1)
            return
        if damaged:
            yield Problem("health.photos", damaged)
    if not state.is_enrolled(state.load_state(session)):
        lost = [name for name in missing(session, here) if is_name(name)]
        if lost:
            yield Problem("health.photos_missing", len(lost))
