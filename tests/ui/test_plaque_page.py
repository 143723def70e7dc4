"""The plaque page: households without one, only permitted steps, one per household in words."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from station_app.domain.codes import PlaqueEventKind, PlaqueState
from station_app.models.identifiers import HouseholdId, PersonId
from station_app.queries.plaques import PlaqueRow, households_without, list_plaques
from station_app.services.plaques import EnterPlaque, HangNew, hang_new
from station_app.store.unit_of_work import Store
from station_app.ui.desk import Desk
from station_app.ui.pages.plaque_panel import steps_of
from station_app.ui.pages.plaques import HUNG, MISSING, PlaquesPage
from station_app.ui.people_picker import Picked
from tests.fixtures.villagers import household, villager

TODAY = date(2022, 10, 20)


@pytest.fixture
def home(store: Store) -> tuple[UUID, PersonId]:
    with store.write("试") as session:
        key = household(session)
        return key, villager(session, "曾光明", home=key)


@pytest.fixture
def page(qtbot: QtBot, desk: Desk) -> PlaquesPage:
    made = PlaquesPage(desk)
    qtbot.addWidget(made)
    made.resize(1194, 640)
    made.show()
    return made


def show(qtbot: QtBot, page: PlaquesPage) -> None:
    page.opened(None)
    wait(qtbot, page)


def wait(qtbot: QtBot, page: PlaquesPage) -> None:
    qtbot.waitUntil(lambda: not page.tasks.busy)


def hang(store: Store, home: tuple[UUID, PersonId]) -> None:
    plaque = EnterPlaque(household_id=HouseholdId(home[0]), basis_person_id=home[1])
    with store.write("试") as session:
        hang_new(session, HangNew(plaque=plaque, hung_on=date(2022, 7, 28)), today=TODAY)


def plaques(store: Store) -> tuple[PlaqueRow, ...]:
    with store.read() as session:
        return list_plaques(session).rows


def test_e8_a_household_without_one_is_listed_and_gets_it_in_one_dialog(
    qtbot: QtBot, page: PlaquesPage, store: Store, home: tuple[UUID, PersonId]
) -> None:
    show(qtbot, page)
    page.switch.choose(MISSING)
    assert [one.head_name for one in page._missing.model.rows] == ["曾光明"]
    page._enter()
    asking = page.dialogs.asking
    assert asking is not None
    asking.form.fill({"plaque_no": "苏A000123"})
    asking.submit()
    wait(qtbot, page)
    (row,) = plaques(store)
    assert (row.state, row.basis_person_id, row.plaque_no) == ("HUNG", home[1], "苏A000123")
    with store.read() as session:
        assert households_without(session) == []


def test_pl1_a_second_plaque_in_a_household_is_refused_in_words(
    qtbot: QtBot, page: PlaquesPage, store: Store, home: tuple[UUID, PersonId]
) -> None:
    hang(store, home)
    show(qtbot, page)
    page.dialogs.enter()
    asking = page.dialogs.asking
    assert asking is not None
    picker = asking.form["basis_person_id"].field
    picker.add(Picked(home[1], "曾光明"))  # type: ignore[attr-defined]
    wait(qtbot, page)
    asking.submit()
    wait(qtbot, page)
    assert "一户" in asking._banner._words.text()
    assert len(plaques(store)) == 1


def test_a_household_that_declines_needs_a_reason(
    qtbot: QtBot, page: PlaquesPage, store: Store, home: tuple[UUID, PersonId]
) -> None:
    show(qtbot, page)
    page.switch.choose(MISSING)
    page._enter()
    asking = page.dialogs.asking
    assert asking is not None
    asking.form.fill({"how": "DECLINE"})
    page.dialogs._how_changed("DECLINE")
    asking.submit()
    assert asking.form["reason"].error == "请填为什么不挂"
    asking.form.fill({"reason": "R04"})
    asking.submit()
    wait(qtbot, page)
    assert [row.state for row in plaques(store)] == [PlaqueState.DECLINED]
    assert home[1] == plaques(store)[0].basis_person_id


def test_only_steps_that_the_state_allows_are_offered(
    store: Store, home: tuple[UUID, PersonId]
) -> None:
    hang(store, home)
    offered = [what for what, _ in steps_of(plaques(store)[0])]
    assert PlaqueEventKind.WITHDRAW in offered
    assert PlaqueEventKind.REPLACE in offered
    assert PlaqueEventKind.ISSUE not in offered
    assert PlaqueEventKind.RESTORE not in offered


def test_pl6_after_the_death_no_new_one_is_offered(
    store: Store, home: tuple[UUID, PersonId]
) -> None:
    hang(store, home)
    kept = replace(plaques(store)[0], basis_is_deceased=True)
    offered = [what for what, _ in steps_of(kept)]
    assert PlaqueEventKind.REPLACE not in offered
    assert PlaqueEventKind.ASK_REPLACE not in offered
    assert PlaqueEventKind.LOSE in offered


def test_pl7_withdrawing_needs_the_decision_and_can_be_restored(
    qtbot: QtBot, page: PlaquesPage, store: Store, home: tuple[UUID, PersonId]
) -> None:
    hang(store, home)
    show(qtbot, page)
    page._act(PlaqueEventKind.WITHDRAW)
    asking = page.dialogs.asking
    assert asking is not None
    asking.submit()
    assert asking.form["decision_no"].error == "请填县级决定文号"
    asking.form.fill({"decision_no": "云退役军人发〔2022〕3号"})
    asking.submit()
    wait(qtbot, page)
    assert plaques(store)[0].state is PlaqueState.WITHDRAWN
    assert PlaqueEventKind.RESTORE in [what for what, _ in steps_of(plaques(store)[0])]


def test_a_worn_plaque_is_replaced_by_a_new_one(
    qtbot: QtBot, page: PlaquesPage, store: Store, home: tuple[UUID, PersonId]
) -> None:
    hang(store, home)
    show(qtbot, page)
    page._act(PlaqueEventKind.REPLACE)
    asking = page.dialogs.asking
    assert asking is not None
    asking.form.fill({"reason": "C02", "hung_on": TODAY})
    asking.submit()
    wait(qtbot, page)
    assert sorted(row.state for row in plaques(store)) == [PlaqueState.HUNG, PlaqueState.REPLACED]


def test_the_last_step_is_taken_back_with_its_reason(
    qtbot: QtBot, page: PlaquesPage, store: Store, home: tuple[UUID, PersonId]
) -> None:
    hang(store, home)
    show(qtbot, page)
    page._act("undo")
    qtbot.waitUntil(lambda: hasattr(page, "asking"))
    page.asking.form.fill({"reason": "点错了户"})
    page.asking.submit()
    wait(qtbot, page)
    assert plaques(store)[0].state is PlaqueState.ISSUED


def test_the_header_box_filters_both_lists(
    qtbot: QtBot, page: PlaquesPage, store: Store, home: tuple[UUID, PersonId]
) -> None:
    hang(store, home)
    show(qtbot, page)
    page.searched("没有这个人")
    wait(qtbot, page)
    assert list(page.table.model.rows) == []
    page.searched("曾光明")
    wait(qtbot, page)
    assert [row.basis_name for row in page.table.model.rows] == ["曾光明"]


def test_opened_on_a_person_it_goes_to_the_household(
    qtbot: QtBot, page: PlaquesPage, store: Store, home: tuple[UUID, PersonId]
) -> None:
    page.opened(home[1])
    wait(qtbot, page)
    qtbot.waitUntil(lambda: page.switch.at == MISSING)
    hang(store, home)
    page.opened(home[1])
    wait(qtbot, page)
    qtbot.waitUntil(lambda: page.table.row is not None and page.switch.at != MISSING)
    assert page.table.row is not None
    assert page.table.row.basis_person_id == home[1]


def test_a_search_finds_initials_and_says_what_it_did_not_find(
    qtbot: QtBot, page: PlaquesPage, store: Store, home: tuple[UUID, PersonId]
) -> None:
    show(qtbot, page)
    page.switch.choose(MISSING)
    page.searched("zgm")
    wait(qtbot, page)
    assert [one.head_name for one in page._missing.model.rows] == ["曾光明"]
    page.searched("ccc")
    wait(qtbot, page)
    assert page._not_found.isVisibleTo(page)
    assert page._not_found.words.text() == "没有找到“ccc”"
    assert page._shown is not None
    assert (page._shown.missing, page._shown.missing_count) == ([], 1)
    assert "1 户该挂没挂" in page._head.sentence.text()
    hang(store, home)
    page.refresh()
    page.switch.choose(HUNG)
    page.searched("cgm")
    wait(qtbot, page)
    assert [one.basis_name for one in page.table.model.rows] == ["曾光明"]
    assert not page._not_found.isVisibleTo(page)
