"""The page of a street's plaques: ticks by keys, only doors that take the step, one undo."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station_app.models.identifiers import HouseholdId
from station_app.queries.plaques import list_plaques
from station_app.services.plaque_rounds import RoundStep
from station_app.services.plaques import EnterPlaque, enter_plaque
from station_app.store.unit_of_work import Store
from station_app.ui.desk import Desk
from station_app.ui.pages.plaque_round import PlaqueRoundPage
from tests.fixtures.villagers import household, villager
from tests.ui.pages_of_tests import settled, shown


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, store: Store) -> PlaqueRoundPage:
    """Three households without a plaque in two groups, one of them entered already."""
    with store.write("试") as session:
        for number, (name, group) in enumerate(
            (("曾光明", "一组"), ("周贵英", "一组"), ("孙长河", "二组")), start=1
        ):
            home = household(session, f"H001A{number:05}", group)
            basis = villager(session, name, home=home, group=group)
            if name == "孙长河":
                order = EnterPlaque(household_id=HouseholdId(home), basis_person_id=basis)
                enter_plaque(session, order)
    made = shown(qtbot, desk, PlaqueRoundPage)
    made.table.setFocus()
    return made


def hanging(store: Store) -> int:
    with store.read() as session:
        return list_plaques(session).hanging


def test_a_and_ctrl_enter_hang_the_whole_street(
    qtbot: QtBot, page: PlaqueRoundPage, store: Store
) -> None:
    said: list[str] = []
    page.desk.said.connect(lambda words, *_: said.append(words))
    QTest.keyClick(page.table.view, Qt.Key.Key_A)
    assert page.panel.keep.text() == "记下 3 户"
    QTest.keyClick(page.table.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, page)
    assert hanging(store) == 3
    assert said == ["已记下 3 户：挂上大门"]
    assert page.rows == []
    assert page._views.currentIndex() == 1


def test_space_ticks_one_door_and_goes_to_the_next(
    qtbot: QtBot, page: PlaqueRoundPage, store: Store
) -> None:
    QTest.keyClick(page.table.view, Qt.Key.Key_Space)
    assert page.table.view.currentIndex().row() == 1
    QTest.keyClick(page.table.view, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, page)
    assert hanging(store) == 1
    assert [one.door.head_name for one in page.rows] == ["周贵英", "孙长河"]


def test_a_door_where_the_step_cannot_be_is_never_ticked(page: PlaqueRoundPage) -> None:
    page.panel.choose(RoundStep.REPLACE)
    assert [one.takes for one in page.rows] == [False] * 3
    said: list[str] = []
    page.desk.said.connect(lambda words, *_: said.append(words))
    QTest.keyClick(page.table.view, Qt.Key.Key_Space)
    assert said == ["曾光明：还没有牌，这一步不适用"]
    assert not page.panel.keep.isEnabled()


def test_a_group_and_what_waits_narrow_the_list_and_ticks_stay(page: PlaqueRoundPage) -> None:
    page.groups._turn("一组")
    QTest.keyClick(page.table.view, Qt.Key.Key_A)
    page.groups._turn("一组")
    page.switch.choose(2)
    assert [one.door.head_name for one in page.rows] == ["孙长河"]
    assert page.panel.keep.text() == "记下 2 户"


def test_the_search_box_finds_a_street_and_says_what_it_did_not_find(
    qtbot: QtBot, page: PlaqueRoundPage
) -> None:
    page.searched("zgy")
    settled(qtbot, page)
    assert [one.door.head_name for one in page.rows] == ["周贵英"]
    page.searched("没有的路")
    settled(qtbot, page)
    assert page._views.currentWidget() is page._not_found
