"""A copied station file and a district that went back are told apart, by line and by stick.

Taken for an older district, a copy lets its own older values win; taken for a copy, a PC at an
older district takes older values for newer ones. Either way something would be lost in silence.
"""

import shutil
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from district_server import exchange
from district_server.models import Incarnation, StoredReceipt
from station_app.models.conflict import Conflict
from station_app.models.person import Person
from station_app.paths import station_paths
from station_app.store.backup import make_backup, restore_backup
from station_app.sync import wire
from tests.fixtures.district import District, MakeOffice, Office, opened, reopened
from tests.fixtures.sticks import Stick
from tests.server.model_backups import Backups, backups_of

NAME = "曾光明"
OLD, NEW = "一组", "三组"


def him(office: Office) -> Person:
    people = [row for row in office.rows(Person) if isinstance(row, Person)]
    (person,) = (row for row in people if row.name == NAME)
    return person


def known(office: Office) -> set[str | None]:
    """Every address that can still be found: the one that stands, and those of the questions."""
    rows = [row for row in office.rows(Conflict) if isinstance(row, Conflict)]
    questions = {value for row in rows for value in (row.server_value, row.client_value)}
    return {him(office).address} | questions


@pytest.fixture
def stick(tmp_path: Path, district: District) -> Stick:
    """What travels between the PCs and the district."""
    (tmp_path / "stick").mkdir()
    return Stick(tmp_path / "stick", district)


@pytest.fixture
def offices(district: District, make_office: MakeOffice) -> tuple[Office, Office]:
    """Two PCs of one station that know one man."""
    first, second = make_office("first"), make_office("second")
    for office in (first, second):
        office.enroll(district)
    first.add_person(NAME, address=OLD)
    for office in (first, second):
        assert office.sync(district).complete
    return first, second


@pytest.fixture
def backups(district: District, offices: tuple[Office, Office], tmp_path: Path) -> Backups:
    """The district is put aside as it is now."""
    assert offices
    made = backups_of(district.engine, tmp_path)
    made.make()
    return made


def image_of(office: Office, folder: Path) -> Office:
    """The whole disk of a PC is copied; the PC goes on."""
    office.store.close()
    shutil.copytree(office.paths.data, folder)
    return reopened(office)


def put_back(office: Office, folder: Path) -> Office:
    """The PC gets the copied disk."""
    office.store.close()
    shutil.rmtree(office.paths.data)
    shutil.copytree(folder, office.paths.data)
    return reopened(office)


def twins(office: Office, folder: Path) -> tuple[Office, Office]:
    """Both copies of a disk go on."""
    going_on = image_of(office, folder)
    return going_on, opened(station_paths(folder), office)


def restored_copy(office: Office, copy: Path) -> Office:
    """A copy of the station file is made and put back at once: another life begins."""
    make_backup(office.store, office.paths, copy, now=office.clock())
    office.store.close()
    restore_backup(copy, office.paths, now=office.clock())
    return reopened(office)


def closed(*offices: Office) -> None:
    for office in offices:
        office.store.close()


def test_by_stick_an_older_district_is_told_although_a_twin_went_on(
    stick: Stick, district: District, offices: tuple[Office, Office], tmp_path: Path
) -> None:
    first, twin = twins(offices[0], tmp_path / "twin")
    backups = backups_of(district.engine, tmp_path)
    backups.make()
    first.change(him(first).id, address=NEW)
    assert stick.round(first).complete
    backups.put_back()
    twin.add_people(5)
    assert twin.sync(district).complete
    first.add_person("新来的人")
    assert stick.round(first).verdict == "syncing.server_is_older"
    assert stick.round(first).complete
    assert NEW in known(first)
    closed(first, twin)


def test_by_stick_a_pc_with_nothing_to_say_hears_that_the_district_is_older(
    stick: Stick, district: District, offices: tuple[Office, Office], backups: Backups
) -> None:
    first, second = offices
    first.change(him(first).id, address=NEW)
    assert stick.round(first).complete
    backups.put_back()
    second.add_people(5)
    assert second.sync(district).complete
    assert stick.round(first).verdict == "syncing.server_is_older"
    assert stick.round(first).complete
    assert {OLD, NEW} <= known(first)


def test_a_late_bundle_after_a_forgotten_batch_does_not_make_it_known(
    stick: Stick, district: District, offices: tuple[Office, Office], tmp_path: Path
) -> None:
    first, twin = twins(offices[0], tmp_path / "twin")
    backups = backups_of(district.engine, tmp_path)
    backups.make()
    first.change(him(first).id, address=NEW)
    assert first.sync(district).complete
    first.add_person("新来的人")
    file = stick.bundle(first)
    backups.put_back()
    twin = restored_copy(twin, tmp_path / "copy.backup")
    twin.change(him(twin).id, mobile="13800001111")
    twin.add_people(5)
    assert twin.sync(district).complete
    receipt, _taken = stick.take(file)
    stick.bring_back(first, receipt)
    for office in (first, twin, first):
        assert office.sync(district).complete
    assert NEW in known(first) & known(twin)
    closed(first, twin)


def test_a_late_bundle_of_a_lost_file_is_taken_though_the_district_went_back(
    stick: Stick, district: District, offices: tuple[Office, Office], tmp_path: Path
) -> None:
    """The PC's disk died: the file on the stick is all that is left of what was written."""
    first, second = offices
    copy = tmp_path / "copy.backup"
    make_backup(first.store, first.paths, copy, now=first.clock())
    backups = backups_of(district.engine, tmp_path)
    backups.make()
    first.change(him(first).id, mobile="13800001111")
    assert first.sync(district).complete
    first.add_person("只在文件里")
    file = stick.bundle(first)
    backups.put_back()
    second.add_people(5)
    assert second.sync(district).complete
    first.store.close()
    restore_backup(copy, first.paths, now=first.clock())
    first = reopened(first)
    first.add_person("新来的人")
    assert first.sync(district).complete
    receipt, _taken = stick.take(file)
    stick.bring_back(first, receipt)
    assert first.sync(district).complete
    names = {row.name for row in first.rows(Person) if isinstance(row, Person)}
    assert {"只在文件里", "新来的人"} <= names
    closed(first)


@pytest.mark.parametrize("by_stick", [False, True])
def test_an_image_with_nothing_to_say_hears_by_stick_that_it_is_a_copy(
    stick: Stick,
    district: District,
    offices: tuple[Office, Office],
    tmp_path: Path,
    *,
    by_stick: bool,
) -> None:
    first, second = offices
    first.change(him(first).id, mobile="13800001111")
    assert first.sync(district).complete
    first = image_of(first, tmp_path / "image")
    first.change(him(first).id, address=NEW)
    assert (stick.round(first) if by_stick else first.sync(district)).complete
    second.add_person("别人")
    assert second.sync(district).complete
    first = put_back(first, tmp_path / "image")
    assert stick.round(first).verdict == "syncing.copied_file"
    assert stick.round(first).complete
    assert him(first).address == NEW
    assert len(first.rows(Person)) == len(second.rows(Person))
    closed(first)


def test_an_image_whose_original_sent_nothing_new_is_a_copy(
    district: District, offices: tuple[Office, Office], tmp_path: Path
) -> None:
    """It has read further than anything numbered of its life, and still nobody went back."""
    first, second = offices
    key = him(first).id
    first.change(key, address=NEW)
    first.sync(district)
    second.add_person("别人")
    second.sync(district)
    first.sync(district)
    first = image_of(first, tmp_path / "image")
    for office in (second, first):  # the same value twice: the other batch brings nothing
        office.change(key, mobile="13900000001")
        assert office.sync(district).complete
    second.change(key, address=OLD)
    second.sync(district)
    first = put_back(first, tmp_path / "image")
    assert first.sync(district).complete
    assert district.value(key, "address") == first.value(key, "address") == OLD
    closed(first)


class ServerOfBefore:
    """Keeps the newest receipt of each life, and does not say that it stays."""

    def __init__(self, district: District, monkeypatch: pytest.MonkeyPatch) -> None:
        self.district, self.patch = district, monkeypatch
        keep_receipt = exchange._keep_receipt

        def keep(*given: Any) -> wire.Receipt:  # Any: whatever the exchange gives
            return msgspec.structs.replace(keep_receipt(*given), for_good=False)

        monkeypatch.setattr(exchange, "_keep_receipt", keep)

    def upgraded(self) -> None:
        """The new server finds what the old one kept."""
        self.patch.undo()
        with Session(self.district.engine) as session, session.begin():
            newest = set(session.scalars(select(Incarnation.last_batch))) - {None}
            session.execute(delete(StoredReceipt).where(StoredReceipt.batch.not_in(newest)))


@pytest.fixture
def server_of_before(district: District, monkeypatch: pytest.MonkeyPatch) -> ServerOfBefore:
    """From here on, until it is upgraded."""
    return ServerOfBefore(district, monkeypatch)


@pytest.mark.parametrize("is_image", [False, True])
def test_receipts_thrown_away_before_an_upgrade_make_no_district_older(
    server_of_before: ServerOfBefore,
    district: District,
    offices: tuple[Office, Office],
    tmp_path: Path,
    *,
    is_image: bool,
) -> None:
    first, second = offices
    key, copy = him(first).id, tmp_path / "copy.backup"
    first.change(key, address=NEW)
    assert first.sync(district).complete
    if is_image:
        first = image_of(first, tmp_path / "image")
    else:
        make_backup(first.store, first.paths, copy, now=first.clock())
    first.add_person("别人")
    for office in (first, second):
        assert office.sync(district).complete
    second.change(key, address=OLD)
    assert second.sync(district).complete
    server_of_before.upgraded()
    if is_image:
        first = put_back(first, tmp_path / "image")
    else:
        first.store.close()
        restore_backup(copy, first.paths, now=first.clock())
        first = reopened(first)
    assert first.sync(district).complete
    assert district.value(key, "address") == first.value(key, "address") == OLD
    closed(first)
