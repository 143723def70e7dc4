"""Boxes and the spaces between them, from tokens: rows, columns, cards, page heads."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from station_app.ui.components.chips import Tag
from station_app.ui.components.giving_way import GivingWay
from station_app.ui.components.text import Text, elided
from station_app.ui.theme import current
from station_app.ui.tokens import CARD_GAP, CARD_MARGIN, PAGE_MARGIN

Part = QWidget | QLayout | int | None
"""A widget, a layout, a fixed space in token pixels, or None for a stretch."""


def row(*parts: Part, gap: int = 8) -> QHBoxLayout:
    """Parts beside each other."""
    made = QHBoxLayout()
    fill(made, parts, gap)
    return made


def column(*parts: Part, gap: int = 8) -> QVBoxLayout:
    """Parts below each other."""
    made = QVBoxLayout()
    fill(made, parts, gap)
    return made


def fill(box: QBoxLayout, parts: Sequence[Part], gap: int) -> None:
    """Put parts into a layout without margins of its own."""
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(current().px(gap))
    for part in parts:
        if part is None:
            box.addStretch(1)
        elif isinstance(part, int):
            box.addSpacing(current().px(part))
        elif isinstance(part, QWidget):
            box.addWidget(part)
        else:
            box.addLayout(part)


def holder(layout: QLayout) -> QWidget:
    """A bare widget around a layout, for what wants a widget."""
    made = QWidget()
    made.setProperty("plain", True)
    made.setLayout(layout)
    return made


def clear(layout: QLayout) -> None:
    """Remove and forget everything in a layout."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)
            inner.deleteLater()


class Card(QFrame):
    """A white panel with an edge; its content goes into `body`."""

    def __init__(self, title: str = "", *, margin: int = CARD_MARGIN, gap: int = 8) -> None:
        super().__init__()
        self.setProperty("card", True)
        px = current().px
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(px(margin), px(margin - 2), px(margin), px(margin - 2))
        self.body.setSpacing(px(gap))
        if title:
            self.body.addWidget(Text(title, "lead", bold=True))

    def add(self, *parts: Part) -> None:
        """Append parts to the body."""
        for part in parts:
            if part is None:
                self.body.addStretch(1)
            elif isinstance(part, int):
                self.body.addSpacing(current().px(part))
            elif isinstance(part, QWidget):
                self.body.addWidget(part)
            else:
                self.body.addLayout(part)


def scrolling(inner: QWidget) -> QScrollArea:
    """A part of the page that scrolls on its own."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.verticalScrollBar().setProperty("apart", True)  # figures must not touch it
    inner.setProperty("plain", True)
    area.setWidget(inner)
    return area


class PageHead(QWidget):
    """Title, state chip, one sentence; at the right at most three buttons."""

    def __init__(self, title: str, sentence: str = "", *, buttons: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self.title = Text(title, "h1", bold=True)
        self.state = Tag("")
        self.state.hide()
        self.sentence = elided(sentence, "body")
        layout = QHBoxLayout(self)
        self._giving = GivingWay(buttons)
        fill(layout, [self.title, self.state, self.sentence, *buttons], 10)
        layout.setStretchFactor(self.sentence, 1)
        self.setMinimumHeight(current().px(42))

    def minimumSizeHint(self) -> QSize:
        """As the words of the buttons alone: where there is too little room they give way."""
        return super().minimumSizeHint() - QSize(self._giving.to_give, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._giving.fit(self.width(), self.minimumSizeHint().width())

    def event(self, event: QEvent) -> bool:
        """A button came, went or has other words."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._giving.fit(self.width(), self.minimumSizeHint().width())
        return super().event(event)

    def show_state(self, words: str, meaning: str = "", *, icon: str = "") -> None:
        """The chip beside the title; empty words hide it."""
        self.state.say(words, meaning, icon=icon)
        self.state.setVisible(bool(words))


def page_layout(page: QWidget, *parts: Part, gap: int = CARD_GAP) -> QVBoxLayout:
    """The outer layout of a page: margins of the window, parts below each other."""
    layout = QVBoxLayout(page)
    fill(layout, parts, gap)
    px = current().px
    layout.setContentsMargins(px(PAGE_MARGIN), px(14), px(PAGE_MARGIN), px(14))
    return layout
