"""Half-written forms, kept while one types on a thread of their own; each is somebody's own."""

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from station_app.domain.half_written import HalfWritten
from station_app.errors import StationError

KEPT_AFTER_GIVING_UP = timedelta(days=30)
"""What was given up can be taken up again for so long."""
SAID_AGAIN_AFTER = timedelta(minutes=1)
"""While nothing can be kept it is said again so often, not with each word that is typed."""


class DraftFile(Protocol):
    """What the box needs of the file of drafts."""

    def keep(self, one: HalfWritten) -> None:
        """Keep it in the place of the one before."""

    def all(self) -> list[HalfWritten]:
        """All, the newest first."""

    def discard(self, one: HalfWritten) -> None:
        """Throw one away."""

    def close(self) -> None:
        """Let the file go."""


class DraftBox(QObject):
    """The drafts of one operator as they stand; the file follows on its own thread.

    Those of other operators stay in the file and are only counted. Those of nobody who may still
    log in (`operators`) are everybody's.
    """

    changed = Signal()
    settling = Signal()
    """Keep now what is being typed: the window is closed, locked, or handed over."""
    written = Signal(object)
    """A draft lies in the file."""
    failed = Signal(str)
    """A draft could not be written: the code of the reason."""

    def __init__(
        self,
        file: DraftFile | None,
        *,
        clock: Callable[[], datetime],
        operator: str = "",
        operators: Collection[str] = (),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._file, self._clock, self._operator = file, clock, operator
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="drafts")
        self._here: dict[tuple[str, str], HalfWritten] = {}
        self._others: dict[str, int] = {}
        self._said_at: datetime | None = None
        for one in reversed(file.all() if file is not None else []):
            self._take_in(one, set(operators) - {operator})

    def all(self) -> list[HalfWritten]:
        """Those that may be continued, the newest first."""
        return self._sorted(given_up=False)

    def given_up(self) -> list[HalfWritten]:
        """Those that were given up not long ago, the newest first."""
        return self._sorted(given_up=True)

    def of_others(self) -> dict[str, int]:
        """How many half-written forms wait for each of the other operators."""
        return dict(self._others)

    def find(self, form: str, subject: str = "") -> HalfWritten | None:
        """What was begun on this subject."""
        found = self._here.get((form, subject))
        return found if found is not None and found.given_up_at is None else None

    def keep(self, form: str, subject: str, title: str, fields: dict[str, str]) -> None:
        """Keep what stands in a form."""
        self._put(HalfWritten(form, subject, title, fields, self._clock(), self._operator))

    def discard(self, form: str, subject: str = "") -> None:
        """The form was saved: nothing is left to continue."""
        found = self.find(form, subject)
        if found is not None:
            self._drop(found)

    def give_up(self, form: str, subject: str = "") -> None:
        """It is not wanted any more; for a while it can still be taken up again."""
        found = self.find(form, subject)
        if found is not None:
            self._put(replace(found, given_up_at=self._clock()))

    def take_up(self, form: str, subject: str = "") -> None:
        """What was given up may be continued after all."""
        found = self._here.get((form, subject))
        if found is not None:
            self._put(replace(found, given_up_at=None))

    def close(self) -> None:
        """Keep what is being typed, write what is waiting, then let the file go."""
        self.settling.emit()
        self._thread.shutdown(wait=True)
        if self._file is not None:
            self._file.close()

    def _take_in(self, one: HalfWritten, others: Collection[str]) -> None:
        if one.by in others:
            self._others[one.by] = self._others.get(one.by, 0) + (one.given_up_at is None)
            return
        if one.given_up_at and self._clock() - one.given_up_at > KEPT_AFTER_GIVING_UP:
            self._forget(one)
            return
        self._here[one.form, one.subject] = one

    def _sorted(self, *, given_up: bool) -> list[HalfWritten]:
        found = [one for one in self._here.values() if (one.given_up_at is not None) == given_up]
        return sorted(found, key=lambda one: one.given_up_at or one.kept_at, reverse=True)

    def _put(self, one: HalfWritten) -> None:
        before = self._here.get((one.form, one.subject))
        if before is not None and before.by != one.by:
            self._forget(before)  # what belonged to nobody belongs to whoever went on with it
        self._here[one.form, one.subject] = one
        if self._file is None:
            self.written.emit(one)
        else:
            self._thread.submit(self._write, one)
        self.changed.emit()

    def _drop(self, one: HalfWritten) -> None:
        del self._here[one.form, one.subject]
        self._forget(one)
        self.changed.emit()

    def _forget(self, one: HalfWritten) -> None:
        if self._file is not None:
            self._thread.submit(self._discard, one)

    def _write(self, draft: HalfWritten) -> None:
        if self._file is None:
            return
        try:
            self._file.keep(draft)
        except StationError as error:
            self._tell(error)
        else:
            self._said_at = None
            self.written.emit(draft)

    def _discard(self, draft: HalfWritten) -> None:
        if self._file is None:
            return
        try:
            self._file.discard(draft)
        except StationError as error:
            self._tell(error)

    def _tell(self, error: StationError) -> None:
        now = self._clock()
        if self._said_at is None or now - self._said_at >= SAID_AGAIN_AFTER:
            self._said_at = now
            self.failed.emit(error.code)
