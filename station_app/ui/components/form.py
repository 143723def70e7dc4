"""Forms: a label above, the input, one line below for hint, error or what was put right."""

from collections.abc import Mapping
from html import escape
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from station_app.messages.help import FieldHelp, field_help
from station_app.ui.components.help_card import open_help, put_help_away, show_help
from station_app.ui.components.layout import fill
from station_app.ui.components.text import IconMark, Text
from station_app.ui.components.text_input import ReadInput, TextArea, TextInput
from station_app.ui.theme import current


class FormRow(QWidget):
    """One field of a form with its label, its line of help, and its card of help on F1."""

    touched = Signal()
    """Somebody typed or chose something."""

    def __init__(
        self,
        label: str,
        field: QWidget,
        *,
        hint: str = "",
        required: bool = False,
        unit: str = "",
        about: str = "",
    ) -> None:
        super().__init__()
        self.field, self._hint, self._given_error = field, hint, ""
        self.help: FieldHelp | None = field_help(about, label)
        """What F1 shows: by the record's field that it is `about`, else by the label."""
        self.required = required
        self.label = Text(label, "cap", tone="text2")
        self.label.setBuddy(field)
        field.setAccessibleName(label)
        self._aside = Text(unit, "body", tone="text2")
        self._unit = unit
        self._mark = IconMark("circle-alert", tone="red", size=15)
        self._note = Text(hint, "cap", tone="text3", wrap=True)
        self._build()
        self._attach_help()
        self._listen()
        self.refresh()

    @property
    def error(self) -> str:
        """What the line below says is wrong."""
        return self._given_error or self._own_problem()

    @property
    def note(self) -> str:
        """The line below the input."""
        return self._note.text()

    def show_error(self, words: str) -> None:
        """An error found elsewhere, such as by a service; typing takes it away."""
        self._given_error = words
        self.refresh()

    def set_hint(self, words: str) -> None:
        """Another line of help."""
        self._hint = words
        self.refresh()

    def say(self, words: str, tone: str) -> None:
        """A judgement on what is being typed, such as how strong a password is."""
        self._given_error = ""
        self.set_hint(words)
        self._note.set_tone(tone)

    def check(self) -> bool:
        """Whether the field may be saved; says what is wrong if not.

        An earlier answer of a service is forgotten: something else may have been put right.
        """
        self._given_error = ""
        if isinstance(self.field, ReadInput):
            self.field.insist()
        if self.required and not self.error and self._is_empty():
            self._given_error = f"请填{self.label.text()}"
        self.refresh()
        return not self.error

    def refresh(self) -> None:
        """Show the line that matters most: error, what was cleaned, or the hint."""
        cleaned = getattr(self.field, "cleaned", "")
        words, tone, icon = self._hint, "text3", ""
        if self.error:
            words, tone, icon = self.error, "red", "circle-alert"
        elif cleaned:
            words, tone, icon = cleaned, "green", "check"
        self._note.setText(words)
        self._note.set_tone(tone)
        self._note.setVisible(bool(words))
        self._mark.setVisible(bool(icon))
        if icon:
            self._mark.show_icon(icon, tone)
        self._mark_field()
        self._show_aside()

    def event(self, event: QEvent) -> bool:
        """F1 on the field is help on this field, not on the page; Esc then only closes it."""
        override = event.type() == QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._wants(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that the field itself did not take."""
        if not self._wants(event):
            super().keyPressEvent(event)
        elif not put_help_away(self) and self.help is not None:
            show_help(self, self.label.text(), self.help)

    def _wants(self, event: QKeyEvent) -> bool:
        if self.help is None or getattr(self.field, "composing", False):
            return False
        closes = event.key() == Qt.Key.Key_Escape and open_help(self) is not None
        return closes or event.key() == Qt.Key.Key_F1

    def _attach_help(self) -> None:
        if self.help is not None:
            tip = f"<p>{escape(self.help.spoken)}</p>"  # as rich text the tip breaks its lines
            self.label.setToolTip(tip)
            self.field.setToolTip(self.field.toolTip() or tip)
            self.field.setAccessibleDescription(self.help.spoken)

    def _build(self) -> None:
        line, below = QHBoxLayout(), QHBoxLayout()
        fill(line, [self.field, self._aside], 6)
        if self.field.minimumWidth() == self.field.maximumWidth():
            line.addStretch(1)
        fill(below, [self._mark, self._note], 6)
        below.setAlignment(self._mark, Qt.AlignmentFlag.AlignTop)
        below.setStretch(1, 1)
        layout = QVBoxLayout(self)
        fill(layout, [self.label, line, below], 4)
        layout.addStretch(1)
        layout.setSpacing(current().px(4))

    def _listen(self) -> None:
        if isinstance(self.field, ReadInput):
            self.field.read_again.connect(self.refresh)
        elif isinstance(self.field, TextInput):  # a list left half-chosen says so at once
            self.field.left.connect(self.refresh)
        for name in ("textEdited", "chosen", "changed"):
            signal = getattr(self.field, name, None)
            if signal is not None and hasattr(signal, "connect"):
                signal.connect(self._typed)
        if isinstance(self.field, TextArea):  # it knows no other signal
            self.field.textChanged.connect(self._typed)

    def _typed(self, *_anything: object) -> None:
        self._given_error = ""
        self.refresh()
        self.touched.emit()

    def _own_problem(self) -> str:
        return str(getattr(self.field, "problem", ""))

    def _mark_field(self) -> None:
        mark = getattr(self.field, "mark_wrong", None)
        if mark:
            mark(bool(self.error))

    def _show_aside(self) -> None:
        reading = getattr(self.field, "reading", None)
        words = getattr(reading, "aside", "") or self._unit
        self._aside.setText(words)
        self._aside.setVisible(bool(words))

    def _is_empty(self) -> bool:
        value = value_of(self.field)
        return value is None or value == ""


class Form:
    """The rows of one form by name: reads them, fills them, and goes to the first error."""

    def __init__(self, **rows: FormRow) -> None:
        self.rows = rows

    def __getitem__(self, name: str) -> FormRow:
        return self.rows[name]

    def values(self) -> dict[str, Any]:
        """What stands in every field; None where nothing stands."""
        return {name: value_of(row.field) for name, row in self.rows.items()}

    def check(self) -> bool:
        """Whether everything may be saved; if not, the first wrong field gets the focus."""
        wrong = [row for row in self.rows.values() if not row.isHidden() and not row.check()]
        if wrong:
            wrong[0].field.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def explain(self, words: str, name: str) -> None:
        """Show an answer of a service under the field it concerns."""
        self.rows[name].show_error(words)
        self.rows[name].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def fill(self, values: Mapping[str, object]) -> None:
        """Put values into the fields of the same name."""
        for name, value in values.items():
            put_value(self.rows[name].field, value)


def value_of(field: QWidget) -> Any:
    """The value of any input: its typed value, or its text."""
    if hasattr(field, "value"):
        return field.value
    text = field.text().strip() if hasattr(field, "text") else ""
    return text or None


def put_value(field: QWidget, value: object) -> None:
    """Fill any input."""
    if hasattr(field, "put"):
        field.put(value)
    elif hasattr(field, "setText"):
        field.setText("" if value is None else str(value))
