"""The door to half-written forms for the window."""

from station_app.domain.half_written import HalfWritten
from station_app.paths import Paths
from station_app.store.drafts import Draft, Drafts
from station_app.store.keys import Keys


class DraftFile:
    """The encrypted file of drafts; may be used from any one thread at a time."""

    def __init__(self, drafts: Drafts) -> None:
        self._drafts = drafts

    def keep(self, one: HalfWritten) -> None:
        """Keep it in the place of the one before; `Unavailable` when the disk is full."""
        self._drafts.keep(Draft(one.form, one.subject, one.title, one.fields, one.kept_at))

    def all(self) -> list[HalfWritten]:
        """All, the newest first."""
        return [
            HalfWritten(one.form, one.subject, one.title, one.fields, one.kept_at)
            for one in self._drafts.all()
        ]

    def discard(self, form: str, subject: str) -> None:
        """Throw one away: it was saved, or given up."""
        self._drafts.discard(form, subject)

    def close(self) -> None:
        """Let the file go."""
        self._drafts.close()


def open_drafts(paths: Paths, keys: Keys) -> DraftFile:
    """The drafts of this PC; `Unavailable` when their file cannot be opened."""
    return DraftFile(Drafts(paths.drafts, keys.data))
