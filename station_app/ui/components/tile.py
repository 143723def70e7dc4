"""A large choice with an icon and a second line; one of a few."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from station_app.ui import icons
from station_app.ui.components.painting import rounded
from station_app.ui.theme import colour, current, font
from station_app.ui.tokens import RADIUS_CARD


class ChoiceTile(QAbstractButton):
    """Chosen: tint and a pine edge; the words say it too to whoever reads aloud."""

    def __init__(self, words: str, more: str, *, icon: str, checked: bool = False) -> None:
        super().__init__()
        self._words, self._more, self._icon = words, more, icon
        self.setText(words)
        self.setAccessibleName(f"{words}：{more}" if more else words)
        self.setCheckable(True)
        self.setChecked(checked)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def nextCheckState(self) -> None:
        """Whoever owns the tiles says which one is chosen."""

    def sizeHint(self) -> QSize:
        t = current()
        wide = max(
            QFontMetrics(font("body", bold=True)).horizontalAdvance(self._words),
            QFontMetrics(font("cap")).horizontalAdvance(self._more),
        )
        return QSize(wide + t.px(66), t.px(60 if self._more else 42))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t, on = QPainter(self), current(), self.isChecked()
        box = QRectF(self.rect())
        edge = "primary" if on or self.hasFocus() else "line"
        fill = "tint" if on else "hover" if self.underMouse() else "surface"
        width = 2 if self.hasFocus() else 1.5 if on else 1
        radius = t.px(RADIUS_CARD)
        rounded(painter, box, radius, fill=colour(fill), edge=colour(edge), width=width)
        side = t.px(22)
        where = QRectF(t.px(16), (box.height() - side) / 2, side, side)
        icons.paint(painter, self._icon, where, colour("primary" if on else "text2").name())
        left, flags = t.px(52), int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(font("body", bold=True))
        painter.setPen(colour("primary" if on else "text"))
        first = (
            QRectF(left, t.px(8), box.width(), t.px(24))
            if self._more
            else box.adjusted(left, 0, 0, 0)
        )
        painter.drawText(first, flags, self._words)
        painter.setFont(font("cap"))
        painter.setPen(colour("text2"))
        painter.drawText(QRectF(left, t.px(32), box.width(), t.px(20)), flags, self._more)
