"""No part of a page is ever shown as a window of its own: it would take the keys away."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from station_app.ui.pages import PAGES
from tools.clerk import at_sample_station
from tools.screenshots import subject_of


class Watch(QObject):
    """Remembers which widgets were shown as windows."""

    def __init__(self) -> None:
        super().__init__()
        self.strays: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.strays.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def test_opening_every_page_shows_no_window_but_the_desk() -> None:
    watch = Watch()
    with at_sample_station() as clerk:
        clerk.app.installEventFilter(watch)
        for spec in PAGES:
            before = len(watch.strays)
            clerk.window.open(spec.name, subject_of(clerk.shell, spec.name))
            clerk.wait()
            watch.strays[before:] = [f"{spec.name}: {one}" for one in watch.strays[before:]]
        clerk.app.removeEventFilter(watch)
    assert not watch.strays, "\n".join(watch.strays)
