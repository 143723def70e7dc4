"""History lists every step and takes one back whole."""

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select
from sqlalchemy.orm import Session

from station_app.models.station import Station
from station_app.store.unit_of_work import Store
from station_app.ui.desk import Desk
from station_app.ui.pages.history import HistoryPage


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
