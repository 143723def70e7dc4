"""A password: dots, an eye that shows it, a word when the capital lock seems to be on."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from station_app.ui import icons
from station_app.ui.components.text_input import TextInput
from station_app.ui.theme import colour, current

SHORTEST = 8


class PasswordInput(TextInput):
    """Enter submits; the eye shows what was typed until it is clicked again."""

    submitted = Signal()
    capitals = Signal(bool)
    """Whether capitals come although Shift is not held."""

    def __init__(self, *, width: int = 0, submits: bool = False) -> None:
        super().__init__(width=width, enter_moves=not submits, longest=200)
        self._submits = submits
        self.setEchoMode(QLineEdit.EchoMode.Password)  # with it no input method shows the letters
        self.setTextMargins(0, 0, current().px(26), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._submits and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.submitted.emit()
            return
        typed, shift = event.text(), event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        super().keyPressEvent(event)
        if typed.isascii() and typed.isalpha():  # after the edit, which clears what was said before
            self.capitals.emit(typed.isupper() != bool(shift))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._eye().contains(event.position()):
            hidden = self.echoMode() == QLineEdit.EchoMode.Password
            mode = QLineEdit.EchoMode.Normal if hidden else QLineEdit.EchoMode.Password
            self.setEchoMode(mode)
            return
        super().mousePressEvent(event)

    def hideEvent(self, event: QEvent) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(120), super().minimumSizeHint().height())

    def _eye(self) -> QRectF:
        side = current().px(18)
        return QRectF(
            self.width() - side - current().px(10), (self.height() - side) / 2, side, side
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        shown = self.echoMode() == QLineEdit.EchoMode.Normal
        name = "eye-off" if shown else "eye"
        icons.paint(QPainter(self), name, self._eye(), colour("text2").name())


def strength(password: str) -> tuple[str, str]:
    """What the line under a new password says, and in which tone."""
    if not password:
        return "至少 8 个字，可以是一句话", "text3"
    if len(password) < SHORTEST:
        return f"还差 {SHORTEST - len(password)} 个字", "amber"
    kinds = sum((_has(password, str.isdigit), _has(password, str.isalpha), not password.isalnum()))
    if len(set(password)) < 5:
        return "能用，但重复的字太多，容易猜", "amber"
    if len(password) >= 14 or kinds == 3:
        return "很牢", "green"
    return ("够用，再长一点更牢", "green") if kinds > 1 else ("能用，加几个别的字更牢", "amber")


def _has(password: str, test: object) -> bool:
    return any(test(letter) for letter in password) if callable(test) else False
