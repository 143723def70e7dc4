"""One start of a window, in a process of its own; prints what was measured.

    bare BEGAN            a plain PySide6 window with a table of 20,000 rows: its first paint
    login BEGAN DIR       the program: its password field painted and focused
    desk BEGAN DIR        from the password to the home page, beyond the key derivation
    list BEGAN DIR        a letter typed over the list of people, until the answer is painted

BEGAN is the moment, by the wall clock, just before the process was started.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QEventLoop,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QTableView, QWidget

from benchmarks.measure import resident_megabytes
from benchmarks.scene import OPERATOR, PASSWORD, clock

if TYPE_CHECKING:
    from station_app.ui.shell import Shell

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROWS, COLUMNS = 20_000, 8
TYPED = ("w", "wa", "wang", "王", "王建", "1", "13", "138", "")
TYPING_SECONDS = 2.0
"""Nobody types a password faster; meanwhile the program loads what its first page needs."""
SETTLING_SECONDS = 20.0
BETWEEN_LETTERS = 0.25
WAKING_MS = 2


class Numbers(QAbstractTableModel):
    """A table that costs nothing to fill."""

    def rowCount(self, _parent: Index = NOWHERE) -> int:
        return ROWS

    def columnCount(self, _parent: Index = NOWHERE) -> int:
        return COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        return f"{index.row()}" if role == Qt.ItemDataRole.DisplayRole else None


class FirstPaint(QObject):
    """Notices that a widget has been painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.painted = False
        widget.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Remember paint events."""
        self.painted = self.painted or event.type() == QEvent.Type.Paint
        return False


def until(
    app: QApplication, ready: Callable[[], bool], *, patience: float = SETTLING_SECONDS
) -> None:
    """Let the window live until something holds.

    It sleeps between events as a window does: a loop that spins takes the interpreter from the
    thread that reads.
    """
    waker = QTimer(interval=WAKING_MS)
    waker.start()
    deadline = time.monotonic() + patience
    while not ready():
        if time.monotonic() > deadline:
            raise RuntimeError("the window never came to rest")
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def pass_time(app: QApplication, seconds: float) -> None:
    """Let the window live for a while."""
    end = time.monotonic() + seconds
    until(app, lambda: time.monotonic() > end)


def at_rest(app: QApplication, shell: "Shell") -> None:
    """Until everything that was asked has come back and been painted."""
    until(app, lambda: shell.desk is not None and not shell.desk.tasks.busy)
    app.processEvents()


def bare(began: float) -> tuple[float, float]:
    """The floor: seconds to the first paint, and memory then."""
    app = QApplication(sys.argv[:1])
    window, table = QMainWindow(), QTableView()
    table.setModel(Numbers())
    window.setCentralWidget(table)
    window.resize(1366, 768)
    seen = FirstPaint(table.viewport())
    window.show()
    until(app, lambda: seen.painted)
    return time.time() - began, resident_megabytes()


def login(began: float, folder: Path) -> tuple[float, float]:
    """Seconds until the password can be typed, and memory then."""
    from station_app.paths import station_paths
    from station_app.ui.application import make_application, open_shell

    app = make_application()
    shell = open_shell(app, station_paths(folder), clock=clock)
    shell.resize(1366, 768)
    shell.show()
    field = next(
        f for f in shell.findChildren(QLineEdit) if f.echoMode() != QLineEdit.EchoMode.Normal
    )
    seen = FirstPaint(field)
    until(app, lambda: seen.painted and field.hasFocus())
    return time.time() - began, resident_megabytes()


def desk(_began: float, folder: Path) -> tuple[float, float]:
    """Seconds from the password to the painted home page less those of the key, and memory then."""
    from station_app.paths import station_paths
    from station_app.store.keys import unlock
    from station_app.ui.application import make_application, open_shell
    from station_app.ui.gate import Gate

    paths = station_paths(folder)
    app = make_application()
    shell = open_shell(app, paths, clock=clock)
    shell.resize(1366, 768)
    shell.show()
    pass_time(app, TYPING_SECONDS)
    began = time.perf_counter()
    unlock(paths.keys, operator=OPERATOR, password=PASSWORD)
    key = time.perf_counter() - began
    began = time.perf_counter()
    shell.show_desk(Gate(paths, clock).enter(OPERATOR, PASSWORD))
    at_rest(app, shell)
    seconds = time.perf_counter() - began - key
    memory = resident_megabytes()
    shell.close()
    return seconds, memory


def people(_began: float, folder: Path) -> tuple[float, float]:
    """The slowest of some letters typed over the list, from the key to the painted answer."""
    from PySide6.QtWidgets import QAbstractItemView

    from station_app.paths import station_paths
    from station_app.ui.application import make_application, open_shell
    from station_app.ui.gate import Gate
    from station_app.ui.main_window import MainWindow

    app = make_application()
    paths = station_paths(folder)
    shell = open_shell(app, paths, clock=clock)
    shell.resize(1366, 768)
    shell.show_desk(Gate(paths, clock).enter(OPERATOR, PASSWORD))
    shell.show()
    at_rest(app, shell)
    (window,) = shell.findChildren(MainWindow)
    window.open("people")
    at_rest(app, shell)
    page = window.page
    assert page is not None
    seen = FirstPaint(page.findChildren(QAbstractItemView)[0].viewport())
    seconds = []
    for text in TYPED:
        pass_time(app, BETWEEN_LETTERS)
        seen.painted = False
        began = time.perf_counter()
        page.searched(text)
        until(app, lambda: not page.tasks.busy and seen.painted)
        seconds.append(time.perf_counter() - began)
    shell.close()
    return max(seconds), resident_megabytes()


def main() -> None:
    """Run the probe that is named."""
    what, began = sys.argv[1], float(sys.argv[2])
    if what == "bare":
        seconds, memory = bare(began)
    else:
        seconds, memory = {"login": login, "desk": desk, "list": people}[what](
            began, Path(sys.argv[3])
        )
    print(seconds, memory)


if __name__ == "__main__":
    main()
