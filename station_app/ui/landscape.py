"""The evening hills beside log-in and first run: the one picture of the program, painted."""

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QWidget

from station_app.ui import tokens as tk
from station_app.ui.theme import current

_RIDGES = (
    ((0, 0.575), (0.14, 0.54), (0.55, 0.585), (1, 0.60)),
    ((0, 0.665), (0.20, 0.675), (0.58, 0.62), (1, 0.75)),
    ((0, 0.79), (0.28, 0.865), (0.66, 0.745), (1, 0.765)),
    ((0, 0.935), (0.36, 0.905), (0.70, 0.845), (1, 0.885)),
)
"""Each ridge from left to right in shares of width and height, far to near."""
BANDS = 48
SKY_ENDS = 0.62


class Landscape(QWidget):
    """A panel with the landscape as its ground; lay words over it."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, box = QPainter(self), QRectF(self.rect())
        _paint_sky(painter, box)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if not current().large:  # large words need its place
            painter.setBrush(QColor(tk.MOON))
            radius = max(box.height() * 0.035, 18)
            painter.drawEllipse(QPointF(box.width() * 0.74, box.height() * 0.565), radius, radius)
        for ridge, ink in zip(_RIDGES, tk.HILLS, strict=True):
            painter.fillPath(_hill(ridge, box), QColor(ink))


def _paint_sky(painter: QPainter, box: QRectF) -> None:
    """A band for each step between the two colours; Qt's gradient class costs 8 ms to load."""
    top, bottom = (QColor(name) for name in tk.SKY)
    painter.fillRect(box, bottom)
    height = box.height() * SKY_ENDS / BANDS
    for band in range(BANDS):
        share = band / BANDS
        ink = QColor(
            round(top.red() + (bottom.red() - top.red()) * share),
            round(top.green() + (bottom.green() - top.green()) * share),
            round(top.blue() + (bottom.blue() - top.blue()) * share),
        )
        painter.fillRect(0, int(band * height), int(box.width()), int(height) + 2, ink)


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
