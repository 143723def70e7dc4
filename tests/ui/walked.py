"""A whole desk over a village, made once for a module: tests that walk it only look."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from station_app.domain.periods import Period
from station_app.models.condolence import CondolenceBatch
from station_app.models.person import Person
from station_app.paths import Paths, station_paths
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.services.tally_report import TallyOrder, tally_paper
from station_app.store.keys import Keys
from station_app.store.unit_of_work import Store, open_store
from station_app.ui.desk import Desk, Operator, StationCard
from station_app.ui.main_window import MainWindow
from station_app.ui.page import KeyHelp
from station_app.ui.pages import PAGES
from station_app.ui.tasks import Tasks
from station_app.ui.theme import Theme, current
from tests.fixtures.clock import START, StandingClock
from tests.fixtures.garbage import destroy_what_was_closed
from tests.fixtures.station import OPERATOR, STATION_CODE, STATION_NAME, EmptyStation
from tools.dialog_pictures import over, press, put_away
from tools.sample_template import drop_in

SMALL_SCREEN = QSize(1366, 697)
"""What a task bar leaves of 1366 × 768."""
ABOUT: dict[str, InstrumentedAttribute[object]] = {
    "person": Person.id,
    "person_edit": Person.id,
    "batch": CondolenceBatch.id,
}
"""Pages that are about one record."""
PEOPLE, YEARS = 60, 2
PATIENCE_MS = 10_000


@dataclass(frozen=True, slots=True)
class World:
    """The window and what belongs to it."""

    window: MainWindow
    desk: Desk
    theme: Theme
    store: Store
    filled: bool

    def pages(self) -> list[str]:
        """Every page there is something to show on."""
        names = [spec.name for spec in PAGES]
        return names if self.filled else [name for name in names if name not in ABOUT]

    def look(self, percent: int, *, dark: bool = False, size: QSize = SMALL_SCREEN) -> None:
        """Another size of type, other colours, another window.

        The look belongs to the application: another window of this process may have had it already,
        and then this one would not notice that it still stands there in its own old size.
        """
        self.window.resize(size)
        self.theme.fit(size.width())
        already = current().percent == percent
        self.window.set_appearance(dark=dark, percent=percent)
        if already:
            self.window.relayout()
        self.settle()

    def open(self, page: str) -> None:
        """Go to a page, on somebody or something where it needs one."""
        self.window.open(page, self._subject(page))
        self.settle()

    def settle(self) -> None:
        """Everything that was asked is there and laid out."""
        calm = 0
        for _ in range(PATIENCE_MS // 5):
            QTest.qWait(5)
            calm = 0 if self.desk.tasks.busy else calm + 1
            if calm > 3:
                return
        raise AssertionError("the desk never came to rest")

    def keys_of(self, page: str) -> tuple[KeyHelp, ...]:
        """What the status bar says of a page's keys."""
        self.open(page)
        assert self.window.page is not None
        return self.window.page.keys

    def press(self, name: str) -> bool:
        """Click the button that is called so; False if this layout has none."""
        pressed = press(self.window.page, name)
        self.settle()
        return pressed

    def over(self) -> list[QWidget]:
        """What lies over the page now."""
        return over(self.window)

    def put_away(self) -> None:
        """Close what lies over the page."""
        put_away(self.window)
        self.settle()

    def _subject(self, page: str) -> object:
        column = ABOUT.get(page)
        if column is None:
            return None
        with self.store.read() as session:
            return _first(session, column)


def _first(session: Session, column: InstrumentedAttribute[object]) -> object:
    return session.scalars(select(column).order_by(column).limit(1)).first()


def make_world(app: QApplication, folder: Path, station: EmptyStation, *, filled: bool) -> World:
    """A desk of its own, so that what is walked is nobody else's."""
    paths = station_paths(folder / "station")
    shutil.copytree(station.folder, paths.data)
    clock = StandingClock(START)
    store = open_store(paths.database, station.keys.data, operator=OPERATOR, clock=clock)
    if filled:
        fill_with_sample(store, SampleSize(PEOPLE, YEARS), today=clock().date())
        drop_in(store)
        make_papers(store)
    theme = _theme(app)
    desk = _desk(app, store, clock, paths)
    window = MainWindow(desk, theme, PAGES)
    window.resize(SMALL_SCREEN)
    window.open("home")
    window.show()
    return World(window, desk, theme, store, filled)


def make_papers(store: Store) -> None:
    """A year of reports with their numbers: a list longer than the page, a bar beside it."""
    for month in range(1, 13):
        period = Period.month(f"{START.year - 1}-{month:02}")
        with store.read() as session:
            tally_paper(session, TallyOrder(period, START.date(), OPERATOR, START))


def end(world: World) -> None:
    """Put everything away again."""
    world.desk.tasks.close()
    world.window.close()
    world.window.deleteLater()
    world.desk.tasks.deleteLater()
    destroy_what_was_closed()
    world.theme.fit(None)
    world.store.close()


def _theme(app: QApplication) -> Theme:
    found = app.property("station_theme")
    theme = found if isinstance(found, Theme) else Theme(app)
    theme.fit(None)
    theme.wear(by_parts=True)
    theme.apply(dark=False, percent=100)
    return theme


def _desk(app: QApplication, store: Store, clock: StandingClock, paths: Paths) -> Desk:
    return Desk(
        Tasks(store, parent=app),
        clock=clock,
        operator=Operator(OPERATOR),
        station=StationCard(STATION_NAME, STATION_CODE),
        paths=paths,
        keys=Keys(b"d" * 32, b"s" * 32),
    )


@pytest.fixture(scope="module")
def village_desk(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, empty_station: EmptyStation
) -> Iterator[World]:
    """A desk over a village of sixty."""
    world = make_world(qapp, tmp_path_factory.mktemp("full"), empty_station, filled=True)
    yield world
    end(world)


@pytest.fixture(scope="module")
def empty_desk(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, empty_station: EmptyStation
) -> Iterator[World]:
    """A desk on its first day."""
    world = make_world(qapp, tmp_path_factory.mktemp("empty"), empty_station, filled=False)
    yield world
    end(world)


@pytest.fixture
def no_file_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is there to answer one."""
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, _nothing_chosen)
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", _none_chosen)


def _nothing_chosen(*_anything: object, **_named: object) -> tuple[str, str]:
    return "", ""


def _none_chosen(*_anything: object, **_named: object) -> tuple[list[str], str]:
    return [], ""
