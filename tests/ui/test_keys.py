"""By keyboard alone: each key means one thing, each stop has a name, Tab goes as one reads."""

from collections.abc import Callable, Sized
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from station_app.ui.components.button import Button
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Column
from station_app.ui.theme import Theme
from tests.ui.geometry import name_of
from tests.ui.walked import World, village_desk

__all__ = ["village_desk"]

SHARED = {"Return", "Enter"}
"""Keys that belong to whatever has the focus first."""
LINE = 12
"""Tops that differ by less stand in one line."""


def shortcuts_of(page: QWidget) -> list[tuple[str, str]]:
    """What is active on a page together with the frame: key and owner."""
    window = page.window()
    found = []
    for shortcut in window.findChildren(QShortcut):
        owner = shortcut.parent()
        wide = shortcut.context() is Qt.ShortcutContext.WindowShortcut and shortcut.isEnabled()
        if wide and isinstance(owner, QWidget) and owner.isVisible() and owner.isEnabled():
            keys = shortcut.key().toString(QKeySequence.SequenceFormat.PortableText)
            found.append((keys, name_of(owner)))
    return found


def clashes(page: QWidget) -> dict[str, list[str]]:
    owners: dict[str, list[str]] = {}
    for keys, owner in shortcuts_of(page):
        owners.setdefault(keys, []).append(owner)
    return {k: who for k, who in owners.items() if len(who) > 1 and k not in SHARED}


def stops(page: QWidget) -> list[QWidget]:
    """What Tab visits on the page, in its order."""
    found: list[QWidget] = []
    now = page.nextInFocusChain()
    while now is not None and now is not page:
        takes = bool(now.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes and now.isVisible() and now.isEnabled() and page.isAncestorOf(now):
            proxy = now.focusProxy()
            if proxy is None and now not in found:
                found.append(now)
        now = now.nextInFocusChain()
    return found


def nameless(page: QWidget) -> list[str]:
    """Stops that a screen reader could not announce."""
    found = []
    for stop in stops(page):
        spoken = QAccessible.queryAccessibleInterface(stop)
        name, role = spoken.text(QAccessible.Text.Name), spoken.role()
        if not name or role is QAccessible.Role.NoRole:
            found.append(f"{name_of(stop)} role {role}")
    return found


def jumps(page: QWidget) -> list[str]:
    """Places where Tab goes up within one parent, or back in one line."""
    found = []
    order = stops(page)
    for before, after in pairwise(order):
        if before.parentWidget() is not after.parentWidget():
            continue
        first, then = before.geometry(), after.geometry()
        up = then.bottom() <= first.top() + 2
        same_line = abs(first.center().y() - then.center().y()) < LINE
        foot = isinstance(before, Button) and isinstance(after, Button)  # the main action first
        back = same_line and not foot and then.right() <= first.left() + 2
        if up or back:
            found.append(f"{name_of(before)} → {name_of(after)}")
    return found


def every_page(world: World, look: Callable[[QWidget], Sized]) -> dict[str, Sized]:
    found: dict[str, Sized] = {}
    for name in world.pages():
        world.open(name)
        assert world.window.page is not None
        found[name] = look(world.window.page)
    return {name: said for name, said in found.items() if said}


def test_no_key_means_two_things_on_a_page(village_desk: World) -> None:
    village_desk.look(100)
    assert every_page(village_desk, clashes) == {}


def test_every_stop_has_a_name_and_a_role(village_desk: World) -> None:
    village_desk.look(100)
    assert every_page(village_desk, nameless) == {}


@pytest.mark.parametrize("percent", [100, 150])
def test_tab_goes_as_one_reads(village_desk: World, percent: int) -> None:
    village_desk.look(percent)
    assert every_page(village_desk, jumps) == {}


def test_every_page_shows_its_keys(village_desk: World) -> None:
    village_desk.look(100)
    shown = {name: len(village_desk.keys_of(name)) for name in village_desk.pages()}
    assert [name for name, count in shown.items() if count == 0] == []


def test_a_list_of_choices_opens_by_alt_down_and_filters_by_initials(
    qtbot: QtBot, theme: Theme
) -> None:
    assert theme.tokens.percent == 100
    field = ChoiceInput([("A", "残疾军人"), ("B", "参战退役军人"), ("C", "烈士遗属")], width=200)
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClick(field, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert field.list_is_open
    qtbot.keyClicks(field, "ls")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value == "C"


@pytest.mark.usefixtures("theme")
def test_a_table_names_its_rows_and_itself(qtbot: QtBot) -> None:
    table: RecordTable[str] = RecordTable(
        [Column("小组", lambda _row: "三组"), Column("姓名", lambda row: row, bold=True)]
    )
    qtbot.addWidget(table)
    table.show_rows(["曾光明"])
    spoken = QAccessible.queryAccessibleInterface(table.view)
    assert spoken.text(QAccessible.Text.Name) == "小组、姓名"
    role = Qt.ItemDataRole.AccessibleTextRole
    assert table.model.headerData(0, Qt.Orientation.Vertical, role) == "曾光明"
    assert table.model.headerData(5, Qt.Orientation.Vertical, role) is None


def test_two_buttons_with_one_key_would_be_found(qtbot: QtBot, theme: Theme) -> None:
    assert theme.tokens.percent == 100
    around = QWidget()
    layout = QVBoxLayout(around)
    for words in ("打印", "删去"):
        layout.addWidget(Button(words, keys="Ctrl+P"))
    qtbot.addWidget(around)
    around.show()
    assert list(clashes(around)) == ["Ctrl+P"]


def test_a_button_without_a_name_and_a_jump_upwards_would_be_found(
    qtbot: QtBot, theme: Theme
) -> None:
    assert theme.tokens.percent == 100
    around = QWidget()
    lower, upper = QPushButton(around), QPushButton(around)  # Tab goes as they were made
    upper.setGeometry(0, 0, 50, 20)
    lower.setGeometry(0, 100, 50, 20)
    qtbot.addWidget(around)
    around.show()
    assert len(nameless(around)) == 2
    assert len(jumps(around)) == 1
