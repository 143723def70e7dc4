"""The day, the clerk and the password of every benchmark; imports nothing of the program."""

from datetime import UTC, date, datetime

TODAY = date(2022, 10, 20)
PASSWORD = "benchmark-station"
OPERATOR = "李敏"


def clock() -> datetime:
    """A clock that stands on that day."""
    return datetime(2022, 10, 20, 1, 30, tzinfo=UTC)
