"""A person on one page: masked numbers, due work, one timeline, changes that can be put right."""

import logging
from datetime import date
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from station_app.domain.codes import PensionKind
from station_app.models.identifiers import new_id
from station_app.queries.person_dues import Due, DueKind
from station_app.queries.timeline import TimelineKind, TimelineRow
from station_app.services.duplicates import merge_people
from station_app.services.households import move_person
from station_app.services.identities import NewIdentity, add_identity
from station_app.store.unit_of_work import Store
from station_app.ui.components.button import Button
from station_app.ui.components.reveal import Reveal
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.due_words import due_words, in_panel
from station_app.ui.pages.benefit_dialog import BenefitDialog
from station_app.ui.pages.death_dialog import DeathCorrection, DeathDialog
from station_app.ui.pages.household_dialog import HouseholdDialog
from station_app.ui.pages.merge_dialog import MergeDialog
from station_app.ui.pages.person import PersonPage
from station_app.ui.pages.person_facts import HOUSE, VERIFIED
from station_app.ui.pages.person_records import RecordDialog, open_record
from station_app.ui.theme import Theme
from station_app.ui.timeline_words import happened_words
from tests.services.people_of_tests import TODAY, a_benefit, a_person, number, paid
from tests.ui.pages_of_tests import dialogs, settled, shown

ON = date(2026, 7, 20)


@pytest.fixture
def veteran(store: Store) -> UUID:
    """A disabled veteran who draws a benefit, with two months paid."""
    key = a_person(store, "曾光明", "DISABLED", group_name="三组", mobile="13812341164")
    a_benefit(store, key, PensionKind.DIS)
    paid(store, key, "2022-08", "2022-09")
    return key


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, veteran: UUID) -> PersonPage:
    return shown(qtbot, desk, PersonPage, veteran)


def words(widget: QWidget) -> list[str]:
    return [text.text() for text in widget.findChildren(Text) if text.isVisibleTo(widget)]


def status(page: PersonPage) -> str:
    assert page.view is not None
    return page.view.page.row.status


def button(widget: QWidget, text: str) -> Button:
    return next(one for one in widget.findChildren(Button) if one.text() == text)


def test_the_head_says_who_it_is_with_numbers_masked(page: PersonPage) -> None:
    """PV1: first six and last four of the number, the phone in three parts."""
    said = words(page._head)
    assert "曾光明" in said
    assert "320802********0016" in said
    assert "138****1164" in said
    assert not any("19580712" in one for one in said)


def test_the_eye_shows_a_number_for_half_a_minute_and_is_logged(
    page: PersonPage, caplog: pytest.LogCaptureFixture
) -> None:
    """PV1: reveal is logged, without the number."""
    caplog.set_level(logging.INFO)
    eye = next(one for one in page._head.findChildren(Reveal) if one._what == "身份证号")
    eye.turn()
    assert eye.words.text() == number()
    assert any("was looked at" in record.message for record in caplog.records)
    assert not any(number() in record.getMessage() for record in caplog.records)
    eye._timer.timeout.emit()
    assert eye.words.text() == "320802********0016"


def test_work_begins_with_one_key(qtbot: QtBot, page: PersonPage, veteran: UUID) -> None:
    with qtbot.waitSignal(page.desk.wanted) as opened:
        button(page._head, "登记走访").click()
    keys = {name: one._keys for name, one in page._head._buttons.items()}
    assert keys == {
        "visit": "Z",
        "condolence": "W",
        "certification": "R",
        "plaque": "G",
        "edit": "E",
    }
    assert opened.args == ["visit_entry", veteran]


def test_the_timeline_has_year_marks_and_filters_with_counts(page: PersonPage) -> None:
    view, switch = page._timeline.view, page._timeline.switch
    assert [line.year for line in view._lines if line.event is None][:1] == [2022]
    everything = len(view.events)
    switch.choose(5)
    assert len(view.events) == everything
    switch.choose(1)
    assert view.events == []
    assert page._timeline._empty.isVisibleTo(page)


def test_arrows_walk_through_the_timeline_and_enter_opens(qtbot: QtBot, page: PersonPage) -> None:
    view = page._timeline.view
    qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [view.events[0]]


def test_what_is_due_has_the_button_that_does_it(qtbot: QtBot, page: PersonPage) -> None:
    assert words(page._dues)[0] == "该办的 2 件"
    with qtbot.waitSignal(page.desk.wanted) as opened:
        button(page._dues, "去挂牌").click()
    assert opened.args[0] == "plaques"


@pytest.mark.parametrize(
    ("due", "title", "line", "tone"),
    [
        (Due(DueKind.CONTACT, date(2026, 6, 12)), "联系逾期", "已过 38 天", "red"),
        (
            Due(DueKind.FOLLOW_UP, date(2026, 7, 24), "装卫生间扶手"),
            "装卫生间扶手",
            "还有 4 天，7月24日，走访时答应的",
            "amber",
        ),
        (Due(DueKind.CERTIFICATION, date(2026, 9, 30)), "年度认证", "9月30日前", "text2"),
        (
            Due(DueKind.CERTIFICATION, ended=2025),
            "年度认证",
            "2025 年度已结束，没有认证；要补先重新打开",
            "text2",
        ),
        (
            Due(DueKind.CONDOLENCE, text="八一慰问", amount_fen=50_000),
            "八一慰问 500.00 元",
            "在名单里，还没冻结",
            "text2",
        ),
    ],
)
def test_due_work_is_told_with_its_day(due: Due, title: str, line: str, tone: str) -> None:
    said = due_words(due, ON)
    assert (said.title, said.line, said.tone) == (title, line, tone)


def test_a_contact_that_is_far_off_is_no_work_yet() -> None:
    assert not in_panel(Due(DueKind.CONTACT, date(2026, 10, 1)), ON)
    assert in_panel(Due(DueKind.CONTACT, date(2026, 8, 1)), ON)


def test_a_reversed_payment_says_that_it_was_put_right() -> None:
    row = TimelineRow(
        TimelineKind.PAYMENT,
        ON,
        uuid4(),
        None,
        (("occasion", "BAYI"), ("funding", "COUNTY"), ("receipt", "SELF")),
        amount_fen=50_000,
        reversed=True,
    )
    said = happened_words(row)
    assert (said.title, said.money) == ("八一慰问", "500.00 元")
    assert said.line.startswith("已更正。")


def test_a_death_tells_five_consequences_with_figures_before_it_is_registered(
    qtbot: QtBot, page: PersonPage
) -> None:
    """DE1, DE2, DE6, PL6: stopped from the month after, what was paid later, the plaque stays."""
    page._changes.begin("death")
    settled(qtbot, page)
    dialog = page._changes._open
    assert isinstance(dialog, DeathDialog)
    dialog._form["death_date"].field.setText("2022-07-18")  # type: ignore[attr-defined]
    settled(qtbot, page)
    said = words(dialog.asking.dialog)
    titles = {name: mark.text() for name, mark in dialog.boxes.items()}
    assert titles["benefits"] == "残疾抚恤金从 2022年8月 起停发，报县中心"
    assert "去世后已发 2 笔，共 1,600.00 元，要报县里追缴" in said
    assert "2022 年度认证关闭" in said
    assert "光荣牌保留，以后不再更换" in said
    assert any(one.startswith("可能有丧葬补助：残疾抚恤金 12 个月") for one in said)


def test_no_consequences_stand_under_a_date_that_is_unfinished_or_wrong(
    qtbot: QtBot, page: PersonPage
) -> None:
    page._changes.begin("death")
    settled(qtbot, page)
    dialog = page._changes._open
    assert isinstance(dialog, DeathDialog)
    field = dialog._form["death_date"].field
    field.setText("2022-07-18")  # type: ignore[attr-defined]
    settled(qtbot, page)
    assert "8月" in dialog.boxes["benefits"].text()
    field.setText("2022-12-25")  # type: ignore[attr-defined]
    settled(qtbot, page)
    assert dialog.boxes["benefits"].text() == "停发待遇，报县中心"
    assert {line.text() for line in dialog._lines.values()} == {"—"}
    assert dialog._law_line.isHidden()


def test_a_death_is_registered_in_one_step_and_can_be_undone(
    qtbot: QtBot, page: PersonPage
) -> None:
    page._changes.begin("death")
    settled(qtbot, page)
    dialog = page._changes._open
    assert isinstance(dialog, DeathDialog)
    dialog._form["death_date"].field.setText("2022-10-02")  # type: ignore[attr-defined]
    with qtbot.waitSignal(page.desk.said) as said:
        dialog.asking.submit()
    assert said.args == ["已登记曾光明去世", "撤销", "Ctrl+Z"]
    settled(qtbot, page)
    assert status(page) == "DECEASED"
    assert words(page._dues)[1] == "不在册，没有要办的"
    assert not page._head._buttons["visit"].isVisibleTo(page)


def test_a_benefit_may_be_left_running_when_it_is_unticked(qtbot: QtBot, page: PersonPage) -> None:
    page._changes.begin("death")
    settled(qtbot, page)
    dialog = page._changes._open
    assert isinstance(dialog, DeathDialog)
    dialog._form["death_date"].field.setText("2022-10")  # type: ignore[attr-defined]
    dialog.boxes["benefits"].setChecked(False)
    with qtbot.waitSignal(page.desk.said):
        dialog.asking.submit()
    settled(qtbot, page)
    assert page.view is not None
    assert [row.text("state") for row in page.view.page.entitlements] == ["GRANTED"]
    assert page.view.page.person.text("death_date") == "2022-10"


def test_a_death_before_birth_is_refused_under_its_field(qtbot: QtBot, page: PersonPage) -> None:
    page._changes.begin("death")
    settled(qtbot, page)
    dialog = page._changes._open
    assert isinstance(dialog, DeathDialog)
    dialog._form["death_date"].field.setText("1950-01-01")  # type: ignore[attr-defined]
    settled(qtbot, page)
    dialog.asking.submit()
    settled(qtbot, page)
    assert "早于出生日期" in " ".join(words(dialog.asking.dialog))
    assert status(page) == "ACTIVE"


def test_a_death_registered_in_error_is_corrected_by_two_people(
    qtbot: QtBot, page: PersonPage
) -> None:
    """DE10: the months stopped wrongly are named, to be paid back."""
    page._changes.begin("death")
    settled(qtbot, page)
    dialog = page._changes._open
    assert isinstance(dialog, DeathDialog)
    dialog._form["death_date"].field.setText("2022-08-31")  # type: ignore[attr-defined]
    with qtbot.waitSignal(page.desk.said):
        dialog.asking.submit()
    settled(qtbot, page)
    page._changes.begin("correct_death")
    correction = page._changes._open
    assert isinstance(correction, DeathCorrection)
    correction._form.fill({"reason": "同名登记错了", "second_person": "赵国强"})
    with qtbot.waitSignal(page.desk.must_read) as read:
        correction.asking.submit()
    assert "2022年9月、2022年10月" in read.args[0]
    settled(qtbot, page)
    assert status(page) == "ACTIVE"


def test_moving_out_and_back(qtbot: QtBot, page: PersonPage) -> None:
    """MV1: benefits move only when that is ticked."""
    page._changes.begin("move")
    page._changes._asked.form.fill({"moved_to": "邻县"})
    with qtbot.waitSignal(page.desk.said):
        page._changes._asked.submit()
    settled(qtbot, page)
    assert status(page) == "MOVED_OUT"
    page._changes.begin("move_back")
    with qtbot.waitSignal(page.desk.said):
        page._changes._asked.submit()
    settled(qtbot, page)
    assert status(page) == "ACTIVE"


def test_a_removal_must_say_why(qtbot: QtBot, page: PersonPage) -> None:
    page._changes.begin("remove")
    asked = page._changes._asked
    asked.submit()
    assert asked.form["reason"].error == "请填原因"
    asked.form.fill({"reason": "登记错了"})
    with qtbot.waitSignal(page.desk.said):
        asked.submit()
    settled(qtbot, page)
    assert status(page) == "REMOVED"


def test_two_files_of_one_person_are_merged_and_the_page_goes_to_the_one_that_stays(
    qtbot: QtBot, page: PersonPage, store: Store, veteran: UUID
) -> None:
    other = a_person(store, "曾光明", id_number=None, no_id_reason="待查")
    page._changes.begin("merge")
    dialog = page._changes._open
    assert isinstance(dialog, MergeDialog)
    dialog.search.setText("曾光明")
    dialog._look(other)
    settled(qtbot, page)
    with qtbot.waitSignal(page.desk.wanted) as opened:
        dialog.asking.submit()
    assert opened.args == ["person", veteran]


def test_a_merged_file_shows_the_way_to_the_one_that_stays(
    qtbot: QtBot, desk: Desk, store: Store, veteran: UUID
) -> None:
    gone = a_person(store, "曾光明", id_number=None, no_id_reason="待查")
    with store.write("并档") as session:
        merge_people(session, veteran, gone)
    page = shown(qtbot, desk, PersonPage, gone)
    assert page._merged.isVisibleTo(page)
    with qtbot.waitSignal(desk.wanted) as opened:
        button(page._merged, "去看那一份").click()
    assert opened.args == ["person", veteran]


def test_page_down_goes_to_the_next_person(qtbot: QtBot, page: PersonPage, store: Store) -> None:
    after = a_person(store, "翟桂芳", id_number=number(2))
    qtbot.keyClick(page._timeline.view, Qt.Key.Key_PageDown)
    settled(qtbot, page)
    qtbot.waitUntil(lambda: page.view is not None and page.view.page.row.person_id == after)


def test_nobody_is_told_in_words(qtbot: QtBot, desk: Desk) -> None:
    page = shown(qtbot, desk, PersonPage, new_id())
    assert "没有这份档案" in words(page)


def test_a_service_record_is_added_from_the_page(qtbot: QtBot, page: PersonPage) -> None:
    dialog = open_record(page, "service", None)
    assert isinstance(dialog, RecordDialog)
    dialog.form.fill({"enlist_date": "1976-12", "discharge_date": "1980-01"})
    with qtbot.waitSignal(page.desk.said):
        dialog.submit()
    settled(qtbot, page)
    qtbot.waitUntil(lambda: "1976年12月" in words(page._facts))
    assert dialogs(page) == []


def test_a_wrong_benefit_of_illness_is_refused_in_the_dialog(
    qtbot: QtBot, page: PersonPage
) -> None:
    """R-TJ 27: 因病 has only grades one to six."""
    assert page.view is not None
    dialog = open_record(page, "identity", page.view.page.identities[0])
    assert isinstance(dialog, RecordDialog)
    dialog.form.fill({"disability_grade": "07", "disability_cause": "3"})
    dialog.submit()
    settled(qtbot, page)
    assert "一至六级" in " ".join(words(dialog.dialog))
    assert dialogs(page)


def test_only_the_fields_that_a_category_needs_are_shown(page: PersonPage) -> None:
    assert page.view is not None
    dialog = open_record(page, "identity", page.view.page.identities[0])
    assert isinstance(dialog, RecordDialog)
    assert not dialog.form["disability_grade"].isHidden()
    assert dialog.form["deceased_name"].isHidden()
    dialog.form["category"].field.chosen.emit("SURV_MARTYR")  # type: ignore[attr-defined]
    assert dialog.form["disability_grade"].isHidden()
    assert not dialog.form["deceased_name"].isHidden()


def test_another_identity_may_stand_for_the_person(
    qtbot: QtBot, page: PersonPage, store: Store, veteran: UUID
) -> None:
    with store.write("修改身份") as session:
        add_identity(session, veteran, NewIdentity("WAR"))
    settled(qtbot, page)
    assert page.view is not None
    second = next(one for one in page.view.page.identities if one.text("category") == "WAR")
    dialog = open_record(page, "identity", second)
    assert isinstance(dialog, RecordDialog)
    with qtbot.waitSignal(page.desk.said):
        button(dialog.dialog, "设为主要").click()
    settled(qtbot, page)
    assert page.view.page.row.primary is not None
    assert page.view.page.row.primary.category == "WAR"


def test_an_account_is_shown_by_its_last_four_figures(qtbot: QtBot, page: PersonPage) -> None:
    """PV1."""
    dialog = open_record(page, "account", None)
    assert isinstance(dialog, RecordDialog)
    dialog.form.fill({"account_no": "6217000010000000018", "bank": "农商行"})
    with qtbot.waitSignal(page.desk.said):
        dialog.submit()
    settled(qtbot, page)
    qtbot.waitUntil(lambda: any("尾号 0018" in one for one in words(page._facts)))
    assert not any("6217000010000000018" in one for one in words(page._facts))


def test_a_benefit_is_granted_and_held_back(qtbot: QtBot, page: PersonPage) -> None:
    assert page.view is not None
    granted = open_record(page, "benefit", None)
    assert isinstance(granted, BenefitDialog)
    granted.asking.form.fill({"kind": "WAR", "approved_on": date(2022, 9, 5)})
    with qtbot.waitSignal(page.desk.said):
        granted.asking.submit()
    settled(qtbot, page)
    row = next(one for one in page.view.page.entitlements if one.text("kind") == "WAR")
    assert row.text("start_month") == "2022-09"
    step = open_record(page, "benefit", row)
    assert isinstance(step, BenefitDialog)
    with qtbot.waitSignal(page.desk.said):
        step.asking.submit()
    settled(qtbot, page)
    row = next(one for one in page.view.page.entitlements if one.text("kind") == "WAR")
    assert row.text("state") == "SUSPENDED"


def test_somebody_may_live_alone_from_now_on(
    qtbot: QtBot, page: PersonPage, store: Store, veteran: UUID
) -> None:
    other = a_person(store, "陶玉兰", id_number=number(2))
    assert page.view is not None
    home = page.view.page.row.household_id
    with store.write("换户") as session:
        move_person(session, other, home)  # type: ignore[arg-type]  # it has a household
    settled(qtbot, page)
    dialog = open_record(page, "family", HOUSE)
    assert isinstance(dialog, HouseholdDialog)
    dialog.how.choose(1)
    with qtbot.waitSignal(page.desk.said):
        dialog.asking.submit()
    settled(qtbot, page)
    assert page.view.page.row.person_id == veteran
    assert page.view.page.row.household_id != home


def test_a_household_nobody_has_checked_can_be_confirmed(qtbot: QtBot, page: PersonPage) -> None:
    """SETTLED 10: a person whose file names no household gets an unverified one."""
    assert any("待核" in one for one in words(page._facts))
    with qtbot.waitSignal(page.desk.said):
        page._open_section("family", VERIFIED)
    settled(qtbot, page)
    qtbot.waitUntil(lambda: not any("待核" in one for one in words(page._facts)))


def test_large_mode_shows_one_thing_at_a_time(
    qtbot: QtBot, theme: Theme, desk: Desk, veteran: UUID
) -> None:
    theme.apply(dark=False, percent=150)
    page = shown(qtbot, desk, PersonPage, veteran)
    assert page._dues.isVisible()
    assert not page._timeline.isVisible()
    page._switch.choose(1)
    assert page._timeline.isVisible()
    assert not page._dues.isVisible()
    assert TODAY.year == 2022


@pytest.mark.parametrize("view", range(4))
def test_the_letters_of_rare_changes_hold_in_every_view_of_large_mode(
    qtbot: QtBot, theme: Theme, desk: Desk, veteran: UUID, view: int
) -> None:
    theme.apply(dark=False, percent=150)
    page = shown(qtbot, desk, PersonPage, veteran)
    page._switch.choose(view)
    asked: list[str] = []
    page._panel.wanted.disconnect()
    page._panel.wanted.connect(asked.append)
    page.activateWindow()
    page._switch.setFocus()
    for letter in (Qt.Key.Key_Q, Qt.Key.Key_C, Qt.Key.Key_B):
        QTest.keyClick(page._switch, letter)
    assert asked == ["death", "move", "merge"]
