"""The door to half-written forms for the window."""

import logging
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path

from station_app.domain.half_written import HalfWritten
from station_app.errors import Unavailable
from station_app.paths import Paths
from station_app.store.drafts import Draft, Drafts
from station_app.store.keys import Keys

log = logging.getLogger(__name__)
ASIDE = "drafts-unreadable.db"
UNREADABLE = "store.drafts_unreadable"


class DraftFile:
    """The encrypted file of drafts; may be used from any one thread at a time.

    Where no file can be had the work goes on, and each keeping says why.
    """

    def __init__(self, drafts: Drafts | None, *, why: str = "store.drafts") -> None:
        self._drafts, self._why = drafts, why

    def keep(self, one: HalfWritten) -> None:
        """Keep it in the place of the one before; `Unavailable` when the disk is full."""
        if self._drafts is None:
            raise Unavailable(self._why)
        self._drafts.keep(Draft(*astuple(one)))

    def all(self) -> list[HalfWritten]:
        """All, the newest first."""
        kept = self._drafts.all() if self._drafts is not None else []
        return [HalfWritten(*astuple(one)) for one in kept]

    def discard(self, one: HalfWritten) -> None:
        """Throw one away: it was saved, or its time has passed."""
        if self._drafts is not None:
            self._drafts.discard(one.form, one.subject, one.by)

    def close(self) -> None:
        """Let the file go."""
        if self._drafts is not None:
            self._drafts.close()


def open_drafts(paths: Paths, keys: Keys) -> DraftFile:
    """The drafts of this PC.

    Nobody is kept from his work by them: a file that nothing can be read from is put aside and
    begun anew, and where none can be had at all, keeping says so. One that is only held by another
    program (a scanner, a copy being made) stays where it is: it is there again the next time.
    """
    try:
        return DraftFile(Drafts(paths.drafts, keys.data))
    except Unavailable as error:
        log.warning("the file of drafts could not be opened: %s", error.code)
        first = error
    with suppress(OSError, Unavailable):
        if first.code == UNREADABLE and paths.drafts.exists():
            _put_aside(paths.drafts)
            return DraftFile(Drafts(paths.drafts, keys.data))
    return DraftFile(None, why=first.code)


def _put_aside(file: Path) -> None:
    """The file with its journal, which must never be played into another one."""
    journal = file.with_name(f"{file.name}-journal")
    if journal.exists():
        journal.replace(file.with_name(f"{ASIDE}-journal"))
    file.replace(file.with_name(ASIDE))
