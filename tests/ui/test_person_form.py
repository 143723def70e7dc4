"""A new file and corrections: the number is understood, nothing typed is lost."""

from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from station_app.domain.drafts import Draft
from station_app.queries.people import count_people
from station_app.queries.people_filters import PeopleFilter
from station_app.queries.person_page import PersonPage as Whole
from station_app.queries.person_page import person_page
from station_app.services.people import ChangePerson, change_person
from station_app.store.unit_of_work import Store
from station_app.ui.components.button import Button
from station_app.ui.components.choice_input import ChoiceInput
from station_app.ui.components.form import put_value, value_of
from station_app.ui.components.readers import PartialDateInput
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.pages.person_edit import EditPersonPage
from station_app.ui.pages.person_form import PersonFormPage
from station_app.ui.pages.person_new import NewPersonPage
from station_app.ui.record_form import plain_values
from station_app.ui.stale import StaleQuestion
from tests.services.people_of_tests import TODAY, a_person, number
from tests.ui.pages_of_tests import settled, shown

GOOD = number(5, "19600315")
WRONG = GOOD[:-1] + ("0" if GOOD[-1] != "0" else "1")


@pytest.fixture
def new(qtbot: QtBot, desk: Desk) -> NewPersonPage:
    return shown(qtbot, desk, NewPersonPage, "")


def put(page: PersonFormPage, **values: object) -> None:
    for name, value in values.items():
        put_value(page._form[name].field, value)
    page._typed()


def whole(store: Store, key: UUID) -> Whole:
    with store.read() as session:
        page = person_page(session, key, today=TODAY)
    assert page is not None
    return page


def saved(qtbot: QtBot, page: PersonFormPage) -> UUID:
    with qtbot.waitSignal(page.desk.wanted) as opened:
        page.save()
    settled(qtbot, page)
    assert opened.args[0] == "person"
    key = opened.args[1]
    assert isinstance(key, UUID)
    return key


def hints(page: PersonFormPage) -> str:
    return " ".join(one.text() for one in page._hints.findChildren(Text))


def test_a_number_fills_birth_and_sex(new: NewPersonPage) -> None:
    put(new, id_number=GOOD)
    values = plain_values(new._form)
    assert values["birth_date"] == "1960-03-15"
    assert values["sex"] in ("1", "2")
    assert new._form["birth_date"].note == "由身份证号得出，62 岁"
    assert new._form["no_id_reason"].isHidden()


@pytest.mark.parametrize(
    ("typed", "stored"), [("62.3", "1962-03"), ("１９６２．３．５", "1962-03-05"), ("62年", "1962")]
)
def test_a_date_is_understood_as_people_write_it_and_the_age_is_said(
    new: NewPersonPage, typed: str, stored: str
) -> None:
    field = new._form["birth_date"].field
    assert isinstance(field, PartialDateInput)
    field.setText(typed)
    assert plain_values(new._form)["birth_date"] == stored
    assert "岁" in new._form["birth_date"]._hint


@pytest.mark.parametrize(("typed", "kept"), [("60.3", "1960-03-15"), ("61.3", "1961-03")])
def test_a_month_typed_before_the_number_becomes_the_day_of_the_number_if_both_agree(
    qtbot: QtBot, new: NewPersonPage, typed: str, kept: str
) -> None:
    field = new._form["birth_date"].field
    field.setFocus()
    qtbot.keyClicks(field, typed)
    new._form["id_number"].field.setFocus()
    qtbot.keyClicks(new._form["id_number"].field, GOOD)
    assert plain_values(new._form)["birth_date"] == kept
    assert ("读作" in new._form["birth_date"].note) is (kept == "1961-03")


def test_the_name_of_the_search_box_leaves_the_number_to_type(qtbot: QtBot, desk: Desk) -> None:
    page = shown(qtbot, desk, NewPersonPage, "孙悟空")
    assert page.first_focus() is page._form["id_number"].field
    page._give_up()
    again = shown(qtbot, desk, NewPersonPage, "")
    assert again.first_focus() is again._form["name"].field


def test_enter_goes_past_what_the_number_has_filled(qtbot: QtBot, new: NewPersonPage) -> None:
    field = new._form["id_number"].field
    field.setFocus()
    qtbot.keyClicks(field, GOOD[:-1])
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert new._form["sex"].field.hasFocus()
    put(new, id_number=GOOD)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert new._form["ethnicity"].field.hasFocus()


def test_control_enter_saves_and_begins_the_next_one(
    qtbot: QtBot, new: NewPersonPage, store: Store
) -> None:
    put(new, name="王 建国", id_number=GOOD)
    with qtbot.waitSignal(new.desk.said) as said:
        qtbot.keyClick(
            new._form["name"].field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier
        )
    settled(qtbot, new)
    assert said.args[0].startswith("已建档：")
    assert plain_values(new._form)["name"] is None
    assert new.window().focusWidget() is new._form["name"].field
    with store.read() as session:
        assert count_people(session, PeopleFilter(text="王建国"), today=TODAY) == 1


def test_the_name_is_said_as_it_is_kept(qtbot: QtBot, new: NewPersonPage, store: Store) -> None:
    put(new, name="赵山山.", no_id_reason="户口未迁")
    with qtbot.waitSignal(new.desk.said) as said:
        key = saved(qtbot, new)
    assert whole(store, key).row.name == "赵山山"
    assert said.args[0].startswith("已建档：赵山山，档案")


def test_the_next_blank_form_is_as_the_first(qtbot: QtBot, new: NewPersonPage) -> None:
    put(new, name="赵山山", no_id_reason="户口未迁")
    category, born = new._form["category"].field, new._form["birth_date"].field
    put_value(category, "DISABLED")
    assert isinstance(category, ChoiceInput)
    category.chosen.emit("DISABLED")
    put(new, disability_grade="5", disability_cause="WAR")
    born.setFocus()
    qtbot.keyClicks(born, "85.3")
    new._form["name"].field.setFocus()
    assert "读作" in new._form["birth_date"].note
    with qtbot.waitSignal(new.desk.said):
        new._save_one_of_many()
    settled(qtbot, new)
    assert new._form["disability_grade"].isHidden()
    assert new._form["disability_cause"].isHidden()
    assert new._form["birth_date"].note == "只知道年月也行"


def test_a_wrong_last_digit_is_said_under_the_field_and_may_be_vouched_for(
    qtbot: QtBot, new: NewPersonPage, store: Store
) -> None:
    """DOMAIN 8.1: a number with a wrong check digit may be real; it is kept with the reason."""
    put(new, name="孙长河", id_number=WRONG)
    assert new._form["id_number"].error.startswith("末位应是")
    assert not new._form["id_override_reason"].isHidden()
    new.save()
    assert value_of(new._form["name"].field) == "孙长河"
    put(new, id_override_reason="对照身份证原件，李敏")
    assert new._form["id_number"].error == ""
    key = saved(qtbot, new)
    assert whole(store, key).row.id_number == WRONG
    assert whole(store, key).row.id_is_overridden


def test_without_a_number_a_reason_is_asked_and_the_file_waits_to_be_checked(
    qtbot: QtBot, new: NewPersonPage, store: Store
) -> None:
    """SETTLED 11: without the number the person is stored 待核实."""
    put(new, name="赵无号")
    new.save()
    settled(qtbot, new)
    assert "没有证号就写上原因" in new._form["id_number"].error
    put(new, no_id_reason="户口未迁")
    key = saved(qtbot, new)
    assert whole(store, key).row.status == "DRAFT"


def test_everything_is_registered_in_one_step(
    qtbot: QtBot, new: NewPersonPage, store: Store
) -> None:
    put(
        new,
        name="曾光明",
        id_number=GOOD,
        category="DISABLED",
        disability_grade="07",
        disability_cause="1",
        second_category="WAR",
        enlist_date="1978-12",
        discharge_date="1982-01",
        group_name="三组",
        mobile="138 1234 1164",
    )
    page = whole(store, saved(qtbot, new))
    assert [one.category for one in page.row.identities] == ["DISABLED", "WAR"]
    assert page.row.identities[0].disability_grade == "07"
    assert page.services[0].text("enlist_date") == "1978-12"
    assert (page.row.mobile, page.row.group_name) == ("13812341164", "三组")
    assert not new.has_unsaved()


def test_a_refused_service_record_leaves_no_person_behind(
    qtbot: QtBot, new: NewPersonPage, store: Store
) -> None:
    put(new, name="曾光明", id_number=GOOD, enlist_date="1982-01", discharge_date="1978-12")
    new.save()
    settled(qtbot, new)
    with store.read() as session:
        assert count_people(session, PeopleFilter(), today=TODAY) == 0
    assert new.has_unsaved()


def test_namesakes_are_shown_while_the_name_is_typed(
    qtbot: QtBot, new: NewPersonPage, store: Store
) -> None:
    other = a_person(store, "王建国", group_name="四组")
    put(new, name="王建国")
    new._look()
    settled(qtbot, new)
    said = hints(new)
    assert "已有 1 位王建国，请看是不是同一个人" in said
    assert "1958年7月生" in said
    with qtbot.waitSignal(new.desk.wanted) as opened:
        new._hints.open_wanted.emit(other)
    assert opened.args == ["person", other]


def test_a_number_that_somebody_has_is_said_before_saving(
    qtbot: QtBot, new: NewPersonPage, store: Store
) -> None:
    a_person(store, "王建国")
    put(new, name="王建军", id_number=number())
    new._look()
    settled(qtbot, new)
    assert "王建国" in new._form["id_number"].error


def test_a_number_that_somebody_has_leads_to_that_file(
    qtbot: QtBot, new: NewPersonPage, store: Store
) -> None:
    other = a_person(store, "王建国")
    put(new, name="王建军", id_number=number())
    new.save()
    settled(qtbot, new)
    (way,) = (one for one in new.other.findChildren(Button) if one.text() == "打开那份")
    with qtbot.waitSignal(new.desk.wanted) as opened:
        way.click()
    assert opened.args == ["person", other]
    again = shown(qtbot, new.desk, NewPersonPage, "")
    assert plain_values(again._form)["name"] == "王建军"


@pytest.mark.parametrize(
    ("typed", "name"), [("孙悟空", "name"), ("13812341164", "mobile"), (GOOD, "id_number")]
)
def test_what_was_typed_into_the_search_box_begins_the_form(
    qtbot: QtBot, desk: Desk, typed: str, name: str
) -> None:
    page = shown(qtbot, desk, NewPersonPage, typed)
    assert plain_values(page._form)[name] == typed


def test_a_half_written_form_is_kept_with_its_choices(
    qtbot: QtBot, desk: Desk, new: NewPersonPage
) -> None:
    put(new, name="曾光明", ethnicity="01", birth_date="1944")
    with qtbot.waitSignal(desk.went_back):
        new._leave()
    again = shown(qtbot, desk, NewPersonPage, "")
    values = plain_values(again._form)
    assert (values["name"], values["ethnicity"], values["birth_date"]) == ("曾光明", "01", "1944")
    again._give_up()
    third = shown(qtbot, desk, NewPersonPage, "")
    assert plain_values(third._form)["name"] is None


def test_escape_closes_an_open_list_before_the_form(qtbot: QtBot, new: NewPersonPage) -> None:
    field = new._form["ethnicity"].field
    assert isinstance(field, ChoiceInput)
    field.setFocus()
    field.open_list()
    with qtbot.assertNotEmitted(new.desk.went_back):
        new._leave()
    assert not field.list_is_open
    with qtbot.waitSignal(new.desk.went_back):
        new._leave()


def test_a_new_person_may_join_a_household(qtbot: QtBot, new: NewPersonPage, store: Store) -> None:
    other = a_person(store, "陶玉兰", address="三组 17 号", id_number=number(2))
    new.where.choose(1)
    new._look_at_household(other)
    settled(qtbot, new)
    assert plain_values(new._form)["address"] == "三组 17 号"
    put(new, name="曾光明", id_number=GOOD, relation="10")
    key = saved(qtbot, new)
    assert whole(store, key).row.household_id == whole(store, other).row.household_id


@pytest.fixture
def known(store: Store) -> UUID:
    return a_person(store, "曾光明", "WAR", mobile="13812341164", group_name="三组")


@pytest.fixture
def edit(qtbot: QtBot, desk: Desk, known: UUID) -> EditPersonPage:
    return shown(qtbot, desk, EditPersonPage, known)


def test_an_edit_changes_only_what_was_edited(
    qtbot: QtBot, edit: EditPersonPage, store: Store, known: UUID
) -> None:
    before = whole(store, known).person.values
    put(edit, address="三组 17 号")
    with qtbot.waitSignal(edit.desk.said) as said:
        edit.save()
    assert said.args[0] == "已改好曾光明的 1 项资料"
    after = whole(store, known).person.values
    assert {name for name in after if after[name] != before[name]} == {"address"}


def test_nothing_edited_is_nothing_written(qtbot: QtBot, edit: EditPersonPage) -> None:
    with qtbot.waitSignal(edit.desk.said) as said:
        edit.save()
    assert said.args[0] == "没有改动"


@pytest.mark.parametrize(("mine", "address"), [(True, "我写的"), (False, "别人写的")])
def test_a_field_that_somebody_changed_meanwhile_is_asked(
    qtbot: QtBot, edit: EditPersonPage, store: Store, known: UUID, *, mine: bool, address: str
) -> None:
    """HOUSE 8: a form edits a draft; the operator decides."""
    with store.write("修改资料") as session:
        draft = Draft({"address": None}, {"address": "别人写的"})
        change_person(session, ChangePerson(known, draft), today=TODAY)
    put(edit, address="我写的", mobile="13912340000")
    edit.save()
    settled(qtbot, edit)
    question = edit._question
    assert isinstance(question, StaleQuestion)
    with qtbot.waitSignal(edit.desk.said):
        question._use_mine() if mine else question._use_theirs()
    values = whole(store, known).person.values
    assert (values["address"], values["mobile"]) == (address, "13912340000")


def test_a_draft_of_an_edit_is_put_back(qtbot: QtBot, desk: Desk, known: UUID) -> None:
    first = shown(qtbot, desk, EditPersonPage, known)
    put(first, address="写到一半")
    first._leave()
    again = shown(qtbot, desk, EditPersonPage, str(known))
    assert plain_values(again._form)["address"] == "写到一半"
    assert again._kept.text() == "接着上次没写完的"
