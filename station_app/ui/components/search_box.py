"""The one search box of the header: finds people as one types, in a child frame below it."""

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)

from station_app.ui import icons
from station_app.ui.components.hit_list import HitList, Hits
from station_app.ui.components.painting import key_hint_size, paint_key_hint
from station_app.ui.components.text_input import TextInput
from station_app.ui.theme import colour, current

PAUSE_MS = 8
"""Between the last key and the question, so that fast typing asks once."""

KEYPAD = Qt.KeyboardModifier.KeypadModifier
OF_BOX = frozenset(
    {
        Qt.Key.Key_Return,
        Qt.Key.Key_Enter,
        Qt.Key.Key_Escape,
        Qt.Key.Key_Down,
        Qt.Key.Key_Up,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_PageUp,
    }
)
ASKS = (
    "找人：首字母、姓名、证号尾数、电话、小组",
    "找人：首字母、姓名、证号尾数…",
    "找人：首字母、姓名…",
    "找人",
)
"""What stands in the empty box: the longest that it has room for."""


__all__ = ["Hits", "SearchBox"]


class SearchBox(TextInput):
    """Ctrl F goes here, again selects all; ↑ ↓ Enter work while the focus stays in the box.

    Fingers are faster than answers: ↓ and Enter pressed before the answer is there are kept for it,
    and never fall on the list of what was typed before.
    """

    asked = Signal(str)
    """The text to search for; the answer comes back through `show_hits`."""
    chosen = Signal(object)
    """The key of the hit that was taken."""
    added = Signal(str)
    """Nothing fits: make a new record from this text."""
    emptied = Signal()
    gave_back = Signal()
    """Esc: the focus goes back to where it came from."""
    stepped = Signal(int)
    """↑ ↓ (±1 row, ±8 a page) and Enter (0), where the page has the list."""

    def __init__(self, *, width: int = 470) -> None:
        super().__init__(placeholder=ASKS[0], enter_moves=False)
        px = current().px
        self.setMinimumWidth(px(260))
        self.setMaximumWidth(px(width))
        self.setTextMargins(px(30), 0, px(54), 0)
        self.list_below = HitList(self)
        self.list_below.chosen.connect(self._take)
        self.list_below.added.connect(self.add_new)
        self.own_list = True
        """Pages with a list of their own (人员) set this to False and listen to `asked`."""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._due: list[int] = []
        """Steps and Enters (0) that wait for the answer to what is typed now."""
        self.textChanged.connect(self._typed)

    def show_hits(self, hits: Hits) -> None:
        """Show an answer, unless the question has changed meanwhile."""
        if hits.typed != self.text().strip() or not self.hasFocus() or not self.own_list:
            return
        self.list_below.hits = hits
        self.list_below.open(hits.rows)
        due, self._due = self._due, []
        for step in due:
            self._go(step)

    def put_quietly(self, text: str) -> None:
        """What belongs to the page in front; nothing is asked."""
        self._pause.stop()
        self._due.clear()
        self.list_below.hide()
        self.blockSignals(True)
        self.setText(text)
        self.blockSignals(False)
        self.update()

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
        self._due.clear()
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
        """The keys of the box belong to it, not to a button of the page below that has them too.

        The 打开 of the people's preview has Enter: it would open whom the last answer had chosen.
        """
        asks = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if asks and (self._is_new(event) or _is_of_box(event)):
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
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            step = 0
        if step is not None:
            self._pass_on(step)
        elif event.key() == Qt.Key.Key_Escape:
            self.clear()
            self.gave_back.emit()
        else:
            super().keyPressEvent(event)

    def _pass_on(self, step: int) -> None:
        """To the list below, the page's own, or kept until the answer is there."""
        if self._pause.isActive():
            self._pause.stop()
            self._ask()
        if not self.own_list:
            self.stepped.emit(step)
        elif self.text().strip() and not self._is_answered:
            self._due.append(step)
        else:
            self._go(step)

    @property
    def _is_answered(self) -> bool:
        """Whether the list below shows the answer to what is typed; else it is asked for again."""
        if self.list_below.hits.typed != self.text().strip():
            return False
        if not self.list_below.isVisible():
            self._ask()
        return self.list_below.isVisible()

    def _go(self, step: int) -> None:
        if step:
            self.list_below.move_by(step)
        elif not self.list_below.choose() and self.list_below.isVisible():
            self.add_new()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.list_below.hide()
        super().focusOutEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        margins, t = self.textMargins(), current()
        room = self.width() - margins.left() - margins.right() - 2 * t.px(12)
        fits = (words for words in ASKS if self.fontMetrics().horizontalAdvance(words) <= room)
        self.setPlaceholderText(next(fits, ASKS[-1]))

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


def _is_of_box(event: QEvent) -> bool:
    if not isinstance(event, QKeyEvent) or event.modifiers() & ~KEYPAD:
        return False
    return event.key() in OF_BOX
