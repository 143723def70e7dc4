"""The window opens where it was left, and never where no screen is; dialogs of Qt speak Chinese."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, QCoreApplication, QPoint, QTranslator
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from station_app.ui.application import make_application
from station_app.ui.preferences import Preferences
from station_app.ui.window_place import put_back


def test_the_window_comes_back_where_it_was(qtbot: QtBot, tmp_path: Path) -> None:
    before, after = QWidget(), QWidget()
    for window in (before, after):
        qtbot.addWidget(window)
    before.setGeometry(60, 70, 500, 400)
    before.show()
    Preferences(tmp_path / "window.ini").keep_place(before.saveGeometry())
    assert put_back(after, Preferences(tmp_path / "window.ini").place)
    after.show()
    assert (after.geometry().topLeft(), after.width()) == (QPoint(60, 70), 500)


@pytest.mark.parametrize("place", [b"", b"not a place"])
def test_without_a_place_the_window_opens_as_usual(qtbot: QtBot, place: bytes) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    assert not put_back(window, QByteArray(place))


def test_a_screen_that_was_taken_away_does_not_keep_the_window(qtbot: QtBot) -> None:
    before, after = QWidget(), QWidget()
    for window in (before, after):
        qtbot.addWidget(window)
    before.setGeometry(5000, 4000, 300, 200)
    before.show()
    assert put_back(after, before.saveGeometry())
    after.show()
    assert QApplication.primaryScreen().availableGeometry().contains(after.geometry().topLeft())


def test_dialogs_of_qt_itself_speak_chinese(qtbot: QtBot) -> None:
    """The program asks with Qt's own file dialog where the desktop has none."""
    app = make_application()
    try:
        dialog = QFileDialog()
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        qtbot.addWidget(dialog)
        labels = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
        assert [words for words in labels if not words.startswith(("查找", "文件"))] == []
        assert len(labels) == 3
        assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"
    finally:
        for translator in app.findChildren(QTranslator):
            app.removeTranslator(translator)
