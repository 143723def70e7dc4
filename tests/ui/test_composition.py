"""Composing with an input method: nothing submits, no shortcut fires, no first letter is lost."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station_app.ui.components.button import Button
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.password_input import PasswordInput
from station_app.ui.components.pop_list import PopRow
from station_app.ui.components.readers import (
    IdInput,
    MoneyInput,
    MonthInput,
    PartialDateInput,
    PhoneInput,
)
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.search_box import Hits, SearchBox
from station_app.ui.components.table_model import Column
from station_app.ui.components.text_input import TextArea, TextInput

pytestmark = pytest.mark.usefixtures("theme")

TODAY = date(2026, 7, 20)
KINDS: dict[str, Callable[[], QWidget]] = {
    "text": TextInput,
    "area": TextArea,
    "id": lambda: IdInput(TODAY),
    "money": MoneyInput,
    "partial date": lambda: PartialDateInput(TODAY),
    "month": MonthInput,
    "phone": PhoneInput,
    "day": lambda: DateInput(TODAY),
    "choice": lambda: ChoiceInput([("A", "曾经"), ("B", "现在")], width=200),
    "search": SearchBox,
}
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def compose(field: QWidget, letters: str) -> None:
    QApplication.sendEvent(field, QInputMethodEvent(letters, []))


def commit(field: QWidget, words: str) -> None:
    done = QInputMethodEvent("", [])
    done.setCommitString(words)
    QApplication.sendEvent(field, done)


def text_of(field: QWidget) -> str:
    return field.text() if isinstance(field, (QLineEdit, TextArea)) else ""


class Bench:
    """A field, the next field, and a button with keys, in a window that is active."""

    def __init__(self, qtbot: QtBot, field: QWidget) -> None:
        self.field, self.next = field, TextInput()
        self.window = QWidget()
        self.pressed: list[str] = []
        layout = QVBoxLayout(self.window)
        layout.addWidget(field)
        layout.addWidget(self.next)
        for keys in ("Z", "Ctrl+Return", "F8"):
            button = Button(keys, keys=keys)
            button.clicked.connect(lambda _on, keys=keys: self.pressed.append(keys))
            layout.addWidget(button)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        field.setFocus()


@pytest.fixture(params=sorted(KINDS))
def bench(qtbot: QtBot, request: pytest.FixtureRequest) -> Bench:
    return Bench(qtbot, KINDS[str(request.param)]())


@pytest.mark.parametrize("key", [*ENTERS, Qt.Key.Key_Escape, Qt.Key.Key_Tab])
def test_a_key_of_the_composition_goes_nowhere_else(
    qtbot: QtBot, bench: Bench, key: Qt.Key
) -> None:
    compose(bench.field, "zeng")
    qtbot.keyClick(bench.field, key)
    assert bench.field.hasFocus()
    commit(bench.field, "曾")
    assert text_of(bench.field) == "曾"


def test_the_enter_that_ends_a_composition_does_not_submit(qtbot: QtBot, bench: Bench) -> None:
    compose(bench.field, "zeng")
    commit(bench.field, "zeng")
    qtbot.keyClick(bench.field, Qt.Key.Key_Return)
    assert bench.field.hasFocus()
    assert text_of(bench.field) == "zeng"
    assert bench.pressed == []


def test_no_letter_is_lost_between_two_compositions(bench: Bench) -> None:
    for letters, word in (("z", ""), ("ze", ""), ("zeng", "曾")):
        compose(bench.field, letters)
        if word:
            commit(bench.field, word)
    compose(bench.field, "g")
    commit(bench.field, "光")
    assert text_of(bench.field) == "曾光"


@pytest.mark.parametrize("key", [Qt.Key.Key_Z, Qt.Key.Key_F8, Qt.Key.Key_1])
def test_no_shortcut_fires_while_composing(bench: Bench, key: Qt.Key) -> None:
    compose(bench.field, "zeng")
    event = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(bench.field, event)
    assert event.isAccepted()
    assert bench.pressed == []


def test_a_password_is_typed_without_an_input_method(qtbot: QtBot) -> None:
    field = PasswordInput()
    qtbot.addWidget(field)
    field.show()
    assert field.inputMethodHints() & Qt.InputMethodHint.ImhHiddenText


def test_the_search_asks_only_for_what_was_committed(qtbot: QtBot) -> None:
    bench = Bench(qtbot, box := SearchBox())
    asked: list[str] = []
    box.asked.connect(asked.append)
    compose(box, "zeng")
    qtbot.wait(30)
    assert asked == []
    with qtbot.waitSignal(box.asked):
        commit(box, "曾")
    assert asked == ["曾"]
    assert bench.field.hasFocus()


def test_enter_chooses_no_hit_while_composing(qtbot: QtBot) -> None:
    Bench(qtbot, box := SearchBox())
    taken: list[object] = []
    box.chosen.connect(taken.append)
    qtbot.keyClicks(box, "z")
    box.show_hits(Hits("z", (PopRow(7, "曾光明"),), total=1))
    compose(box, "g")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert taken == []
    assert box.text() == "z"


@pytest.fixture
def table(qtbot: QtBot) -> RecordTable[str]:
    made: RecordTable[str] = RecordTable(
        [
            Column("姓名", lambda row: row, bold=True),
            Column("说明", lambda _row: "", name="note", edit=lambda _row: "", stretch=True),
        ]
    )
    qtbot.addWidget(made)
    made.resize(500, 300)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_rows(["曾光明", "周贵英"])
    made.view.setCurrentIndex(made.model.index(0, 1))
    made.view.setFocus()
    return made


def editor_of(table: RecordTable[str]) -> QLineEdit:
    found = table.view.viewport().findChildren(QLineEdit)
    assert len(found) == 1
    return found[0]


def test_the_first_letter_of_a_composition_opens_the_cell_and_is_in_it(
    table: RecordTable[str],
) -> None:
    compose(table.view, "d")
    editor = editor_of(table)
    assert table.view.state() == QAbstractItemView.State.EditingState
    compose(editor, "da")
    commit(editor, "大")
    assert editor.text() == "大"


def test_enter_while_composing_leaves_the_cell_open(qtbot: QtBot, table: RecordTable[str]) -> None:
    written: list[tuple[object, str, str]] = []
    table.edited.connect(lambda row, column, text: written.append((row, column, text)))
    table.edit_current()
    editor = editor_of(table)
    compose(editor, "da")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert written == []
    assert table.view.state() == QAbstractItemView.State.EditingState
    commit(editor, "大病")
    qtbot.wait(40)  # the echo of the input method is over
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: written == [("曾光明", "note", "大病")])


def test_the_first_key_typed_on_a_cell_is_in_it(qtbot: QtBot, table: RecordTable[str]) -> None:
    qtbot.keyClicks(table.view, "5")
    assert editor_of(table).text() == "5"
