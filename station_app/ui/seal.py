"""The mark of the program with words beside it, for dark grounds."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from station_app.ui import icons
from station_app.ui import tokens as tk
from station_app.ui.components.painting import rounded
from station_app.ui.theme import current, font


def paint_seal(painter: QPainter, box: QRectF) -> None:
    """The red square with the house."""
    rounded(painter, box, box.width() * 0.19, fill=QColor(tk.SEAL))
    inset = box.width() * 0.18
    icons.paint(painter, "homestar", box.adjusted(inset, inset, -inset, -inset), tk.ON_SEAL)


class Brand(QWidget):
    """Mark, name and one sentence."""

    def __init__(self, name: str, sentence: str, *, size: int = 44) -> None:
        super().__init__()
        self._name, self._sentence, self._size = name, sentence, size
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(current().px(200), current().px(self._size + 4))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), current()
        side = t.px(self._size)
        paint_seal(painter, QRectF(0, 1, side, side))
        x, flags = side + t.px(12), int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(font("h2" if self._size > 40 else "h3", bold=True))
        painter.setPen(QColor(tk.ON_SEAL))
        painter.drawText(QRectF(x, 0, self.width() - x, side * 0.56), flags, self._name)
        painter.setFont(font("small"))
        painter.setPen(QColor(tk.TOAST_DIM))
        words = painter.fontMetrics().elidedText(
            self._sentence, Qt.TextElideMode.ElideRight, self.width() - x
        )
        painter.drawText(QRectF(x, side * 0.56, self.width() - x, side * 0.44), flags, words)
