"""Fields understand what is typed, say which part is wrong, and never clear or jump."""

from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from station_app.domain.codes import Sex
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.date_input import DateInput
from station_app.ui.components.form import Form, FormRow
from station_app.ui.components.readers import (
    IdInput,
    MoneyInput,
    MonthInput,
    PartialDateInput,
    PhoneInput,
    read_day,
    read_partial,
)
from station_app.ui.components.text_input import TextArea, TextInput
from station_app.ui.initials import initials, matches

pytestmark = pytest.mark.usefixtures("theme")

TODAY = date(2026, 7, 20)
GOOD = "320812194403290033"
FULL_WIDTH = str.maketrans("0123456789Xx", "０１２３４５６７８９Ｘｘ")  # noqa: RUF001


def leave(field: QWidget) -> None:
    QApplication.sendEvent(field, QEvent(QEvent.Type.Leave))
    field.left.emit()  # type: ignore[attr-defined]


@pytest.fixture
def id_row(qtbot: QtBot) -> FormRow:
    row = FormRow("身份证号", IdInput(TODAY))
    qtbot.addWidget(row)
    return row


def id_field(row: FormRow) -> IdInput:
    assert isinstance(row.field, IdInput)
    return row.field


def test_a_right_id_number_gives_birth_date_and_sex(id_row: FormRow) -> None:
    field = id_field(id_row)
    field.setText(GOOD)
    assert field.value is not None
    assert field.value.birth_date == date(1944, 3, 29)
    assert field.value.sex is Sex.MALE
    assert id_row.error == ""


def test_a_wrong_check_digit_is_named_at_once(id_row: FormRow) -> None:
    id_field(id_row).setText(GOOD[:-1] + "4")
    assert "末位应是 3" in id_row.error
    assert id_field(id_row).wrong


def test_an_id_number_in_the_making_is_not_called_wrong(qtbot: QtBot, id_row: FormRow) -> None:
    field = id_field(id_row)
    qtbot.keyClicks(field, GOOD[:10])
    assert id_row.error == ""
    leave(field)
    assert "10" in id_row.error
    assert field.text() == GOOD[:10]


def test_full_width_digits_and_a_small_x_are_put_right_when_the_field_is_left(
    id_row: FormRow,
) -> None:
    field = id_field(id_row)
    field.setText(" 32081219440329005x ".translate(FULL_WIDTH))
    leave(field)
    assert field.text() == "32081219440329005X"
    assert id_row.note == "空格、全角和小写 x 已改好"
    assert id_row.error == ""


def test_fifteen_digits_become_eighteen_and_are_said(id_row: FormRow) -> None:
    id_field(id_row).setText("320812440329003")
    leave(id_field(id_row))
    assert id_field(id_row).text() == GOOD
    assert id_row.note == "15 位已补成 18 位"


@pytest.mark.parametrize(
    ("typed", "fen", "shown"),
    [
        ("500", 50_000, "500.00"),
        ("3*500", 150_000, "1,500.00"),
        ("500*2+200", 120_000, "1,200.00"),
        ("1，000元".translate(FULL_WIDTH), 100_000, "1,000.00"),
        ("￥500".translate(FULL_WIDTH), 50_000, "500.00"),
        ("3×500".translate(FULL_WIDTH), 150_000, "1,500.00"),
        ("0.1万", 100_000, "1,000.00"),
        ("壹仟元整", 100_000, "1,000.00"),
    ],
)
def test_money_is_read_as_it_is_written(qtbot: QtBot, typed: str, fen: int, shown: str) -> None:
    field = MoneyInput()
    qtbot.addWidget(field)
    field.setText(typed)
    assert field.value == fen
    leave(field)
    assert field.text() == shown


def test_money_in_words_is_shown_for_confirmation(qtbot: QtBot) -> None:
    """SETTLED 19: 伍佰 is read and shown as 500.00."""
    row = FormRow("金额", field := MoneyInput())
    qtbot.addWidget(row)
    field.setText("伍佰")
    assert field.value == 50_000
    assert field.reading.aside == "= 500.00"
    assert field.uppercase == "伍佰元整"


@pytest.mark.parametrize("typed", ["-5", "1e9", "1.234", "abc", "500+大米一袋"])
def test_money_that_cannot_be_is_refused_and_stays_in_the_field(qtbot: QtBot, typed: str) -> None:
    row = FormRow("金额", field := MoneyInput())
    qtbot.addWidget(row)
    field.setText(typed)
    leave(field)
    assert field.value is None
    assert row.error
    assert field.text() == typed


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("1976", "1976"),
        ("1976.12", "1976-12"),
        ("1976年12月5日", "1976-12-05"),
        ("19761205", "1976-12-05"),
    ],
)
def test_a_partial_date_is_read_in_every_spelling(qtbot: QtBot, typed: str, stored: str) -> None:
    field = PartialDateInput(TODAY)
    qtbot.addWidget(field)
    field.setText(typed)
    leave(field)
    assert str(field.value) == field.text() == stored


def test_a_day_ahead_is_refused_unless_it_is_a_plan(qtbot: QtBot) -> None:
    past, plan = DateInput(TODAY), DateInput(TODAY, ahead=True)
    for field in (past, plan):
        qtbot.addWidget(field)
        field.setText("2026-07-24")
    assert past.value is None
    assert past.problem
    assert plan.value == date(2026, 7, 24)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("今天", "2026-07-20"),
        ("昨天", "2026-07-19"),
        ("7-1", "2026-07-01"),
        ("7.1", "2026-07-01"),
        ("2026/7/1", "2026-07-01"),
        ("12-25", "2025-12-25"),
        ("85.3.2", "1985-03-02"),
        ("7月1日".translate(FULL_WIDTH), "2026-07-01"),
    ],
)
def test_a_day_is_read_as_one_says_it(qtbot: QtBot, typed: str, read: str) -> None:
    field = DateInput(TODAY)
    qtbot.addWidget(field)
    field.setText(typed)
    assert str(field.value) == read
    leave(field)
    assert field.text() == read


def test_a_month_alone_stays_a_month_where_that_is_enough(qtbot: QtBot) -> None:
    field = PartialDateInput(TODAY)
    qtbot.addWidget(field)
    field.setText("85.3")
    assert str(field.value) == "1985-03"
    field.setText("昨天")
    assert str(field.value) == "2026-07-19"


def test_a_planned_day_without_a_year_is_the_next_one(qtbot: QtBot) -> None:
    field = DateInput(TODAY, ahead=True)
    qtbot.addWidget(field)
    field.setText("2-9")
    assert field.value == date(2027, 2, 9)
    assert field.reading.aside == "= 2027-02-09"


def test_the_calendar_is_a_child_of_the_window_and_no_popup(qtbot: QtBot) -> None:
    window = QWidget()
    field = DateInput(TODAY)
    QVBoxLayout(window).addWidget(field)
    qtbot.addWidget(window)
    window.resize(600, 500)
    window.show()
    field.pick()
    assert field.calendar_is_open
    assert not any(w.isWindow() for w in window.findChildren(QWidget) if w.isVisible())


def test_months_and_phones_are_cleaned(qtbot: QtBot) -> None:
    month, phone = MonthInput(), PhoneInput(mobile=True)
    for field in (month, phone):
        qtbot.addWidget(field)
    month.setText("2026年7月")
    phone.setText("138 1234 5678")
    assert month.value == "2026-07"
    assert phone.value == "13812345678"


def test_choices_are_found_by_initials(qtbot: QtBot) -> None:
    field = ChoiceInput([("DISABLED", "残疾军人"), ("WAR", "参战退役军人"), ("KIN", "烈士遗属")])
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field, "cz")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value == "WAR"
    assert field.text() == "参战退役军人"


@pytest.mark.parametrize(
    ("words", "expected"), [("残疾军人", "cjjr"), ("烈士遗属", "lsys"), ("A类 1", "al1")]
)
def test_initials_come_from_the_order_of_the_character_set(words: str, expected: str) -> None:
    assert initials(words) == expected
    assert matches(words, expected[:2])


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("汉族", "han"),
        ("残疾军人", "canji"),
        ("残疾军人", "canjijr"),
        ("女", "nv"),
        ("男", "na"),
        ("藏族", "zang"),
        ("畲族", "she"),
        ("邮政储蓄银行", "yinhang"),
        ("罗山村", "luo"),
    ],
)
def test_labels_are_found_as_they_are_read(words: str, typed: str) -> None:
    assert matches(words, typed)
    assert not matches(words, typed + "x")


def test_a_list_shows_first_what_begins_as_typed(qtbot: QtBot) -> None:
    field = ChoiceInput([("OTHER", "非残疾军人"), ("DISABLED", "残疾军人"), ("WAR", "参战人员")])
    qtbot.addWidget(field)
    field.show()
    qtbot.keyClicks(field, "canji")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value == "DISABLED"


def test_what_fits_no_choice_is_said_at_once_under_the_field(qtbot: QtBot) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    field, other = ChoiceInput([("M", "男"), ("F", "女")]), TextInput()
    line = FormRow("性别", field)
    layout.addWidget(line)
    layout.addWidget(other)
    qtbot.addWidget(window)
    window.show()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, "n")
    assert line.error == ""
    qtbot.keyClicks(field, "q")
    assert "没有“nq”这一项" in line.note
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert line.note == ""
    other.setFocus()
    assert "没有“n”这一项" in line.note


def test_enter_goes_on_and_shift_enter_back(qtbot: QtBot) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    first, second = TextInput(), TextInput()
    layout.addWidget(first)
    layout.addWidget(second)
    qtbot.addWidget(window)
    window.show()
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert window.focusWidget() is second
    qtbot.keyClick(second, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert window.focusWidget() is first


def test_enter_does_not_leave_a_field_that_is_composing(qtbot: QtBot) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    first, second = TextInput(), TextInput()
    layout.addWidget(first)
    layout.addWidget(second)
    qtbot.addWidget(window)
    window.show()
    first.setFocus()
    QApplication.sendEvent(first, QInputMethodEvent("zeng", []))
    assert first.composing
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert window.focusWidget() is first
    done = QInputMethodEvent("", [])
    done.setCommitString("曾")
    QApplication.sendEvent(first, done)
    assert not first.composing
    assert first.text() == "曾"


@pytest.mark.parametrize("make", [TextInput, TextArea])
def test_no_shortcut_fires_during_composition(
    qtbot: QtBot, make: type[TextInput] | type[TextArea]
) -> None:
    field = make()
    qtbot.addWidget(field)
    field.show()
    QApplication.sendEvent(field, QInputMethodEvent("zeng", []))
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_F4, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    QApplication.sendEvent(field, event)
    assert event.isAccepted()


def test_a_form_goes_to_its_first_error(qtbot: QtBot) -> None:
    window = QWidget()
    form = Form(
        name=FormRow("姓名", TextInput(), required=True),
        number=FormRow("身份证号", IdInput(TODAY)),
    )
    layout = QVBoxLayout(window)
    for row in form.rows.values():
        layout.addWidget(row)
    qtbot.addWidget(window)
    window.show()
    assert not form.check()
    assert form["name"].error == "请填姓名"
    assert window.focusWidget() is form["name"].field
    form.fill({"name": "曾光明", "number": GOOD})
    form["name"].show_error("")
    assert form.check()
    assert form.values()["name"] == "曾光明"


def test_an_answer_of_a_service_stands_under_its_field_until_it_is_changed(qtbot: QtBot) -> None:
    form = Form(name=FormRow("姓名", TextInput()))
    qtbot.addWidget(form["name"])
    form.explain("上门认证要两个人，请再选一位", "name")
    assert form["name"].note == "上门认证要两个人，请再选一位"
    qtbot.keyClicks(form["name"].field, "z")
    assert form["name"].error == ""


def test_a_field_for_a_whole_day_does_not_offer_a_month_alone() -> None:
    today = date(2026, 7, 20)
    assert "或者只写" in read_partial("3*500", today=today).error
    error = read_day("3*500", today=today).error
    assert error == "没看懂“3*500”是哪一天。可以写成 1976年12月5日。"
