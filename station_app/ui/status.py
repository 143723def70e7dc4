"""Sentences of the status bar: reporting, the last copy, the line."""

from datetime import datetime

from station_app.services.backups import BackupStatus, backup_status
from station_app.services.sync_status import SyncLight
from station_app.ui.desk import Desk

LIGHTS = {
    SyncLight.DONE: "ok",
    SyncLight.WAITING: "warn",
    SyncLight.QUESTIONS: "warn",
    SyncLight.OFFLINE: "grey",
}
LIGHT_ICONS = {
    SyncLight.DONE: ("cloud-check", "green"),
    SyncLight.WAITING: ("cloud-upload", "amber"),
    SyncLight.QUESTIONS: ("circle-question-mark", "amber"),
    SyncLight.OFFLINE: ("wifi-off", "text2"),
}
"""The light in a shape, for those who do not see its colour."""
STALE_DAYS = 3


def backup_words(desk: Desk) -> tuple[str, str]:
    """What is said of the last copy, and in which tone."""
    return words_of_backup(backup_status(desk.paths), desk.now())


def words_of_backup(status: BackupStatus, now: datetime) -> tuple[str, str]:
    """Today's copy, an older one, or none."""
    if status.made_at is None:
        return "还没有备份，进来几分钟后会自动做", "amber"
    at = status.made_at
    days = (now.date() - at.date()).days
    if days <= 0:
        return f"今天 {at:%H:%M} 已备份", "green"
    words = f"{at.month}月{at.day}日 {at:%H:%M} 备份的"
    return words, "amber" if days >= STALE_DAYS else "green"
