"""Saves what was made into a file that a person chose: whole, or not at all."""

import re
from pathlib import Path

from station_app.errors import Unavailable

NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
"""Characters that a file's name may not have on Windows."""


def file_name(words: str, ending: str) -> str:
    """A name for a file that any PC takes: `走访 2026/11` becomes `走访 2026_11.xlsx`."""
    return NOT_IN_NAMES.sub("_", words) + ending


def with_ending(path: Path, ending: str) -> Path:
    """The file that a person named; one that was typed without its ending gets it.

    What follows a point may be a part of the name: `报表 2026.11` keeps its month. Nobody was asked
    about a file that has the longer name already, so that one stays and ours is numbered.
    """
    if path.name.lower().endswith(ending):
        return path
    found, number = path.with_name(path.name + ending), 1
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}（{number}）{ending}")
    return found


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
