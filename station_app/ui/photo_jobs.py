"""Photos as jobs of the window: where they lie, and fetching one that somebody wants to see."""

from dataclasses import dataclass
from typing import Any

from station_app.services.attachments_box import PhotoBox, large_picture, small_pictures
from station_app.services.attachments_sync import fetch_photo, put_first
from station_app.ui.desk import Desk
from station_app.ui.sync_jobs import ThisPc

Store = Any
"""The open store, which only tasks hold: screens pass it on and never look into it."""
Session = Any
"""A session on a reader's thread, likewise."""


def photo_box(desk: Desk) -> PhotoBox | None:
    """The photos of this PC; None where a page is shown without an open station."""
    return None if desk.keys is None else PhotoBox.of(desk.paths, desk.keys)


def small(_session: Session, box: PhotoBox, names: tuple[str, ...]) -> dict[str, bytes]:
    """The small pictures that are here; on a reader's thread, beside all writing."""
    return small_pictures(box, names)


def large(_session: Session, box: PhotoBox, name: str) -> bytes | None:
    """A picture that is here."""
    return large_picture(box, name)


def _first(_session: Session, box: PhotoBox, name: str) -> None:
    put_first(box, name)


@dataclass(frozen=True, slots=True)
class FetchNow:
    """A photo that somebody wants to see now."""

    here: ThisPc
    box: PhotoBox
    blob: str


def fetch_now(store: Store, wanted: FetchNow) -> bytes | None:
    """Fetch it; None while no PC has sent it."""
    return fetch_photo(wanted.here.desk(store), wanted.box, wanted.blob)


def want_first(desk: Desk, box: PhotoBox, blob: str) -> None:
    """A conversation under way fetches this photo before all others."""
    desk.tasks.read(_first, box, blob)
