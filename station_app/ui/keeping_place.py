"""What is built anew below somebody's eyes keeps its place: scroll bars and focus stay."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid


@contextmanager
def keeping_place(inside: QWidget) -> Iterator[None]:
    """Rebuild parts of a widget; the focus goes to the one of the same name, or stays."""
    areas = [(area, area.verticalScrollBar().value()) for area in _areas(inside)]
    focused: QWidget | None = inside.focusWidget()
    had = focused is not None and focused.hasFocus() and inside.isAncestorOf(focused)
    name = focused.accessibleName() if focused is not None and had else ""
    yield
    _Return(inside, areas, focused if had else None, name)


def _areas(inside: QWidget) -> list[QScrollArea]:
    return inside.findChildren(QScrollArea)


class _Return(QObject):
    """Goes back once the new parts are laid out."""

    def __init__(
        self,
        inside: QWidget,
        areas: list[tuple[QScrollArea, int]],
        focused: QWidget | None,
        name: str,
    ) -> None:
        super().__init__(inside)
        self._inside, self._areas, self._focused, self._name = inside, areas, focused, name
        self._go_back_to_focus()
        QTimer.singleShot(0, self, self._go_back)

    def _go_back(self) -> None:
        for area, value in self._areas:
            if isValid(area):
                area.verticalScrollBar().setValue(value)
        self._go_back_to_focus()
        self.deleteLater()

    def _go_back_to_focus(self) -> None:
        focused = self._focused
        if focused is None or (isValid(focused) and focused.isVisible()):
            return
        for widget in self._inside.findChildren(QWidget):
            if self._name and widget.accessibleName() == self._name and widget.isVisible():
                widget.setFocus()
                return
