"""The head of a page has room for its buttons: they give up pictures, then hints, never words."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_app.ui.components.button import BARE, Button
from station_app.ui.components.layout import PageHead
from station_app.ui.theme import Theme


def test_buttons_of_a_head_show_as_much_as_there_is_room_for(qtbot: QtBot, theme: Theme) -> None:
    assert theme.tokens.percent == 100
    save = Button("存成 Word", icon="file-text", keys="Ctrl+S")
    away = Button("收起", icon="x")
    head = PageHead("年度总结", buttons=[away, save])
    around = QWidget()
    head.setParent(around)
    qtbot.addWidget(around)
    around.show()
    whole, least = save.sizeHint().width(), head.minimumSizeHint().width()
    picture = save.room_given(1)
    shown = []
    for width in (least + 400, least + away.room_given(BARE) + save.room_given(BARE) - 1, least):
        head.resize(width, 42)
        shown.append(save.sizeHint().width())
        assert head.minimumSizeHint().width() == least
    assert shown == [whole, whole - picture, whole - save.room_given(BARE)]
    head.resize(least + 400, 42)
    assert save.sizeHint().width() == whole
    head.resize(least, 42)
    control = Qt.KeyboardModifier.ControlModifier
    assert save.answers(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_S, control))
