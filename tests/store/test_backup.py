"""Backups: whole or not at all, looked at before they are trusted, a new life after a restore."""

import errno
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from station_app.errors import Rejected, Unavailable
from station_app.models.station import GridCell
from station_app.paths import Paths
from station_app.store import backup
from station_app.store.backup import (
    automatic_backup,
    last_backup,
    look_at,
    make_backup,
    restore_backup,
)
from station_app.store.identity import load_device
from station_app.store.unit_of_work import Store, open_store
from tests.fixtures.clock import StandingClock
from tests.fixtures.station import OPERATOR, EmptyStation

NOW = datetime(2022, 10, 20, 1, 30, tzinfo=UTC)


def opened(path: Path, station: EmptyStation) -> Store:
    """The station file at this place."""
    return open_store(path, station.keys.data, operator=OPERATOR, clock=StandingClock())


def names(store: Store) -> list[str]:
    """The grid cells of a station."""
    with store.read() as session:
        return list(session.scalars(select(GridCell.name)))


def add(store: Store, name: str) -> None:
    """One more grid cell."""
    with store.write(name) as session:
        session.add(GridCell(name=name))


def test_a_backup_holds_what_was_there_and_a_restore_brings_it_back(
    store: Store, paths: Paths, empty_station: EmptyStation
) -> None:
    add(store, "第一网格")
    target = paths.data / "copy.backup"
    made = make_backup(store, paths, target, now=NOW)
    assert made.made_at == NOW
    add(store, "第二网格")
    store.close()
    before = load_device(paths.device)
    aside = restore_backup(target, paths, now=NOW)
    again = opened(paths.database, empty_station)
    assert names(again) == ["第一网格"]
    again.close()
    assert aside is not None
    kept = opened(aside / "station.db", empty_station)
    assert names(kept) == ["第一网格", "第二网格"], "what was replaced is still there"
    kept.close()
    after = load_device(paths.device)
    assert after.device_id == before.device_id
    assert after.incarnation != before.incarnation, "a restored file is a new life (SYNC 4)"


def test_work_goes_on_while_a_backup_is_made(store: Store, paths: Paths) -> None:
    with store.write("写到一半") as session:
        session.add(GridCell(name="还没存的"))
        session.flush()
        make_backup(store, paths, paths.data / "copy.backup", now=NOW)
    assert names(store) == ["还没存的"]


def test_a_damaged_backup_is_refused_and_the_station_left_alone(store: Store, paths: Paths) -> None:
    add(store, "第一网格")
    target = paths.data / "copy.backup"
    make_backup(store, paths, target, now=NOW)
    content = bytearray(target.read_bytes())
    content[len(content) // 2] ^= 1
    target.write_bytes(content)
    with pytest.raises(Rejected, match=r"backup\.not_readable"):
        look_at(target)
    with pytest.raises(Rejected, match=r"backup\.not_readable"):
        restore_backup(target, paths, now=NOW)
    assert names(store) == ["第一网格"]


def test_anything_else_is_no_backup(paths: Paths) -> None:
    paths.create()
    stray = paths.data / "photo.jpg"
    stray.write_bytes(b"\xff\xd8\xff")
    with pytest.raises(Rejected, match=r"backup\.not_readable"):
        look_at(stray)


def test_a_backup_does_not_go_over_the_file_itself(store: Store, paths: Paths) -> None:
    with pytest.raises(Rejected, match=r"backup\.is_the_file"):
        make_backup(store, paths, paths.database, now=NOW)


def test_a_missing_stick_is_said_so(store: Store, paths: Paths) -> None:
    with pytest.raises(Unavailable, match=r"backup\.target_missing"):
        make_backup(store, paths, paths.data / "stick" / "copy.backup", now=NOW)


def test_a_restore_on_a_full_disk_leaves_the_station_where_it_was(
    store: Store, paths: Paths, empty_station: EmptyStation, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(store, "第一网格")
    target = paths.data / "copy.backup"
    make_backup(store, paths, target, now=NOW)
    add(store, "第二网格")
    store.close()

    def full(_source: object, _out: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", full)
    with pytest.raises(Unavailable, match=r"store\.disk_full"):
        restore_backup(target, paths, now=NOW)
    assert not list(paths.data.glob("*.new")), "nothing half-written stays"
    again = opened(paths.database, empty_station)
    assert names(again) == ["第一网格", "第二网格"]
    again.close()


def test_a_folder_is_no_place_for_a_backup_and_the_disk_is_not_called_full(
    store: Store, paths: Paths
) -> None:
    with pytest.raises(Rejected, match=r"backup\.is_a_folder"):
        make_backup(store, paths, paths.data, now=NOW)


def test_one_backup_a_day_and_thirty_are_kept(
    store: Store, paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "KEPT", 3)
    for day in range(5):
        assert automatic_backup(store, paths, now=NOW + timedelta(days=day)) is not None
    assert automatic_backup(store, paths, now=NOW + timedelta(days=4)) is None
    kept = sorted(path.name for path in paths.backups.glob("station-*.backup"))
    assert kept == [f"station-2022-10-2{n}.backup" for n in (2, 3, 4)]
    newest = last_backup(paths)
    assert newest is not None
    assert newest.name == "station-2022-10-24.backup"
