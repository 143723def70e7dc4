"""Chips: tags that state a fact, filters that are switched on and off, and the segmented switch."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from station_app.ui import icons
from station_app.ui.components.painting import rounded
from station_app.ui.theme import colour, current, font
from station_app.ui.tokens import RADIUS_BUTTON, RADIUS_CHIP


class Tag(QWidget):
    """A state or a fact in a small square chip; `meaning` "" is a fact without colour."""

    def __init__(self, words: str, meaning: str = "", *, icon: str = "") -> None:
        super().__init__()
        self._words, self._meaning, self._icon = words, meaning, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """What the tag says."""
        return self._words

    def say(self, words: str, meaning: str = "", *, icon: str = "") -> None:
        """Another state."""
        self._words, self._meaning, self._icon = words, meaning, icon
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return tag_size(self._words, icon=bool(self._icon))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_tag(QPainter(self), QRectF(self.rect()), self._words, self._meaning, self._icon)


def tag_size(words: str, *, icon: bool = False) -> QSize:
    """The room of a tag, also for those painted in table cells."""
    t = current()
    width = QFontMetrics(font("cap")).horizontalAdvance(words) + t.px(15)
    return QSize(width + (t.px(20) if icon else 0), t.height("tag"))


def paint_tag(painter: QPainter, box: QRectF, words: str, meaning: str, icon: str = "") -> None:
    """A tag in a widget or in a table cell."""
    t = current()
    fill = colour(f"{meaning}_t") if meaning else colour("surface")
    edge = colour(f"{meaning}_l") if meaning else colour("line2")
    ink = colour(meaning) if meaning else colour("text2")
    rounded(painter, box, t.px(RADIUS_CHIP), fill=fill, edge=edge)
    inner = box.adjusted(t.px(7), 0, 0, 0)
    if icon:
        side = t.px(15)
        where = QRectF(inner.left(), box.center().y() - side / 2, side, side)
        icons.paint(painter, icon, where, ink.name())
        inner.setLeft(inner.left() + t.px(20))
    painter.setFont(font("cap"))
    painter.setPen(ink)
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter), words)


class _Pressable(QAbstractButton):
    """What filter chips and segments share: hover, focus, arrow keys, size after a style change."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)


class FilterChip(_Pressable):
    """A round chip that switches a filter; its count stands in it, a dot gives urgency."""

    def __init__(
        self, words: str, count: int | None = None, *, dot: str = "", menu: bool = False
    ) -> None:
        super().__init__(words)
        self._count, self._dot, self._menu = count, dot, menu
        self.setCheckable(not menu)

    def set_count(self, count: int | None) -> None:
        """How many the filter would leave."""
        self._count = count
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        t = current()
        body = QFontMetrics(font("small", bold=True))
        width = body.horizontalAdvance(self.text()) + t.px(24)
        width += body.horizontalAdvance(self._tail()) + t.px(6) if self._tail() else 0
        width += t.px(14) if self._dot else 0
        width += t.px(20) if self._menu else 0
        return QSize(width, t.height("filter"))

    def _tail(self) -> str:
        return "" if self._count is None else f"{self._count:,}"

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t, on = QPainter(self), current(), self.isChecked()
        box = QRectF(self.rect())
        over = "hover" if self.underMouse() else "surface"
        edge = "primary" if on or self.hasFocus() else "line2"
        width = 2 if self.hasFocus() else 1
        fill = colour("tint" if on else over)
        rounded(painter, box, box.height() / 2 - 1, fill=fill, edge=colour(edge), width=width)
        x = float(t.px(12))
        x = self._paint_dot(painter, x)
        x = self._write(painter, x, self.text(), "primary" if on else "text", bold=on)
        if self._tail():
            self._write(
                painter, x + t.px(6), self._tail(), "primary" if on else "text2", bold=False
            )
        if self._menu:
            side = t.px(16)
            where = QRectF(self.width() - t.px(10) - side, (self.height() - side) / 2, side, side)
            icons.paint(painter, "chevron-down", where, colour("text2").name())

    def _paint_dot(self, painter: QPainter, x: float) -> float:
        if not self._dot:
            return x
        side = current().px(8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour({"grey": "field"}.get(self._dot, self._dot)))
        painter.drawEllipse(QRectF(x, (self.height() - side) / 2, side, side))
        return x + current().px(14)

    def _write(self, painter: QPainter, x: float, words: str, ink: str, *, bold: bool) -> float:
        painter.setFont(font("small", bold=bold))
        painter.setPen(colour(ink))
        width = painter.fontMetrics().horizontalAdvance(words)
        painter.drawText(
            QRectF(x, 0, width + 2, self.height()), int(Qt.AlignmentFlag.AlignVCenter), words
        )
        return x + width


class _Segment(_Pressable):
    """One view of a switch."""

    def sizeHint(self) -> QSize:
        t = current()
        width = QFontMetrics(font("small", bold=True)).horizontalAdvance(self.text())
        return QSize(width + t.px(26), t.height("input") - t.px(4))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, on = QPainter(self), self.isChecked()
        if on or self.hasFocus():
            edge = colour("primary" if self.hasFocus() else "line2")
            fill = colour("surface") if on else None
            width = 2 if self.hasFocus() else 1
            radius = current().px(RADIUS_CHIP)
            rounded(painter, QRectF(self.rect()), radius, fill=fill, edge=edge, width=width)
        painter.setFont(font("small", bold=on))
        painter.setPen(colour("primary" if on else "text2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Switch(QWidget):
    """One view of several; exactly one is chosen."""

    chosen = Signal(int)

    def __init__(self, choices: Sequence[str], *, at: int = 0) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(2, 2, 2, 2)
        self._row.setSpacing(0)
        self._segments = [self._add(number, words) for number, words in enumerate(choices)]
        self._segments[at].setChecked(True)
        self._group.idClicked.connect(self.chosen)

    @property
    def at(self) -> int:
        """The number of the chosen view."""
        return self._group.checkedId()

    def choose(self, number: int) -> None:
        """Choose a view as if it had been clicked."""
        self._segments[number].click()

    def rename(self, number: int, words: str) -> None:
        """Another text for a view, for instance with a new count."""
        self._segments[number].setText(words)
        self._segments[number].updateGeometry()

    def _add(self, number: int, words: str) -> _Segment:
        segment = _Segment(words)
        self._group.addButton(segment, number)
        self._row.addWidget(segment)
        return segment

    def paintEvent(self, event: QPaintEvent) -> None:
        radius = current().px(RADIUS_BUTTON)
        box = QRectF(self.rect())
        rounded(QPainter(self), box, radius, fill=colour("grey_t"), edge=colour("line2"))


def chip_row(*chips: QWidget) -> QHBoxLayout:
    """Chips from the left edge; the rest of the line stays free."""
    row = QHBoxLayout()
    row.setSpacing(current().px(8))
    for chip in chips:
        row.addWidget(chip)
    row.addStretch(1)
    return row
