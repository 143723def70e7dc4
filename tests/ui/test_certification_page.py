"""The certification wall: keys, proof of each method, taking back, many at once, years, notices."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from station_app.domain.certification import REQUIRED_EVIDENCE
from station_app.domain.codes import CertMethod, CycleStatus, Evidence
from station_app.models.certification import Certification
from station_app.models.identifiers import PersonId
from station_app.queries.certifications import Wall, WallGroup, attempts_of, wall
from station_app.queries.route import RouteWish
from station_app.services.attachments import KeptPhoto
from station_app.services.certification_cycles import OpenCycle, open_cycle, set_status
from station_app.services.staff import add_staff
from station_app.store.unit_of_work import Store
from station_app.ui.components.dialog import Dialog
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.pages.certification_record import FIELDS_OF
from station_app.ui.pages.certification_words import MARKS, mark_of
from station_app.ui.pages.certification_year import LATE, OLD, window_words
from station_app.ui.pages.certifications import CertificationsPage
from station_app.ui.theme import Theme
from tests.fixtures.villagers import benefit, villager

TODAY = date(2022, 10, 20)


@pytest.fixture
def people(store: Store) -> tuple[PersonId, ...]:
    """Three who draw a benefit, one of them past eighty; the year 2022 is open."""
    with store.write("试") as session:
        found = (
            villager(session, "曾光明", birth_date="1936-03-05"),
            villager(session, "周贵英", birth_date="1950-03-05"),
            villager(session, "孙长河", birth_date="1960-03-05", group="二组"),
        )
        for key in found:
            benefit(session, key)
        open_cycle(session, OpenCycle(year=2022))
        add_staff(session, {"name": "赵国强", "role": "OFFICER"})
    return found


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, people: tuple[PersonId, ...]) -> CertificationsPage:
    made = CertificationsPage(desk)
    qtbot.addWidget(made)
    made.resize(1194, 640)
    made.show()
    made.opened(None)
    wait(qtbot, made)
    assert len(people) == 3
    return made


def wait(qtbot: QtBot, page: CertificationsPage) -> None:
    qtbot.waitUntil(lambda: not page.tasks.busy)


def again(qtbot: QtBot, page: CertificationsPage) -> None:
    page.refresh()
    wait(qtbot, page)


def year(store: Store, on: date = TODAY) -> Wall:
    with store.read() as session:
        found = wall(session, 2022, on)
    assert found is not None
    return found


def test_the_wall_shows_groups_in_order_the_eldest_first(page: CertificationsPage) -> None:
    assert [tile.name for tile in page.wall.tiles] == ["孙长河", "曾光明", "周贵英"]
    page._switch.choose(OLD)
    assert [tile.name for tile in page.wall.tiles] == ["曾光明"]
    assert page.found is not None
    assert page.found.remaining == 3


def test_two_keys_record_and_go_to_the_next(
    qtbot: QtBot, page: CertificationsPage, store: Store
) -> None:
    page.wall.setFocus()
    QTest.keyClick(page.wall, Qt.Key.Key_1)
    assert page.panel.isVisible()
    assert page.panel.method is CertMethod.SELF_STATION
    page.panel.form.fill({"note": "儿子陪同来的"})
    QTest.keyClick(page.panel, Qt.Key.Key_Y)
    wait(qtbot, page)
    again(qtbot, page)
    with store.read() as session:
        assert session.scalars(select(Certification.note)).all() == ["儿子陪同来的"]
    assert year(store).by_method == (("SELF_STATION", 1),)
    assert page.wall.tile is not None
    assert page.wall.tile.name == "曾光明"


def test_a_year_that_was_ended_is_said_before_anything_is_written_and_can_be_opened_again(
    qtbot: QtBot, page: CertificationsPage, store: Store
) -> None:
    with store.write("结束年度") as session:
        set_status(session, year(store).row.cycle_id, CycleStatus.CLOSED)
    again(qtbot, page)
    page.wall.setFocus()
    QTest.keyClick(page.wall, Qt.Key.Key_2)
    assert page.panel.isHidden()
    said = " ".join(one.text() for one in page.ended.dialog.findChildren(Text))
    assert "2022 年度认证已经结束" in said
    page.ended.again.click()
    wait(qtbot, page)
    qtbot.waitUntil(page.panel.isVisible)
    assert year(store).row.status == CycleStatus.OPEN
    assert (page.panel.name.text(), page.panel.method) == ("孙长河", CertMethod.HOME)


def test_nobody_has_seen_a_card_before_somebody_says_so(
    qtbot: QtBot, page: CertificationsPage, store: Store
) -> None:
    page.wall.setFocus()
    QTest.keyClick(page.wall, Qt.Key.Key_1)
    assert not page.panel._box("id_seen").isChecked()
    assert not page.panel._box("signed").isChecked()
    QTest.keyClick(page.panel, Qt.Key.Key_Return)
    wait(qtbot, page)
    assert page.panel._problem.text().startswith("还差：")
    assert year(store).rate.done == 0


def test_a_visit_at_home_needs_a_photo_and_two_people_and_says_so(
    qtbot: QtBot, page: CertificationsPage, store: Store
) -> None:
    QTest.keyClick(page.wall, Qt.Key.Key_2)
    QTest.keyClick(page.panel, Qt.Key.Key_Y)
    assert page.panel._problem.text() == "还差：工作人员入户合影"
    page.panel.photos.begin([KeptPhoto("a1", 1, 1, 1)])
    page.panel.submit()
    wait(qtbot, page)
    tile = next(tile for tile in year(store).groups[0].tiles if tile.is_done)
    assert mark_of(tile.method).character == "门"


@pytest.mark.parametrize("method", list(CertMethod))
def test_every_proof_of_a_method_has_its_field(method: CertMethod) -> None:
    needs = {
        Evidence.ID_SEEN: "id_seen",
        Evidence.REGISTER_SIGNATURE: "signed",
        Evidence.AGENT_SIGNATURE: "signed",
        Evidence.AGENT_ID: "agent_id_tail",
        Evidence.AGENT_RELATION: "agent_relation",
        Evidence.AGENT_PROMISE: "promise",
        Evidence.ALIVE_PROOF: "evidence",
        Evidence.VISIT_RECORD: "with_visit",
        Evidence.HOME_PHOTO: "photo",
        Evidence.ONE_STAFF: "staff1",
        Evidence.TWO_STAFF: "staff2",
        Evidence.ONLINE_RESULT: "result_no",
        Evidence.ONLINE_DATE: "evidence_on",
        Evidence.VIDEO_DATE: "evidence_on",
        Evidence.VIDEO_SCREENSHOT: "photo",
        Evidence.VIDEO_PHONE: "phone",
        Evidence.VIDEO_QUESTIONS: "evidence",
        Evidence.STAMPED_FORM: "evidence",
        Evidence.MATCH_REFERENCE: "result_no",
    }
    wanted = {needs[item] for item in REQUIRED_EVIDENCE[method]}
    assert wanted <= set(FIELDS_OF[method])
    assert len(MARKS[method].character) == 1


def test_del_takes_a_certification_back_with_its_reason(
    qtbot: QtBot, page: CertificationsPage, store: Store, people: tuple[PersonId, ...]
) -> None:
    QTest.keyClick(page.wall, Qt.Key.Key_1)
    QTest.keyClick(page.panel, Qt.Key.Key_Y)
    wait(qtbot, page)
    again(qtbot, page)
    done = next(tile for tile in page.wall.tiles if tile.is_done)
    page._take_back(done)
    page.asking.submit()
    assert page.asking.form["reason"].error == "请填为什么"
    page.asking.form.fill({"reason": "点错了人"})
    page.asking.submit()
    wait(qtbot, page)
    assert year(store).rate.done == 0
    with store.read() as session:
        assert attempts_of(session, people[2]) == []


def test_the_wall_narrows_to_a_group_and_hands_its_people_to_the_route_sheet(
    page: CertificationsPage, people: tuple[PersonId, ...]
) -> None:
    page.groups._turn("三组")
    assert [tile.name for tile in page.wall.tiles] == ["曾光明", "周贵英"]
    opened: list[tuple[str, object]] = []
    page.desk.wanted.connect(lambda name, subject: opened.append((name, subject)))
    page.route.click()
    assert opened == [("route", RouteWish(people[:2]))]


def test_a_screen_reader_hears_who_has_the_ring(page: CertificationsPage) -> None:
    page.wall.setFocus()
    QTest.keyClick(page.wall, Qt.Key.Key_Right)
    assert page.wall.accessibleName() == "认证墙，曾光明，86 岁，三组，还没认证"


def test_the_layout_asks_no_font_for_a_rare_character(
    page: CertificationsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    advance = QFontMetrics.horizontalAdvance

    def heard(metrics: QFontMetrics, text: str) -> int:
        asked.append(text)
        return advance(metrics, text)

    monkeypatch.setattr(QFontMetrics, "horizontalAdvance", heard)
    tile = replace(page.wall.tiles[0], name="王\U0002b5af·䶮")
    page.wall.show_groups([WallGroup("一组", 0, 1, (tile,))])
    assert set(asked) == {"国", "·"}


def test_the_district_sets_its_window_and_the_page_says_so(page: CertificationsPage) -> None:
    assert page._shown is not None
    assert page.found is not None
    assert {key for key, _ in page.years._choices} >= {"change", "close"}
    row = replace(page.found.row, of_district=True)
    page._show(replace(page._shown, wall=replace(page.found, row=row)))
    assert window_words(page.found, TODAY).startswith("区县定的期限，本站不能改：")
    assert not {key for key, _ in page.years._choices} & {"change", "close", "open"}


def test_ce5_a_second_pass_is_asked_and_both_are_kept(
    qtbot: QtBot, page: CertificationsPage, store: Store, people: tuple[PersonId, ...]
) -> None:
    for _ in range(2):
        tile = next(t for t in page.wall.tiles if t.person_id == people[0])
        page._open_record(tile, 0)
        page.panel.seen_all.click()
        wait(qtbot, page)
    dialog = page.recording.dialog
    assert isinstance(dialog, Dialog)
    page.recording._confirm(dialog, frozenset({"certification.already_done"}))
    wait(qtbot, page)
    with store.read() as session:
        assert len(attempts_of(session, people[0])) == 2
    assert year(store).rate.done == 1


def test_ce6_a_pass_after_the_death_stays_in_the_panel_in_words(
    qtbot: QtBot, page: CertificationsPage, store: Store
) -> None:
    with store.write("试") as session:
        dead = villager(session, "吴德贵", death_date="2022-09-01")
        benefit(session, dead)
    again(qtbot, page)
    tile = next((t for t in page.wall.tiles if t.person_id == dead), None)
    assert tile is not None
    page._open_record(tile, 0)
    page.panel.seen_all.click()
    wait(qtbot, page)
    assert "去世" in page.panel._problem.text()
    assert page.panel.isVisible()


def test_ce4_after_the_deadline_the_late_are_listed_and_a_notice_is_logged(
    qtbot: QtBot, page: CertificationsPage
) -> None:
    page.desk.clock.now = page.desk.clock.now.replace(month=12, day=10)  # type: ignore[attr-defined]
    again(qtbot, page)
    page._switch.choose(LATE)
    assert len(page._overdue()) == 3
    page._notice_all()
    page.asking.form.fill({"how": "村口公告"})
    page.asking.submit()
    wait(qtbot, page)
    again(qtbot, page)
    assert {row.noticed_on for row in page._overdue()} == {date(2022, 12, 10)}


def test_ce2_the_next_year_is_offered_with_its_usual_window(
    qtbot: QtBot, page: CertificationsPage
) -> None:
    page._new_year()
    values = page.asking.form.values()
    assert (values["open_on"], values["due_on"]) == (date(2023, 8, 1), date(2023, 11, 30))
    page.asking.submit()
    wait(qtbot, page)
    wait(qtbot, page)
    assert page._shown is not None
    assert set(page._shown.known) == {2022, 2023}
    assert page._head.title.text() == "2023年度认证"


def test_the_head_says_how_many_days_are_left(page: CertificationsPage) -> None:
    assert page.found is not None
    words = "期限 8月1日至11月30日，还有 41 天"
    assert window_words(page.found, TODAY) == words
    assert window_words(page.found, date(2022, 12, 3)).endswith("已过 3 天")


def test_opened_on_a_person_the_record_is_there(
    qtbot: QtBot, page: CertificationsPage, people: tuple[PersonId, ...]
) -> None:
    page.opened(people[1])
    wait(qtbot, page)
    assert page.panel.isVisible()
    assert page.panel.name.text() == "周贵英"
    assert page.wall.tile is not None
    assert page.wall.tile.person_id == people[1]


def test_the_window_hears_where_the_panel_lies_so_that_a_toast_makes_room(
    qtbot: QtBot, page: CertificationsPage
) -> None:
    page.wall.setFocus()
    with qtbot.waitSignal(page.desk.covered):
        QTest.keyClick(page.wall, Qt.Key.Key_1)
    assert page.panel.property("floating")
    with qtbot.waitSignal(page.desk.covered):
        page.panel.move(page.panel.x() + 5, page.panel.y())


def test_the_meeting_opens_on_the_year_that_is_shown(page: CertificationsPage) -> None:
    opened: list[tuple[str, object]] = []
    page.desk.wanted.connect(lambda name, subject: opened.append((name, subject)))
    page.many.click()
    assert opened == [("certification_meeting", 2022)]


def test_after_a_year_was_chosen_the_keys_are_those_of_the_wall(
    qtbot: QtBot, page: CertificationsPage
) -> None:
    page.years.open_list()
    assert page.years.hasFocus()
    rows = [row.key for row in page.years._list.rows]
    page.years._list.move_by(rows.index(2022))
    QTest.keyClick(page.years, Qt.Key.Key_Return)
    wait(qtbot, page)
    assert page.wall.hasFocus()
    QTest.keyClick(page.wall, Qt.Key.Key_1)
    assert page.panel.isVisible()


def test_in_large_type_the_days_left_stand_in_the_card_and_no_date_is_cut(
    qtbot: QtBot, desk: Desk, theme: Theme, people: tuple[PersonId, ...]
) -> None:
    theme.apply(dark=False, percent=200)
    page = CertificationsPage(desk)
    qtbot.addWidget(page)
    page.opened(None)
    wait(qtbot, page)
    assert len(people) == 3
    left = page.summary._until
    assert (left.text(), left.isVisibleTo(page)) == ("还有 41 天", True)
    assert page._head.sentence.text() == "期限 8月1日至11月30日"
    assert page._head.sentence.whole_or_nothing
