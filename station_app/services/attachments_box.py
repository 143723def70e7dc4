"""Where this PC keeps its photos and how they are named: what every job about photos is given."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.models.attachment import Attachment
from station_app.paths import Paths
from station_app.services.attachments_shrinking import thumbnail_of
from station_app.store.keys import Keys
from station_app.store.photos import Photos
from station_app.store.photos_place import PhotoPlace
from station_app.store.unit_of_work import Store
from station_app.sync import state
from station_app.sync.blobs import PhotoKey

KEPT_FOR_FORMS = timedelta(days=60)
"""A picture without a record may stand in a half-written form; after this it is swept away."""


@dataclass(frozen=True, slots=True)
class PhotoBox:
    """The photos of this PC. Each job opens the file for itself; records never wait for it."""

    place: PhotoPlace
    own_seal: bytes

    def __repr__(self) -> str:
        """Never show a key, not even in a traceback."""
        return "PhotoBox(…)"

    @classmethod
    def of(cls, paths: Paths, keys: Keys) -> "PhotoBox":
        """The photos of an open station."""
        return cls(PhotoPlace.of(paths, keys.data), keys.seal)

    def key(self, session: Session) -> PhotoKey:
        """By which pictures are named here: the station's key, or while it is unknown our own.

        What was named by our own is named anew once the words were given (`attachments_names`).
        """
        return PhotoKey.of(state.station_seal(session, self.own_seal) or self.own_seal)

    def station_key(self, session: Session) -> PhotoKey | None:
        """The station's key; None on a second PC until somebody gives the words of the first."""
        seal = state.station_seal(session, self.own_seal)
        return None if seal is None else PhotoKey.of(seal)

    @contextmanager
    def open(self) -> Iterator[Photos]:
        """The file, for the job at hand."""
        with self.place.open() as photos:
            yield photos


@dataclass(frozen=True, slots=True)
class PhotoWeight:
    """How much the photos of this PC weigh."""

    count: int
    size: int


def photo_weight(box: PhotoBox) -> PhotoWeight:
    """How many photos lie here, and how many bytes."""
    with box.open() as photos:
        return PhotoWeight(*photos.weight())


def small_pictures(box: PhotoBox, names: tuple[str, ...]) -> dict[str, bytes]:
    """The small pictures of those photos that are here; made where they have not been made yet."""
    with box.open() as photos:
        found: dict[str, bytes] = {}
        for name in names:
            small = photos.thumbnail(name)
            if small is None and (content := photos.content(name)) is not None:
                small = thumbnail_of(content)
                photos.keep_thumbnail(name, small)
            if small is not None:
                found[name] = small
        return found


def large_picture(box: PhotoBox, name: str) -> bytes | None:
    """A photo; None while it has not come to this PC."""
    with box.open() as photos:
        return photos.content(name)


def erase_photo(box: PhotoBox, name: str) -> None:
    """Leave nothing of a photo on this PC: what erasure calls (docs/decisions/0048)."""
    box.place.erase(name)


def sweep(store: Store, place: PhotoPlace, *, now: datetime) -> int:
    """Remove pictures that no record ever named; returns how many."""
    if not place.file.exists():
        return 0
    with place.open() as photos:
        old = photos.kept_before(now - KEPT_FOR_FORMS)
        with store.read() as session:
            named = set(session.scalars(select(Attachment.blob)))
        unnamed = [name for name in old if name not in named]
    for name in unnamed:
        place.erase(name)
    return len(unnamed)
