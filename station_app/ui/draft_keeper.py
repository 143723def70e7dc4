"""Watches a form and keeps what stands in it while one types; puts it back another time."""

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget

from station_app.domain.half_written import HalfWritten
from station_app.ui.components.choice_input import CheckBox, ChoiceInput
from station_app.ui.components.form import Form
from station_app.ui.components.text_input import TextArea, TextInput
from station_app.ui.draft_box import DraftBox

PAUSE_MS = 1500
"""So long after a key at the latest it is kept, also while one types on."""
TICKED, NOT_TICKED = "1", "0"


@runtime_checkable
class Keepable(Protocol):
    """A field of several parts that says itself what is to be kept."""

    def kept_text(self) -> str:
        """What stands in it, as one text."""

    def put_kept(self, text: str) -> None:
        """Put back what was kept."""


class DraftKeeper(QObject):
    """Texts, choices and ticks of a form under its name and subject; never a password."""

    kept = Signal(object)
    """The moment at which the draft was kept; only once it lies in the file."""

    def __init__(
        self,
        box: DraftBox,
        name: str,
        form: Form,
        parent: QObject,
        *,
        boxes: dict[str, CheckBox] | None = None,
    ) -> None:
        super().__init__(parent)
        self._box, self._name, self._form = box, name, form
        self._boxes = boxes or {}
        self._subject, self._title = "", ""
        self._begun = False
        self._untouched: dict[str, str] = {}
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.keep_now)
        box.written.connect(self._written)
        box.settling.connect(self._settle)
        for field in self._fields().values():
            self._watch(field)

    def begin(self, subject: str, title: str) -> bool:
        """Start on a subject; puts back what was begun, and says whether there was something.

        What stands in the form by now was filled in by the program: alone it is no draft.
        """
        self._pause.stop()
        self._subject, self._title, self._begun = subject, title, True
        self._untouched = self._texts()
        found = self._box.find(self._name, subject)
        if found is None:
            return False
        fields = self._fields()
        for name, text in found.fields.items():
            if name in fields:
                _put(fields[name], text)
        return True

    def rename(self, title: str) -> None:
        """The same subject under other words, such as the name of whoever was picked since."""
        self._title = title

    def keep_now(self) -> None:
        """Keep what stands in all fields."""
        self._pause.stop()
        fields = self._texts()
        if fields == self._untouched:
            self._box.discard(self._name, self._subject)
        elif any(text not in ("", NOT_TICKED) for text in fields.values()):
            self._box.keep(self._name, self._subject, self._title, fields)

    def done(self) -> None:
        """The form was saved: there is nothing to continue."""
        self._pause.stop()
        self._begun = False
        self._box.discard(self._name, self._subject)

    def give_up(self) -> None:
        """It is not wanted any more; among what was removed it can still be found."""
        self._pause.stop()
        self._box.give_up(self._name, self._subject)

    def _fields(self) -> dict[str, QWidget]:
        rows = {name: row.field for name, row in self._form.rows.items()}
        return {name: one for name, one in (rows | self._boxes).items() if _is_kept(one)}

    def _watch(self, field: QWidget) -> None:
        if isinstance(field, TextArea):
            field.textChanged.connect(self._typed)
        elif isinstance(field, QAbstractButton):
            field.clicked.connect(self._touched)
        elif isinstance(field, TextInput):
            field.textEdited.connect(self._touched)
        if isinstance(field, ChoiceInput):
            field.chosen.connect(self._touched)
        changed = getattr(field, "changed", None)
        if isinstance(field, Keepable) and changed is not None:
            changed.connect(self._touched)

    def _texts(self) -> dict[str, str]:
        return {name: _text_of(field) for name, field in self._fields().items()}

    def _typed(self) -> None:
        """A text area says the same whether one types or the program fills it in."""
        if any(field.hasFocus() for field in self._fields().values()):
            self._touched()

    def _touched(self, *_anything: object) -> None:
        """Someone who types without a pause is kept up with as well."""
        if not self._pause.isActive():
            self._pause.start()

    def _settle(self) -> None:
        if self._begun and self._pause.isActive():
            self.keep_now()

    def _written(self, one: HalfWritten) -> None:
        if (one.form, one.subject) == (self._name, self._subject) and one.given_up_at is None:
            self.kept.emit(one.kept_at)


def _is_kept(field: QWidget) -> bool:
    """Nothing that is typed blind is ever written down."""
    if isinstance(field, QLineEdit) and field.echoMode() is not QLineEdit.EchoMode.Normal:
        return False
    return isinstance(field, TextInput | TextArea | CheckBox | Keepable)


def _text_of(field: QWidget) -> str:
    if isinstance(field, Keepable):
        return field.kept_text()
    if isinstance(field, CheckBox):
        return TICKED if field.isChecked() else NOT_TICKED
    return field.text() if isinstance(field, TextInput | TextArea) else ""


def _put(field: QWidget, text: str) -> None:
    if isinstance(field, Keepable):
        field.put_kept(text)
    elif isinstance(field, CheckBox):
        field.setChecked(text == TICKED)
    elif isinstance(field, TextInput | TextArea):
        field.setText(text)
    if isinstance(field, ChoiceInput) and field.value is not None:
        field.chosen.emit(field.value)  # what hangs on the choice is shown as if it were made now
