"""Keeps writing commands out of a folder while its window is open (SETTLED 20)."""

from contextlib import ExitStack

from station_app.errors import Unavailable
from station_app.paths import Paths
from station_app.store.lock import only_writer


def hold_for_writing(paths: Paths) -> ExitStack | None:
    """Hold the folder until the result is closed; None while a command is writing just now."""
    held = ExitStack()
    try:
        held.enter_context(only_writer(paths))
    except Unavailable:
        held.close()
        return None
    return held
