"""What the window says by itself: message banners, empty states, toasts with undo, expanders."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from station_app.ui import icons
from station_app.ui import tokens as tk
from station_app.ui.components.button import Button, Look
from station_app.ui.components.layout import column, fill, holder, row
from station_app.ui.components.painting import key_hint_size, paint_key_hint, rounded
from station_app.ui.components.text import IconMark, Text
from station_app.ui.theme import current, font, restyle

TOAST_MS = 8000

_ICONS = {"red": "circle-alert", "amber": "triangle-alert", "green": "circle-check", "blue": "info"}

_MORE_AT, _GAP_AT = 2, 3
"""Where the more words and the empty room beside them stand in a banner."""


class Banner(QFrame):
    """One line across the page, in a meaning: icon, bold words, more words, ways out."""

    def __init__(
        self,
        words: str,
        more: str = "",
        *,
        meaning: str = "blue",
        icon: str = "",
        buttons: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        self._mark = IconMark(icon or _ICONS[meaning], tone=meaning)
        self._words = Text(words, "body", bold=bool(more))
        self._more = Text(more, "small", tone="text2", wrap=True)
        if not more:  # never shown here: without a parent it would be a window
            self._more.hide()
        self._row = QHBoxLayout(self)
        fill(self._row, [self._mark, self._words, self._more, None, *buttons], 10)
        px = current().px
        self._row.setContentsMargins(px(16), px(6), px(12), px(6))
        self.setMinimumHeight(px(44))
        self._give_room()
        self.set_meaning(meaning)

    def _give_room(self) -> None:
        """The room that is left belongs to the more words, or to nobody: shared they would wrap."""
        more = bool(self._more.text())
        for at, stretch in ((_MORE_AT, int(more)), (_GAP_AT, int(not more))):
            self._row.setStretch(at, stretch)

    def set_meaning(self, meaning: str) -> None:
        """Another colour, with its icon left as it is."""
        self.setProperty("banner", meaning)
        restyle(self)

    def say(self, words: str, more: str = "", *, meaning: str = "", icon: str = "") -> None:
        """Other words, in another meaning if one is given."""
        self._words.setText(words)
        self._more.setText(more)
        self._more.setVisible(bool(more))
        self._give_room()
        if meaning:
            self.set_meaning(meaning)
            self._mark.show_icon(icon or _ICONS[meaning], meaning)


class Message(QFrame):
    """Something that must be read: bold what happened, then what was kept, then what to do."""

    def __init__(
        self, happened: str, rest: str, *, meaning: str = "red", buttons: Sequence[QWidget] = ()
    ) -> None:
        super().__init__()
        self.setProperty("card", True)
        words = column(
            Text(happened, "body", bold=True, wrap=True),
            Text(rest, "body", tone="text2", wrap=True),
            None,
            row(None, *buttons),
            gap=4,
        )
        layout, mark = QHBoxLayout(self), IconMark(_ICONS[meaning], tone=meaning, size=22)
        fill(layout, [mark, words], 10)
        layout.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        layout.setStretch(1, 1)
        px = current().px
        layout.setContentsMargins(px(16), px(14), px(16), px(14))


def split_sentence(sentence: str) -> tuple[str, str]:
    """The first sentence says what happened and is set bold; the rest follows."""
    head, mark, rest = sentence.partition("。")
    return (head, rest) if mark and rest else (sentence, "")


class Empty(QFrame):
    """Nothing here yet: one pale icon, what is missing, the fastest way to begin."""

    def __init__(
        self,
        icon: str,
        words: str,
        more: str = "",
        *,
        buttons: Sequence[QWidget] = (),
        framed: bool = True,
    ) -> None:
        super().__init__()
        self.setProperty("card", framed)  # False for one that stands in a card already
        self.words, self.more = Text(words, "lead", bold=True), Text(more, "small", tone="text2")
        mark = IconMark(icon, tone="line2", size=40)
        layout = QVBoxLayout(self)
        fill(layout, [None, mark, self.words, self.more, 4, row(None, *buttons, None), None], 8)
        for part in (mark, self.words, self.more):
            layout.setAlignment(part, Qt.AlignmentFlag.AlignHCenter)


class AllWell(QFrame):
    """Good news is quiet: nothing is due, and the next date."""

    def __init__(self, words: str, more: str = "", *, framed: bool = True) -> None:
        super().__init__()
        self.setProperty("card", framed)
        self.words, self.more = Text(words, "h3", bold=True), Text(more, "small", tone="text2")
        layout = QHBoxLayout(self)
        lines = column(self.words, self.more, gap=2)
        fill(layout, [IconMark("circle-check", tone="green", size=26), lines, None], 12)
        px = current().px
        layout.setContentsMargins(px(16), px(12), px(16), px(12))


class Toast(QWidget):
    """A dark line at the bottom: what was done, and the way to take it back."""

    undone = Signal()
    """The word at its right end was clicked."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words, self._way, self._keys, self._icon = "", "", "", "check"
        self._timer = QTimer(self, singleShot=True, interval=TOAST_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def say(self, words: str, *, way: str = "", keys: str = "", icon: str = "check") -> None:
        """Show a line for eight seconds, in place of the one before."""
        self._words, self._way, self._keys, self._icon = words, way, keys, icon
        self.setFixedSize(self.sizeHint())
        self.place()
        self.show()
        self.raise_()
        self._timer.start()

    def place(self) -> None:
        """Bottom centre of the window; beside or above what is to be pressed or read there."""
        parent = self.parentWidget()
        if parent is None:
            return
        wanted = QRect(QPoint(0, 0), self.size())
        wanted.moveCenter(parent.rect().center())
        wanted.moveBottom(parent.height() - current().px(46))
        kept = [_place_in(parent, one) for one in _kept_clear(parent)]
        free = (one for one in _places(wanted, kept, parent.width()) if _is_free(one, kept))
        self.move(next(free, wanted).topLeft())

    def make_room(self) -> None:
        """Something was opened or moved under it."""
        if self.isVisible():
            self.place()

    def sizeHint(self) -> QSize:
        t = current()
        width = t.px(64) + self._advance(self._words, bold=False)
        width += t.px(24) + self._advance(self._way, bold=True) if self._way else 0
        width += t.px(16) + key_hint_size(self._keys).width() if self._keys else 0
        return QSize(width, t.px(44))

    def _advance(self, words: str, *, bold: bool) -> int:
        from_font = font("body", bold=bold)
        painter_metrics = self.fontMetrics().__class__(from_font)
        return painter_metrics.horizontalAdvance(words)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._way:
            self.undone.emit()
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), current()
        edge, box = QColor(tk.TOAST_EDGE), QRectF(self.rect())
        rounded(painter, box, t.px(tk.RADIUS_CARD), fill=QColor(tk.TOAST), edge=edge)
        side = t.px(18)
        ink = tk.TOAST_OK if self._icon == "check" else tk.BADGE
        icons.paint(
            painter, self._icon, QRectF(t.px(16), (self.height() - side) / 2, side, side), ink
        )
        x = self._write(painter, t.px(46), self._words, tk.ON_TOAST, bold=False)
        if self._way:
            x = self._write(painter, x + t.px(24), self._way, tk.BADGE, bold=True)
        if self._keys:
            size = key_hint_size(self._keys)
            y = (self.height() - size.height()) / 2
            where = QRectF(x + t.px(16), y, size.width(), size.height())
            paint_key_hint(painter, where, self._keys, QColor(tk.TOAST_DIM), edge)

    def _write(self, painter: QPainter, x: float, words: str, ink: str, *, bold: bool) -> float:
        painter.setFont(font("body", bold=bold))
        painter.setPen(QColor(ink))
        width = painter.fontMetrics().horizontalAdvance(words)
        box = QRectF(x, 0, width + 2, self.height())
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), words)
        return x + width


def _kept_clear(window: QWidget) -> Iterator[QWidget]:
    """What a toast must not lie over: the main action of the page, and panels that float."""
    for part in window.children():
        if not isinstance(part, QWidget) or not part.isVisible():
            continue  # nor is looked into the pages that nobody sees
        if part.property("floating") or (isinstance(part, Button) and part.look is Look.FILLED):
            yield part
        else:
            yield from _kept_clear(part)


def _place_in(window: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


def _places(wanted: QRect, kept: Sequence[QRect], width: int) -> Iterator[QRect]:
    """Where a toast might be: at the bottom, beside what is kept clear, above it."""
    gap = current().px(8)
    yield wanted
    hit = [one for one in kept if one.intersects(wanted)]
    for one in hit:
        for x in (one.left() - gap - wanted.width(), one.right() + gap):
            if gap <= x <= width - wanted.width() - gap:
                yield QRect(QPoint(x, wanted.y()), wanted.size())
    for one in hit:
        y = one.top() - gap - wanted.height()
        if y >= gap:
            yield QRect(QPoint(wanted.x(), y), wanted.size())


def _is_free(place: QRect, kept: Sequence[QRect]) -> bool:
    return not any(place.intersects(one) for one in kept)


class Expander(QWidget):
    """A line that opens what lies under it, in place."""

    opened = Signal(bool)

    def __init__(self, words: str, inner: QWidget) -> None:
        super().__init__()
        self._inner = inner
        self._button = Button(words, Look.QUIET, trailing="chevron-down", height="button_row")
        self._button.clicked.connect(self.turn)
        layout = QVBoxLayout(self)
        fill(layout, [holder(row(self._button, None)), inner], 4)
        inner.hide()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def turn(self) -> None:
        """Open what is closed, close what is open."""
        self._inner.setVisible(self._inner.isHidden())
        self.opened.emit(not self._inner.isHidden())
