"""A clerk's day over the full station while a watchdog watches the loop of the window.

    DIR ADDRESS CODE       the folder of a filled station and a district with a code for it

Prints one line of JSON: each block of the loop that was noticed, and what held it.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.desk_batch import make_big_batch
from benchmarks.desk_pages import subjects
from benchmarks.desk_window import Window, window
from benchmarks.roster import write_roster
from benchmarks.watchdog import Watchdog
from station_app.domain.imports import ImportKind
from station_app.domain.periods import Period
from station_app.ui.components.text_input import TextArea
from station_app.ui.desk_state import DeskState
from station_app.ui.page import Page
from station_app.ui.pages.batch import BatchPage
from station_app.ui.pages.certifications import CertificationsPage
from station_app.ui.pages.importing import ImportPage
from station_app.ui.pages.person_new import NewPersonPage
from station_app.ui.pages.sync_joining import JoinCard
from station_app.ui.print_preview import order, show_paper

ROWS = 3_000
CTRL = Qt.KeyboardModifier.ControlModifier
Job = Callable[["Day"], None]


class Day:
    """The window, and what its jobs are about."""

    def __init__(self, desk: Window, folder: Path, found: dict[str, UUID], batch: UUID) -> None:
        self.window, self.folder, self.found, self.batch = desk, folder, found, batch
        self.district: tuple[str, str] | None = None
        """Where to report, and the code for this PC."""

    @property
    def focus(self) -> QWidget:
        """Where a key goes."""
        return QApplication.focusWidget() or self.window.main

    def press(self, key: Qt.Key, widget: QWidget | None = None) -> None:
        """A key where the focus is."""
        QTest.keyClick(widget or self.focus, key)
        self.window.rest()

    def type(self, words: str) -> None:
        """Letters as fast as a hand."""
        for letter in words:
            QTest.keyClicks(self.focus, letter)
            self.window.pause(0.08)

    def open(self, name: str, subject: object = None) -> Page:
        """A page, with its answers there."""
        self.window.open(name, subject)
        self.window.settle()
        return self.window.page


def find(day: Day) -> None:
    """From home, by initials, by pinyin, by the end of a number."""
    for words in ("wj", "wang", "138"):
        day.open("home")
        day.window.main.header.search.come()
        day.type(words)
        day.press(Qt.Key.Key_Down)
        day.press(Qt.Key.Key_Return)
        day.window.settle()


def register(day: Day) -> None:
    """A person who is new."""
    page = day.open("new_person", "")
    assert isinstance(page, NewPersonPage)
    page.searched("")
    QTest.keyClicks(day.focus, "320812195503071236")
    day.window.settle()
    QTest.keyClick(page, Qt.Key.Key_Return, CTRL)
    day.window.settle()


def visit(day: Day) -> None:
    """One visit written down."""
    page = day.open("visit_entry", day.found["person"])
    area = next(one for one in page.findChildren(TextArea) if one.isVisible())
    area.setFocus()
    day.type("ok 120 80")
    QTest.keyClick(area, Qt.Key.Key_Return, CTRL)
    day.window.settle()


def amounts(day: Day) -> None:
    """Some amounts of a list of 1,000 changed, then frozen."""
    page = day.open("batch", day.batch)
    assert isinstance(page, BatchPage)
    day.press(Qt.Key.Key_Down)
    for _ in range(3):
        day.type("600")
        day.press(Qt.Key.Key_Return)
        day.window.settle()
    page.draft_panel.freeze.click()
    day.window.settle()


def signatures(day: Day) -> None:
    """A dozen signatures ticked off."""
    page = day.open("batch", day.batch)
    assert isinstance(page, BatchPage)
    for _ in range(12):
        page.signing.self_signed()
        day.window.settle()


def certify(day: Day) -> None:
    """Three people on the wall of 1,382."""
    page = day.open("certifications")
    assert isinstance(page, CertificationsPage)
    for _ in range(3):
        page.wall.setFocus()
        day.press(Qt.Key.Key_1, page.wall)
        day.press(Qt.Key.Key_Return, page.panel)
        day.window.settle()


def tally(day: Day) -> None:
    """The month, then the year."""
    day.open("tally")
    day.open("tally", Period.year(2022))


def take_in(day: Day) -> None:
    """A roster of 3,000 rows, previewed and taken in."""
    page = day.open("import")
    assert isinstance(page, ImportPage)
    page.take(ImportKind.ROSTER, day.folder.parent / "roster.xlsx")
    day.window.settle()
    day.press(Qt.Key.Key_F8, page)
    day.window.settle()


def take_back(day: Day) -> None:
    """All of it again."""
    day.open("home")
    day.window.desk.undo_wanted.emit()
    day.window.settle()


def report(day: Day) -> None:
    """The station joins the district on this machine, if there is one, and reports everything."""
    page, reporter = day.open("sync"), day.window.desk.reporter
    assert reporter is not None
    if day.district is not None:
        address, code = day.district
        (card,) = page.findChildren(JoinCard)[:1]
        card.form.fill({"server": address, "code": code})
        card.enroll()
        day.window.settle()
        reporter.now()
        day.window.settle()


def copy(day: Day) -> None:
    """The copy of the day, while the home page is open."""
    day.open("home")
    state = day.window.main.findChild(DeskState)
    assert state is not None
    state.back_up()
    day.window.settle()


def paper(day: Day) -> None:
    """The roster of a list of payments, on screen before it is printed."""
    page = day.open("batch", day.found["batch"])
    show_paper(page, "payment-roster", order(day.window.desk, batch_id=day.found["batch"]))
    day.window.settle()
    day.press(Qt.Key.Key_Escape)


JOBS: tuple[Job, ...] = (
    find,
    register,
    visit,
    amounts,
    signatures,
    certify,
    tally,
    take_in,
    take_back,
    report,
    copy,
    paper,
)


def main() -> None:
    """Watch all jobs and print what was noticed."""
    folder, district = Path(sys.argv[1]), sys.argv[2:]
    batch = make_big_batch(folder)
    found = subjects(folder)
    write_roster(folder.parent / "roster.xlsx", ROWS)
    with window(folder) as desk:
        day, dog = Day(desk, folder, found, batch), Watchdog()
        day.district = (district[0], district[1]) if district else None
        for job in JOBS:
            print(job.__name__, file=sys.stderr)
            with dog.during(job.__name__):
                job(day)
        dog.stop()
    print(json.dumps([asdict(block) for block in dog.blocks]))


if __name__ == "__main__":
    main()
