"""What opens from a person's page: a line of the timeline, the household, payments, files."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QScrollArea
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from station_app.domain.masking import MaskLevel
from station_app.errors import Cancelled
from station_app.models.entitlement import PensionPayment
from station_app.models.household import Household
from station_app.models.person import Person
from station_app.queries.timeline import TimelineKind
from station_app.services.households import add_family_member, create_household, move_person
from station_app.services.moves import MoveOut, move_out
from station_app.services.person_file_saving import save_person_files
from station_app.services.printing import PrintOrder
from station_app.services.undoing import undo_last
from station_app.store.unit_of_work import Store
from station_app.ui.components.button import Button
from station_app.ui.components.text import Text
from station_app.ui.desk import Desk
from station_app.ui.pages.household_data import HouseholdData
from station_app.ui.pages.household_dialog import HEAD, MERGE, SPLIT, HouseholdDialog
from station_app.ui.pages.merge_dialog import MergeDialog
from station_app.ui.pages.pension_dialog import PensionDialog
from station_app.ui.pages.people import PeoplePage
from station_app.ui.pages.person import PersonPage
from station_app.ui.pages.person_facts import HOME, HOUSE, PAID
from station_app.ui.pages.person_files_dialog import PersonFilesDialog
from station_app.ui.pages.person_records import open_record
from station_app.ui.people_picker import Picked
from station_app.ui.print_preview import PrintPreview
from station_app.ui.tasks import Touched
from tests.reports.reading import pages
from tests.services.people_of_tests import TODAY, a_benefit, a_person, number, paid
from tests.ui.pages_of_tests import dialogs, settled, shown

MONTH = "2022-09"


@pytest.fixture
def veteran(store: Store) -> UUID:
    """Somebody who draws a benefit, paid for two months."""
    key = a_person(store, "曾光明", "DISABLED", group_name="三组", mobile="13812341164")
    a_benefit(store, key)
    paid(store, key, "2022-08", MONTH)
    return key


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, veteran: UUID) -> PersonPage:
    return shown(qtbot, desk, PersonPage, veteran)


def said(page: PersonPage) -> str:
    """The words of the dialog that lies over the page."""
    (dialog,) = dialogs(page)
    return "\n".join(one.text() for one in dialog.findChildren(Text) if one.isVisibleTo(dialog))


def press(page: PersonPage, words: str) -> None:
    """A button of the dialog."""
    (dialog,) = dialogs(page)
    next(one for one in dialog.findChildren(Button) if one.text() == words).click()


def open_line(qtbot: QtBot, page: PersonPage, kind: TimelineKind) -> None:
    event = next(one for one in page._timeline.view.events if one.kind is kind)
    page._timeline.opened.emit(event)
    settled(qtbot, page)


def standing_payments(page: PersonPage) -> int:
    """Payments of the county that nobody took back."""
    found = page.view.page.timeline if page.view else ()
    return sum(one.kind is TimelineKind.PENSION and not one.reversed for one in found)


def household_of(store: Store, key: UUID) -> UUID | None:
    with store.read() as session:
        return session.get_one(Person, key).household_id


# --- the timeline -------------------------------------------------------------------------------


def test_a_line_opens_its_very_record_and_a_payment_is_taken_back_there(
    qtbot: QtBot, page: PersonPage
) -> None:
    open_line(qtbot, page, TimelineKind.PENSION)
    assert "2022年9月" in said(page)
    assert "800.00 元" in said(page)
    with qtbot.waitSignal(page.desk.said) as told:
        press(page, "撤掉这一笔")
    settled(qtbot, page)
    assert "已撤掉曾光明的这一笔到账" in told.args[0]
    qtbot.waitUntil(lambda: standing_payments(page) == 1)


def test_the_line_of_the_file_says_who_changed_what_with_numbers_masked(
    qtbot: QtBot, page: PersonPage, store: Store, veteran: UUID
) -> None:
    """PV1."""
    with store.write("修改资料：曾光明") as session:
        session.get_one(Person, veteran).mobile = "13900005678"
    open_line(qtbot, page, TimelineKind.FILE)
    assert "手机：138****1164 → 139****5678" in said(page)
    assert "13900005678" not in said(page)


def test_a_move_stands_in_the_timeline_with_its_place(
    qtbot: QtBot, page: PersonPage, store: Store, veteran: UUID
) -> None:
    with store.write("迁出") as session:
        leaving = MoveOut(person_id=veteran, moved_out_on=date(2022, 10, 3), moved_to="南京")
        move_out(session, leaving, today=TODAY)
    settled(qtbot, page)
    page._timeline.switch.choose(5)
    moves = [(one.on, one.text) for one in page._timeline.view.events if one.text]
    assert moves == [(date(2022, 10, 3), "南京")]


def test_a_line_for_a_message_names_no_number(qtbot: QtBot, page: PersonPage) -> None:
    page._timeline.view.setFocus()
    qtbot.keyClick(page._timeline.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    words = QGuiApplication.clipboard().text()
    assert words.startswith("曾光明")
    assert number() not in words
    assert "13812341164" not in words


def test_a_report_in_the_background_moves_nothing_below_ones_eyes(
    qtbot: QtBot, page: PersonPage
) -> None:
    eye = page._head.findChildren(Text)[0]
    page.hears({"person": frozenset()})
    settled(qtbot, page)
    assert page._head.findChildren(Text)[0] is eye


def test_a_change_keeps_scroll_focus_and_chosen_line(
    qtbot: QtBot, page: PersonPage, store: Store, veteran: UUID
) -> None:
    page.resize(1194, 420)
    area = page._facts.findChildren(QScrollArea)[0]
    qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 40)
    area.verticalScrollBar().setValue(40)
    view = page._timeline.view
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    chosen = view._lines[view._at].event
    pencil = next(
        one for one in page._facts.findChildren(Button) if one.accessibleName() == "改家庭成员"
    )
    pencil.setFocus()
    touched: Touched = {"person": frozenset({veteran})}
    with store.write("修改资料") as session:
        session.get_one(Person, veteran).address = "三组 17 号"
    page.hears(touched)
    settled(qtbot, page)
    qtbot.waitUntil(lambda: area.verticalScrollBar().value() == 40)
    focus = page.window().focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "改家庭成员"
    assert view._lines[view._at].event == chosen


# --- money and household ------------------------------------------------------------------------


def test_months_paid_by_the_county_are_written_down_and_undone_together(
    qtbot: QtBot, page: PersonPage, store: Store
) -> None:
    dialog = open_record(page, "benefit", PAID)
    assert isinstance(dialog, PensionDialog)
    values = dialog.asking.form.values()
    assert (values["month"], values["amount_fen"]) == ("2022-10", 80_000)
    dialog.asking.form.fill({"month": "2022-06", "until": "2022-07"})
    with qtbot.waitSignal(page.desk.said) as told:
        dialog.asking.submit()
    assert told.args[0] == "已记下曾光明 2 个月，共 1,600.00 元"
    undo_last(store)
    with store.read() as session:
        rows = session.scalars(select(PensionPayment).where(PensionPayment.deleted.is_(False)))
        assert [one.month for one in rows] == ["2022-08", MONTH]


def test_a_month_that_was_paid_already_is_said_under_the_dialog(
    qtbot: QtBot, page: PersonPage
) -> None:
    dialog = open_record(page, "benefit", PAID)
    assert isinstance(dialog, PensionDialog)
    dialog.asking.form.fill({"month": MONTH})
    dialog.asking.submit()
    settled(qtbot, page)
    assert dialogs(page)
    assert "已经登记过" in dialog.asking._banner.findChildren(Text)[0].text()


def test_two_of_a_household_leave_together(
    qtbot: QtBot, page: PersonPage, store: Store, veteran: UUID
) -> None:
    home = household_of(store, veteran)
    assert home is not None
    wife = a_person(store, "陶玉兰", id_number=number(2), household_id=home)
    a_person(store, "曾建军", id_number=number(3), household_id=home)
    with store.write("家人") as session:
        add_family_member(session, home, {"name": "曾浩", "relation": "40"})
    settled(qtbot, page)
    dialog = open_record(page, "family", HOUSE)
    assert isinstance(dialog, HouseholdDialog)
    dialog.how.choose(SPLIT)
    for one, box in dialog.leaving.items():
        box.setChecked(one.name in ("曾光明", "陶玉兰", "曾浩"))
    dialog._form.fill({"address": "五组 2 号"})
    with qtbot.waitSignal(page.desk.said):
        dialog.asking.submit()
    new = household_of(store, veteran)
    assert new != home
    assert household_of(store, wife) == new
    with store.read() as session:
        assert session.get_one(Household, new).address == "五组 2 号"


def test_two_households_become_one_and_another_heads_it(
    qtbot: QtBot, page: PersonPage, store: Store, veteran: UUID
) -> None:
    son = a_person(store, "曾建军", id_number=number(3))
    dialog = open_record(page, "family", HOUSE)
    assert isinstance(dialog, HouseholdDialog)
    dialog.how.choose(MERGE)
    dialog.search.setText("曾建军")
    dialog._look(son)
    settled(qtbot, page)
    with qtbot.waitSignal(page.desk.said):
        dialog.asking.submit()
    settled(qtbot, page)
    home = household_of(store, veteran)
    assert home == household_of(store, son)
    again = open_record(page, "family", HOUSE)
    assert isinstance(again, HouseholdDialog)
    again.how.choose(HEAD)
    again._form.fill({"head": son})
    with qtbot.waitSignal(page.desk.said):
        again.asking.submit()
    with store.read() as session:
        assert session.get_one(Household, home).head_person_id == son


def test_what_is_known_of_a_household_is_corrected(
    qtbot: QtBot, page: PersonPage, store: Store, veteran: UUID
) -> None:
    dialog = open_record(page, "family", HOME)
    assert isinstance(dialog, HouseholdData)
    dialog.form.fill({"member_count": 3, "phone": "0517-83930000"})
    with qtbot.waitSignal(page.desk.said):
        dialog.asking.submit()
    with store.read() as session:
        home = session.get_one(Household, household_of(store, veteran))
        assert (home.member_count, home.phone) == (3, "0517-83930000")


def test_somebody_moves_in_with_another(
    qtbot: QtBot, page: PersonPage, store: Store, veteran: UUID
) -> None:
    with store.write("家") as session:
        home = create_household(session, {"address": "四组"})
    son = a_person(store, "曾建军", id_number=number(3))
    with store.write("搬") as session:
        move_person(session, son, home)
    dialog = open_record(page, "family", HOUSE)
    assert isinstance(dialog, HouseholdDialog)
    dialog.search.setText("曾建军")
    dialog._look(son)
    settled(qtbot, page)
    with qtbot.waitSignal(page.desk.said):
        dialog.asking.submit()
    assert household_of(store, veteran) == home


# --- one file of two, and on paper --------------------------------------------------------------


def test_each_field_of_a_merging_is_chosen_and_taken_apart_again_from_the_page(
    qtbot: QtBot, page: PersonPage, store: Store, veteran: UUID
) -> None:
    other = a_person(store, "曾光明", id_number=number(3), mobile="13900000000", address="四组")
    page._changes.begin("merge")
    settled(qtbot, page)
    dialog = page._changes._open
    assert isinstance(dialog, MergeDialog)
    dialog._look(other)
    settled(qtbot, page)
    assert dialog.fields is not None
    assert dialog.fields.names == ("id_number", "mobile")
    assert "空着的现住址用那一份的补上" in dialog._moves.text()
    dialog.fields.choose("mobile", 1)
    with qtbot.waitSignal(page.desk.wanted):
        dialog.asking.submit()
    with store.read() as session:
        kept = session.get_one(Person, veteran)
        assert (kept.id_number, kept.mobile, kept.address) == (number(), "13900000000", "四组")
    settled(qtbot, page)
    page.refresh()
    settled(qtbot, page)
    apart = next(one for one in page._panel.findChildren(Button) if one.text() == "拆开")
    with qtbot.waitSignal(page.desk.said):
        apart.click()
    with store.read() as session:
        kept = session.get_one(Person, veteran)
        assert (kept.mobile, kept.address) == ("13812341164", None)
        assert session.get_one(Person, other).merged_into_id is None


def test_another_file_that_stays_turns_what_nobody_chose_by_hand(
    qtbot: QtBot, page: PersonPage, store: Store
) -> None:
    other = a_person(store, "曾光明", id_number=number(3), mobile="13900000000")
    page._changes.begin("merge")
    dialog = page._changes._open
    assert isinstance(dialog, MergeDialog)
    dialog._look(other)
    settled(qtbot, page)
    assert dialog.fields is not None
    dialog.fields.choose("mobile", 0)
    dialog.which.choose(1)
    assert dialog.fields.taken(1) == ("mobile",)
    assert "2 笔到账" in dialog._moves.text()
    with qtbot.waitSignal(page.desk.wanted) as opened:
        dialog.asking.submit()
    assert opened.args == ["person", other]


def test_the_preview_hides_numbers_when_asked(qtbot: QtBot, page: PersonPage) -> None:
    page._to_paper("person-file")
    (preview,) = page.window().findChildren(PrintPreview)
    qtbot.waitUntil(lambda: bool(preview.document))
    assert number() in "".join(pages(preview.document))
    preview._masks.choose(1)
    settled(qtbot, page)
    whole = "".join(pages(preview.document))
    assert number() not in whole
    assert "320802********0016" in whole


def test_files_of_several_people_are_saved_each_alone(
    qtbot: QtBot, desk: Desk, store: Store, veteran: UUID, tmp_path: Path
) -> None:
    other = a_person(store, "陶玉兰", id_number=number(2))
    page = shown(qtbot, desk, PeoplePage)
    dialog = PersonFilesDialog(page, (veteran, other))
    dialog.shape.choose(1)
    folder = tmp_path / "档案"
    folder.mkdir()
    with qtbot.waitSignal(desk.said) as told:
        dialog.save_into(folder)
    assert told.args[0] == "已存好 2 份一人一档，在“档案”里"
    names = sorted(one.name.partition("_")[0] for one in folder.iterdir())
    assert names == sorted(["曾光明", "陶玉兰"])


def test_some_are_picked_for_one_file_that_is_seen_first(
    qtbot: QtBot, desk: Desk, store: Store, veteran: UUID
) -> None:
    page = shown(qtbot, desk, PeoplePage)
    dialog = PersonFilesDialog(page, ())
    assert not dialog._make.isEnabled()
    with store.read() as session:
        person = session.get_one(Person, veteran)
        dialog.picker.add(Picked(person.id, person.name))  # type: ignore[arg-type]  # a key
    dialog.masks.choose(1)
    assert dialog._order().mask is MaskLevel.MASKED
    dialog._make.click()
    (preview,) = page.window().findChildren(PrintPreview)
    qtbot.waitUntil(lambda: bool(preview.document))
    assert "曾光明" in pages(preview.document)[0]


def test_saving_stops_where_it_was_told_and_what_is_written_stays(
    store: Store, veteran: UUID, tmp_path: Path
) -> None:
    other = a_person(store, "陶/玉兰", id_number=number(2), no_id_reason=None)

    class StopAtFirst:
        def step(self, done: int, total: int) -> None:
            assert (done, total) == (1, 2)
            raise Cancelled

    order = PrintOrder(today=TODAY, people=(other, veteran))
    folder = tmp_path / "档案"
    folder.mkdir()
    with pytest.raises(Cancelled), store.read() as session:
        save_person_files(session, folder, order, progress=StopAtFirst())
    (only,) = folder.iterdir()
    assert only.name.startswith("陶_玉兰_")
