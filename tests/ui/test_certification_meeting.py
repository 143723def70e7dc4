"""A meeting: who came, typed, pasted or by group; one proof for all; who is due and who is not."""

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from station_app.domain.codes import CycleStatus
from station_app.models.certification import Certification
from station_app.models.identifiers import PersonId
from station_app.models.person import Person
from station_app.queries.certification_cases import cycles
from station_app.services.certification_cycles import OpenCycle, open_cycle, set_status
from station_app.services.meeting_sheet import Meeting, meeting_pdf
from station_app.services.printing import PrintOrder
from station_app.services.staff import add_staff
from station_app.services.undoing import undo_last
from station_app.store.unit_of_work import Store
from station_app.ui.desk import Desk
from station_app.ui.pages.certification_meeting import MeetingPage
from station_app.ui.pages.meeting_rows import Came
from tests.fixtures.villagers import benefit, villager
from tests.reports.reading import pages
from tests.ui.pages_of_tests import settled, shown

TODAY = date(2022, 10, 20)
NAMES = ("曾光明", "周贵英", "孙长河", "马德胜")


@pytest.fixture
def people(store: Store) -> dict[str, PersonId]:
    """Four who are due, one who draws nothing; the year is open and two may certify."""
    with store.write("试") as session:
        found = {name: villager(session, name) for name in NAMES}
        for key in found.values():
            benefit(session, key)
        found["李无待遇"] = villager(session, "李无待遇", group="二组")
        open_cycle(session, OpenCycle(year=2022))
        add_staff(session, {"name": "赵国强", "role": "OFFICER"})
        add_staff(session, {"name": "李秀兰", "role": "OFFICER"})
    return found


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, people: dict[str, PersonId]) -> MeetingPage:
    made = shown(qtbot, desk, MeetingPage)
    assert len(people) == 5
    return made


def type_name(qtbot: QtBot, page: MeetingPage, letters: str) -> None:
    """Letters and Enter, as at the meeting."""
    page.field.setFocus()
    QTest.keyClicks(page.field, letters)
    qtbot.waitUntil(page.field._list.isVisible)
    QTest.keyClick(page.field, Qt.Key.Key_Return)


def passed(store: Store) -> list[Any]:
    with store.read() as session:
        return list(session.scalars(select(Certification).order_by(Certification.id)))


def test_initials_and_enter_put_one_after_the_other_on_the_list(
    qtbot: QtBot, page: MeetingPage
) -> None:
    for letters in ("zgm", "zgy", "sch", "zgm"):
        type_name(qtbot, page, letters)
    assert [one.name for one in page.rows] == ["曾光明", "周贵英", "孙长河"]
    assert page.field.hasFocus()
    assert page.panel.keep.text() == "记下 3 人"


def test_all_who_came_are_recorded_in_one_step_that_undo_takes_back(
    qtbot: QtBot, page: MeetingPage, store: Store
) -> None:
    page.groups._turn("三组")
    QTest.keyClick(page.field, Qt.Key.Key_Y, Qt.KeyboardModifier.AltModifier)
    page.panel.form.fill({"place": "村委会二楼"})
    QTest.keyClick(page.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, page)
    found = passed(store)
    assert len(found) == 4
    assert {one.note for one in found} == {"集中认证，地点：村委会二楼"}
    assert {(one.id_seen, one.signed) for one in found} == {(True, True)}
    assert all(one.certifier1_id and one.certifier2_id for one in found)
    undo_last(store)
    with store.read() as session:
        statement = select(Certification).where(Certification.deleted.is_(False))
        assert list(session.scalars(statement)) == []


def test_the_year_that_was_read_ahead_is_read_again_only_once_something_was_written(
    qtbot: QtBot, desk: Desk, store: Store, people: dict[str, PersonId]
) -> None:
    page = MeetingPage(desk)
    qtbot.addWidget(page)
    page.built_ahead()
    settled(qtbot, page)
    assert page._head.sentence.text() == "", "nobody looks as yet"
    page.opened(2022)
    assert not desk.tasks.busy
    assert "2022" in page._head.sentence.text()
    with store.write("试") as session:
        session.get_one(Person, people["李无待遇"]).name = "李有待遇"
    qtbot.waitUntil(lambda: desk.tasks.writes > 0)
    page.opened(2022)
    assert desk.tasks.busy
    settled(qtbot, page)


def test_without_the_proof_nothing_is_recorded_and_the_page_says_what_is_missing(
    qtbot: QtBot, page: MeetingPage, store: Store
) -> None:
    type_name(qtbot, page, "zgm")
    page.panel.keep.click()
    settled(qtbot, page)
    assert passed(store) == []
    assert page.panel._problem.text().startswith("还差：")


def test_who_is_certified_or_not_due_is_said_and_not_recorded_again(
    qtbot: QtBot, page: MeetingPage, store: Store
) -> None:
    type_name(qtbot, page, "zgm")
    page.panel._tick_both()
    page.panel.keep.click()
    settled(qtbot, page)
    type_name(qtbot, page, "lwdy")
    words = [page.table.model.columns[-1].show(one) for one in page.rows]
    assert [str(getattr(one, "text", one)) for one in words] == [
        "10月20日已认证，自主到站", "今年不用认证（没有待遇，或已去世、迁出）"
    ]  # fmt: skip
    assert not page.panel.keep.isEnabled()
    assert len(passed(store)) == 1


def test_an_agent_is_set_apart_and_goes_to_the_wall(
    qtbot: QtBot, page: MeetingPage, store: Store, people: dict[str, PersonId]
) -> None:
    opened: list[tuple[str, object]] = []
    page.desk.wanted.connect(lambda name, subject: opened.append((name, subject)))
    page.groups._turn("三组")
    page.table.setFocus()
    page.table.choose([one.name for one in page.rows].index("周贵英"))
    QTest.keyClick(page.table.view, Qt.Key.Key_D)
    assert [one.came for one in page.rows if one.name == "周贵英"] == [Came.AGENT]
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    assert opened == [("certifications", (people["周贵英"], "AGENT"))]
    page.panel._tick_both()
    page.panel.keep.click()
    settled(qtbot, page)
    assert len(passed(store)) == 3


def test_whoever_did_not_come_is_unticked_with_space(qtbot: QtBot, page: MeetingPage) -> None:
    page.groups._turn("三组")
    page.table.setFocus()
    page.table.choose(0)
    QTest.keyClick(page.table.view, Qt.Key.Key_Space)
    assert page.panel.keep.text() == "记下 3 人"
    assert page.table.view.currentIndex().row() == 1
    settled(qtbot, page)


def test_a_list_pasted_into_the_box_is_matched(qtbot: QtBot, page: MeetingPage) -> None:
    QGuiApplication.clipboard().setText("1. 曾光明\n2. 周贵英\n3. 王没有")
    page.field.setFocus()
    QTest.keyClick(page.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, page)
    assert page.pasting is not None
    assert [line.taken for line in page.pasting.lines] == [True, True, False]
    page.pasting.yes.click()
    assert [one.name for one in page.rows] == ["曾光明", "周贵英"]


def test_a_clerk_who_has_the_name_of_the_certified_is_left_out_with_the_reason(
    qtbot: QtBot, page: MeetingPage, store: Store
) -> None:
    with store.write("试") as session:
        own = villager(session, "赵国强")
        benefit(session, own)
    page.refresh()
    settled(qtbot, page)
    page.groups._turn("三组")
    page.panel._tick_both()
    page.panel.keep.click()
    settled(qtbot, page)
    left = [one for one in page.rows if one.why_not]
    assert [one.name for one in left] == ["赵国强"]
    assert "回避" in left[0].why_not
    assert len(passed(store)) == 4


def test_the_sheet_names_day_place_staff_and_everybody_who_signs(
    store: Store, people: dict[str, PersonId]
) -> None:
    meeting = Meeting(year=2022, held_on=TODAY, place="村委会二楼", certifiers=("赵国强", "李秀兰"))
    keys = tuple(people[name] for name in NAMES)
    with store.read() as session:
        document = meeting_pdf(session, PrintOrder(today=TODAY), meeting, keys)
        empty = meeting_pdf(session, PrintOrder(today=TODAY), Meeting(year=2022), ())
    text = "".join(pages(document))
    for word in (
        "2022年度集中认证签到表",
        "2022年10月20日",
        "村委会二楼",
        "赵国强、李秀兰",
        *NAMES,
    ):
        assert word in text
    assert "本人签字" in "".join(pages(empty))


def test_a_list_that_was_not_recorded_is_there_again(
    qtbot: QtBot, page: MeetingPage, desk: Desk
) -> None:
    page.groups._turn("三组")
    page.table.setFocus()
    page.table.choose(1)
    QTest.keyClick(page.table.view, Qt.Key.Key_V)
    page.table.choose(2)
    QTest.keyClick(page.table.view, Qt.Key.Key_Space)
    again = shown(qtbot, desk, MeetingPage)
    assert [one.name for one in again.rows] == [one.name for one in page.rows]
    assert [one.is_recorded for one in again.rows] == [True, False, False, True]
    assert again.rows[1].came is Came.VIDEO


def test_once_recorded_nothing_is_left_to_continue(
    qtbot: QtBot, page: MeetingPage, desk: Desk
) -> None:
    page.groups._turn("三组")
    page.panel._tick_both()
    page.panel.keep.click()
    settled(qtbot, page)
    assert shown(qtbot, desk, MeetingPage).rows == []
    assert desk.drafts.all() == []


def test_a_click_on_the_tick_is_as_good_as_space(qtbot: QtBot, page: MeetingPage) -> None:
    page.groups._turn("三组")
    box = page.table.view.visualRect(page.table.model.index(2, 0))
    viewport = page.table.view.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=box.center())
    assert [one.taken for one in page.rows] == [True, True, False, True]
    settled(qtbot, page)


def test_a_year_that_is_closed_says_so_before_anybody_is_typed(
    qtbot: QtBot, page: MeetingPage, store: Store
) -> None:
    assert page._head.sentence.text() == "2022 年度，还剩 4 人"
    with store.write("试") as session:
        set_status(session, cycles(session)[2022].cycle_id, CycleStatus.CLOSED)
    page.refresh()
    settled(qtbot, page)
    assert page._head.sentence.text().startswith("2022 年度已经结束，记不了")


def test_the_name_after_one_that_nobody_bears_takes_its_place(
    qtbot: QtBot, page: MeetingPage
) -> None:
    type_name(qtbot, page, "xyzq")
    assert page.rows == []
    assert page.field.selectedText() == "xyzq"
    type_name(qtbot, page, "zgm")
    assert [one.name for one in page.rows] == ["曾光明"]


def test_the_meeting_is_of_the_year_it_was_opened_on_and_says_when_that_begins(
    qtbot: QtBot, page: MeetingPage, store: Store
) -> None:
    with store.write("试") as session:
        open_cycle(session, OpenCycle(year=2023))
    page.opened(2023)
    settled(qtbot, page)
    assert page._head.sentence.text() == "2023 年度要到2023年8月1日才开始"
    page.opened(None)
    settled(qtbot, page)
    assert page._head.sentence.text().startswith("2022 年度")
