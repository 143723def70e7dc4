"""A list below a field: a child frame, never a popup window, because input methods need it so."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from station_app.ui import icons
from station_app.ui.components.painting import rounded
from station_app.ui.theme import colour, current, font

_TICK = 24
"""Width of the column that says which entries are on."""


@dataclass(frozen=True, slots=True)
class PopRow:
    """One entry: bold words with marked letters, a grey middle, a right end."""

    key: object
    words: str
    middle: str = ""
    end: str = ""
    marks: tuple[int, ...] = ()
    """Positions of the letters that were found."""
    bold: bool = False
    due: str = ""
    """What waits there, for lists that show it."""
    ticked: bool | None = None
    """Whether it is on; None in a list of which nothing is turned on."""


class PopList(QWidget):
    """Entries to choose from; the keyboard stays in the field, which hands ↑ ↓ Enter over."""

    chosen = Signal(object)

    def __init__(self, anchor: QWidget, *, head: int = 0, foot: int = 0, most: int = 9) -> None:
        super().__init__()
        self._anchor, self._most = anchor, most
        self._head, self._foot = head, foot
        self._rows: tuple[PopRow, ...] = ()
        self._at = 0
        self._top = 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @property
    def rows(self) -> tuple[PopRow, ...]:
        """What can be chosen."""
        return self._rows

    @property
    def at(self) -> int:
        """The number of the marked entry."""
        return self._at

    def open(self, rows: Sequence[PopRow], *, at: int = 0) -> None:
        """Show entries below the field."""
        self._rows, self._at, self._top = tuple(rows), max(at, 0), 0
        self._keep_in_sight()
        self._place()
        self.show()
        self.raise_()
        self.update()

    def move_by(self, step: int) -> None:
        """Mark another entry."""
        if self._rows:
            self._at = min(max(self._at + step, 0), len(self._rows) - 1)
            self._keep_in_sight()
            self.update()

    def choose(self) -> bool:
        """Take the marked entry; False if there is none."""
        if not self.isVisible() or not self._rows:
            return False
        key = self._rows[self._at].key
        self.hide()
        self.chosen.emit(key)
        return True

    def _row_height(self) -> int:
        return current().px(34)

    def _keep_in_sight(self) -> None:
        self._top = min(self._top, self._at)
        self._top = max(self._top, self._at - self._most + 1)

    def _place(self) -> None:
        window = self._anchor.window()
        if self.parentWidget() is not window:
            self.setParent(window)
            window.installEventFilter(self)
        corner = self._anchor.mapTo(window, QPoint(0, self._anchor.height() + 4))
        size = self.wanted_size()
        if corner.y() + size.height() > window.height():
            above = self._anchor.mapTo(window, QPoint(0, 0)).y() - size.height() - 4
            corner.setY(max(above, 4))
        x = max(min(corner.x(), window.width() - size.width() - 4), 4)
        self.setGeometry(x, corner.y(), size.width(), size.height())

    def wanted_size(self) -> QSize:
        """As wide as the field and what stands in it, as high as the entries."""
        t = current()
        widest = max((self._width_of(row) for row in self._rows), default=0)
        shown = min(len(self._rows), self._most)
        height = shown * self._row_height() + t.px(12 + self._head + self._foot)
        return QSize(max(self._anchor.width(), widest), height)

    def _width_of(self, row: PopRow) -> int:
        metrics = QFontMetrics(font("body", bold=True))
        beside = 70 if row.ticked is None else 70 + _TICK
        return metrics.horizontalAdvance(row.words + row.middle + row.end) + current().px(beside)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(event, QResizeEvent):
            self.hide()
        if event.type() == QEvent.Type.MouseButtonPress:
            self.hide()
        return False

    def _number_at(self, y: float) -> int | None:
        number = int((y - current().px(6 + self._head)) // self._row_height()) + self._top
        return number if 0 <= number < len(self._rows) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().y())
        if number is not None:
            self._at = number
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number = self._number_at(event.position().y())
        if number is not None:
            self._at = number
            self.choose()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.move_by(-1 if event.angleDelta().y() > 0 else 1)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), current()
        rounded(painter, QRectF(self.rect()), t.px(8), fill=colour("surface"), edge=colour("line2"))
        y, height = float(t.px(6 + self._head)), self._row_height()
        beside = t.px(18 if len(self._rows) > self._most else 12)
        for number in range(self._top, min(self._top + self._most, len(self._rows))):
            box = QRectF(t.px(6), y, self.width() - beside, height)
            if number == self._at:
                rounded(painter, box, t.px(5), fill=colour("tint"))
            self._paint_row(painter, box, self._rows[number])
            y += height
        if len(self._rows) > self._most:
            self._paint_place(painter)

    def _paint_place(self, painter: QPainter) -> None:
        """At the right edge, how much of a long list is in sight: there is more to come."""
        t = current()
        whole = self._most * self._row_height()
        long = whole * self._most / len(self._rows)
        top = t.px(6 + self._head) + whole * self._top / len(self._rows)
        bar = QRectF(self.width() - t.px(9), top, t.px(4), long)
        rounded(painter, bar, t.px(2), fill=colour("scroll"))

    def _paint_row(self, painter: QPainter, box: QRectF, row: PopRow) -> None:
        t = current()
        x = box.left() + t.px(10)
        if row.ticked is not None:
            x = _paint_tick(painter, QRectF(x, box.top(), t.px(_TICK), box.height()), row.ticked)
        x = paint_marked(painter, QRectF(x, box.top(), 0, box.height()), row)
        painter.setFont(font("small"))
        painter.setPen(colour("text2"))
        side = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(
            QRectF(x + t.px(12), box.top(), box.width(), box.height()), side, row.middle
        )
        end = box.adjusted(0, 0, -t.px(10), 0)
        painter.drawText(end, side | int(Qt.AlignmentFlag.AlignRight), row.end)


def _paint_tick(painter: QPainter, box: QRectF, ticked: bool) -> float:
    """The mark of an entry that is on, in a column of its own; returns where the words begin."""
    if ticked:
        side = current().px(18)
        place = QRectF(box.left(), box.center().y() - side / 2, side, side)
        icons.paint(painter, "check", place, colour("primary").name())
    return box.right()


def paint_marked(painter: QPainter, box: QRectF, row: PopRow, role: str = "body") -> float:
    """Words with the found letters on a yellow ground; returns where they end."""
    painter.setFont(font(role, bold=row.bold))
    metrics, x = painter.fontMetrics(), box.left()
    for number, letter in enumerate(row.words):
        width = metrics.horizontalAdvance(letter)
        if number in row.marks:
            ground = QRectF(
                x, box.center().y() - metrics.height() * 0.4, width, metrics.height() * 0.8
            )
            painter.fillRect(ground, colour("mark"))
        painter.setPen(colour("text"))
        painter.drawText(
            QRectF(x, box.top(), width + 2, box.height()),
            int(Qt.AlignmentFlag.AlignVCenter),
            letter,
        )
        x += width
    return x
