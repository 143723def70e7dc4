"""The evening hills beside log-in and first run: the one picture of the program, painted."""

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from station_app.ui import tokens as tk

_RIDGES = (
    ((0, 0.575), (0.14, 0.54), (0.55, 0.585), (1, 0.60)),
    ((0, 0.665), (0.20, 0.675), (0.58, 0.62), (1, 0.75)),
    ((0, 0.79), (0.28, 0.865), (0.66, 0.745), (1, 0.765)),
    ((0, 0.935), (0.36, 0.905), (0.70, 0.845), (1, 0.885)),
)
"""Each ridge from left to right in shares of width and height, far to near."""


class Landscape(QWidget):
    """A panel with the landscape as its ground; lay words over it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        sky = QLinearGradient(box.topLeft(), QPointF(0, box.height() * 0.62))
        sky.setColorAt(0, QColor(tk.SKY[0]))
        sky.setColorAt(1, QColor(tk.SKY[1]))
        painter.fillRect(box, sky)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tk.MOON))
        radius = max(box.height() * 0.035, 18)
        painter.drawEllipse(QPointF(box.width() * 0.74, box.height() * 0.565), radius, radius)
        for ridge, ink in zip(_RIDGES, tk.HILLS, strict=True):
            painter.fillPath(_hill(ridge, box), QColor(ink))


def _hill(ridge: tuple[tuple[float, float], ...], box: QRectF) -> QPainterPath:
    points = [QPointF(x * box.width(), y * box.height()) for x, y in ridge]
    path = QPainterPath(points[0])
    for before, after in pairwise(points):
        middle = (before.x() + after.x()) / 2
        path.cubicTo(QPointF(middle, before.y()), QPointF(middle, after.y()), after)
    path.lineTo(box.bottomRight())
    path.lineTo(box.bottomLeft())
    path.closeSubpath()
    return path
