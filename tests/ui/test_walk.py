"""Every page and dialog at every size: no word is cut, nothing lies over or beside its place."""

from datetime import date

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station_app.domain.recovery import WORDS
from station_app.services.operators import OperatorCard
from station_app.ui.components.button import Button
from station_app.ui.components.layout import column, scrolling
from station_app.ui.components.record_table import RecordTable
from station_app.ui.components.table_model import Column
from station_app.ui.components.text import Text, elided
from station_app.ui.first_run import FirstRun
from station_app.ui.gallery import Gallery
from station_app.ui.login import LoginPage
from station_app.ui.recovery_page import RecoveryPage
from station_app.ui.theme import Theme
from tests.ui.geometry import Flaw, flaws
from tests.ui.walked import (
    SMALL_SCREEN,
    World,
    empty_desk,
    no_file_dialogs,
    village_desk,
)
from tools.dialog_pictures import DIALOGS

__all__ = ["empty_desk", "no_file_dialogs", "village_desk"]

BIG_SCREEN = QSize(1920, 1040)
LOOKS = [
    pytest.param(100, SMALL_SCREEN, id="100"),
    pytest.param(100, QSize(1366, 728), id="100-768"),
    pytest.param(125, SMALL_SCREEN, id="125"),
    pytest.param(150, SMALL_SCREEN, id="150"),
    pytest.param(200, SMALL_SCREEN, id="200"),
    pytest.param(200, BIG_SCREEN, id="200-1920"),
    pytest.param(100, QSize(911, 480), id="screen-enlarged-by-windows"),
]
TOO_WIDE = {"calendar", "history", "new_person", "people", "settings"}
TOO_WIDE |= {"sync", "tally", "templates"}
"""Pages that scroll sideways at 200 % on the smallest screen; nothing there is out of reach."""


def flaws_of_pages(world: World, percent: int, size: QSize) -> dict[str, list[str]]:
    world.look(percent, size=size)
    cramped = size.width() * 100 < 900 * percent
    found = {}
    for page in world.pages():
        world.open(page)
        may_scroll = cramped and page in TOO_WIDE
        found[page] = [str(flaw) for flaw in flaws(world.window, may_scroll=may_scroll)]
    return {page: broken for page, broken in found.items() if broken}


@pytest.mark.parametrize(("percent", "size"), LOOKS)
def test_no_page_of_a_village_is_cut(village_desk: World, percent: int, size: QSize) -> None:
    assert flaws_of_pages(village_desk, percent, size) == {}


@pytest.mark.parametrize(("percent", "size"), LOOKS)
def test_no_page_of_an_empty_station_is_cut(empty_desk: World, percent: int, size: QSize) -> None:
    assert flaws_of_pages(empty_desk, percent, size) == {}


@pytest.mark.usefixtures("no_file_dialogs")
@pytest.mark.parametrize("percent", [100, 150, 200])
@pytest.mark.parametrize("page", sorted(DIALOGS))
def test_no_dialog_is_cut(village_desk: World, page: str, percent: int) -> None:
    world = village_desk
    world.look(percent)
    found: dict[str, list[str]] = {}
    for name in DIALOGS[page]:
        world.open(page)
        if not world.press(name):
            assert percent > 100, f"{page} has no {name}"
            continue
        assert world.over(), f"{name} opened nothing"
        for one in world.over():
            found[name] = [str(flaw) for flaw in flaws(one, may_scroll=percent == 200)]
        world.put_away()
    assert {name: broken for name, broken in found.items() if broken} == {}


def shown(
    qtbot: QtBot, page: QWidget, size: QSize = SMALL_SCREEN, *, may_scroll: bool = False
) -> list[str]:
    qtbot.addWidget(page)
    page.resize(size)
    page.show()
    qtbot.wait(30)
    return [str(flaw) for flaw in flaws(page, may_scroll=may_scroll)]


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_log_in_and_recovery_are_not_cut(qtbot: QtBot, theme: Theme, percent: int) -> None:
    theme.apply(dark=False, percent=percent)
    people = [OperatorCard("李秀兰", "HEAD"), OperatorCard("买买提·艾力", "CLERK")]
    login = LoginPage(people, today=date(2026, 7, 20), station="柳溪镇青石村退役军人服务站")
    assert shown(qtbot, login) == []
    assert shown(qtbot, RecoveryPage("李秀兰")) == []


def nothing_done(_over: QWidget, _words: tuple[str, ...], _station: str) -> None:
    """No printer and no disk."""


@pytest.mark.parametrize("percent", [100, 150, 200])
def test_no_step_of_the_first_run_is_cut(qtbot: QtBot, theme: Theme, percent: int) -> None:
    theme.apply(dark=False, percent=percent)
    wizard = FirstRun(print_words=nothing_done, save_words=nothing_done)
    cramped = percent == 200
    found = {0: shown(qtbot, wizard, may_scroll=cramped)}
    for step in (1, 2, 3):
        if step == 2:
            wizard.show_words(tuple(WORDS[:12]))
        else:
            wizard._go(step)
        qtbot.wait(30)
        found[step] = [str(flaw) for flaw in flaws(wizard, may_scroll=cramped)]
    assert {step: broken for step, broken in found.items() if broken} == {}


@pytest.mark.parametrize("percent", [100, 150])
def test_the_gallery_is_not_cut(qtbot: QtBot, theme: Theme, percent: int) -> None:
    theme.apply(dark=False, percent=percent)
    assert shown(qtbot, Gallery(), QSize(1366 if percent == 100 else 1920, 1200)) == []


def kinds(qtbot: QtBot, broken: QWidget, size: QSize) -> set[str]:
    qtbot.addWidget(broken)
    broken.resize(size)
    broken.show()
    qtbot.wait(10)
    found: list[Flaw] = flaws(broken)
    return {flaw.kind for flaw in found}


@pytest.mark.usefixtures("theme")
def test_a_cut_label_is_found_and_a_note_that_may_end_in_dots_is_not(qtbot: QtBot) -> None:
    cut, note = QWidget(), QWidget()
    for around, label in ((cut, Text("买买提·艾力")), (note, elided("一条很长的说明"))):
        label.setParent(around)
        label.setGeometry(0, 0, 30, 24)
    assert kinds(qtbot, cut, QSize(200, 40)) == {"cut"}
    assert kinds(qtbot, note, QSize(200, 40)) == set()


@pytest.mark.usefixtures("theme")
def test_a_button_too_narrow_for_its_words_is_found(qtbot: QtBot) -> None:
    around, button = QWidget(), Button("保存并下一户", keys="Ctrl+Return")
    button.setParent(around)
    button.setGeometry(0, 0, 60, 36)
    assert kinds(qtbot, around, QSize(300, 60)) == {"cut"}


@pytest.mark.usefixtures("theme")
def test_a_paragraph_too_low_for_its_lines_is_found(qtbot: QtBot) -> None:
    around, words = QWidget(), Text("写到一半的都留着，" * 8, wrap=True)
    words.setParent(around)
    words.setGeometry(0, 0, 120, 30)
    assert kinds(qtbot, around, QSize(300, 60)) == {"cut"}


@pytest.mark.usefixtures("theme")
def test_widgets_over_each_other_are_found(qtbot: QtBot) -> None:
    around = QWidget()
    for left in (0, 20):
        label = QLabel("", around)
        label.setGeometry(left, 0, 40, 20)
    assert kinds(qtbot, around, QSize(200, 60)) == {"overlap"}


@pytest.mark.usefixtures("theme")
def test_a_child_beyond_its_parent_is_found(qtbot: QtBot) -> None:
    around = QWidget()
    QLabel("", around).setGeometry(180, 0, 60, 20)
    assert kinds(qtbot, around, QSize(200, 60)) == {"outside"}


@pytest.mark.usefixtures("theme")
def test_a_bar_that_scrolls_sideways_is_found(qtbot: QtBot) -> None:
    inner = QWidget()
    inner.setLayout(column(Button("一个很长很长的按钮上的一句话", keys="Ctrl+Return")))
    around = QWidget()
    QVBoxLayout(around).addWidget(scrolling(inner))
    assert kinds(qtbot, around, QSize(160, 120)) == {"sideways"}


@pytest.mark.usefixtures("theme")
def test_a_name_that_a_column_cuts_is_found(qtbot: QtBot) -> None:
    table: RecordTable[str] = RecordTable([Column("姓名", lambda row: row, width=60, bold=True)])
    table.show_rows(["古丽娜尔·买买提"])
    around = QWidget()
    layout = QHBoxLayout(around)
    layout.addWidget(table)
    assert kinds(qtbot, around, QSize(300, 200)) == {"cut"}
