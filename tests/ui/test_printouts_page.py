"""凭编号找回: the list of what was made, a number typed or scanned, and what changed since."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from station_app.domain.periods import Period
from station_app.domain.printouts import grouped
from station_app.models.person import Person
from station_app.queries.printouts import PrintoutRow, latest
from station_app.services.printing import PrintOrder, print_form
from station_app.services.tally_report import TallyOrder, tally_paper
from station_app.store.unit_of_work import Store
from station_app.ui.components.hit_list import Hits, PaperKey
from station_app.ui.desk import Desk
from station_app.ui.pages.printouts import PrintoutsPage
from station_app.ui.people_search import find_people
from station_app.ui.print_preview import PrintPreview
from station_app.ui.theme import Theme
from tests.fixtures.villagers import villager

TODAY = date(2022, 10, 20)
NOW = datetime(2022, 10, 20, 9, 30).astimezone()


@pytest.fixture
def station(store: Store) -> Store:
    """Three people on a roster that was printed, and the report of September."""
    with store.write("试") as session:
        for name in ("曾光明", "周贵英", "孙长河"):
            villager(session, name, mobile="13812340001")
    with store.read() as session:
        print_form(session, "person-roster", PrintOrder(today=TODAY, printed_by="李敏"))
    with store.read() as session:
        tally_paper(session, TallyOrder(Period.month("2022-09"), TODAY, "李敏", NOW))
    return store


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, station: Store) -> PrintoutsPage:
    made = PrintoutsPage(desk)
    qtbot.addWidget(made)
    made.resize(1194, 640)
    made.show()
    made.opened(None)
    wait(qtbot, made)
    assert station is not None
    return made


def wait(qtbot: QtBot, page: PrintoutsPage) -> None:
    qtbot.waitUntil(lambda: not page.tasks.busy)


def made(store: Store, kind: str) -> PrintoutRow:
    with store.read() as session:
        return next(row for row in latest(session) if row.kind == kind)


def scan(qtbot: QtBot, page: PrintoutsPage, text: str) -> None:
    """A scanner types and presses Enter."""
    page.number.clear()
    QTest.keyClicks(page.number, text)
    QTest.keyClick(page.number, Qt.Key.Key_Return)
    wait(qtbot, page)


def test_it_begins_with_what_was_made_last(page: PrintoutsPage) -> None:
    rows = page.table.model.rows
    assert {row.kind for row in rows} == {"person-roster", "tally"}
    assert page.table.isVisible()
    assert page.first_focus() is page.number


def test_a_scan_shows_the_rows_of_then(qtbot: QtBot, page: PrintoutsPage, station: Store) -> None:
    scan(qtbot, page, made(station, "person-roster").serial)
    assert page.found.isVisible()
    assert page.found.title.text() == "服务对象花名册"
    assert [row.name for row in page.found.rows.model.rows] == ["曾光明", "周贵英", "孙长河"]
    assert "和当时完全一样" in page.found.outcome._words.text()
    assert not page.found.parts.isVisible()


def test_what_changed_is_said_in_words(qtbot: QtBot, page: PrintoutsPage, station: Store) -> None:
    with station.write("改电话") as session:
        one = session.scalars(select(Person).where(Person.name == "曾光明")).one()
        one.mobile = "13900000000"
    scan(qtbot, page, grouped(made(station, "person-roster").serial))
    assert page.found.outcome._words.text() == "1 条此后有变动"
    page.found.rows.choose(0)
    wait(qtbot, page)
    assert "把手机从“138****0001”改成“139****0000”" in page.found.changes.text()


def test_a_change_while_a_paper_is_open_is_said_at_once(
    qtbot: QtBot, page: PrintoutsPage, station: Store
) -> None:
    scan(qtbot, page, made(station, "person-roster").serial)
    with station.write("改电话") as session:
        one = session.scalars(select(Person).where(Person.name == "曾光明")).one()
        one.mobile = "13900000000"
        person_id = one.id
    page.hears({"person": frozenset({person_id})})
    wait(qtbot, page)
    assert page.found.outcome._words.text() == "1 条此后有变动"


def test_a_figure_of_then_stands_beside_that_of_today(
    qtbot: QtBot, page: PrintoutsPage, station: Store
) -> None:
    scan(qtbot, page, made(station, "tally").serial)
    codes = [part.code for part in page.found.parts.model.rows]
    number = codes.index("A1")
    page.found.parts.choose(number)
    wait(qtbot, page)
    assert [column.title for column in page.found.parts.model.columns] == ["项目", "当时", "今天"]
    assert [row.row.part for row in page.found.rows.model.rows] == ["A1"] * 3
    assert page.found.parts.isVisible()
    assert page.found.rows.isVisible()


def test_a_slip_of_the_finger_is_explained_and_the_list_stays(
    qtbot: QtBot, page: PrintoutsPage
) -> None:
    scan(qtbot, page, "2210-1234-5678")
    assert "不是完整的编号" in page.problem.text()
    assert page.number.wrong
    assert page.table.isVisible()


def test_the_same_form_can_be_made_of_today(
    qtbot: QtBot, page: PrintoutsPage, station: Store
) -> None:
    scan(qtbot, page, made(station, "person-roster").serial)
    page.found.anew.click()
    preview = page.window().findChild(PrintPreview)
    assert preview is not None
    qtbot.waitUntil(lambda: bool(preview.document))
    preview.close_preview()
    wait(qtbot, page)


def test_the_search_box_finds_a_paper_and_names_one_that_is_unknown(station: Store) -> None:
    serial = made(station, "tally").serial
    misread = serial[:-1] + str((int(serial[-1]) + 1) % 10)
    with ThreadPoolExecutor(1) as beside:  # as in the program: never on the window's thread
        hits, unknown, wrong = beside.map(
            partial(asked, station), (serial, "2210402188378", misread)
        )
    assert (hits.total, hits.rows[0].middle) == (1, "2022年9月退役军人服务站工作月报")
    assert (unknown.total, unknown.rows[0].middle) == (0, "这台电脑上没有它的记录")
    assert (wrong.total, wrong.rows[0].key) == (0, PaperKey(misread))  # and nobody new is begun


def asked(station: Store, text: str) -> Hits:
    with station.read() as session:
        return find_people(session, text, today=TODAY)


def test_in_large_mode_lines_and_rows_take_turns(
    qtbot: QtBot, desk: Desk, station: Store, theme: Theme
) -> None:
    theme.apply(dark=False, percent=150)
    page = PrintoutsPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.opened(made(station, "tally").serial)
    qtbot.waitUntil(lambda: bool(page.found.rows.model.rows))
    shown = (page.found.parts, page.found.rows)
    assert [view.isVisible() for view in shown] == [True, False]
    page.found._part_opened(None)
    assert [view.isVisible() for view in shown] == [False, True]
