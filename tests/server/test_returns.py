"""Restored backups, cloned disks, an older district: recognised, merged, nothing lost."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from district_server.models import Incarnation
from station_app.models.conflict import Conflict
from station_app.models.person import Person
from station_app.paths import Paths, station_paths
from station_app.store.backup import make_backup, restore_backup
from tests.fixtures.district import District, MakeOffice, Office, opened, reopened


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


def test_a_district_restored_from_its_backup_hears_everything_again(
    district: District, office: Office, tmp_path: Path
) -> None:
    file = Path(str(district.engine.url.database))
    with district.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    district.engine.dispose()
    shutil.copy(file, tmp_path / "district.backup")
    key = office.add_person("曾光明")
    office.sync(district)
    district.engine.dispose()
    for each in file.parent.glob(f"{file.name}*"):
        each.unlink()
    shutil.copy(tmp_path / "district.backup", file)
    with Session(district.engine) as session:
        assert session.scalars(select(Person.id)).all() != [key]

    result = office.sync(district)

    assert result.complete
    assert district.value(key, "name") == "曾光明"
    assert district.count(Person) == 2
    assert office.rows(Conflict) == []
