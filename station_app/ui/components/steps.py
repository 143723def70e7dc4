"""The steps of a piece of work: done, the present one, and those to come."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from station_app.ui import icons
from station_app.ui.theme import colour, current, font


class Steps(QWidget):
    """A row of numbered steps; clicking one that is done says so in `chosen`."""

    chosen = Signal(int)

    def __init__(self, names: Sequence[str], *, at: int = 0) -> None:
        super().__init__()
        self._names, self._at = tuple(names), at
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def at(self) -> int:
        """The number of the present step, from 0."""
        return self._at

    def go(self, number: int) -> None:
        """Move to a step."""
        self._at = number
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        boxes = self._boxes()
        return QSize(round(boxes[-1].right()) + 1, current().px(26))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for number, box in enumerate(self._boxes()):
            if number < self._at and box.contains(event.position()):
                self.chosen.emit(number)

    def _boxes(self) -> list[QRectF]:
        """The place of each step: a circle of 22, a gap of 6, its name."""
        t, boxes, x = current(), [], 0.0
        metrics = QFontMetrics(font("small", bold=True))
        for name in self._names:
            width = t.px(28) + metrics.horizontalAdvance(name)
            boxes.append(QRectF(x, 0, width, t.px(26)))
            x += width + t.px(36)
        return boxes

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        boxes = self._boxes()
        for number, box in enumerate(boxes):
            self._paint_step(painter, number, box)
            if number:
                self._paint_link(painter, boxes[number - 1].right(), box, number <= self._at)

    def _paint_link(self, painter: QPainter, start: float, box: QRectF, done: bool) -> None:
        painter.setPen(QPen(colour("primary" if done else "line2"), 2))
        y, gap = box.center().y(), current().px(9)
        painter.drawLine(round(start + gap), round(y), round(box.left() - gap), round(y))

    def _paint_step(self, painter: QPainter, number: int, box: QRectF) -> None:
        t, now, done = current(), number == self._at, number < self._at
        circle = QRectF(box.left() + 1, (box.height() - t.px(21)) / 2, t.px(21), t.px(21))
        painter.setPen(QPen(colour("primary" if now or done else "line2"), 1.5))
        painter.setBrush(colour("primary" if now else "tint" if done else "surface"))
        painter.drawEllipse(circle)
        if done:
            inset = t.px(4)
            where = circle.adjusted(inset, inset, -inset, -inset)
            icons.paint(painter, "check", where, colour("primary").name())
        else:
            painter.setFont(font("tiny", bold=True))
            painter.setPen(colour("on_primary" if now else "text2"))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, str(number + 1))
        painter.setFont(font("small", bold=now))
        painter.setPen(colour("text" if now else "text2"))
        words = box.adjusted(t.px(28), 0, 0, 0)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self._names[number])
