"""A clerk at the real window who uses keys only, and counts them: for journeys and figures.

Chinese words are committed as an input method does it and cost what their pinyin costs to type.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from pypinyin import lazy_pinyin
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from station_app.paths import Paths, station_paths
from station_app.services.sample.names import load_names
from station_app.services.station import InitStation, init_station
from station_app.ui.application import make_application, open_shell, settle, take_down
from station_app.ui.components.pop_list import PopList
from station_app.ui.gate import Gate
from station_app.ui.main_window import MainWindow
from station_app.ui.shell import Shell
from station_app.ui.theme import load_rare_fonts
from tools.screenshots import PASSWORD, clock, make_sample

PATIENCE = 20.0
SCREEN = (1366, 768)


class Clerk:
    """Presses keys in the widget that has the focus; clicks where nothing else is possible."""

    def __init__(self, app: QApplication, shell: Shell) -> None:
        self.app, self.shell = app, shell
        self.keys = self.clicks = 0

    @property
    def window(self) -> MainWindow:
        """The desk after log-in."""
        assert self.shell.main is not None
        return self.shell.main

    @property
    def focus(self) -> QWidget:
        """Where a key goes."""
        return self.app.focusWidget() or self.shell

    def press(self, *combinations: str, times: int = 1) -> None:
        """Keys as their hints name them, such as Ctrl+Return; a combination is one stroke."""
        for combination in combinations * times:
            self._come_forward()
            QTest.keySequence(self.focus, QKeySequence(combination))
            self.keys += 1
            self.wait()

    def type(self, words: str) -> None:
        """Write; the strokes of Chinese words are those of their pinyin."""
        self.keys += strokes(words)
        self._come_forward()
        for part in runs(words):
            if part.isascii():
                QTest.keyClicks(self.focus, part)
            else:
                said = QInputMethodEvent()
                said.setCommitString(part)
                QApplication.sendEvent(self.focus, said)
        self.wait()

    def click(self, widget: QWidget) -> None:
        """The mouse, where a key does not lead."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.clicks += 1
        self.wait()

    def wait(self, until: Callable[[], bool] | None = None, *, patience: float = PATIENCE) -> None:
        """Let the window answer; with `until`, let that become true within so many seconds."""
        deadline = time.monotonic() + patience
        settle(self.app, self.shell)
        while until is not None and not until():
            assert time.monotonic() < deadline, self._where()
            self.app.processEvents()
            time.sleep(0.005)

    def _where(self) -> str:
        """What a key would meet now, for whoever reads why it did nothing."""
        focus = f"{type(self.focus).__name__} “{self.focus.accessibleName()}”"
        front = f"in front: {self.shell.isActiveWindow()}, list: {self.list_is_open()}"
        return f"nothing came on {self.window.page_name}; {focus}, {front}"

    def _come_forward(self) -> None:
        """No key falls on a window that an earlier clerk of this process left behind."""
        if not self.shell.isActiveWindow():
            self.shell.activateWindow()
            self.wait(until=self.shell.isActiveWindow)

    def list_is_open(self) -> bool:
        """Whether a list below a field offers something."""
        return any(one.isVisible() for one in self.shell.findChildren(PopList))

    def back_to_start(self) -> None:
        """The home page of this window, whatever other one was in front; nothing counted yet."""
        self._come_forward()
        self.window.open("home")
        self.wait()
        self.keys = self.clicks = 0


def strokes(words: str) -> int:
    """Keys that these words take: letters of the pinyin and one blank for each run of Chinese."""
    return sum(
        len(part) if part.isascii() else sum(map(len, lazy_pinyin(part))) + 1
        for part in runs(words)
    )


def runs(words: str) -> Iterator[str]:
    """The parts of a text that are typed in one way: plain letters, or through an input method."""
    part = ""
    for letter in words:
        if part and letter.isascii() != part[-1].isascii():
            yield part
            part = ""
        part += letter
    if part:
        yield part


@contextmanager
def at_work(paths: Paths) -> Iterator[Clerk]:
    """A clerk logged in at the station of this folder."""
    app = make_application()
    load_rare_fonts()
    shell = open_shell(app, paths, clock=clock)
    shell.resize(*SCREEN)
    shell.show()
    shell.activateWindow()
    gate = Gate(paths, clock)
    with ThreadPoolExecutor(1) as door:  # as at log-in: no database on the window's thread
        shell.show_desk(door.submit(gate.enter, gate.operators()[0].name, PASSWORD).result())
    clerk = Clerk(app, shell)
    clerk.wait()
    try:
        yield clerk
    finally:
        shell.close()
        app.processEvents()
        take_down(shell)


@contextmanager
def at_sample_station() -> Iterator[Clerk]:
    """A clerk at a village of people who do not exist."""
    with tempfile.TemporaryDirectory() as place:
        paths = station_paths(Path(place) / "sample")
        make_sample(paths)
        with at_work(paths) as clerk:
            yield clerk


@contextmanager
def at_empty_station() -> Iterator[Clerk]:
    """A clerk on the first day, nobody registered yet."""
    with tempfile.TemporaryDirectory() as place:
        paths, station = station_paths(Path(place) / "empty"), load_names().station
        command = InitStation(station.code, station.name, station.operator, PASSWORD)
        init_station(paths, command, clock=clock).store.close()
        with at_work(paths) as clerk:
            yield clerk
