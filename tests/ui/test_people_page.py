"""The list of people: filters as one types, nobody is lost, what is due stands beside the name."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QShortcut
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from station_app.domain.codes import PersonStatus
from station_app.domain.imports import ImportKind
from station_app.models.identifiers import PersonId, new_id
from station_app.queries.people import IdentityRow, PersonRow
from station_app.queries.people_filters import Group, Missing, PeopleFilter
from station_app.queries.people_found import ListRow, PeopleFound
from station_app.services.importing import preview
from station_app.services.sample import SampleSize, fill_with_sample
from station_app.store.unit_of_work import Store
from station_app.ui.desk import Desk
from station_app.ui.pages.people import PeoplePage
from station_app.ui.pages.people_columns import found_words, line_as_text, people_columns
from station_app.ui.theme import Theme
from tests.services.people_of_tests import TODAY, a_person, number
from tests.ui.pages_of_tests import settled, shown


@pytest.fixture
def village(store: Store) -> Store:
    """Three namesakes and others."""
    a_person(store, "王建国", "WAR", id_number=number(1, "19541103"), group_name="一组")
    a_person(store, "王建国", "SELF_EMPLOYED", id_number=number(1, "19880212"), group_name="四组")
    a_person(
        store, "曾光明", "DISABLED", id_number=number(2), group_name="三组", mobile="13812341164"
    )
    a_person(store, "翟桂芳", "FAM_CONSCRIPT", id_number=number(3), group_name="十二组")
    a_person(store, "赵无号", id_number=None, no_id_reason="户口未迁", group_name="三组")
    return store


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, village: Store) -> PeoplePage:
    """The list over the village."""
    del village  # only needed before the page asks
    return shown(qtbot, desk, PeoplePage)


def names(page: PeoplePage) -> list[str]:
    return [row.person.name for row in page._table.model.rows]


def person_row(name: str = "曾光明", **given: object) -> PersonRow:
    values: dict[str, object] = {
        "person_id": PersonId(new_id()),
        "file_no": "A00001",
        "name": name,
        "sex": "1",
        "birth_date": "1944-03-29",
        "age": 82,
        "id_number": "320812194403290033",
        "id_is_overridden": False,
        "group_name": "三组",
        "address": None,
        "mobile": None,
        "status": "ACTIVE",
        "household_id": None,
        "identities": (IdentityRow("DISABLED", True, "07", "WAR"),),
        "last_contact": date(2026, 3, 14),
        "contact_due": date(2026, 6, 12),
        "needs_certification": True,
        "has_benefit": True,
    }
    return PersonRow(**(values | given))  # type: ignore[arg-type]


def test_everybody_in_the_register_is_listed_by_pinyin(page: PeoplePage) -> None:
    assert names(page) == ["王建国", "王建国", "曾光明", "翟桂芳", "赵无号"]
    assert page._head.sentence.text() == "5 人"


def test_typing_filters_and_marks_the_letters_that_matched(qtbot: QtBot, page: PeoplePage) -> None:
    page.searched("zg")
    settled(qtbot, page)
    assert names(page) == ["曾光明", "翟桂芳"]
    assert page._table.model.rows[0].marks == (0, 1)
    assert page._head.sentence.text() == "zg：找到 2 人，多音字（曾、翟）也算"


def test_one_wrong_letter_shows_who_nearly_fits_and_says_so(qtbot: QtBot, page: PeoplePage) -> None:
    page.searched("王健国")
    settled(qtbot, page)
    assert names(page) == ["王建国", "王建国"]
    assert page._head.sentence.text() == "没有正好是“王健国”的，这 2 人同音或者差一个字"


def test_enter_pressed_before_the_answer_opens_whom_was_typed(
    qtbot: QtBot, page: PeoplePage, desk: Desk
) -> None:
    with qtbot.waitSignal(desk.wanted) as wanted:
        page.searched("翟桂芳")
        page.search_key(0)
    assert wanted.args is not None
    assert wanted.args[0] == "person"
    assert page._table.row is not None
    assert (page._table.row.person.name, page._table.row.person.person_id) == (
        "翟桂芳",
        wanted.args[1],
    )


def test_the_menu_has_whom_nobody_spoke_with_and_whom_nobody_visited(page: PeoplePage) -> None:
    for narrow in (PeopleFilter(silent=True), PeopleFilter(unvisited=True, overdue=True)):
        page._chips.put(narrow)
        assert page._chips.narrow("") == narrow


def test_the_first_hit_is_chosen_and_arrows_in_the_box_move_on(
    qtbot: QtBot, page: PeoplePage
) -> None:
    page.searched("zg")
    settled(qtbot, page)
    assert page._table.row is not None
    page.search_key(1)
    assert page._table.row.person.name == "翟桂芳"
    with qtbot.waitSignal(page.desk.wanted) as opened:
        page.search_key(0)
    assert opened.args == ["person", page._table.row.person.person_id]


def test_namesakes_are_told_apart_by_their_month_of_birth(qtbot: QtBot, page: PeoplePage) -> None:
    page.searched("王建国")
    settled(qtbot, page)
    assert page._head.sentence.text() == "王建国：找到 2 人，有 2 位王建国，请看出生年月"
    shown_words = [page._table.model.index(line, 3).data() for line in range(2)]
    assert shown_words == ["1954年11月生", "1988年2月生"]


def test_when_nobody_fits_a_new_person_begins_with_what_was_typed(
    qtbot: QtBot, page: PeoplePage
) -> None:
    page.searched("孙悟空")
    settled(qtbot, page)
    assert page._nobody.words.text() == "没有找到“孙悟空”"
    with qtbot.waitSignal(page.desk.wanted) as opened:
        qtbot.mouseClick(page._add_here, Qt.MouseButton.LeftButton)
    assert opened.args == ["new_person", "孙悟空"]


def test_an_empty_station_offers_to_import_the_roster(qtbot: QtBot, desk: Desk) -> None:
    page = shown(qtbot, desk, PeoplePage)
    assert page._nobody.words.text() == "还没有人员"
    assert not page._first_import.isHidden()
    with qtbot.waitSignal(desk.wanted) as opened:
        page._first_import.click()
    assert opened.args[0] == "import"


def test_chips_narrow_and_say_how_many(qtbot: QtBot, page: PeoplePage) -> None:
    page._chips.groups[Group.SERVICE_FAMILY].click()
    settled(qtbot, page)
    assert names(page) == ["翟桂芳"]
    page._chips.reset()
    page._chips.no_number.click()
    settled(qtbot, page)
    assert names(page) == ["赵无号"]


def test_groups_are_offered_in_the_order_of_the_village(page: PeoplePage) -> None:
    assert [entry.key for entry in page._chips.group_names._entries] == [
        *("一组", "三组", "四组", "十二组")
    ]


def test_the_home_page_may_open_the_list_with_a_filter(qtbot: QtBot, page: PeoplePage) -> None:
    wanted = PeopleFilter(missing=(Missing.ID_NUMBER,))
    page.opened(wanted)
    settled(qtbot, page)
    assert page._chips.narrow("") == wanted
    assert names(page) == ["赵无号"]


def test_filters_of_the_menu_make_the_same_filter_again(page: PeoplePage) -> None:
    wanted = PeopleFilter(
        statuses=(PersonStatus.DECEASED,),
        categories=("WAR",),
        group_names=("三组",),
        missing=(Missing.MOBILE,),
        min_age=80,
    )
    page._chips.put(wanted)
    assert page._chips.narrow("") == wanted


def test_the_preview_says_what_is_due_and_masks_the_numbers(qtbot: QtBot, page: PeoplePage) -> None:
    page.searched("zgm")
    settled(qtbot, page)
    qtbot.waitUntil(lambda: "曾光明" in page._preview.words)
    words = page._preview.words
    assert "320802********0024" in words
    assert "138****1164" in words
    assert "光荣牌" in words
    assert not any("19580712" in word for word in words)


def test_the_keys_beside_what_is_due_open_its_work(qtbot: QtBot, page: PeoplePage) -> None:
    page._table.choose(2)
    chosen = page._table.row
    assert chosen is not None
    keys = {one.key().toString(): one for one in page.findChildren(QShortcut)}
    with qtbot.waitSignal(page.desk.wanted) as opened:
        keys["Alt+E"].activated.emit()
    assert opened.args == ["person_edit", chosen.person.person_id]
    assert {"Alt+Z", "Alt+R", "Alt+W", "Alt+G"} <= keys.keys()


def test_a_copied_line_carries_no_whole_number(qtbot: QtBot, page: PeoplePage) -> None:
    page.searched("zgm")
    settled(qtbot, page)
    page._copy()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("曾光明\t女 64\t320802********")
    assert line_as_text(person_row(), date(2026, 7, 20)).split("\t")[2] == "320812********0033"


def test_what_is_due_stands_beside_the_name() -> None:
    column = {one.title: one for one in people_columns(date(2026, 7, 20))}
    cell = column["该办"].show(ListRow(person_row()))
    assert not isinstance(cell, str)
    assert cell.tags == (("联系逾期 38 天", "red"), ("认证", "grey"))
    dead = column["该办"].show(ListRow(person_row(status="DECEASED")))
    assert not isinstance(dead, str)
    assert dead.tags == (("去世", "grey"),)


def test_a_count_is_said_with_thousands() -> None:
    assert found_words("", PeopleFound((), None, 3000)) == "3,000 人"


def test_the_model_keeps_the_rules_of_qt_and_fetches_the_next_page(
    qtbot: QtBot, store: Store, desk: Desk, qtmodeltester: ModelTester
) -> None:
    fill_with_sample(store, SampleSize(450, 1), today=TODAY)
    page = shown(qtbot, desk, PeoplePage)
    model = page._table.model
    first = model.rowCount()
    assert first < model.total
    qtmodeltester.check(model)
    model.fetchMore(model.index(-1, -1))
    settled(qtbot, page)
    assert first < model.rowCount() <= model.total
    keys = [row.person.person_id for row in model.rows]
    assert len(set(keys)) == len(keys)


def test_sorting_asks_the_database_again(qtbot: QtBot, page: PeoplePage) -> None:
    page._table.sorted.emit("AGE", True)
    settled(qtbot, page)
    ages = [row.person.birth_date for row in page._table.model.rows if row.person.birth_date]
    assert ages == sorted(ages, reverse=True)


def test_the_exported_list_can_be_imported_again_and_changes_nothing(
    qtbot: QtBot, page: PeoplePage, village: Store, tmp_path: Path
) -> None:
    file = tmp_path / "名单.xlsx"
    page.export_to(file)
    settled(qtbot, page)
    with village.read() as session:
        seen = preview(session, ImportKind.ROSTER, file, today=TODAY)
    assert {row.state for row in seen.rows} == {"unchanged"}
    assert seen.rows_read == 5


def test_a_file_that_is_in_the_way_is_said_and_nothing_is_lost(
    qtbot: QtBot, page: PeoplePage, tmp_path: Path
) -> None:
    (tmp_path / "名单.xlsx").mkdir()
    with qtbot.waitSignal(page.tasks.explained) as said:
        page.export_to(tmp_path / "名单.xlsx")
    assert said.args[0].startswith("没能存到“名单.xlsx”")
    assert not list(tmp_path.glob(".*.part"))


@pytest.mark.usefixtures("village")
def test_large_mode_has_fewer_columns_and_no_second_panel(
    qtbot: QtBot, theme: Theme, desk: Desk
) -> None:
    theme.apply(dark=False, percent=150)
    page = shown(qtbot, desk, PeoplePage)
    view = page._table.view
    seen = [
        one.title for n, one in enumerate(page._table.model.columns) if not view.isColumnHidden(n)
    ]
    assert seen == ["姓名", "性别 年龄", "身份证号", "小组", "该办"]
    assert not page._preview.isVisible()
    page.opened(PeopleFilter(overdue=True))
    settled(qtbot, page)
    assert page._chips.narrow("").overdue
