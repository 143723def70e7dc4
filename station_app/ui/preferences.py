"""What this PC remembers of its window: colours, size, who was last here; nothing of any person."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from station_app.ui.tokens import SCALES

IDLE_MINUTES = 10


class Preferences:
    """A small file beside the station's, readable before anybody has logged in."""

    def __init__(self, file: Path) -> None:
        self._file = QSettings(str(file), QSettings.Format.IniFormat)

    @property
    def dark(self) -> bool:
        """Whether dark colours were chosen."""
        return self._file.value("look/dark", "0") == "1"

    @property
    def percent(self) -> int:
        """The chosen size."""
        text = str(self._file.value("look/percent", "100"))
        return int(text) if text.isdigit() and int(text) in SCALES else SCALES[0]

    @property
    def place(self) -> QByteArray:
        """Where on which screen the window was left; empty the first time."""
        return QByteArray.fromBase64(str(self._file.value("look/place", "")).encode("ascii"))

    def keep_place(self, place: QByteArray) -> None:
        """Remember where the window is."""
        self._file.setValue("look/place", bytes(place.toBase64().data()).decode("ascii"))

    @property
    def idle_minutes(self) -> int:
        """After how long without a key the desk is locked; 0 = never."""
        text = str(self._file.value("desk/idle_minutes", str(IDLE_MINUTES)))
        return int(text) if text.isdigit() else IDLE_MINUTES

    @property
    def last_operator(self) -> str:
        """Who logged in last."""
        return str(self._file.value("desk/operator", ""))

    @property
    def last_left(self) -> datetime | None:
        """When the desk was last closed, in local time."""
        text = str(self._file.value("desk/left_at", ""))
        return datetime.fromisoformat(text).astimezone() if text else None

    def keep_look(self, *, dark: bool, percent: int) -> None:
        """Remember colours and size."""
        self._file.setValue("look/dark", "1" if dark else "0")
        self._file.setValue("look/percent", str(percent))

    def keep_operator(self, name: str) -> None:
        """Remember who logged in."""
        self._file.setValue("desk/operator", name)

    @property
    def station(self) -> str:
        """The station's name, for the log-in page."""
        return str(self._file.value("desk/station", ""))

    def keep_station(self, name: str) -> None:
        """Remember whose desk this is."""
        self._file.setValue("desk/station", name)

    def keep_left(self, now: datetime) -> None:
        """Remember when the desk was closed."""
        self._file.setValue("desk/left_at", now.isoformat())

    def keep_idle_minutes(self, minutes: int) -> None:
        """Remember after how long to lock."""
        self._file.setValue("desk/idle_minutes", str(minutes))

    @property
    def edits_told(self) -> int:
        """Up to where in the log edits inside removed records have been read by somebody."""
        text = str(self._file.value("sync/edits_told", "0"))
        return int(text) if text.isdigit() else 0

    def keep_edits_told(self, seq: int) -> None:
        """Remember that they were read."""
        self._file.setValue("sync/edits_told", str(seq))

    @property
    def printer(self) -> str:
        """The printer used last."""
        return str(self._file.value("paper/printer", ""))

    def keep_printer(self, name: str) -> None:
        """Remember the printer."""
        self._file.setValue("paper/printer", name)
