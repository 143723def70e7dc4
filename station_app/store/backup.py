"""Backups: one file with the encrypted data and photos, the wrapped keys, a note of what it is.

A backup opens with the password or the recovery words that held when it was made, on any PC.
"""

import hashlib
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
import sqlcipher3.dbapi2 as sqlcipher

from station_app.errors import Rejected, Unavailable
from station_app.paths import Paths
from station_app.store.failures import files_in_words
from station_app.store.identity import reborn
from station_app.store.keys import unlock_any
from station_app.store.photos import open_photos
from station_app.store.unit_of_work import Store

NOTE, DATA, KEYS, PHOTOS = "note.json", "station.db", "keys.json", "photos.db"
KEPT = 30
"""Automatic backups that are kept, the newest first (REQUIREMENTS 2, 17)."""


class Note(msgspec.Struct, frozen=True):
    """What a backup says of itself without being opened.

    Automatic backups hold no photos: those lie beside them in one copy that only grows.
    """

    version: int
    made_at: datetime
    data_hash: str
    photos_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was looked at and found whole."""

    path: Path
    made_at: datetime


def make_backup(
    store: Store, paths: Paths, target: Path, *, now: datetime, with_photos: bool = True
) -> Backup:
    """Copy the open station to `target`, whole or not at all, while work goes on.

    Raises `Rejected("backup.is_the_file" | "backup.is_a_folder")`,
    `Unavailable("backup.target_missing" | "store.disk_full" | …)`.
    """
    if target.resolve() in (paths.database.resolve(), paths.keys.resolve()):
        raise Rejected("backup.is_the_file")
    if target.is_dir():
        raise Rejected("backup.is_a_folder", name=target.name)
    if not target.parent.is_dir():
        raise Unavailable("backup.target_missing")
    copy, photos = paths.data / "backup.copy", paths.data / "photos.copy"
    beside = _beside(target)
    try:
        with files_in_words():
            copy_database(store, copy)
            if with_photos and paths.photos.exists():
                copy_photos(store, paths, photos)
            _pack(beside, {DATA: copy, KEYS: paths.keys, PHOTOS: photos}, now)
            beside.replace(target)
    finally:
        for part in (copy, photos, beside):
            part.unlink(missing_ok=True)
    return look_at(target)


def copy_photos(store: Store, paths: Paths, target: Path) -> None:
    """A consistent encrypted copy of the photos under the same key."""
    with open_photos(paths.photos, store.key_pragma) as photos:
        photos.copy_into(target, store.key_pragma)


def copy_database(store: Store, target: Path) -> None:
    """A consistent encrypted copy of the open file under the same key, by the online backup API."""
    target.unlink(missing_ok=True)
    copy = sqlcipher.connect(str(target))
    try:
        with store.reading_connection() as source:
            copy.execute(store.key_pragma)
            source.backup(copy)
    finally:
        copy.close()


def _pack(target: Path, parts: dict[str, Path], now: datetime) -> None:
    there = {name: path for name, path in parts.items() if path.exists()}
    photos = _hash_of(there[PHOTOS]) if PHOTOS in there else None
    note = Note(1, now, _hash_of(there[DATA]), photos)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:  # ciphertext does not shrink
        archive.writestr(NOTE, msgspec.json.encode(note))
        for name, path in there.items():
            archive.write(path, name)


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def look_at(path: Path) -> Backup:
    """Read a backup through and compare its hash; raises `Rejected("backup.not_readable")`."""
    try:
        with zipfile.ZipFile(path) as archive:
            note = msgspec.json.decode(archive.read(NOTE), type=Note)
            archive.getinfo(KEYS)
            hashes = {DATA: note.data_hash, PHOTOS: note.photos_hash}
            is_whole = all(
                _hash_in(archive, name) == kept for name, kept in hashes.items() if kept is not None
            )
    except (OSError, KeyError, zipfile.BadZipFile, msgspec.DecodeError):
        raise Rejected("backup.not_readable", name=path.name) from None
    if not is_whole or note.version != 1:
        raise Rejected("backup.not_readable", name=path.name)
    return Backup(path, note.made_at)


def _hash_in(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as data:
        while part := data.read(1 << 20):
            digest.update(part)
    return digest.hexdigest()


def check_password(path: Path, password: str, folder: Path) -> None:
    """Whether this password opens the backup; raises `Rejected("login.wrong_password")`."""
    look_at(path)
    keys = folder / "restore.keys"
    try:
        with files_in_words(), zipfile.ZipFile(path) as archive:
            keys.write_bytes(archive.read(KEYS))
        unlock_any(keys, password=password)
    finally:
        keys.unlink(missing_ok=True)


def restore_backup(path: Path, paths: Paths, *, now: datetime) -> Path | None:
    """Put a backup in the place of the (closed) station file; returns where the old one was kept.

    The restored file is a new incarnation: the district must not trust its cursor.
    """
    look_at(path)
    paths.create()
    targets = {DATA: paths.database, KEYS: paths.keys}
    if _has_photos(path):
        targets[PHOTOS] = paths.photos  # without any, those that lie here stay: pictures only grow
    try:
        with files_in_words():
            _unpack(path, targets)
            reborn(paths.device)
            aside = _set_aside(paths, list(targets.values()), now)
            for target in targets.values():
                _beside(target).replace(target)
            _take_photos_beside(path, paths)
    finally:
        for target in targets.values():
            _beside(target).unlink(missing_ok=True)
    return aside


def _unpack(path: Path, targets: dict[str, Path]) -> None:
    """Everything lies on the disk before the file in use is moved: a full disk loses nothing."""
    with zipfile.ZipFile(path) as archive:
        for name, target in targets.items():
            with archive.open(name) as source, _beside(target).open("wb") as out:
                shutil.copyfileobj(source, out)


def _beside(target: Path) -> Path:
    return target.with_name(target.name + ".new")


def _take_photos_beside(path: Path, paths: Paths) -> None:
    """A folder of automatic backups was carried to a new PC: its photos lie beside them."""
    beside = path.with_name(paths.photos_copy.name)
    if beside.exists() and not paths.photos.exists():
        shutil.copyfile(beside, paths.photos)


def _has_photos(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return PHOTOS in archive.namelist()


def _set_aside(paths: Paths, replaced: Sequence[Path], now: datetime) -> Path | None:
    if not paths.database.exists():
        return None
    folder = paths.backups / f"before-restore-{now:%Y%m%d-%H%M%S}"
    folder.mkdir(parents=True)
    for target in replaced:
        for path in (target, *paths.data.glob(target.name + "-*")):
            if path.exists():
                path.replace(folder / path.name)
    return folder


def automatic_backup(store: Store, paths: Paths, *, now: datetime) -> Backup | None:
    """Today's backup, unless there is one; the thirty newest are kept."""
    target = paths.backups / f"station-{now:%Y-%m-%d}.backup"
    if target.exists():
        return None
    paths.backups.mkdir(parents=True, exist_ok=True)
    made = make_backup(store, paths, target, now=now, with_photos=False)
    with files_in_words():
        _add_photos(store, paths)
    for old in sorted(paths.backups.glob("station-*.backup"), reverse=True)[KEPT:]:
        old.unlink()
    return made


def _add_photos(store: Store, paths: Paths) -> None:
    """Bring the copy of the photos up to date; thirty copies of every picture would fill a disk."""
    if paths.photos.exists():
        with open_photos(paths.photos, store.key_pragma) as photos:
            photos.add_to(paths.photos_copy, store.key_pragma)


def last_backup(paths: Paths) -> Path | None:
    """The newest automatic backup."""
    return max(paths.backups.glob("station-*.backup"), default=None)
