"""No page touches a database on the window's thread: neither the store, nor drafts, nor photos."""

import shutil
import threading
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from station_app.paths import Paths, station_paths
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.store.unit_of_work import open_store
from station_app.ui.gate import Gate
from station_app.ui.pages import PAGES
from station_app.ui.preferences import Preferences
from station_app.ui.shell import Shell
from station_app.ui.theme import Theme
from tests.fixtures.clock import StandingClock
from tests.fixtures.station import OPERATOR, PASSWORD, EmptyStation
from tests.ui.test_all_pages import ABOUT_A_PERSON
from tests.ui.walked import no_file_dialogs

__all__ = ["no_file_dialogs"]

PATIENCE = 2000


class Watch:
    """Remembers what ran on the window's thread while it looked."""

    def __init__(self) -> None:
        self.looking = False
        self.seen: list[str] = []

    def note(self, what: object) -> None:
        """A statement is about to run."""
        if self.looking and threading.current_thread() is threading.main_thread():
            ours = [one for one in traceback.extract_stack() if "station_app" in one.filename]
            who = " < ".join(f"{Path(one.filename).name}:{one.lineno}" for one in ours[-4:])
            self.seen.append(f"{str(what)[:80]} by {who}")


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Every connection of every file reports its statements, whoever opened it."""
    made, connect = Watch(), sqlcipher.connect

    class Cursor(sqlcipher.Cursor):  # type: ignore[misc]
        def execute(self, sql: str, *values: Any) -> Any:
            made.note(sql)
            return super().execute(sql, *values)

        def executemany(self, sql: str, *values: Any) -> Any:
            made.note(sql)
            return super().executemany(sql, *values)

    class Connection(sqlcipher.Connection):  # type: ignore[misc]
        def cursor(self, _kind: Any = None) -> Any:
            return super().cursor(Cursor)

        def commit(self) -> None:
            made.note("COMMIT")
            super().commit()

    def connecting(*args: Any, **named: Any) -> Any:
        return connect(*args, **{"factory": Connection, **named})

    monkeypatch.setattr(sqlcipher, "connect", connecting)
    return made


@pytest.fixture
def shell(
    theme: Theme,
    watch: Watch,
    tmp_path: Path,
    empty_station: EmptyStation,
    clock: StandingClock,
) -> Iterator[Shell]:
    """The real window over a village, logged in."""
    assert not watch.looking
    paths: Paths = station_paths(tmp_path / "station")
    shutil.copytree(empty_station.folder, paths.data)
    store = open_store(paths.database, empty_station.keys.data, operator=OPERATOR, clock=clock)
    fill_with_sample(store, SampleSize(people=24, years=1), today=clock().date())
    store.close()
    gate = Gate(paths, clock)
    made = Shell(gate, theme, Preferences(paths.data / "window.ini"), pages=PAGES)
    made.resize(1366, 697)
    made.show()
    made.activateWindow()
    with ThreadPoolExecutor(1) as elsewhere:  # as the log-in does
        made.show_desk(elsewhere.submit(gate.enter, OPERATOR, PASSWORD).result())
    settle(made)
    yield made
    watch.looking = False
    made.close()
    made.deleteLater()
    QApplication.processEvents()
    theme.fit(None)


def settle(shell: Shell) -> None:
    for _ in range(PATIENCE):
        QTest.qWait(5)
        if shell.desk is None or not shell.desk.tasks.busy:
            return
    raise AssertionError("the desk never came to rest")


def focused(shell: Shell) -> QWidget:
    now = QApplication.focusWidget()
    assert now is not None
    assert shell.isAncestorOf(now)
    return now


def test_walking_all_pages_asks_no_database_from_the_window(shell: Shell, watch: Watch) -> None:
    assert shell.main is not None
    watch.looking = True
    for spec in PAGES:
        if spec.name not in ABOUT_A_PERSON | {"batch"}:
            shell.main.open(spec.name)
            settle(shell)
            shell.grab()
    assert watch.seen == []


@pytest.mark.usefixtures("no_file_dialogs")
def test_searching_opening_typing_and_saving_ask_none_either(
    qtbot: QtBot, shell: Shell, watch: Watch
) -> None:
    assert shell.main is not None
    watch.looking = True
    qtbot.keyClick(shell, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(shell.main.header.search, "w")
    hits = shell.main.header.search.list_below
    qtbot.waitUntil(hits.isVisible, timeout=5000)
    settle(shell)
    qtbot.keyClick(shell.main.header.search, Qt.Key.Key_Return)
    settle(shell)
    assert shell.main.page_name == "person"
    qtbot.keyClick(focused(shell), Qt.Key.Key_F4)
    settle(shell)
    assert shell.main.page_name == "visit_entry"
    qtbot.keyClicks(focused(shell), "w")
    settle(shell)
    qtbot.keyClick(focused(shell), Qt.Key.Key_Return)
    settle(shell)
    qtbot.keyClick(focused(shell), Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    settle(shell)
    QTest.qWait(1700)  # a draft is kept a moment after the last key
    qtbot.keyClick(focused(shell), Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(shell)
    assert watch.seen == []


def test_the_watch_sees_a_statement_on_the_windows_thread(watch: Watch, tmp_path: Path) -> None:
    file = sqlcipher.connect(str(tmp_path / "a.db"))
    file.execute("CREATE TABLE things (x)")
    assert watch.seen == []
    watch.looking = True
    file.cursor().execute("SELECT 1")
    worker = threading.Thread(target=watch.note, args=("elsewhere",))
    worker.start()
    worker.join()
    file.close()
    assert len(watch.seen) == 1
    assert watch.seen[0].startswith("SELECT 1")
