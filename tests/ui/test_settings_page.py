"""Settings: what is changed is stored, and each refusal stands under its field."""

import shutil
from pathlib import Path
from typing import TypeVar

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from station_app.models.station import ContactRule, Station
from station_app.paths import Paths
from station_app.services.operators import operators
from station_app.services.passwords import unlocks
from station_app.store.unit_of_work import Store
from station_app.ui.desk import Desk
from station_app.ui.pages.settings import SettingsPage
from station_app.ui.pages.settings_copies import CopiesPart
from station_app.ui.pages.settings_look import LookPart
from station_app.ui.pages.settings_operators import AddOperator, ChangePassword, OperatorsPart
from station_app.ui.pages.settings_rules import RulesPart, read_days
from station_app.ui.pages.settings_station import StationPart
from tests.fixtures.station import OPERATOR, PASSWORD, EmptyStation

T = TypeVar("T")
NEW = "ein-neues-passwort"


@pytest.fixture
def page(qtbot: QtBot, desk: Desk, empty_station: EmptyStation, paths: Paths) -> SettingsPage:
    desk.keys = empty_station.keys
    shutil.copyfile(empty_station.folder / paths.keys.name, paths.keys)
    made = SettingsPage(desk)
    qtbot.addWidget(made)
    made.resize(1194, 680)
    made.show()
    return made


def part_of(page: SettingsPage, kind: type[T], number: int) -> T:
    page._switch.choose(number)
    part = page._parts[number]
    assert isinstance(part, kind)
    return part


def test_the_stations_data_are_changed_and_the_code_is_not(
    qtbot: QtBot, page: SettingsPage, store: Store
) -> None:
    part = part_of(page, StationPart, 0)
    page.opened(None)
    qtbot.waitUntil(lambda: bool(part._shown))
    assert not page.has_unsaved()
    part._form.fill({"short_name": "东湖", "head_name": "李敏"})
    assert page.has_unsaved()
    with qtbot.waitSignal(page.desk.said):
        part._save()
    with store.read() as session:
        row = session.scalars(select(Station)).one()
        assert (row.short_name, row.head_name, row.division_code) == (
            "东湖",
            "李敏",
            "320812001001",
        )
    assert not page.has_unsaved()


def test_what_is_being_typed_is_not_overwritten(qtbot: QtBot, page: SettingsPage) -> None:
    part = part_of(page, StationPart, 0)
    page.opened(None)
    qtbot.waitUntil(lambda: bool(part._shown))
    part._form.fill({"head_name": "写到一半"})
    part.refresh()
    qtbot.waitUntil(lambda: not page.tasks.busy)
    assert part._form.values()["head_name"] == "写到一半"


def test_somebody_is_let_in_and_shut_out_again(
    qtbot: QtBot, page: SettingsPage, paths: Paths
) -> None:
    part = part_of(page, OperatorsPart, 1)
    dialog = AddOperator(part)
    dialog._form.fill({"name": "王磊", "password": NEW, "again": NEW})
    with qtbot.waitSignal(dialog.added, timeout=10_000):
        dialog._submit()
    assert [card.name for card in operators(paths)] == [OPERATOR, "王磊"]
    unlocks(paths, name="王磊", password=NEW)
    part.refresh()
    part._table.choose(1)
    part._disable()
    qtbot.waitUntil(lambda: len(operators(paths)) == 1)


def test_the_last_one_cannot_be_shut_out(qtbot: QtBot, page: SettingsPage, paths: Paths) -> None:
    part = part_of(page, OperatorsPart, 1)
    part._table.choose(0)
    with qtbot.waitSignal(page.desk.must_read) as said:
        part._disable()
    assert said.args is not None
    assert "最后一个" in str(said.args[0])
    assert len(operators(paths)) == 1


def test_a_new_password_needs_the_old_one(qtbot: QtBot, page: SettingsPage, paths: Paths) -> None:
    dialog = ChangePassword(page, page.desk)
    dialog._form.fill({"old": "falsch", "password": NEW, "again": NEW})
    dialog._submit()
    qtbot.waitUntil(lambda: bool(dialog._form["old"].error), timeout=10_000)
    unlocks(paths, name=OPERATOR, password=PASSWORD)
    dialog._form.fill({"old": PASSWORD})
    dialog._submit()
    with qtbot.waitSignal(page.desk.said, timeout=10_000):
        pass
    unlocks(paths, name=OPERATOR, password=NEW)


def test_a_contact_rule_is_agreed_changed_and_dropped(
    qtbot: QtBot, page: SettingsPage, store: Store
) -> None:
    part = part_of(page, RulesPart, 2)
    for days in (90, 60):
        part._form.fill({"days": days})
        with qtbot.waitSignal(page.desk.said):
            part._agree()
    qtbot.waitUntil(lambda: part._table.model.rowCount() == 1 and not page.tasks.busy)
    with store.read() as session:
        rule = session.scalars(select(ContactRule)).one()
        assert (rule.category, rule.every_days) == (None, 60)
    part._table.choose(0)
    with qtbot.waitSignal(page.desk.said):
        part._drop()
    qtbot.waitUntil(lambda: part._table.model.rowCount() == 0)


@pytest.mark.parametrize(("typed", "days"), [("90", 90), ("90 天", 90), ("", None), ("x", None)])
def test_days_are_read_with_or_without_their_word(typed: str, days: int | None) -> None:
    assert read_days(typed).value == days


def test_the_look_is_asked_of_the_window(qtbot: QtBot, page: SettingsPage) -> None:
    part = part_of(page, LookPart, 3)
    with qtbot.waitSignal(page.desk.look_wanted) as wanted:
        part._size.choose(2)
    assert wanted.args == [False, 150]
    part._keep_idle(5)
    assert page.desk.preferences.idle_minutes == 5


def test_a_copy_is_made_and_checked(qtbot: QtBot, page: SettingsPage, tmp_path: Path) -> None:
    part = part_of(page, CopiesPart, 4)
    with qtbot.waitSignal(page.desk.said):
        part._copy_to(tmp_path / "copy.backup")
    assert (tmp_path / "copy.backup").stat().st_size > 1000


def test_a_copy_that_cannot_be_made_is_said(
    qtbot: QtBot, page: SettingsPage, tmp_path: Path
) -> None:
    part = part_of(page, CopiesPart, 4)
    with qtbot.waitSignal(page.tasks.explained):
        part._copy_to(tmp_path / "nowhere" / "copy.backup")
    assert part._do.isEnabled()
