"""Settings: the paper with the recovery words is checked, and other words are issued."""

import shutil
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from station_app.errors import Rejected
from station_app.paths import Paths
from station_app.services.recovery_words import last_checked
from station_app.store.keys import unlock_with_recovery
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.pages.settings import PARTS, SettingsPage
from station_app.ui.pages.settings_words import CheckWords, NewWords, RenewWords, WordsLine
from station_app.ui.who import Operator
from tests.fixtures.station import OPERATOR, PASSWORD, EmptyStation


@pytest.fixture
def line(
    qtbot: QtBot, desk: Desk, empty_station: EmptyStation, paths: Paths
) -> Iterator[WordsLine]:
    desk.keys = empty_station.keys
    desk.operator = Operator(OPERATOR, "HEAD")
    shutil.copyfile(empty_station.folder / paths.keys.name, paths.keys)
    page = SettingsPage(desk)
    qtbot.addWidget(page)
    page.resize(1194, 680)
    page.show()
    page.opened(PARTS.index("备份和恢复"))
    found = page.findChild(WordsLine)
    assert isinstance(found, WordsLine)
    yield found
    page.close()


def says(line: WordsLine, words: str) -> bool:
    return any(words in text.text() for text in line.findChildren(Text))


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)


def test_a_wrong_paper_is_said_under_the_field_and_nothing_is_noted(
    qtbot: QtBot, line: WordsLine, paths: Paths
) -> None:
    qtbot.waitUntil(lambda: says(line, "还没有核对过"))
    line.check.click()
    dialog = line.window().findChild(CheckWords)
    assert isinstance(dialog, CheckWords)
    dialog.form.fill({"words": "春风 松柏"})
    dialog.main.click()
    qtbot.waitUntil(lambda: "找回词不对" in dialog.form["words"].error)
    assert last_checked(paths) is None


def test_other_words_are_issued_with_the_keyboard_alone(
    qtbot: QtBot, line: WordsLine, paths: Paths, empty_station: EmptyStation
) -> None:
    qtbot.waitUntil(lambda: says(line, "还没有核对过"))
    line.renew.setFocus()
    press(Qt.Key.Key_Space)
    assert isinstance(line.window().findChild(RenewWords), RenewWords)
    typed = QApplication.focusWidget()
    assert typed is not None
    QTest.keyClicks(typed, PASSWORD)
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: line.window().findChild(NewWords) is not None)
    dialog = line.window().findChild(NewWords)
    assert isinstance(dialog, NewWords)
    words = dialog._words
    for number in dialog.sheet.asked:
        focus = QApplication.focusWidget()
        assert focus is not None
        focus.setText(words[number])  # type: ignore[attr-defined]  # an input method writes it
        press(Qt.Key.Key_Return)
    assert last_checked(paths) is None  # the old paper fits until the last step
    with qtbot.waitSignal(line.desk.said):
        dialog.sheet._onward.click()
    assert unlock_with_recovery(paths.keys, " ".join(words)) == empty_station.keys
    qtbot.waitUntil(lambda: says(line, "核对过，纸请收好"))


def test_words_that_were_put_away_early_are_nobodys(
    qtbot: QtBot, line: WordsLine, paths: Paths
) -> None:
    qtbot.waitUntil(lambda: says(line, "还没有核对过"))
    words = ("春风",) * 12
    dialog = NewWords(line, line.desk, words)
    dialog.give_up()
    with pytest.raises(Rejected):
        unlock_with_recovery(paths.keys, " ".join(words))
    assert last_checked(paths) is None
