"""Pages shown over a real station, and the pauses that tests of pages need."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_app.ui.components.dialog import Dialog
from station_app.ui.desk import Desk
from station_app.ui.page import Page

P = TypeVar("P", bound=Page)


def shown(qtbot: QtBot, desk: Desk, make: Callable[[Desk], P], subject: object = None) -> P:
    """A page opened on a subject, with its answers there."""
    page = make(desk)
    qtbot.addWidget(page)
    page.resize(1194, 680)
    desk.tasks.touched.connect(page.hears)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    page.opened(subject)
    settled(qtbot, page)
    return page


def settled(qtbot: QtBot, page: Page) -> None:
    """Nothing is under way any more."""
    qtbot.waitUntil(lambda: not page.tasks.busy)


def dialogs(page: QWidget) -> list[Dialog]:
    """The dialogs that lie over a page."""
    return [one for one in page.window().findChildren(Dialog) if one.isVisible()]
