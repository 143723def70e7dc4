"""Questions at the window: left, right or own words by keyboard, a group at a time, taken back."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.models.conflict import Conflict
from station_app.models.person import PERSON, Person
from station_app.services.conflicts import Choice, ConflictRow, Side, open_conflicts
from station_app.services.district_sync import Synchronised
from station_app.services.sync_status import sync_status
from station_app.services.undoing import undo_last
from station_app.store.unit_of_work import Store
from station_app.ui.conflict_words import differing, masked, preview
from station_app.ui.desk import Desk
from station_app.ui.pages.sync import ASKED, LAST, LINE, SyncPage
from station_app.ui.pages.sync_conflict_card import ValueTile
from station_app.ui.pages.sync_conflicts import BY_FIELD, ConflictPanel
from tests.fixtures.station import EmptyStation

AT = datetime(2022, 10, 18, 7, 20, tzinfo=UTC)


def row(client: str, server: str, title: str = "曾光明", field: str = "mobile") -> ConflictRow:
    sides = Side(server, "王磊", AT), Side(client, "李秀兰", AT)
    person, known = uuid4(), PERSON.by_name[field]
    return ConflictRow(
        uuid4(), "person", person, "人员", person, title, field, known.label, "", *sides, known
    )


def ask(session: Session, person_id: UUID, field: str, server: str | None, client: str) -> None:
    """A question as it came from the district."""
    session.add(
        Conflict(
            record_type="person",
            record_id=str(person_id),
            field=field,
            server_value=server,
            client_value=client,
            server_by="王磊",
            client_by="李秀兰",
        )
    )


@pytest.fixture
def people(store: Store) -> dict[str, UUID]:
    """Two people, three questions."""
    with store.write("收到", outgoing=False) as session:
        made = {
            name: Person(file_no=name, name=name, status="ACTIVE") for name in ("曾光明", "唐秀英")
        }
        session.add_all(made.values())
        session.flush()
        keys = {name: person.id for name, person in made.items()}
        ask(session, keys["曾光明"], "address", "三组 71 号", "三组 17 号")
        ask(session, keys["曾光明"], "birth_date", "1950-01", "1950-07-01")
        ask(session, keys["唐秀英"], "address", "一组", "二组")
    return keys


@pytest.fixture
def page(
    qtbot: QtBot, desk: Desk, empty_station: EmptyStation, people: dict[str, UUID]
) -> SyncPage:
    desk.keys = empty_station.keys
    made = SyncPage(desk)
    qtbot.addWidget(made)
    made.resize(1194, 680)
    made.show()
    made.opened(None)
    qtbot.waitUntil(lambda: len(made._conflicts._groups) == 2)
    made._conflicts.setFocus()
    assert people
    return made


def values(store: Store, field: str) -> dict[str, object]:
    """A field of everybody, by name."""
    with store.read() as session:
        return {person.name: getattr(person, field) for person in session.scalars(select(Person))}


def test_everything_is_decided_with_the_keyboard_alone(
    qtbot: QtBot, page: SyncPage, store: Store
) -> None:
    panel = page._conflicts
    group = panel.group
    assert group is not None
    assert group.title == "唐秀英"
    qtbot.keyClick(panel, Qt.Key.Key_PageDown)
    assert panel.group is not None
    assert panel.group.title == "曾光明"
    qtbot.keyClick(panel, Qt.Key.Key_Left)
    qtbot.keyClick(panel, Qt.Key.Key_Down)
    qtbot.keyClick(panel, Qt.Key.Key_Return)
    editor = panel._cards[1].editor
    assert panel.focusWidget() is editor
    qtbot.keyClicks(editor, "1950-03-05")
    assert panel._preview.text() == "1 处用左边的，1 处自己写的"
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert page.focusWidget() is panel
    with qtbot.waitSignal(page.desk.said) as heard:
        panel._decide.click()
    assert heard.args is not None
    assert heard.args[0] == "已定下 2 处"
    assert values(store, "address")["曾光明"] == "三组 17 号"
    assert values(store, "birth_date")["曾光明"] == "1950-03-05"


def test_the_arrow_keys_answer_what_came_while_the_button_held_the_focus(
    page: SyncPage,
) -> None:
    asked = page._conflicts._rows
    page._now.show()
    page._show_conflicts([])
    page._now.setFocus()
    page._show_conflicts(asked)
    assert page.focusWidget() is page._conflicts
    page._now.setFocus()
    page._show_conflicts(asked)
    assert page.focusWidget() is page._now
    page._reported(Synchronised(), wanted=True)
    assert page.focusWidget() is page._conflicts


def test_the_arrow_keys_answer_after_a_click_on_the_list(qtbot: QtBot, page: SyncPage) -> None:
    panel = page._conflicts
    view = panel._list.view
    place = view.visualRect(view.model().index(1, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert panel.group is panel._groups[1]
    assert page.focusWidget() is panel
    qtbot.keyClick(panel, Qt.Key.Key_Left)
    assert panel._cards[0].choice is Choice.CLIENT


def test_the_tabs_stay_in_their_place_whichever_is_in_front(page: SyncPage, store: Store) -> None:
    with store.read() as session:
        fine = replace(sync_status(session), enrolled=True, offline=False, failure_sentence=None)
    page._show_status(fine)
    layout, seen = page.layout(), set()
    assert layout is not None
    for tab in (ASKED, LAST, ASKED, LINE):
        page._switch.choose(tab)
        page._turn(tab)
        layout.activate()
        seen.add((page._second.y(), page._state.isVisible()))
    assert {shown for _, shown in seen} == {True, False}  # the state gives way to the questions
    assert len({place for place, _ in seen}) == 1


def test_why_reporting_is_stopped_can_be_read_beside_the_questions(
    page: SyncPage, store: Store
) -> None:
    with store.read() as session:
        fine = replace(sync_status(session), enrolled=True, offline=False, failure_sentence=None)
    page._show_status(fine)
    assert not page._state.isVisible()
    page._show_status(replace(fine, failure_sentence="区县停用了这台电脑的上报。"))
    assert page._state.isVisible()


def test_one_undo_takes_a_whole_group_of_answers_back(
    qtbot: QtBot, page: SyncPage, store: Store
) -> None:
    panel = page._conflicts
    panel._by.choose(BY_FIELD)
    assert [group.title for group in panel._groups] == ["现住址", "出生日期"]
    panel._ours.click()
    assert panel._preview.text() == "2 处用左边的"
    with qtbot.waitSignal(page.desk.said):
        panel._decide.click()
    assert values(store, "address") == {"曾光明": "三组 17 号", "唐秀英": "二组"}
    undo_last(store)
    assert values(store, "address") == {"曾光明": None, "唐秀英": None}
    with store.read() as session:
        assert page.desk.keys is not None
        assert len(open_conflicts(session, page.desk.keys)) == 3


def test_a_third_value_that_is_none_stays_with_its_reason(
    qtbot: QtBot, page: SyncPage, store: Store
) -> None:
    panel = page._conflicts
    panel.turn(1)
    card = panel._cards[1]
    card.write()
    qtbot.keyClicks(card.editor, "1950-13-40")
    panel._decide.click()
    assert card.own.error
    assert panel.focusWidget() is card.editor
    assert values(store, "birth_date")["曾光明"] is None


def test_answers_not_decided_yet_survive_a_refresh_and_a_look_elsewhere(
    qtbot: QtBot, page: SyncPage
) -> None:
    panel = page._conflicts
    panel._cards[0].choose(left=True)
    panel.turn(1)
    panel.turn(-1)
    assert panel._cards[0].choice is Choice.CLIENT
    page.refresh()
    qtbot.waitUntil(lambda: not page.tasks.busy)
    assert panel._cards[0].choice is Choice.CLIENT


def test_what_was_decided_on_another_pc_goes_and_is_said(
    qtbot: QtBot, page: SyncPage, store: Store
) -> None:
    with store.write("收到", outgoing=False) as session:
        for conflict in session.scalars(select(Conflict).where(Conflict.field == "birth_date")):
            conflict.resolved_at, conflict.resolved_by = AT, "王磊"
    with qtbot.waitSignal(page.desk.said) as heard:
        page.refresh()
    assert heard.args is not None
    assert heard.args[0] == "1 处已在另一台电脑上定下，不用再定"
    qtbot.waitUntil(lambda: len(page._conflicts._rows) == 2)


def test_the_page_opens_on_the_question_that_was_clicked(
    qtbot: QtBot, page: SyncPage, store: Store
) -> None:
    with store.read() as session:
        assert page.desk.keys is not None
        rows = open_conflicts(session, page.desk.keys)
    wanted = next(line for line in rows if line.field == "birth_date")
    page.opened(wanted.conflict_id)
    qtbot.waitUntil(lambda: not page.tasks.busy)
    panel = page._conflicts
    assert panel._cards[panel._current].conflict.conflict_id == wanted.conflict_id


def test_what_was_decided_last_is_listed_with_who_and_when(
    qtbot: QtBot, page: SyncPage, store: Store
) -> None:
    for _ in range(2):
        page._conflicts._ours.click()
        with qtbot.waitSignal(page.desk.said):
            page._conflicts._decide.click()
        page.refresh()
        qtbot.waitUntil(lambda: not page.tasks.busy)
    assert not page._decided.table.isHidden()
    rows = page._decided.table.model.rows
    assert {(line.title, line.field_label) for line in rows} >= {("曾光明", "现住址")}
    assert {line.by for line in rows} == {store.operator}


def test_what_cannot_be_decided_here_cannot_be_chosen(qtbot: QtBot, desk: Desk) -> None:
    panel = ConflictPanel(desk)
    qtbot.addWidget(panel)
    panel.show_rows([replace(row("甲", "乙"), record_field=None, remark="更新后再定")])
    (card,) = panel._cards
    card.choose(left=True)
    assert card.decision() is None
    assert not panel._decide.isEnabled()
    assert not card.left.isEnabled()


def test_long_texts_are_shown_whole(qtbot: QtBot) -> None:
    long = "冬天怕冷，取暖费去年是村里垫付的，今年还没有落实。" * 8
    tile = ValueTile("这台电脑写的", Side(long, "李秀兰", AT), long, (), "Left")
    qtbot.addWidget(tile)
    assert tile.heightForWidth(400) > 2 * tile.heightForWidth(4000)


@pytest.mark.parametrize(
    ("one", "other", "places"),
    [("7712", "7721", (3,)), ("三组 17 号", "三组 17 号", ()), ("甲", "", (0,))],
)
def test_the_letters_that_differ_are_marked(one: str, other: str, places: tuple[int, ...]) -> None:
    assert differing(one, other) == places


def test_personal_numbers_are_masked_but_for_what_differs() -> None:
    question = row("320812195007010017", "320812195001010033", field="id_number")
    marks = differing(question.client.text, question.server.text)
    assert masked(question.record_field, question.client.text, marks) == "320812*****7**0017"
    assert masked(PERSON.by_name["mobile"], "13900007712") == "139****7712"
    assert masked(PERSON.by_name["address"], "三组 17 号") == "三组 17 号"
    assert masked(None, "甲") == "甲"


def test_the_preview_counts_each_choice() -> None:
    chosen = [Choice.CLIENT, Choice.SERVER, Choice.CLIENT, Choice.OWN]
    assert preview(chosen, all_mine=True) == "2 处用这台电脑的，1 处用区县的，1 处自己写的"
    assert preview([], all_mine=False) == ""
