"""The program as Qt sees it: application, translations, the last net, one window per folder."""

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QCryptographicHash,
    QEvent,
    QLibraryInfo,
    QLocale,
    QLockFile,
    QObject,
    QTimer,
    QTranslator,
)
from PySide6.QtWidgets import QApplication

from station_app.paths import Paths
from station_app.ui.garbage import GarbageTimer
from station_app.ui.gate import Gate
from station_app.ui.page_spec import PageSpec
from station_app.ui.pages import PAGES
from station_app.ui.preferences import Preferences
from station_app.ui.qt_words import QtWords
from station_app.ui.shell import Shell
from station_app.ui.theme import Theme, load_rare_fonts

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

Clock = Callable[[], datetime]
PICTURE_WAIT_MS = 20_000
RETRY_MS = 2000
TURN_SECONDS = 0.001
"""How long a reader may keep the interpreter while the window waits for it (decision 0103)."""


def run_application(paths: Paths, *, clock: Clock) -> int:
    """Open the window on this folder; returns the exit code."""
    app = make_application()
    lock = QLockFile(str(paths.data / "window.lock"))
    lock.setStaleLockTime(0)
    if not lock.tryLock(0):
        return _raise_first(paths)
    shell = open_shell(app, paths, clock=clock)
    shell.appear()
    instance = _Instance(shell, paths)
    QTimer.singleShot(0, instance.settle)
    code = app.exec()
    instance.leave()
    take_down(shell)
    lock.unlock()
    return code


def run_demo(paths: Paths, *, password: str, clock: Clock, picture: Path | None) -> int:
    """Open the sample station at its desk; with `picture`, draw the window to a file instead."""
    app = make_application()
    shell = open_shell(app, paths, clock=clock)
    gate = Gate(paths, clock)
    operator = gate.operators()[0].name
    shell.show_desk(gate.enter(operator, password))
    if picture is None:
        shell.appear()
    else:
        shell.show()
    load_rare_fonts()
    code = app.exec() if picture is None else _draw(app, shell, picture)
    take_down(shell)
    return code


def _draw(app: QApplication, shell: Shell, picture: Path) -> int:
    settle(app, shell)
    shell.grab().save(str(picture))
    shell.close()
    return 0


def make_application() -> QApplication:
    """The one QApplication, speaking Chinese where Qt itself speaks."""
    found = QApplication.instance()
    app = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    sys.setswitchinterval(TURN_SECONDS)
    app.setApplicationName("veterans-station")
    app.setApplicationDisplayName("退役军人服务站")
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load("qtbase_zh_CN", folder):
        app.installTranslator(translator)
        app.installTranslator(QtWords(app))
    if app.findChild(GarbageTimer) is None:
        GarbageTimer(app)
    return app


def open_shell(
    app: QApplication, paths: Paths, *, clock: Clock, pages: Sequence[PageSpec] = PAGES
) -> Shell:
    """The window with its look, log-in in front."""
    found = app.property("station_theme")
    theme = found if isinstance(found, Theme) else Theme(app)
    preferences = Preferences(paths.data / "window.ini")
    theme.wear(by_parts=True)
    theme.apply(dark=preferences.dark, percent=preferences.percent)
    shell = Shell(Gate(paths, clock), theme, preferences, pages=pages)
    sys.excepthook = _Net(shell).catch
    shell.begin()
    return shell


def take_down(shell: Shell) -> None:
    """Let Qt destroy the window while the interpreter still stands.

    Left to the collector, or to the interpreter's own end, the tree is taken apart from any side:
    a part that goes first may free the whole around it, and the process dies in the library.
    """
    sys.excepthook = sys.__excepthook__  # it would tell the window that is going
    shell.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def settle(app: QApplication, shell: Shell) -> None:
    """Let everything that was asked come back and be painted: for pictures."""
    deadline = QTimer(singleShot=True, interval=PICTURE_WAIT_MS)
    deadline.start()
    app.processEvents()
    while shell.desk is not None and shell.desk.tasks.busy and deadline.isActive():
        app.processEvents()
    app.processEvents()


class _Net:
    """Catches what nobody else did: logged, shown in one dialog, never swallowed."""

    def __init__(self, shell: Shell) -> None:
        self._shell = shell

    def catch(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """Log, and tell the operator."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        from station_app.ui.tasks import log_bug

        log_bug(error)
        with suppress(RuntimeError):  # the window may be gone already
            self._shell.tell_bug()


class _Instance(QObject):
    """After the first paint: keeps writing commands out of the folder, hears second starts."""

    def __init__(self, shell: Shell, paths: Paths) -> None:
        super().__init__(shell)
        self._shell, self._paths = shell, paths
        self._held: ExitStack | None = None
        self._server: QLocalServer | None = None

    def settle(self) -> None:
        """What the first paint need not wait for."""
        load_rare_fonts()
        self._hold()
        self._listen()

    def _hold(self) -> None:
        """Try until a command that is writing just now has done."""
        from station_app.services.folder import hold_for_writing  # loads the lock's library

        self._held = hold_for_writing(self._paths)
        if self._held is None:
            QTimer.singleShot(RETRY_MS, self, self._hold)

    def _listen(self) -> None:
        from PySide6.QtNetwork import QLocalServer  # 80 ms, after the first paint

        self._server = QLocalServer(self)
        QLocalServer.removeServer(_address(self._paths))
        self._server.newConnection.connect(self._heard)
        self._server.listen(_address(self._paths))

    def _heard(self) -> None:
        if self._server is not None:
            self._server.nextPendingConnection().disconnectFromServer()
        self._shell.come_forward()

    def leave(self) -> None:
        """Let the folder go."""
        if self._held is not None:
            self._held.close()


def _raise_first(paths: Paths) -> int:
    """Another window has this folder: bring it forward."""
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(_address(paths))
    socket.waitForConnected(1000)
    return 0


def _address(paths: Paths) -> str:
    folder = str(paths.data.resolve()).encode()
    digest = QCryptographicHash.hash(folder, QCryptographicHash.Algorithm.Sha256).toHex()
    return f"veterans-station-{bytes(digest.data()).decode()[:16]}"
