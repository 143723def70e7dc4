"""A chip that opens a list of filters, by mouse and by keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station_app.ui.components.menu_chip import MenuChip, MenuEntry
from station_app.ui.components.pick_button import PickButton
from station_app.ui.theme import Theme


@pytest.fixture
def chip(qtbot: QtBot, theme: Theme) -> MenuChip:
    assert theme.tokens.percent == 100
    made = MenuChip("小组")
    made.offer([MenuEntry("一组", "一组", 12), MenuEntry("三组", "三组", 9)])
    qtbot.addWidget(made)
    made.show()
    return made


def test_keys_open_choose_and_close(qtbot: QtBot, chip: MenuChip) -> None:
    qtbot.keyClick(chip, Qt.Key.Key_Down)
    assert chip._list.isVisible()
    qtbot.keyClick(chip, Qt.Key.Key_Down)
    with qtbot.waitSignal(chip.turned) as turned:
        qtbot.keyClick(chip, Qt.Key.Key_Return)
    assert turned.args == ["三组", True]
    assert (chip.text(), chip.isChecked()) == ("三组", True)


def test_several_may_be_on_and_the_chip_says_how_many(chip: MenuChip) -> None:
    chip.put(["一组", "三组"])
    assert chip.text() == "一组等 2 项"
    chip.put([])
    assert (chip.text(), chip.isChecked()) == ("小组", False)


def test_the_list_ticks_what_is_on_in_a_column_of_its_own(chip: MenuChip) -> None:
    chip.put(["三组"])
    chip.click()
    assert [(row.words, row.ticked) for row in chip._list.rows] == [("一组", False), ("三组", True)]


def test_new_counts_leave_what_was_on(chip: MenuChip) -> None:
    chip.put(["三组"])
    chip.offer([MenuEntry("三组", "三组", 10), MenuEntry("五组", "五组", 1)])
    assert chip.chosen_keys == ("三组",)


def test_escape_closes_the_list_and_turns_nothing_on(qtbot: QtBot, chip: MenuChip) -> None:
    chip.click()
    qtbot.keyClick(chip, Qt.Key.Key_Escape)
    assert not chip._list.isVisible()
    assert chip.chosen_keys == ()


def test_a_pick_button_says_what_was_picked(qtbot: QtBot, theme: Theme) -> None:
    assert theme.tokens.percent == 100
    button = PickButton("打印", [("visit", "走访表"), ("notice", "告知书")])
    qtbot.addWidget(button)
    button.show()
    button.click()
    qtbot.keyClick(button, Qt.Key.Key_Down)
    with qtbot.waitSignal(button.picked) as picked:
        qtbot.keyClick(button, Qt.Key.Key_Return)
    assert picked.args == ["notice"]


def test_escape_in_a_pick_list_is_no_button_s_of_the_page(qtbot: QtBot, theme: Theme) -> None:
    assert theme.tokens.percent == 100
    page, went = QWidget(), list[bool]()
    button = PickButton("加进", [("a", "甲"), ("b", "乙")])
    QHBoxLayout(page).addWidget(button)
    QShortcut(QKeySequence("Esc"), page).activated.connect(lambda: went.append(True))
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    button.click()
    qtbot.keyClick(button, Qt.Key.Key_Escape)
    assert (button._list.isVisible(), went) == (False, [])
    qtbot.keyClick(button, Qt.Key.Key_Escape)
    assert went == [True]
