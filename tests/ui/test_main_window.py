"""The desk around the pages: built when opened, keys, sizes, toasts, dialogs, progress."""

import threading
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.models.posting import DistrictTask
from station_app.models.station import Station
from station_app.progress import Progress
from station_app.services.sync_status import sync_status
from station_app.store.unit_of_work import Store
from station_app.ui.components.button import Button, Look
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.form import FormRow
from station_app.ui.components.pop_list import PopRow
from station_app.ui.components.progress_card import ProgressCard
from station_app.ui.components.search_box import Hits
from station_app.ui.components.text import Text
from station_app.ui.components.text_input import TextInput
from station_app.ui.desk import Desk
from station_app.ui.desk_state import DeskState
from station_app.ui.main_window import MainWindow
from station_app.ui.page import KeyHelp, Page
from station_app.ui.page_spec import PageSpec
from station_app.ui.tasks import Job
from station_app.ui.theme import Theme, current
from tests.fixtures.clock import StandingClock


class Probe(Page):
    """A page that remembers what happened to it."""

    keys = (KeyHelp("Return", "打开"),)
    concerns = frozenset({"station"})
    built = 0

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        Probe.built += 1
        self.subjects: list[object] = []
        self.refreshed = 0
        self.pressed = 0
        self.unsaved = False
        self.refusal = ""
        self.field = TextInput()
        self.field.setParent(self)
        self.button = Button("走访", keys="Z")
        self.button.setParent(self)
        self.button.clicked.connect(self._press)

    def _press(self) -> None:
        self.pressed += 1

    def opened(self, subject: object) -> None:
        self.subjects.append(subject)

    def refresh(self) -> None:
        self.refreshed += 1

    def has_unsaved(self) -> bool:
        return self.unsaved

    def nothing_to_undo(self) -> str:
        return self.refusal


SPECS = [
    PageSpec("home", "今日", "sun", Probe, "main"),
    PageSpec("people", "人员", "users", Probe, "main"),
    PageSpec("person", "一个人", "user", Probe, under="people"),
    PageSpec("settings", "设置", "settings", Probe, "foot", in_rail=False),
]


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, theme: Theme) -> MainWindow:
    Probe.built = 0
    made = MainWindow(desk, theme, SPECS)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.open("home")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def page_of(window: MainWindow) -> Probe:
    page = window.page
    assert isinstance(page, Probe)
    return page


def rename(session: Session, name: str) -> None:
    session.scalars(select(Station)).one().name = name


def test_a_page_is_built_when_it_is_first_opened_and_only_then(window: MainWindow) -> None:
    assert Probe.built == 1
    window.open("people")
    window.open("home")
    window.open("people", "someone")
    assert Probe.built == 2
    assert page_of(window).subjects == [None, "someone"]


def test_the_way_back_leads_to_the_page_before(window: MainWindow) -> None:
    window.open("people")
    window.open("person", 7)
    assert window.side_bar.items["people"].isChecked()
    window.back()
    assert window.page_name == "people"
    window.back()
    window.back()
    assert window.page_name == "home"


def test_a_page_whose_answer_still_stands_is_not_asked_again(
    qtbot: QtBot, window: MainWindow, desk: Desk, clock: StandingClock
) -> None:
    window.open("people")
    page = page_of(window)
    page.keeps = True
    window.open("home")
    window.open("people")
    assert page.subjects == [None], "nothing was written meanwhile"
    with qtbot.waitSignal(desk.tasks.touched):
        desk.tasks.write("改名", rename, "新名")
    window.open("home")
    window.open("people")
    window.open("home")
    window.open("people", "someone")
    assert page.subjects == [None, None, "someone"]
    clock.advance(timedelta(days=1))
    window.open("home")
    window.open("people")
    window.explain("没有读到。资料都在。请再打开一次。")
    window.open("home")
    window.open("people")
    assert page.subjects == [None, None, "someone", None, None]


def test_a_page_built_ahead_has_its_answer_when_it_is_opened(
    qtbot: QtBot, window: MainWindow, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Probe, "keeps", True)
    while window._build_next():
        pass
    window.open("people")
    page = page_of(window)
    assert page.subjects == [None], "asked while it was built"
    with qtbot.waitSignal(desk.tasks.touched):
        desk.tasks.write("改名", rename, "新名")
    window.open("home")
    window.open("people")
    assert page.subjects == [None, None], "something was written meanwhile"


def test_a_page_that_nobody_made_yet_changes_nothing(window: MainWindow) -> None:
    window.open("nowhere")
    assert window.page_name == "home"


def test_a_page_hears_of_what_it_concerns_only(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    window.open("people")
    hidden, shown = window._built["home"], page_of(window)
    with qtbot.waitSignal(desk.tasks.touched):
        desk.tasks.write("改名", rename, "新名")
    qtbot.waitUntil(lambda: shown.refreshed == 1)
    assert isinstance(hidden, Probe)
    assert hidden.refreshed == 0
    shown.hears({"visit": frozenset()})
    assert shown.refreshed == 1


def test_ctrl_f_goes_to_the_search_box_and_selects_all(qtbot: QtBot, window: MainWindow) -> None:
    window.header.search.setText("曾")
    qtbot.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.header.search.hasFocus()
    assert window.header.search.selectedText() == "曾"


def test_a_letter_is_a_key_of_the_page_but_not_inside_a_field(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = page_of(window)
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_Z)
    assert page.pressed == 1
    page.field.setFocus()
    qtbot.keyClick(page.field, Qt.Key.Key_Z)
    assert page.pressed == 1
    assert page.field.text() == "z"


def test_keys_of_a_hidden_page_do_not_fire(qtbot: QtBot, window: MainWindow) -> None:
    hidden = page_of(window)
    window.open("people")
    shown = page_of(window)
    shown.setFocus()
    qtbot.keyClick(shown, Qt.Key.Key_Z)
    assert (hidden.pressed, shown.pressed) == (0, 1)


def test_a_dialog_keeps_the_keys_of_the_page_quiet_and_answers_its_own(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = page_of(window)
    dialog = Dialog(window, "登记去世")
    yes, pressed = Button("登记", keys="Ctrl+Return"), []
    yes.clicked.connect(lambda: pressed.append("yes"))
    field = TextInput()
    dialog.add(field)
    dialog.add_buttons(yes)
    dialog.open(field)
    qtbot.keyClick(yes, Qt.Key.Key_Z)
    assert page.pressed == 0
    qtbot.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == ["yes"]
    with qtbot.waitSignal(dialog.closed):
        qtbot.keyClick(field, Qt.Key.Key_Escape)


def test_a_dialog_is_a_child_of_the_window_and_at_most_700_wide(window: MainWindow) -> None:
    dialog = Dialog(window, "很宽", width=2000)
    dialog.open()
    assert not dialog.isWindow()
    assert dialog.card.width() <= 700


def test_a_dialog_closes_though_the_button_that_opened_it_is_gone(
    qtbot: QtBot, window: MainWindow
) -> None:
    page = page_of(window)
    opener = Button("登记去世")
    opener.setParent(page)
    opener.show()
    opener.setFocus()
    dialog = Dialog(page, "登记去世")
    dialog.open()
    opener.deleteLater()
    qtbot.wait(20)
    dialog.finish()
    assert dialog.isHidden()


def test_a_dialog_grows_with_the_errors_in_it(qtbot: QtBot, window: MainWindow) -> None:
    dialog = Dialog(window, "代领")
    rows = [FormRow("代领人", TextInput()), FormRow("证件后四位", TextInput())]
    dialog.add(*rows)
    dialog.open()
    qtbot.wait(20)
    before = dialog._area.height()
    for one in rows:
        one.show_error("请填代领人")
    qtbot.waitUntil(lambda: dialog._area.height() > before, timeout=2000)


def test_large_mode_is_another_layout(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(window, Qt.Key.Key_Equal, Qt.KeyboardModifier.ControlModifier)
    assert window.side_bar.width() == 126
    assert not window.header.visit.isVisible()
    assert "settings" not in window.side_bar.items
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert window.side_bar.width() == 172
    qtbot.waitUntil(window.header.visit.isVisible)


def test_a_page_with_something_typed_survives_a_change_of_size(window: MainWindow) -> None:
    page = page_of(window)
    page.unsaved = True
    page.field.setText("写到一半")
    window.set_appearance(dark=False, percent=150)
    assert page_of(window) is page
    assert page.field.text() == "写到一半"
    page.unsaved = False
    window.set_appearance(dark=False, percent=100)
    assert page_of(window) is not page


def test_other_colours_keep_the_page_that_is_shown_and_what_is_half_written(
    window: MainWindow,
) -> None:
    window.open("people")
    half_written = page_of(window)
    half_written.unsaved = True
    window.open("home")
    page = page_of(window)
    window.set_appearance(dark=True, percent=100)
    assert page_of(window) is page
    window.open("people")
    assert page_of(window) is half_written


def test_pages_that_nobody_sees_are_styled_again_when_they_are_wanted_or_nobody_looks(
    window: MainWindow, theme: Theme
) -> None:
    theme.wear(by_parts=True)
    window.set_appearance(dark=False, percent=100)
    opened = []
    for name in ("settings", "people", "home"):
        window.open(name)
        opened.append(page_of(window))
    settings, people, home = opened
    light = theme.sheet
    window.set_appearance(dark=True, percent=100)
    assert [page.styleSheet() for page in opened] == [light, light, theme.sheet]
    frame = (window.side_bar, window.header, window.status, *window.stack.bars)
    assert {part.styleSheet() for part in frame} == {theme.sheet}
    window.open("people", "someone")
    assert page_of(window) is people
    assert people.styleSheet() == theme.sheet
    while window._build_next():
        pass
    assert settings.styleSheet() == home.styleSheet() == theme.sheet


def test_what_lies_over_the_window_wears_what_the_window_wears(
    window: MainWindow, theme: Theme
) -> None:
    theme.wear(by_parts=True)
    window.set_appearance(dark=False, percent=100)
    dialog = Dialog(window, "登记去世")
    dialog.open()
    floating = QFrame(window)
    floating.show()
    assert floating.styleSheet() == dialog.styleSheet() == theme.sheet
    window.set_appearance(dark=True, percent=100)
    assert floating.styleSheet() == dialog.styleSheet() == theme.sheet


def test_pages_of_another_size_go_one_at_a_time(qtbot: QtBot, window: MainWindow) -> None:
    window.open("people")
    window.open("home")
    before = set(window._built.values())
    window.set_appearance(dark=False, percent=150)
    assert not before & set(window._built.values())
    assert page_of(window).isVisible()
    qtbot.waitUntil(lambda: not any(map(isValid, before)), timeout=5000)
    qtbot.waitUntil(lambda: not window._going.isActive())


def test_ctrl_z_takes_the_last_step_back_and_offers_to_redo_it(
    qtbot: QtBot, window: MainWindow, desk: Desk, store: Store
) -> None:
    DeskState(desk, window)
    with qtbot.waitSignal(desk.tasks.touched):
        desk.tasks.write("改名", rename, "新名")
    page_of(window).setFocus()
    with qtbot.waitSignal(desk.said) as said:
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert said.args is not None
    assert said.args[0] == "已撤销：改名"
    assert window.toast.words == "已撤销：改名"
    assert name(store) != "新名"
    with qtbot.waitSignal(desk.said):
        qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert name(store) == "新名"


def test_a_page_that_wrote_nothing_keeps_ctrl_z_from_an_older_step(
    qtbot: QtBot, window: MainWindow, desk: Desk, store: Store
) -> None:
    DeskState(desk, window)
    with qtbot.waitSignal(desk.tasks.touched):
        desk.tasks.write("改名", rename, "新名")
    page = page_of(window)
    page.refusal = "这次一行也没有写进去"
    page.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    assert window.toast.words == "这次一行也没有写进去"
    assert name(store) == "新名"


def test_a_toast_never_lies_over_a_main_action_or_a_panel(window: MainWindow, desk: Desk) -> None:
    desk.say("已记下王建国的认证", undo=True)
    centre = window.toast.geometry()
    assert abs(centre.center().x() - window.rect().center().x()) <= 1
    button = Button("记下", Look.FILLED)
    button.setParent(window)
    button.setGeometry(centre.adjusted(20, 10, -60, -10))
    button.show()
    desk.covered.emit()
    assert not window.toast.geometry().intersects(button.geometry())
    assert window.toast.y() == centre.y(), "beside it, on the same line"
    panel = QFrame(window)
    panel.setProperty("floating", True)
    panel.setGeometry(4, 300, window.width() - 8, window.height() - 300)
    panel.show()
    desk.covered.emit()
    assert window.toast.geometry().bottom() < 300, "above what leaves no room beside"
    panel.hide()
    button.hide()
    desk.covered.emit()
    assert window.toast.geometry() == centre


def test_what_the_district_asks_for_is_counted_in_the_side_bar(
    qtbot: QtBot,
    window: MainWindow,
    desk: Desk,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with store.write("收到", outgoing=False) as session:
        task = DistrictTask(posting_id=uuid4(), title="核对", posted_on=desk.today())
        session.add(task)
    told: dict[str, int] = {}

    def told_of(badge: str, count: int, **_look: bool) -> None:
        told[badge] = count

    monkeypatch.setattr(window, "show_badge", told_of)
    DeskState(desk, window).refresh()
    qtbot.waitUntil(lambda: told.get("postings") == 1)


def test_the_line_is_not_said_to_be_down_while_the_first_report_is_under_way(
    window: MainWindow, desk: Desk, store: Store
) -> None:
    with store.read() as session:
        status = replace(sync_status(session), enrolled=True, offline=False, waiting=72_950)
    DeskState(desk, window)._show_sync(status)
    assert "未连接，不影响使用" not in [
        words.text() for words in window.status.findChildren(Text) if words.isVisibleTo(window)
    ]


def name(store: Store) -> str:
    with store.read() as session:
        return session.scalars(select(Station.name)).one()


def test_ctrl_z_in_a_field_undoes_its_text(
    qtbot: QtBot, window: MainWindow, desk: Desk, store: Store
) -> None:
    """SETTLED 19."""
    DeskState(desk, window)
    with qtbot.waitSignal(desk.tasks.touched):
        desk.tasks.write("改名", rename, "新名")
    field = page_of(window).field
    field.setFocus()
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.wait(20)
    assert field.text() == ""
    assert name(store) == "新名"


def test_a_long_job_shows_a_card_that_can_stop_it(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    def work(_session: Session, *, progress: Progress) -> None:
        wait = threading.Event()
        for number in range(100_000):
            progress.step(number, 100_000)
            wait.wait(0.005)

    page = page_of(window)
    desk.tasks.write("长活", work, progress="正在做", failed=page.searched)  # type: ignore[arg-type]
    host = window._progress
    qtbot.waitUntil(lambda: len(host.cards) == 1, timeout=3000)
    (card,) = host.cards.values()
    assert card.isVisible()
    with qtbot.waitSignal(desk.tasks.ended):
        card.stop()
    assert host.cards == {}


def test_no_card_stays_behind_where_two_jobs_had_one_number(
    qtbot: QtBot, window: MainWindow, desk: Desk
) -> None:
    job, later, tasks = Job("一"), Job("二"), desk.tasks
    tasks.began.emit(job)
    tasks.ended.emit(job)
    tasks.began.emit(job)  # as if a new one were kept where the ended one was
    tasks.began.emit(later)
    qtbot.waitUntil(lambda: len(window._progress.cards) == 2, timeout=3000)
    window.set_appearance(dark=False, percent=150)
    cards = [card for card in window.findChildren(ProgressCard) if card.isVisible()]
    assert {card.width() for card in cards} == {current().px(340)}
    for ended in (job, later):
        tasks.ended.emit(ended)
    assert [card for card in window.findChildren(ProgressCard) if card.isVisible()] == []


def test_search_shows_hits_in_a_child_frame_and_enter_opens_the_marked_one(
    qtbot: QtBot, window: MainWindow
) -> None:
    rows = (PopRow("a", "王建国", marks=(0,)), PopRow("b", "汪金贵", marks=(0,)))
    window.search_with(lambda _session, text, **_named: Hits(text, rows, 2))
    box = window.header.search
    box.come()
    qtbot.keyClicks(box, "w")
    qtbot.waitUntil(box.list_below.isVisible)
    assert not box.list_below.isWindow()
    assert box.hasFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert window.page_name == "person"
    assert page_of(window).subjects == ["b"]
    assert box.text() == ""


def test_an_answer_to_an_older_question_is_not_shown(window: MainWindow) -> None:
    box = window.header.search
    box.come()
    box.setText("王建")
    box.show_hits(Hits("王", (PopRow("a", "王建国"),), 1))
    assert not box.list_below.isVisible()


def test_nothing_in_the_window_is_a_popup(window: MainWindow) -> None:
    visible = [w for w in window.findChildren(QWidget) if w.isVisible()]
    assert not any(w.isWindow() for w in visible)
    assert any(isinstance(w, QLineEdit) for w in visible)


@pytest.mark.expected_logs
def test_many_bugs_are_told_in_one_dialog(qtbot: QtBot, window: MainWindow, desk: Desk) -> None:
    def broken(_session: Session) -> None:
        raise ZeroDivisionError

    for _ in range(2):
        with qtbot.waitSignal(desk.tasks.crashed):
            desk.tasks.read(broken)
    assert len([d for d in window.findChildren(Dialog) if d.isVisible()]) == 1


def test_ctrl_n_in_the_open_list_makes_a_new_person_from_what_was_typed(
    qtbot: QtBot, window: MainWindow
) -> None:
    rows = (PopRow("a", "王建国"),)
    window.search_with(lambda _session, text, **_named: Hits(text, rows, 1))
    box = window.header.search
    box.come()
    qtbot.keyClicks(box, "wjg")
    qtbot.waitUntil(box.list_below.isVisible)
    with qtbot.waitSignal(box.added) as added:
        qtbot.keyClick(box, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert added.args == ["wjg"]
    assert box.text() == ""
