"""History lists every step and takes one back whole."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from station_app.messages.labels import label
from station_app.models.change import Change
from station_app.models.local import SyncState
from station_app.models.person import Person
from station_app.models.station import Station
from station_app.services.moves import remove_person
from station_app.store.context import unit_of
from station_app.store.unit_of_work import Store
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.history_words import by_whom
from station_app.ui.pages.history import HistoryPage
from station_app.ui.pages.history_removed import STAYS
from tests.fixtures.station import OPERATOR
from tests.services.people_of_tests import TODAY, a_person, number


def rename(store: Store, name: str) -> None:
    with store.write(f"改名为{name}") as session:
        session.scalars(select(Station)).one().name = name


def name_of(session: Session) -> str:
    return session.scalars(select(Station.name)).one()


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, store: Store) -> HistoryPage:
    rename(store, "甲")
    rename(store, "乙")
    made = HistoryPage(desk)
    qtbot.addWidget(made)
    made.resize(1194, 680)
    made.show()
    made.opened(None)
    qtbot.waitUntil(lambda: made._table.model.rowCount() == 3)
    return made


def labels(page: HistoryPage) -> list[str]:
    return [step.label for step in page._table.model.rows]


def test_the_newest_step_stands_first_and_is_chosen(page: HistoryPage) -> None:
    assert labels(page) == ["改名为乙", "改名为甲", "建站"]
    assert page._table.row is page._table.model.rows[0]
    assert page._panel.undo.isEnabled()


def test_the_chosen_step_is_taken_back_and_shown_so(
    qtbot: QtBot, page: HistoryPage, store: Store
) -> None:
    with qtbot.waitSignal(page.desk.said) as said:
        page._panel.undo.click()
    assert said.args is not None
    assert said.args[0] == "已撤销：改名为乙"
    page.refresh()
    qtbot.waitUntil(lambda: page._table.model.rowCount() == 4)
    with store.read() as session:
        assert name_of(session) == "甲"
    page._table.choose(1)
    assert not page._panel.undo.isEnabled()


def test_a_word_narrows_the_list(qtbot: QtBot, page: HistoryPage) -> None:
    qtbot.keyClicks(page._text, "")
    page._text.setText("甲")
    qtbot.waitUntil(lambda: labels(page) == ["改名为甲"])


def test_what_cannot_be_taken_back_is_explained(
    qtbot: QtBot, page: HistoryPage, store: Store
) -> None:
    page._table.choose(1)
    page._panel.undo.click()
    qtbot.waitUntil(lambda: not page.tasks.busy)
    with store.read() as session:
        assert name_of(session) == "乙"


def test_the_panel_tells_old_and_new_and_that_the_district_hears_of_it_again(
    qtbot: QtBot, page: HistoryPage, store: Store
) -> None:
    with store.write("上报") as session:
        _all_reported(session)
    page.refresh()
    qtbot.waitUntil(lambda: "已经上报过" in page._panel.why.text())
    assert "甲 → 乙" in said(page)
    assert page._panel.undo.isEnabled()


def test_what_cannot_be_taken_back_says_why_beside_its_button(
    qtbot: QtBot, page: HistoryPage
) -> None:
    page._table.choose(2)
    qtbot.waitUntil(lambda: bool(page._panel.why.text()))
    assert "建站这一步不能撤销" in page._panel.why.text()
    assert not page._panel.undo.isEnabled()


def test_the_steps_of_one_kind_and_of_one_day_are_found(
    qtbot: QtBot, page: HistoryPage, store: Store
) -> None:
    person = a_person(store)
    with store.write(label("person.remove", name="王建国")) as session:
        remove_person(session, person, reason="登记错了", on=TODAY)
    page._kind.put(["people"])
    page.refresh()
    qtbot.waitUntil(lambda: labels(page) == ["取消登记：王建国"])
    page._kind.put([])
    page._day.setText("2020-01-01")
    qtbot.waitUntil(page._well.isVisible)
    page._day.setText("")
    page.opened(person)
    qtbot.waitUntil(lambda: page._whose.text().startswith("只看王建国"))
    qtbot.waitUntil(lambda: labels(page) == ["取消登记：王建国", "建档"])
    assert not page.keeps, "opened next time it shows everybody again"


def test_what_is_away_is_shown_with_words_that_keep_their_promise(
    qtbot: QtBot, page: HistoryPage, store: Store
) -> None:
    person = a_person(store)
    with store.write(label("person.remove", name="王建国")) as session:
        remove_person(session, person, reason="登记错了", on=TODAY)
    page.opened("removed")
    removed = page._removed
    qtbot.waitUntil(lambda: removed.table.row is not None)
    assert "程序不会自己清掉" in STAYS
    assert removed._reason.text() == "共 1 条记录，原因：登记错了"
    removed.bring_back()
    qtbot.waitUntil(removed._well.isVisible)
    assert not removed.back.isEnabled()


def test_opened_on_a_removal_it_says_what_was_written_into_it_at_the_same_time(
    qtbot: QtBot, page: HistoryPage, store: Store
) -> None:
    one, other = a_person(store), a_person(store, "曾光明", id_number=number(7))
    with store.write(label("person.remove", name="王建国")) as session:
        remove_person(session, one, reason="登记错了", on=TODAY)
        session.flush()
        step = unit_of(session).action_id
    with store.write("收到区县的内容", outgoing=False) as session:
        session.get_one(Person, one).address = "三组 17 号"
    with store.write(label("person.remove", name="曾光明")) as session:
        remove_person(session, other, reason="登记错了", on=TODAY)
    page.opened(("removed", step))
    removed = page._removed
    qtbot.waitUntil(lambda: removed.table.row is not None and not page.tasks.busy)
    assert removed.table.row is not None
    assert removed.table.row.action_id == step
    assert "王建国（服务对象）在这里移出了，别的电脑同时改过现住址" in removed._reason.text()
    assert removed._gone(removed.table.row).icon
    assert by_whom(removed.table.row) == OPERATOR
    assert by_whom(replace(removed.table.row, own=False)) == "别的电脑"
    removed.bring_back()
    qtbot.waitUntil(lambda: len(removed.table.model.rows) == 1)
    with store.read() as session:
        assert session.get_one(Person, one).address == "三组 17 号"


def said(page: HistoryPage) -> str:
    return " ".join(text.text() for text in page._panel.findChildren(Text))


def _all_reported(session: Session) -> None:
    """The district has acknowledged everything that was written so far."""
    state = session.scalars(select(SyncState)).one()
    state.acknowledged_seq = session.scalar(select(func.max(Change.seq))) or 0
