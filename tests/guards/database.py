"""No SQL on the thread of the window, and no session left open behind a test."""

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from weakref import WeakSet

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

PATIENCE = 20
"""Seconds within which whatever is being asked has been answered, on a slow machine too."""
SCREENS = str(Path("station_app", "ui"))


@pytest.fixture(autouse=True)
def no_sql_on_the_gui_thread() -> Iterator[None]:
    """Fail when a screen works in the database itself instead of through Tasks."""
    offences: list[str] = []

    def watch(*arguments: object) -> None:
        if threading.current_thread() is threading.main_thread():
            screen = _screen_that_calls(sys._getframe())
            if screen is not None:
                offences.append(f"{screen} ran {arguments[2]}")

    event.listen(Engine, "before_cursor_execute", watch)
    yield
    event.remove(Engine, "before_cursor_execute", watch)
    assert offences == []


def _screen_that_calls(frame: FrameType | None) -> str | None:
    while frame is not None:
        if SCREENS in frame.f_code.co_filename:
            return f"{frame.f_code.co_filename}:{frame.f_lineno}"
        frame = frame.f_back
    return None


@pytest.fixture(autouse=True)
def no_session_left_open() -> Iterator[None]:
    """Fail when a session that began during the test stays in a transaction after it.

    A window that outlives the test may be asking just now; its reader ends by itself.
    """
    begun: WeakSet[Session] = WeakSet()

    def remember(session: Session, _transaction: object, _connection: object) -> None:
        begun.add(session)

    event.listen(Session, "after_begin", remember)
    yield
    event.remove(Session, "after_begin", remember)
    deadline = time.monotonic() + PATIENCE
    while any(one.in_transaction() for one in begun) and time.monotonic() < deadline:
        time.sleep(0.01)
    left = [session for session in begun if session.in_transaction()]
    assert left == []
