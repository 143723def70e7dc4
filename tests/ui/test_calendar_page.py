"""The calendar of the year: words of its lines, and each line opens its work."""

from datetime import date
from uuid import uuid4

import pytest
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from station_app.domain.codes import Occasion
from station_app.domain.festivals import festival
from station_app.queries.festival_calendar import CalendarDay, DayKind
from station_app.queries.festivals_ahead import Festival
from station_app.services.festival_lists import PreparedLists
from station_app.store.unit_of_work import Store
from station_app.ui.desk import Desk
from station_app.ui.pages.calendar import (
    CalendarPage,
    left_words,
    list_words,
    lunar_words,
    state_cell,
    when_words,
)
from station_app.ui.pages.home_festival import prepared_words

ON = date(2026, 7, 20)
BAYI = Festival("BAYI", "八一", date(2026, 8, 1), 29, 1, 1, None, None, 3, former=(uuid4(),))
DAY = CalendarDay(DayKind.FESTIVAL, "八一", BAYI.day, festival=BAYI)
SEASON = CalendarDay(DayKind.SEASON, "下半年征兵", date(2026, 8, 15), date(2026, 9, 30))


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, village: Store) -> CalendarPage:
    assert village.path.exists()
    made = CalendarPage(desk)
    qtbot.addWidget(made)
    made.resize(1194, 640)
    made.show()
    made.opened(None)
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    return made


def test_a_line_tells_day_lunar_day_and_how_the_list_comes_about() -> None:
    assert when_words(DAY, ON) == "8月1日 星期六"
    assert when_words(DAY, date(2025, 12, 1)) == "2026年8月1日 星期六"
    assert when_words(SEASON, ON) == "8月15日至9月30日"
    assert lunar_words(DAY) == "六月十九"
    assert lunar_words(SEASON) == ""
    assert left_words(DAY, ON) == "还有 12 天"
    assert left_words(DAY, BAYI.day) == "今天"
    assert left_words(SEASON, date(2026, 9, 1)) == "进行中，剩 29 天"
    assert list_words(DAY) == "去年 29 − 去世 1 − 迁出 1 + 新增 3 = 今年 30"
    assert list_words(SEASON) == ""
    assert state_cell(DAY, ON).text == "可以备名单"
    assert state_cell(DAY, date(2026, 1, 1)).text == "到时按去年的备"


def test_what_was_prepared_is_told_in_one_sentence() -> None:
    made = PreparedLists((), 1290, 2, 3)
    words = prepared_words("八一", made)
    assert words == "已备好八一名单：去年 1,290 人，去世、迁出去掉 2 人，新增 3 人"


def test_the_calendar_begins_where_a_list_can_be_prepared(page: CalendarPage) -> None:
    assert page.table.row is not None
    assert page.table.row.festival is not None
    assert page.table.row.festival.former
    assert page._go.text() == "备好名单"


def test_enter_prepares_the_list_and_opens_it(qtbot: QtBot, page: CalendarPage, desk: Desk) -> None:
    assert page.table.row is not None
    with qtbot.waitSignal(desk.wanted, timeout=10_000) as wanted:
        page.table.opened.emit(page.table.row)
    assert wanted.args is not None
    assert wanted.args[0] == "batch"
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    page.refresh()
    qtbot.waitUntil(lambda: not desk.tasks.busy)
    assert page.table.row.festival is not None
    assert page.table.row.festival.batch_id == wanted.args[1]
    assert page._go.text() == "打开名单"


def test_the_certification_year_opens_the_wall(
    qtbot: QtBot, page: CalendarPage, desk: Desk
) -> None:
    with qtbot.waitSignal(desk.wanted) as wanted:
        page._open(CalendarDay(DayKind.CERTIFICATION, "2026", date(2026, 8, 1)))
    assert wanted.args == ["certifications", None]


def test_its_model_is_sound(page: CalendarPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.table.model)


def test_every_moving_festival_of_the_calendar_is_in_the_table() -> None:
    assert festival(Occasion.CHONGYANG, 2026) == date(2026, 10, 18)
