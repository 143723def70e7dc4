"""Keys in a dialog: Enter is the button that has the focus, Ctrl Enter always the main one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_app.ui.components.button import Button, Look
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.text_input import TextInput

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier


@pytest.mark.usefixtures("theme")
@pytest.mark.parametrize(
    ("key", "modifiers", "pressed"),
    [
        (Qt.Key.Key_Return, NONE, ["先不办"]),
        (Qt.Key.Key_Enter, KEYPAD, ["先不办"]),
        (Qt.Key.Key_Return, CTRL, ["报出"]),
        (Qt.Key.Key_Enter, CTRL | KEYPAD, ["报出"]),
    ],
)
def test_enter_is_the_focused_button_and_ctrl_enter_the_main_one(
    qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier, pressed: list[str]
) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(900, 600)
    dialog = Dialog(over, "报出这个月")
    said: list[str] = []
    away, main = Button("先不办"), Button("报出", Look.FILLED, keys="Ctrl+Return")
    away.clicked.connect(lambda: said.append("先不办"))
    main.clicked.connect(lambda: said.append("报出"))
    dialog.add_buttons(away, main)
    with qtbot.waitExposed(over):
        over.show()
    dialog.open(away)
    QTest.keyClick(away, key, modifiers)
    assert said == pressed


@pytest.mark.usefixtures("theme")
def test_enter_after_the_last_field_saves_and_never_gives_up(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(900, 600)
    dialog = Dialog(over, "填签字人")
    said: list[str] = []
    first, last = TextInput(), TextInput()
    away, main = Button("先不签", keys="Esc"), Button("签好", Look.FILLED, keys="Ctrl+Return")
    away.clicked.connect(lambda: said.append("先不签"))
    main.clicked.connect(lambda: said.append("签好"))
    dialog.add(first, last)
    dialog.add_buttons(away, main)
    over.show()
    over.activateWindow()
    with qtbot.waitActive(over):
        dialog.open(first)
    for expected in (first, last, main):
        qtbot.waitUntil(expected.hasFocus)
        QTest.keyClick(expected, Qt.Key.Key_Return)
    assert said == ["签好"]
    last.setFocus()
    QTest.keyClick(last, Qt.Key.Key_Tab)
    assert away.hasFocus()  # Tab goes as one reads
