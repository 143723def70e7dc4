"""Keeps the focus where the work is: what takes away the widget that has it gives it back.

Qt hands the focus of a widget that is hidden, disabled or deleted to the next one in the window,
which is often the first entry of the side bar; whoever goes on typing then types into nothing.
A button that is held while its work is under way hands the keys to nobody, so that a second Enter
presses nothing else, and has them again afterwards.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from station_app.ui.components.dialog import Dialog

if TYPE_CHECKING:
    from station_app.ui.main_window import MainWindow
    from station_app.ui.page import Page


@dataclass(frozen=True, slots=True)
class _Place:
    """What had the focus, so that what is built anew in its stead can be found."""

    widget: QWidget
    kind: type
    name: str
    page: "Page"


class FocusGuard(QObject):
    """Watches the focus inside the page that is open."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._place: _Place | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.look)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._went)

    def look(self) -> None:
        """Give the focus back if what had it is gone and nobody chose another place."""
        place, page = self._place, self._window.page
        if place is None or page is None or place.page is not page or not page.isVisible():
            return  # the log-in, for instance, lies over the desk
        if not _strayed(page):
            return
        if isValid(place.widget) and place.widget.isEnabled() and place.widget.isVisible():
            self._place = None  # left on purpose
            return
        back = _twin(page, place) or page.first_focus() or page
        back.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.EnabledChange and isinstance(watched, QWidget):
            self._came_back(watched)
        return False

    def _went(self, before: QWidget | None, now: QWidget | None) -> None:
        page, place = self._window.page, self._place
        if page is None or now is page:
            return
        if place is not None and before is place.widget and not before.isEnabled():
            self._hold(before, page)
        elif now is not None and page.isAncestorOf(now):
            self._place = _Place(now, type(now), now.accessibleName(), page)
        elif place is not None:
            self._soon.start()

    def _hold(self, widget: QWidget, page: "Page") -> None:
        widget.installEventFilter(self)
        page.setFocus()

    def _came_back(self, widget: QWidget) -> None:
        page = self._window.page
        if not widget.isEnabled() or page is None:
            return
        widget.removeEventFilter(self)
        if page.hasFocus() and page.isAncestorOf(widget) and widget.isVisible():
            widget.setFocus()


def _strayed(page: "Page") -> bool:
    """Whether the focus is nowhere, or on a part of the frame; a dialog may have it."""
    now = _focused(page)
    if now is None or now is page.window():
        return True
    return not page.isAncestorOf(now) and not _under_dialog(now)


def _focused(page: "Page") -> QWidget | None:
    return page.window().focusWidget()


def _under_dialog(widget: QWidget) -> bool:
    above: QWidget | None = widget
    while above is not None and not (isinstance(above, Dialog) or above.property("over_all")):
        above = above.parentWidget()
    return above is not None


def _twin(page: "Page", place: _Place) -> QWidget | None:
    """The widget that was built anew in the place of the one that is gone."""
    if not place.name:
        return None
    for widget in page.findChildren(QWidget):
        if type(widget) is place.kind and widget.accessibleName() == place.name:
            return widget if widget.isVisible() and widget.isEnabled() else None
    return None
