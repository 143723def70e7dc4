"""Who may log in, read from the key file without any of the cryptography.

Log-in is painted before that is loaded (SETTLED 17).
"""

import json
from pathlib import Path

from station_app.errors import Unavailable


def login_names(path: Path) -> list[tuple[str, str]]:
    """Name and role of everybody who can open the station now, in the order they were added.

    Raises `Unavailable("store.missing" | "login.keys_damaged")`.
    """
    try:
        file = json.loads(path.read_bytes())
        entries = [entry for entry in file["operators"] if entry["wrapped"] is not None]
        return [(str(entry["name"]), str(entry["role"])) for entry in entries]
    except FileNotFoundError:
        raise Unavailable("store.missing") from None
    except (ValueError, KeyError, TypeError):
        raise Unavailable("login.keys_damaged") from None
