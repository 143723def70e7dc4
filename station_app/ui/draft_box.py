"""Half-written forms, kept while one types, on a thread of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from station_app.domain.half_written import HalfWritten
from station_app.errors import StationError
from station_app.ui.components.form import Form
from station_app.ui.components.text_input import TextArea, TextInput

PAUSE_MS = 1500


class DraftFile(Protocol):
    """What the box needs of the file of drafts."""

    def keep(self, one: HalfWritten) -> None:
        """Keep it in the place of the one before."""

    def all(self) -> list[HalfWritten]:
        """All, the newest first."""

    def discard(self, form: str, subject: str) -> None:
        """Throw one away."""

    def close(self) -> None:
        """Let the file go."""


class DraftBox(QObject):
    """The drafts as they stand; the file follows on its own thread."""

    changed = Signal()
    failed = Signal(str)

    def __init__(
        self,
        file: DraftFile | None,
        *,
        clock: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._file, self._clock = file, clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="drafts")
        self._here: dict[tuple[str, str], HalfWritten] = {}
        if file is not None:
            self._here = {(one.form, one.subject): one for one in file.all()}

    def all(self) -> list[HalfWritten]:
        """The newest first."""
        return sorted(self._here.values(), key=lambda one: one.kept_at, reverse=True)

    def find(self, form: str, subject: str = "") -> HalfWritten | None:
        """What was begun on this subject."""
        return self._here.get((form, subject))

    def keep(self, form: str, subject: str, title: str, fields: dict[str, str]) -> None:
        """Keep what stands in a form."""
        made = HalfWritten(form, subject, title, fields, self._clock())
        self._here[form, subject] = made
        if self._file is not None:
            self._thread.submit(self._write, made)
        self.changed.emit()

    def discard(self, form: str, subject: str = "") -> None:
        """The form was saved or given up."""
        if self._here.pop((form, subject), None) is None:
            return
        if self._file is not None:
            self._thread.submit(self._file.discard, form, subject)
        self.changed.emit()

    def close(self) -> None:
        """Write what is waiting, then let the file go."""
        self._thread.shutdown(wait=True)
        if self._file is not None:
            self._file.close()

    def _write(self, draft: HalfWritten) -> None:
        if self._file is None:
            return
        try:
            self._file.keep(draft)
        except StationError as error:
            self.failed.emit(error.code)


class DraftKeeper(QObject):
    """Watches a form and keeps its texts a moment after typing stops."""

    kept = Signal(object)
    """The moment at which the draft was kept."""

    def __init__(self, box: DraftBox, name: str, form: Form, parent: QObject) -> None:
        super().__init__(parent)
        self._box, self._name, self._form = box, name, form
        self._subject, self._title = "", ""
        self._untouched: dict[str, str] = {}
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.keep_now)
        for row in form.rows.values():
            if isinstance(row.field, TextInput):
                row.field.textEdited.connect(self._pause.start)
            elif isinstance(row.field, TextArea):
                row.field.textChanged.connect(self._typed)

    def begin(self, subject: str, title: str) -> bool:
        """Start on a subject; puts back what was begun, and says whether there was something.

        What stands in the form by now was filled in by the program: alone it is no draft.
        """
        self._pause.stop()
        self._subject, self._title = subject, title
        self._untouched = self._texts()
        found = self._box.find(self._name, subject)
        if found is None:
            return False
        for name, text in found.fields.items():
            field = self._form.rows[name].field if name in self._form.rows else None
            if isinstance(field, TextInput | TextArea):
                field.setText(text)
        return True

    def keep_now(self) -> None:
        """Keep the texts of all fields."""
        self._pause.stop()
        fields = self._texts()
        if fields == self._untouched:
            self._box.discard(self._name, self._subject)
        elif any(fields.values()):
            self._box.keep(self._name, self._subject, self._title, fields)
            found = self._box.find(self._name, self._subject)
            self.kept.emit(found.kept_at if found else None)

    def done(self) -> None:
        """The form was saved, or given up for good."""
        self._pause.stop()
        self._box.discard(self._name, self._subject)

    def _texts(self) -> dict[str, str]:
        return {
            name: row.field.text()
            for name, row in self._form.rows.items()
            if isinstance(row.field, TextInput | TextArea)
        }

    def _typed(self) -> None:
        focused = any(row.field.hasFocus() for row in self._form.rows.values())
        if focused:
            self._pause.start()
