"""The focus stays where the work is, whatever becomes of the widget that had it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station_app.ui.components.button import Button
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.main_window import MainWindow
from station_app.ui.page import Page
from station_app.ui.page_spec import PageSpec
from station_app.ui.theme import Theme


class Bench(Page):
    """A list that the work begins in, and two buttons."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.list = TextInput()
        self.list.setAccessibleName("名单")
        self.box = QVBoxLayout(self)
        self.save, self.leave = Button("保存"), Button("先放下")
        for part in (self.list, self.save, self.leave):
            self.box.addWidget(part)

    def first_focus(self) -> QWidget:
        return self.list


SPECS = [
    PageSpec("home", "今日", "sun", Bench, "main"),
    PageSpec("people", "人员", "users", Bench, "main"),
]


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, theme: Theme) -> MainWindow:
    made = MainWindow(desk, theme, SPECS)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.open("home")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def bench(window: MainWindow) -> Bench:
    assert isinstance(window.page, Bench)
    return window.page


def test_a_widget_that_vanishes_gives_the_focus_back_to_the_work(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = bench(window)
    page.leave.setFocus()
    page.leave.hide()
    qtbot.waitUntil(page.list.hasFocus)
    assert not any(item.hasFocus() for item in window.side_bar.items.values())


def test_what_is_built_anew_in_its_place_has_the_focus(qtbot: QtBot, window: MainWindow) -> None:
    page = bench(window)
    page.leave.setFocus()
    page.leave.deleteLater()
    again = Button("先放下")
    page.box.addWidget(again)
    qtbot.waitUntil(again.hasFocus)


def test_a_second_enter_presses_nothing_while_the_first_is_at_work(
    qtbot: QtBot, window: MainWindow
) -> None:
    page, left = bench(window), list[str]()
    page.leave.clicked.connect(lambda: left.append("left"))
    page.save.setFocus()
    page.save.setEnabled(False)
    assert page.hasFocus()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Return)
    page.save.setEnabled(True)
    assert page.save.hasFocus()
    assert left == []


def test_whoever_goes_to_the_side_bar_stays_there(qtbot: QtBot, window: MainWindow) -> None:
    entry = window.side_bar.items["people"]
    entry.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.wait(20)
    assert entry.hasFocus()
    bench(window).list.hide()
    qtbot.wait(20)
    assert entry.hasFocus()


def test_a_dialog_keeps_the_focus_when_the_page_below_changes(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = bench(window)
    dialog, field = Dialog(page, "改一改"), TextInput()
    dialog.add(field)
    dialog.open(field)
    page.list.hide()
    qtbot.wait(20)
    assert field.hasFocus()


def test_a_page_that_is_hidden_as_a_whole_takes_nothing_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    """The desk is locked: the password has the focus, in the same window."""
    shell = QWidget()
    qtbot.addWidget(shell)
    shell.resize(1400, 820)
    password = TextInput()
    layout = QVBoxLayout(shell)
    layout.addWidget(window)
    layout.addWidget(password)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(shell.isActiveWindow)
    bench(window).save.setFocus()
    window.hide()
    password.setFocus()
    qtbot.wait(20)
    assert password.hasFocus()
    window.setParent(None)
