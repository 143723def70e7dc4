"""Saves what was made into a file that a person chose: whole, or not at all."""

import re
from pathlib import Path

from station_app.errors import Unavailable

NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
"""Characters that a file's name may not have on Windows."""


def save_file(path: Path, content: bytes) -> Path:
    """Write beside the file and put it in its place; `Unavailable("file.not_saved")` otherwise."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Unavailable("file.not_saved", file=path.name) from error
    return path
