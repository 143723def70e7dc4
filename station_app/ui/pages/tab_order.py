"""The Tab key in reading order, also through parts that were built later than those after them."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QLayout,
    QLayoutItem,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

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
    for number in range(layout.count()):
        item: QLayoutItem | None = layout.itemAt(number)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield from _stops_in(widget)
        elif (inner := item.layout()) is not None:
            yield from _stops_of(inner)
