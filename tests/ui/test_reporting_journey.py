"""A day of reporting in the real window, against a real district process, by keyboard."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from station_app.models.person import Person
from station_app.paths import Paths
from station_app.ui.desk import Desk
from station_app.ui.gate import Gate
from station_app.ui.main_window import MainWindow
from station_app.ui.pages import PAGES
from station_app.ui.pages.sync import SyncPage
from station_app.ui.preferences import Preferences
from station_app.ui.shell import Shell
from station_app.ui.theme import Theme
from tests.fixtures.server_process import ServerCommands
from tests.fixtures.station import OPERATOR, PASSWORD, STATION_CODE, STATION_NAME, EmptyStation

pytestmark = pytest.mark.loopback
PATIENCE = 20_000


@pytest.fixture
def shell(qtbot: QtBot, theme: Theme, paths: Paths, empty_station: EmptyStation) -> Iterator[Shell]:
    """A desk of the empty station, as it is after log-in."""
    paths.create()
    for file in empty_station.folder.iterdir():
        if file.is_file() and file.name != "device.json":
            (paths.data / file.name).write_bytes(file.read_bytes())
    gate = Gate(paths, lambda: datetime.now(UTC))
    made = Shell(gate, theme, Preferences(paths.data / "window.ini"), pages=PAGES)
    qtbot.addWidget(made)
    with ThreadPoolExecutor(1) as door:
        made.show_desk(door.submit(gate.enter, OPERATOR, PASSWORD).result())
    made.show()
    yield made
    made.close()


def parts(shell: Shell) -> tuple[Desk, MainWindow]:
    """The desk and its window."""
    assert shell.desk is not None
    assert shell.main is not None
    return shell.desk, shell.main


def add(session: Session, name: str) -> None:
    """Work at another page."""
    session.add(Person(file_no=f"T-{name}", name=name, status="ACTIVE"))


def test_from_joining_to_the_green_light(
    qtbot: QtBot, shell: Shell, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("district")
    server = ServerCommands(folder, f"sqlite:///{folder / 'd.db'}")
    server.say("init")
    code = server.say("station", "add", "--code", STATION_CODE, "--name", STATION_NAME)[-1]
    desk, main = parts(shell)
    light = main.status.sync
    qtbot.waitUntil(lambda: light.text().startswith("还没有登记"), timeout=PATIENCE)

    qtbot.mouseClick(light, Qt.MouseButton.LeftButton)
    page = main.page
    assert isinstance(page, SyncPage)
    qtbot.waitUntil(page._join.isVisible, timeout=PATIENCE)
    with server.serving() as (address, _):
        type_in(qtbot, page._join.form["server"].field, address)
        type_in(qtbot, page._join.form["code"].field, code)
        page._join.go.click()
        qtbot.waitUntil(page._now.isVisible, timeout=PATIENCE)
        page._now.click()
        qtbot.waitUntil(lambda: light.state == "ok", timeout=PATIENCE)
        assert (light.icon_name, light.text()[:5]) == ("cloud-check", "全部上报，")

        desk.tasks.write("新增", add, "曾光明")
        qtbot.waitUntil(lambda: light.text() == "待上报 1 条", timeout=PATIENCE)
        assert (light.state, light.icon_name) == ("warn", "cloud-upload")
        reporter = desk.reporter
        assert reporter is not None
        qtbot.waitUntil(lambda: reporter.seconds_left is not None, timeout=PATIENCE)
        qtbot.waitUntil(lambda: light.state == "ok", timeout=2 * PATIENCE)
        qtbot.waitUntil(lambda: not reporter.running, timeout=PATIENCE)

    page._now.click()
    qtbot.waitUntil(lambda: "未连接，不影响使用" in light.text(), timeout=PATIENCE)
    assert (light.state, light.icon_name) == ("grey", "wifi-off")
    assert not main.toast.words.startswith("这一步没有办成")


def type_in(qtbot: QtBot, field: QWidget, words: str) -> None:
    """Type into a field."""
    field.setFocus()
    qtbot.keyClicks(field, words)
