"""Reporting: offline is normal, joining is refused in words, questions are answered."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from station_app.models.conflict import Conflict
from station_app.models.station import Station
from station_app.services.conflicts import Choice, ConflictRow, Side
from station_app.services.sync_status import sync_status
from station_app.store.unit_of_work import Store
from station_app.sync.conflict_rows import wire_text
from station_app.ui.desk import Desk
from station_app.ui.pages.sync import SyncPage
from station_app.ui.pages.sync_conflicts import ConflictPanel, differing
from tests.fixtures.station import EmptyStation

AT = datetime(2022, 10, 18, 7, 20, tzinfo=UTC)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, empty_station: EmptyStation) -> SyncPage:
    desk.keys = empty_station.keys
    made = SyncPage(desk)
    qtbot.addWidget(made)
    made.resize(1194, 680)
    made.show()
    return made


def row(client: str, server: str, title: str = "曾光明") -> ConflictRow:
    sides = Side(server, "王磊", AT), Side(client, "李秀兰", AT)
    return ConflictRow(
        uuid4(), "person", uuid4(), "人员", uuid4(), title, "mobile", "手机", "", *sides
    )


def test_a_pc_that_never_joined_is_offered_to(qtbot: QtBot, page: SyncPage) -> None:
    page.opened(None)
    qtbot.waitUntil(page._join[0].isVisible)
    assert not page._now.isVisible()
    assert page._light.state == "grey"
    assert page._well.isVisible()


def test_the_focus_lies_on_the_address_until_the_pc_joined_and_then_on_reporting(
    qtbot: QtBot, page: SyncPage, store: Store
) -> None:
    page.opened(None)
    first = page.first_focus()
    assert first is not None
    first.setFocus()
    qtbot.waitUntil(page._join[0].isVisible)
    address = page._join[1]["server"].field
    assert page.focusWidget() is address
    assert page.first_focus() is address
    with store.read() as session:
        joined = replace(sync_status(session), enrolled=True)
    page._show_status(joined)
    assert page.focusWidget() is page._now
    assert page.first_focus() is page._now


def test_a_pc_that_joined_asks_whether_it_needs_the_words(
    qtbot: QtBot, page: SyncPage, store: Store
) -> None:
    page.opened(None)
    qtbot.waitUntil(page._join[0].isVisible)
    with store.read() as session:
        joined = replace(sync_status(session), enrolled=True)
    page._show_status(joined)
    qtbot.waitUntil(lambda: not page.tasks.busy)
    assert page._now.isVisible()
    assert not page._words[0].isVisible()


def test_a_wrong_address_is_said_under_the_field(qtbot: QtBot, page: SyncPage) -> None:
    page.opened(None)
    qtbot.waitUntil(page._join[0].isVisible)
    form = page._join[1]
    form.fill({"server": "not an address", "code": "ABCD-EFGH"})
    page._enroll()
    qtbot.waitUntil(lambda: bool(form["code"].error), timeout=10_000)
    assert form["code"].error.endswith("。")


def test_an_empty_form_asks_for_what_is_missing(qtbot: QtBot, page: SyncPage) -> None:
    page.opened(None)
    qtbot.waitUntil(page._join[0].isVisible)
    page._enroll()
    assert page._join[1]["server"].error == "请填区县的地址"


def test_a_question_is_answered_and_closed(qtbot: QtBot, page: SyncPage, store: Store) -> None:
    with store.write("收到", outgoing=False) as session:
        station = session.scalars(select(Station)).one()
        session.add(
            Conflict(
                record_type="station",
                record_id=str(station.id),
                field="head_name",
                base_value=wire_text("旧人"),
                server_value=wire_text("王磊"),
                client_value=wire_text("李敏"),
                server_by="区县",
                client_by="李敏",
            )
        )
    page.opened(None)
    qtbot.waitUntil(page._conflicts.isVisible)
    (card,) = page._conflicts._cards
    card.choose(left=True)
    with qtbot.waitSignal(page.desk.said):
        page._conflicts._decide.click()
    with store.read() as session:
        assert session.scalars(select(Station.head_name)).one() == "李敏"
    page.refresh()
    qtbot.waitUntil(lambda: not page._conflicts.isVisible())


def test_left_right_or_own_words(qtbot: QtBot, desk: Desk) -> None:
    panel = ConflictPanel(desk)
    qtbot.addWidget(panel)
    panel.show_rows([row("139****7712", "139****7721"), row("一组", "二组", "唐秀英")])
    first, second = panel._cards
    assert not panel._decide.isEnabled()
    panel.show()
    panel.setFocus()
    qtbot.keyClick(panel, Qt.Key.Key_Left)
    qtbot.keyClick(panel, Qt.Key.Key_Right)
    answers = [card.decision() for card in (first, second)]
    assert [answer.choice for answer in answers if answer] == [Choice.CLIENT, Choice.SERVER]
    qtbot.keyClicks(first.own, "13900000000")
    own = first.decision()
    assert own is not None
    assert (own.choice, own.own_text) == (Choice.OWN, "13900000000")
    assert not first.left.isChecked()


@pytest.mark.parametrize(
    ("one", "other", "places"),
    [("7712", "7721", (3,)), ("三组 17 号", "三组 17 号", ()), ("甲", "", (0,))],
)
def test_the_letters_that_differ_are_marked(one: str, other: str, places: tuple[int, ...]) -> None:
    assert differing(one, other) == places
