"""Today: the rows open their work, drafts come first, good news is quiet."""

from datetime import date, datetime
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_app.domain.codes import BatchStatus, MonthState
from station_app.domain.periods import Period
from station_app.models.identifiers import VisitId
from station_app.models.local import SyncState
from station_app.queries.festivals_ahead import Festival
from station_app.queries.home import (
    LateContacts,
    OpenBatch,
    OpenCertification,
    PlaquesToHang,
    Promises,
    Today,
)
from station_app.queries.month_due import MonthsDue
from station_app.queries.people_filters import PeopleFilter
from station_app.queries.visits import Promise
from station_app.services.recovery_words import note_checked
from station_app.store.unit_of_work import Store
from station_app.ui.components.button import Button
from station_app.ui.day_words import day_words
from station_app.ui.desk import Desk
from station_app.ui.half_written_banner import HalfWrittenBanner
from station_app.ui.pages.home import HomePage
from station_app.ui.pages.home_festival import festival_sums
from station_app.ui.pages.home_parts import coming_rows, greeting, late_rows
from station_app.ui.theme import Theme

ON = date(2026, 7, 20)


def today(**given: object) -> Today:
    values: dict[str, object] = {
        "registered": 356,
        "late": LateContacts(0, (), 90),
        "certification": OpenCertification(2026, 0, 0, date(2026, 9, 30)),
        "plaques": PlaquesToHang(0, ()),
        "batches": (),
        "without_id": 0,
        "festival": None,
    }
    return Today(**(values | given))  # type: ignore[arg-type]


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> HomePage:
    made = HomePage(desk)
    qtbot.addWidget(made)
    made.resize(1194, 680)
    made.show()
    return made


def wait(qtbot: QtBot, page: HomePage) -> None:
    page.opened(None)
    qtbot.waitUntil(lambda: not page.tasks.busy)


def test_late_contacts_name_the_longest_and_the_agreement() -> None:
    late = LateContacts(6, (("周贵英", 128), ("孙长河", 112), ("马德胜", 97)), 90)
    (row,) = late_rows(today(late=late), ON)
    assert row.who == "周贵英 128 天、孙长河 112 天、马德胜 97 天……约定每 90 天联系一次"
    assert (row.count, row.meaning, row.page) == (6, "red", "people")
    assert row.subject == PeopleFilter(overdue=True)


def test_whom_nobody_ever_spoke_with_is_one_row_and_not_red() -> None:
    """500 overdue on the day after an import are no wall of red (REQUIREMENTS list 2, 21)."""
    late = LateContacts(0, (), 90, silent=500, silent_old=32)
    (row,) = late_rows(today(late=late), ON)
    assert (row.count, row.meaning) == (500, "amber")
    assert row.who == "80 岁以上有 32 人，先去看他们"
    assert row.subject == PeopleFilter(overdue=True, silent=True)


def test_promises_say_what_to_whom_and_by_when() -> None:
    made = Promise(VisitId(uuid4()), ON, "装扶手。", date(2026, 7, 24), None, ("曾光明", "李秀"))
    (row,) = coming_rows(today(promises=Promises(2, 0, (made,))), ON)
    assert row.who == "曾光明：装扶手（7月24日前）……"
    assert (row.page, row.subject, row.count) == ("visits", "promises", 2)
    (late,) = late_rows(today(promises=Promises(1, 1, (made,))), date(2026, 7, 30))
    assert (late.meaning, late.tag) == ("red", "过了日子 1 件")
    assert coming_rows(today(promises=Promises(1, 1, (made,))), ON) == []


def test_certification_says_how_many_days_are_left_and_who_is_old() -> None:
    open_ = OpenCertification(2026, 41, 9, date(2026, 9, 30))
    (row,) = coming_rows(today(certification=open_), ON)
    assert row.tag == "还有 72 天"
    assert row.who == "80 岁以上还有 9 人，先上门；期限 9月30日"
    (late,) = late_rows(today(certification=open_), date(2026, 10, 3))
    assert coming_rows(today(certification=open_), date(2026, 10, 3)) == []
    assert (late.tag, late.meaning) == ("过期 3 天", "red")


def test_rows_of_an_import_that_wait_are_named_and_open_the_imports() -> None:
    (row,) = coming_rows(today(rows_waiting=6), ON)
    assert (row.who, row.count, row.page) == ("还有 6 行等您定", 6, "import")
    assert coming_rows(today(), ON) == []


def test_the_card_of_reporting_hears_that_the_pc_joined(
    qtbot: QtBot, page: HomePage, village: Store
) -> None:
    wait(qtbot, page)
    page.tasks.touched.connect(page.hears)
    with village.write("登记") as session:
        here = session.get_one(SyncState, 1)
        here.token, here.device_letter = "a token", "A"
    qtbot.waitUntil(lambda: page._state._go.text().startswith("看"))


def test_a_batch_opens_itself() -> None:
    key = uuid4()
    batch = OpenBatch(key, "2026年八一慰问", BatchStatus.DRAFT, 30, 30, None)
    (row,) = coming_rows(today(batches=(batch,)), ON)
    assert (row.page, row.subject, row.tag) == ("batch", key, "草稿")


@pytest.mark.parametrize(
    ("hour", "words"), [(3, "夜深了"), (8, "上午好"), (12, "中午好"), (15, "下午好")]
)
def test_the_greeting_follows_the_hour(hour: int, words: str) -> None:
    assert greeting(datetime(2026, 7, 20, hour).astimezone()) == words


def test_the_festival_is_told_as_a_sum() -> None:
    festival = Festival("BAYI", "八一", date(2026, 8, 1), 29, 1, 1, 30, None)
    figures = [figure for figure, _, _ in festival_sums(festival)]
    assert figures == ["29", "−1", "−1", "+3", "30"]


def test_before_there_is_a_list_the_sum_says_what_it_will_be() -> None:
    festival = Festival("BAYI", "八一", date(2026, 8, 1), 1290, 0, 1, None, None, fresh=3)
    figures = [figure for figure, _, _ in festival_sums(festival)]
    assert figures == ["1,290", "0", "−1", "+3", "1,292"]


def test_an_empty_station_is_shown_the_way_to_its_roster(qtbot: QtBot, page: HomePage) -> None:
    note_checked(page.desk.paths, today=ON)
    wait(qtbot, page)
    assert page._rows == []
    assert "今天没有到期的事" in page._head.sentence.text()
    begin = page.first_focus()
    assert begin is not None
    with qtbot.waitSignal(page.desk.wanted) as wanted:
        qtbot.keyClick(begin, Qt.Key.Key_Space)
    assert wanted.args == ["import", None]


def test_a_digit_opens_its_row(qtbot: QtBot, page: HomePage, village: Store, desk: Desk) -> None:
    assert village.path.exists()
    wait(qtbot, page)
    assert page._rows
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.setFocus()
    with qtbot.waitSignal(desk.wanted) as wanted:
        qtbot.keyClick(page, Qt.Key.Key_1)
    assert wanted.args == [page._rows[0].due.page, page._rows[0].due.subject]
    with qtbot.waitSignal(desk.wanted):
        qtbot.keyClick(page._rows[0], Qt.Key.Key_Return)


def test_what_was_half_written_comes_first_and_is_continued(
    qtbot: QtBot, page: HomePage, desk: Desk
) -> None:
    key = uuid4()
    desk.drafts.keep("visit_entry", str(key), "马德胜 的走访", {"note": "血压"})
    wait(qtbot, page)
    with qtbot.waitSignal(desk.wanted) as wanted:
        press(page, "接着写")
    assert wanted.args == ["visit_entry", key]
    press(page, "不要了")
    assert desk.drafts.all() == []
    assert [one.title for one in desk.drafts.given_up()] == ["马德胜 的走访"]


def test_what_is_typed_on_another_page_asks_nothing_and_stands_here_on_the_way_back(
    qtbot: QtBot, page: HomePage, desk: Desk
) -> None:
    wait(qtbot, page)
    page.hide()
    desk.drafts.keep("visit_entry", str(uuid4()), "马德胜 的走访", {"note": "血压"})
    assert not desk.tasks.busy
    assert page.findChild(HalfWrittenBanner) is None
    page.show()
    page.returned()
    assert page.findChild(HalfWrittenBanner) is not None
    qtbot.waitUntil(lambda: not desk.tasks.busy)


def press(page: HomePage, words: str) -> None:
    """The button of the half-written form."""
    banner = page.findChild(HalfWrittenBanner)
    assert banner is not None
    next(one for one in banner.findChildren(Button) if one.text() == words).click()


def test_large_mode_shows_one_thing_at_a_time(qtbot: QtBot, desk: Desk, theme: Theme) -> None:
    theme.apply(dark=False, percent=150)
    page = HomePage(desk)
    qtbot.addWidget(page)
    page.resize(1240, 680)
    page.show()
    wait(qtbot, page)
    assert not page._state.isVisible()
    page._switch.choose(2)
    assert page._rates.isVisible()
    page._switch.choose(3)
    assert page._state.isVisible()
    assert not page._rates.isVisible()


def test_the_head_tells_the_lunar_day(qtbot: QtBot, page: HomePage) -> None:
    wait(qtbot, page)
    said = page._head.sentence.text()
    assert said.startswith(day_words(page.desk.today()))
    assert "，农历九月廿五。" in said


def test_words_nobody_read_back_are_asked_for_until_somebody_does(
    qtbot: QtBot, page: HomePage
) -> None:
    wait(qtbot, page)
    (row,) = [line.due for line in page._rows if line.due.icon == "key-round"]
    assert row.page == "settings"
    note_checked(page.desk.paths, today=ON)
    wait(qtbot, page)
    assert not any(line.due.icon == "key-round" for line in page._rows)


def test_nothing_due_names_the_next_day(qtbot: QtBot, page: HomePage, village: Store) -> None:
    assert village.path.exists()
    note_checked(page.desk.paths, today=ON)
    wait(qtbot, page)
    page._show(today())
    qtbot.waitUntil(lambda: not page.tasks.busy)
    assert page._well is not None
    assert page._well.words.text() == "今天没有到期的事"
    assert page._well.more.text().startswith("下一件：")


def test_a_rate_opens_those_who_are_missing(
    qtbot: QtBot, page: HomePage, village: Store, desk: Desk
) -> None:
    assert village.path.exists()
    wait(qtbot, page)
    visited = next(line for line in page._rates.rows if line.text() == "今年走访到")
    with qtbot.waitSignal(desk.wanted) as wanted:
        qtbot.keyClick(visited, Qt.Key.Key_Return)
    assert wanted.args == ["people", PeopleFilter(unvisited=True)]


def test_a_month_that_came_back_or_is_late_stands_first_and_the_next_one_below() -> None:
    back = MonthsDue("2026-06", MonthState.SIGNED, (("2026-05", "漏报一户慰问"),))
    rows = late_rows(today(months=back), ON)
    assert [(row.words, row.page) for row in rows] == [
        ("2026年5月月报退回重报", "tally"),
        ("2026年6月月报还没报", "tally"),
    ]
    assert rows[0].who == "漏报一户慰问"
    assert rows[1].subject == Period.month("2026-06")
    early = date(2026, 7, 2)
    assert coming_rows(today(months=MonthsDue("2026-06")), early)[0].tag == "3 日前"
    assert late_rows(today(months=MonthsDue("2026-06")), early) == []
