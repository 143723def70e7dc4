"""Choosing one of several: a field that filters its list by text or pinyin, boxes and dots."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton, QWidget

from station_app.ui import icons
from station_app.ui.components.going_on import go_on
from station_app.ui.components.painting import rounded
from station_app.ui.components.pop_list import PopList, PopRow
from station_app.ui.components.text_input import TextInput
from station_app.ui.initials import place_of
from station_app.ui.theme import colour, current, font


class ChoiceInput(TextInput):
    """One of a list: type to filter, Alt ↓ or a click opens it, ↑ ↓ Enter choose."""

    chosen = Signal(object)

    def __init__(
        self,
        choices: Sequence[tuple[object, str]],
        *,
        placeholder: str = "请选择",
        width: int = 0,
        value: object = None,
    ) -> None:
        super().__init__(placeholder=placeholder, width=width)
        self._choices = tuple(choices)
        self._value: object = None
        self._list = PopList(self)
        self._list.chosen.connect(self._take)
        self.textEdited.connect(self._filter)
        self.setTextMargins(0, 0, current().px(20), 0)
        self.put(value)

    @property
    def value(self) -> object:
        """The key of the choice, or None."""
        return self._value

    @property
    def problem(self) -> str:
        """Text that names no choice: said at once where none can come of it."""
        unfinished = self.hasFocus() and bool(self._fitting(self.text()))
        unknown = bool(self.text()) and self._value is None and not unfinished
        return f"没有“{self.text()}”这一项，请从列表里选" if unknown else ""

    def put(self, key: object) -> None:
        """Choose by key."""
        self._value = key
        self.setText(dict(self._choices).get(key, ""))

    def setText(self, words: str | None) -> None:
        """Words put back from a draft choose what they name."""
        super().setText(words)
        self.setCursorPosition(0)  # words longer than the field are read from their beginning
        self.setToolTip(words or "")
        if dict(self._choices).get(self._value) != words:
            self._value = next((key for key, named in self._choices if named == words), None)

    def offer(self, choices: Sequence[tuple[object, str]]) -> None:
        """Another list; the choice stays where it still exists."""
        self._choices = tuple(choices)
        self.put(self._value if self._value in dict(self._choices) else None)

    @property
    def list_is_open(self) -> bool:
        """Whether the choices are shown."""
        return self._list.isVisible()

    def close_list(self) -> None:
        """Put the choices away, choosing none."""
        self._list.hide()

    def open_list(self) -> None:
        """Show all choices."""
        keys = [key for key, _ in self._choices]
        at = keys.index(self._value) if self._value in keys else 0
        self._list.open([PopRow(key, words) for key, words in self._choices], at=at)

    def _filter(self, typed: str) -> None:
        found = self._fitting(typed)
        self._value = next((key for key, words in found if words == typed), None)
        if found:
            self._list.open([PopRow(key, words) for key, words in found])
        else:
            self._list.hide()

    def _fitting(self, typed: str) -> list[tuple[object, str]]:
        """What can still be meant; what begins so comes first."""
        found = [(place_of(words, typed), key, words) for key, words in self._choices]
        fitting = [one for one in found if one[0] >= 0]
        return [(key, words) for _, key, words in sorted(fitting, key=lambda one: one[0] > 0)]

    def _take(self, key: object) -> None:
        self.put(key)
        self.selectAll()
        self.chosen.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        down = event.key() == Qt.Key.Key_Down
        if self._list.isVisible() and self._list_key(event):
            return
        if down or event.key() == Qt.Key.Key_F4:
            self.open_list()
            return
        super().keyPressEvent(event)

    def _list_key(self, event: QKeyEvent) -> bool:
        match event.key():
            case Qt.Key.Key_Down:
                self._list.move_by(1)
            case Qt.Key.Key_Up:
                self._list.move_by(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if _saves(event):
                self._list.choose()
                return False
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._list.choose()
                go_on(self)
            case Qt.Key.Key_Tab:
                self._list.choose()
                self.focusNextChild()
            case Qt.Key.Key_Escape:
                self._list.hide()
            case _:
                return False
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if self.isEnabled() and not self.isReadOnly():
            self.open_list()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        rows = self._list.rows
        if self._list.isVisible() and self._value is None and self.text() and len(rows) == 1:
            self._take(rows[0].key)
        self._list.hide()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = current().px(16)
        box = QRectF(self.width() - side - current().px(9), (self.height() - side) / 2, side, side)
        icons.paint(QPainter(self), "chevron-down", box, colour("text2").name())


def _saves(event: QKeyEvent) -> bool:
    """Ctrl Enter takes the marked entry and goes on to whatever saves the form."""
    return bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


class CheckBox(QCheckBox):
    """A box to tick, painted in our colours."""

    def __init__(self, words: str = "", *, ticked: bool = False, bold: bool = False) -> None:
        super().__init__(words)
        self._bold = bold
        self.setChecked(ticked)

    def sizeHint(self) -> QSize:
        return _mark_size(self, bold=self._bold)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), current().px(18)
        box = QRectF(2, (self.height() - side) / 2, side, side)
        on = self.isChecked()
        edge = colour("primary" if on or self.hasFocus() else "field")
        fill = colour("primary" if on else "surface")
        rounded(painter, box, current().px(4), fill=fill, edge=edge, width=1.5)
        if on:
            inset = side * 0.1
            tick = box.adjusted(inset, inset, -inset, -inset)
            icons.paint(painter, "check", tick, colour("on_primary").name())
        _paint_words(self, painter, side, bold=self._bold)


class RadioButton(QRadioButton):
    """One of several dots, painted in our colours."""

    def __init__(self, words: str = "", *, chosen: bool = False) -> None:
        super().__init__(words)
        self.setChecked(chosen)

    def sizeHint(self) -> QSize:
        return _mark_size(self, bold=False)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            go_on(self)
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, side = QPainter(self), current().px(18)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(2, (self.height() - side) / 2, side, side)
        on = self.isChecked()
        edge = colour("primary" if on or self.hasFocus() else "field")
        rounded(painter, box, side / 2, fill=colour("surface"), edge=edge, width=1.5)
        if on:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour("primary"))
            painter.drawEllipse(box.center(), side * 0.26, side * 0.26)
        _paint_words(self, painter, side, bold=False)


def _mark_size(box: QCheckBox | QRadioButton, *, bold: bool) -> QSize:
    t = current()
    width = QFontMetrics(font("body", bold=bold)).horizontalAdvance(box.text())
    return QSize(width + t.px(34), t.px(28))


def _paint_words(box: QWidget, painter: QPainter, side: int, *, bold: bool) -> None:
    """The words after the mark; a ring around them shows the focus."""
    words = box.text() if isinstance(box, (QCheckBox, QRadioButton)) else ""
    painter.setFont(font("body", bold=bold))
    painter.setPen(colour("text" if box.isEnabled() else "disabled"))
    start = side + current().px(9)
    where = QRectF(start, 0, box.width() - start, box.height())
    painter.drawText(where, int(Qt.AlignmentFlag.AlignVCenter), words)
    if box.hasFocus():
        ring = QRectF(box.rect())
        rounded(painter, ring, current().px(5), edge=colour("primary"), width=2)
