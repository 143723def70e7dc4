"""From first run to the desk, out through the lock and in again."""

import unicodedata
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from station_app.domain.recovery import WORDS
from station_app.paths import Paths
from station_app.services.drafting import open_drafts
from station_app.services.operators import operators
from station_app.store.keys import unlock, unlock_with_recovery
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.draft_box import DraftBox
from station_app.ui.first_run import FirstRun, read_code
from station_app.ui.gate import Gate, short_name
from station_app.ui.login import LoginPage
from station_app.ui.page import Page
from station_app.ui.page_spec import PageSpec
from station_app.ui.paper import write_words
from station_app.ui.preferences import Preferences
from station_app.ui.recovery_page import RecoveryPage
from station_app.ui.shell import Shell, smallest_on
from station_app.ui.theme import Theme
from tests.fixtures.clock import StandingClock
from tests.fixtures.station import OPERATOR, PASSWORD, EmptyStation

SPECS = [PageSpec("home", "今日", "sun", Page, "main")]


@pytest.fixture
def shell(qtbot: QtBot, theme: Theme, paths: Paths, clock: StandingClock) -> Shell:
    paths.create()
    preferences = Preferences(paths.data / "window.ini")
    made = Shell(Gate(paths, clock), theme, preferences, pages=SPECS)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def founded(shell: Shell, paths: Paths, empty_station: EmptyStation) -> Shell:
    for file in empty_station.folder.iterdir():
        if file.is_file():
            (paths.data / file.name).write_bytes(file.read_bytes())
    shell.begin()
    return shell


def log_in(qtbot: QtBot, shell: Shell, password: str = PASSWORD) -> LoginPage:
    page = shell.front
    assert isinstance(page, LoginPage)
    page.password.setText(password)
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    return page


def test_an_empty_folder_begins_with_the_first_run(shell: Shell) -> None:
    shell.begin()
    assert isinstance(shell.front, FirstRun)


def test_a_small_screen_is_filled_and_nothing_hangs_below_it(shell: Shell) -> None:
    assert shell.screen().availableSize().width() < 1366  # the screen of the tests is 800 wide
    shell.appear()
    assert shell.isMaximized()


def test_the_least_window_leaves_room_for_its_title() -> None:
    """1366×768 at a scale of 150 % is 911×512: taller than that the last line is out of sight."""
    assert smallest_on(QSize(911, 512)) == QSize(911, 472)
    assert smallest_on(QSize(1920, 1080)) == QSize(960, 600)


def test_first_run_makes_a_station_and_insists_on_the_words(
    qtbot: QtBot, shell: Shell, paths: Paths
) -> None:
    shell.begin()
    page = shell.front
    assert isinstance(page, FirstRun)
    where = page._where
    where.fill({"code": "320812 001001", "name": "柳溪镇青石村退役军人服务站"})
    page._where_done()
    assert page.at == 1
    page._who.fill({"name": "李秀兰", "password": "青石村的老兵们", "again": "青石村的老兵"})
    page._who_done()
    assert page.at == 1
    assert page._who["password"].error
    page._who.fill({"password": "青石村的老兵们2026", "again": "青石村的老兵们2026"})
    page._who_done()
    qtbot.waitUntil(lambda: page.at == 2, timeout=10_000)
    sheet = page._sheet
    assert not sheet._onward.isEnabled()
    for place, line in zip(sheet.asked, sheet._rows, strict=True):
        assert isinstance(line.field, TextInput)
        line.field.setText(sheet._words[place])
    assert sheet._onward.isEnabled()
    unlock_with_recovery(paths.keys, " ".join(sheet._words))
    sheet._onward.click()
    assert page.at == 3
    page.entered.emit()
    assert shell.main is not None
    assert shell.main.page_name == "home"
    assert [card.name for card in operators(paths)] == ["李秀兰"]


def test_the_words_of_the_sheet_are_on_its_paper(tmp_path: Path, theme: Theme) -> None:
    assert theme.tokens.percent == 100
    words = tuple(WORDS[40:52])
    write_words(tmp_path / "words.pdf", words, "青石村退役军人服务站")
    document = pypdfium2.PdfDocument(tmp_path / "words.pdf")
    assert len(document) == 1
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    found = [word for word in words if word in unicodedata.normalize("NFKC", text)]
    assert len(found) >= 8  # Qt writes a few characters as their radicals


def test_the_right_password_opens_the_desk(qtbot: QtBot, founded: Shell) -> None:
    log_in(qtbot, founded)
    qtbot.waitUntil(lambda: founded.main is not None, timeout=10_000)
    assert founded.desk is not None
    assert founded.desk.operator.name == OPERATOR
    assert founded.desk.station.name == "东湖社区"


def test_a_wrong_password_is_said_and_can_be_typed_again(qtbot: QtBot, founded: Shell) -> None:
    page = log_in(qtbot, founded, "falsch-falsch")
    qtbot.waitUntil(lambda: page.password.wrong, timeout=10_000)
    assert "密码不对" in page._note.text()
    assert founded.main is None
    qtbot.keyClicks(page.password, "x")
    assert not page.password.wrong


def test_the_lock_of_capitals_is_said_while_typing(founded: Shell) -> None:
    page = founded.front
    assert isinstance(page, LoginPage)
    plain = Qt.KeyboardModifier.NoModifier
    page.password.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Q, plain, "Q"))
    assert [text for text in page.findChildren(Text) if text.text() == "大写锁定打开了"]


def test_enter_twice_asks_once(qtbot: QtBot, founded: Shell) -> None:
    page = founded.front
    assert isinstance(page, LoginPage)
    page.password.setText(PASSWORD)
    asked: list[str] = []
    page.submitted.connect(lambda name, _password: asked.append(name))
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    qtbot.keyClick(page.password, Qt.Key.Key_Return)
    assert asked == [OPERATOR]
    qtbot.waitUntil(lambda: founded.main is not None, timeout=10_000)


def test_the_lock_keeps_the_desk_as_it_was(qtbot: QtBot, founded: Shell) -> None:
    log_in(qtbot, founded)
    qtbot.waitUntil(lambda: founded.main is not None, timeout=10_000)
    main = founded.main
    founded.lock()
    page = log_in(qtbot, founded, "falsch-falsch")
    qtbot.waitUntil(lambda: page.password.wrong, timeout=10_000)
    assert founded.front is page
    log_in(qtbot, founded)
    qtbot.waitUntil(lambda: founded.front is main, timeout=10_000)


def test_a_quiet_desk_locks_itself(qtbot: QtBot, founded: Shell) -> None:
    log_in(qtbot, founded)
    qtbot.waitUntil(lambda: founded.main is not None, timeout=10_000)
    desk = founded.desk
    assert desk is not None
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    desk.preferences.keep_idle_minutes(1)
    for _ in range(3):
        founded._check_idle()
    assert isinstance(founded.front, LoginPage)


def test_the_recovery_words_open_the_desk_with_a_new_password(
    qtbot: QtBot, founded: Shell, paths: Paths, empty_station: EmptyStation
) -> None:
    founded._show_recovery()
    page = founded.front
    assert isinstance(page, RecoveryPage)
    words = "，".join(empty_station.recovery_words)
    page._form.fill({"words": words, "password": "new-password-1", "again": "new-password-1"})
    page._submit()
    qtbot.waitUntil(lambda: founded.main is not None, timeout=10_000)
    unlock(paths.keys, operator=OPERATOR, password="new-password-1")


def test_colours_and_size_are_remembered(founded: Shell, paths: Paths) -> None:
    page = founded.front
    assert isinstance(page, LoginPage)
    page.dark_wanted.emit()
    page = founded.front
    assert isinstance(page, LoginPage)
    page.larger_wanted.emit()
    kept = Preferences(paths.data / "window.ini")
    assert (kept.dark, kept.percent) == (True, 125)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("柳溪镇青石村退役军人服务站", "青石村"),
        ("水渡口街道东湖社区退役军人服务站", "东湖社区"),
        ("退役军人服务站", "退役军人服务站"),
    ],
)
def test_the_side_bar_shows_the_smallest_place(name: str, short: str) -> None:
    assert short_name(name) == short


@pytest.mark.parametrize(
    ("typed", "value", "unfinished"),
    [("320812001001", "320812001001", False), ("3208", None, True), ("3208a", None, False)],
)
def test_a_division_code_is_read_as_it_is_typed(
    typed: str, value: str | None, unfinished: bool
) -> None:
    state = read_code(typed)
    assert state.value == value
    assert state.unfinished is unfinished


def test_another_clerk_who_takes_the_desk_over_finds_nobodys_half_written_form(
    qtbot: QtBot, founded: Shell, clock: StandingClock
) -> None:
    log_in(qtbot, founded)
    qtbot.waitUntil(lambda: founded.desk is not None)
    assert founded.desk is not None
    mine = founded.desk.drafts
    settled: list[bool] = []
    mine.settling.connect(lambda: settled.append(True))
    mine.keep("visit_entry", "", "马德胜 的走访", {"situation": "血压偏高"})
    founded.lock()
    assert settled == [True]  # what is being typed is kept before the lock hides it
    founded._leave_desk()
    paths = founded._gate.paths
    keys = unlock(paths.keys, operator=OPERATOR, password=PASSWORD)
    again = DraftBox(
        open_drafts(paths, keys),
        clock=clock,
        operator="周建国",
        operators=(OPERATOR, "周建国"),
    )
    assert again.all() == []
    assert again.of_others() == {OPERATOR: 1}
    again.close()
