"""Pictures of every page, light, dark and large, from a sample station: `dev.py screenshots DIR`.

Each page is drawn offscreen at the sizes at which the desk is used. Lay them beside the design's.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TZ", "Asia/Shanghai")

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.models.condolence import CondolenceBatch
from station_app.models.person import Person
from station_app.paths import Paths, station_paths
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.services.sample.names import load_names
from station_app.services.station import InitStation, init_station
from station_app.ui.application import make_application, open_shell, settle
from station_app.ui.gallery import Gallery
from station_app.ui.gate import Gate
from station_app.ui.pages import PAGES
from station_app.ui.shell import Shell
from station_app.ui.theme import Theme, load_rare_fonts
from tools.dialog_pictures import draw_dialogs, without_file_dialogs
from tools.sample_list import edited_list
from tools.sample_postings import post_from_district
from tools.sample_template import drop_in
from tools.sample_trip import walk_a_sheet

NOW = datetime(2026, 7, 20, 1, 30, tzinfo=UTC)
TODAY = date(2026, 7, 20)
PASSWORD = "sample-station"  # of a station of people who do not exist
PEOPLE, YEARS = 356, 3
SUBJECT_OF = {"person": Person.id, "batch": CondolenceBatch.id, "person_edit": Person.id}
RETURNED = "list_return"
TYPED = "w"


@dataclass(frozen=True, slots=True)
class Look:
    """How a set of pictures is made."""

    name: str
    size: QSize
    dark: bool = False
    percent: int = 100
    pages: tuple[str, ...] = ()
    """The pages to draw; none for all."""


LOOKS = (
    Look("1366x697", QSize(1366, 697)),
    Look("1366x768", QSize(1366, 768)),
    Look("1366x768-dark", QSize(1366, 768), dark=True),
    Look("1366x768-large", QSize(1366, 768), percent=150),
    Look("1366x697-large", QSize(1366, 697), percent=150),
    Look("1366x697-large-dark", QSize(1366, 697), dark=True, percent=150),
    Look("1366x697-200", QSize(1366, 697), percent=200),
    Look("1920x1080", QSize(1920, 1080)),
)
WITH_DIALOGS = {"1366x697", "1366x768-dark", "1366x697-large"}
"""The looks in which what opens over the pages is drawn too."""
EMPTY = (Look("empty", QSize(1366, 697)), Look("empty-large", QSize(1366, 697), percent=150))
"""The first day: every page says what to do first."""
SHARP = Look(
    "3840x2160", QSize(1920, 1080), pages=("home", "people", "person", "batch", "certifications")
)


def clock() -> datetime:
    """The same moment in every picture."""
    return NOW


def main(arguments: list[str]) -> int:
    """Draw everything into a folder."""
    if len(arguments) != 1:
        sys.stderr.write("usage: screenshots DIR\n")
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    if "QT_SCALE_FACTOR" not in os.environ:
        draw_on_a_sharp_screen(folder)
    time.tzset()
    app = make_application()
    without_file_dialogs()
    with tempfile.TemporaryDirectory() as place:
        count = draw_all(app, station_paths(Path(place) / "sample"), folder)
    sys.stdout.write(f"{count} pictures in {folder}\n")
    return 0


def draw_on_a_sharp_screen(folder: Path) -> None:
    """Some pages at 3840 × 2160 and 200 %, in a process of its own: Qt scales at start."""
    command = [sys.executable, "-m", "tools.screenshots", str(folder)]
    subprocess.run(command, env=os.environ | {"QT_SCALE_FACTOR": "2"}, check=True)


def looks() -> tuple[Look, ...]:
    """All sizes, or the sharp screen alone in its own process."""
    return (SHARP,) if "QT_SCALE_FACTOR" in os.environ else LOOKS


def draw_all(app: QApplication, paths: Paths, folder: Path) -> int:
    """The wizard in an empty folder, log-in, every page in every look, the gallery."""
    made = draw_first_run(app, paths, folder)
    if "QT_SCALE_FACTOR" not in os.environ:
        made += draw_empty(app, station_paths(paths.data.parent / "empty"), folder)
    make_sample(paths, walked=True)
    load_rare_fonts()
    shell = open_shell(app, paths, clock=clock)
    shell.resize(1366, 768)
    shell.show()
    shell.activateWindow()
    made += save(app, shell, folder / "login.png")
    gate = Gate(paths, clock)
    shell.show_desk(gate.enter(gate.operators()[0].name, PASSWORD))
    for look in looks():
        made += sum(draw_look(app, shell, look, folder))
    shell.close()
    return made if "QT_SCALE_FACTOR" in os.environ else made + draw_gallery(app, folder)


def draw_empty(app: QApplication, paths: Paths, folder: Path) -> int:
    """Every page of a station that has no records yet."""
    station = load_names().station
    command = InitStation(station.code, station.name, station.operator, PASSWORD)
    init_station(paths, command, clock=clock).store.close()
    shell = open_shell(app, paths, clock=clock)
    shell.resize(1366, 697)
    shell.show()
    gate = Gate(paths, clock)
    shell.show_desk(gate.enter(station.operator, PASSWORD))
    made = sum(sum(draw_look(app, shell, look, folder)) for look in EMPTY)
    shell.close()
    shell.deleteLater()
    return made


def make_sample(paths: Paths, *, walked: bool = False) -> None:
    """A village of synthetic people; a route sheet of the day is half walked if `walked`.

    It is made once for each process and copied: journeys begin at it a dozen times.
    """
    shutil.copytree(_sample(walked=walked), paths.data, dirs_exist_ok=True)


@cache
def _sample(*, walked: bool) -> Path:
    """The folder of a sample station that nobody opens; gone with the process."""
    folder = Path(tempfile.mkdtemp(prefix="sample"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    station = load_names().station
    command = InitStation(station.code, station.name, station.operator, PASSWORD)
    new = init_station(station_paths(folder), command, clock=clock)
    fill_with_sample(new.store, SampleSize(PEOPLE, YEARS), today=TODAY)
    post_from_district(new.store, TODAY)
    if walked:
        walk_a_sheet(new.store, TODAY)
        drop_in(new.store)
    new.store.close()
    return folder


def draw_first_run(app: QApplication, paths: Paths, folder: Path) -> int:
    """The first page of the wizard."""
    paths.create()
    shell = open_shell(app, paths, clock=clock)
    shell.resize(1366, 768)
    shell.show()
    made = save(app, shell, folder / "first-run.png")
    shell.close()
    shell.deleteLater()
    return made


def draw_look(app: QApplication, shell: Shell, look: Look, folder: Path) -> Iterator[int]:
    """Every page in one look."""
    main_window = shell.main
    assert main_window is not None
    shell.resize(look.size)
    main_window.set_appearance(dark=look.dark, percent=look.percent)
    for spec in PAGES:
        if look.pages and spec.name not in look.pages:
            continue
        main_window.open(spec.name, subject_of(shell, spec.name))
        yield save(app, shell, folder / f"{spec.name}-{look.name}.png")
        if look.name in WITH_DIALOGS:
            yield draw_dialogs(app, shell, spec.name, folder, look.name)
    if look in EMPTY:
        return
    main_window.open("home")
    shell.activateWindow()
    save(app, shell, folder / f"home-{look.name}.png")
    main_window.header.search.come()
    main_window.header.search.setText(TYPED)
    yield save(app, shell, folder / f"search-{look.name}.png")
    main_window.header.search.clear()


def subject_of(shell: Shell, page: str) -> object:
    """Somebody, or some batch, for pages that are about one."""
    column = SUBJECT_OF.get(page)
    desk = shell.desk
    if desk is None or (column is None and page != RETURNED):
        return None
    answers: list[object] = []

    class _Taker:
        def take(self, answer: object) -> None:
            answers.append(answer)

    taker = _Taker()

    def first(session: Session) -> object:
        assert column is not None, "asked only of pages about a record"
        return session.scalars(select(column).order_by(column).offset(4).limit(1)).first()

    if page == RETURNED:
        path = desk.paths.data.parent / "edited.xlsx"
        desk.tasks.read(edited_list, path, today=TODAY, then=taker.take)
    else:
        desk.tasks.read(first, then=taker.take)
    app = QApplication.instance()
    while not answers and isinstance(app, QApplication):
        app.processEvents()
    return answers[0] if answers else None


def draw_gallery(app: QApplication, folder: Path) -> int:
    """All components in all their states."""
    theme = app.property("station_theme")
    made = 0
    for name, dark, percent in (("light", False, 100), ("dark", True, 100), ("large", False, 150)):
        if isinstance(theme, Theme):
            theme.wear(by_parts=False)  # the gallery stands alone
            theme.apply(dark=dark, percent=percent)
        gallery = Gallery()
        gallery.resize(1366, 1180 if percent == 100 else 1560)
        gallery.show()
        app.processEvents()
        gallery.grab().save(str(folder / f"gallery-{name}.png"))
        gallery.close()
        made += 1
    return made


def save(app: QApplication, window: QWidget, file: Path) -> int:
    """One picture, once everything that was asked is there."""
    for _ in range(4):
        if isinstance(window, Shell):
            settle(app, window)
        pause(app, 60)
    window.grab().save(str(file))
    return 1


def pause(app: QApplication, milliseconds: int) -> None:
    """Let timers fire."""
    deadline = datetime.now(UTC).timestamp() + milliseconds / 1000
    while datetime.now(UTC).timestamp() < deadline:
        app.processEvents()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
