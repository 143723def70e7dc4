"""The one search box of the header: finds people as one types, in a child frame below it."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent

from station_app.ui import icons
from station_app.ui.components.painting import key_hint_size, paint_key_hint
from station_app.ui.components.pop_list import PopList, PopRow
from station_app.ui.components.text_input import TextInput
from station_app.ui.theme import colour, current, font

PAUSE_MS = 8
"""Between the last key and the question, so that fast typing asks once."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The answer to one question."""

    typed: str
    rows: tuple[PopRow, ...]
    total: int = 0
    remark: str = ""
    """For instance: 有 2 位王建国，请看出生年月."""


class _HitList(PopList):
    """The list of hits with a head that counts them and a foot that offers a new record."""

    added = Signal()

    def __init__(self, anchor: TextInput) -> None:
        super().__init__(anchor, head=26, foot=46, most=8)
        self.hits = Hits("", ())

    def wanted_size(self) -> QSize:
        size = super().wanted_size()
        return QSize(max(size.width(), current().px(600)), size.height())

    def _row_height(self) -> int:
        return current().px(44)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.position().y() > self.height() - current().px(46):
            self.hide()
            self.added.emit()
            event.accept()
            return
        super().mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, t = QPainter(self), current()
        flags = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(font("cap"))
        painter.setPen(colour("text2"))
        head = QRectF(t.px(18), t.px(6), self.width(), t.px(26))
        count = f"{self.hits.total} 人" if self.hits.total else "没有找到"
        painter.drawText(head, flags, "，".join(part for part in (count, self.hits.remark) if part))
        top = self.height() - t.px(46)
        painter.fillRect(QRectF(1, top, self.width() - 2, 1), colour("line"))
        self._paint_foot(painter, QRectF(t.px(18), top, self.width() - t.px(36), t.px(46)), flags)

    def _paint_foot(self, painter: QPainter, box: QRectF, flags: int) -> None:
        t, side = current(), current().px(18)
        where = QRectF(box.left(), box.center().y() - side / 2, side, side)
        icons.paint(painter, "user-plus", where, colour("text2").name())
        x, ask = box.left() + t.px(28), "都不是？新增 "
        for words, ink, bold in ((ask, "text", False), (self.hits.typed, "primary", True)):
            painter.setFont(font("body", bold=bold))
            painter.setPen(colour(ink))
            painter.drawText(QRectF(x, box.top(), box.width(), box.height()), flags, words)
            x += painter.fontMetrics().horizontalAdvance(words)
        size = key_hint_size("Ctrl+N")
        hint = QRectF(
            x + t.px(10), box.center().y() - size.height() / 2, size.width(), size.height()
        )
        paint_key_hint(painter, hint, "Ctrl+N", colour("text2"), colour("line2"))
        painter.setFont(font("cap"))
        painter.setPen(colour("text2"))
        right = flags | int(Qt.AlignmentFlag.AlignRight)
        painter.drawText(box, right, "输入汉字、首字母、证号尾数、电话都行")


class SearchBox(TextInput):
    """Ctrl F goes here, again selects all; ↑ ↓ Enter work while the focus stays in the box."""

    asked = Signal(str)
    """The text to search for; the answer comes back through `show_hits`."""
    chosen = Signal(object)
    """The key of the hit that was taken."""
    added = Signal(str)
    """Nothing fits: make a new record from this text."""
    emptied = Signal()
    stepped = Signal(int)
    """↑ ↓ (±1 row, ±8 a page) and Enter (0), where the page has the list."""

    def __init__(self, *, width: int = 470) -> None:
        words = "找人：首字母、姓名、证号尾数、电话、小组"
        super().__init__(placeholder=words, enter_moves=False)
        px = current().px
        self.setMinimumWidth(px(260))
        self.setMaximumWidth(px(width))
        self.setTextMargins(px(30), 0, px(54), 0)
        self.list_below = _HitList(self)
        self.list_below.chosen.connect(self._take)
        self.list_below.added.connect(self.add_new)
        self.own_list = True
        """Pages with a list of their own (人员) set this to False and listen to `asked`."""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.textChanged.connect(self._typed)

    def show_hits(self, hits: Hits) -> None:
        """Show an answer, unless the question has changed meanwhile."""
        if hits.typed != self.text().strip() or not self.hasFocus() or not self.own_list:
            return
        self.list_below.hits = hits
        self.list_below.open(hits.rows)

    def come(self) -> None:
        """Ctrl F: the focus, and everything selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def add_new(self) -> None:
        """Make a new record from what was typed."""
        typed = self.text().strip()
        self.list_below.hide()
        self.clear()
        self.added.emit(typed)

    def _typed(self, text: str) -> None:
        if text.strip():
            self._pause.start()
            return
        self._pause.stop()
        self.list_below.hide()
        self.emptied.emit()

    def _ask(self) -> None:
        self.asked.emit(self.text().strip())

    def _take(self, key: object) -> None:
        self.clear()
        self.chosen.emit(key)

    def event(self, event: QEvent) -> bool:
        """Ctrl N belongs to the open list, not to the page below it."""
        asks = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if asks and self._is_new(event):
            event.accept()
            return True
        return super().event(event)

    def _is_new(self, event: QEvent) -> bool:
        new = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.New)
        return new and self.list_below.isVisible()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_new(event):
            self.add_new()
            return
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: 8,
            Qt.Key.Key_PageUp: -8,
        }
        step = steps.get(Qt.Key(event.key()))
        if step and self.own_list:
            self.list_below.move_by(step)
            return
        if step:
            self.stepped.emit(step)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter(event)
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            return
        super().keyPressEvent(event)

    def _enter(self, event: QKeyEvent) -> None:
        if not self.own_list:
            self.stepped.emit(0)
        elif not self.list_below.choose() and self.list_below.isVisible():
            self.add_new()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.list_below.hide()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter, t, side = QPainter(self), current(), current().px(18)
        where = QRectF(t.px(12), (self.height() - side) / 2, side, side)
        icons.paint(painter, "search", where, colour("text2").name())
        keys = "Escape" if self.text() else "Ctrl+F"
        size = key_hint_size(keys)
        x = self.width() - size.width() - t.px(10)
        box = QRectF(x, (self.height() - size.height()) / 2, size.width(), size.height())
        paint_key_hint(painter, box, keys, colour("text2"), colour("line2"))
