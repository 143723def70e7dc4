"""Sticks and strange returns: backups, copies, an older district; PCs that never have a line."""

import io
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from district_server import auth
from district_server.bundles import take
from district_server.models import Device, Incarnation
from station_app.errors import Cancelled, Rejected, Unavailable
from station_app.models.conflict import Conflict
from station_app.models.local import Setting
from station_app.models.person import Person
from station_app.paths import station_paths
from station_app.progress import Progress
from station_app.services.bundle_joining import join_by_stick, waits_for_welcome
from station_app.services.bundle_receipts import import_receipt
from station_app.services.bundles import export_bundle
from station_app.services.district_enrolment import needs_recovery_words, open_private_fields
from station_app.services.reporting import report
from station_app.services.reporting_history import is_automatic
from station_app.services.sync_status import REPORTING, sync_status
from station_app.store.backup import make_backup, restore_backup
from station_app.sync import stick_keys
from station_app.sync.state import load_state
from tests.fixtures.district import (
    District,
    MakeOffice,
    Office,
    make_other_pc,
    opened,
    reopened,
)
from tests.fixtures.sticks import Stick


@pytest.fixture
def stick(tmp_path: Path, district: District) -> Stick:
    """A stick between the PCs and the district."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return Stick(folder, district)


@pytest.fixture
def office(district: District, make_office: MakeOffice) -> Office:
    """An enrolled PC that has reported by line once."""
    office = make_office("first")
    office.enroll(district)
    office.sync(district)
    return office


def restored(office: Office, backup: Path) -> Office:
    """The PC after its backup was put back."""
    office.store.close()
    restore_backup(backup, office.paths, now=office.clock())
    return reopened(office)


def test_a_pc_restored_from_its_backup_gets_back_what_a_stick_had_taken(
    stick: Stick, district: District, office: Office, tmp_path: Path
) -> None:
    backup = tmp_path / "copy.backup"
    make_backup(office.store, office.paths, backup, now=office.clock())
    key = office.add_person("曾光明", address="三组")
    stick.round(office)

    office = restored(office, backup)
    other = office.add_person("唐秀英")
    assert stick.round(office).complete

    assert office.value(key, "address") == "三组"
    assert district.value(other, "name") == "唐秀英"
    assert district.count(Conflict) == 0
    office.store.close()


def test_a_bundle_of_the_life_before_the_backup_still_brings_what_was_lost(
    stick: Stick, district: District, office: Office, tmp_path: Path
) -> None:
    kept = office.add_person("林秀英", address="一组")
    office.sync(district)
    backup = tmp_path / "copy.backup"
    make_backup(office.store, office.paths, backup, now=office.clock())
    lost = office.add_person("曾光明", address="三组")
    office.change(kept, address="二组")
    late = stick.bundle(office)

    office = restored(office, backup)
    office.change(kept, mobile="13900000001")
    assert stick.round(office).complete
    receipt, taken = stick.take(late)
    assert taken.verdict == "syncing.copied_file"
    assert stick.bring_back(office, receipt).is_outdated
    assert stick.round(office).complete

    assert office.value(lost, "address") == "三组"
    assert office.value(kept, "address") == "一组"
    (conflict,) = office.rows(Conflict)
    assert isinstance(conflict, Conflict)
    assert {conflict.server_value, conflict.client_value} == {"一组", "二组"}
    _, again = stick.take(late)
    assert again.known == again.batches
    office.store.close()


def test_an_edit_that_a_restored_pc_made_again_and_took_back_stays_taken_back(
    stick: Stick, district: District, office: Office, tmp_path: Path
) -> None:
    key = office.add_person("林秀英", address="一组")
    office.sync(district)
    office.change(key, address="二组")
    late = stick.bundle(office)
    backup = tmp_path / "copy.backup"
    make_backup(office.store, office.paths, backup, now=office.clock())

    office = restored(office, backup)
    office.sync(district)
    office.change(key, address="一组")
    office.sync(district)
    stick.take(late)

    assert district.value(key, "address") == "一组"
    office.sync(district)
    (conflict,) = office.rows(Conflict)
    assert isinstance(conflict, Conflict)
    assert conflict.client_value == "二组"
    office.store.close()


def test_two_clones_of_one_pc_both_arrive_by_stick(
    stick: Stick, district: District, office: Office, tmp_path: Path
) -> None:
    paths = station_paths(tmp_path / "clone")
    office.store.close()
    shutil.copytree(office.paths.data, paths.data)
    office, clone = reopened(office), opened(paths, office)
    mine, theirs = office.add_person("曾光明"), clone.add_person("唐秀英")

    for each in (office, clone, clone, office, clone):
        stick.round(each)

    for each in (office, clone):
        assert {each.value(mine, "name"), each.value(theirs, "name")} == {"曾光明", "唐秀英"}
        with each.store.read() as session:
            assert sync_status(session).waiting == 0
        each.store.close()
    assert district.count(Person) == 2
    assert district.count(Conflict) == 0


def test_a_district_restored_from_its_backup_hears_everything_again_by_stick(
    stick: Stick, district: District, office: Office, tmp_path: Path
) -> None:
    file = Path(str(district.engine.url.database))
    with district.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.exec_driver_sql("BEGIN")
    district.engine.dispose()
    shutil.copy(file, tmp_path / "district.backup")
    key = office.add_person("曾光明")
    stick.round(office)
    district.engine.dispose()
    for each in file.parent.glob(f"{file.name}*"):
        each.unlink()
    shutil.copy(tmp_path / "district.backup", file)

    assert stick.round(office).verdict == "syncing.server_is_older"
    assert stick.round(office).complete

    assert district.value(key, "name") == "曾光明"
    assert office.rows(Conflict) == []


# -- joining without a line ---------------------------------------------------------------------


def test_a_pc_that_never_has_a_line_joins_and_reports_by_stick(
    stick: Stick, district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    key = office.add_person("曾光明", note="喜静")
    assert stick.join(office).station_name
    with office.store.read() as session:
        assert waits_for_welcome(session)

    done = stick.round(office)

    assert done.enrolled is not None
    assert done.enrolled.letter == "A"
    assert done.complete
    assert district.value(key, "name") == "曾光明"
    assert district.count(Incarnation) == 1
    office.change(key, address="三组")
    assert stick.round(office).complete
    assert district.value(key, "address") == "三组"


def test_the_first_bundle_may_be_lost_and_the_request_goes_again(
    stick: Stick, district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    stick.join(office)
    one = stick.bundle(office)
    two = stick.bundle(office)
    _, _ = stick.take(one)
    receipt, taken = stick.take(two)
    assert taken.known == taken.batches

    assert stick.bring_back(office, receipt).complete
    assert district.count(Device) == 1


def test_a_code_that_ran_out_is_said_and_a_second_file_goes_on(
    stick: Stick, make_office: MakeOffice
) -> None:
    other, office = make_office("other"), make_office("first")
    file = stick.joining()
    join_by_stick(office.desk, file)
    join_by_stick(other.desk, file)
    stick.round(other)
    with pytest.raises(Rejected) as refusal:
        stick.take(stick.bundle(office))
    assert refusal.value.code == "syncing.used_code"

    stick.join(office)
    done = stick.round(office)

    assert done.enrolled is not None
    assert done.enrolled.letter == "B"
    assert done.complete


def test_a_second_pc_by_stick_waits_for_the_words_of_the_first(
    stick: Stick, district: District, office: Office, tmp_path: Path
) -> None:
    second = make_other_pc(tmp_path / "second", office.clock)
    key = second.add_person("唐秀英", note="喜静")
    assert stick.join(second).needs_recovery_words

    assert not stick.round(second).complete
    assert district.value(key, "note") is None
    open_private_fields(second.desk, " ".join(office.words))
    assert stick.round(second).complete

    office.sync(district)
    assert office.value(key, "note") == "喜静"
    second.store.close()


def test_words_that_were_given_before_the_first_receipt_are_not_asked_for_again(
    stick: Stick, district: District, office: Office, tmp_path: Path
) -> None:
    second = make_other_pc(tmp_path / "second", office.clock)
    assert stick.join(second).needs_recovery_words
    open_private_fields(second.desk, " ".join(office.words))

    welcomed = stick.round(second).enrolled

    assert welcomed is not None
    assert not welcomed.needs_recovery_words
    assert not second.enroll(district).needs_recovery_words
    second.store.close()


def test_two_first_pcs_by_stick_do_not_seal_under_two_keys(
    stick: Stick, make_office: MakeOffice, tmp_path: Path
) -> None:
    first = make_office("first")
    second = make_other_pc(tmp_path / "second", first.clock)
    key = second.add_person("唐秀英", note="喜静")
    for each in (first, second):
        assert not stick.join(each).needs_recovery_words
    stick.round(first)

    done = stick.round(second)

    assert done.verdict == "bundle.other_seal"
    with second.store.read() as session:
        assert needs_recovery_words(session, second.desk.keys)
    open_private_fields(second.desk, " ".join(first.words))
    assert stick.round(second).complete
    stick.round(first)
    assert first.value(key, "note") == "喜静"
    second.store.close()


def test_a_pc_that_joined_by_stick_takes_the_line_when_it_comes(
    stick: Stick, district: District, make_office: MakeOffice
) -> None:
    office = make_office("first")
    stick.join(office, address="http://testserver")
    stick.round(office)
    key = office.add_person("曾光明")
    assert office.sync(district).complete
    assert district.value(key, "name") == "曾光明"


def test_a_file_of_another_station_is_refused(stick: Stick, office: Office) -> None:
    file = stick.joining()
    content = file.read_bytes().replace(b"320812001001", b"320812001002")
    file.write_bytes(content)
    with pytest.raises(Rejected) as refusal:
        join_by_stick(office.desk, file)
    assert refusal.value.code == "syncing.other_station"
    with pytest.raises(Rejected) as refusal:
        join_by_stick(office.desk, stick.bundle(office))
    assert refusal.value.code == "bundle.no_joining"


def test_whoever_was_shut_out_is_let_in_again_by_a_new_file(
    stick: Stick, district: District, office: Office
) -> None:
    with office.store.read() as session:
        device = load_state(session).device_id
    assert device is not None
    with Session(district.engine) as session, session.begin():
        auth.revoke(session, device, now=district.clock())
    key = office.add_person("曾光明")
    stick.join(office)
    assert stick.round(office).complete
    assert district.value(key, "name") == "曾光明"
    assert office.sync(district).complete


def test_a_pc_of_an_earlier_version_learns_the_keys_with_its_next_exchange(
    stick: Stick, district: District, office: Office
) -> None:
    with office.store.write("as it was", outgoing=False) as session:
        names = (stick_keys.DEVICE_SECRET, stick_keys.DISTRICT_KEYS)
        session.execute(delete(Setting).where(Setting.name.in_(names)))
    with Session(district.engine) as session, session.begin():
        session.execute(update(Device).values(keys=None))
    with pytest.raises(Rejected) as refusal:
        stick.bundle(office)
    assert refusal.value.code == "bundle.keys_unknown"

    office.sync(district)
    office.add_person("曾光明")

    assert stick.round(office).complete


# -- sticks that fail ---------------------------------------------------------------------------


class StopAt(Progress):
    """Somebody presses the button that stops."""

    def __init__(self, step: int) -> None:
        self.left = step

    def step(self, done: int, total: int) -> None:
        """Stop at the chosen step."""
        assert 0 <= done <= total
        self.left -= 1
        if self.left < 0:
            raise Cancelled


def test_a_stopped_export_leaves_no_file_and_the_next_one_has_everything(
    stick: Stick, district: District, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station_app.services.bundles.CHANGES", 50)
    office.add_people(300)
    with pytest.raises(Cancelled):
        export_bundle(office.desk, stick.folder / "x.vsbundle", progress=StopAt(2))
    assert list(stick.folder.iterdir()) == []
    with office.store.read() as session:
        assert sync_status(session).waiting == 300

    assert stick.round(office).complete
    assert district.count(Person) == 300


def test_a_stopped_import_goes_on_where_it_was(
    stick: Stick, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station_app.services.bundles.CHANGES", 50)
    office.add_people(300)
    receipt, taken = stick.take(stick.bundle(office))
    assert taken.batches == 6
    with pytest.raises(Cancelled):
        import_receipt(office.desk, receipt, progress=StopAt(2))
    with office.store.read() as session:
        assert 0 < sync_status(session).waiting < 300

    assert stick.bring_back(office, receipt).complete


def test_a_full_stick_is_said_and_keeps_no_half_file(
    stick: Stick, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = stick.bundle(office)
    before = old.read_bytes()

    def full(_fd: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("station_app.sync.stick.os.fsync", full)
    with pytest.raises(Unavailable) as failure:
        export_bundle(office.desk, old)
    assert failure.value.code == "bundle.disk_full"
    assert old.read_bytes() == before
    assert [each.name for each in stick.folder.iterdir()] == [old.name]


def test_a_stick_that_is_not_there_is_said(stick: Stick, office: Office) -> None:
    with pytest.raises(Unavailable) as failure:
        export_bundle(office.desk, stick.folder / "gone" / "x.vsbundle")
    assert failure.value.code == "bundle.not_written"
    with pytest.raises(Unavailable) as failure:
        import_receipt(office.desk, stick.folder / "gone.vsreceipt")
    assert failure.value.code == "bundle.not_read"


def test_nobody_who_is_not_enrolled_can_export(stick: Stick, make_office: MakeOffice) -> None:
    with pytest.raises(Rejected) as refusal:
        stick.bundle(make_office("first"))
    assert refusal.value.code == "syncing.not_enrolled"


def test_a_taking_that_ends_in_the_middle_keeps_what_it_took_and_goes_on(
    stick: Stick, district: District, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station_app.services.bundles.CHANGES", 50)
    office.add_people(300)
    bundle = stick.bundle(office)
    with bundle.open("rb") as source, pytest.raises(Cancelled):
        take(stick.context, source, io.BytesIO(), progress=StopAt(2))
    assert district.count(Person) == 150

    receipt, taken = stick.take(bundle)

    assert (taken.batches, taken.known) == (6, 3)
    assert stick.bring_back(office, receipt).complete
    assert district.count(Person) == 300


def test_a_bundle_counts_as_reported_until_it_was_made_not_until_it_was_taken(
    stick: Stick, district: District, office: Office
) -> None:
    made_at = district.clock()
    bundle = stick.bundle(office)
    district.clock.advance(timedelta(days=3))
    stick.take(bundle)
    with Session(district.engine) as session:
        assert session.scalars(select(Device.last_complete_at)).one() == made_at


def test_a_clock_that_runs_ahead_reports_no_further_than_today(
    stick: Stick, district: District, office: Office
) -> None:
    district.clock.advance(timedelta(days=365))
    bundle = stick.bundle(office)
    district.clock.advance(-timedelta(days=360))
    stick.take(bundle)
    with Session(district.engine) as session:
        assert session.scalars(select(Device.last_complete_at)).one() == district.clock()


def test_a_pc_without_an_address_is_not_tried_by_line_and_is_told_why(
    stick: Stick, make_office: MakeOffice
) -> None:
    office = make_office("first")
    stick.join(office)
    stick.round(office)
    with office.store.read() as session:
        assert not is_automatic(session)
    with pytest.raises(Rejected) as refusal:
        report(office.desk, by_hand=True)
    assert refusal.value.code == "bundle.no_address"


def test_screens_hear_that_something_was_taken_away(stick: Stick, office: Office) -> None:
    office.add_person("曾光明")
    heard: set[str] = set()
    office.store.on_touched(heard.update)
    stick.bundle(office)
    assert REPORTING in heard
