"""Every page of the side bar opens, empty and full, small and large; every icon it names exists."""

import gc
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.models.condolence import CondolenceBatch
from station_app.models.person import Person
from station_app.paths import resources
from station_app.store.keys import Keys
from station_app.store.unit_of_work import Store
from station_app.ui.desk import Desk
from station_app.ui.gallery import Gallery
from station_app.ui.garbage import GarbageTimer
from station_app.ui.main_window import MainWindow
from station_app.ui.pages import PAGES
from station_app.ui.theme import Theme

UI = Path(__file__).parents[2] / "station_app" / "ui"
NAMED = re.compile(r'(?:icon=|trailing=|IconMark\(|icons\.paint\(painter, )"([a-z0-9-]+)"')
ABOUT_A_PERSON = {"person", "person_edit"}


def somebody(session: Session) -> object:
    return session.scalars(select(Person.id).order_by(Person.id)).first()


def some_batch(session: Session) -> object:
    return session.scalars(select(CondolenceBatch.id).order_by(CondolenceBatch.id)).first()


def subject_of(store: Store, page: str) -> object:
    with store.read() as session:
        if page in ABOUT_A_PERSON:
            return somebody(session)
        return some_batch(session) if page == "batch" else None


@pytest.fixture(params=[100, 150])
def sized(theme: Theme, request: pytest.FixtureRequest) -> Theme:
    """Small and light, or large and dark."""
    percent = int(request.param)
    theme.apply(dark=percent == 150, percent=percent)
    return theme


@pytest.mark.parametrize("name", [spec.name for spec in PAGES])
def test_a_page_opens_on_a_village(
    qtbot: QtBot, desk: Desk, village: Store, sized: Theme, name: str
) -> None:
    desk.keys = Keys(b"d" * 32, b"s" * 32)
    window = MainWindow(desk, sized, PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 697)
    crashes: list[str] = []
    desk.tasks.crashed.connect(lambda: crashes.append(name))
    window.open(name, subject_of(village, name))
    window.show()
    qtbot.waitUntil(lambda: not desk.tasks.busy, timeout=10_000)
    qtbot.wait(10)
    assert not window.grab().isNull()
    assert crashes == []
    assert (window.width(), window.height()) == (1366, 697)


def test_pages_open_on_an_empty_station(qtbot: QtBot, desk: Desk, theme: Theme) -> None:
    desk.keys = Keys(b"d" * 32, b"s" * 32)
    window = MainWindow(desk, theme, PAGES)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    crashes: list[str] = []
    desk.tasks.crashed.connect(lambda: crashes.append(window.page_name))
    for spec in PAGES:
        if spec.name not in ABOUT_A_PERSON | {"batch"}:
            window.open(spec.name)
            qtbot.waitUntil(lambda: not desk.tasks.busy, timeout=10_000)
    assert crashes == []


def test_every_icon_that_is_named_exists() -> None:
    drawn = {file.stem for file in (resources() / "icons").glob("*.svg")}
    named = {spec.icon for spec in PAGES}
    for module in UI.rglob("*.py"):
        named |= set(NAMED.findall(module.read_text(encoding="utf-8")))
    assert named - drawn == set()


def test_names_of_pages_are_unique_and_their_entries_exist() -> None:
    names = [spec.name for spec in PAGES]
    assert len(names) == len(set(names))
    assert {spec.under for spec in PAGES} - {""} <= set(names)


@pytest.mark.parametrize(("dark", "percent"), [(False, 100), (True, 100), (False, 150)])
def test_the_gallery_shows_every_component(
    qtbot: QtBot, theme: Theme, dark: bool, percent: int
) -> None:
    theme.apply(dark=dark, percent=percent)
    gallery = Gallery()
    qtbot.addWidget(gallery)
    gallery.resize(1366, 1200)
    gallery.show()
    assert not gallery.grab().isNull()


def test_garbage_is_collected_by_the_timer_alone(qtbot: QtBot) -> None:
    owner = QObject()
    timer = GarbageTimer(owner)
    assert not gc.isenabled()
    plenty = 10 * gc.get_threshold()[0]  # objects of other tests may go meanwhile: they count down
    made: list[list[object]] = [[] for _ in range(plenty)]
    for one in made:
        one.append(one)
    assert timer.check() >= 0
    assert timer.check() in (-1, 0)
    owner.deleteLater()
    qtbot.waitUntil(gc.isenabled)


def test_what_new_modules_brought_is_walked_over_once(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = QObject()
    timer = GarbageTimer(owner)
    seldom = tuple(limit + 1 for limit in gc.get_threshold())
    often = (seldom[0], 0, 0)
    collected: list[int] = []
    monkeypatch.setattr(gc, "collect", collected.append)
    kept = gc.get_freeze_count()

    def check(due: tuple[int, ...], module: str = "") -> int:
        monkeypatch.setattr(gc, "get_count", lambda: due)
        if module:
            monkeypatch.setitem(sys.modules, module, ModuleType(module))
        return timer.check()

    assert check(often) == 0
    assert gc.get_freeze_count() <= kept, "no module came"
    assert check(often, "a_page_behind_the_first") == 1
    assert gc.get_freeze_count() > kept, "at the start what is young is looked at first"
    gc.unfreeze()
    assert check(seldom) == 2
    assert check(often, "a_page_of_tomorrow") == 0
    assert gc.get_freeze_count() == 0, "later only a full collection keeps what is left"
    assert check(seldom) == 2
    assert gc.get_freeze_count() > 0
    assert collected == [0, 1, 2, 0, 2]
    gc.unfreeze()
    owner.deleteLater()
    qtbot.waitUntil(gc.isenabled)
