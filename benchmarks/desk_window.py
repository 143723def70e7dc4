"""The window of a filled station as the measurements of the desk use it: opened, asked, at rest."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView, QVBoxLayout, QWidget

from benchmarks.scene import OPERATOR, PASSWORD, clock
from benchmarks.window_probe import Numbers, until
from station_app.paths import station_paths
from station_app.ui.application import make_application, open_shell
from station_app.ui.desk import Desk
from station_app.ui.gate import Gate
from station_app.ui.main_window import MainWindow
from station_app.ui.page import Page, PageSpec
from station_app.ui.pages import PAGES
from station_app.ui.shell import Shell
from station_app.ui.theme import load_rare_fonts

SIZE = (1366, 768)
PATIENCE_SECONDS = 300.0
"""A first report of 60,000 records takes its minute or two."""
PAUSE_MS = 60
"""A longer pause than this is meant: a preview that waits until the arrow keys rest."""


@dataclass(frozen=True, slots=True)
class Answer:
    """How long something took, in seconds."""

    whole: float
    """From the key to the last row on the screen."""
    shown: float
    """Until the loop answered again."""
    busy: float
    """Processor time of the window's thread."""


class BarePage(Page):
    """The floor: a page with nothing but Qt's own table."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        table = QTableView()
        self._rows = Numbers()
        table.setModel(self._rows)
        QVBoxLayout(self).addWidget(table)


BARE = PageSpec("bare", "", "users", BarePage)


@dataclass(frozen=True, slots=True)
class Window:
    """A window at its desk."""

    app: QApplication
    shell: Shell
    main: MainWindow
    desk: Desk

    @property
    def page(self) -> Page:
        """The page that is open."""
        page = self.main.page
        assert page is not None
        return page

    def rest(self) -> None:
        """Everything that was asked has come back and has been painted."""
        until(self.app, lambda: not self.desk.tasks.busy, patience=PATIENCE_SECONDS)
        self.app.processEvents()

    def settle(self) -> None:
        """At rest for longer than any pause that a page makes before it asks."""
        for _ in range(4):
            self.pause(0.15)
            self.rest()

    def pause(self, seconds: float) -> None:
        """Let the window live for a while."""
        end = time.monotonic() + seconds
        until(self.app, lambda: time.monotonic() > end)

    def open(self, name: str, subject: object = None) -> Answer:
        """Open a page, until its rows are painted."""
        return self.measured(lambda: self.main.open(name, subject))

    def key(self, widget: QWidget, key: Qt.Key | str) -> Answer:
        """Press a key over a widget, until the answer is painted."""
        if isinstance(key, str):
            return self.measured(lambda: QTest.keyClicks(widget, key))
        return self.measured(lambda: QTest.keyClick(widget, key))

    def measured(self, act: Callable[[], object]) -> Answer:
        """Do something, and wait for all that it brings about and for its paint."""
        began, busy = time.perf_counter(), time.thread_time()
        act()
        self.app.processEvents()
        shown = time.perf_counter() - began
        while True:
            self.rest()
            whole, done = time.perf_counter() - began, time.thread_time() - busy
            if not self._will_ask() and not self.desk.tasks.busy:
                return Answer(whole, shown, done)

    def _will_ask(self) -> bool:
        """Whether somebody waits a moment before asking, as the search box does between keys."""
        pauses = self.shell.findChildren(QTimer)
        return any(
            one.isActive() and one.isSingleShot() and one.interval() < PAUSE_MS for one in pauses
        )


@contextmanager
def window(folder: Path, *, pages: tuple[PageSpec, ...] = (*PAGES, BARE)) -> Iterator[Window]:
    """Log in and wait until the pages are built behind the first one, as for a clerk who reads."""
    app = make_application()
    paths = station_paths(folder)
    shell = open_shell(app, paths, clock=clock, pages=pages)
    shell.resize(*SIZE)
    shell.show()
    shell.activateWindow()
    shell.show_desk(Gate(paths, clock).enter(OPERATOR, PASSWORD))
    load_rare_fonts()
    assert shell.main is not None
    assert shell.desk is not None
    made = Window(app, shell, shell.main, shell.desk)
    made.rest()
    until(app, lambda: made.main.ahead is not None and made.main.ahead.done, patience=120.0)
    made.settle()
    yield made
    shell.close()
