"""Keys in the yearly report's dialogs."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from station_app.domain.yearly_slots import State
from station_app.ui.pages.yearly import YearlyPage
from tests.ui.test_yearly_page import open_piece, page, wait

__all__ = ["page"]


def test_enter_fills_a_number_in(qtbot: QtBot, page: YearlyPage) -> None:
    """Twice Enter gave up what was typed: the next thing to focus was 先不填."""
    page._show_or_not("volunteers.army", True)
    wait(qtbot, page)
    open_piece(qtbot, page, "volunteers.army", State.MISSING)
    field = page.asking.form["written"].field
    QTest.keyClicks(field, "14")
    QTest.keyClick(field, Qt.Key.Key_Return)
    wait(qtbot, page)
    assert "共计14件" in page.text.sentences["volunteers.army"].filled.text
