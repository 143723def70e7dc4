"""Backups as an operator knows them: made now, made each day, looked at, put back."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from station_app.paths import Paths
from station_app.services.attachments_box import sweep
from station_app.store import backup as files
from station_app.store.photos_place import PhotoPlace
from station_app.store.unit_of_work import Store

SUFFIX = ".backup"


@dataclass(frozen=True, slots=True)
class BackupStatus:
    """The newest automatic copy; None where there is none yet."""

    file: Path | None
    made_at: datetime | None


def backup_status(paths: Paths) -> BackupStatus:
    """When the last copy was made, without reading it through."""
    newest = files.last_backup(paths)
    if newest is None:
        return BackupStatus(None, None)
    return BackupStatus(newest, datetime.fromtimestamp(newest.stat().st_mtime).astimezone())


def back_up(store: Store, paths: Paths, target: Path, *, now: datetime) -> datetime:
    """Copy the open station to a file and read the copy through; returns when it was made."""
    return files.make_backup(store, paths, target, now=now).made_at


def back_up_daily(store: Store, paths: Paths, *, now: datetime) -> BackupStatus:
    """Make today's copy unless there is one; pictures that no record ever named are swept away."""
    if files.automatic_backup(store, paths, now=now) is not None:
        sweep(store, PhotoPlace.beside(store, paths), now=now)
    return backup_status(paths)


def put_back(paths: Paths, source: Path, *, password: str, now: datetime) -> datetime:
    """Replace a closed station by a copy, whose password must be known; the old one is kept aside.

    Raises `Rejected("backup.not_readable" | "login.wrong_password")`.
    """
    paths.create()
    made = files.look_at(source)
    files.check_password(source, password, paths.data)
    files.restore_backup(source, paths, now=now)
    return made.made_at
