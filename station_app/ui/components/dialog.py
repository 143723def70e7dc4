"""Dialogs: a card over the dimmed window, at most 700 wide; Esc closes, what was typed is kept."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QVBoxLayout, QWidget
from shiboken6 import isValid

from station_app.ui.components.button import Button, Look, icon_button
from station_app.ui.components.layout import Part, column, fill, row, scrolling
from station_app.ui.components.notices import split_sentence
from station_app.ui.components.text import IconMark, Rule, Text
from station_app.ui.theme import current, dress
from station_app.ui.tokens import WIDTH_DIALOG


@runtime_checkable
class _Starting(Protocol):
    """A page that knows where its work starts."""

    def first_focus(self) -> QWidget | None:
        """Where the focus goes."""


class Dialog(QWidget):
    """Lies over the whole window as its child, so that input methods work in its fields."""

    closed = Signal()
    """It was put away without its main action."""

    def __init__(self, over: QWidget, title: str, sentence: str = "", *, width: int = 640) -> None:
        window = over.window()
        super().__init__(window)
        dress(self)
        self._over = over
        self._before: QWidget | None = window.focusWidget()
        self.card = QFrame()
        self.card.setProperty("floating", True)
        self.card.setFixedWidth(min(current().px(min(width, WIDTH_DIALOG)), window.width() - 32))
        shadow = QGraphicsDropShadowEffect(self.card, blurRadius=32, xOffset=0, yOffset=6)
        shadow.setColor(QColor(0, 0, 0, 70))
        self.card.setGraphicsEffect(shadow)
        self.body = QVBoxLayout()
        self.body.setSpacing(current().px(10))
        self.foot = row()
        self._first_field: QWidget | None = None
        self._buttons: tuple[QWidget, ...] = ()
        self._build(title, sentence)
        window.installEventFilter(self)
        self.setGeometry(window.rect())

    def add(self, *parts: Part) -> None:
        """Append to the body."""
        inner = column(*parts, gap=10)
        self.body.addLayout(inner)

    def add_buttons(self, *buttons: QWidget, note: str = "") -> None:
        """The foot: what it means at the left, buttons at the right, the main one last."""
        if note:
            self.foot.addWidget(Text(note, "small", tone="text2", wrap=True), 1)
        else:
            self.foot.addStretch(1)
        for button in buttons:
            self.foot.addWidget(button)
        self._buttons = buttons

    def leads_to(self, stop: QWidget) -> QWidget:
        """Enter after the last field goes to the main button, not to the one that gives up."""
        main = self._buttons[-1] if self._buttons else stop
        return main if stop in self._buttons and main.isEnabled() else stop

    def open(self, first: QWidget | None = None) -> None:
        """Show it, with the focus in its first field."""
        self._first_field = first
        self.setGeometry(self.window().rect())
        self.show()
        self.raise_()
        (first or self.card).setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> None:
        """Put it away after its main action; what it did may have taken the widgets below it."""
        self.hide()
        back = self._before
        if back is None or not isValid(back) or not back.isVisible():
            over: object = self._over if isValid(self._over) else None
            back = over.first_focus() if isinstance(over, _Starting) else None
        if back is not None:
            back.setFocus()
        self.deleteLater()

    def give_up(self) -> None:
        """Put it away without doing anything."""
        self.closed.emit()
        self.finish()

    def _build(self, title: str, sentence: str) -> None:
        away = icon_button("x", "关上")
        away.clicked.connect(self.give_up)
        head = row(Text(title, "h2", bold=True), Text(sentence, "small", tone="text2"), None, away)
        inside = QWidget()
        inner = QVBoxLayout(inside)
        fill(inner, [self.body, None], 0)
        inner.setContentsMargins(0, 0, 0, 0)
        inside.installEventFilter(self)
        area = scrolling(inside)
        area.setSizeAdjustPolicy(area.SizeAdjustPolicy.AdjustToContents)
        self._area = area
        layout = QVBoxLayout(self.card)
        fill(layout, [head, area, Rule(), self.foot], 12)
        px = current().px
        layout.setContentsMargins(px(22), px(16), px(22), px(16))
        layout.setStretch(1, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 16, 16, 16)
        outer.addWidget(self.card, 0, Qt.AlignmentFlag.AlignCenter)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self.setGeometry(self.window().rect())
        elif event.type() == QEvent.Type.LayoutRequest and watched is self._area.widget():
            self.fit()  # an error under a field makes the dialog higher, not its fields unreachable
        return False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """As high as what stands in it, and never too narrow for it; for content that changed."""
        self._widen()
        self._area.setFixedHeight(min(self._wanted(), self.height() - current().px(180)))

    def _widen(self) -> None:
        """Fields that stand beside each other at a large size need more than the usual width."""
        inner, around = self._area.widget(), 2 * 22 + 14
        if inner is None:
            return
        needed = inner.minimumSizeHint().width() + current().px(around)
        if needed > self.card.width():
            self.card.setFixedWidth(min(needed, self.window().width() - 32))

    def _wanted(self) -> int:
        inner = self._area.widget()
        if inner is None:
            return 0
        width = self.card.width() - current().px(60)
        return (
            inner.heightForWidth(width) if inner.hasHeightForWidth() else inner.sizeHint().height()
        )

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab stays inside the dialog."""
        inside = [w for w in self.card.findChildren(QWidget) if _takes_tab(w)]
        if not inside:
            return False
        now = self.window().focusWidget()
        at = inside.index(now) if now in inside else -1
        inside[(at + (1 if next else -1)) % len(inside)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def event(self, event: QEvent) -> bool:
        """Keys of the page below do not fire while a dialog lies over it."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no field took: Esc, and those of the dialog's own buttons."""
        if event.key() == Qt.Key.Key_Escape:
            self.give_up()
            return
        for button in self.card.findChildren(Button):
            if button.isVisible() and button.isEnabled() and button.answers(event):
                button.click()
                break
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(20, 28, 24, 110))


def _takes_tab(widget: QWidget) -> bool:
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tab and widget.isVisible() and widget.isEnabled()


def explain(over: QWidget, sentence: str, *, buttons: Sequence[QWidget] = ()) -> Dialog:
    """Show a sentence that must be read: what happened, what was kept, what to do."""
    happened, rest = split_sentence(sentence)
    lines = [Text(rest, "body", tone="text2", wrap=True)] if rest else []
    dialog = Dialog(over, "请看一下", width=520)
    words = column(Text(happened, "body", bold=True, wrap=True), *lines)
    mark = IconMark("circle-alert", tone="red", size=24)
    line = row(mark, words, gap=12)
    line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    line.setStretch(1, 1)
    dialog.add(line)
    known = Button("知道了", Look.FILLED, keys="Return")
    known.clicked.connect(dialog.finish)
    dialog.add_buttons(*buttons, known)
    dialog.open(known)
    return dialog
