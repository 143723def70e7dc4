"""Restored backups, cloned disks, an older district: recognised, merged, nothing lost."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server import auth, database
from district_server.models import Incarnation
from station_app.errors import Rejected
from station_app.models.conflict import Conflict
from station_app.models.local import SyncState
from station_app.models.person import Person
from station_app.paths import Paths, station_paths
from station_app.services.district_comparing import meet_older_district
from station_app.store.backup import make_backup, restore_backup
from station_app.sync.state import load_state
from tests.fixtures.clock import StandingClock
from tests.fixtures.district import (
    District,
    MakeOffice,
    Office,
    initialised,
    opened,
    reopened,
    serving,
)
from tests.server.model_backups import backups_of


@pytest.fixture(params=["embedded", "postgresql"])
def district(request: pytest.FixtureRequest) -> District:
    """A district on either database."""
    name = "embedded_district" if request.param == "embedded" else "postgres_district"
    found: District = request.getfixturevalue(name)
    return found


@pytest.fixture
def embedded_district(
    tmp_path: Path, empty_district: Path, clock: StandingClock
) -> Iterator[District]:
    """A district on the embedded database."""
    shutil.copy(empty_district, tmp_path / "district.db")
    yield from serving(database.open_engine(f"sqlite:///{tmp_path / 'district.db'}"), clock)


def state_of(office: Office) -> SyncState:
    """How far a PC has come."""
    with office.store.read() as session:
        return load_state(session)


@pytest.fixture
def office(district: District, make_office: MakeOffice) -> Office:
    """An enrolled PC that has reported one person."""
    office = make_office("first")
    office.enroll(district)
    office.add_person("林秀英")
    office.sync(district)
    return office


def test_a_restored_backup_gets_back_what_it_had_reported_since(
    district: District, office: Office, tmp_path: Path
) -> None:
    backup = tmp_path / "copy.backup"
    make_backup(office.store, office.paths, backup, now=office.clock())
    key = office.add_person("曾光明", address="三组")
    office.sync(district)

    office.store.close()
    restore_backup(backup, office.paths, now=office.clock())
    restored = reopened(office)
    assert len(restored.rows(Person)) == 1
    result = restored.sync(district)

    assert result.complete
    assert restored.value(key, "address") == "三组"
    assert district.count(Person) == 2
    assert district.count(Incarnation) == 1
    restored.store.close()


def test_a_restored_backup_may_be_worked_on_before_it_reports(
    district: District, office: Office, tmp_path: Path
) -> None:
    (person,) = office.rows(Person)
    assert isinstance(person, Person)
    backup = tmp_path / "copy.backup"
    make_backup(office.store, office.paths, backup, now=office.clock())
    office.change(person.id, address="三组 17 号")
    office.sync(district)

    office.store.close()
    restore_backup(backup, office.paths, now=office.clock())
    restored = reopened(office)
    restored.change(person.id, address="三组 71 号")
    restored.change(person.id, mobile="13900000001")
    restored.sync(district)

    assert district.value(person.id, "mobile") == "13900000001"
    assert restored.value(person.id, "address") == "三组 17 号"
    (conflict,) = restored.rows(Conflict)
    assert isinstance(conflict, Conflict)
    assert conflict.client_value == "三组 71 号"
    restored.store.close()


def _cloned(office: Office, paths: Paths) -> Office:
    office.store.close()
    shutil.copytree(office.paths.data, paths.data)
    return opened(paths, office)


def test_two_clones_of_one_pc_both_arrive_and_get_each_others_work(
    district: District, office: Office, tmp_path: Path
) -> None:
    clone = _cloned(office, station_paths(tmp_path / "clone"))
    office = reopened(office)
    mine, theirs = office.add_person("曾光明"), clone.add_person("唐秀英")

    for each in (office, clone, office, clone):
        assert each.sync(district).complete

    for each in (office, clone):
        assert {each.value(mine, "name"), each.value(theirs, "name")} == {"曾光明", "唐秀英"}
        each.store.close()
    assert district.count(Person) == 3


def test_a_clone_that_only_reads_misses_nothing(
    district: District, office: Office, tmp_path: Path
) -> None:
    clone = _cloned(office, station_paths(tmp_path / "clone"))
    office = reopened(office)
    key = office.add_person("曾光明")
    office.sync(district)

    clone.sync(district)

    assert clone.value(key, "name") == "曾光明"
    for each in (office, clone):
        each.store.close()


def test_a_file_moved_to_a_new_pc_goes_on_reporting(district: District, office: Office) -> None:
    office.store.close()
    office.paths.device.unlink()
    moved = reopened(office)
    key = moved.add_person("曾光明")

    assert moved.sync(district).complete

    assert district.value(key, "name") == "曾光明"
    moved.store.close()


def test_a_replaced_pc_gets_everything_and_the_old_one_is_shut_out(
    district: District, office: Office, make_office: MakeOffice
) -> None:
    (person,) = office.rows(Person)
    assert isinstance(person, Person)
    new = make_office("new")
    new.enroll(district)
    assert new.sync(district).complete
    assert new.value(person.id, "name") == "林秀英"
    with Session(district.engine) as session, session.begin():
        old = state_of(office).device_id
        assert old is not None
        auth.revoke(session, old, now=district.clock())
    office.change(person.id, mobile="13900000001")
    with pytest.raises(Rejected) as refusal:
        office.sync(district)
    assert refusal.value.code == "syncing.revoked"
    assert office.value(person.id, "mobile") == "13900000001"
    assert district.value(person.id, "mobile") is None


def test_two_pcs_of_one_station_come_to_the_same(
    district: District, office: Office, make_office: MakeOffice
) -> None:
    second = make_office("second")
    second.enroll(district)
    second.sync(district)
    mine, theirs = office.add_person("曾光明"), second.add_person("唐秀英")
    for each in (office, second, office):
        assert each.sync(district).complete
    for each in (office, second):
        assert {each.value(mine, "name"), each.value(theirs, "name")} == {"曾光明", "唐秀英"}
    assert district.count(Person) == 3


def test_a_district_restored_from_its_backup_hears_everything_again(
    district: District, office: Office, tmp_path: Path
) -> None:
    backups = backups_of(district.engine, tmp_path)
    backups.make()
    key = office.add_person("曾光明")
    office.sync(district)
    backups.put_back()
    with Session(district.engine) as session:
        assert session.scalars(select(Person.id)).all() != [key]

    result = office.sync(district)

    assert result.complete
    assert district.value(key, "name") == "曾光明"
    assert district.count(Person) == 2
    assert office.rows(Conflict) == []


def test_what_was_changed_since_the_districts_backup_is_in_nobodys_question(
    district: District, office: Office, make_office: MakeOffice, tmp_path: Path
) -> None:
    second = make_office("second")
    second.enroll(district)
    (person,) = office.rows(Person)
    assert isinstance(person, Person)
    office.change(person.id, address="三组")
    for each in (office, second):
        each.sync(district)
    backups = backups_of(district.engine, tmp_path)
    backups.make()
    office.change(person.id, address="三组 17 号", mobile="13900000001")
    office.sync(district)
    second.sync(district)
    second.change(person.id, address="四组")
    second.change(person.id, deleted=True)
    for each in (second, office):
        each.sync(district)
    backups.put_back()
    office.change(person.id, work_unit="东湖小学")

    for each in (office, second, office):
        assert each.sync(district).complete

    assert district.value(person.id, "address") == "四组"
    assert district.value(person.id, "deleted") is True
    for each in (office, second):
        assert each.value(person.id, "mobile") == "13900000001"
        assert each.value(person.id, "work_unit") == "东湖小学"
        assert each.rows(Conflict) == []
    assert district.count(Conflict) == 0


def test_a_restored_district_is_noticed_although_others_reported_before(
    district: District, office: Office, make_office: MakeOffice, tmp_path: Path
) -> None:
    second = make_office("second")
    second.enroll(district)
    second.sync(district)
    backups = backups_of(district.engine, tmp_path)
    backups.make()
    key = office.add_person("曾光明", address="三组")
    office.sync(district)
    backups.put_back()
    second.add_people(60)  # the numbers of the district are soon beyond what the first has read
    second.sync(district)

    assert office.sync(district).complete

    assert district.value(key, "address") == "三组"
    assert district.count(Person) == 62
    assert office.rows(Conflict) == []


def test_what_was_emptied_since_the_districts_backup_is_asked_if_somebody_wrote_it_meanwhile(
    district: District, office: Office, make_office: MakeOffice, tmp_path: Path
) -> None:
    second = make_office("second")
    second.enroll(district)
    (person,) = office.rows(Person)
    assert isinstance(person, Person)
    office.change(person.id, address="三组")
    for each in (office, second):
        each.sync(district)
    backups = backups_of(district.engine, tmp_path)
    backups.make()
    office.change(person.id, address=None)
    office.sync(district)
    backups.put_back()
    second.change(person.id, address="四组")  # nobody has told it that the field is empty
    second.sync(district)

    for each in (office, second, office):
        assert each.sync(district).complete

    for each in (office, second):
        assert each.value(person.id, "address") == "四组"
        (asked,) = each.rows(Conflict)
        assert isinstance(asked, Conflict)
        assert (asked.server_value, asked.client_value) == ("四组", None)


def test_another_server_under_the_old_address_is_not_taken_for_the_first(
    district: District, office: Office, tmp_path: Path
) -> None:
    key = office.add_person("曾光明")
    engine = initialised(f"sqlite:///{tmp_path / 'stranger.db'}", district.clock)
    for stranger in serving(engine, district.clock):
        with pytest.raises(Rejected) as refusal:
            office.sync(stranger)
        assert refusal.value.code == "syncing.unknown_token"
        assert stranger.count(Person) == 0
    assert office.sync(district).complete
    assert district.value(key, "name") == "曾光明"


def test_a_station_that_joins_another_server_brings_everything_along(
    district: District, office: Office, tmp_path: Path
) -> None:
    engine = initialised(f"sqlite:///{tmp_path / 'stranger.db'}", district.clock)
    for stranger in serving(engine, district.clock):
        office.enroll(stranger)
        assert office.sync(stranger).complete
        assert stranger.count(Person) == 1
        assert stranger.count(Conflict) == 0


def _went_back(office: Office, backup: Path) -> Office:
    office.store.close()
    restore_backup(backup, office.paths, now=office.clock())
    return reopened(office)


def test_what_another_emptied_is_not_filled_again_by_a_restored_file_without_a_question(
    district: District, make_office: MakeOffice, tmp_path: Path
) -> None:
    office, second = make_office("first"), make_office("second")
    for each in (office, second):
        each.enroll(district)
    made = office.add_person("林秀英", address="三组")
    filled = office.add_person("曾光明")
    office.change(filled, address="四组")
    backup = tmp_path / "copy.backup"
    make_backup(office.store, office.paths, backup, now=office.clock())
    for each in (office, second):
        each.sync(district)
    for key in (made, filled):
        second.change(key, address=None)
    second.sync(district)

    restored = _went_back(office, backup)
    for each in (restored, second, restored):
        assert each.sync(district).complete

    for each in (restored, second):
        rows = [row for row in each.rows(Conflict) if isinstance(row, Conflict)]
        asked = {row.record_id: row for row in rows}
        for key, lost in ((made, "三组"), (filled, "四组")):
            assert each.value(key, "address") is None
            assert (asked[str(key)].server_value, asked[str(key)].client_value) == (None, lost)
    restored.store.close()


def test_what_was_filled_again_meanwhile_is_not_filled_by_a_restored_file_without_a_question(
    district: District, make_office: MakeOffice, tmp_path: Path
) -> None:
    office, second = make_office("first"), make_office("second")
    for each in (office, second):
        each.enroll(district)
    key = office.add_person("林秀英")
    for each in (office, second):
        each.sync(district)
    office.change(key, address="三组")
    backup = tmp_path / "copy.backup"
    make_backup(office.store, office.paths, backup, now=office.clock())
    for each in (office, second):
        each.sync(district)
    second.change(key, address=None)
    second.sync(district)

    restored = _went_back(office, backup)
    for each in (restored, second, restored):
        assert each.sync(district).complete

    for each in (restored, second):
        assert each.value(key, "address") is None
        (asked,) = each.rows(Conflict)
        assert isinstance(asked, Conflict)
        assert (asked.server_value, asked.client_value) == (None, "三组")
    restored.store.close()


def test_a_record_that_comes_again_says_what_was_emptied_in_it(
    district: District, office: Office, make_office: MakeOffice, tmp_path: Path
) -> None:
    second = make_office("second")
    second.enroll(district)
    second.sync(district)
    backups = backups_of(district.engine, tmp_path)
    backups.make()
    key = office.add_person("曾光明", address="三组")
    for each in (office, second):
        each.sync(district)
    backups.put_back()
    meet_older_district(second.desk, district.line)  # and then the line breaks
    second.change(key, address=None)
    for each in (office, second, office):
        assert each.sync(district).complete

    for each in (office, second):
        assert each.value(key, "address") is None
        assert each.rows(Conflict) == []


def test_what_was_emptied_reaches_a_restored_district_before_whoever_had_filled_it(
    district: District, office: Office, make_office: MakeOffice, tmp_path: Path
) -> None:
    second = make_office("second")
    second.enroll(district)
    second.sync(district)
    backups = backups_of(district.engine, tmp_path)
    backups.make()
    key = office.add_person("曾光明", address="三组")
    for each in (office, second):
        each.sync(district)
    backups.put_back()
    second.change(key, address=None)
    for each in (second, office, second):
        assert each.sync(district).complete

    for each in (office, second):
        assert each.value(key, "address") is None
        (asked,) = each.rows(Conflict)
        assert isinstance(asked, Conflict)
        assert (asked.server_value, asked.client_value) == (None, "三组")


def test_a_pc_that_joins_a_restored_district_again_does_not_take_older_values_from_it(
    district: District, office: Office, make_office: MakeOffice, tmp_path: Path
) -> None:
    (person,) = office.rows(Person)
    assert isinstance(person, Person)
    office.change(person.id, address="三组", work_unit="东湖小学")
    office.sync(district)
    backups = backups_of(district.engine, tmp_path)
    backups.make()
    late = make_office("late")
    late.enroll(district)
    late.sync(district)
    late.change(person.id, address=None, work_unit="西湖小学")
    late.sync(district)
    backups.put_back()
    office.change(person.id, mobile="13900000001")
    office.add_people(60)  # the numbers of the district are soon beyond what the late one has read
    office.sync(district)

    late.enroll(district)
    for each in (late, office, late):
        assert each.sync(district).complete

    for each in (late, office):
        assert each.value(person.id, "address") is None
        assert each.value(person.id, "work_unit") == "西湖小学"
        assert each.value(person.id, "mobile") == "13900000001"
        assert each.rows(Conflict) == []


def test_a_pc_that_joins_its_district_again_goes_on_where_it_was(
    district: District, office: Office, make_office: MakeOffice
) -> None:
    second = make_office("second")
    second.enroll(district)
    second.sync(district)
    (person,) = office.rows(Person)
    assert isinstance(person, Person)
    office.change(person.id, address="三组")
    office.sync(district)
    second.change(person.id, mobile="13900000001")
    second.sync(district)
    second.change(person.id, address="四组")
    second.sync(district)
    office.paths.device.unlink()

    office.change(person.id, work_unit="东湖小学")
    office.enroll(district)
    for each in (office, second):
        assert each.sync(district).complete

    for each in (office, second):
        assert each.value(person.id, "address") == "四组"
        assert each.value(person.id, "mobile") == "13900000001"
        assert each.value(person.id, "work_unit") == "东湖小学"
        assert each.rows(Conflict) == []


def test_what_is_emptied_while_it_waits_to_be_told_again_is_asked_about(
    district: District, office: Office, make_office: MakeOffice, tmp_path: Path
) -> None:
    second, third = make_office("second"), make_office("third")
    (person,) = office.rows(Person)
    assert isinstance(person, Person)
    office.change(person.id, address="一组")
    office.sync(district)
    for each in (second, third):
        each.enroll(district)
        each.sync(district)
    backups = backups_of(district.engine, tmp_path)
    backups.make()
    for address, reader in (("二组", third), ("三组", second)):
        office.change(person.id, address=address)
        if reader is second:  # it shall have read further than the district will have come
            office.add_people(5)
        for each in (office, reader):
            each.sync(district)
    backups.put_back()
    third.sync(district)
    second.change(person.id, address=None)  # what it saw, the district has not heard of again
    for each in (second, third, second):
        assert each.sync(district).complete

    for each in (second, third):
        assert each.value(person.id, "address") == "二组"
        (asked,) = each.rows(Conflict)
        assert isinstance(asked, Conflict)
        assert (asked.server_value, asked.client_value) == ("二组", None)
