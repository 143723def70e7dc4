"""The fields everything typed goes through: safe for composition, Enter moves on, errors show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from station_app.ui.components.going_on import go_on
from station_app.ui.theme import current, restyle

T = TypeVar("T")

_ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ECHO_MS = 30
"""How soon after a composition an Enter is still the one that ended it."""


@dataclass(frozen=True, slots=True)
class FieldState(Generic[T]):
    """What a field makes of its text: a value, or what is wrong, and what was put right."""

    value: T | None = None
    shown: str = ""
    """The text as it stands in the field once the field is left."""
    cleaned: str = ""
    """What was put right, in words."""
    error: str = ""
    """Which part is wrong and how to put it right."""
    unfinished: bool = False
    """More characters may still make it right, so that the error waits until the field is left."""
    aside: str = ""
    """A result beside the field, such as = 1,500.00."""


class CompositionGuard(QObject):
    """Keeps keys from one text field's neighbours while an input method composes in it.

    During composition no shortcut fires and Enter never submits: some input methods on Windows
    hand both through, and the Enter that ended it comes after it, faster than any finger.
    """

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self.composing = False
        self._echo = QTimer(self, singleShot=True, interval=ECHO_MS)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            if self.composing and not event.preeditString():
                self._echo.start()
            self.composing = bool(event.preeditString())
        elif kind == QEvent.Type.FocusOut:
            self.composing = False
        elif self.composing and kind == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._leaves_undo(watched, event)
        elif kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.keeps(event)
        return False

    def _leaves_undo(self, watched: QObject, event: QKeyEvent) -> bool:
        """Ctrl Z where nothing was typed is the last action's: Qt would swallow it (SETTLED 19)."""
        if not event.matches(QKeySequence.StandardKey.Undo) or _has_undo(watched):
            return False
        event.ignore()
        return True

    def keeps(self, event: QKeyEvent) -> bool:
        """Whether a key belongs to the composition; an Enter with Ctrl never ended one."""
        ends = event.key() in _ENTERS or event.key() == Qt.Key.Key_Escape
        if self.composing:
            return ends or event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return ends and not control and self._echo.isActive()


def _has_undo(field: QObject) -> bool:
    """Whether a text field has something of its own to take back."""
    if isinstance(field, QPlainTextEdit):
        return field.document().isUndoAvailable()
    return isinstance(field, QLineEdit) and field.isUndoAvailable()


class TextInput(QLineEdit):
    """One line of text; Enter goes to the next field, Shift Enter back."""

    left = Signal()
    """The focus has gone elsewhere."""

    def __init__(
        self, *, placeholder: str = "", width: int = 0, enter_moves: bool = True, longest: int = 200
    ) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)  # until a form row gives it its label
        self.setMaxLength(longest)
        self._enter_moves = enter_moves
        self._guard = CompositionGuard(self)
        if width:
            self.setFixedWidth(current().px(width))

    @property
    def composing(self) -> bool:
        """Whether an input method is at work in this field."""
        return self._guard.composing

    def keeps(self, event: QKeyEvent) -> bool:
        """Whether a key belongs to the input method at work in this field."""
        return self._guard.keeps(event)

    @property
    def wrong(self) -> bool:
        """Whether the field shows an error."""
        return bool(self.property("state") == "error")

    def mark_wrong(self, wrong: bool) -> None:
        """Red edge and tint, or none."""
        if self.wrong != wrong:
            self.setProperty("state", "error" if wrong else "")
            restyle(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if self._enter_moves and event.key() in _ENTERS:
            if plain == Qt.KeyboardModifier.NoModifier:
                go_on(self)
                return
            if plain == Qt.KeyboardModifier.ShiftModifier:
                self.focusPreviousChild()
                return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class TextArea(QPlainTextEdit):
    """Several lines of text; Tab leaves it, Enter makes a line."""

    left = Signal()

    def __init__(self, *, placeholder: str = "", lines: int = 3) -> None:
        super().__init__()
        self.setPlaceholderText(placeholder)
        self.setTabChangesFocus(True)
        self._lines = lines
        self._guard = CompositionGuard(self)
        self._fit()

    def text(self) -> str:
        """What was written, without blanks around it."""
        return self.toPlainText().strip()

    def setText(self, words: str) -> None:
        """The same name as in a line edit, so that forms need not know the difference."""
        self.setPlainText(words)

    def mark_wrong(self, wrong: bool) -> None:
        """Red edge and tint, or none."""
        self.setProperty("state", "error" if wrong else "")
        restyle(self)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def _fit(self) -> None:
        self.setFixedHeight(self.fontMetrics().lineSpacing() * self._lines + current().px(14))


class ReadInput(TextInput, Generic[T]):
    """A field that reads its text as it is typed, by a rule given to it."""

    read_again = Signal()
    """The reading has changed."""

    def __init__(
        self,
        read: Callable[[str], FieldState[T]],
        *,
        placeholder: str = "",
        width: int = 0,
        right: bool = False,
        longest: int = 200,
    ) -> None:
        super().__init__(placeholder=placeholder, width=width, longest=longest)
        self._read = read
        self._cleaned, self._cleaned_text = "", ""
        self._was_left = False
        self.reading: FieldState[T] = read("")
        if right:
            self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.textChanged.connect(self._read_text)
        self.textEdited.connect(self._forget_cleaning)
        self.left.connect(self._leave)

    @property
    def value(self) -> T | None:
        """The value, or None while there is none."""
        return self.reading.value

    @property
    def problem(self) -> str:
        """What is wrong, once it may be said."""
        hidden = self.reading.unfinished and not self._was_left
        return "" if hidden else self.reading.error

    @property
    def cleaned(self) -> str:
        """What was put right in what was typed."""
        return self._cleaned or self.reading.cleaned

    def insist(self) -> None:
        """Say now what is wrong, even where more typing might put it right."""
        self._was_left = True
        self._read_text(self.text())

    def _read_text(self, text: str) -> None:
        if text != self._cleaned_text:  # put there by the form: nobody typed what was put right
            self._cleaned = ""
        self.reading = self._read(text)
        self.mark_wrong(bool(self.problem))
        self.read_again.emit()

    def _forget_cleaning(self) -> None:
        self._cleaned = ""
        self._was_left = False

    def _leave(self) -> None:
        self._was_left = True
        self._cleaned, self._cleaned_text = self.cleaned, self.text()
        if self.reading.value is not None and self.reading.shown != self.text():
            self._cleaned_text = self.reading.shown
            self.setText(self.reading.shown)
            return
        self._read_text(self.text())
