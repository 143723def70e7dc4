"""Where data, backups, logs and resources live, in a checkout as in a frozen program."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

FOLDER = "veterans-station"


@dataclass(frozen=True, slots=True)
class Paths:
    """The places of one station on this PC, all below one folder, so that it is copied whole."""

    data: Path

    @property
    def database(self) -> Path:
        """The encrypted station file."""
        return self.data / "station.db"

    @property
    def drafts(self) -> Path:
        """The second encrypted file: half-written forms."""
        return self.data / "drafts.db"

    @property
    def photos(self) -> Path:
        """The third encrypted file: photos and scanned papers."""
        return self.data / "photos.db"

    @property
    def photos_copy(self) -> Path:
        """The copy of the photos that goes with the automatic backups of the records."""
        return self.backups / "photos.db"

    @property
    def keys(self) -> Path:
        """The data key, wrapped once for each operator and once for the recovery code."""
        return self.data / "keys.json"

    @property
    def device(self) -> Path:
        """Which PC this is; it stays behind when the station file is copied."""
        return self.data / "device.json"

    @property
    def backups(self) -> Path:
        """Copies made daily, before migrations and by hand."""
        return self.data / "backups"

    @property
    def logs(self) -> Path:
        """Logs in English, without personal data."""
        return self.data / "logs"

    @property
    def lock(self) -> Path:
        """Held by the one window that works on this folder."""
        return self.data / "station.lock"

    def create(self) -> None:
        """Make the folders, readable by their owner alone where the platform knows owners."""
        for folder in (self.data, self.backups, self.logs):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def station_paths(data: Path | None = None) -> Paths:
    """The places below the folder that was named, or below the platform's own."""
    return Paths((data or default_data()).absolute())


def default_data() -> Path:
    """The folder for data that the platform keeps for programs of this user."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local") / FOLDER
    if sys.platform == "darwin":
        return Path.home() / "Library/Application Support" / FOLDER
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share") / FOLDER


def resources() -> Path:
    """Fonts, icons and form templates: beside the package, or inside the frozen program."""
    return _base() / "resources"


def guide() -> Path:
    """The clerks' guide with its pictures, which the help page shows without a network."""
    return _base() / "docs" / "guide"


def fonts() -> Path:
    """The bundled fonts."""
    return resources() / "fonts"


def _base() -> Path:
    frozen = getattr(sys, "_MEIPASS", None)
    return Path(frozen) if frozen else Path(__file__).resolve().parent.parent
