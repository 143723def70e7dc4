"""What a device tells of itself with a push, kept for the pages: program, clock, what waits."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from district_server import statements
from district_server.auth import Caller
from station_app.sync import wire
from station_app.sync.words import kept_text

LONGEST_PROGRAM = 20
MOST = 2**31 - 1


def note(
    connection: Connection, caller: Caller, push: wire.Push, *, now: datetime, **more: object
) -> None:
    """Write down that a device was heard, and `more` of its columns, in one statement."""
    columns = {"heard_at": now} | _told(push.about, now) | more
    known = {f"new_{name}": value for name, value in columns.items()} | {"of": caller.device_id}
    connection.execute(statements.heard(tuple(columns)), known)


def _told(about: wire.About | None, now: datetime) -> dict[str, object]:
    """As columns; an older program tells nothing, and then what was known stands."""
    if about is None:
        return {}
    return {
        "program": kept_text(about.program)[:LONGEST_PROGRAM],
        "waiting": min(max(about.waiting, 0), MOST),
        "clock_ahead": _ahead(about.at, now),
    }


def _ahead(at: float, now: datetime) -> int | None:
    """By how many seconds a PC's clock is ahead; None for what is no moment at all."""
    seconds = at - now.timestamp()
    return round(seconds) if abs(seconds) < timedelta(days=36_500).total_seconds() else None
