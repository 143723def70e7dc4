"""In which month a fact counts, and what is left of it after corrections (SETTLED 1)."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from station_app.domain.periods import add_months, month_of


def first_open_month(closed_through: str | None) -> str | None:
    """The month after the last closed one; None while no month was ever closed."""
    return None if closed_through is None else add_months(closed_through, 1)


def counted_month(event_month: str, closed_through: str | None) -> str:
    """The event's own month, or the first open one when that is closed (MC1, MC2)."""
    first = first_open_month(closed_through)
    return event_month if first is None else max(event_month, first)


def counted_month_of(event_on: date, closed_through: str | None) -> str:
    """The same for the day of an event; never the day of entry (MC1)."""
    return counted_month(month_of(event_on), closed_through)


def is_open(month: str, closed_through: str | None) -> bool:
    """Whether figures of a month may still change."""
    return closed_through is None or month > closed_through


class Signed(Protocol):
    """Any row that counts +1 or −1."""

    @property
    def sign(self) -> int:
        """+1, or −1 for a reversal."""


def net(rows: Iterable[Signed]) -> int:
    """What is left after reversals; a key counts in distinct lines when this is above 0."""
    return sum(row.sign for row in rows)
