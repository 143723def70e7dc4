"""Where a PC keeps its photos, and what happens when their file is gone or of another key."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from station_app.errors import Unavailable
from station_app.paths import Paths
from station_app.store.engine import key_pragma
from station_app.store.failures import files_in_words
from station_app.store.photos import Photos, open_photos
from station_app.store.unit_of_work import Store


@dataclass(frozen=True, slots=True)
class PhotoPlace:
    """Where this PC keeps its photos, and the copy that goes with its automatic backups."""

    file: Path
    copy: Path
    pragma: str

    @classmethod
    def of(cls, paths: Paths, data_key: bytes) -> "PhotoPlace":
        """The place of a station whose data key is known."""
        return cls(paths.photos, paths.photos_copy, key_pragma(data_key))

    @classmethod
    def beside(cls, store: Store, paths: Paths) -> "PhotoPlace":
        """The place of an open station."""
        return cls(paths.photos, paths.photos_copy, store.key_pragma)

    def __repr__(self) -> str:
        """Never show a key, not even in a traceback."""
        return "PhotoPlace(…)"

    @contextmanager
    def open(self) -> Iterator[Photos]:
        """The photos; where their file is gone or does not open, those of the copy.

        Another backup may have been put in the place of the records: then the file is of another
        key. It is moved aside, never removed; what is missing comes from the copy or the district.
        """
        with ExitStack() as held:
            try:
                if not self.file.exists():
                    self._take_the_copy()
                photos = held.enter_context(open_photos(self.file, self.pragma))
            except Unavailable as error:
                if error.code != "store.photos":
                    raise
                self._move_aside()
                self._take_the_copy()
                photos = held.enter_context(open_photos(self.file, self.pragma))
            yield photos

    def _take_the_copy(self) -> None:
        if self._opens(self.copy):
            with files_in_words():
                shutil.copyfile(self.copy, self.file)

    def erase(self, name: str) -> None:
        """Leave nothing of a picture on this PC (what a backup elsewhere holds stays there)."""
        for file in (self.file, self.copy):
            if self._opens(file):
                with open_photos(file, self.pragma) as photos:
                    photos.erase(name)

    def _opens(self, file: Path) -> bool:
        if not file.exists():
            return False
        try:
            with open_photos(file, self.pragma):
                return True
        except Unavailable as error:
            if error.code != "store.photos":
                raise
            return False

    def _move_aside(self) -> None:
        if not self.file.exists():
            return
        number = len(list(self.file.parent.glob("photos-unreadable-*.db"))) + 1
        with files_in_words():
            for leftover in self.file.parent.glob(self.file.name + "-*"):
                leftover.unlink()
            self.file.replace(self.file.with_name(f"photos-unreadable-{number}.db"))
