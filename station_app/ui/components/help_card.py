"""Help on one field: a quiet card below it, a child of the window and never a popup of its own."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget
from shiboken6 import isValid

from station_app.messages.help import FieldHelp
from station_app.ui.components.layout import fill, row
from station_app.ui.components.text import IconMark, KeyHint, Text
from station_app.ui.theme import current, dress

WIDTH = 420


class HelpCard(QFrame):
    """What to write, an example, where the rule comes from; the focus stays in the field."""

    def __init__(self, anchor: QWidget, title: str, words: FieldHelp) -> None:
        super().__init__(anchor.window())
        dress(self)
        self._anchor = anchor
        self.setProperty("floating", True)
        self.setAccessibleName(f"{title}：{words.spoken}")
        self.setFixedWidth(min(current().px(WIDTH), anchor.window().width() - 16))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._build(title, words)
        anchor.destroyed.connect(self.deleteLater)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow)

    def place(self) -> None:
        """Below the field; above it where there is no room below."""
        layout, window = self.layout(), self.parentWidget()
        if layout is None or window is None:
            return
        height = layout.heightForWidth(self.width())
        self.setFixedHeight(height if height > 0 else self.sizeHint().height())
        gap = current().px(4)
        corner = self._anchor.mapTo(window, QPoint(0, self._anchor.height() + gap))
        if corner.y() + self.height() > window.height():
            corner.setY(self._anchor.mapTo(window, QPoint(0, 0)).y() - self.height() - gap)
        corner.setX(max(8, min(corner.x(), window.width() - self.width() - 8)))
        corner.setY(max(8, corner.y()))
        self.move(corner)
        self.show()
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        put_help_away(self)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        inside = new is not None and isValid(self._anchor) and self._anchor.isAncestorOf(new)
        if new is not None and not inside:
            put_help_away(self)

    def _build(self, title: str, words: FieldHelp) -> None:
        mark = IconMark("circle-question-mark", tone="primary", size=18)
        head = row(mark, Text(title, "body", bold=True), None, KeyHint("Escape"), gap=8)
        example = Text(f"例如：{words.example}", "small", wrap=True)
        source = Text(f"依据：{words.source}", "cap", tone="text3", wrap=True)
        layout = QVBoxLayout(self)
        fill(layout, [head, Text(words.words, "body", wrap=True), example, source], 6)
        px = current().px
        layout.setContentsMargins(px(14), px(12), px(14), px(12))


def show_help(anchor: QWidget, title: str, words: FieldHelp) -> HelpCard:
    """Open the card of a field; the card of another one goes."""
    put_help_away(anchor)
    card = HelpCard(anchor, title, words)
    card.place()
    return card


def open_help(near: QWidget) -> HelpCard | None:
    """The card that is open in the same window; there is never more than one."""
    cards = near.window().findChildren(HelpCard)
    return next((card for card in cards if card.isVisible()), None)


def put_help_away(near: QWidget) -> bool:
    """Close the card; False if none was open."""
    card = open_help(near)
    if card is not None:
        card.hide()
        card.deleteLater()
    return card is not None
