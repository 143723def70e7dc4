"""A row of Today: its key, what it is, who and why, how many; the whole row opens the work."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from station_app.ui import icons
from station_app.ui.components.chips import paint_tag, tag_size
from station_app.ui.components.painting import paint_key_hint, rounded
from station_app.ui.theme import colour, current, font


@dataclass(frozen=True, slots=True)
class Due:
    """One thing to do."""

    icon: str
    words: str
    who: str
    count: int
    unit: str
    page: str
    subject: object = None
    meaning: str = "green"
    tag: str = ""
    tag_meaning: str = "amber"


class DueRow(QAbstractButton):
    """Opens by click, by Enter, and by its digit."""

    opened = Signal(object)
    """The thing to do."""

    def __init__(self, due: Due, number: int) -> None:
        super().__init__()
        self.due, self._number = due, number
        self.setAccessibleName(f"{due.words}，{due.count} {due.unit}，{due.who}")
        self.setText(due.words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)
        if number <= 9:
            QShortcut(QKeySequence(str(number)), self).activated.connect(self.click)

    def _open(self) -> None:
        self.opened.emit(self.due)

    def sizeHint(self) -> QSize:
        return QSize(current().px(300), current().px(59))

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.click()
            case Qt.Key.Key_Down:
                self.focusNextChild()
            case Qt.Key.Key_Up:
                self.focusPreviousChild()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), current()
        box = QRectF(self.rect())
        if self.underMouse() or self.hasFocus():
            painter.fillRect(box.adjusted(1, 0, -1, 0), colour("hover"))
        painter.fillRect(QRectF(0, 0, box.width(), 1), colour("line"))
        if self.hasFocus():
            ring = box.adjusted(2, 3, -2, -2)
            rounded(painter, ring, t.px(5), edge=colour("primary"), width=2)
        self._paint_key(painter)
        self._paint_icon(painter)
        self._paint_words(painter, self._paint_count(painter))

    def _paint_key(self, painter: QPainter) -> None:
        if self._number > 9:
            return
        side = current().px(20)
        box = QRectF(current().px(16), (self.height() - side) / 2, side, side)
        paint_key_hint(painter, box, str(self._number), colour("text2"), colour("line2"))

    def _paint_icon(self, painter: QPainter) -> None:
        t = current()
        side = t.px(34)
        tile = QRectF(t.px(50), (self.height() - side) / 2, side, side)
        rounded(painter, tile, t.px(6), fill=colour(f"{self.due.meaning}_t"))
        inset = t.px(7)
        inner = tile.adjusted(inset, inset, -inset, -inset)
        icons.paint(painter, self.due.icon, inner, colour(self.due.meaning).name())

    def _paint_count(self, painter: QPainter) -> float:
        """Count, unit and arrow from the right edge; returns where the words must end."""
        t, middle = current(), self.height()
        side = t.px(18)
        x = self.width() - t.px(16) - side
        arrow = QRectF(x, (middle - side) / 2, side, side)
        icons.paint(painter, "chevron-right", arrow, colour("text2").name())
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        unit_end = x - t.px(16)
        painter.setFont(font("small"))
        painter.setPen(colour("text2"))
        painter.drawText(
            QRectF(unit_end - t.px(60), t.px(2), t.px(60), middle), flags, self.due.unit
        )
        end = unit_end - painter.fontMetrics().horizontalAdvance(self.due.unit) - t.px(6)
        painter.setFont(font("count", bold=True))
        strong = self.due.meaning if self.due.meaning in ("red", "amber") else "text"
        painter.setPen(colour(strong))
        words = f"{self.due.count:,}"
        painter.drawText(QRectF(end - t.px(140), 0, t.px(140), middle), flags, words)
        return end - painter.fontMetrics().horizontalAdvance(words) - t.px(16)

    def _paint_words(self, painter: QPainter, end: float) -> None:
        t, x = current(), current().px(98)
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(font("lead", bold=True))
        painter.setPen(colour("text"))
        line = QRectF(x, t.px(7), end - x, t.px(26))
        painter.drawText(line, flags, self.due.words)
        if self.due.tag:
            width = QFontMetrics(painter.font()).horizontalAdvance(self.due.words)
            size = tag_size(self.due.tag)
            box = QRectF(x + width + t.px(10), t.px(9), size.width(), t.px(22))
            paint_tag(painter, box, self.due.tag, self.due.tag_meaning)
        painter.setFont(font("small"))
        painter.setPen(colour("text2"))
        cut = painter.fontMetrics().elidedText(
            self.due.who, Qt.TextElideMode.ElideRight, int(end - x)
        )
        painter.drawText(QRectF(x, t.px(32), end - x, t.px(20)), flags, cut)
