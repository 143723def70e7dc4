"""A state of rows with its count, as a tile that narrows the list to it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QEnterEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from station_app.ui.components.painting import rounded
from station_app.ui.theme import colour, current, font
from station_app.ui.tokens import RADIUS_CARD

LOUD = {"warn": "amber", "bad": "red"}


class StateTile(QAbstractButton):
    """Light and word above, count and remark below."""

    def __init__(self, words: str, light: str) -> None:
        super().__init__()
        self._words, self._light = words, light
        self._count, self._more = 0, ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.say(0, "")

    @property
    def count(self) -> int:
        """How many rows."""
        return self._count

    def say(self, count: int, more: str) -> None:
        """Another count."""
        self._count, self._more = count, more
        self.setAccessibleName(f"{self._words} {count:,} 行{more and f'，{more}'}")
        self.update()

    def nextCheckState(self) -> None:
        """Whoever owns the tiles says which one is chosen."""

    def sizeHint(self) -> QSize:
        t = current()
        return QSize(t.px(120), t.px(38 if t.large else 74))

    def minimumSizeHint(self) -> QSize:
        return QSize(current().px(80), self.sizeHint().height())

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
        loud = LOUD.get(self._light, "") if self._count else ""
        box = QRectF(self.rect())
        edge = (loud or "primary") if on else "line"
        fill = (f"{loud}_t" if loud else "tint") if on else "surface"
        width = 2 if on or self.hasFocus() else 1
        edge = "primary" if self.hasFocus() and not on else edge
        rounded(painter, box, t.px(RADIUS_CARD), fill=colour(fill), edge=colour(edge), width=width)
        flags, left = int(Qt.AlignmentFlag.AlignVCenter), t.px(14)
        self._paint_light(painter, left)
        painter.setFont(font("small", bold=on))
        painter.setPen(colour(loud or "text"))
        head = QRectF(left + t.px(18), t.px(6), box.width(), t.px(24))
        painter.drawText(head, flags, self._words)
        ink = colour(loud or ("text" if self._count else "text3"))
        if t.large:
            self._paint_beside(painter, box, ink)
        else:
            self._paint_below(painter, box, ink, colour(loud or "text2"))

    def _paint_beside(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        """Large mode has room for one line."""
        painter.setFont(font("body", bold=True))
        painter.setPen(ink)
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        painter.drawText(box.adjusted(0, 0, -current().px(12), 0), flags, f"{self._count:,}")

    def _paint_below(self, painter: QPainter, box: QRectF, ink: QColor, second: QColor) -> None:
        t, flags = current(), int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(font("count", bold=True))
        painter.setPen(ink)
        below = QRectF(t.px(14), t.px(32), box.width(), t.px(36))
        painter.drawText(below, flags, f"{self._count:,}")
        wide = painter.fontMetrics().horizontalAdvance(f"{self._count:,}") + t.px(8)
        painter.setFont(font("cap"))
        painter.setPen(second)
        painter.drawText(below.adjusted(wide, t.px(4), 0, 0), flags, self._more)

    def _paint_light(self, painter: QPainter, left: int) -> None:
        t = current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        ink = colour({"grey": "field"}.get(self._light, self._light))
        centre = QRectF(left, t.px(6), t.px(12), t.px(24)).center()
        for side, alpha in ((t.px(14), 0.22), (t.px(9), 1.0)):
            ink.setAlphaF(alpha)
            painter.setBrush(ink)
            painter.drawEllipse(centre, side / 2, side / 2)
