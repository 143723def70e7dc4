"""Buttons: filled, outlined, text only, quiet and danger; each may show an icon and its key."""

from enum import Enum

from PySide6.QtCore import QEvent, QKeyCombination, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from station_app.ui import icons
from station_app.ui.components.painting import (
    faded,
    key_hint_size,
    paint_key_hint,
    rounded,
)
from station_app.ui.components.text import Text
from station_app.ui.theme import colour, current, font
from station_app.ui.tokens import RADIUS_BUTTON


class Look(Enum):
    """How much a button asks to be pressed."""

    FILLED = "filled"
    OUTLINED = "outlined"
    TEXT = "text"
    QUIET = "quiet"
    DANGER = "danger"


WHOLE, _WITHOUT_PICTURE, BARE = range(3)
"""What a button shows of itself: all, its words and its key, its words alone."""
ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})


class Button(QAbstractButton):
    """A verb of two to six characters; one filled button on a page."""

    def __init__(
        self,
        words: str,
        look: Look = Look.OUTLINED,
        *,
        icon: str = "",
        keys: str = "",
        height: str = "button",
        trailing: str = "",
    ) -> None:
        super().__init__()
        self.setText(words)
        self._look, self._icon, self._keys = look, icon, keys
        self._picture, self._hint_keys = icon, keys
        self._height, self._trailing = height, trailing
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._shortcuts = [self._bind(one) for one in _both_enters(keys)]

    def set_words(self, words: str) -> None:
        """Another text, for instance with a count in it."""
        self.setText(words)
        self.setAccessibleName(words)
        self.updateGeometry()
        self.update()

    def room_given(self, given: int) -> int:
        """How much narrower it is without its picture, or without the hint of its key as well."""
        gap, room = current().px(8), 0
        if given > WHOLE and self._picture and self.text():
            room += current().px(18) + gap
        if given == BARE and self._hint_keys:
            room += key_hint_size(self._hint_keys).width() + gap
        return room

    def give_way(self, given: int) -> None:
        """Show less of it; its key works all the same."""
        bare = given > WHOLE and bool(self.text())
        self._icon = "" if bare else self._picture
        self._keys = "" if given == BARE else self._hint_keys
        self.updateGeometry()
        self.update()

    @property
    def look(self) -> Look:
        """How much it asks to be pressed."""
        return self._look

    def set_look(self, look: Look) -> None:
        """Ask more or less to be pressed: one filled button a page."""
        self._look = look
        self.updateGeometry()
        self.update()

    def answers(self, event: QKeyEvent) -> bool:
        """Whether this is the button's key."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        pressed = QKeySequence(QKeyCombination(modifiers, Qt.Key(event.key())))
        return any(shortcut.key() == pressed for shortcut in self._shortcuts)

    def _bind(self, keys: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.activated.connect(self.click)
        return shortcut

    def sizeHint(self) -> QSize:
        t = current()
        return QSize(self._content_width() + 2 * t.px(self._padding()), t.height(self._height))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus; Ctrl Enter is the key of the main one."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                event.ignore()
            else:
                self.click()
            return
        if event.key() in ARROWS:
            event.ignore()  # they belong to the page or dialog; Qt would walk along the buttons
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.hasFocus():
            rounded(painter, box, current().px(RADIUS_BUTTON), edge=colour("primary"), width=2)
            box = box.adjusted(3, 3, -3, -3)
        self._paint_ground(painter, box)
        self._paint_content(painter)

    def _padding(self) -> int:
        return 12 if self.text() else 8

    def _content_width(self) -> int:
        t = current()
        metrics = QFontMetrics(font("body", bold=self._is_bold()))
        parts = [metrics.horizontalAdvance(self.text())] if self.text() else []
        if self._icon:
            parts.append(t.px(18))
        if self._keys:
            parts.append(key_hint_size(self._keys).width())
        if self._trailing:
            parts.append(t.px(16))
        return sum(parts) + t.px(8) * (len(parts) - 1)

    def _is_bold(self) -> bool:
        return self._look is Look.FILLED

    def _paint_ground(self, painter: QPainter, box: QRectF) -> None:
        fill, edge = self._ground()
        if fill or edge:
            rounded(painter, box, current().px(RADIUS_BUTTON), fill=fill, edge=edge)

    def _ground(self) -> tuple[QColor | None, QColor | None]:
        over = self.underMouse() or self.isDown()
        if not self.isEnabled():
            bare = self._look in (Look.TEXT, Look.QUIET)
            return (None, None) if bare else (colour("sunken"), colour("line"))
        match self._look:
            case Look.FILLED:
                return colour("primary_hover" if over else "primary"), None
            case Look.OUTLINED:
                return colour("hover" if over else "surface"), colour("line2")
            case Look.DANGER:
                return colour("red_t" if over else "surface"), colour("red_l")
            case Look.TEXT:
                return (colour("tint") if over else None), None
        return (colour("hover") if over else None), None

    def _ink(self) -> QColor:
        if not self.isEnabled():
            return colour("disabled")
        names = {
            Look.FILLED: "on_primary",
            Look.OUTLINED: "text",
            Look.TEXT: "primary",
            Look.QUIET: "text2",
            Look.DANGER: "red",
        }
        return colour(names[self._look])

    def _paint_content(self, painter: QPainter) -> None:
        t, ink = current(), self._ink()
        x = (self.width() - self._content_width()) / 2
        if self._icon:
            side = t.px(18)
            where = QRectF(x, (self.height() - side) / 2, side, side)
            icons.paint(painter, self._icon, where, ink.name())
            x += side + t.px(8)
        x = self._paint_words(painter, ink, x)
        if self._keys:
            self._paint_keys(painter, ink, x)
        if self._trailing:
            side = t.px(16)
            where = QRectF(x, (self.height() - side) / 2, side, side)
            icons.paint(painter, self._trailing, where, ink.name())

    def _paint_words(self, painter: QPainter, ink: QColor, x: float) -> float:
        if not self.text():
            return x
        painter.setFont(font("body", bold=self._is_bold()))
        painter.setPen(ink)
        width = painter.fontMetrics().horizontalAdvance(self.text())
        box = QRectF(x, 0, width + 2, self.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), self.text())
        return x + width + current().px(8)

    def _paint_keys(self, painter: QPainter, ink: QColor, x: float) -> None:
        size = key_hint_size(self._keys)
        box = QRectF(x, (self.height() - size.height()) / 2, size.width(), size.height())
        filled = self._look is Look.FILLED
        hint = faded(ink, 0.85) if filled or not self.isEnabled() else colour("text2")
        edge = faded(ink, 0.4) if filled else colour("line2")
        paint_key_hint(painter, box, self._keys, hint, edge)


def icon_button(icon: str, name: str, *, keys: str = "") -> Button:
    """A quiet button that is only a picture; `name` is read aloud and shown as tool tip."""
    button = Button("", Look.QUIET, icon=icon)
    button.setAccessibleName(name)
    button.setToolTip(name)
    if keys:
        button.setShortcut(QKeySequence(keys))
    return button


def button_row(*buttons: QWidget, reason: str = "") -> QHBoxLayout:
    """Buttons at the right edge in reading order; the main one last, the reason before them."""
    row = QHBoxLayout()
    row.setSpacing(current().px(8))
    row.addStretch(1)
    if reason:
        row.addWidget(Text(reason, "small", tone="text2"))
    for button in buttons:
        row.addWidget(button)
    return row


def _both_enters(keys: str) -> list[str]:
    """Enter of the number block counts as Enter."""
    if not keys:
        return []
    if keys.endswith("Return"):
        return [keys, keys.removesuffix("Return") + "Enter"]
    return [keys]
