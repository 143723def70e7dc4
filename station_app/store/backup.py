"""Backups: one file with the encrypted data, its wrapped keys and a note of what it is.

A backup opens with the password or the recovery words that held when it was made, on any PC.
"""

import hashlib
import shutil
import zipfile
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
from station_app.store.unit_of_work import Store

NOTE, DATA, KEYS = "note.json", "station.db", "keys.json"
KEPT = 30
"""Automatic backups that are kept, the newest first (REQUIREMENTS 2, 17)."""


class Note(msgspec.Struct, frozen=True):
    """What a backup says of itself without being opened."""

    version: int
    made_at: datetime
    data_hash: str


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was looked at and found whole."""

    path: Path
    made_at: datetime


def make_backup(store: Store, paths: Paths, target: Path, *, now: datetime) -> Backup:
    """Copy the open station file to `target`, whole or not at all, while work goes on.

    Raises `Rejected("backup.is_the_file" | "backup.is_a_folder")`,
    `Unavailable("backup.target_missing" | "store.disk_full" | …)`.
    """
    if target.resolve() in (paths.database.resolve(), paths.keys.resolve()):
        raise Rejected("backup.is_the_file")
    if target.is_dir():
        raise Rejected("backup.is_a_folder", name=target.name)
    if not target.parent.is_dir():
        raise Unavailable("backup.target_missing")
    copy = paths.data / "backup.copy"
    beside = _beside(target)
    try:
        with files_in_words():
            copy_database(store, copy)
            _pack(beside, copy, paths.keys, now)
            beside.replace(target)
    finally:
        copy.unlink(missing_ok=True)
        beside.unlink(missing_ok=True)
    return look_at(target)


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


def _pack(target: Path, data: Path, keys: Path, now: datetime) -> None:
    with data.open("rb") as file:
        note = Note(1, now, hashlib.file_digest(file, "sha256").hexdigest())
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:  # ciphertext does not shrink
        archive.writestr(NOTE, msgspec.json.encode(note))
        archive.write(keys, KEYS)
        archive.write(data, DATA)


def look_at(path: Path) -> Backup:
    """Read a backup through and compare its hash; raises `Rejected("backup.not_readable")`."""
    try:
        with zipfile.ZipFile(path) as archive:
            note = msgspec.json.decode(archive.read(NOTE), type=Note)
            archive.getinfo(KEYS)
            with archive.open(DATA) as data:
                digest = hashlib.sha256()
                while part := data.read(1 << 20):
                    digest.update(part)
    except (OSError, KeyError, zipfile.BadZipFile, msgspec.DecodeError):
        raise Rejected("backup.not_readable", name=path.name) from None
    if digest.hexdigest() != note.data_hash or note.version != 1:
        raise Rejected("backup.not_readable", name=path.name)
    return Backup(path, note.made_at)


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
    try:
        with files_in_words():
            _unpack(path, targets)
            reborn(paths.device)
            aside = _set_aside(paths, now)
            for target in targets.values():
                _beside(target).replace(target)
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


def _set_aside(paths: Paths, now: datetime) -> Path | None:
    if not paths.database.exists():
        return None
    folder = paths.backups / f"before-restore-{now:%Y%m%d-%H%M%S}"
    folder.mkdir(parents=True)
    for path in (paths.database, paths.keys, *paths.data.glob("station.db-*")):
        if path.exists():
            path.replace(folder / path.name)
    return folder


def automatic_backup(store: Store, paths: Paths, *, now: datetime) -> Backup | None:
    """Today's backup, unless there is one; the thirty newest are kept."""
    target = paths.backups / f"station-{now:%Y-%m-%d}.backup"
    if target.exists():
        return None
    paths.backups.mkdir(parents=True, exist_ok=True)
    made = make_backup(store, paths, target, now=now)
    for old in sorted(paths.backups.glob("station-*.backup"), reverse=True)[KEPT:]:
        old.unlink()
    return made


def last_backup(paths: Paths) -> Path | None:
    """The newest automatic backup."""
    return max(paths.backups.glob("station-*.backup"), default=None)
