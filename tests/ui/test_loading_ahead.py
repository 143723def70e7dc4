"""Opening a page never waits for an import: modules come behind the first page, in a thread."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_app.messages import sentences
from station_app.messages.help import field_helps
from station_app.paths import Paths
from station_app.ui import doors
from station_app.ui.components.search_box import Hits
from station_app.ui.desk import Desk
from station_app.ui.main_window import MainWindow
from station_app.ui.page_spec import PageSpec
from station_app.ui.pages import PAGES, modules_of
from station_app.ui.pages_ahead import PagesAhead
from station_app.ui.theme import Theme
from tests.fixtures.station import OPERATOR, PASSWORD

ROOT = Path(__file__).resolve().parents[2]
PROBE = """
import json, sys, threading
from datetime import UTC, datetime
from pathlib import Path
from PySide6.QtCore import QEventLoop

window, asked = threading.get_ident(), []

class Witness:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] != "PySide6":
            asked.append((name, threading.get_ident() == window))

from station_app.paths import station_paths
from station_app.ui.application import make_application, open_shell
from station_app.ui.gate import Gate
from station_app.ui.pages import PAGES, modules_of

now = lambda: datetime(2022, 10, 20, 1, 30, tzinfo=UTC)
app, paths = make_application(), station_paths(Path(sys.argv[1]))
shell = open_shell(app, paths, clock=now)
shell.resize(1366, 768)
shell.show()
shell.show_desk(Gate(paths, now).enter(sys.argv[2], sys.argv[3]))
sys.meta_path.insert(0, Witness())
wanted = [m for m in modules_of(PAGES) if m not in sys.modules]
while not all(name in sys.modules for name in wanted) or shell.desk.tasks.busy:
    app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
loaded = [name for name, here in asked if here and name in wanted]
asked.clear()
for spec in PAGES:
    shell.main.open(spec.name)
    while shell.desk.tasks.busy:
        app.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
opened = [name for name, here in asked if here]
shell.close()
print(json.dumps({"loaded": loaded, "opened": opened}))
"""


HEAVY = {"reportlab", "httpx", "openpyxl", "xlsxwriter", "python_calamine"}
FIRST_PAGE = """
import sys
from importlib import import_module
from station_app.ui.gate import WARMED
for name in (*WARMED, "station_app.ui.main_window"):
    import_module(name)
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""


def test_the_first_page_loads_nothing_for_printing_the_line_or_spreadsheets() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FIRST_PAGE], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert HEAVY & set(done.stdout.split()) == set()


def test_the_modules_of_all_pages_are_known_by_name() -> None:
    assert len(modules_of(PAGES)) == len(PAGES)


def test_the_pages_of_the_window_are_loaded_by_its_readers_and_then_built(
    qtbot: QtBot, desk: Desk, theme: Theme
) -> None:
    window = MainWindow(desk, theme, PAGES)
    qtbot.addWidget(window)
    asked: list[tuple[object, ...]] = []
    desk.tasks.load = lambda *what: asked.append(what)  # type: ignore[method-assign]  # what it is asked, no more
    doors.load_ahead(desk, window, PAGES)
    qtbot.waitUntil(lambda: bool(asked))
    modules = (*modules_of(PAGES), "station_app.ui.network")
    assert asked == [(modules, field_helps, sentences)]
    assert window.ahead is None
    desk.tasks.loaded.emit()
    assert window.ahead is not None


class Clock:
    """Seconds that pass when the test says so."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Builder:
    """Builds so many pages."""

    def __init__(self, left: int) -> None:
        self.left, self.busy = left, False

    def next(self) -> bool:
        self.left -= 1
        return self.left >= 0

    def is_busy(self) -> bool:
        return self.busy


def test_a_page_is_built_only_while_nobody_touches_the_window(qtbot: QtBot) -> None:
    window, clock, builder = QWidget(), Clock(), Builder(2)
    qtbot.addWidget(window)
    window.show()
    ahead = PagesAhead(window, builder.next, busy=builder.is_busy, steady=clock)
    ahead.begin()
    ahead.look()
    assert builder.left == 2, "the window has just come"
    clock.now = 2.0
    ahead.look()
    assert builder.left == 1
    qtbot.keyClick(window.windowHandle(), Qt.Key.Key_A)
    ahead.look()
    assert builder.left == 1, "somebody types"
    clock.now, builder.busy = 4.0, True
    ahead.look()
    assert builder.left == 1, "something is under way"
    builder.busy = False
    ahead.look()
    assert not ahead.done
    ahead.look()
    assert ahead.done


def test_all_pages_are_built_ahead_and_opened_as_they_are(
    qtbot: QtBot, desk: Desk, theme: Theme
) -> None:
    window = MainWindow(desk, theme, PAGES)
    qtbot.addWidget(window)
    while window._build_next():
        pass
    built = dict(window._built)
    assert set(built) == {spec.name for spec in PAGES}
    window.open("people")
    assert window.page is built["people"]
    qtbot.waitUntil(lambda: not desk.tasks.busy)


def test_the_first_search_is_made_ahead_once_and_shows_nothing(
    qtbot: QtBot, desk: Desk, theme: Theme
) -> None:
    asked: list[str] = []

    def find_people(_session: object, text: str, *, today: date) -> Hits:
        asked.append(f"{text} {today:%Y}")
        return Hits(text, ())

    window = MainWindow(desk, theme, PAGES)
    qtbot.addWidget(window)
    window.search_with(find_people)
    window.open("home")
    window.show()
    while window._build_next():
        pass
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    assert asked == [f"w {desk.today():%Y}"]
    assert not window.header.search.list_below.isVisible()
    assert window.header.search.text() == ""


def test_a_page_that_is_at_hand_needs_no_loading() -> None:
    assert modules_of([PageSpec("bare", "", "users", lambda _desk: QWidget())]) == ()  # type: ignore[arg-type, return-value]  # no page at all


@pytest.mark.usefixtures("village")
def test_no_page_imports_anything_on_the_thread_of_the_window(paths: Paths) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(paths.data), OPERATOR, PASSWORD],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["loaded"] == []
    assert [name for name in said["opened"] if name != "station_app.ui.network"] == []
