"""The Tab key in reading order, also through parts that were built later than those after them."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
STOPS = (QLineEdit, QPlainTextEdit, QAbstractButton)


def tab_as_read(root: QWidget) -> None:
    """Chain all fields and buttons below a widget as their layouts have them."""
    for before, after in pairwise(_stops_in(root)):
        QWidget.setTabOrder(before, after)


def _stops_in(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, STOPS):
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            yield widget
        return
    layout = widget.layout()
    if layout is not None:
        yield from _stops_of(layout)


def _stops_of(layout: QLayout) -> Iterator[QWidget]:
    """By places, not by items: Qt deletes those of its own, and what stood for one in Python stays.

    Another object at the same address is then taken for it, in some quite different page.
    """
    around = layout.parentWidget()
    widgets = around.findChildren(QWidget, options=DIRECT) if around is not None else []
    parts: list[QWidget | QLayout] = [*widgets, *layout.findChildren(QLayout, options=DIRECT)]
    places = {layout.indexOf(part): part for part in parts}
    for place in sorted(at for at in places if at >= 0):
        part = places[place]
        yield from _stops_in(part) if isinstance(part, QWidget) else _stops_of(part)
