"""The steps of first run, below each other, each with what was chosen in it."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station_app.ui import icons
from station_app.ui import tokens as tk
from station_app.ui.theme import current, font

PITCH = 59


class StepList(QWidget):
    """On the dark landscape: done, present, to come."""

    def __init__(self, steps: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._steps = list(steps)
        self._at = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def go(self, number: int) -> None:
        """Move to a step."""
        self._at = number
        self.update()

    def tell(self, number: int, chosen: str) -> None:
        """Write what was chosen under a step."""
        self._steps[number] = (self._steps[number][0], chosen)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(current().px(200), current().px(PITCH) * len(self._steps))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, (name, more) in enumerate(self._steps):
            self._paint_mark(painter, number)
            self._paint_words(painter, number, name, more)

    def _circle(self, number: int) -> QRectF:
        side = current().px(29)
        return QRectF(1, number * current().px(PITCH) + 2, side, side)

    def _paint_mark(self, painter: QPainter, number: int) -> None:
        circle, done, now = self._circle(number), number < self._at, number == self._at
        painter.setPen(QPen(QColor(tk.TOAST_DIM), 1) if not (done or now) else Qt.PenStyle.NoPen)
        ground = tk.BADGE if now else tk.TOAST_DIM
        painter.setBrush(QColor(ground) if done or now else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
        if done:
            inset = circle.width() * 0.22
            icons.paint(painter, "check", circle.adjusted(inset, inset, -inset, -inset), tk.SKY[0])
            return
        painter.setFont(font("small", bold=True))
        painter.setPen(QColor(tk.ON_BADGE if now else tk.ON_TOAST))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number + 1))

    def _paint_words(self, painter: QPainter, number: int, name: str, more: str) -> None:
        t, circle = current(), self._circle(number)
        x, flags = circle.right() + t.px(14), int(Qt.AlignmentFlag.AlignVCenter)
        width = self.width() - x
        painter.setFont(font("lead", bold=number == self._at))
        painter.setPen(QColor(tk.ON_TOAST))
        painter.drawText(QRectF(x, circle.top() - 2, width, t.px(24)), flags, name)
        painter.setFont(font("cap"))
        painter.setPen(QColor(tk.TOAST_DIM))
        cut = painter.fontMetrics().elidedText(more, Qt.TextElideMode.ElideRight, int(width))
        painter.drawText(QRectF(x, circle.top() + t.px(22), width, t.px(20)), flags, cut)
