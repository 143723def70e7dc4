"""Where the photo of a person stands; until there is one, a pale figure."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from station_app.ui.components.painting import middle_part, rounded
from station_app.ui.theme import colour, current


class Portrait(QWidget):
    """The photo cut to its frame; without one, head and shoulders in the colour of lines."""

    def __init__(self, width: int = 64, height: int = 80) -> None:
        super().__init__()
        self._side = QSize(current().px(width), current().px(height))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("还没有照片")
        self._photo = QPixmap()

    def sizeHint(self) -> QSize:
        return self._side

    def show_photo(self, content: bytes | None) -> None:
        """A photo; None for the pale figure."""
        self._photo = QPixmap()
        if content is not None:
            self._photo.loadFromData(content)
        self.setAccessibleName("还没有照片" if self._photo.isNull() else "照片")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._photo.isNull():
            self._paint_figure()
        else:
            self._paint_photo()

    def _paint_photo(self) -> None:
        painter, box = QPainter(self), QRectF(self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        edge = QPainterPath()
        edge.addRoundedRect(box, current().px(5), current().px(5))
        painter.setClipPath(edge)
        painter.drawPixmap(box, self._photo, middle_part(self._photo, box))

    def _paint_figure(self) -> None:
        painter, box = QPainter(self), QRectF(self.rect())
        radius = current().px(5)
        rounded(painter, box, radius, fill=colour("grey_t"), edge=colour("grey_l"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour("grey_l"))
        wide = box.width()
        centre = QPointF(box.center().x(), box.height() * 0.39)
        painter.drawEllipse(centre, wide * 0.18, wide * 0.18)
        edge = QPainterPath()
        edge.addRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
        painter.setClipPath(edge)
        shoulders = QPointF(box.center().x(), box.height() * 1.03)
        painter.drawEllipse(shoulders, wide * 0.36, box.height() * 0.4)
