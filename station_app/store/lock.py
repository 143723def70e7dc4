"""The lock that keeps a second writing process out of a station's folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from station_app.errors import Unavailable
from station_app.paths import Paths


@contextmanager
def only_writer(paths: Paths) -> Iterator[None]:
    """Hold the folder for writing; `Unavailable("store.busy")` while another process does."""
    lock = FileLock(paths.lock, timeout=0)
    try:
        paths.create()
        lock.acquire()
    except Timeout:
        raise Unavailable("store.busy") from None
    except OSError:
        raise Unavailable("store.read_only") from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def only_reporter(folder: Path, *, patience: float = 0) -> Iterator[None]:
    """One conversation with the district at a time, whoever started it: window or command.

    Whoever reports by stick waits `patience` seconds for an attempt on a dead line to end. Raises
    `Unavailable("syncing.already_running")` while another one is under way.
    """
    lock = FileLock(folder / "reporting.lock", timeout=patience)
    try:
        lock.acquire()
    except Timeout:
        raise Unavailable("syncing.already_running") from None
    except OSError:
        raise Unavailable("store.read_only") from None
    try:
        yield
    finally:
        lock.release()
