"""The district goes back to a backup and a PC's file does, too: what was reported is not lost."""

import shutil
from pathlib import Path

import pytest

from station_app.models.conflict import Conflict
from station_app.models.person import Person
from station_app.paths import station_paths
from station_app.store.backup import make_backup, restore_backup
from tests.fixtures.district import District, MakeOffice, Office, opened, reopened
from tests.server.model_backups import backups_of

NAME = "曾光明"


def him(office: Office) -> Person:
    people = [row for row in office.rows(Person) if isinstance(row, Person)]
    (person,) = (row for row in people if row.name == NAME)
    return person


def known(office: Office) -> set[str | None]:
    """Every address that can still be found: the one that stands, and those of the questions."""
    rows = [row for row in office.rows(Conflict) if isinstance(row, Conflict)]
    values = {him(office).address}
    return values | {row.server_value for row in rows} | {row.client_value for row in rows}


@pytest.fixture
def offices(district: District, make_office: MakeOffice) -> tuple[Office, Office]:
    """Two PCs of one station that know one man without address."""
    first, second = make_office("first"), make_office("second")
    for office in (first, second):
        office.enroll(district)
    first.add_person(NAME)
    for office in (first, second):
        assert office.sync(district).complete
    return first, second


def restored_after_its_report(
    district: District, offices: tuple[Office, Office], folder: Path
) -> Office:
    """The first PC reports an address; then the district and after it this PC go back to a backup.

    Meanwhile the second PC writes another address, and enough besides that the district's numbers
    are as high again as the first PC has read.
    """
    first, second = offices
    backups = backups_of(district.engine, folder)
    backups.make()
    first.change(him(first).id, address="三组")
    assert first.sync(district).complete
    copy = folder / "copy.backup"
    make_backup(first.store, first.paths, copy, now=first.clock())
    backups.put_back()
    second.change(him(second).id, address="五组")
    second.add_people(5)
    assert second.sync(district).complete
    first.store.close()
    restore_backup(copy, first.paths, now=first.clock())
    return reopened(first)


def test_what_was_reported_before_both_went_back_is_asked_about(
    district: District, offices: tuple[Office, Office], tmp_path: Path
) -> None:
    restored = restored_after_its_report(district, offices, tmp_path)
    second = offices[1]
    for office in (restored, second, restored):
        assert office.sync(district).complete
    for office in (restored, second):
        assert {"三组", "五组"} <= known(office)
    assert him(restored).address == him(second).address
    assert restored.sync(district).trips == 1  # it is told once only that the district is older
    restored.store.close()


def test_a_restored_file_at_a_district_that_forgot_nothing_is_a_copy_only(
    district: District, offices: tuple[Office, Office], tmp_path: Path
) -> None:
    first = offices[0]
    copy = tmp_path / "copy.backup"
    first.change(him(first).id, address="三组")
    assert first.sync(district).complete
    make_backup(first.store, first.paths, copy, now=first.clock())
    first.change(him(first).id, address="四组")
    assert first.sync(district).complete
    first.store.close()
    restore_backup(copy, first.paths, now=first.clock())
    restored = reopened(first)
    assert restored.sync(district).complete
    assert him(restored).address == "四组"
    assert known(restored) == {"四组"}
    restored.store.close()


def twins(office: Office, folder: Path) -> tuple[Office, Office]:
    """The disk of a PC is copied, and both copies go on."""
    paths = station_paths(folder / "twin")
    office.store.close()
    shutil.copytree(office.paths.data, paths.data)
    return reopened(office), opened(paths, office)


def restored_copy(office: Office, folder: Path) -> Office:
    """A copy of the station file is made and put back at once: another life begins."""
    copy = folder / "copy.backup"
    make_backup(office.store, office.paths, copy, now=office.clock())
    office.store.close()
    restore_backup(copy, office.paths, now=office.clock())
    return reopened(office)


@pytest.mark.parametrize("is_restored", [False, True])
def test_a_cloned_disk_that_goes_on_with_the_life_does_not_hide_that_the_district_is_older(
    district: District, offices: tuple[Office, Office], tmp_path: Path, *, is_restored: bool
) -> None:
    """Model seed 40033: both copies of a disk go on under one life. One reports, the district goes
    back to before it, the other reports in its place and is numbered higher. Or the first one is
    restored as well."""
    first, twin = twins(offices[0], tmp_path)
    backups = backups_of(district.engine, tmp_path)
    backups.make()
    first.change(him(first).id, address="三组")
    assert first.sync(district).complete
    backups.put_back()
    twin.change(him(twin).id, mobile="13800001111")
    twin.add_people(5)
    assert twin.sync(district).complete
    if is_restored:
        first = restored_copy(first, tmp_path)
    for office in (first, twin, first):
        assert office.sync(district).complete
    for office in (first, twin):
        assert (him(office).address, him(office).mobile) == ("三组", "13800001111")
        office.store.close()
