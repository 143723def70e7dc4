"""The file of photos: encrypted, apart from the records, part of backup, restore and check."""

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from station_app.errors import Unavailable
from station_app.paths import Paths, station_paths
from station_app.services.backups import put_back
from station_app.store.backup import (
    automatic_backup,
    look_at,
    make_backup,
    restore_backup,
)
from station_app.store.engine import key_pragma
from station_app.store.photos import NewPhoto, Photos, open_photos
from station_app.store.photos_place import PhotoPlace
from station_app.store.unit_of_work import Store
from tests.fixtures.pictures import jpeg
from tests.fixtures.station import PASSWORD, EmptyStation

NOW = datetime(2022, 10, 20, 1, 30, tzinfo=UTC)
NAMES = ("aa" * 32, "bb" * 32)


@pytest.fixture
def place(store: Store, paths: Paths) -> PhotoPlace:
    """The place of the photos of an open station."""
    return PhotoPlace.beside(store, paths)


def keep(place: PhotoPlace, *numbers: int) -> None:
    """Keep pictures under the names of this test."""
    with place.open() as photos:
        for number in numbers:
            photos.keep(NewPhoto(NAMES[number], jpeg(number), True, "key", NOW))


def names(place: PhotoPlace) -> set[str]:
    """What lies there."""
    with place.open() as photos:
        return {one.name for one in photos.held()}


@contextmanager
def at(file: Path, place: PhotoPlace) -> Iterator[Photos]:
    """Another file under the same key."""
    with open_photos(file, place.pragma) as photos:
        yield photos


def test_nothing_of_a_picture_can_be_read_from_the_file(place: PhotoPlace) -> None:
    keep(place, 0)
    raw = b"".join(one.read_bytes() for one in place.file.parent.glob("photos.db*"))
    assert jpeg(0)[100:120] not in raw
    assert not raw.startswith(b"SQLite")
    assert repr(place) == "PhotoPlace(…)"


def test_a_picture_is_kept_once_and_comes_back_as_it_was(place: PhotoPlace) -> None:
    keep(place, 0)
    keep(place, 0)
    with place.open() as photos:
        assert photos.content(NAMES[0]) == jpeg(0)
        assert photos.weight() == (1, len(jpeg(0)))
        assert photos.content(NAMES[1]) is None


def test_pieces_come_together_in_their_order_and_are_gone_afterwards(place: PhotoPlace) -> None:
    with place.open() as photos:
        assert photos.expect("n", size=6, digest=b"d").received == 0
        photos.add_piece("n", 3, b"def")
        photos.add_piece("n", 0, b"abc")
        assert photos.expect("n", size=6, digest=b"d").received == 6
        assert photos.arrived("n") == b"abcdef"
        assert photos.expect("n", size=6, digest=b"other").received == 0
        photos.drop_arrival("n")
        assert photos.arriving("n") is None


def test_while_the_photos_are_written_records_are_written_too(
    store: Store, place: PhotoPlace
) -> None:
    with place.open() as photos, photos._whole(), store.write("meanwhile") as session:
        assert session.connection() is not None


def test_a_backup_by_hand_holds_the_photos_and_a_restore_brings_them_back(
    store: Store, paths: Paths, place: PhotoPlace, tmp_path: Path
) -> None:
    keep(place, 0, 1)
    target = tmp_path / "stick.backup"
    make_backup(store, paths, target, now=NOW)
    store.close()
    for file in paths.data.glob("photos.db*"):
        file.unlink()
    put_back(paths, target, password=PASSWORD, now=NOW)
    assert names(place) == set(NAMES)
    assert list(paths.data.glob("*.copy")) == []


def test_a_restore_sets_the_photos_that_lay_there_aside(
    store: Store, paths: Paths, place: PhotoPlace, tmp_path: Path
) -> None:
    keep(place, 0)
    target = tmp_path / "stick.backup"
    make_backup(store, paths, target, now=NOW)
    keep(place, 1)
    store.close()
    aside = restore_backup(target, paths, now=NOW)
    assert names(place) == {NAMES[0]}
    assert aside is not None
    with at(aside / "photos.db", place) as photos:
        assert photos.here(NAMES) == set(NAMES)


def test_on_a_new_pc_the_photos_come_with_the_backup(
    store: Store, paths: Paths, place: PhotoPlace, tmp_path: Path
) -> None:
    keep(place, 0)
    target = tmp_path / "stick.backup"
    make_backup(store, paths, target, now=NOW)
    there = station_paths(tmp_path / "new pc")
    put_back(there, target, password=PASSWORD, now=NOW)
    assert names(PhotoPlace(there.photos, there.photos_copy, place.pragma)) == {NAMES[0]}


def test_daily_backups_share_one_copy_of_the_photos(
    store: Store, paths: Paths, place: PhotoPlace
) -> None:
    keep(place, 0)
    automatic_backup(store, paths, now=NOW)
    keep(place, 1)
    made = automatic_backup(store, paths, now=NOW.replace(day=21))
    assert made is not None
    with zipfile.ZipFile(made.path) as archive:
        assert sorted(archive.namelist()) == ["keys.json", "note.json", "station.db"]
    with at(paths.photos_copy, place) as photos:
        assert photos.here(NAMES) == set(NAMES)
        assert photos.content(NAMES[1]) == jpeg(1)


def test_lost_photos_come_back_from_the_copy(store: Store, paths: Paths, place: PhotoPlace) -> None:
    keep(place, 0)
    automatic_backup(store, paths, now=NOW)
    for file in paths.data.glob("photos.db*"):
        file.unlink()
    assert names(place) == {NAMES[0]}


def test_a_folder_of_daily_backups_carried_to_a_new_pc_brings_the_photos(
    store: Store, paths: Paths, place: PhotoPlace, tmp_path: Path
) -> None:
    keep(place, 0)
    made = automatic_backup(store, paths, now=NOW)
    assert made is not None
    carried = tmp_path / "carried"
    shutil.copytree(paths.backups, carried)
    there = station_paths(tmp_path / "new pc")
    put_back(there, carried / made.path.name, password=PASSWORD, now=NOW)
    assert names(PhotoPlace(there.photos, there.photos_copy, place.pragma)) == {NAMES[0]}


def test_photos_of_another_station_are_moved_aside_and_never_removed(
    place: PhotoPlace, tmp_path: Path
) -> None:
    key = key_pragma(bytes(32))
    assert key != place.pragma
    other = PhotoPlace(tmp_path / "other.db", tmp_path / "none.db", key)
    keep(other, 0)
    place.file.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(other.file, place.file)
    assert names(place) == set()
    (aside,) = place.file.parent.glob("photos-unreadable-*.db")
    with open_photos(aside, other.pragma) as photos:
        assert photos.here(NAMES) == {NAMES[0]}


def test_a_damaged_file_is_said_in_words(place: PhotoPlace) -> None:
    keep(place, 0)
    raw = bytearray(place.file.read_bytes())
    raw[20:400] = bytes(380)
    place.file.write_bytes(raw)
    with pytest.raises(Unavailable) as failure, open_photos(place.file, place.pragma):
        pass
    assert failure.value.code == "store.photos"


def test_erasing_reaches_the_copy_too(store: Store, paths: Paths, place: PhotoPlace) -> None:
    keep(place, 0)
    automatic_backup(store, paths, now=NOW)
    place.erase(NAMES[0])
    assert names(place) == set()
    with at(paths.photos_copy, place) as photos:
        assert photos.held() == []


def test_a_backup_with_photos_that_were_changed_is_not_taken_for_whole(
    store: Store, paths: Paths, place: PhotoPlace, tmp_path: Path
) -> None:
    keep(place, 0)
    target = tmp_path / "stick.backup"
    make_backup(store, paths, target, now=NOW)
    raw = bytearray(target.read_bytes())
    at_end = len(raw) - 3000
    raw[at_end] ^= 1
    target.write_bytes(raw)
    with pytest.raises(Exception, match="backup"):
        look_at(target)


def test_without_photos_a_backup_is_as_it_was_before(
    store: Store, paths: Paths, tmp_path: Path, empty_station: EmptyStation
) -> None:
    target = tmp_path / "stick.backup"
    make_backup(store, paths, target, now=NOW)
    assert look_at(target).made_at == NOW
    assert not paths.photos.exists()
    assert empty_station.folder.exists()
